"""Ending a question from outside, wherever it stands: in the queue, in a process, or at an endpoint.

>>> stop, ended = Stop(), []
>>> with stop.by(lambda: ended.append("first")):
...     stop()
>>> with stop.by(lambda: ended.append("second")):
...     pass
>>> ended, stop.asked
(['first', 'second'], True)
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Stop:
    """Called, it ends what runs now and what would run later under it. Safe to call from any thread, and more than once."""

    def __init__(self) -> None:
        """Nothing is stopped yet."""
        self._lock = threading.Lock()
        self._end: Callable[[], object] | None = None
        self._asked = False

    @property
    def asked(self) -> bool:
        """Whether it was called."""
        with self._lock:
            return self._asked

    def __call__(self) -> None:
        """End what runs."""
        with self._lock:
            self._asked, end = True, self._end
        if end:
            end()

    @contextmanager
    def by(self, end: Callable[[], object]) -> Iterator[None]:
        """Say how what runs in the block is ended; at once where the end was asked for before. ``end`` may be called twice."""
        with self._lock:
            before, self._end = self._end, end
            asked = self._asked
        if asked:
            end()
        try:
            yield
        finally:
            with self._lock:
                self._end = before
