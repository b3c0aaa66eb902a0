"""Where a posting names a project: in quotes, in capitals before or after the word "project", in a list, by a label."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from organigram.extraction.document import Document, Span
from organigram.extraction.layout import BULLET
from organigram.extraction.names import name_key
from organigram.extraction.organizations import Organizations
from organigram.extraction.patterns import branches, pattern, phrase_set
from organigram.extraction.titles import has_head
from organigram.extraction.tokens import Token, read_tokens, span_of, tidy, value_of

_QUOTED = re.compile(r"\s*:?\s*(?:[“«\"]\s*([^“”«»\"\s][^“”«»\"]{2,170}?)\s*(?:[”»\"]|'')|‘([^‘’\s][^‘’]{2,120})’)")
_QUOTED_BEFORE = re.compile(r"[“«\"]\s*([^“”«»\"]{3,120}?)\s*(?:[”»\"]|'')\s*$")
_CODE_FIRST = re.compile(r"([A-Z][\w-]{2,14})\s?:\s")
_BRACKET = re.compile(r"\s*\(\s?([A-Z][\w-]{2,14})\s?\)")
_LONGEST = 12
_DESCRIBED = 190
_DEFINED = 90
_LABEL_WORDS = 24
_SMALL = phrase_set("phrases", "small") | frozenset("&-–/'’")
_INNER = frozenset({"and", "of", "for", "&", "the", "'s"})


class Candidate(NamedTuple):
    """A name that may be a project's: what is written, its place in the folded text, how it was found."""

    value: str
    start: int
    end: int
    rule: str
    confidence: float


def find_names(document: Document, organizations: Organizations, paid: Sequence[int] = ()) -> Iterator[Candidate]:
    """Every place where a project may be named; the surest ways come first. ``paid``: where the folded text says who pays."""
    yield from _described(document)
    yield from _by_label(document)
    yield from _listed(document, organizations, paid)
    yield from _apposed(document, organizations)
    for table, read in (("before", _after_word), ("after", _before_word)):
        for match in document.find(pattern("projects", table)):
            demanded = document.section_of(document.folded.offsets[match.start()]) == "requirements"
            if not demanded and not organizations.names_employer(*match.span()):
                yield from read(document, organizations, match)


def _after_word(document: Document, organizations: Organizations, match: re.Match[str]) -> Iterator[Candidate]:
    """The name after "project": what stands in quotes, an acronym after a description, a run of capitals."""
    quoted = _QUOTED.match(document.text, document.folded.offsets[match.end() - 1] + 1)
    if quoted:
        if not (quoted[1] or quoted[2])[0].islower():
            yield _from_quotes(document, quoted, "project.quoted", 0.93)
        return
    stop = max(match.end(), document.folded.index(document.sentence_at(document.folded.offsets[match.start()]).end))
    described = _described_acronym(document, match, stop)
    if described:
        yield described
        return
    tokens = read_tokens(document, match.end(), stop, limit=30)
    marked = bool(tokens) and tokens[0].text in {":", "-", "–"}
    tokens = tokens[1:] if marked else tokens
    own = tokens[: _run(document, organizations, tokens)]
    if own and _may_follow(document, match, tokens, len(own), marked) and is_name(document, organizations, own):
        yield _with_bracket(document, own)


def _from_quotes(document: Document, quoted: re.Match[str], rule: str, confidence: float) -> Candidate:
    """What stands in quotes; of "CODE : what it is about" the code."""
    start, end = quoted.span(quoted.lastindex or 1)
    code = _CODE_FIRST.match(document.text, start, end)
    if code and code[1][1:] != code[1][1:].lower():
        end = code.end(1)
    return Candidate(tidy(document.text[start:end]), document.folded.index(start), document.folded.index(end), rule, confidence)


def _may_follow(document: Document, match: re.Match[str], tokens: list[Token], size: int, marked: bool) -> bool:
    """Whether capitals after "project" are its name; in English, and in the plural, only a code is ("research project: AIRE")."""
    own = tokens[:size]
    word = match.group().split()[-1]
    coded = is_code(own[:1])
    if has_head(own) or own[0].text in phrase_set("projects", "not_after") or _is_field(document, match):
        return False
    if word in phrase_set("projects", "shouted") and not (own[0].shouted and coded):
        return False
    if document.text[document.folded.offsets[match.start()]].isupper() and own[0].shouted and marked and not coded:
        return False
    if (word in phrase_set("projects", "english") or word.endswith("s") or marked) and not coded:
        return False
    following = tokens[size] if size < len(tokens) else None
    numbered = following is not None and following.text[:1].isdigit()
    return not (numbered and size == 1)


def _is_field(document: Document, match: re.Match[str]) -> bool:
    """Whether "de projet" makes what follows a field of work or the rest of a title ("chargé de projet WASH"); headings too."""
    before = read_tokens(document, max(0, match.start() - 30), match.start())
    if before and before[-1].text in {"de", "d'"}:
        return True
    word = document.text[document.folded.offsets[match.start()] : document.folded.offsets[match.end() - 1] + 1]
    return word.isupper() and bool(before) and before[-1].shouted


def _with_bracket(document: Document, own: list[Token]) -> Candidate:
    end = own[-1].end
    value = value_of(document, own[0].start, end)
    bracket = _BRACKET.match(document.text, document.folded.offsets[end - 1] + 1)
    if bracket:
        value, end = f"{value} ({bracket[1]})", document.folded.index(bracket.end())
    return Candidate(value, own[0].start, end, "project.named", 0.88)


def _described_acronym(document: Document, match: re.Match[str], stop: int) -> Candidate | None:
    """ "Projet de Renforcement des Organisations ... (PROCACAO)": the acronym is its name."""
    text, offsets = document.text, document.folded.offsets
    start, end = offsets[match.start()], offsets[min(stop, len(offsets) - 1)]
    following = read_tokens(document, match.end(), stop, limit=1)
    if not text[start].isupper() or not following or following[0].text not in {"de", "d'", "du", "des"}:
        return None
    for bracket in _BRACKET.finditer(text, start, min(end, start + 130)):
        if sum(c.isupper() for c in bracket[1]) >= 3 and not re.search(r"[.;:,(]", text[start : bracket.start()]):
            span = document.folded.index(bracket.start(1)), document.folded.index(bracket.end(1))
            return Candidate(bracket[1], *span, "project.acronym", 0.9)
    return None


def _run(document: Document, organizations: Organizations, tokens: list[Token]) -> int:
    """How many tokens from the first on are a name: capitals and numbers, small words between them, up to another name."""
    size = position = 0
    while position < len(tokens) and position < _LONGEST:
        token = tokens[position]
        gap = document.folded.text[tokens[position - 1].end : token.start] if position else ""
        if (token.sign and token.text not in "-–/&'’") or "   " in gap or "\n\n" in gap:
            break
        if position and (token.start in organizations.reader.known or organizations.names_employer(token.start, token.end)):
            break
        if token.capital or (size and token.text.isdigit()):
            size = position + 1
        elif not size or not (token.text in _SMALL or token.sign):
            break
        position += 1
    return size


def is_code(tokens: list[Token]) -> bool:
    """Whether a name is like a code: capitals inside a word ("OptiMA", "CUTTS")."""
    return any(token.mixed and len(token.text) > 2 and not token.text.isdigit() for token in tokens)


def is_name(document: Document, organizations: Organizations, own: list[Token]) -> bool:
    """Whether capitals tell a project apart: not all of them common words or names of organizations."""
    telling = [token for token in own if _tells(token)]
    value = name_key(value_of(document, own[0].start, own[-1].end))
    if not telling or (organizations.employer is not None and value in organizations.employer.keys):
        return False
    if organizations.names_employer(own[0].start, own[0].end):
        return False
    covered = organizations.reader.known_within(own[0].start, own[-1].end)
    covered += [
        document.folded_span(Span(m.start, m.end))
        for m in document.mentions_in(_span(document, own), "country", "place", "language")
    ]
    return any(not any(a <= token.start < b for a, b in covered) for token in telling)


def _span(document: Document, own: list[Token]) -> Span:
    return span_of(document, own[0].start, own[-1].end)


def _tells(token: Token) -> bool:
    return token.capital and token.text not in phrase_set("projects", "plain") and not token.text.endswith("-funded")


def _before_word(document: Document, organizations: Organizations, match: re.Match[str]) -> Iterator[Candidate]:
    """The name before "project": in quotes, or a run of capitals, with small fillers after a code."""
    position = document.folded.offsets[match.start()]
    following = read_tokens(document, match.end(), match.end() + 30, limit=2)
    if following and (following[0].text in phrase_set("projects", "not_after") or following[0].text in {'"', "“", "«"}):
        return
    quoted = _QUOTED_BEFORE.search(document.text, max(0, position - 130), position)
    if quoted and not quoted[1][0].islower():
        yield _from_quotes(document, quoted, "project.quoted", 0.9)
        return
    floor = max(document.folded.index(document.sentence_at(position).start), match.start() - 110)
    floor = max(floor, organizations.employer_before(match.start())[1])
    tokens, bracketed = _without_bracket(read_tokens(document, floor, match.start(), limit=40))
    own = _capitals_before(tokens)
    if not own or organizations.covers(document.folded.offsets[own[0].start], document.folded.offsets[own[-1].end - 1] + 1):
        return
    bracketed = bracketed or match.group() == "scheme"
    if not is_name(document, organizations, own) or (has_head(own) and not bracketed):
        return
    if not _tells_enough(own, document.text[position].isupper() or bracketed) and not _is_told(document, own, match):
        return
    start, end = own[0].start, match.end()
    if is_code(own[:1]) and (len(own) == 1 or not own[-1].capital):
        end = own[0].end
    yield Candidate(value_of(document, start, end), start, end, "project.before", 0.8)


def _is_told(document: Document, own: list[Token], match: re.Match[str]) -> bool:
    """Whether two capitals before "project" are its name: the text goes on with who pays, and they are no field of work."""
    if len([token for token in own if _tells(token)]) < 2 or not own[-1].capital:
        return False
    if match.group() in phrase_set("projects", "shouted"):
        return False
    if document.mentions_in(_span(document, own), "sector", "role", "organization"):
        return False
    stop = document.folded.index(document.sentence_at(document.folded.offsets[match.start()]).end)
    bracket = re.compile(r"\s*\(").match(document.folded.text, match.end())
    return bracket is not None or pattern("donors", "pays").search(document.folded.text, match.end(), stop) is not None


_ITEM_QUOTED = re.compile(r"[“«\"]\s*([^“”«»\"\n]{2,80}?)\s*[”»\"]\s*[:(–—-]")
_ITEM_SIGNS = frozenset("-–—:(")


def _listed(document: Document, organizations: Organizations, paid: Sequence[int]) -> Iterator[Candidate]:
    """Items of a list that open with a name, a sign after it, and say who pays ("KALANSO – girls at school. Donor: UNICEF")."""
    for paragraph in document.paragraphs if paid else ():
        low, high = document.folded_span(paragraph)
        if bisect_left(paid, high) == bisect_left(paid, low):
            continue
        bullet = BULLET.match(document.text, *paragraph)
        start = bullet.end() if bullet else paragraph.start
        if quoted := _ITEM_QUOTED.match(document.text, start, paragraph.end):
            yield _from_quotes(document, quoted, "project.item", 0.85)
        elif bullet:
            tokens = read_tokens(document, document.folded.index(start), high, limit=9)
            own = tokens[: next((n for n, token in enumerate(tokens) if not token.capital), 0)]
            ends = own and len(own) < len(tokens) and tokens[len(own)].text in _ITEM_SIGNS
            if ends and not has_head(own) and _names_item(document, organizations, own):
                yield Candidate(value_of(document, own[0].start, own[-1].end), own[0].start, own[-1].end, "project.item", 0.75)


def _names_item(document: Document, organizations: Organizations, own: list[Token]) -> bool:
    telling = is_code(own) or len([token for token in own if _tells(token)]) > 1
    span = _span(document, own)
    placed = any(span.start <= place.start and place.end <= span.end for place in document.places)
    field = any(item.label.start <= span.start < item.label.end for item in document.fields)
    return telling and not placed and not field and is_name(document, organizations, own)


@cache
def _apposition() -> re.Pattern[str]:
    word = f"(?:{branches('projects', 'before')}|{branches('projects', 'after')})"
    return re.compile(rf",\s+(?:(?:un|une|a|an|the|le)\s+)?{word}\s+{branches('projects', 'told')}")


def _apposed(document: Document, organizations: Organizations) -> Iterator[Candidate]:
    """ "AGIR+, programme financé par ...": a code before a comma and the word for a project."""
    for match in _apposition().finditer(document.folded.text):
        floor = document.folded.index(document.sentence_at(document.folded.offsets[match.start()]).start)
        tokens = read_tokens(document, max(floor, match.start() - _DEFINED), match.start())
        while tokens and tokens[-1].sign:
            tokens.pop()
        own = _capitals_before(tokens)
        if own and is_code(own) and is_name(document, organizations, own) and not has_head(own):
            yield Candidate(value_of(document, own[0].start, own[-1].end), own[0].start, own[-1].end, "project.apposed", 0.75)


def _without_bracket(tokens: list[Token]) -> tuple[list[Token], bool]:
    """Tokens without an acronym in brackets at their end ("Community Connections (CC)")."""
    if len(tokens) > 3 and tokens[-1].text == ")" and tokens[-3].text == "(":
        return tokens[:-3], True
    return tokens, False


def _capitals_before(tokens: list[Token]) -> list[Token]:
    start, fillers = len(tokens), 0
    while start > 0:
        token = tokens[start - 1]
        if token.capital:
            start -= 1
        elif token.text == "the" and start > 1 and tokens[start - 2].text not in {"of", "for"}:
            break
        elif token.text in _INNER and start > 1 and tokens[start - 2].capital and start < len(tokens):
            start -= 1
        elif fillers < 2 and start > 1 and start + fillers >= len(tokens) and _is_filler(token):
            start, fillers = start - 1, fillers + 1
        else:
            break
    own = tokens[start:]
    while own and (not own[0].capital or own[0].text in phrase_set("projects", "lead_in") or own[0].text.endswith("-funded")):
        own = own[1:]
    return own


def _is_filler(token: Token) -> bool:
    """Whether a small word may stand between a code and "project" ("TUBITEHO harm reduction project")."""
    small = phrase_set("phrases", "articles") | phrase_set("phrases", "stops") | phrase_set("phrases", "connectors")
    return not token.sign and token.text not in small | _INNER


def _tells_enough(own: list[Token], capital: bool) -> bool:
    """Whether tokens before "project" are more than a common word or two; ``capital``: the word is written with one."""
    capitals = [token for token in own if _tells(token)]
    if own[-1].capital:
        coded = is_code(own[-1:]) and len(own[-1].text) > 3
        return len(capitals) >= 3 or (capital and len(own) >= 2) or coded
    fillers = len(own) - 1 - max(n for n, token in enumerate(own) if token.capital)
    return (is_code(own[:1]) and len(own[0].text) >= 4 and fillers == len(own) - 1) or (len(capitals) >= 3 and fillers == 1)


def _described(document: Document) -> Iterator[Candidate]:
    """Items of a list that begin with "Projet", each told by what it does; and sentences "X is a three-year project"."""
    offsets = document.folded.offsets
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


def _defined(document: Document, tokens: list[Token]) -> Iterator[Candidate]:
    """ "Children's Eco Village is a 3 year project ..." """
    size = next((n for n, token in enumerate(tokens) if not token.capital), len(tokens))
    if size < 2 or size == len(tokens) or has_head(tokens[:size]):
        return
    match = pattern("projects", "defines").match(document.folded.text, tokens[size].start)
    reach = [token.text for token in tokens[size + 2 : size + 7]]
    if match and any(word in phrase_set("projects", "before") | phrase_set("projects", "after") for word in reach):
        start, end = tokens[0].start, tokens[size - 1].end
        yield Candidate(value_of(document, start, end), start, end, "project.defined", 0.85)


def _description_end(document: Document, start: int, stop: int, first: str) -> int:
    sign = re.compile(r"[.;:,(]").search(document.folded.text, start, stop)
    end = sign.start() if sign else stop
    word = pattern("projects", "ends").search(document.folded.text, start, end)
    return word.start() if word and not first.startswith("financ") else end


def _by_label(document: Document) -> Iterator[Candidate]:
    for item in document.fields_of("project"):
        before = document.text[max(0, item.label.start - 2) : item.label.start]
        if before[-1:] in {" ", "\n"} and before[:1].isalnum() and "\n" not in before:
            continue
        quoted = _QUOTED.match(document.text, item.value.start, item.value.end)
        if quoted:
            yield _from_quotes(document, quoted, "project.label", 0.9)
            continue
        start, end = document.folded_span(item.value)
        if (
            not document.text[item.label.end : item.value.start].strip()
            and "\n" not in document.text[item.label.end : item.value.start]
        ):
            continue
        wide = document.folded.text.find("   ", start, end)
        end = wide if wide > start else end
        tokens = read_tokens(document, start, end, limit=_LABEL_WORDS + 1)
        if not tokens or not tokens[0].capital or len(tokens) > _LABEL_WORDS or has_head(tokens[:6]):
            continue
        if tokens[-1].text in phrase_set("projects", "headings"):
            continue
        if not any(token.text in phrase_set("projects", "verbs") for token in tokens):
            yield Candidate(value_of(document, start, end), start, end, "project.label", 0.85)
