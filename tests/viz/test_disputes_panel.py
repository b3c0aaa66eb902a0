"""The panel of a posting whose source's fields and text disagree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from showing import run, words
from stated_samples import posting

from organigram.config import Settings
from organigram.i18n import LANGUAGES
from organigram.model import Posting
from organigram.store import StoreWriter
from organigram.workshop import Workshop
from organigram_viz.opening import open_source
from organigram_viz.source import Source, set_source

HOSTILE = "<img src=x onerror=alert(1)>"
DISAGREEING = posting(
    f"Relief Aid is seeking a Nurse {HOSTILE}.\nDuty station: Goundam, Mali\nApply before 15 May 2024.\n"
    "Salary: 2,000 EUR per month\n",
    ("employer", f"Help {HOSTILE}"),
    ("place", "Paris"),
    ("deadline", "2024-05-31"),
    ("salary", "3000 EUR MONTH"),
)
AGREEING = posting("Relief Aid is seeking a Driver.\nApply before 15 May 2024.\n", ("deadline", "2024-05-15"), name="b")
TITLES = {"en": "The source’s fields and its text disagree", "fr": "Les champs de la source et son texte divergent"}


@pytest.fixture(scope="module")
def stated_source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    """Two postings with fields, by way of the real stages."""
    folder = tmp_path_factory.mktemp("stated")
    workshop = Workshop(Settings(workers=1, decisions=folder / "none.ttl"))
    with StoreWriter.begin(folder / "store") as writer:
        for one in (DISAGREEING, AGREEING):
            work = workshop.work(one)
            writer.add_posting(one, work.facts, work.lines)
        writer.add_graph(workshop.vocabulary.nquads())
        writer.publish().close()
    opened = open_source(Path(folder / "store"), None, "en")
    yield opened
    opened.close()


def page(source: Source, one: Posting, language: str) -> str:
    set_source(source)
    test = run("postings", lang=language, posting=f"posting/{one.key}")
    assert not test.exception
    return words(test)


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_sides_stand_beside_each_other_in_both_languages(stated_source: Source, language: str) -> None:
    shown = page(stated_source, DISAGREEING, language)
    assert TITLES[language] in shown
    days = {"en": ("May 31, 2024", "May 15, 2024"), "fr": ("31 mai 2024", "15 mai 2024")}[language]
    assert all(f"<strong>{day}</strong>" in shown for day in days)
    assert "<mark>Apply before 15 May 2024.</mark>" in shown
    assert "Duty station: <mark>Goundam</mark>" in shown
    assert "<strong>3000 EUR MONTH</strong>" in shown


def test_what_is_written_is_shown_and_not_run(stated_source: Source) -> None:
    assert HOSTILE not in page(stated_source, DISAGREEING, "en")


def test_where_both_agree_there_is_no_panel(stated_source: Source) -> None:
    assert TITLES["en"] not in page(stated_source, AGREEING, "en")
