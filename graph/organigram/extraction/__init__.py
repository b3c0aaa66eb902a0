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
from organigram.extraction.network import network_in_steps
from organigram.extraction.salary import find_salary
from organigram.extraction.sectors import find_sectors
from organigram.extraction.stated import all_moved, read_stated
from organigram.extraction.title import find_role, find_title
from organigram.model import Facts, Posting
from organigram.together import Steps, alone

__all__ = ["extract", "extract_in_steps"]


def extract(posting: Posting, vocabulary: MentionSource) -> Facts:
    """The facts that a posting states, in its own words; entities are named later, by :mod:`organigram.linking`."""
    return alone(extract_in_steps(posting, vocabulary))


def extract_in_steps(posting: Posting, vocabulary: MentionSource) -> Steps[Facts]:
    """:func:`extract` in steps, so that several postings go on together (:mod:`organigram.together`)."""
    if not posting.stated and not posting.body:
        return (yield from _read(Document(posting, vocabulary)))
    stated = read_stated(posting, vocabulary)
    yield
    body = dataclasses.replace(posting, text=posting.text[posting.body :], body=0)
    facts = yield from _read(Document(body, vocabulary), stated)
    yield
    return combine(stated, all_moved(facts, posting.body))


def _read(document: Document, stated: Facts | None = None) -> Steps[Facts]:
    """The facts of a text; who hires whom is taken from ``stated`` where the text does not name the same."""
    posting = document.posting
    for _ in document.parts():
        yield
    header = yield from header_in_steps(document)
    yield
    conditions = find_conditions(document, header.title)
    sectors = find_sectors(document, header.title)
    yield
    told = header if stated is None else header.told_by(stated, document.vocabulary)
    network = yield from network_in_steps(document, told)
    yield
    dates = find_dates_of(document)
    yield
    languages = find_languages(document)
    salary = find_salary(document, header.countries)
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
        languages=languages,
        sectors=sectors,
        salary=salary,
    )


def read_header(document: Document) -> Header:
    """Title, role, employer and places, each read with what was found before it."""
    return alone(header_in_steps(document))


def header_in_steps(document: Document) -> Steps[Header]:
    """:func:`read_header` in steps."""
    title = find_title(document)
    yield
    employer = find_employer(document, title)
    yield
    locations = find_locations(document, title, employer)
    return Header(
        title=title,
        role=find_role(document, title),
        employer=employer,
        countries=locations.countries,
        countries_mentioned=locations.countries_mentioned,
        places=locations.places,
    )
