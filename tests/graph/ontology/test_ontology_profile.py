"""The check of the profile finds what is planted, and nothing in the ontology that is shipped."""

from __future__ import annotations

import pytest
from rdflib import Graph

from organigram.ontology import load_ontology, profile_breaches

HEAD = """
@prefix : <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:A a owl:Class . :B a owl:Class . :C a owl:Class .
:p a owl:ObjectProperty . :q a owl:ObjectProperty . :r a owl:ObjectProperty . :d a owl:DatatypeProperty .
"""
PLANTED = {
    "not-in-rl": [
        ":p a owl:ReflexiveProperty .",
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:hasSelf true ] .",
        ":A owl:disjointUnionOf ( :B :C ) .",
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:minCardinality 1 ] .",
        ":d rdfs:range owl:rational .",
    ],
    "not-as-super": [
        ":A rdfs:subClassOf [ a owl:Class ; owl:unionOf ( :B :C ) ] .",
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :B ] .",
        ":p rdfs:range [ a owl:Class ; owl:oneOf ( :a :b ) ] .",
        ":A rdfs:subClassOf [ a owl:Class ; owl:intersectionOf ( :B [ a owl:Class ; owl:unionOf ( :B :C ) ] ) ] .",
    ],
    "not-as-sub": [
        "[ a owl:Restriction ; owl:onProperty :p ; owl:allValuesFrom :B ] rdfs:subClassOf :A .",
        ":A owl:disjointWith [ a owl:Class ; owl:complementOf :B ] .",
        "[] a owl:AllDisjointClasses ; owl:members ( :A [ a owl:Class ; owl:complementOf :B ] ) .",
    ],
    "not-as-equivalent": [":A owl:equivalentClass [ a owl:Class ; owl:unionOf ( :B :C ) ] ."],
    "thing-as-sub": ["owl:Thing rdfs:subClassOf :A ."],
    "maximum-above-one": [":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:maxCardinality 2 ] ."],
    "undeclared-property": [":a :unheard :b ."],
    "undeclared-class": [":p rdfs:domain :Unheard ."],
    "two-kinds-of-property": [":p a owl:DatatypeProperty ."],
    "class-and-datatype": [":A a rdfs:Datatype ."],
    "property-of-no-kind": [":x a rdf:Property ."],
    "reserved-name": ["rdf:Bag a owl:Class ."],
    "not-simple": [
        ":p a owl:TransitiveProperty , owl:AsymmetricProperty .",
        ":p owl:propertyChainAxiom ( :q :r ) . :p rdfs:subPropertyOf :r . :r a owl:FunctionalProperty .",
        ":p a owl:TransitiveProperty . :A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:maxCardinality 1 ] .",
        ":p a owl:TransitiveProperty . :p owl:propertyDisjointWith :q .",
    ],
    "irregular-chain": [
        ":p owl:propertyChainAxiom ( :q :r ) . :q owl:propertyChainAxiom ( :p :r ) .",
        ":p owl:propertyChainAxiom ( :q :p :r ) .",
        ":p owl:propertyChainAxiom ( :q :r ) . :p owl:inverseOf :q .",
    ],
}
ALLOWED = [
    ":A rdfs:subClassOf :B , [ a owl:Restriction ; owl:onProperty :p ; owl:allValuesFrom :C ] .",
    "[ a owl:Class ; owl:unionOf ( :A :B ) ] rdfs:subClassOf :C .",
    "[ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom owl:Thing ] rdfs:subClassOf :C .",
    ":A owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( :B :C ) ] .",
    ":p owl:propertyChainAxiom ( :q :p ) . :q owl:propertyChainAxiom ( :q :q ) . :r a owl:FunctionalProperty .",
    ":p owl:propertyChainAxiom ( :p :q ) . :r rdfs:subPropertyOf :p .",
    "[] a owl:AllDisjointClasses ; owl:members ( :A :B :C ) .",
]


def breaches(text: str) -> set[str]:
    return {breach.rule for breach in profile_breaches(Graph().parse(data=HEAD + text))}


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in PLANTED.items() for text in texts])
def test_what_the_profile_forbids_is_found(rule: str, text: str) -> None:
    assert rule in breaches(text)


@pytest.mark.parametrize("text", ALLOWED)
def test_what_the_profile_allows_is_passed(text: str) -> None:
    assert breaches(text) == set()


def test_the_shipped_ontology_keeps_to_the_profile() -> None:
    assert profile_breaches(load_ontology()) == ()
