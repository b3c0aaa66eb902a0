"""How many triples the graphs of a store hold, asked of the store itself."""

from __future__ import annotations

from organigram.querying import QueryService, value

#: A graph's name comes after the last one that an answer had, so that a store's own limit on answers cuts nothing off.
_QUERY = """SELECT ?g (COUNT(*) AS ?n) WHERE {{
  GRAPH ?g {{ ?s ?p ?o }}
  FILTER(STRSTARTS(STR(?g), "{prefix}") && STR(?g) > "{last}")
}} GROUP BY ?g ORDER BY STR(?g) LIMIT {page}"""


def counts(service: QueryService, prefix: str, *, page: int, timeout: float) -> dict[str, int]:
    """By IRI, the number of triples of every graph whose IRI begins with ``prefix``, asked ``page`` graphs at a time."""
    found: dict[str, int] = {}
    last = ""
    while True:
        result = service.query(_QUERY.format(prefix=prefix, last=last, page=page), timeout=timeout, max_rows=page)
        rows = {str(value(row[0])): int(str(value(row[1]))) for row in result.rows if row[0] is not None}
        found.update(rows)
        if len(rows) < page:
            return found
        last = next(reversed(rows))
