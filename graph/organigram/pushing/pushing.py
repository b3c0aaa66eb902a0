"""The whole way of a push: compare, send, swap, compare again."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from organigram.credentials import Credentials
from organigram.errors import EndpointError, UsageError
from organigram.i18n import N_
from organigram.namespaces import BASE
from organigram.pushing.addresses import Addresses
from organigram.pushing.client import Manners, Notice, Refusal, WritingClient
from organigram.pushing.counting import counts
from organigram.pushing.graphs import lines, marks
from organigram.pushing.planning import GRAPHS, STAGING, Plan, Way, make_plan, rows_there, staging_name
from organigram.pushing.protocols import GraphStoreWriter, Piece, StoreWriter, UpdateWriter, swap_text, update_text
from organigram.pushing.sending import Limits, RefusedRow, Sender
from organigram.pushing.state import PushState, state_file
from organigram.querying import EndpointService
from organigram.store import StoreVersion

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class PushOptions:
    """How to push. ``protocol``: ``auto`` takes what suits the kind of store; ``way``: ``auto`` decides by what is to be sent;
    rows and bytes of a request; bytes up to which everything is sent at once; ``state``: the folder of the files that tell
    what each store was sent.
    """

    state: Path
    protocol: Literal["auto", "gsp", "update"] = "auto"
    way: Way | Literal["auto"] = "auto"
    batch_rows: int = 10_000
    batch_bytes: int = 4_000_000
    at_once_bytes: int = 32_000_000
    dry_run: bool = False
    manners: Manners = field(default_factory=Manners)


@dataclass(slots=True)
class PushReport:
    """What a push did: graphs by fate, triples sent (rows that the store already held are not), the way and the protocol, the
    rows that the store refused, graphs whose count differs from what they should hold (expected, there), calls repeated,
    seconds. ``whole``: readers have seen the old graphs or the new ones, never some of both, by the store's own word.
    """

    way: Way
    protocol: str
    graphs: int
    unchanged: int
    removed: int
    rows: int
    size: int
    total: int
    whole: bool
    dry_run: bool
    refused: list[RefusedRow] = field(default_factory=list)
    differing: dict[str, tuple[int, int]] = field(default_factory=dict)
    repeated: int = 0
    seconds: float = 0.0


class _Push:
    """One push to one store."""

    def __init__(
        self,
        version: StoreVersion,
        addresses: Addresses,
        options: PushOptions,
        client: WritingClient,
        service: EndpointService,
        state: PushState,
    ) -> None:
        self.version, self.addresses, self.options, self.client, self.service, self.state = (
            version,
            addresses,
            options,
            client,
            service,
            state,
        )
        self.base: str = version.manifest.extra.get("base", BASE)
        self.marks = state.marks(version.manifest.digest, marks(version.engine))
        self.protocol = addresses.protocol if options.protocol == "auto" else options.protocol
        self.updates = UpdateWriter(client, addresses)
        self.writer: StoreWriter = self.updates if self.protocol == "update" else GraphStoreWriter(client, addresses)

    def there(self) -> dict[str, int]:
        """What the store says that it holds of ours."""
        page, timeout = self.addresses.page, self.options.manners.timeout
        found = counts(self.service, self.base + GRAPHS, page=page, timeout=timeout)
        return found | counts(self.service, self.base + STAGING, page=page, timeout=timeout)

    def way(self, plan: Plan) -> Way:
        """How the plan is carried out, unless the user says it."""
        if self.options.way != "auto":
            return self.options.way
        if plan.first or self.options.protocol == "gsp" or not (plan.send or plan.gone):
            return "direct"
        if self.protocol == "update" and plan.size <= self.options.at_once_bytes:
            return "at-once"
        return "staged"

    def carry_out(self, plan: Plan, way: Way, there: dict[str, int], report: PushReport, progress: Progress) -> None:
        """Send, swap, remove."""
        self._check_rights()
        if way == "at-once" and self._at_once(plan, report, progress):
            self._drop(plan.leftovers)
            return
        names = {mark.iri: staging_name(mark.iri, self.base) if way != "direct" else mark.iri for mark in plan.send}
        self._send(plan, names, there, report, progress)
        if way == "direct":
            self._drop((*plan.gone, *plan.leftovers))
            return
        self._swap(plan, names, report)
        self._drop([name for name in plan.leftovers if name not in set(names.values())])

    def _check_rights(self) -> None:
        """A change that changes nothing: what is wrong with address or password is told before any work is done."""
        refusal = self.writer.drop([f"{self.base}{STAGING}none"])
        if refusal:
            raise self._error(refusal)

    def _at_once(self, plan: Plan, report: PushReport, progress: Progress) -> bool:
        """Everything in one request; False where the store does not take it so."""
        pieces = [Piece(m.iri, list(lines(self.version.engine, m.iri)), 0, replaces=True) for m in plan.send]
        if self.updates.run(update_text(pieces, plan.gone)):
            report.way = "staged"
            return False
        for mark in plan.send:
            self.state.sent(mark.iri, mark.digest, mark.rows, 0)
        self.state.gone(plan.gone)
        report.rows = plan.rows
        progress("sending", plan.rows, plan.rows)
        return True

    def _send(self, plan: Plan, names: dict[str, str], there: dict[str, int], report: PushReport, progress: Progress) -> None:
        done = 0

        def told(rows: int) -> None:
            nonlocal done
            done += rows
            progress("sending", done, plan.rows)

        limits = Limits(self.options.batch_rows, self.options.batch_bytes)
        sender = Sender(self.writer, self.state, limits, told, self.addresses.base, refused=report.refused)
        told(0)
        for mark in plan.send:
            target = names[mark.iri]
            skipped, refused = rows_there(mark, target, there, self.state, self.options.batch_rows)
            told(skipped)
            if skipped < mark.rows:
                sender.graph(mark, target, lines(self.version.engine, mark.iri), skipped, refused)
        sender.flush()
        report.rows = sender.rows

    def _swap(self, plan: Plan, names: dict[str, str], report: PushReport) -> None:
        """Move what waits to where it is read, in one request; in parts where the store does not take so long a one."""
        moves = [(names[mark.iri], mark.iri) for mark in plan.send]
        steps = [(moves, list(plan.gone))]
        while steps:
            pairs, gone = steps.pop()
            refusal = self.updates.run(swap_text(pairs, gone))
            if refusal is None:
                self.state.moved(pairs)
                self.state.gone(gone)
            elif len(pairs) + len(gone) <= 1:
                raise self._error(refusal)
            else:
                report.whole = False
                middle, half = len(pairs) // 2, len(gone) // 2
                steps += [(pairs[middle:], gone[half:]), (pairs[:middle], gone[:half])]

    def _drop(self, graphs: tuple[str, ...] | list[str]) -> None:
        refusal = self.writer.drop(graphs)
        if refusal:
            raise self._error(refusal)
        self.state.gone(graphs)

    def compare(self, report: PushReport) -> None:
        """Ask the store what it holds now, and keep what differs; a graph that differs is sent anew by the next push."""
        there = self.there()
        for iri, mark in self.marks.items():
            sent = self.state.of(iri)
            expected = mark.rows - (sent.refused if sent else 0)
            found = there.pop(iri, 0)
            if found != expected:
                report.differing[iri] = (expected, found)
        report.differing |= {iri: (0, number) for iri, number in there.items()}
        self.state.gone(report.differing)

    def _error(self, refusal: Refusal) -> EndpointError:
        return EndpointError(
            N_("The store refuses the change (status {status}): {words}"),
            N_("Check the URL, the kind of store (--kind) and the protocol (--protocol)."),
            file=self.addresses.base,
            status=refusal.status,
            words=refusal.words or "?",
        )


def push(
    version: StoreVersion,
    addresses: Addresses,
    options: PushOptions,
    *,
    credentials: Credentials | None = None,
    progress: Progress = lambda stage, done, total: None,
    notice: Notice = lambda error: None,
) -> PushReport:
    """Make a store hold the graphs of a version, and no other graph under its base.

    A push that breaks off is gone on with by the next one. Raises EndpointError where the store cannot be reached or takes
    nothing, UsageError where another push to it is under way or the options cannot go together.
    """
    if options.protocol == "gsp" and options.way in ("at-once", "staged"):
        raise UsageError(
            N_("By the Graph Store Protocol alone, graphs cannot be swapped together."),
            N_("Leave --protocol out, or choose --swap direct."),
        )
    started = time.monotonic()
    who = credentials or Credentials()
    with (
        PushState(state_file(options.state, addresses.base)) as state,
        WritingClient(who, options.manners, notice) as client,
        EndpointService(addresses.query, credentials=who) as service,
    ):
        work = _Push(version, addresses, options, client, service, state)
        there = work.there()
        plan = make_plan(work.marks, there, state, work.base)
        way = work.way(plan)
        report = PushReport(
            way=way,
            protocol=work.protocol,
            graphs=len(plan.send),
            unchanged=plan.unchanged,
            removed=len(plan.gone),
            rows=plan.rows if options.dry_run else 0,
            size=plan.size,
            total=sum(mark.rows for mark in work.marks.values()),
            whole=way != "direct" and addresses.transaction,
            dry_run=options.dry_run,
        )
        if not options.dry_run:
            if not plan.empty:
                work.carry_out(plan, way, there, report, progress)
            work.compare(report)
        report.repeated, report.seconds = client.repeated, time.monotonic() - started
    return report
