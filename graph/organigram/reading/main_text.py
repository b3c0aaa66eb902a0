"""The main text of a web page: trafilatura says where on the page it is, the page's own elements say what it looks like.

trafilatura's text alone loses what extraction lives on: headings, short lines of label and value, the pairs of definition
lists. So the lines that it gives are looked up in the page, and what is read is the smallest element that holds them.

>>> from organigram.reading.markup import parse
>>> page = parse("<nav>Home</nav><div><h1>Nurse</h1><p>Country: Chad</p><p>The nurse reports to the head nurse.</p>")
>>> print(main_part(page).text)
Nurse
<BLANKLINE>
Country: Chad
<BLANKLINE>
The nurse reports to the head nurse.
"""

from __future__ import annotations

import logging
import re
from copy import deepcopy
from typing import NamedTuple

from lxml.html import HtmlElement

from organigram.reading.documents import document_words
from organigram.reading.markup import is_data_table, is_hidden, render, squeeze

#: A page with more elements is read whole: trafilatura's time grows faster than the page.
MOST_ELEMENTS = 20_000
#: An element is the main one if it holds this share of the letters that trafilatura found.
ENOUGH = 0.9
#: A part of the page whose words are links to this share leads elsewhere.
MOST_LINKED = 0.6
#: So many lines tell where the main text is.
_MOST_LINES = 400
_FRAME = "//nav|//*[@role='navigation' or @role='banner' or @role='contentinfo' or @role='dialog' or @role='search']"
_EDGES = "//header|//footer|//aside|//form"
_BLANK = re.compile(r"\W+")


class MainPart(NamedTuple):
    """The main text of a page, how many links are in it, and the share of its letters that stand in links (0 to 1)."""

    text: str
    links: int
    linked: float


def main_part(page: HtmlElement) -> MainPart:
    """The text of a page without what frames it; the page itself is left as it is."""
    page = deepcopy(page)
    _remove_frame(page)
    main = _main_element(page)
    text = render(main)
    title = page.find(".//h1")
    heading = squeeze(title.text_content()).strip() if title is not None else ""
    if heading not in text:
        text = f"{heading}\n\n{text}"
    return MainPart(text.strip(), len(main.findall(".//a")), _linked(main))


def _linked(element: HtmlElement) -> float:
    letters = _length(element)
    return sum(_length(link) for link in element.iterdescendants("a")) / letters if letters else 0.0


def _length(element: HtmlElement) -> int:
    return len(_BLANK.sub("", "".join(element.itertext())))


def _remove_frame(page: HtmlElement) -> None:
    consent = document_words().consent_element
    for element in list(page.iterdescendants()):
        if element.tag in document_words().tags.unread or is_hidden(element) or _named(element, consent):
            _remove(element)
    for element in page.xpath(_FRAME):
        _remove(element)
    whole = _length(page)
    for element in page.xpath(_EDGES):
        if element.find(".//h1") is None and (_length(element) < whole / 3 or _linked(element) > MOST_LINKED):
            _remove(element)


def _named(element: HtmlElement, pattern: re.Pattern[str]) -> bool:
    names = f"{element.get('id', '')} {element.get('class', '')}"
    return element.tag not in ("html", "body") and len(names) > 1 and bool(pattern.search(names))


def _remove(element: HtmlElement) -> None:
    if element.getparent() is not None and element.tag not in ("html", "body"):
        element.drop_tree()


def _main_element(page: HtmlElement) -> HtmlElement:
    marked = page.xpath("//main|//*[@role='main']|//article")
    if len(marked) == 1 and 2 * _length(marked[0]) > _length(page):
        return marked[0]
    wanted = _wanted(page)
    element = page
    while wanted:
        inside = next((child for child in element if _holds(child, wanted)), None)
        if inside is None or inside.tag in ("ul", "ol", "li", "dl", "p") or is_data_table(inside):
            break
        element = inside
    return element


def _wanted(page: HtmlElement) -> list[str]:
    """The lines that trafilatura takes for the main text, letters only."""
    if sum(1 for _ in page.iter()) > MOST_ELEMENTS:
        return []
    import trafilatura  # takes most of a second to load; only pages that do not say what they are need it

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    text = trafilatura.extract(deepcopy(page), include_comments=False, favor_recall=True, fast=True)
    lines = (_BLANK.sub("", line) for line in re.split(r"[\n|]", text or ""))
    return [line for line in lines if line][:_MOST_LINES]


def _holds(element: HtmlElement, wanted: list[str]) -> bool:
    letters = _BLANK.sub("", "".join(element.itertext()))
    return sum(len(line) for line in wanted if line in letters) >= ENOUGH * sum(map(len, wanted))
