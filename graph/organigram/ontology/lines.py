"""The ontology as part of the graph, so that whoever has the graph has the names of its terms.

>>> any("ontology#paidBy" in line and "@fr" in line for line in ontology_lines())
True
"""

from __future__ import annotations

import pyoxigraph as ox

from organigram.namespaces import graph
from organigram.resources import ontology_dir


def ontology_lines() -> list[str]:
    """What the ontology says of its terms, as sorted lines of ``graph/ontology``.

    Property chains and other lists are left out: they need blank nodes, and what they say is in ``graph/inferred``.
    """
    name = ox.NamedNode(graph("ontology"))
    triples = ox.parse(path=ontology_dir() / "organigram.ttl", format=ox.RdfFormat.TURTLE)
    return sorted(
        f"{ox.Quad(quad.subject, quad.predicate, quad.object, name)} ."
        for quad in triples
        if not isinstance(quad.subject, ox.BlankNode) and not isinstance(quad.object, ox.BlankNode)
    )
