"""Sources in, postings out: files of any format, folders, patterns, archives, standard input.

>>> import tempfile
>>> folder = Path(tempfile.mkdtemp())
>>> _ = (folder / "post.en.txt").write_text("Vacancy: Nurse, Bamako. Reports to the Head of Mission. Contract: 6 months.")
>>> posting = read(folder / "post.en.txt")
>>> posting.id, posting.language, posting.text[:14]
('post.en', 'en', 'Vacancy: Nurse')
>>> table = "ref,country,text\\n7,Mali,We seek a nurse for our clinic in Gao. Apply with a CV.\\n8,Mali,Nurse\\n"
>>> _ = (folder / "jobs.csv").write_text(table)
>>> for one in read_postings(folder / "jobs.csv"):
...     print(one.id if isinstance(one, Posting) else one.place)
jobs-7
{'en': 'line 3', 'fr': 'ligne 3'}
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

from organigram.config import Settings
from organigram.errors import ReadingError
from organigram.i18n import N_
from organigram.model import Posting
from organigram.reading.assembling import assemble
from organigram.reading.draft import Draft
from organigram.reading.encoding import decode
from organigram.reading.formats import DEFAULT_OPTIONS, HEAD, Options
from organigram.reading.limits import DEFAULT_LIMITS, Limits
from organigram.reading.naming import named
from organigram.reading.sources import STANDARD_INPUT, displayed, find_sources, opened, told
from organigram.reading.streams import peek

__all__ = [
    "STANDARD_INPUT",
    "Limits",
    "Options",
    "displayed",
    "find_sources",
    "options_of",
    "read",
    "read_postings",
    "read_text",
]


def read_postings(path: Path, options: Options = DEFAULT_OPTIONS) -> Iterator[Posting | ReadingError]:
    """Every posting of a file (``-``: standard input), and the error of every part that is none. Raises nothing.

    The ``id`` of a file's only posting is the file's name without the last ending; of many, that name, a dash, and the
    posting's own id in the file, or its number. Errors name the file, and the place in it.
    """
    try:
        yield from _read(path, options)
    except ReadingError as error:
        error.file = error.file or displayed(path)
        yield error


def options_of(settings: Settings) -> Options:
    """What the settings say of reading."""
    limits = Limits(
        max_bytes=settings.max_bytes,
        max_whole_bytes=settings.max_whole_bytes,
        max_records=settings.max_records,
        max_unpacked_bytes=settings.max_unpacked_bytes,
        max_ratio=settings.max_ratio,
        max_pages=settings.max_pages,
        pdf_seconds=settings.pdf_seconds,
        min_letters=settings.min_letters,
    )
    return Options(limits, settings.columns)


def read(path: Path, limits: Limits = DEFAULT_LIMITS) -> Posting:
    """The only posting of a file (``-``: standard input). Raises ReadingError where there is none, or are several."""
    found = [*itertools.islice(read_postings(path, Options(limits)), 2)]
    if len(found) > 1:
        raise ReadingError(
            N_("The file holds several postings."), N_("Read it with a command that takes many."), file=displayed(path)
        )
    if isinstance(found[0], ReadingError):
        raise found[0]
    return found[0]


def read_text(raw: bytes, identifier: str, source: str, limits: Limits = DEFAULT_LIMITS) -> Posting:
    """The posting in the bytes of a plain text, wherever they come from. Raises ReadingError without a file's name.

    >>> read_text("Offre d’emploi : chef de projet au Mali, contrat de six mois.".encode(), "a", "a.txt").language
    'fr'
    """
    return assemble(Draft(decode(raw)), identifier, source, limits)


def _read(path: Path, options: Options) -> Iterator[Posting | ReadingError]:
    with opened(path) as stream:
        head, whole = peek(stream, HEAD)
        if not head:
            raise ReadingError(N_("The file is empty."), N_("Remove it, or put the posting's text into it."))
        found = told(path, head).read(whole, options)
        stem = "stdin" if path == STANDARD_INPUT else path.stem
        for name, (one, place) in named(found, options.limits.max_records):
            identifier, source = (f"{stem}-{name}", f"{os.fspath(path)}#{name}") if name else (stem, os.fspath(path))
            if isinstance(one, Draft):
                try:
                    yield assemble(one, identifier, source, options.limits)
                    continue
                except ReadingError as refused:
                    one = refused
            one.file, one.place = displayed(path), one.place or place
            yield one
