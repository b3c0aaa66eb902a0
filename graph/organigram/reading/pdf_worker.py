"""The process that opens PDF files: it gives the words of each page with their places, and can be killed.

PDFium is a C library: a page that keeps it busy, or takes all memory, can be ended only from outside. Like the worker of queries
it is run as a program of its own, by its path, and serves one file after the other. Messages over the socket::

    (bytes, seconds, pages, characters)  ->  ("pages", [Page ...])  or  (problem, detail)

A page is ``(width, height, [(text, left, bottom, right, top) ...])``, in points from the page's lower left corner, in the order
of the file; a text is what stands on one line without a wide gap. A problem is ``locked``, ``broken``, ``many`` (pages), ``long``
or ``memory``.
"""

from __future__ import annotations

import ctypes
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

_GRACE_SECONDS = 1.0
#: Nobody is kept waiting for a new process longer than for this one, so it need not stay.
_IDLE_SECONDS = 10.0
#: A gap is wide if it has this many times the line's height: where words are set apart without a space, and with one.
_WIDE, _WIDE_SPACED = 0.8, 1.6
#: PDFium's mark of a hyphen at a line's end; it gives no line end then.
_HYPHEN = "\x02"
_LOCKED = "password"

Run = tuple[str, float, float, float, float]
Page = tuple[float, float, list[Run]]


class _TooLongError(Exception):
    """The file has more characters than are read."""


class _Run:
    """Characters of one line, as they come."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.box = [0.0, 0.0, 0.0, 0.0]
        self.spaced = False

    def ends_before(self, box: pdfium.FS_RECTF) -> bool:
        gap = box.left - self.box[2]
        height = self.box[3] - self.box[1]
        return bool(self.text) and gap > (_WIDE_SPACED if self.spaced else _WIDE) * height

    def add(self, character: str, box: pdfium.FS_RECTF) -> None:
        new = (box.left, box.bottom, box.right, box.top)
        if self.text:
            self.box = [*map(min, self.box[:2], new[:2]), *map(max, self.box[2:], new[2:])]
        else:
            self.box = list(new)
        self.text.append(character)
        self.spaced = False

    def space(self, *, written: bool) -> None:
        if self.text:
            self.text.append(" ")
            self.spaced = self.spaced or written

    def done(self) -> Iterator[Run]:
        text = " ".join("".join(self.text).split())
        if text:
            left, bottom, right, top = self.box
            yield text, left, bottom, right, top


def _runs(page: pypdfium2.PdfTextPage, most: int) -> Iterator[Run]:
    box = pdfium.FS_RECTF()
    run = _Run()
    count = page.count_chars()
    if count > most:
        raise _TooLongError
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(page, index)
        character = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if character in "\r\n":
            yield from run.done()
            run = _Run()
        elif character.isspace():
            run.space(written=not pdfium.FPDFText_IsGenerated(page, index))
        elif character.isprintable() or character in "\xad" + _HYPHEN:
            pdfium.FPDFText_GetLooseCharBox(page, index, ctypes.byref(box))
            if run.ends_before(box):
                yield from run.done()
                run = _Run()
            run.add(character, box)
            if character == _HYPHEN:
                yield from run.done()
                run = _Run()
    yield from run.done()


def _pages(document: pypdfium2.PdfDocument, most: int) -> Iterator[Page]:
    for index in range(len(document)):
        with suppress(pypdfium2.PdfiumError):  # a page that cannot be opened does not cost the others
            page = document[index]
            runs = list(_runs(page.get_textpage(), most))
            most -= sum(len(run[0]) for run in runs)
            yield (*page.get_size(), runs)
            page.close()


def _read(raw: bytes, pages: int, characters: int) -> tuple[Any, ...]:
    try:
        document = pypdfium2.PdfDocument(raw)
        count = len(document)
        if count > pages:
            return "many", count
        return "pages", list(_pages(document, characters))
    except pypdfium2.PdfiumError as error:
        return ("locked" if _LOCKED in str(error).lower() else "broken"), str(error)
    except _TooLongError:
        return "long", ""
    except MemoryError:
        return "memory", ""


def main(descriptor: str, memory: str) -> None:
    """Serve on an inherited socket, with at most so many bytes of memory, until it is closed or nothing came for a while."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the owner
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError):  # a system that has no such limit, or a lower one: time is limited all the same
        resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    with Connection(int(descriptor)) as connection:
        while connection.poll(_IDLE_SECONDS):
            try:
                raw, seconds, pages, characters = connection.recv()
            except (EOFError, OSError):
                return
            signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE_SECONDS)
            answer = _read(raw, pages, characters)
            signal.setitimer(signal.ITIMER_REAL, 0)
            connection.send(answer)


if __name__ == "__main__":
    main(*sys.argv[1:])
