"""Where a store takes queries, updates and graphs: told from one URL and a table of the kinds of stores.

>>> addresses("http://localhost:7878", "oxigraph").update
'http://localhost:7878/update'
>>> addresses("http://localhost:8890/sparql-graph-crud-auth").kind
'virtuoso'
>>> addresses("http://localhost:9999/blazegraph/sparql", "sparql").query
'http://localhost:9999/blazegraph/sparql'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from organigram.credentials import endpoint_url, without_secrets
from organigram.errors import UsageError
from organigram.i18n import N_
from organigram.resources import table

__all__ = ["KINDS", "Addresses", "addresses"]

#: The kinds of stores in the table; kept equal to it by a test, so that the command line need not read it.
KINDS = ("oxigraph", "fuseki", "virtuoso", "graphdb", "qlever", "neptune", "sparql")
_ANY = "sparql"
_ROLES = ("query", "update", "graphs")


@dataclass(frozen=True, slots=True)
class Addresses:
    """A store's three addresses, its kind, the protocol that suits it, whether one update is one transaction there, and how many
    rows of an answer it gives at least.
    """

    kind: str
    base: str
    query: str
    update: str
    graphs: str
    protocol: str
    transaction: bool
    page: int


def _table() -> Mapping[str, dict[str, Any]]:
    return table("pushing/stores.toml")


def addresses(url: str, kind: str = "", *, query: str = "", update: str = "", graphs: str = "") -> Addresses:
    """The addresses of a store of a kind; without one, the URL's ending tells it. One that is given goes before the kind's own.

    Raises UsageError for a URL that is none, or that holds a password.
    """
    for given in (url, *filter(None, (query, update, graphs))):
        _check(given)
    plain = url.rstrip("/")
    found = kind or _kind(plain)
    row = _table()[found]
    base = plain
    for role in sorted(_ROLES, key=lambda role: -len(row[role])):
        if row[role] and plain.endswith(row[role].rstrip("/")):
            base = plain.removesuffix(row[role].rstrip("/"))
            break
    return Addresses(
        kind=found,
        base=base,
        protocol=row["protocol"],
        transaction=row["transaction"],
        page=row["page"],
        query=query or base + row["query"],
        update=update or base + row["update"],
        graphs=graphs or base + row["graphs"],
    )


def _check(url: str) -> None:
    if endpoint_url(url).userinfo:
        raise UsageError(
            N_("The URL holds a password, which others can read in the list of processes."),
            N_("Leave it out, and set ORGANIGRAM_ENDPOINT_USER and ORGANIGRAM_ENDPOINT_PASSWORD."),
            file=without_secrets(url),
        )


def _kind(url: str) -> str:
    """The first kind that the URL's ending tells."""
    return next((kind for kind, row in _table().items() if url.endswith(tuple(row["endings"]))), _ANY)
