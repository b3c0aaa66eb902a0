"""Tables: a posting a row, the first row names the columns; commas, semicolons, tabs or bars; any encoding that is read."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from organigram.errors import ReadingError
from organigram.i18n import N_
from organigram.reading.encoding import old_encoding
from organigram.reading.formats import Found, Options
from organigram.reading.formats.columns import Columns
from organigram.reading.places import LINE, numbered
from organigram.reading.streams import bounded_lines, narrow, peek, too_large

_DELIMITERS = (",", ";", "\t", "|")
#: So many bytes tell the encoding.
_SAMPLE = 1 << 18
#: So many known names of columns tell a heading; fewer where it has no more.
_MOST_TELLING = 3
#: A program's own first line, which says what parts cells.
_SEPARATOR_LINE = "sep="


def read_csv(stream: BinaryIO, options: Options) -> Iterator[Found]:
    """A draft a row. Raises ReadingError where the heading cannot be read, or no column holds the text."""
    most = options.limits.max_bytes
    stream = narrow(stream, options.limits.max_whole_bytes)
    sample, stream = peek(stream, _SAMPLE)
    encoding = _encoding(sample)
    lines = _Lines(stream, most)
    first = next(lines, "")
    if first.casefold().startswith(_SEPARATOR_LINE):
        first = next(lines, "")
    columns = Columns(options.columns)
    delimiter, heading = _heading(_decoded(first, encoding), columns)
    csv.field_size_limit(most)
    yield from _rows(csv.reader(lines, delimiter=delimiter, strict=True), lines, heading, encoding, columns)
    # Last, so that what is wrong with the settings moves no number of a posting.
    yield from (
        Found(
            ReadingError(
                N_("There is no column {names}, which the settings name for {key}."),
                N_("Correct [columns] in organigram.toml; the columns here are: {columns}."),
                key=key,
                names=names,
                columns=", ".join(heading),
            ),
            numbered(LINE, 1),
        )
        for key, names in columns.absent(heading)
    )


def _rows(reader: Iterator[list[str]], lines: _Lines, heading: list[str], encoding: str, columns: Columns) -> Iterator[Found]:
    while True:
        place = numbered(LINE, lines.number + 1)
        try:
            cells = [_decoded(cell, encoding) for cell in next(reader)]
            if not any(cell.strip() for cell in cells):
                continue
            _refuse_other_width(cells, heading)
            yield Found(columns.draft(dict(zip(heading, cells, strict=False))), place)
        except StopIteration:
            return
        except ReadingError as error:
            yield Found(error, place)
        except csv.Error as error:
            yield Found(_unreadable(error), place)


def _unreadable(error: csv.Error) -> ReadingError:
    return ReadingError(
        N_("The row cannot be read ({cause}): perhaps a quote in it has no end."), N_("Correct the row."), cause=error
    )


def _refuse_other_width(cells: Sequence[str], heading: Sequence[str]) -> None:
    if any(cell.strip() for cell in cells[len(heading) :]):
        raise ReadingError(
            N_("The row has {cells} cells, the heading {columns}: its values may stand in wrong columns."),
            N_("Correct the row: put quotes around a cell that holds the sign between cells."),
            cells=len(cells),
            columns=len(heading),
        )


def is_heading(line: bytes) -> bool:
    """Whether a line names columns that we know, and one that holds a text.

    >>> is_heading(b"Poste;Pays;Texte"), is_heading(b"Position, country and text follow")
    (True, False)
    """
    columns = Columns({})
    try:
        _, names = _heading(line.decode("utf-8", "replace").removeprefix("\ufeff"), columns)
    except ReadingError:
        return False
    return columns.known(names) >= min(len(names), _MOST_TELLING) > 1 and bool(columns.texts(dict.fromkeys(names, "x")))


class _Lines:
    """Lines for the csv module, each byte as one character; an error in the place of one that is too long."""

    def __init__(self, stream: BinaryIO, most: int) -> None:
        self._lines, self._most = bounded_lines(stream, most), most
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.number += 1
        if line is None:
            raise too_large(self._most)
        return line.decode("latin-1").replace("\0", " ")


def _encoding(sample: bytes) -> str:
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        # A character that the sample's end cuts through is no sign of another encoding.
        return "utf-8" if error.start > len(sample) - 4 else old_encoding(sample)
    return "utf-8"


def _decoded(cell: str, encoding: str) -> str:
    raw = cell.encode("latin-1")
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return raw.decode(old_encoding(raw), "replace")


def _heading(line: str, columns: Columns) -> tuple[str, list[str]]:
    """The sign between cells, and the names of the columns: the sign that shows most names we know, then most names."""
    try:
        rows = {sign: next(csv.reader([line.rstrip("\r\n")], delimiter=sign), []) for sign in _DELIMITERS}
    except csv.Error as error:
        raise _unreadable(error) from error
    sign = max(_DELIMITERS, key=lambda one: (columns.known(rows[one]), len(rows[one])))
    return sign, [name.strip() for name in rows[sign]]
