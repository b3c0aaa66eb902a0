"""The list of postings that a page shows: the one that a store keeps, or questions to an endpoint in its place."""

from __future__ import annotations

from typing import Any

from pyoxigraph import Literal

from organigram.listing import FACETS, Listed, Page, Selection
from organigram_viz.questions import panel, put_in
from organigram_viz.source import Source

__all__ = ["counts", "page"]

#: Facets whose values are codes, not entities.
_CODES = ("written_in",)


def page(source: Source, selection: Selection, limit: int, offset: int) -> Page:
    """Some postings of a selection, newest first."""
    kept = source.listing.page(selection, limit, offset) if source.listing else None
    return _asked(source, selection, limit, offset) if kept is None else kept


def counts(source: Source, selection: Selection, facet: str) -> list[tuple[str, int]]:
    """The values of a facet and how many postings of the selection have each (0: nobody has counted), the largest first."""
    kept = source.listing.counts(selection, facet) if source.listing else None
    if kept is not None:
        return kept
    rows = source.rows(panel("posting_facets"))
    return sorted((row["value"].value, 0) for row in rows if row["facet"].value == facet)


def _asked(source: Source, selection: Selection, limit: int, offset: int) -> Page:
    """The same by questions: how many there are is known only where they end."""
    wanted = {name: [selection.facets[name]] if name in selection.facets else [] for name in FACETS if name not in _CODES}
    texts = {
        "written_in": selection.facets.get("written_in", ""),
        "words": selection.words.strip(),
        "since": selection.since,
        "until": selection.until,
        "open_on": selection.open_on,
    }
    sparql = panel("postings", **wanted)
    literals = {name: str(Literal(text)) for name, text in texts.items()}
    sparql = put_in(sparql, {**literals, "limit": str(limit + 1), "offset": str(offset)})
    found: dict[str, Any] = {row["posting"].value: row for row in reversed(source.rows(sparql))}
    rows = list(reversed(found.items()))
    values = _values(source, [iri for iri, _ in rows[:limit]])
    listed = tuple(Listed(iri, _text(row["published"]), _text(row["deadline"]), values[iri]) for iri, row in rows[:limit])
    return Page(listed, None if len(rows) > limit else offset + len(rows))


def _text(term: Any) -> str:
    return "" if term is None else str(term.value)


def _values(source: Source, postings: list[str]) -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {iri: {} for iri in postings}
    for row in source.rows(panel("posting_values", posting=postings)) if postings else ():
        own = found[row["posting"].value]
        own[row["facet"].value] = (*own.get(row["facet"].value, ()), row["value"].value)
    return found
