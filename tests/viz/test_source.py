"""Where pages' answers come from: one version through one run, and readers told apart behind a proxy too."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.runtime.context import StreamlitHeaders
from streamlit.testing.v1 import AppTest

import organigram_viz
from organigram.querying import Stop
from organigram.querying.current import CurrentService
from organigram.querying.turns import Turn, Turns
from organigram.store import StoreWriter
from organigram_viz import views
from organigram_viz.opening import source_of
from organigram_viz.source import newest, one_version, set_source, source

WORD = "SELECT ?word { <https://w3id.org/organigram/s> <https://example.org/p> ?word }"
#: Longer than readers take to notice another version.
NOTICED = 1.1


def publish(root: Path, word: str) -> None:
    with StoreWriter.begin(root) as writer:
        writer.add_graph([f'<https://w3id.org/organigram/s> <https://example.org/p> "{word}" <https://example.org/g> .'])
        writer.publish().close()


@pytest.fixture
def current(tmp_path: Path) -> Iterator[CurrentService]:
    publish(tmp_path, "one")
    with CurrentService(tmp_path) as opened:
        set_source(source_of(opened, "", "en"))
        yield opened


def asked() -> tuple[str, str, str]:
    """The version's name, what it says, and what it says to a question of the reader's own."""
    found = source().begin(WORD)
    assert found.wait(20)
    return source().name[:1], str(source().rows(WORD)[0]["word"].value), str(found.result().rows[0][0])


def test_one_run_is_of_one_version(current: CurrentService) -> None:
    with one_version():
        before = asked()
        publish(current.root, "two")
        time.sleep(NOTICED)
        assert asked() == before == ("1", "one", '"one"')
        assert newest().name[0] == "2"
    assert asked() == ("2", "two", '"two"')


def test_a_page_that_is_drawn_while_a_version_is_published_mixes_none(
    current: CurrentService, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, str, str]] = []

    def show() -> None:
        told.append(asked())
        publish(current.root, "two")
        time.sleep(NOTICED)
        told.append(asked())

    monkeypatch.setattr(views.PAGES[0], "show", show)
    test = AppTest.from_file(str(Path(organigram_viz.__file__).parent / "app.py"), default_timeout=30).run()
    assert not test.exception
    assert told == [("1", "one", '"one"')] * 2
    assert asked()[1] == "two"


class Noting(Turns):
    """Turns that note whose they are."""

    def __init__(self) -> None:
        super().__init__(2)
        self.clients: list[str] = []

    def take(self, client: str, wait: float, stop: Stop | None = None) -> Turn:
        self.clients.append(client)
        return super().take(client, wait, stop)


def test_behind_a_proxy_each_reader_has_a_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path, "one")
    monkeypatch.setenv("ORGANIGRAM_CLIENT_HEADER", "X-Forwarded-For")
    headers: list[tuple[str, str]] = []
    monkeypatch.setattr(type(st.context), "headers", property(lambda self: StreamlitHeaders(headers)))
    turns = Noting()
    with CurrentService(tmp_path, turns=turns) as current:
        set_source(source_of(current, "", "en"))
        for told in (["203.0.113.9"], ["198.51.100.7"], ["203.0.113.9, 198.51.100.8"], ["203.0.113.9", "198.51.100.8"]):
            headers[:] = [("x-forwarded-for", value) for value in told]
            source().rows_unkept(WORD)
            assert source().begin(WORD).wait(20)
    shares = ["203.0.113.9", "198.51.100.7", *["198.51.100.8"] * 2]
    assert turns.clients == [f"pages {share}" for share in shares for _ in range(2)]
