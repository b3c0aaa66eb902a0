"""What tells a project's name apart from other capitals and quotes."""

from __future__ import annotations

import re

from organigram.extraction.document import Document, Span
from organigram.extraction.names import name_key
from organigram.extraction.organizations import Organizations
from organigram.extraction.patterns import either, phrase_set
from organigram.extraction.project_items import Candidate
from organigram.extraction.tokens import Token, span_of, tidy, value_of

#: What opens and closes a quotation; typists double single signs, and forget the closing one before a bracket.
_OPEN, _CLOSE = r"(?:[“«\"„‹]|‘‘|’’|‘’|''|<<|>>)", r"(?:[”»\"“›]|’’|''|<<|>>|(?=\)\s*\n))"
_INSIDE = r"[^“”«»\"„<>‹›]"
_LEFT_OPEN = rf"«\s*([^“”«»\"„\s]{_INSIDE}{{10,230}}?)(?=\.\s*\n)"
QUOTED = re.compile(
    rf"\s*:?\s*(?:{_OPEN}\s*([^“”«»\"„\s'’]{_INSIDE}{{2,230}}?)\s*{_CLOSE}|‘([^‘’\s][^‘’]{{2,120}})’|{_LEFT_OPEN})"
)
#: What a hyphen joins to the name of who pays or leads.
JOINED = tuple(phrase_set("projects", "joined"))
#: A code in brackets.
BRACKET = re.compile(
    rf"\s*\(\s?(?:[«“\"]\s?)?(?:{either('projects', 'word', capital=True)}\s)?([A-Z][\w-]{{1,14}}\+?)(?:\s?[»”\"])?\s?\)"
)
_CODE_FIRST = re.compile(r"([A-Z][\w-]{2,14})\s?:\s")
_BEFORE_ARTICLE = phrase_set("projects", "before_inner_article")
_INNER = phrase_set("projects", "inner") | {"&", "'s", "'"}


def from_quotes(document: Document, quoted: re.Match[str], rule: str, confidence: float) -> Candidate:
    """What stands in quotes, with a code in brackets behind it; of "CODE : what it is about" the code."""
    start, end = quoted.span(quoted.lastindex or 1)
    code = _CODE_FIRST.match(document.text, start, end)
    if code and code[1][1:] != code[1][1:].lower():
        end = code.end(1)
    value, bracket = tidy(document.text[start:end]), BRACKET.match(document.text, quoted.end())
    if bracket and not code and sum(map(str.isupper, bracket[1])) > 1 and not _is_known(document, bracket):
        value, end = f"{value} ({bracket[1]})", bracket.end()
    return Candidate(value, document.folded.index(start), document.folded.index(end), rule, confidence)


def _is_known(document: Document, bracket: re.Match[str]) -> bool:
    """Whether what stands in brackets is an organization or a place, and so not the name before it once more."""
    return bool(document.mentions_in(Span(*bracket.span(1)), "organization", "country", "place"))


def is_code(tokens: list[Token]) -> bool:
    """Whether a name is like a code: capitals inside a word ("OptiMA", "CUTTS")."""
    return any(token.mixed and len(token.text) > 2 and not token.text.isdigit() for token in tokens)


def is_name(document: Document, organizations: Organizations, own: list[Token]) -> bool:
    """Whether capitals tell a project apart: not all of them common words or names of organizations."""
    telling = [token for token in own if tells(token)]
    value = name_key(value_of(document, own[0].start, own[-1].end))
    if not telling or (organizations.employer is not None and value in organizations.employer.keys):
        return False
    if organizations.names_employer(own[0].start, own[0].end):
        return False
    covered = organizations.reader.known_within(own[0].start, own[-1].end)
    covered += [
        document.folded_span(Span(m.start, m.end))
        for m in document.mentions_in(token_span(document, own), "country", "place", "language")
    ]
    return any(not any(a <= token.start < b for a, b in covered) for token in telling)


def token_span(document: Document, own: list[Token]) -> Span:
    """Where tokens stand in the original."""
    return span_of(document, own[0].start, own[-1].end)


def tells(token: Token) -> bool:
    """Whether a token has a capital and is no common word of projects ("New", "National")."""
    return token.capital and token.text not in phrase_set("projects", "plain") and not token.text.endswith(JOINED)


def capitals_before(tokens: list[Token]) -> list[Token]:
    """The tokens at the end that may be a name: capitals, small words between them, a filler or two behind them."""
    start, fillers = len(tokens), 0
    while start > 0:
        token = tokens[start - 1]
        if token.capital:
            start -= 1
        elif (
            token.text in phrase_set("projects", "inner_article") and start > 1 and tokens[start - 2].text not in _BEFORE_ARTICLE
        ):
            break
        elif token.text in _INNER and start > 1 and tokens[start - 2].capital and start < len(tokens):
            start -= 1
        elif fillers < 2 and start > 1 and start + fillers >= len(tokens) and _is_filler(token):
            start, fillers = start - 1, fillers + 1
        else:
            break
    own = tokens[start:]
    while own and (not own[0].capital or own[0].text in phrase_set("projects", "lead_in") or own[0].text.endswith(JOINED)):
        own = own[1:]
    return own


def _is_filler(token: Token) -> bool:
    """Whether a small word may stand between a code and "project" ("TUBITEHO harm reduction project")."""
    small = phrase_set("phrases", "articles") | phrase_set("phrases", "stops") | phrase_set("phrases", "connectors")
    return not token.sign and token.text not in small | _INNER


LONG_CODE = re.compile(r"\s*\(\s?([A-Z][\w-]{2,14})\s?\)")
_PHASE = re.compile(rf"\s+{either('projects', 'phase')}\s+(?:\d|[ivx]{{1,4}}|{either('projects', 'phase_number')})(?!\w)")
#: A code that the next words are glued to ("ResPaCpourCaritas").
_GLUED = re.compile(rf"[A-Z]\w*[A-Z]\w*?(?={either('projects', 'glued')}[A-Z][a-z])")


def with_bracket(document: Document, own: list[Token]) -> Candidate:
    """A name with its phase, or with the code in brackets behind it; of a code that words are glued to, the code."""
    end = own[-1].end
    written = document.text[document.folded.offsets[own[0].start] : document.folded.offsets[own[0].end - 1] + 1]
    if glued := _GLUED.match(written):
        end = own[0].start + glued.end()
        return Candidate(glued.group(), own[0].start, end, "project.named", 0.75)
    if phase := _PHASE.match(document.folded.text, end):
        return Candidate(value_of(document, own[0].start, phase.end()), own[0].start, phase.end(), "project.named", 0.88)
    value = value_of(document, own[0].start, end)
    bracket = LONG_CODE.match(document.text, document.folded.offsets[end - 1] + 1)
    if bracket:
        value, end = f"{value} ({bracket[1]})", document.folded.index(bracket.end())
    return Candidate(value, own[0].start, end, "project.named", 0.88)


def codes(tokens: list[Token]) -> list[Token]:
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
