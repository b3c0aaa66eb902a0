"""Who advertises in the sector made by chance: employers, the countries that they work in, and their projects there."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, Generic, TypeVar

from organigram.i18n import Language
from organigram.vocabulary import Entity, Vocabulary

_T = TypeVar("_T")
#: IATI organisation types: international and national NGOs.
_NATIONAL, _NGO_TYPES = "22", ("21", "22", "24")


@cache
def words() -> Mapping[str, Any]:
    """What ``words.toml`` holds."""
    found: Mapping[str, Any] = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))
    return found


class Ranked(Generic[_T]):
    """Things of which the first is drawn most often, the second half as often, the third a third as often, and so on."""

    def __init__(self, things: Sequence[_T]) -> None:
        """At least one thing."""
        self._things = things
        self._weights = list(accumulate(1 / rank for rank in range(1, len(things) + 1)))

    def draw(self, chance: random.Random) -> _T:
        """One of them."""
        return chance.choices(self._things, cum_weights=self._weights)[0]


@dataclass(frozen=True)
class Project:
    """A project of an employer in a country; ``start`` and ``end`` are first days of months."""

    name: str
    start: date
    end: date
    donor: Entity | None
    partner: Entity | None


@dataclass(frozen=True)
class Mission:
    """What an employer does in a country (alpha-2); ``age`` in years."""

    country: str
    age: int
    sector: Entity
    projects: Ranked[Project]


@dataclass(frozen=True)
class Employer:
    """Who advertises: its name in each language, its home (alpha-2) and its missions."""

    names: Mapping[Language, str]
    home: str
    missions: Ranked[Mission]


@dataclass(frozen=True)
class Roles:
    """Roles of the vocabulary by family and level, and by slug."""

    by_level: Mapping[tuple[str, str], Ranked[Entity]]
    families: Ranked[str]
    by_slug: Mapping[str, Entity]


class World:
    """Employers and roles, drawn once from the vocabulary with a seed."""

    def __init__(self, vocabulary: Vocabulary, chance: random.Random) -> None:
        """The same state of ``chance`` gives the same world."""
        self._chance, self._known = chance, vocabulary.entities
        self._countries = {one.slug: one for one in self._known.values() if one.kind == "country"}
        organizations = [one for one in self._known.values() if one.kind == "organization"]
        shuffled = chance.sample(organizations, len(organizations))
        self._donors = Ranked([one for one in shuffled if one.first("donor")])
        ngos = [one for one in shuffled if _type(one) in _NGO_TYPES and not one.first("donor")]
        self._partners = Ranked([one for one in ngos if _type(one) == _NATIONAL])
        self.contract = self._known_of("contract", "fixed-term")
        self.roles = self._sorted_roles()
        self.largest, *others = [self._employer(ngos, rank) for rank in range(words()["sizes"]["employers"])]
        self.employers = Ranked(others)

    def country(self, code: str) -> Entity:
        """A country of the vocabulary by its alpha-2 code."""
        return self._countries[code]

    def _sorted_roles(self) -> Roles:
        roles = [one for one in self._known.values() if one.kind == "role"]
        sorted_out: dict[tuple[str, str], list[Entity]] = {}
        for role in self._chance.sample(roles, len(roles)):
            level = (role.first("level") or "#FieldLevel").partition("#")[2].removesuffix("Level").lower()
            sorted_out.setdefault(((role.first("broader") or "").rpartition("/")[2], level), []).append(role)
        families = sorted({family for family, _ in sorted_out}, key=lambda one: -len(sorted_out.get((one, "field"), [])))
        by_level = {place: Ranked(found) for place, found in sorted_out.items()}
        return Roles(by_level, Ranked(families), {role.slug: role for role in roles})

    def _employer(self, ngos: list[Entity], rank: int) -> Employer:
        chance, names = self._chance, words()["names"]
        if rank and chance.random() < words()["shares"]["made_up"]:
            name = chance.choice(names["made_up_form"]).format(
                f"{chance.choice(names['made_up'])} {chance.choice(names['project'])}"
            )
            labels: Mapping[Language, str] = {"en": name, "fr": name}
            home = chance.choice(words()["speaks"]["french"])
        else:
            known = ngos.pop()
            labels, home = known.labels, (known.first("home_country") or "country/FR").rpartition("/")[2]
        countries = list(words()["countries"])
        number = len(countries) if not rank else 1 + int(chance.expovariate(2 / words()["sizes"]["countries_of_employer"]))
        drawn = dict.fromkeys(Ranked(countries).draw(chance) for _ in range(number * 3))
        own = countries if not rank else list(drawn)[:number]
        return Employer(labels, home, Ranked([self._mission(country) for country in own]))

    def _mission(self, country: str) -> Mission:
        chance = self._chance
        sector = self._known_of("sector", chance.choice(words()["sectors"]["names"]))
        number = 1 + int(chance.expovariate(1 / (words()["sizes"]["projects_of_mission"] - 1)))
        return Mission(country, chance.randint(2, 40), sector, Ranked([self._project(country) for _ in range(number)]))

    def _project(self, country: str) -> Project:
        chance, shares, sizes = self._chance, words()["shares"], words()["sizes"]
        last = date.fromisoformat(sizes["last_day"])
        start = (last - timedelta(days=chance.randint(0, sizes["days"] + 365))).replace(day=1)
        names = chance.sample(words()["names"]["project"], 2)
        return Project(
            " ".join(names),
            start,
            start.replace(year=start.year + chance.randint(1, 4)),
            self._donors.draw(chance) if chance.random() < shares["donor"] else None,
            self._partners.draw(chance) if chance.random() < shares["partner"] else None,
        )

    def _known_of(self, kind: str, slug: str) -> Entity:
        return next(one for one in self._known.values() if one.kind == kind and one.slug == slug)


def _type(organization: Entity) -> str:
    return (organization.first("classification") or "").rpartition("/")[2]
