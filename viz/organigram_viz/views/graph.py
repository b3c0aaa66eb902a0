"""Graph: the network of entities. A click selects, a double click draws the neighbours; what is drawn stands in the address."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import streamlit as st

from organigram.errors import OrganigramError
from organigram.i18n import N_
from organigram_viz import frame
from organigram_viz.canvas import Actions, canvas, deliver, forget
from organigram_viz.entities import labels_of, long, short
from organigram_viz.exchange import graphml
from organigram_viz.graph_actions import can_redo, can_undo, chosen_id, current, do, go
from organigram_viz.graph_panels import beside
from organigram_viz.graph_view import HIDDEN, LAYOUTS, NODES, View
from organigram_viz.kinds import LINES
from organigram_viz.nearness import confidences
from organigram_viz.network import build, parts, standalone
from organigram_viz.scene import Scene, scene
from organigram_viz.source import one_version, source
from organigram_viz.wording import heard, language, remember, say

NAME, TITLE, ICON = "graph", N_("Graph"), ":material/hub:"

_LEAD = N_(
    "Click an entity to see what is said of it, double click it to draw its neighbours; click a line to read the words behind it."
)
_TOO_LARGE = N_("The graph is too large to be drawn whole: it opens on {name}. Add any other entity beside the drawing.")
_LAYOUTS = {"force": N_("By forces"), "layers": N_("In layers")}


def show() -> None:
    """Draw the page."""
    frame.heading(TITLE, _LEAD)
    forget(NAME)  # the page may be new to the browser
    _page()


@st.fragment
@one_version()
def _page() -> None:
    try:
        heard()
        deliver(NAME, do)
        view = current()
        made = scene(source(), view, language())
        if not made.network and view == View():
            frame.empty(*frame.NOTHING_BUILT)
            return
        left, right = st.columns([7, 3], gap="medium")
        with left:
            _drawing(view, made)
        with right:
            beside(view, made.network)
    except OrganigramError as error:
        frame.failed(error)
    remember(NAME)


def _drawing(view: View, made: Scene) -> None:
    network = made.network
    if made.start:
        st.caption(say(_TOO_LARGE, name=frame.plain(labels_of(source(), [made.start], language())[made.start])))
    _settings(view)
    expanded = [long(name) for name in (view.focus or short(made.start), *view.expanded) if name]
    drawn = build(
        network,
        expanded=expanded,
        pinned={long(name): place for name, place in view.pinned.items()},
        path=[long(name) for name in view.path],
        layers=view.layout == "layers",
    )
    lines = {line: True for _, _, line in network.edges(keys=True)}
    lines |= {iri: False for iri, line in LINES.items() if line.term in view.off}
    canvas(
        parts(drawn),
        key=NAME,
        identity=f"graph:{view.focus or short(made.start)}:{view.layout}",
        kinds={data["kind"] for _, data in network.nodes(data=True)} | set(view.hidden) | set(HIDDEN),
        families={LINES[line].family for line in lines},
        lines={line: lines[line] for line in LINES if line in lines},
        hidden=view.hidden,
        selected=chosen_id(),
        physics=view.layout == "force",
        height=680,
        actions=Actions(
            undo=can_undo(),
            redo=can_redo(),
            expanded=expanded,
            begun=long(view.path[0]) if len(view.path) == 1 else "",
        ),
        changes=True,
        on_act=do,
    )
    if made.cut:
        _room(view, made)
    _downloads(network, drawn)


def _settings(view: View) -> None:
    left, right = st.columns([2, 3], gap="large", vertical_alignment="bottom")
    layout, sure = f"layout:{language()}", f"sure:{language()}"
    st.session_state[layout], st.session_state[sure] = view.layout, view.sure
    with left:
        st.segmented_control(
            say(N_("Layout")),
            LAYOUTS,
            format_func=lambda name: say(_LAYOUTS[name]),
            key=layout,
            on_change=lambda: go(lambda view: replace(view, layout=st.session_state[layout] or view.layout)),
        )
    with right:
        st.slider(
            say(N_("Lines read with a confidence of at least")),
            0,
            100,
            step=5,
            format="%d %%",
            key=sure,
            help=say(N_("Lines that a list states or that follow from others have no confidence; they stay.")),
            on_change=lambda: go(lambda view: replace(view, sure=st.session_state[sure])),
        )


def _room(view: View, made: Scene) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(say(N_("There is room for {drawn} entities; {cut} more are left out."), drawn=view.most, cut=made.cut))
        st.button(
            say(
                N_("Draw {count} more"),
                count=min(NODES, made.cut),
            ),
            on_click=lambda: go(lambda now: replace(now, most=view.most + NODES)),
            type="tertiary",
        )


def _downloads(network: nx.MultiDiGraph[str], drawn: object) -> None:
    # Said here: what makes a file knows no reader.
    title, names, asked = say(N_("Organigram: a graph")), {iri: say(line.label) for iri, line in LINES.items()}, source()
    edges = [(start, line, end) for start, end, line in network.edges(keys=True)]
    with st.container(horizontal=True):
        st.download_button(
            say(N_("Download this drawing (HTML, works offline)")),
            lambda: standalone(drawn, title),
            "organigram-graph.html",
            "text/html",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
        )
        st.download_button(
            say(N_("Download its data (GraphML)")),
            lambda: graphml(network, names, confidences(asked, edges)),
            "organigram-graph.graphml",
            "application/xml",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
        )
