"""What all tests share: where real postings are, and what is said of tests that did not run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def pytest_configure(config: pytest.Config) -> None:
    """Keep compiled vocabularies and rules of a test run out of the user's own cache."""
    os.environ.setdefault("ORGANIGRAM_CACHE", str(ROOT / ".pytest_cache" / "organigram"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright's event loop stays with this thread, where no other could then run."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def corpus_dir() -> Path:
    """The folder of real postings; a clone alone has none."""
    folder = os.environ.get("ORGANIGRAM_CORPUS")
    if not folder:
        pytest.skip("real postings: set ORGANIGRAM_CORPUS to a folder that holds seeds/, gold/ and corpus/")
    return Path(folder).resolve(strict=True)


@pytest.fixture(scope="session")
def seeds_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the seeds' graph, built once for all tests that only read it."""
    from organigram.config import Settings
    from organigram.pipeline import build
    from organigram.resources import seeds_dir

    store = tmp_path_factory.mktemp("seeds") / "store"
    build([seeds_dir()], store, settings=Settings(workers=1, decisions=store.parent / "none.ttl"))
    return store


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Where everything is required (continuous integration), a skipped test is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.stats.get("skipped") and os.environ.get("ORGANIGRAM_REQUIRE_ALL") == "1" and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what did not run, and how to get it."""
    skipped = terminalreporter.stats.get("skipped", [])
    if not skipped:
        return
    reasons = sorted({report.longrepr[2].removeprefix("Skipped: ") for report in skipped if isinstance(report.longrepr, tuple)})
    terminalreporter.section("not run here, and how to get it / non exécuté ici, et comment y remédier")
    for reason in reasons:
        terminalreporter.write_line(f"- {reason}")
    if os.environ.get("ORGANIGRAM_REQUIRE_ALL") == "1":
        terminalreporter.write_line("ORGANIGRAM_REQUIRE_ALL=1: this is a failure.")
