"""Facts to quads: the five seeds as the model tells them, and what must hold for any facts."""

from __future__ import annotations

import dataclasses
from typing import Any, cast

import pyoxigraph as ox
import pytest
from asking import solutions
from mapping_samples import BASE, NAMES, seed, write_vocabulary
from rdflib import RDF, Graph

from organigram import resources
from organigram.mapping import map_posting
from organigram.model import Evidence, Facts, Item, LineItem, Posting, Salary, Stated, StatedKey
from organigram.namespaces import PREFIXES, expand, graph
from organigram.vocabulary import Vocabulary


@pytest.fixture(scope="session")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    return write_vocabulary(tmp_path_factory.mktemp("vocabulary"))


@pytest.fixture(scope="session")
def graphs(vocabulary: Vocabulary) -> dict[str, set[str]]:
    return {name: set(map_posting(*seed(name), vocabulary)) for name in NAMES}


def has(lines: set[str], subject: str, predicate: str, object_: str) -> bool:
    start = f"<{BASE}{subject}> <{expand(predicate)}> {object_ if object_[0] == chr(34) else f'<{BASE}{object_}>'}"
    return any(line.startswith(start) for line in lines)


GOUNDAM = "post/alima/ML/goundam/project-coordinator"
LEAD = "post/mdm-belgium/BE/brussels/project-manager/mhpss"
HEALTH = "post/mdm-belgium/BE/health-director"
HARM = "post/mdm-france/TZ/harm-reduction-coordinator"
MIND = "project/mdm-belgium/migration-in-mind-be"
LINKS = [
    ("alima-goundam", GOUNDAM, "ngo:reportsDirectlyTo", "post/alima/ML/head-of-mission"),
    ("alima-goundam", GOUNDAM, "ngo:supervises", "post/alima/ML/goundam/medical-referent"),
    ("alima-goundam", GOUNDAM, "ngo:supervises", "post/alima/ML/goundam/_nursing-manager"),
    ("alima-goundam", GOUNDAM, "org:postIn", "organization/alima/ML"),
    ("alima-goundam", GOUNDAM, "ngo:dutyStation", "place/2456917"),
    ("alima-goundam", "post/alima/ML/head-of-mission", "org:role", "role/head-of-mission"),
    ("alima-goundam", "organization/alima/ML", "org:unitOf", "organization/alima"),
    ("alima-goundam", "organization/alima", "ngo:partnerOf", "organization/amcp-sp"),
    ("alima-goundam", "project/alima/optima-ml", "ngo:implementedBy", "organization/alima"),
    ("alima-mali", "organization/alima", "ngo:partnerOf", "organization/amcp-sp"),
    ("alima-mali", "post/alima/ML/medical-coordinator", "org:postIn", "organization/alima/ML"),
    ("alima-mali", "project/alima/optima-ml", "schema:funder", "unresolved/organization/cir"),
    ("alima-mali", "project/alima/oxygene-ml", "schema:funder", "organization/global-fund"),
    ("alima-mali", "project/alima/oxygene-ml", "ngo:hasPartner", "unresolved/organization/umrrs-mali"),
    ("mdm-belgium-mhpss", LEAD, "ngo:reportsDirectlyTo",
     "post/mdm-belgium/BE/medical-coordinator/operations-belges"),
    ("mdm-belgium-mhpss", LEAD, "ngo:reportsTechnicallyTo",
     "post/mdm-belgium/BE/mhpss-referent/headquarters"),
    ("mdm-belgium-mhpss", LEAD, "org:postIn", "organization/mdm-belgium"),
    ("mdm-belgium-mhpss", LEAD, "ngo:assignedTo", MIND),
    ("mdm-belgium-mhpss", MIND, "schema:funder", "organization/european-union"),
    ("mdm-belgium-mhpss", "consortium/mdm-belgium/migration-in-mind-be", "ngo:runs", MIND),
    ("mdm-belgium-health", HEALTH, "ngo:reportsDirectlyTo", "post/mdm-belgium/BE/executive-director"),
    ("mdm-belgium-health", HEALTH, "org:postIn", "organization/mdm-belgium"),
    ("mdm-tanzania", HARM, "ngo:reportsDirectlyTo", "post/mdm-france/TZ/general-coordinator"),
    ("mdm-tanzania", "organization/mdm-france/TZ", "org:unitOf", "organization/mdm-france"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "subject", "predicate", "object_"), LINKS)
def test_the_seeds_say_what_the_model_says(
    graphs: dict[str, set[str]], name: str, subject: str, predicate: str, object_: str
) -> None:
    assert has(graphs[name], subject, predicate, object_)


def test_nothing_is_invented(graphs: dict[str, set[str]]) -> None:
    assert not any("reports" in line.split(" ")[1] for line in graphs["alima-mali"])
    assert not any("sameAs" in line for lines in graphs.values() for line in lines)
    assert not any("/mdm-belgium" in line for line in graphs["mdm-tanzania"])


def same_elsewhere(posting: Posting, facts: Facts) -> tuple[Posting, Facts]:
    return (
        dataclasses.replace(posting, id="other", source="/elsewhere/other.txt"),
        dataclasses.replace(facts, id="other", source="/elsewhere/other.txt"),
    )


@pytest.mark.parametrize("name", NAMES)
def test_file_name_and_order_of_facts_leave_no_trace(name: str, vocabulary: Vocabulary) -> None:
    posting, facts = seed(name)
    many: dict[str, Any] = {field: tuple(reversed(items)) for field in FIELDS if len(items := getattr(facts, field)) > 1}
    assert map_posting(*same_elsewhere(posting, dataclasses.replace(facts, **many)), vocabulary) == map_posting(
        posting, facts, vocabulary
    )


FIELDS = [field.name for field in dataclasses.fields(Facts) if field.type.startswith("tuple")]


@pytest.mark.parametrize("name", NAMES)
def test_lines_are_sorted_unique_and_read_by_a_parser(name: str, vocabulary: Vocabulary) -> None:
    posting, facts = seed(name)
    lines = map_posting(posting, facts, vocabulary)
    assert lines == sorted(set(lines))
    store = ox.Store()
    store.load("\n".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
    assert sorted(f"{quad} ." for quad in store) == lines
    assert {quad.graph_name.value for quad in store} == {graph("posting", posting.key)}


@pytest.mark.parametrize("name", NAMES)
def test_every_term_is_one_of_the_ontology(name: str, vocabulary: Vocabulary) -> None:
    declared = {str(term) for term in Graph().parse(resources.ontology_dir() / "organigram.ttl").subjects(RDF.type, None)}
    declared |= {str(RDF[term]) for term in ("type", "subject", "predicate", "object")}
    for line in map_posting(*seed(name), vocabulary):
        _, predicate, value, *_ = line.split(" ")
        assert predicate[1:-1] in declared
        if predicate[1:-1] == str(RDF.type):
            assert value[1:-1] in declared


@pytest.mark.parametrize("name", NAMES)
def test_every_quote_is_where_its_position_says(name: str, vocabulary: Vocabulary) -> None:
    posting, facts = seed(name)
    store = ox.Store()
    store.load("\n".join(map_posting(posting, facts, vocabulary)).encode(), format=ox.RdfFormat.N_QUADS)
    rows = solutions(
        store,
        """SELECT ?start ?end ?exact ?subject ?predicate ?object WHERE {
            ?evidence oa:hasBody ?statement ; oa:hasTarget/oa:hasSelector ?position , [ oa:exact ?exact ] .
            ?position oa:start ?start ; oa:end ?end .
            ?statement rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object }""",
        prefixes=PREFIXES,
        use_default_graph_as_union=True,
    )
    assert len(rows) > 10
    for row in rows:
        start, end, exact, *triple = row
        assert posting.text[int(start.value) : int(end.value)] == exact.value
        assert list(store.quads_for_pattern(*triple)), "evidence supports what the graph says"


def test_contact_data_stays_out(vocabulary: Vocabulary) -> None:
    text = "Nurse jane@example.org reports to Jo, +33 1 23 45 67 89, in Mali"
    spans = (Evidence(6, 22, text[6:22]), Evidence(38, 44, text[38:44]))
    facts = Facts(
        "a",
        "a",
        "en",
        title=Item("Nurse jane@example.org", evidence=spans[:1]),
        reports_to=(LineItem("Jo, +33 1 23 45 67 89", evidence=spans[1:]),),
        employer=Item("Aid of jane@example.org"),
    )
    lines = "\n".join(map_posting(Posting("a", "a", "en", text), facts, vocabulary))
    assert "•••" in lines
    assert "example.org" not in lines
    assert not any(digits in lines for digits in ("+33", "23 45", "67 89"))


def facts_of(**fields: Any) -> Facts:
    return Facts("a", "a", "en", **fields)


def mapped(vocabulary: Vocabulary, facts: Facts, **stated: str) -> set[str]:
    fields = tuple(Stated(cast(StatedKey, key), value, key, 0, 0) for key, value in stated.items())
    return set(map_posting(Posting("a", "a", "en", "Some text", fields), facts, vocabulary))


def test_what_the_source_says_of_itself_is_kept(vocabulary: Vocabulary) -> None:
    facts = facts_of(title=Item("Nurse"))
    lines = mapped(vocabulary, facts, url="https://example.org/jobs/1", date_posted="2024-05-06T10:00:00Z")
    assert any("wasDerivedFrom> <https://example.org/jobs/1>" in line for line in lines)
    assert any('datePosted> "2024-05-06"^^' in line for line in lines)
    assert not any("wasDerivedFrom" in line for line in mapped(vocabulary, facts, url="see our site"))


def test_without_title_and_employer_a_post_meets_no_other(vocabulary: Vocabulary) -> None:
    key = Posting("a", "a", "en", "Some text").key
    assert has(mapped(vocabulary, facts_of()), f"posting/{key}", "ngo:advertises", f"post/_{key}/_{key}")


def test_an_unresolved_employer_never_shares_a_post_with_a_settled_one(vocabulary: Vocabulary) -> None:
    role = Item("Head of Mission", f"{BASE}role/head-of-mission")
    lines = mapped(vocabulary, facts_of(title=role, employer=Item("Alima"), countries=(Item("ML"),)))
    assert has(lines, "post/_alima/ML/head-of-mission", "org:postIn", "unresolved/organization/alima")
    assert not any("/post/alima/" in line for line in lines)


def test_two_titles_of_one_role_are_two_seats(vocabulary: Vocabulary) -> None:
    role = f"{BASE}role/project-manager"
    title, above = Item("Junior Project Lead", role), LineItem("Project Lead", role)
    lines = mapped(
        vocabulary, facts_of(title=title, role=title, reports_to=(above,), employer=Item("ALIMA", f"{BASE}organization/alima"))
    )
    posts = {line.split(" ")[0] for line in lines if f"<{expand('org:Post')}>" in line}
    assert len(posts) == 2


def test_a_regional_post_above_is_in_no_country_that_the_text_does_not_say(vocabulary: Vocabulary) -> None:
    title, above = (
        Item("Head of Mission", f"{BASE}role/head-of-mission"),
        LineItem("Regional Director", f"{BASE}role/regional-director"),
    )
    facts = facts_of(
        title=title, reports_to=(above,), employer=Item("ALIMA", f"{BASE}organization/alima"), countries=(Item("ML"),)
    )
    lines = mapped(vocabulary, facts)
    assert has(lines, "post/alima/regional-director", "org:postIn", "organization/alima")
    assert not any(line.startswith(f"<{BASE}post/alima/regional-director> <{expand('ngo:dutyCountry')}>") for line in lines)


def test_several_countries_make_one_seat_of_all_and_no_mission(vocabulary: Vocabulary) -> None:
    title = Item("Medical Coordinator", f"{BASE}role/medical-coordinator")
    facts = facts_of(title=title, employer=Item("ALIMA", f"{BASE}organization/alima"), countries=(Item("ML"), Item("BF")))
    lines = mapped(vocabulary, facts)
    assert has(lines, "post/alima/BF-ML/medical-coordinator", "org:postIn", "organization/alima")
    assert has(lines, "post/alima/BF-ML/medical-coordinator", "ngo:dutyCountry", "country/BF")


def test_a_sector_that_tells_a_seat_is_named_in_both_languages_with_its_accents(vocabulary: Vocabulary) -> None:
    title = Item("Project Manager Health", f"{BASE}role/project-manager")
    facts = facts_of(title=title, employer=Item("ALIMA", f"{BASE}organization/alima"), countries=(Item("ML"),))
    lines = mapped(vocabulary, facts)
    assert has(lines, "post/alima/ML/project-manager/health", "rdfs:label", '"Project Manager – Health, ALIMA (Mali)"@en')
    assert has(lines, "post/alima/ML/project-manager/health", "rdfs:label", '"Chef de projet – Santé, ALIMA (Mali)"@fr')


def test_short_forms_in_a_seat_are_written_in_capitals(vocabulary: Vocabulary) -> None:
    title = Item("Project Manager MEAL", f"{BASE}role/project-manager")
    facts = facts_of(title=title, employer=Item("ALIMA", f"{BASE}organization/alima"), countries=(Item("ML"),))
    lines = mapped(vocabulary, facts)
    assert has(lines, "post/alima/ML/project-manager/meal", "rdfs:label", '"Project Manager – MEAL, ALIMA (Mali)"@en')
    assert has(lines, "post/alima/ML/project-manager/meal", "rdfs:label", '"Chef de projet – MEAL, ALIMA (Mali)"@fr')


def test_a_name_written_in_two_ways_has_one_label(vocabulary: Vocabulary) -> None:
    iri = f"{BASE}unresolved/organization/umrrs-mali"
    donors = (Item("UMRRS MALI", iri, {"en": "UMRRS MALI"}), Item("UMRRS Mali", iri, {"en": "UMRRS Mali"}))
    lines = mapped(vocabulary, facts_of(title=Item("Nurse"), donors=donors))
    assert [line for line in lines if line.startswith(f"<{iri}> <{expand('rdfs:label')}>")] == [
        f'<{iri}> <{expand("rdfs:label")}> "UMRRS MALI"@en <{graph("posting", Posting("a", "a", "en", "Some text").key)}> .'
    ]


def test_conditions_of_work(vocabulary: Vocabulary) -> None:
    facts = facts_of(
        title=Item("Nurse"),
        start_date=Item("ASAP"),
        end_date=Item("2027-02"),
        duration_months=Item(7.5),
        working_time=Item(0.8),
        salary=(Salary(1000, 1200.5, "EUR", "month", gross=False),),
    )
    lines = mapped(vocabulary, facts)
    key = Posting("a", "a", "en", "Some text").key
    assert has(lines, f"posting/{key}", "ngo:startsAsSoonAsPossible", '"true"^^')
    assert has(lines, f"posting/{key}", "ngo:contractEndDate", f'"2027-02"^^<{expand("xsd:gYearMonth")}>')
    assert has(lines, f"posting/{key}", "ngo:durationInMonths", '"7.5"^^')
    assert has(lines, f"posting/{key}", "schema:baseSalary", f"salary/{key}/1")
    assert has(lines, f"salary/{key}/1", "schema:maxValue", '"1200.5"^^')
    assert has(lines, f"salary/{key}/1", "ngo:gross", '"false"^^')
    assert not any("jobStartDate" in line for line in lines)
