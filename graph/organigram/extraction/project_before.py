"""The name before "project": in quotes, in brackets, or a run of capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from organigram.extraction.document import Document, Span
from organigram.extraction.organizations import Organizations
from organigram.extraction.patterns import pattern, phrase_set
from organigram.extraction.project_items import Candidate
from organigram.extraction.project_words import (
    JOINED,
    capitals_before,
    codes,
    from_quotes,
    is_code,
    is_name,
    tells,
    token_span,
    with_bracket,
)
from organigram.extraction.titles import has_head
from organigram.extraction.tokens import Token, read_tokens, value_of

_QUOTED_BEFORE = re.compile(r"[“«\"]\s*([^“”«»\"]{3,120}?)\s*(?:[”»\"]|'')\s*$")
#: Letters of a proper name before "project".
_LEAST_PROPER = 4
#: Characters before "project", and words in them, where a name before it ends if there is one.
_NEAR, _FEW = 60, 4


def before_word(document: Document, organizations: Organizations, match: re.Match[str]) -> Iterator[Candidate]:
    """The name before "project": in quotes, or a run of capitals, with small fillers after a code."""
    position = document.folded.offsets[match.start()]
    following = read_tokens(document, match.end(), match.end() + 30, limit=2)
    if "\n" in document.folded.text[match.end() : match.end() + 2] and [t.text for t in following[1:]] == [":"]:
        following = []  # the label of the next line
    if following and (following[0].text in phrase_set("projects", "not_after") or following[0].text in {'"', "“", "«"}):
        return
    if match.group().endswith("s") and (several := list(_codes_before(document, match.start()))):
        yield from (with_bracket(document, [part]) for part in several)
        return
    quoted = _QUOTED_BEFORE.search(document.text, max(0, position - 130), position)
    if quoted and not quoted[1][0].islower():
        yield from_quotes(document, quoted, "project.quoted", 0.9)
        return
    floor = max(document.folded.index(_sentence_start(document, position)), match.start() - 110)
    floor = max(floor, organizations.employer_before(match.start())[1])
    if spelt := _spelt_out(document, organizations, floor, match):
        yield spelt
        return
    near = document.text[max(document.folded.offsets[floor], position - _NEAR) : position]
    if near == near.lower() and ")" not in near and len(near.split()) > _FEW:
        return  # no capitals that a name could end in
    tokens, bracketed = _without_bracket(read_tokens(document, floor, match.start(), limit=40))
    own = capitals_before(tokens)
    if (
        not own
        or own[-1].text.endswith(JOINED)
        or organizations.covers(document.folded.offsets[own[0].start], document.folded.offsets[own[-1].end - 1] + 1)
    ):
        return
    bracketed = bracketed or match.group() == "scheme"
    if not is_name(document, organizations, own) or (has_head(own) and not bracketed):
        return
    if match.group() in phrase_set("projects", "bodies") and _is_partner(document, own[0].start):
        return
    enough = _tells_enough(own, document.text[position].isupper() or bracketed) or _is_told(document, own, match)
    if not enough and not _is_proper(document, own, match):
        return
    start, end = own[0].start, match.end()
    if is_code(own[:1]) and (len(own) == 1 or not own[-1].capital):
        end = own[0].end
    yield Candidate(value_of(document, start, end), start, end, "project.before", 0.8)


def _sentence_start(document: Document, position: int) -> int:
    """Where the sentence begins in which "project" stands; a small letter that opens a line goes on with the line before it."""
    start = document.sentence_at(position).start
    if start != position or not document.text[position].islower():
        return start
    before = len(document.text[:position].rstrip())
    return document.sentence_at(before - 1).start if before and document.text[before - 1].isalnum() else start


def _is_partner(document: Document, start: int) -> bool:
    """Whether the words right before a name say that it is worked with, so that it is an organization's."""
    before = document.folded.text[max(0, start - _NEAR) : start]
    end = max((match.end() for match in pattern("organizations", "partner").finditer(before)), default=-1)
    return end >= 0 and all(word in phrase_set("phrases", "articles") for word in before[end:].split())


def _spelt_out(document: Document, organizations: Organizations, floor: int, match: re.Match[str]) -> Candidate | None:
    """ "the Strengthening Villages in the North (SVN) project": the long form of the acronym in brackets before the word."""
    acronym = re.compile(r"\(\s?([^()\s]{2,14})\s?\)\s*$").search(
        document.text, max(0, (at := document.folded.offsets[match.start()]) - 20), at
    )
    long = organizations.acronyms.get(acronym[1]) if acronym else None
    start = document.text.rfind(long, document.folded.offsets[floor], at) if long else -1
    if long is None or start < 0:
        return None
    span = document.folded_span(Span(start, start + len(long)))
    own = read_tokens(document, *span)
    if len(capitals_before(own)) == len(own):
        return None
    return Candidate(long, *span, "project.before", 0.85) if is_name(document, organizations, own) else None


def _codes_before(document: Document, position: int) -> Iterator[Token]:
    """The codes of a list that ends before "projects" ("the KISIMA and TULIA projects")."""
    tokens = read_tokens(document, max(0, position - 80), position)[::-1]
    found = codes(tokens)
    if len(found) > 1:
        yield from found[::-1]


def _is_proper(document: Document, own: list[Token], match: re.Match[str]) -> bool:
    """Whether one capital word before "project" is a name: no known word, written twice at least, and never small."""
    word = own[0].text
    if (
        match.group().endswith("s")
        or len(own) > 1
        or len(word) < _LEAST_PROPER
        or not word.isalpha()
        or document.mentions_in(token_span(document, own))
    ):
        return False
    written = document.quote(token_span(document, own))
    sentence = document.sentence_at(document.folded.offsets[own[0].start])
    first = document.folded.offsets[own[0].start] - sentence.start <= 1
    return not first and document.text.count(written) > 1 and not re.search(rf"(?<!\w){word}", document.text)


def _is_told(document: Document, own: list[Token], match: re.Match[str]) -> bool:
    """Whether two capitals before "project" are its name: the text goes on with who pays, and they are no field of work."""
    if len([token for token in own if tells(token)]) < 2 or not own[-1].capital:
        return False
    if match.group() in phrase_set("projects", "shouted"):
        return False
    if document.mentions_in(token_span(document, own), "sector", "role", "organization"):
        return False
    stop = document.folded.index(document.sentence_at(document.folded.offsets[match.start()]).end)
    bracket = re.compile(r"\s*\(").match(document.folded.text, match.end())
    return bracket is not None or document.search(pattern("donors", "pays"), match.end(), stop) is not None


def _without_bracket(tokens: list[Token]) -> tuple[list[Token], bool]:
    """Tokens without an acronym in brackets at their end ("Community Connections (CC)")."""
    if len(tokens) > 4 and tokens[-1].text[0].isdigit() and tokens[-2].text == ")":
        tokens = tokens[:-1]  # "Girls Go Far (GGF) 2.0"
    if len(tokens) > 3 and tokens[-1].text == ")" and tokens[-3].text == "(":
        return tokens[:-3], True
    return tokens, False


def _tells_enough(own: list[Token], capital: bool) -> bool:
    """Whether tokens before "project" are more than a common word or two; ``capital``: the word is written with one."""
    capitals = [token for token in own if tells(token)]
    if own[-1].capital:
        coded = is_code(own[-1:]) and len(own[-1].text) > 3
        return len(capitals) >= 3 or (capital and len(own) >= 2) or coded
    fillers = len(own) - 1 - max(n for n, token in enumerate(own) if token.capital)
    return (is_code(own[:1]) and len(own[0].text) >= 4 and fillers == len(own) - 1) or (len(capitals) >= 3 and fillers == 1)
