"""Where things stand in a store's folder, and the file operations that survive a kill at any moment.

::

    organigram-store.json      format and its number; written first, so a folder without it is no store
    CURRENT                    the name of the current version, switched by an atomic rename
    build.lock                 held by the process that builds; the lock dies with it
    work.sqlite                work kept by content (organigram.worklog)
    versions/3-9f2c51d07a11/   a finished version: manifest.json, graphs.txt, engine/, three files of SQLite
    versions/.building-<pid>-* a version in the making; a later build removes what a dead one left

"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from organigram.errors import StoreError
from organigram.files import TEMPORARY, FileLock, LockedError, sync_folder, write_atomically
from organigram.i18n import N_

FORMAT = "organigram-store"
FORMAT_NUMBER = 2
FORMAT_FILE = "organigram-store.json"
CURRENT_FILE = "CURRENT"
LOCK_FILE = "build.lock"
WORK_FILE = "work.sqlite"
VERSIONS_FOLDER = "versions"
MANIFEST_FILE = "manifest.json"
ENGINE_FOLDER = "engine"
TEXTS_FILE = "texts.sqlite"
SEARCH_FILE = "search.sqlite"
LISTING_FILE = "postings.sqlite"
GRAPHS_FILE = "graphs.txt"

VERSION_NAME = re.compile(r"(\d+)-([0-9a-f]{12})\Z")
_UNFINISHED = (".building-", ".removing-")


def version_names(root: Path) -> list[str]:
    """The names of the finished versions, oldest first."""
    folder = root / VERSIONS_FOLDER
    names = [p.name for p in folder.iterdir() if VERSION_NAME.match(p.name)] if folder.is_dir() else []
    return sorted(names, key=lambda name: int(name.partition("-")[0]))


def sync_tree(folder: Path) -> None:
    """Make every file and folder under a folder durable."""
    for path in sorted(folder.rglob("*")):
        sync_folder(path)  # fsync takes a read-only descriptor of a file as well
    sync_folder(folder)


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """Turn what the system says of a folder that cannot be written (rights, a full disk) into a StoreError."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            N_("The store's folder cannot be written: {error}."),
            N_("Give a folder that you may write to, on a disk with room."),
            file=str(root),
            error=getattr(error, "strerror", None) or error,
        ) from error


def create_store(root: Path) -> None:
    """Make a folder a store; one that is a store already is checked and left as it is.

    Raises StoreError where the folder holds something else, is of another format or cannot be written.
    """
    with writing(root):
        root.mkdir(parents=True, exist_ok=True)
        if all(path.name.startswith(TEMPORARY) for path in root.iterdir()):
            write_atomically(root / FORMAT_FILE, json.dumps({"format": FORMAT, "number": FORMAT_NUMBER}) + "\n")
        check_store(root)
        (root / VERSIONS_FOLDER).mkdir(exist_ok=True)


def check_store(root: Path) -> None:
    """Raise StoreError unless the folder is a store of the format that this code reads."""
    file = root / FORMAT_FILE
    if not root.is_dir() or not any(root.iterdir()):
        raise StoreError(N_("There is no store here."), N_("Build one: organigram build PATH --store DIR."), file=str(root))
    if not file.is_file():
        raise StoreError(
            N_("The folder holds other files and is no store."),
            N_("Give the folder of a store, or a new or empty one. Nothing in it was changed."),
            file=str(root),
        )
    number = _format_number(file)
    if number == FORMAT_NUMBER:
        return
    older = number < FORMAT_NUMBER
    raise StoreError(
        N_("The store is of the older format {number}; this program reads format {expected}.")
        if older
        else N_("The store is of the newer format {number}; this program reads format {expected}."),
        N_("Build again into a new folder; this one was not changed.")
        if older
        else N_("Use a newer Organigram, or build into a new folder; this one was not changed."),
        file=str(file),
        number=number,
        expected=FORMAT_NUMBER,
    )


def _format_number(file: Path) -> int:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        if content["format"] == FORMAT:
            return int(content["number"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise damaged(file, N_("The file that tells the store's format cannot be read."))


def damaged(file: Path, reason: str, **values: object) -> StoreError:
    """The error for a part of a store that is not as it was written."""
    return StoreError(
        reason,
        N_("Go back to another version (organigram versions), or build again into a new folder; nothing was changed."),
        file=str(file),
        place=None,
        **values,
    )


def unreadable(file: Path, error: OSError) -> StoreError:
    """The error for a part of a store that the system does not let this user read."""
    return StoreError(
        N_("This part of the store cannot be read ({cause})."),
        N_("Ask its owner for the right to read the whole folder, or build into a folder of your own."),
        file=str(file),
        cause=error.strerror or error,
    )


def read_current(root: Path) -> str | None:
    """The name of the current version; None where no build has finished yet."""
    file = root / CURRENT_FILE
    try:
        name = file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unreadable(file, error) from error
    except UnicodeDecodeError as error:
        raise damaged(file, N_("The file that names the current version cannot be read.")) from error
    if not VERSION_NAME.match(name):
        raise damaged(file, N_("The file that names the current version holds something else."))
    return name


def switch_current(root: Path, name: str) -> None:
    """Make a finished version the current one."""
    write_atomically(root / CURRENT_FILE, name + "\n")


def remove_leftovers(root: Path) -> None:
    """Remove what dead builds left. Only for the holder of the :class:`BuildLock`."""
    for folder in (root / VERSIONS_FOLDER).iterdir():
        if folder.name.startswith(_UNFINISHED):
            shutil.rmtree(folder, ignore_errors=True)  # what cannot go now is in nobody's way
    for file in root.iterdir():
        if file.name.startswith(TEMPORARY + CURRENT_FILE):  # the format's file is written before there is a lock to hold
            file.unlink()


class BuildLock:
    """One process builds at a time (:class:`organigram.files.FileLock`)."""

    def __init__(self, root: Path) -> None:
        """Take the lock, or raise StoreError that names its holder."""
        try:
            with writing(root):
                self._lock = FileLock(root / LOCK_FILE)
        except LockedError as error:
            raise StoreError(
                N_("Another process is changing this store ({holder})."),
                N_("Wait until it has finished, or build into another folder."),
                file=str(root.resolve()),
                holder=error.holder,
            ) from error

    def release(self) -> None:
        """Give the lock back; a second call does nothing."""
        self._lock.release()
