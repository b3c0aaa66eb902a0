"""XML: feeds (RSS, Atom), ReliefWeb's import files, and whatever has an element for each posting with elements for its values.

Items are read one after the other and forgotten. Nothing outside the file is looked at; a file that declares entities is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import name2codepoint
from typing import Any, BinaryIO

from lxml import etree

from organigram.errors import ReadingError
from organigram.i18n import N_
from organigram.reading.encoding import old_encoding
from organigram.reading.formats import Found, Options
from organigram.reading.formats.columns import Columns
from organigram.reading.places import LINE, RECORD, numbered
from organigram.reading.streams import CHUNK, peek
from organigram.resources import table

_REFERENCE = re.compile(rb"&([a-zA-Z]{2,8}\d{0,2});")
_LONGEST_REFERENCE = 12
#: XML has these itself.
_OWN = frozenset(("amp", "lt", "gt", "quot", "apos"))
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=")


def read_xml(stream: BinaryIO, options: Options) -> Iterator[Found]:
    """A draft an item. Raises ReadingError, with the line, where the file is no XML; what came before stays."""
    columns = Columns(options.columns)
    for number, item in enumerate(_items(stream), 1):
        try:
            yield Found(columns.draft(_record(item)), numbered(RECORD, number))
        except ReadingError as error:
            yield Found(error, numbered(RECORD, number))


def _items(stream: BinaryIO) -> Iterator[etree._Element]:
    names = frozenset(table("reading/formats/columns.toml")["xml"]["items"])
    open_item: etree._Element | None = None
    for number, (event, element) in enumerate(_events(stream)):
        if number == 0:
            _refuse_entities(element)
        if event == "start":
            if open_item is None and _name(element).casefold() in names and element.getparent() is not None:
                open_item = element
            continue
        if element is open_item:
            yield element
            open_item = None
        if open_item is None:
            _forget(element)


def _events(stream: BinaryIO) -> Iterator[tuple[str, etree._Element]]:
    """Starts and ends of elements, as they come; those before an error are given before it is raised."""
    head, stream = peek(stream, CHUNK)
    old = _old_encoding(head)
    parser: Any = etree.XMLPullParser(
        events=("start", "end"),
        encoding="utf-8" if old else None,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    error: etree.XMLSyntaxError | None = None
    for piece in _pieces(stream, old):
        try:
            parser.feed(piece)
        except etree.XMLSyntaxError as broken:
            error = broken
        yield from parser.read_events()
        if error:
            break
    else:
        try:
            parser.close()
        except etree.XMLSyntaxError as broken:
            error = broken
    if error:
        raise ReadingError(
            N_("It is not XML ({cause})."),
            N_("Check that it is whole, or take it from its source again."),
            place=numbered(LINE, error.lineno or 1),
            cause=error.msg,
        )


def _pieces(stream: BinaryIO, old: str | None) -> Iterator[bytes]:
    """The bytes of a stream, in UTF-8 where it is in an old encoding (a byte a character), HTML's names of characters as numbers."""
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


def _refuse_entities(root: etree._Element) -> None:
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and next(iter(declared.entities()), None) is not None:
        raise ReadingError(
            N_("The file declares entities of its own, which may be made to do harm."),
            N_("Take it from its source without them."),
        )


def _forget(element: etree._Element) -> None:
    """Free an element that is done, and all before it."""
    element.clear()
    while (before := element.getprevious()) is not None and (parent := element.getparent()) is not None:
        parent.remove(before)


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _record(element: etree._Element) -> dict[str, Any]:
    """The values of an element's children, by their names; several of a name are a list."""
    record: dict[str, Any] = {}
    for child in element.iterchildren(tag=etree.Element):
        if child.get("rel", "alternate") != "alternate":
            continue
        name, value = _name(child), _value(child)
        if name not in record:
            record[name] = value
        elif isinstance(record[name], list):
            record[name].append(value)
        else:
            record[name] = [record[name], value]
    return record


def _value(element: etree._Element) -> Any:
    children = [_name(child) for child in element.iterchildren(tag=etree.Element)]
    if not children:
        return element.text or element.get("href") or element.get("term") or ""
    if {name.casefold() for name in children} & set(table("reading/formats/columns.toml")["xml"]["markup"]):
        parts = (etree.tostring(child, encoding="unicode", method="html") for child in element)
        return (element.text or "") + "".join(parts)
    return _record(element)
