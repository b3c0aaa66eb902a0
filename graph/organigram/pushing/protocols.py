"""The two ways to write to a store: SPARQL 1.1 Update, and the SPARQL 1.1 Graph Store Protocol.

>>> print(update_text([Piece("x:g", [b'<x:a> <x:p> "1" .\\n'], 0, replaces=True)]).decode())
DROP SILENT GRAPH <x:g> ;
INSERT DATA {
GRAPH <x:g> {
<x:a> <x:p> "1" .
}
}
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import httpx

from organigram.pushing.addresses import Addresses
from organigram.pushing.client import Refusal, WritingClient

_UPDATE = "application/sparql-update"
_TRIPLES = "application/n-triples"
# SPARQL reads \uXXXX before all else, some engines even behind an escaped backslash; so no u may follow one there.
_BACKSLASH_U = re.compile(rb"\\(?:\\([uU])?|.)")


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows of one graph that are sent together: where they go, their lines of N-Triples, which row of the graph is the first of
    them (from 0), and whether they take the place of all that is there.
    """

    graph: str
    lines: Sequence[bytes]
    start: int
    replaces: bool


class StoreWriter(Protocol):
    """Writes pieces and drops graphs; gives the server's refusal where it takes them not."""

    def write(self, pieces: Sequence[Piece]) -> Refusal | None:
        """Add the pieces' rows to their graphs."""

    def drop(self, graphs: Sequence[str]) -> Refusal | None:
        """Remove graphs; one that is not there is no fault."""


class UpdateWriter:
    """SPARQL Update: any number of graphs in one request."""

    def __init__(self, client: WritingClient, addresses: Addresses) -> None:
        self._client, self._url = client, addresses.update

    def write(self, pieces: Sequence[Piece]) -> Refusal | None:
        """One request of DROP, where a piece replaces its graph, and INSERT DATA."""
        return self.run(update_text(pieces))

    def drop(self, graphs: Sequence[str]) -> Refusal | None:
        """One request."""
        return self.run(swap_text((), graphs)) if graphs else None

    def run(self, text: bytes) -> Refusal | None:
        """Any update."""
        return self._client.send("POST", self._url, text, _UPDATE)


class GraphStoreWriter:
    """The Graph Store Protocol: a request a piece, PUT where it replaces the graph and POST where it adds."""

    def __init__(self, client: WritingClient, addresses: Addresses) -> None:
        self._client, self._url = client, addresses.graphs

    def write(self, pieces: Sequence[Piece]) -> Refusal | None:
        """Up to the first piece that is refused; sent again, a piece changes nothing."""
        for piece in pieces:
            method = "PUT" if piece.replaces else "POST"
            refusal = self._client.send(method, self._address(piece.graph), b"".join(piece.lines), _TRIPLES)
            if refusal:
                return refusal
        return None

    def drop(self, graphs: Sequence[str]) -> Refusal | None:
        """A request a graph."""
        for graph in graphs:
            refusal = self._client.send("DELETE", self._address(graph), missing=True)
            if refusal:
                return refusal
        return None

    def _address(self, graph: str) -> str:
        return str(httpx.URL(self._url).copy_merge_params({"graph": graph}))


def update_text(pieces: Iterable[Piece], gone: Iterable[str] = ()) -> bytes:
    """The update that writes pieces and drops graphs."""
    parts, inserted = [swap_text((), gone)], []
    for piece in pieces:
        if piece.replaces:
            parts.append(b"DROP SILENT GRAPH <%b> ;\n" % piece.graph.encode())
        inserted.append(b"GRAPH <%b> {\n%b}\n" % (piece.graph.encode(), sparql_lines(piece.lines)))
    if inserted:
        parts.append(b"INSERT DATA {\n%b}" % b"".join(inserted))
    return b"".join(parts)


def swap_text(moves: Iterable[tuple[str, str]], gone: Iterable[str]) -> bytes:
    """The update that moves graphs, each from the first name to the second, and drops others.

    It spells MOVE out: Jena 4.5 refuses every MOVE and COPY, and RDF4J's MOVE is slow. Sent again, it changes nothing: the
    second graph is emptied only while there is a first one.

    >>> import pyoxigraph
    >>> store = pyoxigraph.Store()
    >>> store.update("INSERT DATA { GRAPH <x:new> { <x:a> <x:b> 1, 2 } GRAPH <x:old> { <x:a> <x:b> 0 } }")
    >>> for _ in range(2):
    ...     store.update(swap_text([("x:new", "x:old")], ["x:gone"]).decode())
    >>> sorted(str(quad.object.value) + str(quad.graph_name) for quad in store)
    ['1<x:old>', '2<x:old>']
    """
    text = [
        f"DELETE {{ GRAPH <{target}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{target}> {{ ?s ?p ?o }} "
        f"FILTER EXISTS {{ GRAPH <{source}> {{ ?a ?b ?c }} }} }} ;\n"
        f"INSERT {{ GRAPH <{target}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{source}> {{ ?s ?p ?o }} }} ;\n"
        f"DROP SILENT GRAPH <{source}> ;\n"
        for source, target in moves
    ]
    text += [f"DROP SILENT GRAPH <{graph}> ;\n" for graph in gone]
    return "".join(text).encode()


def sparql_lines(lines: Iterable[bytes]) -> bytes:
    r"""Lines of N-Triples as SPARQL has them: what stands after an escaped backslash is no escape of its own.

    >>> sparql_lines([rb'<x:a> <x:p> "a\\u0022" .'])
    b'<x:a> <x:p> "a\\\\\\U000000750022" .'
    """
    text = b"".join(lines)
    return _BACKSLASH_U.sub(_plain, text) if b"\\\\u" in text or b"\\\\U" in text else text


def _plain(match: re.Match[bytes]) -> bytes:
    return rb"\\\U%08X" % ord(match[1]) if match[1] else match[0]
