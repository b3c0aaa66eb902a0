"""Why a triple is there: the rule that it follows by, and the premises, down to what postings and vocabulary assert."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from organigram.namespaces import BASE
from organigram.reasoning.closure import close_ontology
from organigram.reasoning.fixpoint import inferred
from organigram.reasoning.rules import Pattern, Rule, compile_rules

_TRIED = 64  # ways in which one rule may hold that are looked at


@dataclass(frozen=True, slots=True)
class Step:
    """A triple and why it holds: asserted in ``graphs``, or by ``rule`` from ``premises``."""

    triple: ox.Triple
    graphs: tuple[str, ...] = ()
    rule: Rule | None = None
    premises: tuple[Step, ...] = ()


def explain(store: ox.Store, triple: ox.Triple, rules: Sequence[Rule] | None = None, *, base: str = BASE) -> Step | None:
    """The first derivation of a triple that ends in assertions, or None where there is none.

    ``rules`` are those of the shipped ontology if None; ``base`` is that of the store's instances.
    """
    rules = compile_rules(close_ontology()) if rules is None else rules
    return _explain(store, triple, rules, inferred(base).value, frozenset())


def _explain(store: ox.Store, triple: ox.Triple, rules: Sequence[Rule], layer: str, above: frozenset[ox.Triple]) -> Step | None:
    quads = store.quads_for_pattern(triple.subject, triple.predicate, triple.object)
    graphs = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}
    if asserted := tuple(sorted(graphs - {layer})):
        return Step(triple, asserted)
    above |= {triple}
    for rule in rules:
        for premises in _premises(store, triple, rule):
            if above.isdisjoint(premises):
                steps = [_explain(store, premise, rules, layer, above) for premise in premises]
                if all(steps):
                    return Step(triple, (), rule, tuple(step for step in steps if step))
    return None


def _premises(store: ox.Store, triple: ox.Triple, rule: Rule) -> Iterator[tuple[ox.Triple, ...]]:
    bound = _match(rule.head, triple)
    if bound is None:
        return
    where = " . ".join(" ".join(_term(term, bound) for term in pattern) for pattern in rule.body)
    found = store.query(f"SELECT * WHERE {{ {where} }} LIMIT {_TRIED}", use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    for solution in found:
        values = bound | {f"?{name}": solution[name] for name in names}
        yield tuple(ox.Triple(*(values.get(term) or ox.NamedNode(term) for term in pattern)) for pattern in rule.body)


def _match(head: Pattern, triple: ox.Triple) -> dict[str, ox.NamedNode | ox.BlankNode | ox.Literal] | None:
    bound = {}
    for term, value in zip(head, triple, strict=True):
        if term.startswith("?"):
            bound[term] = value
        elif value != ox.NamedNode(term):
            return None
    return bound


def _term(term: str, bound: dict[str, ox.NamedNode | ox.BlankNode | ox.Literal]) -> str:
    return str(bound[term]) if term in bound else term if term.startswith("?") else f"<{term}>"
