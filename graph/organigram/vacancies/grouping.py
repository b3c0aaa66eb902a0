"""Postings brought together into vacancies: candidates from blocks, each pair judged, no group with a conflict inside.

The result is a function of the set of postings: they are taken in the order of their dates, then of their keys.

>>> class Never(Judge):
...     def verdict(self, one, two):
...         return None
>>> group([], Never(lambda key: ""))
([], [])
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from organigram.vacancies.cards import Card
from organigram.vacancies.deciding import Judge, Verdict

#: A new posting is compared with so many of a block at most, the latest; and with so many of a group in it.
_MOST_COMPARED, _OF_A_GROUP = 60, 3
#: Runs of words by which a text is looked up; a run that so many texts have is everybody's phrase.
_RUNS, _EVERYBODYS = 4, 60
#: Members of a group that a new one must not be in conflict with.
_CHECKED = 50
#: A person's decision on two postings, by their keys.
Decided = Mapping[frozenset[str], bool]


@dataclass(frozen=True, slots=True)
class Link:
    """Two postings of one vacancy, the earlier first, and why."""

    one: Card
    two: Card
    verdict: Verdict


def group(cards: Iterable[Card], judge: Judge, decided: Decided | None = None) -> tuple[list[list[Card]], list[Link]]:
    """Vacancies of two postings and more, each in the order of dates, and the links that make them; both sorted.

    ``decided``: True are of one vacancy whatever the facts are, False are not.
    """
    ordered = sorted(cards, key=lambda card: (card.posted or card.deadline or card.start or "9", card.key))
    groups = _Groups(ordered, judge, decided or {})
    for number in range(len(ordered)):
        groups.place(number)
    return groups.found(), sorted(groups.links, key=lambda link: (link.one.key, link.two.key))


class _Groups:
    """Groups in the making: a group is known by the number of its first posting."""

    def __init__(self, cards: list[Card], judge: Judge, decided: Decided) -> None:
        self._cards, self._judge = cards, judge
        self._first = list(range(len(cards)))
        self._members = {number: [number] for number in range(len(cards))}
        self._blocks: dict[Hashable, list[int]] = {}
        self.links: list[Link] = []
        numbers = {card.key: number for number, card in enumerate(cards)}
        pairs = [sorted(map(numbers.__getitem__, pair)) for pair in decided if pair <= numbers.keys()]
        verdicts = {(one, two): decided[frozenset((cards[one].key, cards[two].key))] for one, two in pairs}
        self._apart: dict[int, set[int]] = {}
        for (one, two), same in sorted(verdicts.items()):
            if same:
                self._join(one, two, Verdict("vacancy.decision", 1.0))
            else:
                self._apart.setdefault(one, set()).add(two)
                self._apart.setdefault(two, set()).add(one)

    def place(self, number: int) -> None:
        """Compare a posting with those before it that it may be one with."""
        card = self._cards[number]
        keys = list(_block_keys(card))
        compared: dict[int, int] = {}
        for other in self._candidates(keys):
            mine, theirs = self._first[number], self._first[other]
            if mine == theirs or compared.get(theirs, 0) >= _OF_A_GROUP:
                continue
            compared[theirs] = compared.get(theirs, 0) + 1
            verdict = self._judge.verdict(self._cards[other], card)
            if verdict and not self._in_conflict(mine, theirs):
                self._join(other, number, verdict)
        for key in keys:
            block = self._blocks.setdefault(key, [])
            if sum(self._first[other] == self._first[number] for other in block[-_OF_A_GROUP:]) < _OF_A_GROUP:
                block.append(number)

    def _candidates(self, keys: list[Hashable]) -> Iterator[int]:
        found: dict[int, None] = {}
        for key in keys:
            block = self._blocks.get(key, ())
            if isinstance(key, int) and len(block) >= _EVERYBODYS:
                continue
            found.update(dict.fromkeys(block[-_MOST_COMPARED:]))
        yield from found

    def _in_conflict(self, one: int, two: int) -> bool:
        mine, theirs = self._members[one], self._members[two]
        if any(not self._apart.get(member, set()).isdisjoint(theirs) for member in mine):
            return True
        return any(self._judge.apart(self._cards[a], self._cards[b]) for a in mine[:_CHECKED] for b in theirs[:_CHECKED])

    def _join(self, one: int, two: int, verdict: Verdict) -> None:
        first, second = sorted((self._first[one], self._first[two]))
        self.links.append(Link(self._cards[one], self._cards[two], verdict))
        if first != second:
            for member in self._members[second]:
                self._first[member] = first
            self._members[first] = sorted(self._members[first] + self._members.pop(second))

    def found(self) -> list[list[Card]]:
        """The groups of two and more."""
        return [[self._cards[member] for member in members] for _, members in sorted(self._members.items()) if len(members) > 1]


def _block_keys(card: Card) -> Iterator[Hashable]:
    """Under what a posting is looked up: one of these is the same for any two that can be one vacancy, but for rare ones."""
    if card.employer and card.title:
        yield card.language, card.employer, card.title
    if card.employer and card.known_role:
        yield card.employer, card.role, card.countries
    yield from map(int, card.sketch[:_RUNS])
