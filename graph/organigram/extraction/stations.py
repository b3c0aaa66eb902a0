"""The stretches of a posting that say where the post is.

A station is a field, what stands around the title on its line, or a sentence about the post ("the position is based in ...").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from organigram.extraction.cues import compiled
from organigram.extraction.document import Document, Span
from organigram.extraction.patterns import either
from organigram.extraction.posts import gist, last_title_before
from organigram.extraction.station_names import SHORT, SURE, Station, countries_in, cue, known_places
from organigram.extraction.titles import has_head, is_head
from organigram.extraction.tokens import read_tokens
from organigram.folding import fold_name
from organigram.model import Item
from organigram.vocabulary import Entity, Mention

_SENTENCE_END = re.compile(r"(?<=[a-zà-ÿ)]{2})[.!?](?:\s|$)|\n\s*\n|\s{4,}")
#: A sign between a place and the title behind it ("Mali : Comptable").
_BEFORE_TITLE = re.compile(r"(?:\s[-–—|]|\s?:)\s(?:\w+\(\w\)\s|\w+\s)?$")
_PAIR = re.compile(rf"\s?[/–—&-]\s?|\s{either('small', 'and')}\s")
_DASH = re.compile(r"\s[-–—]\s")
#: Words that lead to a place, and a sign between a country and what is said of it.
_IN_PLACE = re.compile(rf"\s{either('small', 'in_place')}\s+(?=[A-ZÀ-Þ])")
_SIGN_BEHIND = re.compile(r"\s?(?::|[-–—|])\s")
#: What may stand between a title and the words for its station.
_LINKED = re.compile(rf"\s?(?:,|\(|\s{either('location', 'is')})?\s?$")
_REACH, _EARLY, _HEAD = 110, 2500, 4
_VALUE = 240
_TOP = 600
_TOWN = 15_000


def find_stations(document: Document, title: Item | None) -> Iterator[list[Station]]:
    """Groups of stretches that say where the post is; the first group that names a country settles it."""
    label = [
        Station(_behind_post(document, _bounded(document, field.value)), 0.95, "location.label", False)
        for field in document.fields_of("location")
        if not _is_duplicate(document, field.value)
    ]
    cued = list(_cued(document, title))
    behind = [*_behind_title(document, title), *_sought(document)]
    titled = [station for station in behind if any(countries_in(document, station))]
    if titled and label and len(dict(pair for station in label for pair in countries_in(document, station))) > 1:
        yield [*titled, *label[:1]]
        return
    strong = [station for station in cued if station.confidence >= SURE]
    if strong and label and _disagree(document, strong, label):
        yield strong
        return
    yield [*label, *(strong if label else [])]
    yield cued
    yield behind
    yield list(_ends_title(document, title))
    yield list(_headline(document))


def _behind_post(document: Document, span: Span) -> Span:
    """A station's text behind the title and the dash that it may begin with ("01 Comptable – Kayes")."""
    dash = _DASH.search(document.text, *span)
    if dash is None or not has_head(read_tokens(document, *document.folded_span(Span(span.start, dash.start())))):
        return span
    return Span(dash.end(), span.end)


def _disagree(document: Document, one: list[Station], other: list[Station]) -> bool:
    """Whether two groups name places of different countries."""
    lands = [{code for station in group for code in _lands(document, station)} for group in (one, other)]
    return bool(lands[0]) and bool(lands[1]) and not lands[0] & lands[1]


def _lands(document: Document, station: Station) -> set[str]:
    named = {code for code, _ in countries_in(document, station)}
    return named or {
        entity.first("country") or ""
        for place in document.places
        if station.span.start <= place.start and place.end <= station.span.end
        for entity in place.entities[:1]
    } - {""}


def _is_duplicate(document: Document, span: Span) -> bool:
    """Whether a field of a location begins with a small letter and no word that leads to a place: a sentence, not a value."""
    return document.text[span.start].islower() and not cue("lead_in").match(document.folded_in(span))


def _bounded(document: Document, span: Span) -> Span:
    """A station's text up to the end of its sentence, and up to where it turns to travel."""
    end = min(span.end, span.start + _VALUE)
    stop = _SENTENCE_END.search(document.text, span.start, end)
    end = stop.start() if stop else end
    travel = next(document.find(cue("travel"), Span(span.start, end)), None)
    if travel is not None:
        end = document.folded.offsets[travel.start()]
    return Span(span.start, max(span.start, end))


def _cued(document: Document, title: Item | None) -> Iterator[Station]:
    for match in document.find(cue("station")):
        span = document.original(match.start(), match.end())
        if document.section_of(span.start) in {"apply", "about", "policy"}:
            continue
        sentence = document.sentence_at(span.start)
        stretch = _told(document, _bounded(document, Span(span.end, min(sentence.end, span.end + _REACH))))
        sure = (
            len(match.group().split()) > 2
            or _names_post(document, match.start(), sentence)
            or _is_told_of_post(document, title, match.start(), sentence)
        )
        short = span.start < _TOP and sentence.end - sentence.start <= SHORT and document.text[sentence.end - 1] != "."
        heading = short and "(" not in document.text[sentence.start : span.start]
        before = document.folded.text[max(0, match.start() - 30) : match.start()]
        if (not (sure or heading) and sentence.start != span.start) or (not sure and cue("seat").search(before)):
            continue
        yield Station(stretch, 0.9 if sure else 0.75, "location.cue", True)


def _told(document: Document, stretch: Span) -> Span:
    """A stretch of a sentence up to where it turns to something else ("in Oban thanks to the council of Bute")."""
    end = next(document.find(cue("goes_on"), stretch), None)
    return Span(stretch.start, document.folded.offsets[end.start()]) if end else stretch


def _names_post(document: Document, position: int, sentence: Span) -> bool:
    """Whether the post is the subject a few words before ("Poste en contrat de droit local basé à")."""
    low = max(document.folded.index(sentence.start), position - SHORT // 2)
    before = re.split(r"[,;:.(]", document.folded.text[low:position])[-1]
    return cue("of_post").search(before) is not None


def _is_told_of_post(document: Document, title: Item | None, cue: int, sentence: Span) -> bool:
    """Whether the advertised title stands right before words for a station ("recrute un chef de projet, basé à")."""
    low = max(document.folded.index(sentence.start), cue - SHORT)
    linked = _LINKED.search(document.folded.text, low, cue)
    before = last_title_before(document, low, linked.start()) if title and linked else None
    if before is None or linked is None or document.folded.text[before.end : linked.start()].strip():
        return False
    mine, other = gist(str(title.value) if title else ""), gist(before.value)
    return len(other) > 1 and (mine <= other or other <= mine)


def _behind_title(document: Document, title: Item | None) -> Iterator[Station]:
    """The rest of the title's line, the short line below it, and the first sentence of an aggregator's text."""
    if title is not None and title.rule in {"title.headline", "title.label", "title.cue"}:
        end = title.evidence[0].end
        paragraph = next((p for p in document.paragraphs if p.start <= title.evidence[0].start < p.end), Span(end, end))
        site = document.text.find("|", end, paragraph.end)
        rest = Span(_joined(document, title, paragraph), min(site if site >= 0 else paragraph.end, end + _REACH))
        yield Station(_bounded(document, rest), 0.88, "location.title", True)
        before = Span(paragraph.start, title.evidence[0].start)
        if before.end > before.start and _BEFORE_TITLE.search(document.quote(before)) and _leads_with_place(document, before):
            yield Station(before, 0.85, "location.title", True)
        if title.rule == "title.headline":
            below = [p for p in document.paragraphs if p.start >= paragraph.end][:3]
            for line in below:
                if any(line.start <= field.label.start < line.end for field in document.fields):
                    continue
                if any(line.start <= section.heading.start < line.end for section in document.sections):
                    break
                if line.end - line.start <= SHORT and not document.quote(line).endswith("."):
                    yield Station(line, 0.85, "location.below-title", True)
                else:
                    break
    if document.sentences and cue("aggregator").search(document.folded_in(first := document.sentences[0])):
        for match in document.find(cue("head"), first):
            start = document.original(match.start(), match.end()).end
            yield Station(_bounded(document, Span(start, min(first.end, start + 45))), 0.7, "location.head", True)


def _sought(document: Document) -> Iterator[Station]:
    """Where the sentence that seeks someone says for which place ("is seeking a Nurse in Lodwar, Kenya")."""
    for match in document.find(compiled("title", "seeking"), Span(0, min(_EARLY, len(document.text)))):
        sentence = document.sentence_at(document.folded.offsets[match.start()])
        low, high = match.end(), min(document.folded.index(sentence.end), match.end() + _REACH)
        for lead in _IN_PLACE.finditer(document.text, *document.original(low, max(low, high))):
            station = Span(lead.end(), sentence.end)
            opens = any(place.start == lead.end() for place in (*document.places, *document.mentions_in(station, "country")))
            if opens:
                yield Station(
                    _bounded(document, Span(lead.end(), min(sentence.end, lead.end() + _REACH))), 0.75, "location.sought", True
                )
                break


def _headline(document: Document) -> Iterator[Station]:
    """A country before a sign in the first lines ("Togo : Relief recrute"), or alone on one of them."""
    for line in document.paragraphs[:_HEAD]:
        countries = document.mentions_in(Span(line.start, min(line.end, line.start + SHORT)), "country")
        first = next((country for country in countries if country.start == line.start), None)
        if first is not None and (first.end == line.end or _SIGN_BEHIND.match(document.text, first.end, line.end)):
            yield Station(Span(first.start, first.end), 0.7, "location.headline", True)


def _joined(document: Document, title: Item, line: Span) -> int:
    """Where a station behind a title begins: at its last country, if a sign joins another one to it ("... Tchad – Cameroun")."""
    start, end = title.evidence[0].start, title.evidence[0].end
    sign = _PAIR.match(document.text, end, line.end)
    last = [c for c in document.mentions_in(Span(start, end), "country") if c.end == end] if sign else []
    others = document.mentions_in(Span(end, line.end), "country") if last else []
    return last[0].start if sign and last and any(other.start == sign.end() for other in others) else end


def _leads_with_place(document: Document, span: Span) -> bool:
    """Whether what stands before a title names a country, or a place that is not small."""
    return bool(document.mentions_in(span, "country")) or any(
        _is_large(entities[0]) for _, entities in known_places(document, span)
    )


def _ends_title(document: Document, title: Item | None) -> Iterator[Station]:
    """The place or country that a title ends in ("Chargé de mission Bruxelles")."""
    if title is None or title.rule == "title.subject":
        return
    start, end = title.evidence[0].start, title.evidence[0].end
    countries = document.mentions_in(Span(start, end), "country")
    places = (p for p in document.places if p.end == end and (_is_large(p.entities[0]) or _in_area(document, p.start)))
    for name in (*places, *countries):
        if start < name.start and name.end == end and not is_head(fold_name(document.text[name.start : end])):
            first = _first_of_pair(document, name.start, countries)
            yield Station(Span(first if first > start else name.start, end), 0.75, "location.title", True)
            return


def _first_of_pair(document: Document, start: int, countries: Sequence[Mention]) -> int:
    """Where the country begins that a sign joins to the last one of a title ("Tchad – Cameroun", "Mali/Niger")."""
    joined = (c.start for c in countries if _PAIR.fullmatch(document.text, c.end, start))
    return next(joined, start)


def _in_area(document: Document, start: int) -> bool:
    low = document.folded.index(start)
    return re.search(rf"(?:{cue('area').pattern})\s?$", document.folded.text[max(0, low - 30) : low]) is not None


def _is_large(place: Entity) -> bool:
    """Whether a place is a region or a town of some size; small ones are words of titles too, unless "region of" is before."""
    population = place.first("population")
    return population is None or int(population) >= _TOWN
