"""From postings to a store and out of it again, by commands alone: what is built, what is set aside, what is asked."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from organigram.cli.app import run
from organigram.cli.keeping import FORMATS, LAYERS
from organigram.export import FORMATS as EXPORT_FORMATS
from organigram.export import LAYERS as EXPORT_LAYERS
from organigram.resources import seeds_dir
from organigram.store import open_store
from organigram.workshop import WORTH_A_POOL

ENGLISH = """Nurse Supervisor
Organisation: ALIMA
Location: Goundam, Mali
The Nurse Supervisor reports to the Project Coordinator and trains the nurses of the health centres.
Fixed-term contract of six months. Please apply with a CV before 30 June 2022.
"""
FRENCH = """Responsable logistique
Organisation : Médecins du Monde
Lieu : Bamako, Mali
Vous rendez compte à la Coordinatrice générale. Contrat à durée déterminée de douze mois. Envoyez votre CV.
"""
SPANISH = "La organización busca una coordinadora de proyecto para su equipo de salud. Usted responde al jefe de misión. " * 3
BAD = {
    "empty.txt": b"",
    "image.txt": b"\x89PNG\r\n\x1a\n\x00\x00",
    "spanish.txt": SPANISH.encode(),
    "recipe.txt": b"Pancakes. Take two eggs, a cup of flour and half a litre of milk. Mix, and let the dough rest for an hour.",
    "offer.pdf": b"%PDF-1.7",
}


@pytest.fixture(scope="module")
def offers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Good postings, one of them twice, among bad files."""
    folder = tmp_path_factory.mktemp("offers")
    (folder / "a.txt").write_text(ENGLISH)
    (folder / "b.txt").write_text(FRENCH)
    (folder / "again.txt").write_bytes(ENGLISH.replace("\n", "\r\n").encode("utf-16"))
    for name, raw in BAD.items():
        (folder / name).write_bytes(raw)
    return folder


@pytest.fixture(scope="module")
def store(seeds_store: Path) -> Path:
    """A store of the seeds."""
    return seeds_store


def test_bad_files_are_set_aside_by_name_and_the_rest_is_built(
    offers: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", str(offers), "--store", str(tmp_path / "s"), "--lang", "en"]) == 1
    shown = capfd.readouterr()
    for name in BAD:
        assert f"{offers / name}: " in shown.err
    assert "again.txt: The same posting as" in shown.err
    assert f"Set aside: {len(BAD)}." in shown.err
    assert "Traceback" not in shown.err
    assert "Postings: 2;" in shown.out
    with open_store(tmp_path / "s") as version:
        assert sorted(stored.posting.text for stored in version.postings()) == sorted([ENGLISH, FRENCH])


def test_a_build_for_programs(offers: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["build", str(offers), "--store", str(tmp_path / "s"), "--json", "--lang", "fr"]) == 1
    shown = capfd.readouterr()
    report = json.loads(shown.out)
    assert report["postings"] == 2
    assert [Path(one["file"]).name for one in report["set_aside"]] == sorted(BAD)
    assert all(one["reason"] and one["remedy"] for one in report["set_aside"])
    assert shown.err == ""


def test_nothing_to_build_from_keeps_every_reason(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "spanish.txt").write_text(SPANISH)
    assert run(["build", str(tmp_path), "--store", str(tmp_path / "s"), "--lang", "en"]) == 1
    said = capfd.readouterr().err
    assert "empty.txt: The file is empty." in said
    assert "spanish.txt: The text is in Spanish" in said


def test_facts_of_good_postings_and_reasons_for_bad_ones(offers: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["extract", str(offers), "--format", "json", "--lang", "en"]) == 1
    shown = capfd.readouterr()
    facts = {one["id"]: one for one in map(json.loads, shown.out.splitlines())}
    assert facts.keys() == {"a", "again", "b"}
    assert all(name in shown.err for name in BAD)
    assert facts["a"]["language"] == "en"
    assert facts["b"]["employer"]["value"] == "Médecins du Monde"
    for name, text in (("a", ENGLISH), ("b", FRENCH)):
        assert all(text[e["start"] : e["end"]] == e["quote"] for e in facts[name]["title"]["evidence"])


def test_standard_input_is_a_posting(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "organigram.cli", "extract", "-"], input=FRENCH.encode("cp1252"), capture_output=True, cwd=tmp_path
    )
    assert (done.returncode, done.stderr) == (0, b"")
    facts = json.loads(done.stdout.decode("utf-8"))
    assert (facts["id"], facts["source"], facts["language"]) == ("stdin", "-", "fr")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_bar_at_a_terminal_and_facts_in_the_file(offers: Path, tmp_path: Path, language: str) -> None:
    terminal, end = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "organigram.cli",
        "extract",
        str(offers / "a.txt"),
        str(offers / "empty.txt"),
        "--lang",
        language,
    ]
    with (tmp_path / "facts.jsonl").open("wb") as file:
        process = subprocess.Popen(command, stdout=file, stderr=end, env=os.environ | {"TERM": "xterm", "COLUMNS": "200"})
    os.close(end)
    shown = b""
    while piece := _read(terminal):
        shown += piece
    os.close(terminal)
    assert process.wait(timeout=60) == 1
    assert {"en": "Reading postings", "fr": "Extraction"}[language] in shown.decode()
    assert {"en": "The file is empty.", "fr": "Le fichier est vide."}[language] in shown.decode()
    assert [json.loads(line)["id"] for line in (tmp_path / "facts.jsonl").read_text("utf-8").splitlines()] == ["a"]


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other end is closed
        return b""


def test_postings_can_be_checked_without_a_store(offers: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", str(offers / "a.txt"), "--lang", "en"]) == 0
    assert "Postings that can be built: 1." in capfd.readouterr().out
    assert run(["validate", str(offers), "--json"]) == 1
    assert len(json.loads(capfd.readouterr().out)["set_aside"]) == len(BAD)


def test_a_store_can_be_checked(store: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "--store", str(store), "--lang", "en"]) == 0
    assert "is whole, and nothing violates a shape" in capfd.readouterr().out
    shutil.copytree(store, tmp_path / "copy")
    texts = next((tmp_path / "copy" / "versions").glob("*/texts.sqlite"))
    raw = texts.read_bytes()
    texts.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    assert run(["validate", "--store", str(tmp_path / "copy"), "--lang", "fr"]) == 3
    assert f"{texts}: " in capfd.readouterr().err


def test_versions(store: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "store"
    shutil.copytree(store, root)
    assert run(["build", str(seeds_dir() / "alima-mali-medical-coordinator.fr.txt"), "--store", str(root)]) == 0
    capfd.readouterr()
    assert run(["versions", "--store", str(root), "--json"]) == 0
    first, second = json.loads(capfd.readouterr().out)
    assert (first["current"], second["current"]) == (False, True)
    assert (first["manifest"]["counts"]["postings"], second["manifest"]["counts"]["postings"]) == (5, 1)
    assert run(["versions", "--store", str(root), "--use", first["name"], "--lang", "fr"]) == 0
    shown = capfd.readouterr()
    assert f"La version courante est maintenant {first['name']}." in shown.err
    assert "courante" in next(line for line in shown.out.splitlines() if first["name"] in line)
    assert run(["versions", "--store", str(root), "--use", "9-000000000000", "--lang", "en"]) == 3


def test_questions_of_the_catalogue(store: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["query", "posts-by-role-and-country", "--param", "country=ML", "--store", str(store), "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capfd.readouterr().out)))
    assert rows
    assert all("Mali" in row.values() for row in rows)
    assert run(["query", "posts-by-role-and-country", "--store", str(store), "--lang", "fr"]) == 0
    shown = capfd.readouterr()
    assert "Coordinateur médical" in shown.out
    assert "Lignes\u00a0: " in shown.err


def test_names_are_values_of_questions(store: Path, capfd: pytest.CaptureFixture[str]) -> None:
    asked = ["query", "posts-by-role-and-country", "--store", str(store), "--format", "csv", "--lang", "fr", "--param"]
    assert run([*asked, "country=mali", "--param", "role=Coordinatrice médicale"]) == 0
    (row,) = csv.DictReader(io.StringIO(capfd.readouterr().out))
    assert (row["countryLabel"], row["roleLabel"]) == ("Mali", "Coordinateur médical")
    assert run([*asked, "country=Mlai"]) == 2
    assert "Mali <https://w3id.org/organigram/country/ML>" in capfd.readouterr().err


def test_a_question_may_answer_with_triples(store: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["query", "chart-as-graph", "--param", "organization=ALIMA", "--store", str(store), "--format", "turtle"]) == 0
    chart = rdflib.Graph().parse(data=capfd.readouterr().out, format="turtle")
    assert len(set(chart.subjects(rdflib.RDF.type, rdflib.ORG.Post))) > 5
    assert run(["query", "pay", "--store", str(store), "--format", "turtle", "--lang", "en"]) == 2
    assert "Formats that fit: table, csv, json." in capfd.readouterr().err


def test_the_catalogue_is_listed_by_subject_and_by_tag(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["query", "--lang", "fr"]) == 0
    listed = capfd.readouterr().out
    assert listed.index("Lignes et organigrammes") < listed.index("Bailleurs et projets") < listed.index("Statistiques")
    assert run(["query", "--tag", "pay", "--format", "json"]) == 0
    questions = json.loads(capfd.readouterr().out)
    assert {"pay", "pay-by-role"} <= {question["name"] for question in questions}
    assert all("pay" in question["tags"] and question["view"] and question["subject"] for question in questions)
    assert run(["query", "--tag", "pya", "--lang", "en"]) == 2
    assert "No question has this tag. Tags: contracts, countries," in capfd.readouterr().err


def test_questions_of_a_file_and_of_standard_input(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "count.rq"
    file.write_text("SELECT (COUNT(*) AS ?n) { ?posting a <https://schema.org/JobPosting> }")
    for question, given in ((str(file), ""), ("-", file.read_text())):
        command = [sys.executable, "-m", "organigram.cli", "query", question, "--store", str(store), "--format", "json"]
        done = subprocess.run(command, input=given, capture_output=True, text=True, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert json.loads(done.stdout)["results"]["bindings"][0]["n"]["value"] == "5"


def test_yes_no_and_triples(store: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "q.rq"
    file.write_text("ASK { ?posting a <https://schema.org/JobPosting> }")
    assert run(["query", str(file), "--store", str(store), "--lang", "fr"]) == 0
    assert capfd.readouterr().out == "Oui\n"
    file.write_text("CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 3")
    assert run(["query", str(file), "--store", str(store)]) == 0
    assert len(list(pyoxigraph.parse(capfd.readouterr().out, format=pyoxigraph.RdfFormat.TURTLE))) == 3


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ("SELECT * WHERE { ?s ?p }", 2, ""),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", 2, "INSERT"),
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", 3, "0.3 seconds"),
    ],
)
def test_wrong_and_endless_queries(
    store: Path, tmp_path: Path, text: str, status: int, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "q.rq").write_text(text)
    seconds = "0.3" if status == 3 else "30"  # a busy machine needs its time to tell a mistake
    assert run(["query", str(tmp_path / "q.rq"), "--store", str(store), "--timeout", seconds, "--lang", "en"]) == status
    shown = capfd.readouterr()
    assert shown.out == ""
    assert said in shown.err
    assert "Traceback" not in shown.err


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_can_be_exported_the_same_way_twice(store: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"graph{EXPORT_FORMATS[form]}"
    assert run(["export", "--store", str(store), "--output", str(file)]) == 0
    command = [sys.executable, "-m", "organigram.cli", "export", "--store", str(store), "--format", form]
    assert subprocess.run(command, capture_output=True, check=True).stdout == file.read_bytes()


def test_formats_and_layers_are_the_export_s() -> None:
    assert tuple(EXPORT_FORMATS) == FORMATS
    assert tuple(EXPORT_LAYERS) == LAYERS


def test_an_output_that_cannot_be_written_is_told(store: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "--store", str(store), "--output", str(tmp_path / "no" / "g.ttl"), "--lang", "en"]) == 2
    assert "The file cannot be written (No such file or directory)." in capfd.readouterr().err


def test_names_are_reviewed_and_settled(store: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    common = ["--decisions", str(tmp_path / "decisions.ttl")]
    assert run(["review", "--store", str(store), "--json", *common]) == 0
    waiting = json.loads(capfd.readouterr().out)
    assert waiting
    name = waiting[0]["iri"].partition("/unresolved/")[2]
    kind = name.partition("/")[0]
    assert run(["review", name, "--new", "en=A name", "--new", "fr=Un nom", *common, "--lang", "en"]) == 0
    assert f"decided on {name}" in capfd.readouterr().err
    assert run(["review", "--store", str(store), "--json", *common]) == 0
    assert name not in [one["iri"].partition("/unresolved/")[2] for one in json.loads(capfd.readouterr().out)]
    assert run(["review", name, "--same-as", f"{kind}/no-such-thing", *common]) == 2
    assert run(["review", name, *common]) == 2


def test_evaluation_against_the_seeds(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", str(seeds_dir() / "facts"), "--json"]) == 0
    scores = json.loads(capfd.readouterr().out)["scores"]
    assert scores["all/all"]["gold"] > 100
    assert scores["all/all"]["f1"] > 0.5
    assert run(["evaluate", str(seeds_dir() / "facts"), "--lang", "fr"]) == 0
    assert "Langue" in capfd.readouterr().out


def test_a_floor_that_is_not_reached_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    floors = tmp_path / "floors.toml"
    floors.write_text("[en]\ntitle = 0.5\n")
    assert run(["evaluate", str(seeds_dir() / "facts"), "--floors", str(floors)]) == 0
    other = tmp_path / "empty"
    (other / "gold").mkdir(parents=True)
    (other / "a.en.txt").write_text("Vacancy: Nurse. Reports to the Head of Mission. Contract: six months in Mali.")
    (other / "gold" / "a.en.json").write_text(json.dumps({"text_file": "a.en.txt", "gold": {"title": "Shepherd"}}))
    capfd.readouterr()
    assert run(["evaluate", str(other / "gold"), "--floors", str(floors), "--lang", "en"]) == 1
    assert "en, title: F1 is 0.000, below the floor of 0.5." in capfd.readouterr().err


def test_two_commands_do_not_leave_processes(store: Path) -> None:
    before = _children()
    assert run(["query", "pay", "--store", str(store)]) == 0
    left = [child for child in _children() - before if Path(f"/proc/{child}").exists()]
    assert [child for child in left if b"querying" in Path(f"/proc/{child}/cmdline").read_bytes()] == []


def _children() -> set[str]:
    return set(Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.slow
def test_explore_builds_what_is_missing_and_says_where_it_is(tmp_path: Path) -> None:
    port = _free_port()
    command = [sys.executable, "-m", "organigram.cli", "explore", "--no-browser", "--store", "graph", "--port", str(port)]
    environment = os.environ | {"LC_ALL": "C.UTF-8", "LANGUAGE": "en"}
    for first in (True, False):
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path, env=environment
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/health", process)
        finally:
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
        assert ("building it from the seed postings" in err) == first
        assert f"http://127.0.0.1:{port}" in out
        assert "Traceback" not in err
    with open_store(tmp_path / "graph") as version:
        assert version.manifest.counts.postings == 5


def _wait_for(url: str, process: subprocess.Popen[str], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                assert answer.status == 200
                return
        except OSError:
            time.sleep(0.25)
    raise AssertionError(f"{url} does not answer")


def members(group: int) -> int:
    """How many processes a process group has."""
    listed = subprocess.run(["ps", "-e", "-o", "pgid="], capture_output=True, text=True, check=True).stdout.split()
    return listed.count(str(group))


def test_ctrl_c_ends_a_build_by_several_processes_quietly(tmp_path: Path) -> None:
    """A terminal sends it to every process of the group, to those that work on postings too."""
    (tmp_path / "offers").mkdir()
    for number in range(WORTH_A_POOL + 200):
        (tmp_path / "offers" / f"{number}.txt").write_text(
            f"{ENGLISH}\nReference {number}\n" + "The team works with partners. " * 200
        )
    command = [sys.executable, "-m", "organigram.cli", "build", "offers", "--store", "store", "--workers", "2", "--lang", "en"]
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell has its background jobs ignore it
    )
    deadline = time.monotonic() + 60
    while members(process.pid) < 5 and process.poll() is None and time.monotonic() < deadline:  # two, their server, its tracker
        time.sleep(0.05)
    time.sleep(1.5)
    os.killpg(process.pid, signal.SIGINT)
    said, _ = process.communicate(timeout=60)
    assert (process.returncode, said.strip()) == (130, "Interrupted.")
    assert run(["versions", "--store", str(tmp_path / "store")]) == 3  # nothing was finished


def test_a_name_is_settled_the_graph_follows_and_it_is_taken_back(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    offer, root, file = tmp_path / "offer.txt", str(tmp_path / "store"), str(tmp_path / "decisions.ttl")
    offer.write_text(ENGLISH.replace("ALIMA", "Zorblax Relief Trust"))
    where = ["--store", root, "--decisions", file, "--lang", "en"]

    def names() -> tuple[bool, bool]:
        assert run(["build", str(offer), *where]) == 0
        with open_store(root) as version:
            lines = b"".join(version.nquads())
        return b"unresolved/organization/zorblax-relief-trust>" in lines, b"/organization/lux-dev> <https://schema.org" in lines

    waiting = names()
    assert waiting[0]
    assert run(["review", "organization/zorblax-relief-trust", "--same-as", "organization/lux-dev", *where]) == 0
    assert "Give the build the same --decisions" in capfd.readouterr().err
    assert not names()[0]
    assert run(["review", "organization/zorblax-relief-trust", "--forget", *where]) == 0
    assert names() == waiting
    assert run(["review", "organization/zorblax-relief-trust", "--forget", *where]) == 2
    capfd.readouterr()
    assert run(["review", "organization/zorblaks", "--new", "en=Z", *where]) == 0
    assert "leaves the name organization/zorblaks open" in capfd.readouterr().err


def test_a_decision_that_the_build_refuses_settles_nothing(
    store: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "decisions.ttl"
    line = '<{0}unresolved/organization/kolab> <{0}ontology#settledAs> "nonsense" .'
    file.write_text(line.format("https://w3id.org/organigram/"))
    assert run(["review", "--store", str(store), "--decisions", str(file), "--lang", "en"]) == 3
    assert "which is not known" in capfd.readouterr().err


@pytest.mark.parametrize(
    "to", [["--release", "folder"], ["--output", "graph.nt.gz", "--format", "ntriples"]], ids=["release", "file"]
)
def test_an_export_that_is_told_to_end_leaves_nothing_behind(to: list[str], seeds_store: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "organigram", "export", "--store", str(seeds_store), *to]
    child = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    while child.poll() is None and not list(tmp_path.glob(".tmp-*")):
        time.sleep(0.002)
    child.terminate()
    _, said = child.communicate(timeout=60)
    assert (child.returncode, said) == (130, "Interrupted.\n")
    assert not list(tmp_path.iterdir())


def test_a_release_that_cannot_be_written_has_its_own_remedy(
    seeds_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert run(["export", "--store", str(seeds_store), "--release", str(tmp_path / "file" / "release")]) == 2
    said = capsys.readouterr().err
    assert "--release" in said
    assert "--output" not in said
