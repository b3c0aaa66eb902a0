"""The inbox of a store: files of postings that were added one by one, which every build of that store takes in.

It stands beside the store's folder (``graph`` has ``graph-inbox``) and is the user's: nothing in it is ever changed, and a file
that is taken out of it is not in the next build any more.

>>> import tempfile
>>> folder = tempfile.TemporaryDirectory()
>>> offer = Path(folder.name) / "offer.txt"
>>> _ = offer.write_text("Vacancy: Nurse.")
>>> with received([offer], Path(folder.name) / "graph") as files:
...     [file.relative_to(folder.name).as_posix() for file in files]
['graph-inbox/4142700ac3b9-offer.txt']
>>> inbox_files(Path(folder.name) / "graph")
[]
>>> folder.cleanup()
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from organigram.errors import ReadingError, StoreError
from organigram.files import TEMPORARY, write_atomically
from organigram.i18n import N_

__all__ = ["Received", "inbox_files", "inbox_of", "received"]


def inbox_of(store: Path) -> Path:
    """The folder of a store's inbox, whether it is there or not.

    >>> inbox_of(Path("/data/graph")).as_posix()
    '/data/graph-inbox'
    """
    whole = store.resolve()
    return whole.with_name(f"{whole.name}-inbox")


def inbox_files(store: Path) -> list[Path]:
    """The files of a store's inbox, by name."""
    folder = inbox_of(store)
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(file for file in found if file.is_file() and not file.name.startswith((".", TEMPORARY)))


class Received(list[Path]):
    """Files that came into the inbox; they go again unless :meth:`keep` was called."""

    def __init__(self) -> None:
        super().__init__()
        self._kept = False
        self._new: list[Path] = []

    def take(self, file: Path, folder: Path) -> None:
        """Copy a file into the inbox, under a name that its content makes its own."""
        try:
            raw = file.read_bytes()
        except OSError as error:
            raise ReadingError(
                N_("It cannot be read ({cause})."),
                N_("Check that it exists and that you may read it."),
                file=str(file),
                cause=error.strerror or error,
            ) from error
        target = folder / f"{hashlib.sha256(raw).hexdigest()[:12]}-{file.name}"
        if not target.exists():
            self._new.append(target)
            write_atomically(target, raw)
        self.append(target)

    def keep(self) -> None:
        """Let them stay."""
        self._kept = True

    def end(self) -> None:
        """Remove what came and is not kept."""
        if not self._kept:
            for file in self._new:
                file.unlink(missing_ok=True)


@contextmanager
def received(files: Iterable[Path], store: Path) -> Iterator[Received]:
    """Files copied into a store's inbox; gone again after the block, unless they are kept.

    Raises ReadingError for a file that cannot be read, StoreError where the inbox cannot be written.
    """
    folder, found = inbox_of(store), Received()
    try:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for file in files:
                found.take(file, folder)
        except OSError as error:
            raise StoreError(
                N_("The store's inbox cannot be written: {error}."),
                N_("Give a folder that you may write to, on a disk with room."),
                file=str(folder),
                error=error.strerror or error,
            ) from error
        yield found
    finally:
        found.end()
