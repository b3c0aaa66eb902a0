"""What the tests on settling share: the example with names that wait to be settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import viz_example
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from organigram.grouping import Likeness
from organigram.namespaces import entity, graph, unresolved

LONG, SHORT, SLIP, OTHER = (
    unresolved("organization", name) for name in ("zorblax-relief-trust", "zrt", "zorblax-releif-trust", "zorgon-reading")
)
HOSTILE = "Zorblax Releif <img src=x onerror=alert(1)> [Trust](javascript:alert(1))"
LABELS = {LONG: "Zorblax Relief Trust", SHORT: "ZRT", SLIP: HOSTILE, OTHER: "Zorgon Reading"}
PAIRS = {
    (LONG, SHORT): Likeness(95, "acronym"),
    (SLIP, LONG): Likeness(96, "nearly"),
    (OTHER, SHORT): Likeness(50, "acronym-shared"),
}
ALIKE = {(min(pair), max(pair)): like for pair, like in PAIRS.items()}
PUBLISHED, POSTED = entity("project", "iati", "XX-1"), entity("project", "alima", "optima-ml")
A, B = (viz_example.ADVERTS[letter * 16].key for letter in "ab")
MORE = f"""
<{PUBLISHED}> a schema:Project ; rdfs:label "OptiMA in the villages"@en ; ngo:implementedBy <organization/alima> ;
    prov:wasDerivedFrom <record/iati/XX-1> .
<{POSTED}> rdfs:seeAlso <{PUBLISHED}> .
<readvertisement/1> a ngo:Readvertisement ;
    ngo:earlierPosting <posting/{A}> ; ngo:laterPosting <posting/{B}> ; ngo:daysBetween 40 .
"""


def noted(alike: Mapping[tuple[str, str], Likeness]) -> dict[str, object]:
    """What a build notes of names that are alike."""
    return {"alike": [[*pair, *like] for pair, like in alike.items()]}


def _names() -> Iterator[str]:
    """The unresolved names, the first in two postings, with the words that name one of them."""
    for iri, label in LABELS.items():
        for key in (A, B) if iri == LONG else (A,):
            turtle = f'<{iri}> a org:FormalOrganization , ngo:UnresolvedEntity ; rdfs:label "{label}"@en .'
            yield from _lines(turtle, f"posting/{key}")
    row = ("a", "project/alima/optima-ml", "ngo:hasPartner", LONG, "AMCP-SP", 0.9, "partner")
    yield from _lines(viz_example._annotation(99, row).replace("a" * 16, A), f"posting/{A}")
    yield from _lines(MORE, "likeness")


def _lines(turtle: str, name: str) -> Iterator[str]:
    for triple in parse(viz_example.PREFIXES + turtle, format=RdfFormat.TURTLE):
        assert isinstance(triple, Quad | Triple)
        yield f"{Quad(triple.subject, triple.predicate, triple.object, NamedNode(graph(*name.split('/'))))} ."


def build(folder: Path) -> Path:
    """The example with four names that nothing settles; three of them may be one."""
    viz_example.build_store(folder, _names(), **noted(ALIKE))
    return folder
