"""The network of a posting: who employs, pays, works along, and who is above, below and beside the post."""

from __future__ import annotations

from dataclasses import dataclass

from organigram.extraction.crew import find_below, find_beside
from organigram.extraction.document import Document
from organigram.extraction.donors import find_payments
from organigram.extraction.header import Header
from organigram.extraction.lines import find_above
from organigram.extraction.organizations import Organizations
from organigram.extraction.parties import find_parties
from organigram.extraction.projects import describe, find_projects
from organigram.model import Item, LineItem, OrganizationItem, ProjectItem
from organigram.together import Steps, alone


@dataclass(frozen=True, slots=True)
class Network:
    """What the network rules read; every donor is also among the organizations, with the relation ``donor``."""

    organizations: tuple[OrganizationItem, ...] = ()
    projects: tuple[ProjectItem, ...] = ()
    donors: tuple[Item, ...] = ()
    reports_to: tuple[LineItem, ...] = ()
    supervises: tuple[Item, ...] = ()
    collaborates_with: tuple[Item, ...] = ()


def find_network(document: Document, header: Header) -> Network:
    """Everything that the posting says of organizations, projects and other posts.

    >>> from organigram.model import Posting
    >>> class NoVocabulary:
    ...     def mentions(self, text, folded, kinds=()): return []
    >>> text = "The Nurse reports to the Head of Mission and supervises two Drivers. The project is funded by the WAM Foundation."
    >>> network = find_network(Document(Posting("a", "a.txt", "en", text), NoVocabulary()), Header())
    >>> [item.value for item in network.reports_to + network.supervises + network.donors]
    ['Head of Mission', 'Drivers', 'WAM Foundation']
    """
    return alone(network_in_steps(document, header))


def network_in_steps(document: Document, header: Header) -> Steps[Network]:
    """:func:`find_network` in steps."""
    organizations = Organizations(document, header)
    payments = find_payments(document, organizations)
    yield
    projects = find_projects(document, organizations, payments)
    yield
    find_parties(document, organizations, {start: end for project in projects for start, end in project.spots})
    yield
    above = find_above(document, header)
    supervises, beside = tuple(find_below(document, header, above)), tuple(find_beside(document, header))
    yield
    items = organizations.items()
    return Network(
        organizations=tuple(items),
        projects=tuple(describe(document, header, organizations, projects, payments)),
        donors=tuple(_donor(item) for item in items if item.relation == "donor"),
        reports_to=tuple(above.lines),
        supervises=supervises,
        collaborates_with=beside,
    )


def _donor(item: OrganizationItem) -> Item:
    return Item(item.value, item.iri, item.labels, item.evidence, item.confidence, item.rule)
