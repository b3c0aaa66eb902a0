"""What a store was sent, kept in a small file beside nothing of the graph's own: so a push goes on where it broke off.

>>> import tempfile
>>> folder = tempfile.TemporaryDirectory()
>>> with PushState(Path(folder.name) / "a.sqlite") as state:
...     state.sent("x:g", "d1", 10, 0)
...     state.of("x:g")
Sent(digest='d1', rows=10, refused=0)
>>> folder.cleanup()
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from organigram.errors import UsageError
from organigram.files import FileLock, LockedError
from organigram.i18n import N_
from organigram.pushing.graphs import GraphMark

# Nothing waits for the disk: what a crash of the machine takes away is only sent again.
_TABLES = """
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS sent (target TEXT PRIMARY KEY, digest TEXT NOT NULL, rows INTEGER NOT NULL, refused INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS marks (
  version TEXT NOT NULL, iri TEXT NOT NULL, rows INTEGER NOT NULL, size INTEGER NOT NULL, digest TEXT NOT NULL,
  PRIMARY KEY (version, iri)
);
"""


class Sent(NamedTuple):
    """How much of a graph the store was sent: the graph's digest, its first ``rows`` rows, of which it refused ``refused``."""

    digest: str
    rows: int
    refused: int


def state_file(folder: Path, address: str) -> Path:
    """The file for a store's address, in the folder of such files."""
    return folder / f"{hashlib.sha256(address.encode()).hexdigest()[:16]}.sqlite"


class PushState:
    """The file, held by one push at a time. It may be removed at any time: the next push then sends everything again."""

    def __init__(self, path: Path) -> None:
        """Raises UsageError where another push holds the file or it cannot be written; a damaged one is begun anew."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(path.with_suffix(".lock"))
        except LockedError as error:
            raise UsageError(
                N_("Another push to this store is under way ({holder})."),
                N_("Wait until it has ended."),
                file=str(path),
                holder=error.holder,
            ) from error
        except OSError as error:
            raise _unwritable(path, error.strerror or error) from error
        try:
            self._database = _open_or_begin(path)
        except (OSError, sqlite3.DatabaseError) as error:
            self._lock.release()
            raise _unwritable(path, error) from error

    def of(self, target: str) -> Sent | None:
        """What was sent to a graph of the store."""
        row = self._database.execute("SELECT digest, rows, refused FROM sent WHERE target = ?", (target,)).fetchone()
        return Sent(*row) if row else None

    def sent(self, target: str, digest: str, rows: int, refused: int) -> None:
        """Keep that the store has taken so much of a graph."""
        self._database.execute("INSERT OR REPLACE INTO sent VALUES (?, ?, ?, ?)", (target, digest, rows, refused))
        self._database.commit()

    def moved(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Keep that graphs have been moved, each from its staging name to its own."""
        statement = "UPDATE OR REPLACE sent SET target = ? WHERE target = ?"
        self._database.executemany(statement, [(target, staging) for staging, target in pairs])
        self._database.commit()

    def gone(self, targets: Iterable[str]) -> None:
        """Keep that graphs are no longer there."""
        self._database.executemany("DELETE FROM sent WHERE target = ?", [(target,) for target in targets])
        self._database.commit()

    def marks(self, version: str, make: Iterator[GraphMark]) -> dict[str, GraphMark]:
        """The marks of a version's graphs, by IRI: kept from an earlier push of the same version, or made and kept."""
        query = "SELECT iri, rows, size, digest FROM marks WHERE version = ? ORDER BY iri"
        kept = [GraphMark(*row) for row in self._database.execute(query, (version,))]
        if not kept:
            kept = list(make)
            self._database.execute("DELETE FROM marks")
            self._database.executemany(
                "INSERT INTO marks VALUES (?, ?, ?, ?, ?)", [(version, m.iri, m.rows, m.size, m.digest) for m in kept]
            )
            self._database.commit()
        return {mark.iri: mark for mark in kept}

    def close(self) -> None:
        """Let the file go."""
        self._database.close()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _unwritable(path: Path, error: object) -> UsageError:
    reason = N_("What a push keeps cannot be written here: {error}.")
    return UsageError(reason, N_("Make the folder writable, or name another cache folder."), file=str(path), error=error)


def _open_or_begin(path: Path) -> sqlite3.Connection:
    try:
        return _open(path)
    except sqlite3.OperationalError:  # it cannot be opened or written: nothing says that it is damaged
        raise
    except sqlite3.DatabaseError:
        path.unlink(missing_ok=True)
        return _open(path)


def _open(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path)
    try:
        database.executescript(_TABLES)
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database
