"""What the readers of documents know as words and names, from ``documents.toml``, compiled once.

>>> document_words().charsets["iso-8859-1"]
'cp1252'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from organigram.folding import fold
from organigram.i18n import LANGUAGES
from organigram.resources import table


class Tags(NamedTuple):
    """Elements of HTML by what they do; ``blocks`` holds those with space around them, ``apart`` and ``headings``, too."""

    unread: frozenset[str]
    headings: frozenset[str]
    apart: frozenset[str]
    blocks: frozenset[str]


@dataclass(frozen=True, slots=True)
class DocumentWords:
    """The tables of ``documents.toml``; ``consent`` is for folded text."""

    consent_element: re.Pattern[str]
    consent: re.Pattern[str]
    short: int
    charsets: Mapping[str, str]
    sections: Mapping[str, Mapping[str, str]]
    working_time: re.Pattern[str]
    tags: Tags
    page_number: re.Pattern[str]


@cache
def document_words() -> DocumentWords:
    """The tables, read from the package."""
    data = table("reading/documents.toml")
    page = data["page"]
    tags = {name: frozenset(names) for name, names in data["tags"].items()}
    apart = tags["apart"] | tags["headings"]
    phrases = [fold(phrase).text for language in LANGUAGES for phrase in page["consent"][language]]
    return DocumentWords(
        consent_element=re.compile(page["consent_element"]),
        consent=re.compile("|".join(map(re.escape, phrases))),
        short=page["short"],
        charsets=data["charsets"],
        sections=data["sections"],
        working_time=re.compile(data["employment"]["working_time"]),
        tags=Tags(tags["unread"], tags["headings"], apart, tags["blocks"] | apart),
        page_number=re.compile(data["paper"]["page_number"]),
    )
