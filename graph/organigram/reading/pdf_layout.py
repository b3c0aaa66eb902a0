"""The words of a PDF's pages to lines of text, as a posting without pages would have them.

Lines that the page's width broke are joined, because the places of words say where a line could not hold the next one's first
word; a label and the value beside it become one line; what is repeated at the head and foot of pages stays once, page numbers
not at all.

>>> label, value = Run("Duty station", 60, 700, 120, 712), Run("Kaya", 200, 700, 230, 712)
>>> lay_out([Page(595, 842, (label, value))])
'Duty station: Kaya'
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from organigram.reading.documents import document_words
from organigram.reading.tables import Cell, flatten, is_label

#: Head and foot are this share of a page's height, and repeat on this share of its pages.
_MARGIN, _REPEATED = 0.07, 0.6
#: Lines of one paragraph are at most this many heights of a line apart.
_LEADING = 0.9
#: Places are the same within so many points.
_NEAR = 3.0
#: A label has so many lines at most; the value beside it may begin so many heights of a line higher.
_LABEL_LINES, _HIGHER = 3, 6
#: A line of so many characters ends where it does because the page does.
_LONG = 40
_BULLET = re.compile(r"(?:[-–—•‣▪●○◦·*>§➢✓✔❖\uf0b7\uf0a7\uf0d8o]|\(?(?:\d{1,2}|[a-zA-Z])[.)])(?=\s|$)")
_LABELLED = re.compile(r"[A-ZÀ-Þ][^:.]{0,40}:")
_LINE_END_HYPHEN = re.compile(r"[^\W\d_][-\x02\xad]$")
_HYPHENS = "-\x02\xad"
#: A document whose lines end in hyphens more often than this is hyphenated; in others a hyphen is part of its word.
_HYPHENATED = 0.04


class Run(NamedTuple):
    """Words of one line and their box, in points from the lower left corner of the page."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """The height of the line, in points."""
        return max(self.top - self.bottom, 0.1)


class Page(NamedTuple):
    """A page's size, in points, and its words in the order of the file."""

    width: float
    height: float
    runs: tuple[Run, ...]


class Measure(NamedTuple):
    """How far to the right the lines of a page go that begin at a place, and how far apart its lines are, in points."""

    edges: dict[int, float]
    gap: float


#: A line, or the cells of a row.
_Item = Run | list[list[Run]]


def lay_out(pages: Sequence[Page]) -> str:
    """The text of some pages, paragraphs on one line each; empty where the pages hold no words."""
    pages, foot = _without_frames(pages)
    hyphenated = _is_hyphenated(pages)
    lines: list[str] = []
    last: Run | None = None
    for page in pages:
        measure = _measure(page.runs)
        for item in _items(page.runs):
            first = item[0][0] if isinstance(item, list) else item
            apart = last is None or not _is_below(first, last, _LEADING / 2)
            if isinstance(item, list):
                lines += [""] * apart + flatten([[Cell(tuple(_joined(cell, measure, hyphenated))) for cell in item]])
                last = min((cell[-1] for cell in item), key=lambda run: run.bottom)._replace(text="")
            elif last and _goes_on(last, item, measure):
                lines[-1] = _join(lines[-1], item.text, hyphenated)
                last = item
            else:
                lines += [""] * apart + [item.text]
                last = item
    return "\n".join(_tidy([*lines, "", *foot])).strip("\n")


def _tidy(lines: Iterable[str]) -> Iterator[str]:
    blank = True
    for line in lines:
        line = line.replace("\x02", "-").replace("\xad", "")
        if line or not blank:
            yield line
        blank = not line


def _without_frames(pages: Sequence[Page]) -> tuple[list[Page], list[str]]:
    """The pages without what is repeated at head and foot; what repeats at the foot, once."""
    exact = Counter(key for page in pages for key in {run.text for run in page.runs if _is_marginal(run, page)})
    alike = Counter(key for page in pages for key in {_shape(run) for run in page.runs if _is_marginal(run, page)})
    enough = max(2.0, _REPEATED * len(pages))
    seen: set[str] = set()
    foot: list[str] = []
    kept = []
    for page in pages:
        runs = []
        for run in page.runs:
            if _is_marginal(run, page):
                if document_words().page_number.fullmatch(run.text):
                    continue
                if alike[_shape(run)] >= enough:
                    if run.text in seen or exact[run.text] < enough:
                        continue
                    seen.add(run.text)
                    if run.bottom < page.height / 2:
                        foot.append(run.text)
                        continue
            runs.append(run)
        kept.append(page._replace(runs=tuple(runs)))
    return kept, foot


def _is_marginal(run: Run, page: Page) -> bool:
    return run.bottom > (1 - _MARGIN) * page.height or run.top < _MARGIN * page.height


def _shape(run: Run) -> str:
    return re.sub(r"\d+", "#", run.text)


def _items(runs: Iterable[Run]) -> list[_Item]:
    items: list[_Item] = []
    for run in runs:
        last = items[-1] if items else None
        if isinstance(last, list) and _extends(last, run):
            continue
        label = _label_of(items, run)
        if len(label) == 1 and _BULLET.fullmatch(label[0].text):
            items[-1] = run._replace(text=f"{label[0].text} {run.text}")
        elif label:
            items[-len(label) :] = [[label, [run]]]
        else:
            items.append(run)
    return items


def _extends(row: list[list[Run]], run: Run) -> bool:
    """Whether a run belongs to a row; it is put there."""
    cell = row[-1]
    if run.left > max(one.right for one in cell) and _is_level(cell[0], run):
        row.append([run])
    elif run.left >= cell[0].left - _NEAR and _is_below(run, cell[-1], _LEADING):
        cell.append(run)
    else:
        return False
    return True


def _label_of(items: Sequence[_Item], run: Run) -> list[Run]:
    """The lines, last of the items, that stand to the left of a run and begin on its level, or a little lower."""
    label: list[Run] = []
    for item in reversed(items[-_LABEL_LINES:]):
        if isinstance(item, list) or item.right > run.left + _NEAR:
            break
        label.insert(0, item)
        if _is_level(item, run):
            return label
    higher = label[0].bottom < run.bottom <= label[0].bottom + _HIGHER * run.height if label else False
    return label[-1:] if higher and is_label(label[-1].text) and len(label) == 1 else []


def _is_level(one: Run, other: Run) -> bool:
    return abs(one.bottom - other.bottom) <= 0.4 * max(one.height, other.height)


def _is_below(run: Run, before: Run, most: float) -> bool:
    """Whether a run is on the next line: at most so many heights of a line lower."""
    height = max(run.height, before.height)
    return -0.5 * height <= before.bottom - run.top <= most * height


def _measure(runs: Sequence[Run]) -> Measure:
    edges: dict[int, float] = {}
    for run in runs:
        for left in range(round(run.left) - 3, round(run.left) + 4):
            edges[left] = max(edges.get(left, 0.0), run.right)
    gaps = Counter(round(a.bottom - b.top) for a, b in pairwise(runs) if _is_below(b, a, _LEADING) and len(a.text) >= _LONG)
    return Measure(edges, gaps.most_common(1)[0][0] if gaps else 0.0)


def _joined(cell: Sequence[Run], measure: Measure, hyphenated: bool) -> list[str]:
    lines = [cell[0].text]
    for before, run in pairwise(cell):
        if _goes_on(before, run, measure):
            lines[-1] = _join(lines[-1], run.text, hyphenated)
        else:
            lines.append(run.text)
    return lines


def _goes_on(before: Run, run: Run, measure: Measure) -> bool:
    """Whether a line is the next one of the same paragraph."""
    if not before.text or _BULLET.match(run.text) or abs(before.height - run.height) > 0.15 * run.height:
        return False
    lower = run.text[0].islower()
    if not _is_below(run, before, _LEADING):
        return lower and len(before.text) >= _LONG and before.text[-1] not in ".:;!?"  # in the next column, on the next page
    if before.bottom - run.top > measure.gap + 0.25 * run.height:
        return False  # the space between paragraphs
    word = run.text.split(" ", 1)[0]
    width = (len(word) + 1) * (run.right - run.left) / len(run.text)
    edge = max(measure.edges.get(round(left), 0.0) for left in (before.left, run.left))
    full = before.right + width > edge - _NEAR
    if full and (len(before.text) >= _LONG or lower):
        return True
    return lower and before.text[-1] not in ".:;!?" and not _LABELLED.match(run.text)


def _is_hyphenated(pages: Iterable[Page]) -> bool:
    texts = [run.text for page in pages for run in page.runs if len(run.text) > 1]
    return sum(bool(_LINE_END_HYPHEN.search(text)) for text in texts) > _HYPHENATED * len(texts)


def _join(before: str, text: str, hyphenated: bool) -> str:
    if not _LINE_END_HYPHEN.search(before) or not text[0].isalpha():
        return f"{before} {text}"
    certain = before[-1] == "\xad"
    return before[:-1] + text if certain or (hyphenated and text[0].islower()) else f"{before[:-1]}-{text}"
