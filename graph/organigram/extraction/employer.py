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

from organigram.extraction.acronyms import abbreviations
from organigram.extraction.document import Document, Span
from organigram.extraction.introductions import Candidate, abbreviated, cue, formed, frequent, headed, hosted, introduced
from organigram.extraction.names import NameReader, name_key
from organigram.extraction.subjects import LONGEST, name_before, words_of
from organigram.extraction.titles import has_head
from organigram.extraction.tokens import read_tokens, span_of, tidy
from organigram.folding import fold_name
from organigram.model import Item

_BEFORE = 330
_EARLY = 1500
_SURE = 0.8
#: Where the head of a posting names the employer, it does so in full.
_HEADED_RULES = frozenset({"employer.label", "employer.first-line", "employer.headline"})
#: Labels with their values below them that make a flattened table.
_TABLE = 4
#: A second subject.
_SECOND = re.compile(r"\s(?:et|and)\s(?:l[ea]s?\s|l['’]|the\s)(?=[A-ZÀ-Þ])")
#: Who pays and who runs what a first line names ("USAID/PADCO Rural Roads Program").
_PAID_AND_RUN = re.compile(r"[A-Z]{2,}\s?/\s?([A-Z]{2,})\s(?=[A-Z][a-z])")
#: An acronym or a name before a colon in a first line ("IFES: consultant local").
_OPENS_LINE = re.compile(r"([A-ZÀ-Þ][\w&'’.-]*(?:\s[\w&'’.-]+){0,4}?)\s?:\s")
_DASH = re.compile(r"\s[-–—|]\s|:\s")
_MONTHS_TOO = re.compile(r"\s+[-–]\s|\s*\||,\s|\n")


def find_employer(document: Document, title: Item | None) -> Item | None:
    """Who hires, as written; None where the text does not say."""
    candidates = _candidates(document, title)
    first = next(candidates, None)
    if first is None:
        return None
    best = _of_unit(document, _long_form(document, first, candidates))
    value = tidy(document.quote(best.span))
    evidence = dict.fromkeys((document.evidence(*best.span), document.evidence(*first.span)))
    return Item(value, evidence=tuple(evidence), confidence=best.confidence, rule=best.rule)


def _candidates(document: Document, title: Item | None) -> Iterator[Candidate]:
    """Names in the order of their worth, each place asked only when those before it gave none."""
    for source in (_labelled, _first_line, _on_behalf, _hires, _at, headed, hosted, introduced, formed, frequent, abbreviated):
        for candidate in source(document, title):
            if _is_name(document, candidate.span) and (candidate.confidence >= _SURE or not _is_town(document, candidate.span)):
                yield candidate


def _is_name(document: Document, span: Span) -> bool:
    """Whether a span can be an organization's name: capitals, not a country alone, nothing that never hires."""
    text = document.quote(span)
    folded = fold_name(text)
    if len(folded) < 2 or len(folded.split()) > LONGEST or not any(character.isupper() for character in text):
        return False
    if cue("never").match(folded) or "@" in text or "\n\n" in text:
        return False
    if all(word in _no_names() for word in re.findall(r"\w'|[\w-]+", folded)):
        return False
    if any(field.label.start < span.end and span.start < field.label.end for field in document.fields):
        return False
    known = document.mentions_in(span, "country")
    return not any(mention.end - mention.start == span.end - span.start for mention in known)


@cache
def _no_names() -> frozenset[str]:
    """Words that only say of what kind an organization is."""
    return words_of("generic") | words_of("form") | words_of("form_after") | words_of("kinds")


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
            and ":" not in document.text[field.label.end : field.value.start]
        )
        if (not alone or _in_table(document)) and len(value) <= 120 and value[:1].isupper() and len(value.split()) <= LONGEST:
            yield Candidate(Span(field.value.start, end), 0.93, "employer.label")


def _in_table(document: Document) -> bool:
    """Whether the posting's labels stand on lines of their own, each with its value below it."""
    below = [f for f in document.fields if document.text[f.label.end : f.value.start].strip(" :") in {"\n", "\n\n"}]
    return len(below) >= _TABLE and 2 * len(below) > len(document.fields)


def _first_line(document: Document, title: Item | None) -> Iterator[Candidate]:
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


def _line_name(document: Document, line: Span, confidence: float, rule: str) -> Iterator[Candidate]:
    opens = _OPENS_LINE.match(document.text, *line)
    if opens is not None and has_head(read_tokens(document, *document.folded_span(Span(opens.end(), line.end)))):
        line = Span(line.start, opens.end(1))
    folded = document.folded_in(line)
    words = folded.split()
    start, end = document.folded_span(line)
    if (
        len(words) > 12
        or (len(words) > 4 and folded.endswith("."))
        or folded.endswith(":")
        or cue("not_first").search(re.sub(r"^project \w", "", folded))
    ):
        return
    if has_head(read_tokens(document, start, end)) and not document.mentions_in(line, "organization"):
        return
    if words and words[-1] in words_of("undertakings") and not any(m.end >= line.end for m in document.mentions_in(line)):
        runs = _PAID_AND_RUN.match(document.text, line.start, line.end)
        if runs:
            yield Candidate(Span(*runs.span(1)), confidence, rule)
        return
    text = document.quote(line)
    comma = text.rfind(", ")
    if comma > 0 and _is_place(document, Span(line.start + comma + 2, line.end)):
        line = Span(line.start, line.start + comma)
    bracket = re.search(r"\s*\([^()]*\)\s*$", document.quote(line))
    tail = cue("tail").search(document.folded_in(line))
    cut = line.start + bracket.start() if bracket else document.folded.offsets[start + tail.start()] if tail else line.end
    yield Candidate(Span(line.start, cut), confidence, rule)


def _is_place(document: Document, span: Span) -> bool:
    covered = [
        m for m in (*document.mentions_in(span, "country"), *document.places) if span.start <= m.start and m.end <= span.end
    ]
    return any(mention.end - mention.start >= (span.end - span.start) - 2 for mention in covered)


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
        span = name_before(document, low, _end_of_first(document, low, match))
        if span is not None:
            yield Candidate(_without_kind(document, span), 0.92, "employer.hires")


def _without_kind(document: Document, span: Span) -> Span:
    """A name without the small words before it that say of what kind it is ("ONG internationale CNS")."""
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
        low = comma + 2 if comma >= 0 and document.text[document.folded.offsets[comma + 2]].isupper() else low
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
        tail = re.match(r"(?:\s+(?:[Aa]t|@|[Cc]hez)\s+|pour|chez)(?=[A-ZÀ-Þ])", document.text[end : line.end])
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
        yield from _read(document, reader, match.end(), 0.85 if early else 0.75, "employer.at")


def _read(document: Document, reader: NameReader, position: int, confidence: float, rule: str) -> Iterator[Candidate]:
    line = document.folded.text.find("\n", position + 1)
    name = reader.read(position, line if line >= 0 else len(document.folded.text))
    if name is not None:
        yield Candidate(span_of(document, name.start, name.end), confidence, rule)


def _long_form(document: Document, best: Candidate, others: Iterator[Candidate]) -> Candidate:
    """The best candidate, or what it is short for: its acronym's long form, or the same name with more words of its own."""
    name = tidy(document.quote(best.span))
    acronym = name.split()[0]
    if len(name.split()) <= 2 and sum(character.isupper() for character in acronym) >= 2:
        long = abbreviations(document.text).get(acronym)
        position = document.text.find(long) if long else -1
        if long and position >= 0:
            return best._replace(span=Span(position, position + len(long)))
        spelled = _spelled_behind(document, name) if best.rule not in _HEADED_RULES else None
        if spelled is not None:
            return best._replace(span=spelled)
        for other in others:
            if best.rule not in _HEADED_RULES and _bracket_holds(document, other.span.end, acronym):
                return best._replace(span=other.span)
            words = [word for word in re.findall(r"\w+", fold_name(document.quote(other.span))) if word not in words_of("small")]
            if len(words) > 1 and "".join(word[0] for word in words) in {fold_name(name), fold_name(acronym) + "i"}:
                return best._replace(span=other.span)
    if best.rule in _HEADED_RULES:
        return best
    return best._replace(span=_with_chapter(document, best.span))


def _spelled_behind(document: Document, acronym: str) -> Span | None:
    """The long form in the brackets behind an acronym ("ONUDC (Office des Nations Unies ..., ou UNODC en anglais)")."""
    for match in re.finditer(rf"\b{re.escape(acronym)}\s?\((?:[Tt]he |[Ll][ea]s? |[Ll]['’])?([^(),]{{8,110}})", document.text):
        initials = "".join(word[0] for word in re.findall(r"\w+", fold_name(match[1])) if word not in words_of("small"))
        if initials[:3] == fold_name(acronym)[:3]:
            return Span(*match.span(1))
    return None


def _bracket_holds(document: Document, end: int, acronym: str) -> bool:
    """Whether an acronym stands in brackets right behind a name ("World Nature Fund (WWF)")."""
    return re.match(rf"\s*\(\s?{re.escape(acronym)}\s?\)", document.text[end : end + len(acronym) + 6]) is not None


def _of_unit(document: Document, best: Candidate) -> Candidate:
    """The organization whose unit a name is ("Bureau régional de l'ONUDC"), where it is known or an acronym."""
    if not (opens := cue("unit").match(fold_name(document.quote(best.span)))):
        return best
    known = [m for m in document.mentions_in(best.span, "organization") if m.end == best.span.end and m.start > best.span.start]
    start = known[0].start if known else document.text.rfind(" ", *best.span) + 1
    start = max(start, document.text.rfind("'", *best.span) + 1, document.text.rfind("’", *best.span) + 1) if not known else start
    last = document.text[start : best.span.end]
    if start <= best.span.start + opens.end() - 1 or not (known or (len(last) > 1 and last.isupper())):
        return best
    return _long_form(document, best._replace(span=Span(start, best.span.end)), iter(()))


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
