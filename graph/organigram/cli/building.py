"""Commands from postings to a graph: ``build``, ``extract``, ``validate``."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import click

from organigram.cli.progress import progress_bar
from organigram.cli.session import ALL_DONE, PATHS, SET_ASIDE, Command, Session
from organigram.errors import OrganigramError
from organigram.i18n import N_

if TYPE_CHECKING:
    pass


def _chosen_settings(session: Session, workers: int | None) -> None:
    if workers is not None:
        session.settings = dataclasses.replace(session.settings, workers=workers)


WORKERS = click.option(
    "--workers", type=click.IntRange(min=0), metavar=N_("NUMBER"), help=N_("Processes to use; 0: one a processor.")
)


@click.command(
    "extract",
    cls=Command,
    help=N_(
        "Read postings and write the facts found in each: one JSON object a posting and a line, every fact with its evidence. "
        "PATH is a file, a folder or - for standard input."
    ),
    short_help=N_("Write the facts of postings as JSON."),
    examples=("organigram extract seeds --format json > facts.jsonl",),
)
@PATHS
@click.option(
    "--format", "form", type=click.Choice(["json"]), default="json", help=N_("Form of the facts: JSON, one line a posting.")
)
@WORKERS
@click.pass_obj
def extract(session: Session, paths: tuple[Path, ...], form: str, workers: int | None) -> int:
    """Facts on standard output, problems on standard error."""
    from organigram.pipeline import extract_all

    _chosen_settings(session, workers)
    status = ALL_DONE
    with progress_bar(session) as progress:
        for found in extract_all(paths, session.settings, progress):
            if isinstance(found, OrganigramError):
                session.tell(found)
                status = SET_ASIDE
            else:
                session.give(found.to_json())
    return status


COMMANDS = (extract,)
