"""Whether all of a stretch of text may be the name of an organization: told by the shape of its words."""

from __future__ import annotations

from functools import cache

from organigram.extraction import cues
from organigram.extraction.document import Document, Span
from organigram.extraction.patterns import small
from organigram.extraction.subjects import words_of
from organigram.extraction.titles import has_head
from organigram.extraction.tokens import Token, read_tokens, span_of

_LONGEST = 18
#: Signs that a line may begin with.
_BULLETS = frozenset({"-", "–", "•", "*", ">"})
_GLUE = frozenset({"-", "–", "'", "’", "&", "/", "."})


def whole_name_in(document: Document, low: int, high: int) -> Span | None:
    """All of a stretch of the folded text, articles before it and signs behind it left out, if it may be one name."""
    tokens = read_tokens(document, low, high, limit=_LONGEST + 4)
    while tokens and tokens[0].text in small("article") | _BULLETS:
        tokens = tokens[1:]
    while tokens and (tokens[-1].text in {",", ".", "-", "–", ":", "!"} or tokens[-1].text in words_of("adverbs")):
        tokens.pop()
    return span_of(document, tokens[0].start, tokens[-1].end) if _is_one_name(tokens) else None


def _is_one_name(tokens: list[Token]) -> bool:
    """Whether words are one name: capitals with small words between, or after the word for a body nouns in small letters."""
    own = [t for t in tokens if not t.sign and t.text not in words_of("small") and t.text not in words_of("of_names")]
    if not len(own) >= 2 or len(tokens) > _LONGEST or not own[0].capital or own[0] is not tokens[0]:
        return False
    body = tokens[0].text in _bodies()
    if has_head(tokens) and not body:
        return False
    if any(t.sign and t.text not in _GLUE for t in tokens) and not (_is_list(tokens) and all(t.capital for t in own)):
        return False
    small = [t for t in own if not t.capital]
    return not small or (body and not any(t.text in _no_nouns() for t in small))


def _is_list(tokens: list[Token]) -> bool:
    """Whether the signs within a name are commas of a list that "and" closes ("Justice, Peace and Water")."""
    commas = [n for n, t in enumerate(tokens) if t.sign and t.text not in _GLUE]
    closed = any(t.text == "&" or t.text in small("and") for t in tokens[commas[-1] :]) if commas else False
    return closed and all(tokens[n].text == "," and tokens[n + 1].capital for n in commas)


@cache
def names_kind() -> frozenset[str]:
    """Words by which a name says that it is an organization's."""
    tables = ("institutions", "marks", "bodies", "bodies_too", "name_words")
    found = frozenset().union(words_of("form"), *(cues.phrases(cues.load("organizations")[table]) for table in tables))
    return found - {"service", "bureau", "region", "ecole", "office", "cluster", "borders", "frontieres", "bank", "banque"}


def is_plainly_one(document: Document, span: Span) -> bool:
    """Whether a part of a headline is an organization and no part of a title: capitals, and the word for a legal form."""
    name = whole_name_in(document, *document.folded_span(span))
    if name is None:
        return False
    tokens = read_tokens(document, *document.folded_span(name))
    capitals = all(t.capital for t in tokens if not t.sign and t.text not in words_of("small"))
    return tokens[0].text in _forms() or (capitals and any(t.text in _forms() for t in tokens))


@cache
def _forms() -> frozenset[str]:
    """Words that stand in names of organizations, and hardly in titles."""
    return words_of("form") | {"trust", "society", "union", "ngo", "coalition", "alliance", "institute", "institut"}


@cache
def _bodies() -> frozenset[str]:
    """Words that open the name of a body, so that its other words may be small ("Comité de suivi des forêts")."""
    return names_kind() | {"centre", "center", "forum", "network", "committee", "committees", "council"}


@cache
def _no_nouns() -> frozenset[str]:
    return frozenset(cues.phrases(cues.load("phrases")["stops"])) | frozenset(cues.phrases(cues.load("phrases")["articles"]))
