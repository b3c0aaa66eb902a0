"""Whether two postings are of one vacancy: decided by facts, and never where a fact speaks against it.

First what tells them apart (:meth:`Judge.apart`): another employer, role, title, country, place, superior, project, number, or
dates months apart. Then what makes them one (:class:`Judge`): in one language the same text, up to what boards and a new deadline
change; in two languages the same facts, and enough names and numbers that both texts have.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from rapidfuzz import fuzz

from organigram.folding import fold_name
from organigram.resources import table
from organigram.vacancies.cards import Card, references, singular
from organigram.vacancies.texts import Words, contained, left_over, replaced_names, shared_marks

#: Days that deadlines (dates of publication) of one vacancy may lie apart: adverts run two to four weeks, and are extended once.
DEADLINES_APART = 45
#: Days that starts of work may lie apart.
STARTS_APART = 62
#: Share of the smaller text's runs of words that the other must have; where employer or title is not known of both, the second.
LIKENESS, LIKENESS_ALONE = 0.85, 0.95
#: The share by the sketch below which texts are not compared at all.
_LIKENESS_OF_SKETCHES = 0.6
#: Runs of words that a text must have to be compared: fewer say nothing.
FEWEST_RUNS = 40
#: Names and numbers that a text and its translation must share: where both give one deadline, where one does, where none does.
MARKS_WITH_DEADLINE, MARKS_WITH_ONE, MARKS_WITHOUT = 3, 6, 8
_COGNATES = 70
#: Share of its words that a text may have more than the one that it stands in.
_LEFT_OVER = 0.02


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why two postings are of one vacancy: the rule, how sure it is (0..1), and what both texts have beside common words."""

    rule: str
    confidence: float
    shared: tuple[str, ...] = ()


_FACTS = ("countries", "places", "superiors")


def conflict(one: Card, two: Card) -> str:
    """The name of a fact that tells two postings apart; empty where none does. Of names, see :func:`other_names`."""
    if one.language == two.language and _disjoint(one.projects, two.projects):
        return "project"
    if apart := _dates_apart(one, two):
        return apart
    return next((name for name in _FACTS if _disjoint(getattr(one, name), getattr(two, name))), "")


def other_names(one: Card, two: Card) -> bool:
    """Whether employers, titles or roles of two postings in one language differ."""
    if one.known_role and two.known_role and one.role != two.role:
        return True
    return any(mine and theirs and mine != theirs for mine, theirs in ((one.employer, two.employer), (one.title, two.title)))


def _disjoint(one: frozenset[str], two: frozenset[str]) -> bool:
    return bool(one and two) and one.isdisjoint(two)


def _dates_apart(one: Card, two: Card) -> str:
    deadlines = days_apart(one.deadline, two.deadline)
    if deadlines is not None and deadlines > DEADLINES_APART:
        return "deadline"
    starts = days_apart(one.start, two.start)
    if starts is not None and starts > STARTS_APART:
        return "start"
    posted = days_apart(one.posted, two.posted)
    return "posted" if deadlines is None and posted is not None and posted > DEADLINES_APART else ""


@lru_cache(maxsize=50_000)
def _span(text: str) -> tuple[int, int] | None:
    """The first and last day that a date may mean, as ordinals."""
    try:
        if len(text) == 7:
            first = date.fromisoformat(f"{text}-01")
            after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
            return first.toordinal(), after.toordinal() - 1
        day = date.fromisoformat(text).toordinal()
    except ValueError:
        return None
    return day, day


def days_apart(one: str, two: str) -> int | None:
    """The fewest days between two dates (a month is any of its days); None where one is none.

    >>> days_apart("2024-05-01", "2024-06"), days_apart("2024-05-10", "2024-05"), days_apart("", "2024-05")
    (31, 0, None)
    """
    first, second = _span(one), _span(two)
    if first is None or second is None:
        return None
    return max(0, first[0] - second[1], second[0] - first[1])


class Judge:
    """Compares postings whose facts do not tell them apart; ``text_of`` gives a posting's own text by its key."""

    def __init__(self, text_of: Callable[[str], str]) -> None:
        self._read = lru_cache(maxsize=512)(lambda key: Words(text_of(key)))
        self._numbers = lru_cache(maxsize=100_000)(lambda key: references(text_of(key)))

    def apart(self, one: Card, two: Card) -> bool:
        """Whether a fact tells two postings apart that others say are of one vacancy.

        A board's own words, and words glued together, may be read as a title or an employer: so other names count only where
        one text does not stand within the other, names and all; and between two languages not at all, for such a posting has
        a twin in its own.
        """
        if conflict(one, two):
            return True
        if one.language == two.language and other_names(one, two) and not self._within(one, two):
            return True
        return self._other_numbers(one, two)

    def _other_numbers(self, one: Card, two: Card) -> bool:
        """Whether the same word announces other numbers in each: two boards have words and numbers of their own."""
        mine, theirs = self._numbers(one.key), self._numbers(two.key)
        return any(mine[word].isdisjoint(theirs[word]) for word in mine.keys() & theirs.keys())

    def _within(self, one: Card, two: Card) -> bool:
        """Whether the shorter text stands within the longer one, and the words of its title and employer, too."""
        if contained(one.sketch, two.sketch) < LIKENESS:
            return False
        card, other = sorted((one, two), key=lambda card: (len(self._words(card).words), card.key))
        short, long = self._words(card), self._words(other)
        left = left_over(short, long)
        own = card.title | card.names
        if len(left) > _LEFT_OVER * len(short.words) or not (own | other.title).isdisjoint(map(_key, left)):
            return False
        return own <= set(map(_key, long.words))

    def verdict(self, one: Card, two: Card) -> Verdict | None:
        """Why they are of one vacancy; None where nothing makes them one."""
        if one.language == two.language and contained(one.sketch, two.sketch) < _LIKENESS_OF_SKETCHES:
            return None
        if self.apart(one, two):
            return None
        return self._same_text(one, two) if one.language == two.language else self._translation(one, two)

    def _same_text(self, one: Card, two: Card) -> Verdict | None:
        first, second = self._words(one), self._words(two)
        if min(len(first.runs), len(second.runs)) < FEWEST_RUNS:
            return None
        likeness = contained(first.runs, second.runs)
        known = one.employer and two.employer and one.title and two.title
        if likeness < (LIKENESS if known else LIKENESS_ALONE) or replaced_names(first, second):
            return None
        return Verdict("vacancy.text", round(min(likeness, 0.99), 2))

    def _translation(self, one: Card, two: Card) -> Verdict | None:
        if not (one.employer and one.employer == two.employer and one.known_role and one.role == two.role):
            return None
        if not one.countries or one.countries != two.countries or one.topics != two.topics or not _one_qualifier(one, two):
            return None
        shared = shared_marks(self._words(one), self._words(two), one.known | two.known | _everyday())
        if len(shared) < _marks_needed(one, two):
            return None
        return Verdict("vacancy.translation", round(min(0.8 + 0.02 * len(shared), 0.98), 2), tuple(sorted(shared)))

    def _words(self, card: Card) -> Words:
        return self._read(card.key)


def _key(word: str) -> str:
    return singular(fold_name(word))


def _marks_needed(one: Card, two: Card) -> float:
    """How many names and numbers both texts must have: fewer, the more their dates say; too many where deadlines differ."""
    apart = days_apart(one.deadline, two.deadline)
    if apart is None:
        return MARKS_WITH_ONE if one.deadline or two.deadline else MARKS_WITHOUT
    return MARKS_WITH_DEADLINE if apart == 0 else float("inf")


def _one_qualifier(one: Card, two: Card) -> bool:
    """Whether what the roles leave over of the titles may be the same words in two languages: each has a cognate in the other."""
    if bool(one.qualifier) != bool(two.qualifier):
        return False
    fewer, more = sorted((one.qualifier, two.qualifier), key=len)
    return all(any(fuzz.ratio(word, other) >= _COGNATES for other in more) for word in fewer)


@cache
def _everyday() -> frozenset[str]:
    return frozenset(word for words in table("vacancies/vacancies.toml")["everyday"].values() for word in words)
