"""Where postings come from: files, folders walked in sorted order, patterns, standard input; and the bytes of one of them.

Nothing is passed over in silence that a person may have meant as a posting: what cannot be read is told.
"""

from __future__ import annotations

import glob
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from organigram.errors import ReadingError
from organigram.i18n import N_
from organigram.reading.data import reading_data
from organigram.reading.formats import DEFAULT_OPTIONS, HEAD, NO_TEXT, Format, Options, endings, tell
from organigram.reading.streams import peek

#: The path that stands for standard input.
STANDARD_INPUT = Path("-")

_READ_RIGHTS = N_("Check that it exists and that you may read it.")


def displayed(path: Path) -> str:
    r"""A path that can be printed: bytes that are not UTF-8 as ``\xNN``.

    >>> displayed(Path(os.fsdecode(b"caf\xe9.txt")))
    'caf\\xe9.txt'
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def find_sources(paths: Iterable[Path], options: Options = DEFAULT_OPTIONS) -> tuple[list[Path], list[ReadingError]]:
    """The files of ``paths``, in their order, those of a folder or a pattern sorted by name; and what cannot be read.

    A path that is named, or fits a pattern (``jobs/**/*.html``), is always taken, whatever its ending. In a folder, files with an
    ending that is read are taken, other documents are told, and everything else (data that holds no postings, images, a README,
    hidden files) is passed over. Links are followed, each folder walked once. Raises nothing.

    >>> find_sources([Path("-")])
    ([PosixPath('-')], [])
    """
    found: list[Path] = []
    errors: list[ReadingError] = []
    for path in paths:
        if path == STANDARD_INPUT:
            found.append(path)
            continue
        for one in _fitting(path, errors):
            before = len(found) + len(errors)
            if one.is_dir():
                _walk(one, found, errors, set(), options)
                if len(found) + len(errors) == before:
                    errors.append(_empty(one))
            else:
                found.append(one)
    return found, errors


def _fitting(path: Path, errors: list[ReadingError]) -> list[Path]:
    """The paths that fit a pattern; the path itself where it is none, or there is a file of that name."""
    if not glob.has_magic(os.fspath(path)) or os.path.lexists(path):
        return [path]
    # A pattern for files takes files alone: ** fits folders, too.
    fitting = sorted(map(Path, glob.glob(os.fspath(path), recursive=True)), key=os.fsencode)  # noqa: PTH207 - absolute, too
    if found := [one for one in fitting if not one.is_dir()] or fitting:
        return found
    errors.append(
        ReadingError(N_("No file fits this pattern."), N_("Check it: * is any name, ** any folders."), file=displayed(path))
    )
    return []


def _empty(folder: Path) -> ReadingError:
    return ReadingError(
        N_("The folder holds no posting."),
        N_("Postings are files that end in {endings}; name a file to read it whatever its ending."),
        file=displayed(folder),
        endings=", ".join(sorted(endings())),
    )


def _walk(folder: Path, found: list[Path], errors: list[ReadingError], walked: set[tuple[int, int]], options: Options) -> None:
    try:
        status = folder.stat()
        entries = sorted(folder.iterdir(), key=os.fsencode)
    except OSError as error:
        errors.append(_unreadable(folder, error))
        return
    if (status.st_dev, status.st_ino) in walked:
        return
    walked.add((status.st_dev, status.st_ino))
    data = reading_data()
    for entry in entries:
        if data.passed_over.search(entry.name):
            continue
        if entry.is_dir():
            _walk(entry, found, errors, walked, options)
        elif entry.suffix.lower() in endings():
            if entry.suffix.lower() not in endings(of_data=True) or _holds_postings(entry, options):
                found.append(entry)
        elif entry.suffix.lower() in data.document_endings:
            errors.append(unknown_format(entry))


def _holds_postings(path: Path, options: Options) -> bool:
    """Whether the first record of a file of data has a text or prose, or the file cannot be read (which is to be told)."""
    try:
        with opened(path) as stream:
            head, whole = peek(stream, HEAD)
            first = next(tell(path.name, head).read(whole, options), None)
    except ReadingError:
        return True
    return first is None or not isinstance(first.one, ReadingError) or first.one.reason != NO_TEXT


def unknown_format(path: Path) -> ReadingError:
    """The error for a document whose format is not read."""
    return ReadingError(
        N_("Files that end in {ending} are not read."),
        N_("Save it as a Word document (.docx), a PDF with text or a UTF-8 text file (.txt) and read that."),
        file=displayed(path),
        ending=path.suffix,
    )


def told(path: Path, head: bytes) -> Format:
    """The format of a file. Raises ReadingError for a document of a kind that is not read."""
    found = tell(path.name, head)
    if found.name == "text" and path.suffix.lower() in reading_data().document_endings:
        raise unknown_format(path)
    return found


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The bytes of a file or of standard input. Raises ReadingError where it is no regular file that can be read to its end."""
    try:
        if path == STANDARD_INPUT:
            yield sys.stdin.buffer
            return
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ReadingError(N_("This is a folder, not a file."), N_("Name the files in it, or let it be walked."))
        if not stat.S_ISREG(status.st_mode):
            raise ReadingError(
                N_("This is neither a file nor a folder (a pipe, a socket or a device)."),
                N_("Name a file, or - to read standard input."),
            )
        _refuse_unprintable(path)
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise _unreadable(path, error) from error
    except ValueError as error:
        if "null byte" not in str(error):
            raise
        raise ReadingError(N_("This cannot be the name of a file."), N_("Check the path.")) from error


def _refuse_unprintable(path: Path) -> None:
    try:
        os.fspath(path).encode("utf-8")
    except UnicodeEncodeError as error:
        raise ReadingError(N_("The file's name is not UTF-8."), N_("Rename it.")) from error


def _unreadable(path: Path, error: OSError) -> ReadingError:
    return ReadingError(
        N_("It cannot be read ({cause})."), _READ_RIGHTS, file=displayed(path), cause=error.strerror or str(error)
    )
