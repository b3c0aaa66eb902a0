"""The structure of an organigram: who is above whom, on which layer, and what is odd about it.

A structure is made of lines ``(subordinate, line, manager)``; only hierarchical lines make layers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import networkx as nx

#: Distance between seats side by side and between layers, in the drawing's pixels.
SEAT_WIDTH, LAYER_HEIGHT = 210, 130


@dataclass(frozen=True, slots=True)
class Structure:
    """Layers from the top, seats without any line, cycles, seats with two or more direct managers."""

    layers: tuple[tuple[str, ...], ...]
    apart: tuple[str, ...]
    cycles: tuple[tuple[str, ...], ...]
    shared: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def roots(self) -> tuple[str, ...]:
        """The seats at the top."""
        return self.layers[0] if self.layers else ()


def structure_of(
    seats: Iterable[str], hierarchical: Iterable[tuple[str, str]], other: Iterable[tuple[str, str]] = ()
) -> Structure:
    """The structure of some seats; lines are (subordinate, manager).

    >>> made = structure_of(["head", "nurse", "cook"], [("nurse", "head")])
    >>> made.layers, made.apart
    ((('head',), ('nurse',)), ('cook',))
    >>> structure_of(["a", "b"], [("a", "b"), ("b", "a")]).cycles
    (('a', 'b'),)
    """
    down: nx.DiGraph[str] = nx.DiGraph()
    down.add_nodes_from(sorted(seats))
    down.add_edges_from(sorted((manager, seat) for seat, manager in hierarchical))
    linked = {end for pair in other for end in pair}
    cycles = tuple(tuple(sorted(part)) for part in nx.strongly_connected_components(down) if len(part) > 1)
    cycles += tuple((seat,) for seat in nx.nodes_with_selfloops(down))
    apart = tuple(seat for seat in down if down.degree(seat) == 0 and seat not in linked)
    shared = {seat: tuple(down.predecessors(seat)) for seat in down if down.in_degree(seat) > 1}
    return Structure(_layers(down, set(apart)), apart, tuple(sorted(cycles)), shared)


def _layers(down: nx.DiGraph[str], apart: set[str]) -> tuple[tuple[str, ...], ...]:
    """Seats by their distance from the top, the longest way; those of one cycle share a layer."""
    condensed = nx.condensation(down)
    levels: dict[int, int] = {}
    for part in nx.topological_sort(condensed):
        levels[part] = max((levels[above] + 1 for above in condensed.predecessors(part)), default=0)
    layers: dict[int, list[str]] = {}
    for part, members in condensed.nodes(data="members"):
        layers.setdefault(levels[part], []).extend(seat for seat in members if seat not in apart)
    return tuple(tuple(sorted(layers[level])) for level in sorted(layers) if layers[level])


def positions(
    structure: Structure, hierarchical: Iterable[tuple[str, str]], *, columns: int = 4
) -> dict[str, tuple[float, float]]:
    """Where each seat stands: managers in the middle above their own, seats without a line in rows below.

    >>> made = structure_of(["head", "cook", "nurse"], [("nurse", "head"), ("cook", "head")])
    >>> positions(made, [("nurse", "head"), ("cook", "head")])
    {'cook': (0.0, 130), 'nurse': (210.0, 130), 'head': (105.0, 0)}
    """
    level = {seat: number for number, layer in enumerate(structure.layers) for seat in layer}
    forest: nx.DiGraph[str] = nx.DiGraph()
    forest.add_nodes_from(level)
    for seat, manager in sorted(hierarchical):
        # A seat hangs under one manager in the drawing; a second line is drawn, but moves nothing.
        if seat != manager and level[manager] < level[seat] and forest.in_degree(seat) == 0:
            forest.add_edge(manager, seat)
    placed: dict[str, tuple[float, float]] = {}
    column = 0.0
    for root in sorted((seat for seat in forest if forest.in_degree(seat) == 0), key=lambda seat: (level[seat], seat)):
        for seat in nx.dfs_postorder_nodes(forest, root):
            below = sorted(forest.successors(seat))
            if below:
                x = sum(placed[other][0] for other in below) / len(below)
            else:
                x, column = column * SEAT_WIDTH, column + 1
            placed[seat] = (x, level[seat] * LAYER_HEIGHT)
    bottom = len(structure.layers) * LAYER_HEIGHT + (40 if structure.layers else 0)
    for number, seat in enumerate(structure.apart):
        placed[seat] = ((number % columns) * float(SEAT_WIDTH), bottom + (number // columns) * LAYER_HEIGHT * 0.7)
    return placed
