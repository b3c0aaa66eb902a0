"""Whether an ontology keeps to OWL 2 RL: what may stand where, and the restrictions that hold of the whole.

After the specification (https://www.w3.org/TR/owl2-profiles/#OWL_2_RL, https://www.w3.org/TR/owl2-syntax/#Global_Restrictions_on_Axioms_in_OWL_2_DL).
One exception is allowed by name: statements are told of as ``rdf:Statement``, a word that OWL reserves for RDF.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import networkx as nx
from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from organigram.namespaces import shorten

_RESERVED = tuple(str(name) for name in (OWL, RDF, RDFS, XSD))
_MAY_BE_DECLARED = frozenset({RDF.Statement, *(RDFS[name] for name in ("label", "comment", "seeAlso", "isDefinedBy"))})
_PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
_BUILT_IN = frozenset({OWL.Thing, OWL.Nothing, RDFS.Literal})
#: Constructs that the profile has no place for, wherever they stand.
_NEVER = (
    *(OWL.hasSelf, OWL.disjointUnionOf, OWL.onDatatype, OWL.withRestrictions, OWL.datatypeComplementOf),
    *(OWL.minCardinality, OWL.cardinality, OWL.minQualifiedCardinality, OWL.qualifiedCardinality),
)
_NEVER_TYPE = (OWL.ReflexiveProperty,)
_NEVER_NAMED = (OWL.real, OWL.rational, OWL.topObjectProperty, OWL.bottomObjectProperty, OWL.topDataProperty)
_MAXIMA = (OWL.maxCardinality, OWL.maxQualifiedCardinality)
#: Traits that only simple properties may have: ones that nothing is put together to.
_ONLY_SIMPLE = (OWL.FunctionalProperty, OWL.InverseFunctionalProperty, OWL.IrreflexiveProperty, OWL.AsymmetricProperty)
#: Which class expressions may stand on which side of an axiom.
_SIDES = {
    "sub": {OWL.oneOf, OWL.intersectionOf, OWL.unionOf, OWL.someValuesFrom, OWL.hasValue},
    "super": {OWL.intersectionOf, OWL.complementOf, OWL.allValuesFrom, OWL.hasValue, *_MAXIMA},
    "equivalent": {OWL.intersectionOf, OWL.hasValue},
}
_EXPRESSIONS = frozenset(chain.from_iterable(_SIDES.values())) | set(_NEVER)


@dataclass(frozen=True, slots=True, order=True)
class Breach:
    """What keeps an ontology from being OWL 2 RL: a rule of the profile, by name, and the term or construct that breaks it."""

    rule: str
    term: str


def profile_breaches(ontology: Graph) -> tuple[Breach, ...]:
    """Everything that OWL 2 RL does not allow, sorted; empty for an ontology of the profile.

    >>> bad = Graph().parse(data='''@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix ex: <http://example.org/> .
    ... ex:knows a owl:ObjectProperty, owl:ReflexiveProperty .''')
    >>> profile_breaches(bad)
    (Breach(rule='not-in-rl', term='owl:ReflexiveProperty'),)
    """
    found = chain(
        _never(ontology), _declarations(ontology), _sides(ontology), _simple(ontology), _regular(ontology), _maxima(ontology)
    )
    return tuple(sorted({Breach(rule, _name(term)) for rule, term in found}))


def _name(term: Node) -> str:
    return shorten(str(term)) if isinstance(term, URIRef) else "[]"


def _never(ontology: Graph) -> Iterator[tuple[str, Node]]:
    for construct in _NEVER:
        if (None, construct, None) in ontology:
            yield "not-in-rl", construct
    for kind in _NEVER_TYPE:
        if (None, RDF.type, kind) in ontology:
            yield "not-in-rl", kind
    for name in _NEVER_NAMED:
        if (None, None, name) in ontology or (name, None, None) in ontology:
            yield "not-in-rl", name


def _declarations(ontology: Graph) -> Iterator[tuple[str, Node]]:
    kinds = {kind: set(ontology.subjects(RDF.type, kind)) for kind in (OWL.Class, *_PROPERTIES, RDFS.Datatype)}
    properties = set().union(*(kinds[kind] for kind in _PROPERTIES))
    for predicate in set(ontology.predicates()):
        if not str(predicate).startswith(_RESERVED) and predicate not in properties:
            yield "undeclared-property", predicate
    for predicate in (RDFS.domain, RDFS.range, RDFS.subClassOf, RDF.type):
        for value in ontology.objects(None, predicate):
            if isinstance(value, URIRef) and not str(value).startswith(_RESERVED) and value not in kinds[OWL.Class]:
                yield "undeclared-class", value
    for index, one in enumerate(_PROPERTIES):
        for other in _PROPERTIES[index + 1 :]:
            yield from (("two-kinds-of-property", term) for term in kinds[one] & kinds[other])
    yield from (("class-and-datatype", term) for term in kinds[OWL.Class] & kinds[RDFS.Datatype])
    yield from (("property-of-no-kind", term) for term in set(ontology.subjects(RDF.type, RDF.Property)) - properties)
    for term in {*kinds[OWL.Class], *properties} - _MAY_BE_DECLARED:
        if isinstance(term, URIRef) and str(term).startswith(_RESERVED):
            yield "reserved-name", term


def _sides(ontology: Graph) -> Iterator[tuple[str, Node]]:
    for narrow, wide in ontology.subject_objects(RDFS.subClassOf):
        yield from _expression(ontology, narrow, "sub")
        yield from _expression(ontology, wide, "super")
    for pair in ontology.subject_objects(OWL.equivalentClass):
        for one in pair:
            yield from _expression(ontology, one, "equivalent")
    for pair in ontology.subject_objects(OWL.disjointWith):
        for one in pair:
            yield from _expression(ontology, one, "sub")
    for axiom in ontology.subjects(RDF.type, OWL.AllDisjointClasses):
        for members in ontology.objects(axiom, OWL.members):
            for one in Collection(ontology, members):
                yield from _expression(ontology, one, "sub")
    for predicate in (RDFS.domain, RDFS.range):
        for value in ontology.objects(None, predicate):
            yield from _expression(ontology, value, "super")


def _expression(ontology: Graph, node: Node, side: str) -> Iterator[tuple[str, Node]]:
    """What is wrong with a class expression on one side of an axiom, its parts included."""
    if isinstance(node, URIRef):
        if node == OWL.Thing:
            yield f"thing-as-{side}", node
        return
    for construct, value in ontology.predicate_objects(node):
        if construct not in _EXPRESSIONS or construct in _NEVER:
            continue
        if construct not in _SIDES[side]:
            yield f"not-as-{side}", construct
        elif construct in (OWL.intersectionOf, OWL.unionOf):
            for part in Collection(ontology, value):
                yield from _expression(ontology, part, side)
        elif construct == OWL.complementOf:
            yield from _expression(ontology, value, "sub")
        elif construct in (OWL.someValuesFrom, OWL.allValuesFrom) and value != OWL.Thing:
            yield from _expression(ontology, value, side)


def _maxima(ontology: Graph) -> Iterator[tuple[str, Node]]:
    for construct in _MAXIMA:
        for value in ontology.objects(None, construct):
            if not (isinstance(value, Literal) and value.toPython() in (0, 1)):
                yield "maximum-above-one", construct


def _hierarchy(ontology: Graph) -> nx.DiGraph[Node]:
    """Object properties, an edge from a narrower to a wider one; inverses and equivalents lead both ways."""
    graph: nx.DiGraph[Node] = nx.DiGraph()
    for narrow, wide in ontology.subject_objects(RDFS.subPropertyOf):
        graph.add_edge(narrow, wide)
    for predicate in (OWL.inverseOf, OWL.equivalentProperty):
        for pair in ontology.subject_objects(predicate):
            graph.add_edges_from((pair, pair[::-1]))
    return graph


def _simple(ontology: Graph) -> Iterator[tuple[str, Node]]:
    hierarchy = _hierarchy(ontology)
    put_together = {*ontology.subjects(OWL.propertyChainAxiom), *ontology.subjects(RDF.type, OWL.TransitiveProperty)}
    complex_ones = put_together.union(*(nx.descendants(hierarchy, term) for term in put_together if term in hierarchy))
    for trait in _ONLY_SIMPLE:
        yield from (("not-simple", term) for term in complex_ones & set(ontology.subjects(RDF.type, trait)))
    for pair in ontology.subject_objects(OWL.propertyDisjointWith):
        yield from (("not-simple", term) for term in complex_ones & set(pair))
    for construct in _MAXIMA:
        for restriction in ontology.subjects(construct):
            yield from (("not-simple", term) for term in complex_ones & set(ontology.objects(restriction, OWL.onProperty)))


def _regular(ontology: Graph) -> Iterator[tuple[str, Node]]:
    """Chains must not lead back to themselves, but for a property at one end of its own chain."""
    graph = _hierarchy(ontology)
    steps = []
    for whole, first in ontology.subject_objects(OWL.propertyChainAxiom):
        links = [link for link in Collection(ontology, first) if not isinstance(link, BNode)]
        if links == [whole, whole]:
            continue
        inner = links[1:] if links[0] == whole else links[:-1] if links[-1] == whole else links
        steps += [(link, whole) for link in inner]
    graph.add_edges_from(steps)
    parts = {term: index for index, part in enumerate(nx.strongly_connected_components(graph)) for term in part}
    yield from (("irregular-chain", whole) for link, whole in steps if parts[link] == parts[whole])
