"""The items of a list of organizations, each a name as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from organigram.extraction.cues import needing
from organigram.extraction.document import Document, Span
from organigram.extraction.layout import BULLET
from organigram.extraction.names import Name
from organigram.extraction.organizations import Organizations
from organigram.extraction.patterns import branches, either, phrase_set, small
from organigram.extraction.tokens import Token, read_tokens, value_of

_ITEM_WORDS, _HEADED_WORDS = 9, 18
MOST_ITEMS = 14
#: Characters of a cell with names.
_CELL = 300
_PARTS = re.compile(rf"\s{{0,3}}[,;(]|\s{{1,3}}[/|•–-]\s+|\s{{1,3}}{either('partners', 'goes_on_with')}\s+|\.\s|\n")
_STROKE = re.compile(r"\s/\s")
_DOTTED = re.compile(r"(?:\.\w+)+")
_CLOSED = re.compile(r"[^()]*\)")


def read_items(document: Document, organizations: Organizations, start: int, end: int) -> Iterator[Name]:
    """The items of a list with signs between them, each a name as a whole where it begins with a capital and is short."""
    folded, low = document.folded.text, start
    # Where commas part the items, a stroke stands between two names of one.
    strokes = not ({",", ";"} & set(folded[start:end]))
    for _ in range(MOST_ITEMS):
        first = next(iter(read_tokens(document, low, end, limit=1)), None)
        name = organizations.reader.read(low, end) if first is not None else None
        if name is not None and strokes and (stroke := _STROKE.search(folded, name.start, name.end)):
            name = organizations.reader.read(low, stroke.start())
        part = _PARTS.search(folded, name.end if name else low, end)
        if name is not None and (part is None or name.start < part.start()) and first and first.text not in small("of"):
            yield _whole(document, _with_article(document, low, name), part.start() if part else end)
        if part is None:
            return
        closed = _CLOSED.match(folded, part.end(), end) if part.group().endswith("(") else None
        following = _PARTS.match(folded, closed.end(), end) if closed else None
        low = following.end() if following else closed.end() if closed else part.end()


def _with_article(document: Document, low: int, name: Name) -> Name:
    """A name with the article before it where that has a capital ("Les Amis du Fleuve")."""
    before = read_tokens(document, low, name.start)[-1:]
    if not before or not before[0].capital or before[0].text not in small("article") or name.entities:
        return name
    if name.value.isupper():  # an acronym has none
        return name
    return Name(before[0].start, name.end, value_of(document, before[0].start, name.end), (), name.acronym)


@cache
def _headed() -> frozenset[str]:
    """Words that begin an organization's name and say of what kind it is, so that a whole item is its name."""
    return (
        phrase_set("organizations", "institutions") | phrase_set("organizations", "bodies") | phrase_set("partners", "bodies_too")
    )


def _cell(document: Document, organizations: Organizations, start: int) -> Iterator[tuple[int, list[Name], str, float]]:
    """The names in the cell of a table behind a label, lines of it one after another ("Partners | KARO" / "Terra |")."""
    end = document.folded.text.find("|", start, start + _CELL)
    low = start
    while end > 0 and low < end:
        line = document.folded.text.find("\n", low, end)
        stop = line if line > 0 else end
        yield start, list(read_items(document, organizations, low, stop)), "partner.label", 0.85
        low = stop + 1


def _whole(document: Document, name: Name, end: int) -> Name:
    """A name with the small words that follow it up to the end of its item ("L'Assomption en transition")."""
    if dotted := _DOTTED.match(document.folded.text, name.end):
        return Name(name.start, dotted.end(), value_of(document, name.start, dotted.end()))
    headed = read_tokens(document, name.start, end, limit=1)[0].text in _headed()
    words = _HEADED_WORDS if headed else _ITEM_WORDS
    rest = read_tokens(document, name.end, end, limit=words)
    if not rest or name.entities or len(rest) + len(name.value.split()) > words:
        return name
    stops = frozenset() if headed else phrase_set("phrases", "stops") - phrase_set("partners", "goes_on")
    if any(token.sign or token.text in stops for token in rest):
        return name
    last = _before_land(document, rest)
    return Name(name.start, last, value_of(document, name.start, last)) if last > name.end else name


def _before_land(document: Document, rest: list[Token]) -> int:
    """Where the words that go on a name end: before the country that a preposition leads to ("... au Maroc")."""
    span = Span(*document.original(rest[0].start, rest[-1].end))
    ends = [m.start for m in document.mentions_in(span, "country") if m.end == span.end]
    size = next((n for n, token in enumerate(rest) if ends and token.start >= document.folded.index(ends[0])), 0)
    if size and rest[size - 1].text in small("to_land"):
        return rest[size - 2].end if size > 1 else rest[0].start
    return rest[-1].end


@cache
def _several() -> frozenset[str]:
    """Words for several organizations of a kind."""
    return frozenset(
        kind for kind in phrase_set("organizations", "kinds") if kind.endswith(("ations", "eaux", "ngos", "networks"))
    )


@cache
def _label() -> re.Pattern[str]:
    source = rf"(?m)^[^\w\n]*{branches('partners', 'label')}(?:\s?\(s\))?[^\S\n]*(?::|\||$)"
    return needing(source, phrase_set("partners", "label"))


def labelled(document: Document, organizations: Organizations) -> Iterator[tuple[int, list[Name], str, float]]:
    """What stands behind a label ("Host organization: X"), or in the list under it."""
    folded = document.folded.text
    for number, paragraph in enumerate(document.paragraphs if document.may_hold(_label()) else ()):
        start, end = document.folded_span(paragraph)
        match = _label().match(folded, start, end)
        if match is None:
            continue
        if match.group().endswith("|"):
            yield from _cell(document, organizations, match.end())
            continue
        if folded[match.end() : end].strip():
            yield match.start(), list(read_items(document, organizations, match.end(), end)), "partner.label", 0.85
            continue
        for item in document.paragraphs[number + 1 : number + 1 + MOST_ITEMS]:
            bullet = BULLET.match(document.text, *item)
            if bullet is None:
                break
            low, high = document.folded.index(bullet.end()), document.folded.index(item.end)
            names = list(read_items(document, organizations, low, high))
            several = bool(names) and any(t.text in _several() for t in read_tokens(document, low, names[0].start))
            yield low, names if several else names[:1], "partner.item", 0.75
