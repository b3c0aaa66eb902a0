"""When work begins and ends, and until when one may apply.

Dates stand in labelled fields or in sentences with a cue. One that can be read day-first and month-first is settled with the
others: work begins after the deadline, the deadline comes soon after the publication, and a typist keeps to one order.

>>> from organigram.extraction.document import Document
>>> from organigram.model import Posting
>>> class NoVocabulary:
...     def mentions(self, text, folded, kinds=()): return []
>>> text = "Apply before 03/30/2022.\\nStarting date: 01/05/2022"
>>> found = find_dates_of(Document(Posting("a", "a.txt", "en", text), NoVocabulary()))
>>> found.deadline.value, found.start_date.value, found.end_date
('2022-03-30', '2022-05-01', None)
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from organigram.extraction import cues
from organigram.extraction.calendar import Date, dates_in, find_days
from organigram.extraction.document import Document, Span
from organigram.extraction.fields import Field
from organigram.model import Item

_BEFORE, _AFTER = 60, 40
_HEAD = 400
_FIELDS = {"posted": "posted", "deadline": "deadline", "start_date": "start", "end_date": "end"}
#: Days from publication to deadline that are usual.
_USUAL = 120
#: Words between a sure cue of a deadline and its date.
_FAR = 8


class Dates(NamedTuple):
    """The dates of a posting; the start may be ``ASAP``."""

    start_date: Item | None
    end_date: Item | None
    deadline: Item | None


class _Found(NamedTuple):
    date: Date
    span: Span
    confidence: float
    rule: str


def find_dates_of(document: Document) -> Dates:
    """The dates that the posting states; a deadline or an end without a year is none."""
    dates = list(dates_in(document))
    found: dict[str, _Found] = {}
    for what, candidate in (*_in_fields(document, dates), *_in_sentences(document, dates)):
        if what != "start" and candidate.date.yearless:
            continue
        found.setdefault(what, candidate)
    if "posted" not in found:
        found.update(_published(document))
    settled = _settle(found, dates)
    if "start" in settled:
        settled["start"] = _with_year(settled["start"], settled.get("deadline") or settled.get("posted"))
    start = _item(document, found.get("start"), settled.get("start"))
    if start is None or start.rule == "start.cue":
        soon = _soon(document)
        start = soon if start is None or (soon and soon.evidence[0].start <= start.evidence[0].start) else start
    return Dates(
        start,
        _item(document, found.get("end"), settled.get("end")),
        _item(document, found.get("deadline"), settled.get("deadline")),
    )


def _published(document: Document) -> dict[str, _Found]:
    """The day of publication that the source states in a field of its own, to settle the others by."""
    stated = next(find_days(next(iter(document.posting.stated_values("date_posted")), "")), None)
    return {} if stated is None or stated.yearless else {"posted": _Found(stated, Span(0, 0), 0.9, "posted.source")}


def _within(dates: list[Date], start: int, end: int) -> list[Date]:
    first = bisect_left(dates, start, key=lambda date: date.start)
    return [date for date in dates[first : first + 20] if date.end <= end]


def _in_fields(document: Document, dates: list[Date]) -> Iterator[tuple[str, _Found]]:
    for field in sorted(document.fields, key=lambda field: -_words_of_deadline(document, field)):
        what = _FIELDS.get(field.key)
        start, end = document.folded_span(field.value)
        own = _within(dates, start, min(end, start + 200)) if what or field.key == "duration" else []
        lasts = len(own) > 1 and _cue("between").fullmatch(document.folded.text[own[0].end : own[1].start].strip(" –-") or "to")
        if lasts and field.key in {"duration", "start_date"}:
            found = zip(("start", "end"), own, strict=False)
        else:
            found = zip([what] if what else [], own, strict=False)
        for name, date in found:
            span = Span(field.label.start, document.original(date.start, date.end).end)
            yield name, _Found(date, span, 0.95, f"{name}.label")


def _words_of_deadline(document: Document, field: Field) -> int:
    """How many words the label of a deadline has: one that says for what stands before a bare one, which may be the board's."""
    return len(document.folded_in(field.label).split()) if field.key == "deadline" else 0


def _in_sentences(document: Document, dates: list[Date]) -> Iterator[tuple[str, _Found]]:
    for date in dates:
        span = document.original(date.start, date.end)
        sentence = document.sentence_at(span.start)
        low, high = document.folded_span(sentence)
        if not low <= date.start < high:
            continue
        folded = document.folded.text
        before = folded[max(low, date.start - _BEFORE) : date.start]
        after = folded[date.end : min(high, date.end + _AFTER)]
        whole = folded[max(low, date.start - 400) : min(high, date.end + 200)]
        what = _what(before, after, whole, date.start)
        if what is not None:
            yield (
                what,
                _Found(date, Span(sentence.start, max(span.end, min(sentence.end, span.end + _AFTER))), 0.85, f"{what}.cue"),
            )


def _what(before: str, after: str, whole: str, position: int) -> str | None:
    """What the words around a date say that it is."""
    ends = _Ending(before)
    posted = ends.with_any("posted") and not ends.is_nearer("deadline", "posted")
    if posted or (position < _HEAD and before.rstrip().endswith("(") and after.lstrip().startswith(")")):
        return "posted"
    applying = bool(_cue("application").search(whole))
    of_project = _cue("other").search(before) is not None and not _cue("post").search(whole)
    if not of_project and (ends.with_any("start") or _cue("start").search(after[:30])):
        return "start"
    latest = _cue("latest").match(after.lstrip(" ,(")) is not None
    if (latest or ends.with_any("deadline")) and applying and not _cue("unrelated").search(before[-40:]):
        return "deadline"
    of_post = bool(_cue("post").search(whole)) and not _cue("other").search(before)
    if of_post and not applying and ends.with_any("end"):
        return "end"
    ranged = ends.with_any("range") and _cue("between").match(after.lstrip()) is not None
    if of_post and (ends.with_any("begin") or (ranged and not applying)):
        return "start"
    return None


class _Ending(NamedTuple):
    """The words before a date; a cue counts where little stands between it and the date."""

    before: str

    def with_any(self, table: str) -> bool:
        found = list(_cue(table).finditer(self.before))
        between = self.before[found[-1].end() :].strip(" .:") if found else ""
        sure = any(_cue("sure").fullmatch(match.group()) for match in found)
        reach = _FAR if sure else 2 if table == "end" else 5
        return bool(found) and "." not in between and len(between.split()) <= reach

    def is_nearer(self, table: str, other: str) -> bool:
        """Whether the last cue of a table stands behind the last one of another."""
        first, last = (list(_cue(name).finditer(self.before))[-1:] for name in (other, table))
        return bool(first and last) and last[0].start() >= first[0].end()


def _cue(table: str) -> re.Pattern[str]:
    return cues.compiled("dates", table)


def _settle(found: dict[str, _Found], dates: list[Date]) -> dict[str, str]:
    """The reading of every date that costs least together."""
    names = list(found)
    day_first = any(date.order == "day" for date in dates)
    month_first = any(date.order == "month" for date in dates)

    def cost(choice: tuple[int, ...]) -> float:
        readings = {name: found[name].date.readings[index] for name, index in zip(names, choice, strict=True)}
        order = sum(
            _order_cost(index, len(found[name].date.readings), day_first, month_first)
            for name, index in zip(names, choice, strict=True)
        )
        return order + _misfit(readings)

    best = min(product(*(range(len(found[name].date.readings)) for name in names)), key=cost)
    return {name: found[name].date.readings[index] for name, index in zip(names, best, strict=True)}


def _order_cost(index: int, count: int, day_first: bool, month_first: bool) -> float:
    if count == 1:
        return 0.0
    if index == 0:
        return 1.5 if month_first and not day_first else 0.0
    return 0.0 if month_first and not day_first else 2.0 if day_first else 1.0


def _misfit(readings: dict[str, str]) -> float:
    """How badly dates fit together: publication, deadline, start, end come in this order, the first two not far apart."""
    days = {name: _days(value) for name, value in readings.items() if len(value) >= 7}
    total = 0.0
    for first, second, weight in (
        ("posted", "deadline", 10.0),
        ("deadline", "start", 2.0),
        ("posted", "start", 4.0),
        ("start", "end", 10.0),
    ):
        if first in days and second in days and days[second] + 31 * (len(readings[second]) == 7) < days[first]:
            total += weight
    if "posted" in days and "deadline" in days and days["deadline"] - days["posted"] > _USUAL:
        total += 3.0
    return total


def _days(value: str) -> int:
    year, month, *day = (int(part) for part in value.split("-"))
    return year * 372 + month * 31 + (day[0] if day else 1)


def _with_year(value: str, before: str | None) -> str:
    """A date without its year, with the first year that puts it after another date; ``""`` where none is known.

    >>> _with_year("10", "2025-08-20"), _with_year("01-15", "2025-08-20"), _with_year("10", None)
    ('2025-10', '2026-01-15', '')
    """
    if len(value) >= 7:
        return value
    if before is None:
        return ""
    year = int(before[:4])
    return f"{year if value >= before[5 : 5 + len(value)] else year + 1}-{value}"


def _soon(document: Document) -> Item | None:
    """Work begins as soon as possible: a field of the start says so, or a sentence about it."""
    for field in document.fields_of("start_date"):
        if _cue("soon").search(document.folded_in(field.value)[:120]):
            evidence = document.evidence(field.label.start, min(field.value.end, field.value.start + 120))
            return Item("ASAP", evidence=(evidence,), confidence=0.95, rule="start.label")
    for match in document.find(_cue("soon")):
        sentence = document.sentence_at(document.original(*match.span()).start)
        low, high = document.folded_span(sentence)
        around = document.folded.text[max(low, match.start() - 2 * _BEFORE) : min(high, match.end() + _AFTER)]
        if _cue("start").search(around):
            span = document.original(max(low, match.start() - 2 * _BEFORE), match.end())
            return Item(
                "ASAP",
                evidence=(document.evidence(max(sentence.start, span.start), span.end),),
                confidence=0.85,
                rule="start.cue",
            )
    return None


def _item(document: Document, found: _Found | None, value: str | None) -> Item | None:
    if found is None or not value:
        return None
    return Item(value, evidence=(document.evidence(*found.span),), confidence=found.confidence, rule=found.rule)
