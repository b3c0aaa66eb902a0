"""Changes to a graph that is whole already: what is taken out of the last graph that holds it goes from the union, too.

>>> engine, marks = pyoxigraph.Store(), GraphMarks()
>>> engine.load(b'<x:g> { <x:a> <x:p> "1" } <x:h> { <x:a> <x:p> "1" }', format=pyoxigraph.RdfFormat.TRIG)
>>> marks.unite(engine)
>>> changes = Changes(engine, marks)
>>> for quad in changes.quads_for_pattern(None, None, None):
...     changes.remove(quad)
>>> len(engine), len(changes.removed), marks
(0, 2, {})
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from organigram.store.uniting import GraphMarks


class Changes:
    """Adds quads to an engine and removes them; ``added`` and ``removed`` are what became of it in the end.

    What is added comes into the union when the graphs are united.
    """

    def __init__(self, engine: pyoxigraph.Store, marks: GraphMarks) -> None:
        """``marks``: those of the engine's graphs; a changed graph loses its mark."""
        self.engine, self._marks = engine, marks
        self.added: set[Quad] = set()
        self.removed: set[Quad] = set()

    def quads_for_pattern(
        self,
        subject: NamedNode | BlankNode | Triple | None,
        predicate: NamedNode | None,
        value: NamedNode | BlankNode | Literal | Triple | None,
    ) -> Iterator[Quad]:
        """The quads of the named graphs."""
        found = self.engine.quads_for_pattern(subject, predicate, value, None)
        return (quad for quad in found if isinstance(quad.graph_name, NamedNode))

    def add(self, quad: Quad) -> None:
        """Add a quad to a named graph."""
        if quad not in self.engine:
            self.engine.add(quad)
            self.note(quad)

    def note(self, quad: Quad) -> None:
        """Take a quad for added that is in the engine already."""
        self._unmark(quad)
        if quad in self.removed:
            self.removed.remove(quad)
        else:
            self.added.add(quad)

    def remove(self, quad: Quad) -> None:
        """Remove a quad of a named graph."""
        if quad not in self.engine:
            return
        self.engine.remove(quad)
        self._unmark(quad)
        if quad in self.added:
            self.added.remove(quad)
        else:
            self.removed.add(quad)
        if next(self.quads_for_pattern(quad.subject, quad.predicate, quad.object), None) is None:
            self.engine.remove(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()))

    def _unmark(self, quad: Quad) -> None:
        if isinstance(quad.graph_name, NamedNode):
            self._marks.pop(quad.graph_name.value, None)

    def replace(self, graph: str, lines: Iterable[str]) -> None:
        """Make some lines of N-Quads all that a graph holds."""
        text = "\n".join(lines).encode()
        wanted = {quad for quad in pyoxigraph.parse(text, pyoxigraph.RdfFormat.N_QUADS) if isinstance(quad, Quad)}
        held = set(self.engine.quads_for_pattern(None, None, None, NamedNode(graph)))
        for quad in held - wanted:
            self.remove(quad)
        for quad in wanted - held:
            self.add(quad)
