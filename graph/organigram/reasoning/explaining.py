"""Why a triple is there: the rule that it follows by, and the premises, down to what postings and vocabulary assert."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pyoxigraph as ox

from organigram.namespaces import BASE
from organigram.reasoning.closure import close_ontology
from organigram.reasoning.fixpoint import inferred
from organigram.reasoning.rules import Pattern, Rule, compile_rules

_TRIED = 64  # ways in which one rule may hold that are looked at


class Statements(Protocol):
    """What is asked for grounds: a store, or a query service in front of one."""

    def graphs_of(self, triple: ox.Triple) -> set[str]:
        """The IRIs of the named graphs that hold a triple."""

    def solutions(self, where: str, limit: int) -> Sequence[Mapping[str, Any]]:
        """The values of the variables of a group of triple patterns, over all graphs together."""


class _Engine:
    """An engine as statements."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def graphs_of(self, triple: ox.Triple) -> set[str]:
        quads = self._store.quads_for_pattern(triple.subject, triple.predicate, triple.object)
        return {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}

    def solutions(self, where: str, limit: int) -> Sequence[Mapping[str, Any]]:
        found = self._store.query(f"SELECT * WHERE {{ {where} }} LIMIT {limit}", use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        names = [variable.value for variable in found.variables]
        return [{name: solution[name] for name in names} for solution in found]


@dataclass(frozen=True, slots=True)
class Step:
    """A triple and why it holds: asserted in ``graphs``, or by ``rule`` from ``premises``."""

    triple: ox.Triple
    graphs: tuple[str, ...] = ()
    rule: Rule | None = None
    premises: tuple[Step, ...] = ()


def explain(
    store: ox.Store | Statements, triple: ox.Triple, rules: Sequence[Rule] | None = None, *, base: str = BASE
) -> Step | None:
    """The first derivation of a triple that ends in assertions, or None where there is none.

    ``rules`` are those of the shipped ontology if None; ``base`` is that of the store's instances.
    """
    rules = compile_rules(close_ontology()) if rules is None else rules
    asked = _Engine(store) if isinstance(store, ox.Store) else store
    return _explain(asked, triple, rules, inferred(base).value, frozenset())


def _explain(asked: Statements, triple: ox.Triple, rules: Sequence[Rule], layer: str, above: frozenset[ox.Triple]) -> Step | None:
    if asserted := tuple(sorted(asked.graphs_of(triple) - {layer})):
        return Step(triple, asserted)
    above |= {triple}
    for rule in rules:
        for premises in _premises(asked, triple, rule):
            if above.isdisjoint(premises):
                steps = [_explain(asked, premise, rules, layer, above) for premise in premises]
                if all(steps):
                    return Step(triple, (), rule, tuple(step for step in steps if step))
    return None


def _premises(asked: Statements, triple: ox.Triple, rule: Rule) -> Iterator[tuple[ox.Triple, ...]]:
    bound = _match(rule.head, triple)
    if bound is None:
        return
    where = " . ".join(" ".join(_term(term, bound) for term in pattern) for pattern in rule.body)
    for solution in asked.solutions(where, _TRIED):
        values = bound | {f"?{name}": value for name, value in solution.items()}
        yield tuple(ox.Triple(*(values.get(term) or ox.NamedNode(term) for term in pattern)) for pattern in rule.body)


def _match(head: Pattern, triple: ox.Triple) -> dict[str, Any] | None:
    bound: dict[str, Any] = {}
    for term, value in zip(head, triple, strict=True):
        if term.startswith("?"):
            bound[term] = value
        elif value != ox.NamedNode(term):
            return None
    return bound


def _term(term: str, bound: Mapping[str, Any]) -> str:
    return str(bound[term]) if term in bound else term if term.startswith("?") else f"<{term}>"
