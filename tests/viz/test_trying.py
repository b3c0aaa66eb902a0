"""Trying a posting, without a browser: what the page says of one, in both languages, and of what is none."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from showing import run, words
from streamlit.testing.v1 import AppTest
from viz_example import OFFER

from organigram.i18n import LANGUAGES, Language, translate
from organigram.inbox import inbox_files
from organigram_viz import adding, progress
from organigram_viz.opening import open_source
from organigram_viz.source import Source, set_source
from organigram_viz.views import trying
from organigram_viz.views.trying import TITLE


def _read(text: str, language: Language) -> AppTest:
    test = run("try", lang=language)
    test.text_area[0].set_value(text)
    return test.button[0].click().run(timeout=240)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_posting_can_be_tried(language: Language, source: Source) -> None:
    test = _read(OFFER, language)
    assert not test.exception
    assert not test.error
    assert translate("It passes every check: a build would take it in.", language) in words(test)
    shown = words(test)
    assert "Mali" in test.header[0].value
    assert translate("Download the facts ({format})", language).format(format="JSON") in shown
    assert "https://" not in shown


def test_a_posting_that_was_tried_stands_in_the_box_when_the_reader_comes_back(source: Source) -> None:
    test = _read(OFFER, "en")
    test.args = ("compare",)
    assert not test.run().text_area
    test.args = ("try",)
    assert test.run().text_area[0].value == OFFER


def test_what_is_no_posting_is_refused(source: Source) -> None:
    test = _read("Hello, how are you?", "fr")
    assert "trop court" in test.error[0].value
    assert not test.header


def test_nothing_is_asked_for(source: Source) -> None:
    assert translate("There is nothing to read yet.", "fr") in _read("  ", "fr").info[0].value


def test_the_page_names_itself(source: Source) -> None:
    assert run("try", lang="fr").title[0].value == translate(TITLE, "fr")


@pytest.fixture
def own_store(seeds_store: Path, tmp_path: Path) -> Iterator[Source]:
    """A store of the reader's own, which a reader on this machine may change."""
    shutil.copytree(seeds_store, tmp_path / "store")
    opened = replace(open_source(tmp_path / "store", None, "en"), changeable=True)
    set_source(opened)
    yield opened
    opened.close()


def test_a_tried_posting_is_added_where_the_reader_says_so(own_store: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "refusal", lambda: "")  # a page without a browser has no client to look at
    monkeypatch.setattr(progress, "refusal", lambda: "")
    add, stages = adding.add, list[str]()

    def noted(name: str, raw: bytes, told: Callable[[str], object]) -> adding.Added:
        def tell(stage: str) -> None:
            stages.append(stage)
            told(stage)

        return add(name, raw, tell)

    monkeypatch.setattr(adding, "add", noted)
    test = _read(OFFER, "en")
    assert own_store.store is not None
    assert not inbox_files(own_store.store)
    next(button for button in test.button if button.label == "Add to the store").click().run(timeout=240)
    assert not test.exception
    assert not test.error
    assert stages[:1] == ["Reading"]
    assert stages[-3:] == ["Storing", "Counting", "Indexing and publishing"]
    assert "Nothing of it is stored." not in " ".join(told.value for told in test.caption)
    assert "This posting is in the store." in [told.value for told in test.success]
    assert [file.name.partition("-")[2] for file in inbox_files(own_store.store)] == ["Nurse Supervisor.txt"]
    assert "Nursing Manager (ALIMA, Mali)" in words(run("postings", lang="en", q="nurse sup"))


def test_a_store_that_is_open_to_others_is_not_changed(source: Source) -> None:
    test = _read(OFFER, "en")
    assert "Add to the store" not in [button.label for button in test.button]
    assert "open to other machines" in words(test)
