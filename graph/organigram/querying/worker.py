"""The process that evaluates queries: it holds a store read-only, answers one query at a time, and can be killed.

It is run as a program of its own, by its path, and needs nothing but pyoxigraph: it starts in some 20 ms, and imports nothing
of the program that started it. Messages are pickled tuples of plain strings, numbers and bytes over a socket::

    ("query", text, seconds, bytes)  ->  ("answer", kind, payload)  or  (problem, detail)
    ("parse", text)                  ->  ("parsed",)                or  ("syntax", detail)

``kind`` is ``select``, ``ask`` (payload: SPARQL results in JSON) or ``construct`` (N-Triples); a problem is ``syntax``,
``large``, ``memory`` or ``evaluation``. Beside the killing by its owner, an alarm of the operating system ends the process
soon after the deadline, so that it does not run on when its owner is gone.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

import pyoxigraph

_GRACE_SECONDS = 2.0
_POLL_SECONDS = 5.0
#: Lines between a text and the mark after its end: the parser tells a wrong word by the end of a keyword that it tried there.
_MARGIN = 40


class _FullError(Exception):
    """The answer is larger than it may be."""


class _Payload:
    """A file to write to that refuses more than ``limit`` bytes."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size = limit, 0
        self.parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.size += len(data)
        if self.size > self.limit:
            raise _FullError
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is buffered."""


def _evaluate(store: pyoxigraph.Store, text: str, limit: int) -> tuple[Any, ...]:
    payload = _Payload(limit)
    try:
        found = store.query(text)
        if isinstance(found, pyoxigraph.QueryTriples):
            found.serialize(payload, pyoxigraph.RdfFormat.N_TRIPLES)  # type: ignore[arg-type]
        else:
            found.serialize(payload, pyoxigraph.QueryResultsFormat.JSON)  # type: ignore[arg-type]
    except SyntaxError as error:
        return "syntax", error.msg
    except _FullError:
        return "large", ""
    except MemoryError:
        return "memory", ""
    except (OSError, RuntimeError, ValueError) as error:
        return "evaluation", str(error)
    kinds = {pyoxigraph.QuerySolutions: "select", pyoxigraph.QueryBoolean: "ask", pyoxigraph.QueryTriples: "construct"}
    return "answer", kinds[type(found)], b"".join(payload.parts)


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
        _, text, seconds, limit = request
        signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE_SECONDS)
        answer = _evaluate(store, text, limit)
        signal.setitimer(signal.ITIMER_REAL, 0)
        connection.send(answer)


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
