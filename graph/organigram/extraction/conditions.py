"""The contract: its kind, how long it lasts, which share of full time it is.

>>> from organigram.extraction.document import Document
>>> from organigram.model import Posting
>>> class NoVocabulary:
...     def mentions(self, text, folded, kinds=()): return []
>>> text = "Contrat à durée déterminée de 6 mois renouvelable, à mi-temps. 3 ans d'expérience."
>>> found = find_conditions(Document(Posting("a", "a.txt", "fr", text), NoVocabulary()), None)
>>> found.contract.value, found.duration_months.value, found.working_time.value
('fixed-term', 6, 0.5)
"""

from __future__ import annotations

import re
from typing import NamedTuple

from organigram.extraction import cues
from organigram.extraction.document import Document, Span
from organigram.extraction.durations import VALUE, find_duration, in_experience, kinds
from organigram.extraction.fields import Field
from organigram.model import Item

_CONTRACT_FIELDS = ("contract", "duration", "working_time")
_LASTING = frozenset({"fixed-term", "permanent"})
_OFFERED = frozenset({"internship", "consultancy"})


class Conditions(NamedTuple):
    """What the posting states of the contract."""

    contract: Item | None
    duration_months: Item | None
    working_time: Item | None


def find_conditions(document: Document, title: Item | None) -> Conditions:
    """Kind of contract, duration in months, share of full time (1.0 is full time)."""
    return Conditions(_contract(document, title), find_duration(document), _working_time(document))


def _cue(table: str) -> re.Pattern[str]:
    return cues.compiled("conditions", table)


def _contract(document: Document, title: Item | None) -> Item | None:
    """From a field of the contract, the title, the text under a heading of conditions, any other sentence: in this order."""
    for field in document.fields_of(*_CONTRACT_FIELDS):
        span = Span(field.label.start, min(field.value.end, field.value.start + VALUE))
        tables = ("contract", "value") if field.key == "contract" else ("contract",)
        for table in tables:
            if item := _first_kind(document, table, span, 0.95, "contract.label") or _glued_kind(document, table, field):
                return item
    titled = title and title.evidence and Span(title.evidence[0].start, title.evidence[0].end)
    if titled and (item := _first_kind(document, "title", titled, 0.85, "contract.title")):
        return item
    for section in document.sections:
        if section.key == "conditions" and (item := _first_kind(document, "contract", section.body, 0.92, "contract.section")):
            return item
    return _first_kind(document, "contract", None, 0.8, "contract.cue")


def _first_kind(document: Document, table: str, span: Span | None, confidence: float, rule: str) -> Item | None:
    """The kind whose cue stands first in a span."""
    hits = [
        (match.start(), -match.end(), kind)
        for kind, pattern in kinds(table)
        for match in document.find(pattern, span)
        if (rule != "contract.cue" or not (in_experience(document, match.start()) or _of_employer(document, match.start(), kind)))
        and (rule != "contract.title" or not _is_charge(document.folded.text, match))
    ]
    if not hits:
        return None
    lasting = [hit for hit in hits if hit[2] in _LASTING]
    start, end, kind = min(lasting if rule == "contract.cue" and min(hits)[2] == "volunteer" and lasting else hits)
    found = document.original(start, -end)
    return Item(kind, evidence=(document.evidence(*found),), confidence=confidence, rule=rule)


def _glued_kind(document: Document, table: str, field: Field) -> Item | None:
    """The kind that the value of a label begins with which an aggregator glued to it ("ContratCDD")."""
    if field.value.start != field.label.end:
        return None
    value = document.folded_in(field.value)
    kind = next((kind for kind, pattern in kinds(table) if pattern.match(value)), None)
    return Item(kind, evidence=(document.evidence(*field.value),), confidence=0.9, rule="contract.label") if kind else None


def _is_charge(folded: str, match: re.Match[str]) -> bool:
    """Whether the holder of a title looks after those who have such a contract ("Responsable des stagiaires")."""
    before = folded[max(0, match.start() - 12) : match.start()]
    led = next(reversed(list(_cue("in_charge_of").finditer(before))), None)
    return (led is not None and not before[led.end() :].strip()) or bool(
        _cue("leads_them").match(folded, match.end() + 1, match.end() + 30)
    )


def _of_employer(document: Document, position: int, kind: str) -> bool:
    """Whether a word about interns or consultants only tells what the organization offers at large."""
    return kind in _OFFERED and document.section_of(document.folded.offsets[position]) == "about"


def _working_time(document: Document) -> Item | None:
    """From a field of hours or contract, or the first cue elsewhere; a percentage needs a word about time beside it."""
    spans = [Span(f.label.start, min(f.value.end, f.value.start + VALUE)) for f in document.fields_of(*_CONTRACT_FIELDS)]
    for span, confidence, rule in (*((span, 0.95, "working-time.label") for span in spans), (None, 0.8, "working-time.cue")):
        hits = [
            (match.start(), -match.end(), share)
            for share, pattern in kinds("working_time")
            for match in document.find(pattern, span)
            if not in_experience(document, match.start()) and _about_time(document.folded.text, match)
        ]
        if hits:
            start, end, share = min(hits)
            evidence = document.evidence(*document.original(start, -end))
            return Item(float(share), evidence=(evidence,), confidence=confidence, rule=rule)
    return None


def _about_time(folded: str, match: re.Match[str]) -> bool:
    if not match.group()[0].isdigit():
        return True
    return bool(_cue("time").search(folded[max(0, match.start() - 40) : match.end() + 25]))
