"""The page Quality: findings, what was set aside, names settled into the review file, figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import viz_example
from showing import run, words

from organigram.i18n import LANGUAGES, Language
from organigram.namespaces import BASE, expand, unresolved
from organigram.resources import quality_file
from organigram.review import decide, load_decisions
from organigram_viz.opening import open_source
from organigram_viz.quality import deciding
from organigram_viz.quality.measures import measured
from organigram_viz.quality.waiting import waiting
from organigram_viz.source import Source, set_source

CIR = unresolved("organization", "catholique-relief-service")
ASIDE = [
    {"file": "/secret/folder/a.txt", "place": "line 3", "reason": reason, "remedy": remedy}
    for reason, remedy in (("The text is in Spanish.", "Leave it out."), ("Le texte est en espagnol.", "Laissez-le de côté."))
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with a name that nothing settles, in two postings."""
    folder = tmp_path_factory.mktemp("quality") / "store"
    lines = [
        f"<{CIR}> <{expand(predicate)}> {value} <{BASE}graph/posting/{viz_example.ADVERTS[letter * 16].key}> ."
        for letter in "ab"
        for predicate, value in (
            ("rdf:type", f"<{expand('org:FormalOrganization')}>"),
            ("rdf:type", f"<{expand('ngo:UnresolvedEntity')}>"),
            ("rdfs:label", '"Catholique Relief <b>Services"@fr'),
        )
    ]
    viz_example.build_store(folder, lines)
    return folder


@pytest.fixture
def quality(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Source]:
    monkeypatch.setattr(deciding, "refusal", lambda: "")  # a page without a browser has no client to look at
    opened = open_source(store, None, "en")
    set_source(replace(opened, decisions=tmp_path / "decisions.ttl", set_aside=lambda: ASIDE))
    yield replace(opened, decisions=tmp_path / "decisions.ttl")
    opened.close()


def test_names_are_listed_with_kind_and_number_of_postings(quality: Source) -> None:
    (name,) = waiting()
    assert (name.iri, name.kind, name.postings) == (CIR, "organization", 2)


def test_who_may_not_change_the_store_settles_nothing(quality: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    reason = "Only a reader on the machine that the explorer runs on may change the store."
    monkeypatch.setattr(deciding, "refusal", lambda: reason)
    test = run("quality", lang="en", part="names")
    assert not test.exception
    assert reason in words(test)
    assert not [button for button in test.button if (button.key or "").startswith(("same:", "not:", "new:"))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_is_settled_as_the_review_command_does_and_taken_back(language: Language, quality: Source) -> None:
    file = quality.decisions
    assert file is not None
    test = run("quality", lang=language, part="names")
    assert not test.exception
    assert {"en": "Catholic Relief Services", "fr": "Catholic Relief Services"}[language] in words(test)
    next(button for button in test.button if str(button.key).startswith(f"same:{CIR}")).click().run()
    (target,) = load_decisions(file).same.values()
    other = file.with_name("other.ttl")
    decide(other, CIR, same_as=target)
    assert file.read_bytes() == other.read_bytes()
    assert {"en": "It counts from the next build", "fr": "prochaine construction"}[language] in words(test)
    next(button for button in test.button if button.label.startswith(("Take back", "Revenir"))).click().run()
    assert not load_decisions(file).same


def test_a_name_becomes_a_new_entity_and_another_is_refused(quality: Source) -> None:
    assert quality.decisions is not None
    test = run("quality", lang="en", part="names")
    next(button for button in test.button if str(button.key).startswith(f"not:{CIR}")).click().run()
    assert len(load_decisions(quality.decisions).different) == 1
    assert "not the same, as decided" in words(test)
    test.text_input(key=f"new:{CIR}:fr").set_value("Secours catholique d’ici")
    test.text_input(key=f"new:{CIR}:en").set_value("")
    next(button for button in test.button if button.label == "Make it a new entity").click().run()
    (made,) = load_decisions(quality.decisions).entities.values()
    assert dict(made.labels) == {"fr": "Secours catholique d’ici"}


def test_a_review_file_half_written_is_told_and_left_alone(quality: Source) -> None:
    assert quality.decisions is not None
    quality.decisions.write_text("<a> <b", encoding="utf-8")
    test = run("quality", lang="en", part="names")
    assert not test.exception
    assert "decisions.ttl" in test.error[0].value
    assert quality.decisions.read_text("utf-8") == "<a> <b"


def test_without_a_review_file_the_page_says_what_to_do(quality: Source) -> None:
    set_source(replace(quality, decisions=None))
    for part, told in (("names", "organigram review"), ("aside", "organigram explore")):
        assert told in run("quality", lang="en", part=part).info[0].value.replace("\\", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_set_aside_is_told_in_the_language_without_folders(language: Language, quality: Source) -> None:
    shown = words(run("quality", lang=language, part="aside"))
    assert ASIDE[LANGUAGES.index(language)]["reason"] in shown
    assert ASIDE[1 - LANGUAGES.index(language)]["reason"] not in shown
    assert "a.txt" in shown
    assert "/secret" not in shown


def test_the_figures_are_those_of_the_file(quality: Source) -> None:
    assert quality_file().is_file()
    test = run("quality", lang="en", part="measures", measured="unseen")
    assert not test.exception
    shown = test.dataframe[0].value
    score = measured()["unseen"]["scores"]["en/reports-to"]
    row = shown[(shown["Fact"] == "Reports to") & (shown["Language"] == "English")].iloc[0]
    told = (round(score["precision"], 2), round(score["recall"], 2), score["gold"])
    assert (row["Precision"], row["Recall"], row["Facts of the readers"]) == told
