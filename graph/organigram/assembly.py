"""Batches of postings and records on their way into a version: worked on, validated, added; and what a build did, told.

What was worked out before under the same rules, vocabulary and decisions is taken from the store's work log.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from organigram.errors import OrganigramError, ReadingError, ValidationError
from organigram.grouping import Names
from organigram.i18n import N_
from organigram.importing import Importer, Kept, Records
from organigram.intake import BATCH, Progress, batches
from organigram.model import Facts, Posting
from organigram.namespaces import rebase_all
from organigram.reading import displayed, options_of
from organigram.reading.places import Place
from organigram.store import StoreVersion, StoreWriter
from organigram.vacancies import Card, make_card
from organigram.vacancies.decisions import decided_vacancies
from organigram.validation import Finding, Validator
from organigram.worklog import Work, WorkLog
from organigram.workshop import Workshop

__all__ = ["Assembly", "BuildReport"]

_WHOLE = N_("It is set aside whole: correct the text, or report the rule that read it wrongly.")
_NOT_TAKEN = N_("This record is left out, the others are taken in: tell its publisher.")


@dataclass(slots=True)
class BuildReport:
    """What a build did. ``seconds`` by stage; ``same`` pairs a file with the earlier one that holds the same posting."""

    version: str = ""
    postings: int = 0
    reused: int = 0
    imported: int = 0
    quads: int = 0
    inferred: int = 0
    set_aside: list[OrganigramError] = field(default_factory=list)
    same: list[tuple[str, str]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the seconds that a block takes to a stage."""
        start = perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + perf_counter() - start


class Assembly:
    """Batches of postings on their way into a version."""

    def __init__(self, workshop: Workshop, writer: StoreWriter, log: WorkLog, report: BuildReport, progress: Progress) -> None:
        self.workshop, self.writer, self.log, self.report, self.progress = workshop, writer, log, report, progress
        self.findings: list[str] = []
        self.names = Names()
        self.cards: list[Card] = []
        self.decided = decided_vacancies(workshop.decisions, workshop.settings.decisions)
        self._first: dict[str, str] = {}
        self._rejected: set[str] = set()
        with report.timed("validation"):
            self._validator = Validator(workshop.vocabulary, base=workshop.settings.base)

    def begin_with(self, held: StoreVersion) -> None:
        """Take what a version holds for added: what is the same again is not new."""
        self._first = held.texts.first_sources()
        self.report.postings = self.report.reused = len(self._first)

    def remember(self, held: StoreVersion) -> None:
        """What the postings of a version say together with those that were added: cards and names."""
        for one in held.postings():
            self.names.add(one.facts)
            self.cards.append(make_card(one.posting, one.facts, self.workshop.vocabulary))

    def add_all(self, found: Iterable[Posting | ReadingError]) -> None:
        """Add postings a batch at a time; errors are told in the report."""
        for postings, problems in batches(found):
            self.report.set_aside += problems
            self.add(postings)

    def add(self, postings: list[Posting]) -> None:
        """Work on what is new, validate it, and add what conforms."""
        fresh, repeats = self._sort_out(postings)
        work = self._work(fresh)
        with self.report.timed("validation"):
            checked = self._validator.validate({key: one.lines for key, one in work.items()})
            self.findings += checked.nquads()
        rejected = checked.rejected
        with self.report.timed("store"):
            for posting in fresh:
                if found := rejected.get(posting.key):
                    self._reject(posting, _violation(displayed(Path(posting.source)), found))
                elif posting.key in work:
                    self.writer.add_posting(posting, work[posting.key].facts, work[posting.key].lines)
                    self.names.add(work[posting.key].facts)
                    self.cards.append(make_card(posting, work[posting.key].facts, self.workshop.vocabulary))
                    self.report.postings += 1
            for posting in repeats:
                if posting.key not in self._rejected:
                    self.writer.add_posting(posting, Facts(posting.id, posting.source, posting.language), ())

    def take_in(self, paths: Iterable[Path]) -> None:
        """Link others' records, validate them, and add what conforms, a batch at a time."""
        importer = Importer(self.workshop.vocabulary, self.workshop.decisions)
        with self.report.timed("imports"), Records() as records:
            self.report.set_aside += records.read(paths, options_of(self.workshop.settings).limits)
            waiting = iter(records)
            while batch := list(itertools.islice(waiting, BATCH)):
                self._import(importer, batch)
                self.progress("imports", self.report.imported, None)

    def _import(self, importer: Importer, batch: list[Kept]) -> None:
        made = {str(number): importer.work(kept) for number, kept in enumerate(batch)}
        base = self.workshop.settings.base
        lines = {number: rebase_all(own, base) for number, (_, own) in made.items()}
        rejected = self._validator.validate(lines).rejected
        for number, kept in enumerate(batch):
            if found := rejected.get(str(number)):
                self.report.set_aside.append(_violation(kept.file, found, kept.place, _NOT_TAKEN))
                continue
            self.writer.add_graph(lines[str(number)], kept.file)
            self.names.add(made[str(number)][0])
            self.report.imported += 1

    def _reject(self, posting: Posting, error: OrganigramError) -> None:
        self._rejected.add(posting.key)
        self.report.set_aside.append(error)

    def _sort_out(self, postings: list[Posting]) -> tuple[list[Posting], list[Posting]]:
        """What was not seen in this build, and what was (told in the report)."""
        fresh, repeats = [], []
        for posting in postings:
            if posting.key in self._first:
                self.report.same.append((displayed(Path(posting.source)), displayed(Path(self._first[posting.key]))))
                repeats.append(posting)
            else:
                self._first[posting.key] = posting.source
                fresh.append(posting)
        return fresh, repeats

    def _work(self, postings: list[Posting]) -> dict[str, Work]:
        kept = {posting.key: self.log.get(posting) for posting in postings}
        work = {key: one for key, one in kept.items() if one}
        self.report.reused += len(work)
        missing = [posting for posting in postings if posting.key not in work]
        with self.report.timed("extraction"):
            for posting, made in zip(missing, self.workshop.each("work", missing), strict=True):
                if isinstance(made, OrganigramError):
                    self._reject(posting, made)
                    continue
                self.log.put(posting, made.facts, made.lines)
                work[posting.key] = made
                self.progress("mapping", self.report.postings + len(work), None)
        return work


def _violation(file: str, violations: Sequence[Finding], place: Place | None = None, remedy: str = _WHOLE) -> ValidationError:
    """Why a posting or record is set aside: what the first violation says in both languages, where, and how many there are."""
    return ValidationError(
        N_("{message} (Violations in all: {number}.)"),
        remedy,
        file=file,
        place=place or violations[0].focus,
        message=violations[0].messages,
        number=len(violations),
    )
