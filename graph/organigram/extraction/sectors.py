"""The sectors that the post works in: those its header names, else those that the text speaks of most.

>>> from organigram.extraction.document import Document
>>> from organigram.model import Posting
>>> class NoVocabulary:
...     def mentions(self, text, folded, kinds=()): return []
>>> find_sectors(Document(Posting("a", "a.txt", "en", "Post: Nurse"), NoVocabulary()), None)
()
"""

from __future__ import annotations

from collections import defaultdict

from organigram.extraction.document import Document, Span
from organigram.model import Evidence, Item

_MOST = 3
_LEAST_MENTIONS = 2


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
    for slug, evidence in _sectors_in(document, Span(0, len(document.text))):
        if document.section_of(evidence.start) not in {"apply", "policy", "about", "conditions"}:
            counts[slug].append(evidence)
    ranked = sorted(counts, key=lambda slug: (-len(counts[slug]), counts[slug][0].start))
    for slug in ranked[: max(0, _MOST - len(found))]:
        if len(counts[slug]) >= _LEAST_MENTIONS:
            item = Item(slug, evidence=tuple(counts[slug][:5]), confidence=0.6, rule="sector.mentions")
            found.setdefault(slug, item)
    return tuple(found.values())


def _sectors_in(document: Document, span: Span) -> list[tuple[str, Evidence]]:
    return [
        (entity.slug, document.evidence(mention.start, mention.end))
        for mention in document.mentions_in(span, "sector")
        for entity in mention.entities
        if entity.kind == "sector"
    ][:200]
