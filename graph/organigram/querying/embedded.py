"""The query service over a store on this machine: worker processes that hold it read-only."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Any, Self

from organigram.errors import QueryError
from organigram.i18n import N_
from organigram.querying.checks import check_query, syntax_error
from organigram.querying.pool import WorkerPool, too_much_memory
from organigram.querying.result import DEFAULT_MAX_BYTES, DEFAULT_MAX_ROWS, Result, parse_result, too_many_bytes
from organigram.store import StoreVersion

DEFAULT_TIMEOUT = 10.0
_PARSE_SECONDS = 5.0


class EmbeddedService:
    """Asks a version of the store. Safe to share between threads; :meth:`close` ends its processes, as does the program's end.

    A query's default graph is the union of all graphs, every triple once; ``GRAPH`` asks one graph.
    """

    def __init__(
        self,
        version: StoreVersion,
        *,
        processes: int = 2,
        timeout: float = DEFAULT_TIMEOUT,
        wait: float = 10.0,
        memory: int = 2 << 30,
        close_version: bool = False,
    ) -> None:
        """``timeout``: seconds a query may run where the call says nothing; ``wait``: seconds a query waits for a free process;
        ``memory``: bytes of address space a process may use; ``close_version``: close the version with the service.
        """
        self.version = version
        self._timeout = timeout
        self._pool = WorkerPool(str(version.engine_path), size=processes, memory=memory, wait=wait)
        self._memory = memory
        self._close_version = close_version

    def query(
        self, sparql: str, *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None
    ) -> Result:
        """Answer a query within ``timeout`` seconds, ``max_rows`` rows and ``max_bytes`` bytes.

        Raises QueryError for a mistake in it (with line and column), QueryRefused where it would write or call out,
        QueryTimeout, or QueryTooLarge: a result is never cut.
        """
        started = time.monotonic()
        check_query(sparql, self._parse)
        seconds = self._timeout if timeout is None else timeout
        limit = DEFAULT_MAX_BYTES if max_bytes is None else max_bytes
        answer = self._pool.ask(("query", sparql, seconds, limit), seconds)
        if answer[0] != "answer":
            raise self._problem(sparql, answer, limit)
        rows = DEFAULT_MAX_ROWS if max_rows is None else max_rows
        return parse_result(answer[1], answer[2], seconds=time.monotonic() - started, max_rows=rows)

    def _parse(self, text: str) -> str | None:
        answer = self._pool.ask(("parse", text), _PARSE_SECONDS)
        return None if answer[0] == "parsed" else str(answer[1])

    def _problem(self, sparql: str, answer: tuple[Any, ...], limit: int) -> QueryError:
        match answer:
            case ("syntax", str() as message):
                return syntax_error(sparql, message, self._parse)
            case ("large", _):
                return too_many_bytes(limit)
            case ("memory", _):
                return too_much_memory(self._memory)
            case (_, detail):
                return QueryError(N_("The query cannot be evaluated: {error}."), N_("Change it and try again."), error=detail)
        raise AssertionError(answer)

    def close(self) -> None:
        """End the processes; a second call does nothing."""
        self._pool.close()
        if self._close_version:
            self.version.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
