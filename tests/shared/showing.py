"""What the tests of pages share: a page shown without a browser, and what it says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from streamlit.testing.v1 import AppTest

from organigram_viz import views

NAMES = [module.NAME for module in views.PAGES]


def _script(name: str) -> None:
    from organigram.errors import OrganigramError
    from organigram_viz import frame, views
    from organigram_viz.wording import remember

    remember(name)
    try:
        next(module for module in views.PAGES if name == module.NAME).show()
    except OrganigramError as error:
        frame.failed(error)


def run(page: str, **address: str) -> AppTest:
    """A page as a reader gets it who opens an address."""
    test = AppTest.from_function(_script, default_timeout=30, args=(page,))
    test.query_params.update(address)
    return test.run()


def words(test: AppTest) -> str:
    """All the text of a page, with spaces where a page has such as no line is broken at."""
    found: list[str] = []
    for element in test.main:
        _collect(element, found)
    return "\n".join(found).replace("\N{NO-BREAK SPACE}", " ")


def rows(test: AppTest) -> dict[str, list[Any]]:
    """The first table of a page, by heading: of a link its label, as it is shown."""
    shown = {heading: list(column) for heading, column in test.dataframe[0].value.items()}
    label = re.compile(r"^\./=([^/]*)/")
    return {
        heading: [unquote(found[1]) if isinstance(value, str) and (found := label.match(value)) else value for value in column]
        for heading, column in shown.items()
    }


def _collect(element: Any, found: list[str]) -> None:
    if hasattr(element, "children"):
        for child in element.children.values():
            _collect(child, found)
    for name in ("value", "label", "body"):
        for holder in (element, getattr(element, "proto", None)):
            text = getattr(holder, name, None)
            if isinstance(text, str) and text:
                found.append(text)
                break


def search_data(test: AppTest) -> dict[str, Any]:
    """What the search box was told to show."""
    protos: Iterator[Any] = (getattr(element, "proto", None) for element in test.main)
    (box,) = (proto for proto in protos if getattr(proto, "component_name", "") == "organigram_search")
    return dict(json.loads(box.json))
