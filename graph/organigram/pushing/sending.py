"""Rows gathered into batches and sent; a batch that the store does not take is halved until the rows at fault are found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import islice

from organigram.credentials import without_secrets
from organigram.errors import EndpointError
from organigram.i18n import N_
from organigram.pushing.client import Refusal
from organigram.pushing.graphs import GraphMark
from organigram.pushing.protocols import Piece, StoreWriter
from organigram.pushing.state import PushState

#: So many rows refused one after the other, with none taken between, are no fault of the rows.
_REFUSED_IN_A_ROW = 20
_TOO_LARGE = 413


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A triple that the store does not take: its graph, its line of N-Triples, the server's status and words."""

    graph: str
    line: str
    status: int
    words: str


@dataclass(slots=True)
class Limits:
    """What one request may hold; bytes are halved where the server says that it is too much."""

    rows: int = 10_000
    size: int = 4_000_000


@dataclass(slots=True)
class _Target:
    mark: GraphMark
    graph: str
    refused: int = 0


@dataclass(slots=True)
class Sender:
    """Sends graphs in batches. ``told`` hears how many rows each batch had; ``address`` is for messages."""

    writer: StoreWriter
    state: PushState
    limits: Limits
    told: Callable[[int], None]
    address: str
    refused: list[RefusedRow] = field(default_factory=list)
    rows: int = 0
    _pieces: list[Piece] = field(default_factory=list)
    _targets: dict[str, _Target] = field(default_factory=dict)
    _in_a_row: int = 0
    #: Bytes and rows gathered and not yet sent.
    _size: int = 0
    _count: int = 0

    def graph(self, mark: GraphMark, target: str, lines: Iterable[bytes], done: int = 0, refused: int = 0) -> None:
        """Send a graph to a target, from row ``done`` on; of the rows before, ``refused`` were not taken."""
        self._targets[target] = _Target(mark, target, refused)
        rest = iter(lines)
        next(islice(rest, done, done), None)
        gathered: list[bytes] = []
        start = done
        for line in rest:
            if self._count and (self._count >= self.limits.rows or self._size + len(line) > self.limits.size):
                self._gather(target, gathered, start)
                self.flush()
                start, gathered = start + len(gathered), []
            gathered.append(line)
            self._size, self._count = self._size + len(line), self._count + 1
        self._gather(target, gathered, start)

    def _gather(self, target: str, lines: list[bytes], start: int) -> None:
        if lines:
            self._pieces.append(Piece(target, lines, start, replaces=start == 0))

    def flush(self) -> None:
        """Send what is gathered."""
        pieces, self._pieces, self._size, self._count = self._pieces, [], 0, 0
        if not pieces:
            return
        self._deliver(pieces)
        for piece in pieces:
            target = self._targets[piece.graph]
            self.state.sent(piece.graph, target.mark.digest, piece.start + len(piece.lines), target.refused)
            if piece.start + len(piece.lines) == target.mark.rows:
                del self._targets[piece.graph]
        rows = sum(len(piece.lines) for piece in pieces)
        self.rows += rows
        self.told(rows)

    def _deliver(self, pieces: list[Piece]) -> None:
        refusal = self.writer.write(pieces)
        if refusal is None:
            self._in_a_row = 0
        elif sum(len(piece.lines) for piece in pieces) == 1:
            self._refuse(pieces[0], refusal)
        else:
            if refusal.status == _TOO_LARGE:
                self.limits.size = max(1, self.limits.size // 2)
            for half in halves(pieces):
                self._deliver(half)

    def _refuse(self, piece: Piece, refusal: Refusal) -> None:
        """Keep the row, and see to it that what the graph held before is gone all the same."""
        self._in_a_row += 1
        words = refusal.words or "?"
        dropped = self.writer.drop([piece.graph]) if piece.replaces else None
        if dropped or self._in_a_row >= _REFUSED_IN_A_ROW:
            raise EndpointError(
                N_("The store takes nothing of what it is sent (status {status}): {words}"),
                N_("Check the URL, the kind of store (--kind) and the protocol (--protocol)."),
                file=without_secrets(self.address),
                status=refusal.status,
                words=words,
            )
        target = self._targets[piece.graph]
        target.refused += 1
        line = piece.lines[0].decode("utf-8", "replace").rstrip("\n")
        self.refused.append(RefusedRow(target.mark.iri, line, refusal.status, words))


def halves(pieces: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The pieces in two parts of as many rows; a piece that is cut replaces its graph with its first part only.

    >>> first, second = halves([Piece("x:g", [b"1", b"2", b"3"], 0, True)])
    >>> first[0].lines, second[0].lines, second[0].start, second[0].replaces
    ([b'1'], [b'2', b'3'], 1, False)
    """
    left = sum(len(piece.lines) for piece in pieces) // 2
    first: list[Piece] = []
    second: list[Piece] = []
    for piece in pieces:
        here = min(left, len(piece.lines))
        left -= here
        if here:
            first.append(replace(piece, lines=piece.lines[:here]))
        if here < len(piece.lines):
            second.append(
                replace(piece, lines=piece.lines[here:], start=piece.start + here, replaces=piece.replaces and not here)
            )
    return first, second
