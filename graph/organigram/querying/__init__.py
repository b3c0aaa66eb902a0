"""Asking the graph: one service with two backs, an embedded store or a SPARQL endpoint, both limited in time and size."""

from organigram.querying.embedded import EmbeddedService
from organigram.querying.result import Kind, Result, Term, Value, value

__all__ = ["EmbeddedService", "Kind", "Result", "Term", "Value", "value"]
