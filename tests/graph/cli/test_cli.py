"""The program as a user calls it: real processes for what a process shows, the function itself for the rest."""

from __future__ import annotations

import io
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import pytest

from organigram.cli import make_app
from organigram.cli.app import run
from organigram.cli.session import Command, Session
from organigram.config import Settings
from organigram.i18n import LANGUAGES, Language

#: Words of click's and ours that must not stand in French help.
ENGLISH = ("Usage:", "Show ", "Folder", "Write ", "Example:", "Examples:", "COMMAND ", "DIR", "FILE", " the ", "Commands:")


def program(*arguments: str, environment: Mapping[str, str] | None = None, **more: Any) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("LANG", "LC_", "ORGANIGRAM_"))}
    command = [sys.executable, "-m", "organigram.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=own | dict(environment or {}), timeout=120, **more)


def help_of(command: click.Command, name: str, language: Language) -> str:
    context = click.Context(command, info_name=name, obj=Session(language, Settings()), terminal_width=100)
    return command.get_help(context)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_help_ends_in_an_example_that_calls_it(language: Language) -> None:
    for name, command in make_app(language).commands.items():
        assert isinstance(command, Command)
        last = help_of(command, name, language).splitlines()[-1]
        assert f"organigram {name}" in last


def test_help_in_french_has_no_english_left() -> None:
    app = make_app("fr")
    for name, command in {"organigram": app, **app.commands}.items():
        text = help_of(command, name, "fr")
        assert [word for word in ENGLISH if word in text] == [], name
        assert text.startswith("Utilisation\u00a0: ")


def test_english_is_english_again_after_french() -> None:
    make_app("fr")
    assert help_of(make_app("en"), "organigram", "en").startswith("Usage: ")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("--help",), 0, ""),
        (("build", "-h"), 0, ""),
        (("--version",), 0, ""),
        ((), 2, "Usage:"),
        (("bild",), 2, "No such command 'bild'."),
        (("build",), 2, "Missing argument 'PATH...'."),
        (("build", "x", "--stor", "y"), 2, "No such option '--stor'."),
        (("explore", "--port", "0"), 2, "0 is not in the range 1<=x<=65535."),
        (("--lang", "de", "versions"), 2, "'de' is not one of 'en', 'fr'."),
        (("versions", "--lang"), 2, "Option '--lang' requires an argument."),
        (("query", "no-such-question"), 2, "There is no question and no file of this name."),
        (("query", "posts-by-role-and-country", "--param", "country"), 2, "'country' is not of the form NAME=VALUE."),
        (("query", "-", "--param", "a=b"), 2, "The query has no parameters."),
        (("validate", "a.txt", "--store", "b"), 2, "cannot be checked in one call"),
        (("evaluate", "no-such-folder"), 2, "does not exist"),
        (("versions", "--store", "no-such-store"), 3, "There is no store here."),
        (("query", "pay", "--store", "no-such-store"), 3, "There is no store here."),
        (("export", "--store", "no-such-store"), 3, "There is no store here."),
        (("review", "--store", "no-such-store"), 3, "There is no store here."),
        (("review", "--same-as", "x"), 2, "A decision needs the name that it is on."),
        (("review", "organization/x", "--new", "X"), 2, "'X' is not of the form LANGUAGE=LABEL."),
        (("review", "organization/x", "--same-as", "organization/no-such"), 2, "There is no entity organization/no-such."),
    ],
)
def test_exit_status_and_message(
    arguments: tuple[str, ...],
    status: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("LANGUAGE", raising=False)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    assert run(arguments) == status
    shown = capsys.readouterr()
    assert said in shown.err
    assert "Traceback" not in shown.err
    assert bool(shown.out) == (status == 0)


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        (("bild",), {"LANG": "fr_BE.UTF-8"}, "La commande 'bild' n’existe pas."),
        (("bild", "--lang", "fr"), {}, "La commande 'bild' n’existe pas."),
        (("--lang=fr", "bild"), {"LANG": "en_GB.UTF-8"}, "La commande 'bild' n’existe pas."),
        (("bild", "--lang", "en"), {"LANG": "fr_FR.UTF-8"}, "No such command 'bild'."),
        (("bild",), {"LANG": "fr_FR.UTF-8", "ORGANIGRAM_LANGUAGE": "en"}, "No such command 'bild'."),
        (("bild",), {"LANG": "fr_FR.UTF-8", "ORGANIGRAM_PORT": "many"}, "ORGANIGRAM_PORT: 'many' n’est pas une valeur"),
        (("versions", "--store", "nulle-part"), {"LANG": "fr_FR.UTF-8"}, "nulle-part: "),
    ],
)
def test_a_process_speaks_the_language_asked_for(
    arguments: tuple[str, ...], environment: dict[str, str], said: str, tmp_path: Path
) -> None:
    done = program(*arguments, environment=environment, cwd=tmp_path)
    assert done.returncode in (2, 3)
    assert said in done.stderr
    assert done.stdout == ""


def test_help_takes_less_than_half_a_second_of_work() -> None:
    seconds = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert program("--help").returncode == 0
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        # Processor time, not the clock's: what else the machine does is not measured.
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(seconds) < 0.5


def test_help_loads_no_heavy_library() -> None:
    heavy = ("rich", "rdflib", "pyoxigraph", "streamlit", "numpy", "py3langid", "pyshacl", "networkx", "yaml")
    code = f"import sys; from organigram.cli import make_app; make_app('fr'); print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_failure_of_the_program_itself_is_told_without_a_traceback(tmp_path: Path) -> None:
    code = (
        "import sys, organigram.cli.asking as asking\nfrom organigram.cli.app import run\n"
        "def fail(*_, **__): raise ZeroDivisionError('planted')\n"
        "asking._list_catalogue = fail\nsys.exit(run(['query']))"
    )
    for debug in (False, True):
        environment = os.environ | ({"ORGANIGRAM_DEBUG": "1"} if debug else {})
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, cwd=tmp_path)
        assert ("Traceback" in done.stderr) == debug
        assert done.returncode == (1 if debug else 70)
        assert "ZeroDivisionError" in done.stderr


def hear_interrupts() -> None:
    """In a new process: let Ctrl-C through, which a shell has its background jobs ignore."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupt_ends_quietly(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "organigram.cli", "extract", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
        preexec_fn=hear_interrupts,
    )
    assert process.stdin
    process.stdin.write("A word. " * 20_000)  # more than a pipe holds: it is written once the posting is being read
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said.strip()) == (130, "Interrupted.")


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    command = f"{sys.executable} -m organigram.cli query --format json | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=tmp_path)
    assert done.stderr == ""
    assert done.stdout.strip() in ("0", "141")


def test_what_a_terminal_cannot_show_ends_no_work(tmp_path: Path) -> None:
    latin = {"PYTHONIOENCODING": "ascii", "LANG": "fr_FR"}
    assert program("query", environment=latin, cwd=tmp_path).returncode == 0
    name = os.fsdecode(b"caf\xe9")
    done = program("query", name, "--lang", "en", cwd=tmp_path)
    assert done.returncode == 2
    assert "There is no question and no file of this name." in done.stderr


def test_a_closed_output_is_no_failure(tmp_path: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m organigram.cli --help >&-"], capture_output=True, text=True, cwd=tmp_path
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("arguments", [["--help"], ["query"], ["query", "--format", "json"]])
def test_a_full_disk_behind_the_output_is_told(tmp_path: Path, arguments: list[str]) -> None:
    """/dev/full takes no byte, as a full disk does."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "organigram.cli", "--lang", "en", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=tmp_path,
        )
    assert done.returncode == 3
    assert done.stderr.startswith("Output: The system refuses to read or write (No space left on device).")
    assert len(done.stderr.splitlines()) == 1


def test_a_closed_input_is_an_empty_query(tmp_path: Path) -> None:
    command = f"{sys.executable} -m organigram.cli --lang en query - --store {tmp_path} <&-"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode in (2, 3)
    assert "itself failed" not in done.stderr


@pytest.mark.parametrize("value", ["nan", "inf", "1e300", "0", "-1"])
def test_a_deadline_is_a_number_of_seconds_of_at_most_a_day(value: str) -> None:
    done = program("query", "partners", "--timeout", value, "--lang", "fr")
    assert done.returncode == 2
    assert "Valeur incorrecte pour '--timeout'" in done.stderr


def test_a_parameter_given_twice_is_told() -> None:
    done = program("query", "partners", "--param", "a=1", "--param", "a=2", "--lang", "en")
    assert done.returncode == 2
    assert "a is given twice" in done.stderr
