"""The shape of a posting on the page: lines, wrapped paragraphs, labelled fields, headings.

Labels and headings are words of ``cues/labels.toml`` and ``cues/headings.toml``; they are looked up, not searched for, so the
time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from organigram.extraction import cues
from organigram.folding import fold_name

#: A text is wrapped where hardly any line is longer than this; typists wrapped at 60 to 80 characters.
_WIDEST_WRAP = 100
_LEAST_WRAP = 45
_LABEL_WIDTH = 70
_LABEL_WORDS = 6
_HEADING_WORDS = 8
_BARE_WIDTH = 120
_VALUE_WIDTH = 60
#: Labels that are also words at the head of titles ("Responsable logistique").
_OF_PERSONS = frozenset({"title", "reports_to", "functional_line", "supervises", "detail", "contact", "start_date", "duration"})
_HEADING_WIDTH = 90

BULLET = re.compile(r"[^\S\n]*(?:[-–—•‣▪●○◦·*>§➢✓✔❖\uf0b7\uf0a7\uf0d8]+|\(?(?:\d{1,2}|[a-zA-Z])[.)])(?=\s)[^\S\n]*")
_ORNAMENT = re.compile(r"^[\s\W_]*(?:(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,4}|[a-h])\s*[.):\-]\s*)?[\s\W_]*|[\s\W_]+$")
_WORD_START = re.compile(r"(?<!\w)\w|(?<!\w)[^\w\s](?=\w)")
_GLUED = re.compile(r"(?<=\S)(?=[A-ZÀ-Þ][a-zà-ÿ])")
_WORD = re.compile(r"[^\s:]+")
_CAPITAL = re.compile(r"[A-ZÀ-Þ]")
_LINE_SIGNS = " \t\r\xa0-–—•*#>·.)0123456789"


class Span(NamedTuple):
    """Characters ``start`` (included) to ``end`` (excluded) of a text."""

    start: int
    end: int


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


@cache
def _labels() -> dict[str, str]:
    return dict(cues.keys_by_phrase(cues.load("labels")["label"]))


@cache
def _needing_colon() -> frozenset[str]:
    return frozenset(cues.phrases(cues.load("labels")["needs_colon"]))


@cache
def _headings() -> dict[str, str]:
    return dict(cues.keys_by_phrase(cues.load("headings")["heading"]))


@cache
def _prefixes() -> tuple[tuple[str, str], ...]:
    return tuple((phrase, key) for phrase, key in cues.keys_by_phrase(cues.load("headings")["prefix"]).items())


def _heading_key(plain: str) -> str:
    """What a line means as a heading, ``""`` if it is none: a known one, or the beginning of one and a name."""
    if plain in _headings():
        return _headings()[plain]
    if len(plain.split()) > _HEADING_WORDS:
        return ""
    return next(
        (key for start, key in _prefixes() if plain.startswith((start + " ", start) if start[-1] == "'" else start + " ")), ""
    )


def trim(text: str, start: int, end: int) -> Span:
    """The span without the white space at its ends.

    >>> trim("  a b ", 0, 6)
    Span(start=2, end=5)
    """
    raw = text[start:end]
    start += len(raw) - len(raw.lstrip())
    return Span(start, start + len(raw.strip()))


def find_lines(text: str) -> tuple[Span, ...]:
    """Lines without their ends.

    >>> find_lines("a\\n\\nbc")
    (Span(start=0, end=1), Span(start=2, end=2), Span(start=3, end=5))
    """
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    return tuple(spans)


def _wrap_width(lines: list[Span]) -> int:
    """The width that a text was wrapped at, 0 where it was not; a few longer lines (glued addresses) do not count."""
    widths = sorted(line.end - line.start for line in lines)
    if len(widths) < 4:
        return 0
    width = widths[-1 - len(widths) // 20]
    if not _LEAST_WRAP <= width <= _WIDEST_WRAP:
        return 0
    full = [one for one in widths if one >= width - 15]
    return width if len(full) * 5 >= len(widths) else 0


def find_paragraphs(text: str, lines: tuple[Span, ...]) -> tuple[Span, ...]:
    """Lines that are not blank; those of a text that was wrapped at a fixed width are joined again.

    A line goes on in the next one if the next one's first word would not have fitted, and it opens no item, label or heading.

    >>> text = "The officer will work\\nunder the\\nmanager.\\n- One"
    >>> [text[a:b] for a, b in find_paragraphs(text, find_lines(text))]
    ['The officer will work', 'under the', 'manager.', '- One']
    """
    full = [trim(text, *line) for line in lines]
    width = _wrap_width([line for line in full if line.end > line.start])
    joined: list[Span] = []
    previous_blank = True
    for line in full:
        if line.start == line.end:
            previous_blank = True
            continue
        if width and not previous_blank and _goes_on(text, joined[-1], line, width):
            joined[-1] = Span(joined[-1].start, line.end)
        else:
            joined.append(line)
        previous_blank = False
    return tuple(joined)


def _goes_on(text: str, before: Span, line: Span, width: int) -> bool:
    if BULLET.match(text, line.start) or _opens_label(text, line):
        return False
    last_line = text.rfind("\n", before.start, before.end) + 1 or before.start
    space = text.find(" ", line.start, line.end)
    first_word = (space if space >= 0 else line.end) - line.start
    if before.end - last_line + 1 + first_word > width - 3:
        return True
    return text[line.start].islower() and text[before.end - 1] not in ".:;!?"


def _opens_label(text: str, line: Span) -> bool:
    colon = text.find(":", line.start, min(line.end, line.start + _LABEL_WIDTH))
    return colon >= 0 and _plain(text[line.start : colon]) in _labels().keys() | _headings().keys()


def _plain(text: str) -> str:
    return _ORNAMENT.sub("", fold_name(text) if len(text) <= _HEADING_WIDTH else "")


def find_fields(text: str, paragraphs: tuple[Span, ...]) -> tuple[Field, ...]:
    """Values with a known label, in the order of the text.

    >>> text = "Post: NurseReports to: Head Nurse\\nClosing date\\n3 May 2025"
    >>> fields = find_fields(text, find_paragraphs(text, find_lines(text)))
    >>> [(field.key, text[slice(*field.value)]) for field in fields]
    [('title', 'Nurse'), ('reports_to', 'Head Nurse'), ('deadline', '3 May 2025')]
    """
    found: list[Field] = []
    for index, paragraph in enumerate(paragraphs):
        marks = list(_marks(text, paragraph))
        for number, mark in enumerate(marks):
            last = number + 1 == len(marks)
            value = trim(text, mark.after, paragraph.end if last else marks[number + 1].span.start)
            if value.start == value.end and last:
                value = _next_line_value(text, paragraphs, index)
            if mark.label and value.start < value.end:
                found.append(Field(mark.label, mark.span, value))
    return tuple(found)


def find_sections(text: str, paragraphs: tuple[Span, ...]) -> tuple[Section, ...]:
    """Stretches under known headings; a heading stands alone, before a colon, or glued to what came before it.

    >>> text = "Nurse\\nHow to apply:\\nWrite to us."
    >>> [(section.key, text[slice(*section.body)]) for section in find_sections(text, find_paragraphs(text, find_lines(text)))]
    [('apply', 'Write to us.')]
    """
    headings = [
        mark
        for paragraph, following in zip(paragraphs, (*paragraphs[1:], Span(0, 0)), strict=True)
        for mark in _marks(text, paragraph)
        if mark.heading and not (mark.label and mark.span == paragraph and _is_value(text, following))
    ]
    ends = [*(mark.span.start for mark in headings[1:]), len(text)][: len(headings)]
    return tuple(Section(mark.heading, mark.span, trim(text, mark.after, end)) for mark, end in zip(headings, ends, strict=True))


def _is_value(text: str, paragraph: Span) -> bool:
    """Whether a paragraph looks like what a label on the line above is the label of, rather than the text of a section."""
    short = 0 < paragraph.end - paragraph.start <= _VALUE_WIDTH
    return (
        short
        and not BULLET.match(text, paragraph.start, paragraph.end)
        and not text[paragraph.start : paragraph.end].endswith((".", ";", ":"))
    )


class _Mark(NamedTuple):
    """A known label or heading: its keys (``""`` where it is none), its span, where what it announces begins."""

    label: str
    heading: str
    span: Span
    after: int


def _marks(text: str, paragraph: Span) -> Iterator[_Mark]:
    """A paragraph that is one label or heading, or the labels and headings before its colons."""
    plain = _plain(text[paragraph.start : paragraph.end])
    if plain in _labels() or _heading_key(plain):
        yield _Mark(_labels().get(plain, ""), _heading_key(plain), paragraph, paragraph.end)
        return
    after = paragraph.start
    found = False
    while (colon := text.find(":", after, paragraph.end)) >= 0:
        mark = _mark_before(text, after, colon)
        if mark is not None:
            found = True
            yield mark
        after = colon + 1
    bare = None if found or paragraph.end - paragraph.start > _BARE_WIDTH else _bare_mark(text, paragraph)
    if bare is not None:
        yield bare


def _bare_mark(text: str, paragraph: Span) -> _Mark | None:
    """A label without its colon: first in a short line, its value with a capital or a number; or glued to the line's end."""
    line = text[paragraph.start : paragraph.end]
    for match in _GLUED.finditer(line):
        plain = fold_name(line[match.start() :])
        if plain in _labels() and match.start() > 0 and line[match.start() - 1].isalnum():
            return _Mark(_labels()[plain], "", Span(paragraph.start + match.start(), paragraph.end), paragraph.end)
    bullet = BULLET.match(text, paragraph.start, paragraph.end)
    start = bullet.end() if bullet else paragraph.start
    if not _CAPITAL.match(text, start) or line.endswith((".", ";", "!", "?")):
        return None
    words = list(_WORD.finditer(text, start, paragraph.end))[:_LABEL_WORDS]
    for word in reversed(words):
        plain = fold_name(text[start : word.end()])
        value = text[word.end() : paragraph.end].lstrip()
        if plain not in _labels() or not value or not (value[0].isupper() or value[0].isdigit()):
            continue
        if plain not in _needing_colon() or (bullet and _labels()[plain] not in _OF_PERSONS):
            return _Mark(_labels()[plain], "", Span(start, word.end()), word.end())
    return None


def _mark_before(text: str, floor: int, colon: int) -> _Mark | None:
    """The longest label or heading that ends at a colon, at a line's start or with a capital, perhaps glued to a value."""
    floor = max(floor, text.rfind("\n", floor, colon) + 1, colon - _LABEL_WIDTH)
    chunk = text[floor:colon]
    at_line = floor == 0 or text[floor - 1] == "\n"
    starts = {match.start() for match in _WORD_START.finditer(chunk)} | {match.start() for match in _GLUED.finditer(chunk)}
    for start in sorted(starts):
        opens = at_line and not chunk[:start].strip(_LINE_SIGNS)
        if not opens and not _CAPITAL.match(chunk, start):
            continue
        plain = _ORNAMENT.sub("", fold_name(chunk[start:]))
        if plain in _labels() or _heading_key(plain):
            span = Span(floor + start, floor + len(chunk.rstrip()))
            return _Mark(_labels().get(plain, ""), _heading_key(plain), span, colon + 1)
    return None


def _next_line_value(text: str, paragraphs: tuple[Span, ...], index: int) -> Span:
    """The paragraph after a label that stands alone, unless it is a label or heading itself."""
    if index + 1 < len(paragraphs):
        following = paragraphs[index + 1]
        plain = _plain(text[following.start : following.end])
        if plain in _labels() or plain in _headings() or _opens_label(text, following):
            return Span(0, 0)
        glued = _bare_mark(text, following)
        return trim(text, following.start, glued.span.start) if glued and glued.after == following.end else following
    return Span(0, 0)
