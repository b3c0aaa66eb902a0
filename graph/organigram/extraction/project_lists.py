"""Projects that a list, a label, an apposition or a sentence about them names, without the word for a project beside the name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from organigram.extraction.cues import needing
from organigram.extraction.document import Document, Span
from organigram.extraction.layout import BULLET
from organigram.extraction.organizations import Organizations
from organigram.extraction.patterns import branches, either, pattern, phrase_set, spaced
from organigram.extraction.project_items import Candidate
from organigram.extraction.project_words import BRACKET, QUOTED, capitals_before, from_quotes, is_code, is_name, tells, token_span
from organigram.extraction.titles import has_head
from organigram.extraction.tokens import Token, read_tokens, value_of

_DESCRIBED = 190
_DEFINED = 90
_LABEL_WORDS = 34
#: Characters of a label's value of which only the first sentence is the name.
_LONG = 120
#: Words for who pays end the value of a label that is longer than this.
_CUT = 8
_ITEM_QUOTED = re.compile(r"[“«\"]\s*([^“”«»\"\n]{2,80}?)\s*[”»\"]\s*[:(–—-]")
_QUOTED_AND = re.compile(r"[“«\"]\s*([^“”«»\"\n]{2,80}?)\s*[”»\"],?\s+")
_QUOTED = re.compile(r"[“«\"]\s*([^“”«»\"\n]{4,160}?)\s*[”»\"]")
_DESCRIPTION_SIGN = re.compile(r"[.;:,(»\"]|\n")
#: Characters of an article that opens a sentence, and those before the word for a project that are looked at.
_ARTICLE, _BEFORE = 3, 14
_LEAST_WORDS = 4
_ITEM_SIGNS = frozenset("-–—:(")


def listed(document: Document, organizations: Organizations, paid: Sequence[int]) -> Iterator[Candidate]:
    """Items of a list that open with a name, a sign after it, and say who pays ("KALANSO – girls at school. Donor: UNICEF")."""
    for paragraph in document.paragraphs if paid else ():
        low, high = document.folded_span(paragraph)
        if bisect_left(paid, high) == bisect_left(paid, low):
            continue
        bullet = BULLET.match(document.text, *paragraph)
        start = bullet.end() if bullet else paragraph.start
        if quoted := _ITEM_QUOTED.match(document.text, start, paragraph.end):
            yield from_quotes(document, quoted, "project.item", 0.85)
        elif bullet:
            tokens = read_tokens(document, document.folded.index(start), high, limit=9)
            own = tokens[: next((n for n, token in enumerate(tokens) if not token.capital), 0)]
            ends = own and len(own) < len(tokens) and tokens[len(own)].text in _ITEM_SIGNS
            if ends and not has_head(own) and _names_item(document, organizations, own):
                yield Candidate(value_of(document, own[0].start, own[-1].end), own[0].start, own[-1].end, "project.item", 0.75)


def _names_item(document: Document, organizations: Organizations, own: list[Token]) -> bool:
    telling = is_code(own) or len([token for token in own if tells(token)]) > 1
    span = token_span(document, own)
    placed = any(span.start <= place.start and place.end <= span.end for place in document.places)
    field = any(item.label.start <= span.start < item.label.end for item in document.fields)
    return telling and not placed and not field and is_name(document, organizations, own)


@cache
def _named_kind() -> re.Pattern[str]:
    """The word for a project and what is said of it, right behind a name in quotes."""
    word = f"(?:{branches('projects', 'before')}|{branches('projects', 'after')})"
    return re.compile(rf"(?:{spaced('projects', 'article')}\s*)?{word}\s+{branches('projects', 'told')}")


def quoted_and_paid(document: Document) -> Iterator[Candidate]:
    """What stands in quotes before the words for who pays (""Skills4Youth", financed by ...")."""
    for quoted in _QUOTED_AND.finditer(document.text):
        start = document.folded.index(quoted.end())
        told = pattern("donors", "pays").match(document.folded.text, start) or _named_kind().match(document.folded.text, start)
        if told and not quoted[1][0].islower():
            yield from_quotes(document, quoted, "project.quoted-paid", 0.85)


def _within_cell(document: Document, start: int, end: int) -> tuple[int, int]:
    """The part of a value that stands between the strokes of a flattened table ("Project: | KISIMA |")."""
    opened = re.compile(r"\s*\|\s*").match(document.folded.text, start, end)
    closed = document.folded.text.find("|", opened.end(), end) if opened else -1
    return (opened.end() if opened else start), (closed if closed > 0 else end)


@cache
def _apposition() -> re.Pattern[str]:
    word = f"(?:{branches('projects', 'before')}|{branches('projects', 'after')})"
    source = rf",\s+(?:{spaced('projects', 'article')}\s*)?{word}\s+{branches('projects', 'told')}"
    return needing(source, phrase_set("projects", "before") | phrase_set("projects", "after"), longest=160)


def apposed(document: Document, organizations: Organizations) -> Iterator[Candidate]:
    """ "AGIR+, programme financé par ...": a code before a comma and the word for a project."""
    for match in document.find(_apposition()):
        floor = document.folded.index(document.sentence_at(document.folded.offsets[match.start()]).start)
        tokens = read_tokens(document, max(floor, match.start() - _DEFINED), match.start())
        while tokens and tokens[-1].sign:
            tokens.pop()
        own = capitals_before(tokens)
        if own and is_code(own) and is_name(document, organizations, own) and not has_head(own):
            yield Candidate(value_of(document, own[0].start, own[-1].end), own[0].start, own[-1].end, "project.apposed", 0.75)


def described(document: Document) -> Iterator[Candidate]:
    """Items of a list that begin with "Projet", each told by what it does; and sentences "X is a three-year project"."""
    offsets = document.folded.offsets
    yield from _quoted_and_defined(document)
    yield from _with_capital(document)
    for match in document.find(pattern("projects", "before")):
        position = offsets[match.start()]
        if not document.text[position].isupper() or document.sentence_at(position).start != position:
            continue
        stop = document.folded.index(document.sentence_at(position).end)
        following = next(iter(read_tokens(document, match.end(), stop, limit=1)), None)
        if following is not None and following.text in phrase_set("projects", "describes"):
            end = _description_end(document, match.end(), min(stop, match.start() + _DESCRIBED), following.text)
            value = value_of(document, match.start(), end)
            if len(value.split()) >= 4 and "(" not in value:
                yield Candidate(value, match.start(), end, "project.described", 0.75)
    for match in document.find(pattern("projects", "defines")):
        sentence = document.sentence_at(offsets[match.start()])
        if offsets[match.start()] - sentence.start <= _DEFINED and document.text[sentence.start].isupper():
            yield from _defined(
                document, read_tokens(document, document.folded.index(sentence.start), match.end() + 90, limit=14)
            )


@cache
def _is_project() -> re.Pattern[str]:
    word = f"(?:{branches('projects', 'before')}|{branches('projects', 'after')})"
    return re.compile(rf"\s*,?\s*{branches('projects', 'defines')}(?:\s+[^\s.;:,(]+){{0,5}}?\s+{word}")


def _quoted_and_defined(document: Document) -> Iterator[Candidate]:
    """What stands in quotes before "is a project" (""Reading for all!" is a three-year project")."""
    if not document.may_hold(pattern("projects", "defines")):
        return
    for quoted in _QUOTED.finditer(document.text):
        if _is_project().match(document.folded.text, document.folded.index(quoted.end())) and not quoted[1][0].islower():
            yield from_quotes(document, quoted, "project.defined", 0.85)


def _with_capital(document: Document) -> Iterator[Candidate]:
    """ "le Projet de réhabilitation des écoles de Kayes, financé par ...": a capital within a sentence says that it is a name."""
    offsets = document.folded.offsets
    for match in document.find(pattern("projects", "before")):
        position = offsets[match.start()]
        sentence = document.sentence_at(position)
        if not document.text[position].isupper() or document.text[position + 1].isupper() or position - sentence.start < _ARTICLE:
            continue
        before = read_tokens(document, max(0, match.start() - _BEFORE), match.start())[-1:]
        if not before or before[0].text not in phrase_set("phrases", "articles") | {"«", '"'}:
            continue
        stop = min(document.folded.index(sentence.end), match.start() + _DESCRIBED)
        own = read_tokens(document, match.end(), stop, limit=1)
        if not own or own[0].text not in phrase_set("projects", "describes") - {"finance"}:
            continue
        sign = _DESCRIPTION_SIGN.search(document.folded.text, match.end(), stop)
        ended = document.search(pattern("projects", "name_ends"), match.end(), sign.start() if sign else stop)
        end = ended.start() if ended else sign.start() if sign else stop
        reach = end if ended else _over_line(document, match.end(), end)
        told, end = bool(ended or sign) or reach > end, reach
        value = value_of(document, match.start(), end)
        coded = not ended and BRACKET.match(document.text, offsets[end - 1] + 1)
        capitals = sum(token.capital for token in read_tokens(document, match.end(), end))
        if told and not coded and len(value.split()) + (capitals > 1) >= _LEAST_WORDS:
            yield Candidate(value, match.start(), end, "project.described", 0.75)


def _over_line(document: Document, start: int, end: int) -> int:
    """Where a description ends whose line breaks off at a small word ("... Alimentaire et" / "Nutritionnelle du Gorgol")."""
    last = read_tokens(document, start, end)[-1:]
    if document.folded.text[end : end + 1] != "\n" or not last or last[0].text not in phrase_set("phrases", "small"):
        return end
    sign = _DESCRIPTION_SIGN.search(document.folded.text, end + 1, end + _DESCRIBED)
    return sign.start() if sign else end


def _defined(document: Document, tokens: list[Token]) -> Iterator[Candidate]:
    """ "Children's Eco Village is a 3 year project ...", "Skills for All (SFA) is a programme ..." """
    own = _capitals(tokens)
    size = len(own) + (3 if [token.text for token in tokens[len(own) :: 2][:2]] == ["(", ")"] else 0)
    short = len(own) < 2 and not (own and own[0].shouted and is_code(own) and len(own[0].text) > 4)
    if short or size == len(tokens) or has_head(own):
        return
    match = pattern("projects", "defines").match(document.folded.text, tokens[size].start)
    reach = [token.text for token in tokens[size + 2 : size + 7]]
    if match and any(word in phrase_set("projects", "before") | phrase_set("projects", "after") for word in reach):
        start, end = own[0].start, tokens[size - 1].end
        yield Candidate(value_of(document, start, end), start, end, "project.defined", 0.85)


def _capitals(tokens: list[Token]) -> list[Token]:
    """The capitals that a sentence begins with, small words of names between them."""
    size = 0
    for position, token in enumerate(tokens):
        if token.capital:
            size = position + 1
        elif not size or not (token.text in phrase_set("phrases", "links") or token.text in phrase_set("phrases", "ands")):
            break
    return tokens[:size]


def _description_end(document: Document, start: int, stop: int, first: str) -> int:
    sign = re.compile(r"[.;:,(]").search(document.folded.text, start, stop)
    end = sign.start() if sign else stop
    word = document.search(pattern("projects", "ends"), start, end)
    return word.start() if word and not first.startswith("financ") else end


@cache
def _placed() -> re.Pattern[str]:
    return re.compile(rf"{branches('projects', 'works')}(?=\s+{either('small', 'to_land')}\s)")


def _without_place(document: Document, start: int, end: int) -> int:
    """The end of a name without the place that stands behind the word for a project ("Clean Water Project in Kayes, Mali")."""
    word = _placed().search(document.folded.text, start, end)
    behind = next(iter(read_tokens(document, word.end(), end, limit=2)[1:]), None) if word else None
    if word is None or behind is None or word.start() == start:
        return end
    at = document.folded.offsets[behind.start]
    named = (*document.places, *document.mentions_in(Span(at, document.folded.offsets[end - 1] + 1), "country"))
    return word.end() if any(place.start == at for place in named) else end


def labelled(document: Document) -> Iterator[Candidate]:
    """What a label calls a project ("Projet : ..."), up to a sentence's length."""
    for item in document.fields_of("project"):
        before = document.text[max(0, item.label.start - 2) : item.label.start]
        if before[-1:] in {" ", "\n"} and before[:1].isalnum() and "\n" not in before:
            continue
        quoted = QUOTED.match(document.text, item.value.start, item.value.end)
        if quoted:
            yield from_quotes(document, quoted, "project.label", 0.9)
            continue
        start, end = _within_cell(document, *document.folded_span(item.value))
        if (
            not document.text[item.label.end : item.value.start].strip()
            and "\n" not in document.text[item.label.end : item.value.start]
        ):
            continue
        wide = document.folded.text.find("   ", start, end)
        end = wide if wide > start else end
        cut = document.search(pattern("projects", "label_ends"), start + _CUT, end) if end > start + _CUT else None
        end = cut.start() if cut else end
        if end - start > _LONG and (first := document.sentence_at(item.value.start)).end < item.value.end:
            end = document.folded.index(first.end)
        end = _without_place(document, start, end)
        tokens = read_tokens(document, start, end, limit=_LABEL_WORDS + 1)
        if ":" in (document.folded.text[end - 1 : end], document.folded.text[end : end + 2].strip()):
            continue  # a label itself
        if not tokens or not tokens[0].capital or len(tokens) > _LABEL_WORDS or has_head(tokens[:6]):
            continue
        if tokens[-1].text in phrase_set("projects", "headings"):
            continue
        if not any(token.text in phrase_set("projects", "verbs") for token in tokens):
            yield Candidate(value_of(document, start, end), start, end, "project.label", 0.85)
