"""The structure of an organigram: who is above whom, and what is odd about it.

A structure is made of lines ``(subordinate, manager)``; only hierarchical lines say who is above whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heapify, heappop, heappush

import networkx as nx


@dataclass(frozen=True)
class Structure:
    """What the lines between seats make.

    ``apart``: seats without any line; ``cycles``; ``shared``: seats with two or more direct managers;
    ``gaps``: seats with others below whose own manager nobody states, and how many are below, the highest seat left out;
    ``skips``: direct lines (subordinate, manager) that pass over a level; ``parents``: the one manager a seat is drawn under.
    """

    apart: tuple[str, ...]
    cycles: tuple[tuple[str, ...], ...]
    shared: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    gaps: Mapping[str, int] = field(default_factory=dict)
    skips: tuple[tuple[str, str], ...] = ()
    parents: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def circles(self) -> Mapping[str, int]:
        """The seats that are of a circle, each with the number of the largest that it is of."""
        ordered = sorted(enumerate(self.cycles), key=lambda numbered: len(numbered[1]))
        return {seat: number for number, cycle in ordered for seat in cycle}

    @cached_property
    def skipping(self) -> frozenset[str]:
        """The seats whose direct line passes over a level."""
        return frozenset(seat for seat, _ in self.skips)

    def circular(self, seat: str, manager: str) -> bool:
        """Whether a direct line is part of a circle."""
        return seat in self.circles and self.circles[seat] == self.circles.get(manager)


def structure_of(
    seats: Iterable[str],
    hierarchical: Iterable[tuple[str, str]],
    other: Iterable[tuple[str, str]] = (),
    ranks: Mapping[str, int] | None = None,
) -> Structure:
    """The structure of some seats; lines are (subordinate, manager), ``ranks`` the seats' levels: 0 the field, 1 the mission ...

    >>> made = structure_of(["head", "nurse", "cook"], [("nurse", "head")])
    >>> made.parents, made.apart
    ({'nurse': 'head'}, ('cook',))
    >>> structure_of(["a", "b"], [("a", "b"), ("b", "a")]).cycles
    (('a', 'b'),)
    >>> structure_of("abcd", [("b", "a"), ("d", "c")], ranks={"a": 1, "c": 0}).gaps
    {'c': 1}
    >>> structure_of("ab", [("b", "a")], ranks={"a": 3, "b": 0}).skips
    (('b', 'a'),)
    """
    down: nx.DiGraph[str] = nx.DiGraph()
    down.add_nodes_from(sorted(seats))
    down.add_edges_from(sorted((manager, seat) for seat, manager in hierarchical))
    linked = {end for pair in other for end in pair}
    cycles = tuple(tuple(sorted(part)) for part in nx.strongly_connected_components(down) if len(part) > 1)
    cycles += tuple((seat,) for seat in nx.nodes_with_selfloops(down))
    apart = tuple(seat for seat in down if down.degree(seat) == 0 and seat not in linked)
    shared = {seat: tuple(down.predecessors(seat)) for seat in down if down.in_degree(seat) > 1}
    found = ranks or {}
    return Structure(apart, tuple(sorted(cycles)), shared, _gaps(down, found), _skips(down, found), _parents(down, _levels(down)))


def _levels(down: nx.DiGraph[str]) -> dict[str, int]:
    """How far each seat is from the top, by the longest way; those of one cycle are as far as each other."""
    condensed = nx.condensation(down)
    levels: dict[int, int] = {}
    for part in nx.topological_sort(condensed):
        levels[part] = max((levels[above] + 1 for above in condensed.predecessors(part)), default=0)
    return {seat: levels[part] for part, members in condensed.nodes(data="members") for seat in members}


def _gaps(down: nx.DiGraph[str], ranks: Mapping[str, int]) -> dict[str, int]:
    """Seats at the top of a part of the chart, but for the top of the whole: the highest, then the one of most."""
    below = {seat: len(nx.descendants(down, seat)) for seat in down if down.in_degree(seat) == 0 and down.out_degree(seat) > 0}
    if not below:
        return {}
    top = min(below, key=lambda seat: (-ranks.get(seat, -1), -below[seat], seat))
    return {seat: count for seat, count in below.items() if seat != top}


def _skips(down: nx.DiGraph[str], ranks: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    """Lines from a seat in the field to one above the mission. Not all have a region: a mission may pass it over."""
    return tuple((seat, manager) for manager, seat in down.edges if ranks.get(seat) == 0 and ranks.get(manager, 0) > 1)


def _parents(down: nx.DiGraph[str], levels: Mapping[str, int]) -> dict[str, str]:
    """The manager that each seat is drawn under: the nearest above; a circle is cut where it would close."""
    parents: dict[str, str] = {}
    for seat in sorted(down, key=lambda one: (levels[one], one)):
        for manager in sorted(down.predecessors(seat), key=lambda one: (-levels[one], one)):
            if not _is_under(manager, seat, parents):
                parents[seat] = manager
                break
    return parents


def _is_under(seat: str, other: str, parents: Mapping[str, str]) -> bool:
    """Whether a seat is another, or drawn below it."""
    while seat != other:
        if seat not in parents:
            return False
        seat = parents[seat]
    return True


def below(parents: Mapping[str, str]) -> dict[str, int]:
    """How many seats are drawn below each, at any depth.

    >>> below({"nurse": "doctor", "doctor": "head"})
    {'doctor': 1, 'head': 2}
    """
    counted: dict[str, int] = {}
    for seat in parents:
        above = parents.get(seat)
        while above is not None:
            counted[above] = counted.get(above, 0) + 1
            above = parents.get(above)
    return counted


def hidden_by(folded: Iterable[str], parents: Mapping[str, str]) -> set[str]:
    """The seats that are not shown while the branches of some seats are folded.

    >>> sorted(hidden_by(["doctor"], {"nurse": "doctor", "doctor": "head"}))
    ['nurse']
    """
    closed, hidden = set(folded), set()
    for seat in parents:
        above = parents.get(seat)
        while above is not None:
            if above in closed:
                hidden.add(seat)
                break
            above = parents.get(above)
    return hidden


def fold_to(limit: int, parents: Mapping[str, str], seats: int) -> list[str]:
    """Which branches to fold so that about ``limit`` seats of a larger chart are shown.

    Who has most below is opened first, from the top; the top of the largest part of the chart is always open.

    >>> fold_to(2, {"nurse": "doctor", "doctor": "head"}, 3), fold_to(3, {"nurse": "doctor", "doctor": "head"}, 3)
    (['doctor'], [])
    """
    children: dict[str, list[str]] = {}
    for seat, manager in parents.items():
        children.setdefault(manager, []).append(seat)
    under, folded = below(parents), set(children)
    waiting = [(-under[seat], seat) for seat in children if seat not in parents]
    heapify(waiting)
    shown = seats - len(parents)
    while waiting:
        _, seat = heappop(waiting)
        if shown + len(children[seat]) > limit and len(folded) < len(children):
            continue
        folded.remove(seat)
        shown += len(children[seat])
        for child in children[seat]:
            if child in children:
                heappush(waiting, (-under[child], child))
    return sorted(folded)
