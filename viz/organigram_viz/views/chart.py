"""Organigram: an organization in a country, or a mission, put together from all its postings."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any

import streamlit as st

from organigram.catalogue import load_catalogue
from organigram.i18n import N_
from organigram_viz import evidence, frame
from organigram_viz.canvas import canvas
from organigram_viz.chart_drawing import MARKS, View, arranged, draw
from organigram_viz.chart_table import ROWS, lines_csv, seats_csv, table
from organigram_viz.chart_time import Time, moved, told_new
from organigram_viz.chart_words import legend, oddities
from organigram_viz.charts import Chart, Choice, choices, load_chart, matching
from organigram_viz.details import entity_panel
from organigram_viz.downloads import later
from organigram_viz.entities import labels_of, long, short
from organigram_viz.kinds import FAMILIES, LINES
from organigram_viz.links import href
from organigram_viz.network import edge_id, parts, standalone
from organigram_viz.source import source
from organigram_viz.structure import Structure, below, fold_to
from organigram_viz.wording import address, address_list, choose, language, put, put_all, say

NAME, TITLE, ICON = "organigram", N_("Organigram"), ":material/account_tree:"

_LEAD = N_(
    "The seats of an organization in a country, put together from all its postings. "
    "Click a line to read the sentence that states it."
)
#: How many organizations the box holds; of more, one is looked for by its name.
_LISTED = 300
#: The size that a chart begins with at least, so that its first seats can be read.
_LEAST = 0.68
#: In the address: every country; every branch open.
_EVERY, _ALL = "every", "all"
#: More seats than this are not drawn at first: the deepest branches are folded.
_SHOWN = 26
#: More seats without a line than this are not drawn at first.
_APART = 12


def show() -> None:
    """Draw the page."""
    frame.heading(TITLE, _LEAD)
    found = choices(source(), language())
    if not found:
        frame.empty(*frame.NOTHING_BUILT)
        return
    organization, country = _choice(found)
    whole = load_chart(source(), organization.iri, country)
    if not whole.seats:
        frame.empty(N_("No posting tells of a seat here."), N_("Choose another country or organization."))
        return
    time = moved(whole)
    view = _view(whole, time, organization)
    if time.day:
        told_new(view, time)
    left, right = st.columns([8, 3], gap="medium")
    drawn = draw(view)
    with left:
        _drawing(view, drawn, organization, country)
    with right:
        _beside(view)
    oddities(view)
    with st.expander(say(N_("The same as a table")), icon=":material/table:"):
        _table(view)
    _downloads(view, drawn, time, organization, country)


def _choice(found: list[Choice]) -> tuple[Choice, str]:
    if len(found) > _LISTED:
        with st.columns([7, 5])[0]:
            found = _searched(found)
    left, right, told = st.columns([4, 3, 5], vertical_alignment="bottom")
    by_name = {short(one.iri): one for one in found}
    names = {name: one.label for name, one in by_name.items()}
    with left:
        organization = by_name[choose(say(N_("Organization")), list(by_name), names, "organization")]
    labels = labels_of(source(), organization.countries, language())
    countries = {
        short(iri): labels[iri] for iri in sorted(organization.countries, key=lambda iri: (-organization.countries[iri], iri))
    }
    with right:
        options = [*countries, _EVERY] if len(countries) > 1 else list(countries)
        country = choose(say(N_("Country")), options, countries | {_EVERY: say(N_("Every country"))}, "country")
    if organization.parent:
        parent = labels_of(source(), [organization.parent], language())[organization.parent]
        told.caption(say(N_("A mission or unit of {name}."), name=frame.plain(parent)))
    return organization, "" if country == _EVERY else long(country)


def _searched(found: list[Choice]) -> list[Choice]:
    """Of thousands of organizations those that the reader looks for, or else the largest; the one that is shown is among them."""
    st.text_input(
        say(N_("Find one of {count} organizations and missions"), count=len(found)),
        key="chart_find",
        placeholder=say(N_("Type a part of its name and press Enter")),
        on_change=lambda: put(
            "organization", next((short(one.iri) for one in matching(found, st.session_state["chart_find"])), "")
        ),
    )
    kept = matching(found, st.session_state["chart_find"])[:_LISTED]
    if not kept:
        st.caption(say(N_("No organization with posts has such a name.")))
    shown = [one for one in found if short(one.iri) == address("organization") and one not in kept]
    return [*shown, *(kept or found[:_LISTED])]


def _view(whole: Chart, time: Time, organization: Choice) -> View:
    structure = whole.structure()
    folded = _folded(whole, structure)
    now, made = whole, structure
    if time.day:
        now = whole.by(time.day, time.seats, time.lines)
        made = replace(now.structure(), parents=structure.parents)  # a seat stays where it stands, whatever is told of already
    seats = whole.seats.values()
    wanted = [
        *whole.seats,
        organization.iri,
        organization.parent,
        *(seat.level for seat in seats),
        *(seat.role for seat in seats),
    ]
    iris = dict.fromkeys(filter(None, wanted))
    labels = labels_of(source(), iris, language())
    owners = filter(None, (organization.iri, organization.parent))
    names = {name for iri in owners for name in source().labels.get(iri, {}).values() if name}
    hidden = len(structure.apart) if len(structure.apart) > _APART and address_list("open") != [_ALL] else 0
    return View(now, made, labels, names, folded, hidden, arranged(whole, structure, folded, apart=not hidden))


def _folded(whole: Chart, structure: Structure) -> frozenset[str]:
    opened = address_list("open")
    first = [] if opened == [_ALL] else fold_to(_SHOWN, structure.parents, len(whole.seats) - len(structure.apart))
    closed = {long(name) for name in address_list("folded")}
    return frozenset(({*first} - {long(name) for name in opened}) | closed)


def _drawing(view: View, drawn: Any, organization: Choice, country: str) -> None:
    line = address_list("line")
    selected = (
        edge_id(long(line[0]), line[1], long(line[2])) if len(line) == 3 else long(address("entity")) if address("entity") else ""
    )
    event = canvas(
        parts(drawn),
        key="chart",
        identity=f"chart:{organization.iri}:{country}:{view.apart_hidden}:{'~'.join(sorted(view.folded))}",
        kinds=(),
        families={LINES[term].family for _, term, _ in view.chart.lines} & set(FAMILIES),
        marks=MARKS,
        least=_LEAST,
        selected=selected,
        physics=False,
        height=680,
    )
    legend(view)
    _folding(view)
    if event.click:
        _select(event.click.node, event.click.edge)


def _folding(view: View) -> None:
    hidden = len(view.chart.seats) - len(view.shown & set(view.chart.seats))
    if not hidden:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.caption(
            say(N_("To keep it readable, {count} seats are not drawn: branches are folded."), count=hidden), width="content"
        )
        unfolded = {"open": _ALL, "folded": ""}
        st.button(say(N_("Unfold all")), icon=":material/unfold_more:", type="tertiary", on_click=put_all, args=(unfolded,))


def _select(node: str, edge: tuple[str, str, str] | None) -> None:
    if node.startswith(" ") or (edge and (edge[0].startswith(" ") or not edge[1])):
        return  # a sign of the drawing, no entity
    before = dict(st.query_params)
    put_all({"entity": short(node), "line": [short(edge[0]), edge[1], short(edge[2])] if edge else ""})
    if dict(st.query_params) != before:
        st.rerun()


def _beside(view: View) -> None:
    line = address_list("line")
    if len(line) == 3 and line[1] in LINES:
        start, end = long(line[0]), long(line[2])
        labels = labels_of(source(), [start, end], language())
        st.subheader(say(LINES[line[1]].label), anchor=False)
        st.html(f"<p>{escape(labels[start])}<br>→ {escape(labels[end])}</p>")
        evidence.show_line(start, line[1], end)
    elif address("entity"):
        _fold_button(view, long(address("entity")))
        chosen = entity_panel(long(address("entity")))
        if chosen:
            _select(chosen, None)
    else:
        frame.lead(N_("Click a seat to see what is said of it, a line to read the sentence that states it."))
        seats = view.chart.seats.values()
        st.caption(
            say(
                N_("Seats: {seats} · known only from the lines of others: {unadvertised}"),
                seats=len(seats),
                unadvertised=sum(not seat.advertised for seat in seats),
            )
        )


def _fold_button(view: View, seat: str) -> None:
    under = below(view.structure.parents).get(seat, 0)
    if not under or seat not in view.chart.seats:
        return
    folded, opened = address_list("folded"), address_list("open")
    if seat in view.folded:
        label, icon = say(N_("Unfold this branch ({count} seats)"), count=under), ":material/unfold_more:"
        opened = [*opened, short(seat)] if opened != [_ALL] else opened
        folded = [name for name in folded if name != short(seat)]
    else:
        label, icon = say(N_("Fold this branch ({count} seats)"), count=under), ":material/unfold_less:"
        opened = [name for name in opened if name != short(seat)]
        folded = [*folded, short(seat)]
    st.button(label, icon=icon, on_click=put_all, args=({"folded": folded, "open": opened},))


def _here(**values: str) -> str:
    kept = {
        name: st.query_params[name] for name in ("organization", "country", "day", "open", "folded") if name in st.query_params
    }
    return href(NAME, **{**kept, **values})


def _table(view: View) -> None:
    if len(view.chart.seats) > ROWS:
        st.caption(say(N_("The first {shown} of {count} seats; the files have all."), shown=ROWS, count=len(view.chart.seats)))
    st.html(
        table(
            view,
            lambda seat: _here(entity=short(seat)),
            lambda line: _here(line="~".join((short(line[0]), line[1], short(line[2])))),
        )
    )


def _downloads(view: View, drawn: Any, time: Time, organization: Choice, country: str) -> None:
    place = labels_of(source(), [country], language())[country] if country else say(N_("Every country"))
    title = f"{organization.label} · {place}"
    sparql = load_catalogue()["chart-as-graph"].bind(
        {"organization": organization.iri, "country": country}, language(), base=source().base
    )
    files = (
        (
            say(N_("Download this drawing (HTML, works offline)")),
            lambda: standalone(drawn, title).encode(),
            "organigram.html",
            "text/html",
        ),
        (say(N_("Seats (CSV)")), lambda: seats_csv(view, time.seats), "organigram-seats.csv", "text/csv"),
        (say(N_("Lines (CSV)")), lambda: lines_csv(view, time.lines), "organigram-lines.csv", "text/csv"),
        (say(N_("W3C ORG (Turtle)")), lambda: source().ask(sparql).to_turtle(), "organigram.ttl", "text/turtle"),
    )
    with st.container(horizontal=True):
        for label, make, name, kind in files:
            st.download_button(label, later(make), name, kind, icon=":material/download:", on_click="ignore")
