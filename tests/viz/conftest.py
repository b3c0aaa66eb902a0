"""What the explorer's tests share: the example as a store on disk, and as the source of the pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import viz_example

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
