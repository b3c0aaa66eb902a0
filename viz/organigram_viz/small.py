"""A graph that is held in memory for one reader, asked as any source: what a tried posting would become."""

from __future__ import annotations

from time import perf_counter

import pyoxigraph

from organigram.i18n import Language
from organigram.namespaces import PREFIXES
from organigram.querying import Result
from organigram.querying.result import parse_result
from organigram.trial import Tried
from organigram_viz.source import Source


class SmallService:
    """Answers SELECT over some lines of N-Quads and N-Triples; a few thousand at most, so no deadline is needed.

    >>> SmallService(["<x:s> <x:p> <x:o> <x:g> ."], "<x:s> <x:p> <x:o> .").query("SELECT ?o { ?s ?p ?o }").rows
    ((<NamedNode value=x:o>,),)
    """

    def __init__(self, lines: list[str], context: str) -> None:
        """``lines`` are the named graphs; ``context`` is what is known without naming one."""
        self._store = pyoxigraph.Store()
        self._store.load("\n".join(lines).encode(), pyoxigraph.RdfFormat.N_QUADS)
        self._store.load(context.encode(), pyoxigraph.RdfFormat.N_TRIPLES)

    def query(self, sparql: str, *, timeout: float | None = None, max_rows: int | None = None) -> Result:
        """The result of one of the pages' own questions."""
        start = perf_counter()
        found = self._store.query(sparql, prefixes=PREFIXES)
        assert isinstance(found, pyoxigraph.QuerySolutions)
        payload = found.serialize(format=pyoxigraph.QueryResultsFormat.JSON)
        assert payload is not None
        return parse_result("select", payload, seconds=perf_counter() - start)


def source_of_trial(tried: Tried, base: str, language: Language) -> Source:
    """A tried posting as what a page asks: its graph, and its text."""
    return Source(
        SmallService(list(tried.lines), tried.context),
        name=f"trial {tried.posting.key}",
        texts={tried.posting.key: tried.posting.text}.get,
        language=language,
        base=base,
        lasting=True,
    )
