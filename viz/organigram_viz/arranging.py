"""Where the seats of an organigram stand, so that hundreds of them stay readable.

A manager stands above his own. Who has nobody below stands in columns beneath, four or more of them; branches stand side by side.
Parts of the chart that no line joins stand in rows, the largest first, seats without a line last.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from organigram_viz import structure
from organigram_viz.ordering import TOP, Children, children_of, sweeps

#: Pixels of the drawing: from seat to seat, from layer to layer, from seat to seat of a column, and what a column is set in.
SEAT_WIDTH, LAYER_HEIGHT, STACK_HEIGHT, INDENT = 210.0, 140.0, 88.0, 34.0
#: Fewer seats than this below one manager stand in a row.
_ROW = 4
#: How high a column of them is at least and at most.
_FEW, _MANY = 8, 16
_GAP = 60.0
#: How wide a drawing is meant to be for its height: as the page shows it.
_SHAPE = 1.1
#: Widths that are tried.
_LIMITS = (840.0, 1260.0, 1890.0, 2835.0, 4250.0, 6400.0)
#: How far the middle of a seat's box is from its sides, and from its top.
_BOX = (90.0, 26.0)
#: Of more lines and boxes than this (their product) it is not looked at which passes behind which: that would take half a second.
_LOOKED_AT = 50_000
#: How many orders of either kind are tried beside the first.
_SWEEPS = 4

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Places of seats (x, y); the corners of each seat's line up to its manager, from its own end; where those apart begin."""

    places: Mapping[str, Point]
    ways: Mapping[str, tuple[Point, ...]]
    apart: Point = (0.0, 0.0)


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


def arrange(
    seats: Iterable[str],
    parents: Mapping[str, str],
    apart: Iterable[str] = (),
    across: Collection[tuple[str, str]] = (),
    sizes: Mapping[str, int] | None = None,
) -> Arrangement:
    """Places for seats, each under one manager or none; ``apart`` are those without a line.

    Of several widths at which branches go on in a row below, the one is taken that shows the chart largest; of several orders
    side by side, the one in which the other lines, ``across``, are shortest and pass behind the fewest boxes. ``sizes`` are how
    many each seat has below itself in all, if not all of them are placed.

    >>> made = arrange(["head", "nurse", "cook"], {"nurse": "head", "cook": "head"})
    >>> made.places
    {'head': (105.0, 0.0), 'cook': (0.0, 140.0), 'nurse': (210.0, 140.0)}
    >>> made.ways["nurse"]
    ((210.0, 70.0), (105.0, 70.0))
    """
    alone = sorted(set(apart))
    children = children_of(set(seats) - set(alone), parents, structure.below(parents) if sizes is None else sizes)
    limit = max(_LIMITS, key=lambda one: _scale(_whole(children, alone, one)))
    made = (_whole(one, alone, limit) for one in sweeps(children, across, _SWEEPS))
    return min(made, key=lambda one: _muddle(one, across))


def _muddle(made: Arrangement, lines: Iterable[tuple[str, str]]) -> float:
    """How long some lines are in all, those longer that pass behind the box of a seat that they have nothing to do with."""
    numbers = {seat: number for number, seat in enumerate(made.places)}
    ends = np.array([(numbers[one], numbers[other]) for one, other in lines if one in numbers and other in numbers])
    if not len(ends):
        return 0.0
    at = np.array(list(made.places.values()))
    start, way = at[ends[:, 0]], at[ends[:, 1]] - at[ends[:, 0]]
    passed = np.zeros((len(ends), len(at)), dtype=bool)
    for step in np.linspace(0.1, 0.9, 9 if passed.size < _LOOKED_AT else 0):  # along the curve in which a line is drawn
        bend = np.array([3 - 2 * step, 1.5 - 1.5 * step + step * step]) * [step * step, step]
        passed |= (np.abs((start + way * bend)[:, None] - at) < _BOX).all(axis=2)
    passed[np.arange(len(ends))[:, None], ends] = False
    return float(np.hypot(*way.T).sum() + 2 * SEAT_WIDTH * passed.sum())


def _scale(made: Arrangement) -> float:
    """How large a drawing is shown where it has to fit into the page."""
    xs, ys = [x for x, _ in made.places.values()] or [0.0], [y for _, y in made.places.values()] or [0.0]
    return min(_SHAPE / (max(xs) - min(xs) + SEAT_WIDTH), 1 / (max(ys) - min(ys) + STACK_HEIGHT))


def _whole(children: Children, alone: list[str], limit: float) -> Arrangement:
    """Everything, with branches side by side up to a width."""
    blocks = _blocks(children, limit)
    widest = max([limit, *(block.width for block in blocks)])
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
    return Arrangement(whole.places, whole.ways, (0.0, y))


def _blocks(children: Children, limit: float) -> list[_Block]:
    """The parts of the chart."""
    done: dict[str, _Block] = {}
    for root in children[TOP]:
        for seat in _upwards(root, children):
            done[seat] = _block(seat, [(child, done.pop(child)) for child in children.get(seat, ())], limit)
    return [done[root] for root in children[TOP]]


def _upwards(root: str, children: Mapping[str, list[str]]) -> list[str]:
    """A seat and all below it, each after those below itself."""
    found, waiting = [], [root]
    while waiting:
        seat = waiting.pop()
        found.append(seat)
        waiting += children.get(seat, ())
    return found[::-1]


@dataclass(slots=True)
class _Item:
    """What stands side by side below a manager: a branch, or columns; and the way of each seat up to the line above."""

    block: _Block
    ways: dict[str, tuple[Point, ...]]


def _block(seat: str, below: list[tuple[str, _Block]], limit: float) -> _Block:
    """A manager above his own, who go on in another row where they are too many for one."""
    if not below:
        return _Block(SEAT_WIDTH, STACK_HEIGHT, 0.0, {seat: (0.0, 0.0)})
    rows = _rows(_items(below), limit)
    made, bus = _Block(0, 0, 0), LAYER_HEIGHT / 2
    indent, trunk = (INDENT, -SEAT_WIDTH / 2 + 10) if len(rows) > 1 else (0.0, 0.0)
    made.x = max(0.0, _middle(rows[0], indent))
    y, above = LAYER_HEIGHT, ((made.x, bus),)
    for number, row in enumerate(rows):
        if number:  # along the left of the rows above
            above = ((trunk, y - bus), *(above if number > 1 else ((trunk, bus), (made.x, bus))))
        _place(made, row, (indent, y), above)
        made.height = y + max(item.block.height for item in row)
        y = made.height + bus
    made.places = {seat: (made.x, 0.0), **made.places}
    return made


def _middle(row: list[_Item], left: float) -> float:
    """The middle of the line above a row."""
    ends, x = [], left
    for item in row:
        ends += [x + way[-1][0] for way in item.ways.values()]
        x += item.block.width
    return (min(ends) + max(ends)) / 2


def _place(made: _Block, row: list[_Item], corner: Point, above: tuple[Point, ...]) -> None:
    """Put a row into a block, and take each seat's way along the line above the row, over every corner of it, to its end."""
    (x, y), goal = corner, above[0]
    ways: dict[str, tuple[Point, ...]] = {}
    for item in row:
        made.take(item.block, x, y)
        ways |= {child: tuple((x + dx, y + dy) for dx, dy in way) for child, way in item.ways.items()}
        x += item.block.width
    made.width = max(made.width, x)
    corners = sorted({way[-1][0] for way in ways.values()})
    for child, way in ways.items():
        start = way[-1][0]
        between = [one for one in corners if min(start, goal[0]) < one < max(start, goal[0])]
        passed = between if start < goal[0] else between[::-1]
        made.ways[child] = (*way, *((one, goal[1]) for one in passed), *above)


def _items(below: list[tuple[str, _Block]]) -> list[_Item]:
    """Branches; who has nobody below, in columns before them where they are several."""
    leaves = [child for child, block in below if len(block.places) == 1]
    single = len(leaves) < _ROW
    items = [_Item(block, {child: ((block.x, -LAYER_HEIGHT / 2),)}) for child, block in below if single or len(block.places) > 1]
    return items if single else [_columns(leaves), *items]


def _rows(items: list[_Item], limit: float) -> list[list[_Item]]:
    """Items side by side up to a width."""
    rows: list[list[_Item]] = [[]]
    width = 0.0
    for item in items:
        if rows[-1] and width + item.block.width > limit:
            rows.append([])
            width = 0.0
        rows[-1].append(item)
        width += item.block.width
    return rows


def _columns(leaves: list[str]) -> _Item:
    """Seats that have nobody below in columns, a line along the left of each."""
    rows = max(_FEW, min(_MANY, math.ceil(math.sqrt(6 * len(leaves)))))
    made = _Item(_Block(0, 0, 0), {})
    for number, leaf in enumerate(leaves):
        column, row = divmod(number, rows)
        trunk, y = column * (SEAT_WIDTH + INDENT) - SEAT_WIDTH / 2 + 10, row * STACK_HEIGHT
        made.block.places[leaf] = (column * (SEAT_WIDTH + INDENT) + INDENT, y)
        made.ways[leaf] = (*((trunk, above * STACK_HEIGHT) for above in range(row, -1, -1)), (trunk, -LAYER_HEIGHT / 2))
    made.block.width = math.ceil(len(leaves) / rows) * (SEAT_WIDTH + INDENT)
    made.block.height = min(rows, len(leaves)) * STACK_HEIGHT
    return made
