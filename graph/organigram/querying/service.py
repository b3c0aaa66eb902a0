"""What both backs have in common, and the way to open either."""

from __future__ import annotations

import os
import re
from types import TracebackType
from typing import Protocol, Self

from organigram.querying import embedded, endpoint
from organigram.querying.embedded import EmbeddedService
from organigram.querying.endpoint import EndpointService
from organigram.querying.result import Result
from organigram.store import StoreVersion, open_store

_URL = re.compile(r"https?://", re.IGNORECASE)


class QueryService(Protocol):
    """Answers SPARQL queries, read-only and within limits."""

    def query(
        self, sparql: str, *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None
    ) -> Result:
        """The whole result within ``timeout`` seconds, or a :class:`organigram.errors.QueryError`."""

    def close(self) -> None:
        """Let go of processes and connections."""

    def __enter__(self) -> Self:
        """The service, closed at the end of the block."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the service."""


def open_service(target: str | os.PathLike[str] | StoreVersion, *, timeout: float | None = None) -> QueryService:
    """The service for an endpoint's URL, a store's folder (its current version) or an open version.

    ``timeout``: seconds a query may take where its call says nothing; each back has a default. Raises StoreError where the
    folder is no sound store, UsageError where the URL is none. A version opened here is closed with the service.
    """
    if isinstance(target, StoreVersion):
        return EmbeddedService(target, timeout=timeout or embedded.DEFAULT_TIMEOUT)
    if _URL.match(os.fspath(target)):
        return EndpointService(os.fspath(target), timeout=timeout or endpoint.DEFAULT_TIMEOUT)
    return EmbeddedService(open_store(target), timeout=timeout or embedded.DEFAULT_TIMEOUT, close_version=True)
