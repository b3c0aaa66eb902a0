"""Adding a tried posting to the store: the command ``organigram add`` run for a reader, who goes on reading meanwhile."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from organigram.errors import StoreError
from organigram.i18n import N_
from organigram.trial import file_name
from organigram_viz.source import Source, newest, source
from organigram_viz.wording import language

__all__ = ["Added", "add"]

#: One build at a time: who comes second waits here, and not at the store's lock, which would refuse.
_TURN = threading.Lock()
#: Seconds until the explorer must have noticed the new version.
_NOTICED = 5.0


@dataclass(frozen=True, slots=True)
class Added:
    """The version that an addition made; where none was, what was set aside and why (in the reader's language)."""

    version: str
    problems: tuple[str, ...] = ()


def add(name: str, raw: bytes) -> Added:
    """Add a file's postings to the store as a build would, in a process of its own; its file stays in the store's inbox.

    Raises StoreError, with what the command says, where it cannot be done; the store is then as it was.
    """
    here = source()
    with _TURN, tempfile.TemporaryDirectory(prefix="organigram-add-") as folder:
        file = Path(folder) / file_name(name)
        file.write_bytes(raw)
        done = subprocess.run(_command(here, file), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    report = _report(done.stdout)
    if report is None:
        raise StoreError(
            N_("The posting was not added: {said}"),
            N_("The store is as it was."),
            said=_last_line(done.stderr) or str(done.returncode),
        )
    if report["version"]:
        _wait(report["version"])
    problems = (" ".join(filter(None, (one["reason"], one["remedy"]))) for one in report["set_aside"])
    return Added(report["version"], tuple(problems))


def _command(here: Source, file: Path) -> list[str]:
    made = [sys.executable, "-m", "organigram", "--lang", language(), "add", str(file), "--store", str(here.store), "--json"]
    return [*made, "--decisions", str(here.decisions)] if here.decisions else made


def _report(output: str) -> dict[str, Any] | None:
    try:
        found = json.loads(output)
    except ValueError:
        return None
    return found if isinstance(found, dict) and "set_aside" in found else None


def _last_line(text: str) -> str:
    """What the command says last: an error as JSON, or as a line."""
    line = next((line for line in reversed(text.splitlines()) if line.strip()), "")
    try:
        told = json.loads(line)
    except ValueError:
        return line
    return " ".join(str(told[key]) for key in ("reason", "remedy") if told.get(key)) if isinstance(told, dict) else line


def _wait(version: str) -> None:
    """Wait until the explorer shows a version, so that the next page is of it."""
    end = time.monotonic() + _NOTICED
    while newest().name != version and time.monotonic() < end:
        time.sleep(0.1)
