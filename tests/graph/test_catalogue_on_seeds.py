"""The catalogue on the seeds, through the whole pipeline: what has to be so, and every answer as it was.

``ORGANIGRAM_UPDATE_GOLDEN=1 python -m pytest tests/graph/test_catalogue_on_seeds.py`` writes the expected answers anew, to be
read as a change like any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from catalogue_answers import VALUES_ON_SEEDS, Row, keep, known, text_of

from organigram.catalogue import Question, load_catalogue
from organigram.i18n import LANGUAGES, Language
from organigram.querying import EmbeddedService
from organigram.store import open_store

CATALOGUE = load_catalogue()


@pytest.fixture(scope="module")
def service(seeds_store: Path) -> Iterator[EmbeddedService]:
    """The seeds' graph, asked as people ask it."""
    with open_store(seeds_store) as version, EmbeddedService(version, processes=1) as embedded:
        yield embedded


def ask(service: EmbeddedService, name: str, language: Language = "en", **values: str) -> list[Row]:
    """The rows as text, instances without their base; triples sorted."""
    result = service.query(CATALOGUE[name].bind(values or VALUES_ON_SEEDS.get(name), language))
    if result.kind == "construct":
        return sorted(([text_of(term) for term in triple] for triple in result.triples), key=repr)
    return [[None if term is None else text_of(term) for term in row] for row in result.rows]


def test_the_goundam_coordinators_line_runs_to_the_head_of_mission(service: EmbeddedService) -> None:
    rows = ask(service, "reporting-line", post="alima/ML/goundam/project-coordinator")
    assert [(row[2], row[4]) for row in rows] == [("post/alima/ML/head-of-mission", "1")]


def test_four_posts_report_to_the_goundam_coordinator(service: EmbeddedService) -> None:
    rows = ask(service, "direct-reports", superior="alima/ML/goundam/project-coordinator")
    assert len({row[4] for row in rows}) == 4
    spans = {row[0]: row[3] for row in ask(service, "span-of-control")}
    assert spans["post/alima/ML/goundam/project-coordinator"] == "4"


def test_the_head_of_mission_is_known_and_never_advertised(service: EmbeddedService) -> None:
    assert "post/alima/ML/head-of-mission" in {row[0] for row in ask(service, "seats-never-advertised")}


def test_the_european_union_pays_for_migration_in_mind_and_its_lead(service: EmbeddedService) -> None:
    projects = {(row[1], row[3]) for row in ask(service, "donors-by-project", organization="medecins-du-monde-belgique")}
    assert ("Migration in Mind", "European Union") in projects
    paid = ask(service, "posts-paid-by-donor", donor="european-union")
    assert [row[3] for row in paid] == ["Migration in Mind"]


def test_pay_is_as_stated(service: EmbeddedService) -> None:
    pay = {(row[4], row[5], row[6], row[7]) for row in ask(service, "pay")}
    assert ("3570", "3570", "EUR", "month") in pay
    assert ("5657.73", "6172.07", "EUR", "month") in pay


def test_only_the_postings_that_name_no_pay_are_silent(service: EmbeddedService) -> None:
    assert {row[2] for row in ask(service, "postings-silent-on-pay")} == {"ALIMA"}


def test_vacancies_open_when_the_deadline_is_near(service: EmbeddedService) -> None:
    open_then = {row[3] for row in ask(service, "vacancies-open", date="2022-03-30")}
    open_later = {row[3] for row in ask(service, "vacancies-open", date="2022-03-31")}
    assert open_then - open_later == {"2022-03-30"}


def test_the_networks_members_are_not_merged(service: EmbeddedService) -> None:
    members = {row[2] for row in ask(service, "networks", network="medecins-du-monde")}
    assert {"organization/medecins-du-monde-belgique", "organization/medecins-du-monde-france"} <= members


def test_every_label_is_in_the_language_asked_or_the_other(service: EmbeddedService) -> None:
    (row,) = ask(service, "role-titles", role="head-of-mission")
    assert row[1:3] == ["Head of Mission", "Chef de mission"]
    french = {row[1] for row in ask(service, "seats-never-advertised", "fr")}
    assert "Chef de mission, ALIMA (Mali)" in french


@pytest.mark.parametrize("question", CATALOGUE.values(), ids=lambda question: question.name)
def test_answers_are_as_they_were(question: Question, service: EmbeddedService) -> None:
    found = {language: ask(service, question.name, language) for language in LANGUAGES}
    keep("seeds.json", question, found, CATALOGUE)
    assert known("seeds.json")[question.name] == found
