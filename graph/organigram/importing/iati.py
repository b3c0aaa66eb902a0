"""IATI activities (XML, version 2): a record an activity.

Contact details, documents, results and what stands under prefixes of others are left out.

>>> import io
>>> text = b'''<iati-activities version="2.03"><iati-activity><iati-identifier>XX-1-A</iati-identifier>
... <title><narrative xml:lang="fr">Puits</narrative></title></iati-activity></iati-activities>'''
>>> [(record.identifier, record.titles) for _, record in read_iati(io.BytesIO(text), 1000)]
[('XX-1-A', {'fr': 'Puits'})]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO

from organigram.errors import ReadingError
from organigram.i18n import LANGUAGES, N_, Language
from organigram.importing.records import Amount, AmountKind, Part, Party, Record, Spot, as_it_stands, day_of, name_of
from organigram.reading.places import RECORD, Place, numbered
from organigram.reading.streams import too_large
from organigram.reading.xml_items import Element, items
from organigram.resources import table

_LANG = "xml:lang"
_ITEM = "iati-activity"
_DAC = re.compile(r"\d{3}(?:\d{2})?")
_CHANNEL = re.compile(r"(?:XM-DAC-)?(\d{5})")
_CURRENCY = re.compile(r"[A-Z]{3}")


def read_iati(stream: BinaryIO, most: int) -> Iterator[tuple[Place, Record | ReadingError]]:
    """The activities of a file, each with its place; an error in the stead of one that cannot be read.

    ``most``: characters of an activity. Raises ReadingError where the file is no XML, hostile, or of a version that is not read.
    """
    number = 0
    for number, item in enumerate(items(stream, {_ITEM}, most), 1):
        if number == 1:
            _refuse_version(item.root.get("version", ""))
        place = numbered(RECORD, number)
        try:
            if item.size > most:
                raise too_large(most)
            yield place, _Activity(item).record()
        except ReadingError as error:
            yield place, error
    if not number:
        raise ReadingError(N_("It holds no activities of IATI."), N_("Give a file whose first element is iati-activities."))


def _refuse_version(version: str) -> None:
    if not version.startswith("2."):
        raise ReadingError(
            N_("It is IATI of version {version}; versions from 2.01 on are read."),
            N_("Ask its publisher for version 2.03, which replaced it, or convert it."),
            version=version or "?",
        )


@dataclass(slots=True)
class _Money:
    """Sums by kind, currency and giver; ``left_out`` takes what is no number, or of no currency."""

    sums: dict[tuple[AmountKind, str, str], Decimal]
    left_out: list[str]

    def add(self, kind: AmountKind, value: Element | None, currency: str, giver: str) -> None:
        """Count a value in."""
        if value is None:
            return
        code = value.attributes.get("currency") or currency
        with suppress(InvalidOperation):
            number = Decimal("".join(value.text.split()).replace(",", ""))
            if number.is_finite() and number.adjusted() < 20 and _CURRENCY.fullmatch(code):
                self.sums[kind, code, giver] = self.sums.get((kind, code, giver), Decimal()) + round(number, 4)
                return
        self.left_out.append(as_it_stands("value", f"{value.text} {code}"))


class _Activity:
    """One activity on its way to a record."""

    def __init__(self, item: Element) -> None:
        self._item = item
        self._left_out: list[str] = []
        self._rules: Mapping[str, Any] = table("importing/formats.toml")["iati"]
        self._lang = item.attributes.get(_LANG, "").casefold()[:2]
        self._currency = item.attributes.get("default-currency", "")
        reporter = next(iter(self._all("reporting-org")), None)
        self._reporter = self._party(reporter, "reporter") if reporter else None
        roles: Mapping[str, Part] = self._rules["roles"]
        found = [(roles.get(one.attributes.get("role", "")), one) for one in self._all("participating-org")]
        named = [self._party(one, part) for part, one in found if part]
        self._parties = [party for party in named if party]

    def record(self) -> Record:
        """All that is read of it. Raises ReadingError where it has no identifier."""
        identifier = " ".join("".join(one.text for one in self._all("iati-identifier")).split())
        if not identifier:
            raise ReadingError(N_("The activity has no identifier."), N_("Ask its publisher for one: iati-identifier."))
        roles = {party.name: party.part for party in self._parties}
        # What a party that carries the work out gives is spending of its own, not funding.
        amounts = tuple(one for one in self._amounts() if not any(roles.get(name) == "implementer" for name in one.funders))
        givers = (self._giving(name, roles) for amount in amounts for name in amount.funders)
        parties = [*self._parties, *([self._reporter] if self._reporter else []), *givers]
        record = Record(
            "iati",
            identifier,
            (identifier,),
            self._language(),
            titles=self._titles(),
            parties=tuple(dict.fromkeys(_without_known(parties))),
            countries=tuple(
                dict.fromkeys(code for one in self._all("recipient-country") if (code := one.attributes.get("code")))
            ),
            places=tuple(dict.fromkeys(spot for one in self._all("location") if (spot := self._spot(one)))),
            sectors=self._sectors(),
            amounts=amounts,
            start=self._day(self._rules["start"]),
            end=self._day(self._rules["end"]),
            updated=self._item.attributes.get("last-updated-datetime") or self._item.root.get("generated-datetime", ""),
        )
        return replace(record, left_out=tuple(self._left_out))

    def _giving(self, name: str, roles: Mapping[str, Part]) -> Party:
        """One that gives money: a funder of the activity, unless it has another role in it."""
        return Party(name, roles.get(name, "funder"))

    def _language(self) -> Language:
        return next((language for language in LANGUAGES if language == self._lang), LANGUAGES[0])

    def _all(self, name: str, within: Element | None = None) -> list[Element]:
        return [child for child in (within or self._item).children if child.own and child.name == name]

    def _narratives(self, element: Element) -> dict[str, str]:
        """The texts of an element by language; the first of a language counts."""
        texts: dict[str, str] = {}
        for one in self._all("narrative", element):
            if text := " ".join(one.text.split()):
                texts.setdefault(one.attributes.get(_LANG, "").casefold()[:2] or self._lang or LANGUAGES[0], text)
        return texts

    def _name(self, element: Element) -> str:
        """A name: in one of our languages, else in any, else the reference that stands for it."""
        texts = self._narratives(element)
        ours = (texts[language] for language in (self._language(), *LANGUAGES) if language in texts)
        return name_of(next(ours, "") or next(iter(texts.values()), "") or element.attributes.get("ref", ""))

    def _titles(self) -> dict[str, str]:
        return {language: text for one in self._all("title")[:1] for language, text in self._narratives(one).items()}

    def _party(self, element: Element, part: Part) -> Party | None:
        given = element.attributes.get("crs-channel-code") or element.attributes.get("ref", "")
        code = _CHANNEL.fullmatch(given.strip())
        name = self._name(element)
        return Party(name, part, code[1] if code else "") if name else None

    def _spot(self, element: Element) -> Spot | None:
        name = next((text for one in self._all("name", element) if (text := self._name(one))), "")
        texts = [one.text for point in self._all("point", element) for one in self._all("pos", point)]
        numbers: list[float] = []
        with suppress(ValueError):
            numbers = [float(number) for number in "".join(texts[:1]).split()]
        inside = len(numbers) == 2 and abs(numbers[0]) <= 90 and abs(numbers[1]) <= 180
        if texts and not inside:
            self._left_out.append(as_it_stands("pos", texts[0]))
        return (Spot(name, *numbers) if inside else Spot(name)) if name else None

    def _sectors(self) -> tuple[str, ...]:
        """DAC codes, those of the activity and of its transactions."""
        holders = [self._item, *self._all("transaction")]
        found = [one.attributes for holder in holders for one in self._all("sector", holder)]
        codes = [one.get("code", "") for one in found if one.get("vocabulary", "") in self._rules["dac"]]
        self._left_out += [as_it_stands("sector", code) for code in codes if not _DAC.fullmatch(code)]
        return tuple(dict.fromkeys(code for code in codes if _DAC.fullmatch(code)))

    def _day(self, kinds: list[str]) -> str:
        stated = {one.attributes.get("type"): one.attributes.get("iso-date", "") for one in self._all("activity-date")}
        days = {kind: day_of(text) for kind, text in stated.items()}
        self._left_out += [as_it_stands("activity-date", stated[kind]) for kind in kinds if stated.get(kind) and not days[kind]]
        return next((days[kind] for kind in kinds if days.get(kind)), "")

    def _amounts(self) -> Iterator[Amount]:
        """What the budgets and transactions come to, by kind, currency and giver: a project may have thousands."""
        money = _Money({}, self._left_out)
        for budget in self._newest_budgets():
            money.add("budget", next(iter(self._all("value", budget)), None), self._currency, "")
        for one in self._all("transaction"):
            kinds = self._all("transaction-type", one)
            if kinds and (rule := self._rules["transactions"].get(kinds[0].attributes.get("code", ""))):
                value = next(iter(self._all("value", one)), None)
                money.add(rule["kind"], value, self._currency, self._giver(one, rule["giver"]))
        for (kind, currency, giver), total in money.sums.items():
            yield Amount(kind, total, currency, (giver,) if giver else ())

    def _newest_budgets(self) -> list[Element]:
        """A budget a period: the revised one where there is one."""
        found: dict[tuple[str, ...], Element] = {}
        for budget in self._all("budget"):
            bounds = [one for name in ("period-start", "period-end") for one in self._all(name, budget)]
            period = tuple(one.attributes.get("iso-date", "") for one in bounds)
            if period not in found or budget.attributes.get("type") == "2":
                found[period] = budget
        return list(found.values())

    def _giver(self, transaction: Element, part: str) -> str:
        """Who gives the money: the one that the transaction names, else the one party that can be meant."""
        for provider in self._all("provider-org", transaction):
            if name := self._name(provider):
                return name
        if part == "reporter":
            return self._reporter.name if self._reporter else ""
        funders = {party.name for party in self._parties if party.part == part}
        return funders.pop() if len(funders) == 1 else ""


def _without_known(parties: list[Party]) -> Iterator[Party]:
    """Parties, those left out that are told already with the same part (with a code, perhaps)."""
    told: set[tuple[str, Part]] = set()
    for party in parties:
        if (party.name, party.part) not in told:
            told.add((party.name, party.part))
            yield party
