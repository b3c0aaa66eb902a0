"""Whatever the text: nothing is raised, every quote stands at its place, the time grows with the length."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from organigram.extraction import extract
from organigram.i18n import Language
from organigram.model import Facts, Posting
from organigram.vocabulary import load_vocabulary

PIECES = [
    "Titre du poste : ", "Chargé.e de projet", "Reports to: ", "Head of Mission", "\n", "\n\n", "  ", "•", "- ", ":",
    "H/F", "(", ")", "01/02/2024", "31/02/2024", "avant le", "Closing date", "3.300 €", "à 4.000 €", "salaire",
    "Bamako, Mali", "recrute un.e", "is seeking a", "financé par", "Union Européenne", "projet « A »", "\t", "\xa0",
    "\ud800", "é", "œ", "e\u0301", "ﬁ", "\u202e", "«", "English", "is an asset", "6 mois", "CDD", "www.a.org",
    "x@y.org", "MSF", "supervise", "under the supervision of", ".", "…", "/",
]  # fmt: skip


def read(text: str, language: Language = "en") -> Facts:
    return extract(Posting("a", "a.txt", language, text), load_vocabulary())


def false_quotes(text: str, facts: Facts) -> list[str]:
    """Evidence that is not what stands at its place; facts without evidence."""
    wrong = []
    for name, item in facts.items():
        wrong += [f"{name}: {e.quote!r}" for e in item.evidence if text[e.start : e.end] != e.quote or not e.quote]
        if not item.evidence:
            wrong.append(f"{name}: no evidence")
        if not 0 <= item.confidence <= 1 or not item.rule:
            wrong.append(f"{name}: {item.confidence} {item.rule!r}")
    return wrong


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=60).map("".join))
def test_any_text(text: str) -> None:
    assert false_quotes(text, read(text)) == []


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        " ",
        "\n",
        ":",
        "(",
        "- ",
        "1",
        "1 ",
        "1/",
        "Poste : ",
        "Chef de ",
        "de la ",
        "MSF ",
        "the ",
        "€1 ",
        "projet ",
        "A",
        "Mali, ",
        "é.e ",
    ],
)
def test_long_odd_texts_take_no_more_than_their_length(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        start = time.process_time()
        read(text)
        return time.process_time() - start

    seconds(100)
    short, long = seconds(4_000), seconds(32_000)
    assert long < 1.0 or long < 30 * short


def test_the_language_of_the_posting_changes_nothing() -> None:
    text = "Titre : Comptable\nReports to: Head of Mission\nLieu : Bamako, Mali\nDeadline: 3 May 2025"
    english, french = read(text, "en").to_json(), read(text, "fr").to_json()
    assert english | {"language": "fr"} == french


def _postings(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted([*folder.glob("seeds/*.txt"), *folder.glob("corpus/dev/*.txt")]):
        yield path.stem, path.read_bytes().decode()
    for path in sorted(folder.glob("corpus/unlabelled/*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines()):
            record = json.loads(line)
            yield f"{path.name}:{number}", str(record.get("body") or record.get("text") or "")


@pytest.mark.corpus
def test_every_quote_of_every_real_posting(corpus_dir: Path) -> None:
    wrong = {name: found for name, text in _postings(corpus_dir) if (found := false_quotes(text, read(text)))}
    assert wrong == {}
