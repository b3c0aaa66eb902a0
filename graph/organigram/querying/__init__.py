"""Asking the graph: one service with two backs, an embedded store or a SPARQL endpoint, both limited in time and size."""

from organigram.querying.embedded import EmbeddedService
from organigram.querying.endpoint import EndpointService
from organigram.querying.result import DEFAULT_MAX_BYTES, DEFAULT_MAX_ROWS, Kind, Result, Term, Value, value
from organigram.querying.service import QueryService, open_service

__all__ = [
    "DEFAULT_MAX_BYTES",
    "DEFAULT_MAX_ROWS",
    "EmbeddedService",
    "EndpointService",
    "Kind",
    "QueryService",
    "Result",
    "Term",
    "Value",
    "open_service",
    "value",
]
