"""Who hires by the first lines of a posting: a name above the labels, or under the headline."""

from __future__ import annotations

import re
from collections.abc import Iterator

from organigram.extraction.calendar import find_dates
from organigram.extraction.document import Document, Span
from organigram.extraction.introductions import OPENS_LINE, Candidate, cue
from organigram.extraction.patterns import either
from organigram.extraction.subjects import words_of
from organigram.extraction.titles import has_head
from organigram.extraction.tokens import read_tokens
from organigram.model import Item

#: Words of a line that is a date.
_WORDS_OF_DATE = 4
#: Who pays and who runs what a first line names ("USAID/PADCO Rural Roads Program").
_PAID_AND_RUN = re.compile(r"[A-Z]{2,}\s?/\s?([A-Z]{2,})\s(?=[A-Z][a-z])")
_WORDS = re.compile(r"[^\W\d_][\w'’-]*")
#: A short line of words with capitals, small words between them.
_CAPITALISED = re.compile(
    rf"[A-ZÀ-Þ][\w'’&.-]*(?:\s(?:(?:{either('small', 'in_line')}|d['’]|&|[-–])\s)*[A-ZÀ-Þ][\w'’&.-]*){{0,7}}"
)
#: "Project" with the name of one behind it, which says nothing of a first line.
_PROJECT = re.compile(rf"^{either('employer', 'named_project')} \w")
_SITE = re.compile(rf"{either('small', 'glued_label')}\s(?:\S+\.[a-z]{{2,4}}\s)?(?=[A-ZÀ-Þ])")


def first_line(document: Document, title: Item | None) -> Iterator[Candidate]:
    """A short first line that is no title, with the title's field below it; or a name right under the headline."""
    lines = document.paragraphs[:6]
    titled = min((field.label.start for field in document.fields_of("title")), default=None)
    headed = lines and any(section.heading.start == lines[0].start for section in document.sections)
    if lines and not headed and titled is not None and any(line.start <= titled < line.end for line in lines[1:4]):
        yield from _line_name(document, lines[0], 0.92, "employer.first-line")
    if title is not None and title.rule == "title.headline":
        following = next((line for line in lines if line.start >= title.evidence[0].end), None)
        if following is not None and _names_below(document, following):
            yield from _line_name(document, _without_site(document, following), 0.75, "employer.below-title")


def _names_below(document: Document, line: Span) -> bool:
    """Whether the line under a headline may be who hires: with an acronym, a known name with capitals, or one told again."""
    site = _without_site(document, line)
    text = document.quote(site)
    if "(" in text or site != line:
        return all(word[0].isupper() or word in words_of("small") for word in _WORDS.findall(text.partition("(")[0]))
    if not _CAPITALISED.fullmatch(text) or document.mentions_in(line, "role") or is_place(document, line):
        return False
    if any(m.start == line.start for m in document.mentions_in(line, "organization")):
        return True
    heading = any(section.heading.start == line.start for section in document.sections)
    return not heading and document.text.count(text) > 1


def _without_site(document: Document, line: Span) -> Span:
    """A line without the word of a job board before the name and its address ("Website hill.org Hill Relief")."""
    site = _SITE.match(document.text, *line)
    return Span(site.end(), line.end) if site else line


def _line_name(document: Document, line: Span, confidence: float, rule: str) -> Iterator[Candidate]:
    opens = OPENS_LINE.match(document.text, *line)
    if opens is not None and has_head(read_tokens(document, *document.folded_span(Span(opens.end(), line.end)))):
        line = Span(line.start, opens.end(1))
    folded = document.folded_in(line)
    words = folded.split()
    if any(find_dates(folded)) and len(words) <= _WORDS_OF_DATE:
        return
    start, end = document.folded_span(line)
    if (
        len(words) > 12
        or (len(words) > 4 and folded.endswith("."))
        or folded.endswith(":")
        or cue("not_first").search(_PROJECT.sub("", folded))
    ):
        return
    if has_head(read_tokens(document, start, end)) and not document.mentions_in(line, "organization"):
        return
    last = folded.partition("(")[0].split()[-1:]
    if last and last[0] in words_of("undertakings") and not any(m.end >= line.end for m in document.mentions_in(line)):
        runs = _PAID_AND_RUN.match(document.text, line.start, line.end)
        if runs:
            yield Candidate(Span(*runs.span(1)), confidence, rule)
        return
    text = document.quote(line)
    comma = text.rfind(", ")
    if comma > 0 and is_place(document, Span(line.start + comma + 2, line.end)):
        line = Span(line.start, line.start + comma)
    bracket = re.search(r"\s*\([^()]*\)\s*$", document.quote(line))
    tail = cue("tail").search(document.folded_in(line))
    cut = line.start + bracket.start() if bracket else document.folded.offsets[start + tail.start()] if tail else line.end
    yield Candidate(Span(line.start, cut), confidence, rule)


def is_place(document: Document, span: Span) -> bool:
    """Whether a span is the name of a country or place, and nothing else."""
    covered = [
        m for m in (*document.mentions_in(span, "country"), *document.places) if span.start <= m.start and m.end <= span.end
    ]
    return any(mention.end - mention.start >= (span.end - span.start) - 2 for mention in covered)
