"""The many ways in which postings say until when, for how long, where, for how much, for which project and under whom."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from network_samples import vocabulary

from organigram.extraction import extract
from organigram.i18n import Language
from organigram.model import Facts, Posting

PHRASES = tomllib.loads((Path(__file__).resolve().parents[2] / "data" / "phrases" / "terms.toml").read_text("utf-8"))

HEADS: dict[Language, str] = {
    "en": "Project Manager\n\nWara Aid is looking for a project manager.\n\n",
    "fr": "Chef de projet\n\nWara Aid recrute un chef de projet.\n\n",
}
READ: dict[str, Callable[[Facts], Any]] = {
    "deadline": lambda facts: str(facts.deadline.value) if facts.deadline else "",
    "duration": lambda facts: facts.duration_months.value if facts.duration_months else 0,
    "contract": lambda facts: str(facts.contract.value) if facts.contract else "",
    "language": lambda facts: sorted(f"{item.value}{'+' * (item.need == 'asset')}" for item in facts.languages),
    "salary": lambda facts: [part for pay in facts.salary for part in (pay.amount_min, pay.amount_max, pay.currency)],
    "place": lambda facts: sorted(str(item.value) for item in (*facts.places, *facts.countries)),
    "project": lambda facts: sorted(str(item.value) for item in facts.projects),
    "line": lambda facts: sorted(
        [*(str(item.value) for item in facts.reports_to), *(f"/{item.value}" for item in facts.supervises)]
    ),
}
LANGUAGES: tuple[Language, ...] = ("en", "fr")
CASES = [
    (kind, language, text, expected)
    for kind, rows in PHRASES.items()
    for language in LANGUAGES
    for text, expected in rows[language]
]


@pytest.mark.parametrize(("kind", "language", "text", "expected"), CASES, ids=[case[2][:50] for case in CASES])
def test_what_a_sentence_says(kind: str, language: Language, text: str, expected: Any) -> None:
    facts = extract(Posting("a", "a.txt", language, f"{HEADS[language]}{text}\n"), vocabulary())
    assert READ[kind](facts) == (sorted(expected) if kind in {"language", "place", "project", "line"} else expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chef de mission Tchad – Cameroun\n\nWara Aid recrute.\nVous gérez les équipes.", ["CM", "TD"]),
        ("Country Director Mali/Niger\n\nWara Aid is hiring.\nDuties: manage.", ["ML", "NE"]),
        (
            "Chef de projet\n\nWara Aid recrute.\nPoste sous la Directrice à Madagascar et en lien avec le siège.",
            ["MG"],
        ),
    ],
)
def test_countries_of_a_post(text: str, expected: list[str]) -> None:
    facts = extract(Posting("a", "a.txt", "fr", text), vocabulary())
    assert sorted(str(item.value) for item in facts.countries) == expected


def test_a_label_glued_to_its_kind_of_contract() -> None:
    facts = extract(Posting("a", "a.txt", "fr", f"{HEADS['fr']}ContratCDD\nDurée du contrat24 mois\n"), vocabulary())
    assert facts.contract is not None
    assert facts.contract.value == "fixed-term"


def test_those_below_in_a_list_under_their_label() -> None:
    text = f"{HEADS['en']}Responsible for:\n· Field Officer\n· Finance Assistant\nThe office is small."
    facts = extract(Posting("a", "a.txt", "en", text), vocabulary())
    assert [item.value for item in facts.supervises] == ["Field Officer", "Finance Assistant"]
