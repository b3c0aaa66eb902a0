"""What things are called: labels of entities, labels made of labels, and the parts of IRIs."""

from __future__ import annotations

import re
from collections.abc import Mapping

from organigram import nquads
from organigram.contacts import mask_contacts
from organigram.i18n import LANGUAGES, Language
from organigram.likeness import halves, unresolved_iri
from organigram.mapping.draft import Triples
from organigram.model import Item, OrganizationItem
from organigram.namespaces import BASE, SCHEMES, class_of, country, entity, local
from organigram.vocabulary import Entity, Vocabulary

#: Texts by language; a name known in one language has that one only.
Labels = Mapping[str, str]


def kind_of(iri: str) -> str:
    """The first part of an IRI after the base; of an unresolved entity, the kind that it is unresolved as.

    >>> kind_of(BASE + "unresolved/organization/umrrs-mali")
    'organization'
    """
    parts = iri.removeprefix(BASE).split("/")
    return parts[1] if parts[0] == "unresolved" and len(parts) > 2 else parts[0]


def part_of(iri: str) -> str:
    """What stands for an entity in the IRI of another. Unresolved ones are marked: they never meet the settled ones.

    >>> part_of(BASE + "organization/alima"), part_of(BASE + "unresolved/organization/umrrs-mali")
    ('alima', '_umrrs-mali')
    """
    rest = local(iri)
    return f"_{rest.partition('/')[2]}" if iri.startswith(f"{BASE}unresolved/") else rest.replace("/", "-")


def iri_of(item: Item, kind: str) -> str:
    """The item's IRI, or that of an unresolved entity named after its value."""
    return item.iri or unresolved_iri(kind, str(item.value))


def known(iri: str, vocabulary: Vocabulary) -> Entity | None:
    """The vocabulary's entity of an IRI; a place is looked up where places are kept."""
    return vocabulary.entities.get(iri) or (vocabulary.places.get(iri) if kind_of(iri) == "place" else None)


def labels_in(entity: Entity) -> Labels:
    """The vocabulary's labels of an entity."""
    return {str(language): text for language, text in entity.labels.items()}


def labels_of(item: Item, iri: str, language: Language, vocabulary: Vocabulary) -> Labels:
    """The labels of what an item names: the vocabulary's, else the item's own, else its words in the posting's language."""
    found = known(iri, vocabulary)
    return labels_in(found) if found else clean(item.labels) or clean({language: str(item.value)})


def clean(labels: Labels) -> dict[str, str]:
    """Labels as written, without contact data, white space run together."""
    texts = {language: " ".join(mask_contacts(text).split()) for language, text in sorted(labels.items())}
    return {language: text for language, text in texts.items() if text}


def country_labels(code: str, vocabulary: Vocabulary) -> Labels:
    """The names of a country, or its code where the vocabulary has none."""
    found = vocabulary.entities.get(country(code))
    return labels_in(found) if found else {str(language): code for language in LANGUAGES}


def compose(pattern: str, **parts: Labels) -> Labels:
    """A label from labels, in every language in which each part has one.

    >>> compose("{who} ({where})", who={"en": "Nurse", "fr": "Infirmier"}, where={"en": "Mali", "fr": "Mali"})
    {'en': 'Nurse (Mali)', 'fr': 'Infirmier (Mali)'}
    """
    languages = [code for code in LANGUAGES if all(code in labels for labels in parts.values())]
    return {code: pattern.format(**{name: labels[code] for name, labels in parts.items()}) for code in languages}


def in_both(labels: Labels) -> Labels:
    """A name that serves in both languages where it is known in one only (a proper name within a longer label).

    >>> in_both({"fr": "UMRRS MALI"})
    {'en': 'UMRRS MALI', 'fr': 'UMRRS MALI'}
    """
    return {code: labels.get(code) or next(iter(labels.values())) for code in LANGUAGES} if labels else {}


def introduce(draft: Triples, item: Item, kind: str, language: Language, vocabulary: Vocabulary) -> str:
    """The IRI of what an item names; what ``graph/vocabulary`` does not hold is described here."""
    iri = iri_of(item, kind)
    if iri in vocabulary.entities:
        return iri
    if (coded := entity(kind, str(item.value))) in vocabulary.entities:
        return coded
    labels = labels_of(item, iri, language, vocabulary)
    parent, code = office(iri)
    if code and parent in vocabulary.entities:
        return introduce_mission(draft, parent, labels_in(vocabulary.entities[parent]), code, vocabulary)
    if place := known(iri, vocabulary):
        introduce_place(draft, place)
    elif iri.startswith(f"{BASE}unresolved/"):
        draft.describe(iri, labels, class_of(kind_of(iri)), "ngo:UnresolvedEntity")
        spell(draft, iri, item, labels, language)
        if scheme := SCHEMES.get(kind_of(iri)):
            draft.add(iri, "skos:inScheme", nquads.iri(entity("scheme", scheme)))
    else:
        draft.describe(iri, labels, class_of(kind_of(iri)))
    return iri


def spell(draft: Triples, iri: str, item: Item, labels: Labels, language: Language) -> None:
    """Every way in which the posting writes a name that no list has: its label, the name without its acronym, and that alone."""
    short = item.acronym or "" if isinstance(item, OrganizationItem) else ""
    for text in clean({language: str(item.value)}).values():
        draft.spell(iri, language, {labels.get(language, text), *halves(text), *clean({language: short}).values()})


def office(iri: str) -> tuple[str, str]:
    """The organization and the country's code of a mission's IRI; no code where it is none.

    >>> office(BASE + "organization/alima/ML")
    ('https://w3id.org/organigram/organization/alima', 'ML')
    """
    parent, _, code = iri.rpartition("/")
    return (parent, code) if kind_of(iri) == "organization" and re.fullmatch("[A-Z]{2}", code) else (iri, "")


def introduce_mission(draft: Triples, parent: str, labels: Labels, code: str, vocabulary: Vocabulary) -> str:
    """The unit of an organization in a country; what ``graph/vocabulary`` does not hold is described here. Returns its IRI."""
    iri = f"{parent}/{code}"
    if iri not in vocabulary.entities:
        name = compose("{parent} {country}", parent=in_both(labels), country=country_labels(code, vocabulary))
        draft.describe(iri, name, "org:OrganizationalUnit", "ngo:Mission")
        draft.add(iri, "org:unitOf", nquads.iri(parent))
        draft.add(iri, "ngo:operatesIn", nquads.iri(country(code)))
    return iri


def introduce_place(draft: Triples, place: Entity) -> None:
    """A place, its names, its country and where it lies: places are too many for ``graph/vocabulary``."""
    draft.describe(place.iri, labels_in(place), "schema:Place")
    draft.add(place.iri, "schema:containedInPlace", *(nquads.iri(country(code)) for code in place.attributes.get("country", ())))
    for attribute, predicate in (("latitude", "geo:lat"), ("longitude", "geo:long")):
        draft.add(place.iri, predicate, *(nquads.decimal(float(value)) for value in place.attributes.get(attribute, ())))
