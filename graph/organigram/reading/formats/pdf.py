"""PDF files with a text layer: their words as lines of text.

PDFium reads them, in a process of its own that is ended at the deadline (:mod:`organigram.reading.pdf_worker`); which words
belong together is told here (:mod:`organigram.reading.pdf_layout`).
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from organigram.child_process import ChildProcess
from organigram.errors import ReadingError
from organigram.i18n import N_
from organigram.reading import pdf_layout
from organigram.reading.draft import Draft
from organigram.reading.formats import Found, Options
from organigram.reading.limits import Limits
from organigram.reading.streams import at_most

_WORKER = Path(pdf_layout.__file__).with_name("pdf_worker.py")
#: Beyond this many characters a document is no posting (the longest real one has 28,000).
MOST_CHARACTERS = 1_000_000
#: Bytes of memory that PDFium may take, for any file.
MEMORY = 2_000_000_000
_AS_TEXT = N_("Save the posting's text as a UTF-8 text file (.txt) and read that.")
_SCAN = N_("The PDF has no text layer: its pages are pictures, as a scanner makes them.")
_RECOGNIZE = N_("Have its text recognized first, for example by ocrmypdf in.pdf out.pdf, and read that file.")


def read_pdf(stream: BinaryIO, options: Options) -> Iterator[Found]:
    """The posting in a PDF.

    Raises ReadingError where it is encrypted, broken, a scan without text, or beyond the limits on pages, time and memory.
    """
    limits = options.limits
    answer = _reader.ask(at_most(stream, limits.max_whole_bytes), limits)
    if answer[0] != "pages":
        raise _problem(answer[0], answer[1], limits)
    pages = [pdf_layout.Page(width, height, tuple(pdf_layout.Run(*run) for run in runs)) for width, height, runs in answer[1]]
    text = pdf_layout.lay_out(pages)
    if not text:
        raise ReadingError(_SCAN, _RECOGNIZE)
    yield Found(Draft(text))


class _Reader:
    """The one process of this program that opens PDF files; started when the first comes, replaced when it had to be ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: ChildProcess | None = None

    def ask(self, raw: bytes, limits: Limits) -> tuple[Any, ...]:
        """What the process answers; ``("time", "")`` where it does not in time, ``("died", "")`` where it is gone."""
        with self._lock:
            used = self._child is not None
            answer = self._try(raw, limits)
            if answer[0] == "died" and used:  # it may have ended because it had nothing to do
                answer = self._try(raw, limits)
            return answer

    def _try(self, raw: bytes, limits: Limits) -> tuple[Any, ...]:
        if self._child is None:
            self._child = ChildProcess(_WORKER, str(MEMORY))
            weakref.finalize(self, self._child.kill)
        try:
            answer = self._child.ask((raw, limits.pdf_seconds, limits.max_pages, MOST_CHARACTERS), limits.pdf_seconds)
        except (EOFError, OSError):
            answer = ("died", "")
        if answer is None or answer[0] in ("died", "memory"):
            self._end()
        return answer or ("time", "")

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child = None


_reader = _Reader()


def _problem(kind: str, detail: object, limits: Limits) -> ReadingError:
    if kind == "locked":
        return ReadingError(
            N_("The PDF is encrypted and asks for a password."), N_("Save it without a password and read that file.")
        )
    if kind == "many":
        return ReadingError(
            N_("The PDF has {count} pages; the limit is {most}."),
            N_("Save the pages of the posting as a file of their own, or raise the setting max_pages."),
            count=detail,
            most=limits.max_pages,
        )
    if kind == "long":
        return ReadingError(N_("The PDF has too much text to be a posting."), _AS_TEXT)
    if kind == "time":
        return ReadingError(
            N_("The PDF was not read in {seconds:g} seconds."),
            N_("Save the posting's text as a UTF-8 text file (.txt), or raise the setting pdf_seconds."),
            seconds=limits.pdf_seconds,
        )
    return ReadingError(
        N_("The PDF is broken or cut off; it cannot be opened."), N_("Take it from its source again, or print it to a new PDF.")
    )
