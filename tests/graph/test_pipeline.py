"""The whole way: files in, a version out; the same bytes again; bad files named and the rest built."""

from __future__ import annotations

import dataclasses
import json
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from organigram.config import Settings, load_settings
from organigram.errors import ReadingError
from organigram.extraction import extract_in_steps
from organigram.intake import extract_all
from organigram.model import Facts, Posting
from organigram.pipeline import BuildReport, build
from organigram.resources import seeds_dir
from organigram.search import search
from organigram.store import open_store
from organigram.together import Steps
from organigram.vocabulary import Vocabulary

SPANISH = (
    "Oferta de empleo: coordinador de proyecto en Bogotá. La organización busca a una persona con experiencia en gestión de "
    "equipos. Los candidatos deben enviar su hoja de vida antes del 30 de junio. El contrato es de un año."
)
ARABIC = (
    "إعلان وظيفة: منسق مشروع في بغداد. تبحث المنظمة عن شخص ذي خبرة في إدارة الفرق. يرجى إرسال السيرة الذاتية قبل نهاية الشهر."
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return dataclasses.replace(load_settings({}, folder=tmp_path), decisions=tmp_path / "decisions.ttl", workers=1)


@pytest.fixture
def make(tmp_path: Path, settings: Settings) -> Callable[..., BuildReport]:
    return lambda *paths, store="store", **changes: build(
        paths, tmp_path / store, settings=dataclasses.replace(settings, **changes)
    )


def whole_text(store: Path) -> str:
    with open_store(store) as version:
        return "".join(stored.posting.text for stored in version.postings())


def nquads(store: Path) -> bytes:
    with open_store(store) as version:
        return b"".join(version.nquads())


def test_same_input_same_bytes(tmp_path: Path, seeds_store: Path, make: Callable[..., BuildReport]) -> None:
    """In another order, on other paths, under other names, by several processes."""
    moved = tmp_path / "elsewhere" / "deep"
    moved.mkdir(parents=True)
    for number, file in enumerate(sorted(seeds_dir().glob("*.txt"), reverse=True)):
        shutil.copy(file, moved / f"{number}.txt")
    make(*sorted(moved.iterdir()), store="other")
    assert nquads(seeds_store) == nquads(tmp_path / "other")


def test_kept_work_gives_the_same_graph(tmp_path: Path, seeds_store: Path, make: Callable[..., BuildReport]) -> None:
    shutil.copytree(seeds_store, tmp_path / "store")
    assert make(seeds_dir()).reused == 5
    assert nquads(tmp_path / "store") == nquads(seeds_store)


def test_several_processes_give_the_same_graph(
    tmp_path: Path, make: Callable[..., BuildReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same work by one process and by two, with more postings than one of them takes at once."""
    monkeypatch.setattr("organigram.workshop.WORTH_A_POOL", 10)
    folder = tmp_path / "many"
    folder.mkdir()
    texts = [file.read_text(encoding="utf-8") for file in sorted(seeds_dir().glob("*.txt"))]
    for number in range(20):
        (folder / f"{number}.txt").write_text(f"{texts[number % 5]}\n\nRef. {number}\n", encoding="utf-8")
    one, two = make(folder), make(folder, store="two", workers=2)
    assert one.postings == two.postings == 20
    assert nquads(tmp_path / "store") == nquads(tmp_path / "two")


def test_another_base(tmp_path: Path, seeds_store: Path, make: Callable[..., BuildReport]) -> None:
    """Every instance moves to the user's base; the ontology's terms stay; as much follows as before."""
    with open_store(seeds_store) as version:
        usual = version.manifest
    moved = make(seeds_dir(), store="moved", base="https://example.org/kg/")
    text = nquads(tmp_path / "moved")
    assert b"<https://example.org/kg/post/alima/ML/head-of-mission>" in text
    assert b"<https://w3id.org/organigram/post" not in text
    assert b"<https://w3id.org/organigram/graph" not in text
    assert moved.inferred == usual.extra["inferred"] > 0
    assert moved.quads == usual.counts.quads


def test_bad_files_are_named_and_the_rest_is_built(tmp_path: Path, make: Callable[..., BuildReport]) -> None:
    folder = tmp_path / "in"
    shutil.copytree(seeds_dir(), folder)
    bad = {
        "empty.txt": b"",
        "blank.txt": b" \n\t\n",
        "binary.txt": bytes(range(256)) * 40,
        "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(400),
        "spanish.txt": SPANISH.encode(),
        "arabic.txt": ARABIC.encode(),
        "recipe.txt": b"Chop the onions, fry them in butter until golden, add the flour and stir. Serve hot with bread.",
        "huge.txt": b"vacancy " * 700_000,
    }
    for name, content in bad.items():
        (folder / name).write_bytes(content)
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    shutil.copy(next(seeds_dir().glob("*goundam*.txt")), folder / "again.txt")
    report = make(folder)
    assert (report.postings, report.reused) == (5, 0)
    assert {Path(str(error.file)).name for error in report.set_aside} == {*bad, "gone.txt"}
    assert all(isinstance(error, ReadingError) and error.remedy for error in report.set_aside)
    assert [{Path(name).name for name in pair} for pair in report.same] == [
        {"again.txt", "alima-goundam-project-coordinator.en.txt"}
    ]
    for error in report.set_aside:
        assert error.message("fr") != error.message("en")


def test_a_file_of_many_postings_gives_the_graph_of_its_texts(tmp_path: Path, make: Callable[..., BuildReport]) -> None:
    texts = {path.stem: path.read_text("utf-8") for path in sorted(seeds_dir().glob("*.txt"))[:2]}
    records = [*({"id": name, "body": text} for name, text in texts.items()), {"id": "es", "body": SPANISH}]
    again = {"id": "again", "body": records[0]["body"]}
    file = tmp_path / "offers.jsonl"
    file.write_text("".join(json.dumps(record) + "\n" for record in [*records, again]), "utf-8")
    report = make(file)
    assert report.postings == 2
    assert [(error.file, error.place) for error in report.set_aside] == [(str(file), {"en": "line 3", "fr": "ligne 3"})]
    assert report.same == [(f"{file}#again", f"{file}#{next(iter(texts))}")]
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    make(*(tmp_path / f"{name}.txt" for name in texts), store="apart")
    apart = [line for line in nquads(tmp_path / "apart").splitlines() if b"/graph/posting/" in line]
    assert [line for line in nquads(tmp_path / "store").splitlines() if b"/graph/posting/" in line] == apart


def test_nothing_to_build_leaves_the_store_as_it_is(tmp_path: Path, seeds_store: Path, make: Callable[..., BuildReport]) -> None:
    shutil.copytree(seeds_store, tmp_path / "store")
    empty = tmp_path / "empty.txt"
    empty.touch()
    report = make(empty)
    assert (report.version, report.postings, len(report.set_aside)) == ("", 0, 1)
    assert nquads(tmp_path / "store") == nquads(seeds_store)


def test_a_posting_that_violates_a_shape_is_set_aside_whole(tmp_path: Path, make: Callable[..., BuildReport]) -> None:
    """A contract that ends before it starts: told in both languages, nothing of it in the graph, the rest built."""
    folder = tmp_path / "in"
    shutil.copytree(seeds_dir(), folder)
    (folder / "backwards.txt").write_text(
        "Logistics Manager, Zanzibar Aid Trust\n\nWe are recruiting a Logistics Manager.\nReports to: Head of Mission\n"
        "Start date: 1 June 2025\nContract: fixed-term until 1 March 2024\nTo apply, send your CV.\n",
        encoding="utf-8",
    )
    report = make(folder)
    assert report.postings == 5
    (error,) = report.set_aside
    assert Path(str(error.file)).name == "backwards.txt"
    assert error.message("en") != error.message("fr")
    kept = [line for line in nquads(tmp_path / "store").splitlines() if not line.endswith(b"graph/validation> .")]
    assert not any(b"zanzibar-aid-trust" in line for line in kept)


def test_a_rule_that_fails_costs_one_posting(make: Callable[..., BuildReport], monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake of ours: told with the file, and the other postings are built."""

    def fail_on_english(posting: Posting, vocabulary: Vocabulary) -> Steps[Facts]:
        yield
        facts = yield from extract_in_steps(posting, vocabulary)
        return facts if posting.language == "fr" else Facts(posting.text[10**9], "", "en")

    monkeypatch.setattr("organigram.workshop.extract_in_steps", fail_on_english)
    report = make(seeds_dir())
    assert (report.postings, len(report.set_aside)) == (3, 2)
    assert "IndexError" in report.set_aside[0].message()
    assert str(report.set_aside[0].file).endswith(".en.txt")


def test_contact_data_stays_out_of_the_graph(tmp_path: Path, make: Callable[..., BuildReport]) -> None:
    """Wherever a posting puts it: in the title, beside the employer, in a line."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "contact.txt").write_text(
        "Logistics Manager, call 555-123-4567\n\nOrganisation: Example Relief Trust (zelda.roe@example.org)\n"
        "Reports to: Head of Mission, zelda.roe@example.org, +33 1 23 45 67 89\nLocation: Bamako, Mali\n"
        "Contract: fixed-term, 6 months. To apply, send your CV to jobs(at)example(dot)org.\n",
        encoding="utf-8",
    )
    assert make(folder).postings == 1
    text = nquads(tmp_path / "store").decode()
    for contact in ("555-123", "5551234567", "zelda.roe", "example.org", "23 45 67", "jobs(at)"):
        assert contact not in text
    with open_store(tmp_path / "store") as version:
        assert not search(version.search_path, "555", "en")
        assert not search(version.search_path, "zelda", "en")


def test_extract_all_gives_facts_and_problems(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "empty.txt").touch()
    found = list(extract_all([seeds_dir(), tmp_path / "empty.txt"], settings))
    facts = [one for one in found if isinstance(one, Facts)]
    assert [one.id for one in facts] == [file.stem for file in sorted(seeds_dir().glob("*.txt"))]
    assert len(found) == 6


@pytest.mark.slow
def test_a_build_killed_at_random_moments(tmp_path: Path, seeds_store: Path, make: Callable[..., BuildReport]) -> None:
    """The command itself, killed with SIGKILL at moments of all its parts: the last good graph stays open and complete, and the
    next build works.
    """
    folder, store, times = tmp_path / "in", tmp_path / "store", 8
    shutil.copytree(seeds_store, store)
    shutil.copytree(seeds_dir(), folder)
    command = [sys.executable, "-m", "organigram", "build", str(folder), "--store", str(store)]
    changing = folder / "alima-mali-medical-coordinator.fr.txt"
    text = changing.read_text(encoding="utf-8")
    started = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    whole = time.monotonic() - started
    good, caught = nquads(store), 0
    for number in range(times):
        changing.write_text(f"{text}\nRef. {number}\n", encoding="utf-8")
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with suppress(subprocess.TimeoutExpired):
            process.wait(whole * (number + random.random()) / times)
        process.kill()
        if process.wait() == 0:
            good = nquads(store)
        else:
            caught += 1
            with open_store(store, verify=True) as version:
                left = b"".join(version.nquads())
            assert left == good or f"Ref. {number}" in whole_text(store), "neither the last good graph nor the new one"
            good = left
    assert caught >= times / 2, "most kills have to hit a build that is not done"
    assert make(folder).postings == 5
