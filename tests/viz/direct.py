"""The example in memory, asked directly: for tests of pages that need no worker process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyoxigraph

import example
from organigram.i18n import Language
from organigram_viz.source import Source


@dataclass
class Answer:
    """A result as the query service gives it."""

    variables: list[str]
    rows: list[tuple[Any, ...]]


class DirectService:
    """A query service over a store in memory."""

    def close(self) -> None:
        """Nothing to end."""

    def __init__(self, lines: list[str]) -> None:
        self.store = pyoxigraph.Store()
        self.store.load("\n".join(lines).encode(), format=pyoxigraph.RdfFormat.N_QUADS)

    def query(self, sparql: str, *, timeout: float | None = None, max_rows: int | None = None) -> Answer:
        solutions = self.store.query(sparql, use_default_graph_as_union=True)
        assert isinstance(solutions, pyoxigraph.QuerySolutions)
        return Answer([v.value for v in solutions.variables], [tuple(s) for s in solutions])


def example_source(language: Language = "en", lines: list[str] | None = None) -> Source:
    """The example as a source of the explorer."""
    service = DirectService(example.nquads() if lines is None else lines)
    return Source(service, name="example", texts={p.key: p.text for p in example.ADVERTS.values()}.get, language=language)
