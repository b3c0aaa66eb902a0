"""Values of fields as sources write them: codes, names in either language, schema.org's words.

What is prose in such a value ("CDD 12 mois, temps plein") is read by the rules for text, with a label before it that they know.

>>> [code for code, _ in read_countries("mli", NoNames())]
['ML']
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

import pycountry

from organigram.extraction import cues
from organigram.extraction.conditions import find_conditions
from organigram.extraction.dates import find_dates_of
from organigram.extraction.document import Document, MentionSource, Span
from organigram.extraction.languages import find_languages
from organigram.extraction.layout import trim
from organigram.extraction.salary import find_salary
from organigram.folding import Folded, fold, fold_name
from organigram.model import Item, LanguageItem, Posting, Salary
from organigram.vocabulary import Mention

_LIST, _ROWS = re.compile(r"[,;|/\n]|\s[-–—]\s"), re.compile(r"[;|\n]")
_NUMBER = re.compile(r"\s*(\d{1,3}(?:[.,]\d+)?)\s*")
_ISO_DURATION = re.compile(r"\s*P(?:(\d+)Y)?(?:(\d+)M)?\s*")
_POSTCODE = re.compile(r"\d[\d -]*\d\s+|\s*\([^()]*\d[^()]*\)?|\s+\d{3,}$")
_UNIT = re.compile(r"\b(?:HOUR|DAY|WEEK|MONTH|YEAR)\b")
_AND = re.compile(rf"\s(?:{cues.compiled('stated', 'and').pattern})\s", re.IGNORECASE)
#: What is longer is no name of a place, or a description that begins with one.
_SHORT, _WORDS = 100, 6
_LONGEST = 300  # characters of a value that rules for prose are asked about
_LONGEST_CONTRACT = 72.0


class NoNames:
    """A vocabulary that knows no name."""

    def mentions(self, text: str, folded: Folded, kinds: Collection[str] = ()) -> list[Mention]:
        """None."""
        return []


@cache
def _table(name: str) -> dict[str, tuple[str, ...]]:
    """Folded phrases of a table of ``cues/stated.toml`` with the keys that they stand under; "food and nutrition" has two."""
    found: dict[str, tuple[str, ...]] = {}
    for key, node in cues.load("stated")[name].items():
        for phrase in cues.phrases(node):
            found[phrase] = (*found.get(phrase, ()), key)
    return found


def says_nothing(value: str) -> bool:
    """Whether a value only stands in for one ("N/A", "Various", "World").

    >>> says_nothing("n/a"), says_nothing("Mali")
    (True, False)
    """
    return fold_name(value) in _table("nothing") or not any(map(str.isalnum, value))


def pieces(value: str) -> Iterator[Span]:
    """The parts of a value that is a list.

    >>> ["Mali; Niger"[start:end] for start, end in pieces("Mali; Niger")]
    ['Mali', 'Niger']
    """
    return _cut(value, _LIST, Span(0, len(value)))


def _cut(value: str, sign: re.Pattern[str], span: Span) -> Iterator[Span]:
    start = span.start
    for match in (*sign.finditer(value, span.start, span.end), None):
        piece = trim(value, start, match.start() if match else span.end)
        start = match.end() if match else span.end
        if piece.start < piece.end:
            yield piece


def read_countries(value: str, vocabulary: MentionSource) -> Iterator[tuple[str, Span]]:
    """The alpha-2 codes of the countries that a value names, by code or by name; a region of the world is none."""
    shown = value if any(map(str.isupper, value)) or len(value.title()) != len(value) else value.title()
    for mention in vocabulary.mentions(shown, fold(shown), ("country",)):
        yield mention.entities[0].slug, Span(mention.start, mention.end)
    for piece in pieces(value):
        code = value[piece.start : piece.end]
        if (alpha_2 := _alpha_2(code.upper())) and not vocabulary.mentions(code, fold(code), ("country",)):
            yield alpha_2, piece


@cache
def _alpha_2(code: str) -> str:
    """The alpha-2 code of an ISO 3166-1 code of two or three letters, else nothing."""
    own = _table("country")
    if code.lower() in own:
        return own[code.lower()][0]
    if not (code.isascii() and code.isalpha() and len(code) in (2, 3)):
        return ""
    found = pycountry.countries.get(alpha_2=code) if len(code) == 2 else pycountry.countries.get(alpha_3=code)
    return str(found.alpha_2) if found else ""


def read_places(value: str, vocabulary: MentionSource) -> Iterator[Span]:
    """The parts of a value that can name a place, without post codes: no country, no "remote", no words of a description."""
    line = trim(value, 0, len(value) if len(value) <= _SHORT else value.find("\n") % (len(value) + 1))
    for piece in (part for row in _cut(value, _LIST, line) for part in _cut(value, _AND, row)):
        text = value[piece.start : piece.end]
        code = _POSTCODE.match(text)
        start = piece.start + (code.end() if code else 0)
        tail = _POSTCODE.search(value, start, piece.end)
        span = trim(value, start, tail.start() if tail else piece.end)
        name = value[span.start : span.end]
        if not 2 <= len(name) <= _SHORT or len(name.split()) > _WORDS or name[0].islower() or name[0].isdigit():
            continue
        if says_nothing(name) or cues.compiled("location", "not_place").search(fold_name(name)):
            continue
        if not any(covered in (span, piece) for _, covered in read_countries_in(value, span, vocabulary)):
            yield span


def read_countries_in(value: str, span: Span, vocabulary: MentionSource) -> Iterator[tuple[str, Span]]:
    """:func:`read_countries` of a part of a value, as spans of the whole."""
    for code, (start, end) in read_countries(value[span.start : span.end], vocabulary):
        yield code, Span(span.start + start, span.start + end)


def read_sectors(value: str, vocabulary: MentionSource) -> Iterator[tuple[str, Span]]:
    """Slugs of the sectors that a value names, by the lists that sources choose from or by the vocabulary; else its words.

    What lists of vacancies call a function (human resources, management) is no sector.
    """
    for part in _cut(value, _ROWS, Span(0, len(value))):
        if _plain(value[part.start : part.end]) in _table("function"):
            continue
        finer = list(_cut(value, _LIST, part))  # names of sectors have commas and slashes of their own
        known = not _known_sectors(value, part, vocabulary) and all(_known_sectors(value, one, vocabulary) for one in finer)
        for span in finer if known else [part]:
            if not says_nothing(value[span.start : span.end]):
                for slug in _known_sectors(value, span, vocabulary) or (value[span.start : span.end],):
                    yield slug, span


def _known_sectors(value: str, span: Span, vocabulary: MentionSource) -> tuple[str, ...]:
    text = value[span.start : span.end]
    listed = _table("sector").get(_plain(text))
    if listed:
        return listed
    return tuple(
        mention.entities[0].slug
        for mention in vocabulary.mentions(text, fold(text), ("sector",))
        if mention.end - mention.start >= len(text) - 2
    )[:1]


def _plain(text: str) -> str:
    """The folded words of a name in a list."""
    return " ".join(re.findall(r"[^\W_]+", fold(text).text))


def read_prose(key: str, value: str) -> Document:
    """A value as the only field of a posting, so that the rules for text read it; its characters do not keep their places."""
    label = cues.load("stated")["label"][key]
    return Document(Posting("", "", "en", f"{label}: {value[:_LONGEST].replace('_', ' ').strip()}"), NoNames())


def read_conditions(key: str, value: str, vocabulary: MentionSource) -> dict[str, Item]:
    """Kind of contract, working time and duration that a value states, by the name of the fact.

    >>> {name: item.value for name, item in read_conditions("contract", "CDD 12 mois, temps plein", NoNames()).items()}
    {'contract': 'fixed-term', 'duration_months': 12, 'working_time': 1.0}
    >>> {name: item.value for name, item in read_conditions("contract", "FULL_TIME", NoNames()).items()}
    {'working_time': 1.0}
    """
    found = find_conditions(read_prose(key, value), None)
    items = {
        name: item
        for name, item in zip(("contract", "duration_months", "working_time"), found, strict=True)
        if item and item.rule.endswith(".label")
    }
    if "contract" not in items and key == "contract":
        kinds = _table("contract").get(fold_name(value.replace("_", " "))) or tuple(
            mention.entities[0].slug for mention in vocabulary.mentions(value, fold(value), ("contract",))
        )
        items |= {"contract": Item(kinds[0])} if kinds else {}
    number = _bare_number(key, value)
    return {**items, key: Item(number)} if number is not None and key != "contract" else items


def _bare_number(key: str, value: str) -> int | float | None:
    """A number of months, or a share of full time, that stands without its unit."""
    iso = _ISO_DURATION.fullmatch(value)
    if key == "duration_months" and iso and any(iso.groups()):
        return 12 * int(iso[1] or 0) + int(iso[2] or 0) or None
    match = _NUMBER.fullmatch(value)
    if match is None or key == "contract":
        return None
    number = float(match[1].replace(",", "."))
    if key == "duration_months":
        return (int(number) if number == int(number) else number) if 0 < number <= _LONGEST_CONTRACT else None
    share = number if number <= 1 else number / 100
    return round(share, 4) if 0 < share <= 1 else None


def is_soon(value: str) -> bool:
    """Whether a value of the start of work says as soon as possible.

    >>> is_soon("ASAP"), is_soon("Dès que possible"), is_soon("2024-05-01")
    (True, True, False)
    """
    start = find_dates_of(read_prose("start_date", value)).start_date
    return start is not None and start.value == "ASAP"


def read_languages(value: str) -> Iterator[LanguageItem]:
    """The languages of a value, by name or ISO 639 code."""
    yield from find_languages(read_prose("language", value))
    for start, end in pieces(value):
        code = value[start:end].lower()
        known = pycountry.languages.get(alpha_2=code) if len(code) == 2 else pycountry.languages.get(alpha_3=code)
        if known and code.isascii():
            yield LanguageItem(str(getattr(known, "alpha_2", known.alpha_3)))


def read_salary(value: str) -> tuple[Salary, ...]:
    """The pay that a value states, schema.org's units of time among its words.

    >>> [(pay.amount_max, pay.currency, pay.period) for pay in read_salary("50000 - 60000 USD YEAR")]
    [(60000.0, 'USD', 'year')]
    """
    return find_salary(read_prose("salary", _UNIT.sub(lambda unit: f"per {unit[0].lower()}", value)))
