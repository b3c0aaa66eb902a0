"""Organigram: an organization in a country, put together from all its postings."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from organigram.i18n import N_
from organigram.namespaces import expand
from organigram_viz import evidence, frame
from organigram_viz.canvas import canvas
from organigram_viz.details import entity_panel
from organigram_viz.entities import labels_of, long, short, triples_of
from organigram_viz.kinds import FAMILIES, LINES
from organigram_viz.network import chart_network, edge_id, parts, standalone
from organigram_viz.questions import panel
from organigram_viz.source import source
from organigram_viz.structure import Structure, positions, structure_of
from organigram_viz.wording import address, address_list, choose, language, put, say

NAME, TITLE, ICON = "organigram", N_("Organigram"), ":material/account_tree:"

_LEAD = N_(
    "The seats of an organization in a country, put together from all its postings. "
    "Click a line to read the sentence that states it."
)
_DIRECT = expand("ngo:reportsDirectlyTo")
_SUPERVISES = expand("ngo:supervises")


def show() -> None:
    """Draw the page."""
    frame.heading(TITLE, _LEAD)
    rows = source().rows(panel("chart_organizations"))
    if not rows:
        frame.empty(*frame.NOTHING_BUILT)
        return
    organization, country = _choice([(row["organization"].value, row["country"].value) for row in rows])
    posts = source().rows(panel("chart_posts", organization=[organization], country=[country]))
    advertised = {row["post"].value for row in posts if row.get("posting") is not None}
    lines = _lines({row["post"].value for row in posts})
    seats = {row["post"].value for row in posts} | {end for start, _, other in lines for end in (start, other)}
    direct = [(start, end) for start, line, end in lines if line == _DIRECT]
    made = structure_of(seats, direct, [(start, end) for start, line, end in lines if line != _DIRECT])
    labels = labels_of(source(), [*seats, organization, country], language())
    left, right = st.columns([7, 3], gap="medium")
    with left:
        _oddities(made, labels)
        names = [name for name in source().labels[organization].values() if name]
        _drawing(
            chart_network(positions(made, direct), lines, labels, advertised, names, made.apart),
            lines,
            labels[organization],
            labels[country],
        )
    with right:
        _beside(len(seats), len(seats - advertised))


def _choice(pairs: list[tuple[str, str]]) -> tuple[str, str]:
    labels = labels_of(source(), [iri for pair in pairs for iri in pair], language())
    names = {short(iri): label for iri, label in labels.items()}
    left, right, _ = st.columns([3, 2, 2])
    with left:
        organizations = list(dict.fromkeys(short(organization) for organization, _ in pairs))
        organization = choose(say(N_("Organization")), organizations, names, "organization")
    with right:
        countries = [short(country) for other, country in pairs if short(other) == organization]
        country = choose(say(N_("Country")), countries, names, "country")
    return long(organization), long(country)


def _lines(posts: set[str]) -> list[tuple[str, str, str]]:
    """Lines as (subordinate, line, manager), each once."""
    found = triples_of(source().rows(panel("chart_lines", post=sorted(posts))))
    return sorted({(end, _DIRECT, start) if line == _SUPERVISES else (start, line, end) for start, line, end in found})


def _oddities(made: Structure, labels: dict[str, str]) -> None:
    for cycle in made.cycles:
        names = ", ".join(labels[seat] for seat in cycle)
        st.warning(
            frame.plain(say(N_("These seats report to each other in a circle: {names}"), names=names)),
            icon=":material/sync_problem:",
        )
    for seat, managers in made.shared.items():
        names = ", ".join(labels[manager] for manager in managers)
        st.warning(
            frame.plain(say(N_("{seat} has more than one direct manager: {names}"), seat=labels[seat], names=names)),
            icon=":material/call_split:",
        )


def _drawing(drawn: Any, lines: list[tuple[str, str, str]], organization: str, country: str) -> None:
    line = address_list("line")
    selected = edge_id(long(line[0]), line[1], long(line[2])) if line else long(address("entity")) if address("entity") else ""
    event = canvas(
        parts(drawn),
        key="chart",
        identity=f"chart:{organization}:{country}",
        kinds=(),
        families={LINES[line].family for _, line, _ in lines} & set(FAMILIES),
        marks=(("box", N_("Advertised by a posting"), False), ("box", N_("Known only from the lines of others"), True)),
        selected=selected,
        physics=False,
        height=560,
    )
    title = f"{organization} · {country}"
    st.download_button(
        say(N_("Download this drawing (HTML, works offline)")),
        lambda: standalone(drawn, title),
        "organigram.html",
        "text/html",
        icon=":material/download:",
        type="tertiary",
    )
    if event.click and event.click.node.strip() == event.click.node:
        _select(event.click.node, event.click.edge)


def _select(node: str, edge: tuple[str, str, str] | None) -> None:
    before = dict(st.query_params)
    put("entity", short(node))
    put("line", [short(edge[0]), edge[1], short(edge[2])] if edge else "")
    if dict(st.query_params) != before:
        st.rerun()


def _beside(seats: int, unadvertised: int) -> None:
    line = address_list("line")
    if line:
        start, end = long(line[0]), long(line[2])
        labels = labels_of(source(), [start, end], language())
        st.subheader(say(LINES[line[1]].label), anchor=False)
        st.html(f"<p>{escape(labels[start])}<br>→ {escape(labels[end])}</p>")
        evidence.show_line(start, line[1], end)
    elif address("entity"):
        chosen = entity_panel(long(address("entity")))
        if chosen:
            _select(chosen, None)
    else:
        frame.lead(N_("Click a seat to see what is said of it, a line to read the sentence that states it."))
        st.caption(
            say(
                N_("Seats: {seats} · known only from the lines of others: {unadvertised}"), seats=seats, unadvertised=unadvertised
            )
        )
