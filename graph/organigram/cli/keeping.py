"""Commands on a store that is there: ``export``, ``versions``."""

from __future__ import annotations

import signal
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from organigram.cli.session import ALL_DONE, SET_ASIDE, Command, Session, decisions_option, json_option, store_option
from organigram.cli.tables import show_table
from organigram.errors import UsageError
from organigram.i18n import N_
from organigram.namespaces import BASE

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from organigram.store import StoreVersion, VersionInfo

#: Kept equal to the export's own tables by a test; naming them here spares every other command the export's import.
FORMATS = ("turtle", "trig", "nquads", "ntriples", "rdfxml", "jsonld", "graphml", "csv")
LAYERS = ("asserted", "imported", "evidence", "inferred", "about", "validation", "decisions")


@click.command(
    "export",
    cls=Command,
    help=N_(
        "Write the graph in a format that other programs read. The same graph always gives the same bytes. "
        "Without --output it is written to standard output."
    ),
    short_help=N_("Write the graph in another format."),
    examples=(
        "organigram export --store graph --format turtle --output graph.ttl",
        "organigram export --store graph --output graph.nq.gz",
        "organigram export --store graph --output tables.zip",
        "organigram export --store graph --release my-release",
    ),
)
@store_option
@click.option("--version-name", metavar=N_("NAME"), help=N_("Version to write; else the current one."))
@click.option("--format", "form", type=click.Choice(FORMATS), help=N_("Format; else that of the output's ending, or turtle."))
@click.option(
    "--layer",
    "layers",
    type=click.Choice(LAYERS),
    multiple=True,
    help=N_("Layer to write; may be given again. Else all but validation and your decisions."),
)
@click.option("--gzip", "packed", is_flag=True, help=N_("Pack by gzip, as a file whose name ends in .gz is in any case."))
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar=N_("FILE"),
    help=N_("File to write; it appears whole or not at all. With --format csv also a new folder."),
)
@click.option(
    "--release",
    "released",
    type=click.Path(path_type=Path),
    metavar=N_("FOLDER"),
    help=N_("Write a release into a new folder: Turtle, N-Quads, tables, a description (VoID, DCAT), checksums."),
)
@decisions_option
@click.pass_obj
def export(
    session: Session,
    store: Path | None,
    version_name: str | None,
    form: str | None,
    layers: tuple[str, ...],
    packed: bool,
    output: Path | None,
    released: Path | None,
    decisions: Path | None,
) -> int:
    """The graph of one version."""
    from organigram.export import DEFAULT_LAYERS
    from organigram.review import load_decisions
    from organigram.store import open_store

    chosen = layers or DEFAULT_LAYERS
    if released and (output or form or packed):
        raise UsageError(
            N_("--release writes files of its own."), N_("Leave out --output, --format and --gzip, or call export once more.")
        )
    decided = load_decisions(decisions or session.settings.decisions).triples if "decisions" in chosen else ()
    room = _room(released, N_("Choose another folder with --release, on a disk with room.")) if released else _room(output)
    with _ending_well(), open_store(store or session.settings.store, version_name) as version, room:
        if released:
            _release(session, version, released, chosen, decided)
        else:
            _export(session, version, output, form, chosen, decided, packed)
    return ALL_DONE


def _export(
    session: Session,
    version: StoreVersion,
    output: Path | None,
    form: str | None,
    layers: Collection[str],
    decisions: Collection[Triple],
    packed: bool,
) -> None:
    from organigram.export import export, export_file, format_of, packing

    base, engine, language = version.manifest.extra.get("base", BASE), version.engine, session.language
    if output:
        number = export_file(
            engine, output, form, layers=layers, base=base, language=language, decisions=decisions, packed=packed or None
        )
        tables = (form or format_of(output)) == "csv"
        told = N_("{file}: {number} rows written.") if tables else N_("{file}: {number} statements written.")
        session.say(told, file=output, number=number)
        return
    if sys.stdout is None:
        raise UsageError(N_("Standard output is closed."), N_("Name a file with --output."))
    with packing(sys.stdout.buffer) if packed else nullcontext(sys.stdout.buffer) as out:
        export(engine, form or "turtle", out, layers=layers, base=base, language=language, decisions=decisions)
    sys.stdout.buffer.flush()


def _release(
    session: Session, version: StoreVersion, folder: Path, layers: Collection[str], decisions: Collection[Triple]
) -> None:
    from organigram.export.release import release

    for name in release(version, folder, layers=layers, decisions=decisions, licence=session.settings.licence):
        session.say(N_("{file} written."), file=folder / name)


@contextmanager
def _ending_well() -> Iterator[None]:
    """Let a call to end (SIGTERM) go the way of Ctrl-C, so that unfinished files are removed."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _room(file: Path | None, remedy: str = N_("Choose another one with --output, or make room on the disk.")) -> Iterator[None]:
    """Tell of a file that cannot be written; what the system says of standard output is not told here."""
    try:
        yield
    except OSError as error:
        if file is None:
            raise
        raise UsageError(
            N_("The file cannot be written ({cause})."),
            remedy,
            file=str(file),
            cause=error.strerror or error,
        ) from error


@click.command(
    "versions",
    cls=Command,
    help=N_(
        "List the versions of a store, oldest first, or go back to an earlier one. "
        "Each build adds a version; none is ever changed."
    ),
    short_help=N_("List the versions of a store, or go back to one."),
    examples=("organigram versions --store graph", "organigram versions --store graph --use 1-0a1b2c3d4e5f"),
)
@store_option
@click.option("--use", "name", metavar=N_("NAME"), help=N_("Make this version the current one, after checking all of it."))
@json_option
@click.pass_obj
def versions(session: Session, store: Path | None, name: str | None, as_json: bool) -> int:
    """A line a version; exit status 1 where one is damaged."""
    from organigram.store import open_store, use_version, versions

    root = store or session.settings.store
    if name is not None:
        use_version(root, name)
        session.say(N_("The current version is now {name}."), name=name)
    found = versions(root)
    if as_json:
        session.give([_plain(session, info) for info in found])
    else:
        headings = [session.text(heading) for heading in _HEADINGS]
        show_table(headings, [_row(session, info) for info in found], numbers=(2, 3))
    if not any(info.current for info in found):
        open_store(root).close()  # which tells why there is no current version
    return SET_ASIDE if any(info.problem for info in found) else ALL_DONE


_HEADINGS = (N_("Version"), N_("Made"), N_("Postings"), N_("Statements"), N_("State"))


def _row(session: Session, info: VersionInfo) -> list[str]:
    state = session.text(N_("current")) if info.current else ""
    if info.manifest is None:
        return [info.name, "", "", "", info.problem.message(session.language) if info.problem else state]
    counts = info.manifest.counts
    return [info.name, info.manifest.created, str(counts.postings), str(counts.quads), state]


def _plain(session: Session, info: VersionInfo) -> dict[str, object]:
    manifest = info.manifest.to_json() if info.manifest else None
    problem = info.problem.as_dict(session.language) if info.problem else None
    return {"name": info.name, "current": info.current, "manifest": manifest, "problem": problem}


COMMANDS = (export, versions)
