"""What the reader knows of the two languages and of files, from ``reading.toml``, compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from organigram.i18n import LANGUAGES, Language
from organigram.resources import table


@dataclass(frozen=True, slots=True)
class ReadingData:
    """The tables of ``reading.toml``; ``signatures`` pairs the first bytes of a kind of file with its name by
    language, ``signs`` the weight of a sign of a posting with its pattern (on folded text)."""

    language_candidates: tuple[str, ...]
    small_words: Mapping[Language, frozenset[str]]
    encodings: tuple[str, ...]
    typical: re.Pattern[str]
    garbled: re.Pattern[str]
    document_endings: frozenset[str]
    passed_over: re.Pattern[str]
    signatures: tuple[tuple[bytes, Mapping[str, str]], ...]
    signs: tuple[tuple[int, re.Pattern[str]], ...]


@cache
def reading_data() -> ReadingData:
    """The tables, read from the package."""
    data = table("reading/reading.toml")
    return ReadingData(
        language_candidates=tuple(data["languages"]["candidates"]),
        small_words={language: frozenset(data["languages"]["small_words"][language]) for language in LANGUAGES},
        encodings=tuple(data["encodings"]["candidates"]),
        typical=_any_of(data["encodings"]["typical"]),
        garbled=re.compile(data["encodings"]["garbled"]),
        document_endings=frozenset(data["files"]["document_endings"]),
        passed_over=re.compile(data["files"]["passed_over"]),
        signatures=tuple((entry["begins"].encode("latin-1"), entry["name"]) for entry in data["signatures"]),
        signs=tuple((sign["weight"], _stems(sign)) for sign in data["signs"]),
    )


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.MULTILINE)


def _stems(sign: Mapping[str, list[str]]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(stem for language in LANGUAGES for stem in sign[language])})")
