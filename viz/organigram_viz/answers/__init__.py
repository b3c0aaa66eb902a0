"""An answer shown: as a table, a chart, a map or a drawing, whichever fit; and as files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from organigram.i18n import N_
from organigram.querying import Result
from organigram_viz import frame
from organigram_viz.answers import maps, plots, rows, webs
from organigram_viz.downloads import File, files_of
from organigram_viz.source import source
from organigram_viz.tables import Column, columns_of
from organigram_viz.wording import address, language, put, say

__all__ = ["show"]

_NAMES: Mapping[str, str] = {
    "table": N_("Table"),
    "chart": N_("Chart"),
    "map": N_("Map"),
    "graph": N_("Drawing"),
    "text": N_("Turtle"),
}
#: Which of our ways the views that questions ask for are.
_WISHES = {"bar": "chart", "network": "graph", "organigram": "graph"}
_KEY = "answer-columns"
#: More characters of Turtle than this are not shown, only saved.
_TEXT = 60_000


def show(result: Result, view: str = "table") -> list[File]:
    """Show an answer; ``view`` is the way it opens where nothing else is chosen. The files that it can be saved as."""
    if result.kind == "ask":
        st.metric(say(N_("Answer")), say(N_("yes") if result.boolean else N_("no")))
        return files_of(result)
    if not len(result):
        frame.empty(N_("The graph answers with no row."), N_("Leave a value open, or ask for another one."))
        return []
    columns = _columns(result)
    ways = _ways(result, columns)
    ways[_chosen(list(ways), _WISHES.get(view, view))]()
    st.caption(_told(result))
    return files_of(result, columns)


def _columns(result: Result) -> list[Column]:
    """The columns of an answer: kept for as long as it is shown, since they take a second where it is large."""
    kept = st.session_state.get(_KEY)
    if kept is None or kept[0] is not result or kept[1] != language():
        columns = columns_of(result, source(), language()) if result.kind == "select" else []
        kept = st.session_state[_KEY] = (result, language(), columns)
    return list(kept[2])


def _ways(result: Result, columns: Sequence[Column]) -> dict[str, Callable[[], None]]:
    """The ways that fit this answer, each with what draws it."""
    web = webs.triples_of_result(result)
    if result.kind == "construct":
        drawn = {"graph": lambda: webs.draw(web)} if web else {}
        return {**drawn, "text": lambda: _turtle(result)}
    ways: dict[str, Callable[[], None]] = {"table": lambda: rows.draw(columns)}
    if plots.fits(columns):
        ways["chart"] = lambda: plots.draw(columns)
    if maps.fits(columns):
        ways["map"] = lambda: maps.draw(columns)
    if web:
        ways["graph"] = lambda: webs.draw(web)
    return ways


def _chosen(ways: Sequence[str], wish: str) -> str:
    first = wish if wish in ways else ways[0]
    chosen = address("view") if address("view") in ways else first
    if len(ways) > 1:
        key = f"view:{language()}:{address('question')}"
        st.session_state[key] = chosen
        st.segmented_control(
            say(N_("How to show the answer")),
            ways,
            format_func=lambda name: say(_NAMES[name]),
            key=key,
            on_change=lambda: put("view", st.session_state[key] or ""),
            label_visibility="collapsed",
        )
    return chosen


def _turtle(result: Result) -> None:
    text = result.to_turtle().decode()
    st.code(text[:_TEXT], language="turtle", height=560)
    if len(text) > _TEXT:
        st.caption(say(N_("Only the beginning is shown; the file holds all of it.")))


def _told(result: Result) -> str:
    """How many rows there are, and how long the question took."""
    return say(N_("Rows: {count} · seconds: {seconds}"), count=len(result), seconds=max(0.01, round(result.seconds, 2)))
