"""What is sent to harm: time, size, number, slowness; each gets an answer that says which limit, and others go on."""

from __future__ import annotations

import socket
import statistics
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from serving import ENDLESS, serving_alone

LIMIT = 3.0
#: Making a client takes longer than a small question.
CLIENT = httpx.Client(timeout=60, limits=httpx.Limits(max_connections=None))
SMALL = 'SELECT ?s { ?s <http://www.w3.org/2000/01/rdf-schema#label> "Medical Coordinator"@en }'
HOSTILE = {
    "cartesian product": ENDLESS,
    "cartesian product with order": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY DESC(?a) ?d LIMIT 10",
    "deep path": "SELECT (COUNT(*) AS ?n) { ?a (!<x:no>)* ?b . ?b (!<x:no>|^!<x:no>)+ ?c . ?c (<x:p>|!<x:q>)* ?d }",
    "regular expression": 'SELECT * { ?a ?b ?c . ?d ?e ?f FILTER (REGEX(CONCAT(STR(?c), STR(?f)), "(a*)*(b|a?){30}(.*a){9}$")) }',
    "long texts": 'SELECT (STRLEN(GROUP_CONCAT(CONCAT(STR(?a), STR(?d)); SEPARATOR="x")) AS ?n) { ?a ?b ?c . ?d ?e ?f }',
    "many rows": "SELECT * { ?a ?b ?c . ?d ?e ?f }",
    "brackets": "SELECT * { " + "{" * 20_000 + "}" * 20_000 + " }",
    "many triples": "CONSTRUCT { ?a ?e ?f } { ?a ?b ?c . ?d ?e ?f }",
}


@pytest.fixture(scope="module")
def narrow(store: Path) -> Iterator[str]:
    """A service with narrow limits, whose clients are told apart by a proxy's header."""
    with serving_alone(
        store,
        query_timeout=LIMIT,
        query_wait=1.0,
        query_bytes=1_000_000,
        query_processes=4,
        query_queue=5,
        client_timeout=1.5,
        client_header="X-Forwarded-For",
    ) as address:
        yield address


@pytest.fixture(scope="module")
def grace(narrow: str) -> float:
    """Seconds beyond the limit: one, and what a machine that is busy with other work adds."""
    return 1 + 10 * max(ask(narrow, SMALL)[1] for _ in range(5))


def ask(url: str, query: str, client: str = "192.0.2.1", **more: str) -> tuple[int, float, str]:
    """Status, seconds and text of an answer."""
    started = time.monotonic()
    answer = CLIENT.post(f"{url}/sparql", data={"query": query, **more}, headers={"X-Forwarded-For": client})
    return answer.status_code, time.monotonic() - started, answer.text


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_is_ended_in_time_and_told_why(narrow: str, grace: float, name: str) -> None:
    status, seconds, text = ask(narrow, HOSTILE[name])
    assert status in (400, 422, 504), text
    assert seconds < LIMIT + grace
    assert any(word in text for word in ("3 seconds", "larger than 1 MB", "memory", "nested too deeply")), text


def test_limits_are_told_in_french(narrow: str) -> None:
    headers = {"accept-language": "fr", "accept": "application/json"}
    told = httpx.post(f"{narrow}/sparql", data={"query": HOSTILE["many rows"], "timeout": "9999"}, headers=headers, timeout=30)
    assert told.status_code == 422
    assert "1 Mo" in told.json()["reason"]


def test_a_client_may_ask_for_less_time(narrow: str) -> None:
    status, seconds, text = ask(narrow, ENDLESS, timeout="0.2")
    assert status == 504
    assert seconds < 1.2
    assert "0.2 seconds" in text


def test_texts_that_are_too_large_are_refused_while_they_come(narrow: str) -> None:
    text = "SELECT * { ?s ?p " + "'" + "x" * 5_000_000 + "' }"
    for values in ({"data": {"query": text}}, {"content": text, "headers": {"content-type": "application/sparql-query"}}):
        answer = httpx.post(f"{narrow}/sparql", timeout=30, **values)
        assert answer.status_code == 413
    status, _, told = ask(narrow, "SELECT * { ?s ?p '" + "x" * 150_000 + "' }")
    assert status == 403
    assert "at most 100000" in told


def test_a_body_without_a_length_is_counted_as_it_comes(narrow: str) -> None:
    sent = 0

    def pieces() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(10_000):
            sent += 100_000
            yield b"x" * 100_000

    headers = {"content-type": "application/sparql-query"}
    with suppress(httpx.TransportError):  # where the service has answered and closed while the client was still sending
        assert httpx.post(f"{narrow}/sparql", content=pieces(), headers=headers, timeout=30).status_code == 413
    assert sent < 100_000_000


def _connect(url: str) -> socket.socket:
    parts = urlsplit(url)
    return socket.create_connection((parts.hostname or "", parts.port or 0), timeout=30)


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 100\r\n\r\nASK",
    ],
    ids=["nothing", "half a head", "half a body"],
)
def test_a_slow_sender_is_given_up(narrow: str, beginning: bytes) -> None:
    started = time.monotonic()
    with _connect(narrow) as slow:
        slow.sendall(beginning)
        try:
            answer = slow.recv(10_000)
        except ConnectionResetError:
            answer = b""
    assert time.monotonic() - started < 5
    assert not answer or b" 408 " in answer.splitlines()[0]


def test_a_slow_taker_is_given_up_and_what_it_has_is_seen_to_be_a_part(store: Path) -> None:
    with serving_alone(store, client_timeout=1.0) as url, _connect(url) as slow:
        query = "SELECT%20*%20%7B%20GRAPH%20%3Fg%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20%7D"
        slow.sendall(b"GET /sparql?query=" + query.encode() + b" HTTP/1.1\r\nHost: x\r\n\r\n")
        taken = slow.recv(1)
        time.sleep(4)
        try:
            while piece := slow.recv(1 << 20):
                taken += piece
        except ConnectionResetError:
            pass
    head, _, body = taken.partition(b"\r\n\r\n")
    length = next(int(line.split()[1]) for line in head.splitlines() if line.lower().startswith(b"content-length"))
    assert len(body) < length


def test_one_client_cannot_take_all_processes(narrow: str, grace: float) -> None:
    """Half of the processes at most are for one client's long queries; quick ones, its own too, are answered beside them."""
    with ThreadPoolExecutor(12) as pool:
        hostile = [pool.submit(ask, narrow, ENDLESS, "192.0.2.9") for _ in range(12)]
        time.sleep(0.3)
        others = [ask(narrow, SMALL, f"198.51.100.{number}") for number in range(10)]
        own = ask(narrow, SMALL, "192.0.2.9")
        answers = [future.result() for future in hostile]
    assert [status for status, _, _ in (*others, own)] == [200] * 11
    assert max(seconds for _, seconds, _ in (*others, own)) < grace
    statuses = [status for status, _, _ in answers]
    assert set(statuses) <= {429, 503, 504}
    assert statuses.count(504) in (2, 3), "two of four processes, and a guest for as long as nobody waited"
    assert statuses.count(429) >= 3, "five may wait"
    assert max(seconds for _, seconds, _ in answers) < LIMIT + grace


def test_a_long_query_without_a_long_place_gives_way_and_is_told(narrow: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        hostile = [pool.submit(ask, narrow, ENDLESS, f"192.0.2.{number}") for number in range(4)]
        time.sleep(1)
        healthy = CLIENT.get(f"{narrow}/health")
        newcomer = ask(narrow, SMALL, "203.0.113.1")
        answers = [future.result() for future in hostile]
    assert newcomer[0] == 200
    assert sorted(status for status, _, _ in answers) == [503, 504, 504, 504]
    assert "Others wait" in next(text for status, _, text in answers if status == 503)
    assert healthy.status_code == 200, "it is asked by a process of its own"
    assert healthy.json()["running"] == 4


def test_who_waits_in_vain_is_told_when_to_come_again(store: Path) -> None:
    with serving_alone(store, query_processes=1, query_wait=1.0, query_timeout=5) as url, ThreadPoolExecutor(1) as pool:
        hostile = pool.submit(ask, url, ENDLESS)
        time.sleep(0.5)
        started = time.monotonic()
        answer = CLIENT.post(f"{url}/sparql", data={"query": SMALL}, headers={"accept-language": "fr"})
        waited = time.monotonic() - started
        assert hostile.result()[0] == 504
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert answer.headers["content-language"] == "fr"
    assert 0.9 < waited < 3


def test_a_client_that_leaves_frees_its_process(store: Path) -> None:
    with serving_alone(store, query_timeout=20, query_processes=1, query_wait=5) as url:
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(f"{url}/sparql", params={"query": ENDLESS}, timeout=1.0)
        started = time.monotonic()
        assert httpx.get(f"{url}/sparql", params={"query": "ASK {}"}, timeout=30).status_code == 200
        assert time.monotonic() - started < 3
        figures = httpx.get(f"{url}/metrics").text
    assert 'organigram_queries_killed_total{reason="gone"} 1' in figures


@pytest.mark.parametrize(
    ("address", "again"),
    [("198.51.100.7", True), ("192.0.2.200", False)],
    ids=["another address, again", "same address"],
)
def test_many_at_once_each_get_an_answer_in_time(narrow: str, grace: float, address: str, again: bool) -> None:
    """A smaller kin of ``python -m benchmarks.service``: 60 hostile queries at once, and a reader among them."""
    answers: list[tuple[int, float, str]] = []
    done = threading.Event()

    def harm(query: str) -> None:
        answers.append(ask(narrow, query, "192.0.2.200"))
        while again and not done.is_set():
            time.sleep(0.5)  # who is refused at once would else only ask how fast refusals are
            answers.append(ask(narrow, query, "192.0.2.200"))

    with ThreadPoolExecutor(60) as pool:
        for query in ([*HOSTILE.values()] * 8)[:60]:
            pool.submit(harm, query)
        time.sleep(0.5)
        reading = [ask(narrow, SMALL, address) for _ in range(30)]
        done.set()
    assert {status for status, _, _ in reading} == {200}
    assert statistics.quantiles((seconds for _, seconds, _ in reading), n=20)[-1] < grace
    assert {status for status, _, _ in answers} <= {400, 422, 429, 503, 504}
    assert max(seconds for _, seconds, _ in answers) < LIMIT + grace
    assert len(answers) >= 60
    assert CLIENT.get(f"{narrow}/health").json()["status"] == "ok"


def test_figures_tell_what_happened(narrow: str) -> None:
    ask(narrow, ENDLESS, timeout="0.2")
    ask(narrow, "DROP ALL")
    figures = httpx.get(f"{narrow}/metrics")
    assert figures.headers["content-type"].startswith("text/plain; version=0.0.4")
    told = {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in figures.text.splitlines() if line[0] != "#"}
    assert told['organigram_queries_killed_total{reason="time"}'] >= 1
    assert told['organigram_queries_refused_total{reason="forbidden"}'] >= 1
    assert told['organigram_requests_total{method="POST",route="/sparql",status="504"}'] >= 1
    count = told['organigram_request_seconds_count{route="/sparql"}']
    assert told['organigram_request_seconds_bucket{route="/sparql",le="+Inf"}'] == count >= 2
    assert told["organigram_query_processes"] == 4
    assert told["organigram_store_postings"] == 5
