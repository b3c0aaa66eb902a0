"""Where the post is, and which other countries the posting names.

The station stands in a field, behind the title, or in a sentence ("the position is based in ..."). What such a text names is
taken apart at its separators: countries by the vocabulary, places as they are written, known to the gazetteer or not. Where no
station is stated, the country that the text speaks of most is the post's, if one stands out. A country is never made up from a
town alone.

>>> from organigram.extraction.document import Document
>>> from organigram.model import Posting
>>> class NoVocabulary:
...     def mentions(self, text, folded, kinds=()): return []
>>> document = Document(Posting("a", "a.txt", "en", "LOCATION:  Gyumri, Shirak Region, with travel to villages"), NoVocabulary())
>>> [place.value for place in find_locations(document, None, None).places]
['Gyumri', 'Shirak Region']
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from organigram.extraction import cues
from organigram.extraction.calendar import find_dates
from organigram.extraction.document import Document, Span
from organigram.extraction.layout import trim
from organigram.folding import fold, fold_name
from organigram.model import Evidence, Item
from organigram.vocabulary import Entity

_SEPARATOR = re.compile(
    r"[,;/()\n•|]|\s[-–—]\s|\s+(?:and|et|And|ou|or|&)\s+|:\s|[–—]|(?<=[a-zà-ÿ])-\s|['’]s?\s"
    r"|(?<=[a-zà-ÿ]{2})(?=[A-ZÀ-Þ][a-zà-ÿ])"
)
_NAME = re.compile(r"[A-ZÀ-Þ][\w'’]*(?:[ -](?:(?:de|du|la|le|el|al|es|sur|des|d|l)[ '’-])*[A-ZÀ-Þ0-9][\w'’]*){0,3}")
_SENTENCE_END = re.compile(r"(?<=[a-zà-ÿ)]{2})[.!?](?:\s|$)|\n\s*\n|\s{4,}")
_REACH = 110
_VALUE = 240
_STANDS_OUT = 2.0
_LEAST, _ONLY = 1.0, 0.6
_SHORT = 80
_SURE = 0.9


class Locations(NamedTuple):
    """Countries and places of the post, and other countries in the text; values are alpha-2 codes and names as written."""

    countries: tuple[Item, ...]
    countries_mentioned: tuple[Item, ...]
    places: tuple[Item, ...]


class _Station(NamedTuple):
    """A stretch that says where the post is; ``loose`` if only names that the gazetteer knows are to be taken from it."""

    span: Span
    confidence: float
    rule: str
    loose: bool


def find_locations(document: Document, title: Item | None, employer: Item | None) -> Locations:
    """Duty countries and places, and the countries that the text names besides."""
    named = _named_countries(document)
    best: dict[str, Item] = {}
    places: dict[str, Item] = {}
    settled = False
    for group in _stations(document, title):
        for station in group:
            for code, item in _countries_in(document, station):
                best.setdefault(code, item)
            for item in _places_in(document, station) if not settled else ():
                places.setdefault(fold_name(str(item.value)), item)
        settled = bool(places)
        if best:
            break
    for item in () if best else _countries_of_places(document, places, named):
        best.setdefault(str(item.value), item)
    if not best and not _known_elsewhere(document, places):
        best = {str(item.value): item for item in _of_mission(document, named, employer) or _standing_out(document, named)}
    mentioned = tuple(
        Item(code, evidence=tuple(spans[:5]), confidence=0.9, rule="country.mention")
        for code, spans in named.items()
        if code not in best
    )
    return Locations(tuple(best.values()), mentioned, tuple(places.values()) or _only_place(document, set(best)))


def _cue(table: str) -> re.Pattern[str]:
    return cues.compiled("location", table)


@cache
def _within() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, cues.pattern(*cues.phrases(names))) for code, names in cues.load("location")["within"].items())


def _named_countries(document: Document) -> dict[str, list[Evidence]]:
    """Every country that the text names on its own, not as part of a longer name, with where it stands."""
    found: dict[str, list[Evidence]] = defaultdict(list)
    for code, start, end in _country_spans(document, Span(0, len(document.text))):
        low = document.folded.index(start)
        if _cue("of_organization").search(document.folded.text[max(0, low - 30) : low]):
            continue
        found[code].append(document.evidence(start, end))
    return dict(found)


def _country_spans(document: Document, span: Span) -> Iterator[tuple[str, int, int]]:
    for mention in document.mentions_in(span, "country"):
        for entity in mention.entities:
            if entity.kind == "country":
                yield entity.slug, mention.start, mention.end
                break
    for code, pattern in _within():
        for match in document.find(pattern, span):
            yield code, *document.original(match.start(), match.end())


def _stations(document: Document, title: Item | None) -> Iterator[list[_Station]]:
    """Groups of stretches that say where the post is; the first group that names a country settles it."""
    label = [
        _Station(_bounded(document, field.value), 0.95, "location.label", False)
        for field in document.fields_of("location")
        if not _is_duplicate(document, field.value)
    ]
    cued = list(_cued(document))
    behind = list(_behind_title(document, title))
    titled = [station for station in behind if any(_countries_in(document, station))]
    if titled and label and len(dict(pair for station in label for pair in _countries_in(document, station))) > 1:
        yield [*titled, *label[:1]]
        return
    strong = [station for station in cued if station.confidence >= _SURE]
    if strong and label and _disagree(document, strong, label):
        yield strong
        return
    yield [*label, *(strong if label else [])]
    yield cued
    yield behind


def _disagree(document: Document, one: list[_Station], other: list[_Station]) -> bool:
    """Whether two groups name places of different countries."""
    lands = [{code for station in group for code in _lands(document, station)} for group in (one, other)]
    return bool(lands[0]) and bool(lands[1]) and not lands[0] & lands[1]


def _lands(document: Document, station: _Station) -> set[str]:
    named = {code for code, _ in _countries_in(document, station)}
    return named or {
        entity.first("country") or ""
        for place in document.places
        if station.span.start <= place.start and place.end <= station.span.end
        for entity in place.entities[:1]
    } - {""}


def _is_duplicate(document: Document, span: Span) -> bool:
    """Whether a field of a location begins with a small letter: a sentence, not a value."""
    return document.text[span.start].islower()


def _bounded(document: Document, span: Span) -> Span:
    """A station's text up to the end of its sentence, and up to where it turns to travel."""
    end = min(span.end, span.start + _VALUE)
    stop = _SENTENCE_END.search(document.text, span.start, end)
    end = stop.start() if stop else end
    travel = next(document.find(_cue("travel"), Span(span.start, end)), None)
    if travel is not None:
        end = document.folded.offsets[travel.start()]
    return Span(span.start, max(span.start, end))


def _cued(document: Document) -> Iterator[_Station]:
    for match in document.find(_cue("station")):
        span = document.original(match.start(), match.end())
        if document.section_of(span.start) in {"apply", "about", "policy"}:
            continue
        sentence = document.sentence_at(span.start)
        stretch = _bounded(document, Span(span.end, min(sentence.end, span.end + _REACH)))
        sure = len(match.group().split()) > 2
        if not sure and sentence.start != span.start:
            continue
        yield _Station(stretch, 0.9 if sure else 0.75, "location.cue", True)


def _behind_title(document: Document, title: Item | None) -> Iterator[_Station]:
    """The rest of the title's line, the short line below it, and the first sentence of an aggregator's text."""
    if title is not None and title.rule in {"title.headline", "title.label", "title.cue"}:
        end = title.evidence[0].end
        paragraph = next((p for p in document.paragraphs if p.start <= title.evidence[0].start < p.end), Span(end, end))
        site = document.text.find("|", end, paragraph.end)
        rest = Span(end, min(site if site >= 0 else paragraph.end, end + _REACH))
        yield _Station(_bounded(document, rest), 0.88, "location.title", True)
        if title.rule == "title.headline":
            below = [p for p in document.paragraphs if p.start >= paragraph.end][:3]
            for line in below:
                if line.end - line.start <= _SHORT and not document.quote(line).endswith("."):
                    yield _Station(line, 0.85, "location.below-title", True)
                else:
                    break
    if document.sentences and _cue("aggregator").search(document.folded_in(first := document.sentences[0])):
        for match in document.find(_cue("head"), first):
            start = document.original(match.start(), match.end()).end
            yield _Station(_bounded(document, Span(start, min(first.end, start + 45))), 0.7, "location.head", True)


def _countries_in(document: Document, station: _Station) -> list[tuple[str, Item]]:
    """The countries of a station's text, one that is glued to what follows it ("SomaliaReports to") too."""
    spans = list(_country_spans(document, station.span))
    if not spans and document.text[station.span.end - 1 : station.span.end + 1].isalnum():
        text = document.quote(station.span)
        spans = [
            (mention.entities[0].slug, station.span.start + mention.start, station.span.start + mention.end)
            for mention in document.vocabulary.mentions(text, fold(text), ("country",))
        ]
    return [
        (code, Item(code, evidence=(document.evidence(start, end),), confidence=station.confidence, rule=station.rule))
        for code, start, end in spans
    ]


def _places_in(document: Document, station: _Station) -> Iterator[Item]:
    """Names of places in a station's text, as written; from a loose one those that the gazetteer knows."""
    countries = [item.evidence[0] for _, item in _countries_in(document, station)]
    for span in _pieces(document, station.span):
        folded = fold_name(document.quote(span))
        within = any(pattern.fullmatch(folded) for _, pattern in _within())
        if (
            (not within and any(country.start <= span.start and span.end <= country.end for country in countries))
            or _is_country(document, span)
            or document.mentions_in(span, "organization")
            or len(folded) < 3
            or any(find_dates(f"{folded} 2000"))
        ):
            continue
        known = _gazetteer(document, span)
        covered = 2 * sum(place.end - place.start for place, _ in known) >= span.end - span.start
        if station.loose and covered and not within:
            for place, _ in known:
                if not _cue("not_place").fullmatch(fold_name(document.quote(place))):
                    yield _place(document, place, station, station.confidence)
        elif within or (_may_be_unknown(document, span, station) and not _cue("not_place").search(folded)):
            yield _place(document, span, station, station.confidence if known or within else station.confidence - 0.15)


def _may_be_unknown(document: Document, span: Span, station: _Station) -> bool:
    """Whether a name that no list has can be a place: in a field, or before a comma and a known one in a sure sentence."""
    if not station.loose:
        return True
    after = re.match(r",\s*", document.text[span.end : station.span.end])
    if station.rule != "location.cue" or station.confidence < _SURE or after is None:
        return False
    rest = Span(span.end + after.end(), station.span.end)
    return any(place.start == rest.start for place in document.places) or any(
        c[1] == rest.start for c in _country_spans(document, rest)
    )


def _gazetteer(document: Document, span: Span) -> list[tuple[Span, tuple[Entity, ...]]]:
    """The known places within a span; one that is glued to the word before it ("pleinOttawa") is looked at by itself."""
    found = [(Span(p.start, p.end), p.entities) for p in document.places if span.start <= p.start and p.end <= span.end]
    glued = (document.text[span.start - 1 : span.start] + document.text[span.end : span.end + 1]).strip()
    if not found and any(character.isalnum() for character in glued):
        text = document.quote(span)
        mentions = document.vocabulary.mentions(text, fold(text), ("place",))
        found = [(Span(span.start + m.start, span.start + m.end), m.entities) for m in mentions]
    return found


def _place(document: Document, span: Span, station: _Station, confidence: float) -> Item:
    evidence = document.evidence(*span)
    return Item(evidence.quote, evidence=(evidence,), confidence=round(confidence, 2), rule=station.rule)


def _pieces(document: Document, span: Span) -> Iterator[Span]:
    """The names that the parts of a station's text begin with, words such as "in" before them left out."""
    start = span.start
    for match in (*_SEPARATOR.finditer(document.text, *span), None):
        end = match.start() if match else span.end
        piece = trim(document.text, start, end)
        start = match.end() if match else end
        low, high = document.folded_span(piece)
        lead = re.compile(r"(?:\d+ )?").match(document.folded.text, low, high)
        inner = _cue("lead_in").match(document.folded.text, lead.end() if lead else low, high)
        if inner and inner.end() < high:
            piece = trim(document.text, document.folded.offsets[inner.end()], piece.end)
        name = _NAME.match(document.text, *piece)
        if name and name.end() > name.start() + 1:
            rest = document.text[name.end() : piece.end].strip()
            if len(rest.split()) <= 4:
                country = [
                    m.start
                    for m in document.mentions_in(Span(*name.span()), "country")
                    if m.end == name.end() > m.start > name.start()
                ]
                yield trim(document.text, name.start(), country[0] if country else name.end())


def _is_country(document: Document, span: Span) -> bool:
    return any(m.end - m.start >= (span.end - span.start) - 2 for m in document.mentions_in(span, "country"))


def _countries_of_places(document: Document, places: dict[str, Item], named: dict[str, list[Evidence]]) -> Iterator[Item]:
    """The country of a duty place, where the text names that country too."""
    for item in places.values():
        span = item.evidence[0]
        for _, entities in _gazetteer(document, Span(span.start, span.end)):
            for entity in entities:
                code = entity.first("country") or ""
                if code in named:
                    yield Item(code, evidence=(named[code][0], span), confidence=0.8, rule="country.of-place")
                    return


def _known_elsewhere(document: Document, places: dict[str, Item]) -> bool:
    """Whether a duty place is known to lie in a country that the text does not name."""
    return any(_gazetteer(document, Span(item.evidence[0].start, item.evidence[0].end)) for item in places.values())


def _of_mission(document: Document, named: dict[str, list[Evidence]], employer: Item | None) -> list[Item]:
    """The country that the employer's name goes on with ("MdM Tanzania"): its mission there, if it is only one."""
    if employer is None:
        return []
    names = {fold_name(str(employer.value)), *(fold_name(acronym) for acronym in _acronyms(document, employer))}
    found: dict[str, list[Evidence]] = defaultdict(list)
    for code, spans in named.items():
        for span in spans:
            low = document.folded.index(span.start)
            before = document.folded.text[max(0, low - 60) : low]
            if before.endswith(tuple(f"{name} " for name in names)):
                found[code].append(span)
    for mention in document.mentions:
        if fold_name(document.text[mention.start : mention.end]).startswith(tuple(f"{name} " for name in names)):
            for code in {
                land.rpartition("/")[2] for entity in mention.entities for land in entity.attributes.get("operates_in", ())
            }:
                found[code].append(document.evidence(mention.start, mention.end))
    if len(found) != 1:
        return []
    return [Item(code, evidence=tuple(s[:5]), confidence=0.75, rule="country.of-mission") for code, s in found.items()]


def _acronyms(document: Document, employer: Item) -> set[str]:
    """Short forms of the employer's name: its initials where the text has them, and other names of the same entity."""
    words = [word for word in re.findall(r"\w+", fold_name(str(employer.value))) if len(word) > 2]
    entities = {
        entity.iri
        for e in employer.evidence
        for m in document.mentions_in(Span(e.start, e.end), "organization")
        for entity in m.entities
    }
    others = {document.text[m.start : m.end] for m in document.mentions if any(entity.iri in entities for entity in m.entities)}
    return others | ({"".join(word[0] for word in words)} if len(words) > 1 else set())


def _standing_out(document: Document, named: dict[str, list[Evidence]]) -> Iterator[Item]:
    """The country that the text speaks of most; none where two are near each other."""
    scores: dict[str, float] = {}
    for code, spans in named.items():
        scores[code] = sum(_weight(document, span) for span in spans)
    ranked = sorted(scores, key=lambda code: (-scores[code], named[code][0].start))
    least = _LEAST if len(ranked) > 1 else _ONLY
    if ranked and scores[ranked[0]] >= least and (len(ranked) == 1 or scores[ranked[0]] >= _STANDS_OUT * scores[ranked[1]]):
        yield Item(ranked[0], evidence=tuple(named[ranked[0]][:5]), confidence=0.7, rule="country.standing-out")


def _weight(document: Document, span: Evidence) -> float:
    """How much a mention says that work is there: little in an address or in what the organization does at large."""
    section = document.section_of(span.start)
    if section in {"apply", "policy"}:
        return 0.1
    low, high = document.folded.index(span.start), document.folded.index(span.end)
    before = document.folded.text[max(0, low - 14) : low].rstrip()
    if _cue("seat").search(document.folded.text[max(0, low - 30) : high + 30]):
        return 0.1
    weight = 1.0 if any(before.endswith(f" {word}") for word in _in_words()) else 0.6
    return weight * (0.5 if section == "about" else 1.0)


@cache
def _in_words() -> frozenset[str]:
    return frozenset(cues.phrases(cues.load("location")["in"]))


def _only_place(document: Document, countries: set[str]) -> tuple[Item, ...]:
    """Where no station is stated: the place in the post's country that the text names most, outside addresses."""
    counts: dict[str, list[Evidence]] = defaultdict(list)
    for place in document.places:
        if document.section_of(place.start) in {"apply", "policy", "about"} or document.mentions_in(Span(place.start, place.end)):
            continue
        low, high = document.folded.index(place.start), document.folded.index(place.end)
        if _cue("seat").search(document.folded.text[max(0, low - 30) : high + 30]):
            continue
        if any(entity.first("country") in countries for entity in place.entities):
            area = re.search(rf"(?:{_cue('area').pattern})\s?$", document.folded.text[max(0, low - 30) : low])
            start = document.folded.offsets[low - len(area.group())] if area else place.start
            counts[fold_name(document.text[place.start : place.end])].append(document.evidence(start, place.end))
    if not counts:
        return ()
    spans = max(counts.values(), key=lambda found: (len(found), -found[0].start))
    return (Item(spans[0].quote, evidence=tuple(spans[:5]), confidence=0.45, rule="place.standing-out"),)
