"""A new version of the store, made for a reader who goes on reading: of a tried posting that is added, of what was decided."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from organigram.errors import StoreError
from organigram.i18n import N_
from organigram.trial import file_name
from organigram_viz.source import Source, newest, source
from organigram_viz.wording import language

__all__ = ["Added", "add", "apply_decisions"]

#: One build at a time: who comes second waits here, and not at the store's lock, which would refuse.
_TURN = threading.Lock()
#: Seconds until the explorer must have noticed the new version.
_NOTICED = 5.0


@dataclass(frozen=True, slots=True)
class Added:
    """The version that was made; where none was, what was set aside and why (in the reader's language)."""

    version: str
    problems: tuple[str, ...] = ()


def add(name: str, raw: bytes, told: Callable[[str], object] = lambda stage: None) -> Added:
    """Add a file's postings to the store as a build would, in a process of its own; its file stays in the store's inbox.

    ``told`` is called with the name of each stage, in the reader's language, as it begins. Raises StoreError, with what the
    command says, where it cannot be done; the store is then as it was.
    """
    here = source()
    with _TURN, tempfile.TemporaryDirectory(prefix="organigram-add-") as folder:
        file = Path(folder) / file_name(name)
        file.write_bytes(raw)
        report, said = _told(_command(here, "add", str(file)), Path(folder), told)
    if report is None:
        raise StoreError(N_("The posting was not added: {said}"), N_("The store is as it was."), said=said)
    return _added(report)


def apply_decisions(told: Callable[[str], object] = lambda stage: None) -> Added:
    """Build the store's postings again under the decisions as they are now; ``told`` and what is raised as for :func:`add`."""
    here = source()
    with _TURN, tempfile.TemporaryDirectory(prefix="organigram-apply-") as folder:
        report, said = _told(_command(here, "review", "--apply"), Path(folder), told)
    if report is None:
        raise StoreError(N_("The decisions were not applied: {said}"), N_("The store is as it was."), said=said)
    return _added(report)


def _told(command: list[str], folder: Path, told: Callable[[str], object]) -> tuple[dict[str, Any] | None, str]:
    """What a command reports, and what it says, should it report nothing."""
    answer = folder / "answer.json"
    code, said = _run(command, answer, told)
    return _report(answer.read_text("utf-8")), said or str(code)


def _added(report: dict[str, Any]) -> Added:
    if report["version"]:
        _wait(report["version"])
    problems = (" ".join(filter(None, (one["reason"], one["remedy"]))) for one in report["set_aside"])
    return Added(report["version"], tuple(problems))


def _run(command: list[str], answer: Path, told: Callable[[str], object]) -> tuple[int, str]:
    """Run a command with its answer in a file; its code, and what it says last besides its stages."""
    last = ""
    with (
        answer.open("wb") as output,
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.PIPE, encoding="utf-8") as process,
    ):
        assert process.stderr is not None
        for line in filter(str.strip, process.stderr):
            stage = _object(line).get("stage")
            if stage:
                told(stage)
            else:
                last = _text(line)
    return process.returncode, last


def _command(here: Source, *call: str) -> list[str]:
    made = [
        sys.executable,
        "-m",
        "organigram",
        "--lang",
        language(),
        *call,
        "--store",
        str(here.store),
        "--json",
        "--stages",
    ]
    return [*made, "--decisions", str(here.decisions)] if here.decisions else made


def _report(output: str) -> dict[str, Any] | None:
    found = _object(output)
    return found if "set_aside" in found else None


def _text(line: str) -> str:
    """What a line says: an error as JSON, or as it stands."""
    found = _object(line)
    return " ".join(str(found[key]) for key in ("reason", "remedy") if found.get(key)) if found else line.strip()


def _object(text: str) -> dict[str, Any]:
    """The object that a text is, or an empty one."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _wait(version: str) -> None:
    """Wait until the explorer shows a version, so that the next page is of it."""
    end = time.monotonic() + _NOTICED
    while newest().name != version and time.monotonic() < end:
        time.sleep(0.1)
