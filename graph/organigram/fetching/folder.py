"""The folder of what was fetched: an item a file, and how far each selection has come.

::

    4012/4012345.json      an item as the API gave it, in the envelope in which the API gives a single item
    rss/4012345.xml        an item of the feed, in its channel
    .fetched.json          how far each selection has come
    .fetched.lock          held by the process that fetches; the lock dies with it

A file holds its item whole or is not there: it is written beside its place and moved. So a folder is sound after a kill at any
moment, and a reader may read it meanwhile.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from organigram.errors import FetchError
from organigram.files import TEMPORARY, FileLock, LockedError, write_atomically
from organigram.i18n import N_

STATE_FILE = ".fetched.json"
LOCK_FILE = ".fetched.lock"
#: So many items share a subfolder at most: their numbers without the last three digits are its name.
_SHARE = 1000

Kept = Literal["new", "changed", "same"]


class Folder:
    """A folder that one process fetches into at a time. Raises FetchError where it cannot be written or another does."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._writing():
            path.mkdir(parents=True, exist_ok=True)
            try:
                self._lock = FileLock(path / LOCK_FILE)
            except LockedError as error:
                raise FetchError(
                    N_("Another process is fetching into this folder ({holder})."),
                    N_("Wait until it has finished, or name another folder."),
                    file=str(path),
                    holder=error.holder,
                ) from error
            for left in path.glob(f"**/{TEMPORARY}*"):
                left.unlink()  # of a process that was killed: this one holds the lock

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise FetchError(
                N_("The folder cannot be written: {cause}."),
                N_("Give a folder that you may write to, on a disk with room. What was fetched before is whole."),
                file=str(self.path),
                cause=error.strerror or error,
            ) from error

    def keep(self, name: str, content: bytes) -> Kept:
        """Keep a file, ``name`` relative to the folder, unless it is there with the same content."""
        file = self.path / name
        with self._writing():
            there = file.is_file()
            if there and file.read_bytes() == content:
                return "same"
            file.parent.mkdir(exist_ok=True)
            write_atomically(file, content)
        return "changed" if there else "new"

    def reach(self, key: str, moment: str, selection: object) -> None:
        """Remember how far a selection has come; ``selection`` says in the file what the key stands for."""
        state = _state(self.path)
        state["selections"][key] = {"reached": moment, "selection": selection}
        with self._writing():
            write_atomically(self.path / STATE_FILE, json.dumps(state, indent=1, sort_keys=True, ensure_ascii=False) + "\n")

    def close(self) -> None:
        """Give the folder back."""
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def reached(folder: Path, key: str) -> str | None:
    """The time up to which a selection has been fetched into a folder; None where nothing was. Raises FetchError."""
    moment = _state(folder)["selections"].get(key, {}).get("reached")
    return str(moment) if moment else None


def _state(folder: Path) -> dict[str, Any]:
    file = folder / STATE_FILE
    try:
        state = json.loads(file.read_text("utf-8"))
        if not all(isinstance(one, dict) for one in state["selections"].values()):
            raise TypeError("selections")
        return dict(state)
    except (FileNotFoundError, NotADirectoryError):
        return {"selections": {}}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FetchError(
            N_("The file that says what was fetched is spoilt."),
            N_("Remove it: everything is asked for again, and no file is written twice."),
            file=str(file),
        ) from error


def item_name(number: int) -> str:
    """The name of an item's file.

    >>> item_name(4012345), item_name(7)
    ('4012/4012345.json', '0/7.json')
    """
    return f"{number // _SHARE}/{number}.json"


def item_content(item: dict[str, Any]) -> bytes:
    """An item in the envelope in which the API gives a single one.

    >>> item_content({"id": "7", "fields": {"title": "Santé"}}).decode()
    '{"count": 1, "data": [{"fields": {"title": "Santé"}, "id": "7"}], "totalCount": 1}\\n'
    """
    envelope = {"totalCount": 1, "count": 1, "data": [item]}
    text = json.dumps(envelope, ensure_ascii=False, sort_keys=True)
    try:
        return f"{text}\n".encode()
    except UnicodeEncodeError:  # a half of a character that JSON can name and UTF-8 cannot
        return f"{json.dumps(envelope, sort_keys=True)}\n".encode()
