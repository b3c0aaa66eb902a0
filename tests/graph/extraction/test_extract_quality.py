"""Quality on real postings: it does not fall, nothing is invented, and the readers' own script gives the same figures."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from organigram.evaluation import ALL, Counts, Miss, compare, load_gold
from organigram.extraction import extract
from organigram.linking import link
from organigram.model import Posting
from organigram.vocabulary import load_vocabulary

#: Micro-F1 that extraction does not fall below; floors rise with it.
FLOORS = {"seeds": {"en": 0.97, "fr": 0.97}, "dev": {"en": 0.95, "fr": 0.93}}

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module", params=sorted(FLOORS))
def measured(request: pytest.FixtureRequest, corpus_dir: Path) -> tuple[str, dict[str, dict[str, object]]]:
    """A part of the gold facts, and what was found in its postings, by id."""
    vocabulary = load_vocabulary()
    found = {}
    for gold in load_gold(corpus_dir / "gold" / request.param):
        text = gold.text_file.read_bytes().decode()
        posting = Posting(gold.id, gold.text_file.name, "fr" if gold.language == "fr" else "en", text)
        found[gold.id] = link(extract(posting, vocabulary), vocabulary).to_json()
    return request.param, found


def compared(
    corpus_dir: Path, part: str, found: dict[str, dict[str, object]]
) -> tuple[dict[tuple[str, str], Counts], list[Miss]]:
    return compare(load_gold(corpus_dir / "gold" / part), found)


def test_quality_does_not_fall(corpus_dir: Path, measured: tuple[str, dict[str, dict[str, object]]]) -> None:
    part, found = measured
    counts, misses = compared(corpus_dir, part, found)
    for language, floor in FLOORS[part].items():
        score = counts[language, ALL].f1
        assert score is not None
        assert score >= floor, [miss for miss in misses if miss.posting.endswith(language)]


def test_lines_of_the_five_are_all_found_and_none_is_invented(
    corpus_dir: Path, measured: tuple[str, dict[str, dict[str, object]]]
) -> None:
    part, found = measured
    misses = [miss for miss in compared(corpus_dir, part, found)[1] if miss.relation == "reports-to"]
    assert part != "seeds" or misses == []


def test_the_script_of_the_readers_gives_the_same_figures(
    corpus_dir: Path, measured: tuple[str, dict[str, dict[str, object]]], tmp_path: Path
) -> None:
    script = corpus_dir / "tools" / "score.py"
    if not script.is_file():
        pytest.skip("the corpus has no tools/score.py")
    part, found = measured
    predictions = tmp_path / "predictions.jsonl"
    predictions.write_text("".join(json.dumps(facts) + "\n" for facts in found.values()), encoding="utf-8")
    call = [sys.executable, str(script), str(corpus_dir / "gold" / part), str(predictions), "--json"]
    theirs = json.loads(subprocess.run(call, check=True, capture_output=True, text=True).stdout)["scores"]
    ours = compared(corpus_dir, part, found)[0]
    names = {ALL: "micro"}
    for (language, relation), count in ours.items():
        other = theirs.get(f"{language}/{names.get(relation, relation)}")
        if other is not None:
            assert (count.found, count.gold) == (other["found"], other["gold"]), (language, relation)
            assert count.hits == pytest.approx((other["precision"] or 0) * other["found"]), (language, relation)
