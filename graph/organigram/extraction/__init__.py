"""A posting in, facts out, every one with its evidence.

The head of the posting (who looks for whom, where) is read first and handed to the rules for the network. What the source
states in fields is read apart from the posting's own text, and counts before it. Nothing here knows RDF, and nothing is raised
whatever the text holds.

>>> from organigram.model import Posting
>>> from organigram.vocabulary import load_vocabulary
>>> text = "Relief Aid is seeking a Nurse.\\nLocation: Goundam, Mali\\nReports to: Head of Mission\\nDeadline: 3 May 2025"
>>> facts = extract(Posting("a", "a.txt", "en", text), load_vocabulary())
>>> facts.employer.value, facts.title.value, [country.value for country in facts.countries], facts.deadline.value
('Relief Aid', 'Nurse', ['ML'], '2025-05-03')
"""

import dataclasses

from organigram.extraction.combining import combine
from organigram.extraction.conditions import find_conditions
from organigram.extraction.dates import find_dates_of
from organigram.extraction.document import Document, MentionSource
from organigram.extraction.employer import find_employer
from organigram.extraction.header import Header
from organigram.extraction.languages import find_languages
from organigram.extraction.location import find_locations
from organigram.extraction.network import find_network
from organigram.extraction.salary import find_salary
from organigram.extraction.sectors import find_sectors
from organigram.extraction.stated import all_moved, read_stated
from organigram.extraction.title import find_role, find_title
from organigram.model import Facts, Posting

__all__ = ["extract"]


def extract(posting: Posting, vocabulary: MentionSource) -> Facts:
    """The facts that a posting states, in its own words; entities are named later, by :mod:`organigram.linking`."""
    if not posting.stated and not posting.body:
        return _read(Document(posting, vocabulary))
    stated = read_stated(posting, vocabulary)
    body = dataclasses.replace(posting, text=posting.text[posting.body :], body=0)
    return combine(stated, all_moved(_read(Document(body, vocabulary), stated), posting.body))


def _read(document: Document, stated: Facts | None = None) -> Facts:
    """The facts of a text; who hires whom is taken from ``stated`` where the text does not name the same."""
    posting = document.posting
    header = read_header(document)
    conditions = find_conditions(document, header.title)
    sectors = find_sectors(document, header.title)
    told = header if stated is None else header.told_by(stated, document.vocabulary)
    network = find_network(document, told)
    dates = find_dates_of(document)
    return Facts(
        id=posting.id,
        source=posting.source,
        language=posting.language,
        title=header.title,
        role=header.role,
        employer=header.employer,
        organizations=network.organizations,
        countries=header.countries,
        countries_mentioned=header.countries_mentioned,
        places=header.places,
        projects=network.projects,
        donors=network.donors,
        reports_to=network.reports_to,
        supervises=network.supervises,
        collaborates_with=network.collaborates_with,
        start_date=dates.start_date,
        end_date=dates.end_date,
        deadline=dates.deadline,
        contract=conditions.contract,
        duration_months=conditions.duration_months,
        working_time=conditions.working_time,
        languages=find_languages(document),
        sectors=sectors,
        salary=find_salary(document, header.countries),
    )


def read_header(document: Document) -> Header:
    """Title, role, employer and places, each read with what was found before it."""
    title = find_title(document)
    employer = find_employer(document, title)
    locations = find_locations(document, title, employer)
    return Header(
        title=title,
        role=find_role(document, title),
        employer=employer,
        countries=locations.countries,
        countries_mentioned=locations.countries_mentioned,
        places=locations.places,
    )
