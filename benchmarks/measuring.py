"""One figure: how long something took, over how many postings and triples."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Generic, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True)
class Timed(Generic[T_co]):
    """What a piece of work gave, and the seconds of every run."""

    result: T_co
    runs: tuple[float, ...]

    @property
    def seconds(self) -> float:
        """The median run."""
        return median(self.runs)


def timed(work: Callable[[], T], runs: int, prepare: Callable[[], object] = lambda: None) -> Timed[T]:
    """Do the work so many times, each after preparing it, and keep the last result. Preparation is not in the time."""
    found: list[float] = []
    for _ in range(runs):
        prepare()
        gc.collect()
        start = perf_counter()
        result = work()
        found.append(perf_counter() - start)
    return Timed(result, tuple(found))


@dataclass(frozen=True)
class Figure:
    """A line of the table of stages. ``triples`` is 0 where a stage has none."""

    stage: str
    timed: Timed[object]
    postings: int
    triples: int = 0


@dataclass(frozen=True)
class Peer:
    """The same work done by us and by somebody else, in the same run."""

    work: str
    ours: Timed[object]
    name: str
    theirs: Timed[object]
    size: str
