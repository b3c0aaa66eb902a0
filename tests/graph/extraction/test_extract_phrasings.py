"""Postings told in the many ways that postings are told, in our own words: what is found in them does not fall."""

from __future__ import annotations

from pathlib import Path

import pytest

from organigram.evaluation import ALL, compare, load_gold
from organigram.extraction import extract
from organigram.linking import link
from organigram.model import Posting
from organigram.resources import seeds_dir
from organigram.vocabulary import load_vocabulary

#: Tables made flat, letters, aggregators' heads, vacancy notices, terms of reference, internships, two lines, no title ...
PHRASINGS = Path(__file__).resolve().parents[2] / "data" / "postings" / "facts"

#: Micro-F1 that extraction does not fall below; the facts were written before anything was read from these texts.
FLOORS = {"phrasings": {"en": 0.92, "fr": 0.92}, "seeds": {"en": 0.97, "fr": 0.97}}


@pytest.mark.parametrize("part", sorted(FLOORS))
def test_quality_does_not_fall(part: str) -> None:
    gold = load_gold(PHRASINGS if part == "phrasings" else seeds_dir() / "facts")
    vocabulary = load_vocabulary()
    found = {}
    for one in gold:
        posting = Posting(one.id, one.text_file.name, "fr" if one.language == "fr" else "en", one.text_file.read_text("utf-8"))
        found[one.id] = link(extract(posting, vocabulary), vocabulary).to_json()
    counts, misses = compare(gold, found)
    for language, floor in FLOORS[part].items():
        score = counts[language, ALL].f1
        assert score is not None
        assert score >= floor, [miss for miss in misses if miss.posting.endswith(language)]


def test_there_are_a_dozen_postings_in_each_language() -> None:
    languages = [one.language for one in load_gold(PHRASINGS)]
    assert min(languages.count("en"), languages.count("fr")) >= 12
