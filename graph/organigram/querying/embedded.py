"""The query service over a store on this machine: worker processes that hold it read-only."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Any, BinaryIO, Self

from organigram.errors import QueryError, QueryInterrupted
from organigram.i18n import N_
from organigram.namespaces import PREFIXES
from organigram.querying.checks import MAX_QUERY_LENGTH, Parser, check_query, syntax_error
from organigram.querying.pool import WorkerPool, timed_out, too_much_memory
from organigram.querying.result import DEFAULT_MAX_BYTES, DEFAULT_MAX_ROWS, Kind, Result, parse_result, too_many_bytes
from organigram.querying.stopping import Stop
from organigram.querying.turns import Turn, Turns
from organigram.store import StoreVersion

DEFAULT_TIMEOUT = 10.0
_PARSE_SECONDS = _PROBE_SECONDS = 5.0


#: The graphs that a question's default graph is made of, and the named graphs that it sees; the query's own choice if None.
DataSet = tuple[list[str], list[str]] | None


@dataclass(frozen=True)
class Reply:
    """A whole answer in the form asked for: ``kind`` is select, ask or construct; ``size`` in bytes.

    ``content`` is the answer, or a file at its beginning, without a name, that is gone once it is closed.
    """

    kind: Kind
    size: int
    content: bytes | BinaryIO


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
        longest: int = MAX_QUERY_LENGTH,
        close_version: bool = False,
        turns: Turns | None = None,
    ) -> None:
        """``timeout``: seconds a query may run where the call says nothing; ``wait``: seconds a query waits for its turn;
        ``memory``: bytes of address space a process may use; ``longest``: characters a query may have; ``close_version``: close
        the version with the service; ``turns``: places that several services share, in place of ``processes``.
        """
        self.version = version
        self.turns = turns or Turns(processes)
        self._own_turns = turns is None
        self._timeout, self._wait, self._memory, self._longest = timeout, wait, memory, longest
        self._pool = WorkerPool(str(version.engine_path), size=self.turns.size, memory=memory)
        self._probe, self._probing = WorkerPool(str(version.engine_path), size=1, memory=memory), threading.Lock()
        self._close_version = close_version

    def query(
        self,
        sparql: str,
        *,
        timeout: float | None = None,
        max_rows: int | None = None,
        max_bytes: int | None = None,
        client: str = "",
        turn: Turn | None = None,
        stop: Stop | None = None,
    ) -> Result:
        """Answer a query within ``timeout`` seconds, ``max_rows`` rows and ``max_bytes`` bytes.

        ``client``: who asks, for a fair share of the processes; ``turn``: one that the caller holds already; ``stop``: ends the
        question from outside. Raises QueryError for a mistake in the query (with line and column), QueryRefused where it would
        write or call out, QueryBusy where no process is free in time or it was stopped, QueryTimeout, or QueryTooLarge: a result
        is never cut.
        """
        started = time.monotonic()
        limit = DEFAULT_MAX_BYTES if max_bytes is None else max_bytes
        if turn is None:
            stop = stop or Stop()
            with self.turns.take(client, self._wait, stop) as taken, stop.by(taken.abandon):
                reply = self.reply(sparql, turn=taken, timeout=timeout, max_bytes=limit)
        else:
            reply = self.reply(sparql, turn=turn, timeout=timeout, max_bytes=limit)
        rows = DEFAULT_MAX_ROWS if max_rows is None else max_rows
        return parse_result(reply.kind, whole(reply), seconds=time.monotonic() - started, max_rows=rows)

    def reply(
        self,
        sparql: str,
        form: str = "",
        *,
        turn: Turn,
        timeout: float | None = None,
        max_bytes: int = DEFAULT_MAX_BYTES,
        data_set: DataSet = None,
    ) -> Reply:
        """Answer a query in a form, as it is sent on: json, xml, csv or tsv; turtle, ntriples, rdfxml, jsonld, nquads or trig.

        Without a form it is JSON or N-Triples. Raises as :meth:`query`.
        """
        seconds = self._timeout if timeout is None else timeout
        parse = partial(self._parse, time.monotonic() + seconds, seconds, turn)
        check_query(sparql, parse, longest=self._longest)
        default_graphs, named_graphs = data_set or (None, None)
        request = ("query", sparql, seconds, max_bytes, form, PREFIXES, default_graphs, named_graphs)
        match self._pool.ask(request, seconds, turn):
            case ("answer", kind, bytes() as payload):
                return Reply(kind, len(payload), payload)
            case ("file", kind, size, descriptor):
                file = os.fdopen(descriptor, "rb")
                file.seek(0)
                return Reply(kind, size, file)
            case answer:
                raise self._problem(sparql, answer, max_bytes, parse)

    def make_ready(self) -> None:
        """Start the processes before they are needed."""
        self._pool.make_ready(self.turns.size)

    def probe(self) -> None:
        """Ask the store something small, by a process that answers nothing else. Raises as :meth:`query` where it fails."""
        with self._probing:
            request = ("query", "ASK { ?s ?p ?o }", _PROBE_SECONDS, DEFAULT_MAX_BYTES, "", None, None, None)
            answer = self._probe.ask(request, _PROBE_SECONDS)
        if answer[0] != "answer" or b"true" not in answer[2]:
            raise QueryInterrupted(N_("The store does not answer."), N_("Look at its folder, and at the memory of the machine."))

    def _parse(self, deadline: float, seconds: float, turn: Turn, text: str) -> str | None:
        left = deadline - time.monotonic()
        if left <= 0:
            raise timed_out(seconds)
        answer = self._pool.ask(("parse", text), min(left, _PARSE_SECONDS), turn)
        return None if answer[0] == "parsed" else str(answer[1])

    def _problem(self, sparql: str, answer: tuple[Any, ...], limit: int, parse: Parser) -> QueryError:
        match answer:
            case ("syntax", str() as message):
                return syntax_error(sparql, message, parse)
            case ("large", _):
                return too_many_bytes(limit)
            case ("memory", _):
                return too_much_memory(self._memory)
            case (_, detail):
                return QueryError(N_("The query cannot be evaluated: {error}."), N_("Change it and try again."), error=detail)
        raise AssertionError(answer)

    def close(self) -> None:
        """End the processes; a second call does nothing."""
        if self._own_turns:
            self.turns.close()
        self._pool.close()
        self._probe.close()
        if self._close_version:
            self.version.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def whole(reply: Reply) -> bytes:
    """An answer's content in memory; its file is closed."""
    if isinstance(reply.content, bytes):
        return reply.content
    with reply.content as file:
        return file.read()
