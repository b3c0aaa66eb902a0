"""The graphs of a version as they are sent: lines of N-Triples, and a mark of each graph that tells it from every other.

>>> engine = pyoxigraph.Store()
>>> engine.load(b'<x:a> <x:p> "1" <x:g> .\\n<x:b> <x:p> "2" <x:g> .', format=pyoxigraph.RdfFormat.N_QUADS)
>>> (mark,) = marks(engine)
>>> mark.iri, mark.rows, mark.size
('x:g', 2, 36)
>>> sorted(lines(engine, "x:g"))
[b'<x:a> <x:p> "1" .\\n', b'<x:b> <x:p> "2" .\\n']
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph

#: Bytes of a graph's dump that stay in memory; a longer one goes to a file.
_SPOOL = 8 << 20
_DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class GraphMark:
    """A graph: its IRI, its rows (triples), their size in bytes, and a digest that does not depend on their order."""

    iri: str
    rows: int
    size: int
    digest: str


def lines(engine: pyoxigraph.Store, graph: str) -> Iterator[bytes]:
    """The graph's triples, a line of N-Triples each, in the engine's own order: the same at every call."""
    with tempfile.SpooledTemporaryFile(_SPOOL) as dump:
        engine.dump(dump, pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.NamedNode(graph))
        dump.seek(0)
        yield from dump


def marks(engine: pyoxigraph.Store) -> Iterator[GraphMark]:
    """A mark of every named graph, by IRI. Memory does not grow with the graphs."""
    for iri in sorted(name.value for name in engine.named_graphs()):
        rows = size = total = 0
        for line in lines(engine, iri):
            rows += 1
            size += len(line)
            total += int.from_bytes(hashlib.blake2b(line, digest_size=_DIGEST_BYTES).digest())
        yield GraphMark(iri, rows, size, f"{total % (1 << 8 * _DIGEST_BYTES):0{2 * _DIGEST_BYTES}x}")
