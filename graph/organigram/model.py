"""What flows through the house: a posting, and the facts read from it.

The JSON form of :class:`Facts` is the contract between text and graph (``organigram extract --format json``): every list may
be empty, every single value null, and nothing that the text does not state is there. ``text[start:end] == quote`` holds for
every :class:`Evidence`.

>>> item = Item("ALIMA", evidence=(Evidence(0, 5, "ALIMA"),), confidence=0.95, rule="employer.label")
>>> facts = Facts(id="a", source="a.txt", language="en", employer=item)
>>> Facts.from_json(facts.to_json()) == facts
True
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, get_type_hints

from organigram.i18n import Language

Relation = Literal["employer", "unit", "partner", "network", "donor", "authority", "other"]
Line = Literal["hierarchical", "technical", "functional"]
Need = Literal["required", "asset"]


#: What a source may state in fields of its own, apart from the text. Several values of one key are several entries.
StatedKey = Literal[
    "title",
    "employer",
    "country",
    "place",
    "sector",
    "contract",
    "working_time",
    "duration_months",
    "language",
    "salary",
    "date_posted",
    "start_date",
    "end_date",
    "deadline",
    "board",
    "identifier",
    "url",
]


@dataclass(frozen=True, slots=True)
class Stated:
    """What the source states in a field of its own: ``value`` as the source writes it.

    ``field`` is where in the source it stands (``fields.country.0.iso3``, ``jobLocation.address``). The reader writes every such
    field as a labelled line above the body of the posting's text; ``start`` and ``end`` are where ``value`` stands there.
    """

    key: StatedKey
    value: str
    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Posting:
    """One posting as a reader gave it. ``text`` is what every evidence span points into.

    ``id`` is the file's name without its last ending, ``source`` the path as it was given; of one posting of many in a file, both
    end in its name there (``jobs-12``, ``jobs.csv#12``). Neither enters the graph;
    ``stated`` what the source states in fields of its own, in the order of the text; ``text[body:]`` is the posting's own text
    without the lines of those fields.
    """

    id: str
    source: str
    language: Language
    text: str
    stated: tuple[Stated, ...] = ()
    body: int = 0

    @property
    def key(self) -> str:
        """The first 16 hexadecimal digits of the SHA-256 of language, text and stated values: the posting's name in the graph."""
        stated = {key: self.stated_values(key) for key in sorted({one.key for one in self.stated})}
        content = json.dumps([self.language, self.text, stated], ensure_ascii=False)
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def stated_values(self, key: StatedKey) -> list[str]:
        """The values that the source states for a key, in its order."""
        return [one.value for one in self.stated if one.key == key]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Characters ``start`` (included) to ``end`` (excluded) of the posting's text, and the words that stand there."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Item:
    """One fact: its value, the entity that it names once linked, the words it was read from, how sure the rule is (0..1)."""

    value: str | int | float
    iri: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 1.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class OrganizationItem(Item):
    """An organization and what it is to the posting.

    ``country`` (alpha-2): where an authority or unit belongs, if stated. ``acronym``: what the posting writes in brackets behind
    the name.
    """

    relation: Relation = "other"
    country: str | None = None
    acronym: str | None = None


@dataclass(frozen=True, slots=True)
class LineItem(Item):
    """A post that the advertised one reports to; ``value`` is the title as written, ``iri`` the role's."""

    line: Line = "hierarchical"


@dataclass(frozen=True, slots=True)
class LanguageItem(Item):
    """A language; ``value`` is its ISO 639-1 code (639-3 where there is none)."""

    need: Need = "required"


@dataclass(frozen=True, slots=True)
class Budget:
    """An amount of money in a currency (ISO 4217)."""

    amount: float
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class ProjectItem(Item):
    """A project of the employer.

    ``donors`` and ``partners`` are values of items in the posting's ``donors`` and ``organizations``; ``countries`` alpha-2;
    ``start`` and ``end`` ``YYYY-MM-DD`` or ``YYYY-MM``; ``assigned`` if the post works for it; ``lead`` the value of the
    organization that leads its ``consortium``.
    """

    donors: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    start: str | None = None
    end: str | None = None
    budget: Budget | None = None
    programme: str | None = None
    consortium: bool = False
    lead: str | None = None
    assigned: bool = False


@dataclass(frozen=True, slots=True)
class Salary:
    """Pay: amounts in units of ``currency`` (ISO 4217) per ``period``.

    The period is ``hour``, ``day``, ``week``, ``month`` or ``year``; ``gross`` is null where the text says neither gross nor net.
    """

    amount_min: float | None = None
    amount_max: float | None = None
    currency: str | None = None
    period: str | None = None
    gross: bool | None = None
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 1.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Dispute:
    """What a field of the source states and the posting's own text says otherwise.

    ``relation`` is the name of the :class:`Facts` field that holds ``stated``; ``text`` stands nowhere else. Pay is written out
    in ``value``. Before linking a pair may still turn out to be two names of one thing.
    """

    relation: str
    stated: Item
    text: Item


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything read from one posting. Dates are ``YYYY-MM-DD`` or ``YYYY-MM``; ``start_date`` may be ``ASAP``.

    What the source states in fields counts before the text; ``disputed`` keeps what the text says otherwise.
    """

    id: str
    source: str
    language: Language
    title: Item | None = None
    role: Item | None = None
    employer: Item | None = None
    organizations: tuple[OrganizationItem, ...] = ()
    countries: tuple[Item, ...] = ()
    countries_mentioned: tuple[Item, ...] = ()
    places: tuple[Item, ...] = ()
    projects: tuple[ProjectItem, ...] = ()
    donors: tuple[Item, ...] = ()
    reports_to: tuple[LineItem, ...] = ()
    supervises: tuple[Item, ...] = ()
    collaborates_with: tuple[Item, ...] = ()
    start_date: Item | None = None
    end_date: Item | None = None
    deadline: Item | None = None
    contract: Item | None = None
    duration_months: Item | None = None
    working_time: Item | None = None
    languages: tuple[LanguageItem, ...] = ()
    sectors: tuple[Item, ...] = ()
    salary: tuple[Salary, ...] = ()
    disputed: tuple[Dispute, ...] = ()

    def items(self) -> Iterator[tuple[str, Item | Salary]]:
        """Every fact with the name of its kind, in the order of the fields; what is disputed is no fact and is left out."""
        for name in _FIELDS:
            value = getattr(self, name)
            if isinstance(value, tuple):
                yield from ((name, item) for item in value)
            elif isinstance(value, Item):
                yield name, value

    def to_json(self) -> dict[str, Any]:
        """The plain form for :func:`json.dumps`."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Facts:
        """The facts of a plain form. Raises KeyError or TypeError where it is none."""
        facts: Facts = _build(cls, data)
        return facts


_FIELDS = tuple(f.name for f in dataclasses.fields(Facts) if f.name not in ("id", "source", "language", "disputed"))


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _build(kind: Any, data: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    return kind(**{name: _value(hints[name], value) for name, value in data.items() if name in hints})


def _value(hint: Any, value: Any) -> Any:
    inner = [a for a in getattr(hint, "__args__", ()) if a not in (type(None), ...)]
    if value is None or not (inner or dataclasses.is_dataclass(hint)):
        return value
    if dataclasses.is_dataclass(hint):
        return _build(hint, value)
    if isinstance(value, list | tuple):
        return tuple(_value(inner[0], v) for v in value)
    if isinstance(value, Mapping) and dataclasses.is_dataclass(inner[0]):
        return _build(inner[0], value)
    return value
