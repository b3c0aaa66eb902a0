"""Facts linked: what is settled, what stays open, and nothing guessed."""

from __future__ import annotations

from typing import Any

import pytest

from organigram.linking import link
from organigram.model import Facts, Item, LanguageItem, LineItem, OrganizationItem, ProjectItem
from organigram.namespaces import local
from organigram.review import Decisions
from organigram.vocabulary import Vocabulary, load_vocabulary


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def linked(vocabulary: Vocabulary, language: Any = "en", decisions: Decisions | None = None, **kinds: Any) -> Facts:
    return link(Facts("a", "a.txt", language, **kinds), vocabulary, decisions)


def slug_of(item: Item | None) -> str:
    assert item is not None
    assert item.iri is not None
    return item.iri.removeprefix("https://w3id.org/organigram/")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("ALIMA", "alima"),
        ("AMCP/SP", "amcp-sp"),
        ("Fond Mondiale", "global-fund"),
        ("the Global Fund", "global-fund"),
        ("Union Européen", "european-union"),
        ("UE", "european-union"),
        ("AECID", "aecid"),
        ("la coopération espagnole", "aecid"),
        ("Spanish Agency for International Development Cooperation (AECID)", "aecid"),
        ("Fédération des communautés francophones et acadienne (FCFA) du Canada", "fcfa-canada"),
        ("The Eurasia Foundation", "eurasia-foundation"),
        ("OSCE Office in Yerevan", "osce"),
        ("World Bank Yerevan Office", "world-bank"),
        ("bureau de l'OIM au Mali", "unresolved"),  # what comes first is no name
        ("MSF-F", "medecins-sans-frontieres-france"),
        ("Médecins du Monde", "medecins-du-monde"),
        ("Médecins du Monde Belgique", "medecins-du-monde-belgique"),
        ("gouvernement français", "government-fr"),
        ("SI", "unresolved"),  # too weak a name alone
        ("DRC", "unresolved"),
        ("CIR", "unresolved"),
        ("Some Unknown Aid", "unresolved"),
        ("Save the Children Mali", "unresolved"),  # a member of a network of which no list tells
    ],
)
def test_an_organization_is_what_its_exact_name_says(vocabulary: Vocabulary, name: str, slug: str) -> None:
    name = name.removeprefix("la ")
    (donor,) = linked(vocabulary, donors=(Item(name),)).donors
    assert slug_of(donor).split("/")[0] == ("unresolved" if slug == "unresolved" else "organization")
    assert slug == "unresolved" or local(donor.iri or "") == slug


def test_labels_are_in_both_languages_or_as_written(vocabulary: Vocabulary) -> None:
    facts = linked(vocabulary, "fr", donors=(Item("Fonds Mondial"), Item("UMRRS  MALI")))
    assert set(facts.donors[0].labels) == {"en", "fr"}
    assert facts.donors[1].labels == {"fr": "UMRRS MALI"}


def test_a_network_is_settled_by_its_own_unit_or_chapter(vocabulary: Vocabulary) -> None:
    unit = OrganizationItem("MdM Tanzania", relation="unit")
    employer = OrganizationItem("Médecins du Monde", relation="employer")
    facts = linked(vocabulary, employer=Item("Médecins du Monde"), organizations=(employer, unit))
    assert slug_of(facts.employer) == "organization/medecins-du-monde-france"
    assert [slug_of(item) for item in facts.organizations] == [
        "organization/medecins-du-monde-france",
        "organization/medecins-du-monde-france/TZ",
    ]
    merely_named = OrganizationItem("MdM Tanzania", relation="other")
    facts = linked(vocabulary, employer=Item("MdM"), organizations=(merely_named,))
    assert slug_of(facts.employer) == "organization/medecins-du-monde-france"
    chapter = OrganizationItem("Médecins du Monde Belgique", relation="employer")
    facts = linked(vocabulary, employer=Item("MdM"), organizations=(chapter,))
    assert slug_of(facts.employer) == "organization/medecins-du-monde-belgique"


def test_a_network_is_not_settled_by_a_partner_nor_by_two_chapters(vocabulary: Vocabulary) -> None:
    partner = OrganizationItem("Oxfam GB", relation="partner")
    assert slug_of(linked(vocabulary, employer=Item("Oxfam"), organizations=(partner,)).employer) == "organization/oxfam"
    both = tuple(OrganizationItem(f"Oxfam {name}", relation="employer") for name in ("GB", "France"))
    assert slug_of(linked(vocabulary, employer=Item("Oxfam"), organizations=both).employer) == "organization/oxfam"


def test_a_weak_name_is_settled_by_the_full_one(vocabulary: Vocabulary) -> None:
    full = OrganizationItem("Danish Refugee Council", relation="partner")
    facts = linked(vocabulary, organizations=(full, OrganizationItem("DRC")))
    assert {slug_of(item) for item in facts.organizations} == {"organization/danish-refugee-council"}


def test_an_acronym_is_what_the_posting_says_it_is(vocabulary: Vocabulary) -> None:
    facts = linked(vocabulary, donors=(Item("Comité Inconnu de Riposte (CIR)"), Item("CIR")))
    assert {slug_of(item) for item in facts.donors} == {"unresolved/organization/comite-inconnu-de-riposte"}


def test_the_country_office_of_one_body(vocabulary: Vocabulary) -> None:
    unit = OrganizationItem("UNDP Armenia", relation="unit")
    facts = linked(vocabulary, employer=Item("UNDP Armenia"), organizations=(unit,))
    assert slug_of(facts.employer) == "organization/undp"
    assert slug_of(facts.organizations[0]) == "organization/undp/AM"
    assert facts.organizations[0].labels["fr"].endswith(" Arménie")


def test_a_ministry_is_told_from_that_of_another_country(vocabulary: Vocabulary) -> None:
    facts = linked(
        vocabulary,
        organizations=tuple(OrganizationItem("Ministry of Health", relation="authority", country=code) for code in ("BI", "RW")),
    )
    assert len({item.iri for item in facts.organizations}) == 2


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Coordinateur.trice Médical.e des Opérations Belges", "role/medical-coordinator"),
        ("Référent.e MHPSS Siège", "role/mhpss-referent"),
        ("Chef.fe de Projet MHPSS", "role/project-lead"),
        ("Directeur.trice Santé", "role/health-director"),
        ("Harm reduction coordinator", "role/harm-reduction-coordinator"),
        ("Directrice.teur pays", "role/country-director"),
        ("Chargé (e) de projets", "role/project-officer"),
        ("référents santé", "role/health-referent"),
        ("Nursing Manager", "role/nursing-manager"),
        ("CD", "role/country-director"),
        ("RT", "role/field-coordinator"),
        ("Coordinatrices santé mentale et soutien psychosocial", "role/mhpss-coordinator"),
        ("Chefs de mission adjoints", "role/deputy-head-of-mission"),
        ("Responsable SERA", "role/meal-manager"),
        ("Puppet Master", "unresolved/role/puppet-master"),
    ],
)
def test_the_longest_role_of_a_title(vocabulary: Vocabulary, title: str, role: str) -> None:
    facts = linked(vocabulary, "fr", title=Item(title), reports_to=(LineItem(title),))
    assert slug_of(facts.role) == role
    assert slug_of(facts.reports_to[0]) == role
    assert facts.reports_to[0].value == title


def test_a_colleague_may_be_an_organization(vocabulary: Vocabulary) -> None:
    facts = linked(vocabulary, collaborates_with=(Item("USAID"), Item("MEAL Officer")))
    assert [slug_of(item) for item in facts.collaborates_with] == ["organization/usaid", "role/meal-officer"]


def test_places_by_the_duty_country(vocabulary: Vocabulary) -> None:
    places = (Item("Goundam"), Item("Paris"), Item("Province de Tata"))
    facts = linked(vocabulary, countries=(Item("ML"),), places=places)
    assert slug_of(facts.places[0]) == "place/2456917"
    assert slug_of(facts.places[1]) == "unresolved/place/paris"
    facts = linked(vocabulary, countries=(Item("MA"),), places=places[2:])
    assert slug_of(facts.places[0]).startswith("place/")
    assert slug_of(linked(vocabulary, places=(Item("Bamako"), Item("Springfield"))).places[0]) == "place/2460596"
    assert slug_of(linked(vocabulary, places=(Item("Springfield"),)).places[0]) == "unresolved/place/springfield"


@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [
        ("Vermont", "US", "place/US-VT"),  # towns of that name are small
        ("Ségou", "ML", "place/2451478"),  # the city, not the region around it
        ("Springfield", "US", "unresolved/place/springfield"),
        ("Shirak Region", "AM", "place/AM-SH"),
    ],
)
def test_divisions_and_cities_of_one_name(vocabulary: Vocabulary, name: str, code: str, expected: str) -> None:
    assert slug_of(linked(vocabulary, countries=(Item(code),), places=(Item(name),)).places[0]) == expected


def test_codes(vocabulary: Vocabulary) -> None:
    facts = linked(
        vocabulary,
        countries=(Item("ML"),),
        countries_mentioned=(Item("FR"),),
        contract=Item("fixed-term"),
        languages=(LanguageItem("fr"), LanguageItem("rn", need="asset")),
        sectors=(Item("santé mentale"), Item("health")),
        projects=(ProjectItem("OptiMA", donors=("ECHO",)),),
    )
    assert facts.countries[0].labels == {"en": "Mali", "fr": "Mali"}
    assert [slug_of(item) for item in (facts.countries_mentioned[0], facts.contract, *facts.languages, *facts.sectors)] == [
        "country/FR",
        "contract/fixed-term",
        "language/fr",
        "language/rn",
        "sector/mental-health-and-psychosocial-support",
        "sector/health",
    ]
    assert facts.projects[0].labels == {"en": "OptiMA"}


def test_linking_twice_changes_nothing(vocabulary: Vocabulary) -> None:
    facts = linked(
        vocabulary,
        title=Item("Head of Mission, Example"),
        employer=Item("ALIMA"),
        donors=(Item("CIR"), Item("ECHO")),
        countries=(Item("ML"),),
        places=(Item("Goundam"),),
    )
    assert link(facts, vocabulary) == facts
