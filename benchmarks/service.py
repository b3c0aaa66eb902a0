"""``python -m benchmarks.service STORE``: the service under 200 hostile queries at once, and what other users feel of it.

Service and hostile clients run in processes of their own. The hostile queries come from one address or several, other users from
addresses of their own and from a hostile one (told apart by a proxy's header, as in front of a real service).
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import httpx

_SMALL = 'SELECT ?s { ?s <http://www.w3.org/2000/01/rdf-schema#label> "Medical Coordinator"@en }'
HOSTILE = {
    "cartesian product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "order of a product": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY DESC(?a) ?d LIMIT 10",
    "deep path": "SELECT (COUNT(*) AS ?n) { ?a (!<x:no>)* ?b . ?b (!<x:no>|^!<x:no>)+ ?c . ?c (<x:p>|!<x:q>)* ?d }",
    "regular expression": 'SELECT * { ?a ?b ?c . ?d ?e ?f FILTER (REGEX(CONCAT(STR(?c), STR(?f)), "(a*)*(b|a?){30}(.*a){9}$")) }',
    "long texts": 'SELECT (STRLEN(GROUP_CONCAT(CONCAT(STR(?a), STR(?d)); SEPARATOR="x")) AS ?n) { ?a ?b ?c . ?d ?e ?f }',
    "many rows": "SELECT * { ?a ?b ?c . ?d ?e ?f }",
    "brackets": "SELECT * { " + "{" * 20_000 + "}" * 20_000 + " }",
    "5 MB of text": "SELECT * { ?s ?p '" + "x" * 5_000_000 + "' }",
}
Answer = tuple[int, float]


@contextmanager
def service(store: Path, limit: float) -> Iterator[str]:
    """The address of ``organigram serve`` over a store."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "organigram", "serve", "--store", str(store), "--port", str(port)]
    settings = {"ORGANIGRAM_QUERY_TIMEOUT": str(limit), "ORGANIGRAM_CLIENT_HEADER": "X-Forwarded-For"}
    with subprocess.Popen(command, env={**os.environ, **settings}, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            process.stdout.readline()
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


class Users:
    """Clients of the service that note what they get."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._client = httpx.Client(timeout=120, limits=httpx.Limits(max_connections=None))

    def ask(self, query: str, address: str) -> Answer:
        """Status and seconds."""
        body, headers = query.encode(), {"X-Forwarded-For": address, "Content-Type": "application/sparql-query"}
        started = time.monotonic()
        answer = self._client.post(f"{self._url}/sparql", content=body, headers=headers)
        return answer.status_code, time.monotonic() - started

    def read(self, address: str, until: threading.Event) -> list[Answer]:
        """Small questions, five a second, until told to end."""
        found = [self.ask(_SMALL, address)]
        while not until.is_set():
            time.sleep(0.2)
            found.append(self.ask(_SMALL, address))
        return found


def harm(url: str, number: int, clients: int) -> list[Answer]:
    """Send all hostile queries at once."""
    users, queries = Users(url), list(HOSTILE.values())
    with ThreadPoolExecutor(number) as pool:
        asked = [pool.submit(users.ask, queries[n % len(queries)], f"192.0.2.{n % clients}") for n in range(number)]
        return [one.result() for one in asked]


def measure(url: str, number: int, clients: int) -> None:
    """Print what hostile and other users got."""
    users, done = Users(url), threading.Event()
    calm = [users.ask(_SMALL, "203.0.113.1")[1] for _ in range(20)]
    print(f"alone: p95 {statistics.quantiles(calm, n=20)[-1]:.3f} s")
    with ProcessPoolExecutor(1, get_context("spawn")) as other, ThreadPoolExecutor(4) as pool:
        harming = other.submit(harm, url, number, clients)
        readers = {
            name: pool.submit(users.read, name, done) for name in ("203.0.113.1", "203.0.113.2", "203.0.113.3", "192.0.2.0")
        }
        hostile = harming.result()
        done.set()
        answers = {name: reader.result() for name, reader in readers.items()}
    statuses, longest = dict(Counter(status for status, _ in hostile)), max(seconds for _, seconds in hostile)
    print(f"{number} hostile from {clients}: {statuses}, longest {longest:.2f} s")
    for name, found in answers.items():
        seconds = [taken for _, taken in found]
        told = "the hostile address" if name == "192.0.2.0" else name
        p95 = statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
        print(
            f"reader at {told}: {dict(Counter(s for s, _ in found))}, median {statistics.median(seconds):.3f} s, p95 {p95:.3f} s"
        )
    print("health:", httpx.get(f"{url}/health", timeout=30).json()["status"])


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.service", description=__doc__)
    parser.add_argument("store", type=Path, help="folder of a store")
    parser.add_argument("--number", type=int, default=200, help="hostile queries at once (default: %(default)s)")
    parser.add_argument("--clients", type=int, default=1, help="addresses that they come from (default: %(default)s)")
    parser.add_argument("--limit", type=float, default=10.0, help="seconds that a query may take (default: %(default)s)")
    options = parser.parse_args()
    with service(options.store, options.limit) as url:
        measure(url, options.number, options.clients)


if __name__ == "__main__":
    main()
