"""Organizations beside the employer: what each is to it."""

from __future__ import annotations

import dataclasses

from organigram import nquads
from organigram.likeness import unresolved_iri
from organigram.mapping.draft import Draft
from organigram.mapping.names import introduce, iri_of, office
from organigram.mapping.seats import Employer
from organigram.model import Facts, OrganizationItem
from organigram.namespaces import country
from organigram.vocabulary import Vocabulary

_FROM_EMPLOYER = {"partner": "ngo:partnerOf", "network": "org:memberOf", "authority": "ngo:worksWithAuthority"}


def map_organizations(draft: Draft, facts: Facts, employer: Employer, paying: set[str], vocabulary: Vocabulary) -> None:
    """State the relations of the employer. ``paying``: donors that pay for a project, so not for the employer as a whole."""
    for item in facts.donors:
        iri = introduce(draft, item, "organization", facts.language, vocabulary)
        if iri not in paying and iri != employer.iri:
            draft.state(item, employer.iri or draft.posting, "schema:funder", nquads.iri(iri))
    donors = {iri_of(item, "organization") for item in facts.donors}
    for organization in facts.organizations:
        if organization.relation == "unit":
            _unit(draft, organization, facts, employer, vocabulary)
        elif organization.relation != "employer":
            _relate(draft, organization, facts, employer, donors, vocabulary)


def _relate(
    draft: Draft, item: OrganizationItem, facts: Facts, employer: Employer, donors: set[str], vocabulary: Vocabulary
) -> None:
    if item.iri is None and item.country:
        item = dataclasses.replace(item, iri=unresolved_iri("organization", str(item.value), item.country))
    iri = introduce(draft, item, "organization", facts.language, vocabulary)
    if item.country and iri not in vocabulary.entities:
        draft.state(item, iri, "ngo:homeCountry", nquads.iri(country(item.country)))
    predicate = _FROM_EMPLOYER.get(item.relation)
    if predicate and employer.iri and iri != employer.iri:
        draft.state(item, employer.iri, predicate, nquads.iri(iri))
    elif iri not in donors and iri != employer.iri:
        draft.state(item, draft.posting, "schema:mentions", nquads.iri(iri))


def _unit(draft: Draft, item: OrganizationItem, facts: Facts, employer: Employer, vocabulary: Vocabulary) -> None:
    """A unit of the employer: its mission where linking says so, else an office or department under its own name."""
    iri = introduce(draft, item, "organization", facts.language, vocabulary)
    if iri not in vocabulary.entities and not office(iri)[1]:
        draft.describe(iri, {}, "org:OrganizationalUnit")
        if item.country:
            draft.state(item, iri, "ngo:operatesIn", nquads.iri(country(item.country)))
    if employer.iri and iri != employer.iri:
        draft.state(item, iri, "org:unitOf", nquads.iri(employer.iri))
