"""What the text says otherwise than the source's fields: told apart from the facts, and never stated as one."""

from __future__ import annotations

from organigram import nquads
from organigram.contacts import mask_contacts
from organigram.mapping.advert import number, salary_nodes, start_of_work
from organigram.mapping.draft import Draft, Triple
from organigram.mapping.names import introduce
from organigram.model import Dispute, Facts, Item
from organigram.namespaces import country
from organigram.vocabulary import Vocabulary

_ENTITIES = {
    "employer": ("schema:hiringOrganization", "organization"),
    "places": ("schema:jobLocation", "place"),
    "contract": ("schema:employmentType", "contract"),
}
_DATES = {"deadline": "schema:validThrough", "end_date": "ngo:contractEndDate"}
_NUMBERS = {"duration_months": "ngo:durationInMonths", "working_time": "ngo:workingTime"}


def map_disputes(draft: Draft, facts: Facts, vocabulary: Vocabulary) -> None:
    """State every dispute: the statement that the source's field supports, and the value that the text gives instead."""
    for dispute in facts.disputed:
        predicate, stated, text = _terms(draft, dispute, facts, vocabulary)
        triple: Triple = (nquads.iri(draft.posting), nquads.term(predicate), stated)
        draft.dispute(dispute.text, triple, text)


def _terms(draft: Draft, dispute: Dispute, facts: Facts, vocabulary: Vocabulary) -> tuple[str, str, str]:
    """The relation as the graph has it, and both values as terms."""
    relation, stated, text = dispute.relation, dispute.stated, dispute.text
    if relation in _ENTITIES:
        predicate, kind = _ENTITIES[relation]
        one, other = (nquads.iri(introduce(draft, item, kind, facts.language, vocabulary)) for item in (stated, text))
        return predicate, one, other
    if relation == "countries":
        return "ngo:dutyCountry", nquads.iri(country(str(stated.value))), nquads.iri(country(str(text.value)))
    if relation in _DATES:
        return _DATES[relation], nquads.date(str(stated.value)), nquads.date(str(text.value))
    if relation == "start_date":
        predicate, one = start_of_work(stated)
        return predicate, one, nquads.date(str(text.value))
    if relation in _NUMBERS:
        return _NUMBERS[relation], number(stated), number(text)
    if relation == "salary":
        return "schema:baseSalary", nquads.iri(next(iter(salary_nodes(draft, facts)))), nquads.literal(str(text.value))
    return "schema:title", _title(stated, facts), _title(text, facts)


def _title(item: Item, facts: Facts) -> str:
    return nquads.literal(" ".join(mask_contacts(str(item.value)).split()), facts.language)
