"""``organigram fetch`` as a user calls it: a real process, killed, interrupted, called twice; and what it says."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from reliefweb_server import ReliefWeb, job, serving

from organigram.cli.app import run


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ReliefWeb]:
    """740 jobs: three pages, the last one nearly full: a process ended within it has much left. The settings point to it."""
    jobs = [job(4_000_000 + number, f"2024-05-01T{number // 60:02}:{number % 60:02}:00+00:00") for number in range(740)]
    with serving(jobs) as server:
        settings = {
            "reliefweb_api": f"{server.address}/v2",
            "reliefweb_feed": f"{server.address}/jobs/rss.xml",
            "reliefweb_counter": str(tmp_path / "calls.json"),
            "reliefweb_appname": "example-app",
            "fetch_pause": "0",
        }
        for name, value in settings.items():
            monkeypatch.setenv(f"ORGANIGRAM_{name.upper()}", value)
        monkeypatch.setenv("LC_ALL", "C.UTF-8")
        monkeypatch.delenv("LANGUAGE", raising=False)
        yield server


def start(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "organigram.cli", "fetch", "reliefweb", *arguments]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


def kept(folder: Path) -> list[str]:
    """The numbers of the items in the folder; every file there must be whole."""
    return sorted(json.loads(file.read_text("utf-8"))["data"][0]["id"] for file in folder.glob("*/*.json"))


def wait_for(condition: Callable[[], object], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.002)


def everything(web: ReliefWeb) -> list[str]:
    return sorted(item["id"] for item in web.items)


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
@pytest.mark.parametrize("after", [1, 260, 520])
def test_a_fetch_that_was_ended_goes_on(web: ReliefWeb, tmp_path: Path, end: signal.Signals, after: int) -> None:
    folder = tmp_path / "offers"
    process = start(str(folder))
    wait_for(lambda: len(list(folder.glob("*/*.json"))) >= after)
    process.send_signal(end)
    output, errors = process.communicate(timeout=60)
    some = kept(folder)
    assert len(some) < 740
    if end == signal.SIGINT:
        assert process.returncode == 130
        new = int(output.partition("vacancies new: ")[2].partition(",")[0] or 0)
        assert len(some) - new in (0, 1)  # the signal may come between the writing of a file and its counting
        assert errors == "Interrupted.\n"
    calls = len(web.asked)
    process = start(str(folder), "--json")
    output, errors = process.communicate(timeout=60)
    report = json.loads(output)
    assert (process.returncode, errors, report["new"], report["problems"]) == (0, "", 740 - len(some), [])
    assert kept(folder) == everything(web)
    assert list(folder.glob("**/.tmp-*")) == []
    assert len(web.asked) - calls <= (2 if after > 500 else 3)


def test_two_at_once_on_one_folder(web: ReliefWeb, tmp_path: Path) -> None:
    folder = tmp_path / "offers"
    told = threading.Event()
    web.meanwhile = lambda pages: pages == 1 and told.wait(60)
    first = start(str(folder))
    wait_for(lambda: len(web.asked) == 1)
    output, errors = start(str(folder)).communicate(timeout=60)
    told.set()
    assert output == ""
    assert f"{folder}: Another process is fetching into this folder (pid {first.pid}, " in errors
    first.communicate(timeout=60)
    assert (first.returncode, kept(folder)) == (0, everything(web))


def test_what_it_says(web: ReliefWeb, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(tmp_path / "offers")
    assert run(["fetch", "reliefweb", folder, "--dry-run"]) == 0
    assert capsys.readouterr().out == f"{folder}: 740 vacancies to look at.\n"
    assert not Path(folder).exists()
    assert run(["fetch", "reliefweb", folder, "--limit", "300", "--lang", "fr"]) == 0
    assert capsys.readouterr().out.replace("\u00a0", " ") == f"{folder} : offres nouvelles : 300, changées : 0, inchangées : 0.\n"
    assert run(["fetch", "reliefweb", folder, "--dry-run", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"folder": folder, "count": 501}


def test_the_day_s_calls_are_kept_across_calls_of_the_program(
    web: ReliefWeb, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ORGANIGRAM_RELIEFWEB_CALLS", "2")
    folder = str(tmp_path / "offers")
    assert run(["fetch", "reliefweb", folder]) == 3
    said = capsys.readouterr()
    assert said.out == f"{folder}: vacancies new: 499, changed: 0, as before: 0.\n"
    assert "The 2 calls of today are used (127.0.0.1:" in said.err
    assert "00:00 UTC (in " in said.err
    assert run(["fetch", "reliefweb", folder, "--lang", "fr"]) == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert "Les 2 appels du jour sont épuisés" in said.err
    assert run(["fetch", "reliefweb", folder, "--appname", "nobody"]) == 3
    assert "not using an approved appname" in capsys.readouterr().err


def test_wrong_calls(web: ReliefWeb, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    folder = str(tmp_path / "offers")
    for arguments, said in (
        (["--rss", "--limit", "3"], "it knows no --since"),
        (["--country", "XX"], "'XX' is no code of a country."),
        (["--since", "yesterday"], "--since"),
    ):
        status = run(["fetch", "reliefweb", folder, *arguments])
        assert status == 2
        assert said in capsys.readouterr().err
        assert not Path(folder).exists()
    monkeypatch.setenv("ORGANIGRAM_RELIEFWEB_APPNAME", "")
    assert run(["fetch", "reliefweb", folder + "2", "--lang", "fr"]) == 2
    assert "ReliefWeb demande un nom d’application. Demandez-en un sur https://apidoc" in capsys.readouterr().err
    monkeypatch.setenv("ORGANIGRAM_RELIEFWEB_API", "reliefweb.int")
    assert run(["fetch", "reliefweb", folder + "2", "--appname", "x"]) == 2
    assert "reliefweb.int is no address on the web (setting reliefweb_api)" in capsys.readouterr().err


def test_the_feed_needs_no_name(
    web: ReliefWeb, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ORGANIGRAM_RELIEFWEB_APPNAME", "")
    assert run(["fetch", "reliefweb", str(tmp_path / "offers"), "--rss", "--country", "ML"]) == 0
    assert "vacancies new: 20," in capsys.readouterr().out
    assert not (tmp_path / "calls.json").exists()
    assert len(list((tmp_path / "offers" / "rss").glob("*.xml"))) == 20


@pytest.mark.parametrize("arguments", [[], ["--rss"]])
def test_what_was_fetched_is_built(
    web: ReliefWeb, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    web.items[3:] = []
    assert run(["fetch", "reliefweb", str(tmp_path / "offers"), *arguments]) == 0
    capsys.readouterr()
    assert run(["extract", str(tmp_path / "offers")]) == 0
    facts = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["id"] for one in facts] == ["4000000", "4000001", "4000002"]
    assert {one["title"]["value"] for one in facts} == {item["fields"]["title"] for item in web.items}
    for one in facts:
        assert one["employer"]["value"] == "Relief Example"
        assert [country["value"] for country in one["countries"]] == ["ML"]
        assert one["deadline"]["value"] == "2030-01-01"
        assert one["reports_to"][0]["value"] == "Head of Mission"
