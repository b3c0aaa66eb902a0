"""Tables as lines that say the same: a label and its value on one line, as postings without tables write them.

>>> row = [Cell(("Line manager",)), Cell(("Country Director",))]
>>> flatten([row])
['Line manager: Country Director']
>>> head = [Cell(("Language",), True), Cell(("Need",), True)]
>>> flatten([head, [Cell(("French",)), Cell(("required",))]])
['Language: French', 'Need: required']
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

#: A label is short, and no sentence.
_LABEL_WIDTH = 60
_LABEL_WORDS = 8
#: A few short lines in a cell are one value (two countries, two languages).
_VALUE_LINES = 4
_VALUE_WIDTH = 40


class Cell(NamedTuple):
    """The lines of a cell, none of them empty; ``heads`` if it is marked as the head of its row or column."""

    lines: tuple[str, ...]
    heads: bool = False


def flatten(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """The lines of a table; an empty line stands between records and around what has no label."""
    rows = [row for row in rows if any(cell.lines for cell in row)]
    if not rows:
        return []
    if _has_header(rows):
        return _records(rows[0], rows[1:])
    lines: list[str] = []
    for row in rows:
        lines += _row(row)
    return lines


def is_label(text: str) -> bool:
    """Whether a text may be a label.

    >>> is_label("Reports to"), is_label("You report to the director."), is_label("Pays :")
    (True, False, True)
    """
    return 0 < len(text) <= _LABEL_WIDTH and len(text.split()) <= _LABEL_WORDS and text[-1] not in ".!?;,"


def labelled(label: str, value: Sequence[str]) -> list[str]:
    """A label and the lines of its value, as lines; a colon that is written stays as it is written.

    >>> labelled("Pays :", ["Mali"]), labelled("Countries", ["Mali", "Niger"]), labelled("Duties", ["- Plan", "- Write"])
    (['Pays : Mali'], ['Countries: Mali, Niger'], ['Duties:', '- Plan', '- Write'])
    """
    label = label if label.endswith(":") else f"{label}:"
    short = len(value) <= _VALUE_LINES and all(len(line) <= _VALUE_WIDTH and line[0].isalnum() for line in value)
    if len(value) == 1 or short:
        return [f"{label} {', '.join(line.rstrip(',;') for line in value[:-1])}{', ' if value[1:] else ''}{value[-1]}"]
    return [label, *value]


def _has_header(rows: Sequence[Sequence[Cell]]) -> bool:
    first = rows[0]
    alike = len(rows) > 1 and len(first) > 1 and all(len(row) == len(first) for row in rows)
    return (
        alike
        and all(cell.heads and len(cell.lines) == 1 and is_label(cell.lines[0]) for cell in first)
        and not any(cell.heads for row in rows[1:] for cell in row[1:])
    )


def _records(header: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> list[str]:
    lines: list[str] = []
    for row in rows:
        if lines:
            lines.append("")
        for head, cell in zip(header, row, strict=True):
            if cell.lines:
                lines += labelled(head.lines[0], cell.lines)
    return lines


def _row(row: Sequence[Cell]) -> list[str]:
    if not any(cell.lines for cell in row[1:]):
        return ["", *row[0].lines, ""]  # a heading across the table, or a label whose value is missing
    if len(row) > 2:
        pairs = list(zip(row[::2], row[1::2], strict=False))
        if len(row) % 2 == 0 and all(_opens(left) for left, right in pairs if left.lines or right.lines):
            return [line for left, right in pairs if right.lines for line in labelled(left.lines[0], right.lines)]
    cells = [cell for cell in row if cell.lines]
    if len(cells) == 2 and len(cells[0].lines) == 1 and is_label(cells[0].lines[0]):
        return labelled(cells[0].lines[0], cells[1].lines)
    if all(len(cell.lines) == 1 for cell in cells):
        return [" | ".join(cell.lines[0] for cell in cells)]
    return ["", *(line for cell in cells for line in (*cell.lines, ""))]


def _opens(cell: Cell) -> bool:
    """Whether a cell in the middle of a row is a label: it is marked as one, or ends in a colon."""
    return len(cell.lines) == 1 and is_label(cell.lines[0]) and (cell.heads or cell.lines[0].endswith(":"))
