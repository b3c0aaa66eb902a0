"""How a request's questions get to the store: a turn among all clients, a thread, a deadline, an end when the client has gone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, Request

from organigram.config import Settings
from organigram.errors import OrganigramError, QueryBusy, QueryCrowded, QueryError, QueryRefused, QueryTimeout, QueryTooLarge
from organigram.querying.current import CurrentService
from organigram.querying.embedded import EmbeddedService
from organigram.querying.pool import timed_out
from organigram.querying.turns import Turn
from organigram.service.metrics import Metrics
from organigram.service.requests import client_of

_T = TypeVar("_T")
#: What a request asks: given the version's service, its turn and the seconds that are left.
Work = Callable[[EmbeddedService, Turn, float], _T]
#: What a query that failed is counted as; the first class that fits.
_COUNTED: tuple[tuple[type[OrganigramError], str, str], ...] = (
    (QueryTooLarge, "queries_killed", "size"),
    (QueryRefused, "queries_refused", "forbidden"),
    (QueryCrowded, "queries_refused", "crowded"),
    (QueryBusy, "queries_refused", "busy"),
    (QueryError, "queries_refused", "mistake"),
)


class Asking:
    """Runs the questions of requests. Waiting is done without a thread, so that hundreds may wait."""

    def __init__(self, current: CurrentService, settings: Settings, metrics: Metrics) -> None:
        """``current`` stays the caller's to close."""
        self.current, self._settings, self._metrics = current, settings, metrics
        self._threads = ThreadPoolExecutor(current.turns.size + 1, thread_name_prefix="organigram-asking")

    def client(self, request: Request) -> str:
        """Who asks, for a fair share."""
        peer = request.client.host if request.client else ""
        header = self._settings.client_header
        return client_of(peer, request.headers.getlist(header) if header else ())

    async def run(self, request: Request, work: Work[_T], seconds: float | None = None) -> _T:
        """What the work gives, within the seconds that a query may take, waiting included.

        Raises what the work raises, QueryBusy where no process was free in time, and ClientDisconnect where the client has gone:
        its question is then ended.
        """
        limit = self._settings.query_timeout
        seconds = min(seconds or limit, limit)
        started = time.monotonic()
        gone = asyncio.create_task(_gone(request))
        try:
            turn = await self._turn(request, gone, min(self._settings.query_wait, seconds))
            with turn:
                left = max(seconds - (time.monotonic() - started), 0.001)
                return await self._work(work, turn, left, gone)
        except QueryTimeout as error:
            self._metrics.count("queries_killed", reason="time")
            raise timed_out(seconds) from error  # the time that there was, and not what was left of it after the wait
        except OrganigramError as error:
            for kind, name, reason in _COUNTED:
                if isinstance(error, kind):
                    self._metrics.count(name, reason=reason)
                    break
            raise
        finally:
            gone.cancel()
            with suppress(asyncio.CancelledError):
                await gone

    async def _turn(self, request: Request, gone: asyncio.Task[None], wait: float) -> Turn:
        turns, loop = self.current.turns, asyncio.get_running_loop()
        given = asyncio.Event()

        def tell(_: Future[Turn]) -> None:
            with suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(given.set)

        future = turns.ask(self.client(request))
        future.add_done_callback(tell)
        waiting = asyncio.create_task(given.wait())
        taken = False
        try:
            await asyncio.wait({waiting, gone}, timeout=wait, return_when=asyncio.FIRST_COMPLETED)
            if gone.done():
                raise ClientDisconnect
            if not future.done():
                raise turns.busy(wait)
            turn = future.result()
            taken = True
            return turn
        finally:
            waiting.cancel()
            if not taken:
                turns.withdraw(future)

    async def _work(self, work: Work[_T], turn: Turn, left: float, gone: asyncio.Task[None]) -> _T:
        def ask() -> _T:
            with self.current.opened() as service:
                return work(service, turn, left)

        asked = asyncio.get_running_loop().run_in_executor(self._threads, ask)
        either: set[asyncio.Future[Any]] = {asked, gone}
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if not asked.done():
                self._metrics.count("queries_killed", reason="gone")
                raise ClientDisconnect
            return asked.result()
        finally:
            if not asked.done():  # the client has gone, or the server ends
                turn.abandon()
                await asyncio.wait({asked})
                asked.exception()

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)


async def _gone(request: Request) -> None:
    """Return when the client has closed the connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
