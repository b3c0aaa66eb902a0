"""The commands ``explore`` (the explorer in a browser, on a graph that is built first where there is none) and ``serve``."""

from __future__ import annotations

import importlib
import os
import sys
import threading
import webbrowser
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from organigram.cli.session import ALL_DONE, Command, Session, decisions_option, store_option
from organigram.errors import UsageError
from organigram.i18n import N_

#: Where the explorer's server begins. It imports this package, never the other way round: so it is loaded by name.
SERVER = "organigram_viz.serve"


@click.command(
    "explore",
    cls=Command,
    help=N_(
        "Open the explorer in a browser. Where the store has no graph yet, it is built from the seed postings first. "
        "With --endpoint the explorer asks a SPARQL endpoint in place of a store."
    ),
    short_help=N_("Open the explorer in a browser."),
    examples=("organigram explore --store graph --port 8501",),
)
@store_option
@click.option("--host", metavar=N_("ADDRESS"), help=N_("Address to listen on (127.0.0.1: this machine only)."))
@click.option("--port", type=click.IntRange(1, 65535), metavar=N_("PORT"), help=N_("Port to listen on (8501)."))
@click.option("--endpoint", metavar="URL", help=N_("SPARQL 1.1 endpoint to ask in place of the store."))
@decisions_option
@click.option("--browser/--no-browser", default=True, help=N_("Open a browser when the explorer is ready, or do not."))
@click.pass_obj
def explore(
    session: Session,
    store: Path | None,
    host: str | None,
    port: int | None,
    endpoint: str | None,
    decisions: Path | None,
    browser: bool,
) -> int:
    """Serve until interrupted."""
    settings = session.settings
    address, number = host or settings.host, port or settings.port
    url = endpoint or settings.endpoint or None
    root = None if url else store or settings.store
    server = _server()
    server.bind(address, number).close()  # a port that is taken is told before a graph is built
    if root is not None:
        _ensure_graph(session, root)
    if browser and _has_screen():
        _open_when_ready(f"http://{f'[{address}]' if ':' in address else address}:{number}")
    server.main(
        host=address, port=number, store=root, endpoint=url, language=session.language, decisions=decisions or settings.decisions
    )
    return ALL_DONE


@click.command(
    "serve",
    cls=Command,
    help=N_(
        "Serve the graph to programs, without the explorer's pages: the SPARQL Protocol at /sparql, every entity at the path of "
        "its IRI, search at /search, /health and /metrics. A version that is built meanwhile is served without a restart."
    ),
    short_help=N_("Serve the graph to programs (SPARQL, linked data)."),
    examples=("organigram serve --store graph --port 8080",),
)
@store_option
@click.option("--host", metavar=N_("ADDRESS"), help=N_("Address to listen on (127.0.0.1: this machine only)."))
@click.option("--port", type=click.IntRange(1, 65535), metavar=N_("PORT"), help=N_("Port to listen on (8501)."))
@click.pass_obj
def serve(session: Session, store: Path | None, host: str | None, port: int | None) -> int:
    """Serve until interrupted."""
    from organigram.service import running

    settings = session.settings
    address = host or settings.host
    with closing(running.bind(address, port or settings.port)) as listener:
        running.serve(listener, address, store or settings.store, settings, session.language)
    return ALL_DONE


def _server() -> Any:
    try:
        return importlib.import_module(SERVER)
    except ModuleNotFoundError as error:
        raise UsageError(
            N_("The explorer is not installed ({name} is missing)."),
            N_("Install Organigram whole: pip install organigram."),
            name=error.name,
        ) from error


def _ensure_graph(session: Session, root: Path) -> None:
    from organigram.cli.building import build_store, tell_report
    from organigram.resources import seeds_dir
    from organigram.store import read_current

    if read_current(root) is not None:
        return
    session.say(N_("There is no graph in {store} yet: building it from the seed postings."), store=root)
    tell_report(session, build_store(session, (seeds_dir(),), root), root)


def _has_screen() -> bool:
    """Whether a browser can be shown; without a screen a text browser would take the terminal."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _open_when_ready(address: str, seconds: float = 60.0) -> None:
    from urllib.request import urlopen  # slow to load, and needed here only

    def wait() -> None:
        for _ in range(int(seconds / 0.25)):
            try:
                with urlopen(f"{address}/health", timeout=1):  # noqa: S310 - the address is this program's own
                    webbrowser.open(address)
                    return
            except OSError:
                threading.Event().wait(0.25)

    threading.Thread(target=wait, daemon=True).start()


COMMANDS = (explore, serve)
