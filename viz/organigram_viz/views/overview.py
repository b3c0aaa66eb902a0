"""Overview: what the graph holds, in numbers and charts. Every number and bar opens what it counts."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping

import streamlit as st

from organigram.i18n import N_
from organigram_viz import drawing, frame
from organigram_viz.counting import totals
from organigram_viz.drawing import Mark
from organigram_viz.entities import short
from organigram_viz.kinds import KINDS
from organigram_viz.links import href, question_href
from organigram_viz.panel import Opens, Panel
from organigram_viz.panel import show as show_panel
from organigram_viz.quality.waiting import kind_of
from organigram_viz.source import source
from organigram_viz.wording import say

NAME, TITLE, ICON = "overview", N_("Overview"), ":material/insights:"


def _postings_of(parameter: str) -> Opens:
    """The list of postings narrowed to a bar's entity."""
    return lambda row: href("postings", **{parameter: short(row["value"])})


def _found_by(parameter: str, kind: str) -> Opens:
    """The page Search, narrowed to a bar's entity."""
    return lambda row: href("find", **{parameter: short(row["value"])}, kind=kind)


def _of_month(row: Mapping[str, str]) -> str:
    """The postings of a month, or of a year."""
    month = row["value"]
    if len(month) == 4:
        return href("postings", **{"from": f"{month}-01-01", "to": f"{month}-12-31"})
    last = monthrange(int(month[:4]), int(month[5:7]))[1]
    return href("postings", **{"from": f"{month}-01", "to": f"{month}-{last}"})


def _to_settle(row: Mapping[str, str]) -> str:
    return href("quality", part="names", settle="names", kind=kind_of(row["value"]))


def _table(cube: str, title: str, opens: Opens | None, view: str = "bar", color: str = drawing.ACCENT, limit: int = 12) -> Panel:
    """A panel of one table of the counts that were made when the graph was built."""
    return Panel("statistics-table", view, {"table": cube}, title, ("value",), "number", opens, color, limit, _UNCOUNTED)


#: What a table without rows says: a graph of an older version has fewer tables.
_UNCOUNTED = (
    N_("Nothing of this was counted when the graph was built."),
    N_("It fills as postings that state it are added; a graph that an older version built has to be built again."),
)
_TIME = _table("vacancies-by-month", N_("Vacancies by month"), _of_month, "line")
_MAP = _table("vacancies-by-country", N_("Vacancies by duty country"), _postings_of("country"), "map")
_COUNTRIES = _table("vacancies-by-country", N_("Countries with most vacancies"), _postings_of("country"), limit=10)
_BARS = (
    _table("vacancies-by-organization", N_("Vacancies by organization"), _postings_of("organization")),
    _table("posts-by-role-family", N_("Posts by family of roles"), _found_by("family", "post"), color=KINDS["post"].color),
    _table("projects-by-donor", N_("Projects by donor"), _found_by("donor", "project"), color=KINDS["project"].color),
    _table("vacancies-by-sector", N_("Vacancies by sector"), _postings_of("sector")),
    _table("vacancies-by-contract", N_("Vacancies by contract"), _postings_of("contract")),
    _table("vacancies-by-language-required", N_("Vacancies by language required"), _postings_of("language_required")),
)

_LATEST = Panel("latest-postings", "table", limit=8)
_UNSETTLED = _table("unresolved-by-kind", N_("Names that the lists do not know"), _to_settle, color=KINDS["other"].color)


def show() -> None:
    """Draw the page."""
    frame.heading(TITLE, N_("Who does what, where, for whom and paid by whom, as NGOs write it in their own postings."))
    counts = totals(source())
    if not counts["postings"]:
        frame.empty(*frame.NOTHING_BUILT)
        return
    _numbers(counts)
    st.caption(say(N_("A vacancy that several postings announce counts once. Every figure and bar opens what it counts.")))
    show_panel(_TIME)
    left, right = st.columns([7, 4], gap="medium")
    with left:
        show_panel(_MAP)
    with right:
        show_panel(_COUNTRIES)
    left, right = st.columns([7, 4], gap="medium")
    with left:
        show_panel(_LATEST)
    with right:
        show_panel(_UNSETTLED)
    for pair in (_BARS[:3], _BARS[3:]):
        for column, panel in zip(st.columns(3, gap="medium"), pair, strict=True):
            with column:
                show_panel(panel)


def _numbers(counts: Mapping[str, int]) -> None:
    """How many there are of each, and what opens them."""
    shown = (
        (N_("Postings"), "postings", href("postings")),
        (N_("Posts"), "posts", href("find", kind="post")),
        (N_("Employers"), "organizations", question_href("statistics-table", {"table": "vacancies-by-organization"})),
        (N_("Duty countries"), "countries", question_href("statistics-table", {"table": "vacancies-by-country"})),
        (N_("Projects"), "projects", href("find", kind="project")),
        (N_("Donors"), "donors", href("find", kind="donor")),
        (N_("Unresolved names"), "unresolved", href("quality", part="names")),
    )
    drawing.number(*(Mark(say(title), counts[name], target) for title, name, target in shown))
