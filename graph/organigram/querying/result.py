"""What a query gives: rows, yes or no, or triples. It is whole, or there is an error in its place.

>>> payload = b'{"head":{"vars":["post","label"]},"results":{"bindings":[{"label":{"type":"literal","value":"Nurse"}}]}}'
>>> result = parse_result("select", payload, seconds=0.01)
>>> result.variables, result.records()
(('post', 'label'), [{'post': None, 'label': 'Nurse'}])
>>> result.to_csv().decode()
'post,label\\r\\n,Nurse\\r\\n'
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

import pyoxigraph
from pyoxigraph import QueryResultsFormat, RdfFormat

from organigram.errors import QueryTooLarge, UsageError
from organigram.i18n import N_
from organigram.namespaces import PREFIXES, expand

Kind = Literal["select", "ask", "construct"]
Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple
Value = str | int | float | bool | Decimal | date | datetime

#: A query's result has at most so many rows (or triples) and bytes unless the caller says otherwise.
DEFAULT_MAX_ROWS = 100_000
DEFAULT_MAX_BYTES = 64 << 20

_TABLES = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
_GRAPHS = {"ntriples": RdfFormat.N_TRIPLES, "turtle": RdfFormat.TURTLE, "xml": RdfFormat.RDF_XML, "jsonld": RdfFormat.JSON_LD}
_PYTHON: dict[str, Callable[[str], Value]] = {
    **dict.fromkeys((expand(f"xsd:{name}") for name in ("integer", "int", "long", "nonNegativeInteger")), int),
    **dict.fromkeys((expand(f"xsd:{name}") for name in ("double", "float")), float),
    expand("xsd:decimal"): Decimal,
    expand("xsd:boolean"): lambda text: text in ("true", "1"),
    expand("xsd:date"): date.fromisoformat,
    expand("xsd:dateTime"): datetime.fromisoformat,
}


@dataclass(frozen=True)
class Result:
    """The answer to a query, by its kind.

    ``select``: ``variables`` and ``rows`` (pyoxigraph terms, None where unbound, in the order of the variables); ``ask``:
    ``boolean``; ``construct``: ``triples``, each once. ``seconds`` is the time that the question took, waiting included.
    ``payload`` is the answer as it came: SPARQL results in JSON, or N-Triples.
    """

    kind: Kind
    payload: bytes = field(repr=False)
    seconds: float
    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = field(default=(), repr=False)
    boolean: bool | None = None
    triples: tuple[pyoxigraph.Triple, ...] = field(default=(), repr=False)

    def __len__(self) -> int:
        return len(self.triples) if self.kind == "construct" else len(self.rows)

    def records(self) -> list[dict[str, Value | None]]:
        """The rows as plain Python values by variable (:func:`value`)."""
        return [dict(zip(self.variables, map(value, row), strict=True)) for row in self.rows]

    def labelled(self, variable: str) -> list[tuple[str, str]]:
        """(label, IRI) of a column, each once: the label stands in the column ``<variable>Label``, else the IRI serves.

        Raises UsageError where the result has no such column.
        """
        if variable not in self.variables:
            raise UsageError(N_("The result has no column {name}."), N_("Name a variable of the query."), name=variable)
        label = f"{variable}Label" if f"{variable}Label" in self.variables else variable
        found = ((record[label], record[variable]) for record in self.records() if record[variable] is not None)
        return list(dict.fromkeys((str(iri if text is None else text), str(iri)) for text, iri in found))

    def serialize(self, format: str) -> bytes:
        """The result in a format: csv, tsv, json or xml for rows and yes-or-no, ntriples, turtle, xml or jsonld for triples.

        Raises UsageError for another format.
        """
        if self.kind == "construct" and format in _GRAPHS:
            prefixes = {**PREFIXES} if format == "turtle" else None
            return pyoxigraph.serialize(self.triples, format=_GRAPHS[format], prefixes=prefixes) or b""
        if self.kind != "construct" and format in _TABLES:
            found = pyoxigraph.parse_query_results(self.payload, format=QueryResultsFormat.JSON)
            return found.serialize(format=_TABLES[format]) or b""
        raise UsageError(
            N_("This result cannot be written as {format}."),
            N_("Formats that fit: {known}."),
            format=format,
            known=", ".join(_GRAPHS if self.kind == "construct" else _TABLES),
        )

    def to_csv(self) -> bytes:
        """The rows as SPARQL 1.1 CSV (UTF-8)."""
        return self.serialize("csv")

    def to_json(self) -> bytes:
        """The rows, or yes or no, as SPARQL 1.1 results in JSON."""
        return self.serialize("json")

    def to_turtle(self) -> bytes:
        """The triples as Turtle."""
        return self.serialize("turtle")


def value(term: Term | None) -> Value | None:
    """A term as a plain Python value: an IRI as its text, a number, date or truth value as such, else the text.

    >>> value(pyoxigraph.Literal("3570.5", datatype=pyoxigraph.NamedNode(expand("xsd:decimal"))))
    Decimal('3570.5')
    >>> value(pyoxigraph.NamedNode("https://example.org/a"))
    'https://example.org/a'
    """
    if term is None or isinstance(term, pyoxigraph.Triple):
        return None if term is None else str(term)
    if isinstance(term, pyoxigraph.Literal) and term.datatype.value in _PYTHON:
        try:
            return _PYTHON[term.datatype.value](term.value)
        except (ValueError, ArithmeticError):
            return term.value  # ill-typed: shown as it stands
    return term.value


def parse_result(kind: Kind, payload: bytes, *, seconds: float, max_rows: int = DEFAULT_MAX_ROWS) -> Result:
    """The result that an answer spells. Raises SyntaxError where it is cut off or no answer, QueryTooLarge past ``max_rows``."""
    if kind == "construct":
        return Result(kind, payload, seconds, triples=_triples(payload, max_rows))
    found = pyoxigraph.parse_query_results(payload, format=QueryResultsFormat.JSON)
    if isinstance(found, pyoxigraph.QueryBoolean):
        return Result("ask", payload, seconds, boolean=bool(found))
    rows: list[tuple[Term | None, ...]] = []
    try:
        variables = tuple(variable.value for variable in found.variables)
        for solution in found:
            rows.append(tuple(solution))
            _check_rows(len(rows), max_rows)
    finally:
        del found  # it may not be freed by another thread, and an error's traceback could take it there
    return Result("select", payload, seconds, variables, tuple(rows))


def _triples(payload: bytes, max_rows: int) -> tuple[pyoxigraph.Triple, ...]:
    triples: dict[pyoxigraph.Triple, None] = {}
    for quad in pyoxigraph.parse(payload, format=RdfFormat.N_TRIPLES):
        triples[quad.triple] = None
        _check_rows(len(triples), max_rows)
    return tuple(triples)


def _check_rows(number: int, limit: int) -> None:
    if number > limit:
        raise QueryTooLarge(
            N_("The result has more than {limit} rows; none is shown."),
            N_("Add LIMIT {limit}, or narrow the query."),
            limit=limit,
        )


def too_many_bytes(limit: int) -> QueryTooLarge:
    """The error for an answer of more than ``limit`` bytes."""
    return QueryTooLarge(
        N_("The result is larger than {megabytes:.4g} MB; none of it is shown."),
        N_("Ask for fewer rows (LIMIT) or columns."),
        megabytes=limit / 1e6,
    )
