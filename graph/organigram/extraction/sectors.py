"""The sectors that the post works in: those its header names, else those that the text speaks of most.

>>> from organigram.extraction.document import Document
>>> from organigram.model import Posting
>>> class NoVocabulary:
...     def mentions(self, text, folded, kinds=()): return []
>>> find_sectors(Document(Posting("a", "a.txt", "en", "Post: Nurse"), NoVocabulary()), None)
()
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import Any

from organigram.extraction import cues
from organigram.extraction.document import Document, Span
from organigram.model import Evidence, Item

_MOST = 3
_LEAST_MENTIONS = 2
#: Sections that do not speak of the post's own work; what a candidate must know speaks of it only beside another mention.
_ELSEWHERE = frozenset({"apply", "policy", "about", "conditions"})
_ASKED_FOR = "requirements"
#: Characters before a name that the word before it stands in.
_BEFORE = 40


def find_sectors(document: Document, title: Item | None) -> tuple[Item, ...]:
    """At most a few sectors, the surest first; values are the sectors' slugs."""
    found: dict[str, Item] = {}
    spans = [field.value for field in document.fields_of("sector", "project")]
    if title is not None:
        spans.append(Span(title.evidence[0].start, title.evidence[0].end))
    for span in spans:
        for slug, evidence in _sectors_in(document, span):
            found.setdefault(slug, Item(slug, evidence=(evidence,), confidence=0.85, rule="sector.header"))
    counts: dict[str, list[Evidence]] = defaultdict(list)
    own = set()
    for slug, evidence in _sectors_in(document, Span(0, len(document.text))):
        section = document.section_of(evidence.start)
        if section not in _ELSEWHERE:
            counts[slug].append(evidence)
            own |= {slug} if section != _ASKED_FOR else set()
    ranked = sorted(counts, key=lambda slug: (-len(counts[slug]), counts[slug][0].start))
    for slug in ranked[: max(0, _MOST - len(found))]:
        if slug in own and len(counts[slug]) >= _LEAST_MENTIONS:
            item = Item(slug, evidence=tuple(counts[slug][:5]), confidence=0.6, rule="sector.mentions")
            found.setdefault(slug, item)
    return tuple(found.values())


def _sectors_in(document: Document, span: Span) -> list[tuple[str, Evidence]]:
    return [
        (entity.slug, document.evidence(mention.start, mention.end))
        for mention in document.mentions_in(span, "sector")
        for entity in mention.entities
        if entity.kind == "sector" and not _in_another_sense(document, entity.slug, mention.start, mention.end)
    ][:200]


def _in_another_sense(document: Document, slug: str, start: int, end: int) -> bool:
    """Whether the words beside a sector's name say that something else is meant ("a working environment")."""
    before, after = _senses().get(slug, (None, None))
    if before is None and after is None:
        return False
    low, high = document.folded_span(Span(start, end))
    folded = document.folded.text
    return bool((before and before.search(folded, max(0, low - _BEFORE), low)) or (after and after.match(folded, high)))


_Sense = re.Pattern[str] | None


@cache
def _senses() -> dict[str, tuple[_Sense, _Sense]]:
    """Patterns of the words right before a sector's name, and right behind it, by the sector."""
    table = cues.load("sectors")
    return {
        slug: (
            _sense(table["before"].get(slug, ()), r"(?<!\w){words}[\s-]+\Z"),
            _sense(table["after"].get(slug, ()), r"\s+{words}"),
        )
        for slug in {*table["before"], *table["after"]}
    }


def _sense(words: Any, shape: str) -> _Sense:
    phrases = cues.phrases(words)
    return re.compile(shape.replace("{words}", cues.source(*phrases))) if phrases else None
