"""The posting itself: its conditions, dates, pay, languages and sectors."""

from __future__ import annotations

import re
from collections.abc import Iterable

from organigram import nquads
from organigram.contacts import mask_contacts
from organigram.extraction.calendar import find_days
from organigram.i18n import Language
from organigram.mapping.draft import Draft
from organigram.mapping.names import introduce, part_of
from organigram.model import Facts, Item, LanguageItem, Posting, Salary
from organigram.namespaces import country, entity
from organigram.nquads import term
from organigram.vocabulary import Vocabulary

_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_NEEDS = {"required": "ngo:Required", "asset": "ngo:Asset"}
_AS_SOON_AS_POSSIBLE = "ASAP"


def map_advert(draft: Draft, posting: Posting, facts: Facts, vocabulary: Vocabulary) -> None:
    """State what the posting says of itself and of the conditions of work."""
    advert = draft.posting
    draft.add(advert, "rdf:type", term("schema:JobPosting"))
    draft.add(advert, "schema:inLanguage", nquads.literal(posting.language))
    for address in list(filter(_WEB_ADDRESS.fullmatch, posting.stated_values("url")))[:1]:
        draft.add(advert, "prov:wasDerivedFrom", nquads.iri(address))
    for identifier in posting.stated_values("identifier"):
        draft.add(advert, "schema:identifier", nquads.literal(" ".join(mask_contacts(identifier).split())))
    for posted in days_of(posting.stated_values("date_posted"))[:1]:
        draft.add(advert, "schema:datePosted", nquads.date(posted))
    if facts.title:
        title = " ".join(mask_contacts(str(facts.title.value)).split())
        draft.state(facts.title, advert, "schema:title", nquads.literal(title, facts.language))
    _conditions(draft, facts)
    _salary(draft, facts)
    for item in facts.countries:
        draft.state(item, advert, "ngo:dutyCountry", nquads.iri(country(str(item.value))))
    for item in facts.countries_mentioned:
        draft.state(item, advert, "schema:mentions", nquads.iri(country(str(item.value))))
    for kind, predicate, items in (
        ("place", "schema:jobLocation", facts.places),
        ("sector", "ngo:sector", facts.sectors),
        ("contract", "schema:employmentType", (facts.contract,) if facts.contract else ()),
    ):
        for item in items:
            draft.state(item, advert, predicate, nquads.iri(introduce(draft, item, kind, facts.language, vocabulary)))
    for language in facts.languages:
        draft.state(
            language, advert, "ngo:requiresLanguage", nquads.iri(_requirement(draft, language, facts.language, vocabulary))
        )


def _conditions(draft: Draft, facts: Facts) -> None:
    if facts.start_date:
        draft.state(facts.start_date, draft.posting, *start_of_work(facts.start_date))
    for date, predicate in ((facts.deadline, "schema:validThrough"), (facts.end_date, "ngo:contractEndDate")):
        if date:
            draft.state(date, draft.posting, predicate, nquads.date(str(date.value)))
    for item, predicate in ((facts.duration_months, "ngo:durationInMonths"), (facts.working_time, "ngo:workingTime")):
        if item:
            draft.state(item, draft.posting, predicate, number(item))


def start_of_work(item: Item) -> tuple[str, str]:
    """The relation and value of a start of work: a date, or that it is as soon as possible."""
    if item.value == _AS_SOON_AS_POSSIBLE:
        return "ngo:startsAsSoonAsPossible", nquads.boolean(True)
    return "schema:jobStartDate", nquads.date(str(item.value))


def days_of(values: Iterable[str]) -> list[str]:
    """The days among values as sources write them; what is no day is left out."""
    found = (next(find_days(value), None) for value in values)
    return [date.readings[0] for date in found if date and len(date.readings[0]) == len("2022-03-01")]


def number(item: Item) -> str:
    """A number, or the words as written: the shapes refuse those, and say so."""
    return nquads.literal(item.value) if isinstance(item.value, str) else nquads.decimal(item.value)


def salary_nodes(draft: Draft, facts: Facts) -> dict[str, Salary]:
    """Pay by the IRI that stands for it, numbered by amount."""
    rows = sorted(facts.salary, key=lambda pay: (pay.amount_min or 0.0, pay.amount_max or 0.0, pay.currency or "", pay.evidence))
    return {entity("salary", draft.key, str(place)): pay for place, pay in enumerate(rows, 1)}


def _salary(draft: Draft, facts: Facts) -> None:
    for iri, pay in salary_nodes(draft, facts).items():
        draft.state(pay, draft.posting, "schema:baseSalary", nquads.iri(iri))
        draft.add(iri, "rdf:type", term("schema:MonetaryAmount"))
        for predicate, amount in (("schema:minValue", pay.amount_min), ("schema:maxValue", pay.amount_max)):
            if amount is not None:
                draft.state(pay, iri, predicate, nquads.decimal(amount))
        for predicate, text in (("schema:currency", pay.currency), ("schema:unitText", pay.period)):
            if text:
                draft.state(pay, iri, predicate, nquads.literal(text))
        if pay.gross is not None:
            draft.state(pay, iri, "ngo:gross", nquads.boolean(pay.gross))


def _requirement(draft: Draft, item: LanguageItem, written_in: Language, vocabulary: Vocabulary) -> str:
    language = introduce(draft, item, "language", written_in, vocabulary)
    iri = entity("language-requirement", f"{part_of(language)}-{item.need}")
    draft.add(iri, "rdf:type", term("ngo:LanguageRequirement"))
    draft.add(iri, "ngo:language", nquads.iri(language))
    draft.add(iri, "ngo:need", term(_NEEDS[item.need]))
    return iri
