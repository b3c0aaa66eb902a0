"""What has to be sent: the version's graphs compared with what the store was sent and with what it says that it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from organigram.pushing.graphs import GraphMark
from organigram.pushing.state import PushState

#: How graphs get to where readers see them: ``direct`` as they come in; ``at-once`` in one request; ``staged`` under names of
#: their own first, then moved in one request.
Way = Literal["direct", "at-once", "staged"]
WAYS: tuple[Way, ...] = ("direct", "at-once", "staged")

GRAPHS = "graph/"
STAGING = "staging/"


@dataclass(frozen=True, slots=True)
class Plan:
    """The graphs to send; how many are there already as they should be; those of ours that are to go; what earlier pushes that
    broke off left behind.
    """

    send: tuple[GraphMark, ...]
    unchanged: int
    gone: tuple[str, ...]
    leftovers: tuple[str, ...]
    first: bool

    @property
    def rows(self) -> int:
        """Triples to send."""
        return sum(mark.rows for mark in self.send)

    @property
    def size(self) -> int:
        """Bytes to send."""
        return sum(mark.size for mark in self.send)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.send or self.gone or self.leftovers)


def staging_name(graph: str, base: str) -> str:
    """The name under which a graph waits.

    >>> staging_name("https://x.org/graph/about", "https://x.org/")
    'https://x.org/staging/about'
    """
    return base + STAGING + graph.removeprefix(base + GRAPHS)


def make_plan(marks: Mapping[str, GraphMark], there: Mapping[str, int], state: PushState, base: str) -> Plan:
    """The plan for a version's ``marks``; ``there`` are the triples of the store's graphs under the base, by graph."""
    ours = {graph for graph in there if graph.startswith(base + GRAPHS)}
    send = tuple(mark for iri, mark in sorted(marks.items()) if not complete(mark, iri, there, state))
    return Plan(
        send=send,
        unchanged=len(marks) - len(send),
        gone=tuple(sorted(ours - set(marks))),
        leftovers=tuple(sorted(graph for graph in there if graph.startswith(base + STAGING))),
        first=not ours,
    )


def complete(mark: GraphMark, target: str, there: Mapping[str, int], state: PushState) -> bool:
    """Whether a graph of the store holds what it should, by what it was sent and by its own count."""
    sent = state.of(target)
    return (
        sent is not None
        and (sent.digest, sent.rows) == (mark.digest, mark.rows)
        and there.get(target, 0) == mark.rows - sent.refused
    )


def rows_there(mark: GraphMark, target: str, there: Mapping[str, int], state: PushState, batch: int) -> tuple[int, int]:
    """How many of a graph's rows need not be sent again, and how many of them the store refused.

    The store may hold one batch more than was kept: it was taken, and the push broke off before the answer.
    """
    sent = state.of(target)
    if sent is None or sent.digest != mark.digest:
        return 0, 0
    beyond = there.get(target, 0) - (sent.rows - sent.refused)
    # Behind a graph that was sent whole no batch of ours can stand: what is too much there is another's, and goes.
    if not 0 <= beyond <= min(batch, mark.rows - sent.rows):
        return 0, 0
    return sent.rows, sent.refused
