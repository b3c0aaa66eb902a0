"""Settling in a browser: a decision reaches the review file from this machine, a second reader is told, all by the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.walk.watching import barriers
from browsing import Server, command, keep, start, stop, visit, watching
from playwright.sync_api import BrowserContext, Page, expect
from settling_example import build

from organigram.review import load_decisions

pytestmark = pytest.mark.browser

GROUPS = "/quality?part=names&settle=groups"


@pytest.fixture(scope="module")
def decisions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("decided") / "decisions.ttl"


@pytest.fixture(scope="module")
def settling_server(tmp_path_factory: pytest.TempPathFactory, decisions: Path) -> Iterator[Server]:
    """The explorer over names that wait, with a review file of its own."""

    def own(store: Path, port: int) -> list[str]:
        return [*command(store, port), "--decisions", str(decisions)]

    running = start(build(tmp_path_factory.mktemp("waiting") / "store"), program=own)
    yield running
    stop(running, "Organigram is open on")


def _press(page: Page, name: str) -> None:
    button = page.get_by_role("button", name=name, exact=True)
    button.focus()
    page.keyboard.press("Enter")


def test_a_group_is_settled_once_told_to_the_second_reader_and_taken_back(
    context: BrowserContext, settling_server: Server, decisions: Path
) -> None:
    with watching(context, settling_server) as one, watching(context, settling_server) as two:
        visit(one, settling_server, f"{GROUPS}&lang=fr", "Qualité")
        visit(two, settling_server, f"{GROUPS}&lang=en", "Quality")
        assert barriers(one) == []
        keep(one, "quality-groups-fr")
        two.get_by_role("textbox", name="Look for the entity that they mean").fill("ALIMA")
        two.keyboard.press("Enter")
        expect(two.get_by_role("button", name="Same", exact=True)).to_be_visible(timeout=15_000)
        _press(one, "Ce sont des choses différentes")
        expect(one.get_by_text("Tenus à part", exact=False).first).to_be_visible(timeout=15_000)
        before = decisions.read_bytes()
        assert len(load_decisions(decisions).different) == 3
        _press(two, "Same")
        expect(two.get_by_text("has changed meanwhile")).to_be_visible(timeout=15_000)
        assert decisions.read_bytes() == before
        visit(one, settling_server, "/quality?part=names&settle=decided&lang=fr", "Qualité")
        _press(one, "Revenir dessus")
        expect(one.get_by_text("Rien n’a encore été décidé.")).to_be_visible(timeout=15_000)
        assert not load_decisions(decisions).triples
