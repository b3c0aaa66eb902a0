"""Microdata of a page as plain values, in the shape that JSON-LD has.

extruct reads microdata too, but flattens the elements of a description: lists, headings and tables in it are lost. Here a text is
what :mod:`organigram.reading.markup` makes of the element.

>>> from organigram.reading.markup import parse
>>> page = parse('<div itemscope itemtype="https://schema.org/JobPosting"><h1 itemprop="title">Nurse</h1>'
...     '<p itemprop="hiringOrganization" itemscope itemtype="schema:Organization"><b itemprop="name">Aid</b></p></div>')
>>> items(page)
[{'@type': 'JobPosting', 'title': 'Nurse', 'hiringOrganization': {'@type': 'Organization', 'name': 'Aid'}}]
"""

from __future__ import annotations

import re
from typing import Any

from lxml.html import HtmlElement

from organigram.reading.markup import render

#: Where the value of a property stands that is not the text of its element.
_ATTRIBUTES = {
    "meta": "content", "a": "href", "area": "href", "link": "href", "img": "src", "audio": "src", "video": "src", "iframe": "src",
    "embed": "src", "source": "src", "track": "src", "object": "data", "data": "value", "meter": "value", "time": "datetime",
}  # fmt: skip


def items(page: HtmlElement) -> list[dict[str, Any]]:
    """The items of a page that are no property of another one, with the items that are theirs inside."""
    made: dict[HtmlElement, dict[str, Any]] = {}
    top: list[dict[str, Any]] = []
    for element in page.iter():
        if "itemscope" in element.attrib:
            made[element] = {"@type": re.split("[/#:]", element.get("itemtype", "").strip())[-1]}
        names = element.get("itemprop", "").split()
        owner = _owner(element) if names else None
        if owner in made:
            value = made.get(element) or _value(element)
            for name in names:
                _add(made[owner], name, value)
        elif element in made:
            top.append(made[element])
    return top


def _owner(element: HtmlElement) -> HtmlElement | None:
    return next((parent for parent in element.iterancestors() if "itemscope" in parent.attrib), None)


def _value(element: HtmlElement) -> str:
    stated = element.get("content") or element.get(_ATTRIBUTES.get(element.tag, "content"))
    return render(element) if stated is None else stated.strip()


def _add(item: dict[str, Any], name: str, value: object) -> None:
    if name in item:
        before = item[name]
        item[name] = [*before, value] if isinstance(before, list) else [before, value]
    else:
        item[name] = value
