"""A bounded pool of worker processes, shared by threads: reused, killed at the deadline, replaced."""

from __future__ import annotations

import signal
import threading
import time
import weakref
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from organigram.child_process import ChildProcess
from organigram.errors import QueryError, QueryTimeout, QueryTooLarge
from organigram.i18n import N_

_WORKER = Path(__file__).with_name("worker.py")


@dataclass
class _State:
    """What the pool shares with the function that closes it when it is forgotten or the program ends."""

    changed: threading.Condition = field(default_factory=threading.Condition)
    idle: list[ChildProcess] = field(default_factory=list)
    busy: set[ChildProcess] = field(default_factory=set)
    starting: int = 0
    closed: bool = False

    def close(self) -> None:
        with self.changed:
            self.closed = True
            workers = [*self.idle, *self.busy]
            self.idle.clear()
            self.busy.clear()
            self.changed.notify_all()
        for worker in workers:
            worker.kill()


class WorkerPool:
    """At most ``size`` processes over one engine, each with at most ``memory`` bytes; started when first needed."""

    def __init__(self, engine: str, *, size: int, memory: int, wait: float) -> None:
        """``engine`` is the engine's folder (empty: parsing only), ``wait`` how many seconds a call waits for its turn."""
        self._engine, self._size, self._memory, self._wait = engine, size, memory, wait
        self._state = _State()
        self._finalizer = weakref.finalize(self, self._state.close)

    def ask(self, request: tuple[Any, ...], seconds: float) -> tuple[Any, ...]:
        """The worker's answer.

        Raises QueryTimeout at the deadline, QueryTooLarge where memory does not suffice, QueryError where all workers stay
        busy or one dies.
        """
        worker = self._take()
        answer = None
        started = time.monotonic()
        try:
            answer = worker.ask(request, seconds)
        except (EOFError, OSError):
            raise self._death(worker, seconds, time.monotonic() - started) from None
        finally:
            self._give_back(worker, whole=answer is not None)
        if answer is None:
            raise _timeout(seconds)
        return answer

    def _take(self) -> ChildProcess:
        state = self._state
        with state.changed:
            ready = state.changed.wait_for(lambda: state.closed or state.idle or self._running() < self._size, self._wait)
            if state.closed:
                raise closed()
            if not ready:
                raise QueryError(
                    N_("All {size} query processes have been busy for {wait:g} seconds."),
                    N_("Try again in a moment, or ask narrower questions."),
                    size=self._size,
                    wait=self._wait,
                )
            while state.idle:
                worker = state.idle.pop()
                if worker.process.poll() is None:
                    state.busy.add(worker)
                    return worker
                worker.kill()
            state.starting += 1
        return self._start()

    def _running(self) -> int:
        return len(self._state.idle) + len(self._state.busy) + self._state.starting

    def _start(self) -> ChildProcess:
        state = self._state
        worker = None
        try:
            worker = ChildProcess(_WORKER, str(self._memory), *([self._engine] if self._engine else []))
        except OSError as error:
            raise QueryError(
                N_("No query process can be started: {error}."), N_("Free some memory or processes."), error=error
            ) from error
        finally:
            with state.changed:
                state.starting -= 1
                if worker:
                    state.busy.add(worker)
                else:
                    state.changed.notify()
        return worker

    def _give_back(self, worker: ChildProcess, *, whole: bool) -> None:
        state = self._state
        with state.changed:
            known = worker in state.busy
            state.busy.discard(worker)
            if whole and known:
                state.idle.append(worker)
        if not whole:
            worker.kill()
        with state.changed:
            state.changed.notify()

    def _death(self, worker: ChildProcess, seconds: float, elapsed: float) -> QueryError:
        if self._state.closed:
            return closed()
        status = worker.kill() if worker.process.poll() is None else worker.process.returncode
        if status == -signal.SIGALRM or elapsed >= seconds:
            return _timeout(seconds)
        if status == -signal.SIGABRT:
            return too_much_memory(self._memory)
        if status == -signal.SIGSEGV:
            return QueryError(N_("The query is nested too deeply."), N_("Use fewer brackets inside one another."))
        return QueryError(
            N_("The process that ran the query ended unexpectedly (status {status})."),
            N_("Try again; if it happens again, report it with the query."),
            status=status,
        )

    def close(self) -> None:
        """End all processes; a second call does nothing."""
        self._finalizer()


def closed() -> QueryError:
    """The error for a question to a service that is closed."""
    return QueryError(N_("The query service is closed."), N_("Open it again."))


def _timeout(seconds: float) -> QueryTimeout:
    return QueryTimeout(
        N_("The query ran longer than {seconds:g} seconds and was ended."),
        N_("Narrow it: name a country, an organization or a role, or ask for fewer joins."),
        seconds=seconds,
    )


def too_much_memory(memory: int) -> QueryTooLarge:
    """The error for a query that needs more memory than a worker may use."""
    return QueryTooLarge(
        N_("The query needs more memory than it may use ({megabytes} MB)."),
        N_("Narrow it, or leave out ORDER BY, GROUP BY or DISTINCT over many rows."),
        megabytes=memory >> 20,
    )
