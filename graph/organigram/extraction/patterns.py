"""Patterns of the network rules, put together from tables of cues.

The phrases of ``cues/<name>.toml`` become one pattern; a space matches any white space, and a phrase that ends in an elision
("de l'") may be followed by a letter. Phrases share their first words in the pattern, and a pattern begins with the letters that
its phrases begin with, so that a search passes over the rest of a text at the speed of a scan.
"""

from __future__ import annotations

import re
from functools import cache

from organigram.extraction import cues


@cache
def _phrases(name: str, *path: str) -> tuple[str, ...]:
    node = cues.load(name)
    for key in path:
        node = node[key]
    return cues.phrases(node)


@cache
def branches(name: str, *path: str) -> str:
    """The phrases of a table as branches, for the middle of a pattern."""
    return cues.source(*_phrases(name, *path))


@cache
def phrase_set(name: str, *path: str) -> frozenset[str]:
    """The phrases of a table.

    >>> "technique" in phrase_set("lines", "line", "technical")
    True
    """
    return frozenset(_phrases(name, *path))


@cache
def small(table: str) -> frozenset[str]:
    """The words of a table of ``cues/small.toml``."""
    return phrase_set("small", table)


@cache
def either(name: str, *path: str, capital: bool = False) -> str:
    """The words of a table as the branches of a group, as they are written, or (``capital``) with a capital too.

    >>> either("small", "and"), either("small", "one_article", capital=True)
    ('(?:and|et)', "(?:[Tt]he|[Ll]['’]|[Ll]a|[Ll]e)")
    """
    return "(?:" + "|".join(_written(word, capital) for word in _longest_first(name, *path)) + ")"


@cache
def spaced(name: str, *path: str, space: str = r"\s", capital: bool = False) -> str:
    """The same with white space behind each word, and none behind an elision.

    >>> spaced("small", "one_article")
    "(?:the\\\\s|l['’]|la\\\\s|le\\\\s)"
    """
    words = _longest_first(name, *path)
    return "(?:" + "|".join(_written(word, capital) + ("" if word.endswith("'") else space) for word in words) + ")"


def _longest_first(name: str, *path: str) -> list[str]:
    return sorted(_phrases(name, *path), key=lambda word: (-len(word), word))


def _written(word: str, capital: bool) -> str:
    first = f"[{word[0].upper()}{word[0]}]" if capital else re.escape(word[0])
    return first + re.escape(word[1:]).replace("'", "['’]")


@cache
def pattern(name: str, *path: str) -> re.Pattern[str]:
    """The phrases of a table as one pattern with word bounds."""
    return cues.pattern(*_phrases(name, *path))


@cache
def leading(name: str, *path: str) -> str:
    """The phrases of a table as branches, for the start of a pattern."""
    return cues.starting(*_phrases(name, *path))


@cache
def with_adverbs(name: str, table: str, adverbs: str) -> str:
    """The phrases of a table at the start of a pattern, adverbs allowed before the last word ("rattache hierarchiquement au")."""
    between = rf"(?:\s+{branches(name, adverbs)})*\s+"
    lasts: dict[str, set[str]] = {}
    for phrase in _phrases(name, table):
        head, _, last = phrase.rpartition(" ")
        lasts.setdefault(head or last, set()).update([last] if head else [])
    groups: dict[tuple[str, ...], list[str]] = {}
    for head, ends in lasts.items():
        groups.setdefault(tuple(sorted(ends)), []).append(head)
    found = [cues.starting(*heads) + (between + cues.source(*ends) if ends else "") for ends, heads in sorted(groups.items())]
    return "(?:" + "|".join(found) + ")"


@cache
def openings_with_adverbs(name: str, table: str, adverbs: str) -> tuple[str, ...]:
    """What :func:`with_adverbs` begins with, an adverb in its place or not, to wake the pattern by."""
    own = _phrases(name, table)
    heads = dict.fromkeys(head for head, _, last in (phrase.rpartition(" ") for phrase in own) if head and last)
    return (*own, *(f"{head} {adverb}" for head in heads for adverb in _phrases(name, adverbs)))
