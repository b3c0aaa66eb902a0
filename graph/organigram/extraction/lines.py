"""Who the post reports to, by label ("Reports to: ...") and by sentence ("sous la responsabilité technique du ...").

A line is only read where the text states one about the post. Where the title above turns out to be the advertised one, the line
is the other way round, and is handed to :mod:`organigram.extraction.crew`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from organigram.extraction.cues import needing
from organigram.extraction.document import Document, Span
from organigram.extraction.header import Header
from organigram.extraction.line_cues import OTHERS, Cue, doubtful, find_cues, form_label, has_cue, line_of, of_employer
from organigram.extraction.patterns import branches, either, pattern, phrase_set
from organigram.extraction.posts import Found, Titles, gist, is_nobody, is_own, last_title_before, roles_of, titles_before
from organigram.extraction.titles import Title, has_head, read_titles, words
from organigram.extraction.tokens import read_tokens, span_of, tidy, value_of
from organigram.model import Line, LineItem

_ABOVE = ("heads", "bodies")
_SHORT_LINE = 100
#: How far into a paragraph a label put together may stand, and how many titles it may have.
_FORM, _MOST_IN_FORM = 160, 4
#: What may stand before such a label within a paragraph.
_PARTS = re.compile(r"(?:[/|;.•\t-]|  )\s*$")
_TO = re.compile(rf"(?<!\w){either('lines', 'again_to')}(?!\w)")


def _above_by_label(document: Document, header: Header) -> Iterator[Found]:
    for item in document.fields_of("reports_to", "functional_line"):
        start, end = document.folded_span(item.value)
        value = document.folded.text[start:end]
        if has_cue(value):
            continue
        if document.folded_in(item.label) in phrase_set("lines", "beside", "label"):
            continue
        line = line_of(document.folded_in(item.label))
        if item.key == "functional_line" and line == "hierarchical":
            line = "functional"
        titles = [t for t in _label_titles(document, start, end) if not is_nobody(t.value) and not is_own(header, t.value)]
        if titles and _starts_with_number(document, titles[0]):
            continue
        near = [t for t in titles if t.start - start <= 12 or t is not titles[0]]
        for title in near:
            yield _found(document, title, document.folded.index(item.label.start), 0.95, "reports-to.label", line)
        if not titles and (plain := _plain_value(document, start, end)):
            yield _found(document, plain, document.folded.index(item.label.start), 0.7, "reports-to.label.plain", line)


_STROKE = re.compile(r"(?:\s/|/\s)\s*")


def _label_titles(document: Document, start: int, end: int) -> list[Title]:
    """The titles of a label's value; a stroke parts them where each side has a head and they are no two forms of one."""
    parts, low = [], start
    for stroke in _STROKE.finditer(document.folded.text, start, end):
        parts.append((low, stroke.start()))
        low = stroke.end()
    parts.append((low, end))
    sides = [read_titles(document, *part, _ABOVE) for part in parts]
    firsts = [gist(side[0].value) for side in sides if side]
    if len(firsts) < len(parts) or any(a & b and min(len(a), len(b)) == 1 for a, b in pairwise(firsts)):
        return read_titles(document, start, end, _ABOVE)
    return [title for side in sides for title in side]


def _above_by_form(document: Document, header: Header) -> Iterator[Found]:
    """A label put together of what it is and which line ("Supérieur technique : ...", its value on the same line or the next)."""
    folded, paragraphs = document.folded.text, document.paragraphs
    starts = [paragraph.start for paragraph in paragraphs]
    for label in document.find(form_label()):
        number = bisect_right(starts, document.folded.offsets[label.start()]) - 1
        if number < 0 or (label["end"] is None and not _stands_bare(document, label)):
            continue
        start, end = document.folded_span(paragraphs[number])
        opens = label.start() == start or _PARTS.search(folded, max(start, label.start() - 3), label.start())
        if not opens or label.start() > start + _FORM:
            continue
        low, high = label.end(), end
        if not folded[low:end].strip() and number + 1 < len(paragraphs):
            low, high = document.folded_span(paragraphs[number + 1])
        after = form_label().search(folded, low, high)
        for title in _form_titles(document, label, low, after.start() if after else high):
            if not is_nobody(title.value) and not is_own(header, title.value):
                yield _found(document, title, label.start(), 0.88, "reports-to.form", line_of(label.group()))


def _form_titles(document: Document, label: re.Match[str], low: int, high: int) -> list[Title]:
    """The titles of a form's value; none where they are a crew, or where a label of one word begins a sentence."""
    titles = _label_titles(document, low, high)[:_MOST_IN_FORM]
    person = set(re.findall(r"[^\W\d]+", label.group())) & phrase_set("lines", "person")
    if not titles or (not person and _is_crew(document, titles[0])):
        return []
    rest = document.folded.text[titles[-1].end : high].strip()
    return [] if " " not in label.group().strip(" :=") and rest[:1].isalnum() else titles


def _stands_bare(document: Document, label: re.Match[str]) -> bool:
    """Whether a label without its colon stands right before a capital ("Responsable hiérarchique Cheffe de projet")."""
    after = next(iter(read_tokens(document, label.end(), label.end() + 30, limit=1)), None)
    return "hierarch" in label.group() and after is not None and after.capital and has_head([after])


def _is_crew(document: Document, title: Title) -> bool:
    """Whether a title is more than one person: below, not above."""
    first = next(iter(read_tokens(document, title.start, title.end)), None)
    return first is None or _starts_with_number(document, title) or (len(first.text) > 3 and first.text.endswith("s"))


def _starts_with_number(document: Document, title: Title) -> bool:
    return any(t.text.isdigit() or t.text in words("numbers") for t in read_tokens(document, title.start, title.end, limit=1))


def _above_by_bare_label(document: Document, header: Header) -> Iterator[Found]:
    """A label without its colon at the start of a short line ("Superviseur Programme Manager"), as tables leave it."""
    for span in document.paragraphs:
        if span.end - span.start > _SHORT_LINE:
            continue
        start, end = document.folded_span(span)
        label = pattern("lines", "bare_label").match(document.folded.text, start, end)
        if label is None:
            continue
        tokens = [token for token in read_tokens(document, label.end(), end, limit=2) if token.text != ":"]
        if not tokens or not tokens[0].capital:
            continue
        for title in read_titles(document, tokens[0].start, end, _ABOVE):
            if not is_nobody(title.value) and not is_own(header, title.value):
                yield _found(
                    document, title, start, 0.85, "reports-to.bare-label", line_of(document.folded.text[start : label.end()])
                )


@cache
def _bracket() -> re.Pattern[str]:
    bracket, clause = branches("lines", "bracket"), branches("lines", "clause")
    words = phrase_set("lines", "bracket") | phrase_set("lines", "clause")
    return needing(rf"\(\s*(?P<line>{bracket})\s*\)|,\s*{clause}", words, longest=120)


def _above_by_bracket(document: Document, header: Header) -> Iterator[Found]:
    """A title with its line in brackets or in a clause behind it ("le Référent (lien technique)", "X, who is your manager")."""
    for match in document.find(_bracket()):
        floor = document.folded.index(document.sentence_at(document.folded.offsets[match.start()]).start)
        title = _from_head(document, last_title_before(document, max(floor, match.start() - _SHORT_LINE), match.start()))
        if title is None or document.folded.text[title.end : match.start()].strip():
            continue
        if not is_nobody(title.value) and not is_own(header, title.value):
            yield _found(document, title, title.start, 0.85, "reports-to.bracket", line_of(match["line"] or ""))


def _from_head(document: Document, title: Title | None) -> Title | None:
    """A title without the small words before its head ("les avis de la Référente")."""
    if title is None:
        return None
    tokens = read_tokens(document, title.start, title.end)
    first = next((n for n, token in enumerate(tokens) if token.capital or has_head([token])), 0)
    start = tokens[first].start
    return Title(start, title.end, value_of(document, start, title.end))


def _plain_value(document: Document, start: int, end: int) -> Title | None:
    """A short value without the head of a title, up to its first sign ("CEO/ED", "Bureau Bamako")."""
    tokens = read_tokens(document, start, end, limit=9)
    stop = next((n for n, token in enumerate(tokens) if token.sign and token.text not in "/&-–'"), len(tokens))
    own = tokens[:stop]
    if not own or len(own) > 6 or not own[0].capital or any(t.text in words("stops", "phrases") for t in own):
        return None
    title = Title(own[0].start, own[-1].end, tidy(document.quote(span_of(document, own[0].start, own[-1].end))))
    return None if is_nobody(title.value) else title


def _found(document: Document, title: Title, cue: int, confidence: float, rule: str, line: Line = "hierarchical") -> Found:
    span = Span(span_of(document, cue, cue + 1).start, span_of(document, title.start, title.end).end)
    return Found(title.value, [document.evidence(*span)], confidence, rule, line, roles_of(document, title))


@dataclass(slots=True)
class Above:
    """What is above: the lines; titles that the text puts below in saying so the other way round; where the cues stand."""

    lines: list[LineItem]
    other_way: list[Found]
    cues: list[tuple[int, int]]


def find_above(document: Document, header: Header) -> Above:
    """The lines above the post."""
    above, below = Titles(), Titles()
    cues: list[tuple[int, int]] = []
    ways = (_above_by_label, _above_by_form, _above_by_bare_label, _above_by_bracket)
    for found in (found for way in ways for found in way(document, header)):
        above.add(found)
    for cue in find_cues(document, header):
        cues.append((cue.start, cue.end))
        sentence = document.sentence_at(document.folded.offsets[cue.start])
        if doubtful(document, sentence, cue.start) or of_employer(document, header, cue, sentence):
            continue
        for title in _titles_after(document, cue, document.folded.index(sentence.end)):
            if is_own(header, title.value):
                for before in titles_before(document, document.folded.index(sentence.start), cue.start):
                    if not is_nobody(before.value) and not is_own(header, before.value):
                        below.add(_found(document, before, before.start, 0.6, "supervises.other-way"))
                for other in _members(document, title, document.folded.index(sentence.end)):
                    if not is_own(header, other.value) and not is_nobody(other.value):
                        below.add(_found(document, other, title.start, 0.8, "supervises.other-way"))
            elif cue.rule != OTHERS and not is_nobody(title.value):
                confidence = _confidence(document, title, cue.text)
                above.add(_found(document, title, cue.start, confidence, cue.rule, _line_at(document, cue, title)))
    lines = [
        LineItem(f.value, evidence=tuple(f.evidence), confidence=f.confidence, rule=f.rule, line=f.line) for f in above.found
    ]
    return Above(lines, below.found, cues)


@cache
def _line_in_bracket() -> re.Pattern[str]:
    adjective = branches("lines", "form", "adjective")
    return re.compile(rf"\s*\(\s*(?:{adjective})(?:\s[^()]{{0,40}})?\)")


def _line_at(document: Document, cue: Cue, title: Title) -> Line:
    """The line of a title: what a bracket behind it says, else its cue with the adverb before it ("technically managed by")."""
    bracket = _line_in_bracket().match(document.folded.text, title.end)
    if bracket:
        return line_of(bracket.group())
    before = read_tokens(document, max(0, cue.start - 30), cue.start)[-1:]
    adverb = before[0].text if before and before[0].text in phrase_set("lines", "adverb") else ""
    return line_of(f"{adverb} {cue.text}")


def _members(document: Document, title: Title, stop: int) -> list[Title]:
    """The titles after a colon behind the post's own ("The following report to the Manager: two Nurses, a Driver")."""
    colon = re.compile(r"\s*:").match(document.folded.text, title.end, stop)
    return read_titles(document, colon.end(), stop) if colon else []


def _titles_after(document: Document, cue: Cue, stop: int) -> list[Title]:
    end = cue.end
    if cue.rule != "reports-to.report":
        return [title for title in read_titles(document, end, stop, _ABOVE, strict=True) if not _is_second_line(document, title)]
    if cue.text.endswith("to"):
        return read_titles(document, end, stop, strict=True) or _organization_above(document, end, stop, cue.text)
    to = _TO.search(document.folded.text, end, min(stop, end + 120))
    titles = read_titles(document, to.end(), stop, strict=True) if to else []
    return [title for title in titles if document.text[document.folded.offsets[title.start]].isupper()]


def _is_second_line(document: Document, title: Title) -> bool:
    """Whether what looks like a title goes on the cue ("... de la cheffe et fonctionnelle du référent")."""
    first, *rest = read_tokens(document, title.start, title.end, limit=2)
    adjective = first.text in phrase_set("lines", "under", "adjective") and not first.capital
    return adjective and bool(rest) and rest[0].text in phrase_set("lines", "again_link")


def _organization_above(document: Document, end: int, stop: int, cue: str) -> list[Title]:
    """What is named after "will report to" although it is no title: a board, an organization."""
    titles = read_titles(document, end, stop, ("governing", "bodies"))
    if titles or not cue.startswith("report to"):
        return titles
    tokens = read_tokens(document, end, stop, limit=12)
    while tokens and tokens[0].text in words("articles", "phrases"):
        tokens = tokens[1:]
    size = next((n for n, token in enumerate(tokens) if not token.capital), len(tokens))
    if not size or (size < len(tokens) and tokens[size].text == "on"):
        return []
    return [
        Title(
            tokens[0].start, tokens[size - 1].end, tidy(document.quote(span_of(document, tokens[0].start, tokens[size - 1].end)))
        )
    ]


def _confidence(document: Document, title: Title, cue: str) -> float:
    if cue.startswith("report") and not cue.endswith("to"):
        return 0.6
    tokens = read_tokens(document, title.start, title.end)
    return 0.92 if has_head(tokens) else 0.75
