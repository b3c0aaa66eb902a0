"""Trying a posting, without a browser: what the page says of one, in both languages, and of what is none."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import run, words

from organigram.i18n import LANGUAGES, Language, translate
from organigram_viz.source import Source
from organigram_viz.views.trying import TITLE

OFFER = (
    "Nurse Supervisor, Gao\n\nALIMA seeks a Nurse Supervisor for Gao, Mali. The Nurse Supervisor reports to the Medical "
    "Coordinator.\nContract: 6 months. Apply before 30 March 2026: jobs@example.org.\n<img src=x onerror=alert(1)>\n"
)


def _read(text: str, language: Language) -> AppTest:
    test = run("try", lang=language)
    test.text_area[0].set_value(text)
    return test.button[0].click().run()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_posting_can_be_tried(language: Language, source: Source) -> None:
    test = _read(OFFER, language)
    assert not test.exception
    assert not test.error
    assert translate("It keeps to every shape: a build would take it in.", language) in test.success[0].value
    shown = words(test)
    assert "Mali" in test.header[0].value
    assert translate("Download the facts ({format})", language).format(format="JSON") in shown
    assert "https://" not in shown


def test_what_is_no_posting_is_refused(source: Source) -> None:
    test = _read("Hello, how are you?", "fr")
    assert "trop court" in test.error[0].value
    assert not test.header


def test_nothing_is_asked_for(source: Source) -> None:
    assert translate("There is nothing to read yet.", "fr") in _read("  ", "fr").info[0].value


def test_the_page_names_itself(source: Source) -> None:
    assert run("try", lang="fr").title[0].value == translate(TITLE, "fr")
