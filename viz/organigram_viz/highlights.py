"""A posting's text cut where facts begin and end, so that each piece knows the facts that it supports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from organigram.i18n import N_
from organigram.namespaces import expand


@dataclass(frozen=True, slots=True)
class Group:
    """A group of facts: its name, its colour, how its words are underlined, the lines that belong to it."""

    name: str
    label: str
    color: str
    underline: str
    terms: tuple[str, ...]


#: What belongs to no group is of the last one. Told apart by colour, by underline and by name.
GROUPS: tuple[Group, ...] = (
    Group("post", N_("Post"), "#0072B2", "solid", ("schema:title", "org:role", "ngo:advertises")),
    Group(
        "lines",
        N_("Lines"),
        "currentColor",
        "double",
        (
            "ngo:reportsDirectlyTo",
            "ngo:reportsTechnicallyTo",
            "ngo:reportsFunctionallyTo",
            "ngo:supervises",
            "ngo:collaboratesWith",
        ),
    ),
    Group(
        "organizations",
        N_("Organizations"),
        "#D55E00",
        "dashed",
        (
            "schema:hiringOrganization",
            "org:postIn",
            "org:unitOf",
            "org:memberOf",
            "ngo:partnerOf",
            "ngo:hasPartner",
            "schema:mentions",
        ),
    ),
    Group(
        "projects",
        N_("Projects and donors"),
        "#009E73",
        "dotted",
        (
            "ngo:assignedTo",
            "ngo:implementedBy",
            "schema:funder",
            "schema:funding",
            "schema:value",
            "ngo:programme",
            "schema:startDate",
            "schema:endDate",
            "ngo:runs",
            "rdf:type",
        ),
    ),
    Group(
        "places",
        N_("Places"),
        "#2B7A9E",
        "wavy",
        ("ngo:dutyCountry", "ngo:dutyStation", "schema:jobLocation", "ngo:takesPlaceIn", "ngo:operatesIn", "ngo:homeCountry"),
    ),
    Group("terms", N_("Terms"), "#8A7F00", "solid", ()),
)

_OF_TERM = {expand(term): group.name for group in GROUPS for term in group.terms}


def group_of(line: str) -> str:
    """The group of a property's IRI.

    >>> group_of(expand("schema:funder")), group_of(expand("schema:validThrough"))
    ('projects', 'terms')
    """
    return _OF_TERM.get(line, GROUPS[-1].name)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text and the numbers of the facts that it supports, the narrowest words first."""

    text: str
    facts: tuple[int, ...]


def pieces(text: str, spans: Iterable[tuple[int, int, int]]) -> list[Piece]:
    """The text in pieces that make it up whole; spans are (start, end, number of the fact), and may overlap.

    >>> [(piece.text, piece.facts) for piece in pieces("a nurse in Mali", [(2, 15, 0), (11, 15, 1)])]
    [('a ', ()), ('nurse in ', (0,)), ('Mali', (1, 0))]
    """
    known: Sequence[tuple[int, int, int]] = sorted({span for span in spans if 0 <= span[0] < span[1] <= len(text)})
    cuts = sorted({0, len(text), *(cut for start, end, _ in known for cut in (start, end))})
    made = []
    for start, end in pairwise(cuts):
        over = sorted((last - first, number) for first, last, number in known if first <= start and end <= last)
        made.append(Piece(text[start:end], tuple(dict.fromkeys(number for _, number in over))))
    return made
