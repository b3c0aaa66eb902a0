"""The network that pyvis builds: styled nodes and edges, vis-network's options, and a page that works alone offline."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import pyvis
from pyvis.network import Network

from organigram_viz.kinds import FAMILIES, INK, KINDS, LINES, one_way
from organigram_viz.layers import places
from organigram_viz.wording import say

_TEMPLATES = Path(__file__).parent / "assets"
#: vis-network as the installed pyvis package ships it.
VIS_NETWORK = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"

_LABELS = _TEMPLATES / "canvas" / "labels.js"

_SEATS = ("post", "posting")
_EMPLOYERS = ("organization", "mission", "donor")
_FONT = "Source Sans, Source Sans Pro, Helvetica, Arial, sans-serif"
_FORCE = {"gravitationalConstant": -62, "springLength": 100, "springConstant": 0.06, "avoidOverlap": 0.9}
#: Fewer nodes than this make a small drawing.
_SMALL = 40
#: More nodes than this begin where chance puts them.
_LARGE = 120
_UPWARD = {"enabled": True, "type": "cubicBezier", "forceDirection": "vertical", "roundness": 0.4}
OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "layout": {"randomSeed": 7, "improvedLayout": True},
    "interaction": {"hover": True, "multiselect": False, "keyboard": False, "tooltipDelay": 250, "hideEdgesOnDrag": False},
    "physics": {
        "enabled": True,
        "solver": "forceAtlas2Based",
        "forceAtlas2Based": _FORCE,
        "minVelocity": 0.75,
        "stabilization": {"enabled": True, "iterations": 300, "fit": True},
    },
    "nodes": {"font": {"face": _FONT, "size": 15}, "borderWidth": 1.5, "borderWidthSelected": 4},
    "edges": {
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.5}},
        "font": {"face": _FONT, "size": 11, "align": "middle"},
        "smooth": {"enabled": True, "type": "continuous", "roundness": 0.25},
        "selectionWidth": 2,
        "hoverWidth": 0.5,
    },
}

#: What a line without a direction has in the place of its arrow.
NO_ARROW: dict[str, Any] = {"arrows": {"to": {"enabled": False}}}


def shorten(label: str, length: int = 28) -> str:
    """A label in at most two lines of a length, cut with an ellipsis.

    >>> shorten("Project Coordinator, ALIMA, Goundam (Mali)", 22)
    'Project Coordinator,\\nALIMA, Goundam (Mali)'
    """
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + len(word) >= length:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > 2:
        lines = [lines[0], lines[1][: length - 1].rstrip(" ,") + "…"]
    return "\n".join(lines)


def seat_title(label: str, organizations: Collection[str]) -> str:
    """The label of a post or posting without its organization and place, which the lines of a drawing show.

    >>> seat_title("Coordinator, Health, ALIMA, Goundam (Mali)", ["ALIMA"]), seat_title("Nurse (ALIMA, Mali)", ["ALIMA"])
    ('Coordinator, Health', 'Nurse')
    """
    cuts = [label.find(mark + name) for name in organizations for mark in (", ", " (")]
    return label[: min((cut for cut in cuts if cut > 0), default=len(label))]


class _Names(list[str]):
    """The names of a network's nodes. pyvis looks through all of them for each node and for both ends of each edge."""

    def __init__(self) -> None:
        super().__init__()
        self._known: set[str] = set()

    def append(self, name: str) -> None:
        super().append(name)
        self._known.add(name)

    def __contains__(self, name: object) -> bool:
        return name in self._known


def empty() -> Network:
    """A network without nodes, which takes its time for each node and edge but no more for the last than for the first."""
    made = Network(directed=True, cdn_resources="in_line", height="100%", width="100%")
    made.node_ids = _Names()
    return made


def edge_id(start: str, line: str, end: str) -> str:
    """An edge as the page names it when it is clicked: a line that has no direction in one way, whichever it was told."""
    return json.dumps(one_way(start, line, end))


def build(
    network: nx.MultiDiGraph[str],
    *,
    expanded: Collection[str] = (),
    hidden: Collection[str] = (),
    pinned: Mapping[str, tuple[int, int]] | None = None,
    path: Sequence[str] = (),
    layers: bool = False,
) -> Network:
    """The network as pyvis holds it. ``expanded`` are drawn as such; kinds ``hidden`` are left out.

    Nodes ``pinned`` stay at their place (x, y); lines between neighbours on the ``path`` are drawn thick. ``layers``: what lines
    lead to stands above, instead of wherever forces move it.
    """
    above = places(network) if layers else {}
    on_path = {frozenset(pair) for pair in pairwise(path)}
    drawn = empty()
    names = {data["label"] for _, data in network.nodes(data=True) if data["kind"] in _EMPLOYERS}
    for iri, data in network.nodes(data=True):
        if data["kind"] not in hidden:
            place = _place((pinned or {}).get(iri), above.get(iri))
            drawn.add_node(iri, **{**_node(data, names, expanded=iri in expanded), **place})
    shown = set(drawn.get_nodes())
    for start, end, line in network.edges(keys=True):
        if start in shown and end in shown:
            color, dashes = FAMILIES[LINES[line].family]
            width = 6 if frozenset((start, end)) in on_path else 2 if LINES[line].family != "other" else 1
            title = say(LINES[line].label)
            # pyvis would give both ends of an edge their arrow through ``arrows`` of its own; the options say it once for all.
            looks = {"dashes": dashes or False, "width": width, "color": color, **(NO_ARROW if LINES[line].symmetric else {})}
            drawn.add_edge(start, end, id=edge_id(start, line, end), title=title, **looks)
    drawn.set_options(json.dumps(_options(len(shown), layers, pinned=bool(pinned))))
    return drawn


def _options(nodes: int, layers: bool, *, pinned: bool) -> dict[str, Any]:
    # A small drawing has room: its labels stand further apart. A large one would wait for its first positions, and what finds
    # them moves pinned nodes too.
    force = {**_FORCE, "springLength": 170 if nodes < _SMALL else 100}
    physics = {**OPTIONS["physics"], "forceAtlas2Based": force}
    layout = {**OPTIONS["layout"], "improvedLayout": nodes <= _LARGE and not pinned}
    if not layers:
        return {**OPTIONS, "physics": physics, "layout": layout}
    return {**OPTIONS, "physics": {**physics, "enabled": False}, "edges": {**OPTIONS["edges"], "smooth": _UPWARD}}


def _place(pin: tuple[int, int] | None, place: tuple[int, int] | None) -> dict[str, Any]:
    """What holds a node at a place, or begins it there and lets it go."""
    if pin:
        dashed = {"borderDashes": [3, 3]}
        return {"pinned": True, "fixed": True, "x": pin[0], "y": pin[1], "shapeProperties": dashed, "borderWidth": 3}
    free = {"pinned": False, "fixed": False, "shapeProperties": {"borderDashes": False}}
    return {**free, "x": place[0], "y": place[1]} if place else free


def _node(data: dict[str, Any], names: Collection[str], *, expanded: bool) -> dict[str, Any]:
    kind = KINDS[data["kind"]]
    box = kind.shape == "box"
    return {
        "label": shorten(seat_title(data["label"], names) if kind.name in _SEATS else data["label"]),
        "title": f"{data['label']}\n{say(kind.one)}",
        "shape": kind.shape,
        "size": kind.size,
        "kind": kind.name,
        "borderWidth": 3 if expanded else 1.5,
        # A label that stands in a box of its own ground takes no colour from the theme.
        **({"font": {"color": INK, "strokeWidth": 0}} if box else {}),
        "color": {
            "background": kind.ground,
            "border": kind.color if box else INK if expanded else "#FFFFFF",
            "highlight": {"background": kind.ground, "border": INK},
            "hover": {"background": kind.ground, "border": INK},
        },
    }


def parts(drawn: Network) -> dict[str, Any]:
    """Nodes, edges and options of a network of pyvis as plain data."""
    nodes, edges, _, _, _, options = drawn.get_network_data()
    return {"nodes": nodes, "edges": edges, "options": json.loads(options) if isinstance(options, str) else options}


def standalone(drawn: Network, title: str) -> str:
    """A page of its own that shows the network without asking anyone for anything.

    pyvis's own template loads Bootstrap from another host even where everything is to be inlined, so the page has another one.
    """
    drawn.set_template_dir(str(_TEMPLATES), "standalone.html")
    drawn.templateEnv.globals["script"] = VIS_NETWORK.read_text(encoding="utf-8")
    drawn.templateEnv.globals["labels"] = _LABELS.read_text(encoding="utf-8")
    drawn.heading = title
    return str(drawn.generate_html("graph.html"))
