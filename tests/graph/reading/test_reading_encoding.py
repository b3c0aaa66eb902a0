"""Encodings: what real postings look like in each, and arbitrary bytes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from organigram.errors import ReadingError
from organigram.reading.data import reading_data
from organigram.reading.encoding import decode


@given(st.binary(max_size=400))
def test_any_bytes_give_clean_text_or_a_reading_error(raw: bytes) -> None:
    try:
        text = decode(raw)
    except ReadingError:
        return
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]", text)


@given(st.text(st.characters(max_codepoint=0x17F, exclude_categories=["Cc"], exclude_characters="Ââ"), max_size=200))
def test_unicode_comes_back_as_it_was(text: str) -> None:
    assume(not reading_data().garbled.search(text))
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        assert decode(text.encode(encoding)) == text


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("encoding", "floor"), [("cp1252", 1.0), ("latin-1", 1.0), ("iso8859_15", 0.97), ("mac_roman", 1.0), ("cp850", 0.97)]
)
def test_old_encodings_of_real_postings(corpus_dir: Path, encoding: str, floor: float) -> None:
    right = count = 0
    for path in sorted([*(corpus_dir / "seeds").glob("*.txt"), *(corpus_dir / "corpus" / "dev").glob("*.txt")]):
        raw = path.read_text("utf-8").encode(encoding, "ignore")
        if not raw.isascii():
            count += 1
            right += decode(raw) == raw.decode(encoding)
    assert count > 30
    assert right / count >= floor


def test_one_letter_far_into_a_long_line_tells_the_encoding() -> None:
    text = "The post is in the field. " * 8000 + "Médecins du Monde"
    assert decode(text.encode("cp1252")) == text
