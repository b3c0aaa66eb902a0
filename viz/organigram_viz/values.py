"""Literals as a reader writes them: dates, numbers, yes and no."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from organigram.i18n import N_, Language, translate

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = {_XSD + name for name in ("integer", "decimal", "double", "float", "nonNegativeInteger", "int", "long", "gYear")}


def plain_value(term: Any) -> str | int | float | bool | date:
    """A literal as Python writes it: numbers stay numbers, days stay days; what is malformed stays text."""
    kind = term.datatype.value if getattr(term, "datatype", None) is not None else ""
    text = str(term.value)
    try:
        if kind in _NUMBERS:
            amount = Decimal(text)
            return int(amount) if amount == amount.to_integral_value() and "." not in text else float(amount)
        if kind == _XSD + "boolean":
            return text in ("true", "1")
        if kind == _XSD + "date":
            return date.fromisoformat(text)
    except (ValueError, InvalidOperation):
        return text
    return text


def written(term: Any, language: Language) -> str:
    """A literal in the reader's way of writing.

    >>> from pyoxigraph import Literal, NamedNode
    >>> written(Literal("2025-04", datatype=NamedNode(_XSD + "gYearMonth")), "fr")
    'avril 2025'
    >>> written(Literal("2500.5", datatype=NamedNode(_XSD + "decimal")), "en")
    '2,500.5'
    """
    value = plain_value(term)
    if isinstance(value, bool):
        return translate(N_("yes") if value else N_("no"), language)
    if isinstance(value, int | float):
        return format_decimal(value, locale=language)
    if isinstance(value, date):
        return format_date(value, format="long", locale=language)
    if getattr(term, "datatype", None) is not None and term.datatype.value == _XSD + "gYearMonth":
        return _month(value, language)
    return value


def _month(text: str, language: Language) -> str:
    try:
        return format_skeleton("yMMMM", date.fromisoformat(f"{text}-01"), locale=language)
    except ValueError:
        return text
