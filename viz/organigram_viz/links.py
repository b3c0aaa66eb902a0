"""Links between pages: relative, escaped, in the reader's language.

A page's address restores its view, so a link is all that one page needs to know of another.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import quote, urlencode

from organigram_viz.entities import short
from organigram_viz.wording import language

__all__ = ["address_of", "anchor", "entity_href", "entity_link", "href", "question_href"]


def address_of(page: str, params: Mapping[str, str]) -> str:
    """A relative address of a page; parameters without a value are left out. It is not escaped for HTML yet.

    >>> address_of("find", {"q": "chargé & co", "kind": "", "country": "country/ML"})
    './find?q=charg%C3%A9%20%26%20co&country=country%2FML'
    """
    told = urlencode({name: value for name, value in params.items() if value}, quote_via=quote, safe="")
    return f"./{quote(page)}" + (f"?{told}" if told else "")


def href(page: str, **params: str) -> str:
    """A page's address in the reader's language, as it stands in ``href`` once :func:`anchor` has escaped it."""
    return address_of(page, {**params, "lang": language()})


def entity_href(iri: str) -> str:
    """The address of an entity's page; a posting is read on a page of its own."""
    name = short(iri)
    return href("postings", posting=name) if name.startswith("posting/") else href("entity", entity=name)


def question_href(name: str, values: Mapping[str, str]) -> str:
    """The address where a question of the catalogue stands in the query page with its values."""
    return href("query", question=name, **{f"p.{key}": value for key, value in values.items()})


def anchor(target: str, label: str, *, kind: str = "entity") -> str:
    """A link as HTML; ``label`` is text, whatever it holds.

    >>> anchor("./find?q=a&b", "<b>")
    '<a class="entity" href="./find?q=a&amp;b" target="_self">&lt;b&gt;</a>'
    """
    return f'<a class="{kind}" href="{escape(target)}" target="_self">{escape(label)}</a>'


def entity_link(iri: str, label: str) -> str:
    """A link to an entity's page, as HTML for ``st.html``."""
    return anchor(entity_href(iri), label)
