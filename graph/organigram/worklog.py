"""Work kept by content: what a posting gave under the same rules is not worked out again.

A log is a cache and nothing else: an entry that is damaged counts as absent, a damaged log is begun anew, and a change of
rules, vocabulary, decisions or library makes every key another one.

>>> import tempfile
>>> folder = tempfile.TemporaryDirectory()
>>> path = Path(folder.name) / "work.sqlite"
>>> posting = Posting("a", "in/a.txt", "en", "We seek a nurse.")
>>> with WorkLog(path, "rules of today") as log:
...     log.put(posting, Facts("a", "in/a.txt", "en"), ['<x:s> <x:p> "o" <x:g> .'])
>>> with WorkLog(path, "rules of today") as log:
...     log.get(posting).lines
['<x:s> <x:p> "o" <x:g> .']
>>> with WorkLog(path, "rules of tomorrow") as log:
...     log.get(posting) is None
True
>>> folder.cleanup()
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
import sqlite3
import zlib
from collections.abc import Collection, Sequence
from functools import cache
from importlib.metadata import requires, version
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from organigram.errors import StoreError
from organigram.i18n import N_
from organigram.model import Facts, Posting
from organigram.resources import ontology_dir
from organigram.store.packing import pack, unpack

#: Builds after which an entry that none of them used is dropped.
KEPT_BUILDS = 5
_WAIT_SECONDS = 10.0
#: Changes written together: a kill loses at most these.
_BATCH = 500

#: Errors of SQLite that mean a damaged or foreign file.
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR})
_SCHEMA = """
CREATE TABLE IF NOT EXISTS build (number INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS work (key TEXT PRIMARY KEY, used INTEGER NOT NULL, sum BLOB NOT NULL, content BLOB NOT NULL)
    WITHOUT ROWID;
"""
#: Parts of the package that have no say in what a posting gives. What is not named here counts: better once too often.
_NO_RULES = frozenset(
    {
        "about.py",
        "catalogue",
        "cli",
        "config.py",
        "errors.py",
        "evaluation.py",
        "evaluation.toml",
        "export",
        "fetching",
        "credentials.py",
        "finding.py",
        "foreign_messages.py",
        "foreign_messages.toml",
        "importing",
        "ontology",
        "pushing",
        "service",
    }
    | {"floors.py", "i18n.py", "locale", "naming.py", "pipeline.py", "querying", "reasoning", "search.py"}
    | {"statistics.py", "statistics.toml", "store", "validation", "worklog.py"}
)


class Work(NamedTuple):
    """What one posting gives: its linked facts and the lines of its graph."""

    facts: Facts
    lines: list[str]


@cache
def rules_digest() -> str:
    """A digest of all that decides what a posting gives: the package's code and data, and the versions of its libraries."""
    return _digest(_NO_RULES)


@cache
def program_digest() -> str:
    """A digest of all that decides what postings give together: all code and data, the ontology, the versions of libraries."""
    return _digest(frozenset())


def _digest(left_out: Collection[str]) -> str:
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*"), key=lambda path: path.relative_to(package).as_posix()):
        name = path.relative_to(package)
        if path.is_file() and name.parts[0] not in left_out and not {"__pycache__", "data"} & set(name.parts):
            digest.update(f"{name.as_posix()}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    for path in () if left_out else sorted(p for p in ontology_dir().rglob("*.ttl") if p.parent.name != "vocabulary"):
        digest.update(path.read_bytes())
    libraries = sorted(re.split(r"[^\w.-]", requirement)[0] for requirement in requires("organigram") or ())
    digest.update(" ".join(f"{name}={version(name)}" for name in libraries).encode())
    return digest.hexdigest()


class WorkLog:
    """The log in a file, for one build: what this build uses is marked, what no late build used goes at the end."""

    def __init__(self, path: Path, rules: str, *, whole: bool = True) -> None:
        """``whole``: a build that asks for all its postings, so that what it does not use may go one day.

        ``rules``: one text of all digests that the work depends on besides the posting: rules, vocabulary, decisions, base.

        Raises StoreError where the file cannot be written; one that is damaged is begun anew.
        """
        self._path, self._rules, self._whole = path, rules, whole
        self._changes = 0
        try:
            self._connection, self._number = self._open()
        except sqlite3.DatabaseError as error:
            self._begin_anew(error)

    def _open(self) -> tuple[sqlite3.Connection, int]:
        connection = sqlite3.connect(self._path, isolation_level=None, timeout=_WAIT_SECONDS)
        try:
            connection.executescript(f"{_SCHEMA} BEGIN IMMEDIATE;")
            if self._whole:
                connection.execute("INSERT INTO build VALUES (NULL)")
            (number,) = connection.execute("SELECT coalesce(max(number), 0) FROM build").fetchone()
            connection.execute("SELECT key, used, sum, content FROM work LIMIT 1").fetchall()
        except sqlite3.DatabaseError:
            connection.close()
            raise
        return connection, number

    def _begin_anew(self, cause: sqlite3.DatabaseError) -> None:
        """After damage: an empty log. Raises StoreError for what a new file does not heal, such as a full disk."""
        try:
            if cause.sqlite_errorcode & 0xFF not in _DAMAGE:
                raise cause
            for ending in ("", "-journal"):
                self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
            self._connection, self._number = self._open()
        except (OSError, sqlite3.DatabaseError) as error:
            raise StoreError(
                N_("The file of kept work cannot be written: {error}."),
                N_("Make room on the disk, or remove the file: it only saves time."),
                file=str(self._path),
                error=error,
            ) from error

    def _key(self, key: str) -> str:
        return hashlib.sha256(f"{key}\0{self._rules}".encode()).hexdigest()

    def get(self, posting: Posting) -> Work | None:
        """What this posting gave before under the same rules, as of this posting's file; None where nothing sound is kept."""
        kept = self._kept(posting.key)
        try:
            return kept and Work(dataclasses.replace(Facts.from_json(kept[0]), id=posting.id, source=posting.source), kept[1])
        except (TypeError, KeyError):
            return None

    def lines(self, key: str) -> list[str] | None:
        """The lines of the graph of the posting of a key, as it gave them before; None where nothing sound is kept."""
        kept = self._kept(key)
        return kept and kept[1]

    def _kept(self, posting: str) -> tuple[Any, list[str]] | None:
        key = self._key(posting)
        try:
            row = self._connection.execute("SELECT sum, content FROM work WHERE key = ?", (key,)).fetchone()
            if row is None or hashlib.sha256(row[1]).digest() != row[0]:
                return None
            facts, lines = unpack(row[1])
            self._change("UPDATE work SET used = ? WHERE key = ?", (self._number, key))
        except (ValueError, TypeError, zlib.error):
            return None
        except sqlite3.DatabaseError as error:
            self._recover(error)
            return None
        return facts, lines

    def put(self, posting: Posting, facts: Facts, lines: Sequence[str]) -> None:
        """Keep what a posting gave."""
        content = pack([facts.to_json(), list(lines)], level=1)
        row = (self._key(posting.key), self._number, hashlib.sha256(content).digest(), content)
        try:
            self._change("INSERT OR REPLACE INTO work VALUES (?, ?, ?, ?)", row)
        except sqlite3.DatabaseError as error:
            self._recover(error)

    def _change(self, sql: str, values: tuple[object, ...]) -> None:
        self._connection.execute(sql, values)
        self._changes += 1
        if self._changes % _BATCH == 0:
            self._connection.execute("COMMIT")
            self._connection.execute("BEGIN IMMEDIATE")

    def _recover(self, cause: sqlite3.DatabaseError) -> None:
        self._connection.close()
        self._begin_anew(cause)

    def __len__(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM work").fetchone()[0])

    def close(self) -> None:
        """Drop what no late build used, and write the rest."""
        try:
            if self._whole:
                self._connection.execute("DELETE FROM work WHERE used <= ?", (self._number - KEPT_BUILDS,))
            self._connection.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            self._recover(error)
        finally:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
