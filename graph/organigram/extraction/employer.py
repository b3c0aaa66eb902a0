"""The organization that hires: who seeks, whose line opens the posting, whom it is about.

The places where postings name it are asked in the order of their worth. Of an acronym and its long form the long form is taken,
and of a name and the same name with more to it ("Relief", "Relief Belgium") the longer one. Job boards never are it.

>>> from organigram.extraction.document import Document
>>> from organigram.model import Posting
>>> class NoVocabulary:
...     def mentions(self, text, folded, kinds=()): return []
>>> text = "Pour son siège, l'association Secours aux Enfants (SAE) recrute un.e comptable."
>>> found = find_employer(Document(Posting("a", "a.txt", "fr", text), NoVocabulary()), None)
>>> found.value, found.rule
('Secours aux Enfants', 'employer.hires')
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from organigram.extraction import cues
from organigram.extraction.acronyms import abbreviations
from organigram.extraction.document import Document, Span
from organigram.extraction.names import NameReader, name_key
from organigram.extraction.subjects import LONGEST, may_act, name_before, words_of
from organigram.extraction.titles import has_head
from organigram.extraction.tokens import read_tokens, span_of, tidy
from organigram.folding import fold_name
from organigram.model import Item

_BEFORE = 330
_EARLY = 1500
#: Where the head of a posting names the employer, it does so in full.
_HEADED_RULES = frozenset({"employer.label", "employer.first-line", "employer.headline"})
_OPENING = 200
_PAYS_BEFORE = 60
#: Labels with their values below them that make a flattened table.
_TABLE = 4
_MONTHS_TOO = re.compile(r"\s+[-–|]\s|,\s|\n")
_HOST = re.compile(r"(?:@|www\.|https?://(?:www\.)?)([a-z0-9-]{3,40})\.[a-z]")
_ACRONYM = re.compile(r"\s*\(([^()]{2,60})\)")


class _Candidate(NamedTuple):
    """A name at a place of the original, and how it was found."""

    span: Span
    confidence: float
    rule: str


def find_employer(document: Document, title: Item | None) -> Item | None:
    """Who hires, as written; None where the text does not say."""
    candidates = _candidates(document, title)
    first = next(candidates, None)
    if first is None:
        return None
    best = _long_form(document, first, candidates)
    value = tidy(document.quote(best.span))
    evidence = dict.fromkeys((document.evidence(*best.span), document.evidence(*first.span)))
    return Item(value, evidence=tuple(evidence), confidence=best.confidence, rule=best.rule)


def _candidates(document: Document, title: Item | None) -> Iterator[_Candidate]:
    """Names in the order of their worth, each place asked only when those before it gave none."""
    for source in (_labelled, _first_line, _on_behalf, _hires, _at, _headed, _hosted, _introduced, _frequent, _abbreviated):
        for candidate in source(document, title):
            if _is_name(document, candidate.span):
                yield candidate


def _cue(table: str) -> re.Pattern[str]:
    return cues.compiled("employer", table)


def _is_name(document: Document, span: Span) -> bool:
    """Whether a span can be an organization's name: capitals, not a place alone, nothing that never hires."""
    text = document.quote(span)
    folded = fold_name(text)
    if len(folded) < 2 or len(folded.split()) > LONGEST or not any(character.isupper() for character in text):
        return False
    if _cue("never").match(folded) or "@" in text or "\n\n" in text:
        return False
    known = document.mentions_in(span, "country")
    if any(mention.end - mention.start == span.end - span.start for mention in known):
        return False
    covering = (place for place in document.places if place.start == span.start and place.end == span.end)
    return not any(covering) or bool(document.mentions_in(span, "organization"))


def _labelled(document: Document, title: Item | None) -> Iterator[_Candidate]:
    for field in document.fields_of("employer"):
        value = document.quote(field.value)
        stop = re.search(r"[,;\n|]|\.\s|\s{2,}", value)
        end = field.value.start + stop.start() if stop else field.value.end
        alone = (
            "\n" in document.text[field.label.end : field.value.start]
            and ":" not in document.text[field.label.end : field.value.start]
        )
        if (not alone or _in_table(document)) and len(value) <= 120 and value[:1].isupper() and len(value.split()) <= LONGEST:
            yield _Candidate(Span(field.value.start, end), 0.93, "employer.label")


def _in_table(document: Document) -> bool:
    """Whether the posting's labels stand on lines of their own, each with its value below it."""
    below = [f for f in document.fields if document.text[f.label.end : f.value.start].strip(" :") == "\n"]
    return len(below) >= _TABLE and 2 * len(below) > len(document.fields)


def _first_line(document: Document, title: Item | None) -> Iterator[_Candidate]:
    """A short first line that is no title, with the title's field below it; or a name right under the headline."""
    lines = document.paragraphs[:6]
    titled = min((field.label.start for field in document.fields_of("title")), default=None)
    headed = lines and any(section.heading.start == lines[0].start for section in document.sections)
    if lines and not headed and titled is not None and any(line.start <= titled < line.end for line in lines[1:4]):
        yield from _line_name(document, lines[0], 0.92, "employer.first-line")
    if title is not None and title.rule == "title.headline":
        following = next((line for line in lines if line.start >= title.evidence[0].end), None)
        if following is not None and "(" in document.quote(following):
            yield from _line_name(document, following, 0.75, "employer.below-title")


def _line_name(document: Document, line: Span, confidence: float, rule: str) -> Iterator[_Candidate]:
    folded = document.folded_in(line)
    words = folded.split()
    start, end = document.folded_span(line)
    if (
        len(words) > 12
        or (len(words) > 4 and folded.endswith("."))
        or folded.endswith(":")
        or _cue("not_first").search(re.sub(r"^project \w", "", folded))
    ):
        return
    if has_head(read_tokens(document, start, end)) and not document.mentions_in(line, "organization"):
        return
    text = document.quote(line)
    comma = text.rfind(", ")
    if comma > 0 and _is_place(document, Span(line.start + comma + 2, line.end)):
        line = Span(line.start, line.start + comma)
    bracket = re.search(r"\s*\([^()]*\)\s*$", document.quote(line))
    tail = _cue("tail").search(document.folded_in(line))
    cut = line.start + bracket.start() if bracket else document.folded.offsets[start + tail.start()] if tail else line.end
    yield _Candidate(Span(line.start, cut), confidence, rule)


def _is_place(document: Document, span: Span) -> bool:
    covered = [
        m for m in (*document.mentions_in(span, "country"), *document.places) if span.start <= m.start and m.end <= span.end
    ]
    return any(mention.end - mention.start >= (span.end - span.start) - 2 for mention in covered)


def _on_behalf(document: Document, title: Item | None) -> Iterator[_Candidate]:
    """Names for which another recruits."""
    for match in document.find(_cue("on_behalf"), Span(0, min(_EARLY, len(document.text)))):
        yield from _read(document, NameReader(document), match.end(), 0.85, "employer.on-behalf")


def _hires(document: Document, title: Item | None) -> Iterator[_Candidate]:
    for match in document.find(_cue("hires")):
        sentence = document.sentence_at(document.folded.offsets[match.start()])
        low, _ = document.folded_span(sentence)
        span = name_before(document, max(low, match.start() - _BEFORE), match.start())
        if span is not None:
            yield _Candidate(span, 0.92, "employer.hires")


def _at(document: Document, title: Item | None) -> Iterator[_Candidate]:
    """Names after "is now available at", "Join", and after "at" in the headline."""
    reader = NameReader(document)
    if title is not None and title.evidence:
        end = title.evidence[0].end
        line = document.sentence_at(end - 1)
        tail = re.match(r"\s+(?:at|@|chez)\s+(?=[A-ZÀ-Þ])", document.text[end : line.end])
        if tail:
            start = end + tail.end()
            stop = _MONTHS_TOO.search(document.text, start, line.end)
            yield _Candidate(Span(start, stop.start() if stop else line.end), 0.93, "employer.headline")
    for match in document.find(_cue("at")):
        position = document.folded.offsets[match.start()]
        early = match.start() < 600
        opens = document.sentence_at(position).start >= position - 3
        if match.group() not in words_of("anywhere") and not (opens and (early or match.group() == "about")):
            continue
        yield from _read(document, reader, match.end(), 0.85 if early else 0.75, "employer.at")


def _read(document: Document, reader: NameReader, position: int, confidence: float, rule: str) -> Iterator[_Candidate]:
    line = document.folded.text.find("\n", position + 1)
    name = reader.read(position, line if line >= 0 else len(document.folded.text))
    if name is not None:
        yield _Candidate(span_of(document, name.start, name.end), confidence, rule)


def _headed(document: Document, title: Item | None) -> Iterator[_Candidate]:
    """The name that the text of a section about the organization begins with."""
    reader = NameReader(document)
    for section in document.sections:
        if section.key == "about":
            start, end = document.folded_span(Span(section.body.start, min(section.body.end, section.body.start + 200)))
            comma = document.folded.text.find(",", start, end)
            name = reader.read(comma + 1 if comma > 0 and _cue("opens").match(document.folded.text, start) else start, end)
            if name is not None:
                yield _Candidate(span_of(document, name.start, name.end), 0.8, "employer.about")


def _introduced(document: Document, title: Item | None) -> Iterator[_Candidate]:
    """A sentence that opens with a name and says that it is an organization, in the first part of the text."""
    reader = NameReader(document)
    for sentence in document.sentences[:40]:
        low, high = document.folded_span(sentence)
        if (verb := _cue("acts").search(document.folded.text, low + 3, min(high, low + 130))) and sentence.start < _EARLY:
            span = name_before(document, low, verb.start())
            if span is not None and document.folded.index(span.start) - low <= 8 and may_act(document, span):
                yield _Candidate(span, 0.75, "employer.introduced")
        name = reader.read(low, min(high, low + 160))
        if name is None or name.start - low > 30:
            continue
        bracket = _ACRONYM.match(document.folded.text, name.end, high)
        after = document.folded.text[bracket.end() if bracket else name.end : min(high, name.end + 200)].lstrip()
        sure = _cue("kinds").search(after[:110])
        opening = sentence.start == document.sentences[0].start and name.start == low
        if _cue("is_one").match(after) and (sure or bracket or opening):
            yield _Candidate(span_of(document, name.start, name.end), 0.8 if sure else 0.7, "employer.introduced")
        elif bracket and sentence.start < len(document.text) // 2 and name.acronym:
            yield _Candidate(span_of(document, name.start, name.end), 0.6, "employer.introduced")


def _hosted(document: Document, title: Item | None) -> Iterator[_Candidate]:
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
            yield _Candidate(span, 0.8, "employer.address")
            return


def _capital_runs(document: Document) -> Iterator[Span]:
    for match in re.finditer(
        r"[A-ZÀ-Þ][\w'’]*(?:[ -](?:of |the |de |du |des |la |et |for |pour )?[A-ZÀ-Þ][\w]*){0,5}", document.text
    ):
        words = list(re.finditer(r"[^\s-]+", match.group()))
        for first in range(len(words)):
            for last in range(len(words), first, -1):
                yield Span(match.start() + words[first].start(), match.start() + words[last - 1].end())


def _frequent(document: Document, title: Item | None) -> Iterator[_Candidate]:
    """The organization of the vocabulary that the text names most often, the earlier where two are named alike."""
    named = [m for m in document.mentions if any(entity.kind == "organization" for entity in m.entities)]
    payers = {entity.iri for m in named if _pays(document, m.start) for entity in m.entities}
    mentions = [m for m in named if not any(entity.iri in payers for entity in m.entities)]
    counts = Counter(fold_name(document.text[m.start : m.end]) for m in mentions)
    for mention in sorted(mentions, key=lambda m: (-counts[fold_name(document.text[m.start : m.end])], m.start)):
        if counts[fold_name(document.text[mention.start : mention.end])] > 1 or mention.start < _OPENING:
            yield _Candidate(Span(mention.start, mention.end), 0.6, "employer.frequent")
            return


def _pays(document: Document, start: int) -> bool:
    """Whether the words right before a name say that it pays."""
    end = document.folded.index(start)
    before = document.folded.text[max(0, end - _PAYS_BEFORE) : end]
    last = next(reversed(list(cues.compiled("donors", "pays").finditer(before))), None)
    return last is not None and len(before[last.end() :].split()) <= 1


def _abbreviated(document: Document, title: Item | None) -> Iterator[_Candidate]:
    """The first long form with its acronym in the first part of the text."""
    for long in abbreviations(document.text[:_EARLY]).values():
        position = document.text.find(long)
        titled = title is not None and fold_name(long) in fold_name(str(title.value))
        if position >= 0 and len(long.split()) > 2 and not titled:
            yield _Candidate(Span(position, position + len(long)), 0.5, "employer.abbreviated")


def _long_form(document: Document, best: _Candidate, others: Iterator[_Candidate]) -> _Candidate:
    """The best candidate, or what it is short for: its acronym's long form, or the same name with more words of its own."""
    name = tidy(document.quote(best.span))
    acronym = name.split()[0]
    if len(name.split()) <= 2 and sum(character.isupper() for character in acronym) >= 2:
        long = abbreviations(document.text).get(acronym)
        position = document.text.find(long) if long else -1
        if long and position >= 0:
            return best._replace(span=Span(position, position + len(long)))
        for other in others:
            words = [word for word in re.findall(r"\w+", fold_name(document.quote(other.span))) if word not in words_of("small")]
            if len(words) > 1 and "".join(word[0] for word in words) in {fold_name(name), fold_name(acronym) + "i"}:
                return best._replace(span=other.span)
    if best.rule in _HEADED_RULES:
        return best
    return best._replace(span=_with_chapter(document, best.span))


def _with_chapter(document: Document, span: Span) -> Span:
    """The place where the same name goes on with its country or another organization of the vocabulary has it as its start."""
    name = fold_name(document.quote(span))
    for low, high in document.find_names([name_key(name)]):
        if document.folded.text[high : high + 1] not in {" ", "-"}:
            continue
        start, end = document.original(low, high)
        longer = [
            m for m in document.mentions if m.start == start and m.end > end and any(e.kind == "organization" for e in m.entities)
        ]
        country = [m for m in document.mentions_in(Span(end, end + 40), "country") if m.start == end + 1]
        if longer and len(document.text[end : longer[0].end].split()) == 1:
            return Span(longer[0].start, longer[0].end)
        if country:
            return Span(start, country[0].end)
    return span
