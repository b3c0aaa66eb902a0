"""What the ontology must not make true: traps that other models fall into, and kinds that the seeds must not get by reasoning."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import owlrl
import pyoxigraph as ox
import pytest
from asking import solutions
from rdflib import OWL, RDF, Graph, Literal, URIRef

from organigram import resources
from organigram.namespaces import BASE, PREFIXES, expand, shorten
from organigram.ontology import load_ontology
from organigram.store import open_store
from organigram.validation.whole import disjoint_kinds

#: What an instance may be, by the first part of its IRI; everything below these in the ontology follows.
KINDS = {
    "post": {"org:Post"},
    "posting": {"schema:JobPosting"},
    "organization": {
        "org:Organization",
        "org:FormalOrganization",
        "org:OrganizationalUnit",
        "ngo:Mission",
        "ngo:Donor",
        "ngo:Network",
    },
    "project": {"schema:Project"},
    "country": {"schema:Country", "schema:Place"},
    "place": {"schema:Place"},
    "role": {"org:Role", "skos:Concept"},
    "consortium": {"org:OrganizationalCollaboration", "org:Organization"},
    "membership": {"org:Membership"},
    "grant": {"schema:MonetaryGrant"},
    "grant-amount": {"schema:MonetaryAmount"},
    "salary": {"schema:MonetaryAmount"},
    "language-requirement": {"ngo:LanguageRequirement"},
    "vacancy": {"ngo:Vacancy"},
}


@pytest.fixture(scope="module")
def store(seeds_store: Path) -> Iterator[ox.Store]:
    """The seeds, built and closed."""
    with open_store(seeds_store) as version:
        yield version.engine


def closed(turtle: str, *axioms: str) -> Graph:
    """A small graph with the ontology, closed by owlrl."""
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    whole = Graph()
    for triple in load_ontology():
        if not isinstance(triple[2], Literal):  # texts keep owlrl busy, and nothing follows from them
            whole.add(triple)
    whole.parse(data=f"@base <{BASE}> .\n{prefixes}{turtle}\n{' '.join(axioms)}")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(whole)
    return whole


def node(name: str) -> URIRef:
    return URIRef(BASE + name)


def test_no_instance_of_the_seeds_becomes_another_kind_of_thing(store: ox.Store) -> None:
    found: dict[str, set[str]] = {}
    for quad in store.quads_for_pattern(None, ox.NamedNode(expand("rdf:type")), None):
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(BASE):
            kind = quad.subject.value.removeprefix(BASE).partition("/")[0]
            found.setdefault(kind, set()).add(shorten(str(quad.object)[1:-1]))
    assert KINDS.keys() - {"vacancy"} <= found.keys()
    wrong = {kind: types - KINDS[kind] for kind, types in found.items() if kind in KINDS and types - KINDS[kind]}
    assert wrong == {}


def test_nothing_of_the_seeds_is_of_two_disjoint_kinds(store: ox.Store) -> None:
    kinds = ", ".join(f"<{kind}>" for kind in disjoint_kinds())
    query = f"SELECT * {{ ?thing a ?one , ?other FILTER(?one IN ({kinds}) && ?other IN ({kinds}) && ?one != ?other) }}"
    assert solutions(store, query) == []


def test_nothing_is_the_same_as_another_and_no_literal_is_a_subject(store: ox.Store) -> None:
    assert not list(store.quads_for_pattern(None, ox.NamedNode(str(OWL.sameAs)), None))
    assert not any(isinstance(quad.subject, ox.Literal) for quad in store)


def test_a_paid_seat_stays_a_seat_where_org_remuneration_would_make_it_a_role() -> None:
    ours = closed(
        "<posting/1> a schema:JobPosting ; ngo:advertises <post/1> ; schema:baseSalary <salary/1> . <post/1> a org:Post ."
    )
    assert (node("post/1"), RDF.type, URIRef(expand("org:Role"))) not in ours
    trap = "org:remuneration rdfs:domain org:Role ."
    theirs = closed("<post/1> a org:Post ; org:remuneration 1200 .", trap)
    assert (node("post/1"), RDF.type, URIRef(expand("org:Role"))) in theirs
    assert (None, None, URIRef(expand("org:remuneration"))) not in load_ontology()


def test_members_of_a_consortium_stay_apart_where_a_functional_property_would_make_them_one() -> None:
    data = "<membership/1> a org:Membership ; org:organization <consortium/1> , <consortium/2> ; org:member <organization/a> ."
    one = (node("consortium/1"), OWL.sameAs, node("consortium/2"))
    assert one not in closed(data)
    assert one in closed(data, "org:organization a owl:FunctionalProperty .")
    assert not set(load_ontology().subjects(RDF.type, OWL.FunctionalProperty))
    assert not set(load_ontology().subjects(RDF.type, OWL.InverseFunctionalProperty))


def test_a_network_its_chapters_and_missions_stay_apart() -> None:
    whole = closed(
        "<organization/a> org:memberOf <organization/n> . <organization/b> org:memberOf <organization/n> . "
        "<organization/a/ML> org:unitOf <organization/a> ; ngo:operatesIn <country/ML> ."
    )
    assert {
        (s, o) for s, o in whole.subject_objects(OWL.sameAs) if s != o and isinstance(s, URIRef) and not isinstance(o, Literal)
    } == set()
    assert (node("organization/a/ML"), URIRef(expand("ngo:partOfNetwork")), node("organization/n")) in whole


def test_no_datatype_property_has_a_range_that_would_speak_of_literals() -> None:
    ontology = load_ontology()
    for name in ontology.subjects(RDF.type, OWL.DatatypeProperty):
        assert not list(ontology.objects(name, URIRef(expand("rdfs:range"))))


def test_schema_org_is_written_with_https_everywhere() -> None:
    root = Path(__file__).resolve().parents[3]
    files = [
        path
        for folder in (resources.ontology_dir(), resources.queries_dir(), root / "graph" / "organigram" / "mapping", root / "viz")
        for path in folder.rglob("*")
        if path.suffix in (".ttl", ".rq", ".py", ".toml", ".tsv")
    ]
    assert len(files) > 50
    assert [path.name for path in files if "http://schema.org" in path.read_text("utf-8")] == []
