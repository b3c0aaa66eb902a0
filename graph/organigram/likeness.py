"""When two names may be names of one thing, by their words alone.

>>> may_be_one("Save the Children", "Save the Children International"), may_be_one("IRC", "International Rescue Committee")
(True, True)
>>> may_be_one("Save the Children Mali", "Save the Children Niger"), may_be_one("CIR", "CRI")
(False, False)
"""

from __future__ import annotations

import re
from functools import cache

from organigram.folding import fold
from organigram.resources import table

_BRACKET = re.compile(r"\(([^()]{2,})\)")
_WORD = re.compile(r"[^\W_]+")
_LEAST_INITIALS, _MOST_INITIALS = 3, 12


@cache
def small_words() -> frozenset[str]:
    """Folded articles, prepositions and conjunctions of both languages."""
    return frozenset(word for words in table("likeness.toml")["small"].values() for word in words)


def words_of(name: str) -> tuple[str, ...]:
    """The folded words of a name.

    >>> words_of("Médecins-du-Monde")
    ('medecins', 'du', 'monde')
    """
    return tuple(_WORD.findall(fold(name).text))


def may_be_one(one: str, other: str) -> bool:
    """Whether one name, or what it holds in brackets, is the other, stands within it, or is its initials."""
    return any(_within(a, b) or _within(b, a) or _initials(a, b) or _initials(b, a) for a in _forms(one) for b in _forms(other))


def _forms(name: str) -> list[tuple[str, ...]]:
    forms = [words_of(_BRACKET.sub(" ", name)), *(words_of(inside) for inside in _BRACKET.findall(name))]
    return [form for form in forms if form]


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    size = len(part)
    return any(whole[start : start + size] == part for start in range(len(whole) - size + 1))


def _initials(short: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether a single word is made of the first letters of the other name's words; small words may be left out."""
    return len(short) == 1 and _LEAST_INITIALS <= len(short[0]) <= _MOST_INITIALS and len(whole) > 1 and _spells(short[0], whole)


def _spells(letters: str, words: tuple[str, ...]) -> bool:
    """Whether letters are made of the beginning of each word, at most two of each.

    >>> _spells("pplaaf", words_of("Plateforme de Protection des Lanceurs d'Alerte en Afrique"))
    True
    """
    if not words:
        return not letters
    first, rest = words[0], words[1:]
    taken = any(letters[:size] == first[:size] and _spells(letters[size:], rest) for size in (1, 2) if size <= len(letters))
    return taken or (first in small_words() and _spells(letters, rest))
