"""Reading the SQLite files that stand beside a version's engine: never changed, never waited for longer than one is given.

>>> import tempfile
>>> folder = tempfile.TemporaryDirectory()
>>> file = Path(folder.name) / "names.sqlite"
>>> with closing(sqlite3.connect(file)) as connection:
...     _ = connection.execute("CREATE TABLE name (name TEXT)")
>>> with opened(file, "", "", seconds=5.0) as connection:
...     connection.execute("SELECT count(*) FROM name").fetchone()
(0,)
>>> folder.cleanup()
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from organigram.errors import QueryTimeout, StoreError
from organigram.i18n import N_

__all__ = ["opened"]

#: Steps of a search between two looks at the clock.
_STEPS = 10_000


@contextmanager
def opened(path: Path, damaged: str, narrow: str, *, seconds: float | None = None) -> Iterator[sqlite3.Connection]:
    """A file, open for reading.

    Raises StoreError (``damaged``: a message with ``{error}``) where it is absent or cannot be read, QueryTimeout (``narrow``:
    what to do) after ``seconds``.
    """
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            if seconds is not None:
                end = time.monotonic() + seconds
                connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
            yield connection
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            took = N_("The search took longer than {seconds:g} seconds and was ended.")
            raise QueryTimeout(took, narrow, seconds=seconds) from error
        raise StoreError(
            damaged,
            N_("Go back to another version (organigram versions), or build again into a new folder; nothing was changed."),
            file=str(path),
            error=error,
        ) from error
