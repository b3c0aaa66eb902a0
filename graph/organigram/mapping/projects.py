"""Projects: who implements them, who pays, with whom, where, when, and the consortia that run them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from babel.numbers import format_decimal

from organigram import nquads
from organigram.folding import fold_name
from organigram.i18n import LANGUAGES
from organigram.likeness import spelling
from organigram.mapping.draft import Draft
from organigram.mapping.names import compose, in_both, introduce, introduce_place, iri_of, labels_of, part_of, spell
from organigram.mapping.seats import Employer
from organigram.model import Budget, Facts, Item, ProjectItem
from organigram.namespaces import country, entity, local
from organigram.namespaces import project as project_iri
from organigram.nquads import term
from organigram.vocabulary import Vocabulary
from organigram.vocabulary.places import largest

#: Of the IATI list of organisation roles: accountable, which the lead of a consortium is, and implementing.
_ACCOUNTABLE, _IMPLEMENTING = (entity("organisation-role", code) for code in "24")


def map_projects(draft: Draft, facts: Facts, employer: Employer, post: str, vocabulary: Vocabulary) -> set[str]:
    """State every project and its donors. Returns the IRIs of donors that pay for a project."""
    paying: set[str] = set()
    for item in facts.projects:
        iri = item.iri or _iri(item, employer, facts, vocabulary)
        donors = {_named(name, facts.donors, "organization") for name in item.donors}
        paying |= donors
        _describe(draft, item, iri, facts, vocabulary)
        if employer.iri:
            draft.state(item, iri, "ngo:implementedBy", nquads.iri(employer.iri))
        draft.state(item, iri, "schema:funder", *map(nquads.iri, donors))
        partners = {_named(name, facts.organizations, "organization") for name in item.partners}
        draft.state(item, iri, "ngo:hasPartner", *map(nquads.iri, partners))
        for name in (*item.donors, *item.partners):
            _support(draft, name, iri, facts)
        if item.assigned:
            draft.state(item, post, "ngo:assignedTo", nquads.iri(iri))
        if item.budget:
            _grant(draft, item, iri, item.budget, donors)
        if item.consortium:
            _consortium(draft, item, iri, facts, employer, partners, vocabulary)
    return paying


def _iri(item: ProjectItem, employer: Employer, facts: Facts, vocabulary: Vocabulary) -> str:
    """The vocabulary's project of the employer that goes by this name, where the countries agree; else one of its own."""
    countries = item.countries or tuple(str(code.value) for code in facts.countries)
    own = project_iri(employer.part, "-".join([spelling("project", str(item.value)), *map(str.lower, sorted(item.countries))]))
    for known in vocabulary.lookup(str(item.value), "project"):
        prefix, _, code = known.slug.rpartition("-")
        if prefix.startswith(f"{employer.part}/") and code.upper() in countries:
            return known.iri
    return own


def _named(name: str, items: Iterable[Item], kind: str) -> str:
    """The IRI of the item that goes by this name."""
    found = next((item for item in items if fold_name(str(item.value)) == fold_name(name)), Item(name))
    return iri_of(found, kind)


def _support(draft: Draft, name: str, project: str, facts: Facts) -> None:
    """The donor's or partner's own words support its link to the project too."""
    for items, predicate in ((facts.donors, "schema:funder"), (facts.organizations, "ngo:hasPartner")):
        for item in items:
            if fold_name(str(item.value)) == fold_name(name) and getattr(item, "relation", "") in ("", "partner"):
                draft.state(item, project, predicate, nquads.iri(iri_of(item, "organization")))


def _describe(draft: Draft, item: ProjectItem, iri: str, facts: Facts, vocabulary: Vocabulary) -> None:
    if iri not in vocabulary.entities:
        labels = labels_of(item, iri, facts.language, vocabulary)
        draft.describe(iri, labels, "schema:Project")
        spell(draft, iri, item, labels, facts.language)
    draft.state(item, iri, "rdf:type", term("schema:Project"))
    draft.state(item, iri, "ngo:takesPlaceIn", *(nquads.iri(country(code)) for code in item.countries))
    for name in item.places:
        draft.state(item, iri, "ngo:takesPlaceIn", nquads.iri(_place(draft, name, item, facts, vocabulary)))
    for predicate, value in (("schema:startDate", item.start), ("schema:endDate", item.end)):
        if value:
            draft.state(item, iri, predicate, nquads.date(value))
    if item.programme:
        draft.state(item, iri, "ngo:programme", nquads.literal(item.programme))


def _place(draft: Draft, name: str, item: ProjectItem, facts: Facts, vocabulary: Vocabulary) -> str:
    """The posting's place of this name, else the one (or by far largest) in the project's countries, else an unresolved one."""
    stated = next((place for place in facts.places if fold_name(str(place.value)) == fold_name(name)), None)
    if stated is None:
        codes = set(item.countries) or {str(code.value) for code in facts.countries}
        found = [place for place in vocabulary.lookup(name, "place") if codes.intersection(place.attributes.get("country", ()))]
        if place := largest(found):
            introduce_place(draft, place)
            return place.iri
    return introduce(draft, stated or Item(name), "place", facts.language, vocabulary)


def _grant(draft: Draft, item: ProjectItem, project: str, budget: Budget, donors: set[str]) -> None:
    amount = nquads.decimal(budget.amount)
    part = f"{amount.split(chr(34))[1]}-{budget.currency or 'x'}"
    grant, money = (entity(kind, local(project), part) for kind in ("grant", "grant-amount"))
    draft.state(item, project, "schema:funding", nquads.iri(grant))
    number, currency = Decimal(str(budget.amount)), budget.currency or ""
    sums = {str(code): f"{format_decimal(number, locale=code)} {currency}".strip() for code in LANGUAGES}
    draft.describe(grant, sums, "schema:MonetaryGrant")
    if len(donors) == 1:
        draft.add(grant, "schema:funder", *map(nquads.iri, donors))
    draft.add(grant, "schema:amount", nquads.iri(money))
    draft.add(money, "rdf:type", term("schema:MonetaryAmount"))
    draft.state(item, money, "schema:value", amount)
    if budget.currency:
        draft.add(money, "schema:currency", nquads.literal(budget.currency))


def _consortium(
    draft: Draft, item: ProjectItem, project: str, facts: Facts, employer: Employer, partners: set[str], vocabulary: Vocabulary
) -> None:
    consortium = entity("consortium", local(project))
    name = in_both(labels_of(item, project, facts.language, vocabulary))
    draft.describe(consortium, compose("Consortium {name}", name=name), "org:OrganizationalCollaboration")
    draft.state(item, consortium, "ngo:runs", nquads.iri(project))
    lead = _leader(item, facts, employer)
    for member in sorted({*partners, employer.iri, lead} - {""}):
        membership = entity("membership", local(project), part_of(member))
        draft.add(membership, "rdf:type", term("org:Membership"))
        draft.add(membership, "org:organization", nquads.iri(consortium))
        draft.state(item, membership, "org:member", nquads.iri(member))
        if member == lead:
            draft.state(item, membership, "ngo:organisationRole", nquads.iri(_ACCOUNTABLE))
        elif member == employer.iri:
            draft.add(membership, "ngo:organisationRole", nquads.iri(_IMPLEMENTING))


def _leader(item: ProjectItem, facts: Facts, employer: Employer) -> str:
    """The IRI of the organization that leads the project's consortium; empty where the text names none."""
    if not item.lead:
        return ""
    known = facts.employer is not None and fold_name(str(facts.employer.value)) == fold_name(item.lead)
    return employer.iri if known else _named(item.lead, facts.organizations, "organization")
