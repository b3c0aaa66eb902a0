"""The addresses that a walk goes through: every page as it opens, and pages that show something chosen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass

import pyoxigraph as ox

from organigram.namespaces import BASE, PREFIXES
from organigram.store import StoreVersion
from organigram_viz import views

#: Every page, by the name that its address has, and its title.
TITLES = {module.NAME: module.TITLE for module in views.PAGES}


@dataclass(frozen=True)
class Subjects:
    """What the chosen views of a walk are about, each as its address names it; ``word`` is looked for."""

    word: str
    organization: str
    post: str
    posting: str = ""
    project: str = ""
    donor: str = ""
    role: str = ""
    country: str = ""
    place: str = ""
    other: str = ""


#: Pages that show something chosen.
_CHOSEN = (
    "find?q={word}",
    "entity?entity={organization}",
    "entity?entity={post}",
    "graph?focus={organization}&entity={organization}",
    "organigram?organization={organization}",
    "query?question=donors-by-project",
)
#: Further ones, for a graph in which all of it is known.
_FURTHER = (
    "postings?country={country}",
    "postings?posting={posting}",
    *(f"entity?entity={{{kind}}}" for kind in ("posting", "project", "donor", "role", "country", "place")),
    "graph?focus={post}&entity={post}",
    "graph?focus={country}",
    "organigram?organization={organization}&entity={post}",
    "compare?a={organization}&b={other}",
    "quality?part=names",
    "quality?part=names&settle=vacancies",
    "quality?part=measures",
    "vocabulary?scheme=properties&concept=ontology#reportsDirectlyTo",
    "query?question=leading-donors&view=chart",
)


def chosen(subjects: Subjects) -> list[str]:
    """The addresses of pages that show something chosen.

    >>> chosen(Subjects("alima", "organization/alima", "post/alima/ML/nurse"))[:2]
    ['find?q=alima', 'entity?entity=organization/alima']
    """
    return _filled(_CHOSEN, subjects)


def further(subjects: Subjects) -> list[str]:
    """Further addresses: a page for each kind of entity, a comparison, the parts of pages that have several."""
    return _filled(_FURTHER, subjects)


def _filled(paths: Iterable[str], subjects: Subjects) -> list[str]:
    """The addresses with names put in; what a graph has none of has no address."""
    names = asdict(subjects)
    unknown = [f"{{{name}}}" for name, value in names.items() if not value]
    known = (path for path in paths if not any(gap in path for gap in unknown))
    return [path.format(**names).replace("#", "%23") for path in known]


def named(path: str) -> str:
    """An address as a file's name.

    >>> named("entity?entity=country/ML")
    'entity-entity-country-ML'
    """
    return re.sub(r"\W+", "-", path)


_EMPLOYERS = "SELECT ?employer (COUNT(?posting) AS ?n) { ?posting schema:hiringOrganization ?employer } GROUP BY ?employer"
#: What one of an organization's postings leads to.
_ABOUT = {
    "posting": "?found ngo:advertises ?post",
    "post": "?posting ngo:advertises ?found . ?other ngo:reportsDirectlyTo ?found",
    "project": "?posting ngo:advertises/ngo:assignedTo ?found . ?found schema:funder ?donor",
    "donor": "?posting ngo:advertises/ngo:assignedTo/schema:funder ?found",
    "role": "?posting ngo:advertises/org:role ?found",
    "country": "?posting ngo:advertises/ngo:dutyCountry ?found",
    "place": "?posting ngo:advertises/ngo:dutyStation ?found",
}


def subjects_of(version: StoreVersion) -> Subjects:
    """The organization with most postings, the next one, and what its postings lead to."""
    rows = version.engine.query(_EMPLOYERS, prefixes=PREFIXES)
    assert isinstance(rows, ox.QuerySolutions)
    first, other = (name for _, name in sorted((-int(row["n"].value), row["employer"].value) for row in rows)[:2])
    names = {"organization": first, "other": other}
    for name, pattern in _ABOUT.items():
        posting = "found" if name == "posting" else "posting"
        sparql = f"SELECT (MIN(?found) AS ?least) {{ ?{posting} schema:hiringOrganization <{first}> . {pattern} }}"
        found = version.engine.query(sparql, prefixes=PREFIXES)
        assert isinstance(found, ox.QuerySolutions)
        (row,) = found
        names[name] = row["least"].value if row["least"] else ""
    return Subjects("health", **{name: iri.removeprefix(BASE) for name, iri in names.items()})
