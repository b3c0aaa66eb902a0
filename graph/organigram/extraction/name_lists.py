"""Lists of names: where the next one begins, and what in a list is no name of it."""

from __future__ import annotations

from organigram.extraction.document import Span
from organigram.extraction.name_ends import NameEnds
from organigram.extraction.name_words import ARTICLES, CLAUSE, JOINS, LAND, SEPARATORS, SMALL
from organigram.extraction.patterns import phrase_set, small
from organigram.extraction.tokens import Token


class NameLists(NameEnds):
    """The same, and how a list of names goes on."""

    def _is_project(self, tokens: list[Token], following: int) -> bool:
        """Whether what goes on calls the name before it a project ("RESET, a project ...")."""
        after = [token.text for token in tokens[following : following + 3]]
        words = phrase_set("projects", "before") | phrase_set("projects", "after")
        return len(after) == 3 and after[0] == "," and after[1] in small("indefinite") and after[2] in words

    def _opens_clause(self, tokens: list[Token], position: int, following: int) -> bool:
        """Whether a name after a comma is no item of the list but the subject of a clause ("..., Oxfam recrute")."""
        before = next(
            (token.text for token in reversed(tokens[:position]) if token.text not in phrase_set("phrases", "articles")), ""
        )
        if before != "," or following >= len(tokens):
            return False
        after = tokens[following]
        verb = after.text == "a" and self.document.text[self.document.folded.offsets[after.start]] == "a"
        return verb or (not after.sign and not after.capital and after.text not in phrase_set("phrases", "joiners") | SMALL)

    def _after_clause(self, tokens: list[Token], position: int) -> int:
        """The index of the comma that ends a clause about a name of a list ("the FAO, which leads the work, and ...")."""
        opens = [token.text for token in tokens[position : position + 2]]
        if len(opens) < 2 or opens[0] != "," or opens[1] not in phrase_set("phrases", "relatives"):
            return position
        ends = range(position + 2, min(position + CLAUSE, len(tokens) - 1))
        return next((n for n in ends if tokens[n].text == "," and tokens[n + 1].text in JOINS | ARTICLES), position)

    def _next(self, tokens: list[Token], position: int) -> int | None:
        """Where the next name of a list begins."""
        joined = position = self._after_lead(tokens, self._after_land(tokens, position))
        while joined < len(tokens) and (tokens[joined].text in SEPARATORS or self._closes_aside(tokens, joined)):
            joined += 1
        apart = joined < len(tokens) and tokens[joined].text in {"-", "–", "/"}
        if apart and joined + 1 < len(tokens) and tokens[joined + 1].start in self.known and tokens[joined - 1].shouted:
            joined += 1
        return self._to_name(tokens, joined, first=False) if joined > position else None

    def _after_lead(self, tokens: list[Token], position: int) -> int:
        """The index after what says that a name of a list leads the others."""
        following = [token.text for token in tokens[position : position + 5]]
        sizes = (len(words) for words in map(str.split, phrase_set("phrases", "leading_one")) if following[: len(words)] == words)
        return position + max(sizes, default=0)

    def _after_land(self, tokens: list[Token], position: int) -> int:
        """The index after what says in which countries a name works ("X (XA) in Sudan and South Sudan, Y in Mali")."""
        reach = position
        leads = reach + 1 < len(tokens) and tokens[reach].text in small("in_land")
        if leads and self._is_town(tokens, reach + 1):
            return reach + 2
        while leads and self._is_land(tokens, reach + 1):
            start = self.document.folded.offsets[tokens[reach + 1].start]
            ends = [m.end for m in self.document.mentions_in(Span(start, start + LAND), "country") if m.start == start]
            if not ends:
                break
            limit = self.document.folded.index(max(ends))
            reach += 1
            while reach < len(tokens) and tokens[reach].start < limit:
                reach += 1
            leads = reach + 1 < len(tokens) and tokens[reach].text in JOINS | small("in_land") | {","}
        return reach

    def _is_town(self, tokens: list[Token], position: int) -> bool:
        """Whether one capital word is a known place, and the list goes on behind it ("Karo in Lodwar and Terra in Garissa")."""
        start = self.document.folded.offsets[tokens[position].start]
        goes_on = position + 1 < len(tokens) and tokens[position + 1].text in JOINS | {","}
        known = any(place.start == start for place in self.document.places)
        return (
            goes_on
            and known
            and not any(m.start == start for m in self.document.mentions_in(Span(start, start + LAND), "country"))
        )

    def _closes_aside(self, tokens: list[Token], position: int) -> bool:
        """Whether a dash stands before a comma, as it closes an aside ("l'Union européenne – ECHO -, le gouvernement")."""
        return tokens[position].text in {"-", "–"} and position + 1 < len(tokens) and tokens[position + 1].text in {",", ";"}
