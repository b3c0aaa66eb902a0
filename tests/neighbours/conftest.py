"""What the tests on other stores share: their servers, and the seeds' graph."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from servers import STARTS, Server

from organigram.config import Settings
from organigram.pipeline import build
from organigram.resources import seeds_dir
from organigram.store import StoreVersion, open_store


@pytest.fixture(scope="session", params=sorted(STARTS))
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of each kind."""
    with STARTS[request.param](tmp_path_factory.mktemp(request.param) / "data") as started:
        yield started


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreVersion]:
    """The graph of the five seed postings."""
    store = tmp_path_factory.mktemp("seeds") / "store"
    build([seeds_dir()], store, settings=Settings(workers=1, decisions=store.parent / "none.ttl"))
    with open_store(store) as version:
        yield version
