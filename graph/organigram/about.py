"""The graph's description of itself: VoID and DCAT for what it holds, PROV for what it was made with.

It is a function of the graph and of what the graph was made with, so it holds no time of day: that stands in the version's
manifest.

>>> lines = about_lines(pyoxigraph.Store(), version="1.0", digests={"vocabulary": "ab12"})
>>> any('dc/terms/identifier> "sha256:ab12"' in line for line in lines)
True
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph

from organigram import nquads
from organigram.export.statements import Statement, has_union, sorted_statements, undescribed
from organigram.folding import slug
from organigram.i18n import LANGUAGES
from organigram.namespaces import BASE, PREFIXES, entity, graph, rebase
from organigram.resources import table

__all__ = ["about_lines"]

_DESCRIBED = frozenset({"asserted", "imported", "evidence", "inferred"})
_TYPE = nquads.term("rdf:type")
#: Graphs of which there are many, and the layer that each is in.
_KINDS = {"posting": "postings", "import": "imports"}


def _texts() -> Mapping[str, Any]:
    about: Mapping[str, Any] = table("statistics.toml")["about"]
    return about


@dataclass(slots=True)
class _Count:
    """Statements each once, their subjects, how many things are of each class, how many statements use each property."""

    triples: int = 0
    entities: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of_union(cls, engine: pyoxigraph.Store) -> _Count:
        """Count the default graph, without what only graphs that are not described hold."""
        classes, properties = _by(engine, "?s a ?term"), _by(engine, "?s ?term ?o")
        subjects = _number(engine, "SELECT (COUNT(DISTINCT ?s) AS ?number) WHERE { ?s ?p ?o }")
        others = {triple for triple in undescribed(engine, _DESCRIBED) if pyoxigraph.Quad(*triple) in engine}
        properties.subtract(str(triple.predicate) for triple in others)
        classes.subtract(str(triple.object) for triple in others if str(triple.predicate) == _TYPE)
        for subject in {triple.subject for triple in others}:
            about = engine.quads_for_pattern(subject, None, None, pyoxigraph.DefaultGraph())
            subjects -= all(quad.triple in others for quad in about)
        return cls(properties.total(), subjects, +classes, +properties)

    @classmethod
    def of(cls, statements: Iterable[Statement]) -> _Count:
        """Count sorted statements."""
        count, subject = cls(), ""
        for statement in statements:
            count.triples += 1
            count.properties[statement.predicate] += 1
            if statement.subject != subject:
                subject = statement.subject
                count.entities += 1
            if statement.predicate == _TYPE:
                count.classes[statement.object] += 1
        return count


def about_lines(
    engine: pyoxigraph.Store, *, version: str, digests: Mapping[str, str] | None = None, base: str = BASE
) -> list[str]:
    """The lines of ``graph/about``, sorted, for what the named graphs of a store hold (but statistics and validation).

    ``version`` is Organigram's; ``digests`` the SHA-256 of what else decides on the graph, by name: ``vocabulary``,
    ``ontology``, ``shapes``, ``rules``, ``decisions``. Where the default graph holds the union of the others, the engine counts
    there.
    """
    dataset = entity("dataset")
    united = has_union(engine)
    count = _Count.of_union(engine) if united else _Count.of(sorted_statements(engine, _DESCRIBED, by_graph=False))
    lines = [
        *_dataset(dataset, count, base),
        *_partitions(dataset, count),
        *_parts(dataset, engine),
        *_origin(dataset, version, digests or {}),
    ]
    return sorted(rebase(line, base) for line in {*lines})


def _by(engine: pyoxigraph.Store, pattern: str) -> Counter[str]:
    found = engine.query(f"SELECT ?term (COUNT(*) AS ?number) WHERE {{ {pattern} }} GROUP BY ?term")
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return Counter({str(solution["term"]): int(solution["number"].value) for solution in found})


def _number(engine: pyoxigraph.Store, sparql: str) -> int:
    found = engine.query(sparql)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return int(next(found)["number"].value)


def _line(subject: str, predicate: str, value: str) -> str:
    return nquads.line(nquads.iri(subject), nquads.term(predicate), value, nquads.iri(graph("about")))


def _terms(subject: str, predicate: str, *curies: str) -> Iterator[str]:
    return (_line(subject, predicate, nquads.term(curie)) for curie in curies)


def _in_both(subject: str, predicate: str, texts: Mapping[str, str]) -> Iterator[str]:
    return (_line(subject, predicate, nquads.literal(texts[language], language)) for language in LANGUAGES)


def _numbers(subject: str, numbers: Mapping[str, int]) -> Iterator[str]:
    return (_line(subject, predicate, nquads.integer(number)) for predicate, number in numbers.items())


def _dataset(dataset: str, count: _Count, base: str) -> Iterator[str]:
    yield from _terms(dataset, "rdf:type", "void:Dataset", "dcat:Dataset")
    yield from _in_both(dataset, "rdfs:label", _texts()["dataset"])
    yield from _in_both(dataset, "dcterms:title", _texts()["dataset"])
    yield from _in_both(dataset, "dcterms:description", _texts()["description"])
    yield from (_line(dataset, "dcterms:language", nquads.literal(language)) for language in LANGUAGES)
    yield _line(dataset, "void:uriSpace", nquads.literal(base))
    used = {iri for iri in PREFIXES.values() if any(name[1:].startswith(iri) for name in (*count.properties, *count.classes))}
    yield from (_line(dataset, "void:vocabulary", nquads.iri(iri)) for iri in used)
    totals = {"void:triples": count.triples, "void:distinctSubjects": count.entities}
    yield from _numbers(dataset, {**totals, "void:classes": len(count.classes), "void:properties": len(count.properties)})


def _partitions(dataset: str, count: _Count) -> Iterator[str]:
    for kind, counted, number in (("class", count.classes, "void:entities"), ("property", count.properties, "void:triples")):
        for term, total in counted.items():
            partition = entity("partition", kind, slug(term[1:-1]))
            yield _line(dataset, f"void:{kind}Partition", nquads.iri(partition))
            yield from _terms(partition, "rdf:type", "void:Dataset")
            yield _line(partition, f"void:{kind}", term)
            yield from _numbers(partition, {number: total})


def _parts(dataset: str, engine: pyoxigraph.Store) -> Iterator[str]:
    """The layers that can be told apart, with what each holds (a statement of two layers is counted in both)."""
    totals: Counter[str] = Counter()
    counts = engine.query("SELECT ?graph (COUNT(*) AS ?number) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph")
    assert isinstance(counts, pyoxigraph.QuerySolutions)
    for solution in counts:
        if part := _part_of(solution["graph"].value):
            totals[part] += int(solution["number"].value)
        if part == "imports":
            yield _line(dataset, "prov:wasDerivedFrom", nquads.iri(entity("import", solution["graph"].value.rpartition("/")[2])))
    for part, total in totals.items():
        iri = entity("partition", "layer", part)
        yield _line(dataset, "void:subset", nquads.iri(iri))
        yield from _terms(iri, "rdf:type", "void:Dataset")
        yield from _in_both(iri, "rdfs:label", _texts()["parts"][part])
        yield from _numbers(iri, {"void:triples": total})


def _part_of(name: str) -> str:
    for ending in ("vocabulary", "inferred"):
        if name.endswith(f"/graph/{ending}"):
            return ending
    return next((part for kind, part in _KINDS.items() if f"/graph/{kind}/" in name), "")


def _origin(dataset: str, version: str, digests: Mapping[str, str]) -> Iterator[str]:
    build, software = entity("build"), entity("software", slug(f"organigram-{version}"))
    yield _line(dataset, "prov:wasGeneratedBy", nquads.iri(build))
    yield from _terms(build, "rdf:type", "prov:Activity")
    yield _line(build, "prov:wasAssociatedWith", nquads.iri(software))
    yield from _terms(software, "rdf:type", "prov:SoftwareAgent")
    yield _line(software, "rdfs:label", nquads.literal(f"Organigram {version}"))
    yield _line(software, "schema:softwareVersion", nquads.literal(version))
    for name, digest in digests.items():
        used = entity("input", slug(name))
        yield _line(build, "prov:used", nquads.iri(used))
        yield from _terms(used, "rdf:type", "prov:Entity")
        yield from _in_both(used, "rdfs:label", _texts()["inputs"][name])
        yield _line(used, "dcterms:identifier", nquads.literal(f"sha256:{digest}"))
