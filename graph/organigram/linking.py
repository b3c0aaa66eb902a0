"""Facts linked: every item gets the IRI and the labels of what it names, or those of an honest unresolved entity.

A name counts only if the vocabulary has exactly it (folded), alone or as one half of "Long Form (ACRONYM)". What several entities
share is settled by the rest of the posting or not at all; two organizations are never guessed into one. What a person has decided
(:mod:`organigram.review`) comes first.

>>> from organigram.model import Facts, Item
>>> from organigram.vocabulary import load_vocabulary
>>> facts = Facts("a", "a.txt", "fr", title=Item("Coordinateur.trice Médical.e des Opérations Belges"), employer=Item("AMCP/SP"))
>>> linked = link(facts, load_vocabulary())
>>> linked.role.iri.rpartition("/")[2], linked.role.labels["en"], linked.employer.labels["fr"]
('medical-coordinator', 'Medical Coordinator', 'AMCP-SP')
>>> link(Facts("a", "a.txt", "fr", donors=(Item("CIR"),)), load_vocabulary()).donors[0].iri
'https://w3id.org/organigram/unresolved/organization/cir'
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import TypeVar

from organigram import namespaces
from organigram.disputes import settle
from organigram.folding import fold, slug
from organigram.i18n import Language
from organigram.likeness import halves, is_national, unresolved_iri
from organigram.model import Dispute, Facts, Item, OrganizationItem
from organigram.name_parts import bare, first_words, region_of, without
from organigram.review import Decisions
from organigram.vocabulary import Entity, Vocabulary, key
from organigram.vocabulary.places import famous, largest

_I = TypeVar("_I", bound=Item)
_DUTY = frozenset({"employer", "unit"})
_OWN = _DUTY | {"other"}


def link(facts: Facts, vocabulary: Vocabulary, decisions: Decisions | None = None) -> Facts:
    """The same facts with ``iri`` and ``labels`` in every item. The IRI of a known entity that an item has already stays."""
    linker = _Linker(facts, vocabulary, decisions or Decisions())
    return settle(linker.linked())


class _Linker:
    """One posting's facts on their way to entities."""

    def __init__(self, facts: Facts, vocabulary: Vocabulary, decisions: Decisions) -> None:
        self._facts, self._vocabulary, self._decisions = facts, vocabulary, decisions
        self._meant: dict[tuple[str, str], Entity | None] = {}
        hiring = [item for item in (facts.employer, *_other_sides(facts, "employer")) if item]
        named = (*hiring, *facts.organizations, *facts.donors)
        self._spelled = _spelled_out(named)
        self._certain = {entity.iri for item in named if (entity := self._exact(str(item.value), "organization"))}
        self._chapters = self._networks((*hiring, *facts.organizations))
        self._duty = {str(country.value) for country in (*facts.countries, *_other_sides(facts, "countries"))}

    def linked(self) -> Facts:
        facts = self._facts
        return dataclasses.replace(
            facts,
            title=facts.title and self._role(facts.title),
            role=self._own_role(),
            employer=facts.employer and self._organization(facts.employer),
            organizations=tuple(self._organization(item) for item in facts.organizations),
            countries=tuple(self._coded(item, "country") for item in facts.countries),
            countries_mentioned=tuple(self._coded(item, "country") for item in facts.countries_mentioned),
            places=tuple(self._place(item) for item in facts.places),
            projects=tuple(self._labelled(item) for item in facts.projects),
            donors=tuple(self._organization(item) for item in facts.donors),
            reports_to=tuple(self._role(item) for item in facts.reports_to),
            supervises=tuple(self._role(item) for item in facts.supervises),
            collaborates_with=tuple(self._colleague(item) for item in facts.collaborates_with),
            contract=facts.contract and self._coded(facts.contract, "contract"),
            languages=tuple(self._coded(item, "language") for item in facts.languages),
            sectors=tuple(self._coded(item, "sector") for item in facts.sectors),
            disputed=tuple(self._dispute(dispute) for dispute in facts.disputed),
        )

    def _dispute(self, dispute: Dispute) -> Dispute:
        """Both sides linked as what their relation holds."""

        def linked(item: Item) -> Item:
            match dispute.relation:
                case "employer":
                    return self._organization(item)
                case "title":
                    return self._role(item)
                case "places":
                    return self._place(item)
                case "countries":
                    return self._coded(item, "country")
                case "contract":
                    return self._coded(item, "contract")
            return item

        return dataclasses.replace(dispute, stated=linked(dispute.stated), text=linked(dispute.text))

    def _known(self, item: _I, entity: Entity) -> _I:
        return dataclasses.replace(item, iri=entity.iri, labels={str(language): text for language, text in entity.labels.items()})

    def _labelled(self, item: _I) -> _I:
        return item if item.labels else dataclasses.replace(item, labels=_as_written(str(item.value), self._facts.language))

    def _decided(self, kind: str, name: str, code: str = "") -> Entity | None:
        """What a person settled the unresolved name as, under any of its spellings or this one."""
        same = self._decisions.same
        target = same.get(unresolved_iri(kind, name, code)) or same.get(namespaces.unresolved(kind, slug(f"{name} {code}")), "")
        vocabulary = self._vocabulary
        return (
            vocabulary.entities.get(target)
            or self._decisions.entities.get(target)
            or (vocabulary.places.get(target) if target else None)
        )

    def _unsettled(self, item: _I, kind: str, name: str, shown: str = "", code: str = "") -> _I:
        """What a person decided of the name, else the unresolved entity of that name (``shown``: how it reads, if otherwise)."""
        if entity := self._decided(kind, name, code):
            return self._known(item, entity)
        iri = unresolved_iri(kind, name, code)
        return dataclasses.replace(item, iri=iri, labels=_as_written(shown or name, self._facts.language))

    def _coded(self, item: _I, kind: str) -> _I:
        """An item whose value is the code or slug of an entity, or a name of it."""
        entity = self._vocabulary.entities.get(namespaces.entity(kind, str(item.value)))
        entity = entity or _only(self._vocabulary.lookup(str(item.value), kind))
        return self._known(item, entity) if entity else self._unsettled(item, kind, str(item.value))

    # --- organizations ----------------------------------------------------------------------------------------------------

    def _organization(self, item: _I) -> _I:
        """An organization; a network is settled by its own chapter or unit in the posting."""
        name = str(item.value)
        entity = self._vocabulary.entities.get(item.iri or "") or self._exact(name, "organization") or self._shared(name)
        if entity is None:
            long_form = self._spelled.get(key(name), halves(name)[0])
            # Two countries have each a Ministry of Health: the country is part of such a name.
            code = self._country_of(item, long_form)
            land = self._vocabulary.entities.get(namespaces.country(code)) if code else None
            shown = f"{long_form} ({land.labels[self._facts.language]})" if land else long_form
            office = None if self._decided("organization", long_form, code) else self._office(item, name)
            return office or self._unsettled(item, "organization", long_form, shown, code)
        relation = item.relation if isinstance(item, OrganizationItem) else "employer"
        if relation in _DUTY and entity.iri in self._chapters:
            entity = self._vocabulary.entities[self._chapters[entity.iri]]
        return self._known(item, entity)

    def _country_of(self, item: Item, name: str) -> str:
        """The country that a name needs to be one: the stated one; for a body that every country has, that of the post."""
        code = item.country if isinstance(item, OrganizationItem) else None
        if code is None and len(self._duty) == 1 and is_national(name):
            code = None if self._vocabulary.country_words & set(key(name).split()) else next(iter(self._duty))
        return code or ""

    def _exact(self, name: str, kind: str) -> Entity | None:
        """The one entity that the name alone means, if a person has not said that it is not that one."""
        if (name, kind) not in self._meant:
            self._meant[name, kind] = self._only_meant(name, kind)
        return self._meant[name, kind]

    def _only_meant(self, name: str, kind: str) -> Entity | None:
        found: dict[str, Entity] = {}
        for half in halves(name):
            for form in (half, bare(half), self._spelled.get(key(half), half)):
                known = self._vocabulary.lookup(form, kind)
                # Where a post is expected, an acronym of one means it: "reports to the CD".
                entities = [e for e in known if kind == "role" or not self._vocabulary.is_weak(form, e)]
                found.update((entity.iri, entity) for entity in entities if len(entities) == 1)
        if len(found) != 1:
            return None
        ((iri, entity),) = found.items()
        if not self._decisions.different:
            return entity
        spelled = {
            spelled for half in halves(name) for spelled in (unresolved_iri(kind, half), namespaces.unresolved(kind, slug(half)))
        }
        denied = any((one, iri) in self._decisions.different for one in spelled)
        return None if denied else entity

    def _shared(self, name: str) -> Entity | None:
        """The entity of a name that several share or that is too weak, if the posting names that one in full elsewhere."""
        return _only([e for e in self._vocabulary.lookup(name, "organization") if e.iri in self._certain])

    def _networks(self, named: Iterable[Item]) -> dict[str, str]:
        """Network -> the one chapter of it that the posting names as its employer, or by a unit of it that is no partner."""
        found: dict[str, set[str]] = {}
        for item in named:
            relation = item.relation if isinstance(item, OrganizationItem) else "employer"
            entity = self._exact(str(item.value), "organization") if relation in _OWN else None
            chapters = entity.attributes.get("unit_of", (entity.iri,) if relation in _DUTY else ()) if entity else ()
            for chapter in chapters:
                for network in self._vocabulary.entities[chapter].attributes.get("member_of", ()):
                    found.setdefault(network, set()).add(chapter)
        return {network: next(iter(chapters)) for network, chapters in found.items() if len(chapters) == 1}

    def _office(self, item: _I, name: str) -> _I | None:
        """An organization of one body, named with a country or place of its office, is itself; as a unit, its mission there.

        Not so for the name of a network, whose national members are bodies of their own.
        """
        words = key(name).split()
        for cut in range(len(words) - 1, 0, -1):
            parent = self._exact(first_words(name, cut), "organization")
            if parent is None or {"network", "unit_of"} & set(parent.attributes):
                continue
            where = " ".join(without(words[cut:], "offices"))
            land = _only(self._vocabulary.lookup(where, "country")) if where else None
            if land is None and where and not self._vocabulary.lookup(where, "place"):
                continue
            if not isinstance(item, OrganizationItem) or item.relation != "unit":
                return self._known(item, parent)
            if land is not None:
                labels = {str(language): f"{label} {land.labels[language]}" for language, label in parent.labels.items()}
                return dataclasses.replace(item, iri=f"{parent.iri}/{land.slug}", labels=labels)
        return None

    # --- roles ------------------------------------------------------------------------------------------------------------

    def _own_role(self) -> Item | None:
        facts = self._facts
        item = facts.role or facts.title
        if item is None:
            return None
        linked = self._role(item)
        if facts.role is None or (facts.title and linked.iri not in self._vocabulary.entities):
            linked = self._role(facts.title or item)
        return linked if facts.role else dataclasses.replace(linked, rule="role.title")

    def _role(self, item: _I) -> _I:
        """The longest role named in a title, the first of several; the rest of the title qualifies it."""
        text = str(item.value)
        if (known := self._vocabulary.entities.get(item.iri or "")) and known.kind == "role":
            return self._known(item, known)
        exact = self._exact(text, "role") or _longest(text, self._vocabulary)
        return self._known(item, exact) if exact else self._unsettled(item, "role", text)

    def _colleague(self, item: Item) -> Item:
        """A post, or the organization that the words name exactly."""
        body = self._exact(str(item.value), "organization")
        return self._known(item, body) if body else self._role(item)

    # --- places -----------------------------------------------------------------------------------------------------------

    def _place(self, item: Item) -> Item:
        """The place of that name in the posting's countries, if there is one or one much larger than the others.

        A posting without a country may still name a city that leaves no doubt.
        """
        name = str(item.value)
        duty = self._duty
        found = [e for e in self._vocabulary.lookup(name, "place") if e.first("country") in duty]
        if not found and (region := region_of(name)):
            found = [e for e in self._vocabulary.lookup(region, "place") if e.first("country") in duty]
            found = [e for e in found if e.first("population") is None] or found
        entity = largest(found) or (None if duty else famous(self._vocabulary.lookup(name, "place")))
        return self._known(item, entity) if entity else self._unsettled(item, "place", str(item.value))


def _as_written(name: str, language: Language) -> dict[str, str]:
    return {language: " ".join(name.split())}


def _other_sides(facts: Facts, relation: str) -> list[Item]:
    """What the text says of a relation where the source states otherwise."""
    return [dispute.text for dispute in facts.disputed if dispute.relation == relation]


def _only(entities: Sequence[Entity]) -> Entity | None:
    return entities[0] if len(entities) == 1 else None


def _spelled_out(items: Iterable[Item]) -> dict[str, str]:
    """Acronym (its key) -> the long form that the posting gives it, of those that it writes as "Long Form (ACRONYM)"."""
    pairs = []
    for item in items:
        name, *short = halves(str(item.value))
        pairs += [(name, part) for part in short]
        if isinstance(item, OrganizationItem) and item.acronym:
            pairs.append((name, item.acronym))
    return {key(short): name for name, short in reversed(pairs)}


def _longest(text: str, vocabulary: Vocabulary) -> Entity | None:
    mentions = [m for m in vocabulary.mentions(text, fold(text), ("role",)) if not m.ambiguous]
    best = max(mentions, key=lambda m: (m.end - m.start, -m.start), default=None)
    return best.entities[0] if best else None
