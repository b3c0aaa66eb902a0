"""Projects that a phrase names: "a project called X", "le projet pilote « X »", "projet d'appui aux écoles du Nord – PAEN 2"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from organigram.extraction.cues import needing, opening, starting
from organigram.extraction.document import Document
from organigram.extraction.layout import trim
from organigram.extraction.organizations import Organizations
from organigram.extraction.patterns import branches, either, leading, pattern, phrase_set, spaced
from organigram.extraction.project_items import Candidate
from organigram.extraction.project_words import BRACKET, QUOTED, from_quotes, is_code, is_name, token_span
from organigram.extraction.titles import has_head
from organigram.extraction.tokens import Token, read_tokens, value_of

_DESCRIBED = 190
_LEAST_WORDS = 4
_MOST_WORDS, _MOST_CALLED = 22, 14
_PHRASE_SIGN = re.compile(r"[.;:,(»\"]|\n\n")
#: Nouns of what is done or wanted, which open the name of a project that is a phrase.
_DOING = re.compile(rf"{either('projects', 'doing')}$")
#: Characters of a text that may have been cut at a limit.
_CUT = 1000
_SIGN = re.compile(r"[.;:,(\n»\"]")
_CODED = re.compile(r"[^.;:()\n]{12,160}?(?:\s[–—-]\s?|[–—-]\s)(?=\S)")


def phrased(document: Document, organizations: Organizations) -> Iterator[Candidate]:
    """Every project that a phrase names."""
    yield from _called(document, organizations)
    yield from _quoted_later(document)
    yield from _exemplified(document, organizations)
    yield from _quoted_whole(document)
    yield from _coded(document, organizations)
    yield from _described(document)


def opens_phrase(document: Document, match: re.Match[str], tokens: list[Token], size: int) -> bool:
    """Whether capitals after the word for a project only open what it does ("projet Renforcement des écoles rurales")."""
    first, rest = tokens[0], tokens[size : size + 2]
    if first.shouted or not _DOING.search(first.text) or len(rest) < 2 or rest[0].sign or rest[0].capital or rest[1].capital:
        return False
    one = not match.group().endswith("s") and match.group() not in phrase_set("projects", "shouted")
    ended = pattern("projects", "name_ends").match(document.folded.text, rest[0].start)
    return one and not ended and not has_head(tokens[:1])


def phrase_name(document: Document, match: re.Match[str], own: list[Token], stop: int) -> Candidate | None:
    """Such a phrase up to its natural end, with the acronym in brackets behind it; in English only where there is one."""
    text, offsets = document.folded.text, document.folded.offsets
    stop = min(stop, match.end() + _DESCRIBED)
    sign = _PHRASE_SIGN.search(text, own[-1].end, stop)
    bracket = BRACKET.match(document.text, offsets[sign.start()] - 1) if sign and sign.group() == "(" else None
    if sign is None and stop >= len(text.rstrip()) > _CUT:
        return None  # the text breaks off within it
    end = sign.start() if sign else stop
    ended = pattern("projects", "name_ends").search(text, own[-1].end, end)
    if ended:
        end, bracket = ended.start(), None
    words = read_tokens(document, own[0].start, end, limit=_MOST_WORDS + 1)
    english = match.group().split()[-1] in phrase_set("projects", "after")
    if not _LEAST_WORDS <= len(words) <= _MOST_WORDS or (english and bracket is None):
        return None
    value = value_of(document, own[0].start, words[-1].end)
    if bracket:
        return Candidate(f"{value} ({bracket[1]})", own[0].start, document.folded.index(bracket.end()), "project.phrase", 0.8)
    return Candidate(value, own[0].start, words[-1].end, "project.phrase", 0.7)


@cache
def _words() -> tuple[str, ...]:
    return tuple(phrase_set("projects", "before") | phrase_set("projects", "after"))


@cache
def _call() -> re.Pattern[str]:
    word = rf"(?:{leading('projects', 'before')}|{leading('projects', 'after')})"
    gap = r"(?:(?:\s+[^\s.;:,(«“\"]+){0,4}?\s*,?|\s?,\s[^.;:,(«“\"]{4,110},?)"
    return opening(rf"{word}{gap}(?:\s?\([^()\n]{{2,30}}\))?\s+{branches('projects', 'called')}(?:\s?:)?", _words())


def _called(document: Document, organizations: Organizations) -> Iterator[Candidate]:
    """What "called", "intitulé", "baptisé" gives as the name: quotes, or capitals."""
    for match in document.find(_call()):
        quoted = QUOTED.match(document.text, document.folded.offsets[match.end() - 1] + 1)
        if quoted:
            yield from_quotes(document, quoted, "project.called", 0.9)
            continue
        stop = document.folded.index(document.sentence_at(document.folded.offsets[match.end() - 1]).end)
        tokens = read_tokens(document, match.end(), max(stop, match.end()), limit=_MOST_CALLED + 1)
        own = _up_to_sign(tokens) or _capitals(tokens)
        if own and is_name(document, organizations, own):
            yield _closed(document, own)


def _closed(document: Document, own: list[Token]) -> Candidate:
    """A name that "called" gives, with the code that a bracket behind it holds."""
    value, end = value_of(document, own[0].start, own[-1].end), own[-1].end
    code = BRACKET.match(document.text, document.folded.offsets[end - 1] + 1)
    if code is not None and code[1].isupper():
        value, end = f"{value} ({code[1]})", document.folded.index(code.end())
    return Candidate(value, own[0].start, end, "project.called", 0.85)


def _up_to_sign(tokens: list[Token]) -> list[Token]:
    """What stands up to the first sign, where it begins with a capital and is no sentence ("Graines pour demain, ...")."""
    size = next((n for n, token in enumerate(tokens) if token.sign and token.text not in "-–'&"), 0)
    ends = phrase_set("projects", "verbs") | phrase_set("projects", "told") - phrase_set("projects", "told_too")
    own = tokens[:size]
    return own if own and own[0].capital and not any(token.text in ends for token in own) else []


def _capitals(tokens: list[Token]) -> list[Token]:
    """The capitals that a run of tokens begins with, small words between them left in."""
    size = 0
    for position, token in enumerate(tokens):
        if token.capital or (size and token.text.isdigit()):
            size = position + 1
        elif not size or token.text not in phrase_set("phrases", "links") | phrase_set("phrases", "ands"):
            break
    return tokens[:size]


@cache
def _examples() -> re.Pattern[str]:
    words = tuple(sorted(phrase_set("projects", "several")))
    return opening(rf"{starting(*words)}(?:\s+[^\s.;:,(]+){{0,6}}?\s*,?\s+{branches('projects', 'such_as')}", words)


def _exemplified(document: Document, organizations: Organizations) -> Iterator[Candidate]:
    """ "projects of ours such as X, Y and Z": the names of the list."""
    for match in document.find(_examples()):
        position = document.folded.offsets[match.end() - 1]
        if document.section_of(position) == "requirements":
            continue
        stop = document.folded.index(document.sentence_at(position).end)
        for name in organizations.reader.read_all(match.end(), max(match.end(), min(stop, match.end() + 2 * _DESCRIBED))):
            own = read_tokens(document, name.start, name.end)
            if _is_example(own) and not name.entities and is_name(document, organizations, own):
                yield Candidate(name.value, name.start, name.end, "project.example", 0.7)


def _is_example(own: list[Token]) -> bool:
    """Whether words may be a project's name: several capitals or a code, no title, not several of a kind ("ADPs")."""
    telling = sum(token.capital for token in own) > 1 or (is_code(own) and len(own[0].text) > 3)
    return telling and not has_head(own) and not (len(own) == 1 and own[0].text.endswith("s") and not own[0].shouted)


@cache
def _opened_quote() -> re.Pattern[str]:
    return needing(rf"[“«\"]\s*(?={branches('projects', 'before')}\s)", phrase_set("projects", "before"), longest=120)


def _quoted_whole(document: Document) -> Iterator[Candidate]:
    """ "« projet d'urgence aux familles de Kayes »": quotes that begin with the word for a project."""
    for match in document.find(_opened_quote()):
        quoted = QUOTED.match(document.text, document.folded.offsets[match.start()])
        if quoted and len((quoted[1] or "").split()) >= _LEAST_WORDS:
            yield from_quotes(document, quoted, "project.quoted", 0.85)


@cache
def _filler() -> re.Pattern[str]:
    few, clause = r"(?:\s+[^\s.;:,(«“\"]+){1,3}", r"\s+(?:dont|that|which)\s[^.;:(«“\"]{4,60},"
    source = rf"{leading('projects', 'before')}(?:{few}|{clause})\s*,?\s*(?=[«“\"])"
    return opening(source, phrase_set("projects", "before"))


@cache
def _description() -> re.Pattern[str]:
    source = rf"{leading('projects', 'before')}\s+{spaced('projects', 'what_for')}[^.;:(«“\"\n]{{10,170}}?\s*(?=[«“\"]|'')"
    return opening(source, phrase_set("projects", "before"))


def _quoted_later(document: Document) -> Iterator[Candidate]:
    """ "le projet pilote « X »", "the project of which it is the lead, “X”": quotes a few small words after the word."""
    for match in document.find(_filler()):
        between = read_tokens(document, match.start(), match.end())[1:]
        if any(token.capital for token in between) or any(token.text in phrase_set("projects", "not_after") for token in between):
            continue
        quoted = QUOTED.match(document.text, document.folded.offsets[match.end() - 1] + 1)
        if quoted and not quoted[quoted.lastindex or 1][0].islower():
            yield from_quotes(document, quoted, "project.quoted", 0.85)
    for match in document.find(_description()):
        quoted = QUOTED.match(document.text, document.folded.offsets[match.end() - 1] + 1)
        if quoted and is_code(read_tokens(document, *map(document.folded.index, quoted.span(quoted.lastindex or 1)))[:1]):
            yield from_quotes(document, quoted, "project.quoted", 0.85)


def _coded(document: Document, organizations: Organizations) -> Iterator[Candidate]:
    """ "projet d'appui aux écoles du Nord – PAEN 2", "programme pour les jeunes (PAJ)": a description, then its code."""
    for match in document.find(pattern("projects", "before")):
        position = document.folded.offsets[match.start()]
        if not _opens_description(document, match.end()) or organizations.names_employer(*match.span()):
            continue
        stop = min(document.folded.index(document.sentence_at(position).end), match.end() + _DESCRIBED)
        dash = _CODED.match(document.folded.text, match.end(), stop)
        own = _capitals(read_tokens(document, dash.end(), stop, limit=4)) if dash else []
        if own and is_code(own[:1]) and own[0].shouted and not has_head(own) and is_name(document, organizations, own):
            yield Candidate(value_of(document, own[0].start, own[-1].end), own[0].start, own[-1].end, "project.coded", 0.85)
        elif bracket := _in_bracket(document, match, stop):
            yield bracket


def _in_bracket(document: Document, match: re.Match[str], stop: int) -> Candidate | None:
    """ "un programme quinquennal (P5)": the code in brackets behind a description, if it begins as the description does."""
    text, offsets = document.text, document.folded.offsets
    opening_bracket = document.folded.text.find("(", match.end(), stop)
    bracket = BRACKET.match(text, offsets[opening_bracket]) if opening_bracket > 0 else None
    described = read_tokens(document, match.end(), opening_bracket, limit=_MOST_WORDS) if bracket else []
    told = document.search(pattern("projects", "name_ends"), match.end(), max(match.end(), opening_bracket))
    if (
        bracket is None
        or told
        or not 0 < len(described) <= _MOST_WORDS // 2
        or any(token.sign and token.text not in "-–'" for token in described)
    ):
        return None
    initials = {match.group()[0], *(token.text[0] for token in described[:3])}
    code, start, end = bracket[1], document.folded.index(bracket.start(1)), document.folded.index(bracket.end(1))
    known = document.mentions_in(document.original(start, end), "organization", "country", "place")
    if known or code[0].lower() not in initials or not code.isupper():
        return None
    if len(code) > 2:
        return Candidate(code, start, end, "project.acronym", 0.8)
    return Candidate(value_of(document, match.start(), end + 1), match.start(), end + 1, "project.acronym", 0.75)


def _opens_description(document: Document, end: int) -> bool:
    following = next(iter(read_tokens(document, end, end + 20, limit=1)), None)
    return following is not None and (following.text in phrase_set("projects", "describes") or following.text.endswith("al"))


def _described(document: Document) -> Iterator[Candidate]:
    """ "le projet de Renforcement du système d'alerte": a description that begins with a capital is a name."""
    for match in document.find(pattern("projects", "one")):
        position = document.folded.offsets[match.start()]
        sentence = document.sentence_at(position)
        stop = min(document.folded.index(sentence.end), match.end() + _DESCRIBED)
        sign = _SIGN.search(document.folded.text, match.end(), stop)
        if sign and BRACKET.match(document.text, document.folded.offsets[sign.start()]):
            continue
        stop = sign.start() if sign else stop
        end = document.search(pattern("projects", "name_ends"), match.end(), stop)
        span = trim(document.text, document.folded.offsets[match.end()], document.folded.offsets[end.start() if end else stop])
        own = read_tokens(document, *document.folded_span(span), limit=_MOST_WORDS + 1)
        if not _LEAST_WORDS <= len(own) <= _MOST_WORDS or not own[0].capital or own[0].shouted or has_head(own[:1]):
            continue
        if not document.mentions_in(token_span(document, own[:2]), "country", "organization", "place", "language"):
            yield Candidate(value_of(document, own[0].start, own[-1].end), own[0].start, own[-1].end, "project.described", 0.7)
