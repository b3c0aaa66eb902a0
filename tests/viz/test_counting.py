"""Numbers of the whole graph: what was counted at the build is what the data says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from organigram.config import Settings
from organigram.namespaces import BASE
from organigram.pipeline import build
from organigram.resources import seeds_dir
from organigram_viz import counting
from organigram_viz.counting import largest, totals
from organigram_viz.opening import open_source
from organigram_viz.source import Source


@pytest.fixture(scope="module", params=[BASE, "https://example.org/aid/"])
def seeds(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    if request.param == BASE:
        store: Path = request.getfixturevalue("seeds_store")
    else:
        store = tmp_path_factory.mktemp("counting") / "store"
        build([seeds_dir()], store, settings=Settings(workers=1, decisions=store.parent / "none.ttl", base=request.param))
    opened = open_source(store, None, "en")
    yield opened
    opened.close()


def test_totals_counted_at_the_build_are_those_of_the_data(seeds: Source) -> None:
    told = totals(seeds)
    assert told == counting._counted_anew(seeds)
    assert told["postings"] == 5
    assert told["donors"] > 0


def test_without_statistics_the_data_is_counted(seeds: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    told, employers = totals(seeds), largest(seeds)
    monkeypatch.setattr(counting, "_iri", lambda source, kind, name: f"https://example.org/none/{kind}/{name}")
    bare = replace(seeds, answers={})
    assert totals(bare) == told
    assert [row["key"].value for row in largest(bare)] == [row["key"].value for row in employers]
