"""XML: feeds (RSS, Atom), ReliefWeb's import files, and whatever has an element for each posting with elements for its values.

Items are read one after the other and forgotten. Nothing outside the file is looked at; a file that declares entities is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.entities import name2codepoint
from typing import Any, BinaryIO
from xml.parsers import expat

from organigram.errors import ReadingError
from organigram.i18n import N_
from organigram.reading.encoding import old_encoding
from organigram.reading.formats import Found, Options
from organigram.reading.formats.columns import Columns
from organigram.reading.places import LINE, RECORD, numbered
from organigram.reading.streams import CHUNK, peek, too_large
from organigram.resources import table

_REFERENCE = re.compile(rb"&([a-zA-Z]{2,8}\d{0,2});")
_LONGEST_REFERENCE = 12
#: XML has these itself.
_OWN = frozenset(("amp", "lt", "gt", "quot", "apos"))
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=")
_DEEPEST = 256


def read_xml(stream: BinaryIO, options: Options) -> Iterator[Found]:
    """A draft an item. Raises ReadingError, with the line, where the file is no XML; what came before stays."""
    columns = Columns(options.columns)
    for number, item in enumerate(_items(stream, options.limits.max_bytes), 1):
        place = numbered(RECORD, number)
        try:
            if item.size > options.limits.max_bytes:
                raise too_large(options.limits.max_bytes)
            yield Found(columns.draft(_record(item)), place)
        except ReadingError as error:
            yield Found(error, place)


@dataclass(slots=True)
class _Element:
    """An element: its name without prefix, attributes, texts and elements; ``size`` in characters, of an item."""

    name: str
    attributes: dict[str, str]
    content: list[str | _Element] = field(default_factory=list)
    size: int = 0

    @property
    def children(self) -> list[_Element]:
        """The elements in it."""
        return [part for part in self.content if isinstance(part, _Element)]

    @property
    def text(self) -> str:
        """The text directly in it."""
        return "".join(part for part in self.content if isinstance(part, str))


class _Builder:
    """Builds items as their elements come; what is not in an item, or beyond the limit of one, is not kept."""

    def __init__(self, most: int) -> None:
        self._names = frozenset(table("reading/formats/columns.toml")["xml"]["items"])
        self._most = most
        self._open: list[_Element] = []
        self._depth = 0
        self.done: list[_Element] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ReadingError(N_("It is nested too deep."), N_("Check the file: no posting is."))
        local = name.rpartition(":")[2]
        if not self._open and (self._depth == 1 or local.casefold() not in self._names):
            return
        element = _Element(local, attributes)
        if self._open and self._grow(len(name)):
            self._open[-1].content.append(element)
        self._open.append(element)

    def text(self, text: str) -> None:
        """Characters come."""
        if self._open and self._grow(len(text)):
            self._open[-1].content.append(text)

    def end(self, _: str) -> None:
        """An element ends."""
        self._depth -= 1
        if len(self._open) == 1:
            self.done.append(self._open[0])
        if self._open:
            self._open.pop()

    def _grow(self, size: int) -> bool:
        self._open[0].size += size
        return self._open[0].size <= self._most


def _items(stream: BinaryIO, most: int) -> Iterator[_Element]:
    """The items of a file; those before an error are given before it is raised."""
    head, stream = peek(stream, CHUNK)
    old = _old_encoding(head)
    builder, parser = _Builder(most), expat.ParserCreate("utf-8" if old else None)
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.CharacterDataHandler = builder.text
    parser.EntityDeclHandler = _refuse_entity
    error: ReadingError | None = None
    for piece in _with_end(_pieces(stream, old)):
        try:
            parser.Parse(piece or b"", piece is None)
        except expat.ExpatError as broken:
            error = _no_xml(expat.ErrorString(broken.code), broken.lineno)
        except (LookupError, ValueError) as broken:  # an encoding that is not known, or has characters of several bytes
            error = _no_xml(str(broken), parser.CurrentLineNumber)
        except ReadingError as refused:
            error = refused
        yield from builder.done
        builder.done.clear()
        if error:
            raise error


def _with_end(pieces: Iterator[bytes]) -> Iterator[bytes | None]:
    yield from pieces
    yield None


def _no_xml(cause: str, line: int) -> ReadingError:
    return ReadingError(
        N_("It is not XML ({cause})."),
        N_("Check that it is whole, or take it from its source again."),
        place=numbered(LINE, line),
        cause=cause,
    )


def _refuse_entity(*_: object) -> None:
    raise ReadingError(
        N_("The file declares entities of its own, which may be made to do harm."), N_("Take it from its source without them.")
    )


def _pieces(stream: BinaryIO, old: str | None) -> Iterator[bytes]:
    """The bytes of a stream, HTML's names of characters as numbers; UTF-8 where it is in an old encoding (a byte a character)."""
    rest = b""
    while piece := stream.read(CHUNK):
        piece = rest + (piece.decode(old, "replace").encode() if old else piece)
        cut = piece.rfind(b"&", -_LONGEST_REFERENCE)
        cut = len(piece) if cut < 0 else cut
        piece, rest = piece[:cut], piece[cut:]
        yield _REFERENCE.sub(_numbered, piece)
    yield _REFERENCE.sub(_numbered, rest)


def _numbered(match: re.Match[bytes]) -> bytes:
    name = match[1].decode("ascii")
    code = None if name in _OWN else name2codepoint.get(name)
    return b"&#%d;" % code if code else match[0]


def _old_encoding(head: bytes) -> str | None:
    """The encoding of a file that declares none and is not UTF-8."""
    if _DECLARED.match(head) or head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return None
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return None if error.start > len(head) - 4 else old_encoding(head)
    return None


def _record(element: _Element) -> dict[str, Any]:
    """The values of an element's children, by their names; several of a name are a list."""
    record: dict[str, Any] = {}
    for child in element.children:
        if child.attributes.get("rel", "alternate") != "alternate":
            continue
        value = _value(child)
        if child.name not in record:
            record[child.name] = value
        elif isinstance(record[child.name], list):
            record[child.name].append(value)
        else:
            record[child.name] = [record[child.name], value]
    return record


def _value(element: _Element) -> Any:
    if not element.children:
        return element.text or element.attributes.get("href") or element.attributes.get("term") or ""
    markup = table("reading/formats/columns.toml")["xml"]["markup"]
    if any(child.name.casefold() in markup for child in element.children):
        return _html(element)
    return _record(element)


def _html(element: _Element) -> str:
    """What is in an element, as HTML."""
    parts = (
        escape(part, quote=False) if isinstance(part, str) else f"<{part.name}>{_html(part)}</{part.name}>"
        for part in element.content
    )
    return "".join(parts)
