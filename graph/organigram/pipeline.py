"""The whole way, from files to a new version of the store; the only module that knows all stages.

Postings go through in batches, so memory stays flat: a batch is read, what is new in it is extracted, linked and mapped (in
processes of its own where that pays), validated, and added. What was worked out before under the same rules, vocabulary and
decisions is taken from the store's work log. Reasoning and statistics come once, at the end, and the version is published.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from organigram import __version__
from organigram.about import about_lines
from organigram.assembly import Assembly, BuildReport
from organigram.config import Settings
from organigram.errors import ReadingError
from organigram.grouping import Likeness
from organigram.growing import FEW, Growth, NotGrown
from organigram.i18n import LANGUAGES
from organigram.importing import likely_lines
from organigram.inbox import inbox_files, received
from organigram.intake import Progress, quiet, read_all
from organigram.model import Posting
from organigram.namespaces import BASE, rebase
from organigram.naming import settle_labels
from organigram.ontology import ontology_lines
from organigram.reasoning import infer
from organigram.statistics import statistics_lines
from organigram.store import StoreVersion, StoreWriter, open_store
from organigram.undecided import alike_in, likeness_lines, likenesses
from organigram.vacancies import vacancies_lines
from organigram.validation import validate_whole
from organigram.worklog import WorkLog, program_digest
from organigram.workshop import Workshop

__all__ = ["BuildReport", "add", "apply_decisions", "build"]


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
            assembly = Assembly(workshop, writer, log, report, progress)
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
    with (
        Workshop(settings) as workshop,
        StoreWriter.begin(store) as writer,
        open_store(store) as held,
        received(files, store) as arrived,
    ):
        found = read_all(arrived, settings, progress)
        few = list(itertools.islice(found, FEW + 1))
        try:
            report = _grow(writer, workshop, held, few, progress)
        except NotGrown:
            writer.begin_again()
            report = _build_upon(writer, workshop, held, itertools.chain(few, found), progress)
        if report.version:
            arrived.keep()
    return report


def apply_decisions(store: Path, *, settings: Settings, progress: Progress = quiet) -> BuildReport:
    """Make a version of the current one's postings under the decisions as they are now; make it the current one.

    Others' data stays as it was taken in. Raises StoreError where there is no version yet, the store cannot be written or another
    build runs; VocabularyError for wrong decisions.
    """
    with open_store(store) as current:
        settings = replace(settings, base=str(current.manifest.extra.get("base", settings.base)))
    with Workshop(settings) as workshop, StoreWriter.begin(store) as writer, open_store(store) as held:
        return _build_upon(writer, workshop, held, (), progress, always=True)


def _build_upon(
    writer: StoreWriter,
    workshop: Workshop,
    held: StoreVersion,
    found: Iterable[Posting | ReadingError],
    progress: Progress,
    *,
    always: bool = False,
) -> BuildReport:
    """Build the postings of a version again, and those that were found; no version where none is new, unless ``always``."""
    report = BuildReport()
    with WorkLog(writer.work_path, workshop.rules) as log:
        assembly = Assembly(workshop, writer, log, report, progress)
        assembly.add_all(
            replace(one.posting, id=source.id, source=source.path) for one in held.postings() for source in one.sources
        )
        report.same.clear()
        before = report.postings
        assembly.add_all(found)
    if report.postings > before or (always and report.postings):
        for graph in held.nquads(_graphs(held, "import/")):
            writer.add_graph(graph.decode().splitlines())
        _finish(writer, workshop, assembly, progress, held)
    return report


def _grow(
    writer: StoreWriter, workshop: Workshop, held: StoreVersion, found: Sequence[Posting | ReadingError], progress: Progress
) -> BuildReport:
    """Change what the postings found change. Raises NotGrown where that would not surely be what a build of all gives."""
    if len(found) > FEW or held.manifest.extra.get("made_by") != _made_by(workshop) or _graphs(held, "import/"):
        raise NotGrown
    report, base = BuildReport(), workshop.settings.base
    writer.begin_again(held)
    with WorkLog(writer.work_path, workshop.rules, whole=False) as log:
        assembly = Assembly(workshop, writer, log, report, progress)
        assembly.begin_with(held)
        before = report.postings
        assembly.add_all(found)
        if report.postings == before:
            return report
        growth = Growth(writer.changes, base, [card.key for card in assembly.cards])
        with report.timed("store"):
            growth.settle_labels(log.lines)
    progress("vacancies", 0, None)
    with report.timed("vacancies"):
        assembly.remember(held)
        growth.replace("vacancies", vacancies_lines(assembly.cards, writer.own_text, writer.engine, assembly.decided, base=base))
    progress("reasoning", 0, None)
    with report.timed("reasoning"):
        report.inferred = held.manifest.extra["inferred"] + growth.reason()
    progress("validation", 0, None)
    with report.timed("validation"):
        writer.unite()
        growth.validated(assembly.findings, validate_whole(writer.engine, base=base))
    alike = likenesses(assembly.names, workshop.vocabulary)
    growth.replace("likeness", (rebase(line, base) for line in likeness_lines(alike, workshop.decisions)))
    _describe(writer, workshop, report, growth.replace, progress)
    _publish(writer, workshop, report, progress, alike, held)
    return report


def _graphs(version: StoreVersion, name: str) -> list[str]:
    """The graphs of a version whose name begins like this."""
    start = f"{version.manifest.extra.get('base', BASE)}graph/{name}"
    return [graph.value for graph in version.engine.named_graphs() if graph.value.startswith(start)]


def _finish(
    writer: StoreWriter, workshop: Workshop, assembly: Assembly, progress: Progress, held: StoreVersion | None = None
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
    alike = likenesses(assembly.names, workshop.vocabulary)
    writer.add_graph(rebase(line, base) for line in likeness_lines(alike, workshop.decisions))
    if held and taken_over:  # offers for names of others' data, whose records are not read again
        alike = {**alike_in(held.manifest.extra), **alike}
        for graph in held.nquads(_graphs(held, "likeness")):
            writer.add_graph(graph.decode().splitlines())
    if report.imported or taken_over:
        likely = likely_lines(writer.engine, workshop.vocabulary, different=workshop.decisions.different, base=base)
        writer.add_graph(rebase(line, base) for line in likely)
    writer.add_graph(rebase(line, base) for line in ontology_lines())
    _describe(writer, workshop, report, lambda _, lines: writer.add_graph(lines), progress)
    _publish(writer, workshop, report, progress, alike, held)


def _describe(
    writer: StoreWriter,
    workshop: Workshop,
    report: BuildReport,
    write: Callable[[str, Iterable[str]], None],
    progress: Progress,
) -> None:
    """The counts of what was built, and its description."""
    base = workshop.settings.base
    progress("store", 0, None)
    with report.timed("store"):
        writer.unite()
    progress("statistics", 0, None)
    with report.timed("statistics"):
        write("statistics", statistics_lines(writer.engine, base=base))
        write("about", about_lines(writer.engine, version=__version__, digests=workshop.digests, base=base))


def _publish(
    writer: StoreWriter,
    workshop: Workshop,
    report: BuildReport,
    progress: Progress,
    alike: Mapping[tuple[str, str], Likeness],
    held: StoreVersion | None,
) -> None:
    progress("publishing", 0, None)
    with report.timed("store"):
        set_aside = [error.as_dict(language) for error in report.set_aside for language in LANGUAGES]
        set_aside[:0] = held.manifest.extra.get("set_aside", []) if held else []
        extra = {
            "base": workshop.settings.base,
            "inferred": report.inferred,
            "set_aside": set_aside,
            "made_by": _made_by(workshop),
            "decisions": workshop.decisions.state,
            # Whatever was decided: who takes a decision back is asked again at once.
            "alike": [[*pair, *like] for pair, like in sorted(alike.items())],
        }
        with writer.publish(extra) as version:
            report.version, report.quads = version.name, version.manifest.counts.quads


def _made_by(workshop: Workshop) -> str:
    """What must be the same for two versions to differ in nothing but their postings."""
    return hashlib.sha256(f"{program_digest()} {workshop.rules}".encode()).hexdigest()
