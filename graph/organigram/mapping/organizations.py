"""Organizations beside the employer: what each is to it."""

from __future__ import annotations

import dataclasses

from organigram import nquads
from organigram.folding import slug
from organigram.mapping.draft import Draft
from organigram.mapping.names import introduce, introduce_mission, iri_of
from organigram.mapping.seats import Employer
from organigram.model import Facts, OrganizationItem
from organigram.namespaces import country, unresolved
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
        item = dataclasses.replace(item, iri=unresolved("organization", slug(f"{item.value} {item.country}")))
    iri = introduce(draft, item, "organization", facts.language, vocabulary)
    if item.country and iri not in vocabulary.entities:
        draft.state(item, iri, "ngo:homeCountry", nquads.iri(country(item.country)))
    predicate = _FROM_EMPLOYER.get(item.relation)
    if predicate and employer.iri and iri != employer.iri:
        draft.state(item, employer.iri, predicate, nquads.iri(iri))
    elif iri not in donors and iri != employer.iri:
        draft.state(item, draft.posting, "schema:mentions", nquads.iri(iri))


def _unit(draft: Draft, item: OrganizationItem, facts: Facts, employer: Employer, vocabulary: Vocabulary) -> None:
    """A unit of the employer: its mission where the country says so, else a department under its own name."""
    _, _, code = (item.iri or "").removeprefix(employer.iri).partition("/")
    if employer.iri and (code or item.country):
        iri = introduce_mission(draft, employer.iri, employer.labels, code or item.country or "", vocabulary)
    else:
        iri = introduce(draft, item, "organization", facts.language, vocabulary)
        draft.describe(iri, {}, "org:OrganizationalUnit")
    if employer.iri and iri != employer.iri:
        draft.state(item, iri, "org:unitOf", nquads.iri(employer.iri))
