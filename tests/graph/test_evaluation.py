"""Scores: counted by hand on a small case; the rules of comparison one by one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from organigram.errors import UsageError
from organigram.evaluation import ALL, Counts, Gold, compare, load_gold, same_name
from organigram.resources import seeds_dir


def gold(language: str = "en", **facts: object) -> Gold:
    return Gold("a", language, Path("a.txt"), facts)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Médecins du Monde", "medecins  du MONDE", True),
        ("Coordinateur.trice Médical.e", "Coordinateur Médical", True),
        ("AMCP – SP", "AMCP-SP", True),
        ("ALIMA", "Alliance for International Medical Action", False),
        ("MSF", "Médecins Sans Frontières", True),
        ("Head of Mission", "The Head of Mission Mali", True),
        ("Mali", "Mal", True),
        ("Mali", "Malawi", False),
        ("", "ALIMA", False),
        ("Project Coordinator", "Medical Coordinator", False),
    ],
)
def test_names(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) == same
    assert same_name(other, one) == same


def test_counts_of_a_small_case() -> None:
    readers = gold(
        title="Nurse",
        countries=["ML", "BF"],
        reports_to=[{"title": "Head of Mission"}],
        organizations=[{"name": "ALIMA", "relation": "employer"}, {"name": "AMCP", "relation": "partner"}],
        start_date="2022-05-01",
    )
    found = {
        "title": {"value": "Midwife"},
        "countries": [{"value": "ML"}],
        "reports_to": [{"value": "Country Director", "labels": {"en": "Head of Mission"}}],
        "organizations": [{"value": "ALIMA", "relation": "employer"}, {"value": "UNICEF", "relation": "partner"}],
        "start_date": {"value": "2022-05"},
        "salary": [{"amount_min": 1000.0, "amount_max": None, "currency": "EUR"}],
    }
    counts, misses = compare([readers], {"a": found})
    assert counts["en", "title"] == Counts(0, 1, 1)
    assert counts["en", "country"] == Counts(1, 1, 2)
    assert counts["en", "reports-to"] == Counts(1, 1, 1)
    assert counts["en", "organization"] == Counts(1, 2, 2)
    assert counts["en", "partner"] == Counts(0, 1, 1)
    assert counts["en", "start-date"] == Counts(1, 1, 1)
    assert counts["en", "salary"] == Counts(0, 1, 0)
    assert counts[ALL, ALL] == counts["en", ALL] == Counts(4, 8, 8)
    assert {(miss.relation, miss.value, miss.missed) for miss in misses} >= {
        ("country", "BF", True),
        ("partner", "UNICEF", False),
    }


def test_a_fact_is_matched_once() -> None:
    counts, _ = compare([gold(donors=["European Union", "European Union"])], {"a": {"donors": [{"value": "European Union"}]}})
    assert counts["en", "donor"] == Counts(1, 1, 2)


@pytest.mark.parametrize(
    ("written", "kind"),
    [("CDD", "fixed-term"), ("CDI à temps plein", "permanent"), ("contrat à durée indéterminée", "permanent"),
     ("contrat à durée déterminée", "fixed-term"), ("bénévolat", "volunteer"), ("Internship", "internship"),
     ("prestation", "consultancy")],
)  # fmt: skip
def test_contracts_are_one_word(written: str, kind: str) -> None:
    counts, _ = compare([gold("fr", contract=written)], {"a": {"contract": {"value": kind}}})
    assert counts["fr", "contract"].hits == 1


def test_a_posting_without_facts_counts_as_missed() -> None:
    counts, _ = compare([gold(title="Nurse")], {})
    assert (counts["en", "title"], counts["en", "title"].f1, counts["en", "title"].precision) == (Counts(0, 0, 1), 0.0, None)


def test_what_the_readers_say_scores_one_against_itself() -> None:
    seeds = load_gold(seeds_dir() / "facts")
    assert len(seeds) == 5
    counts, misses = compare(seeds, {one.id: one.facts for one in seeds})
    assert misses == []
    assert counts[ALL, ALL].f1 == 1.0


def test_gold_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no gold facts"):
        load_gold(tmp_path)
    file = tmp_path / "a.en.json"
    for content, said in (
        ("{", "no file of gold facts"),
        ("[]", "no file of gold facts"),
        ('{"gold": {}}', r"a\.en\.txt is not found"),
    ):
        file.write_text(content)
        with pytest.raises(UsageError, match=rf"a\.en\.json: .*{said}"):
            load_gold(tmp_path)
    (tmp_path / "a.en.txt").write_text("x")
    file.write_text(json.dumps({"gold": {"title": "Nurse"}}))
    assert load_gold(tmp_path)[0] == Gold("a.en", "en", tmp_path / "a.en.txt", {"title": "Nurse"})
