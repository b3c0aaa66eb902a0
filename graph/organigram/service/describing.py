"""The service's description of itself (SPARQL 1.1 Service Description): what it reads and writes, and what it serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple

from organigram.i18n import LANGUAGES, N_, translate
from organigram.namespaces import PREFIXES, expand
from organigram.service.media import GRAPH_FORMS, TABLE_FORMS, Form

if TYPE_CHECKING:
    from organigram.service.state import State

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_OF_FORM = {
    ("json", False): "SPARQL_Results_JSON",
    ("xml", False): "SPARQL_Results_XML",
    ("csv", False): "SPARQL_Results_CSV",
    ("tsv", False): "SPARQL_Results_TSV",
    ("turtle", True): "Turtle",
    ("ntriples", True): "N-Triples",
    ("rdfxml", True): "RDF_XML",
    ("jsonld", True): "JSON-LD",
    ("nquads", True): "N-Quads",
    ("trig", True): "TriG",
}
WRITERS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
}
TITLE = N_("Organigram's graph of who does what, where, paid by whom and reporting to whom")


def description(endpoint: str, state: State, form: Form) -> bytes:
    """The description of the service at an address, in a form of triples."""
    service, data_set, default = NamedNode(endpoint), BlankNode("dataset"), BlankNode("default")
    triples = [
        Triple(service, _rdf("type"), _sd("Service")),
        Triple(service, _sd("endpoint"), service),
        Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        Triple(service, _sd("feature"), _sd("UnionDefaultGraph")),
        *(
            Triple(service, _sd("resultFormat"), NamedNode(_FORMATS + _OF_FORM[one.name, graphs]))
            for graphs, forms in ((False, TABLE_FORMS), (True, GRAPH_FORMS))
            for one in forms
        ),
        Triple(service, _sd("defaultDataset"), data_set),
        Triple(data_set, _rdf("type"), _sd("Dataset")),
        *(
            Triple(data_set, NamedNode(expand("dcterms:title")), Literal(translate(TITLE, tag), language=tag))
            for tag in LANGUAGES
        ),
        Triple(data_set, _sd("defaultGraph"), default),
        Triple(default, _rdf("type"), _sd("Graph")),
        Triple(default, NamedNode(expand("void:triples")), Literal(_triples(state))),
    ]
    prefixes = {"sd": _SD, **{name: PREFIXES[name] for name in ("void", "dcterms")}} if form.name != "ntriples" else None
    return pyoxigraph.serialize(triples, format=WRITERS[form.name], prefixes=prefixes) or b""


def _triples(state: State) -> int:
    with state.current.opened() as service:
        return service.version.manifest.counts.triples


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)


def _rdf(name: str) -> NamedNode:
    return NamedNode(expand(f"rdf:{name}"))


def data_service(data_set: NamedNode, root: str) -> list[Triple]:
    """Where a data set is served, in VoID and DCAT."""
    service, endpoint = NamedNode(f"{root}sparql"), NamedNode(f"{root}sparql")
    return [
        Triple(data_set, NamedNode(expand("void:sparqlEndpoint")), endpoint),
        Triple(data_set, NamedNode(expand("void:uriLookupEndpoint")), NamedNode(f"{root}search?q=")),
        Triple(service, _rdf("type"), NamedNode(expand("dcat:DataService"))),
        Triple(service, NamedNode(expand("dcat:endpointURL")), endpoint),
        Triple(service, NamedNode(expand("dcat:servesDataset")), data_set),
    ]
