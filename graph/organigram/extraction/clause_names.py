"""Names of organizations that the text around them bounds: whole lines, parts of a headline, clauses before a verb.

Where the layout or a verb says where a name begins and ends, all that stands between is the name, small words included
("Centre for Research, Training and Farming in the Hills"). What may stand there is told by the words of the name itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from organigram.extraction.document import Document, Span
from organigram.extraction.introductions import Candidate, cue
from organigram.extraction.layout import trim
from organigram.extraction.name_shapes import names_kind, whole_name_in
from organigram.extraction.patterns import either, spaced
from organigram.model import Item

_REACH, _EARLY = 170, 1500
_PARTS = re.compile(r"\s[-–—|]\s|\s?\|\s?|\s:\s|\s?@\s")
_LINES_ABOVE = 3
#: Words run together, as menus of web pages are.
_SEAM = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ][a-zà-ÿ]")
_COMMA = re.compile(",")
#: What an organization is, behind its name and a comma.
_KIND = re.compile(rf",\s{spaced('employer', 'before_kind')}?(?:\w+\s)?{either('employer', 'apposed_kind')}\b")
_SHORT_LINE = 110


def clause_names(document: Document, title: Item | None) -> Iterator[Candidate]:
    """The name that opens a sentence of the first part of the text and goes on to the words that say what it is or does."""
    for sentence in document.sentences[:40]:
        if sentence.start >= _EARLY:
            return
        low, high = document.folded_span(sentence)
        stop = _said(document, low + 2, min(high, low + _REACH))
        span = whole_name_in(document, low, stop.start()) if stop else None
        if span is not None and stop and _is_sure(document, span, stop, high):
            yield Candidate(span, 0.78, "employer.clause")


def _said(document: Document, low: int, high: int) -> re.Match[str] | None:
    """The first words in a stretch by which an organization presents itself, at a comma too ("Relief, association loi 1901")."""
    text, is_one = document.folded.text, cue("is_one")
    apart = (
        is_one.match(text, comma.start() + 1, high) or _KIND.match(text, comma.start(), high)
        for comma in _COMMA.finditer(text, low, high)
    )
    found = [
        m for m in (is_one.search(text, low, high), cue("acts").search(text, low, high), next(filter(None, apart), None)) if m
    ]
    return min(found, key=lambda match: match.start(), default=None)


def _is_sure(document: Document, span: Span, stop: re.Match[str], high: int) -> bool:
    """Whether a kind of organization is told in the name or right behind it."""
    own = set(document.folded_in(span).split())
    return (
        bool(own & names_kind())
        or cue("kinds").search(document.folded.text, stop.start(), min(high, stop.end() + 60)) is not None
    )


def line_names(document: Document, title: Item | None) -> Iterator[Candidate]:
    """Names that hold the word for their kind in the parts of the headline beside the title, under it and above it."""
    if title is None or not title.evidence:
        return
    lines = document.paragraphs[:12]
    at = next((n for n, line in enumerate(lines) if line.start <= title.evidence[0].start < line.end), None)
    if at is None:
        return
    for part in _beside(document, lines[at], title):
        yield from _named(document, part, 0.8)
    headings = {section.heading.start for section in document.sections}
    for line in (*lines[at + 1 : at + 2], *lines[max(0, at - _LINES_ABOVE) : at]):
        if line.start not in headings and not any(line.start <= field.label.start < line.end for field in document.fields):
            yield from _named(document, line, 0.78)


def _beside(document: Document, line: Span, title: Item) -> Iterator[Span]:
    """The parts of the title's line that signs part from the title."""
    first, last = title.evidence[0].start, title.evidence[0].end
    start = line.start
    for match in (*_PARTS.finditer(document.text, *line), None):
        end = match.start() if match else line.end
        part = trim(document.text, start, end)
        if part.end <= first or part.start >= last:
            yield part
        start = match.end() if match else end


def _named(document: Document, part: Span, confidence: float) -> Iterator[Candidate]:
    if (
        _SEAM.search(document.quote(part))
        or part.end - part.start > _SHORT_LINE
        or part.end <= part.start
        or cue("not_first").search(document.folded_in(part))
    ):
        return
    low, high = document.folded_span(part)
    bracket = document.folded.text.find("(", low, high)
    span = whole_name_in(document, low, bracket if bracket > low else high)
    if span is not None and names_kind() & set(document.folded_in(span).split()):
        yield Candidate(span, confidence, "employer.line")


def rest_of_line(document: Document, position: int) -> Span | None:
    """The name that all of a line from a place of the folded text on is ("Join the Hill Relief Trust!")."""
    end = document.folded.text.find("\n", position)
    end = end if end >= 0 else len(document.folded.text)
    span = whole_name_in(document, position, end) if end - position <= _SHORT_LINE else None
    return span if span is not None and names_kind() & set(document.folded_in(span).split()) else None
