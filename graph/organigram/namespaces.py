"""The names of the graph: prefixes, and IRIs as a function of the facts.

Inside the house every instance stands under :data:`BASE`; a user's own base is put in its place by :func:`rebase` when
lines of N-Quads leave for the store. The same facts give the same IRIs on any machine.

>>> post("alima", "ML", "goundam", "project-coordinator")
'https://w3id.org/organigram/post/alima/ML/goundam/project-coordinator'
>>> rebase(f"<{country('ML')}> <{expand('rdf:type')}> <{expand('schema:Country')}> .", "https://example.org/")
'<https://example.org/country/ML> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://schema.org/Country> .'
"""

from __future__ import annotations

import re

ONTOLOGY_IRI = "https://w3id.org/organigram/ontology"
BASE = "https://w3id.org/organigram/"

PREFIXES: dict[str, str] = {
    "ngo": f"{ONTOLOGY_IRI}#",
    "org": "http://www.w3.org/ns/org#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "itsrdf": "http://www.w3.org/2005/11/its/rdf#",
    "dcterms": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
    "qb": "http://purl.org/linked-data/cube#",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
}

#: What instances a question may name as ``country:ML``: the first part of their IRI after the base.
KINDS: tuple[str, ...] = (
    "consortium",
    "contract",
    "country",
    "evidence",
    "grant",
    "language",
    "organization",
    "organization-type",
    "place",
    "post",
    "posting",
    "project",
    "role",
    "role-family",
    "salary",
    "scheme",
    "sector",
    "unresolved",
)

#: The list that a concept of a kind is of.
SCHEMES: dict[str, str] = {"contract": "contracts", "sector": "sectors", "language": "languages"}
_CLASSES = {"organization": "org:FormalOrganization", "role": "org:Role", "place": "schema:Place"}


def class_of(kind: str) -> str:
    """The class of a thing of which only its kind is known, as a prefixed name.

    >>> class_of("role"), class_of("sector")
    ('org:Role', 'skos:Concept')
    """
    return _CLASSES.get(kind, "skos:Concept")


def expand(curie: str) -> str:
    """The IRI of a prefixed name. Raises KeyError for an unknown prefix.

    >>> expand("org:reportsTo")
    'http://www.w3.org/ns/org#reportsTo'
    """
    prefix, _, local = curie.partition(":")
    return PREFIXES[prefix] + local


def shorten(iri: str) -> str:
    """An IRI as a prefixed name; the IRI itself where no prefix fits.

    >>> shorten("http://www.w3.org/ns/org#Post"), shorten("https://example.org/a")
    ('org:Post', 'https://example.org/a')
    """
    found = next((prefix for prefix, namespace in PREFIXES.items() if iri.startswith(namespace)), None)
    return f"{found}:{iri.removeprefix(PREFIXES[found])}" if found else iri


def rebase(nquads: str, base: str) -> str:
    """Lines of N-Quads with the instances' base replaced; the ontology's own IRIs stay."""
    if base == BASE:
        return nquads
    return re.sub(rf"<{re.escape(BASE)}(?!ontology)", f"<{base}", nquads)


def rebase_all(lines: list[str], base: str) -> list[str]:
    """:func:`rebase` of every line; the same list where the base is the house's own."""
    return lines if base == BASE else [rebase(line, base) for line in lines]


def entity(kind: str, *parts: str) -> str:
    """``<base><kind>/<part>/<part>...``; empty parts are left out."""
    return BASE + "/".join([kind, *(part for part in parts if part)])


def organization(slug: str, country: str = "") -> str:
    """An organization of the vocabulary, or its mission in a country."""
    return entity("organization", slug, country)


def unresolved(kind: str, slug: str) -> str:
    """A named thing that no vocabulary settles (``kind``: organization, role, place)."""
    return entity("unresolved", kind, slug)


def country(alpha_2: str) -> str:
    """A country by its ISO 3166-1 alpha-2 code."""
    return entity("country", alpha_2)


def place(geonames_id: str | int) -> str:
    """A place by its GeoNames id."""
    return entity("place", str(geonames_id))


def project(organization: str, slug: str) -> str:
    """A project of an organization (its slug); the project's slug ends in the country's code where it has one."""
    return entity("project", organization, slug)


def post(organization: str, country: str, place: str, role: str, qualifier: str = "") -> str:
    """A seat: (organization, country, place if bound to one, role, qualifier), each a slug or alpha-2 code."""
    return entity("post", organization, country, place, role, qualifier)


def posting(key: str) -> str:
    """A posting by its content hash."""
    return entity("posting", key)


def graph(*parts: str) -> str:
    """A named graph: ``posting/<key>``, ``vocabulary``, ``ontology``, ``inferred``, ``validation``, ``statistics``, ``about``."""
    return entity("graph", *parts)


def local(iri: str) -> str:
    """The part of an IRI after the base and its kind.

    >>> local(organization("alima", "ML"))
    'alima/ML'
    """
    return iri.removeprefix(BASE).partition("/")[2]
