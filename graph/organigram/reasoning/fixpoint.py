"""Rules run on a store until nothing new follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import pyoxigraph as ox

from organigram.namespaces import BASE, graph
from organigram.reasoning.closure import close_ontology
from organigram.reasoning.rules import TYPE, Rule, compile_rules, sparql

_CHUNK = 200_000  # quads written at once


def inferred(base: str = BASE) -> ox.NamedNode:
    """The name of the graph of what follows, under a base.

    >>> inferred("https://example.org/").value
    'https://example.org/graph/inferred'
    """
    return ox.NamedNode(graph("inferred").replace(BASE, base, 1))


def infer(store: ox.Store, rules: Sequence[Rule] | None = None, *, base: str = BASE) -> int:
    """Write into ``graph/inferred`` what follows from all graphs and is asserted in none. Returns how many triples it wrote.

    ``rules`` are those of the shipped ontology if None; ``base`` is that of the store's instances. Run again, it writes nothing.
    """
    rules = compile_rules(close_ontology()) if rules is None else rules
    work, target = _working_store(store, rules), inferred(base)
    found = [ox.Quad(triple.subject, triple.predicate, triple.object, target) for triple in _fixpoint(work, rules)]
    for start in range(0, len(found), _CHUNK):
        store.bulk_extend(found[start : start + _CHUNK])
    return len(found)


def _working_store(store: ox.Store, rules: Sequence[Rule]) -> ox.Store:
    """What the rules read or write, every triple once, in memory: evidence, most of a graph, is no part of it.

    Joins over the union of a store's graphs meet a triple once for each graph that holds it, and are slow on disk.
    """
    patterns = [pattern for rule in rules for pattern in (rule.head, *rule.body)]
    wanted = [(ox.NamedNode(name), None) for name in sorted({pattern[1] for pattern in patterns} - {TYPE})]
    classes = sorted({pattern[2] for pattern in patterns if pattern[1] == TYPE})
    work = ox.Store()
    for predicate, value in (*wanted, *((ox.NamedNode(TYPE), ox.NamedNode(name)) for name in classes)):
        quads = store.quads_for_pattern(None, predicate, value)
        work.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    return work


def _fixpoint(work: ox.Store, rules: Sequence[Rule]) -> Iterator[ox.Triple]:
    """Every triple that follows and is not in the store yet; it is there once it is given.

    Properties come first, since no rule draws a property from a class; a rule runs again only after a predicate of its body has
    grown. Rules about one class run together.
    """
    waiting = [rule for rule in rules if rule.head[1] != TYPE]
    while waiting:
        grown: set[str] = set()
        for rule in waiting:
            if new := _apply(work, [rule]):
                grown.add(rule.head[1])
                yield from new
        waiting = [rule for rule in rules if rule.head[1] != TYPE and any(pattern[1] in grown for pattern in rule.body)]
    classes = sorted((rule for rule in rules if rule.head[1] == TYPE), key=lambda rule: rule.head[2])
    for _, group in groupby(classes, key=lambda rule: rule.head[2]):
        yield from _apply(work, list(group))


def _apply(work: ox.Store, rules: list[Rule]) -> list[ox.Triple]:
    """Run rules of one head together, and add what is new."""
    head = rules[0].head
    if head[1] == TYPE:
        head = ("?x", TYPE, head[2])
    bodies = " UNION ".join(f"{{ {_renamed(rule)} }}" for rule in rules)
    pattern = sparql(head)
    names = " ".join(sorted({term for term in head if term.startswith("?")}))
    found = work.query(
        f"CONSTRUCT {{ {pattern} }} WHERE {{ SELECT DISTINCT {names} WHERE {{ {bodies} FILTER NOT EXISTS {{ {pattern} }} }} }}"
    )
    assert isinstance(found, ox.QueryTriples)
    new = list(found)
    work.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in new)
    return new


def _renamed(rule: Rule) -> str:
    """The body; of a rule about a class, with the thing that is classed named ``?x``."""
    if rule.head[1] != TYPE or rule.head[0] == "?x":
        return rule.where()
    swap = {"?x": "?y", "?y": "?x"}
    head = (swap[rule.head[0]], rule.head[1], rule.head[2])
    body = tuple((swap.get(s, s), p, swap.get(o, o)) for s, p, o in rule.body)
    return Rule(rule.about, rule.axiom, head, body).where()
