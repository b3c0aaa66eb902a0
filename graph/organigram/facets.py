"""What search results are narrowed by and shown with: facts of every entity that are gathered once, when a version is built.

A value of an entity is one that the graph states of it, never one that merely stands in the same posting. Of

- a posting: its country, employer and year; the families and donors of the posts that it advertises;
- a post: its country and organization, the families of its roles, the donors of the projects that it works for;
- a project: where it takes place, who carries it out, who pays it; the families of the posts that work for it;
- a role, a family of roles: the countries, organizations and donors of its posts. A sector: all values of its postings;
- an organization: the countries that it hires in or carries out a project in, the donors of itself and of these projects, the
  families of its posts. A mission likewise, but of donors those of the projects in its country that its posts work for;
- a donor: the organizations and projects that it pays give it organizations and countries, the posts on the projects families.
  A partner: the countries of its projects, and who carries them out;
- a country, a place: who hires or carries out a project there, who pays for the projects there, the families of its posts; a
  place also the donors of the projects in its country that its posts work for.

A country, an organization, a donor and a family are found by themselves too; each thing by the years of the postings that tell
of it.

>>> engine = pyoxigraph.Store()
>>> engine.load(b'''@prefix schema: <https://schema.org/> . @prefix ngo: <https://w3id.org/organigram/ontology#> .
... <x:1> a schema:JobPosting ; ngo:dutyCountry <x:ML> ; schema:validThrough "2022-03-30" . <x:ML> a schema:Country .
... ''', format=pyoxigraph.RdfFormat.TURTLE)
>>> for card in cards_of(engine):
...     print(card.iri, card.form, card.postings, sorted(card.values))
x:1 posting 1 [('country', 'x:ML'), ('kind', 'posting'), ('year', '2022')]
x:ML country 1 [('country', 'x:ML'), ('kind', 'country'), ('year', '2022')]
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode

from organigram.namespaces import expand

#: What results can be narrowed by.
FACETS = ("kind", "country", "organization", "donor", "family", "year")

#: The kinds that are told apart, by class; the first that fits is the one shown. What pays is a donor too.
_FORMS = (
    ("schema:JobPosting", "posting"),
    ("org:Post", "post"),
    ("org:OrganizationalUnit", "mission"),
    ("ngo:Mission", "mission"),
    ("org:OrganizationalCollaboration", "consortium"),
    ("org:FormalOrganization", "organization"),
    ("org:Organization", "organization"),
    ("schema:Project", "project"),
    ("org:Role", "role"),
    ("schema:Country", "country"),
    ("schema:Place", "place"),
)
#: The year of a posting is that of the first of these that it states.
_DATES = ("schema:datePosted", "schema:validThrough", "schema:jobStartDate")

Values = set[tuple[str, str]]


@dataclass(slots=True)
class Card:
    """An entity: what it is (``form``), how many postings tell of it, its (facet, value), and up to two things it is near."""

    iri: str
    form: str = "other"
    postings: int = 0
    values: Values = field(default_factory=set)
    near: tuple[str, ...] = ()


class _Lines(dict[str, list[str]]):
    """The objects of one property by subject; nothing for a subject that has none."""

    def __missing__(self, subject: str) -> list[str]:
        return []


def _lines(engine: pyoxigraph.Store, term: str) -> _Lines:
    found = _Lines()
    for quad in engine.quads_for_pattern(None, NamedNode(expand(term)), None, DefaultGraph()):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | pyoxigraph.Literal):
            found.setdefault(quad.subject.value, []).append(quad.object.value)
    for objects in found.values():
        objects.sort()
    return found


def _only(found: Values, *facets: str) -> Values:
    return {(facet, value) for facet, value in found if facet in facets}


class _Graph:
    """The lines of a graph that facets come from, by subject."""

    def __init__(self, engine: pyoxigraph.Store) -> None:
        self._engine = engine
        self.country, self.role = _lines(engine, "ngo:dutyCountry"), _lines(engine, "org:role")
        self.employer, self.post_in = _lines(engine, "schema:hiringOrganization"), _lines(engine, "org:postIn")
        self.whole, self.post = _lines(engine, "org:unitOf"), _lines(engine, "ngo:advertises")
        self.station, self.location = _lines(engine, "ngo:dutyStation"), _lines(engine, "schema:jobLocation")
        self.project, self.funder = _lines(engine, "ngo:assignedTo"), _lines(engine, "schema:funder")
        self.doer, self.where = _lines(engine, "ngo:implementedBy"), _lines(engine, "ngo:takesPlaceIn")
        self.family, self.inside = _lines(engine, "skos:broader"), _lines(engine, "schema:containedInPlace")
        self.home, self.dates = _lines(engine, "ngo:homeCountry"), [_lines(engine, term) for term in _DATES]
        self.partner, self.sector = _lines(engine, "ngo:hasPartner"), _lines(engine, "ngo:sector")
        self.donors = {donor for found in self.funder.values() for donor in found}
        self.forms = self._forms()

    def _forms(self) -> dict[str, str]:
        found: dict[str, str] = {}
        kind = NamedNode(expand("rdf:type"))
        for term, form in _FORMS:
            for quad in self._engine.quads_for_pattern(None, kind, NamedNode(expand(term)), DefaultGraph()):
                if isinstance(quad.subject, NamedNode):
                    found.setdefault(quad.subject.value, form)
        return found

    def wholes(self, organizations: list[str]) -> list[str]:
        """Organizations, a unit replaced by what it is a unit of."""
        return [whole for name in organizations for whole in (self.whole[name] or [name])]

    def year(self, posting: str) -> str:
        """The year of a posting, or nothing."""
        return next((dates[posting][0][:4] for dates in self.dates if dates[posting]), "")

    def of_project(self, project: str) -> Values:
        """What is stated of a project."""
        found = {("donor", donor) for donor in self.funder[project]}
        found |= {("organization", doer) for doer in self.wholes(self.doer[project])}
        return found | {("country", place) for place in self.where[project] if self.forms.get(place) == "country"}

    def of_post(self, post: str) -> Values:
        """What is stated of a seat."""
        found = {("country", country) for country in self.country[post]}
        found |= {("organization", name) for name in self.wholes(self.post_in[post])}
        found |= {("family", family) for role in self.role[post] for family in self.family[role]}
        return found | {("donor", donor) for project in self.project[post] for donor in self.funder[project]}

    def of_posting(self, posting: str) -> Values:
        """What is stated of a posting."""
        found = {("country", country) for country in self.country[posting]}
        found |= {("organization", name) for name in self.wholes(self.employer[posting])}
        if year := self.year(posting):
            found.add(("year", year))
        return found.union(*(_only(self.of_post(post), "family", "donor") for post in self.post[posting]))

    def told_by_project(self, project: str) -> Iterator[tuple[str, Values]]:
        """What a project states of itself and of those that have to do with it."""
        found = self.of_project(project)
        yield project, found
        for name in (*self.funder[project], *self.partner[project]):
            yield name, _only(found, "country", "organization")
        for name in self.wholes(self.doer[project]):
            yield name, _only(found, "country", "donor")
        for place in self.where[project]:
            yield place, _only(found, "organization", "donor")

    def told_by_post(self, post: str) -> Iterator[tuple[str, Values]]:
        """What a seat states of itself, of its role, of where and of whom it is, and of the projects that it works for."""
        found, units, countries = self.of_post(post), self.post_in[post], self.country[post]
        yield post, found
        for role in self.role[post]:
            yield role, _only(found, "country", "organization", "donor")
            for family in self.family[role]:
                yield family, {("family", family), *_only(found, "country", "organization", "donor")}
        for name in (*units, *self.wholes(units)):
            yield name, _only(found, "country", "family")
        for place in (*countries, *self.station[post]):
            yield place, _only(found, "organization", "family")
        for project in self.project[post]:
            for name in (project, *self.funder[project]):
                yield name, _only(found, "family")
            if not set(countries).isdisjoint(self.where[project]):
                paid = {("donor", donor) for donor in self.funder[project]}
                missions = [unit for unit in units if self.forms.get(unit) == "mission"]
                yield from ((name, paid) for name in (*missions, *self.station[post]))

    def told_by_posting(self, posting: str) -> Iterator[tuple[str, Values]]:
        """What a posting states of itself, its employer, its place and its sectors; its year of all that it tells of."""
        found = self.of_posting(posting)
        yield posting, found
        for name in self.wholes(self.employer[posting]):
            yield name, _only(found, "country")
        for place in (*self.country[posting], *self.location[posting]):
            yield place, _only(found, "organization", "family")
        yield from ((sector, found) for sector in self.sector[posting])
        yield from ((name, _only(found, "year")) for name in self.near_posting(posting))

    def told_by_recipient(self, organization: str) -> Iterator[tuple[str, Values]]:
        """Who pays an organization itself."""
        for donor in self.funder[organization]:
            yield donor, {("organization", name) for name in self.wholes([organization])}
            yield organization, {("donor", donor)}

    def near_post(self, post: str) -> set[str]:
        """What a seat tells of: where, for whom, as what, for which project, paid by whom."""
        roles, projects = self.role[post], self.project[post]
        units = self.post_in[post]
        found = {post, *roles, *units, *self.wholes(units), *self.country[post], *self.station[post], *projects}
        return found.union(*(self.family[role] for role in roles), *(self.near_project(project) for project in projects))

    def near_project(self, project: str) -> set[str]:
        """What a project tells of."""
        return {project, *self.funder[project], *self.doer[project], *self.where[project], *self.partner[project]}

    def near_posting(self, posting: str) -> set[str]:
        """What a posting tells of."""
        found = {posting, *self.employer[posting], *self.country[posting], *self.location[posting], *self.sector[posting]}
        return found.union(*(self.near_post(post) for post in self.post[posting]))

    def told_by(self, iri: str, form: str) -> Iterator[tuple[str, Values]]:
        """What an entity states: of which thing, which values."""
        yield iri, set()
        if form == "posting":
            yield from self.told_by_posting(iri)
        elif form == "post":
            yield from self.told_by_post(iri)
        elif form == "project":
            yield from self.told_by_project(iri)
        elif form in ("organization", "mission"):
            yield from self.told_by_recipient(iri)

    def kinds(self, iri: str) -> Values:
        """The kinds that an entity is found by: a donor is an organization too."""
        form = self.forms.get(iri)
        return {("kind", kind) for kind in (form, "donor" if iri in self.donors else None) if kind}

    def self_told(self, iri: str) -> Values:
        """A country is found by itself; and so are an organization, a donor and a family of roles."""
        form = self.forms.get(iri)
        if form in ("country", "organization"):
            return {(form, iri), *([("donor", iri)] if iri in self.donors else [])}
        if form == "mission":
            return {("organization", whole) for whole in self.whole[iri]}
        if form == "role":
            return {("family", family) for family in self.family[iri]}
        if form == "place":
            return {("country", place) for place in self.inside[iri] if self.forms.get(place) == "country"}
        return set()


def cards_of(engine: pyoxigraph.Store) -> Iterator[Card]:
    """A card of every entity of the default graph that has a kind or that a posting tells of, by IRI."""
    graph = _Graph(engine)
    values: defaultdict[str, Values] = defaultdict(set)
    postings: Counter[str] = Counter()
    for iri, form in graph.forms.items():
        postings.update(graph.near_posting(iri) if form == "posting" else ())
        for thing, found in graph.told_by(iri, form):
            values[thing] |= found
    for iri in sorted(values):
        told_of = values[iri] | graph.kinds(iri) | graph.self_told(iri)
        form = "donor" if iri in graph.donors and graph.forms.get(iri) == "organization" else graph.forms.get(iri, "other")
        yield Card(iri, form, postings[iri], told_of, _near(graph, iri, form))


def _near(graph: _Graph, iri: str, form: str) -> tuple[str, ...]:
    """What is told beside an entity's name, so that two of one name can be told apart."""
    beside = {
        "post": [*graph.wholes(graph.post_in[iri])[:1], *graph.country[iri][:1]],
        "posting": [*graph.employer[iri][:1], *graph.country[iri][:1]],
        "project": [*graph.doer[iri][:1], *graph.where[iri][:1]],
        "mission": graph.whole[iri][:1],
        "organization": graph.home[iri][:1],
        "donor": graph.home[iri][:1],
        "role": sorted(graph.family[iri])[:1],
        "place": graph.inside[iri][:1],
    }
    return tuple(beside.get(form, ()))
