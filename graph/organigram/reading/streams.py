"""Streams of bytes, read in bounded pieces: a source of any size takes no more memory than one posting may."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, cast

from organigram.errors import ReadingError
from organigram.i18n import N_

if TYPE_CHECKING:
    from typing_extensions import Buffer

CHUNK = 1 << 16
#: Marks of encodings whose line ends and quotes are not single bytes; UTF-32 first, its little-endian mark begins with UTF-16's.
_WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Rewound(io.RawIOBase):
    """A stream that begins with bytes that were read from it already."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """The next bytes: of the head while it lasts, then of the stream."""
        view = memoryview(buffer).cast("B")
        piece = self._head[: len(view)] if self._head else self._rest.read(len(view))
        self._head = self._head[len(piece) :]
        view[: len(piece)] = piece
        return len(piece)


def peek(stream: BinaryIO, count: int) -> tuple[bytes, BinaryIO]:
    """The first bytes of a stream, and a stream that still has them.

    >>> head, whole = peek(io.BytesIO(b"posting"), 4)
    >>> head, whole.read()
    (b'post', b'posting')
    """
    head = stream.read(count)
    if stream.seekable():
        stream.seek(-len(head), io.SEEK_CUR)
        return head, stream
    return head, io.BufferedReader(cast(io.RawIOBase, Rewound(head, stream)), CHUNK)


def at_most(stream: BinaryIO, most: int) -> bytes:
    """All bytes of a stream. Raises ReadingError, the rest unread, where there are more than ``most``."""
    raw = stream.read(most + 1)
    if len(raw) > most:
        raise too_large(most)
    return raw


def too_large(most: int) -> ReadingError:
    """The error for a file or posting that is larger than the limit."""
    return ReadingError(
        N_("It is larger than the limit of {most} MB."),
        N_("Give each posting a file of its own, or raise the setting max_bytes."),
        most=megabytes(most),
    )


def megabytes(count: int) -> str:
    """A count of bytes in millions, as people read it.

    >>> megabytes(5_000_000)
    '5'
    """
    return f"{count / 1_000_000:.3g}"


def narrow(stream: BinaryIO, most: int) -> BinaryIO:
    """A stream whose ASCII characters are single bytes, without byte order mark.

    UTF-16 and UTF-32 become UTF-8; such a file is read whole. Raises ReadingError where it is larger than ``most``, or broken.
    """
    head, stream = peek(stream, 4)
    if head.startswith(codecs.BOM_UTF8):
        stream.read(len(codecs.BOM_UTF8))
        return stream
    encoding = next((name for mark, name in _WIDE_MARKS if head.startswith(mark)), None)
    if encoding is None:
        return stream
    try:
        return io.BytesIO(at_most(stream, most).decode(encoding).encode("utf-8", "replace"))
    except UnicodeDecodeError as error:
        raise ReadingError(
            N_("The file's first bytes say {encoding}, but byte {position} is not."),
            N_("Save its text as UTF-8."),
            encoding=encoding.upper(),
            position=error.start,
        ) from error


def bounded_lines(stream: BinaryIO, most: int) -> Iterator[bytes | None]:
    r"""The lines of a stream with their ends; None for one of more than ``most`` bytes, which is passed over in pieces.

    >>> list(bounded_lines(io.BytesIO(b"one\nmuch too long\ntwo"), 5))
    [b'one\n', None, b'two']
    """
    while line := stream.readline(most + 1):
        if len(line) <= most or (len(line) == most + 1 and line.endswith(b"\n")):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(CHUNK)
        yield None
