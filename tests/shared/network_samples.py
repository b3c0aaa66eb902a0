"""A small posting, read by the network rules alone: title and employer are given, not searched for."""

from __future__ import annotations

from functools import cache

from organigram.extraction.document import Document
from organigram.extraction.header import Header
from organigram.extraction.network import Network, find_network
from organigram.model import Evidence, Item, Posting
from organigram.vocabulary import Vocabulary, load_vocabulary


@cache
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def network_of(text: str, *, title: str = "", employer: str = "", country: str = "") -> Network:
    """The network of a text whose header says no more than is given here."""
    document = Document(Posting("a", "a.txt", "en", text), vocabulary())
    header = Header(title=_item(text, title), employer=_item(text, employer), countries=(Item(country),) if country else ())
    return find_network(document, header)


def _item(text: str, value: str) -> Item | None:
    start = text.find(value)
    evidence = (Evidence(start, start + len(value), value),) if start >= 0 else ()
    return Item(value, evidence=evidence, rule="given") if value else None
