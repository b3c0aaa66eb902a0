"""Reading: every real posting comes through; everything else is refused by a message that names file, reason and remedy."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from organigram.errors import ReadingError
from organigram.reading import Limits, read, read_text

ENGLISH = """Project Coordinator, Goundam
The organisation seeks a coordinator for its health project. You report to the Head of Mission and lead a team of four.
Fixed-term contract of six months. Please apply with a CV.
"""
FRENCH = """Coordinateur·trice de projet, Goundam
L’association recherche une personne pour coordonner son projet de santé. Vous rendez compte à la cheffe de mission.
Contrat à durée déterminée de six mois. Envoyez votre CV et une lettre de motivation.
"""
SPANISH = """Coordinador de proyecto. La organización busca una persona para coordinar su proyecto de salud en el norte del país.
Usted responde al jefe de misión y dirige un equipo de cuatro personas. Contrato de seis meses. Envíe su currículum.
"""
ARABIC = "تبحث المنظمة عن منسق مشروع صحي في شمال البلاد. يقدم المنسق تقاريره إلى رئيس البعثة ويقود فريقا من أربعة أشخاص. " * 3
GERMAN = (
    "Wir suchen eine Person, die unser Gesundheitsprojekt im Norden des Landes leitet. Sie berichten an die Landesdirektion. " * 2
)


def real_postings(corpus: Path) -> Iterator[tuple[str, str, bytes]]:
    """Name, language and bytes of every real posting."""
    for path in sorted([*(corpus / "seeds").glob("*.txt"), *(corpus / "corpus" / "dev").glob("*.txt")]):
        yield path.stem, path.stem.rsplit(".", 1)[1], path.read_bytes()
    for path in sorted((corpus / "corpus" / "unlabelled").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            record = json.loads(line)
            yield record["id"], record["lang"], (record.get("text") or record["body"]).encode()


@pytest.mark.corpus
def test_every_real_posting_is_read_in_its_language(corpus_dir: Path) -> None:
    wrong = []
    count = 0
    for name, language, raw in real_postings(corpus_dir):
        count += 1
        try:
            found: str = read_text(raw, name, name).language
        except ReadingError as error:
            named = error.values.get("language")
            found = str(named["en"]) if isinstance(named, Mapping) else error.message()
        if found != {"es": "Spanish"}.get(language, language):
            wrong.append((name, language, found))
    assert count > 200
    assert wrong == []


@pytest.mark.corpus
def test_the_text_of_a_real_file_is_its_own(corpus_dir: Path) -> None:
    for path in sorted((corpus_dir / "seeds").glob("*.txt")):
        assert read(path).text == path.read_text("utf-8").removeprefix("\ufeff")


@pytest.mark.parametrize(("text", "language"), [(ENGLISH, "en"), (FRENCH, "fr")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_a_posting_is_read_whatever_its_encoding(tmp_path: Path, text: str, language: str, encoding: str) -> None:
    path = tmp_path / "post.fr.txt"
    path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    posting = read(path)
    assert (posting.id, posting.source, posting.language, posting.text) == ("post.fr", str(path), language, text)


def test_the_key_is_of_the_content_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH)
    (tmp_path / "b.md").write_bytes(ENGLISH.replace("\n", "\r\n").encode("utf-16"))
    assert read(tmp_path / "a.txt").key == read(tmp_path / "b.md").key


def test_a_job_board_s_labels_do_not_change_the_language() -> None:
    labels = "Form of Employment: Full time\nStarting Date: September\nContract type: permanent\nLocation: Tunis\n"
    assert read_text((labels + FRENCH * 4).encode(), "a", "a").language == "fr"
    assert read_text((FRENCH + ENGLISH * 4).encode(), "a", "a").language == "en"


@pytest.mark.parametrize(
    "text",
    [
        "Country: Mali\nProject: Clean Wells\n\nThe NGO Aurora has drilled wells in the north since 2012, with villages.",
        "Pays : Mali\nProjet : Puits propres\n\nL'ONG Aurore fore des puits dans le nord depuis 2012, avec les villages.",
    ],
)
def test_the_beginning_of_a_posting_is_read_by_its_header(tmp_path: Path, text: str) -> None:
    path = tmp_path / "offre.txt"
    path.write_text(text, "utf-8")
    assert read(path).text == text


@pytest.mark.parametrize(
    ("raw", "reason", "raison"),
    [
        (b"", "The file is empty.", "Le fichier est vide."),
        (b" \n\t\r\n ", "white space", "espaces"),
        ("\u00a0\u2003\n".encode(), "white space", "espaces"),
        ("\ufeff \n".encode(), "white space", "espaces"),
        (b"Post of nurse", "too short", "trop court"),
        (bytes(range(256)) * 20, "binary data", "données binaires"),
        (b"%PDF-1.7 \xe2\xe3\xcf\xd3", "The PDF is broken", "Le PDF est abîmé"),
        (b"\x89PNG\r\n\x1a\n", "an image", "une image"),
        (b"\xff\xd8\xff\xe0", "an image", "une image"),
        (b"{\\rtf1\\ansi Nurse", "an RTF document", "un document RTF"),
        ("組織は調整員を探しています。".encode("shift_jis") * 10, "encoding", "encodage"),
        (b"\xff\xfeN\x00u\x00r", "UTF-16", "UTF-16"),
        (FRENCH.encode().decode("cp1252", "replace").encode() * 3, "garbled", "abîmés"),
        (SPANISH.encode(), "in Spanish", "en espagnol"),
        (SPANISH.encode("cp1252"), "in Spanish", "en espagnol"),
        (ARABIC.encode(), "in Arabic", "en arabe"),
        (ARABIC.encode("cp1256"), "in Arabic", "en arabe"),
        (GERMAN.encode(), "in German", "en allemand"),
        (
            b"Pancakes. Take two eggs, a cup of flour and half a litre of milk. Mix the flour and the eggs, add the milk.",
            "does not look like a posting",
            "ne ressemble pas à une offre",
        ),
        (
            "Crêpes. Prenez deux œufs, une tasse de farine et du lait. Mélangez le tout et laissez reposer une heure.".encode(),
            "does not look like a posting",
            "ne ressemble pas à une offre",
        ),
    ],
)
def test_what_is_no_posting_is_refused_in_both_languages(tmp_path: Path, raw: bytes, reason: str, raison: str) -> None:
    path = tmp_path / "offre.txt"
    path.write_bytes(raw)
    with pytest.raises(ReadingError) as caught:
        read(path)
    english, french = caught.value.message("en"), caught.value.message("fr")
    assert english.startswith(f"{path}: ")
    assert french.startswith(f"{path}: ")
    assert reason in english
    assert raison in french
    assert caught.value.remedy


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text(ENGLISH)
    with pytest.raises(ReadingError, match=r"larger than the limit of 0\.0001 MB"):
        read(path, Limits(max_bytes=100))


def test_a_document_of_another_format_is_told_by_its_ending(tmp_path: Path) -> None:
    path = tmp_path / "offer.ODT"
    path.write_text(ENGLISH)
    with pytest.raises(ReadingError, match=r"offer\.ODT: Files that end in \.ODT are not read"):
        read(path)


def test_control_characters_become_spaces_and_line_ends_one_kind() -> None:
    text = read_text(ENGLISH.replace("Goundam\n", "Goundam\x07\f").replace("\n", "\r").encode(), "a", "a").text
    assert text.splitlines()[0] == "Project Coordinator, Goundam "
    assert "\r" not in text
