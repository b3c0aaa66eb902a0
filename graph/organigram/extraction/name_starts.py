"""Where the name of an organization begins: at a known name or a capital, articles, signs and words for its kind left out."""

from __future__ import annotations

from functools import cached_property

from organigram.extraction.document import Document
from organigram.extraction.name_words import AGAIN, ALWAYS_KINDS, OF_SEVERAL, OPENERS, SKIPPED, tells_kind
from organigram.extraction.patterns import phrase_set
from organigram.extraction.tokens import Token
from organigram.vocabulary import Mention


class NameStarts:
    """The names of one posting that are known or spelt out, and where others may begin."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.known: dict[int, Mention] = document.organizations
        self._spelt_out = document.spelt_out

    @cached_property
    def _known_starts(self) -> list[int]:
        return sorted(self.known)

    def _to_name(self, tokens: list[Token], position: int, first: bool) -> int | None:
        """The index of the token that begins a name, kinds and articles before it left out."""
        skipped = 0
        while position < len(tokens) and skipped < SKIPPED:
            if self._opens(tokens, position):
                return position
            again = not first and skipped == 0 and tokens[position].text in AGAIN
            if not (again or self._leads(tokens, position, first)):
                return None
            position, skipped = position + 1, skipped + 1
        return None

    def _may_lead(self, tokens: list[Token]) -> bool:
        """Whether a name may stand from the first of a few tokens on."""
        return bool(tokens) and (self._leads(tokens, 0, first=True) or self._opens(tokens, 0))

    def _opens(self, tokens: list[Token], position: int) -> bool:
        """Whether a token is the first one of a name."""
        start = tokens[position].start
        return start in self.known or start in self._spelt_out or self._begins(tokens, position)

    def _leads(self, tokens: list[Token], position: int, first: bool) -> bool:
        """Whether a token may stand before a name: an article, a sign, a word for a kind."""
        token = tokens[position]
        if token.text in phrase_set("phrases", "articles") or (token.text in OPENERS and (first or token.text != '"')):
            return True
        several = position > 0 and token.text in OF_SEVERAL
        if several and tokens[position - 1].text in phrase_set("organizations", "several_of"):
            return True
        return (
            self._qualifies_kind(tokens, position)
            or self._counts(tokens, position)
            or self.is_kind(token)
            or (token.capital and self._kind_follows(tokens, position))
        )

    def is_kind(self, token: Token) -> bool:
        """Whether a word only says what kind of organization its name follows ("ONG", "association")."""
        if token.text in ALWAYS_KINDS:
            return True
        return token.text in phrase_set("organizations", "kinds") and (not token.capital or token.shouted)

    def _qualifies_kind(self, tokens: list[Token], position: int) -> bool:
        """Whether a small adjective stands between a kind and a name ("l'ONG malienne Benkadi")."""
        if position == 0 or position + 1 >= len(tokens) or tokens[position].capital or not self.is_kind(tokens[position - 1]):
            return False
        opens = tokens[position + 1].capital or tokens[position + 1].text == "("
        word = tokens[position].text
        told = word in phrase_set("organizations", "of_country") or tells_kind(word.removesuffix("s"))
        return opens and bool(told)

    def _counts(self, tokens: list[Token], position: int) -> bool:
        """Whether a number says how many of a kind are named ("avec 3 organisations (...)")."""
        return tokens[position].text.isdigit() and position + 1 < len(tokens) and self.is_kind(tokens[position + 1])

    def _kind_follows(self, tokens: list[Token], position: int) -> bool:
        """Whether a capital is an adjective before a kind ("the Malian NGO AMCP")."""
        if position + 2 >= len(tokens) or tokens[position].shouted or tokens[position].sign:
            return False
        if tokens[position].text in phrase_set("organizations", "institutions"):
            return False
        return self.is_kind(tokens[position + 1]) and tokens[position + 2].capital

    def _begins(self, tokens: list[Token], position: int) -> bool:
        token = tokens[position]
        if token.text in phrase_set("organizations", "heads"):
            return position + 1 < len(tokens) and not tokens[position + 1].sign
        numbered = token.shouted and position > 0 and tokens[position - 1].text in ALWAYS_KINDS  # "l'ONG 3D"
        if not (token.capital or token.mixed or numbered) or token.sign or token.text in phrase_set("phrases", "articles"):
            return False
        return not (self.is_kind(token) or self._kind_follows(tokens, position))
