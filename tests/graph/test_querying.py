"""The query service over an embedded store: answers, limits, refusals, and what happens to its processes."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organigram.errors import (
    OrganigramError,
    QueryError,
    QueryInterrupted,
    QueryRefused,
    QueryTimeout,
    QueryTooLarge,
    StoreError,
    UsageError,
)
from organigram.querying import EmbeddedService, Result, open_service
from organigram.querying.checks import MAX_QUERY_LENGTH, check_query, first_keyword
from organigram.querying.result import parse_result
from organigram.store import StoreVersion, StoreWriter

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SUBJECTS = 300


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreVersion]:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    with StoreWriter.begin(tmp_path_factory.mktemp("store")) as writer:
        writer.add_graph(
            line
            for n in range(SUBJECTS)
            for line in (
                f'<https://example.org/s{n}> <https://example.org/label> "numéro {n}"@fr <https://example.org/g{n % 3}> .',
                f'<https://example.org/s{n}> <https://example.org/size> "{n}.5"^^<{xsd}decimal> <https://example.org/g{n % 3}> .',
                "<https://example.org/all> <https://example.org/same> <https://example.org/all> "
                f"<https://example.org/g{n % 3}> .",
            )
        )
        opened = writer.publish()
    with opened:
        yield opened


@pytest.fixture(scope="module")
def service(version: StoreVersion) -> Iterator[EmbeddedService]:
    with EmbeddedService(version, timeout=20) as opened:
        yield opened


def child_processes() -> set[int]:
    found = subprocess.run(
        ["ps", "-ww", "-o", "pid=,stat=,args=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=True
    )
    return {int(line.split()[0]) for line in found.stdout.splitlines() if "worker.py" in line or "<defunct>" in line}


def only_process(before: set[int]) -> int:
    """The one process that was started since; on a busy machine the first counts as slow and is replaced."""
    deadline = time.monotonic() + 20
    while len(found := child_processes() - before) != 1:
        assert time.monotonic() < deadline, found
        time.sleep(0.05)
    return found.pop()


# --- answers --------------------------------------------------------------------------------------------------------------


def test_select(service: EmbeddedService) -> None:
    result = service.query(
        "PREFIX e: <https://example.org/> SELECT ?s ?sLabel ?size ?none "
        "{ ?s e:label ?sLabel ; e:size ?size } ORDER BY ?size LIMIT 2"
    )
    assert result.kind == "select"
    assert result.variables == ("s", "sLabel", "size", "none")
    assert result.rows[0][:2] == (pyoxigraph.NamedNode("https://example.org/s0"), pyoxigraph.Literal("numéro 0", language="fr"))
    first = {"s": "https://example.org/s0", "sLabel": "numéro 0", "size": Decimal("0.5"), "none": None}
    assert result.records()[0] == first
    assert result.labelled("s") == [("numéro 0", "https://example.org/s0"), ("numéro 1", "https://example.org/s1")]
    assert result.to_csv().decode().splitlines()[:2] == ["s,sLabel,size,none", "https://example.org/s0,numéro 0,0.5,"]
    assert parse_result("select", result.to_json(), seconds=0).rows == result.rows
    assert 0 < result.seconds < 20
    assert len(result) == 2
    with pytest.raises(UsageError, match="no column x"):
        result.labelled("x")
    with pytest.raises(UsageError, match="csv, tsv, json, xml"):
        result.serialize("turtle")


def test_ask_and_construct(service: EmbeddedService) -> None:
    assert service.query("ASK { ?s ?p ?o }").boolean is True
    assert service.query("ASK { ?s ?s ?s }").boolean is False
    result = service.query("CONSTRUCT { <https://example.org/x> ?p 1 } WHERE { ?s ?p ?o }")
    assert result.kind == "construct"
    assert len(result.triples) == len(result) == 3, "a construct gives a set"
    assert len(list(pyoxigraph.parse(result.to_turtle(), pyoxigraph.RdfFormat.TURTLE))) == 3
    assert len(service.query("DESCRIBE <https://example.org/s1>")) == 2
    with pytest.raises(UsageError, match="ntriples"):
        result.to_csv()


def test_default_graph_is_the_union_of_the_graphs(service: EmbeddedService) -> None:
    assert service.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").records() == [{"n": 2 * SUBJECTS + 1}]
    assert service.query("SELECT ?g { GRAPH ?g { ?s <https://example.org/same> ?o } }").rows.__len__() == 3
    assert (
        len(service.query("SELECT * { GRAPH <https://example.org/g1> { ?s <https://example.org/label> ?o } }")) == SUBJECTS // 3
    )


# --- limits ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seconds", [0.3, 1.0])
def test_query_is_ended_at_its_deadline(service: EmbeddedService, seconds: float) -> None:
    started = time.monotonic()
    with pytest.raises(QueryTimeout, match=f"longer than {seconds:g} seconds.*Narrow it"):
        service.query(ENDLESS, timeout=seconds)
    assert seconds <= time.monotonic() - started < seconds + 0.5
    assert service.query("ASK {}", timeout=20).boolean, "the service goes on"


def test_default_timeout_holds_where_the_call_says_nothing(version: StoreVersion) -> None:
    with EmbeddedService(version, timeout=0.5) as service, pytest.raises(QueryTimeout, match=r"0\.5 seconds"):
        service.query(ENDLESS)


def test_result_is_whole_or_an_error(service: EmbeddedService) -> None:
    everything = "SELECT * { ?s ?p ?o }"
    assert len(service.query(everything, max_rows=2 * SUBJECTS + 1)) == 2 * SUBJECTS + 1
    with pytest.raises(QueryTooLarge, match=f"more than {2 * SUBJECTS} rows"):
        service.query(everything, max_rows=2 * SUBJECTS)
    with pytest.raises(QueryTooLarge, match=r"larger than 0\.01 MB"):
        service.query(everything, max_bytes=10_000)
    with pytest.raises(QueryTooLarge):
        service.query("CONSTRUCT WHERE { ?s ?p ?o }", max_rows=5)
    with pytest.raises(QueryTooLarge):
        service.query("CONSTRUCT WHERE { ?s ?p ?o }", max_bytes=100)


def test_query_that_eats_memory_is_ended(version: StoreVersion) -> None:
    with EmbeddedService(version, memory=1 << 30, timeout=60) as service:
        with pytest.raises(QueryTooLarge, match=r"more memory.*1024 MB"):
            service.query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f")
        assert service.query("ASK {}").boolean


def test_deep_nesting_ends_a_process_and_not_the_program(service: EmbeddedService) -> None:
    deep = "SELECT * " + "{" * 20_000 + "}" * 20_000
    with pytest.raises(QueryError, match="nested too deeply"):
        service.query(deep)
    with pytest.raises(QueryError, match="nested too deeply"):
        service.query(deep.replace("* {", "('service' AS ?x) {", 1))
    assert service.query("ASK {}").boolean


# --- what is refused ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <x:a> <x:b> <x:c> }",
        "# SELECT\nPREFIX x: <x:>\n delete where { ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
        "Load Silent <http://127.0.0.1:1/> into graph <x:g>",
        "BASE <http://example.org/select> CLEAR ALL",
        "DROP ALL",
        "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "COPY <x:a> TO <x:b>",
    ],
)
def test_updates_are_refused(service: EmbeddedService, text: str) -> None:
    with pytest.raises(QueryRefused, match="would change the graph"):
        service.query(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
        "SELECT*{service<http://127.0.0.1:{port}/>{}}",
        "SELECT * { ?s ?p 'service' . SeRvIcE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
        "PREFIX service: <http://127.0.0.1:{port}/> ASK { SERVICE service:service { ?service ?p ?o } }",
        "SELECT * { BIND(<http://127.0.0.1:{port}/> AS ?x) SERVICE # comment\n ?x { ?s ?p ?o } }",
        "SELECT * { { SELECT * { OPTIONAL { SERVICE <http://127.0.0.1:{port}/> { } } } } }",
        "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
        "DESCRIBE ?s { FILTER EXISTS { SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } } }",
        'SELECT * { FILTER(?a<?b#>"""\n) SERVICE <http://127.0.0.1:{port}/> { } #"""\n}',
    ],
)
def test_service_is_refused_and_nobody_is_called(service: EmbeddedService, text: str) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        with pytest.raises(QueryRefused, match="SERVICE would send"):
            service.query(text.replace("{port}", str(listener.getsockname()[1])))
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ('SERVICE <http://x/> {}' AS ?x) {}",
        'SELECT ("""a "quoted" SERVICE""" AS ?x) {}',
        "SELECT * { ?s ?p <http://example.org/SERVICE#service> }",
        "SELECT * { # SERVICE <http://x/> { ?s ?p ?o }\n ?s ?p ?o } LIMIT 1",
        "PREFIX service: <http://example.org/> SELECT ?service { ?service service:Service-x _:service } LIMIT 1",
        "SELECT ('a'@service AS ?x) {}",
    ],
)
def test_the_word_service_may_stand_where_it_is_no_keyword(service: EmbeddedService, text: str) -> None:
    assert service.query(text).kind == "select"


def test_keyword_hidden_by_escapes_is_refused_for_engines_that_undo_them() -> None:
    with pytest.raises(QueryRefused, match="SERVICE would send"):
        check_query("SELECT * { SERV\\u0049CE <http://x/> { } }", lambda text: None, foreign=True)


def test_what_the_parser_cannot_read_is_refused_for_other_engines_only(service: EmbeddedService) -> None:
    text = "SELECT * { ?s bif:service ?o }"
    with pytest.raises(QueryError, match=r"bif:.*not declared"):
        service.query(text)
    with pytest.raises(QueryRefused):
        check_query(text, lambda _: "error", foreign=True)


def test_oversized_text_is_refused(service: EmbeddedService) -> None:
    with pytest.raises(QueryRefused, match=f"{MAX_QUERY_LENGTH + 5} characters"):
        service.query("ASK {}".ljust(MAX_QUERY_LENGTH + 5))


@pytest.mark.parametrize("text", ["ASK { ?s ?p '\ud800' }", "ASK { } \0", "SELECT ('service\udfff' AS ?x) {}"])
def test_what_is_no_text_is_told(service: EmbeddedService, text: str) -> None:
    with pytest.raises(QueryError, match="character that cannot be sent"):
        service.query(text)


@given(st.text(max_size=200))
def test_first_keyword_ends_on_any_text(text: str) -> None:
    assert first_keyword(text) in ("", first_keyword(f"# comment\n{text}"))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["SELECT", "*", "{", "}", "?s", "service", "SERVICE", "<http://x/>", "'", '"""', "#", "\n", "\\u0049", "(", "<"]
        )
    )
)
def test_any_text_gives_a_result_or_an_error_of_ours(service: EmbeddedService, words: list[str]) -> None:
    try:
        answer: Result | QueryError = service.query(" ".join(["SELECT", *words]), timeout=20)
    except QueryError as error:
        answer = error
    assert isinstance(answer, Result) or answer.message("fr") != answer.message("en")


# --- mistakes ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("SELECT * WHERE {\n  ?s ?p }", "2:9", 'from here on: "}"'),
        ("SELECT * {\n  ?s ?p 'été' .\n  ?s ?p ?o ?q }", "3:12", 'from here on: "?q }"'),
        ("SELECT * { ?s ?p ?o", "1:20", "ends too early"),
        ("SELECT * { ?s ?p ?o } }", "1:23", 'from here on: "}"'),
        (
            "SELECT * { ?s org:role ?o }",
            "1:15",
            '"org:" is not declared. Add a line at the top: PREFIX org: <http://www.w3.org/ns/org#>',
        ),
        ("SELECT * { ?s ?p <role> }", "1:18", "IRI is not complete"),
        ("SELECT * { ?s ?p 'role }", "1:18", 'from here on: "\'role }"'),
        ("SELECT ?g ?o { ?s ?p ?o } GROUP BY ?o", None, "neither grouped nor aggregated"),
        ("SELECT * { ?s ?p ?o } LIMIT ten", "1:29", 'from here on: "ten"'),
        ("SELEC * {}", None, "has to begin with SELECT"),
        ("", None, "has to begin with SELECT"),
    ],
)
def test_mistake_is_told_with_its_place(service: EmbeddedService, text: str, place: str | None, reason: str) -> None:
    with pytest.raises(QueryError) as caught:
        service.query(text)
    assert reason in str(caught.value)
    if place:
        assert caught.value.place == place


# --- processes and threads ----------------------------------------------------------------------------------------------------


def gone(before: set[int], seconds: float = 10) -> bool:
    """Whether all processes that were started since have gone, within some seconds."""
    deadline = time.monotonic() + seconds
    while child_processes() - before and time.monotonic() < deadline:
        time.sleep(0.1)
    return not child_processes() - before


def test_processes_are_reused_and_replaced(version: StoreVersion) -> None:
    with EmbeddedService(version, processes=1) as service:
        before = child_processes()
        service.query("ASK {}")
        (first,) = child_processes() - before
        service.query("ASK {}")
        assert child_processes() - before == {first}
        with pytest.raises(QueryTimeout):
            service.query(ENDLESS, timeout=0.2)
        deadline = time.monotonic() + 10
        while first in child_processes():
            assert time.monotonic() < deadline, "the ended process goes, and is no zombie"
            time.sleep(0.1)
        service.query("ASK {}")
        for second in child_processes() - before:  # one that was started ahead may still be on its way
            os.kill(second, signal.SIGKILL)
        time.sleep(0.1)
        assert service.query("ASK {}").boolean, "a process that died while idle is replaced unseen"
    assert gone(before)


def test_process_that_dies_at_work_is_told(version: StoreVersion) -> None:
    with EmbeddedService(version, processes=1) as service:
        before = child_processes()
        service.query("ASK {}")
        worker = only_process(before)
        threading.Timer(0.3, os.kill, (worker, signal.SIGTERM)).start()
        with pytest.raises(QueryInterrupted, match=r"ended unexpectedly \(status -15\)"):
            service.query(ENDLESS, timeout=20)
        assert service.query("ASK {}").boolean


def test_many_threads_share_few_processes(version: StoreVersion) -> None:
    answers: list[tuple[int, int]] = []

    with EmbeddedService(version, processes=2, timeout=30, wait=30) as service:

        def ask(number: int) -> None:
            for turn in range(10):
                limit = (number * 10 + turn) % 50 + 1
                answers.append((limit, len(service.query(f"SELECT * {{ ?s ?p ?o }} LIMIT {limit}"))))

        before = child_processes()
        threads = [threading.Thread(target=ask, args=(n,)) for n in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(child_processes() - before) <= 2
    assert len(answers) == 120
    assert all(limit == got for limit, got in answers)


def test_waiting_for_a_free_process_is_bounded_and_told(version: StoreVersion) -> None:
    with EmbeddedService(version, processes=1, wait=0.3) as service:
        outcome: list[OrganigramError] = []

        def long() -> None:
            with pytest.raises(QueryTimeout) as caught:
                service.query(ENDLESS, timeout=2)
            outcome.append(caught.value)

        thread = threading.Thread(target=long)
        thread.start()
        time.sleep(0.5)
        started = time.monotonic()
        with pytest.raises(QueryError, match=r"All 1 query processes have been busy for 0\.3 seconds"):
            service.query("ASK {}")
        assert time.monotonic() - started < 1
        thread.join()
        assert outcome
        assert service.query("ASK {}").boolean


def test_closing_ends_running_queries_and_further_ones(version: StoreVersion) -> None:
    service = EmbeddedService(version, processes=1)
    errors: list[QueryError] = []

    def long() -> None:
        with pytest.raises(QueryError) as caught:
            service.query(ENDLESS, timeout=20)
        errors.append(caught.value)

    before = child_processes()
    thread = threading.Thread(target=long)
    thread.start()
    time.sleep(0.5)
    service.close()
    thread.join(5)
    assert not thread.is_alive()
    assert "closed" in str(errors[0])
    with pytest.raises(QueryError, match="closed"):
        service.query("ASK {}")
    service.close()
    assert gone(before)


def test_forgotten_service_leaves_no_process(version: StoreVersion) -> None:
    before = child_processes()
    service = EmbeddedService(version)
    service.query("ASK {}")
    assert child_processes() - before
    del service
    gc.collect()
    assert gone(before)


PROGRAM = """
import sys
from organigram.querying import open_service
service = open_service(sys.argv[1])
print(service._pool._take().process.pid, flush=True)
{rest}
"""


def alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists() and "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()


def test_program_that_ends_without_closing_is_clean(version: StoreVersion) -> None:
    program = PROGRAM.format(rest="service.query('ASK {}')")
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", program, str(version.root)], capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert not alive(int(done.stdout))


def test_killed_program_leaves_no_process_behind(version: StoreVersion) -> None:
    """The worker is in the middle of a query without end when its owner is killed: it ends with it, long before its alarm."""
    program = f"""
import sys, threading, time
from organigram.querying import open_service
service = open_service(sys.argv[1])
threading.Thread(target=service.query, args=({ENDLESS!r},), kwargs=dict(timeout=60), daemon=True).start()
time.sleep(0.7)
print(next(iter(service._pool._state.busy)).process.pid, flush=True)
time.sleep(60)
"""
    owner = subprocess.Popen([sys.executable, "-c", program, str(version.root)], stdout=subprocess.PIPE, text=True)
    assert owner.stdout
    worker = int(owner.stdout.readline())
    assert alive(worker)
    owner.kill()
    owner.communicate()
    deadline = time.monotonic() + 10
    while alive(worker) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not alive(worker)


def test_open_service_by_kind_of_target(version: StoreVersion, tmp_path: Path) -> None:
    with open_service(version, timeout=3) as service:
        assert service.query("ASK {}").boolean
    assert version.engine is not None, "a version that was given stays open"
    with open_service(version.root) as service:
        assert service.query("ASK {}").boolean
    with open_service(str(version.root), timeout=0.3) as service, pytest.raises(QueryTimeout, match=r"0\.3"):
        service.query(ENDLESS)
    with pytest.raises(StoreError, match="no store here"):
        open_service(tmp_path)
    with pytest.raises(UsageError, match="no URL"):
        open_service("http://")
