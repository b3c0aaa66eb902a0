"""Titles of posts read from where a cue ends: "the Chief of Party, plans ..." gives "Chief of Party".

A title has a head (director, chargé, ...); it ends at a sign, at a word that opens something else, or where a list goes on. Lists
of titles are taken apart where both sides of a joining word have a head, so that "Head of Marketing and Communications" stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from organigram.extraction import cues
from organigram.extraction.document import Document
from organigram.extraction.tokens import Token, read_tokens, value_of

_LONGEST = 14
_FIRST = 30
_REACH = 8
#: Tokens of a bracket behind a title of a list ("(50 %)").
_BRACKET = 6
_OPENERS = frozenset("(:-–«\"'/|")
_INNER_SIGNS = frozenset("/&-–'’+")


class Title(NamedTuple):
    """A title: its place in the folded text, and what is written there."""

    start: int
    end: int
    value: str


@cache
def words(table: str, name: str = "titles") -> frozenset[str]:
    """The phrases of a table of cues."""
    return frozenset(cues.phrases(cues.load(name)[table]))


@cache
def _word_set(*tables: str) -> frozenset[str]:
    return frozenset(phrase for table in tables for phrase in words(table, "phrases"))


def singular(word: str) -> str:
    """A word without the ending of a plural.

    >>> singular("directors"), singular("referents"), singular("chefs-adjoints"), singular("secretaries"), singular("midwives")
    ('director', 'referent', 'chefs-adjoint', 'secretary', 'midwife')
    """
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith("wives"):
        return word[:-3] + "fe"
    return word[:-1] if word.endswith(("s", "x")) and len(word) > 3 else word


@lru_cache(maxsize=16384)
def is_head(word: str, *tables: str) -> bool:
    """Whether a folded word is the head of a title (or stands in one of the tables given)."""
    return any(form in words(table) for table in tables or ("heads",) for form in (word, singular(word), *word.split("-")))


@cache
def _closing_heads() -> frozenset[str]:
    """Heads that end a title where they are written with a capital, a small word after them being a verb."""
    table = cues.load("titles")["heads"]
    return frozenset(cues.phrases(table["en"])) - frozenset(cues.phrases(table["fr"]))


def _closes(token: Token) -> bool:
    word = token.text.rpartition("-")[2] or token.text
    return token.capital and (token.text in _closing_heads() or singular(word) in _closing_heads())


def _is_verb(token: Token) -> bool:
    """Whether a small word looks like an infinitive ("coordonner"); heads and adjectives ("financier") do not."""
    text = token.text
    return not token.capital and len(text) > 4 and text.endswith(("er", "ir")) and not text.endswith("ier") and not is_head(text)


def has_head(tokens: list[Token], *tables: str) -> bool:
    """Whether one of the tokens, or two that stand together, is a head."""
    texts = [token.text for token in tokens]
    for text in texts:
        if is_head(text, *tables):
            return True
    opening = _opening_pairs(*tables or ("heads",))
    return any(is_head(f"{a} {b}", *tables) for a, b in pairwise(texts) if a.rpartition("-")[2] in opening)


@cache
def _opening_pairs(*tables: str) -> frozenset[str]:
    """The first words of heads of several words."""
    return frozenset(phrase.partition(" ")[0] for table in tables for phrase in words(table) if " " in phrase)


def read_titles(
    document: Document, start: int, end: int, tables: tuple[str, ...] = ("heads",), most: int = 12, strict: bool = False
) -> list[Title]:
    """The titles that stand from a place in the folded text on, one after another; empty where none does.

    ``strict``: after a comma only a title without an article goes on with the list ("..., the coordinator ..." begins a clause).
    """
    found, position = _read(document, read_tokens(document, start, end, limit=_FIRST), tables, most, strict)
    if position >= _FIRST - _REACH:
        found, _ = _read(document, read_tokens(document, start, end, limit=12 * most), tables, most, strict)
    return found


def _read(document: Document, tokens: list[Token], tables: tuple[str, ...], most: int, strict: bool) -> tuple[list[Title], int]:
    """The titles of a run of tokens, and how far it was read."""
    found: list[Title] = []
    position = stop = 0
    while position < len(tokens) and len(found) < most:
        position = _skip_articles(tokens, position)
        stop = _title_end(tokens, position, tables)
        own = tokens[position:stop]
        if not own or not has_head(own, *tables):
            break
        found.append(Title(own[0].start, own[-1].end, value_of(document, own[0].start, own[-1].end)))
        following = _next_item(tokens, stop, tables, strict)
        if following is None:
            break
        position = following
    return found, stop


def _skip_articles(tokens: list[Token], position: int) -> int:
    articles = _word_set("articles")
    while position < len(tokens):
        text = tokens[position].text
        either = text in _word_set("joiners") and tokens[position + 1 : position + 2] and tokens[position + 1].text in articles
        if tokens[position].shouted or not (text in articles or text in _OPENERS or either):
            break
        position += 1
    return position


def _next_item(tokens: list[Token], stop: int, tables: tuple[str, ...], strict: bool) -> int | None:
    """Where the next title of a list begins, if one does."""
    position = stop
    joined = 0
    if position < len(tokens) and tokens[position].text == "(":
        close = next((n for n in range(position, min(position + _BRACKET, len(tokens))) if tokens[n].text == ")"), position - 1)
        position = close + 1
    while position < len(tokens) and (tokens[position].text in {",", ";", "&"} or tokens[position].text in _word_set("joiners")):
        position, joined = position + 1, joined + 1
        if [token.text for token in tokens[position : position + 3]] == ["well", "as"]:
            position += 2
    if not joined or position >= len(tokens):
        return None
    clause = strict and tokens[position].text in _word_set("articles") and not tokens[position].shouted
    if tokens[stop].text == "," and joined == 1 and (clause or not _is_list(tokens, position, tables)):
        return None
    return position if _starts_title(tokens, position, tables) else None


def _is_list(tokens: list[Token], position: int, tables: tuple[str, ...]) -> bool:
    """Whether what stands after a comma is an item: another separator or the end comes after it, not a verb."""
    start = _skip_articles(tokens, position)
    stop = _title_end(tokens, start, tables)
    if not has_head(tokens[start:stop], *tables):
        return False
    return stop >= len(tokens) or tokens[stop].text in {",", ";", ".", ")", "("} or tokens[stop].text in _word_set("joiners")


def _starts_title(tokens: list[Token], position: int, tables: tuple[str, ...]) -> bool:
    start = _skip_articles(tokens, position)
    stop = _title_end(tokens, start, tables)
    return has_head(tokens[start : min(stop, start + _REACH)], *tables)


def _title_end(tokens: list[Token], start: int, tables: tuple[str, ...]) -> int:
    """The index after the last token of the title that begins at ``start``."""
    position = start
    while position < len(tokens) and position - start < _LONGEST:
        token = tokens[position]
        if token.text == "(" and _is_acronym(tokens, position) and _goes_on(tokens, position + 3):
            position += 3
            continue
        if token.sign and token.text not in _INNER_SIGNS:
            break
        if token.text in _word_set("joiners") or token.text == "&":
            if not _joins_within(tokens, start, position, tables):
                break
        elif _stops(tokens, start, position):
            break
        position += 1
    return _without_tail(tokens, start, position)


def _is_acronym(tokens: list[Token], position: int) -> bool:
    return position + 2 < len(tokens) and tokens[position + 1].shouted and tokens[position + 2].text == ")"


def _goes_on(tokens: list[Token], position: int) -> bool:
    return position < len(tokens) and not tokens[position].sign and tokens[position].capital


def _stops(tokens: list[Token], start: int, position: int) -> bool:
    token = tokens[position]
    if _is_verb(token) and token.text not in _word_set("nouns_in_er"):
        return True
    if position == start:
        noun = token.capital and token.text in _word_set("linked_nouns") and _goes_on(tokens, position + 1)
        return token.text in _word_set("stops") and not is_head(token.text) and not noun
    before = tokens[position - 1]
    linked = before.text in _word_set("connectors", "joiners")
    if token.text in _word_set("between_capitals") and before.capital and _goes_on(tokens, position + 1):
        return False
    if position + 1 < len(tokens) and f"{token.text} {tokens[position + 1].text}" in _word_set("titled"):
        return False
    behind = tokens[position + 1 : position + 4]
    if token.text in _word_set("before_matters") and any(after.text in _word_set("matters") for after in behind):
        return True
    if f"{before.text} {token.text}" in _word_set("specialised") and position + 1 < len(tokens):
        return False
    if token.text in _word_set("serves") and _serves(tokens, position):
        return False
    if token.text in _word_set("stops"):
        return not (linked and (token.capital or token.text in _word_set("linked_nouns")))
    if _ends_in_small(tokens, start, position) and not linked:
        return token.text not in _word_set("connectors") or token.text in _word_set("articles")
    if token.text in _word_set("articles") and not linked:
        return token.text not in _word_set("connectors") or token.text in _word_set("ending_article")
    if token.sign and token.text in "-–":
        return not _goes_on(tokens, position + 1)
    return token.text.endswith("ing") and not token.capital and not linked and is_head(before.text)


def _serves(tokens: list[Token], position: int) -> bool:
    """Whether "au" or "to" leads from a title to whom its holder serves ("adjointe au directeur", "appui au plaidoyer")."""
    before = tokens[position - 1].text
    if is_head(before, "serving"):
        return _is_post_or_body(tokens, position + 1)
    return before in _word_set("served") and position + 1 < len(tokens) and not tokens[position + 1].capital


def _is_post_or_body(tokens: list[Token], position: int) -> bool:
    """Whether the next words, an article left out, begin with the head of a title or a body ("la direction")."""
    rest = [token for token in tokens[position : position + 2] if token.text not in _word_set("articles")][:1]
    return has_head(rest) or has_head(rest, "bodies")


def _ends_in_small(tokens: list[Token], start: int, position: int) -> bool:
    """Whether a small word comes after a title with a head that lets nothing small follow it ("Project Manager ensures")."""
    token = tokens[position]
    if token.capital or token.sign or is_head(token.text):
        return False
    return any(_closes(before) for before in tokens[start:position])


def _joins_within(tokens: list[Token], start: int, position: int, tables: tuple[str, ...]) -> bool:
    """Whether "and" joins two halves of one title: the first has no head yet, or the second is only more of what it heads."""
    first = tokens[start:position]
    if not first:
        return False
    if not has_head(first, *tables):
        return position + 1 < len(tokens) and not tokens[position + 1].sign
    rest = list(_up_to_break(tokens, position + 1))
    if not rest or has_head(rest, *tables) or rest[0].text in _word_set("articles", "stops"):
        return False
    if rest[0].capital:
        return len(first) > 1 and len(rest) <= 4
    if _closes(first[-1]):
        return False
    qualified = len(first) == 2 or any(token.text in _word_set("connectors") for token in first)
    return qualified and len(rest) == 1 and not rest[0].text.endswith("ing")


def _up_to_break(tokens: list[Token], position: int) -> Iterator[Token]:
    for token in tokens[position : position + _REACH]:
        if token.sign and token.text not in _INNER_SIGNS:
            return
        if token.text in _word_set("stops", "joiners"):
            return
        yield token


def _without_tail(tokens: list[Token], start: int, stop: int) -> int:
    tail = _word_set("connectors", "articles", "joiners")
    while stop > start and (tokens[stop - 1].sign or tokens[stop - 1].text in tail):
        stop -= 1
    opens_duty = stop - 1 > start and tokens[stop - 1].text in _word_set("in_charge") and not tokens[stop - 1].capital
    return stop - 1 if opens_duty and has_head(tokens[start : stop - 1]) else stop
