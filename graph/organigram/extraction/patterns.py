"""Patterns of the network rules, put together from tables of cues.

The phrases of ``cues/<name>.toml`` become one pattern; a space matches any white space, and a phrase that ends in an elision
("de l'") may be followed by a letter. Phrases share their first words in the pattern, and a pattern begins with the letters that
its phrases begin with, so that a search passes over the rest of a text at the speed of a scan.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from organigram.extraction import cues

_END = r"(?:(?<=[':,])|(?!\w))"


class _Node(dict[str, "_Node"]):
    """What may follow a word; ``ends`` if a phrase ends there."""

    ends = False


def _tree(phrases: Iterable[str]) -> _Node:
    root = _Node()
    for phrase in phrases:
        node = root
        for word in phrase.split():
            node = node.setdefault(word, _Node())
        node.ends = True
    return root


def _source(node: _Node) -> str:
    """The pattern of all that may follow, the longest phrase first."""
    ways = [re.escape(word) + _rest(child) for word, child in sorted(node.items(), key=lambda item: (-len(item[0]), item[0]))]
    return ways[0] if len(ways) == 1 else "(?:" + "|".join(ways) + ")"


def _rest(node: _Node) -> str:
    if not node:
        return ""
    following = _next_words(node)
    return rf"(?:{following}{_END}|{_END})" if node.ends else following


def _next_words(node: _Node) -> str:
    """What comes after a word: a sign may be glued to it, a word stands after white space."""
    signs = _Node({word: child for word, child in node.items() if not word[0].isalnum()})
    words = _Node({word: child for word, child in node.items() if word[0].isalnum()})
    ways = [rf"{space}{_source(part)}" for space, part in ((r"\s*", signs), (r"\s+", words)) if part]
    return ways[0] if len(ways) == 1 else "(?:" + "|".join(ways) + ")"


def source(phrases: Iterable[str]) -> str:
    """Phrases as the branches of a pattern, word-bounded at the end.

    >>> re.match(source(["de", "de l'"]), "de l'equipe").group()
    "de l'"
    """
    return _source(_tree(phrases)) + _END


def starting(phrases: Iterable[str]) -> str:
    """The same, word-bounded at the start too; for the start of a pattern, where it lets a search skip ahead.

    >>> [match.group() for match in re.finditer(starting(["reports to", "report"]), "to report, reports to, airport")]
    ['report', 'reports to']
    """
    groups: dict[str, list[str]] = {}
    for phrase in sorted(set(phrases)):
        groups.setdefault(phrase[0], []).append(phrase)
    ways = []
    for letter, group in sorted(groups.items()):
        first = re.escape(letter)
        ways.append(rf"{first}(?<!\w{first})" + _without_first(group))
    return ("(?:" + "|".join(ways) + ")" if len(ways) > 1 else ways[0]) + _END


def _without_first(group: list[str]) -> str:
    """The branches of phrases that share their first letter, which has been read."""
    words: dict[str, list[str]] = {}
    for phrase in group:
        word, _, rest = phrase.partition(" ")
        words.setdefault(word, []).append(rest)
    ways = [
        re.escape(word[1:]) + _rest(_tree_with_end(rests))
        for word, rests in sorted(words.items(), key=lambda i: (-len(i[0]), i[0]))
    ]
    return ways[0] if len(ways) == 1 else "(?:" + "|".join(ways) + ")"


def _tree_with_end(rests: list[str]) -> _Node:
    tree = _tree(rest for rest in rests if rest)
    tree.ends = "" in rests
    return tree


@cache
def _phrases(name: str, *path: str) -> tuple[str, ...]:
    node = cues.load(name)
    for key in path:
        node = node[key]
    return cues.phrases(node)


@cache
def branches(name: str, *path: str) -> str:
    """The phrases of a table as branches, for the middle of a pattern."""
    return source(_phrases(name, *path))


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
    return re.compile(starting(_phrases(name, *path)))


@cache
def leading(name: str, *path: str) -> str:
    """The phrases of a table as branches, for the start of a pattern."""
    return starting(_phrases(name, *path))


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
    found = [starting(heads) + (between + source(ends) if ends else "") for ends, heads in sorted(groups.items())]
    return "(?:" + "|".join(found) + ")"
