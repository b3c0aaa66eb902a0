"""Adding postings to what a store holds: the same graph as a build of all, kept for later builds; nothing where it fails."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from organigram import pipeline
from organigram.config import Settings
from organigram.errors import ReadingError, StoreError
from organigram.inbox import inbox_files
from organigram.pipeline import add, build
from organigram.resources import seeds_dir
from organigram.store import open_store, read_current
from organigram.store.layout import BuildLock

OFFER = (
    "Nurse Supervisor, Gao\n\nALIMA seeks a Nurse Supervisor for Gao, Mali. The Nurse Supervisor reports to the Medical "
    "Coordinator.\nContract: 6 months. Apply before 30 March 2026.\n"
)


@pytest.fixture
def store(seeds_store: Path, tmp_path: Path) -> Path:
    shutil.copytree(seeds_store, tmp_path / "store")
    return tmp_path / "store"


@pytest.fixture
def settings(seeds_store: Path) -> Settings:
    return Settings(workers=1, decisions=seeds_store.parent / "none.ttl", imports=seeds_store.parent / "none")


@pytest.fixture
def offer(tmp_path: Path) -> Path:
    file = tmp_path / "offer.txt"
    file.write_text(OFFER, encoding="utf-8")
    return file


def test_what_is_added_gives_the_graph_of_a_build_and_outlives_the_next_one(
    store: Path, settings: Settings, offer: Path, tmp_path: Path
) -> None:
    added = add([offer], store, settings=settings)
    whole = build([seeds_dir(), offer], tmp_path / "whole", settings=settings)
    assert added.version.partition("-")[2] == whole.version.partition("-")[2]
    assert added.reused == whole.postings - 1
    assert [file.read_text("utf-8") for file in inbox_files(store)] == [OFFER]
    offer.unlink()
    again = build([seeds_dir()], store, settings=settings)
    assert again.version.partition("-")[2] == whole.version.partition("-")[2]


def test_what_holds_nothing_new_changes_nothing(store: Path, settings: Settings, tmp_path: Path) -> None:
    before = read_current(store)
    (tmp_path / "hello.txt").write_text("Hello, how are you? This is a letter to a friend and no posting at all.")
    known = next(seeds_dir().glob("*.en.txt"))
    report = add([tmp_path / "hello.txt", known], store, settings=settings)
    assert (report.version, len(report.set_aside), len(report.same)) == ("", 1, 1)
    assert read_current(store) == before
    assert not inbox_files(store)


def test_a_build_that_fails_leaves_the_last_version(
    store: Path, settings: Settings, offer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> int:
        raise StoreError("The disk is full.")

    before = read_current(store)
    monkeypatch.setattr(pipeline, "statistics_lines", full)
    with pytest.raises(StoreError):
        add([offer], store, settings=settings)
    assert read_current(store) == before
    assert not inbox_files(store)
    open_store(store, verify=True).close()


def test_another_build_is_waited_for_by_nobody(store: Path, settings: Settings, offer: Path) -> None:
    lock = BuildLock(store)
    try:
        with pytest.raises(StoreError, match="changing this store"):
            add([offer], store, settings=settings)
    finally:
        lock.release()
    assert not inbox_files(store)


def test_there_must_be_a_version_and_a_file(store: Path, settings: Settings, offer: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store"):
        add([offer], tmp_path / "nothing", settings=settings)
    assert not (tmp_path / "nothing").exists()
    with pytest.raises(ReadingError):
        add([tmp_path / "absent.txt"], store, settings=settings)
