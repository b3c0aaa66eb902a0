"""Ways to begin where nothing is chosen yet: what the graph holds most of, each a link to its page."""

from __future__ import annotations

import streamlit as st

from organigram.i18n import N_
from organigram_viz import drawing, frame
from organigram_viz.counting import totals
from organigram_viz.kinds import KINDS
from organigram_viz.panel import Panel
from organigram_viz.panel import show as show_panel
from organigram_viz.source import source

__all__ = ["show"]

#: Bars of a panel.
_SHOWN = 6


def _most(table: str, title: str, color: str = drawing.ACCENT) -> Panel:
    return Panel("statistics-table", "bar", {"table": table}, title, ("value",), "number", None, color, _SHOWN)


_PANELS = (
    _most("vacancies-by-organization", N_("Vacancies by organization")),
    _most("vacancies-by-country", N_("Vacancies by duty country")),
    _most("posts-by-role-family", N_("Posts by family of roles"), KINDS["post"].color),
)


def show() -> None:
    """Draw the panels; nothing where the graph holds nothing."""
    if not totals(source())["postings"]:
        return
    frame.lead(N_("Or begin with what the graph holds most of:"))
    for column, panel in zip(st.columns(len(_PANELS), gap="medium"), _PANELS, strict=True):
        with column:
            show_panel(panel)
