"""Every page in both languages, without a browser: what it says, and how it answers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import viz_example
from pyoxigraph import QueryResultsFormat, parse_query_results
from showing import NAMES, rows, run, words
from streamlit.testing.v1 import AppTest

import organigram_viz
from organigram.i18n import LANGUAGES, Language, translate
from organigram.namespaces import BASE, expand
from organigram.validation import Finding, Report
from organigram_viz import views
from organigram_viz.opening import open_source
from organigram_viz.source import Source, set_source

GOUNDAM = "post/alima/ML/goundam/project-coordinator"
HEAD = "post/alima/ML/head-of-mission"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_house_opens_on_the_overview(language: Language, source: Source) -> None:
    test = AppTest.from_file(str(Path(organigram_viz.__file__).parent / "app.py"), default_timeout=30)
    test.query_params["lang"] = language
    test.run()
    assert not test.exception
    assert [title.value for title in test.title] == [translate("Overview", language)]
    told = "".join(element.proto.body for element in test.get("html"))
    assert re.findall(r'figure-value">(\d+)<', told) == ["4", "9", "2", "2", "3", "2", "0"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", NAMES)
def test_a_page_shows_its_title_and_no_error(page: str, language: Language, source: Source) -> None:
    test = run(page, lang=language)
    module = next(module for module in views.PAGES if page == module.NAME)
    assert not test.exception
    assert not test.error
    assert [title.value for title in test.title] == [translate(module.TITLE, language)]


def test_the_switch_of_languages_keeps_the_place(source: Source) -> None:
    test = run("organigram", lang="en", organization="organization/mdm-be")
    assert [box.value for box in test.selectbox] == ["organization/mdm-be", "country/BE"]
    test.query_params["lang"] = "fr"
    test.run()
    assert test.title[0].value == "Organigramme"
    assert [box.value for box in test.selectbox] == ["organization/mdm-be", "country/BE"]


def test_a_selected_entity_tells_its_facts_in_the_language(source: Source) -> None:
    shown = words(run("graph", lang="fr", entity=GOUNDAM))
    assert "Coordinateur de projet, ALIMA, Goundam \\(Mali\\)" in shown
    assert "rend compte à" in shown
    assert "Chef de mission, ALIMA \\(Mali\\)" in shown
    assert "https://" not in shown


def test_a_neighbour_in_the_facts_can_be_chosen(source: Source) -> None:
    test = run("graph", lang="en", entity=GOUNDAM)
    next(button for button in test.button if button.label.startswith("Head of Mission, ALIMA")).click().run()
    assert test.query_params["entity"] == HEAD
    assert test.query_params["expanded"] == HEAD


def test_a_line_shows_the_sentence_behind_it_whichever_way_it_was_told(source: Source) -> None:
    direct = expand("ngo:reportsDirectlyTo")
    assert "<mark>reports to the Head of Mission</mark>." in words(run("graph", line=f"{GOUNDAM}~{direct}~{HEAD}"))
    told_from_above = run("graph", line=f"post/alima/ML/goundam/medical-referent~{direct}~{GOUNDAM}")
    assert "<mark>The Medical Referent and the Logistics Manager answer to the Project Coordinator</mark>" in words(
        told_from_above
    )


def test_a_line_without_words_says_so(source: Source) -> None:
    shown = run("graph", line=f"{GOUNDAM}~{expand('org:postIn')}~organization/alima/ML")
    assert shown.info[0].value.startswith("No single sentence states this line")


def test_the_organigram_tells_seats_known_only_from_lines(source: Source) -> None:
    assert "Seats: 6 · known only from the lines of others: 3" in words(
        run("organigram", lang="en", organization="organization/alima")
    )


def test_a_posting_without_a_text_shows_its_quotes(source: Source) -> None:
    key = viz_example.ADVERTS["b" * 16].key
    set_source(Source(source.service, language="en"))
    assert "<mark>payé par le Fonds Mondial</mark>" in words(run("postings", posting=f"posting/{key}"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_of_the_catalogue_is_answered_with_labels(language: Language, source: Source) -> None:
    test = run("query", lang=language, question="donors-by-project", view="table")
    shown = [str(value) for column in rows(test).values() for value in column]
    assert not test.error
    assert {"en": "The Global Fund", "fr": "Fonds mondial"}[language] in shown
    assert not any("://" in value for value in shown)


def test_ones_own_query_is_answered_and_needs_no_prefixes(source: Source) -> None:
    test = run("query", question="own", query="SELECT ?country (2 AS ?two) WHERE { ?country a schema:Country } ORDER BY ?country")
    assert rows(test) == {"Country": ["Belgium", "France", "Mali"], "two": [2, 2, 2]}


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT ?a WHERE { ?a ", "mistake"),
        ("DELETE WHERE { ?s ?p ?o }", "write"),
        ("SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE"),
    ],
)
def test_a_wrong_query_says_what_is_wrong_and_what_to_do(query: str, told: str, source: Source) -> None:
    test = run("query", question="own", query=query)
    assert not test.exception
    assert len(test.error) == 1
    assert len(test.error[0].value.split("\n\n")) >= 2


def test_a_query_that_is_too_slow_says_so(source: Source) -> None:
    class Slow:
        def query(self, sparql: str, *, timeout: float | None = None, max_rows: int | None = None) -> Any:
            return source.service.query(sparql, timeout=0.2)

    set_source(Source(Slow(), language="fr"))
    slow = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    assert "0,2" in run("query", question="own", query=slow).error[0].value.replace("0.2", "0,2")


def test_validation_says_that_all_conform(source: Source) -> None:
    assert run("quality", lang="fr").success[0].value == "Les 4 offres du graphe passent tous les contrôles."


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", NAMES)
def test_an_empty_graph_says_what_to_do(page: str, language: Language) -> None:
    class Empty:
        def query(self, sparql: str, *, timeout: float | None = None, max_rows: int | None = None) -> Any:
            import pyoxigraph

            from organigram.querying.result import parse_result

            found = pyoxigraph.Store().query(sparql)
            assert isinstance(found, pyoxigraph.QuerySolutions)
            payload = found.serialize(format=QueryResultsFormat.JSON)
            assert payload
            assert parse_query_results(payload, format=QueryResultsFormat.JSON)
            return parse_result("select", payload, seconds=0.0)

    set_source(Source(Empty()))
    test = run(page, lang=language)
    assert not test.exception
    assert not test.error
    assert test.info


@pytest.mark.parametrize("page", NAMES)
def test_a_hostile_label_is_text(page: str, source: Source) -> None:
    for address in ({}, {"entity": "post/alima/ML/trap"}, {"posting": f"posting/{viz_example.ADVERTS['d' * 16].key}"}):
        for body in [element.proto.body for element in run(page, **address).get("html")]:
            assert viz_example.HOSTILE not in body


def test_a_graph_too_large_to_draw_opens_on_its_busiest_organization(source: Source) -> None:
    assert "Entities: 20" in words(run("graph", lang="en"))
    shown = words(run("graph", lang="en", most="3"))
    assert "it opens on ALIMA" in shown
    assert "Entities: 3" in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_findings_are_told_in_the_language(language: Language, source: Source, tmp_path: Path) -> None:
    messages = {"en": "The end is before the start.", "fr": "La fin précède le début."}
    finding = Finding(
        shape=expand("ngo:DatesShape"),
        focus=f"{BASE}project/alima/oxygene-ml",
        path=expand("schema:endDate"),
        value='"2020-01"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>',
        severity="Violation",
        component=expand("sh:LessThanConstraintComponent"),
        messages=messages,
    )
    lines = Report({viz_example.ADVERTS["b" * 16].key: (finding,)}).nquads()
    viz_example.build_store(tmp_path / "store", lines)
    opened = open_source(tmp_path / "store", None, "en")
    try:
        set_source(opened)
        test = run("quality", lang=language)
        assert not test.exception
        shown = words(test)
        assert messages[language] in shown
        assert "Projet Oxygène" in shown
        assert re.findall(r'figure-value">(\d+)<', shown)[:3] == ["1", "0", "0"]
    finally:
        opened.close()
