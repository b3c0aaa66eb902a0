"""The whole way, from files to a new version of the store; the only module that knows all stages.

Postings go through in batches, so memory stays flat: a batch is read, what is new in it is extracted, linked and mapped (in
processes of its own where that pays), validated, and added. What was worked out before under the same rules, vocabulary and
decisions is taken from the store's work log. Reasoning and statistics come once, at the end, and the version is published.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter

from organigram import __version__
from organigram.about import about_lines
from organigram.config import Settings
from organigram.errors import OrganigramError, ReadingError, ValidationError
from organigram.grouping import Names
from organigram.i18n import LANGUAGES, N_
from organigram.importing import Importer, Kept, Records, likely_lines
from organigram.inbox import inbox_files, received
from organigram.intake import BATCH, Progress, batches, quiet, read_all
from organigram.model import Facts, Posting
from organigram.namespaces import BASE, rebase, rebase_all
from organigram.naming import settle_labels
from organigram.ontology import ontology_lines
from organigram.reading import displayed, options_of
from organigram.reading.places import Place
from organigram.reasoning import infer
from organigram.review import likeness_lines
from organigram.statistics import statistics_lines
from organigram.store import StoreVersion, StoreWriter, open_store
from organigram.vacancies import Card, make_card, vacancies_lines
from organigram.vacancies.decisions import decided_vacancies
from organigram.validation import Finding, Validator, validate_whole
from organigram.worklog import Work, WorkLog
from organigram.workshop import Workshop

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


def build(
    paths: Iterable[Path], store: Path, *, settings: Settings, imports: Iterable[Path] = (), progress: Progress = quiet
) -> BuildReport:
    """Build a new version of a store from files and folders, and make it the current one.

    ``imports``: files and folders of others' data, beside those of the settings' folder. What stands in the store's inbox
    (:mod:`organigram.inbox`) is read with ``paths``. What cannot be read, or violates a
    shape, is set aside and told in the report; the rest is built. Where nothing is left to build, no version is made
    (``report.version`` is empty) and the store stays as it is. Raises StoreError where the store cannot be written,
    VocabularyError for wrong decisions.
    """
    report = BuildReport()
    with Workshop(settings) as workshop, StoreWriter.begin(store) as writer:
        with WorkLog(writer.work_path, workshop.rules) as log:
            assembly = _Assembly(workshop, writer, log, report, progress)
            assembly.add_all(read_all([*paths, *inbox_files(store)], settings, progress))
        assembly.take_in([*([settings.imports] if settings.imports.is_dir() else []), *imports])
        if report.postings or report.imported:
            _finish(writer, workshop, assembly, progress)
    return report


def add(files: Sequence[Path], store: Path, *, settings: Settings, progress: Progress = quiet) -> BuildReport:
    """Make a version that holds what the current one holds, and the postings of some files beside; make it the current one.

    The files are copied into the store's inbox, so that later builds find them, too. Others' data stays as it was taken in. Where
    nothing new can be built of them, no version is made (``report.version`` is empty), and none of them is kept. Raises
    StoreError where there is no version yet, the store cannot be written or another build runs; VocabularyError for wrong
    decisions; ReadingError for a file that cannot be read.
    """
    with open_store(store) as current:
        settings = replace(settings, base=str(current.manifest.extra.get("base", settings.base)))
    report = BuildReport()
    with (
        Workshop(settings) as workshop,
        StoreWriter.begin(store) as writer,
        open_store(store) as held,
        received(files, store) as arrived,
    ):
        with WorkLog(writer.work_path, workshop.rules) as log:
            assembly = _Assembly(workshop, writer, log, report, progress)
            assembly.add_all(
                replace(one.posting, id=source.id, source=source.path) for one in held.postings() for source in one.sources
            )
            report.same.clear()
            before = report.postings
            assembly.add_all(read_all(arrived, settings, progress))
        if report.postings > before:
            for graph in held.nquads(_graphs(held, "import/")):
                writer.add_graph(graph.decode().splitlines())
            _finish(writer, workshop, assembly, progress, held)
            arrived.keep()
    return report


def _graphs(version: StoreVersion, name: str) -> list[str]:
    """The graphs of a version whose name begins like this."""
    start = f"{version.manifest.extra.get('base', BASE)}graph/{name}"
    return [graph.value for graph in version.engine.named_graphs() if graph.value.startswith(start)]


class _Assembly:
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


def _finish(
    writer: StoreWriter, workshop: Workshop, assembly: _Assembly, progress: Progress, held: StoreVersion | None = None
) -> None:
    """Vocabulary, what follows, statistics and the build's own description; then publish.

    ``held``: the version before, where its others' data was taken over.
    """
    taken_over = bool(held and _graphs(held, "import/"))
    report, base = assembly.report, workshop.settings.base
    with report.timed("store"):
        settle_labels(writer.engine, base=base)
    progress("vacancies", 0, None)
    with report.timed("vacancies"):
        writer.add_graph(vacancies_lines(assembly.cards, writer.own_text, writer.engine, assembly.decided, base=base))
    progress("reasoning", 0, None)
    with report.timed("reasoning"):
        writer.add_graph(rebase(line, base) for line in (*workshop.vocabulary.nquads(), *workshop.decisions.nquads()))
        report.inferred = infer(writer.engine, base=base)
    with report.timed("validation"):
        writer.add_graph([*assembly.findings, *validate_whole(writer.engine, base=base)])
    # After reasoning: nothing is to follow from what only may be, nor from the ontology's own terms as if they were things.
    alike = likeness_lines(assembly.names, workshop.vocabulary, workshop.decisions)
    writer.add_graph(rebase(line, base) for line in alike)
    if held and taken_over:  # offers for names of others' data, whose records are not read again
        for graph in held.nquads(_graphs(held, "likeness")):
            writer.add_graph(graph.decode().splitlines())
    if report.imported or taken_over:
        likely = likely_lines(writer.engine, workshop.vocabulary, different=workshop.decisions.different, base=base)
        writer.add_graph(rebase(line, base) for line in likely)
    writer.add_graph(rebase(line, base) for line in ontology_lines())
    progress("store", 0, None)
    with report.timed("store"):
        writer.add_graph(statistics_lines(writer.engine, base=base))
        writer.add_graph(about_lines(writer.engine, version=__version__, digests=workshop.digests, base=base))
        set_aside = [error.as_dict(language) for error in report.set_aside for language in LANGUAGES]
        set_aside[:0] = held.manifest.extra.get("set_aside", []) if held else []
        with writer.publish({"base": base, "inferred": report.inferred, "set_aside": set_aside}) as version:
            report.version, report.quads = version.name, version.manifest.counts.quads


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
