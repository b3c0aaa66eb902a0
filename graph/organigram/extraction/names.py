"""Names of organizations read from where a cue ends, whether the vocabulary knows them or not.

A name is a run of capitals with small words between them ("Conseil Départemental des Hauts-de-Seine"); a few words begin one in
small letters too ("gouvernement français"). A known name wins where the text does not go on with a longer one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from organigram.extraction.name_lists import NameLists
from organigram.extraction.name_words import AHEAD, FIRST, JOINS, LINKS, OWNER, not_in_names
from organigram.extraction.patterns import phrase_set, small
from organigram.extraction.tokens import Token, read_tokens, value_of
from organigram.folding import fold_name
from organigram.vocabulary import Entity, Mention


@dataclass(frozen=True, slots=True)
class Name:
    """A name: its place in the folded text, what is written, what the vocabulary takes it for, its acronym if it stands by."""

    start: int
    end: int
    value: str
    entities: tuple[Entity, ...] = ()
    acronym: str = ""


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """A name to compare by: folded words with single spaces.

    >>> name_key("AMCP – SP") == name_key("amcp/sp")
    True
    """
    return " ".join(re.findall(r"[^\W_]+", fold_name(name)))


class NameReader(NameLists):
    """Reads the names of one posting."""

    def closed_by_bracket(self) -> list[tuple[int, int]]:
        """Where names stand in the folded text that an acronym in brackets closes."""
        return sorted(self._spelt_out.items())

    def known_within(self, start: int, end: int) -> list[tuple[int, int]]:
        """Where known names stand that touch a span of the folded text."""
        first = max(0, bisect_left(self._known_starts, start) - 1)
        last = bisect_left(self._known_starts, end)
        spans = [(n, self.document.folded.index(self.known[n].end)) for n in self._known_starts[first:last]]
        return [span for span in spans if span[1] > start]

    def read_all(self, start: int, end: int, most: int = 12) -> list[Name]:
        """The names that stand from a place in the folded text on, one after another; empty where none does."""
        found: list[Name] = []
        if not self._may_lead(read_tokens(self.document, start, end, limit=AHEAD)):  # most often no name stands there
            return found
        tokens = read_tokens(self.document, start, end, limit=FIRST)
        position = self._to_name(tokens, 0, first=True)
        if position is not None and len(tokens) == FIRST:
            tokens = read_tokens(self.document, start, end, limit=120)
        opened = position is not None and any(token.text == "(" for token in tokens[:position])
        while position is not None and len(found) < most:
            stop = self._name_end(tokens, position)
            if stop <= position:
                break
            stop = self._with_adjective(tokens, position, stop)
            if tokens[stop - 1].text.endswith(OWNER) and stop < len(tokens) and tokens[stop].start in self.known:
                position = stop  # what is owned is an organization itself ("USAID's Bureau for Humanitarian Assistance")
                stop = self._name_end(tokens, position)
            following = self._after_acronym(tokens, stop)
            if found and (self._opens_clause(tokens, position, following) or self._is_project(tokens, following)):
                break
            if not (found and self._is_initials(tokens[position:stop], found[-1])):
                found.append(self._name(tokens, position, stop))
                if len(found) == most and not self._list_of_agencies(tokens, position, stop):
                    break
            if inner := self._list_of_agencies(tokens, position, stop):
                found.pop()  # "the agencies of the United Nations (X, Y)": X and Y are meant
                position = self._to_name(tokens, inner, first=False)
                opened = True
                continue
            if (
                opened
                and following + 1 < len(tokens)
                and tokens[following].text == ")"
                and tokens[following + 1].text in JOINS | {","}
            ):
                opened, following = False, following + 1  # the list goes on behind its bracket
            position = self._next(tokens, self._after_clause(tokens, following))
        return found

    def _list_of_agencies(self, tokens: list[Token], position: int, stop: int) -> int:
        """The index behind the bracket that names those of one's agencies who are meant; 0 where there is none."""
        if tokens[position].text not in phrase_set("organizations", "several_of"):
            return 0
        opens = next((n for n in range(stop, min(stop + 2, len(tokens))) if tokens[n].text == "("), 0)
        return opens + 1 if opens and opens + 2 < len(tokens) and tokens[opens + 2].text in small("and") | {","} else 0

    def _is_initials(self, tokens: list[Token], before: Name) -> bool:
        """Whether a bracket that is not closed holds no more than the letters of the name before it ("Valley Trust, (VT")."""
        if len(tokens) != 1 or not tokens[0].shouted or self.document.folded.text[tokens[0].start - 1] != "(":
            return False
        return tokens[0].text == "".join(word[0] for word in re.findall(r"\w+", fold_name(before.value)) if word not in LINKS)

    def read(self, start: int, end: int) -> Name | None:
        """The name that stands from a place in the folded text on, if one does."""
        return next(iter(self.read_all(start, end, most=1)), None)

    def read_before(self, floor: int, end: int) -> Name | None:
        """The longest name that ends at a place of the folded text, an acronym in brackets behind it or not."""
        tokens = read_tokens(self.document, floor, end, limit=60)
        for position, token in enumerate(tokens):
            if not (token.capital or token.start in self.known) or token.text in not_in_names():
                continue
            stop = self._name_end(tokens, position)
            if stop > position and self._after_acronym(tokens, stop) == len(tokens):
                return self.read(token.start, end)
        return None

    def _name(self, tokens: list[Token], start: int, stop: int) -> Name:
        if tokens[start].text in phrase_set("organizations", "several_of"):
            start = next((n for n in range(start + 1, stop) if tokens[n].start in self.known), start)
            stop = max(stop, self._name_end(tokens, start))
        known = self.known.get(tokens[start].start)
        first, last = tokens[start].start, tokens[stop - 1].end
        if known is not None and tokens[stop - 1].text.endswith(OWNER):
            last = max(self.document.folded.index(known.end), last - len(OWNER))
        value, acronym = value_of(self.document, first, last), ""
        if stop + 2 < len(tokens) and tokens[stop].text == "(" and tokens[stop + 2].text == ")" and tokens[stop + 1].shouted:
            acronym = value_of(self.document, tokens[stop + 1].start, tokens[stop + 1].end)
        if acronym and name_key(value).startswith(name_key(acronym)) and " " not in acronym:
            value = acronym
        whole = known is not None and self.document.folded.index(known.end) >= last
        entities = known.entities if known and whole else ()
        if (inside := self._in_bracket(tokens, stop)) is None:
            return Name(first, last, value, entities, acronym)
        if not entities:  # the bracket says who is meant
            return Name(first, last, value, inside.entities, acronym)
        owners = {owner for entity in inside.entities for owner in entity.attributes.get("part_of", ())}
        if not owners & {entity.iri for entity in entities}:
            return Name(first, last, value, entities, acronym)
        end = self.document.folded.index(inside.end)  # the part of it ("European Commission (DG ECHO)")
        return Name(first, end, self.document.text[inside.start : inside.end], inside.entities)

    def _in_bracket(self, tokens: list[Token], position: int) -> Mention | None:
        """The one known organization that fills the bracket which opens at a token."""
        if position + 2 >= len(tokens) or tokens[position].text != "(":
            return None
        known = self.known.get(tokens[position + 1].start)
        filled = known is not None and self.document.text[known.end : known.end + 1] == ")"
        return known if filled and known and len(known.entities) == 1 else None
