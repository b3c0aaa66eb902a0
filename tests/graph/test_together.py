"""Postings that are worked on together give what each gives alone."""

from __future__ import annotations

import pytest

from organigram.config import Settings
from organigram.errors import ReadingError
from organigram.extraction import extract_in_steps
from organigram.model import Facts, Posting
from organigram.together import Steps, all_together
from organigram.vocabulary import Vocabulary
from organigram.workshop import TOGETHER, Workshop

TEXTS = [
    "Hill Aid is seeking a Nurse.\nLocation: Goundam, Mali\nReports to: Head of Mission\nDeadline: 3 May 2025",
    "Colline Secours recrute un·e logisticien·ne à Bamako.\nIl ou elle rend compte au chef de mission. Projet financé par ECHO.",
    "",
    "HILL AID IS SEEKING A DRIVER FOR THE WATER PROJECT, FUNDED BY USAID AND ECHO, IN PARTNERSHIP WITH THE NGO TERRA VERDA.",
]


def postings(number: int) -> list[Posting]:
    return [Posting(str(n), f"{n}.txt", "en", f"{TEXTS[n % len(TEXTS)]}\nReference {n}\n" * (n % 3 + 1)) for n in range(number)]


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return Workshop(Settings(workers=1))


def test_together_is_what_each_is_alone(workshop: Workshop) -> None:
    many = postings(2 * TOGETHER + 3)
    assert list(workshop.each("work", many)) == [workshop.work(posting) for posting in many]


def test_one_that_fails_stops_no_other(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_late(posting: Posting, vocabulary: Vocabulary) -> Steps[Facts]:
        facts = yield from extract_in_steps(posting, vocabulary)
        return facts if posting.id != "1" else Facts(posting.text[10**9], "", "en")

    three = postings(3)
    expected = [workshop.facts(posting) for posting in three]
    monkeypatch.setattr("organigram.workshop.extract_in_steps", fail_late)
    first, failed, last = workshop.attempt_all("facts", three)
    assert (first, last) == (expected[0], expected[2])
    assert isinstance(failed, ReadingError)
    assert "1.txt" in str(failed.file)


def test_work_of_different_length_stays_in_order() -> None:
    def count(steps: int) -> Steps[int]:
        for _ in range(steps):
            yield
        return steps

    assert all_together([count(3), count(0), count(1)]) == [3, 0, 1]
    assert all_together([]) == []
