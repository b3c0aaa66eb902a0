"""SPARQL 1.1 Protocol: requests, forms, statuses, what is refused; each answer read by another's parser."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import httpx
import pytest
import rdflib
from starlette.requests import Request

from organigram.config import Settings
from organigram.querying.current import CurrentService
from organigram.service.asking import Asking
from organigram.service.metrics import Metrics
from organigram.service.requests import client_of

#: rdflib's own parser of JSON-LD makes one.
pytestmark = pytest.mark.filterwarnings("ignore:(ConjunctiveGraph|Dataset).* is deprecated:DeprecationWarning")
ALIMA = "https://w3id.org/organigram/organization/alima"
LABELS = f'SELECT ?label {{ <{ALIMA}> <http://www.w3.org/2000/01/rdf-schema#label> ?label FILTER (LANG(?label) = "fr") }}'
DESCRIBED = f"DESCRIBE <{ALIMA}>"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def value_of(answer: httpx.Response) -> str:
    """The one value of an answer, by its form."""
    kind = answer.headers["content-type"].partition(";")[0]
    if kind == "application/sparql-results+json":
        return str(answer.json()["results"]["bindings"][0]["label"]["value"])
    if kind == "application/sparql-results+xml":
        return "".join(ElementTree.fromstring(answer.text).itertext()).strip()
    rows = list(csv.reader(io.StringIO(answer.text), delimiter="\t" if "tab" in kind else ","))
    return rows[1][0].partition("@")[0].strip('"')


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=0.3, application/sparql-results+xml;q=0.7", "application/sparql-results+xml"),
        ("text/csv;q=0, */*;q=0.1", "application/sparql-results+json"),
        ("text/*;q=0.9, application/sparql-results+json;q=0.2", "text/csv"),
        (BROWSER, "application/sparql-results+xml"),
    ],
)
def test_rows_come_in_the_form_that_the_client_likes_best(web: httpx.Client, accept: str, kind: str) -> None:
    answer = web.get("/sparql", params={"query": LABELS}, headers={"accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == kind
    assert "Accept" in answer.headers["vary"]
    assert value_of(answer) == "ALIMA"


@pytest.mark.parametrize(
    ("accept", "kind", "parser"),
    [
        ("", "text/turtle", "turtle"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
        ("application/ld+json", "application/ld+json", "json-ld"),
        ("application/n-quads", "application/n-quads", "nquads"),
        ("application/trig", "application/trig", "trig"),
        ("text/plain", "application/n-triples", "nt"),
    ],
)
def test_triples_come_in_every_form_and_are_the_same(web: httpx.Client, accept: str, kind: str, parser: str) -> None:
    answer = web.get("/sparql", params={"query": DESCRIBED}, headers={"accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == kind
    found = rdflib.Dataset().parse(data=answer.text, format=parser)
    reference = rdflib.Graph().parse(data=web.get("/sparql", params={"query": DESCRIBED, "format": "nt"}).text, format="nt")
    assert {quad[:3] for quad in found.quads((None, None, None, None))} == set(reference)
    assert len(reference) > 5


def test_the_three_ways_to_send_a_query_are_one(web: httpx.Client) -> None:
    got = web.get("/sparql", params={"query": LABELS})
    form = web.post("/sparql", data={"query": LABELS})
    body = web.post("/sparql", content=LABELS, headers={"content-type": "application/sparql-query; charset=UTF-8"})
    assert got.content == form.content == body.content
    assert {got.status_code, form.status_code, body.status_code} == {200}


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv", "text/csv", "application/sparql-results+xml"])
def test_a_form_that_is_named_goes_before_accept(web: httpx.Client, form: str) -> None:
    answer = web.get("/sparql", params={"query": LABELS, "format": form}, headers={"accept": "image/png"})
    assert answer.status_code == 200
    assert value_of(answer) == "ALIMA"


def test_ask_and_no_rows_are_whole_answers(web: httpx.Client) -> None:
    assert web.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).json()["boolean"] is True
    assert web.get("/sparql", params={"query": "ASK { FILTER(false) }", "format": "csv"}).text.strip() == "false"
    none = web.get("/sparql", params={"query": "SELECT ?x { FILTER(false) }"}).json()
    assert none == {"head": {"vars": ["x"]}, "results": {"bindings": []}}


@pytest.mark.parametrize(
    ("method", "values", "status"),
    [
        ("GET", {"params": {"query": LABELS}, "headers": {"accept": "image/png"}}, 406),
        ("GET", {"params": {"query": LABELS, "format": "turtle"}}, 406),
        ("GET", {"params": {"query": DESCRIBED, "format": "csv"}}, 406),
        ("GET", {"params": {"query": "SELECT ?x {"}}, 400),
        ("GET", {"params": {"query": ""}}, 400),
        ("GET", {"params": [("query", LABELS), ("query", LABELS)]}, 400),
        ("GET", {"params": {"query": LABELS, "default-graph-uri": "no iri"}}, 400),
        ("POST", {}, 415),
        ("POST", {"content": LABELS, "headers": {"content-type": "text/plain"}}, 415),
        (
            "POST",
            {"content": b"x", "headers": {"content-type": "application/sparql-query; charset=utf-16"}},
            415,
        ),
        ("POST", {"content": b"SELECT \xff", "headers": {"content-type": "application/sparql-query"}}, 400),
        ("POST", {"content": LABELS, "headers": {"content-type": "application/sparql-query; charset=nonsense"}}, 415),
        ("POST", {"data": {"nothing": "here"}}, 400),
        ("POST", {"params": {"query": LABELS}, "content": LABELS, "headers": {"content-type": "application/sparql-query"}}, 400),
        ("POST", {"data": {"update": "DROP ALL"}}, 403),
        ("POST", {"content": "CLEAR ALL", "headers": {"content-type": "application/sparql-update"}}, 403),
        ("GET", {"params": {"update": "DROP ALL"}}, 403),
        ("GET", {"params": {"query": "INSERT DATA { <x:a> <x:b> <x:c> }"}}, 403),
        ("GET", {"params": {"query": "LOAD <http://127.0.0.1:1/>"}}, 403),
        ("GET", {"params": {"query": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"}}, 403),
        ("PUT", {"content": "x"}, 405),
        ("DELETE", {}, 405),
        ("PATCH", {}, 405),
    ],
)
def test_statuses(web: httpx.Client, method: str, values: dict[str, Any], status: int) -> None:
    answer = web.request(method, "/sparql", **values)
    assert answer.status_code == status, answer.text
    if status == 405:
        assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}
    if status != 200:
        assert len(answer.text.strip()) > 20, "an answer says what is wrong and what to do"


@pytest.mark.parametrize(
    "update",
    ["INSERT DATA { <x:a> <x:b> <x:c> }", "DROP ALL", "CLEAR DEFAULT", "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"],
)
def test_nothing_that_is_sent_changes_the_graph(web: httpx.Client, update: str) -> None:
    count = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "format": "csv"}
    before = web.get("/sparql", params=count).text
    for values in ({"query": update}, {"update": update}, {"query": f"PREFIX a: <x:> # SELECT\n{update}"}):
        assert web.post("/sparql", data=values).status_code in (400, 403)
    assert web.get("/sparql", params=count).text == before


def test_the_data_set_of_the_request_is_honoured(web: httpx.Client) -> None:
    vocabulary, about = ("https://w3id.org/organigram/graph/" + name for name in ("vocabulary", "about"))

    def count(query: str, *named: tuple[str, str]) -> int:
        answer = web.get("/sparql", params=[("query", query), ("format", "csv"), *named])
        assert answer.status_code == 200, answer.text
        return int(answer.text.split()[1])

    everything, graphs = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    both = count(everything, ("default-graph-uri", vocabulary), ("default-graph-uri", about))
    assert both == sum(count(everything, ("default-graph-uri", graph)) for graph in (vocabulary, about))
    assert 0 < both < count(everything)
    assert count(graphs, ("named-graph-uri", about)) == 1
    assert count(graphs, ("default-graph-uri", about)) == 0, "no named graph was named"
    assert count(everything, ("named-graph-uri", about)) == 0, "the default graph of such a data set is empty"
    assert count(everything, ("default-graph-uri", "https://example.org/nowhere")) == 0
    over = f"SELECT (COUNT(*) AS ?n) FROM <{vocabulary}> {{ ?s ?p ?o }}"
    assert count(over, ("default-graph-uri", about)) == count(everything, ("default-graph-uri", about)), "it goes before FROM"
    posted = web.post(
        f"/sparql?default-graph-uri={quote(about)}&format=csv",
        content=everything,
        headers={"content-type": "application/sparql-query"},
    )
    assert int(posted.text.split()[1]) == count(everything, ("default-graph-uri", about))


def test_a_mistake_is_told_with_its_place_in_the_clients_language_and_form(web: httpx.Client) -> None:
    wrong = {"query": "SELECT ?x {\n ?x rdfs:label ?y }"}
    plain = web.get("/sparql", params=wrong)
    assert plain.headers["content-type"].startswith("text/plain")
    assert plain.text.startswith('2:5: The prefix "rdfs:" is not declared.')
    french = web.get("/sparql", params=wrong, headers={"accept-language": "fr-BE, en;q=0.8", "accept": "application/json"})
    assert french.headers["content-type"] == "application/problem+json"
    assert french.headers["content-language"] == "fr"
    told = french.json()
    assert (told["status"], told["place"], told["error"]) == (400, "2:5", "QueryError")
    assert "préfixe" in told["reason"]
    page = web.get("/sparql", params={"query": "<script>alert(1)</script>"}, headers={"accept": BROWSER, "accept-language": "fr"})
    assert page.status_code == 400
    assert "<script>" not in page.text
    assert '<html lang="fr">' in page.text


def test_head_and_options(web: httpx.Client) -> None:
    head = web.head("/sparql", params={"query": LABELS})
    got = web.get("/sparql", params={"query": LABELS})
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", str(len(got.content)))
    options = web.options("/sparql")
    assert options.status_code == 204
    assert "POST" in options.headers["allow"]


def test_without_a_query_the_service_describes_itself(web: httpx.Client, url: str) -> None:
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    for accept in ("text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples", "*/*"):
        answer = web.get("/sparql", headers={"accept": accept})
        found = rdflib.Graph().parse(data=answer.text, format=answer.headers["content-type"].partition(";")[0])
        (service,) = found.subjects(rdflib.RDF.type, sd.Service)
        assert found.value(service, sd.endpoint) == rdflib.URIRef(f"{url}/sparql")
        assert sd.SPARQL11Query in found.objects(service, sd.supportedLanguage)
        assert sd.UnionDefaultGraph in found.objects(service, sd.feature)
        assert len(list(found.objects(service, sd.resultFormat))) == 10
    page = web.get("/sparql", headers={"accept": BROWSER})
    assert page.headers["content-type"].startswith("text/html")
    assert "<textarea" in page.text


def test_text_of_other_scripts_and_signs_comes_back_as_it_was_sent(web: httpx.Client) -> None:
    text = 'Référent·e "santé" \\ \t 安 \U0001f600 <&>'
    query = f"SELECT (?x AS ?label) {{ VALUES ?x {{ {json.dumps(text, ensure_ascii=False)} }} }}"
    for form in ("json", "csv"):
        assert value_of(web.post("/sparql", data={"query": query, "format": form})) == text


def test_a_large_result_is_whole_and_says_how_long_it_is(web: httpx.Client) -> None:
    everything, number = "SELECT * { GRAPH ?g { ?s ?p ?o } }", "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    with web.stream("GET", "/sparql", params={"query": everything, "format": "tsv"}) as answer:
        length = int(answer.headers["content-length"])
        body = answer.read()
    assert length == len(body) > 5_000_000
    count = web.get("/sparql", params={"query": number, "format": "csv"}).text.split()[1]
    assert body.count(b"\n") == int(count) + 1


@pytest.mark.parametrize(("header", "client"), [("", "10.0.0.1"), ("X-Forwarded-For", "5.6.7.8")])
def test_a_client_is_who_the_proxy_says_only_where_that_is_set(store: Path, header: str, client: str) -> None:
    told = [(b"x-forwarded-for", b"1.2.3.4"), (b"x-forwarded-for", b"5.6.7.8")]
    request = Request({"type": "http", "headers": told, "client": ("10.0.0.1", 4000)})
    with CurrentService(store) as current:
        assert Asking(current, Settings(client_header=header), Metrics()).client(request) == client


def test_clients_are_told_apart_by_the_proxy_s_own_word_and_by_network() -> None:
    assert client_of("10.0.0.1", ["1.2.3.4, 5.6.7.8"]) == "5.6.7.8", "what stands before was told by the client itself"
    assert client_of("10.0.0.1", [""]) == "10.0.0.1"
    assert client_of("::ffff:10.0.0.1") == "10.0.0.1"
    assert client_of("2001:db8:0:1::1") == client_of("2001:db8:0:1:ffff::2") != client_of("2001:db8:0:2::1")
