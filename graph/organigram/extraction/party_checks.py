"""What is checked of a name that a rule takes for an organization's: whether it may be one, of what kind, in what sentence."""

from __future__ import annotations

import re
from functools import cache

from organigram.extraction.document import Document, Span
from organigram.extraction.names import Name, name_key
from organigram.extraction.patterns import either, pattern, phrase_set
from organigram.extraction.titles import has_head
from organigram.extraction.tokens import Token, read_tokens
from organigram.folding import fold_name
from organigram.model import Relation

_REACH = 420
#: A small word and another one in small letters.
_SMALL_WORDS = re.compile(rf"\s{either('small', 'of')}\s?(?!{either('small', 'one_article')}\b)[a-z]{{4,}}")
#: Characters of a text that may have been cut at a limit, and what is looked at behind a name.
_LONG, _BEHIND = 1000, 30
#: Words that begin names of whole organizations as well as of their parts.
_WHOLE = frozenset({"service", "direction", "antenne"})
#: An acronym of many.
_SEVERAL = re.compile(r"[A-Z]{2,}s")
#: Characters before a name in which the word for its kind may stand.
_BEFORE = 30


def kind_of(name: Name, relation: Relation) -> Relation:
    """The relation, or ``network`` where a name alone tells of one ("Logistics Cluster"), ``authority`` for a ministry."""
    folded = fold_name(name.value)
    town = pattern("organizations", "towns").match(folded)
    if relation == "partner" and not town and pattern("organizations", "authority").match(folded):
        return relation if pattern("organizations", "foreign").search(folded) else "authority"
    if relation == "partner" and not name.entities and _is_unit(folded):
        return "unit"
    network = relation == "other" and pattern("organizations", "network_marks").search(name_key(name.value))
    return "network" if network else relation


def _is_unit(folded: str) -> bool:
    """Whether a folded name is that of a part of an organization ("Land Rights Unit", "Direction des achats")."""
    first, last = folded.partition(" ")[0], folded.rpartition(" ")[2]
    return last in phrase_set("organizations", "unit_last") or first in phrase_set("organizations", "unit_first") - _WHOLE


def is_telling(document: Document, name: Name) -> bool:
    """Whether a name is an acronym or holds the mark of an organization, so that a weak cue is enough."""
    tokens = read_tokens(document, name.start, name.end)
    return (
        bool(name.entities)
        or any(t.mixed and len(t.text) > 3 for t in tokens)
        or bool(pattern("organizations", "marks").search(name_key(name.value)))
    )


def is_named(document: Document, name: Name) -> bool:
    """Whether a name in a list that holds a telling one may be an organization's too: an acronym, or two capitals."""
    return is_telling(document, name) or sum(t.capital and not t.sign for t in read_tokens(document, name.start, name.end)) > 1


def is_organization(document: Document, name: Name) -> bool:
    """Whether a name after a cue may be an organization: known, or a name that is no title, place, or common word."""
    if name.entities:
        return True
    tokens = read_tokens(document, name.start, name.end)
    marked = any(token.text in phrase_set("organizations", "marks") for token in tokens) or (
        len(tokens) > 1 and tokens[-1].capital and tokens[-1].text in _body_ends()
    )
    headed = tokens[0].text in phrase_set("organizations", "institutions") or _is_of_kind(document, name)
    if (_is_group_of_people(tokens) and not headed) or _is_cut(document, name):
        return False
    if (not (marked or headed) and has_head([t for t in tokens if t.capital and not _joined(t)])) or name_key(
        name.value
    ) in phrase_set("organizations", "no_names"):
        return False
    if is_common(name, tokens):
        return False
    if any(token.text in phrase_set("organizations", "projects") for token in tokens) or _goes_on_small(document, tokens):
        return False
    span = Span(document.folded.offsets[name.start], document.folded.offsets[name.end - 1] + 1)
    places = document.mentions_in(span, "country", "place", "language", "role", "sector")
    return not any(place.start == span.start and place.end >= span.end for place in places)


@cache
def _body_ends() -> frozenset[str]:
    """Words that a body's name ends with ("Paralegal Alliance Network")."""
    return frozenset().union(*(phrase_set("organizations", table) for table in ("bodies", "bodies_too", "public_bodies")))


def is_common(name: Name, tokens: list[Token]) -> bool:
    """Whether a name says only of what kind many are ("Civil Society Organizations", "CBOs"), or is one letter ("U.S.")."""
    several = len(tokens) == 1 and _SEVERAL.fullmatch(name.value) is not None
    kinds = len(tokens) > 1 and all(token.sign or token.text in phrase_set("organizations", "common") for token in tokens)
    sort = len(tokens) == 2 and tokens[1].text in phrase_set("organizations", "always_kinds")  # "Italian NGO"
    return several or kinds or sort or len(name.value) == 1


def _goes_on_small(document: Document, tokens: list[Token]) -> bool:
    """Whether one capital word opens a name that goes on in small letters ("Terre de liens")."""
    behind = document.folded.text[tokens[-1].end : tokens[-1].end + _BEHIND]
    return len(tokens) == 1 and not tokens[0].mixed and _SMALL_WORDS.match(behind) is not None


def _is_of_kind(document: Document, name: Name) -> bool:
    """Whether the word for a kind of organization stands right before a name ("l'association Pairs Educateurs")."""
    before = document.folded.text[max(0, name.start - _BEFORE) : name.start]
    return any(not before[match.end() :].strip(" \"'") for match in pattern("organizations", "of_kind").finditer(before))


def _joined(token: Token) -> bool:
    """Whether a word is of two with a hyphen and two capitals, as only names are ("Expert-Grup")."""
    return "-" in token.text and token.mixed


def _is_group_of_people(tokens: list[Token]) -> bool:
    """Whether a name ends with a post or a team, or begins with what is done ("Cluster Director", "Senior Leadership Team")."""
    people = tokens[-1].text in phrase_set("organizations", "people") or (len(tokens) > 1 and has_head(tokens[-1:]))
    return people or tokens[0].text in phrase_set("organizations", "deeds")


def _is_cut(document: Document, name: Name) -> bool:
    """Whether a name is the last of a long text that breaks off without a sign, so that its end may be missing."""
    return name.end > _LONG and not document.folded.text[name.end : name.end + _BEHIND].strip()


def is_aside(document: Document, sentence: Span, position: int) -> bool:
    """Whether the sentence, near a place in it, speaks of sanctions lists and the like."""
    if not document.may_hold(pattern("organizations", "aside")):
        return False
    start, end = document.folded_span(sentence)
    around = document.folded.index(position)
    return document.search(pattern("organizations", "aside"), max(start, around - _REACH), min(end, around + _REACH)) is not None


def original(document: Document, name: Name) -> tuple[int, int]:
    """Where a name stands in the text as written."""
    return document.folded.offsets[name.start], document.folded.offsets[name.end - 1] + 1


def is_place(document: Document, name: Name) -> bool:
    """Whether a name is that of a town or region, and no acronym."""
    span = original(document, name)
    return not (name.entities or name.value.isupper()) and any((place.start, place.end) == span for place in document.places)
