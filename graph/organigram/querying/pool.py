"""A bounded pool of worker processes, shared by threads: reused, killed at the deadline, replaced."""

from __future__ import annotations

import os
import signal
import threading
import time
import weakref
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.reduction import recv_handle
from pathlib import Path
from typing import Any

from organigram.child_process import ChildProcess
from organigram.errors import QueryError, QueryInterrupted, QueryOutOfMemory, QueryTimeout
from organigram.i18n import N_
from organigram.querying.turns import Turn, closed, dismissed, stopped

#: Seconds after which a query is a long one, and how much its process then stands back when others want the processor.
_QUICK, _NICENESS = 0.25, 10
#: Seconds within which a process has to answer when it starts.
_START_SECONDS = 30.0
_WORKER = Path(__file__).with_name("worker.py")


@dataclass
class _State:
    """What the pool shares with the function that closes it when it is forgotten or the program ends."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    idle: deque[ChildProcess] = field(default_factory=deque)
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

    def __init__(self, engine: str, *, size: int, memory: int) -> None:
        """``engine`` is the engine's folder (empty: parsing only), ``size`` how many processes are kept."""
        self._engine, self._size, self._memory = engine, size, memory
        self._state = _State()
        self._finalizer = weakref.finalize(self, self._state.close)

    def ask(self, request: tuple[Any, ...], seconds: float, turn: Turn | None = None) -> tuple[Any, ...]:
        """The worker's answer; a ``file`` answer ends in an open descriptor, which is the caller's.

        Raises QueryTimeout at the deadline, QueryOutOfMemory where memory does not suffice, QueryInterrupted where the worker
        dies or is abandoned (:meth:`organigram.querying.turns.Turn.abandon`).
        """
        worker = self._take()
        answer, slow = None, False
        started = time.monotonic()
        if turn:
            turn.running(worker.process.kill)
        try:
            answer = worker.ask(request, min(seconds, _QUICK))
            if answer is None and seconds > _QUICK:
                slow = _step_back(worker)
                if turn:
                    turn.lengthen()
                answer = worker.wait(seconds - _QUICK)
            if answer and answer[0] == "file":
                answer = (*answer, recv_handle(worker.connection))
        except (EOFError, OSError):
            raise self._death(worker, turn, seconds, time.monotonic() - started) from None
        finally:
            if turn:
                turn.running(None)
            # One that was killed after its answer must not be given to the next.
            ended = turn is not None and turn.abandoned
            self._give_back(worker, reusable=answer is not None and not slow and not ended)
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
                worker = state.idle.popleft()  # the one that was started first is ready
                if worker.process.poll() is None:
                    state.busy.add(worker)
                    return worker
            worker.kill()
        return self._start()

    def _start(self) -> ChildProcess:
        try:
            worker = ChildProcess(_WORKER, str(self._memory), *([self._engine] if self._engine else []))
        except OSError as error:
            raise QueryInterrupted(
                N_("No query process can be started: {error}."), N_("Free some memory or processes."), error=error
            ) from error
        with self._state.lock:
            if not self._state.closed:
                self._state.busy.add(worker)
                return worker
        worker.kill()
        raise closed()

    def _give_back(self, worker: ChildProcess, *, reusable: bool, replace: bool = True) -> None:
        with self._state.lock:
            known = worker in self._state.busy
            self._state.busy.discard(worker)
            reusable = reusable and known and len(self._state.idle) + len(self._state.busy) < self._size
            if reusable:
                self._state.idle.append(worker)
            replace = replace and known and len(self._state.idle) + len(self._state.busy) < self._size
        if not reusable:
            # Nobody waits for a process to die: on a busy machine, one that has stepped back takes its time.
            threading.Thread(target=self._renew, args=(worker, replace), name="organigram-renewing").start()

    def _renew(self, worker: ChildProcess, replace: bool) -> None:
        worker.kill()
        if replace:
            self._replace()

    def make_ready(self, number: int) -> None:
        """Start so many processes before they are needed, without waiting for them."""
        for _ in range(number):
            threading.Thread(target=self._replace, name="organigram-starting").start()

    def _replace(self) -> None:
        """Start a process that the next question finds at work; where the system has none to give, that question hears of it."""
        with suppress(QueryError):
            worker = self._start()
            try:
                worker.ask(("parse", ""), _START_SECONDS)  # not before it answers is it of use
            except (EOFError, OSError, TypeError, ValueError):  # the pool was closed meanwhile, and the connection with it
                self._give_back(worker, reusable=False, replace=False)
            else:
                self._give_back(worker, reusable=True)

    def _death(self, worker: ChildProcess, turn: Turn | None, seconds: float, elapsed: float) -> QueryError:
        if self._state.closed:
            return closed()
        if turn and turn.abandoned:
            return dismissed() if turn.dismissed else stopped()
        status = worker.kill() if worker.process.poll() is None else worker.process.returncode
        if status == -signal.SIGALRM or elapsed >= seconds:
            return timed_out(seconds)
        if status == -signal.SIGABRT:
            return too_much_memory(self._memory)
        if status == -signal.SIGSEGV:
            return QueryError(N_("The query is nested too deeply."), N_("Use fewer brackets inside one another."))
        return QueryInterrupted(
            N_("The process that ran the query ended unexpectedly (status {status})."),
            N_("Try again; if it happens again, report it with the query."),
            status=status,
        )

    def close(self) -> None:
        """End all processes; a second call does nothing."""
        self._finalizer()


def _step_back(worker: ChildProcess) -> bool:
    """Let quick queries go before one that takes long; whether the system allowed it. There is no way back for a process."""
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, worker.process.pid, _NICENESS)
        return True
    return False


def timed_out(seconds: float) -> QueryTimeout:
    """The error for a query that ran longer than so many seconds."""
    return QueryTimeout(
        N_("The query ran longer than {seconds:g} seconds and was ended."),
        N_("Narrow it: name a country, an organization or a role, or ask for fewer joins."),
        seconds=seconds,
    )


def too_much_memory(memory: int) -> QueryOutOfMemory:
    """The error for a query that needs more memory than a worker may use."""
    return QueryOutOfMemory(
        N_("The query needs more memory than it may use ({megabytes} MB)."),
        N_("Narrow it, or leave out ORDER BY, GROUP BY or DISTINCT over many rows."),
        megabytes=memory >> 20,
    )
