"""Entities at their addresses, pages, search, the description of the data set: both languages, nothing foreign, all escaped."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph
import pytest
import rdflib
from asking import solutions
from serving import serving

from organigram import namespaces as ns
from organigram.model import Facts, Posting
from organigram.namespaces import expand
from organigram.store import StoreWriter, open_store

ROLE, POST = "/role/medical-coordinator", "/post/alima/ML/head-of-mission"
PAGE = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
HOSTILE = "<img src=x onerror=alert(1)>"
PAGES = (ROLE, "/country/ML", "/ontology", "/about", "/search?q=mali", "/sparql", "/role/nothing", "/graph/about")


@pytest.mark.parametrize(
    ("accept", "ending", "kind", "parser"),
    [
        ("text/turtle", ".ttl", "text/turtle", "turtle"),
        ("application/ld+json", ".jsonld", "application/ld+json", "json-ld"),
        ("application/n-triples", ".nt", "application/n-triples", "nt"),
        ("application/rdf+xml", ".rdf", "application/rdf+xml", "xml"),
    ],
)
@pytest.mark.filterwarnings("ignore:(ConjunctiveGraph|Dataset).* is deprecated:DeprecationWarning")
def test_programs_get_triples_by_accept_and_by_ending(
    web: httpx.Client, accept: str, ending: str, kind: str, parser: str
) -> None:
    asked = web.get(ROLE, headers={"accept": accept})
    ended = web.get(ROLE + ending, headers=PAGE)
    for answer in (asked, ended):
        assert answer.headers["content-type"].partition(";")[0] == kind
        assert answer.headers["content-location"] == ROLE + ending
        assert {"Accept", "Accept-Language"} <= set(answer.headers["vary"].split(", "))
        assert f'<{ROLE}.html>; rel="alternate"; type="text/html"' in answer.headers["link"]
        assert f"<{ROLE}{ending}>" not in answer.headers["link"]
    graph = rdflib.Graph().parse(data=asked.text, format=parser)
    assert set(graph) == set(rdflib.Graph().parse(data=ended.text, format=parser))
    role = rdflib.URIRef(ns.BASE + ROLE[1:])
    assert set(graph.objects(role, rdflib.RDFS.label)) == {
        rdflib.Literal("Medical Coordinator", lang="en"),
        rdflib.Literal("Coordinateur médical", lang="fr"),
    }
    assert list(graph.subjects(rdflib.URIRef(expand("org:role")), role)), "what speaks of it is there too"


def test_programs_get_the_evidence(web: httpx.Client, store: Path) -> None:
    line = "ngo:reportsDirectlyTo"
    with open_store(store) as version:
        (statement, *_) = solutions(
            version.engine,
            f"PREFIX rdf: <{expand('rdf:')}> SELECT ?s ?post {{ ?s rdf:predicate <{expand(line)}> ; rdf:subject ?post }} LIMIT 1",
        )
    post = statement["post"].value
    graph = rdflib.Graph().parse(data=web.get(post.replace(ns.BASE, "/") + ".nt").text, format="nt")
    asked = f"""SELECT ?words ?sure {{
      ?statement <{expand("rdf:subject")}> <{post}> ; <{expand("rdf:predicate")}> <{expand(line)}> .
      ?annotation <{expand("oa:hasBody")}> ?statement ; <{expand("oa:hasTarget")}>/<{expand("oa:hasSelector")}> ?selector ;
        <{expand("itsrdf:taConfidence")}> ?sure . ?selector <{expand("oa:exact")}> ?words }}"""
    assert list(graph.query(asked))


def test_people_get_a_page_in_their_language_with_sentences(web: httpx.Client) -> None:
    english = web.get(ROLE, headers=PAGE)
    assert english.headers["content-type"] == "text/html; charset=utf-8"
    assert "<h1>Medical Coordinator</h1>" in english.text
    assert english.headers["content-language"] == "en"
    french = web.get(ROLE, headers={**PAGE, "accept-language": "de, fr-CA;q=0.8, en;q=0.5"})
    assert "<h1>Coordinateur médical</h1>" in french.text
    assert "Ce qui en est dit" in french.text
    chosen = web.get(ROLE, params={"lang": "fr"}, headers={**PAGE, "accept-language": "en"})
    assert chosen.text == french.text
    posting = re.findall(r'href="(/posting/[0-9a-f]{16})', web.get("/country/ML.html").text)[0]
    page = web.get(posting, headers=PAGE).text
    assert re.search(r"<blockquote>[^<]*<mark>[^<]+</mark>[^<]*</blockquote>", page)
    assert re.search(r"confidence \d+ %", page)
    post = web.get(re.findall(r'href="(/post/[^"?]+)', page)[0], headers=PAGE).text
    assert "follows from the facts" in post


def test_what_speaks_of_a_thing_comes_in_pages(web: httpx.Client) -> None:
    seen: set[str] = set()
    address = "/scheme/roles"
    for _ in range(30):
        page = web.get(address, headers=PAGE).text
        seen |= set(re.findall(r'<li><a href="/(role(?:-family)?/[^"?]+)', page))
        after = re.search(r'<a href="([^"]+)" rel="next">', page)
        if not after:
            break
        address = after[1].replace("&amp;", "&")
    inverse = f"SELECT (COUNT(DISTINCT ?role) AS ?n) {{ ?role <{expand('skos:inScheme')}> <{ns.BASE}scheme/roles> }}"
    assert len(seen) == int(web.get("/sparql", params={"query": inverse, "format": "csv"}).text.split()[1])
    for wrong in ("0", "-1", "x", "99999999", "²"):
        assert web.get("/scheme/roles", params={"page": wrong}).status_code == 400
    assert web.get("/scheme/roles.html", params={"page": "99999"}).status_code == 200


def test_nothing_there_helps_on(web: httpx.Client) -> None:
    told = web.get("/role/medical-coordinatr-xyz", headers={"accept": "application/json"})
    assert told.status_code == 404
    assert ns.BASE + "role/medical-coordinator" in [one["iri"] for one in told.json()["suggestions"]]
    page = web.get("/role/medical-coordinatr", headers={**PAGE, "accept-language": "fr"})
    assert page.status_code == 404
    assert re.search(r'<a href="/role/medical-coordinator\?lang=fr">Coordinateur médical</a>', page.text)
    wrong = ("/role/%00", "/role/%ff", "/role/a b<c>", "/..%2f..%2fetc/passwd", "/" + "x/" * 2000, "/role/{?s}", "/é/ö", "/role/")
    for path in wrong:
        assert web.get(path).status_code == 404, path
    assert web.post(ROLE).status_code == 405
    assert web.get(ROLE, headers={"accept": "image/png"}).status_code == 406


def test_an_answer_that_the_client_has_is_not_sent_again(web: httpx.Client) -> None:
    first = web.get(ROLE, headers=PAGE)
    again = web.get(ROLE, headers={**PAGE, "if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert web.get(ROLE, headers={**PAGE, "if-none-match": first.headers["etag"], "accept-language": "fr"}).status_code == 200
    assert web.head(ROLE).headers["etag"] == web.get(ROLE).headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_pages_fetch_nothing_from_elsewhere_and_have_no_script(web: httpx.Client, path: str, language: str) -> None:
    page = web.get(path, headers={**PAGE, "accept-language": language}).text
    assert f'<html lang="{language}">' in page
    assert not re.findall(r"<(?:script|img|iframe|object|embed)", page)
    assert not re.findall(r'(?:src|action)="(?!/)', page)
    assert not re.findall(r'<link[^>]+rel="(?:stylesheet|preload|icon)"', page)
    assert "url(" not in page


def test_the_ontology_is_served_whole_and_its_terms_have_anchors(web: httpx.Client) -> None:
    graph = rdflib.Graph().parse(data=web.get("/ontology.ttl").text, format="turtle")
    assert (rdflib.URIRef(ns.ONTOLOGY_IRI), rdflib.RDF.type, rdflib.OWL.Ontology) in graph
    page = web.get("/ontology", headers={**PAGE, "accept-language": "fr"}).text
    own = {str(term).partition("#")[2] for term in graph.subjects(rdflib.RDFS.label) if str(term).startswith(expand("ngo:"))}
    assert len(own) > 40
    assert own <= set(re.findall(r'id="([^"]+)"', page))


@pytest.mark.parametrize("path", ["/about", "/.well-known/void"])
def test_the_data_set_describes_itself_and_where_it_is_served(web: httpx.Client, url: str, path: str) -> None:
    graph = rdflib.Graph().parse(data=web.get(path, headers={"accept": "text/turtle"}).text, format="turtle")
    data_set = rdflib.URIRef(ns.BASE + "dataset")
    assert graph.value(data_set, rdflib.VOID.sparqlEndpoint) == rdflib.URIRef(f"{url}/sparql")
    assert int(str(graph.value(data_set, rdflib.VOID.triples))) > 10_000
    assert (data_set, rdflib.RDF.type, rdflib.DCAT.Dataset) in graph
    page = web.get(path, headers={**PAGE, "accept-language": "fr"}).text
    assert "À propos de ce graphe" in page


def test_search_finds_in_both_languages_without_accents(web: httpx.Client) -> None:
    for words in ("coordinateur medical", "COORDINATEUR MÉDICAL", "medical coord", "coord medic"):
        hits = web.get("/search", params={"q": words, "lang": "fr"}).json()["hits"]
        assert hits[0] | {"matched": ""} == {
            "iri": ns.BASE + "role/medical-coordinator",
            "kind": "role",
            "label": "Coordinateur médical",
            "matched": "",
            "language": hits[0]["language"],
        }
    only = web.get("/search", params={"q": "mali", "kind": "country,place"}).json()["hits"]
    assert {hit["kind"] for hit in only} <= {"country", "place"}
    assert len(web.get("/search", params={"q": "c", "limit": 7}).json()["hits"]) == 7
    page = web.get("/search", params={"q": "coordinatrice medicale"}, headers={**PAGE, "accept-language": "fr"}).text
    assert "Coordinateur médical" in page


@pytest.mark.parametrize(
    "words",
    [
        '"',
        "'; DROP TABLE label; --",
        "NEAR(a b)",
        "a* OR b*",
        "\0",
        "^",
        "(((",
        "*" * 200,
        "a " * 100,
        "\U0001f600",
        "é" * 200,
        "%_",
        "-",
        HOSTILE,
    ],
)
def test_search_takes_whatever_is_looked_for(web: httpx.Client, words: str) -> None:
    answer = web.get("/search", params={"q": words})
    assert answer.status_code == 200, answer.text
    page = web.get("/search", params={"q": words}, headers=PAGE)
    assert page.status_code == 200
    assert "<img" not in page.text


def test_search_with_facts_tells_them_and_is_narrowed_by_them(web: httpx.Client) -> None:
    answer = web.get("/search", params={"q": "mali", "facts": "1", "lang": "fr"}).json()
    (mali,) = (hit for hit in answer["hits"] if hit["iri"].endswith("/country/ML"))
    assert mali["postings"] > 0
    assert answer["total"] >= len(answer["hits"])
    there = {"facts": "1", "country": mali["iri"], "kind": "posting", "limit": 100}
    postings = web.get("/search", params=there).json()
    assert postings["total"] == mali["postings"]
    assert {hit["kind"] for hit in postings["hits"]} == {"posting"}
    assert web.get("/search", params={"q": "mali", "facts": "1", "country": "' OR 1"}).json()["total"] == 0


def test_search_says_what_it_does_not_take(web: httpx.Client) -> None:
    for values in (
        {"q": "x" * 201},
        {"q": "a", "kind": "dragon"},
        {"q": "a", "limit": "0"},
        {"q": "a", "limit": "x"},
        {"q": "a", "limit": "101"},
    ):
        answer = web.get("/search", params=values, headers={"accept-language": "fr"})
        assert answer.status_code == 400
        assert answer.headers["content-language"] == "fr"
    assert web.get("/search").json()["hits"] == []


@pytest.fixture(scope="module")
def trapped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service over a graph whose labels, words and IRIs would harm a page, under a base of its own."""
    base, key = "https://data.example.org/kg/", "a" * 16
    text = f"Title {HOSTILE} officer. Write to jane.doe@example.org."
    quads = [
        f"<{base}posting/{key}> <{expand('rdf:type')}> <{expand('schema:JobPosting')}>",
        f'<{base}posting/{key}> <{expand("rdfs:label")}> "{HOSTILE}"@en',
        f'<{base}posting/{key}> <{expand("schema:title")}> "{HOSTILE}"@en',
        f"<{base}posting/{key}> <{expand('schema:mentions')}> <javascript:alert(1)>",
        f"<{base}posting/{key}> <{expand('schema:mentions')}> <{base}place/%22%3E%3Cscript%3E>",
        f"<{base}s> <{expand('rdf:subject')}> <{base}posting/{key}>",
        f"<{base}s> <{expand('rdf:predicate')}> <{expand('schema:title')}>",
        f'<{base}s> <{expand("rdf:object")}> "{HOSTILE}"@en',
        f"<{base}e> <{expand('oa:hasBody')}> <{base}s>",
        f"<{base}e> <{expand('oa:hasTarget')}> <{base}t>",
        f"<{base}t> <{expand('oa:hasSource')}> <{base}posting/{key}>",
        f"<{base}t> <{expand('oa:hasSelector')}> <{base}q>",
        f"<{base}t> <{expand('oa:hasSelector')}> <{base}p>",
        f'<{base}q> <{expand("oa:exact")}> "{HOSTILE}"',
        f"<{base}p> <{expand('oa:start')}> 6",
        f"<{base}p> <{expand('oa:end')}> {6 + len(HOSTILE)}",
    ]
    folder = tmp_path_factory.mktemp("trapped") / "store"
    turtle = pyoxigraph.parse("\n".join(f"{quad} ." for quad in quads), format=pyoxigraph.RdfFormat.TURTLE)
    with StoreWriter.begin(folder) as writer:
        lines = [f"{quad.triple} <{base}graph/posting/{key}> ." for quad in turtle]
        posting = Posting("a", "a.txt", "en", text)
        writer.add_posting(posting, Facts("a", "a.txt", "en"), [line.replace(key, posting.key) for line in lines])
        writer.publish({"base": base}).close()
    with serving(folder) as address:
        yield f"{address}/posting/{posting.key}"


def test_hostile_labels_words_and_addresses_are_shown_as_they_are_written(trapped: str) -> None:
    page = httpx.get(trapped, headers=PAGE)
    assert page.status_code == 200
    assert "<img" not in page.text
    shown = "&lt;img src=x onerror=alert(1)&gt;"
    assert f"<blockquote>Title <mark>{shown}</mark> officer.</blockquote>" in page.text
    assert "jane.doe" not in page.text
    assert "<script" not in page.text
    assert 'href="javascript' not in page.text


def test_a_base_of_its_own_is_served_at_the_same_paths(trapped: str) -> None:
    graph = rdflib.Graph().parse(data=httpx.get(f"{trapped}.ttl").text, format="turtle")
    assert rdflib.URIRef(f"https://data.example.org/kg/posting/{trapped.rpartition('/')[2]}") in set(graph.subjects())


@pytest.mark.parametrize(
    ("cors", "allowed"), [("", None), ("*", "*"), ("https://a.example https://b.example", "https://b.example")]
)
def test_other_hosts_pages_may_read_where_that_is_set(store: Path, cors: str, allowed: str | None) -> None:
    with serving(store, cors=cors) as url:
        origin = {"origin": "https://b.example"}
        for path in ("/sparql?query=ASK{}", ROLE, "/search?q=mali", "/role/nothing"):
            assert httpx.get(url + path, headers=origin).headers.get("access-control-allow-origin") == allowed
        ahead = {**origin, "access-control-request-method": "POST", "access-control-request-headers": "content-type"}
        preflight = httpx.options(f"{url}/sparql", headers=ahead)
        assert preflight.headers.get("access-control-allow-origin") == allowed
        stranger = httpx.get(f"{url}/health", headers={"origin": "https://c.example"})
        assert stranger.headers.get("access-control-allow-origin") == ("*" if cors == "*" else None)


@pytest.mark.parametrize("path", [ROLE, "/ontology", "/about"])
def test_every_address_that_a_page_offers_answers(web: httpx.Client, path: str) -> None:
    answer = web.get(path, headers=PAGE)
    offered = set(re.findall(r'href="(/[^"?#]*\.\w+)"', answer.text)) | set(re.findall(r"<(/[^>]+)>", answer.headers["link"]))
    assert offered
    assert {address: web.get(address).status_code for address in offered} == dict.fromkeys(offered, 200)


def test_a_path_of_many_words_is_answered_soon(web: httpx.Client) -> None:
    started = time.monotonic()
    assert web.get("/role/" + "-".join(["mdcl"] * 25)).status_code == 404
    assert time.monotonic() - started < 10


def test_an_iri_that_holds_escapes_answers_at_itself_and_is_linked_so(tmp_path: Path) -> None:
    iri = f"{ns.BASE}project/iati/XM-3%3Fa%2Fb"
    line = f'<{iri}> <{expand("rdfs:label")}> "Wells"@en <{ns.graph("posting", "1")}> .'
    with StoreWriter.begin(tmp_path / "store") as writer:
        writer.add_graph([line, f"<{iri}> <{expand('rdf:type')}> <{expand('schema:Project')}> <{ns.graph('posting', '1')}> ."])
        writer.publish().close()
    with serving(tmp_path / "store") as address, httpx.Client(base_url=address) as web:
        for ending in ("", ".ttl", ".nt"):
            assert web.get("/project/iati/XM-3%3Fa%2Fb" + ending).status_code == 200
        assert 'href="/project/iati/XM-3%3Fa%2Fb?lang=' in web.get("/search?q=wells", headers=PAGE).text
        assert web.get("/project/iati/" + "a" * 5000).status_code == 414
