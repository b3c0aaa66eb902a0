"""Trying a posting: what a build would make of it, with nothing stored.

A process of its own (``trial_worker.py``) holds vocabulary and shapes, so that a trial takes a fraction of a second, keeps nobody
else waiting and can be ended at its deadline. The posting's bytes pass through a temporary folder that is gone with the answer.

>>> with Trier(load_settings()) as trier:
...     trial = trier.read("offer.txt", b"Vacancy: Nurse, Mali. She reports to the Medical Coordinator. Contract: 6 months.")
>>> trial.tried[0].posting.language, trial.tried[0].facts.reports_to[0].value, trial.more
('en', 'Medical Coordinator', False)
"""

from __future__ import annotations

import re
import tempfile
import threading
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import TracebackType
from typing import Any, Self

from organigram.child_process import ChildProcess
from organigram.config import Settings, load_settings
from organigram.errors import OrganigramError, QueryBusy, ReadingError
from organigram.i18n import N_
from organigram.model import Facts, Posting
from organigram.validation.report import VIOLATION, Finding

__all__ = ["MOST", "Trial", "Tried", "Trier", "file_name", "load_settings"]

#: Postings of one file that are tried; the rest is for a build.
MOST = 20
#: Seconds in which the process must be ready: it loads the vocabulary, and on a new machine compiles it first.
_START_SECONDS = 180.0
_SCRIPT = Path(__file__).with_name("trial_worker.py")
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Tried:
    """What a build would make of one posting.

    ``lines`` are those of its graph (N-Quads), under the settings' base; ``context`` is its graph with what the vocabulary says
    of the things that it names (N-Triples).
    """

    posting: Posting
    facts: Facts
    lines: tuple[str, ...]
    context: str
    findings: tuple[Finding, ...]

    @property
    def conforms(self) -> bool:
        """Whether a build would take it in, and not set it aside."""
        return all(finding.severity != VIOLATION for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Trial:
    """What was made of each posting of a file, or why it is none; ``more``: the file holds others that were not tried."""

    tried: tuple[Tried, ...] = ()
    problems: tuple[OrganigramError, ...] = ()
    more: bool = False


def file_name(name: str) -> str:
    r"""A name that a file can have anywhere, made of one that somebody else gave; its ending, which tells the format, stays.

    >>> file_name("../../etc/Chef·fe de projet.docx"), file_name("C:\\offers\\-"), file_name("")
    ('Chef·fe de projet.docx', 'posting.txt', 'posting.txt')
    """
    last = PureWindowsPath(PurePosixPath(name).name).name
    kept = "".join(c for c in unicodedata.normalize("NFC", last) if c.isprintable())
    kept = re.sub(r"[<>:\"/\\|?*\[\]#]+", "-", kept).strip(" .-")
    if not re.search(r"\w", kept):
        return "posting.txt"
    path = PurePosixPath(kept)
    return path.stem[:_LONGEST_NAME] + path.suffix[:12]


class Trier:
    """Tries postings, one after the other, from any thread; its process is started by the first, or by :meth:`start`."""

    def __init__(self, settings: Settings) -> None:
        """``settings``: those of a build; ``base`` is what the lines stand under."""
        self._settings = settings
        self._lock = threading.Lock()
        self._child: ChildProcess | None = None
        self._ready = False

    @property
    def ready(self) -> bool:
        """Whether a trial would begin at once."""
        child = self._child
        return child is not None and child.process.poll() is None and (self._ready or child.connection.poll(0))

    def start(self) -> None:
        """Start the process without waiting for it."""
        if self._lock.acquire(blocking=False):  # who holds it has started it, or is about to
            try:
                self._alive()
            finally:
                self._lock.release()

    def read(self, name: str, raw: bytes) -> Trial:
        """Try the postings in the bytes of a file of a name.

        Raises ReadingError where it takes longer than it may or cannot be read at all, QueryBusy where others are waiting.
        """
        seconds = self._settings.trial_seconds
        if not self._lock.acquire(timeout=seconds):
            raise QueryBusy(N_("Other readers are trying postings now."), N_("Try again in a moment."))
        try:
            # The folder is this process's, so that it goes even where the other one is killed.
            with tempfile.TemporaryDirectory(prefix="organigram-trial-") as folder:
                (Path(folder) / file_name(name)).write_bytes(raw)
                return self._ask((folder, file_name(name)), seconds)
        finally:
            self._lock.release()

    def _ask(self, request: tuple[str, str], seconds: float) -> Trial:
        child = self._alive()
        try:
            if not self._ready:
                self._first(child)
            answer = child.ask(request, seconds)
        except (EOFError, OSError) as error:
            self._end()
            raise ReadingError(
                N_("The process that reads postings ended at this one."),
                N_("It may need more memory than it may have. Save it as plain text and try that."),
                file=request[1],
            ) from error
        if answer is None:
            self._end()
            raise ReadingError(
                N_("Reading it took longer than {seconds:g} seconds and was ended."),
                N_("Paste only the posting's own text."),
                file=request[1],
                seconds=seconds,
            )
        return _trial(answer)

    def _first(self, child: ChildProcess) -> None:
        answer = child.wait(_START_SECONDS)
        if answer is None:
            raise EOFError
        _trial(answer)
        self._ready = True

    def _alive(self) -> ChildProcess:
        if self._child is None or self._child.process.poll() is not None:
            self._end()
            self._child = ChildProcess(_SCRIPT)
            self._child.connection.send(self._settings)
        return self._child

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
        self._child, self._ready = None, False

    def close(self) -> None:
        """End the process; a trial that runs ends with an error. A later trial starts it anew."""
        child = self._child
        if child is not None:
            child.process.kill()
        with self._lock:
            self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _trial(answer: tuple[Any, ...]) -> Trial:
    """The trial of an answer. Raises the error that came in its place (wrong decisions, for one)."""
    (found,) = answer
    if isinstance(found, OrganigramError):
        raise found
    assert isinstance(found, Trial)
    return found
