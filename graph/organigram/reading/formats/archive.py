"""Archives: every member that a folder's file would be read as; nothing is written to disk, bombs are refused.

What a member unpacks to is counted as it is read, whatever the archive says of its size.
"""

from __future__ import annotations

import io
import itertools
import lzma
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, cast

from organigram.errors import ReadingError
from organigram.i18n import N_
from organigram.reading.data import reading_data
from organigram.reading.draft import Draft
from organigram.reading.formats import HEAD, NO_TEXT, Format, Found, Options, endings, tell
from organigram.reading.formats.columns import as_name
from organigram.reading.naming import named
from organigram.reading.places import inside
from organigram.reading.streams import CHUNK, megabytes, peek

if TYPE_CHECKING:
    from typing_extensions import Buffer

#: So much any member may unpack to, however small it is packed.
_HARMLESS = 1_000_000
#: What the libraries raise for archives that are damaged or hostile.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    UnicodeError,
    OverflowError,
    ValueError,
)


def read_zip(stream: BinaryIO, options: Options) -> Iterator[Found]:
    """The drafts of all members, in the archive's order. Raises ReadingError where the archive cannot be read."""
    with _seekable(stream, options.limits.max_unpacked_bytes) as whole:
        try:
            archive = zipfile.ZipFile(whole)
        except _DAMAGE as error:
            raise _damaged(error) from error
        budget = _Budget(options)
        members = [
            member
            for member in archive.infolist()
            if member.filename and not member.is_dir() and not _is_passed_over(member.filename)
        ]
        if len(members) > options.limits.max_records:
            raise ReadingError(
                N_("It holds more than {most} postings; the rest is not read."),
                N_("Part the file, or raise the setting max_records."),
                most=options.limits.max_records,
            )
        for member in members:
            for one in _drafts(archive, member, options, budget):
                yield Found(one.one, inside(member.filename, one.place))
            if budget.spent:
                return


@contextmanager
def _seekable(stream: BinaryIO, most: int) -> Iterator[BinaryIO]:
    """The stream, on disk where it is standard input: an archive's table of contents is at its end."""
    if stream.seekable():
        yield stream
        return
    with tempfile.TemporaryFile() as file:
        size = 0
        while piece := stream.read(CHUNK):
            size += len(piece)
            if size > most:
                raise ReadingError(
                    N_("It is larger than the limit of {most} MB."),
                    N_("Part the archive, or raise the setting max_unpacked_bytes."),
                    most=megabytes(most),
                )
            file.write(piece)
        file.seek(0)
        yield cast(BinaryIO, file)


def _is_passed_over(name: str) -> bool:
    return any(reading_data().passed_over.search(part) for part in PurePosixPath(name).parts)


def _drafts(archive: zipfile.ZipFile, member: zipfile.ZipInfo, options: Options, budget: _Budget) -> Iterator[Found]:
    path = PurePosixPath(member.filename)
    ending = path.suffix.lower()
    if ending not in endings():
        if ending in reading_data().document_endings:
            yield Found(
                ReadingError(
                    N_("Files that end in {ending} are not read."),
                    N_("Save its text as a UTF-8 text file (.txt) and read that."),
                    ending=path.suffix,
                )
            )
        return
    try:
        with _opened(archive, member, options, budget) as stream:
            head, whole = peek(stream, HEAD)
            format_ = _told(member.filename, head)
            name = as_name(str(path.with_suffix("")))
            for own, one in named(_unless_other_data(format_, format_.read(whole, options)), options.limits.max_records):
                full = f"{name}-{own}" if own else name
                yield one._replace(one=replace(one.one, name=full)) if isinstance(one.one, Draft) else one
    except _OtherDataError:
        return
    except ReadingError as error:
        yield Found(error, error.place if not isinstance(error.place, str) else None)


def _told(name: str, head: bytes) -> Format:
    if not head:
        raise ReadingError(N_("The file is empty."), N_("Remove it, or put the posting's text into it."))
    found = tell(name, head)
    if found.name == "zip":
        raise ReadingError(N_("An archive in an archive is not read."), N_("Unpack it, and read what is in it."))
    return found


class _OtherDataError(Exception):
    """A member holds other data than postings."""


def _unless_other_data(format_: Format, found: Iterator[Found]) -> Iterator[Found]:
    first = next(found, None)
    if first is None:
        return
    if format_.data and isinstance(first.one, ReadingError) and first.one.reason == NO_TEXT:
        raise _OtherDataError
    yield from itertools.chain([first], found)


@contextmanager
def _opened(archive: zipfile.ZipFile, member: zipfile.ZipInfo, options: Options, budget: _Budget) -> Iterator[BinaryIO]:
    try:
        packed = archive.open(member)
    except _DAMAGE as error:
        raise _damaged(error) from error
    with packed:
        most = _HARMLESS + options.limits.max_ratio * member.compress_size
        unpacked = _Unpacked(cast(BinaryIO, packed), most, budget)
        yield io.BufferedReader(cast(io.RawIOBase, unpacked), CHUNK)


class _Budget:
    """What all members together may still unpack to, in bytes."""

    def __init__(self, options: Options) -> None:
        self._left = self._most = options.limits.max_unpacked_bytes

    @property
    def spent(self) -> bool:
        """Whether nothing is left."""
        return self._left < 0

    def spend(self, count: int) -> None:
        """Raises ReadingError where there are not so many left."""
        self._left -= count
        if self._left < 0:
            raise ReadingError(
                N_("It unpacks to more than the limit of {most} MB; the rest is not read."),
                N_("Part the archive, or raise the setting max_unpacked_bytes."),
                most=megabytes(self._most),
            )


class _Unpacked(io.RawIOBase):
    """The bytes of a member, counted. Raises ReadingError where they are too many, or the member is damaged."""

    def __init__(self, packed: BinaryIO, most: int, budget: _Budget) -> None:
        self._packed, self._left, self._budget = packed, most, budget

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """The next bytes."""
        view = memoryview(buffer).cast("B")
        try:
            piece = self._packed.read(len(view))
        except _DAMAGE as error:
            raise _damaged(error) from error
        self._left -= len(piece)
        self._budget.spend(len(piece))
        if self._left < 0:
            raise ReadingError(
                N_("It unpacks to far more than it is packed to: it may be made to do harm."),
                N_("Unpack it and read what is in it, or raise the setting max_ratio."),
            )
        view[: len(piece)] = piece
        return len(piece)


def _damaged(error: Exception) -> ReadingError:
    return ReadingError(
        N_("The archive is damaged, locked, or packed in an unknown way ({cause})."),
        N_("Make it again, or unpack it and read what is in it."),
        cause=error,
    )
