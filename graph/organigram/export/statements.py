"""The statements of a store, sorted, each once: what makes an export a function of the graph alone.

Terms stay the text that the engine writes for N-Triples (canonical, one space between terms and none in an IRI), which is what
sorting compares and what the writers copy; no statement becomes an object with terms of its own.
"""

from __future__ import annotations

import heapq
import re
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby, islice
from operator import attrgetter
from typing import NamedTuple

from pyoxigraph import NamedNode, RdfFormat, Store

from organigram.nquads import term

#: Statements sorted in memory at a time; beyond, they are sorted in files and merged.
CHUNK = 250_000
#: Bytes of a graph's dump that stay in memory; a longer one goes to a file.
_SPOOL = 64 << 20

_LAYER = re.compile(r"/graph/(inferred|validation|statistics|about)$")
_LAYERS = {"inferred": "inferred", "validation": "validation", "statistics": "about", "about": "about"}
_TYPE = term("rdf:type")
_EVIDENCE = frozenset(
    term(name)
    for name in ("oa:Annotation", "oa:SpecificResource", "oa:TextQuoteSelector", "oa:TextPositionSelector", "rdf:Statement")
)


class Statement(NamedTuple):
    """The terms of a statement as N-Quads writes them; ``graph`` is empty where graphs are not kept apart."""

    graph: str
    subject: str
    predicate: str
    object: str

    def line(self) -> str:
        """The statement as a line of N-Quads, or of N-Triples where it has no graph."""
        graph = f" {self.graph}" if self.graph else ""
        return f"{self.subject} {self.predicate} {self.object}{graph} .\n"


def sorted_statements(store: Store, layers: frozenset[str], *, by_graph: bool) -> Iterator[Statement]:
    """The statements of the named graphs in the layers, sorted by graph (if kept apart), subject, predicate, object.

    The default graph is left out: a finished version keeps the union of the others there.
    """
    named = [name for name in store.named_graphs() if isinstance(name, NamedNode) and _layer(name.value) in layers]
    parts = [[name] for name in sorted(named, key=attrgetter("value"))] if by_graph else [named]
    for part in parts:
        statements = _statements(store, part, str(part[0]) if by_graph else "")
        yield from statements if "evidence" in layers else _without_evidence(statements)


def _layer(graph: str) -> str:
    found = _LAYER.search(graph)
    return _LAYERS[found[1]] if found else "asserted"


def _statements(store: Store, graphs: Collection[NamedNode], name: str) -> Iterator[Statement]:
    with ExitStack() as stack:
        for line, _ in groupby(_sorted(_lines(store, graphs), stack)):
            subject, predicate, rest = line.decode().split(" ", 2)
            yield Statement(name, subject, predicate, rest.removesuffix(" .\n"))


def _lines(store: Store, graphs: Iterable[NamedNode]) -> Iterator[bytes]:
    for graph in graphs:
        with tempfile.SpooledTemporaryFile(_SPOOL) as dump:
            store.dump(dump, RdfFormat.N_TRIPLES, from_graph=graph)
            dump.seek(0)
            yield from dump


def _sorted(lines: Iterator[bytes], stack: ExitStack) -> Iterator[bytes]:
    chunks: list[Iterable[bytes]] = []
    while chunk := sorted(islice(lines, CHUNK)):
        if len(chunk) < CHUNK:
            chunks.append(chunk)
            break
        file = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
        file.writelines(chunk)
        file.seek(0)
        chunks.append(file)
    return iter(chunks[0]) if len(chunks) == 1 else heapq.merge(*chunks)


def _without_evidence(statements: Iterable[Statement]) -> Iterator[Statement]:
    for _, group in groupby(statements, key=attrgetter("subject")):
        about = list(group)
        if not any(statement.predicate == _TYPE and statement.object in _EVIDENCE for statement in about):
            yield from about
