"""What else in a posting's own text tells which organization hires, where nothing introduces it.

An address holds its letters, the text names it more often than any other, or gives its long form with an acronym.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from organigram.extraction import cues
from organigram.extraction.acronyms import abbreviations
from organigram.extraction.document import Document, Span
from organigram.extraction.introductions import Candidate, cue, heads_title, is_project, kinds_of_names
from organigram.extraction.patterns import either, spaced
from organigram.folding import fold_name
from organigram.model import Item

if TYPE_CHECKING:
    from organigram.vocabulary import Mention

_EARLY = 1500
#: Characters in which it is said what one is.
_SAID = 60
_OPENING = 200
_PAYS_BEFORE = 60
#: Characters in which words such as "according to the rules of" stand before a name.
_CITED = 50
#: Words of a long form that is still too short for a name.
_SHORTEST = 2
_HOST = re.compile(r"(?:@|www\.|https?://(?:www\.)?)([a-z0-9-]{3,40})\.[a-z]")
#: A word that opens a sentence, behind an article at most, and goes on in small letters.
_SUBJECT = re.compile(rf"{spaced('small', 'one_article', capital=True)}?(\S+)\s[a-zà-ÿ]")
_ACRONYM = re.compile(r"\s*\(([^()]{2,60})\)")


def hosted(document: Document, title: Item | None) -> Iterator[Candidate]:
    """A name whose letters are the host of an address in the text ("jobs@islamichelp.org")."""
    hosts = {host.replace("-", "") for host in _HOST.findall(document.folded.text)} - {
        "careercenter",
        "gmail",
        "yahoo",
        "hotmail",
    }
    if not hosts:
        return
    for span in _capital_runs(document):
        letters = re.sub(r"[^a-z0-9]", "", fold_name(document.quote(span)))
        if len(letters) > 3 and letters in hosts:
            yield Candidate(span, 0.8, "employer.address")
            return


def _capital_runs(document: Document) -> Iterator[Span]:
    for match in re.finditer(rf"[A-ZÀ-Þ][\w'’]*(?:[ -](?:{either('small', 'in_host')} )?[A-ZÀ-Þ][\w]*){{0,5}}", document.text):
        words = list(re.finditer(r"[^\s-]+", match.group()))
        for first in range(len(words)):
            for last in range(len(words), first, -1):
                yield Span(match.start() + words[first].start(), match.start() + words[last - 1].end())


def frequent(document: Document, title: Item | None) -> Iterator[Candidate]:
    """The organization of the vocabulary that the text names most often, the earlier where two are named alike."""
    named = [
        m
        for m in document.mentions
        if any(entity.kind == "organization" for entity in m.entities)
        and not _is_cited(document, m.start)
        and not any(section.heading.start <= m.start < section.heading.end for section in document.sections)
    ]
    payers = {entity.iri for m in named if _pays(document, m.start) for entity in m.entities}
    mentions = [m for m in named if not any(entity.iri in payers for entity in m.entities)]
    counts = Counter(fold_name(document.text[m.start : m.end]) for m in mentions)
    for mention in sorted(mentions, key=lambda m: (-counts[fold_name(document.text[m.start : m.end])], m.start)):
        once = counts[fold_name(document.text[mention.start : mention.end])] == 1
        if not once or mention.start < _OPENING or _acts(document, mention.end) or (len(named) == 1 and _owns(document, mention)):
            yield Candidate(Span(mention.start, mention.end), 0.6, "employer.frequent")
            return


def _owns(document: Document, mention: Mention) -> bool:
    """Whether the words before or behind a name say that something is its own ("the offices of Relief", "Relief's team")."""
    start = document.folded.index(mention.start)
    before = document.folded.text[max(0, start - _CITED) : start]
    return any(match.end() >= len(before.rstrip()) for match in cue("owned").finditer(before))


def _acts(document: Document, end: int) -> bool:
    """Whether a verb by which an organization presents itself follows a name."""
    return cue("acts").match(document.folded.text, document.folded.index(end) + 1) is not None


def _is_cited(document: Document, start: int) -> bool:
    """Whether a name is that of a source of figures ("selon le HCR")."""
    end = document.folded.index(start)
    return any(match.end() >= end - 5 for match in cue("cited").finditer(document.folded.text, max(0, end - _CITED), end))


def _pays(document: Document, start: int) -> bool:
    """Whether the words right before a name say that it pays."""
    end = document.folded.index(start)
    before = document.folded.text[max(0, end - _PAYS_BEFORE) : end]
    last = next(reversed(list(cues.compiled("donors", "pays").finditer(before))), None)
    return last is not None and len(before[last.end() :].split()) <= 1


def abbreviated(document: Document, title: Item | None) -> Iterator[Candidate]:
    """The first long form with its acronym in the first part of the text."""
    for short, long in abbreviations(document.text[:_EARLY]).items():
        position = document.text.find(long)
        titled = title is not None and fold_name(long) in fold_name(str(title.value))
        span = Span(position, position + len(long))
        after = _ACRONYM.sub("", document.text[span.end : span.end + _SAID], count=1)
        if position < 0 or len(long.split()) <= _SHORTEST or titled or _pays(document, position):
            continue
        if not (_acting_words().intersection(fold_name(long).split()) or _opens_sentence(document, short)):
            continue
        if not heads_title(document, span.end) and not is_project(document, span, fold_name(after), None):
            yield Candidate(span, 0.5, "employer.abbreviated")


def _opens_sentence(document: Document, acronym: str) -> bool:
    """Whether a sentence opens with an acronym and goes on in small letters, as it does with a subject ("HRC has been")."""
    openings = (_SUBJECT.match(document.text, sentence.start, sentence.end) for sentence in document.sentences)
    return any(opening is not None and opening[1] == acronym for opening in openings)


@cache
def _acting_words() -> frozenset[str]:
    """Words that names of organizations hold, rather than those of diseases, regions or papers."""
    tables = ("institutions", "bodies", "joined", "marks", "public_bodies", "bodies_too", "acting_words")
    return frozenset().union(kinds_of_names(), *(cues.phrases(cues.load("organizations")[table]) for table in tables))
