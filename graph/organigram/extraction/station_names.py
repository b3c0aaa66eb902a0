"""The countries and places that a stretch of a posting names which says where the post is.

The stretch is taken apart at its separators; a piece is a country by the vocabulary, or a place, known to the gazetteer or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from organigram.extraction import cues
from organigram.extraction.calendar import find_dates
from organigram.extraction.document import Document, Span
from organigram.extraction.layout import trim
from organigram.extraction.patterns import either, spaced
from organigram.extraction.titles import is_head
from organigram.folding import fold, fold_name
from organigram.model import Item
from organigram.vocabulary import Entity

_SEPARATOR = re.compile(
    rf"[,;/()\n•|]|\s[-–—]\s|\s+(?:{either('small', 'and')}|{either('small', 'or')}|And|&)\s+|:\s|[–—]|(?<=[a-zà-ÿ])-\s|['’]s?\s"
    r"|(?<=[a-zà-ÿ]{2})(?=[A-ZÀ-Þ][a-zà-ÿ])"
)
_NAME = re.compile(rf"[A-ZÀ-Þ][\w'’]*(?:[ -](?:{either('small', 'in_town')}[ '’-])*[A-ZÀ-Þ0-9][\w'’]*){{0,3}}")
_POSTCODE = re.compile(r"\d[\d -]* (?=\S)")
#: British and Canadian postcodes stand by themselves behind a comma.
_POSTAL = re.compile(r"[a-z]{1,2}\d[a-z\d]? \d[a-z]{2}|[a-z]\d[a-z] \d[a-z]\d")
_LINK_BEHIND = re.compile(rf"\s(?:\d{{4,6}}|{either('small', 'behind_place')})$")
#: A place behind the words for an office ("the Hill Aid offices in Lusaka").
_LEADS_INSIDE = re.compile(rf"(?<=\s){either('small', 'in_place')}\s+(?=[A-ZÀ-Þ][a-zà-ÿ])")
_ARTICLE = re.compile(rf"{either('location', 'passed_article')}\s+(?=[A-ZÀ-Þ])")
SHORT = 80
SURE = 0.9


class Station(NamedTuple):
    """A stretch that says where the post is; ``loose`` if only names that the gazetteer knows are to be taken from it."""

    span: Span
    confidence: float
    rule: str
    loose: bool


def cue(table: str) -> re.Pattern[str]:
    """The phrases of a table of ``cues/location.toml`` as a pattern."""
    return cues.compiled("location", table)


@cache
def _within() -> tuple[Mapping[str, str], re.Pattern[str]]:
    """Parts of countries that are named in a country's stead, each with the country's code; all of them as one pattern."""
    codes = {name: code for code, names in cues.load("location")["within"].items() for name in cues.phrases(names)}
    return codes, cues.pattern(*codes)


def country_spans(document: Document, span: Span) -> Iterator[tuple[str, int, int]]:
    """Code, start and end of every country that a span names on its own, not as a part of a longer name."""
    for mention in document.mentions_in(span, "country"):
        if _is_province(document, mention.start, mention.end):
            continue
        for entity in mention.entities:
            if entity.kind == "country":
                yield entity.slug, mention.start, mention.end
                break
    codes, pattern = _within()
    for match in document.find(pattern, span):
        yield codes[" ".join(match.group().split())], *document.original(match.start(), match.end())


def _is_province(document: Document, start: int, end: int) -> bool:
    """Whether a country's name stands for a part of another one ("la province de l'Équateur", "Niger State")."""
    low, high = document.folded.index(start), document.folded.index(end)
    return bool(_province_before().search(document.folded.text[max(0, low - 30) : low])) or bool(
        cue("part_behind").match(document.folded.text, high + 1, high + 12)
    )


@cache
def _province_before() -> re.Pattern[str]:
    return re.compile(rf"(?:{cue('part').pattern})\s?{spaced('small', 'one_article')}?$")


def countries_in(document: Document, station: Station) -> list[tuple[str, Item]]:
    """The countries of a station's text, one that is glued to what follows it ("SomaliaReports to") too."""
    spans = list(country_spans(document, station.span))
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


def places_in(document: Document, station: Station) -> Iterator[Item]:
    """Names of places in a station's text, as written; from a loose one those that the gazetteer knows."""
    countries = [item.evidence[0] for _, item in countries_in(document, station)]
    for span in _pieces(document, station.span):
        folded = fold_name(document.quote(span))
        within = folded in _within()[0]
        if (
            (not within and any(country.start <= span.start and span.end <= country.end for country in countries))
            or _is_country(document, span)
            or (document.mentions_in(span, "organization") and span.end - span.start < SHORT and not _closes(document, span))
            or len(folded) < 3
            or _POSTAL.fullmatch(folded)
            or cue("direction").fullmatch(folded)
            or is_head(folded.split()[0])
            or any(find_dates(f"{folded} 2000"))
        ):
            continue
        known = known_places(document, span)
        covered = 2 * sum(place.end - place.start for place, _ in known) >= span.end - span.start
        closing = _closes(document, span)
        if closing is not None:
            yield _place(document, closing, station, station.confidence)
        elif station.loose and covered and not within:
            for place, _ in known:
                if not cue("not_place").fullmatch(fold_name(document.quote(place))):
                    yield _place(document, place, station, station.confidence)
        elif within or (_may_be_unknown(document, span, station) and not cue("not_place").search(folded)):
            yield _place(document, span, station, station.confidence if known or within else station.confidence - 0.15)


def _closes(document: Document, span: Span) -> Span | None:
    """The known place that a name of an office or organization ends in ("Bureau Relief Ziguinchor")."""
    named = document.mentions_in(span, "organization")
    office = cue("not_place").match(document.folded_in(span))
    if not (named or office):
        return None
    places = [
        place
        for place, _ in known_places(document, span)
        if place.end == span.end and place.start > span.start and not cue("not_place").fullmatch(document.folded_in(place))
    ]
    return places[0] if places and not any(m.start <= places[0].start < m.end for m in named) else None


def _may_be_unknown(document: Document, span: Span, station: Station) -> bool:
    """Whether a name that no list has can be a place: in a field, or before a comma and a known one in a sure sentence."""
    if not station.loose:
        return True
    after = re.match(r",\s*", document.text[span.end : station.span.end])
    if station.rule != "location.cue" or station.confidence < SURE or after is None:
        return False
    rest = Span(span.end + after.end(), station.span.end)
    lead = cue("lead_in").match(document.folded.text, *document.folded_span(rest))
    if lead is not None:
        rest = trim(document.text, document.folded.offsets[lead.end()], rest.end)
    return any(place.start == rest.start for place in document.places) or any(
        c[1] == rest.start for c in country_spans(document, rest)
    )


def known_places(document: Document, span: Span) -> list[tuple[Span, tuple[Entity, ...]]]:
    """The known places within a span; one that is glued to the word before it ("pleinOttawa") is looked at by itself."""
    found = [(Span(p.start, p.end), p.entities) for p in document.places if span.start <= p.start and p.end <= span.end]
    glued = (document.text[span.start - 1 : span.start] + document.text[span.end : span.end + 1]).strip()
    if not found and any(character.isalnum() for character in glued):
        text = document.quote(span)
        mentions = document.vocabulary.mentions(text, fold(text), ("place",))
        found = [(Span(span.start + m.start, span.start + m.end), m.entities) for m in mentions]
    return found


def _place(document: Document, span: Span, station: Station, confidence: float) -> Item:
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
        code = _POSTCODE.match(document.folded.text, low, high)
        if code is not None:
            low, piece = code.end(), trim(document.text, document.folded.offsets[code.end()], piece.end)
        inner = cue("lead_in").match(document.folded.text, low, high)
        if inner is None:
            inner = cue("area").search(document.folded.text, low, high)
            named_before = inner is not None and inner.start() > low and document.text[piece.start].isupper()
            inner = None if named_before else inner
        if inner and inner.end() < high:
            piece = trim(document.text, document.folded.offsets[inner.end()], piece.end)
        named = document.text[piece.start : piece.start + 1].isupper() and not cue("office").search(document.folded_in(piece))
        inside = None if named else _LEADS_INSIDE.search(document.text, *piece)
        article = None if inside else _ARTICLE.match(document.text, *piece)
        piece = Span(inside.end(), piece.end) if inside else Span(article.end(), piece.end) if article else piece
        name = _NAME.match(document.text, *piece)
        if name and name.end() > name.start() + 1:
            rest = document.text[name.end() : piece.end].strip()
            if len(rest.split()) <= 4:
                country = [
                    m.start
                    for m in document.mentions_in(Span(*name.span()), "country")
                    if m.end == name.end() > m.start > name.start() and not _is_known(document, Span(*name.span()))
                ]
                end = country[0] if country else name.end()
                begin = _behind_country(document, Span(name.start(), end))
                yield _without_links(document, trim(document.text, begin, end))


def _behind_country(document: Document, name: Span) -> int:
    """Where a known place begins right behind a country ("France Grand Est"), else where the name begins."""
    for country in document.mentions_in(name, "country"):
        if country.start == name.start and country.end < name.end and not _is_known(document, name):
            behind = next((p for p in document.places if p.end == name.end and p.start == country.end + 1), None)
            vague = behind is not None and cue("vague").fullmatch(document.folded_in(Span(behind.start, behind.end)))
            return name.start if behind is None or vague else behind.start
    return name.start


def _without_links(document: Document, span: Span) -> Span:
    """A name without a postcode and the small words that led on to a country behind it ("Sud de Madagascar")."""
    while cut := _LINK_BEHIND.search(document.text, *span):
        span = Span(span.start, cut.start())
    return span


def _is_known(document: Document, span: Span) -> bool:
    return any(place.start == span.start and place.end == span.end for place in document.places)


def _is_country(document: Document, span: Span) -> bool:
    return any(m.end - m.start >= (span.end - span.start) - 2 for m in document.mentions_in(span, "country"))
