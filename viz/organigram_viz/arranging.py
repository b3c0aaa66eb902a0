"""Where the seats of an organigram stand, so that hundreds of them stay readable.

A manager stands above his own. Who has nobody below stands in columns beneath, four or more of them; branches stand side by side.
Parts of the chart that no line joins stand in rows, the largest first, seats without a line last.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

#: Pixels of the drawing: from seat to seat, from layer to layer, from seat to seat of a column, and what a column is set in.
SEAT_WIDTH, LAYER_HEIGHT, STACK_HEIGHT, INDENT = 210.0, 140.0, 88.0, 34.0
#: Fewer seats than this below one manager stand in a row.
_ROW = 4
#: How high a column of them is at least and at most.
_FEW, _MANY = 8, 16
_GAP = 60.0
#: How wide a drawing is meant to be for its height: as the page shows it.
_SHAPE = 1.25

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Places of seats (x, y), and for each seat under a manager the corners of its line up to him, from the seat's own end."""

    places: Mapping[str, Point]
    ways: Mapping[str, tuple[Point, ...]]
    apart: Point | None = None


@dataclass(slots=True)
class _Block:
    """A seat with all below it; places are counted from its left upper corner."""

    width: float
    height: float
    x: float
    places: dict[str, Point] = field(default_factory=dict)
    ways: dict[str, tuple[Point, ...]] = field(default_factory=dict)

    def take(self, other: _Block, dx: float, dy: float) -> None:
        """Put another block into this one."""
        self.places |= {seat: (x + dx, y + dy) for seat, (x, y) in other.places.items()}
        self.ways |= {seat: tuple((x + dx, y + dy) for x, y in way) for seat, way in other.ways.items()}


def arrange(seats: Iterable[str], parents: Mapping[str, str], apart: Iterable[str] = ()) -> Arrangement:
    """Places for seats, each under one manager or none; ``apart`` are those without a line.

    >>> made = arrange(["head", "nurse", "cook"], {"nurse": "head", "cook": "head"})
    >>> made.places
    {'head': (105.0, 0.0), 'cook': (0.0, 140.0), 'nurse': (210.0, 140.0)}
    >>> made.ways["nurse"]
    ((210.0, 70.0), (105.0, 70.0))
    """
    alone = sorted(set(apart))
    blocks = _blocks(sorted(set(seats) - set(alone)), parents)
    area = sum(block.width * block.height for block in blocks) + len(alone) * SEAT_WIDTH * STACK_HEIGHT
    widest = max([4 * SEAT_WIDTH, math.sqrt(_SHAPE * area), *(block.width for block in blocks)])
    whole = _Block(0, 0, 0)
    x = y = row = 0.0
    for block in blocks:
        if x and x + block.width > widest:
            x, y, row = 0.0, y + row + _GAP, 0.0
        whole.take(block, x, y)
        x, row = x + block.width + _GAP, max(row, block.height)
    y += row + _GAP if blocks else 0.0
    columns = max(4, int(widest // SEAT_WIDTH))
    for number, seat in enumerate(alone):
        whole.places[seat] = ((number % columns) * SEAT_WIDTH, y + (number // columns) * STACK_HEIGHT)
    return Arrangement(whole.places, whole.ways, (0.0, y) if alone else None)


def _blocks(seats: list[str], parents: Mapping[str, str]) -> list[_Block]:
    """The parts of the chart, the largest first."""
    known = set(seats)
    children: dict[str, list[str]] = {}
    for seat in seats:
        if parents.get(seat) in known:
            children.setdefault(parents[seat], []).append(seat)
    done: dict[str, _Block] = {}
    roots = [seat for seat in seats if parents.get(seat) not in known]
    for root in roots:
        for seat in _upwards(root, children):
            done[seat] = _block(seat, [(child, done.pop(child)) for child in children.get(seat, ())])
    return sorted((done[root] for root in roots), key=lambda block: (-len(block.places), min(block.places)))


def _upwards(root: str, children: Mapping[str, list[str]]) -> list[str]:
    """A seat and all below it, each after those below itself."""
    found, waiting = [], [root]
    while waiting:
        seat = waiting.pop()
        found.append(seat)
        waiting += children.get(seat, ())
    return found[::-1]


def _block(seat: str, below: list[tuple[str, _Block]]) -> _Block:
    branches = sorted((one for one in below if len(one[1].places) > 1), key=lambda one: (-len(one[1].places), one[0]))
    leaves = sorted(child for child, block in below if len(block.places) == 1)
    if not below:
        return _Block(SEAT_WIDTH, STACK_HEIGHT, 0.0, {seat: (0.0, 0.0)})
    made, bus = _Block(0, 0, 0), LAYER_HEIGHT / 2
    corners: dict[str, tuple[Point, ...]] = {}
    if len(leaves) < _ROW:
        branches = sorted(below, key=lambda one: (len(one[1].places) == 1, -len(one[1].places), one[0]))
    else:
        _columns(made, leaves, corners, bus)
    for child, block in branches:
        left = made.width
        made.take(block, left, LAYER_HEIGHT)
        corners[child] = ((left + block.x, bus),)
        made.width, made.height = left + block.width, max(made.height, LAYER_HEIGHT + block.height)
    ends = [way[-1][0] for way in corners.values()]
    made.x = (min(ends) + max(ends)) / 2
    made.places = {seat: (made.x, 0.0), **made.places}
    made.ways |= {child: (*way, (made.x, bus)) for child, way in corners.items()}
    return made


def _columns(made: _Block, leaves: list[str], corners: dict[str, tuple[Point, ...]], bus: float) -> None:
    """Put seats that have nobody below into columns, a line along the left of each."""
    rows = max(_FEW, min(_MANY, math.ceil(math.sqrt(6 * len(leaves)))))
    for number, leaf in enumerate(leaves):
        column, row = divmod(number, rows)
        trunk = column * (SEAT_WIDTH + INDENT) - SEAT_WIDTH / 2 + 10
        y = LAYER_HEIGHT + row * STACK_HEIGHT
        made.places[leaf] = (column * (SEAT_WIDTH + INDENT) + INDENT, y)
        corners[leaf] = ((trunk, y), (trunk, bus))
    made.width = math.ceil(len(leaves) / rows) * (SEAT_WIDTH + INDENT)
    made.height = LAYER_HEIGHT + min(rows, len(leaves)) * STACK_HEIGHT
