"""Writing a new version of a store: beside the current one, and switched to at the end."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib.metadata import version as installed_version
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyoxigraph

from organigram import facets, listing, search
from organigram.errors import StoreError, UsageError
from organigram.files import sync_folder
from organigram.i18n import N_
from organigram.model import Facts, Posting
from organigram.store import layout
from organigram.store.changes import Changes
from organigram.store.manifest import Counts, Manifest, mark_files, write_manifest
from organigram.store.texts import TextWriter
from organigram.store.uniting import LOAD_BYTES, GraphMarks
from organigram.store.versions import StoreVersion, open_store, prune

DEFAULT_KEEP = 5
_serial = itertools.count()


class StoreWriter:
    """A version in the making. Until :meth:`publish` returns, the store's current version is the one before.

    Leaving the ``with`` block without publishing, an exception or a kill at any moment changes nothing for readers.

    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> posting = Posting("a", "in/a.txt", "en", "We seek a nurse.")
    >>> with StoreWriter.begin(Path(folder.name) / "store") as writer:
    ...     _ = writer.add_posting(posting, Facts("a", "in/a.txt", "en"), ['<x:s> <x:p> "o" <x:g> .'])
    ...     version = writer.publish()
    >>> version.name, version.manifest.counts.quads
    ('1-01ed636076ea', 1)
    >>> version.close()
    >>> folder.cleanup()
    """

    def __init__(self, root: Path, lock: layout.BuildLock, keep: int) -> None:
        """Made by :meth:`begin`."""
        self._root, self._lock, self._keep = root, lock, keep
        self._open_parts(None)

    @classmethod
    def begin(cls, path: str | os.PathLike[str], *, keep: int = DEFAULT_KEEP) -> Self:
        """Begin a version in a store, made new if the folder is absent or empty; leftovers of dead builds are removed.

        ``keep``: how many versions stay after publishing, 1 or more; versions in use stay too. Raises StoreError where the
        folder is no store, is of another format, or another process builds in it.
        """
        if keep < 1:
            raise UsageError(N_("At least one version has to be kept, not {keep}."), keep=keep)
        root = Path(path)
        layout.create_store(root)
        lock = layout.BuildLock(root)
        try:
            with layout.writing(root):
                layout.read_current(root)
                layout.remove_leftovers(root)
                return cls(root, lock, keep)
        except BaseException:
            with contextlib.suppress(OSError):  # what stays is removed by the next build
                layout.remove_leftovers(root)
            lock.release()
            raise

    def _open_parts(self, held: StoreVersion | None) -> None:
        self._folder = self._root / layout.VERSIONS_FOLDER / f".building-{os.getpid()}-{next(_serial)}"
        self._folder.mkdir()
        # Not in the version's folder, which gets a closed copy: whoever asked for the engine may hold it beyond the end.
        self._working = self._folder.with_name(f"{self._folder.name}-engine")
        self._grown = held is not None
        if held:
            held.copy_into(self._working, self._folder / layout.TEXTS_FILE)
        self._texts = TextWriter(self._folder / layout.TEXTS_FILE)
        self._engine: pyoxigraph.Store | None = pyoxigraph.Store(str(self._working))
        self._marks = held.marks if held else GraphMarks()
        self._pending: list[tuple[str, bytes]] = []
        self._pending_bytes = 0

    def begin_again(self, held: StoreVersion | None = None) -> None:
        """Forget what was added, and begin with nothing, or with all that another version of this store holds."""
        with layout.writing(self._root):
            self._drop_parts()
            self._open_parts(held)

    @property
    def changes(self) -> Changes:
        """For changes to what is there; what was added so far is part of that."""
        return Changes(self.engine, self._marks)

    def unite(self) -> None:
        """Put every triple of the named graphs into the default graph, which holds it once: queries about all are quicker there.

        Raises StoreError for a blank node in the graph.
        """
        with layout.writing(self._root):
            self._marks.unite(self.engine)

    @property
    def work_path(self) -> Path:
        """Where the store keeps work by content (:mod:`organigram.worklog`)."""
        return self._root / layout.WORK_FILE

    @property
    def engine(self) -> pyoxigraph.Store:
        """The engine with everything added so far, open for reading and writing until :meth:`publish`."""
        self._load()
        return self._open_engine()

    def add_posting(self, posting: Posting, facts: Facts, lines: Iterable[str]) -> bool:
        """Add a posting: its text, its linked facts and its lines of N-Quads.

        False where the same content was added before: the second source is noted, the lines are not needed again.
        """
        with layout.writing(self._root):
            new = self._texts.add(posting, facts)
        if new:
            self._queue(posting.source, lines)
        return new

    def own_text(self, key: str) -> str:
        """A posting's own text, without the lines of its source's fields. Raises KeyError where none of that key was added."""
        return self._texts.own_text(key)

    def add_graph(self, lines: Iterable[str], source: str = "") -> None:
        """Add lines of N-Quads of any graph; ``source`` names them in an error."""
        self._queue(source, lines)

    def _queue(self, source: str, lines: Iterable[str]) -> None:
        text = "".join(f"{line.rstrip()}\n" for line in lines)
        if self._marks:
            self._marks.outdated_by(text.splitlines())
        block = text.encode("utf-8")
        self._pending.append((source, block))
        self._pending_bytes += len(block)
        if self._pending_bytes >= LOAD_BYTES:
            self._load()

    def _open_engine(self) -> pyoxigraph.Store:
        if self._engine is None:
            raise UsageError(N_("This version is published already."), N_("Begin a new one."))
        return self._engine

    def _load(self) -> None:
        engine = self._open_engine()
        if not self._pending:
            return
        try:
            with layout.writing(self._root):
                engine.bulk_load(b"".join(block for _, block in self._pending), pyoxigraph.RdfFormat.N_QUADS)
        except SyntaxError as error:
            raise _wrong_line(self._pending, error) from error
        self._pending, self._pending_bytes = [], 0

    def publish(self, manifest_extra: Mapping[str, Any] | None = None) -> StoreVersion:
        """Finish the version, make it the current one and open it.

        ``manifest_extra``: plain JSON to keep in the manifest. Raises StoreError for a blank node in the graph.
        """
        with layout.writing(self._root):
            name = self._publish(dict(manifest_extra or {}))
        opened = open_store(self._root, name)
        prune(self._root, self._keep)
        self._lock.release()
        return opened

    def _publish(self, extra: dict[str, Any]) -> str:
        self.unite()
        engine = self.engine
        engine.flush()
        if not self._grown:  # a few changes are not worth writing all of it anew
            engine.optimize()
        engine.backup(str(self._folder / layout.ENGINE_FOLDER))
        labels = search.build(self._folder / layout.SEARCH_FILE, search.labels_of(engine), facets.cards_of(engine))
        listing.build(self._folder / layout.LISTING_FILE, engine)
        quads = self._marks.quads
        counts = Counts(self._texts.count, len(self._marks), quads, len(engine) - quads, labels)
        del engine
        self._close_parts()
        (self._folder / layout.GRAPHS_FILE).write_text(self._marks.text(), encoding="utf-8")
        name = self._finish(self._marks.digest, counts, extra)
        layout.switch_current(self._root, name)
        shutil.rmtree(self._working, ignore_errors=True)  # one who holds the engine may be removing files too
        return name

    def _finish(self, digest: str, counts: Counts, extra: dict[str, Any]) -> str:
        number = max((int(name.partition("-")[0]) for name in layout.version_names(self._root)), default=0) + 1
        name = f"{number}-{digest[:12]}"
        created = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = Manifest(
            name,
            created,
            installed_version("organigram"),
            pyoxigraph.__version__,
            digest,
            counts,
            mark_files(self._folder),
            extra,
        )
        write_manifest(self._folder, manifest)
        layout.sync_tree(self._folder)
        self._folder.rename(self._folder.with_name(name))
        sync_folder(self._folder.parent)
        return name

    def _close_parts(self) -> None:
        self._engine = None
        self._texts.close()

    def _drop_parts(self) -> None:
        if self._engine is not None:
            with contextlib.suppress(sqlite3.Error):  # what could not be written is thrown away here
                self._close_parts()
        shutil.rmtree(self._folder, ignore_errors=True)
        shutil.rmtree(self._working, ignore_errors=True)

    def close(self) -> None:
        """Give up an unfinished version and let go of the store; after :meth:`publish` nothing is left to do."""
        self._drop_parts()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _wrong_line(blocks: list[tuple[str, bytes]], error: SyntaxError) -> StoreError:
    """The error that names the source and the line in its block which the engine could not read."""
    for source, block in blocks:
        for number, line in enumerate(block.splitlines(), 1):
            try:
                list(pyoxigraph.parse(line, pyoxigraph.RdfFormat.N_QUADS))
            except SyntaxError as wrong:
                return StoreError(
                    N_("A line of the graph is no N-Quads: {error} in {line}."),
                    N_("Report this with the file; nothing was published."),
                    file=source or None,
                    place=f"{number}",
                    error=wrong.msg,
                    line=line.decode("utf-8", "replace"),
                )
    return StoreError(N_("The graph cannot be loaded: {error}."), N_("Nothing was published."), error=error.msg)
