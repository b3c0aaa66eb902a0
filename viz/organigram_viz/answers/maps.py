"""An answer as a map: countries by how many rows speak of them or by a number, places by where they lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import altair as alt
import pandas as pd
import streamlit as st

from organigram.i18n import N_
from organigram_viz import drawing
from organigram_viz.answers.plots import is_number, totals
from organigram_viz.drawing import Mark
from organigram_viz.entities import labels_of
from organigram_viz.questions import panel
from organigram_viz.source import source
from organigram_viz.tables import Column
from organigram_viz.wording import choose, language, say

__all__ = ["draw", "fits"]

_COLOR = "#0072B2"
_ROWS = "#"
#: Variables that hold the names of countries.
_NAMED = ("country", "countryLabel")
#: How many names stand in the list beside the map.
_LISTED = 25


def placed(columns: Sequence[Column]) -> list[Column]:
    """The columns of countries, then those of places. Countries that an answer tells by their names only are found by these."""
    named = [_by_name(column) if column.name in _NAMED and not any(column.iris) else column for column in columns]
    kinds = [tuple(f"{source().base}{kind}/" for kind in group) for group in (("country",), ("place",))]
    return [column for start in kinds for column in named if any(iri and iri.startswith(start) for iri in column.iris)]


def _by_name(column: Column) -> Column:
    countries = [row["country"].value for row in source().rows(panel("country_codes"))]
    names = {name: iri for iri, name in labels_of(source(), countries, language()).items()}
    return replace(column, iris=tuple(names.get(str(value)) for value in column.values))


def fits(columns: Sequence[Column]) -> bool:
    """Whether a column holds countries, or places."""
    return bool(placed(columns))


def draw(columns: Sequence[Column]) -> None:
    """The map, with the same as bars beside it."""
    found = placed(columns)
    numbers = [column for column in columns if is_number(column)]
    measures = {column.name: column.heading for column in numbers} | {_ROWS: say(N_("Number of rows"))}
    left, right = st.columns(2)
    with left:
        by = choose(say(N_("Where")), [column.name for column in found], {c.name: c.heading for c in found}, "where")
    with right:
        measure = choose(say(N_("What is drawn")), list(measures), measures, "measure")
    marks = list(totals(columns, next(column for column in found if column.name == by), measure).values())
    ground, beside = st.columns([7, 3], gap="medium")
    with ground:
        countries = [mark for mark in marks if mark.iri.startswith(f"{source().base}country/")]
        if countries:
            drawing.world(countries)
        else:
            _points(marks)
    with beside:
        drawing.bars(sorted(marks, key=lambda mark: -mark.value)[:_LISTED], _COLOR)


def _points(marks: Sequence[Mark]) -> None:
    """Places as circles; those whose place on earth the graph does not know stand in the bars only."""
    by_iri = {mark.iri: mark for mark in marks if mark.iri}
    rows = [
        {
            "name": by_iri[row["place"].value].label,
            "count": by_iri[row["place"].value].value,
            "lat": float(row["lat"].value),
            "long": float(row["long"].value),
        }
        for row in source().rows(panel("coordinates", place=by_iri))
    ]
    circles = (
        alt.Chart(pd.DataFrame(rows, columns=["name", "count", "lat", "long"]))
        .mark_circle(color=_COLOR, opacity=0.75)
        .encode(
            longitude="long:Q",
            latitude="lat:Q",
            size=alt.Size("count:Q", legend=None, scale=alt.Scale(range=[60, 600], zero=True)),
            tooltip=[alt.Tooltip("name:N", title=say(N_("Place"))), alt.Tooltip("count:Q", title=say(N_("Number")))],
        )
    )
    drawing.on_land(circles, 380)
    if len(rows) < len(by_iri):
        st.caption(say(N_("Places without coordinates: {count}"), count=len(by_iri) - len(rows)))
