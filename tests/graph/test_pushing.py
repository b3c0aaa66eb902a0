"""Pushing to a server that can be told to fail: what is refused, repeated, gone on with, and told."""

from __future__ import annotations

import socket
import threading
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph
import pytest

from organigram.cli import pushing as command
from organigram.credentials import Credentials, endpoint_url
from organigram.errors import EndpointError, UsageError
from organigram.pushing import KINDS, WAYS, Manners, PushOptions, PushReport, addresses, push
from organigram.pushing.planning import Way
from organigram.pushing.state import PushState, state_file
from organigram.resources import table
from organigram.store import StoreVersion, StoreWriter

BASE = "https://x.org/"
MANNERS = Manners(timeout=10, tries=3, backoff=0.01)
ROWS = 60
#: Answers a request in place of the store: a status, None to let it pass, or an exception that breaks the connection.
Fault = Callable[[str, str, bytes], int | None]


class Handler(BaseHTTPRequestHandler):
    """SPARQL queries and updates over a store in memory, and whatever fault is set."""

    store: pyoxigraph.Store
    fault: Fault
    log: list[tuple[str, str, bytes]]
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.headers["content-type"] == "application/x-www-form-urlencoded":
            found = self.store.query(urllib.parse.parse_qs(body.decode())["query"][0], use_default_graph_as_union=True)
            assert not isinstance(found, pyoxigraph.QueryTriples)
            self.give(200, found.serialize(format=pyoxigraph.QueryResultsFormat.JSON) or b"")
            return
        cls = type(self)
        cls.log.append((self.path, self.headers["authorization"] or "", body))
        try:
            status = cls.fault(self.path, self.headers["authorization"] or "", body)
        except ConnectionError:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        if status is None:
            self.store.update(body.decode())
        self.give(status or 204, b"out of sorts" if status else b"")

    def give(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/sparql-results+json" if status == 200 else "text/plain")
        self.send_header("content-length", str(len(body)))
        for name, value in {401: {"www-authenticate": 'Basic realm="x"'}, 503: {"retry-after": "0"}, 302: {"location": "/y"}}.get(
            status, {}
        ).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=listening.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}/sparql"
    listening.shutdown()
    thread.join()
    listening.server_close()


@pytest.fixture(autouse=True)
def sound() -> None:
    Handler.store, Handler.log = pyoxigraph.Store(), []
    Handler.fault = staticmethod(lambda path, auth, body: None)


def fail(fault: Fault) -> None:
    Handler.fault = staticmethod(fault)


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreVersion]:
    with StoreWriter.begin(tmp_path_factory.mktemp("store")) as writer:
        for name in "ab":
            writer.add_graph(f'<x:{n}> <x:p> "{name}{n}" <{BASE}graph/{name}> .' for n in range(ROWS))
        opened = writer.publish({"base": BASE})
    with opened:
        yield opened


@pytest.fixture
def options(tmp_path: Path) -> PushOptions:
    return PushOptions(state=tmp_path, batch_rows=10, manners=MANNERS)


def send(server: str, version: StoreVersion, options: PushOptions, who: Credentials | None = None) -> PushReport:
    return push(version, addresses(server), options, credentials=who)


def rows() -> int:
    return len(Handler.store)


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (401, "status 401.*ORGANIGRAM_ENDPOINT_PASSWORD"),
        (403, "status 403.*right to write"),
        (404, "status 404.*--kind"),
        (405, "status 405.*--kind"),
        (302, "another address .status 302.: /y"),
        (503, "overloaded.*status 503"),
        (507, "status 507.*disk is full"),
        (500, "status 500.: out of sorts"),
        (400, "status 400.: out of sorts"),
    ],
)
def test_a_refusal_is_told_with_what_to_do(
    server: str, version: StoreVersion, options: PushOptions, status: int, message: str
) -> None:
    fail(lambda path, auth, body: status)
    with pytest.raises(EndpointError, match=message) as caught:
        send(server, version, options, Credentials("maria", "hush"))
    assert "hush" not in str(caught.value) + str(caught.value.as_dict("fr"))
    assert caught.value.message("fr") != caught.value.message("en")
    assert rows() == 0


def test_a_store_that_takes_no_row_is_given_up_soon(server: str, version: StoreVersion, options: PushOptions) -> None:
    fail(lambda path, auth, body: 400 if b"INSERT" in body else None)
    with pytest.raises(EndpointError, match="takes nothing of what it is sent"):
        send(server, version, options)
    assert len(Handler.log) < 120


def test_nobody_there_is_told(version: StoreVersion, options: PushOptions) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(EndpointError, match="cannot be reached"):
        send(f"http://127.0.0.1:{port}/sparql", version, options)


def test_passing_faults_are_sat_out(server: str, version: StoreVersion, options: PushOptions) -> None:
    def fault(path: str, auth: str, body: bytes) -> int | None:
        number = len(Handler.log)
        if number % 5 == 4:
            raise ConnectionError
        return 503 if number % 5 == 2 else None

    fail(fault)
    report = send(server, version, options)
    assert (rows(), report.refused, report.differing) == (2 * ROWS, [], {})
    assert report.repeated >= 4


def test_batches_shrink_where_they_are_too_large(server: str, version: StoreVersion, options: PushOptions) -> None:
    fail(lambda path, auth, body: 413 if len(body) > 400 else None)
    report = send(server, version, replace(options, batch_rows=1000))
    assert (rows(), report.refused, report.differing) == (2 * ROWS, [], {})


def test_what_the_store_refuses_is_told_and_the_rest_is_there(server: str, version: StoreVersion, options: PushOptions) -> None:
    fail(lambda path, auth, body: 400 if b'"a0"' in body or b'"b33"' in body else None)
    report = send(server, version, options)
    assert sorted((row.graph, row.line, row.status, row.words) for row in report.refused) == [
        (BASE + "graph/a", '<x:0> <x:p> "a0" .', 400, "out of sorts"),
        (BASE + "graph/b", '<x:33> <x:p> "b33" .', 400, "out of sorts"),
    ]
    assert rows() == 2 * ROWS - 2
    assert report.differing == {}


def test_what_the_store_loses_in_silence_is_told(server: str, version: StoreVersion, options: PushOptions) -> None:
    def fault(path: str, auth: str, body: bytes) -> int | None:
        Handler.store.update(body.replace(b'"a1"', b'"a2"').replace(b"<x:1> ", b"<x:2> ").decode())
        return 204

    fail(fault)
    assert send(server, version, options).differing == {BASE + "graph/a": (ROWS, ROWS - 1)}
    fail(lambda path, auth, body: None)
    assert send(server, version, options).differing == {}
    assert rows() == 2 * ROWS


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("after", [1, 2, 5, 13, 14])
def test_a_push_that_broke_off_is_gone_on_with(
    server: str, version: StoreVersion, options: PushOptions, way: Way, after: int
) -> None:
    Handler.store.update(
        f"INSERT DATA {{ GRAPH <{BASE}graph/old> {{ <x:a> <x:b> 1 }} GRAPH <{BASE}others> {{ <x:a> <x:b> 1 }} }}"
    )
    chosen = replace(options, way=way, manners=replace(MANNERS, tries=1))

    def fault(path: str, auth: str, body: bytes) -> int | None:
        if len(Handler.log) >= after:
            if after % 2:
                Handler.store.update(body.decode())  # it was done, and the answer is lost
            raise ConnectionError
        return None

    fail(fault)
    with suppress(EndpointError):  # a short way may have come to its end
        send(server, version, chosen)
    before = len(Handler.log)
    fail(lambda path, auth, body: None)
    report = send(server, version, chosen)
    assert (report.refused, report.differing) == ([], {})
    names = {name.value for name in Handler.store.named_graphs()}
    assert names == {f"{BASE}graph/a", f"{BASE}graph/b", f"{BASE}others"}
    assert rows() == 2 * ROWS + 1
    if way == "direct" and after > 3:
        assert report.rows <= 2 * ROWS - 10 * (after - 3)
        assert len(Handler.log) - before <= 16 - after + 3


def test_a_dry_run_sends_nothing(server: str, version: StoreVersion, options: PushOptions) -> None:
    report = send(server, version, replace(options, dry_run=True))
    assert (report.graphs, report.rows, Handler.log) == (2, 2 * ROWS, [])


def test_a_password_is_shown_to_who_asks_for_it_only(server: str, version: StoreVersion, options: PushOptions) -> None:
    fail(lambda path, auth, body: None if auth.startswith("Basic ") else 401)
    assert send(server, version, options, Credentials("maria", "hush")).differing == {}
    assert Handler.log[0][1] == ""
    assert all(auth for _, auth, _ in Handler.log[1:])


def test_a_token_is_sent(server: str, version: StoreVersion, options: PushOptions) -> None:
    fail(lambda path, auth, body: None if auth == "Bearer sesame" else 403)
    assert send(server, version, options, Credentials(token="sesame")).differing == {}


def test_a_password_in_the_url_is_refused_unseen() -> None:
    for given in ({"url": "http://maria:hush@x.org"}, {"url": "http://x.org", "update": "http://maria:hush@x.org/u"}):
        with pytest.raises(UsageError, match="ORGANIGRAM_ENDPOINT_PASSWORD") as caught:
            addresses(**given)
        assert "hush" not in str(caught.value)


def test_two_pushes_to_one_store_do_not_mix(server: str, version: StoreVersion, options: PushOptions) -> None:
    with PushState(state_file(options.state, server)), pytest.raises(UsageError, match="Another push"):
        send(server, version, options)


def test_a_damaged_state_is_begun_anew(server: str, version: StoreVersion, options: PushOptions) -> None:
    send(server, version, options)
    state_file(options.state, server).write_bytes(b"no database at all" * 1000)
    assert send(server, version, options).graphs == 2
    assert rows() == 2 * ROWS


def test_a_state_that_cannot_be_kept_is_told(server: str, version: StoreVersion, options: PushOptions, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(UsageError, match="cannot be written here"):
        send(server, version, replace(options, state=tmp_path / "file" / "pushed"))
    path = state_file(options.state, server)
    path.mkdir(parents=True)
    with pytest.raises(UsageError, match="cannot be written here") as caught:
        send(server, version, options)
    assert path.is_dir(), "nothing is removed that is no damaged file"
    assert "accessible en écriture" in str(caught.value.as_dict("fr"))


def test_what_another_added_to_a_graph_goes(server: str, version: StoreVersion, options: PushOptions) -> None:
    send(server, version, options)
    graph = next(quad.graph_name for quad in Handler.store)
    Handler.store.add(
        pyoxigraph.Quad(pyoxigraph.NamedNode("x:s"), pyoxigraph.NamedNode("x:p"), pyoxigraph.Literal("else"), graph)
    )
    assert send(server, version, options).differing == {}
    assert rows() == 2 * ROWS
    assert send(server, version, options).rows == 0


def test_a_store_that_was_emptied_meanwhile_is_filled_again(server: str, version: StoreVersion, options: PushOptions) -> None:
    send(server, version, options)
    Handler.store.clear()
    assert send(server, version, options).rows == 2 * ROWS


def test_the_graph_store_protocol_alone_cannot_swap(server: str, version: StoreVersion, options: PushOptions) -> None:
    with pytest.raises(UsageError, match="--swap direct"):
        send(server, version, replace(options, protocol="gsp", way="staged"))


def test_the_command_knows_the_kinds_and_ways() -> None:
    assert set(command.KINDS) == set(KINDS) == set(table("pushing/stores.toml"))
    assert set(command.SWAPS) == {"auto", *WAYS}


@pytest.mark.parametrize(
    ("url", "kind", "update"),
    [
        ("http://x.org:7878/", "oxigraph", "http://x.org:7878/update"),
        ("http://x.org/ds/data", "", "http://x.org/ds/update"),
        ("http://x.org:8890/sparql-auth", "", "http://x.org:8890/sparql-auth"),
        ("http://x.org/repositories/ngo/statements", "", "http://x.org/repositories/ngo/statements"),
        ("http://x.org/repositories/ngo", "graphdb", "http://x.org/repositories/ngo/statements"),
        ("https://x.org:8182/sparql", "neptune", "https://x.org:8182/sparql"),
        ("http://x.org/anything", "", "http://x.org/anything"),
        ("http://x.org/sparql", "", "http://x.org/sparql"),
    ],
)
def test_addresses_follow_from_url_and_kind(url: str, kind: str, update: str) -> None:
    assert addresses(url, kind).update == update


@pytest.mark.parametrize("url", ["http://127.0.0.1:99999/", "http://xn--.invalid/", "ftp://example.org/", "http://"])
def test_what_is_no_url_of_a_server_is_told(url: str) -> None:
    with pytest.raises(UsageError, match="is no URL of an endpoint"):
        endpoint_url(url)
