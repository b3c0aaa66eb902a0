"""The statements of a store, sorted, each once: what makes an export a function of the graph alone.

Terms stay the text that the engine writes for N-Quads (canonical, without spaces outside literals), which is what sorting
compares and what the writers copy; no statement becomes an object with terms of its own.
"""

from __future__ import annotations

import heapq
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby, islice
from typing import IO, NamedTuple

from pyoxigraph import RdfFormat, Store

#: Statements sorted in memory at a time; beyond, they are sorted in files and merged.
CHUNK = 500_000

_LINE = re.compile(
    r'(?P<subject>\S+) (?P<predicate>\S+) (?P<object><[^>]*>|_:\S+|".*"(?:@\S+|\^\^<[^>]*>)?)(?: (?P<graph><[^>"]*>|_:\S+))? \.\n'
)
_LAYER = re.compile(r"/graph/(posting/|vocabulary>|inferred>|validation>|statistics>|about>)")
_LAYERS = {"inferred>": "inferred", "validation>": "validation", "statistics>": "about", "about>": "about"}
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_EVIDENCE = frozenset(
    {
        "<http://www.w3.org/ns/oa#Annotation>",
        "<http://www.w3.org/ns/oa#SpecificResource>",
        "<http://www.w3.org/ns/oa#TextQuoteSelector>",
        "<http://www.w3.org/ns/oa#TextPositionSelector>",
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement>",
    }
)


class Statement(NamedTuple):
    """The terms of a statement as N-Quads writes them; ``graph`` is empty where graphs are not kept apart."""

    graph: str
    subject: str
    predicate: str
    object: str

    def line(self) -> str:
        """The statement as a line of N-Quads, or of N-Triples where it has no graph."""
        graph = f" {self.graph}" if self.graph else ""
        return f"{self.subject} {self.predicate} {self.object}{graph} .\n"


def sorted_statements(store: Store, layers: frozenset[str], *, by_graph: bool) -> Iterator[Statement]:
    """The statements of the named graphs in the layers, sorted by graph (if kept apart), subject, predicate, object."""
    with ExitStack() as stack:
        dump: IO[bytes] = stack.enter_context(tempfile.TemporaryFile())
        store.dump(dump, RdfFormat.N_QUADS)
        dump.seek(0)
        lines = _sorted_lines(_chosen(dump, layers, by_graph), stack)
        statements = (Statement(*line[:-1].split("\t")) for line, _ in groupby(lines))
        yield from statements if "evidence" in layers else _without_evidence(statements)


def _chosen(dump: Iterable[bytes], layers: frozenset[str], by_graph: bool) -> Iterator[str]:
    """The statements as lines of terms parted by tabs, which the engine escapes inside terms."""
    wanted: dict[str, bool] = {}
    for line in dump:
        match = _LINE.fullmatch(line.decode())
        if not match or not match["graph"]:
            continue
        graph = match["graph"]
        if graph not in wanted:
            found = _LAYER.search(graph)
            wanted[graph] = _LAYERS.get(found[1] if found else "", "asserted") in layers
        if wanted[graph]:
            yield "\t".join((graph if by_graph else "", match["subject"], match["predicate"], match["object"])) + "\n"


def _sorted_lines(lines: Iterator[str], stack: ExitStack) -> Iterator[str]:
    chunks: list[Iterable[str]] = []
    while chunk := sorted(islice(lines, CHUNK)):
        if len(chunk) < CHUNK:
            chunks.append(chunk)
            break
        # newline="\n": other line separators of Unicode may stand in a literal as they are.
        file = stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n"))  # noqa: SIM115 - the stack closes it
        file.writelines(chunk)
        file.seek(0)
        chunks.append(file)
    return heapq.merge(*chunks)


def _without_evidence(statements: Iterable[Statement]) -> Iterator[Statement]:
    for _, group in groupby(statements, key=lambda statement: (statement.graph, statement.subject)):
        about = list(group)
        if not any(statement.predicate == _TYPE and statement.object in _EVIDENCE for statement in about):
            yield from about
