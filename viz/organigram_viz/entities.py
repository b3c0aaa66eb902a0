"""Entities as a reader meets them: a label in the reader's language, a kind, lines to others. Never a bare IRI."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

import networkx as nx
from pyoxigraph import NamedNode

from organigram.i18n import Language
from organigram.labels import best_label, ontology_labels, readable
from organigram.namespaces import BASE, expand
from organigram_viz.kinds import kind_of, one_way
from organigram_viz.questions import panel
from organigram_viz.source import Source

__all__ = [
    "best_label",
    "calmer",
    "is_iri",
    "key_of",
    "kinds_of",
    "labels_of",
    "long",
    "network_of",
    "readable",
    "short",
    "triples_of",
]

#: How many entities one question is asked about at a time.
_BATCH = 400
#: How many entities' labels are kept before all are forgotten.
_LABELS = 200_000


def labels_of(source: Source, iris: Iterable[str], language: Language) -> dict[str, str]:
    """A label for every entity, in one question for all that were not met before."""
    wanted = list(dict.fromkeys(iris))
    known = {iri: texts for iri in wanted if (texts := source.labels.get(iri)) is not None}
    unknown = [iri for iri in wanted if iri not in known]
    if len(source.labels) > _LABELS:
        source.labels.clear()
    for start in range(0, len(unknown), _BATCH):
        batch = unknown[start : start + _BATCH]
        found: dict[str, dict[str, str]] = {iri: dict(ontology_labels().get(iri, {})) for iri in batch}
        for row in source.rows_unkept(panel("labels", entity=batch)):
            texts = found[row["entity"].value]
            tag = (row["label"].language or "")[:2]
            texts[tag] = min(filter(None, (texts.get(tag), row["label"].value)))
        # What has no label is not kept: anybody may name what there is not.
        source.labels.update({iri: texts for iri, texts in found.items() if texts})
        known |= found
    return {iri: best_label(known[iri], language, iri) for iri in wanted}


def kinds_of(source: Source, iris: Iterable[str]) -> dict[str, str]:
    """The kind of every entity."""
    wanted = list(dict.fromkeys(iris))
    types: dict[str, set[str]] = {iri: set() for iri in wanted}
    donors: set[str] = set()
    for start in range(0, len(wanted), _BATCH):
        for row in source.rows(panel("kinds", entity=wanted[start : start + _BATCH])):
            types[row["entity"].value].add(row["type"].value)
            if row["donor"].value == "true":
                donors.add(row["entity"].value)
    return {iri: kind_of(types[iri], donor=iri in donors) for iri in wanted}


def network_of(source: Source, triples: Iterable[tuple[str, str, str]], language: Language) -> nx.MultiDiGraph[str]:
    """A network of labelled entities. A line and its inverse are one line; ``line`` is its property's IRI, the edge's key."""
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for start, line, end in sorted({one_way(*triple) for triple in triples}):
        network.add_edge(start, end, key=line)
    labels, kinds = labels_of(source, network.nodes, language), kinds_of(source, network.nodes)
    for iri in network.nodes:
        network.nodes[iri].update(label=labels[iri], kind=kinds[iri])
    return network


def calmer(network: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """The network without the lines from posts to a country that their mission's own line to it tells already."""
    country, mission = expand("ngo:dutyCountry"), expand("org:postIn")
    told = [
        (post, place, line)
        for post, place, line in network.edges(keys=True)
        if line == country
        and any(key == mission and network.has_edge(unit, place) for _, unit, key in network.out_edges(post, keys=True))
    ]
    kept = network.copy()
    kept.remove_edges_from(told)
    return kept


def triples_of(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, str, str]]:
    """``?from ?line ?to`` of solutions, where both ends are entities."""
    return [
        (row["from"].value, row["line"].value, row["to"].value)
        for row in rows
        if isinstance(row["from"], NamedNode) and isinstance(row["to"], NamedNode)
    ]


def short(iri: str) -> str:
    """An entity as an address names it.

    >>> short("https://w3id.org/organigram/country/ML"), long("country/ML")
    ('country/ML', 'https://w3id.org/organigram/country/ML')
    """
    return iri.removeprefix(BASE)


def long(name: str) -> str:
    r"""The IRI that an address names, which anybody may have written: what no IRI can hold is escaped.

    >>> long("country/<b>")
    'https://w3id.org/organigram/country/%3Cb%3E'
    >>> long("country/100%"), long("http://[")
    ('https://w3id.org/organigram/country/100%25', 'https://w3id.org/organigram/http%3A//%5B')
    """
    told = name if re.match(r"[a-z][a-z0-9+.-]*://", name, re.IGNORECASE) else BASE + name
    told = re.sub(r"[\x00-\x20<>\"{}|\\^`]", lambda match: quote(match[0]), told)
    told = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", told)
    return told if is_iri(told) else BASE + quote(name)


def is_iri(text: str) -> bool:
    """Whether a text of an address can name an entity.

    >>> is_iri("https://w3id.org/organigram/country/ML"), is_iri("https://w3id.org/organigram/a b")
    (True, False)
    """
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def key_of(posting: str) -> str:
    """The key of a posting, whatever the base that its IRI stands under.

    >>> key_of("https://example.org/posting/9f2c51d07a11aaaa")
    '9f2c51d07a11aaaa'
    """
    return posting.rpartition("/")[2]
