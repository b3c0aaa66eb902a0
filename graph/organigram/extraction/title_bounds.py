"""Where a title begins and ends within what stands around it: articles, employers, places, codes, gender marks, numbers of posts.

>>> from organigram.extraction.document import Document
>>> from organigram.model import Posting
>>> class NoVocabulary:
...     def mentions(self, text, folded, kinds=()): return []
>>> document = Document(Posting("a", "a.txt", "en", "Vacancy: the Field Nurse (m/f) - REF12/2024"), NoVocabulary())
>>> document.quote(clean(document, Span(0, len(document.text))))
'Field Nurse'
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from organigram.extraction import cues
from organigram.extraction.document import Document, Span
from organigram.extraction.layout import trim
from organigram.extraction.name_shapes import is_plainly_one
from organigram.extraction.patterns import either
from organigram.extraction.titles import has_head
from organigram.extraction.tokens import read_tokens
from organigram.folding import fold_name

_LONGEST = 150
_SEPARATOR = re.compile(r"\s+[-–—|]\s+|\s+(?=/[A-Z])|\s*\|\s*|\s+[–—]|[–—]\s+|,\s+|(?<=[a-zà-ÿ])-\s+")
_OPENING_SIGN = re.compile(rf"\s*:\s+|{_SEPARATOR.pattern}")
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]?\s*$")
_AT = re.compile(
    rf"\s+(?:{either('small', 'at_whom', capital=True)}|@|{either('small', 'beside')})\s+(?=[A-ZÀ-Þ])"
    rf"|(?<=\w){either('small', 'glued_whom')}(?=[A-ZÀ-Þ][a-zà-ÿ])"
)
_NUMBER = re.compile(r"[\s,–-]*#\s?\d{3,}.*$")
#: A reference at the end of a title's line ("Ref. 69/15-16").
_REFERENCE = re.compile(r"[\s,–|-]*\b(?:[Rr][ée]f(?:[ée]rence)?|REF)\b\s?[.:°]*\s?[\w./°-]*\d.*$")
#: A numbering before a title ("2.0. PROJECT MANAGER").
_NUMBERING = re.compile(r"(?:\d{1,2}\.)+\d{0,2}\.?\s+(?=[A-ZÀ-Þ])")
_CODE = re.compile(r"(?=.*\d)[\w./\s-]{1,20}|\d+\s*%|[A-Z]{2,6}\d+|N-?O-?[A-D]")
_LEADING_BRACKET = re.compile(r"\s*\[[^\]]{1,40}\]\s*")
#: The number of posts before a title ("un (1) comptable").
_POSTS = re.compile(r"\(\d{1,2}\)\s+(?=\w)")
_FIRST_END = re.compile(r"(?<=[a-zà-ÿ)]{3})[.;](?:\s|$)|\s{3,}|\t|\s[•●]\s|(?<=\S)\s*\n\s*\n")
_GENDER = re.compile(r"\s*[-–—,(]?\s*\b[hfmw]\s?[/-]\s?[hfmw](?:\s?[/-]\s?(?:[xdw]|nb))?\b.*$", re.IGNORECASE)

#: What stands behind a gender mark and a dash: words, no figures of a code.
_MATTER = re.compile(r"[^\w]*\w\s?[/-]\s?\w(?:\s?[/-]\s?\w{1,2})?\s?[)\]]?\s[-–—]\s([A-ZÀ-Þ][^|#()]+)$")
_WORDS_OF_MATTER = 2
#: Words among which a title that was announced has its head.
_NEAR = 6


@cache
def pattern(table: str) -> re.Pattern[str]:
    """The phrases of a table of ``cues/title.toml`` as a pattern."""
    return cues.compiled("title", table)


@cache
def phrases(table: str) -> frozenset[str]:
    """The phrases of a table of ``cues/title.toml``."""
    return frozenset(cues.phrases(cues.load("title")[table]))


def heads(document: Document, span: Span) -> bool:
    """Whether a span holds a word that heads titles, or a role of the vocabulary."""
    start, end = document.folded_span(span)
    return bool(document.mentions_in(span, "role")) or has_head(read_tokens(document, start, end))


def clean(document: Document, span: Span) -> Span | None:
    """The part of a span that is the title itself; None where nothing that could be one is left."""
    start, end = trim(document.text, *span)
    end = min(end, _first_line_end(document, start, end))
    for before in (_LEADING_BRACKET, _NUMBERING):
        leading = before.match(document.text, start, end)
        start = leading.end() if leading else start
    start = _after_cues(document, _after_employer(document, start, end), end)
    end = _without_tail(document, start, end)
    start, end = trim(document.text, start, end)
    while start < end and document.text[start] == "|":
        start, end = trim(document.text, start + 1, end)
    while start < end and document.text[end - 1] in "-–—,;:.|/&":
        start, end = trim(document.text, start, end - 1)
    if not 3 <= end - start <= 2 * _LONGEST or not any(character.isalpha() for character in document.text[start:end]):
        return None
    return None if fold_name(document.text[start:end]) in phrases("empty") else Span(start, end)


def _first_line_end(document: Document, start: int, end: int) -> int:
    """Where the sentence or list that a title begins ends: a title holds no full stop and no bullet."""
    match = _FIRST_END.search(document.text, start, end)
    return match.start() if match else end


def _after_employer(document: Document, start: int, end: int) -> int:
    """The place after an organization or place and a sign behind it ("UNICEF Niger – Consultant", "Mali : Comptable")."""
    sign = _OPENING_SIGN.search(document.text, start, end)
    before = Span(start, sign.start()) if sign is not None else None
    if sign is None or before is None:
        return start
    named = "|" in sign.group() or _names_employer(document, before) or _is_place(document, before)
    rest = document.folded_span(Span(sign.end(), end))
    if not (named or is_plainly_one(document, before)) or not has_head(read_tokens(document, *rest)):
        return start
    return start if heads(document, before) else _after_employer(document, sign.end(), end)


def _after_cues(document: Document, start: int, end: int) -> int:
    """The place after articles, numbers and words such as "Terms of reference for"."""
    start = _after_articles(document, start, end, "before", "articles", "articles")
    number = _POSTS.match(document.text, start, end)
    start = number.end() if number else start
    return _after_announcement(document, start, end)


def _after_articles(document: Document, start: int, end: int, *tables: str) -> int:
    """The place after the phrases of tables, one of each in turn; after articles where no table is given."""
    for table in tables or ("articles",):
        low, high = document.folded_span(Span(start, end))
        match = _leading(table).match(document.folded.text, low, high)
        if match and match.end() < high:
            start = trim(document.text, document.folded.offsets[match.end()], end).start
    return start


def _after_announcement(document: Document, start: int, end: int) -> int:
    """The place after words that announce a title, right behind them or behind who hires ("Relief Vacancy for Nurse")."""
    folded, (low, high) = document.folded.text, document.folded_span(Span(start, end))
    at_once, later = pattern("announced").match(folded, low, high), document.search(pattern("announcing"), low, high)
    for match, near in ((at_once, 1), (later, _NEAR)):
        if match is not None and match.end() < high:
            rest = _after_articles(document, trim(document.text, document.folded.offsets[match.end()], end).start, end)
            number = _POSTS.match(document.text, rest, end)
            rest = number.end() if number else rest
            if has_head(read_tokens(document, *document.folded_span(Span(rest, end)), limit=near)):
                return rest
    return start


@cache
def _leading(table: str) -> re.Pattern[str]:
    parts = sorted(phrases(table), key=lambda phrase: (-len(phrase), phrase))
    branches = "|".join(
        re.escape(part).replace(r"\ ", r"\s+").replace(r"\s+:", r"\s*:") + (r"(?!\w)" if part[-1].isalnum() else "")
        for part in parts
    )
    return re.compile(rf"(?:{branches})[\s:–-]*")


def _without_tail(document: Document, start: int, end: int) -> int:
    """The end of a title without gender marks, employers, places, codes and numbers of posts behind it."""
    text = document.text
    for pattern_of_number in (_NUMBER, _REFERENCE):
        number = pattern_of_number.search(text, start, end)
        if number and number.start() > start + 3:
            end = number.start()
    gender = _GENDER.search(text, start, end)
    if gender and gender.start() > start + 3:
        end = _behind_gender(document, gender.start(), end)
    at = _AT.search(text, start, end)
    if at:
        end = at.start()
    stationed = next(document.find(pattern("stationed"), Span(start, end)), None)
    if stationed is not None and document.folded.offsets[stationed.start()] > start + 3:
        end = document.folded.offsets[stationed.start()]
    end = _before_project(document, start, end)
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


def _before_project(document: Document, start: int, end: int) -> int:
    """The end of a title that goes on with the project it is in ("Nurse in the Mobile Teams Project")."""
    low, high = document.folded_span(Span(start, end))
    within = document.search(pattern("within"), low + 3, high)
    if within is None or not has_head(read_tokens(document, low, within.start())):
        return end
    rest = read_tokens(document, within.end(), high)
    named = bool(rest) and (rest[0].text in phrases("undertaking") or rest[-1].text in phrases("undertaking"))
    return trim(document.text, start, document.folded.offsets[within.start()]).end if named else end


def _behind_gender(document: Document, start: int, end: int) -> int:
    """The end of a title at its gender mark, or behind what it is about ("Chargé de mission (H/F) – Jeunesse et éducation")."""
    matter = _MATTER.match(document.text, start, end)
    if matter is None or len(matter[1].split()) < _WORDS_OF_MATTER:
        return start
    span = Span(matter.start(1), matter.end(1))
    pieces = [span.start, *(sign.end() for sign in _SEPARATOR.finditer(document.text, *span)), span.end]
    tail = any(_is_tail(document, *piece, bracketed=False) for piece in pairwise(pieces))
    return start if tail or _names_employer(document, span) or heads(document, span) else end


def _is_tail(document: Document, start: int, end: int, *, bracketed: bool) -> bool:
    """Whether what stands behind a separator is not part of the title."""
    span = trim(document.text, start, end)
    piece = document.text[span.start : span.end]
    folded = fold_name(piece)
    if not folded or _CODE.fullmatch(piece) or pattern("after").match(folded) or folded in phrases("after"):
        return True
    if bracketed and len(folded.split()) > 1 and pattern("after").search(folded):
        return True
    if has_head(read_tokens(document, *document.folded_span(span))):
        return False
    if _is_place(document, span) or (not bracketed and is_plainly_one(document, span)):
        return True
    return not bracketed and bool(_countries_and_places(document, span)) and _names_employer(document, span)


def _is_place(document: Document, span: Span) -> bool:
    """Whether most of a span are names of countries and places."""
    office = pattern("office").search(document.folded_in(span))
    covered = sum(place.end - place.start for place in _countries_and_places(document, span))
    covered += office.end() - office.start() if office and covered else 0
    return covered * 3 >= 2 * (span.end - span.start) > 0


def _countries_and_places(document: Document, span: Span) -> list[Span]:
    return [*(Span(m.start, m.end) for m in document.mentions_in(span, "country")), *_places_in(document, span)]


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
