"""The network rules on real postings: a floor under every relation, and no line where readers found none."""

from __future__ import annotations

from pathlib import Path

import pytest
from network_samples import vocabulary

from organigram.evaluation import Counts, compare, load_gold
from organigram.extraction import extract
from organigram.model import Posting

#: Precision and recall that must not be lost on ``gold/dev``, both languages together.
FLOORS = {
    "reports-to": (0.97, 0.93),
    "supervises": (0.95, 0.85),
    "donor": (0.97, 0.97),
    "organization": (0.95, 0.90),
    "partner": (0.92, 0.78),
    "project": (0.92, 0.92),
    "project-donor": (0.90, 0.85),
}


@pytest.fixture(scope="module")
def counts(corpus_dir: Path) -> dict[str, Counts]:
    gold = load_gold(corpus_dir / "gold" / "dev")
    facts = {}
    for record in gold:
        posting = Posting(record.id, record.id, "fr" if record.language == "fr" else "en", record.text_file.read_bytes().decode())
        facts[record.id] = extract(posting, vocabulary()).to_json()
    found, _ = compare(gold, facts)
    return {relation: count for (language, relation), count in found.items() if language == "all"}


@pytest.mark.corpus
@pytest.mark.parametrize("relation", sorted(FLOORS))
def test_no_relation_falls_below_its_floor(counts: dict[str, Counts], relation: str) -> None:
    precision, recall = FLOORS[relation]
    found = counts[relation]
    assert found.precision is not None
    assert found.recall is not None
    assert found.precision >= precision
    assert found.recall >= recall
