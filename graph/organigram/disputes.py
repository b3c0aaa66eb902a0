"""Which disagreements of fields and text are left once names are linked: two names of one thing dispute nothing.

>>> from organigram.model import Dispute, Facts, Item
>>> stated, text = Item("MSF", iri="x:msf", confidence=0.97), Item("Médecins Sans Frontières", iri="x:msf", confidence=0.9)
>>> facts = settle(Facts("a", "a", "en", employer=stated, disputed=(Dispute("employer", stated, text),)))
>>> facts.employer.value, facts.disputed
('MSF', ())
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from organigram.extraction.combining import SAYS, with_evidence
from organigram.folding import fold_name
from organigram.likeness import may_be_one, words_of
from organigram.model import Dispute, Facts, Item, OrganizationItem
from organigram.namespaces import BASE

_UNRESOLVED, _PLACE = f"{BASE}unresolved/", f"{BASE}place/"


def settle(facts: Facts) -> Facts:
    """Linked facts with what agrees brought together: evidence of both sides, and only true disputes left."""
    if not facts.disputed:
        return facts
    left: list[Dispute] = []
    for dispute in facts.disputed:
        if _agree(dispute, facts):
            facts = _joined(facts, dispute)
        else:
            left.append(dispute)
    return _kept(facts, left)


def _agree(dispute: Dispute, facts: Facts) -> bool:
    stated, text = dispute.stated, dispute.text
    if dispute.relation == "employer":
        return stated.iri == text.iri or may_be_one(str(stated.value), str(text.value))
    if dispute.relation == "title":
        known = stated.iri == text.iri and not (stated.iri or _UNRESOLVED).startswith(_UNRESOLVED)
        ours, theirs = (set(words_of(str(item.value))) for item in (stated, text))
        return known or ours <= theirs or theirs <= ours
    if dispute.relation == "places":
        return any(_same_place(place, text) for place in facts.places)
    return stated.iri is not None and stated.iri == text.iri


def _same_place(one: Item, other: Item) -> bool:
    return one.iri == other.iri or fold_name(str(one.value)) == fold_name(str(other.value))


def _joined(facts: Facts, dispute: Dispute) -> Facts:
    """The text's words as further evidence of the stated fact, and of the same organization among the others."""
    text, changed = dispute.text, dict[str, Any]()
    if dispute.relation == "places":
        changed["places"] = tuple(with_evidence(item, text) if _same_place(item, text) else item for item in facts.places)
    elif (fact := getattr(facts, dispute.relation)) is not None and isinstance(fact, Item):
        changed[dispute.relation] = with_evidence(fact, text)
    if dispute.relation == "employer":
        changed["organizations"] = tuple(
            with_evidence(item, text) if item.relation == "employer" else item for item in facts.organizations
        )
    return dataclasses.replace(facts, **changed)


def _kept(facts: Facts, left: list[Dispute]) -> Facts:
    """What is left, as disputes where the text says it, else in a lesser place: an organization or place besides."""
    places = facts.places
    agreed = _count(facts.disputed) > _count(left)
    organizations = facts.organizations
    disputed = []
    for dispute in left:
        if dispute.relation == "places" and (agreed or (len(facts.countries) == 1 and _of_other_size(dispute))):
            places += (dispute.text,) if dispute.text.confidence >= SAYS else ()
        elif dispute.text.confidence >= SAYS:
            disputed.append(dispute)
        elif dispute.relation == "employer" and not any(item.iri == dispute.text.iri for item in organizations):
            organizations += (_named_besides(dispute.text),)
    return dataclasses.replace(facts, places=places, organizations=organizations, disputed=tuple(disputed))


def _count(disputes: Sequence[Dispute]) -> int:
    return sum(dispute.relation == "places" for dispute in disputes)


def _of_other_size(dispute: Dispute) -> bool:
    """Whether one of two known places is a division of the country and the other a town, which may lie in it."""
    codes = [(item.iri or "").removeprefix(_PLACE) for item in (dispute.stated, dispute.text)]
    return sum(code.isdigit() for code in codes) == 1 and sum(code[2:3] == "-" for code in codes) == 1


def _named_besides(item: Item) -> OrganizationItem:
    return OrganizationItem(item.value, item.iri, item.labels, item.evidence, item.confidence, item.rule, relation="other")
