"""Commands from postings to a graph: ``build``, ``add``, ``extract``, ``validate``."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from organigram.cli.progress import progress_bar, progress_lines
from organigram.cli.session import ALL_DONE, PATHS, SET_ASIDE, Command, Session, decisions_option, json_option, store_option
from organigram.cli.tables import show_table
from organigram.errors import OrganigramError, UsageError
from organigram.i18n import N_
from organigram.namespaces import BASE

if TYPE_CHECKING:
    from organigram.pipeline import BuildReport
    from organigram.store import StoreVersion

IMPORT = click.option(
    "--import",
    "imports",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar=N_("PATH"),
    help=N_("Others' data to take in: a file or folder of IATI activities (XML) or FTS flows (JSON, CSV). May be repeated."),
)
WORKERS = click.option(
    "--workers", type=click.IntRange(min=0), metavar=N_("NUMBER"), help=N_("Processes to use; 0: one a processor.")
)


@click.command(
    "build",
    cls=Command,
    help=N_(
        "Read postings and build their graph as a new version of the store. PATH is a file, a folder, a pattern in quotes or - "
        "for standard input. What cannot be read, or violates a shape, is set aside and named with its reason; the rest is built."
    ),
    short_help=N_("Build the graph of postings."),
    examples=(
        "organigram build seeds --store graph",
        "organigram build seeds --import activities.xml --import flows.json",
        "organigram build 'offers/**/*.html' --store graph --json",
    ),
)
@PATHS
@store_option
@WORKERS
@decisions_option
@IMPORT
@json_option
@click.pass_obj
def build(
    session: Session,
    paths: tuple[Path, ...],
    store: Path | None,
    workers: int | None,
    decisions: Path | None,
    imports: tuple[Path, ...],
    as_json: bool,
) -> int:
    """What was built on standard output, what was set aside on standard error."""
    _chosen_settings(session, workers, decisions)
    root = store or session.settings.store
    return tell_report(session, build_store(session, paths, root, imports), root, as_json=as_json)


@click.command(
    "add",
    cls=Command,
    help=N_(
        "Add postings to what the store holds, as a new version. PATH is a file; it is copied into the store's inbox, the folder "
        "beside it, where every later build of this store finds it. Take it out of there and build again to be rid of it."
    ),
    short_help=N_("Add postings to a store."),
    examples=("organigram add offer.docx --store graph",),
)
@PATHS
@store_option
@WORKERS
@decisions_option
@json_option
@click.option("--stages", is_flag=True, help=N_("Name each stage on standard error as it begins: JSON, one object a line."))
@click.pass_obj
def add(
    session: Session,
    paths: tuple[Path, ...],
    store: Path | None,
    workers: int | None,
    decisions: Path | None,
    as_json: bool,
    stages: bool,
) -> int:
    """What was built on standard output, what was set aside on standard error."""
    from organigram.pipeline import add as add_postings

    _chosen_settings(session, workers, decisions)
    root = store or session.settings.store
    with progress_lines(session) if stages else progress_bar(session) as progress:
        report = add_postings(paths, root, settings=session.settings, progress=progress)
    return tell_report(session, report, root, as_json=as_json)


@click.command(
    "extract",
    cls=Command,
    help=N_(
        "Read postings and write the facts found in each: one JSON object a posting and a line, every fact with its evidence. "
        "PATH is a file, a folder, a pattern in quotes or - for standard input."
    ),
    short_help=N_("Write the facts of postings as JSON."),
    examples=("organigram extract seeds --format json > facts.jsonl", "organigram extract jobs.csv --format json"),
)
@PATHS
@click.option(
    "--format", "form", type=click.Choice(["json"]), default="json", help=N_("Form of the facts: JSON, one line a posting.")
)
@WORKERS
@decisions_option
@click.pass_obj
def extract(session: Session, paths: tuple[Path, ...], form: str, workers: int | None, decisions: Path | None) -> int:
    """Facts on standard output, problems on standard error."""
    from organigram.intake import extract_all

    _chosen_settings(session, workers, decisions)
    status = ALL_DONE
    with progress_bar(session, results=True) as progress:
        for found in extract_all(paths, session.settings, progress):
            if isinstance(found, OrganigramError):
                session.tell(found)
                status = SET_ASIDE
            else:
                session.give(found.to_json())
    return status


@click.command(
    "validate",
    cls=Command,
    help=N_(
        "Check postings without keeping anything: what would be set aside, and why. "
        "Without a PATH, check a store: every file against its checksum, and what its validation found."
    ),
    short_help=N_("Check postings, or a store."),
    examples=("organigram validate offers", "organigram validate --store graph"),
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar=N_("[PATH...]"))
@store_option
@WORKERS
@decisions_option
@json_option
@click.pass_obj
def validate(
    session: Session, paths: tuple[Path, ...], store: Path | None, workers: int | None, decisions: Path | None, as_json: bool
) -> int:
    """Exit status 1 where something was found."""
    if paths and store:
        raise UsageError(N_("Postings and a store cannot be checked in one call."), N_("Give either PATH or --store."))
    if not paths:
        return _validate_store(session, store or session.settings.store, as_json=as_json)
    _chosen_settings(session, workers, decisions)
    with tempfile.TemporaryDirectory(prefix="organigram-") as folder:
        report = build_store(session, paths, Path(folder) / "store")
    return tell_report(session, report, None, as_json=as_json)


def build_store(session: Session, paths: Iterable[Path], root: Path, imports: Iterable[Path] = ()) -> BuildReport:
    """Build a store with a progress bar."""
    from organigram.pipeline import build

    with progress_bar(session) as progress:
        return build(paths, root, settings=session.settings, imports=imports, progress=progress)


def tell_report(session: Session, report: BuildReport, root: Path | None, *, as_json: bool = False) -> int:
    """Tell what a build did (``root``: the store, None where it was a trial); the exit status."""
    status = SET_ASIDE if report.set_aside else ALL_DONE
    if as_json:
        plain = {field.name: getattr(report, field.name) for field in dataclasses.fields(report)}
        plain["set_aside"] = [error.as_dict(session.language) for error in report.set_aside]
        session.give(plain)
        return status
    for file, other in report.same:
        session.say(N_("{file}: The same posting as {other}; it counts once."), file=file, other=other)
    for error in report.set_aside:
        session.tell(error)
    if report.set_aside:
        session.say(N_("Set aside: {number}."), number=len(report.set_aside))
    if root is None:
        session.show(session.text(N_("Postings that can be built: {postings}."), postings=report.postings))
        return status
    if not report.version:
        session.say(N_("{store}: Nothing is left to build from; the store stays as it was."), store=root)
        return status
    if report.imported:
        session.say(N_("Records of others' data taken in: {number}."), number=report.imported)
    session.show(
        session.text(
            N_(
                "{store}: version {version}. Postings: {postings}; statements: {quads}; inferred: {inferred}; seconds: {seconds}."
            ),
            store=root,
            version=report.version,
            postings=report.postings,
            quads=report.quads,
            inferred=report.inferred,
            seconds=f"{sum(report.seconds.values()):.1f}",
        )
    )
    return status


def _chosen_settings(session: Session, workers: int | None, decisions: Path | None) -> None:
    if workers is not None:
        session.settings = dataclasses.replace(session.settings, workers=workers)
    if decisions is not None:
        session.settings = dataclasses.replace(session.settings, decisions=decisions)


_FINDINGS = """PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT ?severity ?focus ?path ?message WHERE {{ GRAPH <{base}graph/validation> {{
  ?result a sh:ValidationResult ; sh:resultSeverity ?severity ; sh:focusNode ?focus .
  OPTIONAL {{ ?result sh:resultPath ?path }}
  OPTIONAL {{ ?result sh:resultMessage ?message FILTER(LANG(?message) IN ("{language}", "")) }} }} }}
ORDER BY ?severity ?focus ?path ?message"""


def _validate_store(session: Session, root: Path, *, as_json: bool) -> int:
    from organigram.store import open_store

    with open_store(root, verify=True) as version:
        findings = _findings(session, version)
    if as_json:
        session.give({"store": str(root), "version": version.name, "findings": findings})
    elif findings:
        headings = (N_("Severity"), N_("Where"), N_("Property"), N_("What"))
        show_table([session.text(heading) for heading in headings], [list(finding.values()) for finding in findings])
    else:
        session.show(
            session.text(
                N_("{store}: version {version} is whole, and nothing violates a shape."), store=root, version=version.name
            )
        )
    return SET_ASIDE if findings else ALL_DONE


def _findings(session: Session, version: StoreVersion) -> list[dict[str, str]]:
    from pyoxigraph import QuerySolutions

    from organigram.cli.terms import readable

    base = version.manifest.extra.get("base", BASE)
    solutions = version.engine.query(_FINDINGS.format(base=base, language=session.language))
    assert isinstance(solutions, QuerySolutions)
    names = ("severity", "focus", "path", "message")
    return [{name: readable(solution[name]) for name in names} for solution in solutions]


COMMANDS = (build, add, extract, validate)
