from __future__ import annotations

import dataclasses
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import organigram
from organigram import worklog
from organigram.errors import StoreError
from organigram.model import Evidence, Facts, Item, Posting, Stated
from organigram.worklog import KEPT_BUILDS, WorkLog, rules_digest

POSTING = Posting("a", "in/a.txt", "fr", "Nous cherchons une infirmière à Bamako.")
FACTS = Facts("a", "in/a.txt", "fr", title=Item("infirmière", evidence=(Evidence(19, 29, "infirmière"),), confidence=0.9))
LINES = ['<x:s> <x:p> "é \\n"@fr <x:g> .', "<x:s> <x:p> <x:o> <x:g> ."]


def filled(path: Path, count: int = 1) -> Path:
    with WorkLog(path, "rules") as log:
        for number in range(count):
            log.put(dataclasses.replace(POSTING, text=f"{POSTING.text} {number}" if number else POSTING.text), FACTS, LINES)
    return path


def test_what_was_put_is_got(tmp_path: Path) -> None:
    with WorkLog(filled(tmp_path / "work.sqlite"), "rules") as log:
        assert log.get(POSTING) == (FACTS, LINES)


def test_facts_are_those_of_the_file_at_hand(tmp_path: Path) -> None:
    with WorkLog(filled(tmp_path / "work.sqlite"), "rules") as log:
        kept = log.get(dataclasses.replace(POSTING, id="b", source="else/b.txt"))
    assert kept
    assert (kept.facts.id, kept.facts.source, kept.facts.title) == ("b", "else/b.txt", FACTS.title)


@pytest.mark.parametrize(
    "change", [{"text": "Autre."}, {"language": "en"}, {"stated": (Stated("url", "https://example.org/", "url", 0, 0),)}]
)
def test_other_content_is_other_work(tmp_path: Path, change: dict[str, Any]) -> None:
    with WorkLog(filled(tmp_path / "work.sqlite"), "rules") as log:
        assert log.get(dataclasses.replace(POSTING, **change)) is None


def test_other_rules_are_other_work(tmp_path: Path) -> None:
    with WorkLog(filled(tmp_path / "work.sqlite"), "other rules") as log:
        assert log.get(POSTING) is None
        log.put(POSTING, FACTS, LINES[:1])
    with WorkLog(tmp_path / "work.sqlite", "rules") as log:
        assert log.get(POSTING) == (FACTS, LINES)


def test_work_that_no_late_build_used_is_dropped(tmp_path: Path) -> None:
    path = filled(tmp_path / "work.sqlite", 2)
    for _ in range(KEPT_BUILDS):
        with WorkLog(path, "rules") as log:
            assert log.get(POSTING)
    with WorkLog(path, "rules") as log:
        assert len(log) == 1
        assert log.get(POSTING)


@pytest.mark.parametrize("place", [0.0, 0.01, 0.3, 0.5, 0.7, 0.9])
@pytest.mark.parametrize("kind", ["overwritten", "cut"])
def test_damage_never_gives_wrong_work(tmp_path: Path, place: float, kind: str) -> None:
    path = filled(tmp_path / "work.sqlite", 200)
    content = path.read_bytes()
    start = int(len(content) * place)
    path.write_bytes(content[:start] + (b"\xa5" * 3000 + content[start + 3000 :] if kind == "overwritten" else b""))
    for _ in range(2):
        with WorkLog(path, "rules") as log:
            for number in range(200):
                posting = dataclasses.replace(POSTING, text=f"{POSTING.text} {number}" if number else POSTING.text)
                assert log.get(posting) in (None, (FACTS, LINES))
                log.put(posting, FACTS, LINES)
    with WorkLog(path, "rules") as log:
        assert log.get(POSTING) == (FACTS, LINES)


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\0" + b"x" * 5000])
def test_foreign_file_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "work.sqlite"
    path.write_bytes(content)
    with WorkLog(filled(path), "rules") as log:
        assert log.get(POSTING)


def test_file_of_another_shape_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "work.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE work (something TEXT)")
    with WorkLog(filled(path), "rules") as log:
        assert log.get(POSTING)


def test_entry_that_was_changed_counts_as_absent(tmp_path: Path) -> None:
    path = filled(tmp_path / "work.sqlite")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE work SET content = zeroblob(10)")
        connection.commit()
    with WorkLog(path, "rules") as log:
        assert log.get(POSTING) is None


def test_log_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="kept work cannot be written"):
        WorkLog(tmp_path / "absent" / "work.sqlite", "rules")


def test_log_in_use_is_not_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worklog, "_WAIT_SECONDS", 0.1)
    path = filled(tmp_path / "work.sqlite")
    with WorkLog(path, "rules") as log:
        with pytest.raises(StoreError, match="locked"):
            WorkLog(path, "rules")
        assert log.get(POSTING)


def test_kill_loses_no_earlier_work(tmp_path: Path) -> None:
    path = filled(tmp_path / "work.sqlite", 20)
    program = (
        "import os, signal, sys; from pathlib import Path; sys.path.insert(0, sys.argv[2])\n"
        "from test_worklog import *\n"
        "log = WorkLog(Path(sys.argv[1]), 'rules')\n"
        "for n in range(700): log.put(dataclasses.replace(POSTING, text=str(n)), FACTS, LINES)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(path), str(Path(__file__).parent)], check=False)
    with WorkLog(path, "rules") as log:
        assert log.get(POSTING) == (FACTS, LINES)
        assert len(log) == 520, "all that was written before the last 500, and nothing half"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the package that its own digest is taken of."""
    copy = tmp_path / "organigram"
    shutil.copytree(Path(organigram.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(worklog, "__file__", str(copy / "worklog.py"))
    rules_digest.cache_clear()
    yield copy
    rules_digest.cache_clear()


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("folding.py", True),
        ("model.py", True),
        ("reading/__init__.py", True),
        ("extraction/__init__.py", True),
        ("store/writer.py", False),
        ("locale/fr/LC_MESSAGES/store.po", False),
        ("search.py", False),
    ],
)
def test_digest_changes_with_the_rules_and_only_with_them(package: Path, name: str, counts: bool) -> None:
    before = rules_digest()
    with (package / name).open("a") as file:
        file.write("\n# changed\n")
    rules_digest.cache_clear()
    assert (rules_digest() != before) is counts


def test_digest_changes_with_a_library(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rules_digest()
    monkeypatch.setattr(worklog, "version", lambda name: "99")
    rules_digest.cache_clear()
    assert rules_digest() != before
