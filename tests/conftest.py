"""What all tests share: where real postings are, and what is missing when they are not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def corpus_dir() -> Path:
    """The folder of real postings; a clone alone has none."""
    folder = os.environ.get("ORGANIGRAM_CORPUS")
    if not folder:
        pytest.skip("real postings: set ORGANIGRAM_CORPUS to a folder that holds seeds/, gold/ and corpus/")
    return Path(folder).resolve(strict=True)
