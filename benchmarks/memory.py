"""The memory of a process and of all that it started, as Linux tells it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")


def _children(process: int) -> list[int]:
    found = []
    for folder in _PROC.iterdir():
        with suppress(OSError, ValueError):  # a process may end meanwhile
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == process:
                found.append(int(folder.name))
    return found


def _tree(process: int) -> list[int]:
    return [process, *(below for child in _children(process) for below in _tree(child))]


def tree_memory(process: int) -> tuple[int, int, int]:
    """Of a process and all below it: proportional sizes (what is shared counts once) and resident sizes, added up; how many.

    Sizes are in bytes.
    """
    proportional = resident = 0
    tree = _tree(process)
    for one in tree:
        with suppress(OSError):
            for line in (_PROC / str(one) / "smaps_rollup").read_text().splitlines():
                name, _, value = line.partition(":")
                if name in ("Pss", "Rss"):
                    size = int(value.split()[0]) * 1024
                    proportional, resident = proportional + size * (name == "Pss"), resident + size * (name == "Rss")
    return proportional, resident, len(tree)
