"""Elements of XML, read one after the other and forgotten; hostile files are refused.

Nothing outside the file is looked at; a file that declares entities, or nests without end, is refused.

>>> import io
>>> [(item.name, item.text) for item in items(io.BytesIO(b"<jobs><job>Nurse</job><job>Cook</job></jobs>"), {"job"}, 1000)]
[('job', 'Nurse'), ('job', 'Cook')]
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from html.entities import name2codepoint
from typing import BinaryIO
from xml.parsers import expat

from organigram.errors import ReadingError
from organigram.i18n import N_
from organigram.reading.encoding import old_encoding
from organigram.reading.places import LINE, numbered
from organigram.reading.streams import CHUNK, peek

_REFERENCE = re.compile(rb"&([a-zA-Z]{2,8}\d{0,2});")
_LONGEST_REFERENCE = 12
#: XML has these itself.
_OWN = frozenset(("amp", "lt", "gt", "quot", "apos"))
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=")
_DEEPEST = 256


@dataclass(slots=True)
class Element:
    """An element: its name without prefix, attributes, texts and elements; ``size`` in characters, of an item.

    ``own``: it has no prefix. ``root``: the attributes of the file's first element, of an item.
    """

    name: str
    attributes: dict[str, str]
    own: bool = True
    root: Mapping[str, str] = field(default_factory=dict)
    content: list[str | Element] = field(default_factory=list)
    size: int = 0

    @property
    def children(self) -> list[Element]:
        """The elements in it."""
        return [part for part in self.content if isinstance(part, Element)]

    @property
    def text(self) -> str:
        """The text directly in it."""
        return "".join(part for part in self.content if isinstance(part, str))


class _Builder:
    """Builds items as their elements come; what is not in an item, or beyond the limit of one, is not kept."""

    def __init__(self, names: Collection[str], most: int) -> None:
        self._names = frozenset(names)
        self._most = most
        self._root: dict[str, str] = {}
        self._open: list[Element] = []
        self._depth = 0
        self.done: list[Element] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ReadingError(N_("It is nested too deep."), N_("Check the file: no posting is."))
        prefix, _, local = name.rpartition(":")
        if self._depth == 1:
            self._root = attributes
        if not self._open and (self._depth == 1 or local.casefold() not in self._names):
            return
        element = Element(local, attributes, not prefix, {} if self._open else self._root)
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


def items(stream: BinaryIO, names: Collection[str], most: int) -> Iterator[Element]:
    """The elements of a file that have one of these names (in small letters) and are in no other such element.

    Of one that is larger than ``most`` characters the rest is not kept; its ``size`` tells. Raises ReadingError, with the line,
    for a file that is no XML, or hostile; what came before is given first.
    """
    head, stream = peek(stream, CHUNK)
    old = _old_encoding(head)
    builder, parser = _Builder(names, most), expat.ParserCreate("utf-8" if old else None)
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
