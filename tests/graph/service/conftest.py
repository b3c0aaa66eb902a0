"""What the service's tests share: the seeds' graph, and real servers on loopback over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from serving import serving


@pytest.fixture(scope="session")
def store(seeds_store: Path) -> Path:
    """The seeds' graph as a store."""
    return seeds_store


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
