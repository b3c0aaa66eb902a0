"""Files that survive a kill at any moment, and locks that die with their process.

>>> import tempfile
>>> folder = Path(tempfile.mkdtemp())
>>> write_atomically(folder / "a.txt", "whole")
>>> lock = FileLock(folder / "a.lock")
>>> try:
...     FileLock(folder / "a.lock")
... except LockedError as error:
...     error.holder == f"pid {os.getpid()}"
True
>>> lock.release()
>>> FileLock(folder / "a.lock").release()
"""

from __future__ import annotations

import fcntl
import os
import socket
import threading
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

#: How the names of files begin that are being written; what a killed process leaves of them may be removed.
TEMPORARY = ".tmp-"

_held: set[Path] = set()
_mutex = threading.Lock()


def sync_folder(folder: Path) -> None:
    """Make renames inside a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file (text as UTF-8) so that it holds the old content or the new one whatever happens, never a part.

    Raises OSError where the folder cannot be written or the disk is full; the old file is there then.
    """
    temporary = path.with_name(f"{TEMPORARY}{path.name}-{os.getpid()}-{threading.get_ident()}")
    try:
        with temporary.open("wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


class LockedError(Exception):
    """Another holder has the lock; ``holder`` says who and since when."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


class FileLock:
    """A lock of the operating system's on a file: it dies with its process and has no stale state.

    It is a POSIX record lock, which children do not inherit: a worker that outlives its killed parent holds nothing.
    """

    def __init__(self, path: Path, *, wait: bool = False) -> None:
        """Take the lock, or raise LockedError; ``wait`` for it where another process has it. Raises OSError as opening does."""
        self._path = path.resolve()
        with _mutex:  # the system's lock parts processes; within this one, opening the file again would even lose it
            if self._path in _held:
                raise LockedError(f"pid {os.getpid()}")
            self._descriptor = self._acquire(wait)
            _held.add(self._path)

    def _acquire(self, wait: bool) -> int:
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError as error:
            holder = os.pread(descriptor, 200, 0).decode("utf-8", "replace").strip()
            os.close(descriptor)
            if isinstance(error, BlockingIOError | PermissionError):  # POSIX leaves systems the choice between these two
                raise LockedError(holder or "?") from error
            raise
        since = datetime.now(UTC).isoformat(timespec="seconds")
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"pid {os.getpid()}, {socket.gethostname()}, {since}\n".encode(), 0)
        return descriptor

    def release(self) -> None:
        """Give the lock back; a second call does nothing."""
        with _mutex:
            if self._descriptor >= 0:
                _held.discard(self._path)
                os.close(self._descriptor)
                self._descriptor = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.release()
