"""Cues: the words by which a posting shows what it is about to say, kept in TOML files with English and French side by side.

A table of a file ``cues/<name>.toml`` holds, for each key, lists of phrases under ``en`` and ``fr``. Phrases are written folded
(:mod:`organigram.folding`: lower case, no accents, no inclusive endings). ``[a|b]`` is a part that may be absent, ``{a|b}``
one of several; both may be nested. Both languages' cues apply to every posting, since postings mix them.

>>> expand("date [de|du] {debut|depart}")
('date de debut', 'date de depart', 'date du debut', 'date du depart', 'date debut', 'date depart')
>>> pattern("chef de mission", "chef").findall("le chef de\\nmission, la cheffe")
['chef de\\nmission']
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

_FOLDER = Path(__file__).parent / "cues"
_PARTS = re.compile(r"([\[\]{}|])")


@cache
def load(name: str) -> Mapping[str, Any]:
    """The tables of ``cues/<name>.toml``. Raises FileNotFoundError where there is none, TOMLDecodeError where it is broken.

    >>> "location" in load("labels")["label"]
    True
    """
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def expand(phrase: str) -> tuple[str, ...]:
    """Every phrase that a phrase with ``[...]`` and ``{...}`` stands for, in order, white space run together, none after "l'".

    Raises ValueError where brackets do not pair.
    """
    parts = [part for part in _PARTS.split(phrase) if part]
    found, rest = _alternatives(parts, 0)
    if rest != len(parts):
        raise ValueError(f"unpaired bracket in cue: {phrase!r}")
    plain = (" ".join(text.split()).replace("' ", "'") for text in found)
    return tuple(phrase for phrase in dict.fromkeys(plain) if phrase)


def _alternatives(parts: list[str], position: int) -> tuple[list[str], int]:
    """What the parts from a position say, up to an unpaired closing bracket: alternatives, and where reading stopped."""
    found: list[str] = []
    sequence: list[list[str]] = []
    while position < len(parts) and parts[position] not in "]}":
        part = parts[position]
        if part in "[{":
            inner, position = _alternatives(parts, position + 1)
            if position >= len(parts) or parts[position] != {"[": "]", "{": "}"}[part]:
                raise ValueError(f"unpaired bracket in cue: {''.join(parts)!r}")
            sequence.append([*inner, ""] if part == "[" else inner)
        elif part == "|":
            found.extend("".join(words) for words in product(*sequence))
            sequence = []
        else:
            sequence.append([part])
        position += 1
    return [*found, *("".join(words) for words in product(*sequence))], position


def phrases(node: Any) -> tuple[str, ...]:
    """All phrases under a table, a list or a string, whatever the language, expanded; the order of the file is kept.

    >>> phrases({"en": ["start date"], "fr": ["date de {debut|prise de poste}"]})
    ('start date', 'date de debut', 'date de prise de poste')
    """
    return tuple(dict.fromkeys(_strings(node)))


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield from expand(node)
    elif isinstance(node, Mapping):
        for value in node.values():
            yield from _strings(value)
    else:
        for value in node:
            yield from _strings(value)


def keys_by_phrase(table: Mapping[str, Any]) -> Mapping[str, str]:
    """Every phrase of a table with the key that it stands under. Raises ValueError where a phrase stands under two.

    >>> keys_by_phrase({"location": {"en": ["place"], "fr": ["lieu"]}})
    {'place': 'location', 'lieu': 'location'}
    """
    found: dict[str, str] = {}
    for key, node in table.items():
        for phrase in phrases(node):
            if found.setdefault(phrase, key) != key:
                raise ValueError(f"cue {phrase!r} stands under {found[phrase]!r} and {key!r}")
    return found


#: Where a phrase ends: at the end of a word, or after an elision ("d'").
END = r"(?:(?<=')|(?!\w))"


class _Node(dict[str, "_Node"]):
    """What may follow a word; ``ends`` if a phrase ends there."""

    ends = False


def _tree(words: Iterable[str]) -> _Node:
    root = _Node()
    for phrase in words:
        node = root
        for word in phrase.split():
            node = node.setdefault(word, _Node())
        node.ends = True
    return root


def _ways(node: _Node) -> str:
    """The pattern of all that may follow, the longest word first."""
    ways = [re.escape(word) + _rest(child) for word, child in sorted(node.items(), key=lambda item: (-len(item[0]), item[0]))]
    return ways[0] if len(ways) == 1 else "(?:" + "|".join(ways) + ")"


def _rest(node: _Node) -> str:
    if not node:
        return ""
    following = _next_words(node)
    return rf"(?:{following}{END}|{END})" if node.ends else following


def _next_words(node: _Node) -> str:
    """What comes after a word: a sign may be glued to it, a word stands after white space."""
    signs = _Node({word: child for word, child in node.items() if not word[0].isalnum()})
    words = _Node({word: child for word, child in node.items() if word[0].isalnum()})
    ways = [rf"{space}{_ways(part)}" for space, part in ((r"\s*", signs), (r"\s+", words)) if part]
    return ways[0] if len(ways) == 1 else "(?:" + "|".join(ways) + ")"


def source(*words: str) -> str:
    """The source of a pattern for any of the phrases: the longest that fits wins, a space matches any white space.

    Phrases share their first words; the pattern is word-bounded at its end.

    >>> re.match(source("de", "de l'"), "de l'equipe").group()
    "de l'"
    """
    return _ways(_tree(words)) + END


def starting(*words: str) -> str:
    """The same, word-bounded at the start too; for the start of a pattern, where it lets a search skip ahead.

    It begins with the letters that the phrases begin with, each of which then looks back, so that a search passes over the rest
    of a text at the speed of a scan.

    >>> re.findall(starting("reports to", "report"), "to report, reports to, airport")
    ['report', 'reports to']
    """
    groups: dict[str, dict[str, list[str]]] = {}
    for phrase in sorted(set(words)):
        word, _, rest = phrase.partition(" ")
        groups.setdefault(word[0], {}).setdefault(word, []).append(rest)
    ways = []
    for letter, group in sorted(groups.items()):
        first = re.escape(letter)
        ways.append(rf"{first}(?<!\w{first})" + _after_first(group))
    return ("(?:" + "|".join(ways) + ")" if len(ways) > 1 else ways[0]) + END


def _after_first(group: Mapping[str, list[str]]) -> str:
    """The branches of phrases (word: what follows it) that share their first letter, which has been read."""
    ways = []
    for word, rests in sorted(group.items(), key=lambda item: (-len(item[0]), item[0])):
        tree = _tree(rest for rest in rests if rest)
        tree.ends = "" in rests
        ways.append(re.escape(word[1:]) + _rest(tree))
    return ways[0] if len(ways) == 1 else "(?:" + "|".join(ways) + ")"


def pattern(*words: str) -> re.Pattern[str]:
    """:func:`starting` compiled, for folded text."""
    return opening(starting(*words), words)


def _next_of(phrases: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The second words of phrases by their first; not of a word that is a phrase by itself."""
    seconds: dict[str, set[str]] = {}
    alone: set[str] = set()
    for first, *rest in map(_WORD.findall, phrases):
        if rest:
            seconds.setdefault(first, set()).add(rest[0])
        else:
            alone.add(first)
    return {first: tuple(second) for first, second in seconds.items() if first not in alone}


class Needs(NamedTuple):
    """What a pattern needs: one of ``words``, where it begins if it ``opens`` with them, else within ``longest`` characters.

    ``longest`` is 0 where it is not known how long a fit can be. ``next``: what one of the words that are no cue alone has to
    be followed by; the word there may be longer, since values end within words ("Fixed term3 months").
    """

    words: frozenset[str]
    opens: bool
    longest: int
    next: Mapping[str, tuple[str, ...]] = MappingProxyType({})


_NEEDS: dict[str, Needs] = {}
_WORD = re.compile(r"[^\W_]+")


def opening(source: str, words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that begins with one of these phrases, all of it; what words it can begin with is kept beside it.

    A document then tries it only where one of these words stands, with the second one behind it (:meth:`Document.find`).
    """
    words = tuple(words)
    found = _words_of(words, 0)
    if found is not None:
        _NEEDS[source] = Needs(found, True, 0, _next_of(words))
    return re.compile(source)


def needing(source: str, words: Iterable[str], longest: int = 0) -> re.Pattern[str]:
    """A pattern that begins with anything, but holds one of these phrases wherever it fits.

    A document then tries it only if the most telling (longest) word of one of them stands in it (:meth:`Document.find`).
    ``longest``: no fit has more characters, so that only the text around such a word is searched; 0 where that is not known.
    """
    found = _words_of(words, -1)
    if found is not None:
        _NEEDS[source] = Needs(found, False, longest)
    return re.compile(source)


def _words_of(phrases: Iterable[str], which: int) -> frozenset[str] | None:
    """The first (0) or the longest (-1) word of each phrase; None where one has no word."""
    words = [_WORD.findall(phrase) for phrase in phrases]
    return frozenset((own if which == 0 else sorted(own, key=len))[which] for own in words) if all(words) else None


def needs(pattern: re.Pattern[str]) -> Needs | None:
    """What stands in every text that a pattern fits; None where that is not known.

    >>> sorted(needs(pattern("reports to", "report", "d'appui")).words)
    ['d', 'report', 'reports']
    """
    return _NEEDS.get(pattern.pattern)


@cache
def compiled(name: str, *path: str) -> re.Pattern[str]:
    """The phrases of a table of a file as one pattern.

    >>> compiled("labels", "label", "location").search("duty station: goundam").group()
    'duty station'
    """
    node: Any = load(name)
    for key in path:
        node = node[key]
    return pattern(*phrases(node))
