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
from organigram.namespaces import PREFIXES

#: Characters that the text of a query may have where the call says nothing.
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
#: Strings, IRIs, names and variables, signs; white space and comments after them belong to them.
_TOKEN = re.compile(
    r"(?:\"{3}.*?\"{3}|'{3}.*?'{3}|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|<[^<>\"{}|^`\\\s]*>|[?$@]?[\w:.%-]*[\w:]|\S)"
    rf"{_SPACE}*+",
    re.DOTALL,
)

_NO_TEXT = re.compile("[\0\ud800-\udfff]")
_PREFIXED = re.compile(r"([\w.-]*):")

#: Gives the engine's message where a text does not read as SPARQL, else None; evaluates nothing.
Parser = Callable[[str], str | None]


def first_keyword(text: str) -> str:
    """The word after the prologue, in capitals; empty where there is none."""
    prologue = _PROLOGUE.match(text)
    word = _WORD.match(text, prologue.end() if prologue else 0)
    return word[0].upper() if word else ""


def check_query(text: str, parser: Parser, *, foreign: bool = False, longest: int = MAX_QUERY_LENGTH) -> None:
    """Raise QueryRefused for a text that would write or call out, or is too long; QueryError for one that is no query.

    ``foreign``: the query will be run by another engine than the parser's, so that what the parser cannot read is not safe.
    """
    if len(text) > longest:
        raise QueryRefused(
            N_("The query has {length} characters; at most {limit} are allowed."),
            N_("Shorten it; long lists of values can be asked in parts."),
            length=len(text),
            limit=longest,
        )
    if not text.isprintable() and _NO_TEXT.search(text):
        raise QueryError(
            N_("The query holds a character that cannot be sent."), N_("Type the query anew, or paste it as plain text.")
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


def syntax_error(text: str, message: str, parser: Parser) -> QueryError:
    """The error for a query that the engine cannot read: line and column of the first word that cannot stand there.

    Its value ``engine`` is what the engine says itself.
    """
    offset = _first_wrong(text, parser)
    line, column = text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
    rest = text[offset:].split("\n", 1)[0].strip()[:_SHOWN]
    reason, remedy = (_HERE, _CHECK) if rest else (_END, _CLOSE)
    name = _PREFIXED.match(rest)
    prefix = name[1] if name else ""
    if name and not re.search(rf"\bPREFIX\s+{re.escape(prefix)}:", text, re.IGNORECASE):
        reason, remedy = _NO_PREFIX
    for sign, *explanation in _EXPLANATIONS:
        if sign in message:
            reason, remedy = explanation
    example = f"PREFIX {prefix}: <{PREFIXES.get(prefix, 'https://...')}>"
    return QueryError(reason, remedy, place=f"{line}:{column}", rest=rest, prefix=prefix, example=example, engine=message)


def _first_wrong(text: str, parser: Parser) -> int:
    """Where the first token begins that no query with the same beginning can go on with; the text's end if there is none.

    The engine tells no exact place, so its parser is asked, by bisection, which beginnings of the text it can read.
    """
    starts = [match.start() for match in _TOKEN.finditer(text)]
    ends = [*starts[1:], len(text)]
    low, high = 0, len(starts)
    while low < high:
        middle = (low + high) // 2
        if parser(text[: ends[middle]]) is None:
            low = middle + 1
        else:
            high = middle
    return starts[low] if low < len(starts) else len(text)


_SHOWN = 40
_HERE = N_('The query cannot be read from here on: "{rest}".')
_CHECK = N_("Look for a missing dot, bracket, quote or keyword at this place or just before it.")
_END = N_("The query ends too early.")
_CLOSE = N_("Close every bracket and quote.")
_NO_PREFIX = N_('The prefix "{prefix}:" is not declared.'), N_("Add a line at the top: {example}.")
_EXPLANATIONS = (
    (
        "IRI parsing failed",
        N_('This IRI is not complete: "{rest}".'),
        N_("Write it in full between < and >, beginning with https: or the like."),
    ),
    (
        "contains a variable that is unbound",
        N_("SELECT names a variable that is neither grouped nor aggregated, or that the query does not bind."),
        N_("Name it in GROUP BY, wrap it in SAMPLE or COUNT, or bind it in WHERE."),
    ),
)
