"""The shape of a posting on the page: lines, and the paragraphs that hard-wrapped lines make up."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from organigram.extraction.labels import is_known, plain
from organigram.folding import Folded

#: A text is wrapped where hardly any line is longer than this; typists wrapped at 60 to 80 characters, PDF pages at up to 120.
_WIDEST_WRAP = 125
_LEAST_WRAP = 45
#: So few lines of one width are no wrapping.
_FEW = 3
_LABEL_WIDTH = 70

#: The sign or number of an item of a list.
BULLET = re.compile(
    r"[^\S\n]*(?:[-–—•‣▪●○◦·*>§➢✓✔❖➔Øü\uf0b7\uf0a7\uf0d8]+|o(?=\s+[A-ZÀ-Þ])|\(?(?:\d{1,2}|[a-zA-Z])[.)])(?=\s)[^\S\n]*"
)


class Span(NamedTuple):
    """Characters ``start`` (included) to ``end`` (excluded) of a text."""

    start: int
    end: int


def trim(text: str, start: int, end: int) -> Span:
    """The span without the white space at its ends.

    >>> trim("  a b ", 0, 6)
    Span(start=2, end=5)
    """
    raw = text[start:end]
    rest = raw.lstrip()
    if len(rest) != len(raw):
        start += len(raw) - len(rest)
    return tuple.__new__(Span, (start, start + len(rest.rstrip())))


#: A line that is not blank, without the white space at its ends.
_LINE = re.compile(r"\S(?:[^\n]*\S)?")


def find_lines(text: str) -> tuple[Span, ...]:
    """Lines that are not blank, without the white space at their ends.

    >>> find_lines("a\\n\\n  bc ")
    (Span(start=0, end=1), Span(start=5, end=7))
    """
    return tuple([Span(*line.span()) for line in _LINE.finditer(text)])


def _wrap_width(lines: Sequence[Span]) -> int:
    """The width that a text was wrapped at, 0 where it was not; a few longer lines (glued addresses) do not count."""
    widths = sorted([end - start for start, end in lines])
    if len(widths) < 4:
        return 0
    width = widths[-1 - len(widths) // 20]
    if not _LEAST_WRAP <= width <= _WIDEST_WRAP:
        return 0
    full = len(widths) - bisect_left(widths, width - 15)
    return width if full * 5 >= len(widths) and full > _FEW else 0


def find_paragraphs(text: str, folded: Folded, lines: tuple[Span, ...]) -> tuple[Span, ...]:
    """The lines; those of a text that was wrapped at a fixed width are joined again.

    A line goes on in the next one if the next one's first word would not have fitted, and it opens no item, label or heading.

    >>> from organigram.folding import fold
    >>> text = "The officer will work\\nunder the\\nmanager.\\n- One"
    >>> [text[a:b] for a, b in find_paragraphs(text, fold(text), find_lines(text))]
    ['The officer will work', 'under the', 'manager.', '- One']
    """
    width = _wrap_width(lines)
    if not width:
        return lines
    joined: list[Span] = []
    for line in lines:
        if joined and text.count("\n", joined[-1].end, line.start) == 1 and _goes_on(text, folded, joined[-1], line, width):
            joined[-1] = Span(joined[-1].start, line.end)
        else:
            joined.append(line)
    return tuple(joined)


def _goes_on(text: str, folded: Folded, before: Span, line: Span, width: int) -> bool:
    last_line = text.rfind("\n", before.start, before.end) + 1 or before.start
    space = text.find(" ", line.start, line.end)
    first_word = (space if space >= 0 else line.end) - line.start
    full = before.end - last_line + 1 + first_word > width - 3
    runs_on = full or (text[line.start].islower() and text[before.end - 1] not in ".:;!?")
    return runs_on and not (BULLET.match(text, line.start) or opens_label(text, folded, line))


def opens_label(text: str, folded: Folded, line: Span) -> bool:
    """Whether a line begins with a label or heading and its colon."""
    colon = text.find(":", line.start, min(line.end, line.start + _LABEL_WIDTH))
    return colon >= 0 and is_known(plain(folded, line.start, colon))
