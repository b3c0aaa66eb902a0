"""What is looked at before a query runs: its size, whether it reads only, whether it calls out; and where a mistake stands.

A query is read-only by its first keyword, which stands after comments, BASE and PREFIX lines only.

>>> first_keyword("# INSERT\\nPREFIX delete: <http://example.org/drop> select * {}")
'SELECT'
"""

from __future__ import annotations

import re
from collections.abc import Callable

from organigram.errors import QueryError, QueryRefused
from organigram.i18n import N_

#: Characters of query text.
MAX_QUERY_LENGTH = 100_000

_SPACE = r"(?:\s|\#[^\n\r]*(?:[\n\r]|\Z))"
_PROLOGUE = re.compile(
    rf"(?:{_SPACE}|BASE{_SPACE}*<[^<>]*>|PREFIX{_SPACE}+[^\s:#<>]*:{_SPACE}*<[^<>]*>|VERSION{_SPACE}*(?:\"[^\"]*\"|'[^']*'))*+",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z]+")
_READING = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_WRITING = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})
_SERVICE = re.compile("service", re.IGNORECASE)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_POSITION = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
_KEYWORD = re.compile(r"[A-Z_]{2,}")

#: Gives the engine's message where a text does not read as SPARQL, else None; evaluates nothing.
Parser = Callable[[str], str | None]


def first_keyword(text: str) -> str:
    """The word after the prologue, in capitals; empty where there is none."""
    prologue = _PROLOGUE.match(text)
    word = _WORD.match(text, prologue.end() if prologue else 0)
    return word[0].upper() if word else ""


def check_query(text: str, parser: Parser, *, foreign: bool = False) -> None:
    """Raise QueryRefused for a text that would write or call out, or is too long; QueryError for one that is no query.

    ``foreign``: the query will be run by another engine than the parser's, so that what the parser cannot read is not safe.
    """
    if len(text) > MAX_QUERY_LENGTH:
        raise QueryRefused(
            N_("The query has {length} characters; at most {limit} are allowed."),
            N_("Shorten it; long lists of values can be asked in parts."),
            length=len(text),
            limit=MAX_QUERY_LENGTH,
        )
    keyword = first_keyword(text)
    if keyword in _WRITING:
        raise QueryRefused(
            N_("{keyword} would change the graph; only SELECT, ASK, CONSTRUCT and DESCRIBE are allowed."),
            N_("Change the graph by building it again: organigram build."),
            keyword=keyword,
        )
    if keyword not in _READING:
        raise QueryError(
            N_("The text is no SPARQL query: after the prefixes it has to begin with SELECT, ASK, CONSTRUCT or DESCRIBE."),
            N_("Begin with one of these words, or take a question of the catalogue."),
        )
    _check_service(text, parser, foreign)


def _check_service(text: str, parser: Parser, foreign: bool) -> None:
    """Refuse the keyword SERVICE, and only the keyword: the word may stand in texts, IRIs, names and comments.

    The engine's own parser decides. Every "service" is replaced by another word that is a good name but no keyword: if the
    text then still reads as a query, none of them was the keyword.
    """
    written = len(_SERVICE.findall(text))
    escaped = len(_SERVICE.findall(_ESCAPE.sub(lambda m: chr(min(int(m[1] or m[2], 16), 0x10FFFF)), text)))
    if written == escaped and (not written or parser(_SERVICE.sub("servixe", text)) is None):
        return
    if not foreign and parser(text) is not None:
        return  # no query either way, so nothing runs: the mistake in it is what the person has to hear of
    raise QueryRefused(
        N_("SERVICE would send parts of the query to another server, which is not allowed here."),
        N_("Ask that server directly, or load its data into the graph."),
    )


def syntax_error(text: str, message: str) -> QueryError:
    """The error for a query that the engine cannot read: the line and column, what stands there and what would be right.

    >>> print(syntax_error("SELECT * WHERE {\\n  ?s ?p\\n}", "error at 3:1: expected one of \\"$\\", \\"?\\", [_]"))
    line 3, column 1: The query cannot be read here: "}". Check the line for a missing dot, bracket, quote or prefix.
    """
    found = _POSITION.match(message)
    if not found:
        return QueryError(N_("The query cannot be read: {message}."), N_("Check its syntax."), message=message)
    line, column, expected = int(found[1]), int(found[2]), found[3]
    # The parser reports the end of the keyword that it tried; the mistake is where that keyword would begin.
    if _KEYWORD.fullmatch(expected):
        column = max(1, column - len(expected))
    lines = text.split("\n")
    rest = lines[line - 1][column - 1 :].strip() if line <= len(lines) else ""
    fallback = (_HERE, _CHECK) if rest else (_END, _CLOSE)
    reason, remedy = next(((why, help_) for sign, why, help_ in _EXPLANATIONS if sign in expected), fallback)
    place = f"line {line}, column {column}"
    return QueryError(reason, remedy, place=place, rest=rest[:40])


_HERE = N_('The query cannot be read here: "{rest}".')
_CHECK = N_("Check the line for a missing dot, bracket, quote or prefix.")
_END = N_("The query ends too early.")
_CLOSE = N_("Close every bracket and quote.")
_EXPLANATIONS = (
    (
        "Prefix not found",
        N_("A prefix just before this place is not declared."),
        N_("Add a PREFIX line for it at the top, such as PREFIX org: <http://www.w3.org/ns/org#>."),
    ),
    (
        "IRI parsing failed",
        N_("An IRI just before this place is not complete."),
        N_("Write it in full between < and >, beginning with https: or the like."),
    ),
    (
        "contains a variable that is unbound",
        N_("SELECT names a variable that is neither grouped nor aggregated, or that the query does not bind."),
        N_("Name it in GROUP BY, wrap it in SAMPLE or COUNT, or bind it in WHERE."),
    ),
)
