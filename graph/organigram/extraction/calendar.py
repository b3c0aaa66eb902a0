"""Dates in text: days and months in English and French words, numbers in any order, with what is left open told apart.

Month names are CLDR's (through Babel). A date that can be read day-first and month-first keeps both readings;
:mod:`organigram.extraction.dates` settles which one fits.

>>> [(date.readings, date.start) for date in find_dates("before 03/30/2022, from 01/05/2022 or 1er aout 2025")]
[(('2022-03-30',), 7), (('2022-05-01', '2022-01-05'), 24), (('2025-08-01',), 38)]
>>> [date.readings for date in find_dates("du 7 decembre au 2 mai 2022, septembre/octobre 2023")]
[('2021-12-07',), ('2022-05-02',), ('2023-09',), ('2023-10',)]
>>> [(date.readings, date.yearless) for date in find_dates("debut octobre; june 2024; 5 may; 28.02.27; 2024-06")]
[(('10',), True), (('2024-06',), False), (('05-05',), True), (('2027-02-28',), False), (('2024-06',), False)]
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from babel import Locale

from organigram.extraction import cues
from organigram.extraction.patterns import either, spaced
from organigram.folding import fold, fold_name

if TYPE_CHECKING:
    from organigram.extraction.document import Document

_EARLIEST, _LATEST = 1950, 2099
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:19[5-9]\d|20\d\d)"


class Date(NamedTuple):
    """A date at a place of the folded text.

    ``readings``: what it can mean, the likelier first, ``YYYY-MM-DD`` or ``YYYY-MM``; without its year ``MM-DD`` or ``MM``.
    ``order``: ``day`` or ``month``, whichever comes first in numbers that leave no choice.
    """

    start: int
    end: int
    readings: tuple[str, ...]
    order: str = ""

    @property
    def yearless(self) -> bool:
        """Whether the text gives no year."""
        return len(self.readings[0]) < 6


@cache
def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    for code in ("en", "fr"):
        for width in ("wide", "abbreviated"):
            for number, name in Locale(code).months["format"][width].items():
                found[fold_name(name).rstrip(".")] = number
    for number, names in cues.load("dates")["month"].items():
        found.update(dict.fromkeys(names, int(number)))
    return found


@cache
def _pattern() -> re.Pattern[str]:
    month = "(?:" + "|".join(sorted(map(re.escape, _months()), key=len, reverse=True)) + r")\b\.?"
    ordinal, behind = either("dates", "ordinal"), either("dates", "ordinal_behind")
    return re.compile(
        rf"""(?<!\d/)(?:
        (?<!\w)(?P<iso>{_YEAR}-(?:0[1-9]|1[0-2])(?:-{_DAY})?)(?![\w-])
        |(?<!\w)(?P<one>\d{{1,2}})\s?(?P<sign>[/.-])\s?(?P<two>\d{{1,2}})\s?(?P=sign)\s?(?P<year>{_YEAR}|\d{{2}}(?!\w))(?![\d/]|[.-]\d)
        |(?<![\d_])(?P<day>{_DAY}){ordinal}?\s*(?:[-/]\s*)?{spaced("dates", "of_month")}?\s*(?P<month>{month})
            (?:\s*[,/-]?\s*(?:{spaced("dates", "of_year")}\s*)?(?P<year2>{_YEAR})(?!\d)
            |[ /-](?P<short>'?\d{{2}})(?=\s*(?:$|[\n,;)])))?
        |(?<!\w)(?P<month2>{month})\s*(?P<day2>{_DAY}){behind}?\b(?!\s*(?:%|[.,]\d))(?:\s*,?\s*(?P<year3>{_YEAR})(?!\d))?
        |(?<!\w)(?P<month3>{month})(?:\s*[,/'-]?\s*(?:{spaced("dates", "of_year_alone")}\s*)?(?P<year4>{_YEAR})(?!\d))?
        |(?<!\w)(?P<month4>0[1-9]|1[0-2])\s?/\s?(?P<year5>{_YEAR})(?!\d)
        )""",
        re.VERBOSE,
    )


def find_dates(folded: str, start: int = 0, end: int | None = None) -> Iterator[Date]:
    """The dates of a folded text, or a stretch of it, in order. A month alone counts only with a year or where it is a name.

    A date without its year that leads to one with it shares that year ("from 7 March to 2 May 2022").
    """
    stop = len(folded) if end is None else end
    return _shared(folded, _found(folded, _openings(folded, _month_names().finditer(folded, start, stop), start, stop), stop))


#: A number before or behind the name of a month.
_BEFORE = re.compile(rf"\d{either('dates', 'ordinal')}?\s*{spaced('dates', 'of_year_alone')}?\Z")
_BEHIND = re.compile(r",?\s*\d")


def is_month(folded: str, start: int, end: int) -> bool:
    """Whether a stretch of a folded text is the name of a month, with its day or year beside it.

    >>> is_month("from 3 march 2025", 7, 12), is_month("in march, cambridgeshire", 3, 8)
    (True, False)
    """
    if folded[start:end] not in _months():
        return False
    return _BEFORE.search(folded, max(0, start - 8), start) is not None or _BEHIND.match(folded, end) is not None


def dates_in(document: Document, start: int = 0, end: int | None = None) -> Iterator[Date]:
    """:func:`find_dates` in a stretch of the folded text of a document, which knows where its words stand."""
    folded = document.folded.text
    stop = len(folded) if end is None else end
    return _shared(
        folded, _found(folded, _openings(folded, document.find_between(_month_names(), start, stop), start, stop), stop)
    )


def _shared(folded: str, dates: Iterable[Date]) -> Iterator[Date]:
    """Dates, one without its year with that of the next where one leads to the other."""
    before: Date | None = None
    for date in dates:
        if before is not None:
            shared = before.yearless and not date.yearless and _between().fullmatch(folded, before.end, date.start)
            yield before._replace(readings=(_year_before(before.readings[0], date.readings[0]),)) if shared else before
        before = date
    if before is not None:
        yield before


def _year_before(value: str, later: str) -> str:
    year = int(later[:4])
    return f"{year if value <= later[5 : 5 + len(value)] else year - 1}-{value}"


@cache
def _between() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:[/–-]|{cues.source(*cues.phrases(cues.load('dates')['between']))})\s*")


def _found(folded: str, openings: Iterable[int], stop: int) -> Iterator[Date]:
    after = 0
    for opening in openings:
        match = _pattern().match(folded, opening, stop) if opening >= after else None
        if match is None:
            continue
        after = match.end()
        both = list(_readings(match))
        readings = tuple(dict.fromkeys(reading for reading in both if reading))
        if readings:
            order = ("day" if both[0] else "month") if len(both) == 2 and len(readings) == 1 and not all(both) else ""
            yield Date(match.start(), match.end(), readings, order)


#: What a date begins with: a number, which a label may be glued to ("Date limite7 octobre"), or the name of a month.
_NUMBER = re.compile(r"\d(?<![\d_/]\d)")


@cache
def _month_names() -> re.Pattern[str]:
    return cues.pattern(*_months())


def _openings(folded: str, months: Iterable[re.Match[str]], start: int, stop: int) -> list[int]:
    """Where a date may begin, in the order of the text."""
    return sorted([match.start() for match in chain(_NUMBER.finditer(folded, start, stop), months)])


def _readings(match: re.Match[str]) -> Iterator[str]:
    if match["iso"]:
        parts = [int(part) for part in match["iso"].split("-")]
        yield _date(parts[0], parts[1], parts[2] if len(parts) > 2 else None)
    elif match["one"]:
        one, two, year = int(match["one"]), int(match["two"]), _full_year(match["year"])
        yield _date(year, two, one)
        yield _date(year, one, two)
    elif match["month4"]:
        yield _date(int(match["year5"]), int(match["month4"]), None)
    else:
        name = match["month"] or match["month2"] or match["month3"]
        day = match["day"] or match["day2"]
        year_text = match["year2"] or match["short"] or match["year3"] or match["year4"]
        if not year_text and not day and name.rstrip(".") in _WORDS_TOO:
            return
        yield _date(
            _full_year(year_text.lstrip("'")) if year_text else None, _months()[name.rstrip(".")], int(day) if day else None
        )


_TIME = re.compile(r"\s*(\d{4}-\d\d-\d\d)[T ]\d\d:")


def find_days(value: str) -> Iterator[Date]:
    """The dates of a value that stands by itself; the day of a time is the one that is written, whatever its zone.

    >>> [date.readings for date in find_days("2022-03-30T23:59:59+02:00")]
    [('2022-03-30',)]
    """
    time = _TIME.match(value)
    yield from find_dates(time[1] if time else fold(value).text)


#: Months whose names are also words; alone, without a year or a day, they are none.
_WORDS_TOO = frozenset(
    {"may", "mar", "march", "mai", "dec", "jan", "sep", "jun", "oct", "nov", "apr", "feb", "jul", "aug", "avr"}
)


def _full_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _date(year: int | None, month: int, day: int | None) -> str:
    """The date's text, ``""`` where there is no such day."""
    try:
        datetime.date(year or 2000, month, day or 1)
    except ValueError:
        return ""
    if year is not None and not _EARLIEST <= year <= _LATEST:
        return ""
    parts = [f"{year:04}"] if year is not None else []
    parts.append(f"{month:02}")
    if day is not None:
        parts.append(f"{day:02}")
    return "-".join(parts)
