"""The words in a sentence that a title above the post follows: "under the supervision of", "reports to", "rattaché au"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from organigram.extraction.cues import compiled, opening
from organigram.extraction.document import Document, Span
from organigram.extraction.header import Header
from organigram.extraction.patterns import (
    branches,
    either,
    leading,
    openings_with_adverbs,
    pattern,
    phrase_set,
    spaced,
    with_adverbs,
)
from organigram.extraction.posts import is_own, last_title_before
from organigram.extraction.titles import has_head
from organigram.extraction.tokens import read_tokens
from organigram.folding import fold_name
from organigram.model import Line
from organigram.vocabulary import Entity

_BEFORE = 60
_ASKED = 300
#: How far into its sentence a cue opens it, and how far behind it the sentence is looked at.
_OPENING, _AFTER, _NAME = 4, 200, 100
_COMMA = re.compile(rf",\s+(?:{spaced('small', 'one_article')}\s*)?", re.IGNORECASE)


#: The rule of a cue that others than the advertised post are the subject of.
OTHERS = "reports-to.others"


class Cue(NamedTuple):
    """Words of the folded text that a title above may follow, and the rule that found them."""

    start: int
    end: int
    text: str
    rule: str


@cache
def _under() -> re.Pattern[str]:
    return opening(rf"{leading('lines', 'under', 'opening')}\s*{_noun_and_link()}", phrase_set("lines", "under", "opening"))


def _glue() -> str:
    return rf"(?:\s*(?:,|/|&|\b(?:{either('small', 'and')}|{either('small', 'or')})\b)\s*|\s+)"


def _noun_and_link() -> str:
    """ "direct supervision of", "responsabilité hiérarchique et technique du"."""
    adjective, noun = branches("lines", "under", "adjective"), branches("lines", "under", "noun")
    after = rf"(?:{_glue()}(?:(?:{adjective})|(?:{noun})|{either('lines', 'under_article')}\b))*"
    return rf"(?:{adjective}{_glue()})*{noun}{after}\s+{branches('lines', 'under', 'link')}"


@cache
def _again() -> re.Pattern[str]:
    """A second line in the sentence of a first one: "and the direct supervision of", "et, pour la technique, au", "or, in her
    absence, the"."""
    adjective, link = branches("lines", "under", "adjective"), branches("lines", "again_link")
    noun = rf"{_glue()}(?:{spaced('lines', 'again_article')}\s*|(?={adjective})){_noun_and_link()}"
    way = rf"\s+(?:{branches('lines', 'adverb')}|{adjective})\s+{link}"
    aside = rf"\s*,?\s*{branches('lines', 'aside')}(?:\s*[^\s,.;:]+){{1,5}}?\s*,?\s+{link}"
    absence = rf"\s*,?\s*{branches('lines', 'absence')}\s*,?\s*(?:{link}|{either('lines', 'again_to_article')}\b)"
    to = rf"\s+{either('lines', 'again_to')}(?=\s+{either('lines', 'again_to_article')}\s)"
    return re.compile(rf"{leading('lines', 'again_opening')}(?:{noun}|{way}|{aside}|{absence}|{to})")


@cache
def _verb() -> re.Pattern[str]:
    account = rf"{leading('lines', 'account')}(?:\s+[^\s.;:,]+){{1,6}}?\s+{either('lines', 'account_to')}(?!\w)"
    source = rf"(?:{with_adverbs('lines', 'verb', 'adverb')}|{account})"
    words = openings_with_adverbs("lines", "verb", "adverb")
    return opening(source, (*words, *phrase_set("lines", "account")))


@cache
def _report() -> re.Pattern[str]:
    adverb = branches("lines", "adverb")
    way = rf"(?:(?:\s+{adverb})*\s+{either('lines', 'report_to')}(?!\w)|\s+{either('lines', 'report_on')}(?!\w))"
    return opening(rf"{leading('lines', 'report')}{way}", phrase_set("lines", "report"))


def has_cue(text: str) -> bool:
    """Whether a folded text says by a sentence, not by a label, who is above.

    >>> has_cue("sous la responsabilite hierarchique du chef de mission"), has_cue("chef de mission")
    (True, False)
    """
    return bool(_under().search(text) or _verb().search(text))


def find_cues(document: Document, header: Header) -> list[Cue]:
    """Every cue of the folded text, in its order; a second line's only where its sentence has a first one."""
    found = [Cue(*match.span(), match.group(), "reports-to.under") for match in document.find(_under())]
    under = [cue.start for cue in found]
    found += [
        Cue(*match.span(), match.group(), OTHERS if _is_of_others(document, match.start()) else "reports-to.verb")
        for match in document.find(_verb())
        if not any(match.start() < start < match.end() for start in under)
    ]
    for match in document.find(_report()):
        if _is_of_others(document, match.start()):
            found.append(Cue(*match.span(), match.group(), OTHERS))
        elif _is_reporter(document, header, match.start()):
            found.append(Cue(*match.span(), match.group(), "reports-to.report"))
    seconds = {cue.start: cue for first in found for cue in _seconds(document, first)}
    return sorted([*found, *seconds.values()])


def _is_of_others(document: Document, position: int) -> bool:
    before = read_tokens(document, max(0, position - _BEFORE), position)[-1:]
    return bool(before) and before[0].text in phrase_set("lines", "others")


def _seconds(document: Document, first: Cue) -> Iterator[Cue]:
    stop = min(document.folded.index(document.sentence_at(document.folded.offsets[first.start]).end), first.end + _ASKED)
    for match in _again().finditer(document.folded.text, first.end, max(first.end, stop)):
        if not match.group().endswith(" to") or first.rule == "reports-to.report":
            yield Cue(*match.span(), match.group(), "reports-to.again")


@cache
def form_label() -> re.Pattern[str]:
    """A label put together of a noun and what kind of line it is ("supérieur hierarchique direct", "reports to (functional)")."""
    noun, adjective = branches("lines", "form", "noun"), branches("lines", "form", "adjective")
    plural = r"(?:\s?\(?s\)?(?!\w))?"
    before, after = rf"(?:{adjective}\s+)+{noun}{plural}", rf"{noun}{plural}(?:\s*[(/]?\s*{adjective}{plural}\s*\)?)+"
    alone = rf"{branches('lines', 'form', 'alone')}(?=\s*[:=])"
    words = phrase_set("lines", "form", "noun") | phrase_set("lines", "form", "adjective") | phrase_set("lines", "form", "alone")
    return opening(rf"(?<!\w)(?:{before}|{after}|{alone})[^\S\n]*(?P<end>[:=]|$|(?=\n))?", words)


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
    start = max(document.folded.index(sentence.start), position - _ASKED)
    return document.search(pattern("lines", "doubt"), start, position) is not None


def _is_reporter(document: Document, header: Header, position: int) -> bool:
    """Whether what stands before "report to" makes it a verb of the post: nothing, a sign, a pronoun, a title."""
    sentence = document.sentence_at(document.folded.offsets[position])
    start = max(document.folded.index(sentence.start), position - _BEFORE)
    before = read_tokens(document, start, position)
    if not before or before[-1].sign:
        return True
    if before[-1].text in phrase_set("lines", "relative"):
        other = last_title_before(document, start, before[-1].start)
        return other is None or is_own(header, other.value)
    return before[-1].text in phrase_set("lines", "reporter") or has_head(before[-1:]) or has_head(before[-3:], "heads")


def of_employer(document: Document, header: Header, cue: Cue, sentence: Span) -> bool:
    """Whether the sentence that opens with a cue goes on with the employer, whose own work it tells of.

    "Under the direction of the regional office, Relief Aid began its work in 2018", but not "..., Relief Aid seeks a Nurse".
    """
    low, high = document.folded_span(sentence)
    if header.employer is None or cue.start - low > _OPENING or document.search(compiled("title", "seeking"), low, high):
        return False
    own = {e.iri for span in header.employer.evidence for e in _organizations_at(document, Span(span.start, span.end))}
    for comma in _COMMA.finditer(document.folded.text, cue.end, min(high, cue.end + _AFTER)):
        start = document.folded.offsets[comma.end() - 1] + 1
        named = {e.iri for e in _organizations_at(document, Span(start, start + _NAME)) if e.iri in own}
        if named or document.folded.text.startswith(fold_name(str(header.employer.value)), comma.end()):
            return True
    return False


def _organizations_at(document: Document, span: Span) -> Iterator[Entity]:
    """What the first known name of an organization means that a span begins with."""
    for mention in document.mentions_in(span, "organization"):
        if mention.start == span.start:
            yield from mention.entities
