"""In which order seats stand side by side, so that the lines that run across an organigram are short and cross little.

Barycentres, as in Sugiyama's drawings of layers: each seat, with all below it, goes to the middle of those that it has lines to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

#: The seats directly below each; ``TOP`` holds those below nobody.
Children = dict[str, list[str]]
TOP = ""


def children_of(seats: Iterable[str], parents: Mapping[str, str], sizes: Mapping[str, int]) -> Children:
    """Who stands below whom, the one with most below (``sizes``) first.

    >>> children_of("abcd", {"b": "a", "c": "a", "d": "c"}, {"a": 3, "c": 1})
    {'': ['a'], 'a': ['c', 'b'], 'c': ['d']}
    """
    known = set(seats)
    found: Children = {TOP: []}
    for seat in sorted(known, key=lambda seat: (-sizes.get(seat, 0), seat)):
        above = parents.get(seat, TOP)
        found.setdefault(above if above in known else TOP, []).append(seat)
    return found


def sweeps(children: Children, across: Iterable[tuple[str, str]], most: int) -> Iterator[Children]:
    """The order given, then up to ``most`` others by barycentres, and as many in which seats go half of the way.

    Two that have a line to each other would otherwise change places again and again.

    >>> list(sweeps({"": ["x", "y"], "x": ["a", "b"], "y": ["c"]}, [("a", "c")], 1))[1]
    {'': ['x', 'y'], 'x': ['b', 'a'], 'y': ['c']}
    """
    yield children
    lines = list(across)
    for way in (1.0, 0.5) if lines else ():
        swept = children
        for _ in range(most):
            before, swept = swept, _swept(swept, lines, way)
            if swept == before:
                break
            yield swept


def _swept(children: Children, across: Iterable[tuple[str, str]], way: float) -> Children:
    above = {seat: manager for manager, below in children.items() for seat in below}
    place = {seat: float(number) for number, seat in enumerate(_read(children))}
    drawn_to: dict[str, list[float]] = {}
    for one, other in across:
        if one in place and other in place:
            for seat, end in ((one, other), (other, one)):
                for mover in _chain(seat, above, without=set(_chain(end, above))):
                    drawn_to.setdefault(mover, []).append(place[end])
    middle = {seat: way * sum(found) / len(found) + (1 - way) * place[seat] for seat, found in drawn_to.items()}
    swept = {manager: sorted(below, key=lambda seat: middle.get(seat, place[seat])) for manager, below in children.items()}
    first = children[TOP][:1]  # the largest part of the chart stays at its beginning
    return {**swept, TOP: [*first, *(seat for seat in swept[TOP] if seat not in first)]}


def _read(children: Children) -> Iterator[str]:
    """The seats as a reader meets them: from left to right, each before those below it."""
    waiting = [*reversed(children[TOP])]
    while waiting:
        seat = waiting.pop()
        yield seat
        waiting += reversed(children.get(seat, ()))


def _chain(seat: str, above: Mapping[str, str], without: Iterable[str] = ()) -> list[str]:
    """A seat and those above it, up to the first of others."""
    found = []
    while seat != TOP and seat not in without:
        found.append(seat)
        seat = above[seat]
    return found
