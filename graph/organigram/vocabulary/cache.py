"""Where compiled forms are kept: a folder of the user's, by content, so that a stale or damaged one is never believed."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import platformdirs

SETTING = "ORGANIGRAM_CACHE"
_MONTH = 30 * 24 * 3600  # seconds


def cache_dir() -> Path:
    """The folder named in the setting ``ORGANIGRAM_CACHE``, or else the user's cache folder."""
    return Path(os.environ.get(SETTING) or platformdirs.user_cache_dir("organigram"))


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path beside ``path`` that takes its place, whole, when the block ends well. Raises OSError.

    >>> target = Path(tempfile.mkdtemp()) / "kept"
    >>> with replacing(target) as temporary:
    ...     _ = temporary.write_text("whole")
    >>> target.read_text()
    'whole'
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".new", dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def keep(path: Path, write: Callable[[Path], None]) -> bool:
    """Write a compiled form in one step; False where the folder cannot be written (the work goes on without)."""
    try:
        with replacing(path) as temporary:
            write(temporary)
        _clear(path)
    except OSError:
        return False
    return True


def _clear(kept: Path) -> None:
    """Remove what older versions kept under the same first word and have not written for a month."""
    for path in kept.parent.glob(f"{kept.name.partition('-')[0]}-*{kept.suffix}"):
        if path != kept and time.time() - path.stat().st_mtime > _MONTH:
            path.unlink(missing_ok=True)
