"""GraphML, for the programs that draw and measure networks: networkx writes it.

A node is an entity, with its kinds and its labels in both languages; an edge is a statement between two entities, with its
predicate. Evidence, numbers and dates are not in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

import networkx as nx

from organigram.export.rdfxml import NOT_XML
from organigram.export.statements import Statement
from organigram.i18n import LANGUAGES
from organigram.namespaces import shorten
from organigram.nquads import literal_parts, term

_LABEL = term("rdfs:label")
_TYPE = term("rdf:type")


def _text(value: str) -> str:
    return NOT_XML.sub("\ufffd", value)


def network(statements: Iterable[Statement]) -> nx.MultiDiGraph[str]:
    """The entities that have a label, and what is stated between them.

    >>> label = Statement("", "<https://x.org/a>", _LABEL, '"A"@en')
    >>> dict(network([label]).nodes(data=True))
    {'https://x.org/a': {'kind': '', 'label': 'A', 'label_en': 'A', 'label_fr': ''}}
    """
    labels: dict[str, dict[str, str]] = {}
    kinds: dict[str, set[str]] = {}
    edges: dict[tuple[str, str, str], None] = {}
    for _, subject, predicate, value in statements:
        if predicate == _LABEL:
            text, language, _ = literal_parts(value)
            labels.setdefault(subject, {}).setdefault(language, text)
        elif predicate == _TYPE:
            kinds.setdefault(subject, set()).add(shorten(value[1:-1]))
        elif value.startswith("<"):
            edges[subject, predicate, value] = None
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for subject, texts in labels.items():
        told = {f"label_{language}": _text(texts.get(language, "")) for language in LANGUAGES}
        some = next((texts[language] for language in (*LANGUAGES, *sorted(texts)) if language in texts), "")
        graph.add_node(_text(subject[1:-1]), kind=" ".join(sorted(kinds.get(subject, ()))), label=_text(some), **told)
    between = (edge for edge in edges if edge[0] in labels and edge[2] in labels)
    for number, (subject, predicate, value) in enumerate(between):
        graph.add_edge(_text(subject[1:-1]), _text(value[1:-1]), key=f"e{number}", predicate=shorten(predicate[1:-1]))
    return graph


def write_graphml(statements: Iterable[Statement], out: BinaryIO) -> int:
    """Write sorted statements as GraphML; the number of nodes and edges."""
    graph = network(statements)
    # The writer on the standard library by name: networkx would take lxml where there is one, whose bytes differ.
    nx.write_graphml_xml(graph, out)
    return graph.number_of_nodes() + graph.number_of_edges()
