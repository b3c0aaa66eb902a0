"""An answer as a drawing: the triples that it is, the lines that its columns name, or the entities that stand in one row."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import networkx as nx
import streamlit as st
from pyoxigraph import NamedNode

from organigram.i18n import N_
from organigram.namespaces import expand
from organigram.querying import Result, Term
from organigram_viz.canvas import canvas
from organigram_viz.downloads import File, button
from organigram_viz.entities import kinds_of, labels_of
from organigram_viz.kinds import FAMILIES, LINES, one_way
from organigram_viz.links import entity_link
from organigram_viz.network import NO_ARROW, build, edge_id, parts, standalone
from organigram_viz.source import source
from organigram_viz.wording import address_list, language, put, say

__all__ = ["draw", "triples_of_result"]

#: More nodes than this are not drawn.
NODES = 300
#: What says nothing in a drawing: the class is told by shape and colour.
_SILENT = (expand("rdf:type"), expand("rdfs:isDefinedBy"))
#: The line between entities of one row, whose columns name none.
_BESIDE = "beside"

Triple = tuple[str, str, str]


def triples_of_result(result: Result) -> list[Triple]:
    """The lines (start, property, end) that an answer draws: none where it names fewer than two entities together."""
    found: list[Sequence[Term | None]]
    if result.kind == "construct":
        found = [(t.subject, t.predicate, t.object) for t in result.triples]
    elif {"from", "line", "to"} <= set(result.variables):
        places = [result.variables.index(name) for name in ("from", "line", "to")]
        found = [[row[place] for place in places] for row in result.rows]
    else:
        return _of_rows(result)
    terms = (tuple(term.value for term in triple if isinstance(term, NamedNode)) for triple in found)
    return [(one[0], one[1], one[2]) for one in dict.fromkeys(terms) if len(one) == 3 and one[1] not in _SILENT]


def _of_rows(result: Result) -> list[Triple]:
    """From the first entity of a row to each other one."""
    found: dict[Triple, None] = {}
    for row in result.rows:
        named = [term.value for term in row if isinstance(term, NamedNode)]
        found.update(((named[0], _BESIDE, other), None) for other in named[1:] if other != named[0])
    return list(found)


def draw(triples: list[Triple]) -> None:
    """The drawing, and the link to the page of what is clicked."""
    network, left_out = _network(triples)
    known = network.copy()
    known.remove_edges_from([edge for edge in network.edges(keys=True) if edge[2] not in LINES])
    hidden = address_list("hidden")
    drawn = build(known, hidden=hidden)
    shown = set(drawn.get_nodes())
    names = labels_of(source(), {line for _, _, line in network.edges(keys=True)} - {_BESIDE}, language())
    for start, end, line in network.edges(keys=True):
        if line not in LINES and {start, end} <= shown:
            looks = {"title": names.get(line, ""), "width": 1, "color": FAMILIES["other"][0]}
            drawn.add_edge(start, end, id=edge_id(start, line, end), **looks, **(NO_ARROW if line == _BESIDE else {}))
    lines = {line for _, _, line in network.edges(keys=True)}
    event = canvas(
        parts(drawn),
        key="answer-drawing",
        identity=str(hash(frozenset(network.edges(keys=True)))),
        kinds={data["kind"] for _, data in network.nodes(data=True)},
        families={LINES[line].family if line in LINES else "other" for line in lines},
        hidden=hidden,
        height=560,
    )
    if event.hidden is not None:
        put("hidden", event.hidden)
        st.rerun()
    if left_out:
        st.caption(
            say(N_("Entities drawn: {shown}; {more} more are in the table and in the files."), shown=len(network), more=left_out)
        )
    if event.click and event.click.node in network:
        st.html(entity_link(event.click.node, network.nodes[event.click.node]["label"]))
    else:
        st.caption(say(N_("Click an entity to get the link to its page.")))
    title = say(N_("Organigram: a graph"))
    button(File("HTML", "html", "text/html", lambda: standalone(drawn, title).encode()), "drawing", quiet=True)


def _network(triples: list[Triple]) -> tuple[nx.MultiDiGraph[str], int]:
    """The first entities with their lines, labels and kinds; how many entities are left out."""
    everyone = dict.fromkeys(end for start, _, other in triples for end in (start, other))
    kept = set(islice(everyone, NODES))
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for start, line, end in (one_way(*triple) for triple in triples):
        if start in kept and end in kept and not (line == _BESIDE and network.has_edge(end, start, line)):
            network.add_edge(start, end, key=line)
    labels, kinds = labels_of(source(), network.nodes, language()), kinds_of(source(), network.nodes)
    for iri in network.nodes:
        network.nodes[iri].update(label=labels[iri], kind=kinds[iri])
    return network, len(everyone) - len(network)
