"""What a reader of one format gives: a posting before its language is told and its fields are written above its text.

>>> Draft("We seek a nurse.", (Field("employer", "Relief Aid", "hiringOrganization.name"),)).fields[0].value
'Relief Aid'
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from organigram.errors import ReadingError
from organigram.model import StatedKey


@dataclass(frozen=True, slots=True)
class Field:
    """A value that the source states in a field of its own; ``field`` is the field's path in the source."""

    key: StatedKey
    value: str
    field: str


@dataclass(frozen=True, slots=True)
class Draft:
    """The body of a posting as plain text, and its fields in the order of the source.

    ``name`` tells a posting from others of the same file (a record's id, a member of an archive); empty for the only one.
    """

    text: str
    fields: tuple[Field, ...] = ()
    name: str = ""


class Format(Protocol):
    """A reader of one format: a file's bytes in, a draft for every posting in it, an error for every one that is none."""

    def __call__(self, raw: bytes) -> Iterator[Draft | ReadingError]:
        """Raises ReadingError where the file as a whole cannot be read. An error in the stream names the place in the file."""
