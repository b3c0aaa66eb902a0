"""Patterns of the network rules, put together from tables of cues.

The phrases of ``cues/<name>.toml`` become the branches of one pattern; a space matches any white space, and a phrase that ends in
an elision ("de l'") may be followed by a letter.
"""

from __future__ import annotations

import re
from functools import cache

from organigram.extraction import cues

_END = r"(?:(?<=')|(?!\w))"


@cache
def branches(name: str, *path: str) -> str:
    """The phrases of a table as the branches of a pattern, word-bounded at the end.

    >>> re.match(branches("lines", "under", "link"), "de l'equipe").group()
    "de l'"
    """
    return cues.source(*_phrases(name, *path)) + _END


def _phrases(name: str, *path: str) -> tuple[str, ...]:
    node = cues.load(name)
    for key in path:
        node = node[key]
    return cues.phrases(node)


@cache
def phrase_set(name: str, *path: str) -> frozenset[str]:
    """The phrases of a table.

    >>> "technique" in phrase_set("lines", "line", "technical")
    True
    """
    return frozenset(_phrases(name, *path))


@cache
def pattern(name: str, *path: str) -> re.Pattern[str]:
    """The phrases of a table as one pattern with word bounds."""
    return re.compile(rf"(?<!\w){branches(name, *path)}")


@cache
def with_adverbs(name: str, table: str, adverbs: str) -> str:
    """The phrases of a table as branches, with adverbs allowed before the last word ("rattache hierarchiquement au")."""
    between = rf"(?:\s+{branches(name, adverbs)})*\s+"
    found = []
    for phrase in _phrases(name, table):
        head, _, last = phrase.rpartition(" ")
        found.append((cues.source(head) + between if head else "") + cues.source(last))
    return "(?:" + "|".join(sorted(found, key=lambda part: (-len(part), part))) + ")" + _END
