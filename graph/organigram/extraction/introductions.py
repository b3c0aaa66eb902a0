"""How a posting's own text introduces the organization that hires, where its head does not name it.

A section about it opens with its name, a sentence says what it is or does, or its legal form stands beside its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from organigram.extraction import cues
from organigram.extraction.document import Document, Span
from organigram.extraction.labels import label_key
from organigram.extraction.layout import BULLET
from organigram.extraction.names import NameReader
from organigram.extraction.patterns import either
from organigram.extraction.subjects import may_act, name_before, words_of
from organigram.extraction.titles import has_head
from organigram.extraction.tokens import read_tokens, span_of
from organigram.folding import fold_name
from organigram.model import Item

if TYPE_CHECKING:
    pass

_EARLY = 1500
#: Characters in which it is said what one is.
_SAID = 60
_OPENING = 200
_BEHIND = 60
_WORD = r"[A-ZÀ-Þ][\w'’&-]*"
_RUN = re.compile(rf"\b({_WORD}(?:\s(?:{either('small', 'before_form')}\s)*{_WORD}){{0,6}})[\s,(]*$")
_QUOTED = re.compile(r"\s*[«\"“]\s?([A-ZÀ-Þ][^«»\"“”\n]{2,60}?)\s?[»\"”]")
#: An acronym or a name before a colon ("IFES: consultant local").
OPENS_LINE = re.compile(r"([A-ZÀ-Þ][\w&'’.-]*(?:\s[\w&'’.-]+){0,4}?)\s?:\s")
_HEAD_LINES = 6
#: Words run together, as menus of web pages are.
_SEAM = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]")
_WORDS_OF_LINE = 8
_LONGEST_LINE = 90
_YEAR = re.compile(r" \d{4},? (?=\w)")
_ACRONYM = re.compile(r"\s*\(([^()]{2,60})\)")


class Candidate(NamedTuple):
    """A name at a place of the original, and how it was found."""

    span: Span
    confidence: float
    rule: str


def cue(table: str) -> re.Pattern[str]:
    """The phrases of a table of ``cues/employer.toml`` as a pattern."""
    return cues.compiled("employer", table)


def heading_line(document: Document, title: Item | None) -> Iterator[Candidate]:
    """A short line of the head that is a name with the word for its kind, or a name before what it announces.

    "Hill Valley Association"; "Relief Mali : Avis de recrutement".
    """
    headings = {section.heading.start for section in document.sections}
    before = ""
    for line in document.paragraphs[:_HEAD_LINES]:
        folded = document.folded_in(line)
        opens = OPENS_LINE.match(document.text, *line)
        if opens is not None and cue("announcement").match(document.folded_in(Span(opens.end(), line.end))):
            yield Candidate(Span(*opens.span(1)), 0.85, "employer.heading")
        goes_on = before in words_of("weak") or before in words_of("small") or len(_SEAM.findall(document.quote(line))) > 1
        if not goes_on and line.start not in headings and _is_whole_name(document, line) and not cue("not_first").search(folded):
            yield Candidate(line, 0.8, "employer.heading")
        before = folded.rpartition(" ")[2]


@cache
def kinds_of_names() -> frozenset[str]:
    """Words for the legal form or the kind of an organization."""
    return words_of("form") | words_of("kinds")


def _is_whole_name(document: Document, line: Span) -> bool:
    """Whether a line is a name with the word for its kind and nothing else, no title."""
    if line.end - line.start > _LONGEST_LINE or kinds_of_names().isdisjoint(document.folded_in(line).split()):
        return False
    tokens = read_tokens(document, *document.folded_span(line))
    own = [token for token in tokens if token.text not in words_of("small") and not token.sign]
    if not 2 <= len(own) <= _WORDS_OF_LINE or not all(token.capital for token in own) or has_head(tokens):
        return False
    kind = any(token.text in kinds_of_names() for token in own)
    told = any(token.text not in kinds_of_names() and not label_key(token.text) for token in own)
    return (
        kind and told and document.text[line.end - 1] != "." and not any(token.text in {":", ";", "?", "!"} for token in tokens)
    )


def headed(document: Document, title: Item | None) -> Iterator[Candidate]:
    """The name that the text of a section about the organization begins with."""
    reader = NameReader(document)
    for section in document.sections:
        if section.key == "about" and not _about_undertaking(document, section.heading):
            start, end = document.folded_span(Span(section.body.start, min(section.body.end, section.body.start + 200)))
            comma = document.folded.text.find(",", start, end)
            name = reader.read(comma + 1 if comma > 0 and cue("opens").match(document.folded.text, start) else start, end)
            if name is not None:
                yield Candidate(span_of(document, name.start, name.end), 0.8, "employer.about")


def _about_undertaking(document: Document, heading: Span) -> bool:
    """Whether a heading names a project ("About the Hill Water Activity:")."""
    return document.folded_in(heading).rstrip(" :").rpartition(" ")[2] in words_of("undertakings")


def introduced(document: Document, title: Item | None) -> Iterator[Candidate]:
    """A sentence that opens with a name and says that it is an organization, in the first part of the text."""
    reader = NameReader(document)
    for sentence in document.sentences[:40]:
        low, high = document.folded_span(sentence)
        low = _after_participle(document, low, high)
        if _is_item(document, sentence):
            continue
        if (verb := document.search(cue("acts"), low + 3, min(high, low + 130))) and sentence.start < _EARLY:
            span = name_before(document, low, verb.start())
            if span is not None and document.folded.index(span.start) - low <= 8 and may_act(document, span):
                yield Candidate(span, 0.75, "employer.introduced")
        name = reader.read(low, min(high, low + 160))
        if name is None or name.start - low > 30:
            continue
        span = span_of(document, name.start, name.end)
        bracket = _ACRONYM.match(document.folded.text, name.end, high)
        after = document.folded.text[bracket.end() if bracket else name.end : min(high, name.end + 200)].lstrip()
        sure = cue("kinds").search(after[:110])
        opening = sentence.start == document.sentences[0].start and name.start == low
        if bracket and heads_title(document, span.end):
            continue
        if not sure and sentence.start > 0 and document.quote(sentence).isupper():
            continue  # a heading in capitals that runs over several lines
        if is_project(document, span, after, sure):
            continue
        if cue("is_one").match(after) and (sure or bracket or opening):
            if sure or not _is_title(document, span):
                yield Candidate(span, 0.8 if sure else 0.7, "employer.introduced")
        elif bracket and sentence.start < len(document.text) // 2 and name.acronym and not _is_title(document, span):
            yield Candidate(span, 0.6, "employer.introduced")


def _is_item(document: Document, sentence: Span) -> bool:
    """Whether a sentence opens an item of a list: such a list tells duties, parts or demands, not who hires."""
    line = document.text.rfind("\n", 0, sentence.start) + 1
    bullet = BULLET.match(document.text, line, sentence.end)
    if bullet is None or sentence.start > bullet.end():
        return False
    return not any(m.start <= bullet.end() + 4 for m in document.mentions_in(sentence, "organization"))


def _after_participle(document: Document, low: int, high: int) -> int:
    """The place in the folded text after a clause that only says since when ("Née en 1985, ")."""
    text = document.folded.text
    opens = cue("opens").match(text, low, high) or cue("adverbial").match(text, low, high)
    year = _YEAR.match(text, opens.end(), high) if opens else None
    if year is not None:
        return year.end()
    comma = text.find(", ", opens.end(), min(high, opens.end() + 80)) if opens else -1
    return comma + 2 if comma >= 0 else low


def is_project(document: Document, span: Span, after: str, kind: re.Match[str] | None) -> bool:
    """Whether a name is a project's: its first word says so, the word behind its bracket, or what it is said to be."""
    if document.mentions_in(span, "organization"):
        return False
    works = cues.compiled("projects", "works")
    told = works.match(fold_name(document.quote(span))) or works.match(after)
    is_one = cue("is_one").match(after)
    said = works.search(after[:_SAID]) if is_one else None
    return bool(told) or (said is not None and (kind is None or said.start() < kind.start()))


def _is_title(document: Document, span: Span) -> bool:
    return has_head(read_tokens(document, *document.folded_span(span))) and not document.mentions_in(span, "organization")


def formed(document: Document, title: Item | None) -> Iterator[Candidate]:
    """A name in the first part of the text with its legal form beside it ("l'asbl « Relief »", "Relief asbl")."""
    reader = NameReader(document)
    folded = document.folded.text
    early = Span(0, min(_EARLY, len(document.text)))
    for match in document.find(cue("form"), early):
        beside = cue("beside").search(folded, max(0, match.start() - 25), match.start())
        quoted = _QUOTED.match(document.text, document.folded.offsets[match.end()])
        if quoted is not None and not beside:
            yield Candidate(Span(*quoted.span(1)), 0.75, "employer.form")
            continue
        line = folded.find("\n", match.end())
        name = reader.read(match.end(), min(line if line >= 0 else len(folded), match.end() + 120))
        if name is None or beside or name.start - match.end() > 4:
            continue
        if folded.count(folded[name.start : name.end]) > 1 or match.start() < _OPENING:
            yield Candidate(span_of(document, name.start, name.end), 0.75, "employer.form")
    for match in document.find(cue("form_after"), early):
        sentence, _ = document.folded_span(document.sentence_at(document.folded.offsets[match.start()]))
        stop = document.original(*match.span())
        run = _RUN.search(document.text, document.folded.offsets[max(sentence, match.start() - 80)], stop.start)
        if run is not None:
            yield Candidate(Span(run.start(1), stop.end), 0.75, "employer.form")


def heads_title(document: Document, end: int) -> bool:
    """Whether the head of a title stands behind a name and its acronym ("Monitoring, Learning (ML) Manager")."""
    bracket = _ACRONYM.match(document.text, end)
    low = document.folded.index(bracket.end() if bracket else end)
    return has_head(read_tokens(document, low, min(len(document.folded.text), low + _BEHIND), limit=1))
