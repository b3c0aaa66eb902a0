"""Linked facts of one posting to the quads of its graph.

The graph is a function of the posting's language, text and what its source states, of its facts and of the vocabulary: no
file name, path or clock enters it. Lines are written as strings; what they say is told in ``docs/model.md``.

>>> from organigram.model import Facts, Item, Posting
>>> from organigram.vocabulary import load_vocabulary
>>> posting = Posting("a", "a.txt", "en", "Head of Mission")
>>> facts = Facts("a", "a.txt", "en", title=Item("Head of Mission"), employer=Item("Example Aid"), countries=(Item("ML"),))
>>> lines = map_posting(posting, facts, load_vocabulary())
>>> any("/post/_example-aid/ML/_head-of-mission>" in line for line in lines)
True
"""

from __future__ import annotations

from organigram import nquads
from organigram.mapping.advert import map_advert
from organigram.mapping.disputes import map_disputes
from organigram.mapping.draft import Draft
from organigram.mapping.names import Labels, compose, country_labels, in_both, introduce, kind_of
from organigram.mapping.organizations import map_organizations
from organigram.mapping.projects import map_projects
from organigram.mapping.seats import Employer, Seats, Title, employer_of, read_title, untitled
from organigram.model import Facts, Item, Posting
from organigram.namespaces import country
from organigram.vocabulary import Vocabulary

__all__ = ["map_posting"]

_LINES = {
    "hierarchical": "ngo:reportsDirectlyTo",
    "technical": "ngo:reportsTechnicallyTo",
    "functional": "ngo:reportsFunctionallyTo",
}


def map_posting(posting: Posting, facts: Facts, vocabulary: Vocabulary) -> list[str]:
    """The lines of ``graph/posting/<key>``: N-Quads without line ends, sorted, each once."""
    draft = Draft(posting)
    employer = employer_of(draft, facts, vocabulary)
    seats = Seats(draft, facts, vocabulary, employer)
    title = _title(facts, vocabulary)
    post = seats.advertise(title)
    draft.describe(draft.posting, _label(title, employer, facts, vocabulary))
    map_advert(draft, posting, facts, vocabulary)
    _advertise(draft, facts, employer, post, title, vocabulary)
    _lines(draft, facts, seats, post, vocabulary)
    paying = map_projects(draft, facts, employer, post, vocabulary)
    map_organizations(draft, facts, employer, paying, vocabulary)
    map_disputes(draft, facts, vocabulary)
    return draft.lines()


def _title(facts: Facts, vocabulary: Vocabulary) -> Title:
    title, role = facts.title or facts.role, facts.role or facts.title
    return read_title(title, role, facts, vocabulary) if title and role else untitled()


def _label(title: Title, employer: Employer, facts: Facts, vocabulary: Vocabulary) -> Labels:
    parts: list[Labels] = [in_both(employer.labels)] if employer.labels else []
    parts += [country_labels(code, vocabulary) for code in sorted({str(item.value) for item in facts.countries})]
    if not parts:
        return title.labels
    names = {f"part{number}": part for number, part in enumerate(parts)}
    return compose(f"{{role}} ({', '.join(f'{{{name}}}' for name in names)})", role=title.labels, **names)


def _advertise(draft: Draft, facts: Facts, employer: Employer, post: str, title: Title, vocabulary: Vocabulary) -> None:
    """The links of posting and post to employer, role, countries and places, with the words that say so."""
    named = [item for item in (facts.title, facts.role) if item]
    for item in named:
        draft.state(item, draft.posting, "ngo:advertises", nquads.iri(post))
        draft.state(item, post, "org:role", nquads.iri(title.role))
        if title.role not in vocabulary.entities:
            introduce(draft, Item(item.value, title.role, title.labels), "role", facts.language, vocabulary)
    draft.add(draft.posting, "ngo:advertises", nquads.iri(post))
    for employing in (facts.employer, *(item for item in facts.organizations if item.relation == "employer")):
        if employing and employing.iri in (None, employer.iri):
            draft.state(employing, draft.posting, "schema:hiringOrganization", nquads.iri(employer.iri))
    for item in facts.countries:
        draft.state(item, post, "ngo:dutyCountry", nquads.iri(country(str(item.value))))


def _lines(draft: Draft, facts: Facts, seats: Seats, post: str, vocabulary: Vocabulary) -> None:
    def name(item: Item, *, below: bool = False) -> str:
        title = read_title(item, item, facts, vocabulary)
        introduce(draft, Item(item.value, title.role, title.labels), "role", facts.language, vocabulary)
        return nquads.iri(seats.name(title, below=below))

    for line in facts.reports_to:
        draft.state(line, post, _LINES[line.line], name(line))
    for item in facts.supervises:
        draft.state(item, post, "ngo:supervises", name(item, below=True))
    for item in facts.collaborates_with:
        if kind_of(item.iri or "") == "organization":
            draft.state(
                item, post, "ngo:collaboratesWith", nquads.iri(introduce(draft, item, "organization", facts.language, vocabulary))
            )
        else:
            draft.state(item, post, "ngo:collaboratesWith", name(item))
