"""A question is ended by who asked it: while it waits, while it runs, and at an endpoint; its place is free at once."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from organigram.errors import OrganigramError, QueryBusy
from organigram.querying import EmbeddedService, EndpointService, Stop
from organigram.querying.turns import Turns
from organigram.store import StoreWriter

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedService]:
    with StoreWriter.begin(tmp_path_factory.mktemp("store")) as writer:
        writer.add_graph(
            f'<https://example.org/{n}> <https://example.org/size> "{n}" <https://example.org/g> .' for n in range(300)
        )
        version = writer.publish()
    with EmbeddedService(version, turns=Turns(1), timeout=60, wait=60, close_version=True) as opened:
        yield opened


def stopped(ask: Callable[[Stop], object], when: Callable[[], bool]) -> tuple[OrganigramError, float]:
    """What a question ends in that is stopped once something is so, and how many seconds that took."""
    stop, found = Stop(), []

    def run() -> None:
        try:
            ask(stop)
        except OrganigramError as error:
            found.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    deadline = time.monotonic() + 20
    while not when() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert when()
    started = time.monotonic()
    stop()
    stop()
    thread.join(20)
    return found[0], time.monotonic() - started


def test_a_running_question_is_ended_and_its_place_is_free(service: EmbeddedService) -> None:
    error, seconds = stopped(
        lambda stop: service.query(ENDLESS, stop=stop), lambda: service.turns.running == 1 and not threading.Event().wait(0.4)
    )
    assert isinstance(error, QueryBusy)
    assert "stopped" in str(error)
    assert seconds < 10
    assert service.turns.running == 0
    assert service.query("ASK {}").boolean


def test_a_waiting_question_leaves_the_queue(service: EmbeddedService) -> None:
    with service.turns.take("another", 5):
        error, _ = stopped(lambda stop: service.query("ASK {}", stop=stop), lambda: service.turns.waiting == 1)
        assert "stopped" in error.message("en")
        assert "arrêtée" in error.message("fr")
        assert (service.turns.waiting, service.turns.running) == (0, 1)
    assert service.query("ASK {}").boolean


def test_a_question_stopped_before_it_is_asked_never_runs(service: EmbeddedService) -> None:
    stop = Stop()
    stop()
    with pytest.raises(QueryBusy, match="stopped"):
        service.query(ENDLESS, stop=stop)
    assert service.turns.running == 0


def test_a_question_to_an_endpoint_that_never_answers_is_ended(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/sparql"
        called = threading.Event()

        def accept() -> None:
            connection, _ = silent.accept()
            called.set()
            with connection:
                while connection.recv(4096):
                    pass

        threading.Thread(target=accept, daemon=True).start()
        with EndpointService(url, timeout=60) as endpoint:
            error, seconds = stopped(lambda stop: endpoint.query("ASK {}", stop=stop), called.is_set)
    assert isinstance(error, QueryBusy)
    assert seconds < 5
