"""Finished versions: opening, listing, going back, removing old ones.

A reader holds a shared lock on its version's manifest. A version is only removed under the exclusive lock, so none goes
that a process still reads; and it is renamed first, so none is ever found half gone.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph

from organigram.errors import StoreError
from organigram.i18n import N_
from organigram.store import layout
from organigram.store.graphs import canonical_graphs
from organigram.store.manifest import Manifest, check_files, check_sizes, read_manifest
from organigram.store.texts import StoredPosting, Texts
from organigram.store.uniting import GraphMarks

#: The ending of the engine's files that are never changed.
_WRITTEN_ONCE = ".sst"


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """A line of the list of versions. ``manifest`` is None where the version is damaged, and ``problem`` says how."""

    name: str
    current: bool
    manifest: Manifest | None
    problem: StoreError | None = None


class StoreVersion:
    """A finished version, open for reading until :meth:`close`; nothing of it ever changes."""

    def __init__(self, root: Path, name: str, manifest: Manifest, lock: int) -> None:
        """Made by :func:`open_store`."""
        self.root, self.name, self.manifest, self._lock = root, name, manifest, lock
        self.path = root / layout.VERSIONS_FOLDER / name
        self.engine_path = self.path / layout.ENGINE_FOLDER
        self.search_path = self.path / layout.SEARCH_FILE
        self.listing_path = self.path / layout.LISTING_FILE

    @cached_property
    def engine(self) -> pyoxigraph.Store:
        """The quads, read-only. The default graph holds the union of all graphs, every triple once.

        For the program's own use: queries from people go through :mod:`organigram.querying`, which limits them.
        """
        return pyoxigraph.Store.read_only(str(self.engine_path))

    @cached_property
    def texts(self) -> Texts:
        """The postings: texts, sources, linked facts."""
        return Texts(self.path / layout.TEXTS_FILE)

    def posting(self, key: str) -> StoredPosting | None:
        """The posting of a key (:attr:`organigram.model.Posting.key`), or None."""
        return self.texts.get(key)

    def postings(self) -> Iterator[StoredPosting]:
        """Every posting, in the order of the keys."""
        return iter(self.texts)

    def nquads(self, graphs: Collection[str] | None = None) -> Iterator[bytes]:
        """The named graphs as N-Quads, one piece a graph, in the order of graph names and of lines in each.

        The same content gives the same bytes. ``graphs``: IRIs of the graphs wanted; all of them if None.
        """
        return (graph.nquads() for graph in canonical_graphs(self.engine, graphs))

    @property
    def marks(self) -> GraphMarks:
        """A mark of each named graph, by IRI. Raises StoreError where they cannot be read."""
        file = self.path / layout.GRAPHS_FILE
        try:
            return GraphMarks.read(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise layout.damaged(file, N_("The list of graphs cannot be read.")) from error

    def copy_into(self, engine: Path, texts: Path) -> None:
        """Copy the engine's files and the texts, for a version that is made of this one. Raises OSError.

        The engine never changes a file of triples that is written: these are linked, which takes no time and no room.
        """
        engine.mkdir()
        for file in self.engine_path.iterdir():
            if file.suffix == _WRITTEN_ONCE:
                (engine / file.name).hardlink_to(file)
            else:
                shutil.copyfile(file, engine / file.name)
        shutil.copyfile(self.path / layout.TEXTS_FILE, texts)

    def verify(self) -> None:
        """Compare every file with its checksum. Raises StoreError that names the first file that differs."""
        check_files(self.path, self.manifest)

    def close(self) -> None:
        """Let go of the version, so that it may be removed; a second call does nothing."""
        for name in ("engine", "texts"):
            opened = self.__dict__.pop(name, None)
            if isinstance(opened, Texts):
                opened.close()
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()


def open_store(path: str | os.PathLike[str], version: str | None = None, *, verify: bool = False) -> StoreVersion:
    """Open a version of a store (the current one if none is named), read-only.

    Its manifest and the presence and size of its files are checked; with ``verify`` every checksum too. Raises StoreError
    for a store that is absent, damaged, without a finished version or of another format.
    """
    root = Path(path)
    layout.check_store(root)
    opened = _open_current(root) if version is None else _open(root, version)
    if opened is None:
        raise StoreError(
            N_("The store has no version {name}; it has: {have}."),
            N_("Name one of these."),
            file=str(root),
            name=version,
            have=_names(root),
        )
    if verify:
        opened.verify()
    return opened


def _open_current(root: Path) -> StoreVersion:
    name, before = layout.read_current(root), None
    while name != before:
        opened = _open(root, str(name))
        if opened:
            return opened
        name, before = layout.read_current(root), name  # another build may have switched and removed in between
    if name is None:
        raise StoreError(
            N_("The store has no finished version yet."), N_("Build one: organigram build PATH --store DIR."), file=str(root)
        )
    raise layout.damaged(
        root / layout.CURRENT_FILE,
        N_("The current version {name} is not there; there are: {have}."),
        name=name,
        have=_names(root),
    )


def _names(root: Path) -> str:
    return ", ".join(layout.version_names(root)) or "-"


def _open(root: Path, name: str) -> StoreVersion | None:
    """The version, or None where it is not there (any more)."""
    folder = root / layout.VERSIONS_FOLDER / name
    if not layout.VERSION_NAME.match(name) or not folder.is_dir():
        return None
    lock = _lock(folder, fcntl.LOCK_SH)
    if lock is None:
        return None
    try:
        manifest = read_manifest(folder)
        check_sizes(folder, manifest)
    except StoreError:
        os.close(lock)
        raise
    return StoreVersion(root, name, manifest, lock)


def _lock(folder: Path, kind: int) -> int | None:
    """A descriptor that holds the lock on a version; None where another holds it, or the version was just removed."""
    file = folder / layout.MANIFEST_FILE
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError as error:
        if folder.is_dir():
            raise layout.damaged(file, N_("The version's manifest is missing.")) from error
        return None
    except OSError as error:
        raise layout.unreadable(file, error) from error
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(descriptor), file.stat()):  # not removed or renamed meanwhile
            return descriptor
    except (BlockingIOError, FileNotFoundError):
        pass
    os.close(descriptor)
    return None


def versions(path: str | os.PathLike[str]) -> list[VersionInfo]:
    """Every version of a store, oldest first, damaged ones too. Raises StoreError where there is no such store.

    None is the current one where the pointer to it is damaged: who has to choose another one needs the list.
    """
    root = Path(path)
    layout.check_store(root)
    try:
        current = layout.read_current(root)
    except StoreError:
        current = None
    found = []
    for name in layout.version_names(root):
        folder = root / layout.VERSIONS_FOLDER / name
        try:
            manifest = read_manifest(folder)
            check_sizes(folder, manifest)
            found.append(VersionInfo(name, name == current, manifest))
        except StoreError as error:
            found.append(VersionInfo(name, name == current, None, error))
    return found


def use_version(path: str | os.PathLike[str], name: str) -> None:
    """Make a version the current one, after checking all of it. Raises StoreError where that cannot be."""
    root = Path(path)
    layout.check_store(root)
    lock = layout.BuildLock(root)
    try:
        open_store(root, name, verify=True).close()
        layout.switch_current(root, name)
    finally:
        lock.release()


def prune(root: Path, keep: int) -> list[str]:
    """Remove all but the newest ``keep`` versions, the current one and those in use; the names of the removed ones.

    Only for the holder of the :class:`organigram.store.layout.BuildLock`.
    """
    names = layout.version_names(root)
    spared = {*names[-keep:], layout.read_current(root)}
    return [name for name in names if name not in spared and _remove(root / layout.VERSIONS_FOLDER / name)]


def _remove(folder: Path) -> bool:
    try:
        lock = _lock(folder, fcntl.LOCK_EX)
    except StoreError:  # without its manifest no process can open it
        lock = -1
    if lock is None:
        return False
    doomed = folder.with_name(f".removing-{folder.name}")
    try:
        folder.rename(doomed)
    except OSError:  # an old version that stays does no harm: the next build tries again
        return False
    finally:
        if lock >= 0:
            os.close(lock)
    shutil.rmtree(doomed, ignore_errors=True)
    return True
