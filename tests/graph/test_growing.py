"""A version made of the one before by what changes: the same, byte for byte, as one that is built of everything."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from organigram import pipeline
from organigram.assembly import BuildReport
from organigram.config import Settings
from organigram.namespaces import BASE, expand
from organigram.pipeline import add, build
from organigram.reasoning import Follower, infer, inferred
from organigram.resources import seeds_dir
from organigram.store import StoreVersion, open_store, read_current

OFFER = (
    "{title}\n\nOrganization: {employer}\nCountry: Niger\nReports to: {above}\nContract: 6 months\n"
    "Posted: {posted}\nDeadline: {deadline}\n\n{text}\n"
)
TEXT = (
    "The {title} runs the stock of the two clinics of the project in Zinder, trains the guards of the depot, counts the boxes "
    "each week and writes to the capital what is missing. A driver's licence and two years among nomads are of help."
)
ONE = {
    "title": "Logistician",
    "employer": "Puits Partagés Zinder",
    "above": "Field Coordinator",
    "posted": "2026-02-10",
    "deadline": "2026-03-10",
}
#: The same employer in another spelling, twice: the label that most write is another one then.
TWO = {**ONE, "title": "Midwife", "employer": "PUITS PARTAGÉS ZINDER", "above": "Medical Coordinator"}
THREE = {**TWO, "title": "Accountant", "above": "Finance Coordinator"}
#: The first one's vacancy once more, later; and earlier, so that the vacancy gets another name.
AGAIN = {**ONE, "posted": "2026-02-20"}
BEFORE = {**ONE, "posted": "2026-01-30"}


@pytest.fixture
def settings(seeds_store: Path) -> Settings:
    return Settings(workers=1, decisions=seeds_store.parent / "none.ttl", imports=seeds_store.parent / "none")


@pytest.fixture
def store(seeds_store: Path, tmp_path: Path) -> Path:
    shutil.copytree(seeds_store, tmp_path / "store")
    return tmp_path / "store"


def file(folder: Path, name: str, facts: dict[str, str], more: str = "") -> Path:
    path = folder / f"{name}.txt"
    path.write_text(OFFER.format(**facts, text=TEXT.format(**facts) + more), encoding="utf-8")
    return path


def assert_same(one: StoreVersion, two: StoreVersion) -> None:
    assert b"".join(one.nquads()).splitlines() == b"".join(two.nquads()).splitlines()
    assert one.manifest.digest == two.manifest.digest
    assert one.manifest.counts == two.manifest.counts
    assert one.manifest.extra["inferred"] == two.manifest.extra["inferred"]
    assert one.marks == two.marks
    assert union(one) == union(two)
    assert one.search_path.read_bytes() == two.search_path.read_bytes()
    assert one.listing_path.read_bytes() == two.listing_path.read_bytes()
    assert [stored.posting.text for stored in one.postings()] == [stored.posting.text for stored in two.postings()]


def union(version: StoreVersion) -> list[bytes]:
    return sorted((version.engine.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b"").splitlines())


def never(*_: object) -> None:
    raise AssertionError("everything was built again")


def test_postings_added_one_by_one_give_the_version_of_a_build(
    store: Path, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [file(tmp_path, "one", ONE), file(tmp_path, "two", TWO), file(tmp_path, "three", THREE)]
    files.append(file(tmp_path, "again", AGAIN, " Women are welcome."))
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "_build_upon", never)
        add(files[:1], store, settings=settings)
        first = read_current(store)
        add(files[1:], store, settings=settings)
    build([seeds_dir(), *files], tmp_path / "whole", settings=settings)
    with open_store(store, verify=True) as grown, open_store(tmp_path / "whole") as whole:
        assert_same(grown, whole)
        told = b"".join(whole.nquads())
        assert b"ofVacancy" in told, "no two of these are of one vacancy: the test tests less than it says"
        assert b'altLabel> "Puits Partag\xc3\xa9s Zinder"' in told, "no label was settled another way"
    open_store(store, first, verify=True).close()  # the files it shares with the new one are as they were


def test_where_something_follows_no_more_everything_is_built(store: Path, settings: Settings, tmp_path: Path) -> None:
    later, earlier = file(tmp_path, "again", AGAIN, " Women are welcome."), file(tmp_path, "before", BEFORE)
    middle = file(tmp_path, "one", ONE, " Apply soon.")
    add([later, middle], store, settings=settings)
    add([earlier], store, settings=settings)
    build([seeds_dir(), later, middle, earlier], tmp_path / "whole", settings=settings)
    with open_store(store) as grown, open_store(tmp_path / "whole") as whole:
        assert_same(grown, whole)


def test_without_kept_work_or_by_another_program_everything_is_built(
    store: Path, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = file(tmp_path, "one", ONE), file(tmp_path, "two", TWO)
    add([one], store, settings=settings)
    (store / "work.sqlite").unlink()
    called = []
    whole = pipeline._build_upon

    def noted(*given: Any) -> BuildReport:
        called.append(1)
        return whole(*given)

    monkeypatch.setattr(pipeline, "_build_upon", noted)
    add([two], store, settings=settings)
    assert called == [1]
    monkeypatch.setattr(pipeline, "program_digest", lambda: "another")
    report = add([file(tmp_path, "three", THREE)], store, settings=settings)
    assert (called, report.postings) == ([1, 1], 8)


def test_a_kill_while_it_grows_leaves_the_last_version(store: Path, tmp_path: Path) -> None:
    before, offer = read_current(store), file(tmp_path, "one", ONE)
    command = [
        sys.executable,
        "-m",
        "organigram",
        "add",
        str(offer),
        "--store",
        str(store),
        "--decisions",
        str(tmp_path / "none.ttl"),
    ]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while child.poll() is None and not list(store.glob("versions/.building-*-engine/*.sst")):
        time.sleep(0.01)
    child.kill()
    assert child.wait() == -9
    assert read_current(store) == before
    open_store(store, verify=True).close()
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not list(store.glob("versions/.building-*"))
    open_store(store, before, verify=True).close()
    open_store(store, verify=True).close()


def triple(subject: str, term: str, value: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(expand(term)), ox.NamedNode(value))


def test_what_follows_step_by_step_is_what_follows_at_once() -> None:
    told = [
        triple("ex:a", "ngo:supervises", "ex:b"),
        triple("ex:c", "ngo:reportsDirectlyTo", "ex:b"),
        triple("ex:a", "ngo:assignedTo", "ex:project"),
        triple("ex:organization", "ngo:implements", "ex:project"),
        triple("ex:project", "schema:funder", "ex:donor"),
        triple("ex:c", "ngo:reportsUpTo", "ex:a"),
    ]
    name = ox.NamedNode("ex:graph")
    at_once, stepwise = ox.Store(), ox.Store()
    at_once.extend(ox.Quad(t.subject, t.predicate, t.object, name) for t in told)
    infer(at_once)
    follower = Follower(lambda s, p, o: stepwise.quads_for_pattern(s, p, o))
    for one in told:
        stepwise.remove(ox.Quad(one.subject, one.predicate, one.object, inferred(BASE)))
        stepwise.add(ox.Quad(one.subject, one.predicate, one.object, name))
        waiting = [one]
        while waiting:
            for new in set(follower.consequences(waiting.pop())):
                if not list(stepwise.quads_for_pattern(new.subject, new.predicate, new.object)):
                    stepwise.add(ox.Quad(new.subject, new.predicate, new.object, inferred(BASE)))
                    waiting.append(new)
    assert set(stepwise) == set(at_once)
    up = triple("ex:b", "ngo:reportsUpTo", "ex:a")
    assert follower.reads(up)
    assert follower.writes(up)
    assert not follower.writes(triple("ex:a", "ngo:reportsUpTo", "ex:b"))
