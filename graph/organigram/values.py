"""Literals as a reader writes them: dates, numbers, yes and no."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from organigram.i18n import N_, Language, translate
from organigram.querying import value

_XSD = "http://www.w3.org/2001/XMLSchema#"


def plain_value(term: Any) -> str | int | float | bool | date:
    """A literal as tables take it: numbers stay numbers, days stay days; what is malformed stays text."""
    found = value(term)
    if isinstance(found, Decimal):
        return int(found) if found.as_tuple().exponent == 0 else float(found)
    return str(term.value) if found is None else found


def written(term: Any, language: Language) -> str:
    """A literal in the reader's way of writing.

    >>> from pyoxigraph import Literal, NamedNode
    >>> written(Literal("2025-04", datatype=NamedNode(_XSD + "gYearMonth")), "fr")
    'avril 2025'
    >>> written(Literal("2500.5", datatype=NamedNode(_XSD + "decimal")), "en")
    '2,500.5'
    """
    plain = plain_value(term)
    if isinstance(plain, bool):
        return translate(N_("yes") if plain else N_("no"), language)
    if isinstance(plain, int | float):
        return format_decimal(plain, locale=language)
    if isinstance(plain, date):
        return format_date(plain, format="long", locale=language)
    if getattr(term, "datatype", None) is not None and term.datatype.value == _XSD + "gYearMonth":
        return _month(plain, language)
    return plain


def _month(text: str, language: Language) -> str:
    try:
        return format_skeleton("yMMMM", date.fromisoformat(f"{text}-01"), locale=language)
    except ValueError:
        return text
