r"""The text of a record's body, whatever it is written in: plain text, Markdown with or without front matter, HTML.

>>> body = body_of("---\ntitle: Nurse\n---\nWe care for *all*")
>>> body.text, body.front
('We care for all', {'title': 'Nurse'})
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_FRONT = re.compile(r"\s*---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_LONGEST_FRONT = 20_000
_TAGS = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>|<!--|&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,5});")
#: Headings, strong words, links: what is not written so by chance. Two of them make a text Markdown.
_MARKDOWN = re.compile(r"^ {0,3}#{1,6} +\S|\*\*\S[^*\n]*\*\*|__\S[^_\n]*__|\]\((?:https?:|mailto:|/)", re.MULTILINE)

#: Without any of these, Markdown is plain text.
_SIGNS = re.compile(r"[*_#`\\<&\[]")


class Body(NamedTuple):
    """The text, and what stood at its head as YAML."""

    text: str
    front: Mapping[str, Any]


def body_of(text: str, *, markdown: bool = False) -> Body:
    """The text of a body. Raises ReadingError where its HTML cannot be read."""
    front, rest = _parted(text)
    if markdown or front or len(_MARKDOWN.findall(rest)) > 1:
        return Body(_from_markdown(rest), front)
    return Body(_from_html(rest) if _TAGS.search(rest) else rest, front)


def _from_markdown(text: str) -> str:
    return _from_html(_renderer().render(text)) if _SIGNS.search(text) else text


def _from_html(text: str) -> str:
    from organigram.reading.markup import html_to_text  # plain text does not pay for it

    return html_to_text(text)


@cache
def _renderer() -> MarkdownIt:
    from markdown_it import MarkdownIt  # only texts in Markdown pay for it

    # Indented lines are no code in a posting, and a line of dashes is no heading; lines stay lines.
    return MarkdownIt("commonmark", {"breaks": True, "html": True}).disable(["code", "lheading"])


def _parted(text: str) -> tuple[Mapping[str, Any], str]:
    """What stands at the head of a text as YAML, and the text below it."""
    match = _FRONT.match(text[:_LONGEST_FRONT])
    if match is None:
        return {}, text
    try:
        front = _PlainLoader(match[1]).get_single_data()
    except (yaml.YAMLError, RecursionError, ValueError):
        return {}, text
    return (front, text[match.end() :]) if isinstance(front, dict) else ({}, text)


class _PlainLoader(yaml.SafeLoader):
    """Scalars stay as they are written: a date is no date yet, ``no`` is no false."""

    yaml_implicit_resolvers: dict[str, list[Any]] = {}  # noqa: RUF012 - as the parent declares it
