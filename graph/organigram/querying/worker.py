"""The process that evaluates queries: it holds a store read-only, answers one query at a time, and can be killed.

It is run as a program of its own, by its path, and needs nothing but pyoxigraph: it starts in some 20 ms, and imports nothing
of the program that started it. Messages are pickled tuples of plain strings, numbers and bytes over a socket::

    ("query", text, seconds, bytes, form, prefixes, default graphs, named graphs)
        ->  ("answer", kind, payload)  or  ("file", kind, size)  or  (problem, detail)
    ("parse", text)  ->  ("parsed",)  or  ("syntax", detail)

``kind`` is ``select``, ``ask`` or ``construct``; ``form`` a name of :data:`TABLES` or :data:`GRAPHS`. Lists of graphs are None
where the query's own data set counts. A large answer is written into a file without a name, whose descriptor follows the
message; so an answer is whole before any of it is sent on, and takes no memory. A problem is ``syntax``,
``large``, ``memory`` or ``evaluation``. Beside the killing by its owner, an alarm of the operating system ends the process
soon after the deadline, so that it does not run on when its owner is gone.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import tempfile
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.reduction import send_handle
from typing import IO, Any, cast

import pyoxigraph

_GRACE_SECONDS = 2.0
_POLL_SECONDS = 5.0
#: Lines between a text and the mark after its end: the parser tells a wrong word by the end of a keyword that it tried there.
_MARGIN = 40
#: Bytes of an answer that travel in the message.
_IN_MEMORY = 1 << 20

TABLES = {
    "json": pyoxigraph.QueryResultsFormat.JSON,
    "xml": pyoxigraph.QueryResultsFormat.XML,
    "csv": pyoxigraph.QueryResultsFormat.CSV,
    "tsv": pyoxigraph.QueryResultsFormat.TSV,
}
GRAPHS = {
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "rdfxml": pyoxigraph.RdfFormat.RDF_XML,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "nquads": pyoxigraph.RdfFormat.N_QUADS,
    "trig": pyoxigraph.RdfFormat.TRIG,
}
_PREFIXED = frozenset({"turtle", "trig", "rdfxml"})


class _FullError(Exception):
    """The answer is larger than it may be."""


class _Payload:
    """A file to write to that refuses more than ``limit`` bytes, and keeps what is large on disk."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size = limit, 0
        self.file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - it outlives the call

    def write(self, data: bytes) -> int:
        self.size += len(data)
        if self.size > self.limit:
            raise _FullError
        return self.file.write(data)

    def flush(self) -> None:
        """What is buffered is written when the answer is whole."""


def _named(graphs: list[str] | None) -> Any:
    return None if graphs is None else [pyoxigraph.NamedNode(iri) for iri in graphs]


def _evaluate(store: pyoxigraph.Store, request: tuple[Any, ...], payload: _Payload) -> tuple[Any, ...]:
    _, text, _, _, form, prefixes, default_graphs, named_graphs = request
    out = cast("IO[bytes]", payload)  # it has what is used of one
    try:
        found = store.query(text, default_graph=_named(default_graphs), named_graphs=_named(named_graphs))
        if not isinstance(found, pyoxigraph.QueryTriples):
            found.serialize(out, TABLES.get(form, pyoxigraph.QueryResultsFormat.JSON))
        elif form in _PREFIXED:
            pyoxigraph.serialize(found, out, GRAPHS[form], prefixes=prefixes)
        else:
            found.serialize(out, GRAPHS.get(form, pyoxigraph.RdfFormat.N_TRIPLES))
        payload.file.flush()
    except SyntaxError as error:
        return "syntax", error.msg
    except _FullError:
        return "large", ""
    except MemoryError:
        return "memory", ""
    except (OSError, RuntimeError, ValueError) as error:
        return "evaluation", str(error)
    kinds = {pyoxigraph.QuerySolutions: "select", pyoxigraph.QueryBoolean: "ask", pyoxigraph.QueryTriples: "construct"}
    return "answer", kinds[type(found)]


def _answer(connection: Connection, store: pyoxigraph.Store, request: tuple[Any, ...]) -> None:
    """Evaluate, and send the answer: small ones in the message, large ones as a file."""
    payload = _Payload(request[3])
    with payload.file:
        answer = _evaluate(store, request, payload)
        if answer[0] != "answer":
            connection.send(answer)
        elif payload.size <= _IN_MEMORY:
            payload.file.seek(0)
            connection.send((*answer, payload.file.read()))
        else:
            connection.send(("file", answer[1], payload.size))
            send_handle(connection, payload.file.fileno(), os.getppid())


def _parse(text: str) -> tuple[Any, ...]:
    """Whether a text reads as a query up to its end, without evaluating anything: what follows the end is an error."""
    try:
        pyoxigraph.Store().query(text + "\n" * _MARGIN + "\0")
    except SyntaxError as error:
        last = text.count("\n") + _MARGIN + 1
        return ("parsed",) if f" {last}:" in error.msg.partition(": ")[0] else ("syntax", error.msg)
    return "syntax", ""


def serve(connection: Connection, store: pyoxigraph.Store) -> None:
    """Answer until the owner closes the connection or is gone."""
    owner = os.getppid()
    while True:
        while not connection.poll(_POLL_SECONDS):
            if os.getppid() != owner:
                return
        try:
            request = connection.recv()
        except (EOFError, OSError):
            return
        if request[0] == "parse":
            connection.send(_parse(request[1]))
            continue
        signal.setitimer(signal.ITIMER_REAL, request[2] + _GRACE_SECONDS)
        _answer(connection, store, request)
        signal.setitimer(signal.ITIMER_REAL, 0)


def main(descriptor: str, memory: str, engine: str = "") -> None:
    """Serve the engine in a folder (none: parsing only) on an inherited socket, with at most so many bytes of memory."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the owner
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError):  # a system that has no such limit, or a lower one: time and size are limited all the same
        resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    store = pyoxigraph.Store.read_only(engine) if engine else pyoxigraph.Store()
    with Connection(int(descriptor)) as connection:
        serve(connection, store)


if __name__ == "__main__":
    main(*sys.argv[1:])
