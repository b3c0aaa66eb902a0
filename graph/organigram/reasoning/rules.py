"""Axioms of the closed ontology compiled into rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from organigram.errors import VocabularyError
from organigram.i18n import N_
from organigram.namespaces import PREFIXES, shorten

#: Three terms, each a variable (``?x``) or an IRI.
Pattern = tuple[str, str, str]

TYPE = str(RDF.type)
#: Namespaces whose classes say nothing of the world (owl:Thing) or of literals (datatypes).
_OF_THE_LANGUAGE = tuple(PREFIXES[prefix] for prefix in ("owl", "rdfs", "xsd"))
#: What OWL 2 RL has rules for and this module has not: an ontology that uses one of these would be reasoned on wrongly.
#: Classes that are all disjoint are not among them: nothing follows from that but contradictions, which validation reports.
_NOT_COMPILED = (
    *(OWL.intersectionOf, OWL.unionOf, OWL.complementOf, OWL.oneOf, OWL.someValuesFrom, OWL.allValuesFrom, OWL.hasValue),
    *(OWL.maxCardinality, OWL.maxQualifiedCardinality, OWL.hasKey, OWL.disjointWith, OWL.propertyDisjointWith),
    *(OWL.AllDisjointProperties, OWL.FunctionalProperty, OWL.InverseFunctionalProperty),
    *(OWL.AsymmetricProperty, OWL.IrreflexiveProperty, OWL.NegativePropertyAssertion, OWL.sameAs, OWL.differentFrom),
)


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """One axiom as a rule: the head follows wherever all of the body holds. ``about`` and ``axiom`` name the axiom."""

    about: str
    axiom: str
    head: Pattern
    body: tuple[Pattern, ...]

    @property
    def variables(self) -> tuple[str, ...]:
        """The head's variables, in order."""
        return tuple(term for term in self.head if term.startswith("?"))

    def where(self) -> str:
        """The body in SPARQL. A literal can be no subject, so where the head would make it one, it is passed over."""
        joined = " . ".join(sparql(pattern) for pattern in self.body)
        turned = self.head[0] in {pattern[2] for pattern in self.body}
        return f"{joined} FILTER(!isLiteral({self.head[0]}))" if turned else joined

    def __str__(self) -> str:
        body = " , ".join(_short(pattern) for pattern in self.body)
        return f"{shorten(self.about)} {self.axiom}: {_short(self.head)} ⇐ {body}"


def sparql(pattern: Pattern) -> str:
    """A pattern in SPARQL.

    >>> sparql(("?x", "ex:p", "?y"))
    '?x <ex:p> ?y'
    """
    return " ".join(term if term.startswith("?") else f"<{term}>" for term in pattern)


def _short(pattern: Pattern) -> str:
    return " ".join(term if term.startswith("?") else shorten(term) for term in pattern)


def compile_rules(closed: Graph) -> tuple[Rule, ...]:
    """The rules of a closed ontology, sorted. Raises VocabularyError where it uses what rules do not cover.

    >>> from organigram.reasoning.closure import close_ontology
    >>> print(next(rule for rule in compile_rules(close_ontology()) if "paidBy" in rule.about))
    ngo:paidBy owl:propertyChainAxiom: ?x0 ngo:paidBy ?x2 ⇐ ?x0 ngo:assignedTo ?x1 , ?x1 ngo:fundedBy ?x2
    """
    for construct in _NOT_COMPILED:
        where = next(closed.subjects(construct, None), None) or next(closed.subjects(RDF.type, construct), None)
        if where is not None:
            raise VocabularyError(
                N_("The ontology uses {construct}, which the rules do not cover."),
                N_("Say it otherwise, or add its rule to organigram.reasoning.rules."),
                place=shorten(str(where)),
                construct=shorten(str(construct)),
            )
    return tuple(sorted({*_classes(closed), *_properties(closed), *_chains(closed), *_domains(closed)}))


def _pairs(closed: Graph, predicate: URIRef) -> Iterator[tuple[str, str]]:
    """What an axiom relates: IRIs that differ, none of them of OWL, RDF, RDFS or XSD."""
    for subject, value in closed.subject_objects(predicate):
        if subject != value and _is_own(subject) and _is_own(value):
            yield str(subject), str(value)


def _is_own(term: Node) -> bool:
    return isinstance(term, URIRef) and not str(term).startswith(_OF_THE_LANGUAGE)


def _classes(closed: Graph) -> Iterator[Rule]:
    for narrow, wide in _pairs(closed, RDFS.subClassOf):
        yield Rule(narrow, "rdfs:subClassOf", ("?x", TYPE, wide), (("?x", TYPE, narrow),))


def _properties(closed: Graph) -> Iterator[Rule]:
    for narrow, wide in _pairs(closed, RDFS.subPropertyOf):
        yield Rule(narrow, "rdfs:subPropertyOf", ("?x", wide, "?y"), (("?x", narrow, "?y"),))
    for one, other in _pairs(closed, OWL.inverseOf):
        yield Rule(one, "owl:inverseOf", ("?y", other, "?x"), (("?x", one, "?y"),))
        yield Rule(one, "owl:inverseOf", ("?y", one, "?x"), (("?x", other, "?y"),))
    for name in map(str, closed.subjects(RDF.type, OWL.SymmetricProperty)):
        yield Rule(name, "owl:SymmetricProperty", ("?y", name, "?x"), (("?x", name, "?y"),))
    for name in map(str, closed.subjects(RDF.type, OWL.TransitiveProperty)):
        yield Rule(name, "owl:TransitiveProperty", ("?x", name, "?z"), (("?x", name, "?y"), ("?y", name, "?z")))


def _chains(closed: Graph) -> Iterator[Rule]:
    for name, first in closed.subject_objects(OWL.propertyChainAxiom):
        links = [str(link) for link in Collection(closed, first)]
        body = tuple((f"?x{index}", link, f"?x{index + 1}") for index, link in enumerate(links))
        yield Rule(str(name), "owl:propertyChainAxiom", ("?x0", str(name), f"?x{len(links)}"), body)


def _domains(closed: Graph) -> Iterator[Rule]:
    for name, kind in _pairs(closed, RDFS.domain):
        yield Rule(name, "rdfs:domain", ("?x", TYPE, kind), (("?x", name, "?y"),))
    for name, kind in _pairs(closed, RDFS.range):
        yield Rule(name, "rdfs:range", ("?y", TYPE, kind), (("?x", name, "?y"),))
