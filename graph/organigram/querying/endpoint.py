"""The query service over any SPARQL 1.1 Protocol endpoint that is given by its URL.

What the default graph holds is the endpoint's choice; Organigram's own questions expect the union of all graphs there.
"""

from __future__ import annotations

import asyncio
import threading
import time
import weakref
from collections.abc import Coroutine
from concurrent.futures import CancelledError
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from organigram.credentials import Credentials, endpoint_url, without_secrets
from organigram.errors import EndpointError, QueryError, QueryTimeout
from organigram.i18n import N_
from organigram.querying.checks import check_query, first_keyword, syntax_error
from organigram.querying.pool import WorkerPool
from organigram.querying.result import DEFAULT_MAX_BYTES, DEFAULT_MAX_ROWS, Kind, Result, parse_result, too_many_bytes
from organigram.querying.stopping import Stop
from organigram.querying.turns import Turns, closed, stopped

_T = TypeVar("_T")
DEFAULT_TIMEOUT = 30.0
_CONNECTIONS = 8
_PARSE_SECONDS = 5.0
_QUOTED_CHARACTERS = 300

_KINDS: dict[str, Kind] = {"SELECT": "select", "ASK": "ask", "CONSTRUCT": "construct", "DESCRIBE": "construct"}
_MEDIA_TYPES = {
    "select": ("application/sparql-results+json", "application/json"),
    "ask": ("application/sparql-results+json", "application/json"),
    "construct": ("application/n-triples", "text/plain"),
}
_REMEDIES = {
    401: N_("Set ORGANIGRAM_ENDPOINT_USER and ORGANIGRAM_ENDPOINT_PASSWORD, or ORGANIGRAM_ENDPOINT_TOKEN."),
    403: N_("Ask the endpoint's owner for leave, or use another one."),
    404: N_("Check the URL: most endpoints end in /sparql, /query or the name of a data set."),
    405: N_("Check the URL: it has to accept SPARQL queries by POST."),
    413: N_("Shorten the query."),
    429: N_("The endpoint asks for fewer questions: wait and try again."),
    503: N_("The endpoint is overloaded or under repair: try again later."),
}


class _Loop:
    """An event loop in a thread of its own: a request can then be ended at its deadline wherever it stands."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="organigram-endpoint", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, _T], stop: Stop | None = None) -> _T:
        """What the work gives, waited for in the calling thread; ``stop`` ends it."""
        stop = stop or Stop()
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            with stop.by(future.cancel):
                return future.result()
        except CancelledError:
            raise (stopped() if stop.asked else closed()) from None
        except BaseException:
            future.cancel()
            raise

    def close(self, client: httpx.AsyncClient) -> None:
        """End the requests under way, the client's connections and the loop."""
        self.run(_end(client))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


async def _end(client: httpx.AsyncClient) -> None:
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await client.aclose()


class EndpointService:
    """Asks an endpoint. Safe to share between threads; :meth:`close` closes its connections, as does the program's end."""

    def __init__(self, url: str, *, timeout: float = DEFAULT_TIMEOUT, credentials: Credentials | None = None) -> None:
        """``timeout``: seconds that a query may take where the call says nothing. Raises UsageError for a URL that is none."""
        self._url = endpoint_url(url)
        #: The URL without user name and password, for messages.
        self.url = without_secrets(self._url)
        self._timeout = timeout
        self._parser, self._turns = WorkerPool("", size=1, memory=1 << 30), Turns(1)
        self._loop = _Loop()
        # No timeout of httpx's own: they are for single reads; each question as a whole has its deadline in _ask.
        auth = credentials.auth() if credentials else None
        self._client = httpx.AsyncClient(
            auth=auth, limits=httpx.Limits(max_connections=_CONNECTIONS), timeout=httpx.Timeout(None)
        )
        self._finalizer = weakref.finalize(self, self._loop.close, self._client)

    def query(
        self,
        sparql: str,
        *,
        timeout: float | None = None,
        max_rows: int | None = None,
        max_bytes: int | None = None,
        stop: Stop | None = None,
    ) -> Result:
        """Answer a query within ``timeout`` seconds, ``max_rows`` rows and ``max_bytes`` bytes; ``stop`` ends it from outside.

        Raises EndpointError where the endpoint does not answer as it should, and else as
        :meth:`organigram.querying.EmbeddedService.query`; a mistake that our own parser does not find is told in the endpoint's
        words.
        """
        if not self._finalizer.alive:
            raise closed()
        check_query(sparql, self._parse, foreign=True)
        started = time.monotonic()
        kind = _KINDS[first_keyword(sparql)]
        seconds = self._timeout if timeout is None else timeout
        limit = DEFAULT_MAX_BYTES if max_bytes is None else max_bytes
        try:
            payload = self._loop.run(self._ask(sparql, kind, seconds, limit), stop)
        except QueryError as error:
            words = error.values.get("words")
            if words is None or self._parse(sparql) is None:
                raise
            raise self._placed(sparql, str(words)) from error
        rows = DEFAULT_MAX_ROWS if max_rows is None else max_rows
        try:
            return parse_result(kind, payload, seconds=time.monotonic() - started, max_rows=rows)
        except SyntaxError as error:
            raise self._error(
                N_("The endpoint's answer is cut off or no SPARQL result: {error}."),
                N_("Try again; if it stays so, the endpoint has a limit of its own or an error: ask its owner."),
                error=error.msg,
            ) from error

    def _placed(self, sparql: str, words: str) -> QueryError:
        """What the endpoint could not read and our own parser cannot either, with the place of the mistake."""
        error = syntax_error(sparql, words, self._parse)
        error.file = self.url
        return error

    async def _ask(self, sparql: str, kind: Kind, seconds: float, limit: int) -> bytes:
        try:
            async with asyncio.timeout(seconds):
                return await self._request(sparql, kind, limit)
        except TimeoutError:
            raise QueryTimeout(
                N_("The endpoint did not answer within {seconds:g} seconds."),
                N_("Narrow the query, or allow more time."),
                file=self.url,
                seconds=seconds,
            ) from None
        except httpx.ConnectError as error:
            raise self._error(
                N_("The endpoint cannot be reached: {error}."), N_("Check the URL, and that the endpoint runs."), error=error
            ) from error
        except httpx.HTTPError as error:
            raise self._error(
                N_("The connection to the endpoint failed: {error}."),
                N_("Try again; if it stays so, ask the endpoint's owner."),
                error=str(error) or type(error).__name__,
            ) from error

    async def _request(self, sparql: str, kind: Kind, limit: int) -> bytes:
        accepted = _MEDIA_TYPES[kind]
        headers = {"accept": ", ".join((accepted[0], f"{accepted[1]};q=0.5"))}
        async with self._client.stream("POST", self._url, data={"query": sparql}, headers=headers) as response:
            if response.status_code != httpx.codes.OK:
                raise await self._refusal(response)
            media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            if media_type not in accepted:
                raise self._error(
                    N_("The endpoint answered with {media_type} in place of {expected}."),
                    N_("Check that the URL is the endpoint's own and not its web page."),
                    media_type=media_type or "?",
                    expected=accepted[0],
                )
            if {"x-sparql-maxrows", "x-sql-state"} & set(response.headers):  # Virtuoso's words for a part of an answer
                raise self._partial()
            parts, size = [], 0
            async for part in response.aiter_bytes():
                size += len(part)
                if size > limit:
                    raise too_many_bytes(limit)
                parts.append(part)
            return b"".join(parts)

    async def _refusal(self, response: httpx.Response) -> Exception:
        status = response.status_code
        if status == httpx.codes.PARTIAL_CONTENT:
            return self._partial()
        if response.is_redirect:
            return self._error(
                N_("The endpoint sends on to another address (status {status}): {location}."),
                N_("Give that address if you trust it."),
                status=status,
                location=response.headers.get("location", "?"),
            )
        if status == httpx.codes.BAD_REQUEST:
            words = await _beginning(response)
            return QueryError(
                N_("The endpoint cannot read the query: {words}"), N_("Check its syntax."), file=self.url, words=words or "?"
            )
        remedy = _REMEDIES.get(status, N_("Try again later; if it stays so, ask the endpoint's owner."))
        return self._error(N_("The endpoint refused with status {status}."), remedy, status=status)

    def _partial(self) -> EndpointError:
        return self._error(
            N_("The endpoint gave only a part of the answer, by a limit of its own."),
            N_("Narrow the query, or page it with LIMIT."),
        )

    def _error(self, reason: str, remedy: str, **values: object) -> EndpointError:
        return EndpointError(reason, remedy, file=self.url, place=None, **values)

    def _parse(self, text: str) -> str | None:
        with self._turns.take("", _PARSE_SECONDS) as turn:
            answer = self._parser.ask(("parse", text), _PARSE_SECONDS, turn)
        return None if answer[0] == "parsed" else str(answer[1])

    def close(self) -> None:
        """Close the connections; a second call does nothing."""
        self._turns.close()
        self._parser.close()
        self._finalizer()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


async def _beginning(response: httpx.Response) -> str:
    """The first words of a plain answer, on one line; nothing of a web page."""
    if "html" in response.headers.get("content-type", ""):
        return ""
    body = b""
    async for part in response.aiter_bytes():
        body += part
        if len(body) > _QUOTED_CHARACTERS:
            break
    return " ".join(body.decode("utf-8", "replace").split())[:_QUOTED_CHARACTERS]
