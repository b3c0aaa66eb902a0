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
from collections.abc import Iterator
from functools import cache

from organigram.extraction.clause_names import clause_names, line_names, rest_of_line
from organigram.extraction.document import Document, Span
from organigram.extraction.employer_forms import whole_name
from organigram.extraction.employer_own import leading, own_things
from organigram.extraction.first_lines import first_line, is_place
from organigram.extraction.introductions import Candidate, cue, formed, headed, heading_line, introduced
from organigram.extraction.layout import trim
from organigram.extraction.name_shapes import names_kind, whole_name_in
from organigram.extraction.names import NameReader
from organigram.extraction.patterns import either, phrase_set, spaced
from organigram.extraction.subjects import LONGEST, name_before, words_of
from organigram.extraction.tokens import read_tokens, span_of, tidy
from organigram.extraction.traces import abbreviated, frequent, hosted
from organigram.folding import fold_name
from organigram.model import Item

_BEFORE = 330
_EARLY = 1500
_SURE = 0.8
#: From here on a label or a verb says who hires.
_TOLD = 0.9
#: Capitals of a name that is made of common words.
_CAPITALS = 4
#: Labels with their values below them that make a flattened table.
_TABLE = 4
#: A second subject.
_SECOND = re.compile(rf"\s{either('small', 'and')}\s{spaced('small', 'article')}(?=[A-ZÀ-Þ])")
#: A name begins, its article left out.
_NAME_NEXT = re.compile(rf"{spaced('small', 'article', capital=True)}?[A-ZÀ-Þ]")
_SITS = re.compile(rf"(?:,?\s{either('small', 'in_place')}\s|,\s)(?:[A-ZÀ-Þ][\w'’-]+,\s)?")
_DASH = re.compile(r"\s[-–—|]\s|:\s")
#: An acronym in the bracket right behind a name.
_OWN_ACRONYM = re.compile(r"\s?\(([A-Z]{3,9})\)")
#: A name that was cut where a small word begins ("Statut d").
_ELIDED = re.compile(r"\b[dl]['’]?$")
#: A reference ("KARO/130 - IA.2014"), an address, and what goes over a break.
_NO_NAME = re.compile(r"/\d|\.\d{2}|\d{4}\.|@|\n\n")
#: What opens an apposition behind a subject ("Relief, an international firm, is seeking").
_APPOSED = re.compile(rf",\s{either('small', 'indefinite')}\s")
#: Behind a title, before who hires; glued to it, too.
_AT_WHOM = re.compile(rf"(?:\s+(?:{either('small', 'at_whom', capital=True)}|@)\s+|{either('small', 'glued_whom')})(?=[A-ZÀ-Þ])")
_MONTHS_TOO = re.compile(r"\s+[-–]\s|\s*\||,\s|\n")


def find_employer(document: Document, title: Item | None) -> Item | None:
    """Who hires, as written; None where the text does not say."""
    candidates = _candidates(document, title)
    first = next(candidates, None)
    if first is None:
        return None
    best = whole_name(document, first, candidates)
    value = tidy(document.quote(best.span))
    evidence = dict.fromkeys((document.evidence(*best.span), document.evidence(*first.span)))
    return Item(value, evidence=tuple(evidence), confidence=best.confidence, rule=best.rule)


def _candidates(document: Document, title: Item | None) -> Iterator[Candidate]:
    """Names in the order of their worth, each place asked only when those before it gave none."""
    head = (_labelled, _backed_first_line, _on_behalf, _hires, first_line, heading_line, _at, line_names)
    for source in (*head, clause_names, headed, hosted, introduced, formed, frequent, own_things, leading, abbreviated):
        for candidate in source(document, title):
            if _is_name(document, *candidate[:2]):
                yield candidate


def _is_name(document: Document, span: Span, confidence: float) -> bool:
    """Whether a span can be an organization's name: capitals, not a country alone, nothing that never hires."""
    text = document.quote(span)
    folded = fold_name(text)
    if len(folded) < 2 or len(folded.split()) > LONGEST or not any(character.isupper() for character in text):
        return False
    if _is_never(document, span, folded) or _NO_NAME.search(text) or _ELIDED.search(folded):
        return False
    if all(word in _no_names() for word in re.findall(r"\w'|[\w-]+", folded)) and not _is_spelt_out(document, span):
        return False
    if confidence < _TOLD and (_is_unit(document, span) or _is_undertaking(document, span)):
        return False
    if confidence < _SURE and _is_town(document, span):
        return False
    if any(field.label.start < span.end and span.start < field.label.end for field in document.fields):
        return False
    lands = document.mentions_in(span, "country")
    return not any(mention.end - mention.start == span.end - span.start for mention in lands)


def _is_never(document: Document, span: Span, folded: str) -> bool:
    """Whether a name begins as none does that hires; a known one may begin with one such word ("We Effect")."""
    never = cue("never").match(folded)
    if never is None or " " in never.group() or " " not in folded:
        return never is not None
    return not any(m.start == span.start and m.end == span.end for m in document.mentions_in(span, "organization"))


def _is_unit(document: Document, span: Span) -> bool:
    """Whether a name that is not known is of a part of an organization ("Service Achats", "Land Rights Unit")."""
    words = document.folded_in(span).split()
    part = words[0] in phrase_set("organizations", "unit_first") or words[-1] in phrase_set("organizations", "unit_last")
    return part and len(words) > 1 and not document.mentions_in(span, "organization")


def _is_spelt_out(document: Document, span: Span) -> bool:
    """Whether common words with capitals have an acronym of their own behind them ("Humanitarian Development Aid (HDA)")."""
    bracket = _OWN_ACRONYM.match(document.text, span.end)
    capitals = sum(map(str.isupper, document.quote(span)))
    return bracket is not None and capitals >= _CAPITALS and fold_name(bracket[1]) not in words_of("form")


@cache
def _no_names() -> frozenset[str]:
    """Words that only say of what kind an organization is."""
    return frozenset().union(*map(words_of, ("generic", "form", "form_after", "kinds", "small", "adverbial")))


def _is_town(document: Document, span: Span) -> bool:
    """Whether a span is a name that only the gazetteer knows; one that recruits or is called an organization is none."""
    covering = (place for place in document.places if place.start == span.start and place.end == span.end)
    return any(covering) and not document.mentions_in(span, "organization")


def _labelled(document: Document, title: Item | None) -> Iterator[Candidate]:
    for field in document.fields_of("employer"):
        value = document.quote(field.value)
        stop = re.search(r"[,;\n|]|\.\s|\s{2,}", value)
        end = field.value.start + stop.start() if stop else field.value.end
        alone = (
            "\n" in document.text[field.label.end : field.value.start]
            and ":" not in document.text[field.label.start : field.value.start]
        )
        if (not alone or _in_table(document)) and len(value) <= 120 and value[:1].isupper() and len(value.split()) <= LONGEST:
            yield Candidate(Span(field.value.start, end), 0.93, "employer.label")


def _in_table(document: Document) -> bool:
    """Whether the posting's labels stand on lines of their own, each with its value below it."""
    below = [f for f in document.fields if document.text[f.label.end : f.value.start].strip(" :") in {"\n", "\n\n"}]
    return len(below) >= _TABLE and 2 * len(below) > len(document.fields)


def _backed_first_line(document: Document, title: Item | None) -> Iterator[Candidate]:
    """A first line that more speaks for: known, with the word for its kind, or told again. A page's own heading is none of it."""
    for candidate in first_line(document, title):
        folded = document.folded_in(candidate.span)
        known = bool(document.mentions_in(candidate.span, "organization"))
        if known or names_kind() & set(folded.split()) or document.folded.text.count(folded) > 1:
            yield candidate


def _on_behalf(document: Document, title: Item | None) -> Iterator[Candidate]:
    """Names for which another recruits."""
    for match in document.find(cue("on_behalf"), Span(0, min(_EARLY, len(document.text)))):
        yield from _read(document, NameReader(document), match.end(), 0.85, "employer.on-behalf")


def _hires(document: Document, title: Item | None) -> Iterator[Candidate]:
    for match in document.find(cue("hires")):
        sentence = document.sentence_at(document.folded.offsets[match.start()])
        low, _ = document.folded_span(sentence)
        if document.folded.text[match.start() - 1 : match.start()] == "'":
            continue  # a noun ("date d'embauche")
        low = _after_announcement(document, max(low, match.start() - _BEFORE), match.start())
        end = _before_aside(document, low, _end_of_first(document, low, match))
        span = _whole_subject(document, low, end) or name_before(document, low, end)
        if span is not None and is_place(document, span):
            span = _before_place(document, low, span)
        if span is not None and not _is_undertaking(document, span):
            yield Candidate(_without_kind(document, span), 0.92, "employer.hires")


def _before_aside(document: Document, low: int, end: int) -> int:
    """Where a subject ends that something is said beside before its verb ("Relief, en partenariat avec KARO, recrute")."""
    aside = document.search(cue("said_beside"), low + 1, end)
    if aside is None and document.folded.text[low:end].rstrip().endswith(","):
        aside = _APPOSED.search(document.folded.text, low + 1, end)
    if aside is None or not any(token.capital for token in read_tokens(document, low, aside.start())):
        return end
    said = document.folded.text[aside.end() : end].rstrip()
    return aside.start() if said.endswith(",") or "," not in said else end  # else the subject comes behind the comma


def _whole_subject(document: Document, low: int, end: int) -> Span | None:
    """All of the clause before a verb where it is one name with the word for its kind; an acronym in brackets closes it."""
    bracket = document.folded.text.find("(", low, end)
    whole = whole_name_in(document, low, bracket if bracket > low else end)
    return whole if whole is not None and names_kind() & set(document.folded_in(whole).split()) else None


def _before_place(document: Document, low: int, place: Span) -> Span:
    """The name before the place that ends a subject ("The Hill Mission in Nairobi, Kenya is seeking"); the place if none is."""
    span = name_before(document, low, document.folded.index(place.start))
    return span if span is not None and _SITS.fullmatch(document.text, span.end, place.start) else place


def _without_kind(document: Document, span: Span) -> Span:
    """A name without the small words before it that say of what kind it is ("ONG internationale CNS"), or who governs it."""
    board = cue("governing").match(document.folded_in(span))
    if board is not None and board.end() < len(document.folded_in(span)):
        low = document.folded.index(span.start) + board.end()
        span = trim(document.text, document.folded.offsets[low], span.end)
    tokens = read_tokens(document, *document.folded_span(span))
    first = next((i for i, t in enumerate(tokens) if t.text not in words_of("generic") or (t.capital and not t.shouted)), 0)
    if first == 0:
        return span
    known = [m.start for m in document.mentions_in(span, "organization") if m.end == span.end]
    start = (
        span_of(document, tokens[first].start, tokens[first].end).start
        if tokens[first].capital
        else min(known, default=span.start)
    )
    return Span(start, span.end)


def _end_of_first(document: Document, low: int, verb: re.Match[str]) -> int:
    """Where the first subject of a verb of several ends in the folded text ("Relief et le Collectif Eau sont ...")."""
    second = _SECOND.search(document.text, *document.original(low, verb.start())) if cue("several").match(verb.group()) else None
    return document.folded.index(second.start()) if second else verb.start()


def _after_announcement(document: Document, low: int, end: int) -> int:
    """The place in the folded text after words that only announce the posting ("Offre d'emploi – Relief recrute")."""
    text = document.folded.text
    if cue("adverbial").match(text, low, end):
        comma = text.rfind(", ", low, end)
        low = comma + 2 if comma >= 0 and _NAME_NEXT.match(document.text, document.folded.offsets[comma + 2]) else low
    for match in _DASH.finditer(text, low, end):
        if cue("never").match(text[low : match.start()].lstrip()) or cue("not_first").match(text[low : match.start()].lstrip()):
            low = match.end()
    return low


def _at(document: Document, title: Item | None) -> Iterator[Candidate]:
    """Names after "is now available at", "Join", and after "at" in the headline."""
    reader = NameReader(document)
    if title is not None and title.evidence:
        end = title.evidence[0].end
        line = document.sentence_at(end - 1)
        tail = _AT_WHOM.match(document.text[end : line.end])
        if tail:
            start = end + tail.end()
            stop = _MONTHS_TOO.search(document.text, start, line.end)
            yield Candidate(Span(start, stop.start() if stop else line.end), 0.93, "employer.headline")
    for match in document.find(cue("at")):
        position = document.folded.offsets[match.start()]
        early = match.start() < 600
        opens = document.sentence_at(position).start >= position - 3
        if match.group() not in words_of("anywhere") and not (opens and (early or match.group() == "about")):
            continue
        for candidate in _read(document, reader, match.end(), 0.85 if early else 0.75, "employer.at"):
            if not _is_undertaking(document, candidate.span):
                yield candidate


def _is_undertaking(document: Document, span: Span) -> bool:
    """Whether a name ends in the word for a project, and no organization is called so."""
    last = document.folded_in(span).split()[-1:]
    return bool(last) and last[0] in words_of("undertakings") and not document.mentions_in(span, "organization")


def _read(document: Document, reader: NameReader, position: int, confidence: float, rule: str) -> Iterator[Candidate]:
    if (whole := rest_of_line(document, position)) is not None:
        yield Candidate(whole, confidence, rule)
        return
    line = document.folded.text.find("\n", position + 1)
    name = reader.read(position, line if line >= 0 else len(document.folded.text))
    if name is not None:
        yield Candidate(span_of(document, name.start, name.end), confidence, rule)
