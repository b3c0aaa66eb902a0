"""A posting laid out: paragraphs, sentences, fields, sections."""

from __future__ import annotations

import pytest
from extraction_samples import read

from organigram.extraction import cues
from organigram.extraction.document import Document, Span
from organigram.folding import fold_name
from organigram.model import Posting


def fields(text: str) -> list[tuple[str, str]]:
    document = read(text)
    return [(field.key, document.quote(field.value)) for field in document.fields]


WRAPPED = """Relief Network of the Northern Valleys
TITLE:  Water Engineer
LOCATION:  Vanadzor, Armenia, with frequent travel to the villages of the
northern valleys
JOB DESCRIPTION:  The engineer will plan and oversee the repair of wells
in twelve villages. He or she will report directly to the Head of
Programmes and work with village councils on a daily basis, all year.
JOB RESPONSIBILITIES:
- Plan the repair of wells together with the councils of the villages in
the valley;
- Train caretakers.
"""


def test_wrapped_lines_are_one_paragraph_and_one_sentence() -> None:
    document = read(WRAPPED)
    sentences = [" ".join(document.quote(sentence).split()) for sentence in document.sentences]
    assert (
        "He or she will report directly to the Head of Programmes and work with village councils on a daily basis, all year."
        in (sentences)
    )
    assert "Plan the repair of wells together with the councils of the villages in the valley;" in sentences
    assert "Train caretakers." in sentences


def test_lines_of_a_text_that_is_not_wrapped_stay_apart() -> None:
    document = read(
        "Report to\nHead of Operations\nLocation\nDodoma\nKey competencies\nable to write\nable to speak\nable to count"
    )
    assert len(document.paragraphs) == 8


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LOCATION:  Yerevan", [("location", "Yerevan")]),
        ("Lieu du Travail : Nigéria", [("location", "Nigéria")]),
        ("- Lieu d’affectation : Cotonou, Bénin", [("location", "Cotonou, Bénin")]),
        (
            "Job Title: Finance CoordinatorReports to: DirectorTerms: Fixed Term",
            [("title", "Finance Coordinator"), ("reports_to", "Director"), ("duration", "Fixed Term")],
        ),
        (
            "Report to\nHead of Operations\nClosing Date\n15 May 2024",
            [("reports_to", "Head of Operations"), ("deadline", "15 May 2024")],
        ),
        ("Lieu\nAntananarivoFonctions\nGestion", [("location", "Antananarivo"), ("sector", "Gestion")]),
        ("- Langues obligatoires Français", [("languages", "Français")]),
        ("Responsable Communication et plaidoyer", []),
        ("The location of the office is told later.", []),
        ("ÉQUIPE/PROGRAMME : MAPLE    LIEU : Adamawa", [("project", "MAPLE"), ("location", "Adamawa")]),
    ],
)
def test_fields(text: str, expected: list[tuple[str, str]]) -> None:
    assert fields(text) == expected


def test_sections_and_where_a_position_is() -> None:
    text = "Nurse\n\nABOUT US\nWe help.\n\n## Comment postuler ?\nÉcrivez-nous.\n\nVotre profil :\nDiplôme d'infirmier.e."
    document = read(text)
    assert [(section.key, document.quote(section.body)) for section in document.sections] == [
        ("about", "We help."),
        ("apply", "Écrivez-nous."),
        ("requirements", "Diplôme d'infirmier.e."),
    ]
    assert document.section_of(0) == ""
    assert document.section_of(text.index("help")) == "about"


def test_sentences_do_not_end_in_abbreviations_or_numbers() -> None:
    document = read("He reports to Dr. Adams, e.g. on costs of 2.5 million. The end.")
    assert [document.quote(s) for s in document.sentences] == [
        "He reports to Dr. Adams, e.g. on costs of 2.5 million.",
        "The end.",
    ]


def test_evidence_has_no_white_space_at_its_ends() -> None:
    document = read("Post:   Nurse  \n")
    evidence = document.evidence(5, 16)
    assert (evidence.start, evidence.end, evidence.quote) == (8, 13, "Nurse")


@pytest.mark.parametrize("text", ["", "\n", " ", "\n\n\n", ":", "::::", "Post:", "\ud800", "a" * 5000])
def test_any_text_can_be_laid_out(text: str) -> None:
    document = Document(Posting("a", "a", "en", text), read("x").vocabulary)
    parts = (document.lines, document.paragraphs, document.sentences, document.fields, document.sections, document.mentions)
    assert all(isinstance(part, tuple) for part in parts)
    assert document.sentence_at(0) in {Span(0, len(text)), *document.sentences}


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("a [b] c", ("a b c", "a c")),
        ("{x|y} z", ("x z", "y z")),
        ("[a|b]", ("a", "b")),
        ("start[ing] date", ("starting date", "start date")),
        ("", ()),
    ],
)
def test_phrases_with_choices(phrase: str, expected: tuple[str, ...]) -> None:
    assert cues.expand(phrase) == expected


@pytest.mark.parametrize("phrase", ["a [b", "a ]", "{a|b]"])
def test_brackets_have_to_pair(phrase: str) -> None:
    with pytest.raises(ValueError, match="unpaired bracket"):
        cues.expand(phrase)


def test_a_phrase_stands_under_one_key_only() -> None:
    with pytest.raises(ValueError, match="stands under"):
        cues.keys_by_phrase({"a": ["x"], "b": ["x"]})


def test_patterns_take_the_longest_phrase_and_whole_words() -> None:
    pattern = cues.pattern("date", "date limite", "d'")
    assert [match.group() for match in pattern.finditer("dates, date limite d'envoi, update, date\nlimite")] == [
        "date limite",
        "d'",
        "date\nlimite",
    ]


@pytest.mark.parametrize(
    "name", ["labels", "headings", "dates", "conditions", "languages", "salary", "title", "employer", "location"]
)
def test_cues_are_written_folded(name: str) -> None:
    wrong = [phrase for phrase in cues.phrases(_texts(cues.load(name))) if fold_name(phrase) != phrase]
    assert wrong == []


def _texts(node: object) -> list[object]:
    """The phrases of a file; tables of codes are none."""
    if isinstance(node, dict):
        return [item for key, value in node.items() if key != "codes" for item in _texts(value)]
    return list(node) if isinstance(node, list) else [node]
