"""A query's result as a person reads it: labels for entities, typed numbers and days; and the same as files."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from pyoxigraph import Literal, NamedNode

from organigram.catalogue import column_label
from organigram.i18n import Language
from organigram.querying import Result
from organigram.values import plain_value
from organigram_viz.entities import labels_of
from organigram_viz.source import Source

#: What makes a spreadsheet take a text for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its values as read, the IRIs behind them (None where there is none), its variable."""

    heading: str
    values: tuple[Any, ...]
    iris: tuple[str | None, ...]
    name: str = ""


def columns_of(result: Result, source: Source, language: Language) -> list[Column]:
    """The columns of a result's rows; ``?x`` and ``?xLabel`` are one column, whose entities have their labels."""
    names = list(result.variables)
    beside = [names.index(f"{name}Label") if f"{name}Label" in names else None for name in names]
    unlabelled = {
        term.value
        for row in result.rows
        for term, label in zip(row, beside, strict=True)
        if isinstance(term, NamedNode) and (label is None or row[label] is None)
    }
    labels = labels_of(source, sorted(unlabelled), language)
    found = []
    for number, name in enumerate(names):
        if name.removesuffix("Label") != name and name.removesuffix("Label") in names:
            continue
        label = beside[number]
        cells = [_cell(row[number], row[label] if label is not None else None, labels) for row in result.rows]
        found.append(Column(_heading(name, language), tuple(value for value, _ in cells), tuple(iri for _, iri in cells), name))
    return found


def _heading(name: str, language: Language) -> str:
    own, labelled = column_label(name, language), column_label(f"{name}Label", language)
    return own if labelled == f"{name}Label" else labelled


def _cell(term: Any, label: Any, labels: dict[str, str]) -> tuple[Any, str | None]:
    if term is None:
        return None, None
    iri = term.value if isinstance(term, NamedNode) else None
    if label is not None:
        return label.value, iri
    if iri is not None:
        return labels[iri], iri
    return (plain_value(term) if isinstance(term, Literal) else str(term)), None


def frame_of(columns: Sequence[Column]) -> pd.DataFrame:
    """The columns as a table to show; headings that repeat are numbered."""
    data: dict[str, Any] = {}
    for column in columns:
        heading, number = column.heading, 2
        while heading in data:
            heading, number = f"{column.heading} ({number})", number + 1
        kinds = {type(value) for value in column.values if value is not None}
        values = [pd.Timestamp(value) if isinstance(value, date) else value for value in column.values]
        if len(kinds) > 1 and not kinds <= {int, float}:
            values = [None if value is None else str(value) for value in column.values]
        data[heading] = values
    return pd.DataFrame(data)


def csv_of(columns: Sequence[Column]) -> bytes:
    """The table as CSV in UTF-8 with a byte order mark, which spreadsheets want. Numbers stay numbers, days stay ISO days.

    Entities have two columns, label and IRI. A text that a spreadsheet would take for a formula begins with an apostrophe.

    >>> csv_of([Column("Post", ("=1+1",), ("https://example.org/a",)), Column("Count", (2,), (None,))]).decode("utf-8-sig")
    "Post,Post (IRI),Count\\r\\n'=1+1,https://example.org/a,2\\r\\n"
    """
    file = io.StringIO()
    writer = csv.writer(file)
    linked = [any(column.iris) for column in columns]
    headings = [[c.heading, f"{c.heading} (IRI)"] if both else [c.heading] for c, both in zip(columns, linked, strict=True)]
    writer.writerow([heading for part in headings for heading in part])
    for number in range(len(columns[0].values) if columns else 0):
        row: list[Any] = []
        for column, both in zip(columns, linked, strict=True):
            row += (
                [_plain_cell(column.values[number]), column.iris[number] or ""] if both else [_plain_cell(column.values[number])]
            )
        writer.writerow(row)
    return file.getvalue().encode("utf-8-sig")


def _plain_cell(value: Any) -> Any:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value
