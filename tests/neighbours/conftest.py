"""What the tests on other stores share: their servers, and the seeds' graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from servers import STARTS, Server

from organigram.store import StoreVersion, open_store


@pytest.fixture(scope="session", params=sorted(STARTS))
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of each kind."""
    with STARTS[request.param](tmp_path_factory.mktemp(request.param) / "data") as started:
        yield started


@pytest.fixture(scope="session")
def seeds(seeds_store: Path) -> Iterator[StoreVersion]:
    """The graph of the five seed postings."""
    with open_store(seeds_store) as version:
        yield version
