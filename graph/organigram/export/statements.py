"""The statements of a store, sorted, each once: what makes an export a function of the graph alone.

Terms stay the text that the engine writes for N-Triples (canonical, one space between terms and none in an IRI), which is what
sorting compares and what the writers copy; no statement becomes an object with terms of its own, and a line of bytes is handled
with as few operations as can be: a large graph has a hundred million of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple

from organigram.export.sorting import Sorter
from organigram.nquads import term

_LAYER = re.compile(r"/graph/(inferred$|validation$|statistics$|about$|import(?=/))")
_LAYERS = {"import": "imported", "inferred": "inferred", "validation": "validation", "statistics": "about", "about": "about"}
_EVIDENCE = tuple(
    f" {term('rdf:type')} {term(name)} .".encode()
    for name in ("oa:Annotation", "oa:SpecificResource", "oa:TextQuoteSelector", "oa:TextPositionSelector", "rdf:Statement")
)
#: Statements of layers not wanted that are held in memory, to be left out of the union of all; where there are more, the graphs
#: wanted are read one by one.
_FEW = 100_000


class Part(NamedTuple):
    """Sorted lines of N-Triples without their ends, all of a subject's together; ``graph`` is empty where none is kept apart."""

    graph: bytes
    lines: list[bytes]


class Statement(NamedTuple):
    """The terms of a statement as N-Quads writes them; ``graph`` is empty where graphs are not kept apart."""

    graph: str
    subject: str
    predicate: str
    object: str


def sorted_parts(
    store: Store,
    layers: Collection[str],
    *,
    by_graph: bool,
    folder: Path | None = None,
    more: Mapping[str, bytes] | None = None,
) -> Iterator[Part]:
    """The statements of the named graphs in the layers, sorted by graph (if kept apart), subject, predicate, object.

    The default graph is no graph of its own: a finished version keeps the union of the others there, which is read in place of
    them where that is quicker. ``folder`` is where lines are sorted that are too many for memory; ``more`` are graphs that the
    store does not hold, as N-Triples by IRI. Raises OSError where the folder has no room.
    """
    graphs = [name for name in store.named_graphs() if isinstance(name, NamedNode)]
    wanted = [name for name in graphs if _layer(name.value) in layers]
    if by_graph:
        named: dict[str, NamedNode | bytes] = {**{name.value: name for name in wanted}, **(more or {})}
        parts = (part for iri, source in sorted(named.items()) for part in _of_graph(store, iri, source, folder))
    else:
        others = [name for name in graphs if _layer(name.value) not in layers]
        added = b"".join((more or {}).values())
        parts = (Part(b"", lines) for lines in _of_all(store, wanted, others, added, folder))
    for part in parts:
        yield part if "evidence" in layers else Part(part.graph, _without_evidence(part.lines))


def sorted_statements(store: Store, layers: Collection[str], *, by_graph: bool) -> Iterator[Statement]:
    """:func:`sorted_parts`, statement by statement."""
    return each_statement(sorted_parts(store, layers, by_graph=by_graph))


def each_statement(parts: Iterable[Part]) -> Iterator[Statement]:
    """The statements of some parts.

    >>> next(each_statement([Part(b"", [b'<x:s> <x:p> "o" .'])]))
    Statement(graph='', subject='<x:s>', predicate='<x:p>', object='"o"')
    """
    for graph, lines in parts:
        name = graph.decode()
        for line in lines:
            subject, predicate, rest = line.decode().split(" ", 2)
            yield Statement(name, subject, predicate, rest[:-2])


def _layer(graph: str) -> str:
    found = _LAYER.search(graph)
    return _LAYERS[found[1]] if found else "asserted"


def _of_graph(store: Store, iri: str, source: NamedNode | bytes, folder: Path | None) -> Iterator[Part]:
    with Sorter(folder) as sorter:
        if isinstance(source, bytes):
            sorter.write(source)
        else:
            _dump(store, sorter, source)
        for lines in sorter.parts():
            yield Part(f"<{iri}>".encode(), lines)


def _of_all(
    store: Store, wanted: list[NamedNode], others: list[NamedNode], added: bytes, folder: Path | None
) -> Iterator[list[bytes]]:
    left_out = _only_in(store, others, {name.value for name in wanted}) if has_union(store) else None
    with Sorter(folder) as sorter:
        sorter.write(added)
        if left_out is None:
            for name in wanted:
                _dump(store, sorter, name)
            yield from sorter.parts()
            return
        _dump(store, sorter, DefaultGraph())
        for lines in sorter.parts():
            yield [line for line in lines if line not in left_out] if left_out else lines


def _dump(store: Store, sorter: Sorter, graph: NamedNode | DefaultGraph) -> None:
    store.dump(cast(BinaryIO, sorter), RdfFormat.N_TRIPLES, from_graph=graph)


def has_union(store: Store) -> bool:
    """Whether the default graph holds something: then it is the union of the others."""
    return next(iter(store.quads_for_pattern(None, None, None, DefaultGraph())), None) is not None


def _only_in(store: Store, others: list[NamedNode], wanted: set[str]) -> set[bytes] | None:
    """The lines that only graphs not wanted hold; None where those graphs hold too much to be looked through."""
    quads = (quad for name in others for quad in store.quads_for_pattern(None, None, None, name))
    few = list(islice(quads, _FEW + 1))
    if len(few) > _FEW:
        return None
    return {f"{quad.triple} .".encode() for quad in few if not _is_held(store, quad, wanted)}


def undescribed(store: Store, layers: Collection[str]) -> Iterator[Triple]:
    """The triples that only graphs outside some layers hold, as often as there are such graphs."""
    graphs = [name for name in store.named_graphs() if isinstance(name, NamedNode)]
    wanted = {name.value for name in graphs if _layer(name.value) in layers}
    for name in graphs:
        if name.value not in wanted:
            for quad in store.quads_for_pattern(None, None, None, name):
                if not _is_held(store, quad, wanted):
                    yield quad.triple


def _is_held(store: Store, quad: Quad, wanted: Collection[str]) -> bool:
    same = store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
    return any(isinstance(one.graph_name, NamedNode) and one.graph_name.value in wanted for one in same)


def _without_evidence(lines: list[bytes]) -> list[bytes]:
    evidence = {line.partition(b" ")[0] for line in lines if line.endswith(_EVIDENCE)}
    return [line for line in lines if line.partition(b" ")[0] not in evidence] if evidence else lines
