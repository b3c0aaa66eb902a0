"""One label for each thing that postings name: the one that most of them write; the others stay beside it.

Postings are mapped one by one, each with its own spelling of a name. What they write of one entity is brought together here,
when all are there, whatever their order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Protocol

import pyoxigraph as ox

from organigram.namespaces import BASE, PREFIXES, expand, graph

_LABEL, _OTHER = ox.NamedNode(expand("rdfs:label")), ox.NamedNode(expand("skos:altLabel"))
#: Things that only postings describe, and of these the ones whose other labels are names in their own right.
_NAMED = ("unresolved/", "project/")
_TOLD = (*_NAMED, "post/_", "consortium/", "posting/")


class Labelled(Protocol):
    """What labels are settled in: a store, or changes to one."""

    def quads_for_pattern(
        self, subject: ox.NamedNode | None, predicate: ox.NamedNode | None, value: ox.NamedNode | ox.Literal | None, /
    ) -> Iterator[ox.Quad]:
        """The quads that hold some terms."""

    def add(self, quad: ox.Quad, /) -> None:
        """Add a quad."""

    def remove(self, quad: ox.Quad, /) -> None:
        """Remove a quad."""


def settle_labels(store: ox.Store, *, base: str = BASE) -> int:
    """Give every named thing of postings and imports one label a language, in every graph that has another; how many had several.

    >>> store, thing = ox.Store(), ox.NamedNode(f"{BASE}unresolved/organization/blue-help")
    >>> for key, name in (("a", "Blue Help"), ("b", "Blue Help"), ("c", "BLUE HELP")):
    ...     store.add(ox.Quad(thing, _LABEL, ox.Literal(name, language="en"), ox.NamedNode(graph("posting", key))))
    >>> settle_labels(store), sorted({quad.object.value for quad in store.quads_for_pattern(thing, _LABEL, None)})
    (1, ['Blue Help'])
    >>> [quad.object.value for quad in store.quads_for_pattern(thing, _OTHER, None)]
    ['BLUE HELP']
    """
    named = tuple(f"{graph(kind)}/".replace(BASE, base) for kind in ("posting", "import"))
    found = store.query(
        "SELECT ?thing ?language WHERE { ?thing rdfs:label ?label } GROUP BY ?thing (LANG(?label) AS ?language) "
        "HAVING (MIN(STR(?label)) != MAX(STR(?label)))",
        prefixes={"rdfs": PREFIXES["rdfs"]},
        use_default_graph_as_union=True,
    )
    assert isinstance(found, ox.QuerySolutions)
    several = [(row["thing"], row["language"]) for row in found]
    count = 0
    for thing, language in several:
        if isinstance(thing, ox.NamedNode) and isinstance(language, ox.Literal) and thing.value.startswith(base):
            count += _settle(store, thing, language.value, named, thing.value.removeprefix(base))
    return count


def _settle(store: Labelled, thing: ox.NamedNode, language: str, named: tuple[str, ...], local: str) -> int:
    quads, labels = [], Counter[str]()
    for quad in store.quads_for_pattern(thing, _LABEL, None):
        if isinstance(quad.object, ox.Literal) and (quad.object.language or "") == language:
            if not (isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value.startswith(named)):
                return 0
            quads.append(quad)
            labels[quad.object.value] += 1
    if not local.startswith(_TOLD):
        return 0
    kept = ox.Literal(min(labels, key=lambda text: (-labels[text], text)), language=language)
    for quad in quads:
        if quad.object != kept:
            store.remove(quad)
            store.add(ox.Quad(thing, _LABEL, kept, quad.graph_name))
            if local.startswith(_NAMED):
                store.add(ox.Quad(thing, _OTHER, quad.object, quad.graph_name))
    for name in {quad.graph_name for quad in quads}:  # one posting's other spelling may be the label that is kept
        store.remove(ox.Quad(thing, _OTHER, kept, name))
    return 1


def settle_again(
    store: Labelled, new: Collection[ox.Quad], written: Callable[[str], Iterable[ox.Quad]], *, base: str = BASE
) -> None:
    """Settle the labels of the things that the ``new`` quads of a few graphs name, in a store where all others are settled.

    ``written`` gives what a graph held before it was settled.
    """
    postings = _Postings(store, f"{graph('posting')}/".replace(BASE, base))
    before: dict[str, list[ox.Quad]] = {}
    names = {_graph(quad) for quad in new}
    for thing, language in sorted(_labelled(new, base)):
        node = ox.NamedNode(thing)
        labels = [quad for quad in postings.quads_for_pattern(node, _LABEL, None) if _language(quad) == language]
        for name in {_graph(quad) for quad in labels} - names:
            if name not in before:
                before[name] = list(written(name))
            _restore(store, node, language, name, before[name])
        labels = [quad for quad in postings.quads_for_pattern(node, _LABEL, None) if _language(quad) == language]
        if len({quad.object for quad in labels}) > 1:
            _settle(postings, node, language, (postings.start,), thing.removeprefix(base))


class _Postings:
    """Labels as postings alone state them."""

    def __init__(self, store: Labelled, start: str) -> None:
        self._store, self.start = store, start
        self.add, self.remove = store.add, store.remove

    def quads_for_pattern(
        self, subject: ox.NamedNode | None, predicate: ox.NamedNode | None, value: ox.NamedNode | ox.Literal | None, /
    ) -> Iterator[ox.Quad]:
        found = self._store.quads_for_pattern(subject, predicate, value)
        return (quad for quad in found if _graph(quad).startswith(self.start))


def _labelled(quads: Iterable[ox.Quad], base: str) -> set[tuple[str, str]]:
    """Things that labels are settled of, and the languages."""
    labels = [quad for quad in quads if quad.predicate == _LABEL]
    told = tuple(f"{base}{kind}" for kind in _TOLD)
    named = {(str(quad.subject)[1:-1], _language(quad)) for quad in labels}
    return {(thing, language) for thing, language in named if thing.startswith(told)}


def _graph(quad: ox.Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""


def _language(quad: ox.Quad) -> str:
    return quad.object.language or "" if isinstance(quad.object, ox.Literal) else ""


def _restore(store: Labelled, thing: ox.NamedNode, language: str, name: str, written: Iterable[ox.Quad]) -> None:
    """Give a thing the labels of one language that a graph wrote."""
    both = (_LABEL, _OTHER)
    said = {quad for quad in written if quad.subject == thing and quad.predicate in both and _language(quad) == language}
    found = (quad for predicate in both for quad in store.quads_for_pattern(thing, predicate, None))
    held = {quad for quad in found if _graph(quad) == name and _language(quad) == language}
    for quad in held - said:
        store.remove(quad)
    for quad in said - held:
        store.add(quad)
