"""Where the name of an organization ends: at a known end, at its acronym's bracket, or where no capital goes on."""

from __future__ import annotations

from bisect import bisect_left

from organigram.extraction.document import Span
from organigram.extraction.name_bounds import closing_bracket, is_purpose, is_scoped, more_subjects
from organigram.extraction.name_starts import NameStarts
from organigram.extraction.name_words import (
    GLUE,
    INSTITUTION,
    JOINS,
    LAND,
    LINKS,
    LONGEST,
    OWNER,
    acts,
    not_in_names,
    nouns_too,
    tells_kind,
)
from organigram.extraction.patterns import phrase_set, small
from organigram.extraction.titles import singular
from organigram.extraction.tokens import Token

#: What an adjective behind the word for a body ends in.
_ADJECTIVE = tuple(phrase_set("organizations", "adjective_end"))


def _start(token: Token) -> int:
    return token.start


class NameEnds(NameStarts):
    """The same, and how far a name goes."""

    def _with_adjective(self, tokens: list[Token], start: int, stop: int) -> int:
        """The end of a name that a small adjective closes ("Ministère des Affaires étrangères luxembourgeois et ...")."""
        if tokens[start].text not in phrase_set("organizations", "heads") or stop + 1 >= len(tokens) or tokens[stop].sign:
            return stop
        after = tokens[stop + 1]
        closes = after.text in phrase_set("phrases", "joiners") or after.text in {",", "."}
        return stop + 1 if closes and tells_kind(tokens[stop].text) else stop

    def _name_end(self, tokens: list[Token], start: int) -> int:
        known = self.known.get(tokens[start].start)
        position = start + 1
        least = start + 1
        if known is not None:
            limit = self.document.folded.index(known.end)
            while position < len(tokens) and tokens[position].start < limit:
                position += 1
            if tokens[position - 1].end - limit == len(OWNER) and tokens[position - 1].text.endswith(OWNER):
                return position
            least = position
        elif tokens[start].text in phrase_set("organizations", "heads"):
            position = least = self._after_head(tokens, start)
        spelt = self._to_bracket(tokens, start) or closing_bracket(tokens, start, self.known)
        if spelt > least:
            return spelt
        while position < len(tokens) and position - start < LONGEST:
            if (spelt := self._to_bracket(tokens, position)) > position:
                return spelt
            step = self._goes_on(tokens, start, position)
            if not step:
                break
            position += step
        return max(position, least)

    def _to_bracket(self, tokens: list[Token], position: int) -> int:
        """The index of the bracket whose acronym a name from a token on is spelt out by; 0 where there is none."""
        end = self._spelt_out.get(tokens[position].start)
        return bisect_left(tokens, end, key=_start) if end is not None and end <= tokens[-1].end else 0

    def _after_head(self, tokens: list[Token], start: int) -> int:
        """What belongs to a name that begins with a word like "ministry": small words and what they lead to, or an adjective."""
        position = start + 1
        if position < len(tokens) and tokens[position].text in phrase_set("phrases", "joiners"):
            return position
        while position < len(tokens) and tokens[position].text in LINKS:
            position += 1
        if position < len(tokens) and not tokens[position].sign and tokens[position].text not in phrase_set("phrases", "stops"):
            position += 1
            while position < len(tokens) and not tokens[position].capital and tells_kind(tokens[position].text):
                position += 1
            return position
        return start + 1

    def _goes_on(self, tokens: list[Token], start: int, position: int) -> int:
        """How many tokens from ``position`` on belong to the name that began at ``start``; 0 where it has ended."""
        token = tokens[position]
        if token.text == ",":
            return more_subjects(tokens, start, position, self.known)
        if (token.capital or token.mixed) and not token.sign:
            return 0 if self._is_sentence_start(tokens, position) or acts(token) else 1
        if token.text in phrase_set("phrases", "topical"):
            heads = phrase_set("phrases", "topical_heads")
            return self._link(tokens, position) if any(before.text in heads for before in tokens[start:position]) else 0
        if token.text in LINKS or token.text in GLUE:
            return self._link(tokens, position) or self._institution(tokens, start, position)
        if token.text in JOINS:
            if tokens[start].start not in self.known and is_purpose(tokens, start, position, self.known):
                return 1
            return self._join(tokens, start, position)
        if step := self._institution(tokens, start, position):
            return step
        if not token.sign and token.text not in phrase_set("phrases", "stops") and position + 2 < len(tokens):
            headed = tokens[start].text in phrase_set("organizations", "heads")
            between = (headed or tokens[position - 1].capital) and token.text.endswith(_ADJECTIVE)
            return 1 if between and tokens[position + 1].text in small("of") and tokens[position + 2].capital else 0
        return 0

    def _institution(self, tokens: list[Token], start: int, position: int) -> int:
        """How many small words go on the name of an institution ("Chambre des métiers de ...", "Fonds humanitaire ...")."""
        first = tokens[start]
        if not first.capital or first.text not in phrase_set("organizations", "institutions") or position - start > INSTITUTION:
            return 0
        reach = position
        while reach < len(tokens) and tokens[reach].text in LINKS:
            reach += 1
        if reach == position and tokens[reach].text in {"au", "aux"} and reach + 1 < len(tokens):
            reach += 0 if self._is_land(tokens, reach + 1) else 1
        if reach >= len(tokens) or tokens[reach].sign:
            return 0
        if tokens[reach].text in not_in_names() and not (reach > position and tokens[reach].text in nouns_too()):
            return 0
        if reach > position:
            return reach - position + 1 if tokens[reach].text.isalpha() else 0
        return 1 if tells_kind(tokens[reach].text) and self._closes(tokens, reach + 1) else 0

    def _is_land(self, tokens: list[Token], position: int) -> bool:
        """Whether a token begins the name of a country or place ("Fondation Lune au Mali")."""
        start = self.document.folded.offsets[tokens[position].start]
        around = (*self.document.mentions_in(Span(start, start + LAND), "country"), *self.document.places)
        return tokens[position].capital and any(mention.start == start for mention in around)

    def _closes(self, tokens: list[Token], position: int) -> bool:
        """Whether what follows an adjective shows that it belongs to the name: a sign, a small link, a capital, "and"."""
        if position >= len(tokens):
            return True
        after = tokens[position]
        return after.sign or after.capital or after.text in LINKS or after.text in phrase_set("phrases", "joiners")

    def _is_sentence_start(self, tokens: list[Token], position: int) -> bool:
        gap = self.document.folded.text[tokens[position - 1].end : tokens[position].start]
        return gap.count("\n") > 1

    def _link(self, tokens: list[Token], position: int) -> int:
        reach = position
        while reach < len(tokens) and (tokens[reach].text in LINKS or tokens[reach].text in GLUE) and reach - position < 4:
            reach += 1
        if reach >= len(tokens) or not tokens[reach].capital or tokens[reach].sign:
            return 0
        if tokens[position].text in {"-", "–", "/"} and not self._glues(tokens, position, reach):
            return 0
        return reach - position + 1

    def _glues(self, tokens: list[Token], position: int, reach: int) -> bool:
        """Whether a dash or stroke stands inside one name ("UE/ECHO", "AMCP – SP") and does not part two ("HCR/ Projet")."""
        folded = self.document.folded.text
        before = folded[tokens[position].start - 1 : tokens[position].start] == " "
        after = folded[tokens[position].end : tokens[position].end + 1] == " "
        if tokens[reach].text in phrase_set("phrases", "articles") or (after and not before):
            return False
        return not (before and after and tokens[position].text != "/" and tokens[reach].start in self.known)

    def _join(self, tokens: list[Token], start: int, position: int) -> int:
        """Whether "and" stands inside one name: it began with a head, or the two halves are one in the vocabulary."""
        after = position + 1
        while after < len(tokens) and tokens[after].text in LINKS:
            after += 1
        if after >= len(tokens) or not tokens[after].capital or tokens[after].shouted or tokens[after].start in self.known:
            return 0
        first = tokens[start]
        institution = phrase_set("organizations", "heads") | phrase_set("organizations", "bodies")
        if tokens[after].text in institution or any(t.text == ")" for t in tokens[start:position]):
            return 0
        headed = any(singular(t.text) in phrase_set("organizations", "joined") for t in tokens[start:position])
        alone = (
            position - start == 1 and not first.shouted and start > 0 and tokens[start - 1].text in {"association", "ong", "ngo"}
        )
        inside = (
            headed
            or alone
            or tokens[position].text == "&"
            or (tokens[start].start not in self.known and is_scoped(tokens, start, after))
        )
        return after - position + 1 if inside else 0

    def _after_acronym(self, tokens: list[Token], position: int) -> int:
        """The index after "(ACRONYM)" or any short bracket that follows a name."""
        if position < len(tokens) and tokens[position].text == "(":
            for reach in range(position + 1, min(position + 14, len(tokens))):
                if tokens[reach].text == ")":
                    return reach + 1
        return position
