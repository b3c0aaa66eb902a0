"""The pages about the ontology: up to date, whole in both languages, their links and examples true."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rdflib import OWL, RDF, Graph, URIRef

from organigram import resources
from organigram.catalogue import load_catalogue
from organigram.i18n import LANGUAGES, Language
from organigram.namespaces import ONTOLOGY_IRI, expand
from organigram.ontology import load_ontology, read_terms
from organigram.ontology.contents import alignments, releases, terms_of_questions
from organigram.ontology.pages import ENDINGS, files, html
from organigram.ontology.walk import SEAT, walks

ROOT = Path(__file__).resolve().parents[3]
PAGES = ROOT / "docs" / "ontology"
TERMS = read_terms(load_ontology())


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return files()


def test_the_pages_are_those_that_the_ontology_gives(made: dict[str, str]) -> None:
    stale = [name for name, text in made.items() if not (PAGES / name).is_file() or (PAGES / name).read_text("utf-8") != text]
    assert stale == [], "python -m organigram.ontology"


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids += [given["id"]] if "id" in given else []
        if tag == "a":
            self.links.append(given["href"])
        self.loaded += [given[name] for name in ("src",) if name in given]
        self.loaded += [given["href"]] if tag == "link" and given.get("rel") == "stylesheet" else []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_html_stands_alone_and_its_anchors_are_there(language: Language) -> None:
    page = _Page(html(language))
    assert page.loaded == []
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert {term.name for term in TERMS if term.own} <= set(page.ids)
    assert "url(" not in html(language).replace("url(#arrow)", "")


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.md")), ids=lambda page: page.name)
def test_links_to_files_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8"))
    assert targets
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_page_is_there_in_both_languages() -> None:
    for page in PAGES.glob("*.*"):
        stem = page.name.split(".")[0]
        assert {(PAGES / f"{stem}{ending}{page.suffix}").is_file() for ending in ENDINGS.values()} == {True}


def test_the_examples_turtle_is_read_and_says_what_the_page_says() -> None:
    for language in LANGUAGES:
        text = (PAGES / f"example{ENDINGS[language]}.md").read_text("utf-8")
        (turtle,) = re.findall(r"```turtle\n(.*?)```", text, re.DOTALL)
        graph = Graph().parse(data=turtle)
        assert (URIRef(SEAT), RDF.type, URIRef(expand("org:Post"))) in graph
        declared = {URIRef(term.iri) for term in TERMS}
        assert set(graph.predicates()) - {RDF.type} <= declared


def test_the_example_names_the_superior_and_the_words_in_each_language() -> None:
    superiors: dict[Language, str] = {"en": "Head of Mission", "fr": "Chef de mission"}
    for language, superior in superiors.items():
        walk = walks()[language]
        answers = {name: rows for name, _, _, rows in walk.answers}
        assert any(superior in cell for row in answers["reporting-line"] for cell in row)
        assert any("reports to the Head of Mission" in row for row in walk.facts)
        assert any("owl:propertyChainAxiom" in row[1] for row in walk.follows)


def test_no_released_term_is_gone_and_every_term_is_released() -> None:
    ontology = load_ontology()
    current = str(ontology.value(URIRef(ONTOLOGY_IRI), OWL.versionInfo))
    own = {term.curie for term in TERMS if term.own}
    assert releases()[current] == own
    assert list(releases())[-1] == current
    major = current.split(".")[0]
    for version, terms in releases().items():
        if version.split(".")[0] == major:
            assert terms <= own, version
    prior = str(ontology.value(URIRef(ONTOLOGY_IRI), OWL.priorVersion)).rpartition("/")[2]
    assert prior == list(releases())[-2]
    assert str(ontology.value(URIRef(ONTOLOGY_IRI), OWL.versionIRI)) == f"{ONTOLOGY_IRI}/{current}"


def test_a_deprecated_term_says_what_takes_its_place() -> None:
    graph = Graph().parse(
        data=f"""@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix dcterms: <http://purl.org/dc/terms/> .
        <{ONTOLOGY_IRI}#old> a owl:Class ; owl:deprecated true ; dcterms:isReplacedBy <{ONTOLOGY_IRI}#new> ."""
    )
    (term,) = read_terms(graph)
    assert term.deprecated
    assert term.replaced_by == (f"{ONTOLOGY_IRI}#new",)


def test_alignments_are_of_terms_that_are_there_with_known_relations() -> None:
    declared = {term.iri for term in TERMS}
    told = {expand(f"skos:{name}Match") for name in ("exact", "close", "broad", "narrow", "related")}
    for one in alignments():
        assert one.subject in declared
        assert expand(one.predicate) in told
        assert all(one.comment.values())


def test_every_question_asks_with_terms_of_the_ontology() -> None:
    graphs_only = {"everything-about", "inferred-facts"}  # ask for whatever there is
    assert {name for name, terms in terms_of_questions().items() if not terms} <= graphs_only
    assert terms_of_questions().keys() == load_catalogue().keys()


def test_every_own_term_is_used_by_a_question_a_shape_the_mapping_or_a_list() -> None:
    folders = [resources.queries_dir(), ROOT / "graph" / "organigram", resources.ontology_dir() / "vocabulary"]
    texts = [resources.ontology_dir() / "shapes.ttl", resources.ontology_dir() / "organigram.ttl"]
    used = "\n".join(
        path.read_text("utf-8")
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in (".rq", ".py", ".ttl", ".toml") and "ontology" not in path.parts[len(ROOT.parts) + 2 :]
    )
    shapes, ontology = (path.read_text("utf-8") for path in texts)
    unused = []
    for term in (term for term in TERMS if term.own):
        name = re.compile(rf"{term.curie}\b|[\"']{term.name}[\"']|ontology#{term.name}\b")
        # In the ontology itself: a super class or a link of a chain serves others, its own line does not.
        served = re.search(rf"(?m)^(?!{term.curie} a ).*{term.curie}\b", ontology)
        if not (name.search(used) or name.search(shapes) or served):
            unused.append(term.curie)
    assert unused == []
