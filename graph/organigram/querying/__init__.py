"""Asking the graph: one service with two backs, an embedded store or a SPARQL endpoint, both limited in time and size.

>>> import tempfile
>>> from organigram.store import StoreWriter
>>> folder = tempfile.TemporaryDirectory()
>>> with StoreWriter.begin(folder.name) as writer:
...     writer.add_graph(['<x:mali> <x:label> "Mali"@fr <x:g> .'])
...     writer.publish().close()
>>> with open_service(folder.name) as service:
...     service.query("SELECT ?s ?sLabel { ?s <x:label> ?sLabel }", timeout=5).labelled("s")
[('Mali', 'x:mali')]
>>> folder.cleanup()
"""

from organigram.querying.current import CurrentService
from organigram.querying.embedded import EmbeddedService
from organigram.querying.endpoint import EndpointService
from organigram.querying.result import DEFAULT_MAX_BYTES, DEFAULT_MAX_ROWS, Kind, Result, Term, Value, value
from organigram.querying.service import QueryService, open_service
from organigram.querying.stopping import Stop

__all__ = [
    "DEFAULT_MAX_BYTES",
    "DEFAULT_MAX_ROWS",
    "CurrentService",
    "EmbeddedService",
    "EndpointService",
    "Kind",
    "QueryService",
    "Result",
    "Stop",
    "Term",
    "Value",
    "open_service",
    "value",
]
