"""The first half of the way: from files to postings, batch by batch, and to their facts.

It knows nothing of graphs and stores, so that a command that only reads starts without them.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from organigram.config import Settings
from organigram.errors import OrganigramError, ReadingError
from organigram.model import Facts, Posting
from organigram.reading import find_sources, options_of, read_postings
from organigram.workshop import Workshop

#: What long work calls: the stage's name, units done, units in all (None where nobody knows).
Progress = Callable[[str, int, int | None], None]

BATCH = 1000


def quiet(stage: str, done: int, total: int | None) -> None:
    """Progress that nobody watches."""


def read_all(paths: Iterable[Path], settings: Settings, progress: Progress = quiet) -> Iterator[Posting | ReadingError]:
    """Every posting of files and folders, and the error of every file, and every part of one, that is none."""
    options = options_of(settings)
    sources, problems = find_sources(paths, options)
    yield from problems
    for number, source in enumerate(sources, 1):
        yield from read_postings(source, options)
        progress("reading", number, len(sources))


def extract_all(paths: Iterable[Path], settings: Settings, progress: Progress = quiet) -> Iterator[Facts | OrganigramError]:
    """The linked facts of every posting, and the error of every file that is none."""
    done = 0
    with Workshop(settings) as workshop:
        for postings, problems in batches(read_all(paths, settings, progress)):
            yield from problems
            for facts in workshop.each("facts", postings):
                done += 1
                progress("extraction", done, None)
                yield facts


def batches(found: Iterable[Posting | ReadingError]) -> Iterator[tuple[list[Posting], list[ReadingError]]]:
    """Postings and errors, so many at a time."""
    waiting = iter(found)
    while batch := list(itertools.islice(waiting, BATCH)):
        yield [one for one in batch if isinstance(one, Posting)], [one for one in batch if isinstance(one, ReadingError)]
