"""A network as GraphML, for Gephi, yEd, Cytoscape or networkx: labels, kinds, IRIs, the terms of lines, confidence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO

import networkx as nx

from organigram_viz.kinds import LINES, one_way
from organigram_viz.nearness import Triple

#: What XML 1.0 cannot hold.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def graphml(network: nx.MultiDiGraph[str], names: Mapping[str, str], sure: Mapping[Triple, float]) -> bytes:
    """A network of labelled entities as GraphML. ``names`` are those of lines by IRI, ``sure`` confidences (0..1) of lines.

    A line that says the same of both ends is written from either: every edge of the file has a direction.

    >>> network = nx.MultiDiGraph()
    >>> network.add_node("urn:a", label="A <b>", kind="post")
    >>> _ = network.add_edge("urn:a", "urn:a", key="http://www.w3.org/ns/org#postIn")
    >>> read = nx.read_graphml(BytesIO(graphml(network, {"http://www.w3.org/ns/org#postIn": "post in"}, {})))
    >>> read.nodes["urn:a"]["label"], [data["term"] for _, _, data in read.edges(data=True)]
    ('A <b>', ['org:postIn'])
    """
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for iri, data in network.nodes(data=True):
        made.add_node(iri, label=_written(data["label"]), kind=data["kind"], iri=iri)
    edges = sorted(network.edges(keys=True))
    edges += [(end, start, line) for start, end, line in edges if LINES[line].symmetric and start != end]
    for number, (start, end, line) in enumerate(edges):
        told: dict[str, str | float] = {"label": names[line], "term": LINES[line].term, "iri": line, "family": LINES[line].family}
        drawn = one_way(start, line, end)
        if drawn in sure:
            told["confidence"] = sure[drawn]
        made.add_edge(start, end, key=f"e{number}", **told)
    out = BytesIO()
    nx.write_graphml(made, out, encoding="utf-8")
    return out.getvalue()


def _written(text: str) -> str:
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)
