"""Where a posting names a project: in quotes, in capitals before or after the word "project", in a list, by a label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from organigram.extraction.cues import opening, starting
from organigram.extraction.document import Document
from organigram.extraction.organizations import Organizations
from organigram.extraction.patterns import pattern, phrase_set, small
from organigram.extraction.project_before import before_word
from organigram.extraction.project_items import Candidate
from organigram.extraction.project_lists import apposed, described, labelled, listed, quoted_and_paid
from organigram.extraction.project_phrases import opens_phrase, phrase_name, phrased
from organigram.extraction.project_words import (
    BRACKET,
    LONG_CODE,
    QUOTED,
    codes,
    from_quotes,
    is_code,
    is_name,
    token_span,
    with_bracket,
)
from organigram.extraction.titles import has_head
from organigram.extraction.tokens import Token, read_tokens, value_of

_LONGEST = 12
#: Characters before "project" where it is no label, and words of a phrase behind its colon.
_OPENING, _SHORT_PHRASE, _LONG_PHRASE = 12, 4, 26
#: Characters of a list of projects that numbers open; a longer text is not searched again for each of its lists.
_ENUMERATION = 1200
_PHRASE_END = re.compile(r"[.;\n]")
_NUMBER = re.compile(r"\(?(?<!\w)(?:\d|[ivx]{1,3}|[a-d])\)\s*")
#: Letters of a code behind "chef de projet", where a shorter one may be a field of work ("WASH").
_LEAST_CODE = 5
#: Tokens from "project" to a code that small words part from it.
_FILLERS = 4
_SMALL = phrase_set("phrases", "small") | frozenset("&-–/'’")


def find_names(document: Document, organizations: Organizations, paid: Sequence[int] = ()) -> Iterator[Candidate]:
    """Every place where a project may be named; the surest ways come first. ``paid``: where the folded text says who pays."""
    yield from labelled(document)
    yield from listed(document, organizations, paid)
    yield from quoted_and_paid(document)
    yield from apposed(document, organizations)
    yield from phrased(document, organizations)
    yield from described(document)
    yield from _enumerated(document, organizations)
    for table, read in (("before", _after_word), ("after", before_word)):
        for match in document.find(pattern("projects", table)):
            if document.folded.text[match.start() - 1 : match.start()] == "-":  # "micro-projets"
                continue
            if _is_unit(document, document.folded.offsets[match.start()]):
                continue
            demanded = document.section_of(document.folded.offsets[match.start()]) == "requirements"
            if not demanded and not organizations.names_employer(*match.span()):
                yield from read(document, organizations, match)


def _is_unit(document: Document, position: int) -> bool:
    """Whether a place is in the value of a label that asks for the unit ("Department: Marine Programme")."""
    return any(field.value.start <= position < field.value.end for field in document.fields_of("unit"))


def _after_word(document: Document, organizations: Organizations, match: re.Match[str]) -> Iterator[Candidate]:
    """The name after "project": what stands in quotes, an acronym after a description, a run of capitals."""
    quoted = QUOTED.match(document.text, document.folded.offsets[match.end() - 1] + 1)
    if quoted:
        if not quoted[quoted.lastindex or 1][0].islower():
            yield from_quotes(document, quoted, "project.quoted", 0.93)
        return
    stop = max(match.end(), document.folded.index(document.sentence_at(document.folded.offsets[match.start()]).end))
    described = _described_acronym(document, match, stop)
    if described:
        yield described
        return
    first = read_tokens(document, match.end(), stop, limit=2)
    opens = bool(first) and first[0].text in {"“", "«", '"'}
    marked = bool(first) and first[0].text in {":", "-", "–"}
    if first and not first[0].capital and not first[0].sign:
        few = read_tokens(document, match.end(), stop, limit=_FILLERS)
        if (kind := _fillers(few)) and _is_plain_code(document, organizations, few[kind]):
            yield with_bracket(document, [few[kind]])
        elif kind and (coded := _before_bracket(document, organizations, match, few[kind].start, stop)):
            yield coded
        return
    if not opens and not any(token.capital for token in first[marked : marked + 1]):
        return
    tokens = read_tokens(document, match.end(), stop, limit=30)
    if opens and (opened := _run(document, organizations, tokens[1:])) > 1:
        if tokens[opened + 1 : opened + 2] and tokens[opened + 1].text == ":":
            yield with_bracket(document, tokens[1 : opened + 1])
        return
    if marked and (told := _told_phrase(document, match, tokens, stop)):
        yield told
        return
    tokens = tokens[marked:]
    if marked and len(tokens) > 2 and tokens[0].shouted and tokens[0].text in phrase_set("phrases", "articles"):
        tokens = tokens[1:]  # "our new project – THE GREEN RIVER"
    own = tokens[: _run(document, organizations, tokens)]
    if own and not marked and opens_phrase(document, match, tokens, len(own)):
        phrase = None if _is_field(document, match) else phrase_name(document, match, own, stop)
        if phrase is not None:
            yield phrase
        return
    if not own or not _may_follow(document, match, tokens, len(own), marked) or not is_name(document, organizations, own):
        return
    if match.group().endswith("s") and len(parts := codes(tokens)) > 1:
        yield from (with_bracket(document, [part]) for part in parts)
    else:
        yield with_bracket(document, _up_to_dash(document, own))


def _told_phrase(document: Document, match: re.Match[str], tokens: list[Token], stop: int) -> Candidate | None:
    """ "... runs a Sida-funded project: Clean water for all villages of the valley.": a sentence's end that a colon opens."""
    sentence = document.folded.index(document.sentence_at(document.folded.offsets[match.start()]).start)
    if tokens[0].text != ":" or match.group().endswith("s") or match.start() - sentence < _OPENING:
        return None
    before = {token.text for token in read_tokens(document, max(sentence, match.start() - 8), match.start())}
    if before & small("of"):  # "Partners of the project: ..."
        return None
    end = _PHRASE_END.search(document.folded.text, tokens[1].start, stop)
    own = read_tokens(document, tokens[1].start, end.start() if end else stop, limit=_LONG_PHRASE + 1)
    verbs = phrase_set("projects", "verbs") | phrase_set("phrases", "relatives")
    if (
        not _SHORT_PHRASE <= len(own) <= _LONG_PHRASE
        or is_code(own[:1])
        or has_head(own[:4])
        or any(t.text in verbs for t in own)
    ):
        return None
    return Candidate(value_of(document, own[0].start, own[-1].end), own[0].start, own[-1].end, "project.phrase", 0.75)


def _enumerated(document: Document, organizations: Organizations) -> Iterator[Candidate]:
    """ "two projects: (1) Water for all, and (2) Schools in the North.": the items that numbers open."""
    for match in document.find(_numbered()):
        stop = document.folded.index(document.sentence_at(document.folded.offsets[match.start()]).end)
        stop = min(stop, match.end() + _ENUMERATION)
        items = list(_NUMBER.finditer(document.folded.text, match.end() - 1, max(stop, match.end())))
        for item, following in pairwise([*items, None]):
            if item is None:
                continue
            low, high = item.end(), following.start() if following else stop
            own = read_tokens(document, low, high, limit=_LONG_PHRASE + 1)
            while own and (own[-1].sign or own[-1].text in phrase_set("phrases", "joiners")):
                own = own[:-1]
            if own and own[0].capital and len(own) <= _LONG_PHRASE and is_name(document, organizations, own):
                yield Candidate(value_of(document, own[0].start, own[-1].end), own[0].start, own[-1].end, "project.numbered", 0.8)


@cache
def _numbered() -> re.Pattern[str]:
    words = phrase_set("projects", "several")
    return opening(rf"{starting(*sorted(words))}\s*:\s*(?=\(?(?:1|i|a)\))\(?", words)


def _fillers(tokens: list[Token]) -> int:
    """How many small words that say which kind of project stand before a capital ("projet de recherche TUBIKO"); 0 if none."""
    size = next((n for n, token in enumerate(tokens) if token.capital or token.sign), 0)
    stops = (phrase_set("phrases", "stops") | phrase_set("phrases", "articles")) - phrase_set("projects", "of_kind")
    return 0 if any(token.text in stops for token in tokens[:size]) or not size or tokens[size].sign else size


def _before_bracket(
    document: Document, organizations: Organizations, match: re.Match[str], start: int, stop: int
) -> Candidate | None:
    """Capitals behind small words where a code in brackets closes them ("projet pilote Agriculture Durable (PAD)")."""
    tokens = read_tokens(document, start, stop, limit=_LONGEST)
    own = tokens[: _run(document, organizations, tokens)]
    code = BRACKET.match(document.text, document.folded.offsets[own[-1].end - 1] + 1) if len(own) > 1 else None
    named = code is not None and code[1].isupper() and code[1][0].lower() in {match.group()[0], own[0].text[0]}
    return with_bracket(document, own) if named and is_name(document, organizations, own) and not has_head(own) else None


def _is_plain_code(document: Document, organizations: Organizations, token: Token) -> bool:
    """Whether a word is a code that the vocabulary does not know as something else."""
    own = [token]
    coded = token.shouted and is_code(own) and len(token.text) >= _LEAST_CODE
    return coded and not document.mentions_in(token_span(document, own)) and is_name(document, organizations, own)


def _up_to_dash(document: Document, own: list[Token]) -> list[Token]:
    """A code without the dash and what is said of it behind ("KISIMA – Eau et santé pour tous")."""
    size = next((n for n, token in enumerate(own) if token.text in "-–"), len(own))
    loose = size < len(own) and document.folded.text[own[size].start - 1] == " "
    return own[:size] if size and loose and is_code(own[:size]) and not own[-1].shouted else own


def _may_follow(document: Document, match: re.Match[str], tokens: list[Token], size: int, marked: bool) -> bool:
    """Whether capitals after "project" are its name; in English, and in the plural, only a code is ("research project: AIRE")."""
    own = tokens[:size]
    if own[0].text in phrase_set("phrases", "articles"):  # "PROGRAMME DES GRANDS LACS"
        return False
    word = match.group().split()[-1]
    coded = is_code(own[:1])
    if has_head(own) or own[0].text in phrase_set("projects", "not_after") or _is_field(document, match):
        return False
    if word in phrase_set("projects", "shouted") and not (own[0].shouted and coded):
        return False
    if document.text[document.folded.offsets[match.start()]].isupper() and own[0].shouted and marked and not coded:
        return False
    if (word in phrase_set("projects", "english") or word.endswith("s") or marked) and not coded:
        return not marked and _is_linked(document, match, own)
    following = tokens[size] if size < len(tokens) else None
    numbered = following is not None and following.text[:1].isdigit()
    return not (numbered and size == 1)


def _is_linked(document: Document, match: re.Match[str], own: list[Token]) -> bool:
    """Whether capitals that a small word links stand right behind "the project" ("the project Seeds of Hope")."""
    before = read_tokens(document, max(0, match.start() - 8), match.start())[-1:]
    opened = bool(before) and before[0].text in phrase_set("phrases", "articles") and not match.group().endswith("s")
    return opened and len(own) > 2 and own[-1].capital and any(not token.capital and not token.sign for token in own[1:-1])


def _is_field(document: Document, match: re.Match[str]) -> bool:
    """Whether "de projet" makes what follows a field of work or the rest of a title ("chargé de projet WASH"); headings too."""
    before = read_tokens(document, max(0, match.start() - 30), match.start())
    if before and before[-1].text in phrase_set("projects", "at_project") and has_head(before[-4:-1]):
        return not _is_told_code(document, match)
    if before and before[-1].text in phrase_set("projects", "of_kind") | phrase_set("projects", "numbered"):
        return not _is_told_code(document, match)
    word = document.text[document.folded.offsets[match.start()] : document.folded.offsets[match.end() - 1] + 1]
    return word.isupper() and bool(before) and before[-1].shouted


def _is_told_code(document: Document, match: re.Match[str]) -> bool:
    """Whether a code that is nothing else stands behind "de projet" in a line of small letters ("Chef de projet EMBRIDE")."""
    own = read_tokens(document, match.end(), match.end() + 40, limit=2)
    if not own or not own[0].shouted or len(own[0].text) < _LEAST_CODE or (len(own) > 1 and own[1].shouted):
        return False
    word = document.text[document.folded.offsets[match.start()] : document.folded.offsets[match.end() - 1] + 1]
    span = token_span(document, own[:1])
    return not word.isupper() and not document.mentions_in(span) and not any(p.start == span.start for p in document.places)


def _described_acronym(document: Document, match: re.Match[str], stop: int) -> Candidate | None:
    """ "Projet de Renforcement des Organisations ... (PROCACAO)": the acronym is its name."""
    text, offsets = document.text, document.folded.offsets
    start, end = offsets[match.start()], offsets[min(stop, len(offsets) - 1)]
    following = read_tokens(document, match.end(), stop, limit=1)
    if not text[start].isupper() or not following or following[0].text not in phrase_set("projects", "of_what"):
        return None
    for bracket in LONG_CODE.finditer(text, start, min(end, start + 130)):
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
    return _without_place(document, tokens, size)


def _without_place(document: Document, tokens: list[Token], size: int) -> int:
    """The size of a run without the country that a preposition leads to behind it ("KISIMA Nord à Madagascar")."""
    for position in range(1, size - 1):
        if tokens[position].text in small("to_land") and not tokens[position].capital:
            span = token_span(document, tokens[position + 1 : size])
            around = (*document.mentions_in(span, "country"), *document.places)
            if any(m.start == span.start and m.end >= span.end for m in around):
                return position
    return size
