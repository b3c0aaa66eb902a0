"""Files of others' data in, records out: the newest state of each, whatever the order of the files."""

from __future__ import annotations

import hashlib
import pickle
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, NamedTuple, Self

from organigram.errors import ReadingError
from organigram.i18n import N_
from organigram.importing.fts import read_fts_csv, read_fts_json
from organigram.importing.iati import read_iati
from organigram.importing.records import Record, Scheme
from organigram.reading.limits import DEFAULT_LIMITS, Limits
from organigram.reading.places import Place
from organigram.reading.sources import displayed
from organigram.reading.streams import CHUNK, peek

#: Endings of files that are taken in a folder; a file that is named is always taken.
ENDINGS = (".xml", ".json", ".csv")
_HEAD = 1 << 12

_Reader = Callable[[BinaryIO, int], Iterator[tuple[Place, Record | ReadingError]]]


class Kept(NamedTuple):
    """A record, the first digits of its file's SHA-256, and where it stands, for errors."""

    record: Record
    source: str
    file: str
    place: Place


class Records:
    """Records read from files, the newest state of each one, by identifier; kept in a file of their own while they are at work.

    Of two states of a record the later ``updated`` counts; of two with the same, that of the file whose digest is greater: so the
    order of the files says nothing.

    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.json").write_text('{"data": {"flows": [{"id": 7, "updatedAt": "2024-01-01"}, {"id": 8}]}}')
    >>> with Records() as records:
    ...     records.read([folder])
    ...     [kept.record.identifier for kept in records]
    []
    ['7', '8']
    """

    def __init__(self) -> None:
        """None yet."""
        self._folder = tempfile.TemporaryDirectory(prefix="organigram-")
        self._base = sqlite3.connect(Path(self._folder.name) / "records.sqlite", isolation_level=None)
        self._base.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "CREATE TABLE record (scheme TEXT, identifier TEXT, updated TEXT, source TEXT, number INTEGER, content BLOB,"
            " PRIMARY KEY (scheme, identifier)) WITHOUT ROWID"
        )

    def read(self, paths: Iterable[Path], limits: Limits = DEFAULT_LIMITS) -> list[ReadingError]:
        """Take in the records of files and folders; what cannot be read is given back."""
        problems: list[ReadingError] = []
        for path in _files(paths, problems):
            try:
                with path.open("rb") as stream:
                    self._take(stream, path, limits, problems)
            except OSError as error:
                problems.append(_unreadable(path, error))
            except ReadingError as error:
                error.file = displayed(path)
                problems.append(error)
        return problems

    def _take(self, stream: BinaryIO, path: Path, limits: Limits, problems: list[ReadingError]) -> None:
        source, file = _digest(stream)[:12], displayed(path)
        stream.seek(0)
        reader, most = _reader(stream, limits)
        self._base.execute("BEGIN")
        try:
            for number, (place, record) in enumerate(reader(stream, most)):
                if isinstance(record, ReadingError):
                    record.file, record.place = file, place
                    problems.append(record)
                    continue
                self._keep(Kept(record, source, file, place), number)
                if record.left_out:
                    problems.append(_senseless(record, file, place))
        finally:  # what came before an error in the file stays
            self._base.execute("COMMIT")

    def _keep(self, kept: Kept, number: int) -> None:
        record = kept.record
        self._base.execute(
            "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET updated = excluded.updated, "
            "source = excluded.source, number = excluded.number, content = excluded.content "
            "WHERE (excluded.updated, excluded.source, excluded.number) > (updated, source, number)",
            (record.scheme, record.identifier, record.updated, kept.source, number, pickle.dumps(kept)),
        )

    def __iter__(self) -> Iterator[Kept]:
        """The records, sorted by scheme and identifier."""
        for (content,) in self._base.execute("SELECT content FROM record ORDER BY scheme, identifier"):
            kept: Kept = pickle.loads(content)  # noqa: S301 - written above, where nobody else may write
            yield kept

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._base.close()
        self._folder.cleanup()


def _digest(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while piece := stream.read(CHUNK):
        digest.update(piece)
    return digest.hexdigest()


def _files(paths: Iterable[Path], problems: list[ReadingError]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            found = sorted(one for one in path.rglob("*") if one.suffix.casefold() in ENDINGS and one.is_file())
            yield from found
        else:
            yield path


def _unreadable(path: Path, error: OSError) -> ReadingError:
    return ReadingError(
        N_("The file cannot be read: {detail}."),
        N_("Check that it is there and readable."),
        file=displayed(path),
        detail=error.strerror or str(error),
    )


def _senseless(record: Record, file: str, place: Place) -> ReadingError:
    return ReadingError(
        N_("What makes no sense in record {record} is left out: {fields}."),
        N_("The rest of it is taken in. Tell its publisher."),
        file=file,
        place=place,
        record=record.identifier,
        fields=", ".join(dict.fromkeys(record.left_out)),
    )


def _reader(stream: BinaryIO, limits: Limits) -> tuple[_Reader, int]:
    """What reads a file, by how it begins, and what limits it."""
    head, _ = peek(stream, _HEAD)
    start = head.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n")
    if start.startswith(b"<"):
        return read_iati, limits.max_bytes
    if start.startswith((b"{", b"[")):
        return read_fts_json, limits.max_whole_bytes
    return read_fts_csv, limits.max_bytes


def graph_part(scheme: Scheme, source: str) -> str:
    """The last part of the name of the graph that holds what a file says.

    >>> graph_part("iati", "0f3a")
    'iati-0f3a'
    """
    return f"{scheme}-{source}"
