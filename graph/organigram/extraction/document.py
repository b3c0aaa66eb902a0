"""A posting laid out for the rules: its lines, sentences, labelled fields, sections and mentions, each with its place.

Every span is ``(start, end)`` in the posting's own text; patterns run over the folded text, and :meth:`Document.original`
leads back.

>>> from organigram.extraction.document import Document
>>> from organigram.model import Posting
>>> class NoVocabulary:
...     def mentions(self, text, folded, kinds=()): return []
>>> document = Document(Posting("a", "a.txt", "en", "Post: Nurse\\nReports to: Head of\\nMission"), NoVocabulary())
>>> [(field.key, document.quote(field.value)) for field in document.fields]
[('title', 'Nurse'), ('reports_to', 'Head of')]
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from organigram.extraction.acronyms import abbreviations, spelt_out
from organigram.extraction.calendar import is_month
from organigram.extraction.fields import Field, Mark, Section, find_fields, find_marks, find_sections
from organigram.extraction.layout import Span, find_lines, find_paragraphs
from organigram.extraction.searching import Searched
from organigram.extraction.sentences import split_sentences
from organigram.folding import Folded, fold
from organigram.model import Evidence, Posting

if TYPE_CHECKING:
    from organigram.vocabulary import Mention

__all__ = ["Document", "Field", "MentionSource", "Section", "Span"]


class MentionSource(Protocol):
    """What a document asks of a vocabulary."""

    def mentions(self, text: str, folded: Folded, kinds: Collection[str] = ()) -> list[Mention]:
        """Names of the vocabulary in the text, leftmost and longest."""


class Document(Searched):
    """A posting and what can be seen of its shape. Built once, read by every rule; each part is worked out when asked for."""

    def __init__(self, posting: Posting, vocabulary: MentionSource) -> None:
        self.posting = posting
        self.vocabulary = vocabulary
        self.text = posting.text
        self.language = posting.language
        super().__init__(fold(posting.text))
        self.tokens: dict[int, Any] = {}

    def parts(self) -> Iterator[object]:
        """The parts that every rule reads, worked out one after another."""
        yield self.paragraphs
        yield self.sentences
        yield self.fields, self.sections
        yield self.mentions, self.places

    @cached_property
    def lines(self) -> tuple[Span, ...]:
        """Lines that are not blank, without the white space at their ends."""
        return find_lines(self.text)

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """Lines that are not blank; where the text was wrapped at a fixed width, its lines joined."""
        return find_paragraphs(self.text, self.folded, self.lines)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Sentences and items of lists; none goes over the end of a paragraph."""
        return tuple(sentence for paragraph in self.paragraphs for sentence in split_sentences(self.text, paragraph))

    @cached_property
    def _marks(self) -> tuple[Mark, ...]:
        return find_marks(self.text, self.folded, self.paragraphs)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Values with a known label, in the order of the text."""
        return find_fields(self.text, self.folded, self.paragraphs, self._marks)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Stretches under a known heading, in the order of the text. What stands before the first heading is in none."""
        return find_sections(self.text, self.paragraphs, self._marks)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Every name of the vocabulary that stands in the text."""
        return tuple(self.vocabulary.mentions(self.text, self.folded))

    @cached_property
    def places(self) -> tuple[Mention, ...]:
        """Every name of a city or region that stands in the text with a capital, in whichever country; no month of a date."""
        found = self.vocabulary.mentions(self.text, self.folded, ("place",))
        return tuple(m for m in found if not is_month(self.folded.text, *self.folded_span(Span(m.start, m.end))))

    @cached_property
    def organizations(self) -> dict[int, Mention]:
        """Mentions that may be of organizations, by where they begin in the folded text."""
        index = self.folded.index
        return {
            index(mention.start): mention
            for mention in self.mentions
            if any(entity.kind == "organization" for entity in mention.entities)
        }

    @cached_property
    def acronyms(self) -> Mapping[str, str]:
        """Acronyms that the text spells out, with their long forms."""
        return abbreviations(self.text)

    @cached_property
    def spelt_out(self) -> Mapping[int, int]:
        """Names that an acronym in brackets closes, by where they begin in the folded text, with their ends."""
        spans = [self.folded_span(Span(*span)) for span in spelt_out(self.text)]
        names = dict.fromkeys(" ".join(fold(self.folded.text[start:end]).words.texts) for start, end in spans)
        return dict([*(self.find_names(names) if names else ()), *reversed(spans)])  # the first of two wins

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    @cached_property
    def _mention_starts(self) -> list[int]:
        return [mention.start for mention in self.mentions]

    @cached_property
    def _section_starts(self) -> list[int]:
        return [section.heading.start for section in self.sections]

    def fields_of(self, *keys: str) -> tuple[Field, ...]:
        """The fields of these keys, in the order of the text."""
        return tuple(field for field in self.fields if field.key in keys)

    def section_of(self, position: int) -> str:
        """The key of the section that a position is in, ``""`` where it is in none."""
        index = bisect_right(self._section_starts, position) - 1
        return self.sections[index].key if index >= 0 else ""

    def sentence_at(self, position: int) -> Span:
        """The sentence that a position is in, or the last one before it; the whole text where there is none."""
        index = bisect_right(self._sentence_starts, position) - 1
        return self.sentences[index] if index >= 0 else Span(0, len(self.text))

    def mentions_in(self, span: Span, *kinds: str) -> list[Mention]:
        """Mentions that lie within a span; with kinds, those that may be of one of them."""
        first = bisect_right(self._mention_starts, span.start - 1)
        last = bisect_right(self._mention_starts, span.end - 1)
        return [
            mention
            for mention in self.mentions[first:last]
            if mention.end <= span.end and (not kinds or any(entity.kind in kinds for entity in mention.entities))
        ]

    def quote(self, span: Span) -> str:
        """The text of a span as it stands."""
        return self.text[span.start : span.end]

    def evidence(self, start: int, end: int) -> Evidence:
        """Evidence from a span, white space at its ends left out."""
        raw = self.text[start:end]
        start += len(raw) - len(raw.lstrip())
        quote = raw.strip()
        return Evidence(start, start + len(quote), quote)

    def original(self, start: int, end: int) -> Span:
        """The span of the text that a span of the folded text came from."""
        return Span(*self.folded.original(start, end))

    def folded_span(self, span: Span) -> tuple[int, int]:
        """Where a span of the text stands in the folded text."""
        folded = self.folded
        if folded.same and span.end <= len(self.text):
            return span
        return folded.index(span.start), folded.index(span.end)

    def folded_in(self, span: Span) -> str:
        """The folded text of a span."""
        start, end = self.folded_span(span)
        return self.folded.text[start:end]

    def find(self, pattern: re.Pattern[str], span: Span | None = None) -> Iterator[re.Match[str]]:
        """Where a cue pattern fits the folded text, or a span of it; positions are the folded text's."""
        if span is None:
            return self.find_between(pattern, 0, len(self.folded.text))
        return self.find_between(pattern, *self.folded_span(span)) if self.may_hold(pattern) else iter(())
