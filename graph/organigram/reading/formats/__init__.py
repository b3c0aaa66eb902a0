"""The formats that postings come in: a table (``formats.toml``), and how a file's format is told.

A format is told by what the file's first bytes are, else by its ending, else it is plain text. Its reader is imported when the
first such file comes, so that heavy libraries cost only those who need them.

A reader of a format of one posting a file takes all bytes: ``read(raw)``. A reader of a format of many takes a stream:
``read(stream, options)``; it says of each draft where it stands.

>>> tell("offer.txt", b'[{"title": "Nurse"}]').name
'json'
>>> tell("jobs.jsonl", b'{"title": "Nurse"}').name
'jsonl'
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePath
from typing import BinaryIO, NamedTuple

from organigram.errors import ReadingError
from organigram.i18n import N_
from organigram.reading.draft import Draft
from organigram.reading.limits import DEFAULT_LIMITS, Limits
from organigram.reading.places import Place
from organigram.reading.streams import at_most
from organigram.resources import table

#: The reason of an error where records hold no text and no prose: they are taken for other data than postings.
NO_TEXT = N_("No column of it is known to hold the posting's text; its columns are: {columns}.")
#: So many first bytes tell a format.
HEAD = 4096


@dataclass(frozen=True, slots=True)
class Options:
    """What readers of many postings are told: the limits, and the user's columns (:mod:`organigram.reading.formats.columns`)."""

    limits: Limits = DEFAULT_LIMITS
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


DEFAULT_OPTIONS = Options()


class Found(NamedTuple):
    """A draft, or the error in its stead, and where in the file it stands (None: the file is the draft)."""

    one: Draft | ReadingError
    place: Place | None = None


WholeReader = Callable[[bytes], Iterator[Draft | ReadingError]]
StreamReader = Callable[[BinaryIO, Options], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Format:
    """A row of the table: ``reader`` is ``module:function``, ``begins`` what the first bytes look like (None: many things)."""

    name: str
    endings: tuple[str, ...]
    reader: str
    begins: re.Pattern[bytes] | None
    streams: bool
    data: bool

    def read(self, stream: BinaryIO, options: Options) -> Iterator[Found]:
        """The drafts of a file, one after the other. Raises ReadingError where the file as a whole cannot be read."""
        module, _, name = self.reader.partition(":")
        reader = getattr(importlib.import_module(module), name)
        if self.streams:
            yield from reader(stream, options)
        else:
            yield from (Found(one) for one in reader(at_most(stream, options.limits.max_bytes)))


@cache
def formats() -> tuple[Format, ...]:
    """The table, in its order: the first format whose beginning matches is taken."""
    return tuple(
        Format(
            name=row["name"],
            endings=tuple(row["endings"]),
            reader=row["reader"],
            begins=re.compile(row["begins"].encode("ascii"), re.DOTALL) if "begins" in row else None,
            streams=row.get("streams", False),
            data=row.get("data", False),
        )
        for row in table("reading/formats/formats.toml")["format"]
    )


def tell(name: str, head: bytes) -> Format:
    """The format of a file by its name and first bytes."""
    ending = PurePath(name).suffix.lower()
    by_ending = next((one for one in formats() if ending in one.endings), None)
    by_beginning = next((one for one in formats() if one.begins and one.begins.match(head)), None)
    if by_beginning and by_ending and by_beginning.begins == by_ending.begins:  # a list of JSON, or JSON lines
        return by_ending
    return by_beginning or by_ending or _named("csv" if _is_table(head) else "text")


def _named(name: str) -> Format:
    return next(one for one in formats() if one.name == name)


def _is_table(head: bytes) -> bool:
    """Whether a file without an ending, such as standard input, begins with names of columns."""
    from organigram.reading.formats.csv_files import is_heading

    return is_heading(head.partition(b"\n")[0])


@cache
def endings(*, of_data: bool = False) -> frozenset[str]:
    """The endings of files that are read (``of_data``: of those that may as well hold something else)."""
    return frozenset(ending for one in formats() if one.data or not of_data for ending in one.endings)
