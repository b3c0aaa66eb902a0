from __future__ import annotations

import contextlib
import fcntl
import json
import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pyoxigraph
import pytest
import store_script
from store_script import TRIPLES_A_POSTING, postings

from organigram.errors import StoreError, UsageError
from organigram.model import Facts, Posting
from organigram.store import StoreVersion, StoreWriter, open_store, read_current, use_version, versions
from organigram.store.layout import FORMAT_FILE, LOCK_FILE, MANIFEST_FILE

SCRIPT = Path(store_script.__file__)
LINE = '<https://example.org/s> <https://example.org/p> "{}" <https://example.org/g{}> .'


def build(path: Path, *lines: str, keep: int = 5, count: int = 2) -> StoreVersion:
    with StoreWriter.begin(path, keep=keep) as writer:
        for posting in postings(count):
            writer.add_posting(*posting)
        writer.add_graph(lines)
        return writer.publish({"note": "test"})


def build_script(path: Path, count: int, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, str(SCRIPT), str(path), str(count), *more], stdout=subprocess.PIPE, text=True)


def stop(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def files(path: Path) -> dict[str, bytes]:
    return {p.relative_to(path).as_posix(): p.read_bytes() for p in sorted(path.rglob("*")) if p.is_file()}


# --- writing and reading ------------------------------------------------------------------------------------------------


def test_version_holds_what_was_written(tmp_path: Path) -> None:
    posting, facts, lines = next(postings(1))
    with build(tmp_path / "store", LINE.format("x", 1)) as version:
        counts = version.manifest.counts
        assert (counts.postings, counts.graphs, counts.quads) == (2, 3, 2 * TRIPLES_A_POSTING + 1)
        assert counts.triples == counts.quads - 1, "a triple of two graphs is one triple"
        assert version.manifest.extra == {"note": "test"}
        stored = version.posting(posting.key)
        assert stored is not None
        assert (stored.posting, stored.facts) == (posting, facts)
        assert [s.posting.key for s in version.postings()] == sorted(p.key for p, _, _ in postings(2))
        assert version.posting("0" * 16) is None
        assert sorted(lines) == b"".join(version.nquads([lines[0].split("<")[-1][:-3]])).decode().splitlines()
        version.verify()


def test_default_graph_is_the_union_with_every_triple_once(tmp_path: Path) -> None:
    with build(tmp_path, LINE.format("x", 1), LINE.format("x", 2), LINE.format("y", 2)) as version:
        found = version.engine.query("SELECT ?o { <https://example.org/s> ?p ?o } ORDER BY ?o")
        assert isinstance(found, pyoxigraph.QuerySolutions)
        assert [str(row["o"]) for row in found] == ['"x"', '"y"']


def test_what_others_write_into_the_engine_is_in_the_version(tmp_path: Path) -> None:
    quad = pyoxigraph.Quad(
        pyoxigraph.NamedNode("x:s"), pyoxigraph.NamedNode("x:p"), pyoxigraph.Literal("o"), pyoxigraph.NamedNode("x:inferred")
    )
    with StoreWriter.begin(tmp_path) as writer:
        writer.add_graph([LINE.format("x", 1)])
        engine = writer.engine
        assert len(engine) == 1
        engine.extend([quad])
        version = writer.publish()
    with version:
        assert version.manifest.counts.quads == 2
        assert bool(version.engine.query("ASK { <x:s> <x:p> 'o' }"))
    assert len(engine) == 4, "whoever still holds the engine does not disturb the version, nor is disturbed"


def test_same_posting_twice_is_one_with_both_sources(tmp_path: Path) -> None:
    first = Posting("a", "in/a.txt", "fr", "Nous cherchons une infirmière. \ud800")
    second = Posting("b", "in/b.txt", "fr", first.text)
    with StoreWriter.begin(tmp_path) as writer:
        assert writer.add_posting(first, Facts("a", "in/a.txt", "fr"), [LINE.format("x", 1)])
        assert not writer.add_posting(second, Facts("b", "in/b.txt", "fr"), [LINE.format("never", 1)])
        version = writer.publish()
    with version:
        stored = version.posting(first.key)
        assert stored is not None
        assert stored.posting.text == first.text
        assert [source.path for source in stored.sources] == ["in/a.txt", "in/b.txt"]
        assert (version.manifest.counts.postings, version.manifest.counts.quads) == (1, 1)


def test_same_content_in_any_order_gives_the_same_bytes_and_digest(tmp_path: Path) -> None:
    content = list(postings(30))
    dumps, digests = set(), set()
    for number in range(3):
        random.Random(number).shuffle(content)
        with StoreWriter.begin(tmp_path / str(number)) as writer:
            for posting, facts, lines in content:
                random.Random(number).shuffle(lines)
                writer.add_posting(posting, facts, lines)
            version = writer.publish()
        with version:
            dumps.add(b"".join(version.nquads()))
            digests.add(version.manifest.digest)
    assert len(dumps) == 1
    assert len(digests) == 1


def test_nquads_read_back_as_the_same_quads(tmp_path: Path) -> None:
    nasty = '<x:s> <x:p> "a \\"quote\\", a line\\nend, \\u007F, _: <x:not-a-graph> ."@fr <x:g> .'
    with build(tmp_path, nasty, count=0) as version:
        assert set(pyoxigraph.parse(b"".join(version.nquads()), pyoxigraph.RdfFormat.N_QUADS)) == set(
            pyoxigraph.parse(nasty.encode(), pyoxigraph.RdfFormat.N_QUADS)
        )


@pytest.mark.parametrize("line", ["_:b <x:p> <x:o> <x:g> .", "<x:s> <x:p> _:b <x:g> ."])
def test_blank_nodes_are_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(StoreError, match="x:g: The graph holds a blank node"):
        build(tmp_path, line)
    assert read_current(tmp_path) is None


def test_wrong_line_is_told_with_its_source(tmp_path: Path) -> None:
    posting, facts, lines = next(postings(1))
    with StoreWriter.begin(tmp_path) as writer:
        writer.add_graph([LINE.format("x", 1)])
        writer.add_posting(posting, facts, [lines[0], "<x:s> no triple ."])
        with pytest.raises(StoreError, match=r"in/p0.txt: 2: A line of the graph is no N-Quads.*nothing was published"):
            writer.publish()
    assert read_current(tmp_path) is None


def test_published_writer_takes_nothing_more(tmp_path: Path) -> None:
    with StoreWriter.begin(tmp_path) as writer:
        writer.publish().close()
        with pytest.raises(UsageError, match="published already"):
            _ = writer.engine


# --- what a writer leaves when it fails -----------------------------------------------------------------------------------


def test_failed_build_leaves_the_last_version(tmp_path: Path) -> None:
    build(tmp_path, LINE.format("good", 1)).close()
    before = files(tmp_path / "versions")
    with contextlib.suppress(ZeroDivisionError), StoreWriter.begin(tmp_path) as writer:
        writer.add_graph([LINE.format("bad", 1)])
        _ = 1 / 0
    assert files(tmp_path / "versions") == before
    with open_store(tmp_path, verify=True) as version:
        assert version.name.startswith("1-")


def test_store_in_use_by_another_build_names_its_holder(tmp_path: Path) -> None:
    process = build_script(tmp_path, 1, "hold")
    try:
        assert process.stdout
        assert process.stdout.readline() == "begun\n"
        with pytest.raises(StoreError, match=f"pid {process.pid}"):
            StoreWriter.begin(tmp_path)
        with pytest.raises(StoreError, match=f"pid {process.pid}"):
            use_version(tmp_path, "1-000000000000")
    finally:
        stop(process)
    assert (tmp_path / LOCK_FILE).read_text().startswith(f"pid {process.pid}")
    build(tmp_path).close()  # a dead holder holds nothing, and what it left is gone
    assert not list((tmp_path / "versions").glob(".building-*"))


def test_second_build_in_the_same_process_is_refused(tmp_path: Path) -> None:
    with StoreWriter.begin(tmp_path):
        with pytest.raises(StoreError, match=f"pid {os.getpid()}"):
            StoreWriter.begin(tmp_path)
        process = build_script(tmp_path, 1)
        assert process.communicate(timeout=60)[0] == "", "the refused attempt must not have opened the lock for others"
        assert process.returncode == 1
    build(tmp_path).close()


def test_builds_at_once_from_threads_do_not_meet(tmp_path: Path) -> None:
    outcomes: list[object] = []
    gate = threading.Barrier(8)

    def attempt(number: int) -> None:
        gate.wait()
        try:
            with StoreWriter.begin(tmp_path) as writer:
                gate.wait(60)
                writer.add_graph([LINE.format(number, number)])
                with writer.publish() as version:
                    outcomes.append(version.name)
        except StoreError as error:
            outcomes.append(error)
            gate.wait(60)

    threads = [threading.Thread(target=attempt, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(isinstance(outcome, str) for outcome in outcomes) == [False] * 7 + [True]


@pytest.mark.parametrize("limit", [100, 2_000, 30_000, 150_000, 400_000])
def test_full_disk_is_told_and_leaves_the_last_version(tmp_path: Path, limit: int) -> None:
    build(tmp_path, LINE.format("good", 1)).close()
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(tmp_path), "500"],
        env={**os.environ, "FILE_LIMIT": str(limit)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "organigram.errors.StoreError" in done.stderr.splitlines()[-1]
    assert "cannot be written" in done.stderr.splitlines()[-1]
    with open_store(tmp_path, verify=True) as version:
        assert version.name.startswith("1-")
    assert not list((tmp_path / "versions").glob(".building-*"))


# --- folders that are no store, or no sound one -----------------------------------------------------------------------------


def test_folder_with_other_files_is_never_written(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    for act in (lambda: StoreWriter.begin(tmp_path), lambda: open_store(tmp_path)):
        with pytest.raises(StoreError, match="is no store"):
            act()
    assert files(tmp_path) == {"thesis.txt": b"years of work"}


def test_absent_and_empty_stores_are_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent"):
        with pytest.raises(StoreError, match="There is no store here"):
            open_store(path)
    StoreWriter.begin(tmp_path).close()
    with pytest.raises(StoreError, match="no finished version yet"):
        open_store(tmp_path)


def test_file_in_place_of_a_folder_is_told(tmp_path: Path) -> None:
    file = tmp_path / "store"
    file.write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        StoreWriter.begin(file)
    with pytest.raises(StoreError, match="no store here"):
        open_store(file)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"format": "organigram-store", "number": 0}', "older format 0"),
        ('{"format": "organigram-store", "number": 99}', "newer format 99"),
        ('{"format": "something else", "number": 1}', "format cannot be read"),
        ('{"format": "organi', "format cannot be read"),
        ("[]", "format cannot be read"),
    ],
)
def test_other_format_is_told_and_not_touched(tmp_path: Path, content: str, message: str) -> None:
    build(tmp_path).close()
    (tmp_path / FORMAT_FILE).write_text(content)
    before = files(tmp_path)
    for act in (lambda: StoreWriter.begin(tmp_path), lambda: open_store(tmp_path), lambda: versions(tmp_path)):
        with pytest.raises(StoreError, match=message):
            act()
    assert files(tmp_path) == before


def damaged_file(version: Path, kind: str) -> Path:
    return next(path for path in sorted(version.rglob("*")) if path.match(kind))


@pytest.mark.parametrize("kind", ["*.sst", "MANIFEST-*", "texts.sqlite", "search.sqlite"])
def test_changed_byte_is_found_by_verify(tmp_path: Path, kind: str) -> None:
    with build(tmp_path, count=20) as version:
        file = damaged_file(version.path, kind)
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 0xFF
        file.write_bytes(content)
        with pytest.raises(StoreError, match="differs from its checksum") as caught:
            version.verify()
    assert caught.value.file == str(file)


@pytest.mark.parametrize("kind", ["*.sst", "CURRENT", "texts.sqlite", "search.sqlite", MANIFEST_FILE])
@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_missing_and_cut_files_are_found_on_opening(tmp_path: Path, kind: str, damage: str) -> None:
    with build(tmp_path) as version:
        file = damaged_file(version.path, kind)
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:-3])
    before = files(tmp_path)
    with pytest.raises(StoreError) as caught:
        open_store(tmp_path)
    assert caught.value.file == str(file)
    assert "nothing was changed" in str(caught.value)
    assert files(tmp_path) == before
    (info,) = versions(tmp_path)
    assert (info.current, info.manifest) == (True, None)
    assert info.problem


def test_edited_manifest_is_found(tmp_path: Path) -> None:
    with build(tmp_path) as version:
        file = version.path / MANIFEST_FILE
    content = json.loads(file.read_text())
    content["counts"]["quads"] += 1
    file.write_text(json.dumps(content))
    with pytest.raises(StoreError, match="changed after it was written"):
        open_store(tmp_path)


@pytest.mark.parametrize("content", ["", "nonsense", "../../etc", "7-000000000000", "\udcff"])
def test_wrong_pointer_is_told_and_a_good_version_can_be_chosen(tmp_path: Path, content: str) -> None:
    build(tmp_path).close()
    name = versions(tmp_path)[0].name
    (tmp_path / "CURRENT").write_text(content, errors="surrogateescape")
    with pytest.raises(StoreError, match="current version"):
        open_store(tmp_path)
    if content == "7-000000000000":
        with pytest.raises(StoreError, match=f"there are: {name}"):
            open_store(tmp_path)
    use_version(tmp_path, name)
    open_store(tmp_path).close()


def test_versions_are_listed_where_the_pointer_to_the_current_one_is_damaged(tmp_path: Path) -> None:
    build(tmp_path).close()
    (tmp_path / "CURRENT").write_text("nonsense")
    assert [(info.current, info.problem) for info in versions(tmp_path)] == [(False, None)]


@pytest.mark.parametrize("name", ["CURRENT", MANIFEST_FILE])
def test_what_the_system_refuses_to_read_is_told(tmp_path: Path, name: str) -> None:
    """A link to itself is refused to root as well, which rights are not."""
    version = build(tmp_path)
    version.close()
    file = tmp_path / name if name == "CURRENT" else version.path / name
    file.unlink()
    file.symlink_to(file)
    with pytest.raises(StoreError, match="cannot be read \\(") as caught:
        open_store(tmp_path)
    assert caught.value.file == str(file)


def test_lock_that_the_system_refuses_is_told(tmp_path: Path) -> None:
    build(tmp_path).close()
    (tmp_path / "build.lock").unlink()
    (tmp_path / "build.lock").mkdir()
    with pytest.raises(StoreError, match="cannot be written"):
        build(tmp_path)
    with pytest.raises(StoreError, match="cannot be written"):
        use_version(tmp_path, versions(tmp_path)[0].name)


# --- versions -----------------------------------------------------------------------------------------------------------


def test_newest_versions_are_kept_and_rolled_back_to(tmp_path: Path) -> None:
    for number in range(5):
        build(tmp_path, LINE.format(number, 1), keep=3).close()
    found = versions(tmp_path)
    assert [info.name.partition("-")[0] for info in found] == ["3", "4", "5"]
    assert [info.current for info in found] == [False, False, True]
    use_version(tmp_path, found[0].name)
    with open_store(tmp_path) as version:
        assert version.name == found[0].name
    with open_store(tmp_path, found[2].name) as version:
        assert version.name == found[2].name
    build(tmp_path, LINE.format("next", 1), keep=1).close()
    assert [info.name.partition("-")[0] for info in versions(tmp_path)] == ["6"], "numbers never come twice"


def test_unknown_and_damaged_versions_cannot_become_current(tmp_path: Path) -> None:
    build(tmp_path, LINE.format(1, 1)).close()
    current = read_current(tmp_path)
    with build(tmp_path, LINE.format(2, 1)) as version:
        second = version.name
        damaged_file(version.path, "*.sst").write_bytes(b"x")
    assert current
    use_version(tmp_path, current)
    for name in (second, "9-000000000000", "../versions", ""):
        with pytest.raises(StoreError):
            use_version(tmp_path, name)
    assert read_current(tmp_path) == current


def test_version_in_use_is_not_removed(tmp_path: Path) -> None:
    reader = build(tmp_path, LINE.format("old", 1), keep=1)
    for number in range(2):
        build(tmp_path, LINE.format(number, 1), keep=1).close()
    assert [info.name.partition("-")[0] for info in versions(tmp_path)] == ["1", "3"]
    assert bool(reader.engine.query("ASK { ?s ?p 'old' }"))
    assert len(list(reader.postings())) == 2
    reader.close()
    build(tmp_path, LINE.format("new", 1), keep=1).close()
    assert [info.name.partition("-")[0] for info in versions(tmp_path)] == ["4"]


def test_reader_that_meets_a_removal_opens_the_next_version(tmp_path: Path) -> None:
    """Readers open the current version again and again while builds replace and remove versions."""
    build(tmp_path, keep=1).close()
    done, problems, opened = threading.Event(), [], 0

    def read() -> None:
        nonlocal opened
        while not done.is_set():
            try:
                with open_store(tmp_path) as version:
                    assert len(version.engine) > 0
                    opened += 1
            except Exception as error:
                problems.append(error)
                raise

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(6):
        build(tmp_path, LINE.format(number, 1), keep=1).close()
    done.set()
    for thread in threads:
        thread.join()
    assert not problems
    assert opened > 5


def test_version_is_let_go_when_forgotten(tmp_path: Path) -> None:
    manifest = build(tmp_path).path / MANIFEST_FILE
    with manifest.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_read_only_folder_can_be_read(tmp_path: Path) -> None:
    build(tmp_path / "store").close()
    subprocess.run(["chmod", "-R", "a-w", str(tmp_path / "store")], check=True)
    try:
        with open_store(tmp_path / "store", verify=True) as version:
            assert len(version.engine) > 0
    finally:
        subprocess.run(["chmod", "-R", "u+w", str(tmp_path / "store")], check=True)


# --- kill -9 ------------------------------------------------------------------------------------------------------------


def check_last_good(path: Path, name: str, dump: bytes) -> None:
    """The current version opens, every byte of it is as written, its counts are true, and it holds what it has to."""
    with open_store(path, verify=True) as version:
        counts = version.manifest.counts
        assert version.name == name
        assert counts.postings == len(version.texts)
        assert counts.quads == len(version.engine) - counts.triples == dump.count(b"\n")
        assert b"".join(version.nquads()) == dump


def kill_at_random_moments(command: list[str], store: Path, *, times: int = 20) -> int:
    """Run a build, kill it ``times`` times at moments of its whole run, checking each time; how many had not finished."""
    clock = random.Random(7)
    started = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    whole = time.monotonic() - started
    with open_store(store) as version:
        dump = b"".join(version.nquads())
    unfinished = 0
    for _ in range(times):
        before = read_current(store)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        time.sleep(clock.uniform(0.0, whole))
        process.kill()
        process.wait()
        unfinished += read_current(store) == before
        check_last_good(store, str(read_current(store)), dump)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    check_last_good(store, str(read_current(store)), dump)
    assert not [path for path in (store / "versions").iterdir() if path.name.startswith(".")]
    assert not list(store.glob(".tmp-*"))
    return unfinished


@pytest.mark.slow
def test_kill_at_random_moments_leaves_the_last_good_graph(tmp_path: Path) -> None:
    command = [sys.executable, str(SCRIPT), str(tmp_path), "300"]
    assert kill_at_random_moments(command, tmp_path) >= 5, "kills have to hit unfinished builds"


@pytest.mark.slow
def test_kill_before_every_change_to_the_folder_leaves_a_good_graph(tmp_path: Path) -> None:
    """Systematic where the random kills are not: before each folder that a build makes or removes, and before each rename."""
    command = [sys.executable, str(SCRIPT), str(tmp_path), "3"]
    for _ in range(4):  # so that every build has an old version to remove
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with open_store(tmp_path) as version:
        dump = b"".join(version.nquads())
    switched, number = set(), 0
    while True:
        number += 1
        before = read_current(tmp_path)
        done = subprocess.run(command, env={**os.environ, "KILL_AT": str(number)}, capture_output=True, text=True, check=False)
        check_last_good(tmp_path, str(read_current(tmp_path)), dump)
        if done.returncode == 0:
            break
        switched.add(read_current(tmp_path) != before)
    assert number > 6
    assert switched == {False, True}, "some kills came before the switch and some after"
    assert len(versions(tmp_path)) == 3
