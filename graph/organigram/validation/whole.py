"""All postings together: what they contradict each other in. Nobody is set aside for that."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
from rdflib import OWL, RDF
from rdflib.collection import Collection

from organigram.export.statements import has_union
from organigram.namespaces import BASE, PREFIXES, expand, graph, rebase
from organigram.nquads import iri
from organigram.reasoning import close_ontology, inferred
from organigram.validation.checking import shipped
from organigram.validation.report import report_lines

#: Graphs that are made of all the others, and are left out where they are there already.
LATER = ("validation", "likeness", "ontology", "statistics", "about")
_LINES = ("ngo:reportsDirectlyTo", "ngo:supervises")
_LABEL = ox.NamedNode(expand("rdfs:label"))
_TYPE = ox.NamedNode(expand("rdf:type"))
#: Kinds of which a graph has so many things, made by one function each, that they are only looked for as a second kind.
_OF_EVIDENCE = frozenset(map(expand, ("rdf:Statement", "oa:Annotation", "oa:SpecificResource", "oa:TextQuoteSelector")))


def validate_whole(store: ox.Store, *, base: str = BASE) -> list[str]:
    """Warnings about all postings together, as lines of ``graph/validation``: lines that run in a circle, names written in
    several ways, things of two disjoint kinds. Of what is inferred only the kinds are looked at: the rest repeats what is
    asserted.

    >>> validate_whole(ox.Store())
    []
    """
    shapes = shipped("whole-shapes.ttl", base)
    triples = sorted({*_lines(store, base), *_labels(store, base), *_kinds(store, base)})
    suspects = shapes.suspects("\n".join(triples))
    if not suspects:
        return []
    kept = [triple for triple in triples if triple.partition(" ")[0] in suspects]
    return sorted(rebase(line, base) for line in report_lines("whole", shapes.findings("\n".join(kept))))


def _lines(store: ox.Store, base: str) -> Iterator[str]:
    """The asserted lines. Whatever line is part of a circle, its subject is a suspect."""
    for predicate in _LINES:
        for quad in _stated(store, base, None, ox.NamedNode(expand(predicate))):
            if quad.graph_name != inferred(base):
                yield f"{quad.triple} ."


def _stated(store: ox.Store, base: str, subject: ox.NamedNode | None, predicate: ox.NamedNode) -> Iterator[ox.Quad]:
    later = {graph(name).replace(BASE, base, 1) for name in LATER}
    for quad in store.quads_for_pattern(subject, predicate, None):
        if isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value not in later:
            yield quad


def _labels(store: ox.Store, base: str) -> Iterator[str]:
    """The labels of things that have two in one language. Counted, not joined: a label stands in many graphs."""
    found = store.query(
        "SELECT DISTINCT ?thing WHERE { SELECT ?thing WHERE { ?thing rdfs:label ?label } "
        "GROUP BY ?thing (LANG(?label) AS ?language) HAVING (MIN(STR(?label)) != MAX(STR(?label))) }",
        prefixes={"rdfs": PREFIXES["rdfs"]},
        use_default_graph_as_union=not has_union(store),
    )
    assert isinstance(found, ox.QuerySolutions)
    for solution in found:
        thing = solution["thing"]
        if isinstance(thing, ox.NamedNode):
            yield from (f"{quad.triple} ." for quad in _stated(store, base, thing, _LABEL))


def disjoint_kinds() -> tuple[str, ...]:
    """The classes of which the ontology says that nothing is of two of them, as sorted IRIs.

    >>> "http://www.w3.org/ns/org#Post" in disjoint_kinds()
    True
    """
    closed = close_ontology()
    axioms = closed.subjects(RDF.type, OWL.AllDisjointClasses)
    lists = [members for axiom in axioms for members in closed.objects(axiom, OWL.members)]
    return tuple(sorted({str(kind) for members in lists for kind in Collection(closed, members)}))


def _kinds(store: ox.Store, base: str) -> Iterator[str]:
    """The kinds of things that are of two disjoint ones, asserted or inferred."""
    kinds = disjoint_kinds()
    first = " ".join(iri(kind) for kind in kinds if kind not in _OF_EVIDENCE)
    found = store.query(
        f"SELECT DISTINCT ?thing WHERE {{ VALUES ?one {{ {first} }} ?thing a ?one , ?other "
        f"FILTER(?one != ?other && ?other IN ({', '.join(map(iri, kinds))})) }}",
        use_default_graph_as_union=not has_union(store),
    )
    assert isinstance(found, ox.QuerySolutions)
    for solution in found:
        thing = solution["thing"]
        if isinstance(thing, ox.NamedNode):
            yield from (f"{quad.triple} ." for quad in _stated(store, base, thing, _TYPE))
