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
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

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
    """Every phrase that a phrase with ``[...]`` and ``{...}`` stands for, in order, white space run together.

    Raises ValueError where brackets do not pair.
    """
    parts = [part for part in _PARTS.split(phrase) if part]
    found, rest = _alternatives(parts, 0)
    if rest != len(parts):
        raise ValueError(f"unpaired bracket in cue: {phrase!r}")
    return tuple(phrase for phrase in dict.fromkeys(" ".join(text.split()) for text in found) if phrase)


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


def source(*words: str) -> str:
    """The source of a pattern for any of the phrases: the longest that fits wins, a space matches any white space."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) + ")"


def pattern(*words: str) -> re.Pattern[str]:
    """:func:`source` compiled, with word bounds at both ends, for folded text."""
    return re.compile(rf"(?<!\w){source(*words)}(?!\w)")


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
