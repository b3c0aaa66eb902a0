"""HTML pages: what schema.org's JobPosting says where there is one, the main text of the page where there is none.

>>> page = b'''<html><head><link rel="canonical" href="https://example.org/jobs/1"></head><body><main><h1>Nurse</h1>
... <p>The nurse works in Chad and reports to the head nurse. Send your application before the third of May.</p></main></body>'''
>>> for draft in read_html(page):
...     print(draft.fields[0].value, draft.text.splitlines()[0])
https://example.org/jobs/1 Nurse
"""

from __future__ import annotations

import codecs
import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from lxml.html import HtmlElement

from organigram.errors import ReadingError
from organigram.folding import fold
from organigram.i18n import N_
from organigram.reading import jobposting, microdata
from organigram.reading.documents import document_words
from organigram.reading.draft import Draft, Field
from organigram.reading.encoding import decode
from organigram.reading.main_text import MainPart, main_part
from organigram.reading.markup import parse, render

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{1,40})""", re.IGNORECASE)
_SCRIPT_TYPE = "application/ld+json"
#: Scripts often close a list or an object after a last comma, and wrap JSON in the marks of comments or CDATA.
_LAST_COMMA = re.compile(r",(?=\s*[}\]])")
_WRAPPED = re.compile(r"^\s*(?://\s*)?(?:<!--|<!\[CDATA\[|/\*.*?\*/)|(?://\s*)?(?:-->|\]\]>)\s*;?\s*$|;\s*$", re.DOTALL)
#: A description that is shorter than this is only the beginning where the page has this many times its text.
_TEASER, _TIMES = 600, 2
#: A page whose main part is links to this share, and to so many places, is a list of postings.
_LISTING, _LINKS = 0.6, 5
#: Words of consent are looked for in so many characters.
_HEAD = 10_000
#: A main text of fewer characters is a remainder of the page's frame.
_NOTHING = 80
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


def read_html(raw: bytes) -> Iterator[Draft | ReadingError]:
    """The postings of a page: a draft for each JobPosting that has a text, else one of the main text.

    Raises ReadingError where the page is no posting: without text, asking for consent, or a list of postings.
    """
    page = parse(source_of(raw))
    found = jobposting.find([*_linked_data(page), *microdata.items(page)])
    if len(found) > 1:
        yield from _several(found)
        return
    stated = jobposting.draft_of(found[0]) if found else Draft("")
    fields = _with_address(stated.fields, page)
    if len(stated.text) >= _TEASER:
        yield Draft(stated.text, fields)
        return
    main = main_part(page)
    if stated.text and len(main.text) < _TIMES * len(stated.text):
        yield Draft(stated.text, fields)
        return
    _refuse_other_pages(page, main)
    yield Draft(main.text, fields)


def source_of(raw: bytes) -> str:
    r"""The characters of a page: Unicode where the bytes are, whatever the page says; else what it says; else a guess.

    Raises ReadingError as :func:`organigram.reading.encoding.decode` does.

    >>> source_of('<meta charset="iso-8859-1">Chargé'.encode()) == source_of('<meta charset="iso-8859-1">Chargé'.encode("cp1252"))
    True
    """
    named = _CHARSET.search(raw[:4096])
    encoding = document_words().charsets.get(named[1].decode("ascii").lower()) if named else None
    if encoding and not raw.startswith(_MARKS):
        for candidate in ("utf-8", encoding):
            with suppress(UnicodeDecodeError):
                return decode(raw.decode(candidate).encode())
    return decode(raw)


def _linked_data(page: HtmlElement) -> Iterator[Any]:
    """What the page's scripts of linked data hold; one that is broken beyond repair is passed over, the page has its text."""
    for script in page.iter("script"):
        if script.get("type", "").partition(";")[0].strip().lower() != _SCRIPT_TYPE:
            continue
        source = _WRAPPED.sub("", script.text or "")
        for attempt in (source, _LAST_COMMA.sub("", source), html.unescape(source)):
            with suppress(ValueError, RecursionError):
                yield json.loads(attempt, strict=False)
                break


def _several(found: Sequence[Mapping[str, Any]]) -> Iterator[Draft | ReadingError]:
    for number, item in enumerate(found, 1):
        draft = jobposting.draft_of(item, str(number))
        if draft.text:
            yield draft
        else:
            title = next((field.value for field in draft.fields if field.key == "title"), "")
            yield ReadingError(
                N_("It holds no text of the posting, only its fields."),
                N_("Save the page of the posting itself and read that."),
                place=f"JobPosting {number}{f' ({title})' if title else ''}",
            )


def _with_address(fields: tuple[Field, ...], page: HtmlElement) -> tuple[Field, ...]:
    """The fields, with the page's own address where they state none."""
    if any(field.key == "url" for field in fields):
        return fields
    for path, attribute in (("//link[@rel='canonical']", "href"), ("//meta[@property='og:url']", "content")):
        for element in page.xpath(path):
            address = (element.get(attribute) or "").strip()
            if address.startswith(("https://", "http://")):
                return (*fields, Field("url", address, path.strip("/")))
    return fields


def _refuse_other_pages(page: HtmlElement, main: MainPart) -> None:
    if main.links >= _LINKS and main.linked > _LISTING:
        raise ReadingError(
            N_("The page is a list that leads to other pages, not a posting."),
            N_("Save the page of each posting and read those."),
        )
    words = document_words()
    shown = main.text if len(main.text) > _NOTHING else render(page)[:_HEAD]
    if len(main.text) < words.short and words.consent.search(fold(shown).text):
        raise ReadingError(
            N_("The page asks for consent, a login or a script before it shows the posting."),
            N_("Open it in a browser, answer, and save the page that shows the posting."),
        )
    if not main.text:
        raise ReadingError(N_("The page holds no text."), N_("Save the page again once your browser shows it whole."))
