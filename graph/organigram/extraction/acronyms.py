"""Acronyms that a text spells out."""

from __future__ import annotations

import re
from functools import lru_cache

from organigram.extraction.patterns import phrase_set
from organigram.folding import fold_name

_SMALL = phrase_set("phrases", "small")


_ACRONYM = re.compile(r"\(\s?([A-Z][\w&/.–-]{1,14})\s?(?:\)|:\s?(?:https?:|www\.))")
_BRACKET = re.compile(r"\(\s?([A-Z][\w&/.–-]{1,14})(?=\s?\)|,\s|\s[–-]\s|\s?:\s?(?:https?:|www\.))")
_LONG_IN_BRACKET = re.compile(r"\(([A-ZÀ-Þ][^()\n]{7,110})\)")
_BEFORE_BRACKET = re.compile(r"(?<![\w(])([A-Z][\w&-]{2,13})\s?\Z")
_WIDTH = 15  # characters of an acronym and a space
_WORD = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"[;:!?()«»“”\"|]|\.\s|\n\s*\n")
#: Characters and words before a bracket that a long form may have; words in it that give no letter to its acronym.
_FAR, _MOST_WORDS, _IDLE = 130, 14, 2


def abbreviations(text: str) -> dict[str, str]:
    """Acronyms of a text with the long forms that they stand by, where the letters fit.

    >>> abbreviations("The United Methodist Committee on Relief (UMCOR) and SAMSA. AMCP-SP (Alliance Médicale)")
    {'UMCOR': 'United Methodist Committee on Relief'}
    >>> abbreviations("le SCD (Service de Coopération au Développement)")
    {'SCD': 'Service de Coopération au Développement'}
    """
    found: dict[str, str] = {}
    for match in _ACRONYM.finditer(text):
        acronym = match[1]
        before = text[max(0, match.start() - 110) : match.start()]
        long_form = _long_form(acronym, before)
        if long_form:
            found.setdefault(acronym, long_form)
    for match in _LONG_IN_BRACKET.finditer(text):
        short = _BEFORE_BRACKET.search(text, max(0, match.start() - _WIDTH), match.start())
        if short and _long_form(short[1], match[1]) == " ".join(match[1].split()):
            found.setdefault(short[1], " ".join(match[1].split()))
    return found


@lru_cache(maxsize=4096)
def _letters(acronym: str) -> str:
    return "".join(character for character in acronym if character.isalnum()).casefold()


def _long_form(acronym: str, before: str) -> str:
    """The shortest end of a text whose words begin with the letters of an acronym; small words may be left out."""
    letters = _letters(acronym)
    parts = list(re.finditer(r"[^\W_]+", before))
    index = len(letters) - 1
    for part in reversed(parts[-14:]):
        word = fold_name(part.group())
        if index >= 0 and word[0] == letters[index]:
            index -= 1
            if index < 0:
                return " ".join(before[part.start() :].split()) if part.group()[0].isupper() else ""
        elif word not in _SMALL and len(word) > 2:
            return ""
    return ""


def spelt_out(text: str) -> list[tuple[int, int]]:
    """Where long forms stand that an acronym in brackets follows: from the word that gives its first letter to the bracket.

    Letters may be the first ones of a word ("ECOTRUST"), and two words may give none; the bracket says where the name ends,
    whatever signs and small words are in it.

    >>> text = "avec l'Association Locale pour la Nature et prévention du Feu (ALN), un Office, Terre et Mer (OTM)"
    >>> [text[start:end] for start, end in spelt_out(text)]
    ['Association Locale pour la Nature et prévention du Feu', 'Office, Terre et Mer']
    """
    found = []
    for match in _BRACKET.finditer(text):
        letters = _letters(match[1])
        floor = max(0, match.start() - _FAR)
        floor = max((sign.end() for sign in _BREAK.finditer(text, floor, match.start())), default=floor)
        words = list(_WORD.finditer(text, floor, match.start()))[-_MOST_WORDS:]
        plain = [fold_name(word.group()) for word in words]
        for first in range(len(words) - 1, -1, -1):
            if words[first].group()[0].isupper() and _gives(plain[first:], letters):
                found.append((words[first].start(), words[-1].end()))
                break
    return found


def _gives(words: list[str], letters: str) -> bool:
    """Whether the words give the letters in their order: each its first ones, small words and two others none."""
    if len(words) < 2 or len(letters) < 3 or words[0][0] != letters[0]:
        return False
    return _fits(words, letters, _IDLE)


def _fits(words: list[str], letters: str, idle: int) -> bool:
    if not words:
        return not letters
    word, rest = words[0], words[1:]
    for size in range(1, min(len(word), len(letters)) + 1):
        if word[size - 1] != letters[size - 1]:
            break
        if _fits(rest, letters[size:], idle):
            return True
    small = word in _SMALL or len(word) < 3
    return (small or idle > 0) and _fits(rest, letters, idle - (not small))
