"""Names found in text: one Aho-Corasick automaton over folded words.

Text and names are compared as words with single spaces between them, so that hyphens, slashes and line ends do not matter and a
match can neither begin nor end inside a word. A name that would stretch over the end of a sentence or a paragraph is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, cast

from ahocorasick_rs import AhoCorasick

from organigram.folding import Folded, fold
from organigram.namespaces import entity as iri_of
from organigram.vocabulary.entities import Entity

_WORD = re.compile(r"[^\W_]+")
#: What no name goes over: the end of a sentence, a cell, a paragraph or (before a capital) a line.
#: Characters of a name of two acronyms.
_ACRONYMS = 20
_BREAK = re.compile(r"[.!?;:]\s|[|•]|\n\s*\n")
#: How much of a line is looked at to tell whether it is all in capitals.
_NEAR = 200
#: Names whose entities are kept at hand.
_KEPT = 8192
#: Kinds that are proper names: they count only where they have a capital.
_NAMED = "organization"
_PROPER = frozenset({_NAMED, "country", "place"})
#: But public bodies are also named in small letters ("la coopération espagnole"), if by more than one word.
_PUBLIC = frozenset(iri_of("organization-type", code) for code in ("10", "11", "15", "40"))


class Mention(NamedTuple):
    """Characters ``start`` to ``end`` of the original text that name one of ``entities``.

    ``ambiguous`` if the name alone does not settle which one is meant.
    """

    start: int
    end: int
    entities: tuple[Entity, ...]
    ambiguous: bool = False


@dataclass(slots=True)
class _Record:
    """What one key can mean: entities by any writing, by an exact acronym, and those for which it is too weak a name."""

    folded: list[Entity] = field(default_factory=list)
    exact: list[tuple[str, Entity]] = field(default_factory=list)
    weak: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)

    def common_word(self) -> bool:
        """Whether only lookups should find it: a weak name that no other entity shares."""
        everyone = {entity.iri for entity in (*self.folded, *(entity for _, entity in self.exact))}
        return everyone == self.weak and len(everyone) == 1

    def entities(self, written: str, kinds: Collection[str], shouted: Callable[[], bool] = lambda: False) -> list[Entity]:
        """The entities of these kinds (all if empty) that the words as written name; ``shouted``: whether case tells nothing."""
        proper, several = any(map(str.isupper, written)), " " in written
        found = [e for e in self.folded if (not kinds or e.kind in kinds) and (proper or _in_small_letters(e, several))]
        exact = [e for form, e in self.exact if form == written and (not kinds or e.kind in kinds)]
        if exact and not shouted():
            found += exact
        return list(dict.fromkeys(found))


def _in_small_letters(entity: Entity, several: bool) -> bool:
    """Whether an entity is named without a capital: a concept is, a public body by more than one word."""
    return entity.kind not in _PROPER or (several and not _PUBLIC.isdisjoint(entity.attributes.get("classification", ())))


class _Hit(NamedTuple):
    start: int  # in the folded text
    end: int
    record: _Record


def words(text: str) -> list[str]:
    """The words of a folded or original text.

    >>> words("amcp – sp / MdM-Be")
    ['amcp', 'sp', 'MdM', 'Be']
    """
    return _WORD.findall(text)


def key(name: str) -> str:
    """A name as it is compared: folded words with single spaces.

    >>> key("AMCP – SP") == key("amcp/sp")
    True
    """
    if name.isascii() and name.replace(" ", "").isalnum():  # nothing to fold but case: ten times faster for long lists
        return " ".join(name.lower().split())
    return " ".join(fold(name).words.texts)


def span(folded: Folded, start: int, end: int) -> tuple[int, int]:
    """A span of the folded text in the original, an inclusive ending that was folded away with it.

    >>> text = "Coordinateur.trice Médical.e, Mali"
    >>> begin, end = span(fold(text), 0, len("coordinateur medical"))
    >>> text[begin:end]
    'Coordinateur.trice Médical.e'
    """
    return folded.offsets[start], max(folded.offsets[end], folded.offsets[end - 1] + 1)


class Matcher:
    """Finds and looks up the names of entities."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        """Compile the names."""
        self._records: dict[str, _Record] = {}
        for entity in entities:
            for name in entity.names:
                self._add(name, entity)
        found = [(name, record) for name, record in self._records.items() if not record.common_word()]
        #: How many words the pattern of a number has, and what it can mean.
        self._found = [(len(name.split()), record) for name, record in found]
        self._automaton = AhoCorasick([f" {name} " for name, _ in found]) if found else None
        #: Names come again from posting to posting.
        self.lookup = lru_cache(maxsize=_KEPT)(self._lookup)

    def _add(self, name: str, entity: Entity) -> None:
        folded = key(name)
        if not folded:
            return
        record = self._records.setdefault(folded, _Record())
        record.kinds.add(entity.kind)
        if name in entity.attributes.get("ambiguous", ()):
            record.weak.add(entity.iri)
        if name in entity.attributes.get("acronym", ()):
            record.exact.append((" ".join(words(name)), entity))
        elif entity not in record.folded:
            record.folded.append(entity)

    def _lookup(self, name: str, kind: str) -> tuple[Entity, ...]:
        """The entities of a kind that go by exactly this name; where only the case of an acronym differs, those."""
        record = self._records.get(key(name))
        if record is None:
            return ()
        found = record.entities(" ".join(words(name)), (kind,))
        return tuple(found or dict.fromkeys(e for e in (*record.folded, *(e for _, e in record.exact)) if e.kind == kind))

    def is_weak(self, name: str, entity: Entity) -> bool:
        """Whether the name is marked as one that does not settle the entity."""
        record = self._records.get(key(name))
        return record is not None and entity.iri in record.weak

    def mentions(self, text: str, folded: Folded, kinds: Collection[str] = ()) -> list[Mention]:
        """The leftmost-longest mentions of entities of these kinds (all if empty), in the order of the text.

        What is only a part of an organization's name is none ("Médecins" of "Médecins du Monde"), but for countries.
        """
        if not kinds or _NAMED in kinds:
            return self._leftmost_longest(text, folded, kinds)
        whole = [(mention.start, mention.end) for mention in self._leftmost_longest(text, folded, (_NAMED,))]
        return [
            mention
            for mention in self._leftmost_longest(text, folded, kinds)
            if mention.entities[0].kind == "country" or not _inside(mention, whole)
        ]

    def _leftmost_longest(self, text: str, folded: Folded, kinds: Collection[str]) -> list[Mention]:
        found: list[Mention] = []
        end = 0
        for hit in self._hits(folded):
            if kinds and hit.record.kinds.isdisjoint(kinds):
                continue
            if hit.start >= end and (mention := _mention(text, folded, hit, kinds)):
                found.append(mention)
                end = hit.end
        return found

    def _hits(self, folded: Folded) -> list[_Hit]:
        """All hits by start, the longest first. Kept beside the text, which is asked again for other kinds."""
        if (kept := folded.kept.get(self)) is not None:
            return cast(list[_Hit], kept)
        if self._automaton is None:
            return []
        parts, places = folded.words
        haystack = f" {' '.join(parts)} "
        hits = []
        word = counted = 0  # the words that end before a place of the haystack
        for pattern, _, end in self._automaton.find_matches_as_indexes(haystack, overlapping=True):
            size, record = self._found[pattern]
            word += haystack.count(" ", counted, end - 1)
            counted = end - 1
            first, last = word - size, word - 1
            hit = _Hit(places[first], places[last] + len(parts[last]), record)
            if size == 1 or not _BREAK.search(folded.text, hit.start, hit.end):
                hits.append(hit)
        hits.sort(key=lambda hit: (hit.start, -hit.end))
        folded.kept[self] = hits
        return hits


def _mention(text: str, folded: Folded, hit: _Hit, kinds: Collection[str]) -> Mention | None:
    start, end = span(folded, hit.start, hit.end)
    record = hit.record
    if not record.exact and (text[start].isupper() or record.kinds.isdisjoint(_PROPER)):  # how it is written tells no more
        entities = record.folded if not kinds else [entity for entity in record.folded if entity.kind in kinds]
    else:
        entities = record.entities(" ".join(words(text[start:end])), kinds, lambda: _shouted(text, start, end))
    if not entities or (hit.end - hit.start <= _ACRONYMS and _lists_acronyms(text[start:end])):
        return None
    strong = [entity for entity in entities if entity.iri not in record.weak] if record.weak else entities
    return Mention(start, end, tuple(strong or entities), ambiguous=len(strong) != 1)


def _lists_acronyms(written: str) -> bool:
    """Whether a comma parts two acronyms, which are two names then ("EU, ECHO", not "EU/ECHO")."""
    return ", " in written and written.isupper()


def _inside(mention: Mention, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether a mention is a part, not the whole, of one of the spans."""
    return any(s <= mention.start and mention.end <= e and (s, e) != (mention.start, mention.end) for s, e in spans)


def _shouted(text: str, start: int, end: int) -> bool:
    """Whether a line is all in capitals, so that capitals make no acronym: it has other words, and none with a small letter."""
    before, after = text[max(0, start - _NEAR) : start].rpartition("\n")[2], text[end : end + _NEAR].partition("\n")[0]
    rest = before + after
    return sum(map(str.isupper, rest)) >= 8 and not any(map(str.islower, rest))
