"""Floors under the quality of extraction: held on the retold seeds in every clone, and only ever raised."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path

import pytest

from organigram.config import Settings
from organigram.errors import UsageError
from organigram.evaluation import compare, load_gold
from organigram.floors import below, load_floors
from organigram.intake import extract_all
from organigram.model import Facts
from organigram.resources import seeds_dir

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "tests" / "data" / "floors").glob("*.toml"))


def flat(text: str) -> dict[tuple[str, str], float]:
    return {(lang, relation): floor for lang, table in tomllib.loads(text).items() for relation, floor in table.items()}


def earlier(path: Path) -> list[dict[tuple[str, str], float]]:
    """Every version of a file that the checkout's history knows; none where it has no history."""
    name = path.relative_to(ROOT).as_posix()
    log = subprocess.run(["git", "log", "--format=%H", "--", name], cwd=ROOT, capture_output=True, text=True)
    versions = [
        subprocess.run(["git", "show", f"{commit}:{name}"], cwd=ROOT, capture_output=True, text=True)
        for commit in log.stdout.split()
    ]
    return [flat(version.stdout) for version in versions if version.returncode == 0]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_floor_is_only_ever_raised(path: Path) -> None:
    now = load_floors(path)
    assert now
    for before in earlier(path):
        assert [key for key, floor in before.items() if now.get(key, 0.0) < floor] == []


def test_the_retold_seeds_stay_above_their_floors() -> None:
    gold = load_gold(seeds_dir() / "facts")
    found = extract_all([posting.text_file for posting in gold], Settings())
    facts = {one.id: one.to_json() for one in found if isinstance(one, Facts)}
    counts, misses = compare(gold, facts)
    assert below(counts, load_floors(ROOT / "tests" / "data" / "floors" / "retold.toml")) == [], misses


@pytest.mark.parametrize(
    "text", ["[en", "[de]\nall = 0.9", "[en]\ntitel = 0.9", "[en]\nall = 90", "all = 0.9", "[en]\nall = 'x'"]
)
def test_what_is_no_floor_is_told(text: str, tmp_path: Path) -> None:
    (tmp_path / "floors.toml").write_text(text)
    with pytest.raises(UsageError) as caught:
        load_floors(tmp_path / "floors.toml")
    assert caught.value.file == str(tmp_path / "floors.toml")
