"""Search and entity: names in both languages, slips, kinds, an address that restores the view; facts and what speaks of them."""

from __future__ import annotations

from dataclasses import replace

from test_pages import run, words

from organigram_viz.source import Source, set_source


def test_a_name_is_found_in_either_language_and_with_a_slip(source: Source) -> None:
    for query in ("medecins", "MÉDECINS", "medecnis"):
        shown = words(run("find", lang="en", q=query))
        assert "Médecins du Monde" in shown or "Doctors of the World" in shown, query


def test_kinds_narrow_what_is_shown_and_stand_in_the_address(source: Source) -> None:
    every = run("find", lang="en", q="m")
    some = run("find", lang="en", q="m", kinds="organization")
    assert 0 < words(some).count('class="entity"') < words(every).count('class="entity"')


def test_nothing_found_says_what_to_do(source: Source) -> None:
    assert "Écrivez moins de lettres" in words(run("find", lang="fr", q="zzzzqqqq")).replace("\\", "")


def test_without_an_index_labels_are_asked_for(source: Source) -> None:
    bare = replace(source, find=lambda words, language, kinds, limit: None, answers={})
    set_source(bare)
    test = run("find", lang="en", q='médecins "du')
    assert not test.exception
    assert "Médecins du Monde" in words(run("find", lang="en", q="médecins du"))


def test_an_entity_shows_facts_and_what_speaks_of_it(source: Source) -> None:
    shown = words(run("entity", lang="fr", entity="organization/mdm-be"))
    assert "Ce qui en parle" in shown
    assert "/entity?entity=post" in shown
    assert "organization/mdm-be.ttl" in shown


def test_no_entity_chosen_says_where_to_find_one(source: Source) -> None:
    assert "Find one on the page Search" in words(run("entity", lang="en"))


def test_a_hostile_label_is_shown_as_text(source: Source) -> None:
    shown = words(run("find", lang="en", q="img"))
    assert "<img src=x" not in shown.replace("&lt;img", "")
