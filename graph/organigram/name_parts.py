"""Parts of names: without their article, without words for a kind of division; such words stand in ``linking.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from organigram.resources import table
from organigram.vocabulary import key


def first_words(name: str, count: int) -> str:
    """The name up to the end of its word of that number, as written (acronyms keep their case)."""
    ends = [match.end() for match in re.finditer(r"[^\W_]+", name)]
    return name[: ends[count - 1]] if count <= len(ends) else name


@cache
def listed(name: str) -> frozenset[str]:
    """The words of a table of ``linking.toml``, of both languages."""
    return frozenset(word for words in table("linking.toml")[name].values() for word in words)


def without(words: Iterable[str], name: str) -> list[str]:
    """Words (folded) without those of a table.

    >>> without(["province", "de", "tata"], "divisions")
    ['tata']
    """
    return [word for word in words if word not in listed(name)]


@lru_cache(maxsize=4096)
def bare(name: str) -> str:
    """A name without the article that it begins with.

    >>> bare("The Eurasia Foundation"), bare("l'ALIMA"), bare("La")
    ('Eurasia Foundation', 'ALIMA', 'La')
    """
    first = re.match(r"\W*([^\W_]+)\W+(?=\w)", name)
    return name[first.end() :] if first and key(first[1]) in listed("articles") else name


def region_of(name: str) -> str:
    """What a division is called: its name without words like "region" and what links them; empty where it has none.

    >>> region_of("Province de Tata"), region_of("Shirak Region"), region_of("Bamako")
    ('tata', 'shirak', '')
    """
    words = key(name).split()
    rest = without(words, "divisions")
    return " ".join(rest) if 0 < len(rest) < len(words) else ""
