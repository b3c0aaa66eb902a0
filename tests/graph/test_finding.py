"""Names as values of questions: by the text index, by a query of labels, and by the command line over an endpoint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from organigram.catalogue import load_catalogue, parse_question
from organigram.errors import UsageError
from organigram.finding import Find, finder, is_known, resolve
from organigram.namespaces import entity
from organigram.querying import EmbeddedService
from organigram.store import open_store

ANY = parse_question(
    "any",
    "#+ summary: A\n#+ description: B\n#+ fr: {summary: C, description: D}\n#+ parameters:\n"
    + "".join(
        f"#+   {kind.replace('-', '')}: {{kind: {kind}, en: X, fr: X}}\n"
        for kind in ("any", "country", "organization", "role", "role-family", "sector", "contract", "language", "project", "post")
    )
    + "SELECT * { ?s ?p ?__any_iri , ?__country_iri , ?__organization_iri , ?__role_iri , ?__rolefamily_iri , ?__sector_iri , "
    "?__contract_iri , ?__language_iri , ?__project_iri , ?__post_iri }",
)


@pytest.fixture(scope="module")
def service(seeds_store: Path) -> Iterator[EmbeddedService]:
    with open_store(seeds_store) as version, EmbeddedService(version, processes=1) as embedded:
        yield embedded


@pytest.fixture(scope="module", params=["index", "labels"])
def find(service: EmbeddedService, request: pytest.FixtureRequest) -> Find:
    """Both ways of finding: the index of the version, and labels asked of the service, as of an endpoint."""
    return finder(service, "en", index=service.version.search_path if request.param == "index" else None)


@pytest.mark.parametrize(
    ("parameter", "value", "meant"),
    [
        ("country", "mali", entity("country", "ML")),
        ("country", "Côte d'Ivoire", entity("country", "CI")),
        ("country", "cote d’ivoire", entity("country", "CI")),
        ("country", "Ivory Coast", entity("country", "CI")),
        ("organization", "Médecins du Monde Belgique", entity("organization", "medecins-du-monde-belgique")),
        ("organization", "medecins du monde belgique", entity("organization", "medecins-du-monde-belgique")),
        ("role", "coordinateur médical", entity("role", "medical-coordinator")),
        ("role", "Coordinatrice médicale", entity("role", "medical-coordinator")),
        ("rolefamily", "Santé et nutrition", entity("role-family", "health")),
        ("sector", "santé", entity("sector", "health")),
        ("contract", "Fixed-term contract", entity("contract", "fixed-term")),
        ("language", "français", entity("language", "fr")),
        ("project", "migration in mind", entity("project", "medecins-du-monde-belgique/migration-in-mind-be")),
        ("any", "European Union", entity("organization", "european-union")),
    ],
)
def test_a_name_is_the_entity_that_is_called_so(
    parameter: str, value: str, meant: str, find: Find, service: EmbeddedService
) -> None:
    assert resolve(ANY, {parameter: value}, find, is_known(service)) == {parameter: meant}


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("country", "ML"),
        ("country", "ml"),
        ("country", "country:XX"),
        ("country", "<https://example.org/nowhere>"),
        ("organization", "alima/ML"),
        ("organization", "organization/alima"),
        ("post", "alima/ML/head-of-mission"),
        ("any", "ngo:paidBy"),
        ("any", ""),
    ],
)
def test_an_iri_or_its_last_part_stays(parameter: str, value: str, find: Find, service: EmbeddedService) -> None:
    assert resolve(ANY, {parameter: value}, find, is_known(service)) == {parameter: value}


def test_what_means_several_is_told_with_their_iris(service: EmbeddedService, find: Find) -> None:
    with pytest.raises(UsageError) as caught:
        resolve(ANY, {"organization": "ACF"}, find, is_known(service))
    assert caught.value.message("en").count(entity("organization", "")[:-1]) > 1
    assert "en désigne plusieurs" in caught.value.message("fr")


def test_what_means_nothing_is_told_with_what_is_near(service: EmbeddedService) -> None:
    find = finder(service, "fr", index=service.version.search_path)
    with pytest.raises(UsageError, match=re.escape("Mali <https://w3id.org/organigram/country/ML>")):
        resolve(ANY, {"country": "Mlai"}, find, is_known(service))
    with pytest.raises(UsageError, match="Give a name as the graph has it"):
        resolve(ANY, {"country": "Zzyzx !"}, find, is_known(service))


@pytest.mark.parametrize("value", ['"} . ?s ?p ?o {"', "\\", "((((", ".*", "é" * 500, "x:y z", "()"])
def test_hostile_names_only_mean_nothing(value: str, find: Find, service: EmbeddedService) -> None:
    with pytest.raises(UsageError):
        resolve(ANY, {"organization": value}, find, is_known(service))


def test_other_values_stay_as_they_are(find: Find, service: EmbeddedService) -> None:
    given = {"from": "2022-01-01", "no-such": "Mali"}
    assert resolve(load_catalogue()["chart-changes"], given, find, is_known(service)) == given
    assert resolve(load_catalogue()["statistics-table"], {"table": "posts-by-role"}, find, is_known(service)) == {
        "table": "posts-by-role"
    }
