"""What is said of one entity, put in order for its page: what is stated, what only follows, its names, its links to elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from pyoxigraph import NamedNode

from organigram.i18n import N_
from organigram.namespaces import expand
from organigram.values import written
from organigram_viz.details import line_name
from organigram_viz.entities import labels_of
from organigram_viz.evidence import Words
from organigram_viz.kinds import LINES
from organigram_viz.questions import panel
from organigram_viz.source import Row, source
from organigram_viz.wording import language, number, say

__all__ = ["Fact", "Facts", "facts_of", "host_of", "is_web"]

#: Names of other kinds than the label, told apart from the facts.
_NAMES = tuple(expand(term) for term in ("skos:prefLabel", "rdfs:label", "skos:altLabel", "ngo:acronym", "schema:alternateName"))
#: Links to the same thing elsewhere.
_LINKS = (
    *(expand(f"skos:{term}") for term in ("exactMatch", "closeMatch", "relatedMatch")),
    *(expand(term) for term in ("owl:sameAs", "schema:sameAs", "schema:url", "rdfs:seeAlso", "prov:wasDerivedFrom")),
    "http://xmlns.com/foaf/0.1/homepage",
)
#: What a page does not tell as a fact: what only places a term in a list, or helps to find it.
_SILENT = {
    expand(term)
    for term in ("rdf:type", "skos:inScheme", "skos:topConceptOf", "skos:hiddenLabel", "ngo:ambiguousName", "ngo:adjective")
}
#: How hosts are known to readers.
_HOSTS = {"data.europa.eu": "ESCO", "www.wikidata.org": "Wikidata", "d-portal.org": "IATI", "www.geonames.org": "GeoNames"}


@dataclass(frozen=True, slots=True)
class Fact:
    """A value, as a reader reads it, and the words that state it."""

    line: str
    value: Any
    text: str
    words: tuple[Words, ...] = ()

    @property
    def iri(self) -> str:
        """The entity that the value is, or nothing."""
        return self.value.value if isinstance(self.value, NamedNode) else ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts by line (IRI), those stated and those that only follow; (name, language); (link, line)."""

    stated: Mapping[str, Sequence[Fact]]
    inferred: Mapping[str, Sequence[Fact]]
    names: Sequence[tuple[str, str]]
    links: Sequence[tuple[str, str]]
    lines: Mapping[str, str] = field(default_factory=dict)


def facts_of(iri: str) -> Facts:
    """What is said of an entity, in the reader's language where a text is told in several."""
    rows = source().rows(panel("facts", entity=[iri]))
    names = _names(rows, iri)
    links = sorted({(row["value"].value, row["line"].value) for row in rows if row["line"].value in _LINKS})
    told = [row for row in rows if row["line"].value not in {*_SILENT, *_NAMES, *_LINKS}]
    stated = {(row["line"].value, row["value"]) for row in told if row["inferred"].value == "false"}
    inferred = {(row["line"].value, row["value"]) for row in told if row["inferred"].value == "true"} - stated
    entities = [term for _, term in (*stated, *inferred) if isinstance(term, NamedNode)]
    lines = {line for line, _ in (*stated, *inferred)}
    labels = labels_of(source(), [*(term.value for term in entities), *lines], language())
    amounts = _amounts([term.value for term in entities if not source().labels.get(term.value)])
    words = _words(iri) if stated else {}

    def fact(line: str, value: Any) -> Fact:
        text = amounts.get(value.value) or labels[value.value] if isinstance(value, NamedNode) else written(value, language())
        return Fact(line, value, text, tuple(words.get((line, value), ())))

    names_of_lines = {line: line_name(line, labels) for line in lines}
    return Facts(
        _by_line((fact(*one) for one in stated), names_of_lines),
        _by_line((fact(*one) for one in inferred), names_of_lines),
        names,
        links,
        names_of_lines,
    )


def _by_line(facts: Iterable[Fact], names: Mapping[str, str]) -> dict[str, list[Fact]]:
    """Facts by line, lines between entities first; of texts those in the reader's language, where there are any."""
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        found.setdefault(fact.line, []).append(fact)
    order = {line: number for number, line in enumerate(LINES)}
    lines = sorted(found, key=lambda line: (order.get(line, len(order)), names[line].casefold()))
    return {line: sorted(_own(found[line]), key=lambda fact: (fact.text.casefold(), str(fact.value))) for line in lines}


def _own(facts: list[Fact]) -> list[Fact]:
    own = [fact for fact in facts if getattr(fact.value, "language", None) in (None, language())]
    return own or facts


def _names(rows: Iterable[Row], iri: str) -> list[tuple[str, str]]:
    """Every other name than the label that the page shows, with its language; the reader's language first."""
    shown = labels_of(source(), [iri], language())[iri]
    found = {(row["value"].value, row["value"].language or "") for row in rows if row["line"].value in _NAMES}
    others = [name for name in found if name[0] != shown]
    return sorted(others, key=lambda name: (name[1] != language(), name[1], name[0].casefold()))


def _words(iri: str) -> dict[tuple[str, Any], list[Words]]:
    found: dict[tuple[str, Any], list[Words]] = {}
    for row in source().rows(panel("evidence_of_facts", entity=[iri])):
        sure = float(row["confidence"].value) if row["confidence"] is not None else None
        words = Words(row["posting"].value, row["quote"].value, int(row["start"].value), int(row["end"].value), sure)
        found.setdefault((row["line"].value, row["value"]), []).append(words)
    return found


def _amounts(nodes: Sequence[str]) -> dict[str, str]:
    """Sums of money as a reader reads them, by the node that holds them."""
    rows = source().rows(panel("amounts", node=nodes)) if nodes else []
    labels = labels_of(source(), [row["funder"].value for row in rows if row["funder"] is not None], language())
    return {row["node"].value: _amount(row, labels) for row in rows}


#: For which period pay is told, as schema.org writes it.
_UNITS = {"hour": N_("per hour"), "day": N_("per day"), "week": N_("per week"), "month": N_("per month"), "year": N_("per year")}


def _amount(row: Row, labels: Mapping[str, str]) -> str:
    sums = [number(float(row[name].value)) for name in ("value", "least", "most") if row[name] is not None]
    parts = [f"{' – '.join(dict.fromkeys(sums))} {row['currency'].value}"]
    if row["unit"] is not None:
        unit = row["unit"].value
        parts.append(say(_UNITS[unit]) if unit in _UNITS else unit)
    if row["gross"] is not None:
        parts.append(say(N_("gross") if row["gross"].value == "true" else N_("net")))
    if row["funder"] is not None:
        parts.append(labels[row["funder"].value])
    return ", ".join(parts)


def is_web(address: str) -> bool:
    """Whether an address may be clicked: the web's, and no script.

    >>> is_web("https://example.org/a"), is_web("javascript:alert(1)"), is_web("mailto:a@example.org")
    (True, False, False)
    """
    return urlsplit(address).scheme in ("http", "https")


def host_of(address: str) -> str:
    """How readers know where an address leads.

    >>> host_of("http://data.europa.eu/esco/occupation/1"), host_of("https://example.org/a")
    ('ESCO', 'example.org')
    """
    host = urlsplit(address).netloc
    return _HOSTS.get(host, host or address)
