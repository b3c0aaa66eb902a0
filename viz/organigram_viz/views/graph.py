"""Graph: the network of entities; click one to see what is said of it and what it hangs on."""

from __future__ import annotations

from html import escape

import networkx as nx
import streamlit as st

from organigram.i18n import N_
from organigram.namespaces import expand
from organigram_viz import evidence, frame
from organigram_viz.canvas import canvas
from organigram_viz.counting import largest
from organigram_viz.details import entity_panel
from organigram_viz.entities import calmer, labels_of, long, network_of, short, triples_of
from organigram_viz.kinds import KINDS, LINES
from organigram_viz.network import build, edge_id, parts, standalone
from organigram_viz.questions import panel
from organigram_viz.source import source
from organigram_viz.wording import address, address_list, language, put, say

NAME, TITLE, ICON = "graph", N_("Graph"), ":material/hub:"

#: More nodes than this are not drawn at once; a larger graph opens on its busiest organization.
NODES = 300
#: More neighbours of one entity than this are not added at once.
NEIGHBOURS = 60
#: Kinds that a drawing begins without, so that it stays calm.
HIDDEN = ("posting", "role", "place")
_NONE = "none"
_TOO_LARGE = N_(
    "The graph is too large to be drawn whole: it opens on {name}. Find another entity through its neighbours or by a query."
)


def show() -> None:
    """Draw the page."""
    frame.heading(
        TITLE,
        N_("Click an entity to see what is said of it and to draw its neighbours; click a line to read the words behind it."),
    )
    network, start = _network()
    if not network:
        frame.empty(*frame.NOTHING_BUILT)
        return
    left, right = st.columns([7, 3], gap="medium")
    with right:
        _find(network)
        _selection(network)
    with left:
        _drawing(network, start)


def _network() -> tuple[nx.MultiDiGraph[str], str]:
    """The network to draw, and what it was begun from (nothing: the whole; or one entity)."""
    focus = address("focus")
    expanded = [long(name) for name in address_list("expanded")]
    triples = _neighbours([long(focus), *expanded]) if focus else _whole(expanded)
    network = calmer(network_of(source(), triples, language()))
    if focus or _shown(network) <= NODES:
        return network, focus
    hub = largest(source(), "by_organization")[0]["key"].value
    units = [start for start, line, _ in _neighbours([hub]) if line == expand("org:unitOf")]
    st.caption(
        say(
            _TOO_LARGE,
            name=frame.plain(labels_of(source(), [hub], language())[hub]),
        )
    )
    return calmer(network_of(source(), _neighbours([hub, *units, *expanded]), language())), short(hub)


def _whole(expanded: list[str]) -> list[tuple[str, str, str]]:
    return triples_of(source().rows(panel("edges", line=LINES))) + (_neighbours(expanded) if expanded else [])


def _shown(network: nx.MultiDiGraph[str]) -> int:
    return sum(data["kind"] not in _hidden() for _, data in network.nodes(data=True))


def _neighbours(entities: list[str]) -> list[tuple[str, str, str]]:
    """The lines of some entities; of one that has very many, the first by name of what they lead to."""
    found: list[tuple[str, str, str]] = []
    for entity in dict.fromkeys(entities):
        own = sorted(triples_of(source().rows(panel("neighbours", line=LINES, entity=[entity]))))
        if len(own) > NEIGHBOURS:
            name = frame.plain(labels_of(source(), [entity], language())[entity])
            st.caption(
                say(N_("{name} has {count} lines; the first {shown} are drawn."), name=name, count=len(own), shown=NEIGHBOURS)
            )
        found += own[:NEIGHBOURS]
    return found


def _drawing(network: nx.MultiDiGraph[str], start: str) -> None:
    hidden, expanded = _hidden(), [long(name) for name in address_list("expanded")]
    drawn = build(network, expanded=expanded, hidden=hidden)
    present = {data["kind"] for _, data in network.nodes(data=True)}
    families = {LINES[line].family for _, _, line in network.edges(keys=True)}
    event = canvas(
        parts(drawn),
        key="graph",
        identity=f"graph:{start}",
        kinds=present,
        families=families,
        hidden=hidden,
        selected=_selected_id(),
        height=680,
    )
    title = say(N_("Organigram: a graph"))  # said here: what makes the file knows no reader
    st.download_button(
        say(N_("Download this drawing (HTML, works offline)")),
        lambda: standalone(drawn, title),
        "organigram-graph.html",
        "text/html",
        icon=":material/download:",
        type="tertiary",
    )
    if event.hidden is not None:
        put("hidden", event.hidden or _NONE)
        st.rerun()
    if event.click and _follow(event.click.node, event.click.edge):
        st.rerun()


def _hidden() -> list[str]:
    return [kind for kind in address_list("hidden") or HIDDEN if kind != _NONE]


def _selected_id() -> str:
    line = address_list("line")
    if line:
        start, term, end = line
        return edge_id(long(start), term, long(end))
    return long(address("entity")) if address("entity") else ""


def _follow(node: str, edge: tuple[str, str, str] | None) -> bool:
    """Put a click into the address; True where that changed it."""
    before = dict(st.query_params)
    put("entity", short(node))
    put("line", [short(edge[0]), edge[1], short(edge[2])] if edge else "")
    if node:
        put("expanded", dict.fromkeys([*address_list("expanded"), short(node)]))
    return dict(st.query_params) != before


def _find(network: nx.MultiDiGraph[str]) -> None:
    names = {iri: data["label"] for iri, data in network.nodes(data=True)}
    key = f"find:{language()}:{address('entity')}"
    found = st.selectbox(
        say(N_("Find an entity of this drawing")),
        sorted(names, key=lambda iri: names[iri].casefold()),
        index=None,
        format_func=lambda iri: f"{names[iri]} ({say(KINDS[network.nodes[iri]['kind']].one)})",
        key=key,
        placeholder=say(N_("Type a name")),
    )
    if found and _follow(found, None):
        st.rerun()


def _selection(network: nx.MultiDiGraph[str]) -> None:
    line = address_list("line")
    if line:
        _line_panel(long(line[0]), line[1], long(line[2]))
    elif address("entity"):
        chosen = entity_panel(long(address("entity")))
        if chosen and _follow(chosen, None):
            st.rerun()
    else:
        frame.lead(N_("Nothing is selected. Click an entity or a line, or find one by its name."))
        st.caption(
            say(N_("Entities: {nodes} · lines: {lines}"), nodes=network.number_of_nodes(), lines=network.number_of_edges())
        )
    if address("entity") or line or address("focus") or address_list("expanded"):
        _ways_out()


def _ways_out() -> None:
    entity, focus = address("entity"), address("focus")
    if entity and focus != entity and st.button(say(N_("Draw this entity alone")), icon=":material/center_focus_strong:"):
        put("focus", entity)
        put("expanded", "")
        st.rerun()
    if st.button(say(N_("Begin again")), icon=":material/restart_alt:"):
        for name in ("entity", "line", "focus", "expanded", "hidden"):
            put(name, "")
        st.rerun()


def _line_panel(start: str, line: str, end: str) -> None:
    labels = labels_of(source(), [start, end], language())
    st.subheader(say(LINES[line].label), anchor=False)
    st.html(f"<p>{escape(labels[start])}<br>→ {escape(labels[end])}</p>")
    evidence.show_line(start, line, end)
