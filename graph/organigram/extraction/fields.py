"""Labelled fields and sections of a posting.

Labels and headings are looked up, not searched for: at the start of a line, before a colon, or glued to the value before them as
aggregators leave them ("CoordinatorReports to: Director"). So the time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from organigram.extraction.labels import heading_key, is_known, label_key, may_open_label, needs_colon, plain, words
from organigram.extraction.layout import BULLET, Span, opens_label, trim
from organigram.extraction.patterns import either
from organigram.folding import Folded

_LABEL_WIDTH = 70
_LABEL_WORDS = 6
_BARE_WIDTH = 120
_VALUE_WIDTH = 60
_ROW = re.compile(r"[^\W\d_][^:.;\n]{1,40}:[^\S\n]*\S")
#: Labels that are also words at the head of titles ("Responsable logistique").
_OF_PERSONS = frozenset({"title", "reports_to", "functional_line", "supervises", "detail", "contact", "start_date", "duration"})

_WORD_START = re.compile(r"(?<!\w)\w|(?<!\w)[^\w\s](?=\w)")
_GLUED = re.compile(r"[A-ZÀ-Þ](?<=\S[A-ZÀ-Þ])(?=[a-zà-ÿ])")
#: Where a label may be glued to its value ("SalaryGBP 500", "Durée du contrat24 mois").
_SEAM = re.compile(r"(?<=[a-zà-ÿ]{2})(?=[A-ZÀ-Þ0-9])")
_SEAM_REACH = 40
_WORD = re.compile(r"[^\s:]+")
#: What may stand for a colon behind a label ("Project title — X", "Duration | 6 months").
_SIGN = re.compile(r"\s[—–|]\s")
#: Small words that make what follows a part of a longer heading ("LINES OF MANAGEMENT:").
_LINKED = re.compile(rf"(?<!\w)(?:{either('small', 'of')}|{either('small', 'article')})\s?$", re.IGNORECASE)
_CAPITAL = re.compile(r"[A-ZÀ-Þ]")
_LINE_SIGNS = " \t\r\xa0-–—•*#>·.)0123456789"


class Field(NamedTuple):
    """A value with its label: ``key`` is what the label means, a key of ``cues/labels.toml``."""

    key: str
    label: Span
    value: Span


class Section(NamedTuple):
    """A stretch of text under a heading: ``key`` is what the heading means, a key of ``cues/headings.toml``."""

    key: str
    heading: Span
    body: Span


class Mark(NamedTuple):
    """A known label or heading: its keys (``""`` where it is none), its span, where what it announces begins."""

    label: str
    heading: str
    span: Span
    after: int
    paragraph: int


def find_marks(text: str, folded: Folded, paragraphs: tuple[Span, ...]) -> tuple[Mark, ...]:
    """The labels and headings of a text, in its order; ``paragraph`` is the index of the one that each stands in."""
    return tuple(
        Mark(label, heading, span, after, index)
        for index, paragraph in enumerate(paragraphs)
        for label, heading, span, after in _marks(text, folded, paragraph)
    )


def find_fields(text: str, folded: Folded, paragraphs: tuple[Span, ...], marks: tuple[Mark, ...]) -> tuple[Field, ...]:
    """Values with a known label, in the order of the text.

    >>> from organigram.extraction.layout import find_lines, find_paragraphs
    >>> from organigram.folding import fold
    >>> text = "Post: NurseReports to: Head Nurse\\nClosing date\\n3 May 2025"
    >>> paragraphs = find_paragraphs(text, fold(text), find_lines(text))
    >>> fields = find_fields(text, fold(text), paragraphs, find_marks(text, fold(text), paragraphs))
    >>> [(field.key, text[slice(*field.value)]) for field in fields]
    [('title', 'Nurse'), ('reports_to', 'Head Nurse'), ('deadline', '3 May 2025')]
    """
    found: list[Field] = []
    for number, mark in enumerate(marks):
        following = marks[number + 1] if number + 1 < len(marks) and marks[number + 1].paragraph == mark.paragraph else None
        value = trim(text, mark.after, following.span.start if following else paragraphs[mark.paragraph].end)
        if value.start == value.end and following is None:
            value = _next_line_value(text, folded, paragraphs, mark.paragraph)
        if mark.label and value.start < value.end:
            found.append(Field(mark.label, mark.span, value))
    return tuple(found)


def find_sections(text: str, paragraphs: tuple[Span, ...], marks: tuple[Mark, ...]) -> tuple[Section, ...]:
    """Stretches under known headings; a heading stands alone, before a colon, or glued to what came before it.

    >>> from organigram.extraction.layout import find_lines, find_paragraphs
    >>> from organigram.folding import fold
    >>> text = "Nurse\\nHow to apply:\\nWrite to us."
    >>> paragraphs = find_paragraphs(text, fold(text), find_lines(text))
    >>> sections = find_sections(text, paragraphs, find_marks(text, fold(text), paragraphs))
    >>> [(section.key, text[slice(*section.body)]) for section in sections]
    [('apply', 'Write to us.')]
    """
    headings = [
        mark
        for mark in marks
        if mark.heading
        and not (mark.label and mark.span == paragraphs[mark.paragraph] and _has_value(text, paragraphs, mark))
        and not (mark.label and _is_row(text, paragraphs, mark))
    ]
    ends = [*(mark.span.start for mark in headings[1:]), len(text)][: len(headings)]
    return tuple(Section(mark.heading, mark.span, trim(text, mark.after, end)) for mark, end in zip(headings, ends, strict=True))


def _has_value(text: str, paragraphs: tuple[Span, ...], mark: Mark) -> bool:
    """Whether the next paragraph looks like what a label is the label of, rather than the text of a section."""
    if mark.paragraph + 1 == len(paragraphs):
        return False
    start, end = paragraphs[mark.paragraph + 1]
    return end - start <= _VALUE_WIDTH and not BULLET.match(text, start, end) and not text[start:end].endswith((".", ";", ":"))


def _is_row(text: str, paragraphs: tuple[Span, ...], mark: Mark) -> bool:
    """Whether a short value stands on a label's line and another label on the next, as in a table ("Experience: 3 years")."""
    if mark.paragraph + 1 == len(paragraphs) or not _ROW.match(text, *paragraphs[mark.paragraph + 1]):
        return False
    return 0 < len(text[mark.after : paragraphs[mark.paragraph].end].strip()) <= _VALUE_WIDTH


_Found = tuple[str, str, Span, int]


def _marks(text: str, folded: Folded, paragraph: Span) -> Iterator[_Found]:
    """A paragraph that is one label or heading, or the labels and headings before its colons."""
    line = plain(folded, *paragraph)
    if is_known(line):
        yield label_key(line), heading_key(line), paragraph, paragraph.end
        return
    after = paragraph.start
    found = False
    while (colon := text.find(":", after, paragraph.end)) >= 0:
        mark = _mark_before(text, folded, after, colon)
        if mark is not None:
            found = True
            yield mark
        after = colon + 1
    bare = None if found or paragraph.end - paragraph.start > _BARE_WIDTH else _bare_mark(text, folded, paragraph)
    if bare is not None:
        yield bare


def _bare_mark(text: str, folded: Folded, paragraph: Span) -> _Found | None:
    """A label without its colon: first in a short line, its value with a capital or a number; or glued to the line's end."""
    start, end = paragraph
    for match in _GLUED.finditer(text, start + 1, end):
        glued = words(folded, match.start(), end) if text[match.start() - 1].isalnum() else ""
        if label_key(glued):
            return label_key(glued), "", Span(match.start(), end), end
    bullet = BULLET.match(text, start, end)
    start = bullet.end() if bullet else start
    for match in _SEAM.finditer(text, start, min(end, start + _SEAM_REACH)):
        glued = words(folded, start, match.start())
        if label_key(glued):
            return label_key(glued), "", Span(start, match.start()), match.start()
    if not _CAPITAL.match(text, start) or text[end - 1] in ".;!?" or not may_open_label(folded, start):
        return None
    for word in reversed(list(_WORD.finditer(text, start, end))[:_LABEL_WORDS]):
        label = words(folded, start, word.end())
        sign = _SIGN.match(text, word.end(), end)
        value = text[sign.end() if sign else word.end() : end].lstrip()[:1]
        if not label_key(label) or not (value.isupper() or value.isdigit()):
            continue
        if not needs_colon(label) or (bullet and label_key(label) not in _OF_PERSONS):
            return label_key(label), "", Span(start, word.end()), sign.end() if sign else word.end()
    return None


def _mark_before(text: str, folded: Folded, floor: int, colon: int) -> _Found | None:
    """The longest label or heading that ends at a colon, at a line's start or with a capital, perhaps glued to a value."""
    floor = max(floor, text.rfind("\n", floor, colon) + 1, colon - _LABEL_WIDTH)
    at_line = floor == 0 or text[floor - 1] == "\n"
    starts = {match.start() for match in _WORD_START.finditer(text, floor, colon)}
    starts |= {match.start() for match in _GLUED.finditer(text, floor, colon)}
    for start in sorted(starts):
        opens = at_line and not text[floor:start].strip(_LINE_SIGNS)
        if not opens and (not _CAPITAL.match(text, start) or _LINKED.search(text, floor, start)):
            continue
        label = plain(folded, start, colon)
        if is_known(label):
            return label_key(label), heading_key(label), trim(text, start, colon), colon + 1
    return None


def _next_line_value(text: str, folded: Folded, paragraphs: tuple[Span, ...], index: int) -> Span:
    """The paragraph after a label that stands alone, unless it is a label or heading itself."""
    if index + 1 == len(paragraphs):
        return Span(0, 0)
    following = paragraphs[index + 1]
    if is_known(plain(folded, *following)) or opens_label(text, folded, following):
        return Span(0, 0)
    short = following.end - following.start <= _BARE_WIDTH
    glued = _bare_mark(text, folded, following) if short else None
    return trim(text, following.start, glued[2].start) if glued and glued[3] == following.end else following
