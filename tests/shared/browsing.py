"""What the browser tests share: the explorer's own server, a watched page, and how a page is opened, read and clicked.

The fixtures stand in ``conftest.py``: one browser, one context and one server for the whole run.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from benchmarks.walk.watching import Watched, opened, settle, turned
from playwright.sync_api import BrowserContext, Page, expect

from organigram.i18n import Language

CHROMIUM = Path(os.environ.get("ORGANIGRAM_CHROMIUM", "/usr/bin/chromium"))
ARTIFACTS = Path(os.environ.get("ORGANIGRAM_ARTIFACTS", "artifacts"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A running explorer."""

    process: subprocess.Popen[str]
    address: str
    said: list[str] = field(default_factory=list)


def command(store: Path, port: int | str) -> list[str]:
    """The explorer as ``make explore`` starts it, without opening a browser."""
    program = str(Path(sys.executable).with_name("organigram"))
    return [program, "explore", "--no-browser", "--store", str(store), "--port", str(port)]


def start(store: Path, language: Language = "en", program: Callable[[Path, int], list[str]] = command) -> Server:
    """Start the explorer, and wait until it answers."""
    port = _free_port()
    environment = {**os.environ, "LANGUAGE": language}
    process = subprocess.Popen(program(store, port), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    server = Server(process, f"http://127.0.0.1:{port}")
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(process.communicate()[0])
        try:
            with urlopen(f"{server.address}/health", timeout=10) as answer:
                assert b'"status":"ok"' in answer.read()
                return server
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise AssertionError(f"the explorer did not answer within five minutes: {process.communicate()[0]}")


def stop(server: Server, told: str) -> None:
    """End the explorer as Ctrl-C does: cleanly, and without a traceback."""
    server.process.send_signal(signal.SIGINT)
    output, _ = server.process.communicate(timeout=20)
    assert f"{told} {server.address}" in output
    assert "Traceback" not in output
    assert server.process.returncode == 0


@contextmanager
def watching(context: BrowserContext, server: Server) -> Iterator[Page]:
    """A page of a server that must end with nothing wrong noted."""
    watched = Watched(context, server.address)
    try:
        yield watched.page
    finally:
        watched.page.close()
    assert not watched.wrong


class Walk:
    """One page that goes from view to view of a server; what goes wrong in a step is told apart from what went wrong before."""

    def __init__(self, watched: Watched) -> None:
        self._watched, self.page, self._ready = watched, watched.page, False

    @contextmanager
    def step(self) -> Iterator[Page]:
        """A part of the way in which nothing may go wrong."""
        self._watched.wrong.clear()
        yield self.page
        assert not self._watched.wrong

    def to(self, path: str, language: Language, *, fresh: bool = False) -> None:
        """Show a view once it is drawn whole; ``fresh``: as to who comes from elsewhere, as always after a step that failed."""
        ready, self._ready = self._ready and not fresh, False
        if not (ready and turned(self.page, path, language)):
            opened(self.page, self._watched.address, path, language)
        self._ready = True


@contextmanager
def walking(context: BrowserContext, server: Server) -> Iterator[Walk]:
    """A walk through the views of a server."""
    walk = Walk(Watched(context, server.address))
    yield walk
    walk.page.close()


def visit(page: Page, server: Server, path: str, title: str) -> None:
    """Open an address and wait until its page is drawn."""
    page.goto(server.address + path)
    expect(page.get_by_role("heading", name=title, exact=True, level=1)).to_be_visible(timeout=30_000)
    settle(page)


def keep(page: Page, name: str) -> None:
    """Keep a picture of the page."""
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=ARTIFACTS / f"{name}.png")


def drawing(page: Page) -> Any:
    """The canvas, once its physics have stopped."""
    frame = page.locator(".canvas-frame[data-settled]")
    expect(frame).to_be_visible(timeout=30_000)
    return frame


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait until something holds, at most half a minute: a busy machine draws a page in seconds."""
    for _ in range(300):
        if holds():
            return
        page.wait_for_timeout(100)
    assert holds()


def drawn(page: Page) -> set[str]:
    """What the canvas shows."""
    return set(drawing(page).evaluate("frame => frame.ids()"))


def click_node(page: Page, iri: str, times: int = 1) -> None:
    """Click where the canvas shows an entity, once or twice."""
    frame = drawing(page)
    place = frame.evaluate("(frame, iri) => frame.locate(iri)", iri)
    frame.locator(".canvas").click(position={"x": place["x"], "y": place["y"]}, click_count=times)
