"""When two names are one name written twice, and when they may be names of one thing, by their words alone.

>>> spelling("organization", "ONG Solidarité Locale (SOLO)") == spelling("organization", "Solidarite locale – ONG")
True
>>> spelling("project", "Opti-MA"), spelling("project", "RESILAC II"), spelling("project", "Projets RESILAC I")
('optima', 'resilac-ii', 'resilac-i')

>>> may_be_one("Save the Children", "Save the Children International"), may_be_one("IRC", "International Rescue Committee")
(True, True)
>>> may_be_one("Save the Children Mali", "Save the Children Niger"), may_be_one("CIR", "CRI")
(False, False)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from organigram.folding import fold, slug
from organigram.namespaces import unresolved
from organigram.resources import table

_BRACKET = re.compile(r"\(([^()]{2,})\)")
_WORD = re.compile(r"[^\W_]+")
_PLURAL = re.compile(r"(?:[^aeious]|e|[aeiou]e|ie)s$|eaux$")
_ACRONYM = re.compile(r".?[^aeiouy]{4,}")  # "umrrs": no word is plural that has no vowel beyond its first letter
_FEW = 3  # words, the common one among them
_NUMERAL = re.compile(r"[ivx]+|\d+")
_LEAST_PLURAL = 3
#: Kinds whose names are brought together, and the letters up to which their words are written as one ("Opti-MA").
_JOINED = {"organization": 0, "project": 12}
_LEAST_INITIALS, _MOST_INITIALS = 3, 12


@cache
def _words(*path: str) -> frozenset[str]:
    """The words of a table of ``likeness.toml``, of both languages."""
    node = table("likeness.toml")
    for name in path:
        node = node[name]
    return frozenset(word for words in node.values() for word in words)


@cache
def _same() -> dict[str, str]:
    """Prepositions with the one that they are written as."""
    return {other: one for one, others in table("likeness.toml")["same"].items() for other in others}


@lru_cache(maxsize=16384)
def spelling(kind: str, name: str) -> str:
    """What is left of a name of a kind without what spellings of it differ in: the last part of an unresolved entity's IRI.

    That is case, accents, punctuation, what stands in brackets, articles, "and", plural endings, and words such as "NGO" or
    "project" at its ends. The same for every spelling, whatever the others are.
    """
    generic = _words("generic", kind) if kind in _JOINED else frozenset[str]()
    if not generic:
        return slug(name)
    words = [_same().get(word, word) for word in words_of(_BRACKET.sub(" ", name)) if word not in _words("joining")]
    words = _without_kind(words, generic)
    if len(words) <= _FEW:
        words = _without_kind(words, generic | _words("common", kind))
    if len(words) > 1:
        words = [_singular(word) for word in words]
    rest = [word for word in words if not _NUMERAL.fullmatch(word)]
    if len(joined := "".join(rest)) <= _JOINED[kind] and words[: len(rest)] == rest:
        words = [joined, *words[len(rest) :]] if joined else words
    return "-".join(words) or slug(name)


def halves(name: str) -> tuple[str, ...]:
    """The name without its one bracket, and what stands in that; else the name alone.

    >>> halves("Federation (FCFA) of Canada"), halves("ALIMA")
    (('Federation of Canada', 'FCFA'), ('ALIMA',))
    """
    brackets = _BRACKET.findall(name)
    rest = " ".join(_BRACKET.sub(" ", name).split())
    return (rest, brackets[0].strip()) if len(brackets) == 1 and rest else (name,)


def unresolved_iri(kind: str, name: str, country: str = "") -> str:
    """The IRI of what is called so and nothing settles; ``country`` (alpha-2) where the name is one in its country only.

    >>> unresolved_iri("organization", "Ministries of Health", "ML").rpartition("/")[2]
    'ministry-of-health-ml'
    """
    return unresolved(kind, "-".join(part for part in (spelling(kind, name), country.lower()) if part))


def _without_kind(words: list[str], generic: frozenset[str]) -> list[str]:
    """Words without those at either end that say what kind of thing it is, if others are left."""
    while len(words) > 1 and words[0] in generic and words[1] not in _words("preposition"):
        words = words[1:]
    while len(words) > 1 and words[-1] in generic:
        words = words[:-1]
    return words


def _singular(word: str) -> str:
    """A folded word without its plural ending, in English and French; both forms give the same, which may be no word.

    >>> [_singular(word) for word in ("communities", "community", "reseaux", "reseau", "services", "umrrs", "access")]
    ['community', 'community', 'reseau', 'reseau', 'service', 'umrrs', 'access']
    """
    if len(word) > _LEAST_PLURAL and _PLURAL.search(word) and not _ACRONYM.fullmatch(word):
        word = word[:-1]
    return f"{word[:-2]}y" if len(word) > _LEAST_PLURAL and word.endswith("ie") else word


def mainly(words: Iterable[str]) -> list[str]:
    """Words of a spelling without prepositions and without those that say what kind of body it is.

    >>> mainly(["association", "de", "femme"])
    ['femme']
    """
    return [word for word in words if word not in small_words() and word not in _words("common", "organization")]


def is_numeral(word: str) -> bool:
    """Whether a folded word is a number, in figures or Roman."""
    return bool(_NUMERAL.fullmatch(word))


def initials(name: str) -> set[str]:
    """The first letters of a name's words, three at least, with its small words and without.

    >>> sorted(initials("Office de Secours du Nord"))
    ['odsdn', 'osn']
    """
    words = words_of(_BRACKET.sub(" ", name))
    found = {"".join(word[0] for word in words), "".join(word[0] for word in words if word not in small_words())}
    return {letters for letters in found if len(letters) >= _LEAST_INITIALS}


def is_national(name: str) -> bool:
    """Whether every country has a body of that name.

    >>> is_national("Ministry of Health"), is_national("Health Ministry Watch")
    (True, False)
    """
    return f"{spelling('organization', name)}-".startswith(_national())


@cache
def _national() -> tuple[str, ...]:
    return tuple(sorted(f"{slug(start)}-" for start in _words("national")))


@cache
def small_words() -> frozenset[str]:
    """Folded articles, prepositions and conjunctions of both languages."""
    return _words("small")


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
