"""Projects of postings that others may publish too: same organization, no other country, a name within a name. Nothing is merged.

An offer is ``rdfs:seeAlso`` in ``graph/likeness``, from the posting's project to the published one: nothing follows from it. It
goes once a person has settled the published project as the other, or said that they are different.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from organigram import nquads
from organigram.likeness import may_be_one, spelling
from organigram.namespaces import BASE, expand, graph, local
from organigram.vocabulary import Vocabulary

_SCHEMES = ("iati", "fts")
_KINDS = ("sector", "country", "role", "organization")
#: Letters that the shorter of two names has at least.
_LEAST = 4


@dataclass(slots=True)
class _Project:
    names: set[str] = field(default_factory=set)
    organizations: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)


def likely_lines(
    store: ox.Store, vocabulary: Vocabulary, *, different: Collection[tuple[str, str]] = (), base: str = BASE
) -> list[str]:
    """The lines of the offers, sorted, under the house's own base. ``different``: pairs that a person has said are not one.

    >>> from organigram.namespaces import entity
    >>> from organigram.vocabulary import load_vocabulary
    >>> store = ox.Store()
    >>> for name, label in (("alima/optima-ml", "OptiMA"), ("iati/XX-1", "OptiMA in Segou"), ("iati/XX-2", "Wells")):
    ...     for predicate, value in (("ngo:implementedBy", ox.NamedNode("x:alima")), ("rdfs:label", ox.Literal(label))):
    ...         store.add(ox.Quad(ox.NamedNode(entity("project", name)), ox.NamedNode(expand(predicate)), value))
    >>> [line.split(" ")[2].rpartition("project/")[2] for line in likely_lines(store, load_vocabulary())]
    ['iati/XX-1>']
    """
    projects = _projects(store, base)
    own = [iri for iri in projects if not is_published(iri)]
    apart = {tuple(sorted(pair)) for pair in different}
    by_organization: dict[str, list[str]] = {}
    for iri in own:
        for organization in projects[iri].organizations:
            by_organization.setdefault(organization, []).append(iri)
    pairs = set()
    for iri, project in projects.items():
        for other in (
            {one for name in project.organizations for one in by_organization.get(name, ())} if is_published(iri) else ()
        ):
            if tuple(sorted((other, iri))) not in apart and _alike(projects[other], project, vocabulary):
                pairs.add((other, iri))
    name, predicate = nquads.iri(graph("likeness")), nquads.term("rdfs:seeAlso")
    return sorted(nquads.line(nquads.iri(one), predicate, nquads.iri(other), name) for one, other in pairs)


def is_published(iri: str) -> bool:
    """Whether a project's IRI, under the house's base, is of others' data and not of a posting.

    >>> is_published(f"{BASE}project/iati/XX-1"), is_published(f"{BASE}project/alima/optima-ml"), is_published(f"{BASE}role/x")
    (True, False, False)
    """
    return iri.startswith(f"{BASE}project/") and local(iri).partition("/")[0] in _SCHEMES


def _projects(store: ox.Store, base: str) -> dict[str, _Project]:
    """The projects that an organization carries out, by IRI under the house's own base."""
    found: dict[str, _Project] = {}
    for quad in store.quads_for_pattern(None, ox.NamedNode(expand("ngo:implementedBy")), None):
        iri = _value(quad.subject).replace(base, BASE, 1)
        found.setdefault(iri, _Project()).organizations.add(_value(quad.object))
    for iri, project in found.items():
        for told, terms in ((project.names, ("rdfs:label", "skos:altLabel")), (project.countries, ("ngo:takesPlaceIn",))):
            for one in terms:
                node = ox.NamedNode(iri.replace(BASE, base, 1))
                told.update(_value(quad.object) for quad in store.quads_for_pattern(node, ox.NamedNode(expand(one)), None))
        project.countries = {place for place in project.countries if place.startswith(f"{base}country/")}
    return found


def _value(term: object) -> str:
    assert isinstance(term, ox.NamedNode | ox.Literal)
    return term.value


def _alike(one: _Project, other: _Project, vocabulary: Vocabulary) -> bool:
    if one.countries and other.countries and not one.countries & other.countries:
        return False
    telling = [list(_telling(project.names, vocabulary)) for project in (one, other)]
    return any(may_be_one(name, published) for name in telling[0] for published in telling[1])


def _telling(names: Collection[str], vocabulary: Vocabulary) -> Iterator[str]:
    """Names that tell a project: "Nutrition" and "Mali" do not."""
    for name in names:
        bare = spelling("project", name)
        if len(bare) >= _LEAST and not any(vocabulary.lookup(text, kind) for kind in _KINDS for text in (name, bare)):
            yield name
