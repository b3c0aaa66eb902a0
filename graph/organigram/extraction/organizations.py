"""The organizations of a posting, each once however it is written, and what each is to the post.

The same organization is met as an acronym, in full, misspelt ("Fond Mondiale"), or by two names of one entity of the vocabulary
("AECID", "la coopération espagnole"): all of them are evidence of one item. Two that only look alike are never made one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from organigram.extraction.document import Document, Span
from organigram.extraction.header import Header
from organigram.extraction.names import Name, NameReader, name_key
from organigram.extraction.organization_keys import (
    alike,
    is_part,
    is_same_word,
    is_short_form,
    is_shortened,
    is_whole_of,
    swapped,
    without_article,
    without_kind,
)
from organigram.extraction.patterns import either, phrase_set, spaced
from organigram.extraction.tokens import span_of, tidy
from organigram.model import Evidence, OrganizationItem, Relation
from organigram.vocabulary import Entity

_RANK: tuple[Relation, ...] = ("employer", "donor", "partner", "network", "authority", "unit", "other")
_ARTICLE = re.compile(rf"^{either('small', 'article')}\s*\b(?=[A-Z])")
_BRACKET = re.compile(rf"\s?\(\s?{spaced('small', 'one_article', space=' ')}?([^()\n]{{2,90}})\)")
_MOST_EVIDENCE, _MOST_SPANS = 8, 24
#: More organizations than any posting names; what names more is no posting.
_MOST = 150
#: Characters of a short name in brackets, and of a long one behind an acronym.
_SHORT, _LONG = 20, 90
#: Letters of a name that may be a common word too.
_ACRONYM = 3


@dataclass(slots=True)
class Organization:
    """One organization while a posting is read: what it is called, where that stands, what it is to the post."""

    value: str
    relation: Relation
    confidence: float
    rule: str
    keys: set[str]
    iris: set[str] = field(default_factory=set)
    evidence: list[Evidence] = field(default_factory=list)
    country: str | None = None
    acronym: str | None = None

    def item(self) -> OrganizationItem:
        """The fact to hand over."""
        evidence = tuple(self.evidence[:_MOST_EVIDENCE])
        return OrganizationItem(
            self.value,
            evidence=evidence,
            confidence=self.confidence,
            rule=self.rule,
            relation=self.relation,
            country=self.country,
            acronym=self.acronym,
        )


class Organizations:
    """The organizations of one posting. Made with the header, so that the employer is known from the start."""

    def __init__(self, document: Document, header: Header) -> None:
        self.document = document
        self.reader = NameReader(document)
        self.acronyms = document.acronyms
        self._long = {name_key(acronym): name_key(long) for acronym, long in self.acronyms.items()}
        self.found: list[Organization] = []
        self._asked: dict[tuple[str, str, tuple[Entity, ...]], bool] = {}
        self.employer: Organization | None = None
        if header.employer is not None:
            self.employer = self._employer(str(header.employer.value), header)
            self.found.append(self.employer)
        for item in header.organizations:
            self._take_over(item)

    def _employer(self, value: str, header: Header) -> Organization:
        item = header.employer
        assert item is not None
        new = Organization(value, "employer", item.confidence, item.rule, self._keys(value), evidence=list(item.evidence))
        for evidence in item.evidence:
            for mention in self.document.mentions_in(Span(evidence.start, evidence.end), "organization"):
                new.iris.update(entity.iri for entity in mention.entities if entity.kind == "organization")
        if item.iri:
            new.iris.add(item.iri)
        new.keys.update(self._brackets_after(value))
        return new

    def _brackets_after(self, value: str) -> set[str]:
        """What stands in brackets after the employer's name: its short name, or its long one after an acronym."""
        key = name_key(value)
        ends = [end for _, end in self.document.find_names([key])] if key else []
        brackets = [_BRACKET.match(self.document.folded.text, end) for end in ends]
        longest = _SHORT if " " in value else _LONG
        return {name_key(bracket[1]) for bracket in brackets if bracket and len(bracket[1]) <= longest} - {""}

    def _take_over(self, item: OrganizationItem) -> None:
        known = self._same(self._keys(str(item.value)), set())
        if known is None:
            new = Organization(str(item.value), item.relation, item.confidence, item.rule, self._keys(str(item.value)))
            new.evidence, new.country = list(item.evidence), item.country
            self.found.append(new)

    def _keys(self, value: str, acronym: str = "") -> set[str]:
        """The keys that a name is met by: itself, its parts outside and inside brackets, its acronym, the acronym's long form."""
        keys = {name_key(value), name_key(acronym)}
        if "(" in value:
            keys.add(name_key(re.sub(r"\([^()]*\)", " ", value)))
            keys.update(name_key(inside) for inside in re.findall(r"\(([^()]+)\)", value))
        keys.update(without_article(key) for key in list(keys))
        keys.update(without_kind(key) for key in list(keys))
        keys.update(long for short, long in self._long.items() if short in keys)
        keys.update(short for short, long in self._long.items() if long in keys)
        return keys - {""}

    def _same(self, keys: set[str], iris: set[str]) -> Organization | None:
        for old in self.found:
            if keys & old.keys or (iris and iris & old.iris):
                return old
        for old in self.found:
            if any(alike(a, b) or is_shortened(a, b) for a in keys for b in old.keys):
                return old
        return None

    def _misspelt(self, name: Name, relation: Relation) -> Organization | None:
        """A donor of the posting whose acronym this is with two letters swapped ("CIR", "CRI"); neither is known."""
        if relation != "donor" or name.entities:
            return None
        donors = [old for old in self.found if old.relation == "donor" and not old.iris]
        return next((old for old in donors if swapped(name.value, old.value)), None)

    def is_employer(self, name: Name) -> bool:
        """Whether a name is the employer's, or a short form of it ("Save the Children" of "Save the Children International")."""
        if self.employer is None:
            return False
        asked = name.value, name.acronym, name.entities
        found = self._asked.get(asked)
        if found is None:
            whole = is_whole_of(name_key(name.value).split(), name_key(self.employer.value).split())
            other = whole or self._is_sister(name_key(name.value))
            found = self._asked[asked] = not other and self._goes_by(name, self.employer.keys, self.employer.iris)
        return found

    def _goes_by(self, name: Name, own: set[str], own_iris: set[str]) -> bool:
        keys, iris = self._keys(name.value, name.acronym), _iris(name)
        if keys & own or (iris and iris & own_iris):
            return True
        if " " not in name.value:
            keys |= {name_key(other) for entity in name.entities for other in entity.names if " " in other}
        wholes = [key.split() for key in own]
        return any(
            is_short_form(part, whole)
            or is_short_form(whole, part)
            or is_part(part, whole)
            or is_same_word(part, whole)
            or self._is_base(part, whole)
            for part in map(str.split, keys)
            for whole in wholes
        )

    def _is_sister(self, key: str) -> bool:
        """Whether a name is that of the employer's chapter in another country ("Karo Norway" of "Karo Nepal")."""
        mine = name_key(self.employer.value) if self.employer else ""
        lands = [land for land in self._lands if key.endswith(f" {land}")]
        home = [land for land in self._lands if mine.endswith(f" {land}")]
        if not lands or not home or set(lands) & set(home):
            return False
        return key.removesuffix(max(lands, key=len)) == mine.removesuffix(max(home, key=len))

    def _is_base(self, part: list[str], whole: list[str]) -> bool:
        """Whether a name is one word that the employer's goes on from with its country ("Karo" of "Karo Kenya", "Karo UK")."""
        rest = " ".join(whole[1:])
        chapter = bool(rest) and (rest in phrase_set("organizations", "chapters") or rest in self._lands)
        return len(part) == 1 and len(part[0]) > _ACRONYM and part == whole[:1] and chapter

    def is_parent(self, name: Name) -> bool:
        """Whether a name is that of the network the employer is one chapter of: the same first words, then "International"."""
        if self.employer is None:
            return False
        mine, other = name_key(self.employer.value).split(), name_key(name.value).split()
        if is_whole_of(other, mine):
            return True
        network = any("network" in entity.attributes for entity in name.entities)
        return network and len(other) >= 2 and mine[:2] == other[:2] and mine != other and not self.is_employer(name)

    def add(self, name: Name, relation: Relation, rule: str, confidence: float, cue: int | None = None) -> Organization | None:
        """Take a name in; the employer's is further evidence of it and gives None. ``cue``: where its evidence begins."""
        evidence = self._evidence(name, cue)
        if self.is_employer(name):
            if self.employer is not None and len(self.employer.evidence) < _MOST_EVIDENCE:
                _add_evidence(self.employer, self._evidence(name, None))
            return None
        keys, iris = self._keys(name.value, name.acronym), _iris(name)
        old = self._same(keys, iris) or self._misspelt(name, relation)
        if old is not None and old is self.employer and self.is_parent(name):
            old, relation, iris = None, "network", set()  # the vocabulary has the two as one
        if old is None:
            if len(self.found) >= _MOST:
                return None
            old = Organization(name.value, relation, confidence, rule, keys, iris)
            self.found.append(old)
        elif old is self.employer:
            return None
        elif _RANK.index(relation) < _RANK.index(old.relation):
            old.relation, old.rule, old.confidence = relation, rule, confidence
        self._spell_out(old, name)
        if name.acronym and " " not in name.acronym and name_key(name.acronym) != name_key(old.value):
            old.acronym = old.acronym or name.acronym
        old.keys |= keys
        old.iris |= iris
        _add_evidence(old, evidence)
        return old

    def _spell_out(self, old: Organization, name: Name) -> None:
        """Take the long form for an acronym that the text spells out; "AECID" for "la coopération espagnole"."""
        longer = " " not in old.value and " " in name.value and self._long.get(name_key(old.value)) == name_key(name.value)
        proper = old.value[:1].islower() and name.value[:1].isupper() and old.iris & _iris(name)
        if longer or proper:
            old.value = name.value

    def _evidence(self, name: Name, cue: int | None) -> Evidence:
        start, end = span_of(self.document, name.start, name.end)
        # The first of two that pay stands before the cue, which is the name next to the verb.
        return self.document.evidence(start if cue is None else min(start, span_of(self.document, cue, cue + 1).start), end)

    @cached_property
    def _lands(self) -> frozenset[str]:
        """The countries that the text names, as keys."""
        countries = (m for m in self.document.mentions if any(entity.kind == "country" for entity in m.entities))
        return frozenset(name_key(self.document.text[m.start : m.end]) for m in countries)

    @cached_property
    def employer_spans(self) -> list[tuple[int, int]]:
        """Where the employer is named in the folded text, without the country that ends its name too ("Hill Relief Kenya")."""
        own = self.employer.keys if self.employer else set()
        keys = {key for key in own if len(key) > 1}
        lands = self._lands if any(key.count(" ") > 1 for key in own) else frozenset()
        keys.update(key.rpartition(" ")[0] for key in own if key.count(" ") > 1 and key.rpartition(" ")[2] in lands)
        spans = self.document.find_names(sorted(keys, key=lambda key: (-len(key), key)))
        large = {span for span in spans if span[1] - span[0] > _ACRONYM or self._is_written_large(span)}
        other = (
            (name.start, name.end) for name in known_names(self.reader) if self.employer and _iris(name) & self.employer.iris
        )
        return sorted(large.union(other))

    def _is_written_large(self, span: tuple[int, int]) -> bool:
        """Whether a short name stands in capitals, so that it is no common word ("ID", "HI")."""
        return self.document.quote(self.document.original(*span)).isupper()

    def employer_before(self, position: int) -> tuple[int, int]:
        """The last place where the employer's name begins before a position of the folded text; (-1, -1) where none does."""
        index = bisect_left(self.employer_spans, (position, -1)) - 1
        return self.employer_spans[index] if index >= 0 else (-1, -1)

    def names_employer(self, start: int, end: int) -> bool:
        """Whether a span of the folded text touches the employer's name."""
        return self.employer_before(end)[1] > start

    def covers(self, start: int, end: int) -> bool:
        """Whether a span of the original lies within a name that has been taken in."""
        return any(e.start <= start and end <= e.end for old in self.found for e in old.evidence)

    def items(self) -> list[OrganizationItem]:
        """The facts, the employer first, then in the order of the text."""
        rest = [old for old in self.found if old is not self.employer]
        short = {name_key(long): acronym for acronym, long in self.acronyms.items()}
        for old in self.found:
            old.acronym = old.acronym or short.get(name_key(old.value))
        rest.sort(key=lambda old: min((e.start for e in old.evidence), default=0))
        return [old.item() for old in ([self.employer] if self.employer else []) + rest]


def _iris(name: Name) -> set[str]:
    """The entity that a name stands for; none where the vocabulary leaves it open."""
    organizations = [entity.iri for entity in name.entities if entity.kind == "organization"]
    return set(organizations) if len(organizations) == 1 else set()


def _add_evidence(organization: Organization, evidence: Evidence) -> None:
    if len(organization.evidence) < _MOST_SPANS and evidence not in organization.evidence:
        organization.evidence.append(evidence)


def known_names(reader: NameReader, first: int = 0, last: int | None = None) -> Iterator[Name]:
    """The organizations of the vocabulary that a stretch of the folded text mentions, in the order of the text."""
    document = reader.document
    for start, mention in sorted(reader.known.items()):
        end = document.folded.index(mention.end)
        if start < first or (last is not None and end > last):
            continue
        entities = tuple(entity for entity in mention.entities if entity.kind == "organization")
        yield Name(start, end, _ARTICLE.sub("", tidy(document.text[mention.start : mention.end])), entities)
