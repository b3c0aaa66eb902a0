"""Who may ask next, and whose long question gives way: so many questions run at once, and nobody holds all the places.

Clients take turns, whoever asks more; of one client's questions the newest goes first, so that a reader is not behind two hundred
questions of a script at the same address. A question that has become long needs a long place, of which there are fewer, and half
of them at most are one client's. Without one it is a guest: it goes on as long as nobody waits.

>>> turns = Turns(4)
>>> first, second, third = (turns.take("a", 0.0) for _ in range(3))
>>> for turn in (first, second, third):
...     turn.lengthen()
>>> third.guest, first.guest
(True, False)
>>> other, waiting = turns.take("b", 0.0), turns.ask("c")
>>> third.dismissed, waiting.done()
(True, False)
>>> third.release()
>>> waiting.done(), turns.running, turns.waiting
(True, 4, 0)
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import Self

from organigram.errors import QueryBusy, QueryCrowded, QueryError, QueryInterrupted
from organigram.i18n import N_
from organigram.querying.stopping import Stop

#: How many questions of one client may wait.
DEFAULT_QUEUE = 100


class Turn:
    """A place, until :meth:`release` or the end of its block.

    ``long``: its question has a long place; ``guest``: it is long and has none; ``dismissed``: it gives way to who waits.
    """

    def __init__(self, turns: Turns, client: str) -> None:
        """Given by :class:`Turns`."""
        self._turns, self.client = turns, client
        self.long = self.guest = self.dismissed = False
        self._held, self._abandoned = True, False
        self._stop: Callable[[], None] | None = None
        self._lock = threading.Lock()

    def lengthen(self) -> None:
        """Say that what runs has become long."""
        self._turns.lengthen(self)

    def release(self) -> None:
        """Give the place back; a second call does nothing."""
        with self._lock:
            held, self._held = self._held, False
        if held:
            self._turns.given_back(self)

    def running(self, stop: Callable[[], None] | None) -> None:
        """Say how what runs now can be ended from outside; None when it has ended."""
        with self._lock:
            self._stop = stop
            if stop and self._abandoned:
                stop()

    @property
    def abandoned(self) -> bool:
        """Whether nobody waits any more for what ran."""
        with self._lock:
            return self._abandoned

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
    """``size`` places. Where there are two or more, one is no long place, and one is not for a client that has all others."""

    def __init__(self, size: int, *, queue: int = DEFAULT_QUEUE) -> None:
        """``queue``: how many questions of a client may wait. An unnamed client (the program itself) may hold all places."""
        self.size, self._queue = size, queue
        self._most = self._long_places = max(1, size - 1)
        self.share = max(1, size // 2)
        self._lock = threading.Lock()
        self._held: Counter[str] = Counter()
        self._long: Counter[str] = Counter()
        self._guests: list[Turn] = []
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

        Where too many questions of the client wait, the one that has waited longest ends in QueryCrowded. Raises QueryError when
        all is closed.
        """
        future: Future[Turn] = Future()
        oldest = None
        with self._lock:
            if self._closed:
                raise closed()
            queue = self._waiting.setdefault(client, deque())
            if client and len(queue) >= self._queue:
                oldest = queue.popleft()
            queue.append(future)
            self._give()
        if oldest:
            oldest.set_exception(self._crowded())
        return future

    def take(self, client: str, wait: float, stop: Stop | None = None) -> Turn:
        """A turn within so many seconds; ``stop`` ends the wait.

        Raises QueryBusy where there is none in time or who waits was stopped, or as :meth:`ask`.
        """
        future = self.ask(client)
        try:
            with (stop or Stop()).by(lambda: self._stop_waiting(future)):
                return future.result(wait)
        except TimeoutError:
            self.withdraw(future)  # also where it was given meanwhile
            raise self.busy(wait) from None
        except BaseException:
            self.withdraw(future)
            raise

    def _stop_waiting(self, future: Future[Turn]) -> None:
        """End a wait; a turn that was given meanwhile stays with who has it."""
        with self._lock:
            waiting = self._forget(future)
        if waiting:
            future.set_exception(stopped())

    def _crowded(self) -> QueryCrowded:
        return QueryCrowded(
            N_("{queue} of your queries wait already."),
            N_("Wait for their answers before you ask more."),
            queue=self._queue,
        )

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
            self._forget(future)
        if future.done() and not future.exception():
            future.result().release()

    def _forget(self, future: Future[Turn]) -> bool:
        """Take who waits out of the queue; whether there was one."""
        for client, queue in self._waiting.items():
            if future in queue:
                queue.remove(future)
                if not queue:
                    del self._waiting[client]
                return True
        return False

    def lengthen(self, turn: Turn) -> None:
        """A question has become long (:meth:`Turn.lengthen`); of a turn that is long already, nothing changes."""
        with self._lock:
            if not turn.long and not turn.guest and not self._has_long_place(turn):
                turn.guest = True
                self._guests.append(turn)
                self._dismiss()

    def _has_long_place(self, turn: Turn) -> bool:
        free = self._long.total() < self._long_places and self._long[turn.client] < self.share
        if free or not turn.client:
            turn.long, turn.guest = True, False
            self._long[turn.client] += 1
        return turn.long

    def given_back(self, turn: Turn) -> None:
        """A place is free again (:meth:`Turn.release`)."""
        with self._lock:
            self._held[turn.client] -= 1
            if turn.long:
                self._long[turn.client] -= 1
            if turn in self._guests:
                self._guests.remove(turn)
            self._guests = [guest for guest in self._guests if guest.dismissed or not self._has_long_place(guest)]
            self._give()

    def _give(self) -> None:
        """Give what is free to those who wait, clients in turn; where nothing is left for them, let guests go."""
        while self._held.total() < self.size:
            client = self._next()
            if client is None:
                break
            queue = self._waiting[client]
            future = queue.pop()
            if queue:
                self._waiting.move_to_end(client)
            else:
                del self._waiting[client]
            self._held[client] += 1
            future.set_result(Turn(self, client))
        self._dismiss()

    def _next(self) -> str | None:
        return next((name for name in self._waiting if not name or self._held[name] < self._most), None)

    def _dismiss(self) -> None:
        """As many guests go as questions wait, the newest first."""
        going = sum(guest.dismissed for guest in self._guests)
        staying = [guest for guest in self._guests if not guest.dismissed]
        for guest in reversed(staying):
            if going >= sum(map(len, self._waiting.values())):
                return
            going += 1
            guest.dismissed = True
            guest.abandon()

    def close(self) -> None:
        """Tell all who wait that there will be no turn."""
        with self._lock:
            self._closed = True
            left = [future for queue in self._waiting.values() for future in queue]
            self._waiting.clear()
        for future in left:
            future.set_exception(closed())


def dismissed() -> QueryBusy:
    """The error for a long question that gave way."""
    return QueryBusy(
        N_("Others wait, and this query took long; it was ended so that they get their answers."),
        N_("Try again later, or ask narrower questions: quick ones are answered now too."),
    )


def stopped() -> QueryBusy:
    """The error for a question that was ended by who asked it."""
    return QueryBusy(N_("The query was stopped."), N_("Run it again, or another one."))


def closed() -> QueryError:
    """The error for a question to a service that is closed."""
    return QueryInterrupted(N_("The query service is closed."), N_("Open it again."))
