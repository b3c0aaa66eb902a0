"""What a record of others' data says of one project: the form that every format is read into.

Nothing is linked here: organizations, countries and places are names or codes as the source writes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from organigram.contacts import mask_contacts
from organigram.i18n import Language

#: Letters of a field that are shown, and that are looked at for that.
_SHOWN, _READ = 40, 400
#: Where records come from: the first part of their IRIs.
Scheme = Literal["iati", "fts"]
#: What an organization is to the project; a reporter only tells of it.
Part = Literal["funder", "implementer", "partner", "reporter"]
#: What an amount is. A payment may be part of a commitment, which may be part of a budget: kinds are never added up.
AmountKind = Literal["budget", "pledge", "commitment", "payment", "carry-over", "parked"]


def day_of(text: str) -> str:
    """The day that a date or moment of ISO 8601 begins with; empty where there is no such day.

    >>> day_of("2024-02-29T10:00:00Z"), day_of("2023-02-29"), day_of("soon")
    ('2024-02-29', '', '')
    """
    try:
        return date.fromisoformat(text[:10]).isoformat() if text[4:5] == "-" else ""
    except ValueError:
        return ""


def as_it_stands(field: str, value: object) -> str:
    """A field that makes no sense, to be told of: its name and the beginning of what it holds.

    >>> as_it_stands("value", "twelve\\n thousand"), as_it_stands("amountUSD", "9" * 99)
    ('value "twelve thousand"', 'amountUSD "999999999999999999999999999999999999999…"')
    """
    text = " ".join("".join(c if c.isprintable() else " " for c in mask_contacts(str(value)[:_READ])).split())
    return f'{field} "{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"}"'


def name_of(text: str) -> str:
    """A name without spaces to spare; empty where it has neither letter nor digit.

    >>> name_of(" Blue  Lake Help "), name_of("...")
    ('Blue Lake Help', '')
    """
    return " ".join(text.split()) if any(map(str.isalnum, text)) else ""


@dataclass(frozen=True, slots=True)
class Party:
    """An organization as the source names it; ``code``: its CRS channel code, where the source gives that."""

    name: str
    part: Part
    code: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as the source names it, with its position in degrees where that is given."""

    name: str
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """Money for the project: ``funders`` are the parties that give it, by name; ``day`` (YYYY-MM-DD) where it is of one day."""

    kind: AmountKind
    value: Decimal
    currency: str
    funders: tuple[str, ...] = ()
    day: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One record: an IATI activity, or an FTS flow.

    ``identifier`` is the record's own; ``project`` that of the project that it tells of, behind what it is where the source has
    several kinds (several flows may tell of one project). ``titles`` are texts by language tag; ``countries`` codes (ISO 3166-1)
    or names; ``sectors`` DAC codes, ``fields`` names of sectors. ``updated`` (ISO 8601, or empty) tells the newer of two states.
    ``left_out`` are fields that make no sense, as they stand.
    """

    scheme: Scheme
    identifier: str
    project: tuple[str, ...]
    language: Language
    titles: Mapping[str, str] = field(default_factory=dict)
    parties: tuple[Party, ...] = ()
    countries: tuple[str, ...] = ()
    places: tuple[Spot, ...] = ()
    sectors: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    amounts: tuple[Amount, ...] = ()
    start: str = ""
    end: str = ""
    programme: str = ""
    updated: str = ""
    left_out: tuple[str, ...] = ()
