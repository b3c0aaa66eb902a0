"""Posts: which seat a title means, what it is called, where in the organization it stands.

A post is one seat: (organization, country, place if bound to one, role, qualifier). The qualifier is what the title holds
beyond role, organization, country and place.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from organigram import nquads
from organigram.folding import fold, slug
from organigram.i18n import LANGUAGES
from organigram.mapping.draft import Draft
from organigram.mapping.names import (
    Labels,
    clean,
    compose,
    country_labels,
    in_both,
    introduce,
    introduce_mission,
    iri_of,
    labels_in,
    part_of,
)
from organigram.model import Facts, Item
from organigram.namespaces import country
from organigram.namespaces import post as post_iri
from organigram.resources import table
from organigram.vocabulary import Vocabulary

_TABLE = "mapping/qualifiers.toml"
_FIELD, _REGION, _HEADQUARTERS = "FieldLevel", "RegionalLevel", "HeadquartersLevel"

#: Kinds whose acronyms a label writes in capitals.
_ACRONYMS_OF = ("role", "sector", "organization")


@dataclass(frozen=True, slots=True)
class Employer:
    """The organization that a posting's posts are in; ``iri`` is empty where the posting names none.

    ``part`` stands for it in the IRIs of posts and projects, ``home`` is its home country's code where the vocabulary says it.
    """

    iri: str
    part: str
    labels: Labels = field(default_factory=dict)
    home: str | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a post stands: codes of its countries, its place (IRI and labels) if bound to one, its level and unit."""

    countries: tuple[str, ...]
    place: str | None
    place_labels: Labels
    unit: str


@dataclass(frozen=True, slots=True)
class Title:
    """A title taken apart: the role, its level (empty if not known), the qualifier as a slug and in words.

    ``named`` are the posting's places that stand in it, ``whole`` is the slug of all of it.
    """

    role: str
    labels: Labels
    level: str
    qualifier: str
    words: Labels
    named: frozenset[str]
    whole: str = ""


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(word for words in table(_TABLE)[name].values() if isinstance(words, list) for word in words)


def _is_from_headquarters(words: Collection[str]) -> bool:
    return not _words("headquarters").isdisjoint(words)


def read_title(item: Item, role: Item, facts: Facts, vocabulary: Vocabulary) -> Title:
    """Take a title apart. ``role`` carries the role's IRI (the title itself, in a line).

    An unresolved role takes the whole title, so nothing is left to qualify it.
    """
    text = str(item.value)
    iri = iri_of(role, "role")
    entity = vocabulary.entities.get(iri)
    if entity is None:
        labels = clean(role.labels) or clean({facts.language: str(role.value)})
        level = _HEADQUARTERS if _is_from_headquarters(slug(text).split("-")) else ""
        return Title(iri, labels, level, "", {}, frozenset(), slug(text))
    named = frozenset(_places_in(text, facts))
    rest = _rest(text, iri, facts, vocabulary)
    left = [word for word in rest if word not in _words("empty")]
    level = (entity.first("level") or "").rpartition("#")[2]
    if _is_from_headquarters(left):
        left = [word for word in left if word not in _words("headquarters")]
        words = table(_TABLE)["headquarters"]["label"]
        if left:
            words = {code: f"{_spoken(left, vocabulary)}, {words[code]}" for code in LANGUAGES}
        return Title(iri, labels_in(entity), _HEADQUARTERS, "-".join([*left, "headquarters"]), words, named, slug(text))
    words = (_of_sector(left, vocabulary) or in_both({facts.language: _spoken(left, vocabulary)})) if left else {}
    return Title(iri, labels_in(entity), level, "-".join(left), words, named, slug(text))


def _of_sector(words: Sequence[str], vocabulary: Vocabulary) -> Labels:
    """The labels of the sector that folded words are the whole name of: in both languages, with their accents."""
    found = [labels_in(entity) for entity in vocabulary.lookup(" ".join(words), "sector")]
    named = [labels for labels in found if "-".join(words) in map(slug, labels.values())]
    return named[0] if len(named) == 1 else {}


def _spoken(words: Sequence[str], vocabulary: Vocabulary) -> str:
    """Folded words as a label reads them: known acronyms in capitals, and the first letter of all.

    Made from the folded words alone: two postings that write one seat differently must not give it two labels.
    """
    spoken = " ".join(word.upper() if _is_acronym(word, vocabulary) else word for word in words)
    return spoken[:1].upper() + spoken[1:]


def _is_acronym(word: str, vocabulary: Vocabulary) -> bool:
    if word in _words("acronyms"):
        return True
    return any(word.upper() in entity.names for kind in _ACRONYMS_OF for entity in vocabulary.lookup(word, kind))


def _rest(text: str, role: str, facts: Facts, vocabulary: Vocabulary) -> list[str]:
    """The folded words of a title that name neither the role, nor the employer, nor a country or place of the posting."""
    folded = fold(text)
    names = {role, *(item.iri for item in (facts.employer, *facts.countries, *facts.organizations) if item and item.iri)}
    taken = [
        (mention.start, mention.end)
        for mention in vocabulary.mentions(text, folded, ("role", "organization", "country"))
        if any(entity.iri in names for entity in mention.entities)
    ]
    plain = folded.text
    for place in facts.places:
        for name in {str(place.value), *place.labels.values()}:
            taken += [folded.original(*found) for found in _standing(fold(name).text, plain)]
    kept = []
    for word in re.finditer(r"[^\W_]+", plain):
        start, end = folded.original(*word.span())
        if not any(start < until and begin < end for begin, until in taken):
            kept.append(word[0])
    return kept


def _standing(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a name stands in a folded text, not as a part of a word."""
    start = text.find(name) if name else -1
    while start >= 0:
        end = start + len(name)
        whole = _is_bound(text[start - 1 : start], name[0]) and _is_bound(name[-1], text[end : end + 1])
        if whole:
            yield start, end
        start = text.find(name, end if whole else start + 1)


def _is_bound(before: str, after: str) -> bool:
    """Whether a word begins or ends between two characters."""
    return (before.isalnum() or before == "_") != (after.isalnum() or after == "_")


def _places_in(title: str, facts: Facts) -> list[str]:
    words = f"-{slug(title)}-"
    return [
        iri_of(place, "place")
        for place in facts.places
        if any(f"-{slug(name)}-" in words for name in {str(place.value), *place.labels.values()})
    ]


def untitled() -> Title:
    """The title of a post whose posting gives neither title nor role."""
    return Title("", table(_TABLE)["untitled"]["label"], "", "", {}, frozenset())


class Seats:
    """The posts of one posting: the advertised one and those that its lines name."""

    def __init__(self, draft: Draft, facts: Facts, vocabulary: Vocabulary, employer: Employer) -> None:
        """Nothing is stated yet."""
        self._draft, self._facts, self._vocabulary, self._employer = draft, facts, vocabulary, employer
        self._countries = tuple(sorted({str(item.value) for item in facts.countries}))
        self._places = [(iri_of(item, "place"), item) for item in facts.places]
        self._advertised: tuple[str, Title, Seat] | None = None

    def advertise(self, title: Title) -> str:
        """The advertised post, described. Returns its IRI."""
        place = self._place(title)
        seat = Seat(self._countries, place, self._place_labels(place), self._unit(title, self._countries))
        self._advertised = (self._iri(title, seat), title, seat)
        return self._describe(title, seat)

    def name(self, title: Title, *, below: bool = False) -> str:
        """A post that a line names, described; ``below`` if the advertised post supervises it. Returns its IRI.

        A list of roles may hold two titles for one; where the posting names both, they are two seats: the whole title tells
        the other one then.
        """
        countries = self._countries
        if title.level == _HEADQUARTERS:
            countries = (self._employer.home,) if self._employer.home else ()
        elif title.level == _REGION:
            countries = ()  # in which country of its region such a post stands is not said
        iri, advertised, own = self._advertised or ("", None, None)
        named, place = sorted(title.named), own.place if own else None
        if len(named) == 1:
            place = named[0]
        elif not below and title.level != _FIELD:
            place = None
        seat = Seat(countries, place, self._place_labels(place), self._unit(title, countries))
        if advertised and title.whole != advertised.whole and self._iri(title, seat) == iri:
            words = in_both({self._facts.language: _spoken(title.whole.split("-"), self._vocabulary)})
            title = dataclasses.replace(title, qualifier=title.whole, words=words)
        return self._describe(title, seat)

    def _place(self, title: Title) -> str | None:
        named = sorted(title.named)
        if len(named) == 1:
            return named[0]
        return self._places[0][0] if title.level == _FIELD and len({iri for iri, _ in self._places}) == 1 else None

    def _place_labels(self, iri: str | None) -> Labels:
        item = next((item for place, item in self._places if place == iri), None)
        if iri is None or item is None:
            return {}
        known = self._vocabulary.places.get(iri)
        return labels_in(known) if known else clean(item.labels) or clean({self._facts.language: str(item.value)})

    def _unit(self, title: Title, countries: tuple[str, ...]) -> str:
        """The mission where the post has one duty country that is not the organization's home; else the organization."""
        home = self._employer.home
        if title.level in (_HEADQUARTERS, _REGION) or len(countries) != 1 or home in (None, countries[0]):
            return self._employer.iri
        return introduce_mission(self._draft, self._employer.iri, self._employer.labels, countries[0], self._vocabulary)

    def _iri(self, title: Title, seat: Seat) -> str:
        place = slug(seat.place_labels.get("en") or next(iter(seat.place_labels.values()))) if seat.place_labels else ""
        role = part_of(title.role) or f"_{self._draft.key}"
        return post_iri(self._employer.part, "-".join(seat.countries), place, role, title.qualifier)

    def _describe(self, title: Title, seat: Seat) -> str:
        draft, iri = self._draft, self._iri(title, seat)
        draft.describe(iri, self._label(title, seat), "org:Post")
        if title.role:
            draft.add(iri, "org:role", nquads.iri(title.role))
        if seat.unit:
            draft.add(iri, "org:postIn", nquads.iri(seat.unit))
        draft.add(iri, "ngo:dutyCountry", *(nquads.iri(country(code)) for code in seat.countries))
        if seat.place:
            draft.add(iri, "ngo:dutyStation", nquads.iri(seat.place))
        return iri

    def _label(self, title: Title, seat: Seat) -> Labels:
        pattern, parts = "{role}", {"role": title.labels}
        if title.words:
            pattern, parts = f"{pattern} – {{words}}", {**parts, "words": title.words}
        if self._employer.labels:
            pattern, parts = f"{pattern}, {{employer}}", {**parts, "employer": in_both(self._employer.labels)}
        if seat.place_labels:
            pattern, parts = f"{pattern}, {{place}}", {**parts, "place": in_both(seat.place_labels)}
        if seat.countries:
            names = [country_labels(code, self._vocabulary) for code in seat.countries]
            joined: Labels = {code: ", ".join(in_both(name)[code] for name in names) for code in LANGUAGES}
            pattern, parts = f"{pattern} ({{countries}})", {**parts, "countries": joined}
        return compose(pattern, **parts)


def employer_of(draft: Draft, facts: Facts, vocabulary: Vocabulary) -> Employer:
    """The employer, described where the vocabulary does not. Without one, posts are the posting's own and meet no others."""
    item = facts.employer
    if item is None:
        return Employer("", f"_{draft.key}")
    iri = introduce(draft, item, "organization", facts.language, vocabulary)
    entity = vocabulary.entities.get(iri)
    home = entity.first("home_country") if entity else None
    labels = labels_in(entity) if entity else clean(item.labels) or clean({facts.language: str(item.value)})
    return Employer(iri, part_of(iri), labels, home.rpartition("/")[2] if home else None)
