"""Overview: what the graph holds, in numbers and charts."""

from __future__ import annotations

import altair as alt
import pandas as pd  # type: ignore[import-untyped]
import streamlit as st

from organigram.i18n import N_
from organigram_viz import frame
from organigram_viz.counting import largest, totals
from organigram_viz.entities import labels_of
from organigram_viz.source import source
from organigram_viz.wording import language, say

NAME, TITLE, ICON = "overview", N_("Overview"), ":material/insights:"

#: Panels of bars: the question, the heading, what a bar counts, the colour of the kind counted.
_CHARTS = (
    ("by_organization", N_("Vacancies by organization"), N_("Vacancies"), "#D55E00"),
    ("by_country", N_("Vacancies by duty country"), N_("Vacancies"), "#0072B2"),
    ("by_donor", N_("Projects by donor"), N_("Projects"), "#B5578B"),
    ("by_sector", N_("Vacancies by sector"), N_("Vacancies"), "#00805C"),
    ("by_contract", N_("Vacancies by contract"), N_("Vacancies"), "#8A7F00"),
    ("by_language", N_("Vacancies by language required"), N_("Vacancies"), "#4C78A8"),
)


#: The colour of letters on the ground of each theme.
_INK = {"light": "#1F2933", "dark": "#E6E8EA"}


def show() -> None:
    """Draw the page."""
    frame.heading(TITLE, N_("Who does what, where, for whom and paid by whom, as NGOs write it in their own postings."))
    counts = totals(source())
    if not counts["postings"]:
        frame.empty(*frame.NOTHING_BUILT)
        return
    _numbers(counts)
    for pair in (_CHARTS[:2], _CHARTS[2:4], _CHARTS[4:]):
        for column, (question, title, unit, color) in zip(st.columns(2, gap="large"), pair, strict=True):
            with column:
                _bars(question, title, unit, color)


def _numbers(counts: dict[str, int]) -> None:
    shown = (
        (N_("Postings"), counts["postings"]),
        (N_("Posts"), counts["posts"]),
        (N_("Organizations"), counts["organizations"]),
        (N_("Countries"), counts["countries"]),
        (N_("Projects"), counts["projects"]),
        (N_("Donors"), counts["donors"]),
        (N_("Unresolved names"), counts["unresolved"]),
    )
    for column, (title, count) in zip(st.columns(len(shown)), shown, strict=True):
        column.metric(say(title), say("{count}", count=count))


def _bars(question: str, title: str, unit: str, color: str) -> None:
    st.subheader(say(title), anchor=False)
    rows = largest(source(), question)
    if not rows:
        frame.empty(N_("No posting says this."), N_("It fills as postings that do are added."))
        return
    labels = labels_of(source(), (row["key"].value for row in rows), language())
    data = pd.DataFrame({"name": [labels[row["key"].value] for row in rows], "count": [int(row["count"].value) for row in rows]})
    base = alt.Chart(data).encode(
        y=alt.Y("name:N", sort=None, axis=None),
        x=alt.X("count:Q", axis=None),
        tooltip=[alt.Tooltip("name:N", title=say(title)), alt.Tooltip("count:Q", title=say(unit))],
    )
    bars = base.mark_bar(color=color, size=9, cornerRadiusEnd=3, yOffset=9)
    # A name stands above its bar: so a long one is never cut, and leaves the bar its width.
    ink = _INK[st.context.theme.type or "light"]
    names = base.mark_text(align="left", dy=-6, fontSize=13, color=ink).encode(x=alt.value(0), text="name:N")
    figures = base.mark_text(align="left", dx=6, dy=9, fontSize=13, fontWeight=600, color=ink).encode(text="count:Q")
    st.altair_chart((bars + names + figures).properties(height=40 * len(data)).configure_view(strokeWidth=0))
