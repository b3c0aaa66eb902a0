"""Who may ask next: so many questions run at once, and clients that wait take turns, whoever asked more.

A client that is named may hold a share of the places and no more, so that none holds them all.

>>> turns = Turns(2, queue=1)
>>> first = turns.take("a", 0.0)
>>> waiting = turns.ask("a")  # the share of a client is one place of two
>>> other = turns.take("b", 0.0)
>>> first.release()
>>> waiting.done(), turns.running, turns.waiting
(True, 2, 0)
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import Self

from organigram.errors import QueryBusy, QueryCrowded, QueryError
from organigram.i18n import N_

#: How many questions of one client may wait.
DEFAULT_QUEUE = 100


class Turn:
    """A place, until :meth:`release` or the end of its block."""

    def __init__(self, turns: Turns, client: str) -> None:
        """Given by :class:`Turns`."""
        self._turns, self._client = turns, client
        self._held, self._abandoned = True, False
        self._stop: Callable[[], None] | None = None
        self._lock = threading.Lock()

    def release(self) -> None:
        """Give the place back; a second call does nothing."""
        with self._lock:
            held, self._held = self._held, False
        if held:
            self._turns.given_back(self._client)

    def running(self, stop: Callable[[], None] | None) -> None:
        """Say how what runs now can be ended from outside; None when it has ended."""
        with self._lock:
            self._stop = stop
            if stop and self._abandoned:
                stop()

    def abandon(self) -> None:
        """End what runs: nobody waits for its answer any more."""
        with self._lock:
            self._abandoned = True
            if self._stop:
                self._stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.release()


class Turns:
    """``size`` places, of which a named client holds half at most (one at least); ``queue`` questions of a client may wait."""

    def __init__(self, size: int, *, queue: int = DEFAULT_QUEUE) -> None:
        """An unnamed client (the program itself) may hold all places."""
        self.size, self._queue = size, queue
        self.share = max(1, size // 2)
        self._lock = threading.Lock()
        self._held: Counter[str] = Counter()
        self._waiting: OrderedDict[str, deque[Future[Turn]]] = OrderedDict()
        self._closed = False

    @property
    def running(self) -> int:
        """Places that are taken."""
        return self._held.total()

    @property
    def waiting(self) -> int:
        """Questions that wait."""
        with self._lock:
            return sum(map(len, self._waiting.values()))

    def ask(self, client: str = "") -> Future[Turn]:
        """A turn as soon as there is one. Who stops waiting says so by :meth:`withdraw`.

        Raises QueryCrowded where too many questions of the client wait, QueryError when all is closed.
        """
        future: Future[Turn] = Future()
        with self._lock:
            if self._closed:
                raise closed()
            if client and len(self._waiting.get(client, ())) >= self._queue:
                raise QueryCrowded(
                    N_("{queue} of your queries wait already."),
                    N_("Wait for their answers before you ask more."),
                    queue=self._queue,
                )
            self._waiting.setdefault(client, deque()).append(future)
            self._give()
        return future

    def take(self, client: str, wait: float) -> Turn:
        """A turn within so many seconds. Raises as :meth:`ask`, and QueryBusy where there is none in time."""
        future = self.ask(client)
        try:
            return future.result(wait)
        except TimeoutError:
            raise self.busy(wait) from None
        finally:
            if not future.done():
                self.withdraw(future)

    def busy(self, wait: float) -> QueryBusy:
        """The error for a question that waited in vain."""
        return QueryBusy(
            N_("All {size} query processes have been busy for {wait:g} seconds."),
            N_("Try again in a moment, or ask narrower questions."),
            size=self.size,
            wait=wait,
        )

    def withdraw(self, future: Future[Turn]) -> None:
        """Wait no longer; a turn that was given meanwhile goes to the next."""
        with self._lock:
            for client, queue in self._waiting.items():
                if future in queue:
                    queue.remove(future)
                    if not queue:
                        del self._waiting[client]
                    break
        if future.done() and not future.exception():
            future.result().release()

    def given_back(self, client: str) -> None:
        """A place is free again (:meth:`Turn.release`)."""
        with self._lock:
            self._held[client] -= 1
            if not self._held[client]:
                del self._held[client]
            self._give()

    def _give(self) -> None:
        while self._held.total() < self.size:
            client = next((name for name in self._waiting if not name or self._held[name] < self.share), None)
            if client is None:
                return
            queue = self._waiting[client]
            future = queue.popleft()
            if queue:
                self._waiting.move_to_end(client)
            else:
                del self._waiting[client]
            self._held[client] += 1
            future.set_result(Turn(self, client))

    def close(self) -> None:
        """Tell all who wait that there will be no turn."""
        with self._lock:
            self._closed = True
            left = [future for queue in self._waiting.values() for future in queue]
            self._waiting.clear()
        for future in left:
            future.set_exception(closed())


def closed() -> QueryError:
    """The error for a question to a service that is closed."""
    return QueryError(N_("The query service is closed."), N_("Open it again."))
