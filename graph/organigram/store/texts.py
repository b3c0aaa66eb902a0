"""The texts that evidence points into, and the facts read from them: one SQLite file a version.

>>> import tempfile
>>> from organigram.model import Facts, Posting, Stated
>>> folder = tempfile.TemporaryDirectory()
>>> posting = Posting("a", "in/a.txt", "en", "We seek a nurse.")
>>> with TextWriter(Path(folder.name) / "texts.sqlite") as writer:
...     _ = writer.add(posting, Facts("a", "in/a.txt", "en"))
>>> with Texts(Path(folder.name) / "texts.sqlite") as texts:
...     texts.get(posting.key).posting.text
'We seek a nurse.'
>>> folder.cleanup()
"""

from __future__ import annotations

import dataclasses
import json
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from organigram.i18n import N_
from organigram.model import Facts, Posting, Stated
from organigram.store.layout import damaged
from organigram.store.packing import pack, unpack

_SCHEMA = """
CREATE TABLE IF NOT EXISTS posting (key TEXT PRIMARY KEY, language TEXT NOT NULL, text BLOB NOT NULL, stated TEXT NOT NULL,
                      body INTEGER NOT NULL, facts BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS source (key TEXT NOT NULL, source TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (key, source))
    WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that a posting was read from: its ``id`` and its path as it was given."""

    id: str
    path: str


@dataclass(frozen=True, slots=True)
class StoredPosting:
    """A posting of a version, its linked facts, and every file that holds it (the same text twice is one posting)."""

    posting: Posting
    facts: Facts
    sources: tuple[Source, ...]


class TextWriter:
    """Writes the file; :meth:`close` makes it complete."""

    def __init__(self, path: Path) -> None:
        """``path``: a new file, or a copy of a finished one, to which postings are added."""
        self._connection = sqlite3.connect(path, isolation_level=None)
        # The folder as a whole is made durable before it becomes a version: a journal would be work for nothing.
        self._connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_SCHEMA} BEGIN;")
        self.count: int = self._connection.execute("SELECT count(*) FROM posting").fetchone()[0]

    def add(self, posting: Posting, facts: Facts) -> bool:
        """Keep a posting with its facts; False where the same content is there already (the source is then noted)."""
        key = posting.key
        row = (
            key,
            posting.language,
            pack(posting.text),
            json.dumps([dataclasses.astuple(one) for one in posting.stated], ensure_ascii=False),
            posting.body,
            pack(facts.to_json()),
        )
        new = self._connection.execute("INSERT OR IGNORE INTO posting VALUES (?, ?, ?, ?, ?, ?)", row).rowcount == 1
        self._connection.execute("INSERT OR IGNORE INTO source VALUES (?, ?, ?)", (key, posting.source, posting.id))
        self.count += new
        return new

    def own_text(self, key: str) -> str:
        """A posting's own text, without the lines of its source's fields. Raises KeyError where there is no such posting."""
        row = self._connection.execute("SELECT text, body FROM posting WHERE key = ?", (key,)).fetchone()
        if row is None:
            raise KeyError(key)
        text = str(unpack(row[0]))
        return text[row[1] :] or text

    def close(self) -> None:
        """Commit and close."""
        self._connection.execute("COMMIT")
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


class Texts:
    """Reads the file of a finished version, from any thread."""

    def __init__(self, path: Path) -> None:
        """Raises StoreError at the first use where the file is damaged."""
        self._path = path
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)

    def keys(self) -> list[str]:
        """The keys of all postings, sorted."""
        return [key for (key,) in self._rows("SELECT key FROM posting ORDER BY key")]

    def first_sources(self) -> dict[str, str]:
        """The path of the first file that holds each posting, by key."""
        return dict(self._rows("SELECT key, min(source) FROM source GROUP BY key"))

    def get(self, key: str) -> StoredPosting | None:
        """The posting of a key, or None."""
        rows = self._rows("SELECT language, text, stated, body, facts FROM posting WHERE key = ?", key)
        if not rows:
            return None
        language, text, stated, body, facts = rows[0]
        sources = tuple(Source(i, p) for i, p in self._rows("SELECT id, source FROM source WHERE key = ? ORDER BY source", key))
        fields = tuple(Stated(*one) for one in json.loads(stated))
        posting = Posting(sources[0].id, sources[0].path, language, unpack(text), fields, body)
        return StoredPosting(posting, Facts.from_json(unpack(facts)), sources)

    def __iter__(self) -> Iterator[StoredPosting]:
        """Every posting, in the order of the keys."""
        for key in self.keys():
            stored = self.get(key)
            if stored:
                yield stored

    def __len__(self) -> int:
        return int(self._rows("SELECT count(*) FROM posting")[0][0])

    def _rows(self, sql: str, *values: str) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._connection.execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise damaged(self._path, N_("The file of texts is damaged: {error}."), error=error) from error

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
