"""Names that nothing settles and that may be names of one thing: who is like whom, how much, and why. Nothing is merged here.

What is one name but for its spelling has one IRI already (:mod:`organigram.likeness`). Here all postings are looked at together:
an acronym that one posting spells out and another does not, a name with a slip of the pen, words in another order.

>>> from organigram.model import Facts, Item, OrganizationItem
>>> def posting(name, value, label, iri):
...     item = OrganizationItem(value, f"{BASE}unresolved/organization/{iri}", {"fr": label}, relation="partner")
...     return Facts(name, name, "fr", countries=(Item("ML"),), organizations=(item,))
>>> names = Names()
>>> names.add(posting("a", "Solidarité Locale (SOLO)", "Solidarité Locale", "solidarite-locale"))
>>> names.add(posting("b", "SOLO", "SOLO", "solo"))
>>> for (one, other), like in names.likenesses().items():
...     one.rpartition("/")[2], other.rpartition("/")[2], like.reason, like.score
('solidarite-locale', 'solo', 'acronym', 95)
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal, NamedTuple

from rapidfuzz.fuzz import ratio

from organigram.contacts import mask_contacts
from organigram.i18n import N_
from organigram.likeness import halves, initials, is_national, is_numeral, mainly, spelling
from organigram.model import Facts, Item, OrganizationItem, Salary
from organigram.namespaces import BASE
from organigram.quoting import sentence

UNRESOLVED = f"{BASE}unresolved/"
_KIND = "organization"

#: Why two names may be one: an acronym that just one name is spelled out as, where a country or organization is the same;
#: the same elsewhere; one that several names have; initials; the same letters; nearly the same; another order.
Reason = Literal["acronym", "acronym-elsewhere", "acronym-shared", "initials", "letters", "nearly", "order"]
_SCORES: Mapping[Reason, int] = {
    "acronym": 95,
    "acronym-elsewhere": 70,
    "acronym-shared": 50,
    "initials": 60,
    "letters": 97,
    "order": 92,
}
#: Why two names may be one, as it is told of the one that is like the other.
REASONS: Mapping[str, str] = {
    "acronym": N_("its acronym, by another posting of the same country or organization"),
    "acronym-elsewhere": N_("its acronym, by a posting from elsewhere"),
    "acronym-shared": N_("one of several names of this acronym"),
    "initials": N_("its initials"),
    "letters": N_("the same letters"),
    "nearly": N_("nearly the same letters"),
    "order": N_("the same words in another order"),
}
#: From this score on, names are shown as one group, which one decision can settle.
GROUPED = 60
#: What two names must share in letters, and what each pair of their words must.
_NEARLY, _WORD = 88.0, 75.0
_SHORTEST = 7
#: A beginning of a word that more names share tells nothing.
_CROWD = 300
_BEGINNING, _MOST_WORDS = 4, 12
_KEPT = 3  # sentences of a name
_ACRONYM = re.compile(r"[^\W\d_]{2,10}")


class Likeness(NamedTuple):
    """How much two names are like each other (0 to 100), and why."""

    score: int
    reason: Reason


@dataclass(slots=True)
class Name:
    """One unresolved name: how postings write it, the acronyms that they write beside it, where and beside whom it stands."""

    iri: str
    written: set[str] = field(default_factory=set)
    acronyms: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    beside: set[str] = field(default_factory=set)
    postings: set[str] = field(default_factory=set)
    sentences: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """``organization``, ``role``, ``place`` ..."""
        return self.iri.removeprefix(UNRESOLVED).partition("/")[0]

    def shares(self, other: Name) -> bool:
        """Whether both stand in postings of one country, or beside one organization."""
        return bool(self.countries & other.countries or self.beside & other.beside)


class Names:
    """The unresolved names of many postings, whatever their order."""

    def __init__(self) -> None:
        """None yet."""
        self._names: dict[str, Name] = {}

    def __iter__(self) -> Iterator[Name]:
        return (self._names[iri] for iri in sorted(self._names))

    def add(self, facts: Facts, text: str = "") -> None:
        """Take in the names of one posting's linked facts; with its text, a few sentences that they stand in."""
        items = [item for item in _named(facts) if isinstance(item, Item)]
        organizations = {item.iri for item in (facts.employer, *facts.organizations) if item and item.iri}
        for item in items:
            if not (item.iri or "").startswith(UNRESOLVED):
                continue
            name = self._names.setdefault(item.iri or "", Name(item.iri or ""))
            name.postings.add(facts.id)
            name.written.update({str(item.value), *item.labels.values()})
            name.acronyms |= _acronyms(item)
            own = item.country if isinstance(item, OrganizationItem) else None
            name.countries |= {own} if own else {str(country.value) for country in facts.countries}
            name.beside |= {iri for iri in organizations if iri != item.iri}
            for span in item.evidence if len(name.sentences) < _KEPT else ():
                told = "".join(sentence(text, span.start, span.end)) if text else span.quote
                told = " ".join(mask_contacts(told).split())
                if told not in name.sentences:
                    name.sentences.append(told)

    def likenesses(
        self, *, different: Collection[tuple[str, str]] = (), countries: Collection[str] = ()
    ) -> dict[tuple[str, str], Likeness]:
        """Pairs of IRIs, sorted, with how alike their names are.

        ``different``: pairs that a person has said are not one. ``countries``: folded words that name countries; two names that
        differ in these are names of two offices.
        """
        names = [name for name in self if name.kind == _KIND]
        found = {**_by_letters(names, frozenset(countries)), **_by_acronym(names)}
        apart = {tuple(sorted(pair)) for pair in different}
        return {pair: found[pair] for pair in sorted(found) if pair not in apart}


def groups(likenesses: Mapping[tuple[str, str], Likeness]) -> list[tuple[str, ...]]:
    """Names that one decision may settle: those that likenesses of :data:`GROUPED` or more join, sorted.

    >>> groups({("a", "b"): Likeness(95, "acronym"), ("b", "c"): Likeness(50, "acronym-shared")})
    [('a', 'b')]
    """
    group: dict[str, set[str]] = {}
    for pair, like in likenesses.items():
        if like.score >= GROUPED:
            joined = group.get(pair[0], {pair[0]}) | group.get(pair[1], {pair[1]})
            group.update(dict.fromkeys(joined, joined))
    return sorted({tuple(sorted(members)) for members in group.values()})


def _named(facts: Facts) -> Iterator[Item | Salary]:
    """Every fact, and what the text says where the source states otherwise: a decision on its name may end a dispute."""
    yield from (item for _, item in facts.items())
    yield from (dispute.text for dispute in facts.disputed)


def _acronyms(item: Item) -> set[str]:
    """What the posting writes in brackets behind the name, or in the name's stead, folded."""
    value, label = str(item.value), next(iter(item.labels.values()), "")
    own = item.acronym if isinstance(item, OrganizationItem) else None
    short = {own or "", *halves(value)[1:], *((value,) if " " not in value and " " in label else ())}
    return {text.casefold() for text in short if _ACRONYM.fullmatch(text)}


# --- acronyms -----------------------------------------------------------------------------------------------------------------


def _by_acronym(names: list[Name]) -> dict[tuple[str, str], Likeness]:
    """A name that is an acronym, with the names that postings spell it out as; else those whose initials it is, nearby."""
    spelled: dict[str, list[Name]] = {}
    for name in names:
        for acronym in name.acronyms:
            spelled.setdefault(acronym, []).append(name)
    whole = _by_initials(names)
    found: dict[tuple[str, str], Likeness] = {}
    for name in names:
        for acronym in {text.casefold() for text in name.written if _is_acronym(text)}:
            long = [other for other in spelled.get(acronym, ()) if other is not name]
            for other in long:
                near: Reason = "acronym" if name.shares(other) else "acronym-elsewhere"
                reason: Reason = "acronym-shared" if len(long) > 1 else near
                like = Likeness(_SCORES[reason], reason)
                found[_pair(name, other)] = max(like, found.get(_pair(name, other), like))
            near_by = [other for other in whole.get(acronym, ()) if other is not name and name.shares(other)]
            for other in near_by if not long and len(near_by) == 1 else ():
                found.setdefault(_pair(name, other), Likeness(_SCORES["initials"], "initials"))
    return found


def _by_initials(names: list[Name]) -> dict[str, list[Name]]:
    """Names by the initials of their words, with and without small words."""
    found: dict[str, dict[str, Name]] = {}
    for name in names:
        for letters in {letters for text in name.written for letters in initials(text)}:
            found.setdefault(letters, {})[name.iri] = name
    return {letters: list(some.values()) for letters, some in found.items()}


def _is_acronym(text: str) -> bool:
    return bool(_ACRONYM.fullmatch(text)) and sum(map(str.isupper, text)) >= max(2, len(text) // 2)


def _pair(one: Name, other: Name) -> tuple[str, str]:
    return (one.iri, other.iri) if one.iri < other.iri else (other.iri, one.iri)


# --- letters ------------------------------------------------------------------------------------------------------------------


class _Form(NamedTuple):
    """A way of writing a name, taken apart for comparing."""

    words: tuple[str, ...]
    spaced: str
    joined: str
    numbers: tuple[str, ...]
    main: tuple[str, ...]


def _forms(name: Name) -> tuple[_Form, ...]:
    """The ways of writing a name that letters can tell something of: neither acronyms nor a few letters."""
    forms = []
    for words in sorted({tuple(spelling(_KIND, text).split("-")) for text in name.written if not _is_acronym(text)}):
        joined = "".join(words)
        if len(joined) >= _SHORTEST:
            numbers = tuple(word for word in words if is_numeral(word))
            forms.append(_Form(words, " ".join(words), joined, numbers, tuple(sorted(mainly(words)))))
    return tuple(forms)


def _by_letters(names: list[Name], countries: frozenset[str]) -> dict[tuple[str, str], Likeness]:
    """Names of nearly the same letters. Only those are compared of which a word or two begin alike, or all is the same."""
    blocks: dict[str, dict[str, Name]] = {}
    forms = {name.iri: _forms(name) for name in names}
    for name in names:
        for form in forms[name.iri]:
            for beginning in _beginnings(form.words):
                blocks.setdefault(beginning, {})[name.iri] = name
    found: dict[tuple[str, str], Likeness] = {}
    for block in blocks.values():
        if 1 < len(block) <= _CROWD:
            for one, other in combinations(block.values(), 2):
                likenesses = (_compare(a, b, countries) for a in forms[one.iri] for b in forms[other.iri])
                like = max(filter(None, likenesses), default=None)
                if like and not _are_of_two_countries(one, other):
                    found[_pair(one, other)] = like
    return found


def _are_of_two_countries(one: Name, other: Name) -> bool:
    """Whether two names are of bodies that every country has, each of its own."""
    return any(map(is_national, one.written)) and not one.countries & other.countries


def _beginnings(words: tuple[str, ...]) -> set[str]:
    """What names with a slip of the pen have in common: a word's beginning, that of two words where one alone is too common.

    >>> sorted(_beginnings(("zorblax", "relief")))
    ['reli', 'reli zorb', 'reliefzorblax', 'zorb', 'zorblaxrelief']
    """
    short = sorted({word[:_BEGINNING] for word in words})[:_MOST_WORDS]
    pairs = (" ".join(pair) for pair in combinations(short, 2))
    return {*short, *pairs, "".join(words), "".join(sorted(words))}


def _compare(one: _Form, other: _Form, countries: frozenset[str]) -> Likeness | None:
    """Whether two names as written are one but for slips; not where they differ in a number, a country or a short word."""
    if one.numbers != other.numbers or one.words == other.words:
        return None  # the same words are one IRI, or parted by their country
    if one.joined == other.joined:
        return Likeness(_SCORES["letters"], "letters")
    if one.main == other.main:
        return Likeness(_SCORES["order"], "order")
    if len(one.words) != len(other.words):
        return None
    score = ratio(one.spaced, other.spaced, score_cutoff=_NEARLY)
    differing = [pair for pair in zip(one.words, other.words, strict=True) if len(set(pair)) > 1] if score else []
    if not differing or any(not _is_slip(a, b, countries) for a, b in differing):
        return None
    return Likeness(round(score), "nearly")


def _is_slip(one: str, other: str, countries: frozenset[str]) -> bool:
    """Whether one word is the other with a slip of the pen: neither short nor the name of a country."""
    if min(len(one), len(other)) < 4 or {one, other} & countries:
        return False
    return ratio(one, other) >= _WORD
