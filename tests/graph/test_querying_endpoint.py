"""The query service over an endpoint: a real server on the loopback, over a real store, sound and faulty."""

from __future__ import annotations

import gzip
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from organigram.errors import EndpointError, OrganigramError, QueryError, QueryRefused, QueryTimeout, QueryTooLarge, UsageError
from organigram.querying import EmbeddedService, EndpointService, open_service
from organigram.store import StoreVersion, StoreWriter

JSON = "application/sparql-results+json"
SUBJECTS = 200


class Handler(BaseHTTPRequestHandler):
    """Answers at ``/sparql`` from the store, and with a fault of its own at every other path."""

    service: EmbeddedService
    asked: list[tuple[str, str]]
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        assert self.headers["content-type"] == "application/x-www-form-urlencoded"
        query = urllib.parse.parse_qs(body)["query"][0]
        self.asked.append((self.headers["accept"], query))
        self.close_connection = True
        FAULTS.get(self.path, Handler.answer)(self, query)

    def answer(self, query: str) -> None:
        try:
            result = self.service.query(query)
        except OrganigramError as error:
            self.give(400, str(error).encode(), "text/plain")
            return
        media_type = "application/n-triples" if result.kind == "construct" else JSON
        self.give(200, result.payload, media_type)

    def give(self, status: int, body: bytes, media_type: str, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        self.send_header("content-type", media_type)
        self.send_header("content-length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def drip(self, query: str) -> None:
        self.send_response(200)
        self.send_header("content-type", JSON)
        self.end_headers()
        try:
            for _ in range(200):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


EMPTY = b'{"head":{"vars":["s"]},"results":{"bindings":[]}}'
FAULTS: dict[str, Callable[[Handler, str], None]] = {
    "/broken": lambda h, q: h.give(500, b"<h1>oops</h1>", "text/html"),
    "/busy": lambda h, q: h.give(503, b"", "text/plain"),
    "/secret": lambda h, q: h.give(401, b"", "text/plain"),
    "/nothing": lambda h, q: h.give(404, b"", "text/plain"),
    "/mistake": lambda h, q: h.give(400, b"Parse error:\n line 1 " + b"x" * 5000, "text/plain; charset=utf-8"),
    "/page": lambda h, q: h.give(200, b"<html>Welcome</html>", "text/html; charset=utf-8"),
    "/xml": lambda h, q: h.give(200, b"<sparql/>", "application/sparql-results+xml"),
    "/cut": lambda h, q: h.give(200, EMPTY[:-4], JSON, length=len(EMPTY)),
    "/cut-politely": lambda h, q: h.give(200, EMPTY[:-4], JSON),
    "/cut-rows": lambda h, q: h.give(
        200, b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"x:s"}},', JSON
    ),
    "/lie": lambda h, q: h.give(200, b"Error: out of memory", JSON),
    "/nonsense": lambda h, q: h.give(200, b'{"unexpected": true}', JSON),
    "/circle": lambda h, q: h.give(302, b"", "text/plain", location="/circle"),
    "/moved": lambda h, q: h.give(308, b"", "text/plain", location="https://example.org/sparql"),
    "/partial": lambda h, q: h.give(206, EMPTY, JSON),
    "/virtuoso": lambda h, q: h.give(200, EMPTY, JSON, X_SPARQL_MaxRows="10000"),
    "/slow": lambda h, q: time.sleep(3),
    "/drip": Handler.drip,
    "/bomb": lambda h, q: h.give(200, gzip.compress(b" " * 300_000_000), JSON, content_encoding="gzip"),
    "/hang-up": lambda h, q: h.connection.shutdown(socket.SHUT_RDWR),
}


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreVersion]:
    with StoreWriter.begin(tmp_path_factory.mktemp("store")) as writer:
        line = '<https://example.org/s{}> <https://example.org/label> "numéro {}"@fr <https://example.org/g> .'
        writer.add_graph(line.format(n, n) for n in range(SUBJECTS))
        opened = writer.publish()
    with opened:
        yield opened


@pytest.fixture(scope="module")
def base(version: StoreVersion) -> Iterator[str]:
    with EmbeddedService(version) as embedded:
        Handler.service, Handler.asked = embedded, []
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def service(base: str) -> Iterator[EndpointService]:
    with EndpointService(f"{base}/sparql") as opened:
        yield opened


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o } ORDER BY ?s",
        "SELECT (COUNT(*) AS ?n) (1.5 AS ?d) ('é'@fr AS ?t) { ?s ?p ?o }",
        "SELECT ?s ?none { ?s ?p ?o } ORDER BY ?s LIMIT 3",
        "ASK { ?s ?p ?o }",
        "ASK { ?s ?s ?s }",
        "CONSTRUCT WHERE { ?s ?p ?o }",
        "DESCRIBE <https://example.org/s1>",
        "SELECT ('SERVICE' AS ?x) {}",
    ],
)
def test_both_backs_give_the_same(service: EndpointService, version: StoreVersion, text: str) -> None:
    with EmbeddedService(version) as embedded:
        here, there = embedded.query(text), service.query(text)
    assert (here.kind, here.variables, here.rows, here.boolean) == (there.kind, there.variables, there.rows, there.boolean)
    assert set(here.triples) == set(there.triples)


def test_formats_are_asked_for_by_the_kind_of_query(service: EndpointService) -> None:
    service.query("ASK {}")
    assert Handler.asked[-1][0].startswith(JSON)
    service.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert Handler.asked[-1][0].startswith("application/n-triples")


def test_what_would_write_or_call_out_is_not_even_sent(service: EndpointService) -> None:
    sent = len(Handler.asked)
    for text in ("DROP ALL", "SELECT * { SERVICE <http://127.0.0.1:1/> {} }", "SELECT * { ?s bif:service ?o }"):
        with pytest.raises(QueryRefused):
            service.query(text)
    with pytest.raises(QueryError):
        service.query("DEFINE get:soft 'replace' SELECT * {}")
    assert len(Handler.asked) == sent


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/broken", r"refused with status 500\. Try again later"),
        ("/busy", "status 503.*overloaded"),
        ("/secret", "status 401.*ORGANIGRAM_ENDPOINT_PASSWORD"),
        ("/nothing", r"status 404.*/sparql"),
        ("/page", f"answered with text/html in place of {JSON.replace('+', '.')}.*not its web page"),
        ("/xml", "answered with application/sparql-results.xml"),
        ("/cut", "connection to the endpoint failed"),
        ("/cut-politely", "cut off or no SPARQL result"),
        ("/cut-rows", "cut off or no SPARQL result"),
        ("/lie", "cut off or no SPARQL result"),
        ("/nonsense", "cut off or no SPARQL result"),
        ("/circle", "sends on to another address .status 302.: /circle"),
        ("/moved", r"status 308.: https://example\.org/sparql\. Give that address"),
        ("/partial", "only a part of the answer"),
        ("/virtuoso", "only a part of the answer"),
        ("/hang-up", "connection to the endpoint failed"),
    ],
)
def test_faults_are_told_with_url_and_remedy(base: str, path: str, message: str) -> None:
    with EndpointService(base + path) as service, pytest.raises(EndpointError, match=message) as caught:
        service.query("SELECT * { ?s ?p ?o }")
    assert caught.value.file == base + path
    assert caught.value.remedy
    assert caught.value.message("fr") != caught.value.message("en")


def test_mistake_is_told_in_the_words_of_the_endpoint(base: str) -> None:
    with EndpointService(base + "/mistake") as service, pytest.raises(QueryError, match="Parse error: line 1 x") as caught:
        service.query("SELECT * { ?s ?p ?o }")
    assert len(str(caught.value)) < 600


def test_mistake_that_our_parser_finds_too_is_told_with_its_place(base: str) -> None:
    with EndpointService(base + "/mistake") as service, pytest.raises(QueryError) as caught:
        service.query("SELECT * {\n  ?s ?p }")
    assert (caught.value.place, caught.value.file) == ("2:9", base + "/mistake")
    assert "Parse error" in str(caught.value.values["engine"])
    assert "Parse error" not in caught.value.message("fr")


@pytest.mark.parametrize("path", ["/slow", "/drip"])
def test_deadline_holds_for_the_answer_as_a_whole(base: str, path: str) -> None:
    started = time.monotonic()
    with EndpointService(base + path) as service, pytest.raises(QueryTimeout, match=r"within 0\.5 seconds"):
        service.query("SELECT * { ?s ?p ?o }", timeout=0.5)
    assert time.monotonic() - started < 1.5


def test_size_is_limited_while_it_comes_in(base: str, service: EndpointService) -> None:
    with pytest.raises(QueryTooLarge, match="more than 10 rows"):
        service.query("SELECT * { ?s ?p ?o }", max_rows=10)
    with pytest.raises(QueryTooLarge, match=r"larger than 0\.001 MB"):
        service.query("SELECT * { ?s ?p ?o }", max_bytes=1000)
    with EndpointService(base + "/bomb") as bomb, pytest.raises(QueryTooLarge, match="larger than 67"):
        bomb.query("SELECT * { ?s ?p ?o }")


def test_unreachable_endpoint_is_told_without_its_password() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    url = f"http://user:hush@127.0.0.1:{port}/sparql"
    with open_service(url) as service, pytest.raises(EndpointError, match="cannot be reached") as caught:
        service.query("ASK {}")
    assert caught.value.file == f"http://127.0.0.1:{port}/sparql"
    assert "hush" not in str(caught.value) + str(caught.value.as_dict())


@pytest.mark.parametrize("url", ["ftp://example.org/", "http://", "sparql", "http://[::1/"])
def test_wrong_url_is_a_wrong_call(url: str) -> None:
    with pytest.raises(UsageError, match="no URL of an endpoint"):
        EndpointService(url)


def test_threads_share_a_service(service: EndpointService) -> None:
    answers: list[tuple[int, int]] = []

    def ask(number: int) -> None:
        found = {limit: service.query(f"SELECT * {{ ?s ?p ?o }} LIMIT {limit}") for limit in range(number, number + 5)}
        answers.extend((limit, len(result)) for limit, result in found.items())

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(1, 11)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 50
    assert all(limit == got for limit, got in answers)


def test_closing_ends_waiting_questions(base: str) -> None:
    service = EndpointService(base + "/slow")
    errors: list[QueryError] = []

    def ask() -> None:
        with pytest.raises(QueryError) as caught:
            service.query("ASK {}")
        errors.append(caught.value)

    thread = threading.Thread(target=ask)
    thread.start()
    time.sleep(0.3)
    service.close()
    thread.join(2)
    assert not thread.is_alive()
    assert "closed" in str(errors[0])
    with pytest.raises(QueryError, match="closed"):
        service.query("ASK {}")
    service.close()


def test_program_that_ends_without_closing_is_clean(base: str) -> None:
    program = "import sys; from organigram.querying import open_service; s = open_service(sys.argv[1]); s.query('ASK {}')"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, f"{base}/sparql"],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).parent,
    )
    assert (done.returncode, done.stderr) == (0, "")
