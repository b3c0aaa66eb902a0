"""XML: feeds (RSS, Atom), ReliefWeb's import files, and whatever has an element for each posting with elements for its values.

Items are read one after the other and forgotten. Nothing outside the file is looked at; a file that declares entities is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any, BinaryIO

from organigram.errors import ReadingError
from organigram.reading.formats import Found, Options
from organigram.reading.formats.columns import Columns
from organigram.reading.places import RECORD, numbered
from organigram.reading.streams import too_large
from organigram.reading.xml_items import Element, items
from organigram.resources import table


def read_xml(stream: BinaryIO, options: Options) -> Iterator[Found]:
    """A draft an item. Raises ReadingError, with the line, where the file is no XML; what came before stays."""
    columns = Columns(options.columns)
    for number, item in enumerate(
        items(stream, table("reading/formats/columns.toml")["xml"]["items"], options.limits.max_bytes), 1
    ):
        place = numbered(RECORD, number)
        try:
            if item.size > options.limits.max_bytes:
                raise too_large(options.limits.max_bytes)
            yield Found(columns.draft(_record(item)), place)
        except ReadingError as error:
            yield Found(error, place)


def _record(element: Element) -> dict[str, Any]:
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


def _value(element: Element) -> Any:
    if not element.children:
        return element.text or element.attributes.get("href") or element.attributes.get("term") or ""
    markup = table("reading/formats/columns.toml")["xml"]["markup"]
    if any(child.name.casefold() in markup for child in element.children):
        return _html(element)
    return _record(element)


def _html(element: Element) -> str:
    """What is in an element, as HTML."""
    parts = (
        escape(part, quote=False) if isinstance(part, str) else f"<{part.name}>{_html(part)}</{part.name}>"
        for part in element.content
    )
    return "".join(parts)
