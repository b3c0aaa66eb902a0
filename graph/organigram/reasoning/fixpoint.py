"""Rules run on a store until nothing new follows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, islice

import pyoxigraph as ox

from organigram.namespaces import BASE, graph
from organigram.reasoning.closure import close_ontology
from organigram.reasoning.rules import TYPE, Rule, compile_rules, sparql

_CHUNK = 200_000  # quads written at once
_BULK = 20_000  # from so many on, a file of their own is faster than a transaction


def inferred(base: str = BASE) -> ox.NamedNode:
    """The name of the graph of what follows, under a base.

    >>> inferred("https://example.org/").value
    'https://example.org/graph/inferred'
    """
    return ox.NamedNode(graph("inferred").replace(BASE, base, 1))


def infer(store: ox.Store, rules: Sequence[Rule] | None = None, *, base: str = BASE) -> int:
    """Write into ``graph/inferred`` what follows from all graphs and is asserted in none. Returns how many triples it wrote.

    ``rules`` are those of the shipped ontology if None; ``base`` is that of the store's instances. Properties come first, since no rule draws a property from a class;
    a rule runs again only after a predicate of its body has grown. Run again, it writes nothing.
    """
    rules = compile_rules(close_ontology()) if rules is None else rules
    written, target = 0, inferred(base)
    waiting = [rule for rule in rules if rule.head[1] != TYPE]
    while waiting:
        grown: set[str] = set()
        for rule in waiting:
            if new := _write(store, target, [rule]):
                written += new
                grown.add(rule.head[1])
        waiting = [rule for rule in rules if rule.head[1] != TYPE and any(pattern[1] in grown for pattern in rule.body)]
    classes = sorted((rule for rule in rules if rule.head[1] == TYPE), key=lambda rule: rule.head[2])
    return written + sum(_write(store, target, list(group)) for _, group in groupby(classes, key=lambda rule: rule.head[2]))


def _write(store: ox.Store, target: ox.NamedNode, rules: list[Rule]) -> int:
    """Run rules of one head together. Returns how many triples are new."""
    head = tuple(term.replace("?y", "?x") for term in rules[0].head) if rules[0].head[1] == TYPE else rules[0].head
    bodies = " UNION ".join(f"{{ {_renamed(rule)} }}" for rule in rules)
    pattern = sparql((head[0], head[1], head[2]))
    names = " ".join(sorted({term for term in head if term.startswith("?")}))
    found = store.query(
        f"CONSTRUCT {{ {pattern} }} WHERE {{ SELECT DISTINCT {names} WHERE {{ {bodies} FILTER NOT EXISTS {{ {pattern} }} }} }}",
        use_default_graph_as_union=True,
    )
    assert isinstance(found, ox.QueryTriples)
    return _extend(store, target, found)


def _renamed(rule: Rule) -> str:
    """The body; of a rule about a class, with the thing that is classed named ``?x``."""
    if rule.head[1] != TYPE or rule.head[0] == "?x":
        return rule.where()
    swap = {"?x": "?y", "?y": "?x"}
    head = (swap[rule.head[0]], rule.head[1], rule.head[2])
    body = tuple((swap.get(s, s), p, swap.get(o, o)) for s, p, o in rule.body)
    return Rule(rule.about, rule.axiom, head, body).where()


def _extend(store: ox.Store, target: ox.NamedNode, triples: Iterable[ox.Triple]) -> int:
    written = 0
    quads = (ox.Quad(triple.subject, triple.predicate, triple.object, target) for triple in triples)
    while chunk := list(islice(quads, _CHUNK)):
        write = store.bulk_extend if len(chunk) > _BULK else store.extend
        write(chunk)
        written += len(chunk)
    return written
