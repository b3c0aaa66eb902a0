"""How like two texts are: by runs of three words, by what stands in place of what, by the names and numbers that both have.

>>> one = Words("The nurse reports to the Head of Mission in Bamako, and leads a team of twelve nurses for our clinics.")
>>> two = Words("Nurse. The nurse reports to the Head of Mission in Bamako, and leads a team of ten nurses.")
>>> contained(one.runs, one.runs), round(contained(one.runs, two.runs), 2)
(1.0, 0.81)
"""

from __future__ import annotations

import itertools
import re
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, cached_property

import numpy as np
from babel import Locale
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from organigram.folding import fold_name
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
_MOST_WORDS = 300_000
_WORD = re.compile(r"[^\W_]+")
#: A number, its thousands parted as either language does.
_NUMBER = re.compile(r"\d{1,3}(?:[.,\s]\d{3})+(?!\d)|\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
#: What stands before a colon at the beginning of a line says what the rest is, and not what the vacancy is.
_LABEL = re.compile(r"^[^\n:]{1,40}:", re.MULTILINE)
_WITHIN_SENTENCE = re.compile(r"""[\w,][ '’(«"]""")
_FACTORS = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9))


def _small(text: str) -> str:
    """The text in small letters, each where it was. (Folding as such takes four times as long, and finds no more.)"""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def _words(text: str) -> list[str]:
    return _WORD.findall(_small(text))


class Words:
    """The words of a text in their order, in small letters; hashes of all runs of three, sorted."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.words = _words(text)

    @cached_property
    def _starts(self) -> list[int]:
        return [match.start() for match in _WORD.finditer(_small(self._text))]

    @cached_property
    def runs(self) -> Hashes:
        """Hashes of all runs of three words, sorted, each once."""
        return hash_runs(self.words)

    @cached_property
    def _labels(self) -> list[tuple[int, int]]:
        return [match.span() for match in _LABEL.finditer(self._text)]

    def is_name(self, place: int) -> bool:
        """Whether a word is written with a capital, or with letters and digits, and is neither of a label nor of a calendar."""
        start, word = self._starts[place], self.words[place]
        mixed = not word.isalpha() and not word.isdigit()
        if not (self._text[start].isupper() or mixed) or fold_name(word) in _calendar():
            return False
        before = bisect_right(self._labels, (start, len(self._text))) - 1
        return before < 0 or start >= self._labels[before][1]

    @cached_property
    def marks(self) -> frozenset[str]:
        """Names within sentences, acronyms, and numbers that are no years, folded: what a translation keeps."""
        numbers = (re.sub(r"\D", "", match[0]) for match in _NUMBER.finditer(self._text))
        names = (fold_name(word) for place, word in enumerate(self.words) if self._is_mark(place))
        return frozenset({*names, *(number for number in numbers if len(number) > 2 and not _YEAR.fullmatch(number))})

    def _is_mark(self, place: int) -> bool:
        start, word = self._starts[place], self.words[place]
        if len(word) < 2 or word.isdigit() or not self.is_name(place):
            return False
        written = self._text[start : start + len(word)]
        return written.isupper() or _WITHIN_SENTENCE.fullmatch(self._text[max(0, start - 2) : start]) is not None


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


class _Hashes(dict[str, int]):
    """Hashes of words, the same on every machine; a word is hashed once."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_WORDS:
            self.clear()
        value = self[word] = zlib.crc32(word.encode("utf-8", "surrogatepass"))
        return value


_hashes = _Hashes()


def hash_runs(words: Sequence[str]) -> Hashes:
    """Hashes of all runs of three words, sorted, each once: the same on every machine."""
    hashes = np.fromiter(map(_hashes.__getitem__, words), np.uint64, len(words))
    if len(hashes) < 3:
        return np.unique(hashes)
    mixed = hashes[:-2] * _FACTORS[0] ^ hashes[1:-1] * _FACTORS[1] ^ hashes[2:] * _FACTORS[2]
    return np.unique(mixed ^ (mixed >> np.uint64(29)))


def sketch_of(text: str) -> Hashes:
    """What stands for a text in the search of candidates: some of its runs of words, the same ones in every text."""
    runs = hash_runs(_words(text))
    found: Hashes = runs[runs % np.uint64(SHARE) == 0]
    return found


def contained(one: Hashes, two: Hashes) -> float:
    """Which share of the smaller text's runs the other has, too: 0..1; 0 where one has none."""
    fewest = min(len(one), len(two))
    return len(np.intersect1d(one, two, assume_unique=True)) / fewest if fewest else 0.0


def replaced_names(one: Words, two: Words) -> list[tuple[str, str]]:
    """Names that stand within one text where others stand in the other: what tells two seats of one mould apart.

    Dates and numbers may change when a vacancy is published again, and a board writes its own words around the text. So a
    replacement counts only between equal words, and only where each side has names that the other text has nowhere.

    >>> mould = "here the intern will work for three months, write reports for all donors of the year and help with visits."
    >>> replaced_names(*[Words(f"{mould} The intern serves the {name} unit: {mould}") for name in ("Water", "Tax")])
    [('water', 'tax')]
    """
    mine, theirs = set(one.words), set(two.words)
    found = []
    for start, end, other_start, other_end in _differences(one, two):
        own = _names_between(one, start, end, theirs)
        other = _names_between(two, other_start, other_end, mine)
        if own and other and not any(fuzz.ratio(a, b) >= _ALIKE for a in own for b in other):
            found.append((own[0], other[0]))
    return found


def _names_between(words: Words, start: int, end: int, elsewhere: set[str]) -> list[str]:
    return [words.words[at] for at in range(start, end) if words.is_name(at) and words.words[at] not in elsewhere]


def _differences(one: Words, two: Words) -> Iterator[tuple[int, int, int, int]]:
    """Places of the words (of one, of the other) that differ between long equal parts; what lies close together is one."""
    blocks = [code for code in Levenshtein.opcodes(one.words, two.words) if code.tag == "equal"]
    frame = [number for number, block in enumerate(blocks) if block.src_end - block.src_start >= _FRAME]
    if not frame:
        return
    inner = [block for block in blocks[frame[0] : frame[-1] + 1] if block.src_end - block.src_start > _GAP]
    for before, after in itertools.pairwise(inner):
        yield before.src_end, after.src_start, before.dest_end, after.dest_start


def left_over(one: Words, two: Words) -> list[str]:
    """The words of the shorter text that the other has not, in their order: none where one text stands whole within the other.

    Words that somebody has glued together are the same words.

    >>> left_over(Words("Nurse. Location: Gao. Reports to: Doctor"), Words("Board! NurseLocation: Gao. Reports to:Doctor."))
    []
    """
    short, long = sorted((one, two), key=lambda text: len(text.words))
    blocks = [code for code in Levenshtein.opcodes(short.words, long.words) if code.tag == "equal"]
    ends = [(0, 0), *((block.src_end, block.dest_end) for block in blocks)]
    starts = [*((block.src_start, block.dest_start) for block in blocks), (len(short.words), len(long.words))]
    left: list[str] = []
    for (here, there), (here_end, there_end) in zip(ends, starts, strict=True):
        own = short.words[here:here_end]
        if own and "".join(own) not in "".join(long.words[there:there_end]):
            left += own
    return left


def shared_marks(one: Words, two: Words, known: frozenset[str]) -> frozenset[str]:
    """Names and numbers that both texts have, beside what is known of both (their employer, country, place, title)."""
    return (one.marks & two.marks) - known
