"""Short postings of our own, read with the shipped vocabulary."""

from __future__ import annotations

from organigram.extraction.document import Document
from organigram.i18n import Language
from organigram.model import Evidence, Item, Posting
from organigram.vocabulary import load_vocabulary


def read(text: str, language: Language = "en") -> Document:
    """A document of a text."""
    return Document(Posting("sample", "sample.txt", language, text), load_vocabulary())


def stands_in(document: Document, item: Item) -> bool:
    """Whether every evidence of an item is the text that stands at its place."""

    def true(evidence: Evidence) -> bool:
        return document.text[evidence.start : evidence.end] == evidence.quote != ""

    return bool(item.evidence) and all(true(evidence) for evidence in item.evidence)
