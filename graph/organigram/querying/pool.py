"""A bounded pool of worker processes, shared by threads: reused, killed at the deadline, replaced."""

from __future__ import annotations

import signal
import threading
import time
import weakref
from dataclasses import dataclass, field
from multiprocessing.reduction import recv_handle
from pathlib import Path
from typing import Any

from organigram.child_process import ChildProcess
from organigram.errors import QueryError, QueryTimeout, QueryTooLarge
from organigram.i18n import N_
from organigram.querying.turns import Turn, closed

_WORKER = Path(__file__).with_name("worker.py")


@dataclass
class _State:
    """What the pool shares with the function that closes it when it is forgotten or the program ends."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    idle: list[ChildProcess] = field(default_factory=list)
    busy: set[ChildProcess] = field(default_factory=set)
    closed: bool = False

    def close(self) -> None:
        with self.lock:
            self.closed = True
            workers = [*self.idle, *self.busy]
            self.idle.clear()
            self.busy.clear()
        for worker in workers:
            worker.kill()


class WorkerPool:
    """Processes over one engine, each with at most ``memory`` bytes; started when first needed. Whoever asks holds a turn."""

    def __init__(self, engine: str, *, memory: int) -> None:
        """``engine`` is the engine's folder (empty: parsing only)."""
        self._engine, self._memory = engine, memory
        self._state = _State()
        self._finalizer = weakref.finalize(self, self._state.close)

    def ask(self, request: tuple[Any, ...], seconds: float, turn: Turn | None = None) -> tuple[Any, ...]:
        """The worker's answer; a ``file`` answer ends in an open descriptor, which is the caller's.

        Raises QueryTimeout at the deadline, QueryTooLarge where memory does not suffice, QueryError where the worker dies or is
        abandoned (:meth:`organigram.querying.turns.Turn.abandon`).
        """
        worker = self._take()
        answer = None
        started = time.monotonic()
        if turn:
            turn.running(worker.process.kill)
        try:
            answer = worker.ask(request, seconds)
            if answer and answer[0] == "file":
                answer = (*answer, recv_handle(worker.connection))
        except (EOFError, OSError):
            raise self._death(worker, seconds, time.monotonic() - started) from None
        finally:
            if turn:
                turn.running(None)
            self._give_back(worker, whole=answer is not None)
        if answer is None:
            raise timed_out(seconds)
        return answer

    def _take(self) -> ChildProcess:
        state = self._state
        while True:
            with state.lock:
                if state.closed:
                    raise closed()
                if not state.idle:
                    break
                worker = state.idle.pop()
                if worker.process.poll() is None:
                    state.busy.add(worker)
                    return worker
            worker.kill()
        return self._start()

    def _start(self) -> ChildProcess:
        try:
            worker = ChildProcess(_WORKER, str(self._memory), *([self._engine] if self._engine else []))
        except OSError as error:
            raise QueryError(
                N_("No query process can be started: {error}."), N_("Free some memory or processes."), error=error
            ) from error
        with self._state.lock:
            if not self._state.closed:
                self._state.busy.add(worker)
                return worker
        worker.kill()
        raise closed()

    def _give_back(self, worker: ChildProcess, *, whole: bool) -> None:
        with self._state.lock:
            known = worker in self._state.busy
            self._state.busy.discard(worker)
            if whole and known:
                self._state.idle.append(worker)
        if not whole:
            worker.kill()

    def _death(self, worker: ChildProcess, seconds: float, elapsed: float) -> QueryError:
        if self._state.closed:
            return closed()
        status = worker.kill() if worker.process.poll() is None else worker.process.returncode
        if status == -signal.SIGALRM or elapsed >= seconds:
            return timed_out(seconds)
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


def timed_out(seconds: float) -> QueryTimeout:
    """The error for a query that ran longer than so many seconds."""
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
