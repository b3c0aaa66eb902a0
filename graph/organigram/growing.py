"""A version made of the one before by what changes: the quads of a few new postings, and of what depends on them.

The result is the same, byte for byte, as that of a build of everything; where that is not certain, everything is built.
What postings say together (vacancies, likenesses, warnings, counts) is worked out for all of them; only what differs is written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple

from organigram.namespaces import BASE, graph
from organigram.naming import settle_again
from organigram.reasoning import Follower, inferred
from organigram.store.changes import Changes
from organigram.validation import LATER

__all__ = ["FEW", "Growth", "NotGrown"]

#: New postings up to which it pays.
FEW = 100


class NotGrown(Exception):  # noqa: N818 - nothing is wrong: the version has to be built
    """A version cannot be made of the one before."""


class Growth:
    """Changes to the graphs of a version, stage by stage, in the order of a build."""

    def __init__(self, changes: Changes, base: str, keys: Collection[str]) -> None:
        """``keys``: those of the new postings, whose graphs are in the engine already."""
        self._changes, self._base = changes, base
        self._new: list[Quad] = []
        self._late = {self._name(name) for name in LATER}
        self._inferred = inferred(base)
        for key in keys:
            name = NamedNode(self._name(f"posting/{key}"))
            self._new += changes.engine.quads_for_pattern(None, None, None, name)
        for quad in self._new:
            changes.note(quad)

    def _name(self, name: str) -> str:
        return graph(name).replace(BASE, self._base, 1)

    def replace(self, name: str, lines: Iterable[str]) -> None:
        """Make lines all that ``graph/<name>`` holds."""
        self._changes.replace(self._name(name), lines)

    def settle_labels(self, lines_of: Callable[[str], list[str] | None]) -> None:
        """Labels of the things that new postings name; ``lines_of`` gives what a posting wrote, by its key.

        Raises NotGrown where that is not known.
        """

        def written(name: str) -> Iterator[Quad]:
            lines = lines_of(name.rpartition("/")[2])
            if lines is None:
                raise NotGrown
            for found in pyoxigraph.parse("\n".join(lines).encode(), RdfFormat.N_QUADS):
                assert isinstance(found, Quad)
                yield found

        settle_again(self._changes, self._new, written, base=self._base)

    def reason(self) -> int:
        """What follows now, and how much more that is. Raises NotGrown where something may not follow any more."""
        follower = Follower(self._early)
        added = {quad.triple for quad in self._changes.added if self._is_early(quad)}
        lost = {quad.triple for quad in self._changes.removed if self._is_early(quad) and not self._asserted(quad.triple)}
        if any(follower.reads(triple) for triple in lost):
            raise NotGrown
        before = self._size()
        for triple in added:
            if self._asserted(triple):
                self._changes.remove(self._follows(triple))
        for triple in lost:
            if follower.writes(triple):
                self._changes.add(self._follows(triple))
        self._follow(follower, [triple for triple in added if not self._known_before(triple)])
        return self._size() - before

    def _follow(self, follower: Follower, waiting: list[Triple]) -> None:
        while waiting:
            for triple in set(follower.consequences(waiting.pop())):
                if next(self._held(triple), None) is None:
                    self._changes.add(self._follows(triple))
                    waiting.append(triple)

    def validated(self, own: Iterable[str], whole: Iterable[str]) -> None:
        """Add the reports on new postings (``own``), and put the one on all together (``whole``) in the place of the last."""
        start = f"{self._base}validation/whole"
        held = self._changes.engine.quads_for_pattern(None, None, None, NamedNode(self._name("validation")))
        old = {quad for quad in held if isinstance(quad.subject, NamedNode) and f"{quad.subject.value}/".startswith(f"{start}/")}
        wanted = set(pyoxigraph.parse("\n".join([*own, *whole]).encode(), RdfFormat.N_QUADS))
        for quad in old - wanted:
            self._changes.remove(quad)
        for quad in wanted:
            assert isinstance(quad, Quad)
            self._changes.add(quad)

    def _follows(self, triple: Triple) -> Quad:
        return Quad(triple.subject, triple.predicate, triple.object, self._inferred)

    def _size(self) -> int:
        added = sum(quad.graph_name == self._inferred for quad in self._changes.added)
        return added - sum(quad.graph_name == self._inferred for quad in self._changes.removed)

    def _is_early(self, quad: Quad) -> bool:
        return isinstance(quad.graph_name, NamedNode) and quad.graph_name.value not in self._late

    def _early(
        self,
        subject: NamedNode | BlankNode | Triple | None,
        predicate: NamedNode | None,
        value: NamedNode | BlankNode | Literal | Triple | None,
    ) -> Iterator[Quad]:
        """What rules read: everything but what is made of everything."""
        return (quad for quad in self._changes.quads_for_pattern(subject, predicate, value) if self._is_early(quad))

    def _held(self, triple: Triple) -> Iterator[Quad]:
        return self._early(triple.subject, triple.predicate, triple.object)

    def _asserted(self, triple: Triple) -> bool:
        return any(quad.graph_name != self._inferred for quad in self._held(triple))

    def _known_before(self, triple: Triple) -> bool:
        if any(quad not in self._changes.added for quad in self._held(triple)):
            return True
        return any(quad.triple == triple and self._is_early(quad) for quad in self._changes.removed)
