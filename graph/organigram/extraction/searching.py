"""Searching a folded text by its words: a pattern of cues is tried only where a word stands that it needs.

>>> from organigram.folding import fold
>>> text = Searched(fold("Reports to: Head of Mission"))
>>> [match.span() for match in text.find_between(cues.pattern("reports to"), 0, 27)]
[(0, 10)]
>>> text.may_hold(cues.pattern("supervises"))
False
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from organigram.extraction import cues
from organigram.folding import Folded

#: Signs and spaces between two words of a name.
_GAP = 3
#: Where a pattern may fit, and what it needs there; None where that is not known.
_Places = tuple[list[int], cues.Needs] | None


class Searched:
    """A folded text, its words, and where patterns of cues may fit it. All places are the folded text's."""

    def __init__(self, folded: Folded) -> None:
        self.folded = folded
        self._places: dict[str, _Places] = {}

    def find_between(self, pattern: re.Pattern[str], low: int, high: int) -> Iterator[re.Match[str]]:
        """What ``finditer`` gives between two places, tried only where a needed word stands."""
        places = self._places_of(pattern)
        if places is None:
            return pattern.finditer(self.folded.text, low, high)
        starts, needs = places
        if not starts or starts[-1] < low or starts[0] >= high:
            return iter(())
        first = bisect_left(starts, low) if starts[0] < low else 0
        if starts[first] >= high:
            return iter(())
        if needs.opens:
            return self._find_at(pattern, starts, first, low, high)
        if needs.longest:
            return self._find_around(pattern, starts[first:], low, high, needs.longest)
        return pattern.finditer(self.folded.text, low, high)

    def search(self, pattern: re.Pattern[str], low: int, high: int) -> re.Match[str] | None:
        """The first fit of a cue pattern between two places."""
        return next(self.find_between(pattern, low, high), None)

    def may_hold(self, pattern: re.Pattern[str]) -> bool:
        """Whether a word stands in the text that the pattern needs; true where it is not known what it needs."""
        places = self._places_of(pattern)
        return places is None or bool(places[0])

    def _places_of(self, pattern: re.Pattern[str]) -> _Places:
        source = pattern.pattern
        if source in self._places:
            return self._places[source]
        needs = cues.needs(pattern)
        places = self._places[source] = None if needs is None else (self._standing(needs), needs)
        return places

    def _standing(self, needs: cues.Needs) -> list[int]:
        """Where one of the words stands that a pattern needs, with one behind it that has to be there."""
        texts, starts = self.folded.words
        last = len(texts) - 1
        found: list[int] = []
        for word in needs.words & self._word_set:
            numbers = self._words[word]
            if (after := needs.next.get(word)) is None:
                found += [starts[n] for n in numbers]
            else:
                found += [starts[n] for n in numbers if n < last and texts[n + 1].startswith(after)]
        found.sort()
        return found

    def _find_at(self, pattern: re.Pattern[str], starts: list[int], first: int, low: int, high: int) -> Iterator[re.Match[str]]:
        match, text, end = pattern.match, self.folded.text, low
        for number in range(first, len(starts)):
            start = starts[number]
            if start >= high:
                return
            if start >= end and (found := match(text, start, high)):
                yield found
                end = found.end()

    def _find_around(
        self, pattern: re.Pattern[str], starts: list[int], low: int, high: int, longest: int
    ) -> Iterator[re.Match[str]]:
        text, end = self.folded.text, low
        for start in starts:
            if start >= high:
                return
            if start >= end:
                found = pattern.search(text, max(end, start - longest), min(high, start + longest + 1))
                if found and found.start() <= start:
                    yield found
                    end = found.end()

    def find_names(self, names: Iterable[str]) -> list[tuple[int, int]]:
        """Where names (folded words with single spaces) stand; of two at one place the first one given."""
        words, starts = self.folded.words
        found: dict[int, int] = {}  # the number of the first word, and that after the last
        for own in map(str.split, names):
            for first in self._words.get(own[0], ()):
                after = first + len(own)
                if first not in found and words[first:after] == own and self._is_together(first, after):
                    found[first] = after
        spans, reached = [], 0
        for first, after in sorted(found.items()):
            if first >= reached:
                spans.append((starts[first], starts[after - 1] + len(words[after - 1])))
                reached = after
        return spans

    def _is_together(self, first: int, after: int) -> bool:
        """Whether words of these numbers stand with little between them, and are no parts of longer ones (``a_b``)."""
        words, starts = self.folded.words
        text, edge = self.folded.text, starts[after - 1] + len(words[after - 1])
        gaps = [text[starts[n] + len(words[n]) : starts[n + 1]] for n in range(first, after - 1)]
        outside = text[max(0, starts[first] - 1) : starts[first]] + text[edge : edge + 1]
        return all(len(gap) <= _GAP for gap in gaps) and "_" not in "".join((outside, *gaps))

    @cached_property
    def _words(self) -> dict[str, list[int]]:
        """Every word of the text with its numbers among them."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self.folded.words.texts):
            found[word].append(number)
        return found

    @cached_property
    def _word_set(self) -> frozenset[str]:
        return frozenset(self.folded.words.texts)
