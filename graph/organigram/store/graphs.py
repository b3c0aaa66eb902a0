"""The named graphs of an engine in their canonical form: graphs by name, lines sorted, no blank nodes.

>>> engine = pyoxigraph.Store()
>>> engine.load(b'<x:g> { <x:b> <x:p> "2" . <x:a> <x:p> "1" }', format=pyoxigraph.RdfFormat.TRIG)
>>> b"".join(graph.nquads() for graph in canonical_graphs(engine)).decode().splitlines()
['<x:a> <x:p> "1" <x:g> .', '<x:b> <x:p> "2" <x:g> .']
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import pyoxigraph

from organigram.errors import StoreError
from organigram.i18n import N_

_BLANK_NODE = re.compile(rb"^(?:_:|\S+ \S+ _:).*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class CanonicalGraph:
    """A named graph: its IRI, and its triples as sorted lines of N-Triples without line ends."""

    iri: str
    lines: list[bytes]

    def ntriples(self) -> bytes:
        """The lines as one text."""
        return b"".join(line + b"\n" for line in self.lines)

    def nquads(self) -> bytes:
        """The lines as one text, each with the graph's name."""
        end = f" <{self.iri}> .\n".encode()
        return b"".join(line[:-2] + end for line in self.lines)


def canonical_graphs(engine: pyoxigraph.Store, wanted: Collection[str] | None = None) -> Iterator[CanonicalGraph]:
    """The named graphs (all, or the wanted ones), by name.

    Raises StoreError for a blank node: its name would differ from build to build.
    """
    for name in sorted(engine.named_graphs(), key=lambda term: term.value):
        if wanted is not None and name.value not in wanted:
            continue
        text = engine.dump(format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=name) or b""
        blank = _BLANK_NODE.search(text)
        if blank:
            raise StoreError(
                N_("The graph holds a blank node: {line}."),
                N_("Give the thing an IRI made from its facts, so that every build gives the same graph."),
                file=name.value,
                line=blank[0].decode(),
            )
        yield CanonicalGraph(name.value, sorted(text.splitlines()))
