"""Who the post reports to, by label ("Reports to: ...") and by sentence ("sous la responsabilité technique du ...").

A line is only read where the text states one about the post. Where the title above turns out to be the advertised one, the line
is the other way round, and is handed to :mod:`organigram.extraction.crew`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from organigram.extraction.document import Document, Span
from organigram.extraction.header import Header
from organigram.extraction.patterns import branches, leading, pattern, phrase_set, with_adverbs
from organigram.extraction.titles import Title, has_head, read_titles, singular, words
from organigram.extraction.tokens import read_tokens, span_of, tidy
from organigram.folding import fold_name
from organigram.model import Evidence, Line, LineItem

_ABOVE = ("heads", "bodies")
_SHORT_LINE = 100
_SMALL = phrase_set("phrases", "small")


@dataclass(slots=True)
class Found:
    """A title that a rule found, with the words that say so."""

    value: str
    evidence: list[Evidence]
    confidence: float
    rule: str
    line: Line = "hierarchical"


@dataclass(slots=True)
class Titles:
    """Titles collected, the same one met again being further evidence."""

    found: list[Found] = field(default_factory=list)

    def add(self, new: Found) -> None:
        """Take a title in, or its evidence where the title is there already on the same line."""
        for old in self.found:
            if old.line == new.line and same_title(old.value, new.value):
                old.evidence.extend(e for e in new.evidence if e not in old.evidence)
                old.confidence = max(old.confidence, new.confidence)
                return
        self.found.append(new)


@lru_cache(maxsize=4096)
def gist(title: str) -> frozenset[str]:
    """What is left of a title to compare it by: the beginnings of its words, small ones left out.

    >>> gist("Directrice pays") == gist("Directeur Pays")
    True
    """
    plain = re.findall(r"[^\W_]+", fold_name(title))
    return frozenset(singular(word)[:6] for word in plain if word not in _SMALL)


def same_title(one: str, other: str) -> bool:
    """Whether two titles are one written twice: the same words, or the words of the one within the other's."""
    a, b = sorted((gist(one), gist(other)), key=len)
    return a == b or (len(a) >= 2 and a <= b)


def is_own(header: Header, title: str) -> bool:
    """Whether a title is the advertised one."""
    mine = gist(str(header.title.value)) if header.title else frozenset()
    other = gist(title)
    return bool(mine) and (mine == other or (len(other) >= 2 and other <= mine))


def is_nobody(title: str) -> bool:
    """Whether a title only stands for whoever is above or for people at large.

    >>> is_nobody("supervisor"), is_nobody("Head of Mission")
    (True, False)
    """
    return fold_name(title) in words("nobody")


@cache
def _under() -> re.Pattern[str]:
    adjective, noun = branches("lines", "under", "adjective"), branches("lines", "under", "noun")
    glue = r"(?:\s*(?:,|/|\band\b|\bet\b|&|\bor\b|\bou\b)\s*|\s+)"
    before = rf"(?:{adjective}{glue})*"
    after = rf"(?:{glue}(?:(?:{adjective})|(?:{noun})|la\b|the\b))*"
    opening = rf"(?P<opening>{leading('lines', 'under', 'opening')}\s*)"
    again = rf"(?P<again>(?:a(?<!\wa)nd|e(?<!\we)t)\b{glue}(?:the\s+|la\s+|l')?(?={adjective}))"
    return re.compile(rf"(?:{opening}|{again}){before}{noun}{after}\s+{branches('lines', 'under', 'link')}")


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(with_adverbs("lines", "verb", "adverb"))


@cache
def _report() -> re.Pattern[str]:
    adverb = branches("lines", "adverb")
    return re.compile(
        rf"r(?<!\wr)eport(?:s|ing)?(?P<way>(?:\s+{adverb})*\s+to(?!\w)|\s+(?:on|about|regularly|weekly|monthly)(?!\w))"
    )


def line_of(cue: str) -> Line:
    """Which line the words of a cue speak of; the direct one where they do not say.

    >>> line_of("sous la responsabilite technique du"), line_of("reports functionally to"), line_of("reports to")
    ('technical', 'functional', 'hierarchical')
    """
    found = set(re.findall(r"[^\W_]+", cue))
    if found & phrase_set("lines", "line", "hierarchical"):
        return "hierarchical"
    if found & phrase_set("lines", "line", "technical"):
        return "technical"
    return "functional" if found & phrase_set("lines", "line", "functional") else "hierarchical"


def doubtful(document: Document, sentence: Span, position: int) -> bool:
    """Whether a sentence asks for an ability, up to a place in the folded text, instead of telling of the post."""
    start = document.folded.index(sentence.start)
    return pattern("lines", "doubt").search(document.folded.text, start, position) is not None


def _above_by_label(document: Document, header: Header) -> Iterator[Found]:
    for item in document.fields_of("reports_to", "functional_line"):
        start, end = document.folded_span(item.value)
        value = document.folded.text[start:end]
        if _under().search(value) or _verb().search(value):
            continue
        line = line_of(document.folded_in(item.label))
        if item.key == "functional_line" and line == "hierarchical":
            line = "functional"
        titles = [t for t in read_titles(document, start, end, _ABOVE) if not is_nobody(t.value) and not is_own(header, t.value)]
        near = [t for t in titles if t.start - start <= 12 or t is not titles[0]]
        for title in near:
            yield _found(document, title, document.folded.index(item.label.start), 0.95, "reports-to.label", line)
        if not titles and (plain := _plain_value(document, start, end)):
            yield _found(document, plain, document.folded.index(item.label.start), 0.7, "reports-to.label.plain", line)


def _above_by_bare_label(document: Document, header: Header) -> Iterator[Found]:
    """A label without its colon at the start of a short line ("Superviseur Programme Manager"), as tables leave it."""
    for span in document.paragraphs:
        if span.end - span.start > _SHORT_LINE:
            continue
        start, end = document.folded_span(span)
        label = pattern("lines", "bare_label").match(document.folded.text, start, end)
        if label is None:
            continue
        tokens = read_tokens(document, label.end(), end, limit=2)
        if not tokens or not tokens[0].capital:
            continue
        for title in read_titles(document, tokens[0].start, end, _ABOVE):
            if not is_nobody(title.value) and not is_own(header, title.value):
                yield _found(
                    document, title, start, 0.85, "reports-to.bare-label", line_of(document.folded.text[start : label.end()])
                )


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
    return Found(title.value, [document.evidence(*span)], confidence, rule, line)


def _above_by_sentence(document: Document) -> Iterator[tuple[int, int, str, str]]:
    """Start, end, words and rule of every cue in a sentence that a title above may follow, in the folded text."""
    folded = document.folded.text
    last_end = -1
    for match in _under().finditer(folded):
        if match["opening"] or document.sentence_at(document.folded.offsets[match.start()]).start <= last_end:
            yield match.start(), match.end(), match.group(), "reports-to.under"
            last_end = document.folded.offsets[match.end() - 1]
    for match in _verb().finditer(folded):
        yield match.start(), match.end(), match.group(), "reports-to.verb"
    for match in _report().finditer(folded):
        if _is_reporter(document, match.start()):
            yield match.start(), match.end(), match.group(), "reports-to.report"


def _is_reporter(document: Document, position: int) -> bool:
    """Whether what stands before "report to" makes it a verb of the post: nothing, a sign, a pronoun, a title."""
    sentence = document.sentence_at(document.folded.offsets[position])
    start = max(document.folded.index(sentence.start), position - 60)
    before = read_tokens(document, start, position)
    if not before or before[-1].sign:
        return True
    return before[-1].text in phrase_set("lines", "reporter") or has_head(before[-1:]) or has_head(before[-3:], "heads")


@dataclass(slots=True)
class Above:
    """What is above: the lines; titles that the text puts below in saying so the other way round; where the cues stand."""

    lines: list[LineItem]
    other_way: list[Found]
    cues: list[tuple[int, int]]


def find_above(document: Document, header: Header) -> Above:
    """The lines above the post."""
    above, below, cues = Titles(), Titles(), []
    for found in (*_above_by_label(document, header), *_above_by_bare_label(document, header)):
        above.add(found)
    for start, end, cue, rule in _above_by_sentence(document):
        cues.append((start, end))
        sentence = document.sentence_at(document.folded.offsets[start])
        if doubtful(document, sentence, start):
            continue
        stop = document.folded.index(sentence.end)
        for title in _titles_after(document, end, stop, rule, cue):
            if is_own(header, title.value):
                below_title = last_title_before(document, document.folded.index(sentence.start), start)
                if below_title and not is_nobody(below_title.value) and not is_own(header, below_title.value):
                    below.add(_found(document, below_title, below_title.start, 0.6, "supervises.other-way"))
            elif not is_nobody(title.value):
                above.add(_found(document, title, start, _confidence(document, title, cue), rule, line_of(cue)))
    lines = [
        LineItem(f.value, evidence=tuple(f.evidence), confidence=f.confidence, rule=f.rule, line=f.line) for f in above.found
    ]
    return Above(lines, below.found, cues)


def _titles_after(document: Document, end: int, stop: int, rule: str, cue: str) -> list[Title]:
    if rule != "reports-to.report":
        return read_titles(document, end, stop, _ABOVE, strict=True)
    if cue.endswith("to"):
        return read_titles(document, end, stop, strict=True) or _organization_above(document, end, stop, cue)
    to = re.compile(r"(?<!\w)to(?!\w)").search(document.folded.text, end, min(stop, end + 120))
    titles = read_titles(document, to.end(), stop, strict=True) if to else []
    return [title for title in titles if document.text[document.folded.offsets[title.start]].isupper()]


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


def last_title_before(document: Document, start: int, end: int) -> Title | None:
    """The last title that stands between two places of the folded text."""
    last: Title | None = None
    for token in read_tokens(document, start, end, limit=60):
        if (last is None or token.start >= last.end) and (titles := read_titles(document, token.start, end, most=1)):
            last = titles[0]
    return last


def _confidence(document: Document, title: Title, cue: str) -> float:
    if cue.startswith("report") and not cue.endswith("to"):
        return 0.6
    tokens = read_tokens(document, title.start, title.end)
    return 0.92 if has_head(tokens) else 0.75
