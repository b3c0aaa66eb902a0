"""Quality on real postings: it does not fall, nothing is invented, and the readers' own script gives the same figures."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from organigram.evaluation import ALL, BANDS, Counts, Miss, by_confidence, compare, load_gold
from organigram.extraction import extract
from organigram.floors import below, load_floors
from organigram.linking import link
from organigram.model import Posting
from organigram.vocabulary import load_vocabulary

ROOT = Path(__file__).resolve().parents[3]
FLOORS = ROOT / "tests" / "data" / "floors"

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module", params=["dev", "seeds"])
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
    assert below(counts, load_floors(FLOORS / f"{part}.toml")) == [], misses


def test_the_two_languages_are_read_equally_well(corpus_dir: Path, measured: tuple[str, dict[str, dict[str, object]]]) -> None:
    part, found = measured
    counts, _ = compared(corpus_dir, part, found)
    assert abs((counts["en", ALL].f1 or 0) - (counts["fr", ALL].f1 or 0)) <= 0.03


def test_what_is_given_as_sure_is_right_nine_times_in_ten(
    corpus_dir: Path, measured: tuple[str, dict[str, dict[str, object]]]
) -> None:
    part, found = measured
    sure = by_confidence(load_gold(corpus_dir / "gold" / part), found)[BANDS[0]]
    assert sure.found > 30
    assert sure.hits / sure.found >= 0.9


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
