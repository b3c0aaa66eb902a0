"""The process that tries postings: it holds vocabulary, decisions and shapes, and can be killed.

It is run as a program of its own and serves one trial after the other. Messages over the socket::

    Settings                 ->  (Trial(),)                 once, when everything is loaded
    (folder, file's name)    ->  (Trial | OrganigramError,)
"""

from __future__ import annotations

import contextlib
import itertools
import resource
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from organigram.config import Settings
from organigram.errors import OrganigramError
from organigram.reading import options_of, read_postings
from organigram.resources import seeds_dir
from organigram.review import check, load_decisions
from organigram.trial import MOST, Trial, Tried
from organigram.validation import Validator
from organigram.workshop import Workshop, settle

_GRACE_SECONDS = 2.0
#: A process that nobody needs gives its memory back.
_IDLE_SECONDS = 1800.0
#: Bytes that it may have: the vocabulary takes a tenth.
_MEMORY = 3 << 30


class _Bench:
    """What is loaded once, and what it makes of a file."""

    def __init__(self, settings: Settings) -> None:
        self._workshop = Workshop(settings)
        self._validator = Validator(self._workshop.vocabulary, base=settings.base)
        self._options = options_of(settings)
        self._seen = _mark(settings.decisions)

    def warm(self) -> Trial:
        """Have patterns compiled and modules loaded before the first reader comes."""
        for file in sorted(seeds_dir().glob("*.txt")):
            for found in read_postings(file, self._options):
                if not isinstance(found, OrganigramError):
                    self._validator.validate({found.key: self._workshop.work(found).lines})
        settle()
        return Trial()

    def trial(self, folder: str, name: str) -> Trial:
        """What a build would make of the postings of a file."""
        self._follow_decisions()
        with contextlib.chdir(folder):  # so that errors name the file as its owner does
            found = list(itertools.islice(read_postings(Path(name), self._options), MOST + 1))
        made = [one if isinstance(one, OrganigramError) else self._try(one) for one in found[:MOST]]
        return Trial(
            tuple(one for one in made if isinstance(one, Tried)),
            tuple(_plain(one) for one in made if isinstance(one, OrganigramError)),
            len(found) > MOST,
        )

    def _try(self, posting: Any) -> Tried | OrganigramError:
        work = self._workshop.attempt("work", posting)
        if isinstance(work, OrganigramError):
            return work
        findings = self._validator.validate({posting.key: work.lines}).findings.get(posting.key, ())
        return Tried(posting, work.facts, tuple(work.lines), self._validator.triples(work.lines), findings)

    def _follow_decisions(self) -> None:
        file = self._workshop.settings.decisions
        if (mark := _mark(file)) != self._seen:
            decisions = load_decisions(file)
            check(decisions, self._workshop.vocabulary, file)
            self._workshop.decisions, self._seen = decisions, mark


def _mark(file: Path) -> tuple[int, int] | None:
    """What changes with a file's content."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _plain(error: OrganigramError) -> OrganigramError:
    """The error without exceptions as values, which may not outlive the way through a socket."""
    error.values = {name: str(value) if isinstance(value, BaseException) else value for name, value in error.values.items()}
    error.__cause__ = error.__context__ = None
    return error


def _answer(work: Callable[[], Trial]) -> tuple[Trial | OrganigramError]:
    try:
        return (work(),)
    except OrganigramError as error:
        return (_plain(error),)


def main(descriptor: str) -> None:
    """Serve on an inherited socket until it is closed or nothing came for a while."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the owner
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError):  # a system that has no such limit, or a lower one: time is limited all the same
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    with Connection(int(descriptor)) as connection, suppress(EOFError, OSError):
        settings: Settings = connection.recv()
        bench: list[_Bench] = []

        def begin() -> Trial:
            bench.append(_Bench(settings))
            return bench[0].warm()

        connection.send(_answer(begin))
        while bench and connection.poll(_IDLE_SECONDS):
            request = connection.recv()
            signal.setitimer(signal.ITIMER_REAL, settings.trial_seconds + _GRACE_SECONDS)
            answer = _answer(partial(bench[0].trial, *request))
            signal.setitimer(signal.ITIMER_REAL, 0)
            connection.send(answer)


if __name__ == "__main__":
    main(*sys.argv[1:])
