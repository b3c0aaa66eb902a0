"""Postings of the sector made by chance, as records that the reader of JSON Lines takes."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from benchmarks.sector.world import Employer, Mission, Project, World, words
from organigram.i18n import Language
from organigram.vocabulary import Entity, Vocabulary, load_vocabulary

Record = dict[str, str]
_TASKS, _DEADLINE_DAYS, _MORE_DAYS = 4, (14, 45), 14


@dataclass(frozen=True)
class Vacancy:
    """Everything that a posting says, in no language yet. ``place`` is a city's name, ``pay`` least, most and currency."""

    employer: Employer
    mission: Mission
    country: str
    place: str | None
    role: Entity
    above: Entity | None
    technical: Entity | None
    team: tuple[Entity, ...]
    project: Project | None
    posted: date
    deadline: date
    months: int
    pay: tuple[int, int, str] | None
    french: bool
    tasks: tuple[int, ...]
    style: int


def postings(number: int, seed: int = 1, vocabulary: Vocabulary | None = None) -> Iterator[Record]:
    """So many postings; those that come again, or in the other language, count among them."""
    chance, shares = random.Random(seed), words()["shares"]
    world = World(vocabulary or load_vocabulary(), chance)
    waiting: list[Record] = []
    for position in range(number):
        if waiting:
            yield waiting.pop()
            continue
        vacancy = _vacancy(world, chance)
        language: Language = "fr" if vacancy.french else "en"
        yield _record(world, vacancy, language, f"job-{position:06}")
        drawn = chance.random()
        if drawn < shares["translated"]:
            waiting.append(_record(world, vacancy, "en" if vacancy.french else "fr", f"job-{position:06}-translated"))
        elif drawn < shares["translated"] + shares["again"]:
            later = dataclasses.replace(vacancy, deadline=vacancy.deadline + timedelta(days=_MORE_DAYS))
            waiting.append(_record(world, later, language, f"job-{position:06}-again"))


def _vacancy(world: World, chance: random.Random) -> Vacancy:
    shares = words()["shares"]
    employer = world.largest if chance.random() < shares["hub"] else world.employers.draw(chance)
    mission = employer.missions.draw(chance)
    at_seat = chance.random() < shares["headquarters"]
    country = employer.home if at_seat else mission.country
    role, level, family = _role(world, chance, at_seat)
    posted = date.fromisoformat(words()["sizes"]["last_day"]) - timedelta(days=chance.randrange(words()["sizes"]["days"]))
    own = level == "field" and chance.random() < shares["project"]
    speaks = shares["french" if country in words()["speaks"]["french"] else "french_elsewhere"]
    team = world.roles.by_level.get((family, "field"))
    return Vacancy(
        employer,
        mission,
        country,
        chance.choice(words()["countries"][country]) if not at_seat and chance.random() < shares["place"] else None,
        role,
        _above(world, chance, role, level) if chance.random() < shares["line"] else None,
        _technical(world, chance, family) if level == "field" and chance.random() < shares["technical_line"] else None,
        tuple(dict.fromkeys(team.draw(chance) for _ in range(3))) if team and chance.random() < shares["team"] else (),
        mission.projects.draw(chance) if own else None,
        posted,
        posted + timedelta(days=chance.randint(*_DEADLINE_DAYS)),
        chance.choice([6, 12, 12, 18, 24]),
        _pay(chance) if chance.random() < shares["pay"] else None,
        chance.random() < speaks,
        tuple(chance.sample(range(len(words()["sentence"]["task"]["en"])), _TASKS)),
        chance.randrange(1 << 16),
    )


def _role(world: World, chance: random.Random, at_seat: bool) -> tuple[Entity, str, str]:
    family = world.roles.families.draw(chance)
    levels = ["headquarters", "regional", "mission", "field"] if at_seat else ["mission", "field", "field", "field"]
    chance.shuffle(levels)
    for level in [*levels, "field", "mission"]:
        if found := world.roles.by_level.get((family, level)):
            return found.draw(chance), "headquarters" if at_seat else level, family
    return world.roles.by_slug["project-coordinator"], "field", "programme"


def _above(world: World, chance: random.Random, role: Entity, level: str) -> Entity | None:
    above = words()["above"]
    slug = chance.choice(above["mission_head"] if role.slug in above["mission"] else above[level])
    if role.slug in above["field"]:
        slug = above["mission"][0]
    return world.roles.by_slug[slug] if slug != role.slug else None


def _technical(world: World, chance: random.Random, family: str) -> Entity | None:
    found = world.roles.by_level.get((family, "mission"))
    return found.draw(chance) if found else None


def _pay(chance: random.Random) -> tuple[int, int, str]:
    pay = words()["pay"]
    currency = chance.choice(pay["currencies"])
    least = round(chance.triangular(700, 6500, 2400) * pay["rate"][currency], -1)
    return int(least), int(round(least * chance.uniform(1.05, 1.35), -1)), currency


class _Told:
    """One vacancy in one language."""

    def __init__(self, world: World, vacancy: Vacancy, language: Language) -> None:
        self.vacancy, self.language = vacancy, language
        self.values: dict[str, Any] = {
            "employer": vacancy.employer.names[language],
            "country": world.country(vacancy.country).labels[language],
            "sector": vacancy.mission.sector.labels[language].lower(),
            "years": vacancy.mission.age,
            "title": vacancy.role.labels[language],
            "months": vacancy.months,
            "contract": world.contract.labels[language],
        }

    def say(self, name: str, **more: Any) -> str:
        """A sentence of the words, always the same for the same vacancy."""
        ways = words()["sentence"][name][self.language]
        return str(ways[self.vacancy.style % len(ways)]).format(**self.values, **more)

    def month(self, day: date) -> str:
        """A month as the language writes it."""
        return format_date(day, "MMMM y", locale=self.language)

    def heading(self, name: str) -> str:
        """A heading of the text."""
        return f"\n{words()['heading'][name][self.language]}\n"

    def body(self) -> str:
        """The text of the posting."""
        parts = [
            self.heading("context"),
            self.say("about"),
            *self._project(),
            self.heading("place"),
            *self._lines(),
            self.heading("tasks"),
            *(f"- {words()['sentence']['task'][self.language][number]}" for number in self.vacancy.tasks),
            self.heading("profile"),
            self._languages(),
            self.heading("conditions"),
            *self._conditions(),
        ]
        return "\n".join(parts).strip() + "\n"

    def _project(self) -> Iterator[str]:
        project = self.vacancy.project
        if project:
            yield self.say("project", project=project.name, start=self.month(project.start), end=self.month(project.end))
            if project.donor:
                yield self.say("donor", project=project.name, donor=project.donor.labels[self.language])
            if project.partner:
                yield self.say("partner", project=project.name, partner=project.partner.labels[self.language])

    def _lines(self) -> Iterator[str]:
        vacancy, language = self.vacancy, self.language
        if vacancy.above:
            yield self.say("line", above=vacancy.above.labels[language])
        if vacancy.technical:
            yield self.say("technical_line", above=vacancy.technical.labels[language])
        if vacancy.team:
            yield self.say("team", team=words()["list_end"][language].join(role.labels[language] for role in vacancy.team))

    def _languages(self) -> str:
        names = words()["languages"]
        required, asset = ("fr", "en") if self.vacancy.french else ("en", "fr")
        return self.say("language", required=names[required][self.language], asset=names[asset][self.language])

    def _conditions(self) -> Iterator[str]:
        if self.vacancy.style % 4:  # not every posting names its sector
            yield self.say("sector", named=self.vacancy.mission.sector.labels[self.language])
        yield self.say("conditions")
        start = self.vacancy.deadline + timedelta(days=30)
        yield self.say("start", start=format_date(start, "d MMMM y", locale=self.language))
        if self.vacancy.pay:
            least, most = (format_decimal(amount, locale=self.language) for amount in self.vacancy.pay[:2])
            yield self.say("pay", least=least, most=most, currency=self.vacancy.pay[2])


def _record(world: World, vacancy: Vacancy, language: Language, name: str) -> Record:
    told = _Told(world, vacancy, language)
    return {
        "id": name,
        "title": told.values["title"],
        "employer": told.values["employer"],
        "country": told.values["country"],
        **({"city": vacancy.place} if vacancy.place else {}),
        "date posted": vacancy.posted.isoformat(),
        "deadline": vacancy.deadline.isoformat(),
        "body": told.body(),
    }
