"""An answer shown: as a table, a chart, a map or a drawing, whichever fit; and as files."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from organigram.i18n import N_
from organigram.querying import Result
from organigram_viz import frame
from organigram_viz.source import source
from organigram_viz.tables import columns_of, csv_of, frame_of
from organigram_viz.wording import language, say

__all__ = ["show"]


def show(result: Result, name: str, view: str = "table") -> None:
    """Show an answer; ``name`` is what its files are called after, ``view`` the way it opens where nothing else is chosen."""
    if result.kind == "ask":
        st.metric(say(N_("Answer")), say(N_("yes") if result.boolean else N_("no")))
        _downloads([("JSON", "json", "application/sparql-results+json", result.to_json())], name)
    elif result.kind == "construct":
        _triples(result, name)
    else:
        _table(result, name)


def _triples(result: Result, name: str) -> None:
    st.caption(told(result))
    st.code(result.to_turtle().decode(), language="turtle", height=560)
    _downloads([("Turtle", "ttl", "text/turtle", result.to_turtle())], name)


def _table(result: Result, name: str) -> None:
    if not result.rows:
        frame.empty(N_("The graph answers with no row."), N_("Leave a value open, or ask for another one."))
        return
    columns = columns_of(result, source(), language())
    st.dataframe(frame_of(columns), hide_index=True, height="auto", placeholder="–")
    st.caption(told(result))
    _downloads(
        [("CSV", "csv", "text/csv", csv_of(columns)), ("JSON", "json", "application/sparql-results+json", result.to_json())], name
    )


def told(result: Result) -> str:
    """How many rows there are, and how long the question took."""
    return say(N_("Rows: {count} · seconds: {seconds}"), count=len(result), seconds=max(0.01, round(result.seconds, 2)))


def _downloads(files: Sequence[tuple[str, str, str, bytes]], name: str) -> None:
    with st.container(horizontal=True):
        for title, ending, kind, content in files:
            st.download_button(
                say(N_("Download {format}"), format=title),
                content,
                f"organigram-{name}.{ending}",
                kind,
                icon=":material/download:",
                on_click="ignore",
            )
