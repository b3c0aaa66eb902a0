"""Names of organizations read from where a cue ends, whether the vocabulary knows them or not.

A name is a run of capitals with small words between them ("Conseil Départemental des Hauts-de-Seine"); a few words begin one in
small letters too ("gouvernement français"). A known name wins where the text does not go on with a longer one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from organigram.extraction.document import Document, Span
from organigram.extraction.name_bounds import closing_bracket, is_purpose, is_scoped, more_subjects
from organigram.extraction.patterns import phrase_set
from organigram.extraction.titles import singular
from organigram.extraction.tokens import Token, read_tokens, value_of
from organigram.folding import fold_name
from organigram.vocabulary import Entity, Mention

_LONGEST = 16
#: Small words and kinds that may stand before a name, and the tokens that it takes to tell that one begins behind them.
_SKIPPED = 9
_AHEAD = 3
_FIRST = _SKIPPED + _AHEAD
_SMALL = phrase_set("phrases", "small")
_LINKS = phrase_set("phrases", "links")
_JOINS = phrase_set("phrases", "ands")
_ALWAYS_KINDS = phrase_set("organizations", "always_kinds")
_SEPARATORS = frozenset({",", ";", "&"}) | phrase_set("phrases", "listing")
_OPENERS = frozenset({":", ",", "«", '"', "(", "-", "–", "'", "“", "|"})
_INSTITUTION = 7
#: Tokens of a clause that is put into a list, its commas with it.
_CLAUSE = 14
_ARTICLES = frozenset({"the", "le", "la", "les", "l'"})
#: Characters of the longest name of a country.
_LAND = 60
#: Prepositions that a list may say again before each name ("of Sida and of UN Women").
_AGAIN = frozenset({"of", "from", "by", "with", "par", "avec"})
_ADJECTIVE = re.compile(
    r"(?:a(?:l|le|les|ux|is|ise|ises|ire|ires|in|ine|ines)|ois|oises?|ien|ienne|iens|iennes|iques?|ives?|if|elles?|el|eure?|eres?)$"
)
#: The English possessive; what is owned is no part of the owner's name ("the EU's Lives in Dignity facility").
_OWNER = "'s"
_GLUE = frozenset({"-", "–", "/", "'", "’", "&"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name: its place in the folded text, what is written, what the vocabulary takes it for, its acronym if it stands by."""

    start: int
    end: int
    value: str
    entities: tuple[Entity, ...] = ()
    acronym: str = ""


@cache
def _not_in_names() -> frozenset[str]:
    return phrase_set("phrases", "stops") | phrase_set("phrases", "joiners")


@cache
def _nouns_too() -> frozenset[str]:
    """Words at which a title ends that are nouns after a small word ("Bureau d'aide humanitaire")."""
    return phrase_set("phrases", "linked_nouns")


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """A name to compare by: folded words with single spaces.

    >>> name_key("AMCP – SP") == name_key("amcp/sp")
    True
    """
    return " ".join(re.findall(r"[^\W_]+", fold_name(name)))


def _start(token: Token) -> int:
    return token.start


def _acts(token: Token) -> bool:
    """Whether a word in capitals says what the one named before it does ("ONG KARO RECRUTE")."""
    return token.shouted and token.text in phrase_set("organizations", "acting")


class NameReader:
    """Reads the names of one posting."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.known: dict[int, Mention] = document.organizations
        self._spelt_out = document.spelt_out

    @cached_property
    def _known_starts(self) -> list[int]:
        return sorted(self.known)

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
        if not self._may_lead(read_tokens(self.document, start, end, limit=_AHEAD)):  # most often no name stands there
            return found
        tokens = read_tokens(self.document, start, end, limit=_FIRST)
        position = self._to_name(tokens, 0, first=True)
        if position is not None and len(tokens) == _FIRST:
            tokens = read_tokens(self.document, start, end, limit=120)
        opened = position is not None and any(token.text == "(" for token in tokens[:position])
        while position is not None and len(found) < most:
            stop = self._name_end(tokens, position)
            if stop <= position:
                break
            stop = self._with_adjective(tokens, position, stop)
            if tokens[stop - 1].text.endswith(_OWNER) and stop < len(tokens) and tokens[stop].start in self.known:
                position = stop  # what is owned is an organization itself ("USAID's Bureau for Humanitarian Assistance")
                stop = self._name_end(tokens, position)
            following = self._after_acronym(tokens, stop)
            if found and (self._opens_clause(tokens, position, following) or self._is_project(tokens, following)):
                break
            if not (found and self._is_initials(tokens[position:stop], found[-1])):
                found.append(self._name(tokens, position, stop))
            if (
                opened
                and following + 1 < len(tokens)
                and tokens[following].text == ")"
                and tokens[following + 1].text in _JOINS | {","}
            ):
                opened, following = False, following + 1  # the list goes on behind its bracket
            position = self._next(tokens, self._after_clause(tokens, following))
        return found

    def _is_initials(self, tokens: list[Token], before: Name) -> bool:
        """Whether a bracket that is not closed holds no more than the letters of the name before it ("Valley Trust, (VT")."""
        if len(tokens) != 1 or not tokens[0].shouted or self.document.folded.text[tokens[0].start - 1] != "(":
            return False
        return tokens[0].text == "".join(word[0] for word in re.findall(r"\w+", fold_name(before.value)) if word not in _LINKS)

    def read(self, start: int, end: int) -> Name | None:
        """The name that stands from a place in the folded text on, if one does."""
        return next(iter(self.read_all(start, end, most=1)), None)

    def read_before(self, floor: int, end: int) -> Name | None:
        """The longest name that ends at a place of the folded text, an acronym in brackets behind it or not."""
        tokens = read_tokens(self.document, floor, end, limit=60)
        for position, token in enumerate(tokens):
            if not (token.capital or token.start in self.known) or token.text in _not_in_names():
                continue
            stop = self._name_end(tokens, position)
            if stop > position and self._after_acronym(tokens, stop) == len(tokens):
                return self.read(token.start, end)
        return None

    def _with_adjective(self, tokens: list[Token], start: int, stop: int) -> int:
        """The end of a name that a small adjective closes ("Ministère des Affaires étrangères luxembourgeois et ...")."""
        if tokens[start].text not in phrase_set("organizations", "heads") or stop + 1 >= len(tokens) or tokens[stop].sign:
            return stop
        after = tokens[stop + 1]
        closes = after.text in phrase_set("phrases", "joiners") or after.text in {",", "."}
        return stop + 1 if closes and _ADJECTIVE.search(tokens[stop].text) else stop

    def _is_project(self, tokens: list[Token], following: int) -> bool:
        """Whether what goes on calls the name before it a project ("RESET, a project ...")."""
        after = [token.text for token in tokens[following : following + 3]]
        words = phrase_set("projects", "before") | phrase_set("projects", "after")
        return len(after) == 3 and after[0] == "," and after[1] in phrase_set("phrases", "articles") and after[2] in words

    def _opens_clause(self, tokens: list[Token], position: int, following: int) -> bool:
        """Whether a name after a comma is no item of the list but the subject of a clause ("..., Oxfam recrute")."""
        before = next(
            (token.text for token in reversed(tokens[:position]) if token.text not in phrase_set("phrases", "articles")), ""
        )
        if before != "," or following >= len(tokens):
            return False
        after = tokens[following]
        return not after.sign and not after.capital and after.text not in phrase_set("phrases", "joiners") | _SMALL

    def _after_clause(self, tokens: list[Token], position: int) -> int:
        """The index of the comma that ends a clause about a name of a list ("the FAO, which leads the work, and ...")."""
        opens = [token.text for token in tokens[position : position + 2]]
        if len(opens) < 2 or opens[0] != "," or opens[1] not in phrase_set("phrases", "relatives"):
            return position
        ends = range(position + 2, min(position + _CLAUSE, len(tokens) - 1))
        return next((n for n in ends if tokens[n].text == "," and tokens[n + 1].text in _JOINS | _ARTICLES), position)

    def _next(self, tokens: list[Token], position: int) -> int | None:
        """Where the next name of a list begins."""
        joined = position = self._after_land(tokens, position)
        while joined < len(tokens) and (tokens[joined].text in _SEPARATORS or self._closes_aside(tokens, joined)):
            joined += 1
        apart = joined < len(tokens) and tokens[joined].text in {"-", "–", "/"}
        if apart and joined + 1 < len(tokens) and tokens[joined + 1].start in self.known and tokens[joined - 1].shouted:
            joined += 1
        return self._to_name(tokens, joined, first=False) if joined > position else None

    def _after_land(self, tokens: list[Token], position: int) -> int:
        """The index after what says in which countries a name works ("X (XA) in Sudan and South Sudan, Y in Mali")."""
        reach = position
        leads = reach + 1 < len(tokens) and tokens[reach].text in {"in", "en", "au", "aux"}
        while leads and self._is_land(tokens, reach + 1):
            start = self.document.folded.offsets[tokens[reach + 1].start]
            ends = [m.end for m in self.document.mentions_in(Span(start, start + _LAND), "country") if m.start == start]
            if not ends:
                break
            limit = self.document.folded.index(max(ends))
            reach += 1
            while reach < len(tokens) and tokens[reach].start < limit:
                reach += 1
            leads = reach + 1 < len(tokens) and tokens[reach].text in _JOINS | {",", "in", "en", "au", "aux"}
        return reach

    def _closes_aside(self, tokens: list[Token], position: int) -> bool:
        """Whether a dash stands before a comma, as it closes an aside ("l'Union européenne – ECHO -, le gouvernement")."""
        return tokens[position].text in {"-", "–"} and position + 1 < len(tokens) and tokens[position + 1].text in {",", ";"}

    def _to_name(self, tokens: list[Token], position: int, first: bool) -> int | None:
        """The index of the token that begins a name, kinds and articles before it left out."""
        skipped = 0
        while position < len(tokens) and skipped < _SKIPPED:
            if self._opens(tokens, position):
                return position
            again = not first and skipped == 0 and tokens[position].text in _AGAIN
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
        if token.text in phrase_set("phrases", "articles") or (token.text in _OPENERS and (first or token.text != '"')):
            return True
        if position > 0 and token.text == "of" and tokens[position - 1].text in phrase_set("organizations", "several_of"):
            return True
        return (
            self._qualifies_kind(tokens, position)
            or self._counts(tokens, position)
            or self.is_kind(token)
            or (token.capital and self._kind_follows(tokens, position))
        )

    def is_kind(self, token: Token) -> bool:
        """Whether a word only says what kind of organization its name follows ("ONG", "association")."""
        if token.text in _ALWAYS_KINDS:
            return True
        return token.text in phrase_set("organizations", "kinds") and (not token.capital or token.shouted)

    def _qualifies_kind(self, tokens: list[Token], position: int) -> bool:
        """Whether a small adjective stands between a kind and a name ("l'ONG malienne Benkadi")."""
        if position == 0 or position + 1 >= len(tokens) or tokens[position].capital or not self.is_kind(tokens[position - 1]):
            return False
        opens = tokens[position + 1].capital or tokens[position + 1].text == "("
        word = tokens[position].text
        told = word in phrase_set("organizations", "of_country") or _ADJECTIVE.search(word.removesuffix("s"))
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
        if not (token.capital or token.mixed) or token.sign or token.text in phrase_set("phrases", "articles"):
            return False
        return not (self.is_kind(token) or self._kind_follows(tokens, position))

    def _name_end(self, tokens: list[Token], start: int) -> int:
        known = self.known.get(tokens[start].start)
        position = start + 1
        least = start + 1
        if known is not None:
            limit = self.document.folded.index(known.end)
            while position < len(tokens) and tokens[position].start < limit:
                position += 1
            if tokens[position - 1].end - limit == len(_OWNER) and tokens[position - 1].text.endswith(_OWNER):
                return position
            least = position
        elif tokens[start].text in phrase_set("organizations", "heads"):
            position = least = self._after_head(tokens, start)
        spelt = self._to_bracket(tokens, start) or closing_bracket(tokens, start, self.known)
        if spelt > least:
            return spelt
        while position < len(tokens) and position - start < _LONGEST:
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
        while position < len(tokens) and tokens[position].text in _LINKS:
            position += 1
        if position < len(tokens) and not tokens[position].sign and tokens[position].text not in phrase_set("phrases", "stops"):
            position += 1
            while position < len(tokens) and not tokens[position].capital and _ADJECTIVE.search(tokens[position].text):
                position += 1
            return position
        return start + 1

    def _goes_on(self, tokens: list[Token], start: int, position: int) -> int:
        """How many tokens from ``position`` on belong to the name that began at ``start``; 0 where it has ended."""
        token = tokens[position]
        if token.text == ",":
            return more_subjects(tokens, start, position, self.known)
        if (token.capital or token.mixed) and not token.sign:
            return 0 if self._is_sentence_start(tokens, position) or _acts(token) else 1
        if token.text in phrase_set("phrases", "topical"):
            heads = phrase_set("phrases", "topical_heads")
            return self._link(tokens, position) if any(before.text in heads for before in tokens[start:position]) else 0
        if token.text in _LINKS or token.text in _GLUE:
            return self._link(tokens, position) or self._institution(tokens, start, position)
        if token.text in _JOINS:
            if tokens[start].start not in self.known and is_purpose(tokens, start, position, self.known):
                return 1
            return self._join(tokens, start, position)
        if step := self._institution(tokens, start, position):
            return step
        if not token.sign and token.text not in phrase_set("phrases", "stops") and position + 2 < len(tokens):
            headed = tokens[start].text in phrase_set("organizations", "heads")
            between = (headed or tokens[position - 1].capital) and token.text.endswith(("es", "s", "le", "que", "e"))
            return (
                1
                if between and tokens[position + 1].text in {"du", "de", "des", "d'", "of"} and tokens[position + 2].capital
                else 0
            )
        return 0

    def _institution(self, tokens: list[Token], start: int, position: int) -> int:
        """How many small words go on the name of an institution ("Chambre des métiers de ...", "Fonds humanitaire ...")."""
        first = tokens[start]
        if not first.capital or first.text not in phrase_set("organizations", "institutions") or position - start > _INSTITUTION:
            return 0
        reach = position
        while reach < len(tokens) and tokens[reach].text in _LINKS:
            reach += 1
        if reach == position and tokens[reach].text in {"au", "aux"} and reach + 1 < len(tokens):
            reach += 0 if self._is_land(tokens, reach + 1) else 1
        if reach >= len(tokens) or tokens[reach].sign:
            return 0
        if tokens[reach].text in _not_in_names() and not (reach > position and tokens[reach].text in _nouns_too()):
            return 0
        if reach > position:
            return reach - position + 1 if tokens[reach].text.isalpha() else 0
        return 1 if _ADJECTIVE.search(tokens[reach].text) and self._closes(tokens, reach + 1) else 0

    def _is_land(self, tokens: list[Token], position: int) -> bool:
        """Whether a token begins the name of a country or place ("Fondation Lune au Mali")."""
        start = self.document.folded.offsets[tokens[position].start]
        around = (*self.document.mentions_in(Span(start, start + _LAND), "country"), *self.document.places)
        return tokens[position].capital and any(mention.start == start for mention in around)

    def _closes(self, tokens: list[Token], position: int) -> bool:
        """Whether what follows an adjective shows that it belongs to the name: a sign, a small link, a capital, "and"."""
        if position >= len(tokens):
            return True
        after = tokens[position]
        return after.sign or after.capital or after.text in _LINKS or after.text in phrase_set("phrases", "joiners")

    def _is_sentence_start(self, tokens: list[Token], position: int) -> bool:
        gap = self.document.folded.text[tokens[position - 1].end : tokens[position].start]
        return gap.count("\n") > 1

    def _link(self, tokens: list[Token], position: int) -> int:
        reach = position
        while reach < len(tokens) and (tokens[reach].text in _LINKS or tokens[reach].text in _GLUE) and reach - position < 4:
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
        while after < len(tokens) and tokens[after].text in _LINKS:
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

    def _name(self, tokens: list[Token], start: int, stop: int) -> Name:
        if tokens[start].text in phrase_set("organizations", "several_of"):
            start = next((n for n in range(start + 1, stop) if tokens[n].start in self.known), start)
        known = self.known.get(tokens[start].start)
        first, last = tokens[start].start, tokens[stop - 1].end
        if known is not None and tokens[stop - 1].text.endswith(_OWNER):
            last = max(self.document.folded.index(known.end), last - len(_OWNER))
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
