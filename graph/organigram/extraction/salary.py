"""Pay: amounts with their currency and period where the text says that they are pay.

Steps of a scale ("1 963,64 € for 3 years, 2 097,09 € for 10 years") become the range from the lowest to the highest. Numbers are
read with either sign for thousands and decimals.

>>> from organigram.extraction.document import Document
>>> from organigram.model import Posting
>>> class NoVocabulary:
...     def mentions(self, text, folded, kinds=()): return []
>>> text = "Salaire brut mensuel de 3.300 € à 4.000 € ; perdiem mensuel 600 €"
>>> [pay] = find_salary(Document(Posting("a", "a.txt", "fr", text), NoVocabulary()))
>>> pay.amount_min, pay.amount_max, pay.currency, pay.period, pay.gross
(3300.0, 4000.0, 'EUR', 'month', True)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from organigram.extraction import cues
from organigram.extraction.document import Document, Span
from organigram.extraction.patterns import either
from organigram.model import Item, Salary

#: A space that must not break a line, as typists for the web write it.
_SPACE = r"(?:\s|&nbsp;)"
_NUMBER = r"\d{1,3}(?:(?:[ .,'’]|&nbsp;)\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2})?(?!\d)"
_FIRST_DIGIT = re.compile(r"(?<![\d.,])\d")
_SIGN_WIDTH = 40  # characters of the longest name of a currency, with a space
_WINDOW = 300
_CARD = 60  # characters of a line that is a value by itself
_SHORT_CARD = 26  # characters of one that holds no more than an amount and its period ("£20,000 pa")
_LEAST, _MOST = 3.0, 500_000_000.0


class _Amount(NamedTuple):
    start: int
    end: int
    values: tuple[float, ...]
    currency: str


class _Pay(NamedTuple):
    """Amounts that one sentence or field states, and where it stands in the folded text."""

    start: int
    end: int
    amounts: tuple[_Amount, ...]
    label: str


def find_salary(document: Document, countries: Sequence[Item] = ()) -> tuple[Salary, ...]:
    """What the posting says that it pays; amounts in one currency and period are one range.

    ``countries`` are the posting's: a dollar sign alone is of the country, where that has dollars of its own.
    """
    for confidence, sources in ((0.95, _in_fields(document)), (0.9, _in_sentences(document))):
        pays = list(sources)
        if pays:
            return (_merge(document, pays, confidence, [str(country.value) for country in countries]),)
    return ()


@cache
def _currencies() -> dict[str, str]:
    return {phrase: code for code, node in cues.load("salary")["currency"].items() for phrase in cues.phrases(node)}


@cache
def _sign() -> str:
    """The signs and names of currencies, as a pattern."""
    signs = sorted(_currencies(), key=lambda sign: (-len(sign), sign))
    branches = (
        (r"(?<![a-z])" if s[0].isalpha() else "") + re.escape(s) + (r"(?![a-z])" if s[-1].isalpha() else "") for s in signs
    )
    return f"(?:{'|'.join(branches)})"


@cache
def _sign_before() -> re.Pattern[str]:
    return re.compile(rf"{_sign()}{_SPACE}?\Z")


@cache
def _money() -> re.Pattern[str]:
    """A number, or two with a dash or a word between, with a currency before or after."""
    currency = _sign()
    between = rf"\s?(?:k\s?)?(?:{currency})?\s?(?:-|{either('salary', 'between')})\s?(?:{currency}\s?)?"
    return re.compile(
        rf"(?:(?P<before>{currency}){_SPACE}?)?(?<![\d.,])(?P<one>{_NUMBER})(?:{between}(?P<two>{_NUMBER}))?"
        rf"(?P<kilo>\s?k(?![a-z]))?(?:{_SPACE}?\(?(?P<after>{currency}))?"
    )


def _numbers(folded: str, low: int, high: int) -> Iterator[re.Match[str]]:
    """Where :func:`_money` fits, tried only where a number begins, or the currency before one."""
    end = low
    for digit in _FIRST_DIGIT.finditer(folded, low, high):
        start = digit.start()
        if start >= end:
            sign = _sign_before().search(folded, max(end, start - _SIGN_WIDTH), start)
            match = (_money().match(folded, sign.start(), high) if sign else None) or _money().match(folded, start, high)
            if match:
                yield match
                end = match.end()


def _amounts(folded: str, low: int, high: int) -> Iterator[_Amount]:
    for match in _numbers(folded, low, high):
        sign = match["after"] or match["before"] or _inner_sign(match.group())
        if sign is None:
            continue
        factor = 1000.0 if match["kilo"] else 1.0
        values = tuple(_number(text) * factor for text in (match["one"], match["two"]) if text)
        if all(_LEAST <= value <= _MOST for value in values) and not _cue("other").search(_before(folded, low, match.start())):
            yield _Amount(match.start(), match.end(), values, _currencies()[sign])


def _inner_sign(text: str) -> str | None:
    """The currency that stands between the two numbers of a range."""
    return next((sign for sign in sorted(_currencies(), key=len, reverse=True) if not sign[0].isalpha() and sign in text), None)


def _before(folded: str, low: int, position: int) -> str:
    """The words since the last amount or sign before a position."""
    return re.split(r"[;,(\n•]|\d", folded[max(low, position - 40) : position])[-1]


def _number(text: str) -> float:
    """The number of a text with any signs for thousands and decimals.

    >>> [_number(text) for text in ("1.963,64", "3,570", "67 716", "2250", "12.5", "43'154.20")]
    [1963.64, 3570.0, 67716.0, 2250.0, 12.5, 43154.2]
    """
    plain = re.sub(r"[ '’]|&nbsp;", "", text)
    decimals = re.search(r"[.,](\d{1,2})$", plain)
    whole = re.sub(r"[.,]", "", plain[: decimals.start()] if decimals else plain)
    return float(f"{whole}.{decimals[1] if decimals else 0}")


def _cue(*path: str) -> re.Pattern[str]:
    return cues.compiled("salary", *path)


def _in_fields(document: Document) -> Iterator[_Pay]:
    for field in document.fields_of("salary"):
        low, high = document.folded_span(Span(field.value.start, min(field.value.end, field.value.start + _WINDOW)))
        label = document.folded_in(field.label)
        if _cue("pay").search(label) and (amounts := tuple(_amounts(document.folded.text, low, high))):
            start, _ = document.folded_span(field.label)
            yield _Pay(start, amounts[-1].end, amounts[:1] if len(amounts) > 1 and not _is_scale(amounts) else amounts, label)


def _in_sentences(document: Document) -> Iterator[_Pay]:
    """Sentences that speak of pay and hold an amount, the first and those beside it that go on with the scale."""
    folded = document.folded.text
    seen: set[int] = set()
    for match in document.find(_cue("pay")):
        sentence = document.sentence_at(document.folded.offsets[match.start()])
        low, high = document.folded_span(sentence)
        low, high = max(low, match.start() - 80), min(high, match.end() + _WINDOW)
        if sentence.start in seen:
            continue
        amounts = tuple(_amounts(folded, low, high))
        if amounts and min(abs(amount.start - match.end()) for amount in amounts) <= 90:
            seen.add(sentence.start)
            kept = amounts if _is_scale(amounts) else amounts[:1]
            yield _Pay(min(match.start(), kept[0].start), kept[-1].end, kept, "")
    yield from () if seen else _on_cards(document)


def _on_cards(document: Document) -> Iterator[_Pay]:
    """Short lines that hold little but an amount, gross or net, and its period ("2350 € brut (mensuel)")."""
    for line in document.paragraphs:
        if line.end - line.start > _CARD:
            continue
        text = document.folded_in(line)
        short = line.end - line.start <= _SHORT_CARD
        if not (short or _cue("gross").search(text) or _cue("net").search(text)) or _period(text) is None:
            continue
        if amounts := tuple(_amounts(document.folded.text, *document.folded_span(line))):
            yield _Pay(amounts[0].start, amounts[-1].end, amounts, "")
            return


def _is_scale(amounts: tuple[_Amount, ...]) -> bool:
    """Whether amounts are steps of one scale: one currency, none more than twice the lowest."""
    values = [value for amount in amounts for value in amount.values]
    return len({amount.currency for amount in amounts}) == 1 and max(values) <= 2 * min(values)


def _merge(document: Document, pays: list[_Pay], confidence: float, countries: list[str]) -> Salary:
    first = pays[0]
    same = [pay for pay in pays if _is_scale((*first.amounts, *pay.amounts))]
    kept = [first, *(pay for pay in same if pay is not first)]
    values = [value for pay in kept for amount in pay.amounts for value in amount.values]
    folded = document.folded.text
    around = f"{first.label} {folded[max(0, first.start - 30) : first.end + 40]}"
    low, high = min(values), max(values)
    opening = folded[max(0, first.amounts[0].start - 20) : first.amounts[0].start]
    floor = len(values) == 1 and _cue("from").search(opening)
    ceiling = len(values) == 1 and _cue("to").search(opening)
    return Salary(
        amount_min=None if ceiling else low,
        amount_max=None if floor else high,
        currency=_currency(folded, first.amounts[0], countries),
        period=_period(around),
        gross=_gross(around),
        evidence=tuple(document.evidence(*document.original(pay.start, pay.end)) for pay in kept),
        confidence=confidence,
        rule="salary.label" if first.label else "salary.sentence",
    )


def _currency(folded: str, amount: _Amount, countries: list[str]) -> str:
    """The currency of an amount; of a dollar sign with no letter beside it, the dollar of the one country."""
    written = folded[amount.start : amount.end]
    alone = "$" in written and not re.search(r"[a-z]{2}", written) and not folded.startswith(" us", amount.start - 3)
    own: Mapping[str, str] = cues.load("salary")["dollar"]
    return own.get(countries[0], amount.currency).upper() if alone and len(countries) == 1 else amount.currency


#: How long one works is told by the week too ("39h par semaine", "35 hours a week").
_HOURS = re.compile(rf"\d\s?(?:h\d*|{either('salary', 'worked')})\s*$")


def _period(around: str) -> str | None:
    """The period whose word stands first after or before the amount."""
    hits = [
        (match.start(), period)
        for period in cues.load("salary")["period"]
        for match in _cue_of_period(period).finditer(around)
        if not _HOURS.search(around[: match.start()])
    ]
    return min(hits)[1] if hits else None


@cache
def _cue_of_period(period: str) -> re.Pattern[str]:
    words = cues.phrases(cues.load("salary")["period"][period])
    return _bounded(words)


@cache
def _bounded(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join((r"(?<!\w)" if word[0].isalpha() else "") + re.escape(word) + r"(?!\w)" for word in words))


def _gross(around: str) -> bool | None:
    if _cue("gross").search(around):
        return True
    return False if _cue("net").search(around) else None
