"""A record, linked and told in RDF: the project, who carries it out, who pays, how much, where, when; and where that is from.

The evidence of an imported fact is no passage of a text but a record of a file: the project and its grants are
``prov:wasDerivedFrom`` the record, the record is from the file, and the file's content is known by its digest.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from babel.numbers import format_decimal

from organigram import nquads
from organigram.contacts import mask_facts
from organigram.i18n import LANGUAGES
from organigram.importing.reading import Kept, graph_part
from organigram.importing.records import Amount, Party, Record, Spot
from organigram.likeness import unresolved_iri
from organigram.linking import link
from organigram.mapping.draft import Triples
from organigram.mapping.names import Labels, clean, introduce, introduce_place, part_of
from organigram.model import Facts, Item, OrganizationItem
from organigram.namespaces import country, entity, graph
from organigram.nquads import term
from organigram.resources import table
from organigram.review import Decisions
from organigram.vocabulary import Entity, Vocabulary
from organigram.vocabulary.places import largest

_PREDICATES = {"implementer": "ngo:implementedBy", "funder": "schema:funder", "partner": "ngo:hasPartner"}
#: Characters of a title that a label keeps.
_LONGEST = 300
#: Degrees by which a place of that name may be off the position that the source gives.
_NEAR = 1.0


def _words() -> Mapping[str, Any]:
    return table("importing/formats.toml")


class Importer:
    """Makes lines of records: one vocabulary, one person's decisions."""

    def __init__(self, vocabulary: Vocabulary, decisions: Decisions) -> None:
        """Index what codes stand for."""
        self._vocabulary, self._decisions = vocabulary, decisions
        countries, sectors, channels = (list(_by_code(vocabulary, kind)) for kind in ("country", "sector", "organization"))
        self._countries = dict(countries)
        projects = [one for one in vocabulary.entities.values() if one.kind == "project"]
        self._projects = {name: one.iri for one in projects for name in one.attributes.get("identifier", ())}
        self._sectors, self._channels = dict(_unshared(sectors)), dict(_unshared(channels))

    def work(self, kept: Kept) -> tuple[Facts, list[str]]:
        """The linked names of a record, and its lines: those of one graph, sorted."""
        record = kept.record
        facts = link(mask_facts(self._facts(record)), self._vocabulary, self._decisions)
        return facts, _Draft(kept, facts, self._places(record, facts), self.project(record), self._vocabulary).lines()

    def project(self, record: Record) -> str:
        """The IRI of the project that a record tells of: another's only if a person says so, or the vocabulary's identifier."""
        iri = entity("project", record.scheme, *map(quoted, record.project))
        listed = self._projects.get(record.identifier) if record.scheme == "iati" else None
        return self._decisions.same.get(iri) or listed or iri

    def _facts(self, record: Record) -> Facts:
        known = {self._country(text) for text in record.countries} - {None}
        countries = [one for one in known if one]
        return Facts(
            id=f"{record.scheme}/{record.identifier}",
            source=record.scheme,
            language=record.language,
            organizations=tuple(self._organization(party) for party in record.parties),
            countries=tuple(Item(one.slug, one.iri) for one in sorted(countries, key=lambda one: one.iri)),
            sectors=tuple(Item(slug) for slug in self._sector_names(record)),
        )

    def _organization(self, party: Party) -> OrganizationItem:
        entity = self._channels.get(party.code)
        return OrganizationItem(party.name, entity.iri if entity else None, relation="partner")

    def _country(self, text: str) -> Entity | None:
        found = self._countries.get(text.strip().upper())
        named = [] if found else self._vocabulary.lookup(text, "country")
        return found or (named[0] if len(named) == 1 else None)

    def _sector_names(self, record: Record) -> list[str]:
        clusters: Mapping[str, str] = _words()["fts"]["clusters"]
        named = [clusters.get(name, name) for name in record.fields]
        found = {one.slug for name in named for one in self._vocabulary.lookup(name, "sector")}
        found |= {name for name in named if entity("sector", name) in self._vocabulary.entities}
        return sorted(found | {one.slug for code in record.sectors if (one := self._sector(code))})

    def _sector(self, code: str) -> Entity | None:
        """The sector of a DAC code, else of the nearest code above it: purpose, category, group of categories."""
        above = (code, code[:3], f"{code[:2]}0")
        return next((self._sectors[one] for one in above if one in self._sectors), None)

    def _places(self, record: Record, facts: Facts) -> dict[Spot, Entity | None]:
        codes = {str(item.value) for item in facts.countries}
        return {spot: self._place(spot, codes) for spot in record.places}

    def _place(self, spot: Spot, codes: set[str]) -> Entity | None:
        """The place of that name in the record's countries: the one nearby where a position is given, else the largest by far."""
        found = [one for one in self._vocabulary.lookup(spot.name, "place") if codes.intersection(one.attributes["country"])]
        if spot.latitude is None or spot.longitude is None:
            return largest(found)
        near = [one for one in found if _distance(one, spot.latitude, spot.longitude) <= _NEAR]
        return largest(near) or (near[0] if near else None)


def quoted(identifier: str) -> str:
    """An identifier as one part of an IRI; different ones stay different.

    >>> quoted("XM-DAC-41114-PROJECT-1"), quoted("GB/1 ä")
    ('XM-DAC-41114-PROJECT-1', 'GB%2F1%20%C3%A4')
    """
    return quote(identifier, safe="")


def _by_code(vocabulary: Vocabulary, kind: str) -> list[tuple[str, Entity]]:
    entities = [one for one in vocabulary.entities.values() if one.kind == kind]
    return [(code, one) for one in entities for name in ("notation", "alpha_3") for code in one.attributes.get(name, ())]


def _unshared(coded: list[tuple[str, Entity]]) -> list[tuple[str, Entity]]:
    """Codes that stand for one entity only, or for one that is above the others which share it."""
    groups: dict[str, list[Entity]] = {}
    for code, one in coded:
        groups.setdefault(code, []).append(one)
    tops = {
        code: [one for one in some if not {*one.attributes.get("broader", ())} & {e.iri for e in some}]
        for code, some in groups.items()
    }
    return [(code, top[0]) for code, top in tops.items() if len(top) == 1]


def _distance(place: Entity, latitude: float, longitude: float) -> float:
    at = [float(place.first(name) or "nan") for name in ("latitude", "longitude")]
    return max(abs(at[0] - latitude), abs(at[1] - longitude))


class _Draft:
    """The triples of one record while they are gathered."""

    def __init__(
        self, kept: Kept, facts: Facts, places: Mapping[Spot, Entity | None], project: str, vocabulary: Vocabulary
    ) -> None:
        self._kept, self._record, self._facts, self._vocabulary = kept, kept.record, facts, vocabulary
        self._places, self._project = places, project
        self._triples = Triples()
        linked = zip(self._record.parties, facts.organizations, strict=True)
        self._iris = {
            party.name: introduce(self._triples, item, "organization", self._record.language, vocabulary)
            for party, item in linked
        }

    def lines(self) -> list[str]:
        """The lines of the record in the graph of its file."""
        self._provenance()
        self._describe()
        for party in self._record.parties:
            if predicate := _PREDICATES.get(party.part):
                self._state(predicate, nquads.iri(self._iris[party.name]))
            else:
                self._triples.add(self._told_by[1:-1], "prov:wasAttributedTo", nquads.iri(self._iris[party.name]))
        for amount in self._record.amounts:
            self._grant(amount)
        return self._triples.quads(graph("import", graph_part(self._record.scheme, self._kept.source)))

    def _state(self, predicate: str, *objects: str) -> None:
        self._triples.add(self._project, predicate, *objects)

    @property
    def _told_by(self) -> str:
        return nquads.iri(entity("record", self._record.scheme, quoted(self._record.identifier)))

    def _provenance(self) -> None:
        """The record, who reports it and when, and the file that it is from."""
        record, words = self._record, _words()
        iri, source = self._told_by[1:-1], entity("import", graph_part(record.scheme, self._kept.source))
        self._triples.describe(iri, _in_both(words["records"][record.scheme], record.identifier), "prov:Entity")
        self._triples.add(iri, "schema:identifier", nquads.literal(record.identifier))
        self._triples.add(iri, "prov:wasDerivedFrom", nquads.iri(source))
        if record.updated:
            self._triples.add(iri, "prov:generatedAtTime", nquads.moment(record.updated))
        self._triples.describe(source, words["sources"][record.scheme], "prov:Entity")
        self._triples.add(source, "schema:identifier", nquads.literal(f"sha256:{self._kept.source}"))

    def _describe(self) -> None:
        record = self._record
        if self._project not in self._vocabulary.entities:
            self._triples.describe(self._project, self._labels(), "schema:Project")
            for language, text in clean(record.titles).items():
                if language not in LANGUAGES:
                    self._state("skos:altLabel", nquads.literal(text[:_LONGEST], language))
        self._state("rdf:type", term("schema:Project"))
        self._state("schema:identifier", nquads.literal(record.project[-1]))
        self._state("prov:wasDerivedFrom", self._told_by)
        self._state("ngo:takesPlaceIn", *(nquads.iri(item.iri or "") for item in self._facts.countries))
        self._state("schema:about", *(nquads.iri(item.iri or "") for item in self._facts.sectors))
        for spot, place in self._places.items():
            self._state("ngo:takesPlaceIn", nquads.iri(self._place(spot, place)))
        for predicate, day in (("schema:startDate", record.start), ("schema:endDate", record.end)):
            if day:
                self._state(predicate, nquads.date(day))
        if record.programme:
            self._state("ngo:programme", nquads.literal(record.programme))

    def _labels(self) -> Labels:
        """The titles in our languages; where there are none, what the record is, in both."""
        own: Labels = {
            language: text[:_LONGEST] for language, text in clean(self._record.titles).items() if language in LANGUAGES
        }
        return own or _in_both(_words()["labels"][self._record.scheme], self._record.identifier)

    def _place(self, spot: Spot, place: Entity | None) -> str:
        if place:
            introduce_place(self._triples, place)
            return place.iri
        codes = [str(item.value) for item in self._facts.countries]
        code = codes[0] if len(codes) == 1 else ""
        iri = unresolved_iri("place", spot.name, code)
        introduce(self._triples, Item(spot.name, iri), "place", self._record.language, self._vocabulary)
        self._triples.add(iri, "schema:containedInPlace", *([nquads.iri(country(code))] if code else []))
        return iri

    def _grant(self, amount: Amount) -> None:
        """An amount: its IRI is made of what it is, so that a record read again gives the same."""
        funders = sorted({self._iris[name] for name in amount.funders})
        part = "-".join((amount.kind, amount.currency, *map(part_of, funders)))
        own = quoted(self._record.identifier)
        grant, money = (entity(kind, self._record.scheme, own, part) for kind in ("grant", "grant-amount"))
        kind = entity("funding-kind", amount.kind)
        words: Mapping[str, str] = _words()["kinds"][amount.kind]
        self._triples.describe(kind, words, "skos:Concept")
        sums = {str(code): f"{format_decimal(amount.value, locale=code)} {amount.currency}" for code in LANGUAGES}
        labels = {code: f"{words[code]} {text}" for code, text in sums.items()}
        self._triples.describe(grant, labels, "schema:MonetaryGrant")
        self._state("schema:funding", nquads.iri(grant))
        self._triples.add(grant, "dcterms:type", nquads.iri(kind))
        self._triples.add(grant, "prov:wasDerivedFrom", self._told_by)
        self._triples.add(grant, "schema:funder", *map(nquads.iri, funders))
        if amount.day:
            self._triples.add(grant, "dcterms:date", nquads.date(amount.day))
        self._triples.add(grant, "schema:amount", nquads.iri(money))
        self._triples.describe(money, sums, "schema:MonetaryAmount")
        self._triples.add(money, "schema:value", nquads.decimal(amount.value))
        self._triples.add(money, "schema:currency", nquads.literal(amount.currency))


def _in_both(words: Mapping[str, str], identifier: str) -> Labels:
    return {str(language): words[language].format(identifier=identifier) for language in LANGUAGES}
