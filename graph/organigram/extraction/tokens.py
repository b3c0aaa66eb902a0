"""Words of a stretch of a posting, folded for comparison, with the case that they are written in.

>>> from organigram.extraction.document import Document
>>> from organigram.model import Posting
>>> class NoVocabulary:
...     def mentions(self, text, folded, kinds=()): return []
>>> document = Document(Posting("a", "a.txt", "fr", "du/de la Chef.fe de l'ONG AMCP-SP"), NoVocabulary())
>>> [(token.text, token.capital) for token in read_tokens(document, 0)]
[('du', False), ('chef', True), ('de', False), ("l'", False), ('ong', True), ('amcp-sp', True)]
>>> value_of(document, 3, 7)
'Chef.fe'
"""

from __future__ import annotations

import re
from typing import NamedTuple

from organigram.extraction.document import Document, Span

#: An elided article, a word (with inner hyphens and apostrophes), a number with its point, or one sign.
_TOKEN = re.compile(r"(?:[cdjlmnst]|qu)'(?=\w)|\w+(?:(?:['&-]|\.(?=\d))\w+)*|[^\w\s]")
_WHITE = re.compile(r"\s+")
#: Marks around a part of a name.
_PAIRS = (("“", "”"), ("«", "»"), ("„", "“"))
_ENDS = " \t\r\n\xa0,;:.-–—•*/|\"'’‘“”«»&=_\\"


class Token(NamedTuple):
    """A folded word or sign and its place in the folded text.

    ``capital``: begins with one; ``shouted``: is all capitals; ``mixed``: has several, a third of its letters at least;
    ``sign``: is no word.
    """

    text: str
    start: int
    end: int
    capital: bool
    shouted: bool
    mixed: bool
    sign: bool


def read_tokens(document: Document, start: int, end: int | None = None, limit: int = 40) -> list[Token]:
    """At most ``limit`` tokens of the folded text from a position, up to ``end`` or the end of the text."""
    text = document.folded.text
    stop = len(text) if end is None else end
    known: dict[int, Token] = document.tokens  # from a place on: rules read the same stretches again
    found: list[Token] = []
    position = start
    for _ in range(limit):
        token = known.get(position)
        if token is None or token.end >= stop:
            break
        found.append(token)
        position = token.end
    else:
        return found
    rest = limit - len(found)
    for match in _TOKEN.finditer(text, position):
        first, last = match.span()
        token = known.get(first) or known.setdefault(first, _token(document, match, first, last))
        known[position] = token
        if last >= stop and (last > stop or token.text[-1] == "'"):  # the end may cut it
            return found + [_token(document, cut, *cut.span()) for cut in _TOKEN.finditer(text, position, stop)][:rest]
        found.append(token)
        position = last
        rest -= 1
        if not rest:
            break
    return found


def _token(document: Document, match: re.Match[str], first: int, last: int) -> Token:
    offsets = document.folded.offsets
    written = document.text[first:last] if document.folded.same else document.text[offsets[first] : offsets[last - 1] + 1]
    return tuple.__new__(Token, (match[0], first, last) + _SHAPES[written])


class _Shapes(dict[str, tuple[bool, bool, bool, bool]]):
    """Whether a word as written has a capital first, is all capitals, has several, is a sign; kept for so many words."""

    def __missing__(self, written: str) -> tuple[bool, bool, bool, bool]:
        if len(self) >= _KEPT:
            self.clear()
        shape = self[written] = _shape(written)
        return shape


_KEPT = 16_384
_SHAPES = _Shapes()


def _shape(written: str) -> tuple[bool, bool, bool, bool]:
    lower = written.lower()
    if written == lower:
        return False, False, False, not written[0].isalnum()
    capitals = sum(map(str.isupper, written))
    shouted = len(written) > 1 and written == written.upper()
    return written[0] != lower[0], shouted, capitals >= 2 and 3 * capitals >= len(written), False


def span_of(document: Document, start: int, end: int) -> Span:
    """The span of the original that a span of the folded text came from, with the inclusive ending of its last word."""
    offsets = document.folded.offsets
    if end <= start:
        return Span(offsets[start], offsets[start])
    last = offsets[end - 1] + 1
    dropped = document.text[last : offsets[end]]
    return Span(offsets[start], last + len(dropped.rstrip()) if dropped.strip() and dropped[:1] != " " else last)


def tidy(text: str) -> str:
    """A name as it stands, white space run together, signs at its ends taken off, unpaired brackets and marks too.

    >>> tidy("  Head of\\nMission, ")
    'Head of Mission'
    >>> tidy("Référent(e)")
    'Référent(e)'
    >>> tidy("ONG “Clair Matin”,"), tidy("“Clair Matin”")
    ('ONG “Clair Matin”', 'Clair Matin')
    """
    whole = _WHITE.sub(" ", text)
    clean = whole.strip(_ENDS)
    if clean.count("(") != clean.count(")"):
        clean = clean.strip("()[] ").strip(_ENDS)
    for opening, closing in _PAIRS:
        behind = whole[whole.find(clean) + len(clean) :]
        if clean.count(opening) == clean.count(closing) + 1 and behind.lstrip().startswith(closing):
            clean += behind[: behind.index(closing) + 1]
    return clean


def value_of(document: Document, start: int, end: int) -> str:
    """What stands in a span of the folded text, as written, tidied."""
    return tidy(document.quote(span_of(document, start, end)))
