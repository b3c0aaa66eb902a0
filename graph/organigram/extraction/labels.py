"""The labels and headings that postings are made of, by their folded words (``cues/labels.toml``, ``cues/headings.toml``)."""

from __future__ import annotations

import re
from functools import cache

from organigram.extraction import cues
from organigram.folding import Folded

_HEADING_WIDTH = 90
_HEADING_WORDS = 8
_WORD = re.compile(r"[^\s:]+")
#: An ending in brackets that leaves a label what it is ("lieu(x) d'affectation").
_PLURAL = re.compile(r"(?<=\w)\((?:s|x|es)\)")
_WORD_OF = re.compile(r"[^\W_]+")
_ORNAMENT = re.compile(r"[\W_]*(?:(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,4}|[a-h])\s*[.):\-]\s*)?[\W_]*")


@cache
def _labels() -> dict[str, str]:
    return dict(cues.keys_by_phrase(cues.load("labels")["label"]))


@cache
def _headings() -> dict[str, str]:
    return dict(cues.keys_by_phrase(cues.load("headings")["heading"]))


@cache
def _prefixes() -> dict[str, str]:
    """What headings begin with, with what parts it from the name behind it."""
    found = cues.keys_by_phrase(cues.load("headings")["prefix"])
    return {start if start[-1] == "'" else f"{start} ": key for start, key in found.items()}


@cache
def _prefix_texts() -> tuple[str, ...]:
    return tuple(_prefixes())


@cache
def _needing_colon() -> frozenset[str]:
    return frozenset(cues.phrases(cues.load("labels")["needs_colon"]))


def plain(folded: Folded, start: int, end: int) -> str:
    """The words between two places of the original, without numbers and signs around them; ``""`` where they are too many."""
    if end - start > _HEADING_WIDTH:
        return ""
    text = words(folded, start, end)
    text = _PLURAL.sub("", text) if "(" in text else text
    ornament = _ORNAMENT.match(text)
    first, last = ornament.end() if ornament else 0, len(text)
    while last > first and not text[last - 1].isalnum():
        last -= 1
    return _without_aside(text[first:last])


def _without_aside(text: str) -> str:
    """A label without the bracket behind it that says what to write there ("lieu (ville/region")."""
    bracket = text.find(" (")
    aside = _WORD_OF.findall(text[bracket:]) if bracket > 0 else []
    return text[:bracket] if aside and all(word in _asides() for word in aside) else text


@cache
def _asides() -> frozenset[str]:
    return frozenset(cues.phrases(cues.load("labels")["aside"]))


def words(folded: Folded, start: int, end: int) -> str:
    """The folded words between two places of the original, with single spaces."""
    return " ".join(folded.text[folded.index(start) : folded.index(end)].split())


def label_key(text: str) -> str:
    """What a label means, ``""`` if it is none.

    >>> label_key("duty station"), label_key("duty")
    ('location', '')
    """
    return _labels().get(text, "")


@cache
def _label_openings() -> frozenset[str]:
    return frozenset(label.split()[0] for label in _labels())


def may_open_label(folded: Folded, start: int) -> bool:
    """Whether the word at a place of the original is the first one of a label."""
    first = folded.index(start)
    word = _WORD.match(folded.text, first)
    return word is not None and word.group() in _label_openings()


def needs_colon(text: str) -> bool:
    """Whether a label is so common a word that only a colon makes it one."""
    return text in _needing_colon()


def heading_key(text: str) -> str:
    """What a line means as a heading, ``""`` if it is none: a known one, or the beginning of one and a name.

    >>> heading_key("how to apply"), heading_key("about relief aid"), heading_key("the cat")
    ('apply', 'about', '')
    """
    if found := _headings().get(text):
        return found
    if not text.startswith(_prefix_texts()) or len(text.split()) > _HEADING_WORDS:
        return ""
    return next(key for start, key in _prefixes().items() if text.startswith(start))


def is_known(text: str) -> bool:
    """Whether words are a label or a heading."""
    return bool(label_key(text) or heading_key(text))
