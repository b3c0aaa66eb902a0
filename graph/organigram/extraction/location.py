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
from itertools import pairwise
from typing import NamedTuple

from organigram.extraction import cues
from organigram.extraction.document import Document, Span
from organigram.extraction.patterns import either
from organigram.extraction.station_names import countries_in, country_spans, cue, known_places, places_in
from organigram.extraction.stations import find_stations
from organigram.folding import fold_name
from organigram.model import Evidence, Item

#: How far one country is ahead of the next: by so many times, or by fewer times and so much.
_STANDS_OUT, _AHEAD, _BY = 2.0, 1.5, 1.0
_LEAST, _ONLY = 1.0, 0.6
#: What a town or region of a country that the text names too says for that country, and how many of them count.
_OF_PLACE, _MOST_PLACES = 0.5, 5
_JOINED = re.compile(rf"(?:\s?/\s?|,\s|\s(?:{either('small', 'and')}|&)\s)")

#: What ends the words behind a place that are still about it.
_CLAUSE_END = re.compile(rf";|\.\s|\s{either('small', 'and')}\s")

#: Characters between two places of a list.
_LIST = 8
_LISTED = re.compile(rf"\)?{_JOINED.pattern}\(?")
#: Of so many places that a text names alike none stands out.
_SEVERAL = 3
_AREA_NAME = re.compile(r"\s*([A-ZÀ-Þ][\w'’]+(?:-[A-ZÀ-Þ]\w+| [A-ZÀ-Þ][a-zà-ÿ]\w+)?)(?=[\s,.;)(])")


class Locations(NamedTuple):
    """Countries and places of the post, and other countries in the text; values are alpha-2 codes and names as written."""

    countries: tuple[Item, ...]
    countries_mentioned: tuple[Item, ...]
    places: tuple[Item, ...]


def find_locations(document: Document, title: Item | None, employer: Item | None) -> Locations:
    """Duty countries and places, and the countries that the text names besides."""
    named = _named_countries(document)
    best: dict[str, Item] = {}
    places: dict[str, Item] = {}
    for group in find_stations(document, title):
        lands, settled = set(best), bool(places)
        for station in group:
            for code, item in countries_in(document, station) if not lands else ():
                best.setdefault(code, item)
            for item in places_in(document, station) if not settled else ():
                if (not lands or _lies_in(document, item, lands)) and not _names_employer(item, employer):
                    places.setdefault(fold_name(str(item.value)), item)
        if best and places:
            break
    for item in () if best else _countries_of_places(document, places, named):
        best.setdefault(str(item.value), item)
    best = _where_places_lie(document, best, places, named)
    if not best and not _known_elsewhere(document, places):
        best = {
            str(item.value): item for item in _of_mission(document, named, employer) or _standing_out(document, named, employer)
        }
    mentioned = tuple(
        Item(code, evidence=tuple(spans[:5]), confidence=0.9, rule="country.mention")
        for code, spans in named.items()
        if code not in best
    )
    return Locations(tuple(best.values()), mentioned, tuple(places.values()) or _only_place(document, set(best), title))


def _named_countries(document: Document) -> dict[str, list[Evidence]]:
    """Every country that the text names on its own, not as part of a longer name, with where it stands."""
    found: dict[str, list[Evidence]] = defaultdict(list)
    for code, start, end in country_spans(document, Span(0, len(document.text))):
        low = document.folded.index(start)
        if cue("of_organization").search(document.folded.text[max(0, low - 30) : low]):
            continue
        found[code].append(document.evidence(start, end))
    return dict(found)


def _countries_of_places(document: Document, places: dict[str, Item], named: dict[str, list[Evidence]]) -> Iterator[Item]:
    """The country of a duty place, where the text names that country too."""
    for item in places.values():
        span = item.evidence[0]
        for _, entities in known_places(document, Span(span.start, span.end)):
            for entity in entities:
                code = entity.first("country") or ""
                if code in named:
                    yield Item(code, evidence=(named[code][0], span), confidence=0.8, rule="country.of-place")
                    return


def _names_employer(place: Item, employer: Item | None) -> bool:
    """Whether what stands in a station is the employer, named with its country ("Relief Mali, bureau de Kayes")."""
    return employer is not None and f"{fold_name(str(employer.value))} ".startswith(fold_name(str(place.value)) + " ")


def _lies_in(document: Document, place: Item, lands: set[str]) -> bool:
    """Whether a place is known to lie in one of the countries."""
    span = place.evidence[0]
    found = known_places(document, Span(span.start, span.end))
    return any(entity.first("country") in lands for _, entities in found for entity in entities)


def _where_places_lie(
    document: Document, best: dict[str, Item], places: dict[str, Item], named: dict[str, list[Evidence]]
) -> dict[str, Item]:
    """The countries found; but another that the text names where several known places lie there, and none in a country found.

    A region may be called like a country far away ("Mbandaka (Équateur)", in the Congo).
    """
    lands = [
        {entity.first("country") or "" for _, entities in known for entity in entities}
        for item in places.values()
        if (known := known_places(document, Span(item.evidence[0].start, item.evidence[0].end)))
    ]
    shared = set.intersection(*lands) & set(named) if len(lands) > 1 else set()
    if not best or len(shared) != 1 or any(land & set(best) for land in lands):
        return best
    code = shared.pop()
    return {code: Item(code, evidence=tuple(named[code][:5]), confidence=0.8, rule="country.of-place")}


def _known_elsewhere(document: Document, places: dict[str, Item]) -> bool:
    """Whether a duty place is known to lie in a country that the text does not name."""
    return any(known_places(document, Span(item.evidence[0].start, item.evidence[0].end)) for item in places.values())


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
            if before.endswith(tuple(f"{name} " for name in names)) and not _is_joined(document, span, named):
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


def _is_joined(document: Document, span: Evidence, named: dict[str, list[Evidence]]) -> bool:
    """Whether another country follows a country at once ("Relief France et Maroc")."""
    sign = _JOINED.match(document.text, span.end)
    return sign is not None and any(other.start == sign.end() for spans in named.values() for other in spans)


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


def _standing_out(document: Document, named: dict[str, list[Evidence]], employer: Item | None) -> Iterator[Item]:
    """The country that the text speaks of most; none where two are near each other."""
    scores: dict[str, float] = {}
    for code, spans in named.items():
        own = [span for span in spans if not _ends_name(document, span, employer)]
        scores[code] = sum(_weight(document, span) for span in own) + _weight_of_places(document, code)
    ranked = sorted(scores, key=lambda code: (-scores[code], named[code][0].start))
    if ranked and scores[ranked[0]] >= (_LEAST if len(ranked) > 1 else _ONLY) and _is_ahead([scores[code] for code in ranked]):
        yield Item(ranked[0], evidence=tuple(named[ranked[0]][:5]), confidence=0.7, rule="country.standing-out")


def _ends_name(document: Document, span: Evidence, employer: Item | None) -> bool:
    """Whether a country is the end of the employer's name ("Relief Belgique")."""
    name = fold_name(str(employer.value)) if employer else ""
    end = document.folded.index(span.end)
    country = document.folded.text[document.folded.index(span.start) : end]
    return name.endswith(f" {country}") and document.folded.text[max(0, end - len(name)) : end] == name


def _is_ahead(scores: list[float]) -> bool:
    if len(scores) == 1 or scores[0] >= _STANDS_OUT * scores[1]:
        return True
    return scores[0] >= _AHEAD * scores[1] and scores[0] - scores[1] >= _BY


def _weight(document: Document, span: Evidence) -> float:
    """How much a mention says that work is there: little in an address or in what the organization does at large."""
    section = document.section_of(span.start)
    if section in {"apply", "policy"}:
        return 0.1
    low = document.folded.index(span.start)
    before = document.folded.text[max(0, low - 14) : low].rstrip()
    if _is_seat(document, span.start, span.end):
        return 0.1
    weight = 1.0 if any(before.endswith(f" {word}") for word in _in_words()) else 0.6
    return weight * (0.5 if section == "about" else 1.0)


def _weight_of_places(document: Document, code: str) -> float:
    """What the towns and regions of a country say for it: each counts once, by its likeliest country."""
    names = {
        fold_name(document.text[place.start : place.end])
        for place in document.places
        if place.entities[0].first("country") == code
        and document.section_of(place.start) not in {"apply", "policy"}
        and not document.mentions_in(Span(place.start, place.end))
        and not _is_seat(document, place.start, place.end)
    }
    return _OF_PLACE * min(len(names), _MOST_PLACES)


def _is_seat(document: Document, start: int, end: int) -> bool:
    """Whether the words around a place say that the organization has its seat there."""
    low, high = document.folded.index(start), document.folded.index(end)
    behind = _CLAUSE_END.split(document.folded.text[high : high + 30], maxsplit=1)[0]
    return cue("seat").search(document.folded.text[max(0, low - 30) : high] + behind) is not None


@cache
def _in_words() -> frozenset[str]:
    return frozenset(cues.phrases(cues.load("location")["in"]))


def _only_area(document: Document) -> tuple[Item, ...]:
    """The one region or district that the text names with such a word, known or not ("dans la province de ...")."""
    found: dict[str, list[Evidence]] = defaultdict(list)
    for match in document.find(cue("area")):
        name = _AREA_NAME.match(document.text, document.folded.offsets[match.end()])
        if name is None or document.section_of(name.start(1)) in {"apply", "policy", "about"}:
            continue
        listed = match.group().partition(" ")[0].endswith("s") or document.folded.text[match.start() - 1 : match.start()] == "("
        if not listed and not document.mentions_in(Span(*name.span(1))) and not _is_seat(document, *name.span(1)):
            found[fold_name(name[1])].append(document.evidence(*name.span(1)))
    if len(found) != 1:
        return ()
    [(_, spans)] = found.items()
    return (Item(spans[0].quote, evidence=tuple(spans[:5]), confidence=0.45, rule="place.area"),)


def _listed(document: Document) -> set[int]:
    """Where places begin that stand side by side with others, of which none stands out."""
    found: set[int] = set()
    for place, other in pairwise(document.places):
        beside = 0 < other.start - place.end <= _LIST and _LISTED.fullmatch(document.text, place.end, other.start)
        if beside and not any(document.mentions_in(Span(one.start, one.end), "country") for one in (place, other)):
            found |= {place.start, other.start}
    return found


def _only_place(document: Document, countries: set[str], title: Item | None) -> tuple[Item, ...]:
    """Where no station is stated: the place in the post's country that the text names most, in sentences about the post first."""
    counts: dict[str, list[Evidence]] = defaultdict(list)
    listed = _listed(document)
    for place in document.places:
        if document.section_of(place.start) in {"apply", "policy"} or document.mentions_in(Span(place.start, place.end)):
            continue
        if _is_seat(document, place.start, place.end):
            continue
        if cue("vague").fullmatch(fold_name(document.text[place.start : place.end])) or place.start in listed:
            continue
        low = document.folded.index(place.start)
        if any(entity.first("country") in countries for entity in place.entities):
            area = re.search(rf"(?:{cue('area').pattern})\s?$", document.folded.text[max(0, low - 30) : low])
            start = document.folded.offsets[low - len(area.group())] if area else place.start
            counts[fold_name(document.text[place.start : place.end])].append(document.evidence(start, place.end))
    elsewhere = [[s for s in found if document.section_of(s.start) != "about"] for found in counts.values()]
    repeated = [found for found in counts.values() if len(found) > 1]
    choices = [found for found in elsewhere if found] or repeated
    if not choices:
        return _only_area(document)
    head = fold_name(str(title.value)).split()[0] if title else ""

    def worth(found: list[Evidence]) -> tuple[int, int]:
        beside = any(head and head in document.folded_in(document.sentence_at(span.start)) for span in found)
        return len(found) + beside, -found[0].start

    ranked = sorted(map(worth, choices), reverse=True)
    if len(ranked) >= _SEVERAL and ranked[0][0] == ranked[1][0]:
        return ()
    spans = max(choices, key=worth)
    return (Item(spans[0].quote, evidence=tuple(spans[:5]), confidence=0.45, rule="place.standing-out"),)
