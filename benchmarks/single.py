"""From the bytes of a text to N-Quads in one process on one core: how many postings a second, how soon, in how much memory."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import mean, median
from time import process_time

from organigram.config import Settings
from organigram.errors import ReadingError
from organigram.reading import read_text
from organigram.workshop import TOGETHER, Workshop, settle

#: Texts of "about 6 KB": whole ones that are between these lengths.
_MIDDLING = (4_500, 8_000)
#: Postings after which memory is looked at.
_STEP = 5_000


@dataclass(frozen=True)
class Rate:
    """What came out of some texts: how many, their mean length, seconds of the processor."""

    texts: str
    postings: int
    characters: int
    seconds: float


@dataclass(frozen=True)
class Single:
    """Processor seconds of a new process for the facts of one posting, the rates, and megabytes by postings done."""

    start: float
    rates: list[Rate]
    memory: list[tuple[int, int]]


def measure(texts: Sequence[str], others: Sequence[str], number: int, runs: int) -> Single:
    """Measure on one core. ``others`` are texts that fill what is kept from posting to posting before the first pass."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        return _measure([text for text in texts if _is_read(text)], [text for text in others if _is_read(text)], number, runs)
    finally:
        os.sched_setaffinity(0, before)


def _is_read(text: str) -> bool:
    try:
        read_text(text.encode(), "a", "a.txt")
    except ReadingError:
        return False
    return True


def _measure(texts: list[str], others: list[str], number: int, runs: int) -> Single:
    start = median(_started(texts[0]) for _ in range(runs))
    workshop = Workshop(Settings())
    settle()  # as in the processes of a build
    middling = [text for text in texts if _MIDDLING[0] <= len(text) <= _MIDDLING[1]]
    _pass(workshop, others)
    rates = [_rate("never seen before, in a process that has read others", texts, _pass(workshop, texts))]
    memory: list[tuple[int, int]] = []
    repeated = [*islice(_copies(texts), number)]
    rates.append(_rate("the same, repeated", repeated, _pass(workshop, repeated, memory)))
    rates.append(_rate("the same, best pass of every few texts", texts, _best(workshop, texts, runs)))
    rates.append(_rate("those of 4,500 to 8,000 characters, best pass", middling, _best(workshop, middling, runs)))
    gc.unfreeze()
    return Single(start, rates, memory)


def _copies(texts: list[str]) -> Iterator[str]:
    """The texts again and again; each copy ends in another line, so that it is another posting."""
    return (f"{text}\n\nReference {copy}\n" for copy, text in enumerate(cycle(texts)))


def _rate(name: str, texts: Sequence[str], seconds: float) -> Rate:
    return Rate(name, len(texts), round(mean(map(len, texts))), seconds)


def _few(workshop: Workshop, number: int, texts: Sequence[str]) -> float:
    """A few texts together, as a build does it."""
    raws = [text.encode() for text in texts]
    start = process_time()
    workshop.attempt_all("work", [read_text(raw, str(number + one), "posting.txt") for one, raw in enumerate(raws)])
    return process_time() - start


def _batches(texts: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    return ((start, texts[start : start + TOGETHER]) for start in range(0, len(texts), TOGETHER))


def _pass(workshop: Workshop, texts: Sequence[str], memory: list[tuple[int, int]] | None = None) -> float:
    total, told = 0.0, 0
    for start, few in _batches(texts):
        total += _few(workshop, start, few)
        done = start + len(few)
        if memory is not None and (done - told >= _STEP or done == len(texts)):
            told = done // _STEP * _STEP
            memory.append((done, _megabytes()))
    return total


def _best(workshop: Workshop, texts: Sequence[str], runs: int) -> float:
    """The sum of the fastest runs of every few texts: what the machine's other work leaves of the time."""
    return sum(min(_few(workshop, start, few) for _ in range(runs)) for start, few in _batches(texts))


def _megabytes() -> int:
    """What this process holds in memory now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1_000_000


def _started(text: str) -> float:
    """Processor seconds of a new process that reads one posting from standard input and prints its facts."""
    before = os.times()
    subprocess.run([sys.executable, "-m", "organigram", "extract", "-"], input=text.encode(), check=True, capture_output=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system
