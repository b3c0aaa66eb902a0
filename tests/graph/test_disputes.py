"""Disagreements of fields and text: what linking ends, and how what is left gets into the graph and can be asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from asking import value_of
from pyoxigraph import NamedNode
from stated_samples import posting

from organigram.catalogue import load_catalogue
from organigram.config import Settings
from organigram.evaluation import load_gold
from organigram.extraction import extract
from organigram.linking import link
from organigram.model import Facts, Posting, StatedKey
from organigram.namespaces import BASE, unresolved
from organigram.querying import EmbeddedService
from organigram.review import Decisions
from organigram.store import StoreWriter, open_store
from organigram.undecided import unresolved_entities, unresolved_names
from organigram.validation import Validator
from organigram.vocabulary import load_vocabulary
from organigram.workshop import Workshop

VOCABULARY = load_vocabulary()
BODY = (
    "Médecins du Monde Belgique is an NGO.\n\nMédecins du Monde Belgique is seeking a Nurse.\nDuty station: Goundam, Mali\n"
    "Reports to: Head of Mission\nContract: fixed-term, 6 months\nApply before 15 May 2024.\n"
)
FIELDS: tuple[tuple[StatedKey, str], ...] = (
    ("title", "Driver"),
    ("employer", "Oxfam"),
    ("country", "Niger"),
    ("place", "Niamey"),
    ("start_date", "ASAP"),
    ("deadline", "2024-05-31"),
    ("contract", "CDI"),
    ("duration_months", "12"),
    ("working_time", "50%"),
    ("salary", "3000 EUR MONTH"),
    ("date_posted", "1 May 2024"),
    ("identifier", "4012345"),
    ("url", "https://example.org/jobs/1"),
    ("url", "https://example.org/jobs/1?print"),
)
MORE = BODY + "Start date: 1 June 2024\nWorking time: full time\nSalary: 2,000 EUR per month\n"


def read(*fields: tuple[StatedKey, str], body: str = BODY, decisions: Decisions | None = None) -> Facts:
    return link(extract(posting(body, *fields), VOCABULARY), VOCABULARY, decisions)


def relations(facts: Facts) -> list[str]:
    return [one.relation for one in facts.disputed]


@pytest.mark.parametrize(
    "fields",
    [
        (("employer", "MdM Belgique"),),
        (("employer", "Doctors of the World Belgium"),),
        (("employer", "Médecins du Monde"),),  # the network, named by its chapter
        (("title", "Infirmier"),),
        (("title", "Registered Nurse"),),
        (("place", "Goundam"), ("country", "ML")),
        (("place", "Tombouctou Region"), ("country", "ML")),
        (("place", "Goundam, Niafunké"), ("country", "ML")),
        (("contract", "TEMPORARY"),),
    ],
)
def test_other_names_of_the_same_thing_dispute_nothing(fields: tuple[tuple[StatedKey, str], ...]) -> None:
    facts = read(*fields)
    assert facts.disputed == ()
    named = [getattr(facts, name) for name in ("employer", "title", "contract")]
    joined = [item for item in (*named, *facts.places) if item and item.rule.startswith("stated.")]
    assert joined


def test_evidence_of_both_names_stands_under_the_employer_everywhere() -> None:
    facts = read(("employer", "Doctors of the World Belgium"))
    assert facts.employer is not None
    assert facts.employer.iri == f"{BASE}organization/medecins-du-monde-belgique"
    assert {"Doctors of the World Belgium", "Médecins du Monde Belgique"} <= {span.quote for span in facts.employer.evidence}
    (employer,) = (item for item in facts.organizations if item.relation == "employer")
    assert (employer.iri, set(facts.employer.evidence) <= set(employer.evidence)) == (facts.employer.iri, True)


def test_a_head_office_and_a_duty_station_are_a_dispute() -> None:
    facts = read(("country", "Mali"), ("place", "Paris"))
    assert [(one.relation, one.stated.value, one.text.iri) for one in facts.disputed] == [
        ("places", "Paris", f"{BASE}place/2456917")
    ]
    assert [item.value for item in facts.places] == ["Paris"]


def test_places_of_the_text_stand_beside_a_stated_one_that_it_confirms() -> None:
    body = "Relief Aid is seeking a Nurse.\nDuty station: Goundam and Niono, Mali\n"
    facts = read(("country", "Mali"), ("place", "Goundam"), body=body)
    assert ([item.value for item in facts.places], facts.disputed) == (["Goundam", "Niono"], ())


def test_a_decision_ends_a_dispute() -> None:
    facts = read(("employer", "Blue Example Help"))
    assert relations(facts) == ["employer"]
    assert unresolved("organization", "blue-example-help") in unresolved_names([facts])
    settled = Decisions(same={unresolved("organization", "blue-example-help"): f"{BASE}organization/medecins-du-monde-belgique"})
    assert read(("employer", "Blue Example Help"), decisions=settled).disputed == ()


def test_a_name_that_only_the_text_gives_is_listed_for_review() -> None:
    facts = read(("employer", "Oxfam"), body=BODY.replace("Médecins du Monde Belgique", "Grey Example Help"))
    assert relations(facts) == ["employer"]
    listed = unresolved_entities([(facts, "")], VOCABULARY)
    assert unresolved("organization", "grey-example-help") in {one.iri for one in listed}


@pytest.mark.corpus
def test_what_careful_readers_found_disputes_no_real_text(corpus_dir: Path) -> None:
    """Their facts as fields above the text: what is left would be two spellings taken for two things, or a text misread."""
    disputed = []
    for gold in load_gold(corpus_dir / "gold" / "dev"):
        text = gold.text_file.read_text("utf-8", errors="replace")
        one = posting(text, *_fields_of(gold.facts), language="fr" if gold.language == "fr" else "en", name=gold.id)
        disputed += [(gold.id, each.relation) for each in link(extract(one, VOCABULARY), VOCABULARY).disputed]
    assert len(disputed) <= 2, disputed


def _fields_of(facts: Mapping[str, Any]) -> list[tuple[StatedKey, str]]:
    found: list[tuple[StatedKey, str]] = []
    single: tuple[StatedKey, ...] = ("title", "employer", "contract", "start_date", "end_date", "deadline", "duration_months")
    lists: tuple[tuple[str, StatedKey], ...] = (("countries", "country"), ("places", "place"), ("languages", "language"))
    for key in single:
        found += [(key, _name(facts[key]))] if facts.get(key) is not None else []
    for name, key in lists:
        found += [(key, _name(value)) for value in facts.get(name) or ()]
    return found


def _name(value: Any) -> str:
    return str(
        next(value[key] for key in ("name", "title", "code", "value") if value.get(key)) if isinstance(value, dict) else value
    )


# --- into the graph -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(Settings(workers=1, decisions=tmp_path_factory.mktemp("decisions") / "none.ttl"))


@pytest.fixture(scope="module")
def service(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedService]:
    """A store of one posting that disagrees with its source in everything, and one that agrees."""
    store = tmp_path_factory.mktemp("stated") / "store"
    with StoreWriter.begin(store) as writer:
        for one in (disagreeing(), posting(BODY, ("employer", "MdM Belgique"), name="b")):
            work = workshop.work(one)
            writer.add_posting(one, work.facts, work.lines)
        writer.add_graph(workshop.vocabulary.nquads())
        writer.publish().close()
    with open_store(store) as version, EmbeddedService(version, processes=1) as embedded:
        yield embedded


def disagreeing() -> Posting:
    return posting(MORE, *FIELDS)


def test_every_relation_can_be_disputed_and_conforms(workshop: Workshop) -> None:
    one = disagreeing()
    work = workshop.work(one)
    single = {"title", "employer", "start_date", "deadline", "contract", "duration_months", "working_time"}
    assert set(relations(work.facts)) == {*single, "countries", "places", "salary"}
    report = Validator(workshop.vocabulary).validate({one.key: work.lines})
    assert report.rejected == {}


def test_a_dispute_without_its_value_violates_its_shape(workshop: Workshop) -> None:
    one = disagreeing()
    lines = [line for line in workshop.work(one).lines if "#textSays>" not in line]
    assert set(Validator(workshop.vocabulary).validate({one.key: lines}).rejected) == {one.key}


def test_the_question_shows_both_sides_with_their_words(service: EmbeddedService) -> None:
    question = load_catalogue()["fields-and-text-disagree"]
    for language, contract in (("en", "Permanent contract"), ("fr", "Contrat à durée indéterminée")):
        result = service.query(question.bind({}, "fr" if language == "fr" else "en"))
        rows = [dict(zip(result.variables, row, strict=True)) for row in result.rows]
        by_relation = {str(row["predicate"]).rpartition("/")[2].rpartition("#")[2].strip(">"): row for row in rows}
        assert len(by_relation) == 10
        deadline = by_relation["validThrough"]
        assert [value_of(deadline[name]) for name in ("stated", "statedQuote", "said", "saidQuote")] == [
            "2024-05-31",
            "2024-05-31",
            "2024-05-15",
            "Apply before 15 May 2024.",
        ]
        assert value_of(by_relation["employmentType"]["statedLabel"]) == contract
        assert by_relation["jobLocation"]["said"] == NamedNode(f"{BASE}place/2456917")
        assert value_of(by_relation["jobLocation"]["saidLabel"]) == "Goundam"


def test_what_the_text_says_otherwise_is_not_stated_of_the_posting(service: EmbeddedService) -> None:
    def values(predicate: str) -> set[str]:
        name = f"<{BASE}posting/{disagreeing().key}>"
        return {value_of(row[0]) for row in service.query(f"SELECT ?x WHERE {{ {name} {predicate} ?x }}").rows}

    assert values("<https://schema.org/validThrough>") == {"2024-05-31"}
    assert values("<https://w3id.org/organigram/ontology#dutyCountry>") == {f"{BASE}country/NE"}
    assert values("<https://schema.org/datePosted>") == {"2024-05-01"}
    assert values("<https://schema.org/identifier>") == {"4012345"}
    assert values("<http://www.w3.org/ns/prov#wasDerivedFrom>") == {"https://example.org/jobs/1"}


def test_no_statement_supported_by_evidence_is_only_disputed(service: EmbeddedService) -> None:
    """Whoever goes from evidence to statements meets facts of the graph alone."""
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    astray = service.query(
        f"SELECT ?s WHERE {{ ?x <{rdf}subject> ?s ; <{rdf}predicate> ?p ; <{rdf}object> ?o FILTER NOT EXISTS {{ ?s ?p ?o }} }}"
    )
    assert list(astray.rows) == []


def test_contact_data_of_a_field_stays_out_of_the_graph(workshop: Workshop) -> None:
    one = posting(
        "We seek a Nurse.\nDuty station: Goundam, Mali", ("identifier", "jane@example.org"), ("employer", "Help jane@example.org")
    )
    lines = workshop.work(one).lines
    assert not any("jane@example.org" in line for line in lines)


def test_a_day_of_publication_that_cannot_be_read_is_no_day(workshop: Workshop) -> None:
    one = posting(BODY, ("date_posted", "last week"))
    work = workshop.work(one)
    assert not any("datePosted" in line for line in work.lines)
    assert Validator(workshop.vocabulary).validate({one.key: work.lines}).rejected == {}


def test_the_json_of_facts_carries_disputes(workshop: Workshop) -> None:
    facts = workshop.facts(disagreeing())
    (deadline,) = (one for one in json.loads(json.dumps(facts.to_json()))["disputed"] if one["relation"] == "deadline")
    assert (deadline["stated"]["value"], deadline["text"]["value"]) == ("2024-05-31", "2024-05-15")
    assert deadline["text"]["evidence"][0]["quote"] == "Apply before 15 May 2024."
    assert Facts.from_json(facts.to_json()) == facts
