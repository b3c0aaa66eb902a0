"""The exported files, read by N3.js and Raptor, and asked about by Comunica: others' code, from npm and Debian."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from catalogue_answers import VALUES_ON_SEEDS
from differences import difference, named
from servers import HERE

from organigram.catalogue import Question, load_catalogue
from organigram.export import export_file
from organigram.querying import EmbeddedService
from organigram.store import StoreVersion

CATALOGUE = load_catalogue()
LAYERS = ("asserted", "evidence", "inferred", "about", "validation")
FORMATS = {"nquads": "application/n-quads", "trig": "application/trig", "turtle": "text/turtle"}


@pytest.fixture(scope="session")
def node() -> list[str]:
    """The command that runs the script on N3.js and Comunica."""
    if not shutil.which("node") or not (HERE / "node_modules" / "n3").is_dir():
        pytest.skip("N3.js and Comunica: npm ci --prefix tests/neighbours")
    return ["node", "--max-old-space-size=4000", str(HERE / "ask.mjs"), str(HERE)]


@pytest.fixture(scope="session")
def files(seeds: StoreVersion, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Path, int]]:
    """The seeds' graph by format: the file, and its number of statements."""
    folder = tmp_path_factory.mktemp("files")
    formats = (*FORMATS, "ntriples")
    return {one: (folder / one, export_file(seeds.engine, folder / one, one, layers=LAYERS)) for one in formats}


@pytest.fixture(scope="module")
def comunica(node: list[str], files: Mapping[str, tuple[Path, int]], seeds: StoreVersion) -> Iterator[subprocess.Popen[str]]:
    """Comunica over the N-Quads, in one process."""
    command = [*node, str(files["nquads"][0]), FORMATS["nquads"]]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["quads"] == files["nquads"][1] == seeds.manifest.counts.quads
        yield process
        process.kill()


@pytest.fixture(scope="module")
def embedded(seeds: StoreVersion) -> Iterator[EmbeddedService]:
    with EmbeddedService(seeds, processes=1, timeout=60) as service:
        yield service


@pytest.mark.parametrize("question", CATALOGUE.values(), ids=lambda question: question.name)
def test_comunica_answers_as_the_embedded_store(
    question: Question, comunica: subprocess.Popen[str], embedded: EmbeddedService
) -> None:
    assert comunica.stdin is not None
    assert comunica.stdout is not None
    sparql = question.bind(VALUES_ON_SEEDS.get(question.name), "fr")
    comunica.stdin.write(json.dumps({"name": question.name, "sparql": sparql}) + "\n")
    comunica.stdin.flush()
    answer: dict[str, Any] = json.loads(comunica.stdout.readline())
    result = embedded.query(sparql)
    if "error" in answer:
        found, how = "refused", answer["error"]
    elif result.kind == "construct":
        triples = {" ".join(row) for row in answer["rows"]}  # Comunica gives a triple as often as it is made
        found, how = difference(sorted(map(str, result.triples)), sorted(triples))
    else:
        rows = [[None if term is None else str(term) for term in row] for row in result.rows]
        found, how = difference([repr(row) for row in rows], [repr(row) for row in answer["rows"]])
    assert found == named("comunica", question.name), how


@pytest.mark.parametrize("form", ["trig", "turtle"])
def test_n3_reads_as_many_statements(form: str, node: list[str], files: Mapping[str, tuple[Path, int]]) -> None:
    file, number = files[form]
    done = subprocess.run([*node, str(file), FORMATS[form]], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["quads"] == number


@pytest.mark.parametrize("form", ["nquads", "trig", "turtle", "ntriples"])
def test_raptor_reads_as_many_statements(form: str, files: Mapping[str, tuple[Path, int]]) -> None:
    if not shutil.which("rapper"):
        pytest.skip("Raptor: install Debian's raptor2-utils")
    file, number = files[form]
    command = ["rapper", "--quiet", "--input", form, "--output", "nquads", str(file), "https://w3id.org/organigram/"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    assert len(done.stdout.splitlines()) == number
