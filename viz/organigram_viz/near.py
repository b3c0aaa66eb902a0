"""What is near an entity, by its kind: short lists with pages, and panels of the catalogue. The page is read off here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st
from pyoxigraph import NamedNode
from streamlit.delta_generator import DeltaGenerator

from organigram.errors import OrganigramError
from organigram.i18n import N_
from organigram.values import written
from organigram_viz import frame
from organigram_viz.downloads import button, csv_file
from organigram_viz.entities import labels_of
from organigram_viz.links import entity_link
from organigram_viz.panel import Panel, asked
from organigram_viz.panel import show as show_panel
from organigram_viz.questions import panel
from organigram_viz.source import Row, source
from organigram_viz.tables import Column
from organigram_viz.wording import address, language, put, say

__all__ = ["LISTS", "PANELS", "Listing", "Question", "rows_of", "show_list", "show_panels"]

#: Lines of a list that are shown at once.
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of what is near: a question of ``panels/``, its heading, and what it counts of each (one, several; or nothing)."""

    question: str
    title: str
    counted: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the catalogue about an entity: the parameter that it is put in for, the view, a row's name, a heading.

    Without one it has the question's own heading, which speaks of any entity.
    """

    name: str
    parameter: str
    view: str = ""
    by: tuple[str, ...] = ()
    title: str = ""


_POSTINGS = (N_("{count} posting"), N_("{count} postings"))
_SEATS = (N_("{count} post"), N_("{count} posts"))
_OF_ORGANIZATION = (
    Listing("near_seats", N_("Posts, most advertised first"), _POSTINGS),
    Listing("near_missions", N_("Missions and units"), _SEATS),
    Listing("near_members", N_("Members of the network")),
    Listing("near_projects", N_("Projects")),
    Listing("near_postings_of", N_("Postings, latest deadline first")),
)
_OF_CONCEPT = (
    Listing("near_concept", N_("Within it")),
    Listing("near_postings_concept", N_("Postings, latest deadline first")),
)

#: The lists of each kind, in the order in which they are shown.
LISTS: Mapping[str, Sequence[Listing]] = {
    "organization": _OF_ORGANIZATION,
    "donor": (Listing("near_paid", N_("Pays for")), *_OF_ORGANIZATION),
    "mission": _OF_ORGANIZATION,
    "consortium": (),
    "post": (
        Listing("near_below", N_("Posts that report to it")),
        Listing("near_postings_of", N_("Advertised by")),
    ),
    "role": (
        Listing("near_titles", N_("Titles as postings write them"), _POSTINGS),
        Listing("near_postings_role", N_("Postings, latest deadline first")),
    ),
    "country": (
        Listing("near_postings_in", N_("Postings, latest deadline first")),
        Listing("near_places", N_("Places"), _POSTINGS),
        Listing("near_projects_in", N_("Projects")),
    ),
    "place": (
        Listing("near_employers_in", N_("Organizations"), _POSTINGS),
        Listing("near_postings_in", N_("Postings, latest deadline first")),
        Listing("near_places", N_("Places"), _POSTINGS),
        Listing("near_projects_in", N_("Projects")),
    ),
    "posting": (Listing("near_twins", N_("The same vacancy in other postings")),),
    "other": _OF_CONCEPT,
}

_BY_ORGANIZATION = (
    Question("where-organizations-hire", "organization", "bar", ("country",), N_("Vacancies by duty country")),
    Question("donors-of-organizations", "organization", "list", ("donor",), N_("Donors")),
    Question("project-budgets", "organization", "table"),
    Question("partners", "organization", "list", ("partner", "project")),
)
#: The questions of the catalogue about an entity of each kind.
PANELS: Mapping[str, Sequence[Question]] = {
    "organization": _BY_ORGANIZATION,
    "donor": (
        Question("donor-countries", "donor", "bar", ("country",)),
        Question("donors-of-organizations", "donor", "list", ("organization",), N_("Organizations")),
        *_BY_ORGANIZATION,
    ),
    "project": (Question("project-team", "project", "list", ("post",)),),
    "role": (
        Question("employers-of-a-role", "role", "bar", ("organization", "countryLabel")),
        Question("lines-between-roles", "role", "table"),
        Question("pay-by-role", "role", "table"),
        Question("career-ladder", "family", "table"),
    ),
    "country": (
        Question("organizations-in-country", "country", "bar", ("organization",), N_("Organizations, by number of posts")),
        Question("roles-by-country", "country", "bar", ("roleFamily",), N_("Posts by family of roles")),
        Question("donor-countries", "country", "bar", ("donor",), N_("Donors, by projects paid for")),
    ),
}


def show_panels(kind: str, values: Mapping[str, str], columns: Sequence[DeltaGenerator]) -> None:
    """Draw the questions of a kind that have an answer, column by column; ``values`` by parameter."""
    drawn = [panel for question in PANELS.get(kind, ()) if (panel := _answered(question, values))]
    for number, panel in enumerate(drawn):
        with columns[number % len(columns)]:
            show_panel(panel)


def _answered(question: Question, values: Mapping[str, str]) -> Panel | None:
    """The panel of a question, if there is an answer."""
    value = values.get(question.parameter, "")
    if not value:
        return None
    found = Panel(question.name, question.view, {question.parameter: value}, question.title, question.by, limit=8)
    try:
        columns = asked(found)
    except OrganigramError as error:
        frame.failed(error)
        return None
    return found if columns and columns[0].values else None


def rows_of(question: str, iri: str, page: int = 1) -> Sequence[Row]:
    """A page of a list about an entity, and one row more where there is another page."""
    return source().rows(f"{panel(question, entity=[iri])} LIMIT {_SHOWN + 1} OFFSET {(page - 1) * _SHOWN}")


def show_list(listing: Listing, iri: str) -> bool:
    """Draw a page of a list, which stands in the address; nothing where the list is empty. Whether anything was drawn."""
    wish = address(listing.question)
    page = int(wish) if wish.isascii() and wish.isdecimal() and len(wish) < 6 and int(wish) else 1
    rows = rows_of(listing.question, iri, page)
    if not rows and page == 1:
        return False
    shown, more = rows[:_SHOWN], len(rows) > _SHOWN
    labels = labels_of(source(), [row["item"].value for row in shown if isinstance(row["item"], NamedNode)], language())
    with st.container(border=True):
        st.subheader(say(listing.title), anchor=False)
        st.html(f'<ul class="near">{"".join(_line(row, labels, listing) for row in shown)}</ul>')
        _foot(listing, page, more, _file(listing, shown, labels))
    return True


def _line(row: Row, labels: Mapping[str, str], listing: Listing) -> str:
    item = row["item"]
    name = entity_link(item.value, labels[item.value]) if isinstance(item, NamedNode) else frame.html(item.value)
    told = _note(row, listing)
    return f"<li>{name}{f'<span>{frame.html(told)}</span>' if told else ''}</li>"


def _note(row: Row, listing: Listing) -> str:
    if listing.counted and row.get("count") is not None:
        count = int(row["count"].value)
        return say(listing.counted[count != 1], count=count) if count else ""
    day = row.get("day")
    return written(day, language()) if day is not None else ""


def _file(listing: Listing, rows: Sequence[Row], labels: Mapping[str, str]) -> list[Column]:
    items = [row["item"] for row in rows]
    names = tuple(labels[item.value] if isinstance(item, NamedNode) else item.value for item in items)
    iris = tuple(item.value if isinstance(item, NamedNode) else None for item in items)
    notes = tuple(_note(row, listing) for row in rows)
    return [Column(say(N_("Name")), names, iris), Column(say(N_("Note")), notes, (None,) * len(rows))]


def _foot(listing: Listing, page: int, more: bool, columns: Sequence[Column]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        button(csv_file(columns), listing.question.replace("_", "-"), key=f"file:{listing.question}", quiet=True)
        if page > 1:
            _turn(listing, page - 1, say(N_("Previous")))
        if more:
            _turn(listing, page + 1, say(N_("Next")))
        if page > 1:
            st.caption(say(N_("Page {number}"), number=page))


def _turn(listing: Listing, page: int, label: str) -> None:
    st.button(
        label,
        key=f"turn:{listing.question}:{page}",
        type="tertiary",
        on_click=lambda: put(listing.question, str(page) if page > 1 else ""),
    )
