"""Files that appear whole or not at all, packed where their name says so.

>>> import tempfile
>>> folder = Path(tempfile.mkdtemp())
>>> with whole_file(folder / "a.nt.gz") as out:
...     _ = out.write(b"<x:s> <x:p> <x:o> .\\n")
>>> gzip.decompress((folder / "a.nt.gz").read_bytes())
b'<x:s> <x:p> <x:o> .\\n'
"""

from __future__ import annotations

import gzip
import io
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from organigram.errors import UsageError
from organigram.files import TEMPORARY, sync_folder
from organigram.i18n import N_

if TYPE_CHECKING:
    from typing_extensions import Buffer

#: The ending of a packed file.
PACKED = ".gz"
#: zlib's own default: the next steps cost three times the time for a hundredth of the size.
_LEVEL = 6


@contextmanager
def packing(out: BinaryIO) -> Iterator[BinaryIO]:
    """What is written in the block goes out packed by gzip, with neither name nor time: the same bytes each time."""
    with gzip.GzipFile("", "wb", _LEVEL, out, mtime=0) as packed:
        yield cast(BinaryIO, packed)


@contextmanager
def whole_file(path: Path, *, packed: bool | None = None) -> Iterator[BinaryIO]:
    """A file to write that takes its name when the block has ended well; packed if its name ends in .gz, or as is said.

    Raises OSError where it cannot be written or the disk is full: an older file of that name is there then as it was. What a
    killed process left of a file of this name is removed.
    """
    _remove_leftovers(path)
    part = path.with_name(f"{TEMPORARY}{path.name}-{os.getpid()}")
    try:
        with part.open("wb") as file:
            if path.suffix == PACKED if packed is None else packed:
                with packing(file) as out:
                    yield out
            else:
                yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(path.absolute().parent)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A folder to fill that takes its name when the block has ended well. Raises UsageError where one holds files."""
    if path.exists() and not (path.is_dir() and not any(path.iterdir())):
        raise UsageError(
            N_("Something is there already, and is left as it is."), N_("Give a new folder, or an empty one."), file=str(path)
        )
    _remove_leftovers(path)
    part = path.absolute().with_name(f"{TEMPORARY}{path.name}-{os.getpid()}")
    try:
        part.mkdir()
        yield part
        for file in part.iterdir():
            sync_folder(file)
        part.replace(path)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    sync_folder(path.absolute().parent)


def _remove_leftovers(path: Path) -> None:
    start = f"{TEMPORARY}{path.name}-"
    for part in path.absolute().parent.glob(f"{TEMPORARY}*"):
        process = part.name.removeprefix(start)
        if part.name.startswith(start) and process.isdigit() and not _runs(int(process)):
            if part.is_dir():
                shutil.rmtree(part, ignore_errors=True)
            else:
                part.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class Lines(io.RawIOBase):
    """Pieces of bytes as a file that is read, for parsers that want one; no more than a piece is held."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, memoryview(b"")

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Fill a buffer as far as the piece goes; 0 at the end."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        view = memoryview(buffer).cast("B")
        size = min(len(view), len(self._rest))
        view[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size
