"""How like two texts are: by runs of three words, by what stands in place of what, by the names and numbers that both have.

>>> one = read("The nurse reports to the Head of Mission in Bamako, and leads a team of twelve nurses for our clinics.")
>>> two = read("Nurse. The nurse reports to the Head of Mission in Bamako, and leads a team of ten nurses.")
>>> contained(one.runs, one.runs), round(contained(one.runs, two.runs), 2)
(1.0, 0.81)
"""

from __future__ import annotations

import itertools
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from babel import Locale
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from organigram.folding import Folded, fold, fold_name
from organigram.i18n import LANGUAGES

Hashes = NDArray[np.uint64]

#: One run in so many stands for a text in the search of candidates; the same ones in every text.
SHARE = 8
#: Equal words on both sides that make a difference one within the text, and not one of the frame that a board puts around it.
_FRAME = 12
#: So few equal words between two differences do not part them.
_GAP = 2
#: Names so like each other (of 100) are one name, written twice.
_ALIKE = 75
_WORD = re.compile(r"[^\W_]+")
#: What stands before a colon at the beginning of a line says what the rest is, and not what the vacancy is.
_LABEL = re.compile(r"^[^\n:]{1,40}:", re.MULTILINE)
_WITHIN_SENTENCE = re.compile(r"""[\w,][ '’(«"]""")
_FACTORS = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in their order, folded; which of them are written as names; hashes of all runs of three, sorted.

    ``marks`` are names within sentences, acronyms, and numbers that are no years: what a translation keeps.
    """

    folded: Sequence[str]
    names: Sequence[bool]
    runs: Hashes
    marks: frozenset[str]


def read(text: str) -> Words:
    """The words of a text."""
    folded = fold(text)
    spans = [match.span() for match in _WORD.finditer(folded.text)]
    words = [folded.text[start:end] for start, end in spans]
    names = list(_names(text, folded, spans))
    marks = (word for word, span, name in zip(words, spans, names, strict=True) if _is_mark(word, text, folded, span, name))
    return Words(words, names, hash_runs(words), frozenset(marks))


def _names(text: str, folded: Folded, spans: Sequence[tuple[int, int]]) -> Iterator[bool]:
    """Which words are written with a capital, or with letters and digits, and are neither of a label nor of a calendar."""
    labels = iter([match.span() for match in _LABEL.finditer(folded.text)])
    label = next(labels, (-1, -1))
    for start, end in spans:
        while label[0] >= 0 and label[1] <= start:
            label = next(labels, (-1, -1))
        written = text[folded.original(start, end)[0]]
        word = folded.text[start:end]
        mixed = word.isalnum() and not word.isalpha() and not word.isdigit()
        yield (written.isupper() or mixed) and not label[0] <= start < label[1] and word not in _calendar()


def _is_mark(word: str, text: str, folded: Folded, span: tuple[int, int], name: bool) -> bool:
    if word.isdigit():
        return len(word) > 2 and not (len(word) == 4 and word[:2] in ("19", "20"))
    if not name or len(word) < 2:
        return False
    start, end = folded.original(*span)
    before = text[max(0, start - 2) : start]
    return text[start:end].isupper() or (
        len(before) == 2 and before[1] in " '’(\"«" and (before[0].isalnum() or before[0] == ",")
    )


@cache
def _calendar() -> frozenset[str]:
    """Names of months and days, which change when a vacancy is published again."""
    names = (
        name
        for language in LANGUAGES
        for kind in (Locale(language).months, Locale(language).days)
        for width in ("wide", "abbreviated")
        for name in kind["format"][width].values()
    )
    return frozenset(fold_name(name).rstrip(".") for name in names)


def sketch_of(text: str) -> Hashes:
    """What stands for a text in the search of candidates: some of its runs of words, the same ones in every text."""
    runs = hash_runs(_WORD.findall(text.casefold()))  # folding as such takes four times as long, and finds no more
    found: Hashes = runs[runs % np.uint64(SHARE) == 0]
    return found


@lru_cache(maxsize=200_000)
def _hash(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


def hash_runs(words: Sequence[str]) -> Hashes:
    """Hashes of all runs of three words, sorted, each once: the same on every machine."""
    hashes = np.fromiter(map(_hash, words), np.uint64, len(words))
    if len(hashes) < 3:
        return np.unique(hashes)
    mixed = hashes[:-2] * _FACTORS[0] ^ hashes[1:-1] * _FACTORS[1] ^ hashes[2:] * _FACTORS[2]
    return np.unique(mixed ^ (mixed >> np.uint64(29)))


def contained(one: Hashes, two: Hashes) -> float:
    """Which share of the smaller text's runs the other has, too: 0..1; 0 where one has none."""
    fewest = min(len(one), len(two))
    return len(np.intersect1d(one, two, assume_unique=True)) / fewest if fewest else 0.0


def replaced_names(one: Words, two: Words) -> list[tuple[str, str]]:
    """Names that stand within one text where others stand in the other: what tells two seats of one mould apart.

    Dates and numbers may change when a vacancy is published again, and a board writes its own words around the text. So a
    replacement counts only between equal words, and only where each side has names that the other text has nowhere.

    >>> mould = "here the intern will work for three months, write reports for all donors of the year and help with visits."
    >>> replaced_names(*[read(f"{mould} The intern serves the {name} unit: {mould}") for name in ("Water", "Tax")])
    [('water', 'tax')]
    """
    mine, theirs = set(one.folded), set(two.folded)
    found = []
    for start, end, other_start, other_end in _differences(one, two):
        own = [one.folded[place] for place in range(start, end) if one.names[place] and one.folded[place] not in theirs]
        other = [
            two.folded[place] for place in range(other_start, other_end) if two.names[place] and two.folded[place] not in mine
        ]
        if own and other and not any(fuzz.ratio(a, b) >= _ALIKE for a in own for b in other):
            found.append((own[0], other[0]))
    return found


def _names_between(words: Words, start: int, end: int, elsewhere: set[str]) -> list[str]:
    return [words.folded[at] for at in range(start, end) if words.names[at] and words.folded[at] not in elsewhere]


def _differences(one: Words, two: Words) -> Iterator[tuple[int, int, int, int]]:
    """Places of the words (of one, of the other) that differ between long equal parts; what lies close together is one."""
    blocks = [code for code in Levenshtein.opcodes(one.folded, two.folded) if code.tag == "equal"]
    frame = [number for number, block in enumerate(blocks) if block.src_end - block.src_start >= _FRAME]
    if not frame:
        return
    inner = [block for block in blocks[frame[0] : frame[-1] + 1] if block.src_end - block.src_start > _GAP]
    for before, after in itertools.pairwise(inner):
        yield before.src_end, after.src_start, before.dest_end, after.dest_start


def left_over(one: Words, two: Words) -> list[str]:
    """The words of the shorter text that the other has not, in their order: none where one text stands whole within the other.

    Words that somebody has glued together are the same words.

    >>> left_over(read("Nurse. Location: Gao. Reports to: Doctor"), read("Board! NurseLocation: Gao. Reports to:Doctor. Apply!"))
    []
    """
    short, long = sorted((one, two), key=lambda words: len(words.folded))
    blocks = [code for code in Levenshtein.opcodes(short.folded, long.folded) if code.tag == "equal"]
    ends = [(0, 0), *((block.src_end, block.dest_end) for block in blocks)]
    starts = [*((block.src_start, block.dest_start) for block in blocks), (len(short.folded), len(long.folded))]
    left: list[str] = []
    for (here, there), (here_end, there_end) in zip(ends, starts, strict=True):
        own = short.folded[here:here_end]
        if own and "".join(own) not in "".join(long.folded[there:there_end]):
            left += own
    return left


def shared_marks(one: Words, two: Words, known: frozenset[str]) -> frozenset[str]:
    """Names and numbers that both texts have, beside what is known of both (their employer, country, place, title)."""
    return (one.marks & two.marks) - known
