"""The union of the named graphs in the default graph, and a mark of each graph by which its content is known.

>>> engine, marks = pyoxigraph.Store(), GraphMarks()
>>> engine.load(b'<x:g> { <x:a> <x:p> "1" } <x:h> { <x:a> <x:p> "1" }', format=pyoxigraph.RdfFormat.TRIG)
>>> marks.unite(engine)
>>> len(list(engine.quads_for_pattern(None, None, None, pyoxigraph.DefaultGraph()))), marks.quads
(1, 2)
>>> GraphMarks.read(marks.text()) == marks
True
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import pyoxigraph

from organigram.store.graphs import canonical_graphs

#: Bytes that are loaded at once: the engine writes new files at every load, so loads are few and large.
LOAD_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class GraphMark:
    """SHA-256 of a graph's canonical N-Quads, and how many there are."""

    sha256: str
    quads: int


class GraphMarks(dict[str, GraphMark]):
    """The marks of an engine's named graphs, by IRI: what has none is not in the union yet."""

    @classmethod
    def read(cls, text: str) -> Self:
        """The marks that :meth:`text` wrote. Raises ValueError where it is something else."""
        rows = (line.split(" ") for line in text.splitlines())
        return cls({iri: GraphMark(sha256, int(quads)) for sha256, quads, iri in rows})

    def text(self) -> str:
        """A line a graph, by name; its SHA-256 is the digest of the whole."""
        return "".join(f"{mark.sha256} {mark.quads} {iri}\n" for iri, mark in sorted(self.items()))

    @property
    def digest(self) -> str:
        """Equal for equal graphs, on any machine."""
        return hashlib.sha256(self.text().encode()).hexdigest()

    @property
    def quads(self) -> int:
        """Quads in all graphs."""
        return sum(mark.quads for mark in self.values())

    def unite(self, engine: pyoxigraph.Store) -> None:
        """Put every triple of the graphs without a mark into the default graph, and mark them.

        Oxigraph's own union of graphs at query time gives a triple as often as there are graphs that hold it, so that counts
        would be wrong; and it is slower. Raises StoreError for a blank node.
        """
        names = {name.value for name in engine.named_graphs()}
        for iri in self.keys() - names:
            del self[iri]
        pending: list[bytes] = []
        size = 0
        for graph in canonical_graphs(engine, names - self.keys()):
            self[graph.iri] = GraphMark(hashlib.sha256(graph.nquads()).hexdigest(), len(graph.lines))
            pending.append(graph.ntriples())
            size += len(pending[-1])
            if size >= LOAD_BYTES:
                _load(engine, pending)
                pending, size = [], 0
        _load(engine, pending)

    def outdated_by(self, lines: Iterable[str]) -> None:
        """Forget the marks of graphs that get these lines of N-Quads."""
        for line in lines:
            self.pop(line.rstrip(" .\n").rpartition(" ")[2][1:-1], None)


def _load(engine: pyoxigraph.Store, pending: list[bytes]) -> None:
    if pending:
        engine.bulk_load(b"".join(pending), pyoxigraph.RdfFormat.N_TRIPLES)
