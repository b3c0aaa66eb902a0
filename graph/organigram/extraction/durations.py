"""How many months the contract lasts: the longest time that a field or a sentence states of it and of nothing else.

>>> from organigram.extraction.document import Document
>>> from organigram.model import Posting
>>> class NoVocabulary:
...     def mentions(self, text, folded, kinds=()): return []
>>> text = "Maternity cover of nine months. The three-year project needs two years of experience."
>>> find_duration(Document(Posting("a", "a.txt", "en", text), NoVocabulary())).value
9
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from organigram.extraction import cues
from organigram.extraction.calendar import dates_in
from organigram.extraction.document import Document, Span
from organigram.extraction.fields import Field
from organigram.extraction.patterns import either, phrase_set
from organigram.model import Item

#: Characters of a field's value that are read.
VALUE = 160
_NEAR = 70
_BEFORE, _PROLONGED = 24, 48
#: How far before a length the project stands that it is the length of.
_CLAUSE = 200
#: Months of a project that outlasts contracts; a shorter one's are taken for the post's where the label says project.
_PROJECTS = 24
_YEAR = 12
_AND = re.compile(rf"\s?(?:,|{either('small', 'and')})?\s?")
_LONGEST = 72  # months; a longer time is not a contract's
_SPAN = re.compile(r"\b(\d{2})[./](\d{2,4})\s?-\s?(\d{2})[./](\d{2,4})\b")
#: An ending in brackets that belongs to a unit ("2 année(s)").
_PLURAL = re.compile(r"\(s\)")


def _cue(table: str) -> re.Pattern[str]:
    return cues.compiled("conditions", table)


@cache
def kinds(table: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The keys of a table of ``cues/conditions.toml``, each with its phrases as a pattern."""
    tables = cues.load("conditions")[table]
    return tuple((key, cues.pattern(*cues.phrases(node))) for key, node in tables.items())


def find_duration(document: Document) -> Item | None:
    """The months of the contract, whole or halves: from a field, a section of conditions, a sentence about the contract."""
    fields = document.fields_of("duration", "contract", "salary", "start_date")
    for field in sorted(fields, key=lambda field: _of_project(document, field)):
        span = Span(field.value.start, min(field.value.end, field.value.start + VALUE))
        item = _field_length(document, span, field.label.start, strict=field.key != "duration")
        if item and not (_of_project(document, field) and float(str(item.value)) > _PROJECTS):
            return item
    for confidence, rule, lengths in (
        (0.9, "duration.section", _lengths_in_sections(document)),
        (0.8, "duration.cue", _lengths_in_sentences(document)),
    ):
        for match in lengths:
            span = document.original(match.start(), match.end())
            sentence = document.sentence_at(span.start)
            evidence = document.evidence(max(sentence.start, span.start - _NEAR), span.end)
            return Item(_number(_months(match)), evidence=(evidence,), confidence=confidence, rule=rule)
    return None


@cache
def _length() -> re.Pattern[str]:
    numbers = "|".join(
        sorted((re.escape(word) for words in cues.load("conditions")["number"].values() for word in words), key=len, reverse=True)
    )
    words = cues.phrases(cues.load("conditions")["unit"])
    number = rf"(?P<number>(?<![\d.,])\d{{1,2}}(?:[.,]5)?|(?<![\w.,])(?:{numbers}))"
    amount = rf"{number}\s?(?:\([\w -]{{1,20}}\)\s?)?"
    return cues.needing(rf"{amount}-?\s?(?P<unit>{cues.source(*words)})(?!\w)", words, longest=80)


@cache
def _numbers() -> dict[str, float]:
    return {word: float(number) for number, words in cues.load("conditions")["number"].items() for word in words}


@cache
def _units() -> dict[str, float]:
    return {unit: float(months) for months, node in cues.load("conditions")["unit"].items() for unit in cues.phrases(node)}


def _months(match: re.Match[str]) -> float:
    number = match["number"].replace(",", ".")
    amount = _numbers()[number] if number in _numbers() else float(number)
    months = amount * _units()[" ".join(match["unit"].split())]
    return round(months * 2) / 2


def _of_project(document: Document, field: Field) -> bool:
    """Whether a label asks how long the project lasts; the post is meant only where that is not long."""
    return _cue("project").search(document.folded_in(field.label)) is not None


def _field_length(document: Document, span: Span, label: int, *, strict: bool) -> Item | None:
    """The longest time in a field that is no probation; a month and year to another count too."""
    folded = document.folded.text
    own = [
        match
        for match in document.find(_length(), span)
        if not _is_other(folded, match, *document.folded_span(span)) and (not strict or _says_contract(folded, match))
    ]
    first = [match for match in own if "(" not in folded[own[0].end() : match.start()]] or own
    found = [(_months(match), match.end()) for match in first] + list(_added(folded, own))
    if not found:
        found = list(_between_dates(document, span, joined=strict))
    if not found:
        return None
    months, end = max(found)
    evidence = document.evidence(label, document.original(end - 1, end).end)
    return Item(_number(months), evidence=(evidence,), confidence=0.95, rule="duration.label")


def _added(folded: str, lengths: list[re.Match[str]]) -> Iterator[tuple[float, int]]:
    """Years and the months that follow them at once, as one length ("one year 10 months")."""
    for first, second in pairwise(lengths):
        if _months(first) >= _YEAR > _months(second) and _AND.fullmatch(folded, first.end(), second.start()):
            yield _months(first) + _months(second), second.end()


def _between_dates(document: Document, span: Span, *, joined: bool) -> Iterator[tuple[float, int]]:
    """The months from one date to another; ``joined`` asks for a word or dash that leads from the one to the other."""
    start, end = document.folded_span(span)
    for match in _SPAN.finditer(document.folded.text, start, end):
        first, year, last, to_year = (int(part) for part in match.groups())
        months = (to_year % 100 - year % 100) * 12 + last - first
        if 0 < months <= _LONGEST and 0 < first <= 12 and 0 < last <= 12:
            yield float(months), match.end()
    dates = list(dates_in(document, start, end))
    between = document.folded.text[dates[0].end : dates[1].start].strip(" –-") if len(dates) == 2 else ""
    if len(dates) == 2 and not dates[1].yearless and (not joined or not between or _to().fullmatch(between)):
        one, two = dates[0].readings[0], dates[1].readings[0]
        one = f"{two[:4]}-{one}" if dates[0].yearless else one
        if len(one) == len(two):
            length = _month_number(two, last=True) - _month_number(one, last=False)
            if 0.5 <= length <= _LONGEST:
                yield round(length * 2) / 2, dates[1].end


@cache
def _to() -> re.Pattern[str]:
    return cues.compiled("dates", "between")


def _month_number(date: str, *, last: bool) -> float:
    """Months since the year 0 to the start of a day or month, or to its end."""
    year, month, *day = (int(part) for part in date.split("-"))
    return year * 12 + month + ((day[0] - (not last)) / 30.4 if day else last)


def _is_rate(folded: str, match: re.Match[str]) -> bool:
    """Whether "a year" stands behind an amount ("£51,200 a year")."""
    before = folded[max(0, match.start() - 12) : match.start()]
    return match["number"] in phrase_set("conditions", "a_unit") and re.search(r"\d\s*(?:[a-z€$£]{1,6}\s*)?$", before) is not None


def _says_contract(folded: str, match: re.Match[str]) -> bool:
    """Whether words about the contract stand near a length; a bare "duration" may be that of the project that runs there."""
    around = folded[max(0, match.start() - _NEAR) : match.end() + 30]
    if _cue("duration").search(around):
        return True
    nearby = folded[max(0, match.start() - _CLAUSE) : match.end() + _NEAR]
    return bool(_cue("lasting").search(around)) and not _cue("project").search(nearby)


def _is_other(folded: str, match: re.Match[str], low: int, high: int) -> bool:
    """Whether the words around a length of time say that it is not the contract's."""
    before = re.split(r"[;.\n)]", folded[max(low, match.start() - _BEFORE) : match.start()])[-1]
    before = _cue("harmless").sub("", before)
    plural = _PLURAL.match(folded, match.end())
    end = plural.end() if plural else match.end()
    after = re.split(r"[;.,\n(]", _cue("harmless").sub("", folded[end : min(high, end + 28)]))[0]
    if _months(match) > _LONGEST or _is_rate(folded, match) or _is_prolongation(folded, match.start(), low):
        return True
    return bool(_cue("not_duration").search(before) or _cue("not_duration").search(after))


def _is_prolongation(folded: str, position: int, low: int) -> bool:
    """Whether the words right before a length are for what may follow the contract ("le renouvellement pour 6 mois")."""
    before = folded[max(low, position - _PROLONGED) : position]
    return any(not before[match.end() :].strip() for match in _cue("prolonged").finditer(before))


def _lengths_in_sections(document: Document) -> Iterator[re.Match[str]]:
    for section in document.sections:
        if section.key == "conditions":
            yield from _contract_lengths(document, section.body)


def _lengths_in_sentences(document: Document) -> Iterator[re.Match[str]]:
    for match in _contract_lengths(document, None):
        position = document.folded.offsets[match.start()]
        history = document.section_of(position) in {"about", "context"}
        if in_experience(document, match.start()) or (history and not _names_contract(document, document.sentence_at(position))):
            continue
        yield match


def in_experience(document: Document, position: int) -> bool:
    """Whether a word about contracts stands among requirements or duties, or in how to apply."""
    return document.section_of(document.folded.offsets[position]) in {"requirements", "responsibilities", "apply"}


def _names_contract(document: Document, sentence: Span) -> bool:
    return any(True for _, pattern in kinds("contract") for _ in document.find(pattern, sentence))


def _contract_lengths(document: Document, span: Span | None) -> Iterator[re.Match[str]]:
    folded = document.folded.text
    for match in document.find(_length(), span):
        sentence = document.folded_span(document.sentence_at(document.folded.offsets[match.start()]))
        if _says_contract(folded[: sentence[1]], match) and not _is_other(folded, match, *sentence):
            yield match


def _number(months: float) -> int | float:
    return int(months) if months == int(months) else months
