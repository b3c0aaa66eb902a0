"""Sentences of a paragraph: after a full stop that ends one, at the signs of lists, never inside abbreviations or numbers."""

from __future__ import annotations

import re
from functools import cache

from organigram.extraction import cues
from organigram.extraction.layout import BULLET, Span, trim

# A stop before white space and no small letter; a stop glued to the next sentence.
_STOP = r"[.!?…](?:[.!?…]*[\"”»’')\]]*\s+(?![a-zà-ÿ])|(?<=[a-zà-ÿ0-9)]{3}[.!?])(?=[A-ZÀ-Þ][a-zà-ÿ' ’]))"
# Also a sign of a list within a paragraph.
_ITEM = r";\s*\n|\s+(?=[•▪●➢✓❖\uf0b7\uf0a7]\s)|\n\s*(?=[-–•*]\s)"
_BREAK, _BREAK_IN_LIST = re.compile(_STOP), re.compile(f"{_STOP}|{_ITEM}")
_LIST = re.compile(r"[\n•▪●➢✓❖\uf0b7\uf0a7]")
_LAST_WORD = re.compile(r"(?:^|[\s(\"'’«])([^\s(\"'’«]{0,12})$")


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(cues.phrases(cues.load("abbreviations")["abbreviation"]))


def split_sentences(text: str, paragraph: Span) -> list[Span]:
    """The sentences of a paragraph, signs of lists at their start left out.

    >>> text = "Reports to Dr. Adams. Budget of 2.5 million, i.e. Half."
    >>> [text[a:b] for a, b in split_sentences(text, Span(0, len(text)))]
    ['Reports to Dr. Adams.', 'Budget of 2.5 million, i.e. Half.']
    """
    found: list[Span] = []
    start = paragraph.start
    pattern = _BREAK_IN_LIST if _LIST.search(text, *paragraph) else _BREAK
    for match in pattern.finditer(text, *paragraph):
        if text[match.start()] == "." and _is_abbreviation(text, start, match.start()):
            continue
        found.append(_sentence(text, start, match.end()))
        start = match.end()
    found.append(_sentence(text, start, paragraph.end))
    return [sentence for sentence in found if sentence.start < sentence.end]


def _sentence(text: str, start: int, end: int) -> Span:
    span = trim(text, start, end)
    if text[span.start : span.start + 1].isalpha() and text[span.start + 1 : span.start + 2] not in {".", ")"}:
        return span  # no sign of a list
    bullet = BULLET.match(text, span.start, span.end)
    return trim(text, bullet.end(), span.end) if bullet else span


def _is_abbreviation(text: str, start: int, stop: int) -> bool:
    """Whether the word before a full stop is one that is cut short, or a single letter."""
    word = _LAST_WORD.search(text, max(start, stop - 13), stop)
    if word is None:
        return False
    plain = word[1].casefold()
    return plain in _abbreviations() or (len(plain) == 1 and plain.isalpha()) or bool(re.fullmatch(r"(?:\w\.)+\w", plain))
