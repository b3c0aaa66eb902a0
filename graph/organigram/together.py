"""Work that is done in steps, so that several pieces of it go on together, each one step at a time.

What a posting needs is spread over so much code and so many patterns that a processor's nearest memory does not hold them all.
Taken one after another, every posting fetches all of it anew; step by step, sixteen postings share what a step needs
(``docs/decisions/speed.md``).

>>> def add(number):
...     told.append(f"first {number}")
...     yield
...     told.append(f"second {number}")
...     return number + 1
>>> told = []
>>> all_together([add(1), add(2)]), told
([2, 3], ['first 1', 'first 2', 'second 1', 'second 2'])
>>> alone(add(3))
4
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import TypeVar

_T = TypeVar("_T")

#: Work that stops after each step for others; its value is what it makes.
Steps = Generator[None, None, _T]


def alone(work: Steps[_T]) -> _T:
    """What one piece of work makes, without a stop. Raises what the work raises."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            made: _T = end.value
            return made


def all_together(works: Iterable[Steps[_T]]) -> list[_T]:
    """What several pieces of work make, in their order, each one step at a time. Raises what one of them raises."""
    made: dict[int, _T] = {}
    waiting = list(enumerate(works))
    while waiting:
        going_on = []
        for number, work in waiting:
            try:
                next(work)
            except StopIteration as end:
                made[number] = end.value
            else:
                going_on.append((number, work))
        waiting = going_on
    return [made[number] for number in sorted(made)]
