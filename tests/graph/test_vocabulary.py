"""Names found in text and looked up; the compiled form kept and rebuilt."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest

from organigram.errors import VocabularyError
from organigram.folding import fold
from organigram.vocabulary import Vocabulary, key, load_vocabulary
from organigram.vocabulary import loading as loading_module


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def found(vocabulary: Vocabulary, text: str, *kinds: str) -> list[tuple[str, ...]]:
    return [
        (text[mention.start : mention.end], *(entity.slug for entity in mention.entities))
        for mention in vocabulary.mentions(text, fold(text), kinds)
    ]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("The Head of Mission leads.", "role", [("Head of Mission", "head-of-mission")]),
        ("Cheffe de mission adjointe (H/F)", "role", [("Cheffe de mission adjointe", "deputy-head-of-mission")]),
        ("Coordinateur.trice Médical.e, Bamako", "role", [("Coordinateur.trice Médical.e", "medical-coordinator")]),
        ("les chargé·e·s de programme", "role", [("chargé·e·s de programme", "programme-officer")]),
        ("Project Managers and the HoM", "role", [("Project Managers", "project-manager"), ("HoM", "head-of-mission")]),
        ("hom sweet hom", "role", []),
        ("from 8 AM to 5 PM, on CD", "role", []),
        ("le responsable sera chargé de porter le projet", "role", [("responsable", "manager")]),
        ("Program Manager", "role", [("Program Manager", "programme-manager")]),
        ("financé par l'Union Européen", "organization", [("Union Européen", "european-union")]),
        ("un projet du Fond Mondiale", "organization", [("Fond Mondiale", "global-fund")]),
        ("la coopération espagnole", "organization", [("coopération espagnole", "aecid")]),
        ("partner of AMCP – SP.", "organization", [("AMCP – SP", "amcp-sp")]),
        ("MSF-F and MSF Belgium", "organization",
         [("MSF-F", "medecins-sans-frontieres-france"), ("MSF Belgium", "medecins-sans-frontieres-belgique")]),
        ("le si et l'aide au plan de care", "organization", []),
        ("CARE works with AIDES.", "organization", [("CARE", "care-international"), ("AIDES", "aides")]),
        ("HEALTH CARE AND OTHER HELP FOR THE POOR", "organization", []),
        ("we help people in need", "organization", []),
        ("The Sudanese Red Crescent and the Croix-Rouge malgache", "organization",
         [("Sudanese Red Crescent", "sudanese-red-crescent-society"), ("Croix-Rouge malgache", "malagasy-red-cross-society")]),
        ("le développement de la Wallonie, une base de données", "organization", []),
        ("financé par le fonds social européen", "organization", [("fonds social européen", "esf")]),
        ("People in Need hires", "organization", [("People in Need", "people-in-need")]),
        ("à Niamey, au Niger", "country", [("Niger", "NE")]),
        ("in Nigeria, not Nigerian", "country", [("Nigeria", "NG")]),
        ("la Guinée-Bissau et la Guinée", "country", [("Guinée-Bissau", "GW"), ("Guinée", "GN")]),
        ("la réunion d'équipe. Réunion hebdomadaire", "country", []),
        ("en RDC et en RCA", "country", [("RDC", "CD"), ("RCA", "CF")]),
        ("maîtrise du kirundi et de l'anglais", "language", [("kirundi", "rn"), ("anglais", "en")]),
        ("un CDD de 6 mois", "contract", [("CDD", "fixed-term")]),
        ("le projet WASH", "sector", [("WASH", "water-sanitation-and-hygiene")]),
        ("He went to Mali. Sudan is next", "country", [("Mali", "ML"), ("Sudan", "SD")]),
    ],
)  # fmt: skip
def test_mentions(vocabulary: Vocabulary, text: str, kind: str, expected: list[tuple[str, str]]) -> None:
    assert found(vocabulary, text, kind) == expected


def test_a_name_does_not_go_over_the_end_of_a_sentence(vocabulary: Vocabulary) -> None:
    assert found(vocabulary, "Report to the Head. Of mission, none.", "role") == []
    assert found(vocabulary, "the Head of\nMission", "role") == [("Head of\nMission", "head-of-mission")]


def test_kinds_are_told_apart(vocabulary: Vocabulary) -> None:
    text = "ALIMA Mali"
    assert found(vocabulary, text, "organization") == [("ALIMA", "alima")]
    assert found(vocabulary, text, "country") == [("Mali", "ML")]
    assert found(vocabulary, text) == [("ALIMA", "alima"), ("Mali", "ML")]


def test_an_ambiguous_name_says_so(vocabulary: Vocabulary) -> None:
    text = "working in Congo with the DRC"
    congo, drc = vocabulary.mentions(text, fold(text), ("country",))
    assert {entity.slug for entity in congo.entities} == {"CD", "CG"}
    assert congo.ambiguous
    assert not drc.ambiguous
    council = vocabulary.mentions(text, fold(text), ("organization",))[-1]
    assert council.ambiguous
    assert council.entities[0].slug == "danish-refugee-council"


def test_lookup(vocabulary: Vocabulary) -> None:
    assert [entity.slug for entity in vocabulary.lookup("  coordonnatrice  MÉDICALE ", "role")] == ["medical-coordinator"]
    assert [entity.slug for entity in vocabulary.lookup("msf-f", "organization")] == ["medecins-sans-frontieres-france"]
    assert vocabulary.lookup("Mali", "role") == ()
    assert vocabulary.lookup("", "role") == ()
    assert vocabulary.lookup("CIR", "organization") == ()


def test_attributes(vocabulary: Vocabulary) -> None:
    (role,) = vocabulary.lookup("Head of Mission", "role")
    assert role.labels == {"en": "Head of Mission", "fr": "Chef de mission"}
    assert (role.first("level") or "").endswith("#MissionLevel")
    assert role.first("notation") == "1114"
    (mission,) = vocabulary.lookup("MdM Tanzanie", "organization")
    france = vocabulary.entities[mission.first("unit_of") or ""]
    networks = {vocabulary.entities[iri].slug: vocabulary.entities[iri] for iri in france.attributes["member_of"]}
    assert france.slug == "medecins-du-monde-france"
    assert {"medecins-du-monde", "coordination-sud"} <= set(networks)
    assert all("network" in network.attributes for network in networks.values())
    (donor,) = vocabulary.lookup("Global Fund", "organization")
    assert "donor" in donor.attributes


def test_spans_point_into_the_original(vocabulary: Vocabulary, corpus_dir: Path) -> None:
    for file in sorted((corpus_dir / "seeds").glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        mentions = vocabulary.mentions(text, fold(text))
        assert mentions
        for mention in mentions:
            names = {key(name) for entity in mention.entities for name in entity.names}
            assert key(text[mention.start : mention.end]) in names
        assert all(one.end <= other.start for one, other in pairwise(mentions))


def test_nquads_are_sorted_and_in_the_graph_of_the_vocabulary(vocabulary: Vocabulary) -> None:
    lines = list(vocabulary.nquads())
    assert lines == sorted(set(lines))
    assert all(line.endswith("/graph/vocabulary> .") for line in lines)
    assert any("role/head-of-mission>" in line and '"Chef de mission"@fr' in line for line in lines)


def test_it_travels_to_another_process(vocabulary: Vocabulary) -> None:
    assert pickle.loads(pickle.dumps(vocabulary)).digest == vocabulary.digest


SMALL = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://w3id.org/organigram/role/baker> skos:prefLabel "Baker"@en , "Boulanger"@fr .
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ORGANIGRAM_CACHE", str(tmp_path / "cache"))
    loading_module._compiled.cache_clear()
    vocabulary = tmp_path / "vocabulary"
    vocabulary.mkdir()
    (vocabulary / "roles.ttl").write_text(SMALL, encoding="utf-8")
    return vocabulary


def test_a_changed_file_changes_the_digest_and_the_names(folder: Path) -> None:
    before = load_vocabulary(folder)
    assert load_vocabulary(folder) is before
    (folder / "roles.ttl").write_text(SMALL.replace("Baker", "Miller"), encoding="utf-8")
    after = load_vocabulary(folder)
    assert after.digest != before.digest
    assert after.lookup("Miller", "role")
    assert not after.lookup("Baker", "role")


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe\x00", b"{}\n[]", b'"half of a li'])
def test_a_damaged_cache_is_built_anew(folder: Path, tmp_path: Path, damage: bytes) -> None:
    digest = load_vocabulary(folder).digest
    (kept,) = (tmp_path / "cache").iterdir()
    good = kept.read_bytes()
    kept.write_bytes(damage)
    loading_module._compiled.cache_clear()
    again = load_vocabulary(folder)
    assert again.digest == digest
    assert again.lookup("Boulanger", "role")
    assert kept.read_bytes() == good


def test_what_older_versions_kept_goes_after_a_month(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    for name, age in (("vocabulary-old.json", 40), ("vocabulary-new.json", 20), ("other-old.json", 40)):
        file = tmp_path / "cache" / name
        file.write_text("", encoding="utf-8")
        os.utime(file, times=(time.time() - age * 86400,) * 2)
    load_vocabulary(folder)
    names = {file.name for file in (tmp_path / "cache").iterdir()}
    assert {"vocabulary-new.json", "other-old.json"} <= names
    assert "vocabulary-old.json" not in names


def test_it_works_where_the_cache_cannot_be_written(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("ORGANIGRAM_CACHE", str(tmp_path / "file" / "below"))
    assert load_vocabulary(folder).lookup("Baker", "role")


def test_two_processes_may_build_at_once(folder: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from organigram.vocabulary import load_vocabulary; "
        "print(load_vocabulary(Path(sys.argv[1])).digest)"
    )
    command = [sys.executable, "-c", program, str(folder)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    digests = [process.communicate(timeout=120)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0]
    assert len(set(digests)) == 1
    assert digests[0]
    assert [file.suffix for file in (tmp_path / "cache").iterdir()] == [".json"]


def test_what_is_no_turtle_is_told_with_file_and_line(folder: Path) -> None:
    (folder / "roles.ttl").write_text(SMALL + "this is not Turtle", encoding="utf-8")
    with pytest.raises(VocabularyError) as caught:
        load_vocabulary(folder)
    assert "roles.ttl" in str(caught.value)
    assert str(caught.value.place).startswith("3:")
    assert "Corrigez" in caught.value.message("fr")


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="holds no vocabulary"):
        load_vocabulary(tmp_path)


def test_a_start_takes_less_than_two_seconds(vocabulary: Vocabulary) -> None:
    code = (
        "import time; start = time.perf_counter()\n"
        "from organigram.vocabulary import load_vocabulary; load_vocabulary()\n"
        "print(time.perf_counter() - start)"
    )
    seconds = min(float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout) for _ in range(3))
    assert seconds < 2
