"""Pushing to other stores' servers: what is there afterwards, what is sent again, what readers see meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal

import httpx
import pyoxigraph
import pytest
from asking import value_of
from servers import Server, oxigraph

from organigram.credentials import Credentials
from organigram.errors import EndpointError
from organigram.pushing import Manners, PushOptions, PushReport, push
from organigram.pushing.planning import Way
from organigram.querying import EndpointService, value
from organigram.store import StoreVersion, StoreWriter

BASE = "https://x.org/"
Publish = Callable[[Mapping[str, Iterable[str]]], StoreVersion]


@pytest.fixture
def publish(tmp_path: Path) -> Iterable[Publish]:
    """Makes versions of graphs: by the graph's last part, its triples without subject ("p" and object)."""
    opened: list[StoreVersion] = []

    def make(graphs: Mapping[str, Iterable[str]]) -> StoreVersion:
        with StoreWriter.begin(tmp_path / "store") as writer:
            for name, objects in graphs.items():
                lines = [f"<x:{n}> <x:p> {term} <{BASE}graph/{name}> ." for n, term in enumerate(objects)]
                writer.add_graph(lines)
            opened.append(writer.publish({"base": BASE}))
        return opened[-1]

    yield make
    for version in opened:
        version.close()


@pytest.fixture
def options(tmp_path: Path) -> PushOptions:
    return PushOptions(state=tmp_path / "pushed")


def send(server: Server, version: StoreVersion, options: PushOptions) -> PushReport:
    return push(version, server.addresses, options, credentials=server.credentials)


def there(server: Server) -> dict[str, set[str]]:
    """What the store holds under our base and its neighbour's, by graph."""
    found: dict[str, set[str]] = {}
    with EndpointService(server.addresses.query) as service:
        for graph, term in service.query(
            "SELECT ?g ?o { GRAPH ?g { ?s <x:p> ?o } FILTER(STRSTARTS(STR(?g), 'https://x.org')) }"
        ).rows:
            found.setdefault(value_of(graph), set()).add(str(term))
    return found


def held(version: StoreVersion) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for text in version.nquads():
        for quad in pyoxigraph.parse(text, pyoxigraph.RdfFormat.N_QUADS):
            found.setdefault(quad.graph_name.value, set()).add(str(quad.object))
    return found


ODD = [
    '"é ’ « 漢 😀 \\u00A0"@fr',
    '"a\\\\u0022 \\\\ \\" \\n\\r\\t"',
    '"x" ',
    '"2024-02-29"^^<http://www.w3.org/2001/XMLSchema#date>',
]


@pytest.mark.parametrize(
    ("protocol", "way"),
    [("gsp", "direct"), ("update", "direct"), ("update", "at-once"), ("update", "staged"), ("auto", "staged")],
)
def test_the_store_holds_what_the_version_holds(
    server: Server, publish: Publish, options: PushOptions, protocol: Literal["auto", "gsp", "update"], way: Way
) -> None:
    options = replace(options, protocol=protocol, way=way, batch_rows=3)
    first = publish({"a": ODD, "b": ['"1"', '"2"'], "old": ['"3"']})
    report = send(server, first, options)
    assert (report.refused, report.differing, report.rows) == ([], {}, 7)
    assert there(server) == held(first)
    second = publish({"a": ODD, "b": ['"1"', '"4"', '"5"', '"6"'], "new": ['"3"']})
    report = send(server, second, options)
    assert (report.graphs, report.unchanged, report.removed, report.rows, report.differing) == (2, 1, 1, 5, {})
    assert there(server) == held(second)
    report = send(server, second, options)
    assert (report.graphs, report.rows, report.removed) == (0, 0, 0)


def test_a_wrong_password_is_told_before_anything_is_sent(server: Server, publish: Publish, options: PushOptions) -> None:
    if not server.credentials.user:
        return
    version = publish({"a": ['"1"']})
    with pytest.raises(EndpointError, match="status 401") as caught:
        push(version, server.addresses, options, credentials=Credentials(server.credentials.user, "wrong-one"))
    assert "wrong-one" not in str(caught.value) + str(caught.value.as_dict("fr"))


@pytest.mark.parametrize("way", ["at-once", "staged"])
def test_a_reader_sees_the_old_or_the_new(server: Server, publish: Publish, options: PushOptions, way: Way) -> None:
    if not server.addresses.transaction:
        return
    options = replace(options, way=way, batch_rows=200)
    old, new = ({name: [f'"{age}{n}"' for n in range(500)] for name in "abcd"} for age in ("old", "new"))
    send(server, publish({**old, "gone": ['"1"']}), options)
    query = (
        f"SELECT ?age (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s <x:p> ?o }} FILTER(STRSTARTS(STR(?g), '{BASE}graph/')) "
        "BIND(SUBSTR(?o, 1, 3) AS ?age) } GROUP BY ?age ORDER BY ?age"
    )
    seen: set[str] = set()
    ended = threading.Event()

    def read() -> None:
        with EndpointService(server.addresses.query) as service:
            while not ended.is_set():
                seen.add(str([[str(value(term)) for term in row] for row in service.query(query).rows]))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        report = send(server, publish(new), options)
    finally:
        ended.set()
        reader.join()
    assert (report.differing, report.way, report.whole) == ({}, way, True)
    assert seen, "a reader asked meanwhile"
    assert seen <= {"[['1', '1'], ['old', '2000']]", "[['new', '2000']]"}


def test_a_server_killed_in_the_middle_is_gone_on_with(tmp_path: Path, publish: Publish, options: PushOptions) -> None:
    version = publish({name: [f'"{name}{n}"' for n in range(2000)] for name in "abcdef"})
    impatient = replace(options, batch_rows=100, manners=Manners(tries=1))
    with oxigraph(tmp_path / "data") as server:

        def kill(stage: str, done: int, total: int | None) -> None:
            if done >= 5000:
                server.process.kill()

        with pytest.raises(EndpointError, match=r"broke|cannot be reached"):
            push(version, server.addresses, impatient, progress=kill)
        port = httpx.URL(server.addresses.base).port or 0
    with oxigraph(tmp_path / "data", port=port) as server:
        report = send(server, version, options)
        assert report.rows <= 8000  # two graphs of six were whole
        assert report.differing == {}
        assert there(server) == held(version)
