"""A drawing in layers: what lines lead to stands above what they come from, whatever circles there are."""

from __future__ import annotations

import math
from collections.abc import Hashable

import networkx as nx

from organigram_viz.kinds import KINDS, LINES

#: Distances between nodes side by side, rows of one layer, and layers.
_SIDE, _ROW, _LAYER = 180, 95, 150
#: A layer of more nodes than this, or than make the drawing wider than high, has several rows.
_WIDE = 6


def layers_of(network: nx.MultiDiGraph[str]) -> list[list[str]]:
    """The nodes of a network from the top: a node stands below all that its lines lead to.

    Those of a circle share a layer, as do the ends of a line without a direction.

    >>> layers_of(nx.MultiDiGraph([("nurse", "head"), ("head", "mission"), ("cook", "head")]))
    [['mission'], ['head'], ['cook', 'nurse']]
    """
    lines = nx.DiGraph(network)
    both_ways = {iri for iri, line in LINES.items() if line.symmetric}
    lines.add_edges_from([(end, start) for start, end, line in network.edges(keys=True) if line in both_ways])
    whole = nx.condensation(lines)
    depth: dict[Hashable, int] = {}
    for part in reversed(list(nx.topological_sort(whole))):
        depth[part] = max((depth[above] + 1 for above in whole.successors(part)), default=0)
    made: dict[int, list[str]] = {}
    for part, members in whole.nodes(data="members"):
        # What no line leads further from, and to which none leads, stands at the bottom.
        alone = not whole.degree(part) and len(members) == 1 and len(whole) > 1
        made.setdefault(max(depth.values()) + 1 if alone else depth[part], []).extend(members)
    return [sorted(made[level]) for level in sorted(made)]


def places(network: nx.MultiDiGraph[str]) -> dict[str, tuple[int, int]]:
    """Where each node stands: layers below each other, each by kind and in the order of what it hangs on.

    >>> places(nx.MultiDiGraph([("nurse", "head"), ("cook", "head")]))
    {'head': (0, 0), 'cook': (-90, 150), 'nurse': (90, 150)}
    """
    found: dict[str, tuple[int, int]] = {}
    top, wide = 0, max(_WIDE, round(math.sqrt(0.6 * len(network))))
    kinds = list(KINDS)
    for layer in layers_of(network):
        kind = {node: kinds.index(network.nodes[node].get("kind", "other")) for node in layer}
        ordered = sorted(layer, key=lambda node: (kind[node], _middle(network, node, found), node))
        for first in range(0, len(ordered), wide):
            row = ordered[first : first + wide]
            for place, node in enumerate(row):
                found[node] = (round((place - (len(row) - 1) / 2) * _SIDE), top)
            top += _ROW
        top += _LAYER - _ROW
    return found


def _middle(network: nx.MultiDiGraph[str], node: str, found: dict[str, tuple[int, int]]) -> float:
    above = [found[other][0] for other in nx.all_neighbors(network, node) if other in found]
    return sum(above) / len(above) if above else 0.0
