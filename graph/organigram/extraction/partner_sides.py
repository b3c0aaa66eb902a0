"""Partners told by the words at their name's side: an apposition, or what says who leads the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from organigram.extraction.cues import needing
from organigram.extraction.document import Document
from organigram.extraction.names import Name
from organigram.extraction.organizations import Organizations
from organigram.extraction.patterns import branches, pattern, phrase_set
from organigram.extraction.tokens import read_tokens

_REACH = 420

_Found = tuple[int, list[Name], str, float]


@cache
def _apposition() -> re.Pattern[str]:
    source = rf"(?:,|(?<=[\w)])\s{{1,3}}{branches('partners', 'is')})\s{{1,3}}{branches('partners', 'apposed')}"
    return needing(source, phrase_set("partners", "apposed"), longest=120)


def apposed(document: Document, organizations: Organizations) -> Iterator[_Found]:
    """ "through KARO, our partner in the north": the name that ends where the apposition begins."""
    for match in document.find(_apposition()):
        floor = document.folded.index(document.sentence_at(document.folded.offsets[match.start()]).start)
        name = organizations.reader.read_before(max(floor, match.start() - _REACH // 4), match.start())
        if name is not None and is_telling(document, organizations, name, floor):
            yield name.start, [name], "partner.apposed", 0.75


def leading_names(document: Document, organizations: Organizations) -> Iterator[_Found]:
    """ "the Save the Children-led consortium": the name that a hyphen joins to "led"."""
    for match in document.find(pattern("partners", "led")):
        floor = document.folded.index(document.sentence_at(document.folded.offsets[match.start()]).start)
        if document.folded.text[match.start() - 1 : match.start()] != "-":
            continue
        name = organizations.reader.read_before(max(floor, match.start() - _REACH // 4), match.start() - 1)
        if name is not None and is_telling(document, organizations, name, floor):
            yield name.start, [name], "partner.leading", 0.75


def heading_names(document: Document, organizations: Organizations) -> Iterator[_Found]:
    """ "five organizations, among them KARO as the lead": the name right before the words for who leads."""
    for match in document.find(pattern("partners", "leads")):
        floor = document.folded.index(document.sentence_at(document.folded.offsets[match.start()]).start)
        end = len(document.folded.text[: match.start()].rstrip(" ,(–-"))
        name = organizations.reader.read_before(max(floor, end - _REACH // 4), end) if end > floor else None
        if name is not None and is_telling(document, organizations, name, floor):
            yield name.start, [name], "partner.leading", 0.75


def is_telling(document: Document, organizations: Organizations, name: Name, floor: int) -> bool:
    """Whether a name is more than one capital word: known, an acronym, two capitals, or after the word for its kind."""
    if name.entities:
        return True
    tokens = read_tokens(document, name.start, name.end)
    if not any(token.capital for token in tokens):
        return False
    if any(t.mixed and len(t.text) > 2 for t in tokens) or sum(t.capital for t in tokens) > 1:
        return True
    before = read_tokens(document, max(floor, name.start - 40), name.start)[-3:]
    return any(organizations.reader.is_kind(token) for token in before)
