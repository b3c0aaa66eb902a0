"""Where a posting names a project: in quotes, in capitals before or after the word "project", in a list, by a label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from organigram.extraction.cues import opening, starting
from organigram.extraction.document import Document, Span
from organigram.extraction.organizations import Organizations
from organigram.extraction.patterns import pattern, phrase_set
from organigram.extraction.project_items import Candidate
from organigram.extraction.project_lists import apposed, described, labelled, listed, quoted_and_paid
from organigram.extraction.project_phrases import opens_phrase, phrase_name, phrased
from organigram.extraction.project_words import JOINED, QUOTED, capitals_before, from_quotes, is_code, is_name, tells, token_span
from organigram.extraction.titles import has_head
from organigram.extraction.tokens import Token, read_tokens, value_of

_QUOTED_BEFORE = re.compile(r"[“«\"]\s*([^“”«»\"]{3,120}?)\s*(?:[”»\"]|'')\s*$")
_BRACKET = re.compile(r"\s*\(\s?([A-Z][\w-]{2,14})\s?\)")
_PHASE = re.compile(r"\s+phase\s+(?:\d|[ivx]{1,4}|one|two|three)(?!\w)")
#: A code that the next words are glued to ("ResPaCpourCaritas").
_GLUED = re.compile(r"[A-Z]\w*[A-Z]\w*?(?=(?:pour|par|for|by|avec|with)[A-Z][a-z])")
_LONGEST = 12
#: Characters before "project" where it is no label, and words of a phrase behind its colon.
_OPENING, _SHORT_PHRASE, _LONG_PHRASE = 12, 4, 26
#: Characters of a list of projects that numbers open; a longer text is not searched again for each of its lists.
_ENUMERATION = 1200
_PHRASE_END = re.compile(r"[.;\n]")
_NUMBER = re.compile(r"\(?(?<!\w)(?:\d|[ivx]{1,3}|[a-d])\)\s*")
#: Letters of a code behind "chef de projet", where a shorter one may be a field of work ("WASH").
_LEAST_CODE = 5
#: Letters of a proper name before "project".
_LEAST_PROPER = 4
#: Tokens from "project" to a code that small words part from it.
_FILLERS = 4
#: Characters before "project", and words in them, where a name before it ends if there is one.
_NEAR, _FEW = 60, 4
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
    for table, read in (("before", _after_word), ("after", _before_word)):
        for match in document.find(pattern("projects", table)):
            demanded = document.section_of(document.folded.offsets[match.start()]) == "requirements"
            if not demanded and not organizations.names_employer(*match.span()):
                yield from read(document, organizations, match)


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
            yield _with_bracket(document, [few[kind]])
        return
    if not opens and not any(token.capital for token in first[marked : marked + 1]):
        return
    tokens = read_tokens(document, match.end(), stop, limit=30)
    if opens and (opened := _run(document, organizations, tokens[1:])) > 1:
        if tokens[opened + 1 : opened + 2] and tokens[opened + 1].text == ":":
            yield _with_bracket(document, tokens[1 : opened + 1])
        return
    if marked and (told := _told_phrase(document, match, tokens, stop)):
        yield told
        return
    tokens = tokens[marked:]
    own = tokens[: _run(document, organizations, tokens)]
    if own and not marked and opens_phrase(document, match, tokens, len(own)):
        phrase = None if _is_field(document, match) else phrase_name(document, match, own, stop)
        if phrase is not None:
            yield phrase
        return
    if not own or not _may_follow(document, match, tokens, len(own), marked) or not is_name(document, organizations, own):
        return
    if match.group().endswith("s") and len(parts := _codes(tokens)) > 1:
        yield from (_with_bracket(document, [part]) for part in parts)
    else:
        yield _with_bracket(document, _up_to_dash(document, own))


def _told_phrase(document: Document, match: re.Match[str], tokens: list[Token], stop: int) -> Candidate | None:
    """ "... runs a Sida-funded project: Clean water for all villages of the valley.": a sentence's end that a colon opens."""
    sentence = document.folded.index(document.sentence_at(document.folded.offsets[match.start()]).start)
    if tokens[0].text != ":" or match.group().endswith("s") or match.start() - sentence < _OPENING:
        return None
    before = {token.text for token in read_tokens(document, max(sentence, match.start() - 8), match.start())}
    if before & {"of", "de", "d'", "du"}:  # "Partners of the project: ..."
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
    stops = (phrase_set("phrases", "stops") | phrase_set("phrases", "articles")) - {"de", "d'"}
    return 0 if any(token.text in stops for token in tokens[:size]) or not size or tokens[size].sign else size


def _is_plain_code(document: Document, organizations: Organizations, token: Token) -> bool:
    """Whether a word is a code that the vocabulary does not know as something else."""
    own = [token]
    coded = token.shouted and is_code(own) and len(token.text) >= _LEAST_CODE
    return coded and not document.mentions_in(token_span(document, own)) and is_name(document, organizations, own)


def _codes(tokens: list[Token]) -> list[Token]:
    """The codes of a list that is nothing else ("les projets KISIMA, TULIA et MAJI")."""
    found: list[Token] = []
    for position, token in enumerate(tokens):
        joins = token.text in {",", "&"} or token.text in phrase_set("phrases", "ands")
        if position % 2 == 1 and not joins:
            break
        if position % 2 == 0:
            if not is_code([token]):
                break
            found.append(token)
    return found


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
        return False
    following = tokens[size] if size < len(tokens) else None
    numbered = following is not None and following.text[:1].isdigit()
    return not (numbered and size == 1)


def _is_field(document: Document, match: re.Match[str]) -> bool:
    """Whether "de projet" makes what follows a field of work or the rest of a title ("chargé de projet WASH"); headings too."""
    before = read_tokens(document, max(0, match.start() - 30), match.start())
    if before and before[-1].text in {"au", "aux"} and has_head(before[-4:-1]):
        return not _is_told_code(document, match)
    if before and before[-1].text in {"de", "d'"} | phrase_set("projects", "numbered"):
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


def _with_bracket(document: Document, own: list[Token]) -> Candidate:
    end = own[-1].end
    written = document.text[document.folded.offsets[own[0].start] : document.folded.offsets[own[0].end - 1] + 1]
    if glued := _GLUED.match(written):
        end = own[0].start + glued.end()
        return Candidate(glued.group(), own[0].start, end, "project.named", 0.75)
    if phase := _PHASE.match(document.folded.text, end):
        return Candidate(value_of(document, own[0].start, phase.end()), own[0].start, phase.end(), "project.named", 0.88)
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
    return _without_place(document, tokens, size)


def _without_place(document: Document, tokens: list[Token], size: int) -> int:
    """The size of a run without the country that a preposition leads to behind it ("KISIMA Nord à Madagascar")."""
    for position in range(1, size - 1):
        if tokens[position].text in {"a", "au", "en", "in"} and not tokens[position].capital:
            span = token_span(document, tokens[position + 1 : size])
            if any(m.start == span.start and m.end >= span.end for m in document.mentions_in(span, "country")):
                return position
    return size


def _before_word(document: Document, organizations: Organizations, match: re.Match[str]) -> Iterator[Candidate]:
    """The name before "project": in quotes, or a run of capitals, with small fillers after a code."""
    position = document.folded.offsets[match.start()]
    following = read_tokens(document, match.end(), match.end() + 30, limit=2)
    if "\n" in document.folded.text[match.end() : match.end() + 2] and [t.text for t in following[1:]] == [":"]:
        following = []  # the label of the next line
    if following and (following[0].text in phrase_set("projects", "not_after") or following[0].text in {'"', "“", "«"}):
        return
    if match.group().endswith("s") and (several := list(_codes_before(document, match.start()))):
        yield from (_with_bracket(document, [part]) for part in several)
        return
    quoted = _QUOTED_BEFORE.search(document.text, max(0, position - 130), position)
    if quoted and not quoted[1][0].islower():
        yield from_quotes(document, quoted, "project.quoted", 0.9)
        return
    floor = max(document.folded.index(document.sentence_at(position).start), match.start() - 110)
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
    codes = _codes(tokens)
    if len(codes) > 1:
        yield from codes[::-1]


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
