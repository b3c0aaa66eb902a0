"""Lines sorted at a memory that does not grow with them, and without an operation of Python's for each.

Lines are sorted in runs. The first run says where to cut: at subjects, so that what is said of one subject stays together. Each
run is cut there, and its pieces are added to files, one a piece; each file is then small enough to be sorted whole. (Merging
runs compares line by line in Python, and took longer than the engine takes to write them.)

>>> with Sorter() as sorter:
...     _ = sorter.write(b"<x:b> <x:p> <x:o> .\\n<x:a> <x:p> <x:o> .\\n<x:a> <x:p> <x:o> .\\n")
...     list(sorter.parts())
[[b'<x:a> <x:p> <x:o> .', b'<x:b> <x:p> <x:o> .']]
"""

from __future__ import annotations

import tempfile
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

#: Bytes that are sorted in memory at a time.
RUN = 32 << 20
#: Files that lines are put into; one that becomes too large is sorted by a sorter of its own.
FILES = 128


class Sorter:
    """Takes bytes (the engine writes into it as into a file) and gives their lines sorted, each once, some at a time."""

    def __init__(self, folder: Path | None = None) -> None:
        """``folder``: where files stand for a while that may be as large as all lines; else where temporary files stand."""
        self._folder = folder
        self._pending: list[bytes] = []
        self._size = self._total = 0
        self._cuts: list[bytes] = []
        self._files: list[BinaryIO] = []
        self._stack = ExitStack()

    def write(self, data: bytes) -> int:
        """Add bytes; lines may go on in the next call. Raises OSError where the disk is full."""
        self._pending.append(data)
        self._size += len(data)
        if self._size >= RUN:
            self._spill()
        return len(data)

    def flush(self) -> None:
        """Nothing to do: a writer of files asks for it."""

    def parts(self) -> Iterator[list[bytes]]:
        """The lines, without their ends; all that begin with one subject are in one part."""
        if not self._files:
            lines = self._take()
            if lines:
                yield _distinct(lines)
            return
        self._spill()
        for file in self._files:
            yield from self._part(file)
            file.close()

    def _part(self, file: BinaryIO) -> Iterator[list[bytes]]:
        size = file.tell()
        file.seek(0)
        if size <= 2 * RUN or size >= self._total:  # all of it is of one subject: there is no smaller part
            lines = file.read().split(b"\n")
            lines.pop()
            lines.sort()
            if lines:
                yield _distinct(lines)
            return
        with Sorter(self._folder) as finer:
            while data := file.read(1 << 20):
                finer.write(data)
            yield from finer.parts()

    def _take(self) -> list[bytes]:
        """The whole lines that wait, sorted."""
        lines = b"".join(self._pending).split(b"\n")
        rest = lines.pop()
        self._pending, self._size = [rest] if rest else [], len(rest)
        lines.sort()
        return lines

    def _spill(self) -> None:
        size = self._size
        lines = self._take()
        self._total += size - self._size
        if not lines:
            return
        if not self._files:
            self._open(lines)
        places = [0, *(bisect_left(lines, cut) for cut in self._cuts), len(lines)]
        for file, (start, end) in zip(self._files, pairwise(places), strict=True):
            if start < end:
                file.write(b"\n".join(lines[start:end]) + b"\n")

    def _open(self, lines: list[bytes]) -> None:
        """Cut where the first run's lines are divided evenly."""
        found = {lines[position * len(lines) // FILES].partition(b" ")[0] + b" " for position in range(1, FILES)}
        self._cuts = sorted(found)
        folder = str(self._folder) if self._folder else None
        self._files = [
            self._stack.enter_context(tempfile.TemporaryFile(dir=folder))  # noqa: SIM115 - the stack closes it
            for _ in range(len(self._cuts) + 1)
        ]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.close()


def _distinct(lines: list[bytes]) -> list[bytes]:
    """Sorted lines, each once."""
    return [line for line, following in pairwise(lines) if line != following] + lines[-1:]
