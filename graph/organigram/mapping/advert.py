"""The posting itself: its conditions, dates, pay, languages and sectors."""

from __future__ import annotations

import re

from organigram import nquads
from organigram.contacts import mask_contacts
from organigram.i18n import Language
from organigram.mapping.draft import Draft
from organigram.mapping.names import introduce, part_of
from organigram.model import Facts, Item, LanguageItem, Posting
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
    for address in filter(_WEB_ADDRESS.fullmatch, posting.stated_values("url")):
        draft.add(advert, "prov:wasDerivedFrom", nquads.iri(address))
    if posted := next(iter(posting.stated_values("date_posted")), "")[:10]:
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
    start = facts.start_date
    if start and start.value == _AS_SOON_AS_POSSIBLE:
        draft.state(start, draft.posting, "ngo:startsAsSoonAsPossible", nquads.boolean(True))
    elif start:
        draft.state(start, draft.posting, "schema:jobStartDate", nquads.date(str(start.value)))
    for date, predicate in ((facts.deadline, "schema:validThrough"), (facts.end_date, "ngo:contractEndDate")):
        if date:
            draft.state(date, draft.posting, predicate, nquads.date(str(date.value)))
    for number, predicate in ((facts.duration_months, "ngo:durationInMonths"), (facts.working_time, "ngo:workingTime")):
        if number:
            draft.state(number, draft.posting, predicate, _number(number))


def _number(item: Item) -> str:
    """A number, or the words as written: the shapes refuse those, and say so."""
    return nquads.literal(item.value) if isinstance(item.value, str) else nquads.decimal(item.value)


def _salary(draft: Draft, facts: Facts) -> None:
    rows = sorted(facts.salary, key=lambda pay: (pay.amount_min or 0.0, pay.amount_max or 0.0, pay.currency or "", pay.evidence))
    for number, pay in enumerate(rows, 1):
        iri = entity("salary", draft.key, str(number))
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
