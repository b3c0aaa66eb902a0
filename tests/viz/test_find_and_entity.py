"""Search and entity: names in both languages, slips, kinds, an address that restores the view; facts and what speaks of them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph
import pytest
import viz_example
from showing import run, search_data, words
from streamlit.testing.v1 import AppTest

from organigram.errors import QueryTimeout
from organigram.namespaces import BASE
from organigram_viz import near
from organigram_viz.opening import open_source
from organigram_viz.source import Source, set_source
from organigram_viz.views import search


def labels(test: AppTest) -> list[str]:
    """The labels of what was found."""
    return [hit["label"] for hit in (search_data(test)["found"] or {"hits": []})["hits"]]


def test_a_name_is_found_in_either_language_and_with_a_slip(source: Source) -> None:
    for query in ("medecins", "MÉDECINS", "medecnis"):
        assert labels(run("find", lang="en", q=query)) == ["Médecins du Monde network"], query
    assert labels(run("find", lang="fr", q="medecins")) == ["Réseau Médecins du Monde"]


def test_facets_narrow_what_is_shown_and_stand_in_the_address(source: Source) -> None:
    every = search_data(run("find", lang="en", q="m"))
    assert every["found"]["total"] > 4
    some = run("find", lang="en", q="m", kind="organization")
    assert {hit["kind"] for hit in search_data(some)["found"]["hits"]} <= {"organization", "donor"}
    assert "kind=organization" in search_data(some)["ask"]
    there = run("find", lang="en", country="country/BE")
    assert "MdM Belgium" in labels(there)
    assert "ALIMA" not in labels(there)
    assert [box.value for box in there.selectbox if box.label == "Country"] == [f"{BASE}country/BE"]
    assert search_data(run("find", lang="en", q="m", year="1850"))["found"]["total"] == 0


def test_a_choice_of_a_facet_narrows_and_goes_into_the_address(source: Source) -> None:
    test = run("find", lang="en", q="al")
    box = next(box for box in test.selectbox if box.label == "Country")
    box.set_value(f"{BASE}country/ML").run()
    assert test.query_params["country"] == "country/ML"
    assert labels(test)[0] == "ALIMA"


def test_a_result_tells_what_it_is_near_and_how_many_postings_tell_of_it(source: Source) -> None:
    (found,) = (hit for hit in search_data(run("find", lang="en", q="alima"))["found"]["hits"] if hit["label"] == "ALIMA")
    assert (found["kind"], found["postings"], found["near"]) == ("organization", 3, ["France"])


def test_how_many_are_shown_stands_in_the_address_until_something_else_is_looked_for(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_SHOWN", 2)
    test = run("find", lang="en", q="m")
    assert len(labels(test)) == 2
    next(button for button in test.button if button.label == "Show more").click().run()
    assert (test.query_params["shown"], len(labels(test))) == ("6", 6)
    assert len(labels(run("find", lang="en", q="m", shown="6"))) == 6
    test.query_params.pop("shown")  # as the browser's Back does
    assert len(labels(test.run())) == 2
    test.query_params["shown"] = "6"
    next(box for box in test.run().selectbox if box.label == "Country").set_value(f"{BASE}country/ML").run()
    assert "shown" not in test.query_params
    for wild in ("-1", "٣", "99999999999", "x", "1"):
        assert 2 <= len(labels(run("find", lang="en", q="m", shown=wild))) <= 200


def test_nothing_found_is_told_and_so_is_what_to_do(source: Source) -> None:
    shown = search_data(run("find", lang="fr", q="zzzzqqqq"))
    assert (shown["found"]["total"], "Écrivez moins de lettres" in shown["say"]["none"]) == (0, True)


@pytest.mark.parametrize(
    "wild",
    [
        {"country": "a b<>", "organization": "javascript:alert(1)", "donor": "x~y", "family": '"', "year": "' OR 1=1 --"},
        {"q": "a" * 5000, "kind": "no-such-kind~post"},
        {"q": "(" * 300 + " NEAR AND * \x00 ", "kind": "~~"},
        {"q": "<img src=x onerror=alert(1)>", "country": "country/NOWHERE"},
    ],
)
def test_whatever_an_address_holds_a_search_stays_whole(wild: dict[str, str], source: Source) -> None:
    test = run("find", lang="en", **wild)
    assert not test.exception
    assert not test.error
    assert search_data(test)["found"] is None or search_data(test)["found"]["total"] >= 0


def test_without_facts_in_the_index_kinds_alone_narrow(source: Source) -> None:
    set_source(replace(source, browse=lambda words, language, chosen, limit: None, answers={}))
    assert labels(run("find", lang="en", q="medecnis")) == ["Médecins du Monde network"]
    test = run("find", lang="en", q="m", kind="organization")
    assert {hit["kind"] for hit in search_data(test)["found"]["hits"]} == {"organization"}
    assert not test.selectbox


def test_without_an_index_labels_are_asked_for(source: Source) -> None:
    none = Source(source.service)
    bare = replace(source, find=none.find, browse=none.browse, answers={})
    set_source(bare)
    test = run("find", lang="en", q='médecins "du')
    assert not test.exception
    shown = search_data(run("find", lang="en", q="médecins du"))
    assert [hit["label"] for hit in shown["found"]["hits"]] == ["Médecins du Monde network"]
    assert shown["ask"] == ""


GOUNDAM, HEAD = "post/alima/ML/goundam/project-coordinator", "post/alima/ML/head-of-mission"
#: What a page says besides the label, by entity: something near it, something it states.
NEAR = {
    "organization/alima": ("Posts, most advertised first", "Missions and units", "ALIMA Mali"),
    "organization/alima/ML": ("Mission or unit", "Posts, most advertised first"),
    GOUNDAM: ("Advertised by", "reports to", "1 sentence"),
    HEAD: ("Posts that report to it",),
    "role/project-coordinator": ("Titles as postings write them", "1 posting"),
    "project/alima/oxygene-ml": ("paid by", "The Global Fund"),
    "organization/global-fund": ("Pays for", "Projet Oxygène"),
    "country/ML": ("Postings, latest deadline first", "Posts:"),
    "place/2457161": ("Organizations", "ALIMA"),
    "sector/health": ("Postings, latest deadline first",),
}


def markup(test: AppTest) -> str:
    """What a page says, as text that Markdown has no part in."""
    return words(test).replace("\\", "")


@pytest.mark.parametrize("entity", NEAR)
def test_an_entity_shows_what_is_near(entity: str, source: Source) -> None:
    test = run("entity", lang="en", entity=entity)
    assert not test.exception
    assert not test.error
    shown = markup(test)
    assert not [expected for expected in NEAR[entity] if expected not in shown], shown


def test_a_posting_leads_to_its_text(source: Source) -> None:
    key = viz_example.ADVERTS["a" * 16].key
    shown = markup(run("entity", lang="fr", entity=f"posting/{key}"))
    assert f"./postings?posting=posting%2F{key}" in shown
    assert "30 mars 2022" in shown


def test_stated_and_inferred_stand_apart_and_why_shows_sentence_and_rule(source: Source) -> None:
    closed = run("entity", lang="en", entity=GOUNDAM)
    shown = markup(closed)
    assert shown.index("Stated by") < shown.index("Follows from the facts")
    assert (
        "<mark>reports to the Head of Mission</mark>"
        not in shown[shown.index("Follows from the facts") :].partition("In the words")[0]
    )
    button = next(button for button in closed.button if button.label == "Why?")
    opened = markup(button.click().run())
    assert "why" in closed.query_params
    told = opened[opened.index("Follows, since") :].partition("In the words")[0]
    assert "<mark>reports to the Head of Mission</mark>" in told
    assert "ngo:reportsDirectlyTo" in told
    again = run("entity", lang="fr", entity=GOUNDAM, why=closed.query_params["why"])
    assert "Se déduit de ceci" in markup(again)


def test_a_fact_that_no_rule_leads_to_says_so(source: Source) -> None:
    test = run("entity", lang="en", entity="post/alima/ML/medical-coordinator")
    next(button for button in test.button if button.label == "Why?").click().run()
    assert not test.exception
    assert "do not lead to this fact" in test.info[0].value or "Follows, since" in markup(test)


def test_a_long_list_has_pages_that_stand_in_the_address(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near, "_SHOWN", 2)
    test = run("entity", lang="en", entity="organization/alima")
    first = _listed(test)
    next(button for button in test.button if button.key == "turn:near_seats:2").click().run()
    assert test.query_params["near_seats"] == "2"
    second = _listed(run("entity", lang="en", entity="organization/alima", near_seats="2"))
    assert len(first) == len(second) == 2
    assert not set(first) & set(second)
    for wild in ("0", "-1", "x", "9" * 40, "٣"):
        assert not run("entity", lang="en", entity="organization/alima", near_seats=wild).exception


def _listed(test: AppTest) -> list[str]:
    """The entities of the first list."""
    body = next(element.proto.body for element in test.main if 'class="near"' in getattr(element.proto, "body", ""))
    return re.findall(r"entity=([^&]+)&amp;", body)


def test_turtle_is_the_graph_and_can_be_saved(source: Source) -> None:
    shown = run("entity", lang="en", entity="country/ML").code[0].value
    triples = list(pyoxigraph.parse(shown, format=pyoxigraph.RdfFormat.TURTLE))
    assert {triple.subject.value for triple in triples} == {f"{BASE}country/ML"}
    assert pyoxigraph.Literal("Mali", language="fr") in {triple.object for triple in triples}


def test_no_entity_an_unknown_one_and_one_that_is_no_iri_say_where_to_find_one(source: Source) -> None:
    assert "Find one on the page Search" in markup(run("entity", lang="en"))
    assert "The graph says nothing of it" in markup(run("entity", lang="en", entity="country/XX"))
    for wild in ("<script>", "a b", "javascript:alert(1)//x://y z"):
        test = run("entity", lang="en", entity=wild)
        assert not test.exception
        assert not test.error
        assert "Search" in markup(test)


def test_a_hostile_label_is_shown_as_text(source: Source) -> None:
    test = run("entity", lang="en", entity="post/alima/ML/trap")
    bodies = "".join(getattr(element.proto, "body", "") for element in test.main if element.type == "html")
    assert "&lt;img src=x" in bodies
    assert "<img" not in bodies
    assert all("<img" not in title.value.replace("\\<img", "") for title in test.title)


def test_only_web_addresses_are_links(tmp_path: Path, source: Source) -> None:
    evil = f"<{BASE}organization/alima> <http://www.w3.org/2002/07/owl#sameAs>"
    more = [
        f"{evil} <{target}> <{BASE}graph/vocabulary> ." for target in ("javascript:alert(1)", "https://example.org/alima?a=1&b=2")
    ]
    viz_example.build_store(tmp_path / "store", more)
    opened = open_source(tmp_path / "store", None, "en")
    set_source(opened)
    try:
        shown = markup(run("entity", lang="en", entity="organization/alima"))
    finally:
        opened.close()
    assert 'href="https://example.org/alima?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">example.org<' in shown
    assert "<li>javascript:alert(1)</li>" in shown


@pytest.mark.parametrize("page", ["find", "entity"])
def test_a_page_where_nothing_is_chosen_offers_a_way_to_begin(source: Source, page: str) -> None:
    shown = words(run(page, lang="fr"))
    assert "Ou commencez par ce que le graphe contient le plus" in shown
    assert re.search(r'<a class="bar" href="[^"]*entity\?entity=organization/', unquote(shown))


def test_an_entity_stands_without_counts_where_the_index_is_slow(source: Source) -> None:
    def slow(*asked: object) -> None:
        raise QueryTimeout("The search took longer than {seconds:g} seconds and was ended.", "Look for longer words.", seconds=5)

    set_source(replace(source, browse=slow))
    test = run("entity", lang="fr", entity="country/ML")
    assert test.title[0].value == "Mali"
    assert "le comptage a pris trop de temps" in words(test)
    assert not test.error
    assert "country=country/ML" in unquote(words(test)), "what needs no count still leads on"
