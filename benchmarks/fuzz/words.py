"""The words that inputs are made of: a fuzzer that knows none would need years to write a tag, a label or a table.

>>> spelled(b"a\\xff", ("<p>", "</p>"))
'a</p>'
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import organigram.extraction

_CUES = Path(organigram.extraction.__file__).parent / "cues"
#: So many words at most: two bytes name one.
_MOST = 1024


@cache
def words(name: str) -> tuple[str, ...]:
    """A list of ``words.toml``; ``postings``: its names, and the labels and cues of both languages, always in the same order."""
    lists = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    if name != "postings":
        return tuple(lists[name])
    cues = [phrase for path in _CUES.glob("*.toml") for phrase in _strings(tomllib.loads(path.read_text(encoding="utf-8")))]
    phrases = sorted({_plain(phrase) for phrase in cues})
    random.Random(1).shuffle(phrases)
    return (*lists["names"], *(f" {phrase} " for phrase in phrases))[:_MOST]


def spelled(data: bytes, vocabulary: Sequence[str]) -> str:
    """Bytes as text: those of ASCII as they are, the others as words (two bytes a word where there are more than 128)."""
    return "".join(_spelled(data, vocabulary))


def _spelled(data: bytes, vocabulary: Sequence[str]) -> Iterator[str]:
    pages = -(-len(vocabulary) // 128)
    waiting = iter(data)
    for byte in waiting:
        if byte < 128:
            yield chr(byte)
        else:
            page = next(waiting, 0) % pages if pages > 1 else 0
            yield vocabulary[(byte - 128 + 128 * page) % len(vocabulary)]


def _plain(phrase: str) -> str:
    return re.sub(r"[\[\]{}]|\|.*?(?=[\]}]|$)", "", phrase)


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _strings(inner)
