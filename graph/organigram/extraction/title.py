"""The title of the advertised post and the role that it names.

It stands in a field, as a headline, after a cue ("is seeking a ..."), or only in the body ("En tant que ..."), in this order.
What typists put around it (gender marks, places, codes, numbers of posts) is taken off.

>>> from organigram.extraction.document import Document
>>> from organigram.model import Posting
>>> class NoVocabulary:
...     def mentions(self, text, folded, kinds=()): return []
>>> def title(text):
...     found = find_title(Document(Posting("a", "a.txt", "en", text), NoVocabulary()))
...     return found.value, found.rule
>>> title("Harm reduction coordinator at Relief - March, 2024\\n\\nRelief is an NGO.")
('Harm reduction coordinator', 'title.headline')
>>> title("Relief recrute un/une Chargé(e) de projet pour son siège.")
('Chargé(e) de projet', 'title.cue')
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from organigram.extraction import cues
from organigram.extraction.document import Document, Span
from organigram.extraction.layout import BULLET, trim
from organigram.extraction.titles import has_head, read_titles
from organigram.extraction.tokens import Token, read_tokens, span_of
from organigram.folding import fold_name
from organigram.model import Item

_HEADLINES = 14  # paragraphs from the top that may be a headline
_LONGEST = 150
_WORDS = 16
_SHORT = 100
_SEPARATOR = re.compile(r"\s+[-–—|]\s+|\s+(?=/[A-Z])|\s*\|\s*|\s+[–—]|[–—]\s+|,\s+|(?<=[a-zà-ÿ])-\s+")
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]?\s*$")
_AT = re.compile(r"\s+(?:[Aa]t|@|[Cc]hez|with)\s+(?=[A-ZÀ-Þ])")
_CODE = re.compile(r"(?=.*\d)[\w./\s-]{1,20}|\d+\s*%|[A-Z]{2,6}\d+")
_LEADING_BRACKET = re.compile(r"\s*\[[^\]]{1,40}\]\s*")
_GLUED_DATE = re.compile(r"\s*\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}(?=[A-ZÀ-Þ])")
_EXTENT = re.compile(r"[^,.;:()\n]{0,60}")
_FIRST_END = re.compile(r"(?<=[a-zà-ÿ)]{3})[.;](?:\s|$)|\s{3,}|\t|\s[•●]\s|(?<=\S)\s*\n\s*\n")
_GENDER = re.compile(r"\s*[-–—,(]?\s*\b[hfmw]\s?[/-]\s?[hfmw](?:\s?[/-]\s?(?:[xdw]|nb))?\b.*$", re.IGNORECASE)


def find_title(document: Document) -> Item | None:
    """The title as written, without what surrounds it; None where the text gives none."""
    for span, confidence, rule in chain(_labelled(document), _headlines(document), _cued(document), _in_body(document)):
        cleaned = clean(document, span)
        if cleaned is not None:
            evidence = document.evidence(*cleaned)
            return Item(" ".join(evidence.quote.split()), evidence=(evidence,), confidence=confidence, rule=rule)
    return None


def find_role(document: Document, title: Item | None) -> Item | None:
    """The same value with the words of the title that name a role of the vocabulary as evidence, else the whole title."""
    if title is None:
        return None
    span = Span(title.evidence[0].start, title.evidence[0].end)
    mentions = document.mentions_in(span, "role")
    longest = max(mentions, key=lambda mention: mention.end - mention.start, default=None)
    evidence = (document.evidence(longest.start, longest.end),) if longest else title.evidence
    confidence = title.confidence if longest else min(title.confidence, 0.6)
    return Item(title.value, evidence=evidence, confidence=confidence, rule="role.mention" if longest else "role.title")


@cache
def _phrases(table: str) -> frozenset[str]:
    return frozenset(cues.phrases(cues.load("title")[table]))


def _labelled(document: Document) -> Iterator[tuple[Span, float, str]]:
    for field in document.fields_of("title"):
        value = document.folded_in(field.value)
        label = document.folded_in(field.label)
        if value in _phrases("empty") or not any(character.isalpha() for character in value):
            continue
        sure = "tit" in label or _heads(document, field.value)
        if sure and len(value) <= 4 * _LONGEST:
            yield field.value, 0.95, "title.label"


def _heads(document: Document, span: Span) -> bool:
    """Whether a span holds a word that heads titles, or a role of the vocabulary."""
    start, end = document.folded_span(span)
    return bool(document.mentions_in(span, "role")) or has_head(read_tokens(document, start, end))


def _headlines(document: Document) -> Iterator[tuple[Span, float, str]]:
    """Short paragraphs near the top that read like a title, before the text begins to run."""
    running, listed, previous = 0, False, 0
    for index, paragraph in enumerate(document.paragraphs[:_HEADLINES]):
        blank = document.text.count("\n", previous, paragraph.start) > 1
        previous = paragraph.end
        span, glued = _after_date(document, _with_rest(document, index))
        field = not glued and _is_field(document, span)
        listed = field or (listed and not blank and not glued)
        running += span.end - span.start > _LONGEST
        if running > 2:
            return
        if not listed and _may_be_headline(document, span):
            yield span, 0.9 if index == 0 else 0.85, "title.headline"


def _with_rest(document: Document, index: int) -> Span:
    """A paragraph with the line right below it where that goes on with it ("Avis de consultance", "pour l'évaluation ...")."""
    span = document.paragraphs[index]
    following = document.paragraphs[index + 1] if index + 1 < len(document.paragraphs) else None
    if following is None or following.end - span.start > 2 * _LONGEST or not document.text[span.end - 1].isalnum():
        return span
    below = document.text[span.end : following.start].count("\n") == 1
    opens = _pattern("goes_on").match(document.folded_in(following)) and document.text[following.start].islower()
    return Span(span.start, following.end) if opens and below else span


def _after_date(document: Document, span: Span) -> tuple[Span, bool]:
    """A paragraph without a date that is glued to its start."""
    date = _GLUED_DATE.match(document.text, *span)
    return (Span(date.end(), span.end), True) if date else (span, False)


def _may_be_headline(document: Document, span: Span) -> bool:
    folded, text = document.folded_in(span), document.quote(span)
    short = len(text) <= 3 * _LONGEST and ". " not in folded and not _pattern("seeking").search(folded)
    if short and _pattern("work").search(folded) and _pattern("work").match(document.folded_in(clean(document, span) or span)):
        return True
    if len(text) > _LONGEST + 100 or text.endswith((".", ":", ";", "!", "?")) or len(folded.split()) > 2 * _WORDS:
        return False
    if _pattern("verb").search(folded):
        return False
    if BULLET.match(text) or (len(text) <= _SHORT and _pattern("never").search(folded)) or _pattern("sentence").match(folded):
        return False
    cleaned = clean(document, span)
    return cleaned is not None and _reads_like_title(document, cleaned)


def _is_field(document: Document, span: Span) -> bool:
    return any(field.label.start < span.end and span.start < field.value.end for field in document.fields if field.key != "title")


def _reads_like_title(document: Document, span: Span) -> bool:
    """Whether a headline names a post: a head among its first words, and no cue that it is a sentence."""
    if _pattern("seeking").search(document.folded_in(span)):
        return False
    tokens = read_tokens(document, *document.folded_span(span), limit=10)
    return has_head([token for token in tokens if not _is_small_word(document, token)]) or bool(
        document.mentions_in(span, "role")
    )


def _is_small_word(document: Document, token: Token) -> bool:
    """Whether a word that could head a title is another one as it is written ("la charge de", "but principal")."""
    return token.text in _phrases("small_words") and document.quote(span_of(document, token.start, token.end)) == token.text


@cache
def _pattern(table: str) -> re.Pattern[str]:
    return cues.compiled("title", table)


def _cued(document: Document) -> Iterator[tuple[Span, float, str]]:
    for match in document.find(_pattern("seeking")):
        position = document.folded.offsets[match.start()]
        if document.section_of(position) in {"requirements", "apply", "policy"}:
            continue
        sentence = document.sentence_at(position)
        _, end = document.folded_span(sentence)
        for title in read_titles(document, match.end(), min(end, match.end() + _LONGEST), most=1):
            extended = _pattern("extends").match(document.folded.text, title.end + 1, end)
            extent = _EXTENT.match(document.folded.text, extended.end(), end) if extended else None
            stop = extent.end() if extent else title.end
            yield span_of(document, title.start, stop), 0.85, "title.cue"


def _in_body(document: Document) -> Iterator[tuple[Span, float, str]]:
    """Sentences that open with the title: "The X will ...", "Le/la X sera ...", "En tant que X, ..."."""
    holders: list[Span] = []
    for sentence in document.sentences:
        start, end = document.folded_span(sentence)
        opening = document.folded.text[start : min(end, start + 40)]
        if article := _pattern("subject_article").match(opening):
            for title in read_titles(document, start + article.end(), min(end, start + _LONGEST), most=1):
                after = document.folded.text[title.end : min(end, title.end + 60)].lstrip(" ,()")
                if _pattern("subject_verb").match(after):
                    yield span_of(document, title.start, title.end), 0.75, "title.subject"
        elif holder := _pattern("holder").match(opening):
            titles = read_titles(document, start + holder.end(), min(end, start + _LONGEST), most=1)
            holders += [span_of(document, title.start, title.end) for title in titles]
    yield from ((holder, 0.7, "title.holder") for holder in holders)


def clean(document: Document, span: Span) -> Span | None:
    """The part of a span that is the title itself; None where nothing that could be one is left."""
    start, end = trim(document.text, *span)
    end = min(end, _first_line_end(document, start, end))
    bracket = _LEADING_BRACKET.match(document.text, start, end)
    start = bracket.end() if bracket else start
    start = _after_cues(document, _after_employer(document, start, end), end)
    end = _without_tail(document, start, end)
    start, end = trim(document.text, start, end)
    while start < end and document.text[end - 1] in "-–—,;:.|/&":
        start, end = trim(document.text, start, end - 1)
    if not 3 <= end - start <= 2 * _LONGEST or not any(character.isalpha() for character in document.text[start:end]):
        return None
    return None if fold_name(document.text[start:end]) in _phrases("empty") else Span(start, end)


def _first_line_end(document: Document, start: int, end: int) -> int:
    """Where the sentence or list that a title begins ends: a title holds no full stop and no bullet."""
    match = _FIRST_END.search(document.text, start, end)
    return match.start() if match else end


def _after_employer(document: Document, start: int, end: int) -> int:
    """The place after an organization and a sign that parts it from the title ("UNICEF Niger – Consultant")."""
    sign = _SEPARATOR.search(document.text, start, end)
    if sign is None or not document.mentions_in(Span(start, sign.start()), "organization"):
        return start
    rest = document.folded_span(Span(sign.end(), end))
    return start if _heads(document, Span(start, sign.start())) or not has_head(read_tokens(document, *rest)) else sign.end()


def _after_cues(document: Document, start: int, end: int) -> int:
    """The place after articles, numbers and words such as "Terms of reference for"."""
    for table in ("before", "articles", "articles"):
        low, high = document.folded_span(Span(start, end))
        match = _leading(table).match(document.folded.text, low, high)
        if match and match.end() < high:
            start = document.folded.offsets[match.end()]
            start = trim(document.text, start, end).start
    return start


@cache
def _leading(table: str) -> re.Pattern[str]:
    parts = sorted(_phrases(table), key=lambda phrase: (-len(phrase), phrase))
    branches = "|".join(
        re.escape(part).replace(r"\ ", r"\s+").replace(r"\s+:", r"\s*:") + (r"(?!\w)" if part[-1].isalnum() else "")
        for part in parts
    )
    return re.compile(rf"(?:{branches})[\s:–-]*")


def _without_tail(document: Document, start: int, end: int) -> int:
    """The end of a title without gender marks, employers, places, codes and numbers of posts behind it."""
    text = document.text
    gender = _GENDER.search(text, start, end)
    if gender and gender.start() > start + 3:
        end = gender.start()
    at = _AT.search(text, start, end)
    if at:
        end = at.start()
    while True:
        bracket = _BRACKETS.search(text[start:end])
        if (
            bracket
            and bracket.start() > 3
            and _is_tail(document, start + bracket.start(1), start + bracket.end(1), bracketed=True)
        ):
            end = start + bracket.start()
            continue
        cuts = [match for match in _SEPARATOR.finditer(text, start, end) if match.start() > start + 2]
        if cuts and ("|" in cuts[-1].group() or _is_tail(document, cuts[-1].end(), end, bracketed=False)):
            end = cuts[-1].start()
            continue
        return end


def _is_tail(document: Document, start: int, end: int, *, bracketed: bool) -> bool:
    """Whether what stands behind a separator is not part of the title."""
    span = trim(document.text, start, end)
    piece = document.text[span.start : span.end]
    folded = fold_name(piece)
    if not folded or _CODE.fullmatch(piece) or _pattern("after").match(folded) or folded in _phrases("after"):
        return True
    if bracketed and len(folded.split()) > 1 and _pattern("after").search(folded):
        return True
    if has_head(read_tokens(document, *document.folded_span(span))):
        return False
    places = [*(Span(m.start, m.end) for m in document.mentions_in(span, "country")), *_places_in(document, span)]
    covered = sum(mention.end - mention.start for mention in places)
    return covered * 3 >= 2 * (span.end - span.start) or (not bracketed and bool(places) and _names_employer(document, span))


def _places_in(document: Document, span: Span) -> list[Span]:
    known = document.mentions_in(span, "country")
    return [
        Span(place.start, place.end)
        for place in document.places
        if span.start <= place.start
        and place.end <= span.end
        and not any(place.start < other.end and other.start < place.end for other in known)
    ]


def _names_employer(document: Document, span: Span) -> bool:
    return bool(document.mentions_in(span, "organization"))
