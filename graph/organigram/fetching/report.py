"""What a fetch did, told while it goes on: a report is true wherever the work is broken off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from organigram.errors import FetchError
from organigram.fetching.folder import Kept

#: What long work calls: the stage's name, units done, units in all (None where nobody knows).
Progress = Callable[[str, int, int | None], None]


@dataclass(slots=True)
class FetchReport:
    """Items: new in the folder, in place of an earlier form of theirs, there already as they are; and what was no item.

    >>> report = FetchReport()
    >>> report.add("new")
    >>> report.new, report.written
    (1, 1)
    """

    new: int = 0
    changed: int = 0
    same: int = 0
    problems: list[FetchError] = field(default_factory=list)

    def add(self, kept: Kept) -> None:
        """Count an item."""
        setattr(self, kept, getattr(self, kept) + 1)

    @property
    def written(self) -> int:
        """Items that were written."""
        return self.new + self.changed

    @property
    def seen(self) -> int:
        """Items that were looked at."""
        return self.written + self.same
