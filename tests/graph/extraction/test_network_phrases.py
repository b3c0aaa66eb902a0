"""The many ways in which postings say who is above, below and beside, who pays and who takes part, in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from network_samples import network_of

from organigram.extraction.network import Network

PHRASES = tomllib.loads((Path(__file__).resolve().parents[2] / "data" / "phrases" / "network.toml").read_text("utf-8"))

READ: dict[str, Callable[[Network], list[str]]] = {
    "above": lambda network: [f"{item.value}/{item.line}" for item in network.reports_to],
    "below": lambda network: [str(item.value) for item in network.supervises],
    "donor": lambda network: [str(item.value) for item in network.donors],
    "partner": lambda network: [str(item.value) for item in network.organizations if item.relation == "partner"],
    "network": lambda network: [str(item.value) for item in network.organizations if item.relation == "network"],
    "project": lambda network: [str(item.value) for item in network.projects],
    "nothing": lambda network: [
        str(item.value)
        for item in (*network.reports_to, *network.supervises, *network.projects, *network.organizations)
        if getattr(item, "relation", "") not in {"employer", "other"}
    ],
}
CASES = [(relation, text, expected) for relation, rows in PHRASES.items() for text, expected in rows]


@pytest.mark.parametrize(("relation", "text", "expected"), CASES, ids=[text[:50] for _, text, _ in CASES])
def test_what_a_sentence_says(relation: str, text: str, expected: list[str]) -> None:
    title = "Chef de projet" if any(letter in text for letter in "éèàê") else "Project Manager"
    found = READ[relation](network_of(text, title=title, employer="Wara Aid"))
    assert sorted(found) == sorted(expected)
