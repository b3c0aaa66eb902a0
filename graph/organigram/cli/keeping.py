"""Commands on a store that is there: ``export``, ``versions``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from organigram.cli.session import ALL_DONE, SET_ASIDE, Command, Session, json_option, store_option
from organigram.cli.tables import show_table
from organigram.errors import UsageError
from organigram.i18n import N_
from organigram.namespaces import BASE

if TYPE_CHECKING:
    from organigram.store import VersionInfo

#: Kept equal to the export's own tables by a test; naming them here spares every other command the export's import.
FORMATS = ("turtle", "trig", "nquads", "ntriples", "jsonld", "graphml")
LAYERS = ("asserted", "evidence", "inferred", "about", "validation")


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
        "organigram export --store graph --format nquads | gzip > graph.nq.gz",
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
    help=N_("Layer to write; may be given again. Else all but validation."),
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar=N_("FILE"),
    help=N_("File to write; it appears whole or not at all."),
)
@click.pass_obj
def export(
    session: Session,
    store: Path | None,
    version_name: str | None,
    form: str | None,
    layers: tuple[str, ...],
    output: Path | None,
) -> int:
    """The graph of one version."""
    from organigram.export import DEFAULT_LAYERS, export, export_file
    from organigram.store import open_store

    chosen = layers or DEFAULT_LAYERS
    with open_store(store or session.settings.store, version_name) as version:
        base = version.manifest.extra.get("base", BASE)
        if output is None:
            export(version.engine, form or "turtle", sys.stdout.buffer, layers=chosen, base=base)
            sys.stdout.buffer.flush()
            return ALL_DONE
        try:
            number = export_file(version.engine, output, form, layers=chosen, base=base)
        except OSError as error:
            raise UsageError(
                N_("The file cannot be written ({cause})."),
                N_("Choose another one with --output."),
                file=str(output),
                cause=error.strerror,
            ) from error
    session.say(N_("{file}: {number} statements written."), file=output, number=number)
    return ALL_DONE


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
