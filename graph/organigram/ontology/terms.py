"""The terms of the ontology, read from its Turtle, in the form that pages and checks use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal as OneOf
from typing import get_args

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from organigram.i18n import LANGUAGES, Language
from organigram.namespaces import PREFIXES, shorten
from organigram.resources import ontology_dir

#: What a term is, in the order of the pages.
Kind = OneOf["class", "object-property", "datatype-property", "annotation-property", "individual"]
_KINDS: Mapping[URIRef, Kind] = {
    OWL.Class: "class",
    OWL.ObjectProperty: "object-property",
    OWL.DatatypeProperty: "datatype-property",
    OWL.AnnotationProperty: "annotation-property",
    OWL.NamedIndividual: "individual",
}
_TRAITS: Mapping[URIRef, str] = {OWL.SymmetricProperty: "symmetric", OWL.TransitiveProperty: "transitive"}
Texts = Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class Term:
    """One term. Other terms are IRIs; texts are by language, and empty where the ontology says none."""

    iri: str
    kind: Kind
    label: Texts
    definition: Texts
    example: Texts
    types: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    inverse: tuple[str, ...] = ()
    chains: tuple[tuple[str, ...], ...] = ()
    traits: tuple[str, ...] = ()
    deprecated: bool = False
    replaced_by: tuple[str, ...] = ()

    @property
    def curie(self) -> str:
        """The IRI with its prefix."""
        return shorten(self.iri)

    @property
    def name(self) -> str:
        """The last part of the IRI: the term's anchor on a page."""
        return self.curie.partition(":")[2]

    @property
    def own(self) -> bool:
        """Whether this ontology defines the term."""
        return self.iri.startswith(PREFIXES["ngo"])


@cache
def load_ontology() -> Graph:
    """The shipped ontology; the same object each time, not to be changed."""
    return Graph().parse(ontology_dir() / "organigram.ttl")


@cache
def load_shapes() -> Graph:
    """The shapes of postings and of all postings together; the same object each time, not to be changed."""
    found = Graph()
    for name in ("shapes.ttl", "whole-shapes.ttl"):
        found.parse(ontology_dir() / name)
    return found


def read_terms(ontology: Graph) -> tuple[Term, ...]:
    """Every declared term: own ones first, then by kind and name.

    >>> paid_by = next(term for term in read_terms(load_ontology()) if term.name == "paidBy")
    >>> paid_by.kind, paid_by.label["fr"], [[shorten(link) for link in chain] for chain in paid_by.chains]
    ('object-property', 'payé par', [['ngo:assignedTo', 'ngo:fundedBy']])
    """
    order = get_args(Kind)
    kinds = {
        subject: kind
        for name, kind in _KINDS.items()
        for subject in ontology.subjects(RDF.type, name)
        if isinstance(subject, URIRef)
    }
    terms = [_read(ontology, subject, kind) for subject, kind in kinds.items()]
    return tuple(sorted(terms, key=lambda term: (not term.own, order.index(term.kind), term.curie)))


def texts(graph: Graph, subject: Node, predicate: URIRef) -> Texts:
    """The literals of a property by language; several in one language are joined."""
    found: dict[Language, str] = {}
    for value in sorted(graph.objects(subject, predicate), key=str):
        for language in LANGUAGES:
            if isinstance(value, Literal) and value.language == language:
                found[language] = f"{found[language]} {value}" if language in found else str(value)
    return found


def _read(ontology: Graph, subject: URIRef, kind: Kind) -> Term:
    inverse = {*ontology.objects(subject, OWL.inverseOf), *ontology.subjects(OWL.inverseOf, subject)}
    types = set(ontology.objects(subject, RDF.type))
    return Term(
        iri=str(subject),
        kind=kind,
        label=texts(ontology, subject, RDFS.label),
        definition=texts(ontology, subject, SKOS.definition),
        example=texts(ontology, subject, SKOS.example),
        types=_iris(types - set(_KINDS) - set(_TRAITS)),
        above=_iris({*ontology.objects(subject, RDFS.subClassOf), *ontology.objects(subject, RDFS.subPropertyOf)}),
        domain=_iris(ontology.objects(subject, RDFS.domain)),
        range=_iris(ontology.objects(subject, RDFS.range)),
        inverse=_iris(inverse),
        chains=tuple(
            tuple(map(str, Collection(ontology, first)))
            for first in sorted(ontology.objects(subject, OWL.propertyChainAxiom), key=str)
        ),
        traits=tuple(name for iri, name in _TRAITS.items() if iri in types),
        deprecated=(subject, OWL.deprecated, Literal(True)) in ontology,
        replaced_by=_iris(ontology.objects(subject, DCTERMS.isReplacedBy)),
    )


def _iris(nodes: Iterable[Node]) -> tuple[str, ...]:
    return tuple(sorted(str(node) for node in nodes if isinstance(node, URIRef)))
