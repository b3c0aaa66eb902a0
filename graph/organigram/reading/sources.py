"""Where postings come from: files, folders walked in sorted order, standard input; and the bytes of one of them.

Nothing is passed over in silence that a person may have meant as a posting: what cannot be read is told.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from organigram.errors import ReadingError
from organigram.i18n import N_
from organigram.reading.data import reading_data

#: The path that stands for standard input.
STANDARD_INPUT = Path("-")

_READ_RIGHTS = N_("Check that it exists and that you may read it.")


def displayed(path: Path) -> str:
    r"""A path that can be printed: bytes that are not UTF-8 as ``\xNN``.

    >>> displayed(Path(os.fsdecode(b"caf\xe9.txt")))
    'caf\\xe9.txt'
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def find_sources(paths: Iterable[Path]) -> tuple[list[Path], list[ReadingError]]:
    """The files of ``paths``, in their order, each folder's files sorted by name; and what cannot be read.

    A path that is named is always taken, whatever its ending. In a folder, files with the ending of a text are taken, other
    documents are told, and everything else (data, images, a README, hidden files) is passed over. Links are followed, each
    folder walked once. Raises nothing.

    >>> find_sources([Path("-")])
    ([PosixPath('-')], [])
    """
    found: list[Path] = []
    errors: list[ReadingError] = []
    for path in paths:
        if path != STANDARD_INPUT and path.is_dir():
            before = len(found) + len(errors)
            _walk(path, found, errors, set())
            if len(found) + len(errors) == before:
                endings = ", ".join(sorted(reading_data().text_endings))
                errors.append(
                    ReadingError(
                        N_("The folder holds no posting."),
                        N_("Postings are files that end in {endings}; name a file to read it whatever its ending."),
                        file=displayed(path),
                        endings=endings,
                    )
                )
        else:
            found.append(path)
    return found, errors


def _walk(folder: Path, found: list[Path], errors: list[ReadingError], walked: set[tuple[int, int]]) -> None:
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
            _walk(entry, found, errors, walked)
        elif entry.suffix.lower() in data.text_endings:
            found.append(entry)
        elif entry.suffix.lower() in data.document_endings:
            errors.append(unknown_format(entry))


def unknown_format(path: Path) -> ReadingError:
    """The error for a document whose format is not read."""
    return ReadingError(
        N_("Files that end in {ending} are not read."),
        N_("Save its text as a UTF-8 text file (.txt) and read that."),
        file=displayed(path),
        ending=path.suffix,
    )


def read_bytes(path: Path, most: int) -> bytes:
    """The bytes of a file or of standard input, at most ``most``.

    Raises ReadingError where there are more (the rest is not read), or where it is no regular file that can be read.
    """
    if path == STANDARD_INPUT:
        return _at_most(sys.stdin.buffer, most, path)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ReadingError(N_("This is a folder, not a file."), N_("Name the files in it, or let it be walked."))
        if not stat.S_ISREG(status.st_mode):
            raise ReadingError(
                N_("This is neither a file nor a folder (a pipe, a socket or a device)."),
                N_("Name a file, or - to read standard input."),
            )
        if status.st_size > most:
            raise _too_large(status.st_size, most)
        with path.open("rb") as file:
            return _at_most(file, most, path)
    except OSError as error:
        raise _unreadable(path, error) from error
    except ValueError as error:  # a NUL in the name
        raise ReadingError(N_("This cannot be the name of a file."), N_("Check the path.")) from error


def _at_most(file: BinaryIO, most: int, path: Path) -> bytes:
    raw = file.read(most + 1)
    if len(raw) > most:
        raise _too_large(None, most)
    return raw


def _too_large(size: int | None, most: int) -> ReadingError:
    remedy = N_("Give each posting a file of its own, or raise the setting max_bytes.")
    if size is None:
        return ReadingError(N_("It is larger than the limit of {most} MB."), remedy, most=_megabytes(most))
    return ReadingError(N_("It has {size} MB; the limit is {most} MB."), remedy, size=_megabytes(size), most=_megabytes(most))


def _megabytes(count: int) -> str:
    return f"{count / 1_000_000:.3g}"


def _unreadable(path: Path, error: OSError) -> ReadingError:
    return ReadingError(
        N_("It cannot be read ({cause})."), _READ_RIGHTS, file=displayed(path), cause=error.strerror or str(error)
    )
