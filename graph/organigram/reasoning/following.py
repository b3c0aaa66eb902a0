"""What follows from a few new triples, where all that follows from the others is known: each new one starts the rules it fits.

The result is that of :func:`organigram.reasoning.infer` on everything, at the cost of looking up what is near the new ones.

>>> store, name = ox.Store(), ox.NamedNode("ex:graph")
>>> up = ox.NamedNode("https://w3id.org/organigram/ontology#reportsUpTo")
>>> a, b, c = (ox.NamedNode(f"ex:{letter}") for letter in "abc")
>>> store.extend([ox.Quad(a, up, b, name), ox.Quad(b, up, c, name)])
>>> follower = Follower(lambda s, p, o: store.quads_for_pattern(s, p, o))
>>> [str(triple) for triple in follower.consequences(ox.Triple(b, up, c)) if triple.predicate == up]
['<ex:a> <https://w3id.org/organigram/ontology#reportsUpTo> <ex:c>']
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import pyoxigraph as ox

from organigram.reasoning.closure import close_ontology
from organigram.reasoning.rules import TYPE, Pattern, Rule, compile_rules

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
#: Quads by subject, predicate and object, any of which may be None.
Find = Callable[[ox.NamedNode | None, ox.NamedNode | None, ox.NamedNode | ox.Literal | None], Iterable[ox.Quad]]


class Follower:
    """The rules, by what starts them."""

    def __init__(self, find: Find, rules: Sequence[Rule] | None = None) -> None:
        """``find`` gives the statements that rules join with; ``rules`` are those of the shipped ontology if None."""
        self._find = find
        self._started: dict[tuple[str, str], list[tuple[Rule, int]]] = defaultdict(list)
        self._heads: dict[tuple[str, str], list[Rule]] = defaultdict(list)
        for rule in compile_rules(close_ontology()) if rules is None else rules:
            self._heads[_key(rule.head[1], rule.head[2])].append(rule)
            for place, pattern in enumerate(rule.body):
                self._started[_key(pattern[1], pattern[2])].append((rule, place))

    def reads(self, triple: ox.Triple) -> bool:
        """Whether a rule reads such a triple: if one is taken away, other things may not follow any more."""
        return _key_of(triple) in self._started

    def writes(self, triple: ox.Triple) -> bool:
        """Whether a triple follows from what is known."""
        for rule in self._heads.get(_key_of(triple), ()):
            bound = _match(rule.head, triple, {})
            if bound is not None and next(self._join(list(rule.body), bound), None) is not None:
                return True
        return False

    def consequences(self, triple: ox.Triple) -> Iterator[ox.Triple]:
        """What follows at once from a triple and what is known, known things too."""
        for rule, place in self._started.get(_key_of(triple), ()):
            bound = _match(rule.body[place], triple, {})
            if bound is not None:
                others = [*rule.body[:place], *rule.body[place + 1 :]]
                for values in self._join(others, bound):
                    subject, value = _value(rule.head[0], values), _value(rule.head[2], values)
                    if isinstance(subject, ox.NamedNode) and value is not None:
                        yield ox.Triple(subject, ox.NamedNode(rule.head[1]), value)

    def _join(self, patterns: list[Pattern], bound: Mapping[str, Node]) -> Iterator[Mapping[str, Node]]:
        if not patterns:
            yield bound
            return
        first, *others = patterns
        subject, value = _value(first[0], bound), _value(first[2], bound)
        if subject is not None and not isinstance(subject, ox.NamedNode):
            return
        assert value is None or isinstance(value, ox.NamedNode | ox.Literal)
        for triple in {quad.triple for quad in self._find(subject, ox.NamedNode(first[1]), value)}:
            values = _match(first, triple, bound)
            if values is not None:
                yield from self._join(others, values)


def _key(predicate: str, value: str) -> tuple[str, str]:
    return predicate, value if predicate == TYPE else ""


def _key_of(triple: ox.Triple) -> tuple[str, str]:
    predicate = triple.predicate.value
    return predicate, triple.object.value if predicate == TYPE and isinstance(triple.object, ox.NamedNode) else ""


def _value(term: str, bound: Mapping[str, Node]) -> Node | None:
    return bound.get(term) if term.startswith("?") else ox.NamedNode(term)


def _match(pattern: Pattern, triple: ox.Triple, bound: Mapping[str, Node]) -> dict[str, Node] | None:
    values = dict(bound)
    for term, value in ((pattern[0], triple.subject), (pattern[2], triple.object)):
        if not term.startswith("?"):
            if value != ox.NamedNode(term):
                return None
        elif values.setdefault(term, value) != value:
            return None
    return values
