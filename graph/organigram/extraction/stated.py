"""What the source states in fields of its own, as facts whose evidence is the line that the reader wrote for each.

>>> from organigram.extraction.stated_values import NoNames
>>> from organigram.model import Posting, Stated
>>> text = "Country: mli\\nClosing date: 2024-05-31T00:00:00+00:00\\n\\nWe seek a nurse."
>>> stated = (Stated("country", "mli", "country.0.iso3", 9, 12), Stated("deadline", text[27:52], "date.closing", 27, 52))
>>> facts = read_stated(Posting("a", "a.json", "en", text, stated, 54), NoNames())
>>> facts.countries[0].value, facts.deadline.value, facts.deadline.evidence[0].quote, facts.deadline.rule
('ML', '2024-05-31', '2024-05-31T00:00:00+00:00', 'stated.deadline')
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeVar

from organigram.extraction import stated_values as values
from organigram.extraction.calendar import find_days
from organigram.extraction.conditions import find_conditions
from organigram.extraction.document import Document, MentionSource, Span
from organigram.extraction.layout import trim
from organigram.extraction.sectors import find_sectors
from organigram.extraction.title import find_role
from organigram.extraction.title_bounds import clean
from organigram.folding import fold_name
from organigram.likeness import may_be_one
from organigram.model import Evidence, Facts, Item, LanguageItem, OrganizationItem, Posting, Relation, Salary, Stated, StatedKey

__all__ = ["read_stated"]

_F = TypeVar("_F", bound=Item | Salary)
#: How sure it is that a field states what its key says.
_SURE = 0.97


def read_stated(posting: Posting, vocabulary: MentionSource) -> Facts:
    """The facts that the fields of a posting's source state; what cannot be read in them is left out, and stays in the text."""
    head = _Head(posting, vocabulary)
    employers = head.employers()
    conditions = head.conditions()
    places = head.places()
    title = head.title()
    of_title = _read_title(title, posting, vocabulary) if title else _OfTitle()
    return Facts(
        posting.id,
        posting.source,
        posting.language,
        title=title,
        role=of_title.role,
        employer=employers[0] if employers else None,
        organizations=(
            *(_organization(item, "other" if number else "employer") for number, item in enumerate(employers)),
            *(_organization(item, "other") for item in head.boards()),
        ),
        countries=tuple(head.countries("country") or head.countries("place")),
        places=tuple(places),
        start_date=head.date("start_date"),
        end_date=head.date("end_date"),
        deadline=head.date("deadline"),
        contract=conditions.get("contract") or of_title.contract,
        duration_months=conditions.get("duration_months"),
        working_time=conditions.get("working_time"),
        languages=tuple(head.languages()),
        sectors=(*head.sectors(), *of_title.sectors),
        salary=tuple(head.salary()),
    )


class _Head:
    """The fields of one posting."""

    def __init__(self, posting: Posting, vocabulary: MentionSource) -> None:
        self._posting, self._vocabulary = posting, vocabulary

    def _of(self, key: StatedKey) -> Iterator[Stated]:
        return (one for one in self._posting.stated if one.key == key and not values.says_nothing(self._text(one)))

    def _text(self, one: Stated) -> str:
        return self._posting.text[one.start : one.end]

    def _proven(self, fact: _F, one: Stated, span: Span | None = None, rule: str = "") -> _F:
        """A fact with its evidence, confidence and rule; ``span``: the part of the field's value that states it."""
        start, end = span or Span(0, one.end - one.start)
        start, end = trim(self._posting.text, one.start + start, one.start + end)
        evidence = (Evidence(start, end, self._posting.text[start:end]),)
        return dataclasses.replace(fact, evidence=evidence, confidence=_SURE, rule=rule or f"stated.{one.key}")

    def title(self) -> Item | None:
        """The first title, without what surrounds it."""
        for one in self._of("title"):
            document = Document(Posting("", "", self._posting.language, self._text(one)), self._vocabulary)
            span = clean(document, Span(0, len(document.text))) or trim(document.text, 0, len(document.text))
            return self._proven(Item(" ".join(document.quote(span).split())), one, span)
        return None

    def employers(self) -> list[Item]:
        """Who hires, the first named before the others; a name and its short form in two fields are one."""
        found: list[Item] = []
        for one in self._of("employer"):
            new = self._proven(Item(" ".join(self._text(one).split())), one)
            same = next((old for old in found if may_be_one(str(old.value), str(new.value))), None)
            if same is None:
                found.append(new)
            else:
                found[found.index(same)] = dataclasses.replace(
                    max(same, new, key=lambda item: len(str(item.value))), evidence=(*same.evidence, *new.evidence)
                )
        return found

    def boards(self) -> list[Item]:
        """Who only carries the posting."""
        return [self._proven(Item(" ".join(self._text(one).split())), one) for one in self._of("board")]

    def countries(self, key: StatedKey) -> list[Item]:
        """The countries that fields of a key name ("Bamako, Mali" among places too)."""
        found: dict[str, Item] = {}
        for one in self._of(key):
            for code, span in values.read_countries(self._text(one), self._vocabulary):
                found.setdefault(code, self._proven(Item(code), one, span, "stated.country"))
        return list(found.values())

    def places(self) -> list[Item]:
        """Cities and regions, as written."""
        found: dict[str, Item] = {}
        for one in self._of("place"):
            text = self._text(one)
            for span in values.read_places(text, self._vocabulary):
                name = " ".join(text[span.start : span.end].split())
                found.setdefault(fold_name(name), self._proven(Item(name), one, span))
        return list(found.values())

    def date(self, key: StatedKey) -> Item | None:
        """The first day or month with its year; ``ASAP`` where the start of work says so."""
        for one in self._of(key):
            for date in find_days(self._text(one)):
                if not date.yearless:
                    return self._proven(Item(date.readings[0]), one)
            if key == "start_date" and values.is_soon(self._text(one)):
                return self._proven(Item("ASAP"), one)
        return None

    def conditions(self) -> dict[str, Item]:
        """Contract, duration and working time: each from its own field first, else from another of the three."""
        own: dict[str, Item] = {}
        others: dict[str, Item] = {}
        keys: tuple[StatedKey, ...] = ("contract", "working_time", "duration_months")
        for key in keys:
            for one in self._of(key):
                for name, item in values.read_conditions(key, self._text(one), self._vocabulary).items():
                    (own if name == key else others).setdefault(name, self._proven(item, one, rule=f"stated.{name}"))
        return {**others, **own}

    def languages(self) -> Iterator[LanguageItem]:
        """Languages that the work needs."""
        seen: set[str] = set()
        for one in self._of("language"):
            for item in values.read_languages(self._text(one)):
                if str(item.value) not in seen:
                    seen.add(str(item.value))
                    yield self._proven(item, one)

    def sectors(self) -> Iterator[Item]:
        """Sectors, by their slugs; those that no list has as written."""
        seen: set[str] = set()
        for one in self._of("sector"):
            for slug, span in values.read_sectors(self._text(one), self._vocabulary):
                if slug not in seen:
                    seen.add(slug)
                    yield self._proven(Item(slug), one, span)

    def salary(self) -> Iterator[Salary]:
        """Pay."""
        for one in self._of("salary"):
            yield from (self._proven(pay, one) for pay in values.read_salary(self._text(one)))


class _OfTitle(NamedTuple):
    """What the words of a title name, read as those of a title in a text are."""

    role: Item | None = None
    contract: Item | None = None
    sectors: tuple[Item, ...] = ()


def _read_title(title: Item, posting: Posting, vocabulary: MentionSource) -> _OfTitle:
    (words,) = title.evidence
    document = Document(Posting("", "", posting.language, words.quote), vocabulary)
    alone = moved(title, -words.start)
    role, contract = find_role(document, alone), find_conditions(document, alone).contract
    return _OfTitle(
        role and moved(role, words.start),
        moved(contract, words.start) if contract and contract.rule == "contract.title" else None,
        tuple(moved(item, words.start) for item in find_sectors(document, alone) if item.rule == "sector.header"),
    )


def _organization(item: Item, relation: Relation) -> OrganizationItem:
    return OrganizationItem(item.value, evidence=item.evidence, confidence=item.confidence, rule=item.rule, relation=relation)


def moved(fact: _F, by: int) -> _F:
    """A fact read from a part of a text that begins so many characters into it.

    >>> moved(Item("Nurse", evidence=(Evidence(0, 5, "Nurse"),)), 10).evidence
    (Evidence(start=10, end=15, quote='Nurse'),)
    """
    evidence = tuple(Evidence(span.start + by, span.end + by, span.quote) for span in fact.evidence)
    return dataclasses.replace(fact, evidence=evidence)


def all_moved(facts: Facts, by: int) -> Facts:
    """:func:`moved` for every fact of a posting."""
    changed: dict[str, Any] = {
        field.name: tuple(moved(item, by) for item in value) if isinstance(value, tuple) else moved(value, by)
        for field in dataclasses.fields(facts)
        if isinstance(value := getattr(facts, field.name), tuple | Item)
    }
    return dataclasses.replace(facts, **changed)
