"""What the source states and what its text says, as the facts of one posting.

Where both agree, one fact has the evidence of both. Where only one speaks, that is the fact. Where they disagree, the stated one
is the fact and the text's becomes a :class:`organigram.model.Dispute`. What the text merely suggests (a confidence under
:data:`SAYS`) disputes nothing. Names are compared again once they are linked (:mod:`organigram.disputes`): two spellings of one
thing dispute nothing.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator
from typing import Any, TypeVar

from organigram.extraction.calendar import find_days
from organigram.folding import fold_name
from organigram.model import Dispute, Facts, Item, LanguageItem, OrganizationItem, Salary

_I = TypeVar("_I", bound=Item)
#: Confidence from which the text is taken to say a thing, not only to suggest it.
SAYS = 0.8
#: Confidence from which the text's sectors stand beside stated ones: those that its own fields and title name.
_SECTOR = 0.8


def combine(stated: Facts, text: Facts) -> Facts:
    """The facts of both. ``disputed`` may hold pairs that linking finds to be one.

    >>> one, other = Item("2024-05-31", confidence=0.97, rule="stated.deadline"), Item("2024-06-15", confidence=0.95)
    >>> facts = combine(Facts("a", "a", "en", deadline=one), Facts("a", "a", "en", deadline=other))
    >>> facts.deadline.value, [(dispute.relation, dispute.text.value) for dispute in facts.disputed]
    ('2024-05-31', [('deadline', '2024-06-15')])
    """
    found: list[Dispute] = []
    single: dict[str, Any] = {}
    for name in _SINGLE:
        single[name], disputes = _one(name, getattr(stated, name), getattr(text, name))
        found += disputes
    facts = _in_order(dataclasses.replace(text, **single))
    facts = dataclasses.replace(
        facts,
        role=_role(stated, text),
        organizations=tuple(_organizations(facts.employer, stated, text)),
        sectors=tuple(_sectors(stated, text)),
        languages=tuple(_languages(stated, text)),
    )
    facts, of_places = _places(facts, stated, text)
    facts, of_countries = _countries(facts, stated, text)
    facts, of_salary = _salary(facts, stated, text)
    return dataclasses.replace(facts, disputed=(*found, *of_countries, *of_places, *of_salary))


_SINGLE = ("title", "employer", "start_date", "end_date", "deadline", "contract", "duration_months", "working_time")


def _in_order(facts: Facts) -> Facts:
    """Without the text's end of the contract where that is before the stated start: the two come from two accounts."""
    start, end = facts.start_date, facts.end_date
    if start is None or end is None or start.value == "ASAP" or _in_field(start) == _in_field(end):
        return facts
    early, late = str(start.value), str(end.value)
    if late[: len(early)] >= early[: len(late)]:
        return facts
    return dataclasses.replace(facts, start_date=None) if _in_field(end) else dataclasses.replace(facts, end_date=None)


def _one(name: str, stated: Item | None, text: Item | None) -> tuple[Item | None, list[Dispute]]:
    if stated is None or text is None:
        return stated or text, []
    if not _in_field(stated):
        return text, []
    same = _AGREEMENT.get(name, _same_value)(stated, text)
    if same is not None:
        return same, []
    # A weak name is kept until it is linked: it may be another one of the same thing.
    return stated, [Dispute(name, stated, text)] if name in _LINKED or text.confidence >= SAYS else []


def _in_field(item: Item) -> bool:
    """Whether a field states it, not only the words of a title."""
    return item.rule.startswith("stated.")


def with_evidence(fact: _I, other: Item | Salary) -> _I:
    """A fact with another's words as further evidence."""
    return dataclasses.replace(fact, evidence=tuple(dict.fromkeys((*fact.evidence, *other.evidence))))


def _same_value(stated: Item, text: Item) -> Item | None:
    return with_evidence(stated, text) if stated.value == text.value else None


def _same_name(stated: Item, text: Item) -> Item | None:
    return with_evidence(stated, text) if fold_name(str(stated.value)) == fold_name(str(text.value)) else None


def _same_day(stated: Item, text: Item) -> Item | None:
    """One date of both: a day is in its month, what can be read in two orders is read in the one that fits."""
    ours = {str(stated.value)} | {reading for date in _dates(stated) for reading in date}
    theirs = {str(text.value)} | {reading for date in _dates(text) if text.value in date for reading in date}
    fitting = [(a, b) for a in ours for b in theirs if a.startswith(b) or b.startswith(a)]
    if fitting:
        best = min(fitting, key=lambda pair: (pair[0] != stated.value, pair[1] != text.value, pair))
        return dataclasses.replace(with_evidence(stated, text), value=max(best, key=len))
    if str(text.value) in set(_days_of_instant(stated)):
        return dataclasses.replace(with_evidence(stated, text), value=text.value)
    return None


_LINKED = ("title", "employer")
_AGREEMENT = {"title": _same_name, "employer": _same_name, "start_date": _same_day, "end_date": _same_day, "deadline": _same_day}


def _dates(item: Item) -> list[tuple[str, ...]]:
    return [date.readings for span in item.evidence for date in find_days(span.quote)]


def _days_of_instant(stated: Item) -> Iterator[str]:
    """The days that a moment with its time zone falls on somewhere on earth: feeds write local midnight as the evening before."""
    for span in stated.evidence:
        try:
            moment = datetime.datetime.fromisoformat(span.quote)
        except ValueError:
            continue
        if moment.tzinfo is not None and 1 < moment.year < 9999:
            for hours in (-12, 0, 14):
                yield (moment.astimezone(datetime.UTC) + datetime.timedelta(hours=hours)).date().isoformat()


def _role(stated: Facts, text: Facts) -> Item | None:
    return stated.role if stated.title else text.role


def _organizations(employer: Item | None, stated: Facts, text: Facts) -> Iterator[OrganizationItem]:
    """The text's, the employer by its stated name, then those that only fields name (boards, other employers)."""
    fields = {fold_name(str(item.value)): item for item in stated.organizations if item.relation != "employer"}
    first = next((item for item in text.organizations if item.relation == "employer"), None)
    if employer is not None and (first is not None or stated.employer is not None):
        base = first or OrganizationItem(employer.value, relation="employer")
        base = dataclasses.replace(base, value=employer.value, confidence=employer.confidence, rule=employer.rule)
        yield dataclasses.replace(base, evidence=tuple(dict.fromkeys((*employer.evidence, *(first.evidence if first else ())))))
    for item in text.organizations:
        if item is not first:
            named = fields.pop(fold_name(str(item.value)), None)
            yield with_evidence(item, named) if named else item
    yield from fields.values()


def _union(stated: tuple[_I, ...], text: list[_I]) -> Iterator[_I]:
    """Stated items, with the text's words where it has them too; then what only the text has."""
    said = {item.value: item for item in text}
    for item in stated:
        other = said.pop(item.value, None)
        yield with_evidence(item, other) if other else item
    yield from said.values()


def _sectors(stated: Facts, text: Facts) -> Iterator[Item]:
    """All sectors; beside those of a field only those that the text names as its own, not those that it speaks of."""
    told = {item.value for item in stated.sectors if _in_field(item)}
    own = [item for item in text.sectors if not told or item.value in told or item.confidence >= _SECTOR]
    return _union(stated.sectors, own)


def _languages(stated: Facts, text: Facts) -> Iterator[LanguageItem]:
    """All languages; how much one is needed is told by the text where it tells."""
    need = {item.value: item.need for item in text.languages}
    for item in _union(stated.languages, list(text.languages)):
        yield dataclasses.replace(item, need=need.get(item.value, item.need))


def _countries(facts: Facts, stated: Facts, text: Facts) -> tuple[Facts, list[Dispute]]:
    """A stated list is what counts. Another duty country of the text disputes it only where both name none in common.

    A list may hold all countries of a regional post, so those that the text is silent about stay. A country that the text adds to
    those it confirms, or merely suggests, becomes one that is mentioned.
    """
    if not stated.countries:
        return facts, []
    theirs = {item.value: item for item in text.countries}
    kept = tuple(with_evidence(item, theirs[item.value]) if item.value in theirs else item for item in stated.countries)
    codes = {item.value for item in kept}
    others = [item for item in text.countries if item.value not in codes]
    apart = [item for item in others if item.confidence >= SAYS] if not codes & set(theirs) else []
    mentioned = {item.value: item for item in text.countries_mentioned if item.value not in codes}
    for item in others:
        if item not in apart:
            mentioned.setdefault(item.value, dataclasses.replace(item, rule="country.mention"))
    facts = dataclasses.replace(facts, countries=kept, countries_mentioned=tuple(mentioned.values()))
    return facts, [Dispute("countries", kept[0], item) for item in apart]


def _places(facts: Facts, stated: Facts, text: Facts) -> tuple[Facts, list[Dispute]]:
    """Stated places; the text's are pairs to look at again once both are known to be somewhere."""
    if not stated.places:
        return facts, []
    theirs = {fold_name(str(item.value)): item for item in text.places}
    kept = []
    for item in stated.places:
        other = theirs.pop(fold_name(str(item.value)), None)
        kept.append(with_evidence(item, other) if other else item)
    agree = len(theirs) < len(text.places)
    more = tuple(item for item in theirs.values() if item.confidence >= SAYS) if agree else ()
    disputes = [] if agree else [Dispute("places", kept[0], item) for item in theirs.values()]
    return dataclasses.replace(facts, places=(*kept, *more)), disputes


def _salary(facts: Facts, stated: Facts, text: Facts) -> tuple[Facts, list[Dispute]]:
    """Stated pay; what it leaves open (period, gross) is filled from the text where that gives the same amounts."""
    if not stated.salary or not text.salary:
        return dataclasses.replace(facts, salary=stated.salary or text.salary), []
    ours, theirs = stated.salary[0], text.salary[0]
    if not _same_pay(ours, theirs):
        return dataclasses.replace(facts, salary=stated.salary), [Dispute("salary", _as_item(ours), _as_item(theirs))]
    one = dataclasses.replace(
        ours,
        currency=ours.currency or theirs.currency,
        period=ours.period or theirs.period,
        gross=theirs.gross if ours.gross is None else ours.gross,
        evidence=tuple(dict.fromkeys((*ours.evidence, *theirs.evidence))),
    )
    return dataclasses.replace(facts, salary=(one, *stated.salary[1:])), []


def _same_pay(one: Salary, other: Salary) -> bool:
    """Whether amounts overlap in one currency and period; what is not told is the same."""
    if any(a and b and a != b for a, b in ((one.currency, other.currency), (one.period, other.period))):
        return False
    (low, high), (least, most) = _range(one), _range(other)
    return low <= most and least <= high


def _range(pay: Salary) -> tuple[float, float]:
    return pay.amount_min or 0.0, pay.amount_max or float("inf")


def _as_item(pay: Salary) -> Item:
    """Pay written out: "2000-2500 EUR month"."""
    amounts = "-".join(f"{amount:.10g}" for amount in dict.fromkeys((pay.amount_min, pay.amount_max)) if amount)
    words = " ".join(part for part in (amounts, pay.currency, pay.period) if part)
    return Item(words, evidence=pay.evidence, confidence=pay.confidence, rule=pay.rule)
