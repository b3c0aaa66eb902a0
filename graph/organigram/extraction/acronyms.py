"""Acronyms that a text spells out."""

from __future__ import annotations

import re
from functools import lru_cache

from organigram.extraction.patterns import phrase_set

_SMALL = phrase_set("phrases", "small")


_ACRONYM = re.compile(r"\(\s?([A-Z][\w&/.–-]{1,14})\s?\)")


def abbreviations(text: str) -> dict[str, str]:
    """Acronyms of a text with the long forms that they stand by, where the letters fit.

    >>> abbreviations("The United Methodist Committee on Relief (UMCOR) and SAMSA. AMCP-SP (Alliance Médicale)")
    {'UMCOR': 'United Methodist Committee on Relief'}
    """
    found: dict[str, str] = {}
    for match in _ACRONYM.finditer(text):
        acronym = match[1]
        before = text[max(0, match.start() - 110) : match.start()]
        long_form = _long_form(acronym, before)
        if long_form:
            found.setdefault(acronym, long_form)
    return found


@lru_cache(maxsize=4096)
def _letters(acronym: str) -> str:
    return "".join(character for character in acronym if character.isalpha()).casefold()


def _long_form(acronym: str, before: str) -> str:
    """The shortest end of a text whose words begin with the letters of an acronym; small words may be left out."""
    letters = _letters(acronym)
    parts = list(re.finditer(r"[^\W\d_]+", before))
    index = len(letters) - 1
    for part in reversed(parts[-14:]):
        word = part.group().casefold()
        if index >= 0 and word[0] == letters[index]:
            index -= 1
            if index < 0:
                return " ".join(before[part.start() :].split()) if part.group()[0].isupper() else ""
        elif word not in _SMALL and len(word) > 2:
            return ""
    return ""
