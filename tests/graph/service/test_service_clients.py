"""The service through clients that others have written: SPARQLWrapper, and rdflib's SPARQLStore."""

from __future__ import annotations

from xml.dom.minidom import Document

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

#: SPARQLWrapper and rdflib's parser of JSON-LD make one.
pytestmark = pytest.mark.filterwarnings("ignore:(ConjunctiveGraph|Dataset).* is deprecated:DeprecationWarning")
COUNTRIES = """PREFIX schema: <https://schema.org/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?country ?label { ?country a schema:Country ; rdfs:label ?label FILTER (LANG(?label) = "fr") } ORDER BY ?label LIMIT 3"""
COORDINATOR = rdflib.URIRef("https://w3id.org/organigram/role/medical-coordinator")


@pytest.mark.parametrize(("method", "request_method"), [("GET", URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)])
def test_sparqlwrapper_by_every_method(url: str, method: str, request_method: str) -> None:
    client = SPARQLWrapper(f"{url}/sparql")
    client.setMethod(method)
    client.setRequestMethod(request_method)
    client.setQuery(COUNTRIES)
    client.setReturnFormat(JSON)
    found = client.queryAndConvert()
    assert isinstance(found, dict)
    assert [row["label"]["value"] for row in found["results"]["bindings"]] == ["Afghanistan", "Afrique du Sud", "Albanie"]


def test_sparqlwrapper_in_every_form_of_rows(url: str) -> None:
    client = SPARQLWrapper(f"{url}/sparql")
    client.setQuery(COUNTRIES)
    client.setReturnFormat(XML)
    document = client.queryAndConvert()
    assert isinstance(document, Document)
    assert len(document.getElementsByTagName("result")) == 3
    for form, sign in ((CSV, b","), (TSV, b"\t")):
        client.setReturnFormat(form)
        table = client.queryAndConvert()
        assert isinstance(table, bytes)
        lines = table.splitlines()
        assert (len(lines), lines[0].count(sign)) == (4, 1)


@pytest.mark.parametrize("form", [TURTLE, RDFXML, JSONLD, N3, XML])
def test_sparqlwrapper_in_every_form_of_triples(url: str, form: str) -> None:
    client = SPARQLWrapper(f"{url}/sparql")
    client.setQuery(f"DESCRIBE <{COORDINATOR}>")
    client.setReturnFormat(form)
    found = client.queryAndConvert()
    if not isinstance(found, rdflib.Graph):
        assert isinstance(found, bytes | str)
        found = rdflib.Graph().parse(data=found, format="turtle")
    assert rdflib.Literal("Medical Coordinator", lang="en") in found.objects(COORDINATOR, rdflib.RDFS.label)


def test_sparqlwrapper_hears_of_mistakes(url: str) -> None:
    client = SPARQLWrapper(f"{url}/sparql")
    client.setQuery("SELECT ?x { ?x ")
    with pytest.raises(QueryBadFormed, match="ends too early"):
        client.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_rdflib_asks_the_service_as_its_store(url: str, method: str, form: str) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{url}/sparql", method=method, returnFormat=form))
    labels = {str(label) for label in graph.objects(COORDINATOR, rdflib.RDFS.label)}
    assert labels == {"Medical Coordinator", "Coordinateur médical"}
    assert [str(row[rdflib.Variable("label")]) for row in graph.query(COUNTRIES).bindings][2] == "Albanie"


def test_rdflib_reads_what_a_posting_stated(url: str) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{url}/sparql", returnFormat="json"))
    ngo = rdflib.Namespace("https://w3id.org/organigram/ontology#")
    assert bool(graph.query("ASK { ?post <https://w3id.org/organigram/ontology#reportsDirectlyTo> ?chief }").askAnswer)
    assert len(list(graph.triples((None, ngo.reportsDirectlyTo, None)))) > 3
    named = rdflib.Graph(
        SPARQLStore(f"{url}/sparql", context_aware=True), rdflib.URIRef("https://w3id.org/organigram/graph/about")
    )
    assert len(list(named.triples((None, rdflib.RDF.type, rdflib.VOID.Dataset)))) > 5


def test_rdflib_opens_an_entity_by_its_address(url: str) -> None:
    """What linked data promises: an entity's address, asked as rdflib asks, gives triples about it."""
    for ending in ("", ".ttl", ".jsonld", ".nt", ".rdf"):
        graph = rdflib.Graph().parse(f"{url}/role/medical-coordinator{ending}")
        assert rdflib.Literal("Coordinateur médical", lang="fr") in graph.objects(COORDINATOR, rdflib.RDFS.label)
