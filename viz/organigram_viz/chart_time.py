"""The slider over the days of postings: a chart as it was told of up to a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st
from babel.dates import format_date

from organigram.i18n import N_
from organigram_viz import frame
from organigram_viz.chart_drawing import View
from organigram_viz.charts import Chart, Line, Told, told_of
from organigram_viz.network import seat_title
from organigram_viz.source import source
from organigram_viz.wording import address, language, put, say

#: In the address: the last day.
_LAST = "all"
#: How many names of what is new are told.
_NAMED = 6


@dataclass(frozen=True, slots=True)
class Time:
    """The day that the reader moved to (nothing: now), and since when everything is told of (nothing where not asked)."""

    day: str
    seats: Mapping[str, Told]
    lines: Mapping[Line, Told]


def moved(whole: Chart) -> Time:
    """The slider over the days of postings, once the reader wants it: it takes some time to find since when all is told of."""
    left, right = st.columns([3, 9], vertical_alignment="center")
    st.session_state["chart_time"] = bool(address("day"))
    with left:
        st.toggle(say(N_("Move through time")), key="chart_time", on_change=_switch_time)
    if not address("day"):
        return Time("", {}, {})
    seats, lines = told_of(source(), whole)
    days = sorted({told.since for told in (*seats.values(), *lines.values()) if told.since})
    undated = sum(not seats[seat].since for seat in whole.seats if seat in seats)
    with right:
        day = _slider(days)
        if undated:
            st.caption(say(N_("Seats that only postings without a date tell of: {count}. They are always shown."), count=undated))
    return Time(day, seats, lines)


def _switch_time() -> None:
    put("day", _LAST if st.session_state["chart_time"] else "")


def _slider(days: list[str]) -> str:
    if len(days) < 2:
        frame.empty(N_("The postings of this chart have less than two dates."), N_("There is nothing to move through."))
        return ""
    wish = address("day")
    st.session_state["chart_day"] = max((day for day in days if day <= wish), default=days[0]) if wish != _LAST else days[-1]
    st.select_slider(
        say(N_("Postings up to")),
        days,
        key="chart_day",
        format_func=_day,
        on_change=lambda: put("day", st.session_state["chart_day"]),
        help=say(N_("A posting counts from the day it was published, else from its deadline, else from the start of work.")),
    )
    return str(st.session_state["chart_day"])


def _day(text: str) -> str:
    """A day as the reader's language writes it; a month or year as it stands."""
    try:
        return str(format_date(date.fromisoformat(text), "medium", locale=language()))
    except ValueError:
        return text


def told_new(view: View, time: Time) -> None:
    """Say what is new on the day that the reader moved to."""
    fresh = [seat for seat in view.chart.seats if seat in time.seats and time.seats[seat].since == time.day]
    lines = sum(told.since == time.day for told in time.lines.values())
    names = ", ".join(seat_title(view.labels[seat], view.names) for seat in fresh[:_NAMED])
    st.caption(
        say(N_("New on {day}: seats {seats}, lines {lines}."), day=_day(time.day), seats=len(fresh), lines=lines)
        + (f" {frame.plain(names)}" if names else "")
        + (" …" if len(fresh) > _NAMED else "")
    )
