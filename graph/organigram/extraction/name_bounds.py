"""Where a name ends that goes on over commas, small words and "and": told by its own first word and by the bracket behind it."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from organigram.extraction.patterns import phrase_set, small
from organigram.extraction.titles import singular
from organigram.extraction.tokens import Token

#: Tokens of a name that the bracket of its acronym closes, and of one subject of a ministry.
_LONGEST, _SUBJECT = 16, 4
_LINKED = phrase_set("phrases", "links") | phrase_set("organizations", "and_again")
_INNER = phrase_set("phrases", "links") | phrase_set("phrases", "ands") | small("in_brackets") | {"-", "–", "'"}


def closing_bracket(tokens: list[Token], start: int, known: Collection[int]) -> int:
    """The index of the bracket with an acronym that closes a name which begins with a word like "association"; 0 if none does.

    Between them stand small words that belong to names, and no other name ("l'Association suisse d'aide aux fermes (SHF)").
    """
    first = tokens[start]
    if not first.capital or first.text not in phrase_set("organizations", "institutions") | phrase_set("organizations", "heads"):
        return 0
    for position in range(start + 1, min(start + _LONGEST, len(tokens) - 2)):
        token = tokens[position]
        if token.text == "(":
            closed = tokens[position + 1].shouted and tokens[position + 2].text == ")"
            return position if closed and position - start > 1 else 0
        other = (
            token.start in known or token.shouted or (token.capital and token.text in phrase_set("organizations", "institutions"))
        )
        stopped = (
            token.text in phrase_set("phrases", "stops") - _INNER - phrase_set("phrases", "linked_nouns")
            or token.text in phrase_set("phrases", "articles") - _INNER
        )
        if other or stopped or (token.sign and token.text not in _INNER):
            return 0
    return 0


def more_subjects(tokens: list[Token], start: int, position: int, known: Collection[int]) -> int:
    """How many tokens from a comma on are further subjects of a ministry ("Ministry of Women, Children and Rivers")."""
    if tokens[position].text != "," or tokens[start].text not in phrase_set("organizations", "of_subjects"):
        return 0
    reach, closed = position, False
    while reach < len(tokens) and (tokens[reach].text == "," or tokens[reach].text in phrase_set("phrases", "ands")):
        closed = tokens[reach].text != ","
        first = reach = reach + 1
        while reach < len(tokens) and tokens[reach].text in _LINKED:
            reach += 1
        while reach < len(tokens) and reach - first <= _SUBJECT and _of_subject(tokens[reach], known):
            reach += 1
        if reach == first or not any(token.capital for token in tokens[first:reach]):
            return 0
        if closed:
            bodies = (
                phrase_set("organizations", "joined") | phrase_set("organizations", "ends") | phrase_set("organizations", "marks")
            )
            own = any(singular(token.text) in bodies for token in tokens[position:reach])
            return 0 if own else reach - position
    return 0


def _of_subject(token: Token, known: Collection[int]) -> bool:
    return token.capital and not token.sign and not token.shouted and token.start not in known


def is_scoped(tokens: list[Token], start: int, after: int) -> bool:
    """Whether "and" stands inside a name with its reach first and its kind last ("International Land and Forest Fund")."""
    joined = tokens[after - 1].text in phrase_set("phrases", "ands")
    if not joined or tokens[start].text not in phrase_set("organizations", "scopes"):
        return False
    end = after
    while end < len(tokens) and tokens[end].capital and not tokens[end].shouted:
        end += 1
    kinds = phrase_set("organizations", "joined") | phrase_set("organizations", "marks") | phrase_set("organizations", "ends")
    return end > after and singular(tokens[end - 1].text) in kinds


def is_purpose(tokens: list[Token], start: int, position: int, known: Collection[int]) -> bool:
    """Whether "and" stands in what a body is for ("Association for Fair and Open Rivers", "Union pour la Paix et le Progrès").

    One capital stands before it, behind the small word; one comes after it, or in English more.
    """
    first = tokens[start]
    if not first.capital or singular(first.text) not in _bodies() or position - start > _SUBJECT:
        return False
    before = [token for token in tokens[start + 1 : position] if not token.capital]
    capitals = sum(token.capital for token in tokens[start + 1 : position])
    linked = [token.text for token in before] and all(token.text in phrase_set("phrases", "links") for token in before)
    if not linked or capitals != 1 or tokens[position - 1].shouted:
        return False
    after = position + 1
    while after < len(tokens) and tokens[after].text in phrase_set("phrases", "links"):
        after += 1
    if after >= len(tokens) or not _of_subject(tokens[after], known) or singular(tokens[after].text) in _bodies():
        return False
    more = after + 1 < len(tokens) and tokens[after + 1].capital and not tokens[after + 1].sign
    return not more or (before[0].text in phrase_set("organizations", "of_subject") and after == position + 1)


@cache
def _bodies() -> frozenset[str]:
    """Words that begin a body's name."""
    tables = ("institutions", "bodies", "joined", "marks", "ends")
    return frozenset().union(*(phrase_set("organizations", table) for table in tables)) | {
        "congress",
        "congres",
        "assembly",
        "assemblee",
    }
