"""The catalogue: every question in both languages, on two engines; values that cannot break out of their place.

``ORGANIGRAM_UPDATE_GOLDEN=1 python -m pytest tests/graph/test_catalogue.py`` writes the answers on the small graph anew, to be
read as a change like any other.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
import yaml
from asking import solutions
from catalogue_answers import DATA, keep, known, rows, rows_of_rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st

from organigram.catalogue import Parameter, Question, by_subject, column_label, load_catalogue, parse_question, subject_label
from organigram.cli.catalogue_page import pages
from organigram.errors import QueryError, UsageError
from organigram.i18n import LANGUAGES, Language
from organigram.resources import queries_dir

CATALOGUE = load_catalogue()
#: What is asked of the small graph, where it is not the default.
VALUES: dict[str, dict[str, str]] = {
    "career-ladder": {"family": "management"},
    "chart-as-graph": {"organization": "lumina"},
    "chart-changes": {"organization": "lumina", "country": "ML", "from": "2022-02-01", "to": "2023-12-31"},
    "everything-about": {"entity": "post:lumina/ML/somewhere/project-coordinator"},
    "organigram-of-organization": {"organization": "lumina", "country": "ML"},
    "pay": {"currency": "eur"},
    "posting-as-graph": {"posting": "bbbb"},
    "postings-silent-on-pay": {"organization": "lumina"},
    "posts-by-role-and-country": {"role": "nurse", "country": "ML"},
    "reporting-line": {"post": "lumina/ML/somewhere/nurse"},
    "vacancies-open": {"date": "2022-03-31"},
}
HEADER = "#+ summary: A\n#+ description: B\n#+ fr: {summary: C, description: D}\n"


@pytest.fixture(scope="module")
def small() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load(path=str(DATA / "small.trig"))
    return store


@pytest.fixture(scope="module")
def small_in_rdflib() -> rdflib.Dataset:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=(DATA / "small.trig").read_text("utf-8"), format="trig")
    return dataset


def test_there_are_questions_enough_in_folders_by_subject() -> None:
    assert len(CATALOGUE) >= 45
    assert list(CATALOGUE) == sorted(CATALOGUE)
    subjects = yaml.safe_load((queries_dir() / "subjects.yaml").read_text("utf-8"))
    assert {question.subject for question in CATALOGUE.values()} == set(subjects) == set(by_subject())
    assert all(set(told) == set(LANGUAGES) for told in subjects.values())
    assert subject_label("unknown", "fr") == "unknown"


#: What the sector asks, and the questions that answer it.
ASKED = {
    "who reports to whom, all the way, across postings": ["reporting-line", "direct-reports", "organigram-of-organization"],
    "span of control": ["span-of-control"],
    "seats known but never advertised": ["seats-never-advertised"],
    "how a chart changed between two dates": ["chart-changes"],
    "which donor pays which seats": ["posts-paid-by-donor"],
    "what a donor funds by country and sector": ["funding-by-country-and-sector", "donor-countries"],
    "consortia and who leads": ["consortia"],
    "organizations that share donors or partners": ["organizations-sharing-donors", "organizations-sharing-partners"],
    "role mix by country": ["roles-by-country"],
    "pay by role, currency and period": ["pay-by-role", "pay"],
    "contract kinds": ["contract-kinds", "vacancies-by-contract", "contract-durations"],
    "languages required and where French opens doors": [
        "languages-required",
        "where-french-opens-doors",
        "vacancies-for-a-speaker",
    ],
    "a role's names in both languages, its ESCO and ISCO codes": ["role-titles", "role-names"],
    "vacancies open on a date": ["vacancies-open", "deadlines"],
    "seats advertised again and how soon": ["seats-advertised-again"],
    "postings silent on pay": ["postings-silent-on-pay", "silence-on-pay-by-employer"],
    "facts below a confidence": ["facts-below-confidence"],
    "facts two sources disagree on": ["fields-and-text-disagree", "postings-disagree", "two-direct-superiors"],
    "everything known of one entity with evidence": ["everything-about"],
    "inferred facts and why": ["inferred-facts"],
}


@pytest.mark.parametrize("subject", ASKED)
def test_what_the_sector_asks_has_a_question(subject: str) -> None:
    assert [name for name in ASKED[subject] if name not in CATALOGUE] == []


def test_views_and_tags_are_of_a_few_that_recur() -> None:
    tags = Counter(tag for question in CATALOGUE.values() for tag in question.tags)
    assert [tag for tag, number in tags.items() if number == 1] in ([], ["places"])
    assert {question.view for question in CATALOGUE.values()} == {"table", "bar", "network", "organigram"}


@pytest.mark.parametrize(("name", "text"), list(pages()))
def test_the_index_is_what_the_headers_say(name: str, text: str) -> None:
    assert (queries_dir() / name).read_text("utf-8") == text, "write it anew: python -m organigram.cli.catalogue_page"


# rdflib warns of names that its own parsers and its query engine still use.
@pytest.mark.filterwarnings("ignore:Dataset.(default_context|contexts) is deprecated:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", CATALOGUE.values(), ids=lambda question: question.name)
def test_answers_on_the_small_graph_are_those_expected_and_of_two_engines(
    question: Question, language: Language, small: pyoxigraph.Store, small_in_rdflib: rdflib.Dataset
) -> None:
    values = VALUES.get(question.name, {})
    sparql = question.bind(values, language)
    found = rows(small, sparql)
    kept = known("small.json").get(question.name, {})
    keep("small.json", question, {**kept, "values": values, language: found}, CATALOGUE)
    expected = known("small.json")[question.name]
    assert (expected["values"], expected[language]) == (values, found)
    assert rows_of_rdflib(small_in_rdflib, sparql) == sorted(found, key=repr)


@pytest.mark.parametrize("question", CATALOGUE.values(), ids=lambda question: question.name)
def test_every_column_has_a_heading_in_both_languages(question: Question) -> None:
    found = pyoxigraph.Store().query(question.bind(VALUES.get(question.name)))
    variables = [v.value for v in found.variables] if isinstance(found, pyoxigraph.QuerySolutions) else []
    columns = yaml.safe_load((queries_dir() / "columns.yaml").read_text("utf-8"))
    assert [v for v in variables if set(columns.get(v, {})) != set(LANGUAGES)] == []


def test_no_heading_is_left_over() -> None:
    columns = yaml.safe_load((queries_dir() / "columns.yaml").read_text("utf-8"))
    text = "\n".join(question.text for question in CATALOGUE.values())
    assert [column for column in columns if not re.search(rf"\?{column}\b", text)] == []
    assert column_label("steps", "fr") == "Échelons"


def test_a_label_falls_back_to_the_other_language(small: pyoxigraph.Store) -> None:
    found = rows(small, CATALOGUE["donors-by-project"].bind({}, "en"))
    assert [row[1] for row in found if row[0] == "project/lumina/aube-ml"] == ["Projet Aube"]


def test_grlc_finds_its_keys() -> None:
    for path in queries_dir().rglob("*.rq"):
        header = yaml.safe_load(
            "\n".join(line.lstrip("#+") for line in path.read_text("utf-8").splitlines() if line.startswith("#+"))
        )
        assert isinstance(header["summary"], str), path
        assert isinstance(header["description"], str), path
        assert isinstance(header["tags"], list), path


@pytest.mark.parametrize(
    ("type_", "kind", "value", "term"),
    [
        ("iri", "country", "ML", "<https://w3id.org/organigram/country/ML>"),
        ("iri", "country", "ml", "<https://w3id.org/organigram/country/ML>"),
        ("iri", "organization", "alima", "<https://w3id.org/organigram/organization/alima>"),
        ("iri", "organization", "country/ML", "<https://w3id.org/organigram/country/ML>"),
        ("iri", "any", "organization/alima", "<https://w3id.org/organigram/organization/alima>"),
        ("iri", "organization", "alima/ML", "<https://w3id.org/organigram/organization/alima/ML>"),
        ("iri", "", "ngo:paidBy", "<https://w3id.org/organigram/ontology#paidBy>"),
        ("iri", "", "post:alima/ML/head-of-mission", "<https://w3id.org/organigram/post/alima/ML/head-of-mission>"),
        ("iri", "role", "<http://example.org/é>", "<http://example.org/é>"),
        ("string", "", "x", '"x"'),
        ("integer", "", 5, '"5"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("decimal", "", "0.50", '"0.50"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("date", "", "2024-02-29", '"2024-02-29"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("boolean", "", "Oui", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
    ],
)
def test_a_value_becomes_a_term(type_: str, kind: str, value: object, term: str) -> None:
    assert Parameter("x", type_, "_x", True, {}, kind=kind).term(value) == term


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("iri", "no such thing"),
        ("iri", "http://x.org/> . ?s ?p ?o . <x:y"),
        ("iri", "ML"),
        ("iri", ""),
        ("string", "\ud800"),
        ("integer", "5.5"),
        ("integer", "1 } #"),
        ("decimal", "1e999999999"),
        ("decimal", "nan"),
        ("date", "30/03/2022"),
        ("date", "2023-02-29"),
        ("boolean", "perhaps"),
    ],
)
def test_a_wrong_value_is_refused_in_both_languages(type_: str, value: str) -> None:
    with pytest.raises(UsageError) as caught:
        Parameter("x", type_, "_x", True, {}).term(value)
    english, french = caught.value.message("en"), caught.value.message("fr")
    assert english.startswith("x: ")
    assert english != french


def test_only_a_choice_is_taken() -> None:
    parameter = Parameter("x", "string", "_x", True, {}, choices=("a", "b"))
    assert parameter.term("b") == '"b"'
    with pytest.raises(UsageError, match="Give one of: a, b"):
        parameter.term("c")


_ECHO = parse_question("echo", HEADER + "#+ parameters: {x: {en: X, fr: X}}\nSELECT (?_x AS ?echo) WHERE { }")


@settings(max_examples=300, deadline=None)
@example("\\\x1f")
@example("\\u0022")
@example("\x1f0022")
@example("\\\\U0000005C")
@given(st.text(alphabet=st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("\\\"'u0U{}\n\r #?_$x"))))
def test_text_comes_back_from_two_engines_as_it_went_in(text: str) -> None:
    sparql = _ECHO.bind({"x": text}) if text else ""
    if not text:
        return
    (solution,) = solutions(pyoxigraph.Store(), sparql)
    assert solution["echo"].value == text
    if "\r" not in text and "\x00" not in text:
        (binding,) = rdflib.Graph().query(sparql).bindings
        assert str(binding[rdflib.Variable("echo")]) == text


def test_only_parameters_are_replaced() -> None:
    text = """SELECT ?_x WHERE { <http://x.org/?_x> ?p "?_x" , '?_x' . # ?_x
      FILTER(?y <?_x && ?z > 3) FILTER(?long = \"\"\"a "?_x" b\"\"\" || ?_xy = 1 || ?other_x = 2) }"""
    question = Question("q", "", {}, {}, (), {"x": Parameter("x", "integer", "_x", True, {})}, text)
    bound = question.bind({"x": 7})
    assert bound.count("^^") == 2
    assert '?y <"7"^^' in bound


def test_an_optional_parameter_without_value_stays_free(small: pyoxigraph.Store) -> None:
    question = CATALOGUE["posts-by-role-and-country"]
    everything = rows(small, question.bind({}))
    assert {row[4] for row in everything} == {"Mali", "Chad"}
    assert rows(small, question.bind({"country": "TD", "role": ""})) == [row for row in everything if row[4] == "Chad"]


def test_unknown_and_missing_parameters_are_told() -> None:
    with pytest.raises(UsageError, match="Its parameters are: role, country"):
        CATALOGUE["posts-by-role-and-country"].bind({"cuontry": "ML"})
    with pytest.raises(UsageError, match="needs a value"):
        _ECHO.bind({})


def test_another_base_is_put_in() -> None:
    sparql = CATALOGUE["inferred-facts"].bind({"predicate": "ngo:paidBy"}, base="https://example.org/kg/")
    assert "GRAPH <https://example.org/kg/graph/inferred>" in sparql
    assert "<https://w3id.org/organigram/ontology#paidBy>" in sparql
    assert "<https://example.org/kg/organization/alima>" in CATALOGUE["everything-about"].bind({}, base="https://example.org/kg/")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("SELECT * {}", "There is no header"),
        ("#+ summary: [\nSELECT * {}", "no YAML"),
        ("#+ summary: A\n#+ description: B\nSELECT * {}", "summary (fr)"),
        (HEADER + "SELECT * { ?s ?p ?_x_strange }", "_x_strange"),
        (HEADER + "SELECT * { ?s ?p ?_x , ?_x_iri }", "x (en, fr)"),
        (HEADER + "#+ parameters: {x: {en: X, fr: X}}\nSELECT * { ?s ?p ?_x , ?_x_iri }", "_x_iri"),
        (HEADER + "#+ defaults: [{y: 1}]\nSELECT * {}", "does not use"),
    ],
)
def test_a_wrong_header_is_told(source: str, said: str) -> None:
    with pytest.raises(QueryError, match=re.escape(said)):
        parse_question("q", source, file="q.rq")


def test_two_files_of_one_name_are_told(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "q.rq").write_text(HEADER + "SELECT * {}", "utf-8")
    with pytest.raises(QueryError, match="Another question"):
        load_catalogue(tmp_path)
