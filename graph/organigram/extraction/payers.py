"""Payers named before the words for paying, beside them, or in a sentence that only the name makes one of paying."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from organigram.extraction.cues import needing, opening, starting
from organigram.extraction.document import Document, Span
from organigram.extraction.names import Name, NameReader
from organigram.extraction.patterns import branches, either, leading, pattern, phrase_set, spaced
from organigram.extraction.tokens import read_tokens
from organigram.folding import fold_name

_REACH = 400
_LIST_REACH = 240
_ARTICLE = 4
_NAME = 60
#: Behind the verb for paying, it makes it passive.
_BY = re.compile(rf"\s{either('donors', 'passive')}")
_AND = re.compile(rf"\s(?:{either('small', 'and')}|&)\s{spaced('small', 'one_article')}?$")

#: Where a cue begins in the folded text, the names it gives, its rule and confidence.
Cue = tuple[int, list[Name], str, float]


def speaks_of_others(document: Document, sentence: Span, cue: int) -> bool:
    """Whether the sentence, up to the cue, asks for experience or wishes for money; or stands among the requirements."""
    if document.section_of(document.folded.offsets[cue]) == "requirements":
        return True
    start = max(document.folded.index(sentence.start), cue - _REACH)
    return document.search(pattern("donors", "never"), start, cue) is not None


def near(folded: str, end: int, start: int) -> bool:
    """Whether a name stands right after its cue, with a few small words at most between."""
    return len(folded[end:start].split()) <= 5


def is_payer(name: Name) -> bool:
    """Whether a name is of one that is known to pay, or holds a word for one that does ("foundation")."""
    known = any("donor" in entity.attributes for entity in name.entities)
    return known or pattern("donors", "payers").search(fold_name(name.value)) is not None


def before_funded(document: Document, reader: NameReader) -> Iterator[Cue]:
    """ "a USAID-funded program": the name that ends where the cue begins."""
    text = document.text
    for match in (*document.find(pattern("donors", "paid")), *document.find(pattern("donors", "paid_joined"))):
        position = document.folded.offsets[match.start()]
        sentence = document.sentence_at(position)
        signs = r"[^\W_][-–]$" if match.group() in phrase_set("donors", "paid_joined") else r"[^\W_][\s–-]$"
        joined = re.search(signs, text[max(0, position - 2) : position])
        passive = document.folded.text[match.start() - 1] == " " and _BY.match(document.folded.text, match.end())
        if not joined or passive or speaks_of_others(document, sentence, match.start()):
            continue
        start = _capitals_before(document, document.folded.index(sentence.start), match.start() - 1)
        if start is not None and (name := reader.read(start, match.start() - 1)):
            yield start, [name], "donor.funded", 0.85


def before_pays(document: Document, reader: NameReader) -> Iterator[Cue]:
    """ "ECHO, which finances the project", "CIR le finance": the name that ends where the verb begins."""
    folded = document.folded.text
    for match in document.find(pattern("donors", "payer")):
        sentence = document.sentence_at(document.folded.offsets[match.start()])
        if speaks_of_others(document, sentence, match.start()):
            continue
        floor = document.folded.index(sentence.start)
        end = len(folded[: match.start()].rstrip(" ,"))
        known = next((start for start, stop in reader.known_within(max(floor, end - 1), end) if stop == end), None)
        start = known if known is not None else _capitals_before(document, floor, end)
        name = reader.read(start, end) if start is not None and start < end else None
        if name is not None:
            joined = _AND.search(folded, max(floor, name.start - _NAME), name.start)
            other = reader.read_before(max(floor, joined.start() - _NAME), joined.start()) if joined else None
            yield name.start, [*filter(None, [other]), name], "donor.payer", 0.85


@cache
def _beside_label() -> re.Pattern[str]:
    source = rf"(?:[(,;–—]|(?<!\w)-)\s*(?P<cue>{branches('donors', 'beside')})\s*:?\s+"
    return needing(source, phrase_set("donors", "beside"), longest=120)


def beside(document: Document, reader: NameReader) -> Iterator[Cue]:
    """ "(financement AFD : 2 millions)": the names that stand at once after a word which opens a bracket or a part of a list."""
    for match in document.find(_beside_label()):
        sentence = document.sentence_at(document.folded.offsets[match.start()])
        if speaks_of_others(document, sentence, match.start()):
            continue
        stop = min(match.end() + _LIST_REACH, document.folded.index(sentence.end))
        names = reader.read_all(match.end(), stop)
        if names and names[0].start - match.end() <= _ARTICLE:
            yield match.start("cue"), names, "donor.beside", 0.85


@cache
def _bracket() -> re.Pattern[str]:
    words = phrase_set("projects", "before") | phrase_set("projects", "after")
    return opening(starting(*words) + r"(?P<name>(?: [^\s(,;:.]+){0,3})\s*\(", words)


def in_bracket(document: Document, reader: NameReader) -> Iterator[Cue]:
    """ "the Clean Cups project (UNICEF, 2023-2025)": a name that is known to pay opens a bracket after the word for a project."""
    for match in document.find(_bracket()):
        close = document.folded.text.find(")", match.end(), match.end() + _LIST_REACH)
        name = reader.read(match.end(), max(close, match.end()))
        if name is None or name.start > match.end() + 1 or not is_payer(name):
            continue
        if any(start < match.start() < end for start, end in reader.known_within(match.start(), match.end())):
            continue  # the acronym of a name that holds the word ("World Food Programme (WFP)")
        if any(not token.capital for token in read_tokens(document, *match.span("name")) if match["name"]):
            continue
        if not speaks_of_others(document, document.sentence_at(document.folded.offsets[match.start()]), match.start()):
            yield name.start, [name], "donor.bracket", 0.7


@cache
def _monies() -> re.Pattern[str]:
    return opening(rf"{leading('donors', 'monies')}(?:\s+[^\s.;:,()]+){{0,2}}\s*\(", phrase_set("donors", "monies"))


def money_bracket(document: Document, reader: NameReader) -> Iterator[Cue]:
    """ "subventions publiques (UE, AFD)": names that are known to pay, and nothing else, in a bracket behind the word."""
    for match in document.find(_monies()):
        close = document.folded.text.find(")", match.end(), match.end() + _LIST_REACH)
        names = reader.read_all(match.end(), close) if close > 0 else []
        if not names or names[0].start > match.end() + _ARTICLE or not all(map(is_payer, names)):
            continue
        if document.text[document.folded.offsets[match.start()]].isupper():
            continue  # a part of a name ("Fonds pour l'eau (FPE)")
        if not speaks_of_others(document, document.sentence_at(document.folded.offsets[match.start()]), match.start()):
            yield match.start(), names, "donor.bracket", 0.75


def supporting(document: Document, reader: NameReader) -> Iterator[Cue]:
    """ "is supported by Misereor and the Ford Foundation": a list in which one at least is known or called to pay."""
    folded = document.folded.text
    for match in document.find(pattern("donors", "supports")):
        sentence = document.sentence_at(document.folded.offsets[match.start()])
        if speaks_of_others(document, sentence, match.start()):
            continue
        names = reader.read_all(match.end(), min(match.end() + _REACH, document.folded.index(sentence.end)))
        if names and near(folded, match.end(), names[0].start) and any(map(is_payer, names)):
            yield match.start(), names, "donor.supports", 0.75


def by_grant(document: Document, reader: NameReader) -> Iterator[Cue]:
    """ "GFATM grant management": a known organization right before the words for its money."""
    for match in document.find(pattern("donors", "grant")):
        position = document.folded.offsets[match.start()]
        if speaks_of_others(document, document.sentence_at(position), match.start()):
            continue
        start = _capitals_before(document, max(0, match.start() - 80), match.start())
        if start is not None and start in reader.known and (name := reader.read(start, match.start())):
            yield start, [name], "donor.grant", 0.6
    for match in document.find(pattern("donors", "money")):
        name = reader.read_before(max(0, match.start() - _NAME), match.start() - 1)
        after = next(iter(read_tokens(document, match.end(), match.end() + 30, limit=1)), None)
        told = after is not None and after.text in phrase_set("donors", "money_never")
        if name is None or told or not is_payer(name):
            continue
        if not speaks_of_others(document, document.sentence_at(document.folded.offsets[match.start()]), match.start()):
            yield name.start, [name], "donor.money", 0.7


def _capitals_before(document: Document, floor: int, end: int) -> int | None:
    """Where the run of capitals begins that ends at a place of the folded text."""
    run: int | None = None
    for token in reversed(read_tokens(document, max(floor, end - 80), end)):
        if not token.capital or token.sign or token.text in phrase_set("phrases", "stops") | phrase_set("phrases", "articles"):
            break
        run = token.start
    return run
