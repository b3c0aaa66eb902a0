"""A version that is published while the service runs, a store that breaks, and who may ask next."""

from __future__ import annotations

import os
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from pathlib import Path

import httpx
import pytest
from asking import value_of
from hypothesis import given
from hypothesis import strategies as st
from serving import ENDLESS, serving, serving_alone

from organigram.errors import QueryBusy, QueryCrowded, QueryError, QueryTimeout
from organigram.querying.current import CurrentService
from organigram.querying.turns import Turn, Turns
from organigram.store import StoreWriter, versions

STEPS = st.tuples(st.sampled_from("abc"), st.sampled_from(["ask", "lengthen", "release", "withdraw"]))
WORD = "SELECT ?word { <https://w3id.org/organigram/s> <https://example.org/p> ?word }"


def publish(root: Path, word: str, more: int = 0) -> None:
    with StoreWriter.begin(root, keep=1) as writer:
        s, g = "<https://w3id.org/organigram/s>", "<https://example.org/g>"
        writer.add_graph([f'{s} <https://example.org/p> "{word}" {g} .'])
        writer.add_graph(
            f'<https://example.org/s{n}> <https://example.org/p> "{n}" <https://example.org/more> .' for n in range(more)
        )
        writer.publish().close()


def wait_for(url: str, word: str, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while httpx.get(f"{url}/sparql", params={"query": WORD, "format": "csv"}).text.split()[-1] != word:
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_new_version_is_served_without_a_restart(tmp_path: Path) -> None:
    publish(tmp_path, "one")
    with serving(tmp_path) as url:
        wait_for(url, "one")
        before = httpx.get(f"{url}/s")
        name = httpx.get(f"{url}/health").json()["version"]
        publish(tmp_path, "two")
        wait_for(url, "two")
        after = httpx.get(f"{url}/s", headers={"if-none-match": before.headers["etag"]})
        assert after.status_code == 200, "what a client has of the version before is not taken for the same"
        assert '"two"' in after.text
        assert httpx.get(f"{url}/health").json()["version"] != name
        publish(tmp_path, "three")
        wait_for(url, "three")
        assert len(versions(tmp_path)) <= 2, "versions that nobody reads are let go, so that a build can remove them"


def test_readers_of_the_version_before_finish(tmp_path: Path) -> None:
    publish(tmp_path, "one", more=150)
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?c != ?f) }"
    with CurrentService(tmp_path, timeout=60) as current:
        found: list[object] = []
        reader = threading.Thread(target=lambda: found.extend(current.query(slow).rows))
        reader.start()
        time.sleep(0.2)
        publish(tmp_path, "two")
        time.sleep(1.1)
        assert value_of(current.query(WORD).rows[0][0]) == "two"
        reader.join()
        assert len(found) == 1, "it was answered whole, from the version that it began with"
        assert current.text("nothing") is None


def test_what_is_held_is_asked_of_one_version_in_its_threads_too(tmp_path: Path) -> None:
    publish(tmp_path, "one")
    with CurrentService(tmp_path) as current:

        def word() -> str:
            return current.query(WORD).to_json().decode().partition('"value":"')[2][:3]

        with current.held():
            publish(tmp_path, "two")
            time.sleep(1.1)
            with ThreadPoolExecutor() as threads:
                told = [threads.submit(asked).result() for asked in (word, partial(copy_context().run, word))]
            assert (word(), *told) == ("one", "two", "one")
            with current.held():
                assert word() == "one"
        assert word() == "two"
        assert current.name == versions(tmp_path)[-1].name


def test_a_version_that_cannot_be_opened_leaves_the_one_before(tmp_path: Path) -> None:
    publish(tmp_path, "one")
    with serving(tmp_path) as url:
        wait_for(url, "one")
        (tmp_path / "CURRENT").write_text("9-000000000000\n")
        time.sleep(1.2)
        wait_for(url, "one")
        health = httpx.get(f"{url}/health")
        assert (health.status_code, health.json()["newest"]) == (200, "StoreError")


def test_health_fails_where_the_store_does(tmp_path: Path) -> None:
    publish(tmp_path, "one")
    with serving(tmp_path, query_processes=1) as url:
        shutil.rmtree(tmp_path / "versions")
        answer = httpx.get(f"{url}/health", timeout=30)
        assert answer.status_code == 503
        assert answer.json()["status"] == "failing"
        assert str(tmp_path) not in answer.text


def test_serve_needs_no_streamlit(tmp_path: Path) -> None:
    publish(tmp_path, "one")
    (tmp_path / "streamlit.py").write_text("raise SystemExit('streamlit was imported')\n")
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    with serving_alone(tmp_path, environment={"PYTHONPATH": path}) as url:
        wait_for(url, "one")


def test_turns_go_round_by_client_and_the_newest_of_each_first() -> None:
    turns = Turns(2, queue=2)
    first = turns.take("a", 0.1)
    old, new = turns.ask("a"), turns.ask("a")
    assert not old.done(), "the other place is not for the same client"
    other = turns.ask("b")
    third = turns.ask("c")
    assert (other.done(), third.done()) == (True, False)
    other.result().release()
    assert third.done()
    first.release()
    assert (new.done(), old.done()) == (True, False)
    more = [turns.ask("a"), turns.ask("a")]
    with pytest.raises(QueryCrowded):
        old.result(0)
    with pytest.raises(QueryBusy):
        turns.take("d", 0.05)
    assert turns.waiting == 2, "who no longer waits is gone"
    turns.close()
    with pytest.raises(QueryError, match="closed"):
        more[0].result()
    with pytest.raises(QueryError, match="closed"):
        turns.ask("a")


def test_a_guest_stays_as_long_as_nobody_waits() -> None:
    turns = Turns(4)
    held = [turns.take("a", 0.1) for _ in range(3)]
    for turn in held:
        turn.lengthen()
    assert [turn.guest for turn in held] == [False, False, True]
    ended: list[str] = []
    held[2].running(lambda: ended.append("stopped"))
    quick = turns.take("b", 0.1)
    assert not ended
    waiting = turns.ask("b")
    assert (ended, held[2].dismissed, waiting.done()) == (["stopped"], True, False)
    held[2].release()
    assert waiting.done()
    quick.release()
    guest = turns.take("a", 0.1)
    guest.lengthen()
    held[0].release()
    assert (guest.long, guest.guest) == (True, False), "a long place that gets free is the guest's"


def test_the_program_itself_may_take_all() -> None:
    turns = Turns(3)
    held = [turns.take("", 0.1) for _ in range(3)]
    for turn in held:
        turn.release()
        turn.release()
    assert turns.running == 0


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["ask", "lengthen", "release", "withdraw"])), max_size=60),
    st.integers(1, 5),
)
def test_no_place_is_lost_or_given_twice(steps: list[tuple[str, str]], size: int) -> None:
    turns = Turns(size)
    asked = []
    for client, step in steps:
        if step == "ask":
            asked.append(turns.ask(client))
        elif asked and step == "lengthen":
            for turn in [future.result() for future in asked if future.done()][:1]:
                turn.lengthen()
        elif asked and step == "release":
            done = [future for future in asked if future.done()]
            if done:
                asked.remove(done[0])
                done[0].result().release()
        elif asked:
            turns.withdraw(asked.pop())
        held = [future.result() for future in asked if future.done()]
        assert len(held) == turns.running <= size
        assert all(isinstance(turn, Turn) for turn in held)
        assert turns.waiting == len(asked) - len(held)
        if turns.waiting and turns.running < size:
            (alone,) = turns._waiting
            assert turns._held[alone] == size - 1, "the last place is not for a client that has all others"
    while asked:
        for future in [future for future in asked if future.done()]:
            asked.remove(future)
            future.result().release()
    assert (turns.running, turns._long.total(), turns._guests) == (0, 0, [])


def test_an_abandoned_question_ends_its_process(tmp_path: Path) -> None:
    publish(tmp_path, "one", more=300)
    with CurrentService(tmp_path) as current, current.opened() as service:
        turn = current.turns.take("a", 1)
        threading.Timer(0.3, turn.abandon).start()
        started = time.monotonic()
        with turn, pytest.raises(QueryError) as caught:
            service.query(ENDLESS, turn=turn, timeout=20)
        assert not isinstance(caught.value, QueryTimeout)
        assert time.monotonic() - started < 5
        assert service.query("ASK {}").boolean
