"""What the pages draw: the kinds of entity and of line, each with a name, a colour and a shape or a dash.

Colours are those of Okabe and Ito, which colour-blind readers tell apart; no kind is told by its colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from organigram.i18n import N_
from organigram.namespaces import expand
from organigram_viz.wording import say

#: What drawings are written with, on white.
INK = "#1F2933"
_BOX = "#FBF6C8"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entity: its name (one, several), its colour, its shape in vis-network, the classes that make it."""

    name: str
    one: str
    several: str
    color: str
    shape: str
    size: int
    types: tuple[str, ...]

    @property
    def ground(self) -> str:
        """The colour within its shape; a box, in which words stand, is pale and has its colour at the border."""
        return _BOX if self.shape == "box" else self.color


@dataclass(frozen=True, slots=True)
class Line:
    """A kind of line between two entities: its term, its name, its family, the term that says the same the other way round.

    That term is its own where the property is symmetric.
    """

    term: str
    label: str
    family: str = "other"
    inverse: str = ""

    @property
    def iri(self) -> str:
        """The property's IRI."""
        return expand(self.term)

    @property
    def symmetric(self) -> bool:
        """Whether it says the same of both ends: it has no direction."""
        return self.inverse == self.term


#: In order of precedence: an entity is of the first kind that one of its types makes.
KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("posting", N_("Posting"), N_("Postings"), "#8A7F00", "box", 12, ("schema:JobPosting",)),
        Kind("post", N_("Post"), N_("Posts"), "#0072B2", "dot", 14, ("org:Post",)),
        Kind(
            "mission",
            N_("Mission or unit"),
            N_("Missions and units"),
            "#E69F00",
            "hexagon",
            16,
            ("org:OrganizationalUnit", "ngo:Mission"),
        ),
        Kind("consortium", N_("Consortium"), N_("Consortia"), "#7A5195", "square", 14, ("org:OrganizationalCollaboration",)),
        Kind("donor", N_("Donor"), N_("Donors"), "#CC79A7", "star", 16, ()),
        Kind(
            "organization",
            N_("Organization"),
            N_("Organizations"),
            "#D55E00",
            "square",
            16,
            ("org:FormalOrganization", "org:Organization"),
        ),
        Kind("project", N_("Project"), N_("Projects"), "#009E73", "diamond", 16, ("schema:Project",)),
        Kind("role", N_("Role"), N_("Roles"), "#6B7280", "triangle", 12, ("org:Role",)),
        Kind("country", N_("Country"), N_("Countries"), "#56B4E9", "triangleDown", 16, ("schema:Country",)),
        Kind("place", N_("Place"), N_("Places"), "#2B7A9E", "triangleDown", 10, ("schema:Place",)),
        Kind("other", N_("Other"), N_("Others"), "#9AA3AD", "dot", 9, ()),
    )
}

#: What has a name too and no kind of the drawing: concepts of the lists. Their names, one and several.
CONCEPTS: dict[str, tuple[str, str]] = {
    "role-family": (N_("Family of roles"), N_("Families of roles")),
    "sector": (N_("Sector"), N_("Sectors")),
    "contract": (N_("Contract"), N_("Contracts")),
    "language": (N_("Language"), N_("Languages")),
    "organization-type": (N_("Type of organization"), N_("Types of organizations")),
}

#: Families of lines: colour and dashes ([] is solid), in pixels.
FAMILIES: dict[str, tuple[str, list[int]]] = {
    "hierarchical": (INK, []),
    "technical": ("#0072B2", [8, 5]),
    "functional": ("#D55E00", [2, 4]),
    "money": ("#B5578B", []),
    "other": ("#A9B0B8", []),
}

FAMILY_NAMES: dict[str, str] = {
    "hierarchical": N_("Hierarchical line"),
    "technical": N_("Technical line"),
    "functional": N_("Functional line"),
    "money": N_("Paid by"),
    "other": N_("Other line"),
}

LINES: dict[str, Line] = {
    line.iri: line
    for line in (
        Line("ngo:reportsDirectlyTo", N_("reports to"), "hierarchical", "ngo:supervises"),
        Line("ngo:reportsTechnicallyTo", N_("reports technically to"), "technical"),
        Line("ngo:reportsFunctionallyTo", N_("reports functionally to"), "functional"),
        Line("ngo:supervises", N_("supervises"), "hierarchical", "ngo:reportsDirectlyTo"),
        Line("ngo:collaboratesWith", N_("works with"), inverse="ngo:collaboratesWith"),
        Line("ngo:advertises", N_("advertises")),
        Line("schema:hiringOrganization", N_("hired by")),
        Line("org:postIn", N_("post in")),
        Line("org:role", N_("role")),
        Line("org:unitOf", N_("part of")),
        Line("org:memberOf", N_("member of")),
        Line("ngo:assignedTo", N_("works for the project")),
        Line("ngo:implementedBy", N_("carried out by")),
        Line("ngo:hasPartner", N_("with the partner")),
        Line("ngo:partnerOf", N_("partner of"), inverse="ngo:partnerOf"),
        Line("schema:funder", N_("paid by"), "money"),
        Line("ngo:runs", N_("runs")),
        Line("ngo:takesPlaceIn", N_("takes place in")),
        Line("ngo:dutyStation", N_("duty station")),
        Line("ngo:dutyCountry", N_("duty country")),
        Line("schema:jobLocation", N_("duty station")),
        Line("ngo:operatesIn", N_("operates in")),
        Line("schema:containedInPlace", N_("lies in")),
    )
}


_SUPERVISES, _REPORTS = expand("ngo:supervises"), expand("ngo:reportsDirectlyTo")


def one_way(start: str, line: str, end: str) -> tuple[str, str, str]:
    """A line (from, property, to) in the one of two ways round in which it is drawn, where it may be told in either.

    >>> one_way("urn:b", expand("ngo:partnerOf"), "urn:a") == one_way("urn:a", expand("ngo:partnerOf"), "urn:b")
    True
    >>> one_way("urn:a", expand("ngo:supervises"), "urn:b") == ("urn:b", expand("ngo:reportsDirectlyTo"), "urn:a")
    True
    """
    if line == _SUPERVISES:
        return end, _REPORTS, start
    if line in LINES and LINES[line].symmetric and end < start:
        return end, line, start
    return start, line, end


def kind_name(name: str, *, several: bool = False) -> str:
    """What a kind of entity, or of concept, is called in the reader's language, one of it or several."""
    kind = KINDS.get(name, KINDS["other"])
    return say(CONCEPTS.get(name, (kind.one, kind.several))[several])


def kind_of(types: Iterable[str], *, donor: bool = False) -> str:
    """The name of the kind that some classes (IRIs) make.

    >>> kind_of([expand("org:FormalOrganization")], donor=True), kind_of([expand("org:Post")]), kind_of([])
    ('donor', 'post', 'other')
    """
    given = set(types)
    for kind in KINDS.values():
        if any(expand(term) in given for term in kind.types):
            return "donor" if donor and kind.name == "organization" else kind.name
    return "other"
