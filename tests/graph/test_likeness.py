"""Names written twice are one name; names that only look alike are not."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organigram.likeness import is_national, may_be_one, spelling, unresolved_iri

ONE: list[tuple[str, list[str]]] = [
    (
        "organization",
        ["ONG Solidarité Locale (SOLO)", "Solidarité Locale", "Solidarite locale – ONG", "SOLIDARITÉ LOCALE"],
    ),
    ("organization", ["Territoires de la Mémoire asbl", "Territoire de Mémoire", "les Territoires de la mémoire, ASBL"]),
    ("organization", ["IOS Partners, Inc.", "IOS Partner", "The IOS Partners Ltd"]),
    ("organization", ["Association Espoir", "Espoir", "espoir (association)", "ESPOIR – Association"]),
    ("organization", ["Women's Rights Center", "Womens Rights Centers", "The Women’s Rights Center"]),
    ("organization", ["Blue Hills Community & Health Fund", "Blue Hills Communities and Health Fund"]),
    ("organization", ["Réseaux du Sahel", "Réseau du Sahel", "reseau de Sahel"]),
    ("project", ["OptiMA", "OPTIMA", "Opti-MA", "OptiMA Project", "Projet OptiMA", "the Opti MA project"]),
    ("project", ["Mobile Medical Teams (MMT) Project", "Mobile Medical Team Project", "mobile medical teams"]),
    ("project", ["Internet Access and Training Program", "Internet Access & Training Programme"]),
]  # fmt: skip
APART: list[tuple[str, str, str]] = [
    ("organization", "CIR", "CRI"),
    ("organization", "SAF/FJKM", "SAF"),
    ("organization", "SAF/FJKM", "FJKM"),
    ("organization", "Save the Children Mali", "Save the Children Niger"),
    ("organization", "Save the Children", "Save the Children Mali"),
    ("organization", "Association pour la Paix", "Association pour la Santé"),
    ("organization", "Association for Peace", "Peace"),
    ("organization", "ONG", "Association"),
    ("organization", "Comité Rural d'Appui (CRA)", "Croix Rouge d'Arlon (CRA)"),
    ("organization", "Health Fund", "Health Foundation"),
    ("organization", "Radio 1", "Radio 2"),
    ("project", "RESILAC I", "RESILAC II"),
    ("project", "RESILAC", "RESILAC II"),
    ("project", "Phase 2", "Phase 3"),
    ("project", "PAGLI II", "PAGLI III"),
    ("project", "USAID Mobile Medical Teams Project", "Mobile Medical Teams Project"),
    ("project", "Projet", "Programme"),
]


@pytest.mark.parametrize(("kind", "names"), ONE)
def test_spellings_of_one_name_are_one(kind: str, names: list[str]) -> None:
    assert len({spelling(kind, name) for name in names}) == 1


@pytest.mark.parametrize(("kind", "one", "other"), APART)
def test_what_only_looks_alike_stays_apart(kind: str, one: str, other: str) -> None:
    assert spelling(kind, one) != spelling(kind, other)


def test_a_ministry_is_one_in_its_country_only() -> None:
    mali, niger = (unresolved_iri("organization", "Ministry of Health", code) for code in ("ML", "NE"))
    assert mali != niger
    assert mali == unresolved_iri("organization", "the Ministry of Health", "ML")
    assert [is_national(name) for name in ("Ministère de la Santé", "National Assembly", "Health Ministry Watch")] == [
        True,
        True,
        False,
    ]


def test_other_kinds_are_left_as_they_are_written() -> None:
    assert spelling("role", "Chargés de projets") == "charges-de-projets"
    assert spelling("place", "Les Cayes") == "les-cayes"


@pytest.mark.parametrize(
    ("one", "other", "one_thing"),
    [
        ("Save the Children", "Save the Children Niger", True),
        ("International Rescue Committee", "IRC", True),
        ("Plateforme de Protection des Lanceurs d'Alerte en Afrique", "PPLAAF", True),
        ("Médecins du Monde (MdM)", "MdM", True),
        ("Save the Children Mali", "Save the Children Niger", False),
        ("CIR", "CRI", False),
        ("Oxfam", "CARE", False),
        ("", "Oxfam", False),
        ("()", "()", False),
        ("a" * 5000, "a " * 5000, False),
    ],
)
def test_within_a_posting_two_names_may_be_of_one_thing(one: str, other: str, one_thing: bool) -> None:
    assert may_be_one(one, other) is may_be_one(other, one) is one_thing


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["organization", "project", "role"]), st.text(max_size=60))
def test_a_spelling_is_never_empty_and_of_its_own_spelling(kind: str, name: str) -> None:
    found = spelling(kind, name)
    assert found
    assert not set(found) & set(" /#?<>\"'()")
    assert spelling(kind, name.replace("-", "–")) == found


@given(st.lists(st.sampled_from(["Blue", "Hills", "Santé", "Fund", "de", "Women"]), min_size=2, max_size=5), st.integers())
def test_case_accents_and_signs_never_matter(words: list[str], seed: int) -> None:
    chance = random.Random(seed)
    name = " ".join(words)
    noisy = chance.choice([" ", " - ", "  ", ", "]).join(chance.choice([str.upper, str.lower, str.title])(word) for word in words)
    assert spelling("organization", noisy) == spelling("organization", name)
