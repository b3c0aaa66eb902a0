"""What the tests share that ask a graph: its solutions, and the text of a term."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def solutions(store: ox.Store, sparql: str, **options: Any) -> list[ox.QuerySolution]:
    """The solutions of a SELECT; ``options`` as the engine takes them."""
    found = store.query(sparql, **options)
    assert isinstance(found, ox.QuerySolutions)
    return list(found)


def value_of(term: Term | None) -> str:
    """The IRI or the text of a term, which has to be there."""
    assert term is not None
    assert not isinstance(term, ox.Triple)
    return term.value
