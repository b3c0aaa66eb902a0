"""What the command review decides, decided on the page Quality: groups, projects, vacancies; and all of it taken back."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import viz_example
from settling_example import ALIKE, LONG, OTHER, POSTED, PUBLISHED, SHORT, SLIP, A, B, build, noted
from showing import run, words
from streamlit.testing.v1 import AppTest

from organigram.grouping import Likeness
from organigram.i18n import LANGUAGES, Language, translate
from organigram.namespaces import expand, organization, posting, unresolved
from organigram.review import decide, keep_apart, load_decisions
from organigram.vacancies.decisions import decided_vacancies
from organigram_viz import progress
from organigram_viz.opening import open_source
from organigram_viz.quality import applying, deciding, names
from organigram_viz.quality.groups import groups_now
from organigram_viz.quality.waiting import kind_of, waiting
from organigram_viz.source import Source, newest, set_source


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with four names that nothing settles; three of them may be one."""
    return build(tmp_path_factory.mktemp("settling") / "store")


@pytest.fixture
def settling(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Source]:
    monkeypatch.setattr(deciding, "refusal", lambda: "")  # a page without a browser has no client to look at
    opened = open_source(store, None, "en")
    shown = replace(opened, decisions=tmp_path / "decisions.ttl")
    set_source(shown)
    yield shown
    opened.close()


def part(settle: str, language: Language = "en", **address: str) -> AppTest:
    test = run("quality", lang=language, part="names", settle=settle, **address)
    assert not test.exception
    return test


def press(test: AppTest, start: str) -> AppTest:
    """Press the first button whose key, or else label, begins like this."""
    found = [one for one in test.button if (one.key or "").startswith(start) or one.label.startswith(start)]
    assert found, [(one.key, one.label) for one in test.button]
    found[0].click().run()
    assert not test.exception
    return test


def file_of(source: Source) -> Path:
    assert source.decisions is not None
    return source.decisions


def test_a_group_is_as_the_command_forms_it_and_what_makes_none_is_only_told(settling: Source) -> None:
    (group,), others = groups_now(load_decisions(file_of(settling)))
    assert [name.own for name in group.names] == [LONG, SLIP, SHORT]
    assert [name.postings for name in group.names] == [2, 1, 1]
    assert [pair.likeness.reason for pair in others] == ["acronym-shared"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_group_shows_its_names_words_and_reasons_and_settles_nothing_by_itself(language: Language, settling: Source) -> None:
    test = part("groups", language)
    shown = words(test)
    for told in ("nearly the same letters", "its acronym, by another posting of the same country or organization"):
        assert translate(told, language) in shown
    assert "<mark>AMCP-SP</mark>" in shown
    assert "&lt;img src=x" in shown
    assert not re.search(r"(?<!\\)<img", shown)
    markdown = [*(one.label for one in test.checkbox), *(one.value for one in (*test.subheader, *test.caption))]
    assert not [text for text in markdown if "](" in text]
    assert not file_of(settling).exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_decision_settles_a_group_as_the_command_writes_it(language: Language, settling: Source) -> None:
    file, test = file_of(settling), part("groups", language)
    test.text_input(key=f"look:group:{LONG}:3").set_value("ALIMA").run()
    press(test, f"same:group:{LONG}:3:{organization('alima')}")
    other = file.with_name("other.ttl")
    decide(other, LONG, same_as=organization("alima"), together=[SHORT, SLIP])
    assert file.read_bytes() == other.read_bytes()
    assert translate("No names wait that may all be one.", language) in words(test)


def test_a_name_that_is_not_ticked_is_left_alone(settling: Source) -> None:
    test = part("groups")
    test.checkbox(key=f"tick:{SHORT}:en").uncheck().run()
    test.query_params["lang"] = "fr"
    test.run()
    assert [one.value for one in test.checkbox] == [True, True, False]
    test.query_params["lang"] = "en"
    test.run()
    test.text_input(key=f"new:group:{LONG}:2:fr").set_value("Fonds Zorblax")
    test.text_input(key=f"new:group:{LONG}:2:en").set_value(" ")
    press(test, "Make it a new entity")
    decided = load_decisions(file_of(settling))
    assert decided.same == dict.fromkeys((LONG, SLIP), organization("zorblax-relief-trust"))
    assert dict(decided.entities[organization("zorblax-relief-trust")].labels) == {"fr": "Fonds Zorblax"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_kept_apart_are_asked_again_once_that_is_taken_back(language: Language, settling: Source) -> None:
    press(part("groups", language), f"apart:group:{LONG}")
    assert len(load_decisions(file_of(settling)).different) == 3
    test = part("decided", language)
    assert translate("Kept apart: they are different things", language) in words(test)
    press(test, "back:")
    assert not load_decisions(file_of(settling)).triples
    assert translate("Nothing was decided yet.", language) in words(test)
    assert len(groups_now(load_decisions(file_of(settling)))[0]) == 1


def test_of_two_who_decide_on_one_group_the_second_is_told_and_writes_nothing(settling: Source) -> None:
    one, two = part("groups"), part("groups")
    press(one, f"apart:group:{LONG}")
    before = file_of(settling).read_bytes()
    two.text_input(key=f"new:group:{LONG}:3:en").set_value("Zorblax")
    press(two, "Make it a new entity")
    assert file_of(settling).read_bytes() == before
    assert "has changed meanwhile" in two.warning[0].value


def test_a_group_that_a_build_has_changed_meanwhile_is_not_decided_on(settling: Source) -> None:
    test = part("groups")
    set_source(replace(settling, notes=lambda: noted({**ALIKE, (OTHER, SHORT): Likeness(95, "acronym")})))
    press(test, f"apart:group:{LONG}")
    assert "has changed meanwhile" in test.warning[0].value
    assert not file_of(settling).exists()


def test_names_that_were_said_to_be_different_do_not_become_one_by_a_third(settling: Source) -> None:
    keep_apart(file_of(settling), [SHORT, SLIP])
    before = file_of(settling).read_bytes()
    test = press(part("groups"), "Make it a new entity")
    assert "were said to be different" in test.error[0].value
    assert file_of(settling).read_bytes() == before


def test_a_review_file_that_cannot_be_written_is_told(settling: Source, tmp_path: Path) -> None:
    (tmp_path / "no-folder").write_text("")
    set_source(replace(settling, decisions=tmp_path / "no-folder" / "decisions.ttl"))
    test = press(part("groups"), f"apart:group:{LONG}")
    assert "decisions.ttl" in test.error[0].value
    assert "cannot be written" in test.error[0].value


@pytest.mark.parametrize(
    ("notes", "told"), [({"alike": []}, "No names wait that may all be one."), ({}, "it was built before that")]
)
def test_without_groups_the_page_says_so(notes: dict[str, object], told: str, settling: Source) -> None:
    set_source(replace(settling, notes=lambda: notes))
    assert told in words(part("groups"))


@pytest.mark.parametrize("settle", ["names", "groups", "projects", "vacancies", "decided"])
def test_who_may_not_change_the_store_decides_nothing(settle: str, settling: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    decide(file_of(settling), OTHER, same_as=organization("alima"))
    monkeypatch.setattr(deciding, "refusal", lambda: "Not here.")
    test = part(settle)
    assert "Not here" in words(test)
    assert not [one for one in test.button if (one.key or "").startswith(("same:", "not:", "one:", "two:", "apart:", "back:"))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_published_project_is_settled_as_one_of_postings_and_taken_back(language: Language, settling: Source) -> None:
    file, test = file_of(settling), part("projects", language)
    assert "OptiMA in the villages" in words(test)
    press(test, f"same:{PUBLISHED}:{POSTED}")
    assert load_decisions(file).same == {PUBLISHED: POSTED}
    assert translate("Decided: it is {name}. It counts from the next build.", language).format(name="OptiMA") in words(test)
    press(test, f"back:{PUBLISHED}")
    press(test, f"not:{PUBLISHED}:{POSTED}")
    assert load_decisions(file).different == {(PUBLISHED, POSTED)}
    assert translate("Not the same project:", language) in words(part("decided", language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_postings_are_said_to_be_of_one_vacancy_and_of_two(language: Language, settling: Source) -> None:
    file, test = file_of(settling), part("vacancies", language)
    assert translate("taken for two: the seat was advertised again after {days} days", language).format(days=40) in str(
        test.selectbox[0].options
    ).replace("\\xa0", " ")
    press(test, f"one:{A}~{B}")
    assert decided_vacancies(load_decisions(file), file) == {frozenset((A, B)): True}
    press(test, f"two:{A}~{B}")
    assert decided_vacancies(load_decisions(file), file) == {frozenset((A, B)): False}
    press(part("decided", language), "back:")
    assert not load_decisions(file).triples


def test_any_two_postings_can_be_named_by_their_addresses(settling: Source) -> None:
    key = viz_example.ADVERTS["c" * 16].key
    test = part("vacancies")
    test.text_input(key="first-posting:en").set_value(f"http://127.0.0.1:8501/postings?posting=posting/{A}&lang=en").run()
    assert "These are not two postings of the graph" in words(test)
    test.text_input(key="second-posting:en").set_value(posting(key)).run()
    press(test, f"one:{A}~{key}")
    assert decided_vacancies(load_decisions(file_of(settling)), file_of(settling)) == {frozenset((A, key)): True}


def test_what_a_build_has_applied_can_still_be_seen_and_taken_back(settling: Source) -> None:
    gone = unresolved("organization", "long-settled-name")
    decide(file_of(settling), gone, same_as=organization("alima"))
    test = part("decided")
    assert "long settled name" in words(test)
    press(test, "back:")
    assert not load_decisions(file_of(settling)).triples


def test_what_was_decided_is_applied_as_a_new_version(
    store: Path, settling: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applying, "refusal", lambda: "")
    monkeypatch.setattr(progress, "refusal", lambda: "")
    shutil.copytree(store, tmp_path / "store")
    opened = replace(open_source(tmp_path / "store", None, "en"), decisions=file_of(settling))
    set_source(opened)
    assert not [one for one in part("decided").button if one.label == "Apply the decisions"]
    decide(file_of(settling), LONG, same_as=organization("alima"))
    test = part("decided")
    next(one for one in test.button if one.label == "Apply the decisions").click().run(timeout=240)
    assert not test.exception
    assert not test.error
    assert newest().name != opened.name
    assert newest().notes()["decisions"] == load_decisions(file_of(settling)).state
    assert not [one for one in test.button if one.label == "Apply the decisions"]
    assert "ALIMA" in words(test)
    opened.close()


def test_only_names_of_the_kind_that_the_address_tells_are_shown_until_all_are_asked_for(
    settling: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = replace(waiting()[0], iri=unresolved("place", "camp"), kind="place", label="Camp of nowhere")
    found = [*waiting(), place]
    monkeypatch.setattr(names, "waiting", lambda: found)
    assert [kind_of(expand(kind)) for kind in ("org:Role", "schema:Place", "schema:Project")] == ["role", "place", "other"]
    test = part("names", kind="place")
    assert f"Place: 1 of {len(found)} names" in words(test)
    assert [len(box.options) for box in test.selectbox if box.label == "Name"] == [1]
    every = press(test, "Show all names")
    assert [len(box.options) for box in every.selectbox if box.label == "Name"] == [len(found)]
