"""Where the pages' data comes from: one query service, and the texts that evidence points into.

The server sets the source once; every page asks :func:`source`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from organigram.errors import StoreError
from organigram.i18n import N_, Language
from organigram.namespaces import BASE
from organigram.querying import Result

#: One solution: a term of pyoxigraph by the name of its variable; None where it is unbound.
Row = Mapping[str, Any]


class Service(Protocol):
    """What the explorer needs of a query service."""

    def query(self, sparql: str, *, timeout: float | None = None, max_rows: int | None = None) -> Result:
        """The result of a query, ended at the deadline (seconds)."""


def _no_text(key: str) -> str | None:
    return None


def _nothing() -> None:
    return None


@dataclass(frozen=True)
class Source:
    """A query service, ``texts`` (the text of a posting by its key), its name, the server's language, the instances' base.

    ``labels`` are those met so far, by entity and language: the graph of a source does not change.
    """

    service: Service
    name: str = ""
    texts: Callable[[str], str | None] = _no_text
    language: Language = "en"
    base: str = BASE
    close: Callable[[], None] = _nothing
    labels: dict[str, dict[str, str]] = field(default_factory=dict)

    def rows(self, sparql: str) -> Sequence[Row]:
        """The solutions of a SELECT. Raises :class:`organigram.errors.QueryError` where it cannot be answered."""
        result = self.service.query(sparql)
        return [dict(zip(result.variables, values, strict=True)) for values in result.rows]


_CURRENT: list[Source] = []


def set_source(current: Source) -> None:
    """Make this the source that every page of this process asks."""
    _CURRENT[:] = [current]


def source() -> Source:
    """The source that the server set. Raises :class:`StoreError` where it set none."""
    if not _CURRENT:
        raise StoreError(N_("No graph is open."), N_("Start the explorer with: organigram explore --store DIR"))
    return _CURRENT[0]
