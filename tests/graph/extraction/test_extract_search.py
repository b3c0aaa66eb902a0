"""Patterns are tried only where they can fit, tokens read once, names found word by word: always what a plain search gives."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

import pytest
from extraction_samples import read
from hypothesis import given, settings
from hypothesis import strategies as st

from organigram.extraction import cues
from organigram.extraction.document import Document, Span
from organigram.extraction.tokens import read_tokens

PATTERNS = (
    cues.pattern("reports to", "report", "d'appui"),
    cues.opening(cues.starting("funded", "paid") + r"\s+by(?!\w)", ("funded", "paid")),
    cues.needing(rf"[(,]\s*{cues.source('funded', 'aide de')}", ("funded", "aide de")),
    re.compile(r"\d+"),
)
WORDS = st.sampled_from(
    [
        "reports",
        "to",
        "report",
        "airport",
        "d'",
        "appui",
        "Funded",
        "by",
        "paid",
        "(",
        ",",
        "aide",
        "de",
        "7",
        "_",
        "\n",
        ".",
        "é",
    ]
)
TEXTS = st.tuples(st.lists(WORDS, max_size=30), st.booleans()).map(
    lambda drawn: (" " if drawn[1] else "").join(drawn[0]) + (" filler" * 80 if drawn[1] else "")
)


def spans(matches: Iterable[re.Match[str]]) -> list[tuple[int, int]]:
    return [match.span() for match in matches]


@pytest.mark.parametrize("pattern", PATTERNS)
@settings(deadline=None)  # the first one loads the vocabulary
@given(text=TEXTS)
def test_find_gives_what_a_search_gives(pattern: re.Pattern[str], text: str) -> None:
    document = read(text)
    assert spans(document.find(pattern)) == spans(pattern.finditer(document.folded.text))
    half = Span(0, max(text.rfind(" ", 0, len(text) // 2), 0))  # a word that is cut is no word of the text
    assert spans(document.find(pattern, half)) == spans(pattern.finditer(document.folded.text, *document.folded_span(half)))


def test_a_pattern_that_is_made_later_is_found_too() -> None:
    document = read("The officer zigzags between sites.")
    assert not document.may_hold(cues.pattern("zogs"))
    assert spans(document.find(cues.pattern("zigzags"))) == [(12, 19)]
    assert not document.may_hold(cues.pattern("zugs"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Relief Aid, relief-aid and RELIEF\nAID", ["Relief Aid", "relief-aid", "RELIEF\nAID"]),
        ("Relief Aid Mali", ["Relief Aid Mali"]),  # of two names at one place the first one given
        ("Reliefs Aid, my_relief aid, relief .... aid", []),
        ("", []),
    ],
)
def test_names_are_found_word_by_word(text: str, expected: list[str]) -> None:
    document = read(text)
    found = document.find_names(["relief aid mali", "relief aid"])
    assert [document.quote(document.original(*span)) for span in found] == expected


@given(st.text(alphabet="ab'lqu -.é(1\n", max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6))
def test_tokens_do_not_depend_on_what_was_read_before(text: str, stretches: list[tuple[int, int]]) -> None:
    document = read(text)
    for start, end in stretches:
        low, high = min(start, len(text)), min(end, len(text))
        fresh = Document(document.posting, document.vocabulary)
        assert read_tokens(document, low, high) == read_tokens(fresh, low, high)
        assert all(low <= token.start < token.end <= high for token in read_tokens(document, low, high))
        assert all(one.end <= other.start for one, other in pairwise(read_tokens(document, low, high)))
