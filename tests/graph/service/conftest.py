"""What the service's tests share: the seeds' graph, and real servers on loopback over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from serving import serving

from organigram.config import Settings
from organigram.pipeline import build
from organigram.resources import seeds_dir


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeds' graph as a store."""
    folder = tmp_path_factory.mktemp("service") / "store"
    build([seeds_dir()], folder, settings=Settings(workers=1, decisions=folder.parent / "none.ttl"))
    return folder


@pytest.fixture(scope="session")
def url(store: Path) -> Iterator[str]:
    """Where the service answers."""
    with serving(store) as address:
        yield address


@pytest.fixture
def web(url: str) -> Iterator[httpx.Client]:
    """A client of the service."""
    with httpx.Client(base_url=url, timeout=30) as client:
        yield client
