"""Titles collected and compared: which are one, which is the advertised one, which name nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from organigram.extraction.document import Document
from organigram.extraction.header import Header
from organigram.extraction.patterns import phrase_set
from organigram.extraction.titles import Title, read_titles, singular, words
from organigram.extraction.tokens import read_tokens, span_of
from organigram.folding import fold_name
from organigram.model import Evidence, Line

#: More titles of one kind than any posting names.
_MOST = 40
_SMALL = phrase_set("phrases", "small")


@dataclass(slots=True)
class Found:
    """A title that a rule found, with the words that say so."""

    value: str
    evidence: list[Evidence]
    confidence: float
    rule: str
    line: Line = "hierarchical"
    roles: frozenset[str] = frozenset()


@dataclass(slots=True)
class Titles:
    """Titles collected; one met again, in the same words or as the same role in two languages, is further evidence."""

    found: list[Found] = field(default_factory=list)

    def add(self, new: Found) -> None:
        """Take a title in, or its evidence where the title is there already on the same line."""
        for old in self.found:
            if old.line == new.line and (same_title(old.value, new.value) or old.roles & new.roles):
                old.evidence.extend(e for e in new.evidence if e not in old.evidence)
                old.confidence = max(old.confidence, new.confidence)
                return
        if len(self.found) < _MOST:
            self.found.append(new)


@lru_cache(maxsize=4096)
def gist(title: str) -> frozenset[str]:
    """What is left of a title to compare it by: the beginnings of its words, small ones left out.

    >>> gist("Directrice pays") == gist("Directeur Pays")
    True
    """
    plain = re.findall(r"[^\W_]+", fold_name(title))
    return frozenset(singular(word)[:6] for word in plain if word not in _SMALL)


def same_title(one: str, other: str) -> bool:
    """Whether two titles are one written twice: the same words, or the words of the one within the other's."""
    a, b = sorted((gist(one), gist(other)), key=len)
    return a == b or (len(a) >= 2 and a <= b)


def roles_of(document: Document, title: Title) -> frozenset[str]:
    """The role of the vocabulary that a title is as a whole; none where it says more or could be several."""
    span = span_of(document, title.start, title.end)
    for mention in document.mentions_in(span, "role"):
        if (mention.start, mention.end) == span and len(mention.entities) == 1:
            return frozenset({mention.entities[0].iri})
    return frozenset()


def is_own(header: Header, title: str) -> bool:
    """Whether a title is the advertised one."""
    mine = gist(str(header.title.value)) if header.title else frozenset()
    other = gist(title)
    return bool(mine) and (mine == other or (len(other) >= 2 and other <= mine))


def is_nobody(title: str) -> bool:
    """Whether a title only stands for whoever is above or for people at large.

    >>> is_nobody("supervisor"), is_nobody("Head of Mission")
    (True, False)
    """
    return fold_name(title) in words("nobody")


def titles_before(document: Document, start: int, end: int) -> list[Title]:
    """The list of titles right before a place of the folded text ("the Nurse and the Driver" report), else the last title."""
    for token in read_tokens(document, start, end, limit=60):
        titles = read_titles(document, token.start, end)
        if len(titles) > 1 and not document.folded.text[titles[-1].end : end].strip():
            return titles
    last = last_title_before(document, start, end)
    return [last] if last else []


def last_title_before(document: Document, start: int, end: int) -> Title | None:
    """The last title that stands between two places of the folded text."""
    last: Title | None = None
    for token in read_tokens(document, start, end, limit=60):
        if (last is None or token.start >= last.end) and (titles := read_titles(document, token.start, end, most=1)):
            last = titles[0]
    return last
