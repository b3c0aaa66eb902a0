"""One label for each thing that postings name: the one that most of them write; the others stay beside it.

Postings are mapped one by one, each with its own spelling of a name. What they write of one entity is brought together here,
when all are there, whatever their order.
"""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox

from organigram.namespaces import BASE, PREFIXES, expand, graph

_LABEL, _OTHER = ox.NamedNode(expand("rdfs:label")), ox.NamedNode(expand("skos:altLabel"))
#: Things that only postings describe, and of these the ones whose other labels are names in their own right.
_NAMED = ("unresolved/", "project/")
_TOLD = (*_NAMED, "post/_", "consortium/", "posting/")


def settle_labels(store: ox.Store, *, base: str = BASE) -> int:
    """Give every named thing of postings and imports one label a language, in every graph that has another; how many had several.

    >>> store, thing = ox.Store(), ox.NamedNode(f"{BASE}unresolved/organization/blue-help")
    >>> for key, name in (("a", "Blue Help"), ("b", "Blue Help"), ("c", "BLUE HELP")):
    ...     store.add(ox.Quad(thing, _LABEL, ox.Literal(name, language="en"), ox.NamedNode(graph("posting", key))))
    >>> settle_labels(store), sorted({quad.object.value for quad in store.quads_for_pattern(thing, _LABEL, None)})
    (1, ['Blue Help'])
    >>> [quad.object.value for quad in store.quads_for_pattern(thing, _OTHER, None)]
    ['BLUE HELP']
    """
    named = tuple(f"{graph(kind)}/".replace(BASE, base) for kind in ("posting", "import"))
    found = store.query(
        "SELECT ?thing ?language WHERE { ?thing rdfs:label ?label } GROUP BY ?thing (LANG(?label) AS ?language) "
        "HAVING (MIN(STR(?label)) != MAX(STR(?label)))",
        prefixes={"rdfs": PREFIXES["rdfs"]},
        use_default_graph_as_union=True,
    )
    assert isinstance(found, ox.QuerySolutions)
    several = [(row["thing"], row["language"]) for row in found]
    count = 0
    for thing, language in several:
        if isinstance(thing, ox.NamedNode) and isinstance(language, ox.Literal) and thing.value.startswith(base):
            count += _settle(store, thing, language.value, named, thing.value.removeprefix(base))
    return count


def _settle(store: ox.Store, thing: ox.NamedNode, language: str, named: tuple[str, ...], local: str) -> int:
    quads, labels = [], Counter[str]()
    for quad in store.quads_for_pattern(thing, _LABEL, None):
        if isinstance(quad.object, ox.Literal) and (quad.object.language or "") == language:
            if not (isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value.startswith(named)):
                return 0
            quads.append(quad)
            labels[quad.object.value] += 1
    if not local.startswith(_TOLD):
        return 0
    kept = ox.Literal(min(labels, key=lambda text: (-labels[text], text)), language=language)
    for quad in quads:
        if quad.object != kept:
            store.remove(quad)
            store.add(ox.Quad(thing, _LABEL, kept, quad.graph_name))
            if local.startswith(_NAMED):
                store.add(ox.Quad(thing, _OTHER, quad.object, quad.graph_name))
    for name in {quad.graph_name for quad in quads}:  # one posting's other spelling may be the label that is kept
        store.remove(ox.Quad(thing, _OTHER, kept, name))
    return 1
