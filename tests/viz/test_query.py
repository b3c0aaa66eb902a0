"""The page Query without a browser: questions to choose from, forms, mistakes in plain words, ways to show an answer, links."""

from __future__ import annotations

import csv
import io
import json
import re
import threading
import time
from datetime import date
from typing import Any
from urllib.parse import unquote, urljoin

import pytest
import viz_example
from hypothesis import given, settings
from hypothesis import strategies as st
from showing import rows, run, words
from streamlit.testing.v1 import AppTest

from organigram.catalogue import load_catalogue, tag_label
from organigram.errors import QueryError, QueryTooLarge
from organigram.i18n import LANGUAGES, Language, translate
from organigram.namespaces import BASE, expand
from organigram.querying import EmbeddedService, Result, Stop
from organigram.querying.pool import too_much_memory
from organigram.querying.result import too_many_bytes
from organigram.store import open_store
from organigram_viz import running
from organigram_viz.answers import maps, plots, webs
from organigram_viz.answers.rows import linked
from organigram_viz.completion import suggestions, with_prefixes
from organigram_viz.downloads import files_of
from organigram_viz.mistakes import mistake_in
from organigram_viz.sharing import pack, unpack
from organigram_viz.source import Source, set_source
from organigram_viz.tables import columns_of


def result(source: Source, text: str) -> Result:
    return source.service.query(with_prefixes(text))


# --- the catalogue ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_can_be_opened(language: Language, source: Source) -> None:
    shown = {button.label.replace("\\", "") for button in run("query", lang=language).button}
    assert {question.title[language] for question in load_catalogue().values()} <= shown


def test_words_and_tags_narrow_the_questions(source: Source) -> None:
    test = run("query", lang="fr")
    test.text_input[0].set_value("remuneration SILENCE").run()
    assert not test.exception
    found = [button.label for button in test.button]
    assert found
    assert len(found) < 5
    test.text_input[0].set_value("xyzzy").run()
    assert [info.value.split(".")[0] for info in test.info] == ["Aucune question ne contient ces mots"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_tag_has_a_label(language: Language) -> None:
    tags = {tag for question in load_catalogue().values() for tag in question.tags}
    assert all(tag_label(tag, language) for tag in tags)
    assert tag_label("donors", "fr") == "bailleurs"
    assert not [tag for tag in tags if tag_label(tag, "en") == tag_label(tag, "fr") == tag and tag != "dates"]


def test_every_question_has_a_form_and_an_answer(source: Source) -> None:
    for name in ("deadlines", "facts-below-confidence", "vacancies-for-a-speaker", "career-ladder", "statistics-table"):
        test = run("query", lang="en", question=name)
        assert not test.exception, name
        assert not test.error, (name, [error.value for error in test.error])


# --- forms --------------------------------------------------------------------------------------------------------------------


def test_days_are_day_fields_and_numbers_number_fields(source: Source) -> None:
    test = run("query", lang="en", question="deadlines", **{"p.from": "2022-03-01", "p.to": "2022-04-01"})
    assert [field.value for field in test.date_input] == [date(2022, 3, 1), date(2022, 4, 1)]
    test.date_input[1].set_value(date(2022, 3, 10)).run()
    assert test.query_params["p.to"] == "2022-03-10"
    assert [info.value.split(".")[0] for info in test.info] == ["The graph answers with no row"]
    test = run("query", lang="en", question="facts-below-confidence", **{"p.limit": "0.85"})
    assert [field.value for field in test.number_input] == [0.85]


@pytest.mark.parametrize("written", ["ML", "country/ML", "mali", f"{BASE}country/ML"])
def test_a_country_of_the_address_is_chosen_however_it_is_written(written: str, source: Source) -> None:
    test = run("query", lang="fr", question="organizations-in-country", **{"p.country": written})
    assert [box.value for box in test.selectbox] == [f"{BASE}country/ML"]
    assert "Belgique" in test.selectbox[0].options
    assert next(iter(rows(test).values())) == ["ALIMA"]


def _number_of(kind: str) -> None:
    from organigram.catalogue import Parameter, Question
    from organigram_viz.forms import field

    asked = Parameter("years", kind, "_years", True, {"en": "Years", "fr": "Années"})
    field(Question("", "", {}, {}, (), {"years": asked}, ""), asked)


@pytest.mark.parametrize(
    ("written", "kind"), [("1e999999999", "integer"), ("-1e16", "decimal"), ("sNaN", "integer"), ("ten", "decimal")]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_that_would_take_forever_is_refused_with_words(
    written: str, kind: str, language: Language, source: Source
) -> None:
    test = AppTest.from_function(_number_of, default_timeout=10, args=(kind,))
    test.query_params.update({"lang": language, "p.years": written})
    test.run()
    assert not test.exception
    assert test.number_input[0].value is None
    assert written.removeprefix("-") in test.error[0].value.replace("\\", "")
    assert {"en": "15 digits at most", "fr": "15 chiffres au plus"}[language] in test.error[0].value


def test_a_name_of_several_is_asked_back(source: Source) -> None:
    test = run("query", lang="en", question="donors-by-project", **{"p.organization": "fund"})
    offered = [button for button in test.button if button.label == "The Global Fund"]
    assert offered
    offered[0].click().run()
    assert test.query_params["p.organization"] == "organization/global-fund"


def test_a_value_that_is_none_is_told_and_the_form_stays(source: Source) -> None:
    test = run("query", lang="en", question="organizations-in-country", **{"p.country": "<script>alert(1)</script>"})
    assert not test.exception
    assert "has a name with" in words(test)
    test = run("query", lang="en", question="deadlines", **{"p.from": "yesterday"})
    assert not test.exception
    assert test.date_input[0].value is None


# --- one's own query ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place", "line", "column", "told"),
    [
        ("SELECT * {\n  ?s a org:Post .\n\nLIMIT 5", "4:1", 1, 10, "never closed"),
        ("SELECT * {\n  ?s a org:Post .", "2:18", 1, 10, "never closed"),
        ('SELECT * {\n  ?s rdfs:label "Mali .\n}', "2:17", 2, 17, "has no end"),
        ("SELECT * { ?s ?p ?o }}", "1:22", 1, 22, "closes nothing"),
        ("SELECT * { ?s ?p ?o FILTER(?o > 1 }", "1:35", 1, 35, "closes another one"),
        ("SELECT * {\n  ?s ogr:role ?o }", "2:6", 2, 6, "prefix “ogr:” is unknown"),
        ("SELECT * { # it's {\n  ?s ?p ?o ?x }", "2:12", 2, 12, "as the engine found it"),
    ],
)
def test_a_mistake_is_told_in_plain_words_at_its_place(text: str, place: str, line: int, column: int, told: str) -> None:
    found = mistake_in(text, QueryError("as the engine found it", place=place))
    assert found
    assert (found.line, found.column) == (line, column)
    assert told in translate(found.reason, "en").format(**found.values)
    for language in LANGUAGES:
        assert translate(found.remedy, language).format(**found.values) or found.reason.startswith("as the engine")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mistake_names_its_line_and_keeps_the_engines_words_apart(language: Language, source: Source) -> None:
    test = run("query", lang=language, question="own", query="SELECT ?s WHERE {\n  ?s a org:Post ;\n}\n}")
    told = test.error[0].value
    assert translate("Line {line}, column {column}", language).format(line=4, column=1) in told
    assert "expected" not in told
    assert any("expected" in block.value for block in test.expander[0].code)


def test_the_place_is_that_of_the_text_as_it_was_written(source: Source) -> None:
    """Prefixes that are put before it on its first line do not count."""
    text = "SELECT ?s WHERE { ?s a org:Post ; foo:bar ?x }"
    test = run("query", lang="en", question="own", query=text)
    assert f"column {text.index('foo:') + 1}" in test.error[0].value


@given(st.text(alphabet="{}()[]\"'\\#<>?:ab \n\U0001f600", max_size=60), st.integers(1, 6), st.integers(1, 70))
@settings(max_examples=150, deadline=None)
def test_any_text_and_place_give_a_place_within_the_text(text: str, line: int, column: int) -> None:
    found = mistake_in(text, QueryError("x", place=f"{line}:{column}"), shift=5)
    assert found
    assert 0 <= found.start <= found.end <= len(text)
    assert text.count("\n", 0, found.start) + 1 == found.line


@given(st.text(max_size=3000))
@settings(max_examples=60, deadline=None)
def test_a_packed_query_comes_back(text: str) -> None:
    clean = text.encode("utf-8", "replace").decode()
    assert unpack(pack(clean)) == clean


@pytest.mark.parametrize("packed", ["", "x", "é", "AAAA", "____", pack("SELECT")[:-3]])
def test_what_is_no_packed_query_is_none(packed: str) -> None:
    assert unpack(packed) is None


def test_a_packed_text_that_swells_is_none() -> None:
    assert unpack(pack("a" * 5_000_000)) is None


def test_a_long_query_stands_packed_in_the_address(source: Source) -> None:
    long = "SELECT ?c WHERE { ?c a schema:Country }" + "\n# " + "x" * 600
    test = run("query", lang="en", question="own", packed=pack(long))
    assert len(test.dataframe[0].value) == 3


def test_terms_of_this_graph_are_offered_with_labels(source: Source) -> None:
    offered = {one.insert: one for one in suggestions(source, "fr")}
    assert offered["ngo:dutyCountry"].label == "pays d’affectation" or "pays" in offered["ngo:dutyCountry"].label
    assert offered["org:Post"].sort == "class"
    assert offered["role:"].label == f"{BASE}role/"
    assert "SELECT" in offered


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * { ?s ?p ?o } LIMIT 99999", "SELECT * { ?s ?p ?o } LIMIT 7"),
        ("SELECT * { ?s ?p ?o }\nlimit 5 offset 3\n", "SELECT * { ?s ?p ?o }\nLIMIT 7 offset 3"),
        ("SELECT * { ?s ?p ?o } LIMIT 300000 # all of it", "SELECT * { ?s ?p ?o } LIMIT 7 # all of it"),
        ("SELECT * { ?s ?p ?o } LIMIT 50 # a\nOFFSET 1 # b", "SELECT * { ?s ?p ?o } LIMIT 7 # a\nOFFSET 1 # b"),
        ("SELECT * { ?s ?p ?o } # LIMIT 5", "SELECT * { ?s ?p ?o } # LIMIT 5\nLIMIT 7\n"),
        ("SELECT * { ?s ?p ?o } # it's\nLIMIT 50", "SELECT * { ?s ?p ?o } # it's\nLIMIT 7"),
        ('SELECT * { ?s <x:#a> "# LIMIT 5" } LIMIT 50', 'SELECT * { ?s <x:#a> "# LIMIT 5" } LIMIT 7'),
        ("SELECT * { ?s ?p ?o } LIMIT 50 VALUES ?x { 1 }", "SELECT * { ?s ?p ?o } LIMIT 7 VALUES ?x { 1 }"),
        ("SELECT * { ?s ?p ?o } VALUES ?x { 1 }", "SELECT * { ?s ?p ?o } LIMIT 7\nVALUES ?x { 1 }"),
        ("SELECT * { ?s ?p ?o } OFFSET 1", "SELECT * { ?s ?p ?o } LIMIT 7\nOFFSET 1"),
        ("SELECT * { ?s ?p ?o VALUES ?x { 1 } }", "SELECT * { ?s ?p ?o VALUES ?x { 1 } }\nLIMIT 7\n"),
        ("SELECT * { { SELECT * { ?s ?p ?o } LIMIT 5 } }", "SELECT * { { SELECT * { ?s ?p ?o } LIMIT 5 } }\nLIMIT 7\n"),
    ],
)
def test_a_limit_is_added_or_lowered(text: str, expected: str, source: Source) -> None:
    assert running.with_limit(text, 7) == expected
    assert len(result(source, expected)) <= 7


def test_first_rows_are_offered_only_where_there_are_too_many(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    def offered(error: QueryTooLarge) -> bool:
        def fail(text: str) -> None:
            raise error

        monkeypatch.setattr(running, "answer", fail)
        test = run("query", lang="en", question="own", query="SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        return "Ask for the first 1,000 rows" in [button.label for button in test.button]

    assert offered(too_many_bytes(1000))
    assert not offered(too_much_memory(1 << 30))


# --- running --------------------------------------------------------------------------------------------------------------------


def test_a_question_under_way_leaves_the_page_and_can_be_stopped(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "PATIENCE", 0.3)
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    test = run("query", lang="en", question="own", query=endless)
    assert "Asking the graph" in words(test)
    monkeypatch.setattr(running, "PATIENCE", 10.0)
    next(button for button in test.button if button.label == "Stop").click().run()
    assert not test.exception
    assert [info.value for info in test.info] == ["The query was stopped. Run it again, or another one."]
    assert "Run again" in [button.label for button in test.button]


def test_another_question_ends_the_one_before(source: Source, example_store: Any) -> None:
    stops: list[Stop] = []
    ended = threading.Event()

    def ask(sparql: str, stop: Stop) -> Result:
        if "?endless" in sparql:
            stops.append(stop)
            with stop.by(ended.set):
                assert ended.wait(20)
        return source.service.query(sparql)

    set_source(Source(source.service, asker=lambda: ask, name="stopping"))
    test = AppTest.from_function(_asks_twice, default_timeout=30).run()
    assert not test.exception
    assert ended.is_set()
    assert stops[0].asked


def _asks_twice() -> None:
    from organigram_viz import running

    running.PATIENCE, before = 0.2, running.PATIENCE
    running.answer("SELECT ?endless { ?endless ?p ?o }")
    running.PATIENCE = before
    running.answer("ASK {}")


def test_an_entity_of_the_table_is_a_link_and_numbers_stay_numbers(source: Source) -> None:
    mali = f"<{BASE}country/ML>"
    query = f"""SELECT ?country (2.5 AS ?two) ?mixed ?label WHERE {{
      VALUES (?country ?mixed ?label) {{ ({mali} {mali} "javascript:alert(1)") (UNDEF "none" "x") }} }}"""
    test = run("query", lang="fr", question="own", query=query)
    shown = test.dataframe[0].value
    assert list(shown.iloc[:, 0].dropna()) == ["./=Mali/../entity?entity=country%2FML&lang=fr"]
    assert [float(value) for value in shown["two"]] == [2.5, 2.5]
    config = json.loads(test.dataframe[0].proto.columns)
    assert {heading for heading, column in config.items() if column.get("type_config", {}).get("type") == "link"} == {"Pays"}
    assert "Choisissez une case pour avoir le lien vers sa page." in words(test)


@pytest.mark.parametrize("label", ["a/b", "../..", "?x=1#y", "50 % & + more", "é·e", "<img src=x>", "a\nb\t", "\\", "%2F"])
def test_any_label_comes_out_of_a_links_address_as_it_went_in(label: str) -> None:
    address = linked(label, "./entity?entity=role/nurse&lang=fr")
    shown = re.match(r"^\./=([^/]*)/", address)
    assert shown
    assert unquote(shown[1].replace("+", "%20")) == label
    assert urljoin("https://example.org/query?lang=fr", address) == "https://example.org/entity?entity=role/nurse&lang=fr"


def test_too_many_rows_offer_the_first_ones(source: Source) -> None:
    def few(sparql: str, stop: Stop) -> Result:
        return source.service.query(sparql, max_rows=2)

    set_source(Source(source.service, asker=lambda: few, name="few"))
    test = run("query", lang="en", question="own", query="SELECT * { ?s ?p ?o }")
    assert "more than 2 rows" in test.error[0].value
    button = next(button for button in test.button if button.label == "Ask for the first 1,000 rows")
    button.click().run()
    assert test.query_params["query"].endswith("LIMIT 1000\n")


def test_the_answer_is_kept_while_the_reader_changes_how_it_is_shown(source: Source) -> None:
    asked: list[str] = []

    def count(sparql: str, stop: Stop) -> Result:
        asked.append(sparql)
        return source.service.query(sparql)

    set_source(Source(source.service, asker=lambda: count, find=source.find, name="counting"))
    test = run("query", lang="en", question="donors-by-project", view="table")
    test.query_params["view"] = "graph"
    test.run()
    test.query_params["view"] = "chart"
    test.run()
    assert not test.exception
    assert len(asked) == 1


# --- answers --------------------------------------------------------------------------------------------------------------------


def test_numbers_stay_numbers_and_days_days_in_csv(source: Source) -> None:
    found = result(source, 'SELECT ?c (2.5 AS ?n) ("2022-03-30"^^xsd:date AS ?d) { ?c a schema:Country } ORDER BY ?c')
    files = {file.ending: file.make() for file in files_of(found, columns_of(found, source, "en"))}
    rows = list(csv.reader(io.StringIO(files["csv"].decode("utf-8-sig"))))
    assert rows[1] == ["Belgium", f"{BASE}country/BE", "2.5", "2022-03-30"]
    assert sorted(files) == ["csv", "json", "tsv"]


def test_what_fits_follows_from_the_columns(source: Source) -> None:
    countries = columns_of(result(source, "SELECT ?c (1 AS ?n) { ?c a schema:Country }"), source, "en")
    numbers = columns_of(result(source, "SELECT (1 AS ?n) {}"), source, "en")
    assert (plots.fits(countries), maps.fits(countries)) == (True, True)
    assert (plots.fits(numbers), maps.fits(numbers)) == (False, False)


def test_countries_told_by_name_alone_are_found_on_the_map(source: Source) -> None:
    named = columns_of(result(source, "SELECT ?countryLabel { ?c a schema:Country ; rdfs:label ?countryLabel }"), source, "fr")
    assert not any(named[0].iris)
    found = result(source, "SELECT ?c { ?c ngo:m49 ?code }")
    assert maps.fits(named) == bool(found.rows)


def test_lines_are_drawn_from_triples_named_columns_and_rows(source: Source) -> None:
    construct = result(source, "CONSTRUCT { ?a org:postIn ?b . ?a a org:Post } WHERE { ?a org:postIn ?b }")
    named = result(source, "SELECT ?from ?line ?to { ?from ?line ?to VALUES ?line { org:postIn } }")
    assert set(webs.triples_of_result(construct)) == set(webs.triples_of_result(named))
    assert all(line == expand("org:postIn") for _, line, _ in webs.triples_of_result(named))
    beside = webs.triples_of_result(result(source, "SELECT ?a ?b { ?a org:postIn ?b }"))
    assert {(start, end) for start, _, end in beside} == {(s, e) for s, _, e in webs.triples_of_result(named)}
    assert not webs.triples_of_result(result(source, "SELECT ?a { ?a a org:Post }"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", ["table", "chart", "map", "graph"])
def test_every_way_to_show_an_answer_stands(language: Language, view: str, source: Source) -> None:
    query = (
        "SELECT ?country ?organization (COUNT(*) AS ?n) { ?p ngo:dutyCountry ?country ; schema:hiringOrganization ?organization }"
    )
    test = run("query", lang=language, question="own", view=view, query=f"{query} GROUP BY ?country ?organization")
    assert not test.exception
    assert not test.error


def test_a_construct_is_drawn_and_written(source: Source) -> None:
    text = "CONSTRUCT { ?a org:postIn ?b } WHERE { ?a org:postIn ?b }"
    assert not run("query", lang="en", question="own", query=text).exception
    shown = run("query", lang="en", question="own", query=text, view="text")
    assert "org:postIn" in shown.code[0].value


def test_hostile_labels_are_text_in_every_way(source: Source) -> None:
    query = "SELECT ?post ?label { ?post a org:Post ; rdfs:label ?label }"
    for view in ("table", "chart", "graph"):
        test = run("query", lang="en", question="own", query=query, view=view)
        for body in [element.proto.body for element in test.get("html")]:
            assert viz_example.HOSTILE not in body


def test_a_stopped_question_frees_its_process(example_store: Any) -> None:
    with open_store(example_store) as version, EmbeddedService(version, processes=1, timeout=60) as service:
        from organigram_viz.asked import Asked

        endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
        asked = Asked(endless, lambda sparql, stop: service.query(sparql, stop=stop))
        assert not asked.wait(0.5)
        asked.stop()
        assert asked.wait(10)
        with pytest.raises(QueryError):
            asked.result()
        started = time.monotonic()
        assert service.query("ASK {}").boolean
        assert time.monotonic() - started < 10


def test_words_and_tag_of_the_catalogue_stand_in_the_address(source: Source) -> None:
    test = run("query", lang="en", words="silent", tag="pay")
    assert not test.exception
    assert test.text_input(key="question-words").value == "silent"
    shown = [button.label for button in test.button]
    assert "Postings silent on pay" in shown
    assert "Direct reports" not in shown
    test.text_input(key="question-words").set_value("").run()
    assert "words" not in test.query_params
    assert "Pay by role, currency and period" in [button.label for button in test.button]
