"""The command ``push``: a version of the store loaded into another triple store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from organigram.cli.progress import progress_bar
from organigram.cli.session import ALL_DONE, SET_ASIDE, Command, Session, json_option, store_option
from organigram.cli.tables import show_table
from organigram.i18n import N_

if TYPE_CHECKING:
    from organigram.errors import EndpointError
    from organigram.pushing import PushReport

#: Kept equal to the table of stores by a test; naming them here spares every other command its reading.
KINDS = ("oxigraph", "fuseki", "virtuoso", "graphdb", "qlever", "neptune", "sparql")
PROTOCOLS = ("auto", "gsp", "update")
SWAPS = ("auto", "direct", "at-once", "staged")
_SHOWN = 20
_WAYS = {
    "direct": N_("Way: graph by graph, in place; who reads meanwhile sees it grow."),
    "at-once": N_("Way: all in one request."),
    "staged": N_("Way: under names of their own first, then all moved in one request."),
}


@click.command(
    "push",
    cls=Command,
    help=N_(
        "Load the graph into another triple store, by its URL: its graphs under the same base are made those of the store here, "
        "others are left alone. Only what has changed is sent; a push that broke off is gone on with. User name, password or "
        "token stand in the settings endpoint_user, endpoint_password, endpoint_token or in their variables, never on the "
        "command line."
    ),
    short_help=N_("Load the graph into another triple store."),
    examples=(
        "organigram push http://localhost:7878 --kind oxigraph --store graph",
        "organigram push http://localhost:3030/organigram/update --store graph --dry-run",
        "ORGANIGRAM_ENDPOINT_USER=dba ORGANIGRAM_ENDPOINT_PASSWORD=... organigram push http://localhost:8890 --kind virtuoso",
    ),
)
@click.argument("url", metavar="URL")
@store_option
@click.option("--version-name", metavar=N_("NAME"), help=N_("Version to send; else the current one."))
@click.option("--kind", type=click.Choice(KINDS), help=N_("Kind of store; else as the URL's ending tells."))
@click.option(
    "--protocol",
    type=click.Choice(PROTOCOLS),
    default="auto",
    help=N_("Graph Store Protocol, SPARQL Update, or what suits the kind of store."),
)
@click.option(
    "--swap",
    type=click.Choice(SWAPS),
    default="auto",
    help=N_("How the new graphs take the place of the old: in place, all in one request, or beside them first and then moved."),
)
@click.option("--query-url", metavar="URL", help=N_("Address that takes queries, where it is not the usual one of its kind."))
@click.option("--update-url", metavar="URL", help=N_("Address that takes updates, where it is not the usual one of its kind."))
@click.option("--graphs-url", metavar="URL", help=N_("Address that takes graphs, where it is not the usual one of its kind."))
@click.option("--batch-rows", type=click.IntRange(1), default=10_000, show_default=True, help=N_("Triples in a request at most."))
@click.option(
    "--batch-bytes", type=click.IntRange(1), default=4_000_000, show_default=True, help=N_("Bytes in a request at most.")
)
@click.option("--dry-run", is_flag=True, help=N_("Tell what would be sent, and change nothing."))
@json_option
@click.pass_obj
def push(
    session: Session,
    /,
    url: str,
    store: Path | None,
    version_name: str | None,
    kind: str | None,
    query_url: str | None,
    update_url: str | None,
    graphs_url: str | None,
    as_json: bool,
    **options: Any,
) -> int:
    """Exit status 1 where the store refused triples, or holds another number than it should."""
    import dataclasses

    from organigram.credentials import Credentials
    from organigram.pushing import PushOptions, addresses
    from organigram.pushing import push as send
    from organigram.store import open_store

    settings = session.settings
    found = addresses(url, kind or "", query=query_url or "", update=update_url or "", graphs=graphs_url or "")
    chosen = PushOptions(state=settings.cache / "pushed", way=options.pop("swap"), **options)
    with open_store(store or settings.store, version_name) as version, progress_bar(session) as progress:
        report = send(
            version,
            found,
            chosen,
            credentials=Credentials.of(settings),
            progress=progress,
            notice=lambda error: _tell_again(session, error),
        )
    if as_json:
        session.give(dataclasses.asdict(report))
    else:
        _tell(session, report)
    return SET_ASIDE if report.refused or report.differing else ALL_DONE


def _tell_again(session: Session, error: EndpointError) -> None:
    session.tell(error)
    session.say(N_("It is tried again."))


def _tell(session: Session, report: PushReport) -> None:
    would = N_("It would send: graphs {graphs}, triples {rows}, MB {size:.1f}; unchanged {unchanged}, removed {removed}.")
    done = N_(
        "Sent: graphs {graphs}, triples {rows}, MB {size:.1f}; unchanged {unchanged}, removed {removed}; seconds {seconds:.1f}."
    )
    session.say(
        would if report.dry_run else done,
        graphs=report.graphs,
        rows=report.rows,
        size=report.size / 1e6,
        unchanged=report.unchanged,
        removed=report.removed,
        seconds=report.seconds,
    )
    if report.graphs or report.removed:
        session.say(_WAYS[report.way])
    if report.refused:
        session.say(N_("Triples that the store refused: {number}."), number=len(report.refused))
        headings = [session.text(text) for text in (N_("Graph"), N_("Triple"), N_("The store says"))]
        show_table(headings, [[row.graph, row.line, f"{row.status} {row.words}"] for row in report.refused[:_SHOWN]])
    if report.differing:
        session.say(N_("Graphs that do not hold what they should: {number}."), number=len(report.differing))
        headings = [session.text(text) for text in (N_("Graph"), N_("Expected"), N_("There"))]
        rows = [[graph, str(expected), str(there)] for graph, (expected, there) in sorted(report.differing.items())]
        show_table(headings, rows[:_SHOWN], numbers=(1, 2))
    elif not report.dry_run:
        session.say(
            N_("The store was asked afterwards: every graph holds what was sent, {total} triples in all."), total=report.total
        )


COMMANDS = (push,)
