"""The command ``fetch``: postings from the web into a folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from organigram.cli.progress import progress_bar
from organigram.cli.session import ALL_DONE, SET_ASIDE, Command, Session, json_option
from organigram.errors import OrganigramError, UsageError
from organigram.i18n import N_

if TYPE_CHECKING:
    from organigram.fetching import FetchReport, Jobs, Manners, Selection


@click.command(
    "fetch",
    cls=Command,
    help=N_(
        "Fetch postings from the web into a folder, as they came, an item a file; build reads them from there. A later call with "
        "the same options fetches only what is new or changed since; one that was interrupted goes on. reliefweb: the vacancies "
        "of ReliefWeb by its API, which asks for an application name, or with --rss the newest ones of its feed, which does not."
    ),
    short_help=N_("Fetch postings from the web into a folder."),
    examples=(
        "organigram fetch reliefweb offers --appname NAME --country ML --language fr --since 2024-01-01",
        "organigram fetch reliefweb offers --rss --country ML && organigram build offers --store graph",
    ),
)
@click.argument("source", type=click.Choice(["reliefweb"]), metavar="reliefweb")
@click.argument("folder", type=click.Path(path_type=Path), metavar=N_("FOLDER"))
@click.option("--appname", metavar=N_("NAME"), help=N_("Application name that ReliefWeb has given you."))
@click.option("--country", "countries", multiple=True, metavar="CODE", help=N_("Country (ML or MLI); may be given again."))
@click.option("--language", "languages", multiple=True, metavar="CODE", help=N_("Language (fr); may be given again."))
@click.option("--theme", "themes", multiple=True, metavar=N_("NAME"), help=N_("ReliefWeb's theme (Health); may be given again."))
@click.option("--source", "sources", multiple=True, metavar=N_("NAME"), help=N_("Organization (ALIMA); may be given again."))
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help=N_("First day of publication."))
@click.option("--closed", is_flag=True, help=N_("Vacancies that have closed, too."))
@click.option("--limit", type=click.IntRange(min=1), metavar=N_("NUMBER"), help=N_("Write so many at most, oldest change first."))
@click.option("--rss", is_flag=True, help=N_("Fetch the feed of the newest vacancies; no application name is needed."))
@click.option("--dry-run", is_flag=True, help=N_("Tell how many there are, and fetch nothing."))
@json_option
@click.pass_obj
def fetch(
    session: Session,
    source: str,
    folder: Path,
    appname: str | None,
    countries: tuple[str, ...],
    languages: tuple[str, ...],
    themes: tuple[str, ...],
    sources: tuple[str, ...],
    since: datetime | None,
    closed: bool,
    limit: int | None,
    rss: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """What was fetched on standard output; it is told too where an error ends the work."""
    from organigram.fetching import FetchReport, Selection

    day = since.date() if since else None
    selection = Selection(countries, languages, themes, sources, day, closed)
    if rss and (since or closed or limit or dry_run):
        raise UsageError(
            N_("The feed holds the newest vacancies only: it knows no --since, --closed, --limit or --dry-run."),
            N_("Leave them out, or fetch from the API (without --rss)."),
        )
    name = appname or session.settings.reliefweb_appname
    if dry_run:
        return _tell_count(session, folder, name, selection, as_json=as_json)
    report = FetchReport()
    try:
        _fetch(session, folder, report, None if rss else name, selection, limit)
    except (OrganigramError, KeyboardInterrupt):
        if report.seen:
            _tell(session, folder, report, as_json=as_json)
        raise
    return _tell(session, folder, report, as_json=as_json)


def _fetch(
    session: Session, folder: Path, report: FetchReport, name: str | None, selection: Selection, limit: int | None
) -> None:
    """From the API under a name, or from the feed where it is None."""
    from organigram.fetching import Folder, PoliteClient, fetch_feed, fetch_jobs

    selection.filter()  # a country that is none is told before a folder is made
    with progress_bar(session) as progress:
        if name is None:
            address = session.settings.reliefweb_feed
            with PoliteClient(_manners(session), session.tell) as client, Folder(folder) as kept:
                fetch_feed(kept, client, address, selection, report, progress)
        else:
            with _jobs(session, name, selection) as jobs, Folder(folder) as kept:
                fetch_jobs(kept, jobs, report, progress, limit)


@contextmanager
def _jobs(session: Session, name: str, selection: Selection) -> Iterator[Jobs]:
    from organigram.fetching import Calls, Jobs, PoliteClient, server_of

    settings = session.settings
    api = settings.reliefweb_api
    calls = Calls(settings.reliefweb_counter, f"{server_of(api)} {name}", settings.reliefweb_calls)
    with PoliteClient(_manners(session), session.tell, calls) as client:
        yield Jobs(client, api, name, selection)


def _manners(session: Session) -> Manners:
    from organigram.fetching import Manners

    settings = session.settings
    return Manners(pause=settings.fetch_pause, timeout=settings.fetch_timeout)


def _tell_count(session: Session, folder: Path, name: str, selection: Selection, *, as_json: bool) -> int:
    from organigram.fetching import count_jobs

    with _jobs(session, name, selection) as jobs:
        number = count_jobs(folder, jobs)
    if as_json:
        session.give({"folder": str(folder), "count": number})
    else:
        session.show(session.text(N_("{folder}: {number} vacancies to look at."), folder=folder, number=number))
    return ALL_DONE


def _tell(session: Session, folder: Path, report: FetchReport, *, as_json: bool) -> int:
    """Tell what was fetched; the exit status."""
    if as_json:
        problems = [error.as_dict(session.language) for error in report.problems]
        counts = {"new": report.new, "changed": report.changed, "same": report.same}
        session.give({"folder": str(folder), **counts, "problems": problems})
    else:
        for error in report.problems:
            session.tell(error)
        session.show(
            session.text(
                N_("{folder}: vacancies new: {new}, changed: {changed}, as before: {same}."),
                folder=folder,
                new=report.new,
                changed=report.changed,
                same=report.same,
            )
        )
    return SET_ASIDE if report.problems else ALL_DONE


COMMANDS = (fetch,)
