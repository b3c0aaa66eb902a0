"""The pages over a SPARQL endpoint: they say what they say over the store, but for the texts that an endpoint does not hold."""

from __future__ import annotations

import re
import threading
import urllib.parse
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from showing import NAMES, run, search_data, words

from organigram.querying import EmbeddedService
from organigram.store import open_store
from organigram_viz.opening import open_source
from organigram_viz.source import Source, set_source


class Handler(BaseHTTPRequestHandler):
    """SPARQL 1.1 Protocol by POST, over a store."""

    service: EmbeddedService

    def do_POST(self) -> None:
        form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
        result = self.service.query(form["query"][0])
        media_type = "application/n-triples" if result.kind == "construct" else "application/sparql-results+json"
        self.send_response(200)
        self.send_header("content-type", media_type)
        self.send_header("content-length", str(len(result.payload)))
        self.end_headers()
        self.wfile.write(result.payload)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def endpoint(example_store: Path) -> Iterator[Source]:
    with open_store(example_store) as version, EmbeddedService(version) as service:
        Handler.service = service
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        opened = open_source(None, f"http://127.0.0.1:{server.server_port}/sparql", "en")
        yield opened
        opened.close()
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("page", [name for name in NAMES if name != "find"])
def test_a_page_says_the_same_over_an_endpoint(page: str, source: Source, endpoint: Source) -> None:
    set_source(source)
    over_the_store = run(page, lang="fr")
    set_source(endpoint)
    over_the_endpoint = run(page, lang="fr")
    assert not over_the_endpoint.exception
    assert not over_the_endpoint.error
    assert _without_times(words(over_the_endpoint)) == _without_times(words(over_the_store))


def test_a_search_over_an_endpoint_finds_names_and_says_what_it_cannot_do(endpoint: Source) -> None:
    set_source(endpoint)
    test = run("find", lang="fr", q="mali")
    assert not test.exception
    assert "n’a pas d’index des noms" in test.info[0].value
    shown = search_data(test)
    assert shown["ask"] == ""
    assert [hit["label"] for hit in shown["found"]["hits"]][:2] == ["Mali", "ALIMA Mali"]


def test_an_entity_over_an_endpoint_is_told_and_explained_and_has_its_turtle(endpoint: Source) -> None:
    set_source(endpoint)
    test = run("entity", lang="en", entity="post/alima/ML/goundam/project-coordinator")
    assert not test.exception
    shown = words(test)
    assert "ngo:reportsDirectlyTo" in test.code[0].value or "reportsDirectlyTo>" in test.code[0].value
    assert ".jsonld" not in shown, "an endpoint has no pages of entities"
    next(button for button in test.button if button.label == "Why?").click().run()
    assert "<mark>reports to the Head of Mission</mark>" in words(test).partition("Follows, since")[2]


def _without_times(text: str) -> str:
    """A page's words but for how long a question took."""
    return re.sub(r"(secondes : )[\d,]+", r"\1…", text)
