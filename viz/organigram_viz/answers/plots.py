"""An answer as a chart: what fits is chosen from the types of its columns, and the reader can choose otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from organigram.i18n import N_
from organigram_viz import drawing
from organigram_viz.drawing import Mark
from organigram_viz.links import entity_href
from organigram_viz.tables import Column
from organigram_viz.wording import choose, say

__all__ = ["draw", "fits", "is_day", "is_number", "totals"]

#: More bars than this are not drawn.
_BARS = 40
_COLOR = "#0072B2"
_ALL, _ROWS = "*", "#"


def is_number(column: Column) -> bool:
    """Whether all its values are numbers.

    >>> is_number(Column("Count", (2, None, 2.5), ("", "", ""))), is_number(Column("x", (None,), (None,)))
    (True, False)
    """
    found = [value for value in column.values if value is not None]
    return bool(found) and all(isinstance(value, int | float | Decimal) and not isinstance(value, bool) for value in found)


def is_day(column: Column) -> bool:
    """Whether all its values are days."""
    found = [value for value in column.values if value is not None]
    return bool(found) and all(isinstance(value, date) for value in found)


def fits(columns: Sequence[Column]) -> bool:
    """Whether there is something to count by."""
    return any(not is_number(column) for column in columns) or sum(map(is_number, columns)) > 1


def draw(columns: Sequence[Column]) -> None:
    """The chart, and the fields by which its columns are chosen. An answer that begins with days is drawn over time."""
    numbers = [column for column in columns if is_number(column)]
    days = [column for column in columns if is_day(column)]
    along = {column.name: column.heading for column in columns}
    if len(columns) > 2:
        along[_ALL] = say(N_("All names of the row"))
    timed = bool(numbers) and is_day(columns[0])
    first = columns[0].name if timed else _ALL if _ALL in along and numbers else _names(columns)[0].name
    measures = {column.name: column.heading for column in numbers} | {_ROWS: say(N_("Number of rows"))}
    left, middle, right = st.columns(3)
    with left:
        by = choose(say(N_("Along")), [first, *(name for name in along if name != first)], along, "along")
    with middle:
        measure = choose(say(N_("What is drawn")), list(measures), measures, "measure")
    shapes = {"bars": say(N_("Bars")), "line": say(N_("A line"))} | ({"points": say(N_("Points"))} if measure != _ROWS else {})
    wish = "line" if by in {column.name for column in days} else "bars"
    with right:
        shape = choose(say(N_("Shape")), [wish, *(name for name in shapes if name != wish)], shapes, "shape")
    marks = _marks(columns, by, measure)
    if shape == "bars":
        shown = sorted(marks, key=lambda mark: -mark.value) if measure == _ROWS else marks
        drawing.bars(shown[:_BARS], _COLOR)
        if len(marks) > _BARS:
            st.caption(say(N_("The first {shown} of {count}; the file has them all."), shown=_BARS, count=len(marks)))
    else:
        _plane(columns, by, measures[measure], marks, shape)


def _names(columns: Sequence[Column]) -> list[Column]:
    """The columns that name what a row is about, or all where none does."""
    return [column for column in columns if not is_number(column)] or list(columns)


def totals(columns: Sequence[Column], by: Column, measure: str) -> dict[str, Mark]:
    """By entity or value of a column: the sum of what is drawn, in the order of the answer."""
    drawn = next((column for column in columns if column.name == measure), None)
    found: dict[str, Mark] = {}
    for row, value in enumerate(by.values):
        amount = 1 if drawn is None else drawn.values[row]
        if value is None or amount is None:
            continue
        iri = by.iris[row] or ""
        key = iri or str(value)
        before = found[key].value if key in found else 0.0
        found[key] = Mark(str(value), before + float(amount), entity_href(iri) if iri else "", iri)
    return found


def _marks(columns: Sequence[Column], by: str, measure: str) -> list[Mark]:
    if by != _ALL:
        return list(totals(columns, next(column for column in columns if column.name == by), measure).values())
    drawn = next((column for column in columns if column.name == measure), None)
    named = [column for column in _names(columns) if column is not drawn]
    named = [column for column in named if not is_day(column)] or named
    found = []
    for row in range(len(columns[0].values)):
        value: Any = 1 if drawn is None else drawn.values[row]
        if value is not None:
            label = " · ".join(str(column.values[row]) for column in named if column.values[row] is not None)
            iri = next((iri for column in named if (iri := column.iris[row])), "")
            found.append(Mark(label, float(value), entity_href(iri) if iri else "", iri))
    return found


def _plane(columns: Sequence[Column], by: str, title: str, marks: Sequence[Mark], shape: str) -> None:
    """A line or points over days, numbers or names."""
    along = next((column for column in columns if column.name == by), None)
    kind = "T" if along and is_day(along) else "Q" if along and is_number(along) else "N"
    data = pd.DataFrame({"along": [mark.label for mark in marks], "value": [mark.value for mark in marks]})
    if kind == "Q":
        data["along"] = data["along"].astype(float)
    data = data.sort_values("along") if kind != "N" else data
    named = along.heading if along else say(N_("All names of the row"))
    base = alt.Chart(data.head(5000)).encode(
        x=alt.X(f"along:{kind}", title=named, sort=None, axis=_axis(kind)),
        y=alt.Y("value:Q", title=title, axis=_axis("Q")),
        tooltip=[alt.Tooltip(f"along:{kind}", title=named), alt.Tooltip("value:Q", title=title)],
    )
    drawn = base.mark_line(point=True, color=_COLOR) if shape == "line" else base.mark_circle(size=60, color=_COLOR, opacity=0.7)
    st.altair_chart(drawn.properties(height=420), alt=say(N_("The answer as a chart; the table holds the same.")))


def _axis(kind: str) -> alt.Axis:
    """An axis in the reader's language: Vega would write days and numbers in English."""
    if kind == "T":
        return alt.Axis(format="%Y-%m-%d", labelOverlap=True)
    return drawing.numbered() if kind == "Q" else alt.Axis()
