"""What the explorer's tests share: the example as a store on disk, and as the source of the pages, in a browser too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import viz_example
from browsing import CHROMIUM, FLAGS, Server, start, stop, watching
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from organigram_viz import running
from organigram_viz.opening import open_source
from organigram_viz.source import Source, set_source


@pytest.fixture(scope="session")
def example_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example graph as a store."""
    folder = tmp_path_factory.mktemp("viz") / "store"
    viz_example.build_store(folder)
    return folder


@pytest.fixture(scope="session")
def _opened(example_store: Path) -> Iterator[Source]:
    opened = open_source(example_store, None, "en")
    yield opened
    opened.close()


@pytest.fixture
def source(_opened: Source) -> Source:
    """The example, set as what the pages ask."""
    set_source(_opened)
    return _opened


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a browser, nothing looks again whether an answer has come: the page waits for it."""
    monkeypatch.setattr(running, "PATIENCE", 25.0)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: install Debian's chromium, or name another in ORGANIGRAM_CHROMIUM")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One context for all pages: what a server sends once is kept, as in a reader's browser."""
    made = browser.new_context(viewport={"width": 1400, "height": 1000}, accept_downloads=True)
    yield made
    made.close()


@pytest.fixture(scope="session")
def server(example_store: Path) -> Iterator[Server]:
    """The explorer over the example."""
    running = start(example_store)
    yield running
    stop(running, "Organigram is open on")


@pytest.fixture(scope="session")
def seeds_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The explorer over a store that is not there yet: it is built from the seeds, as on a new user's machine."""
    running = start(tmp_path_factory.mktemp("seeds") / "store", "fr")
    yield running
    stop(running, "Organigram est ouvert sur")


@pytest.fixture
def page(context: BrowserContext, server: Server) -> Iterator[Page]:
    """A watched page of the explorer over the example: it must end without console error or request to another host."""
    with watching(context, server) as opened:
        yield opened


@pytest.fixture
def seeds_page(context: BrowserContext, seeds_server: Server) -> Iterator[Page]:
    """A watched page of the explorer over the seeds."""
    with watching(context, seeds_server) as opened:
        yield opened
