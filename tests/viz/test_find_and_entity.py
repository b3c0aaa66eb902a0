"""Search and entity: names in both languages, slips, kinds, an address that restores the view; facts and what speaks of them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from streamlit.testing.v1 import AppTest
from test_pages import run, words

from organigram.namespaces import BASE
from organigram_viz.source import Source, set_source


def data(test: AppTest) -> dict[str, Any]:
    """What the search box was told to show."""
    protos = (getattr(element, "proto", None) for element in test.main)
    (box,) = (proto for proto in protos if getattr(proto, "component_name", "") == "organigram_search")
    return dict(json.loads(box.json))


def labels(test: AppTest) -> list[str]:
    """The labels of what was found."""
    return [hit["label"] for hit in (data(test)["found"] or {"hits": []})["hits"]]


def test_a_name_is_found_in_either_language_and_with_a_slip(source: Source) -> None:
    for query in ("medecins", "MÉDECINS", "medecnis"):
        assert labels(run("find", lang="en", q=query)) == ["Médecins du Monde network"], query
    assert labels(run("find", lang="fr", q="medecins")) == ["Réseau Médecins du Monde"]


def test_facets_narrow_what_is_shown_and_stand_in_the_address(source: Source) -> None:
    every = data(run("find", lang="en", q="m"))
    assert every["found"]["total"] > 4
    some = run("find", lang="en", q="m", kind="organization")
    assert {hit["kind"] for hit in data(some)["found"]["hits"]} <= {"organization", "donor"}
    assert "kind=organization" in data(some)["ask"]
    there = run("find", lang="en", country="country/BE")
    assert "MdM Belgium" in labels(there)
    assert "ALIMA" not in labels(there)
    assert [box.value for box in there.selectbox if box.label == "Country"] == [f"{BASE}country/BE"]
    assert data(run("find", lang="en", q="m", year="1850"))["found"]["total"] == 0


def test_a_choice_of_a_facet_narrows_and_goes_into_the_address(source: Source) -> None:
    test = run("find", lang="en", q="al")
    box = next(box for box in test.selectbox if box.label == "Country")
    box.set_value(f"{BASE}country/ML").run()
    assert test.query_params["country"] == "country/ML"
    assert labels(test)[0] == "ALIMA"


def test_a_result_tells_what_it_is_near_and_how_many_postings_tell_of_it(source: Source) -> None:
    (found,) = (hit for hit in data(run("find", lang="en", q="alima"))["found"]["hits"] if hit["label"] == "ALIMA")
    assert (found["kind"], found["postings"], found["near"]) == ("organization", 3, ["France"])


def test_nothing_found_is_told_and_so_is_what_to_do(source: Source) -> None:
    shown = data(run("find", lang="fr", q="zzzzqqqq"))
    assert (shown["found"]["total"], "Écrivez moins de lettres" in shown["say"]["none"]) == (0, True)


def test_without_facts_in_the_index_kinds_alone_narrow(source: Source) -> None:
    set_source(replace(source, browse=lambda words, language, chosen, limit: None, answers={}))
    assert labels(run("find", lang="en", q="medecnis")) == ["Médecins du Monde network"]
    test = run("find", lang="en", q="m", kind="organization")
    assert {hit["kind"] for hit in data(test)["found"]["hits"]} == {"organization"}
    assert not test.selectbox


def test_without_an_index_labels_are_asked_for(source: Source) -> None:
    none = Source(source.service)
    bare = replace(source, find=none.find, browse=none.browse, answers={})
    set_source(bare)
    test = run("find", lang="en", q='médecins "du')
    assert not test.exception
    shown = data(run("find", lang="en", q="médecins du"))
    assert [hit["label"] for hit in shown["found"]["hits"]] == ["Médecins du Monde network"]
    assert shown["ask"] == ""


def test_an_entity_shows_facts_and_what_speaks_of_it(source: Source) -> None:
    shown = words(run("entity", lang="fr", entity="organization/mdm-be"))
    assert "Ce qui en parle" in shown
    assert "/entity?entity=post" in shown
    assert "organization/mdm-be.ttl" in shown


def test_no_entity_chosen_says_where_to_find_one(source: Source) -> None:
    assert "Find one on the page Search" in words(run("entity", lang="en"))
