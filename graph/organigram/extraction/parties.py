"""Organizations that are something else than donors: partners, networks, authorities, units of the employer, job boards."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from organigram.extraction.cues import opening
from organigram.extraction.document import Document, Span
from organigram.extraction.marked import by_bracket, by_kind, by_mark
from organigram.extraction.names import Name, name_key
from organigram.extraction.organizations import Organizations, known_names
from organigram.extraction.partner_work import branch_of
from organigram.extraction.partners import find_partners
from organigram.extraction.party_checks import is_aside, is_named, is_organization, is_place, is_telling, kind_of, original
from organigram.extraction.patterns import branches, leading, pattern, phrase_set
from organigram.extraction.tokens import Token, read_tokens
from organigram.extraction.units import find_units
from organigram.model import Relation

_REACH = 420
_NEIGHBOURS = 30


_CUES: tuple[tuple[Relation, float], ...] = (("partner", 0.8), ("network", 0.75), ("other", 0.6))


def find_parties(
    document: Document, organizations: Organizations, project_spots: Mapping[int, int] = MappingProxyType({})
) -> None:
    """Take into ``organizations`` all that the text names; donors and the employer should be there already.

    ``project_spots``: where names of projects begin and end in the folded text; what stands there is no organization.
    """
    find_units(document, organizations)
    _authorities(document, organizations)
    _consortium(document, organizations)
    _partners(document, organizations, project_spots)
    _networks(document, organizations)
    _wholes(document, organizations)
    for relation, confidence in _CUES:
        _by_cue(document, organizations, relation, confidence, project_spots)
    _boards(document, organizations)
    by_kind(document, organizations, project_spots)
    _known(document, organizations)
    by_bracket(document, organizations, project_spots)
    by_mark(document, organizations, project_spots)


def _by_cue(
    document: Document, organizations: Organizations, relation: Relation, confidence: float, spots: Mapping[int, int]
) -> None:
    for match in document.find(pattern("organizations", relation)):
        position = document.folded.offsets[match.start()]
        sentence = document.sentence_at(position)
        if (
            document.text[position].isupper()
            and document.text[max(0, position - 1) : position] == " "
            and position != sentence.start
        ):
            continue
        if document.section_of(sentence.start) == "requirements" or is_aside(document, sentence, position):
            continue
        end = document.sentence_at(document.folded.offsets[match.end() - 1]).end
        stop = document.folded.index(end)
        names = organizations.reader.read_all(match.end(), min(match.end() + _REACH, stop))
        if relation == "partner" and not names:
            names = _of_several(document, organizations, match.end(), stop)
        if relation == "network" and len(names) == 1 and not _is_network(document, names[0], match.start()):
            continue
        told = any(is_telling(document, name) for name in names)
        for name in names:
            if name.start in spots or (relation == "other" and not (told and is_named(document, name))):
                continue
            if is_organization(document, name):
                organizations.add(name, kind_of(name, relation), f"{relation}.cue", confidence)


@cache
def _several() -> re.Pattern[str]:
    """A few small words, a kind of many among them, and what opens their names ("five local organizations, among them X")."""
    small = r"(?:\s*[^\s.;:,()]+){0,4}?"
    return re.compile(
        rf"{small}\s*{branches('partners', 'counted_kinds')}{small}\s*,?\s*(?:[:(]|{branches('partners', 'opener')})"
    )


def _of_several(document: Document, organizations: Organizations, start: int, stop: int) -> list[Name]:
    """The names that a partner's cue leads to over the word for several of a kind."""
    several = _several().match(document.folded.text, start, stop)
    return organizations.reader.read_all(several.end(), min(several.end() + _REACH, stop)) if several else []


def _partners(document: Document, organizations: Organizations, spots: Mapping[int, int]) -> None:
    for start, names, rule, confidence in find_partners(document, organizations):
        position = document.folded.offsets[start]
        if document.section_of(position) == "requirements" or is_aside(document, document.sentence_at(position), position):
            continue
        for name in names:
            if name.start not in spots and is_organization(document, name) and not is_place(document, name):
                organizations.add(name, kind_of(name, "partner"), rule, confidence)


@cache
def _members() -> re.Pattern[str]:
    verb = branches("organizations", "members")
    source = rf"{leading('projects', 'shouted')}(?:\s+[^\s(.,;:]+){{0,2}}\s*(?:\(|{verb})"
    return opening(source, phrase_set("projects", "shouted"))


def _consortium(document: Document, organizations: Organizations) -> None:
    """The members of a consortium, in brackets or after a verb ("Le consortium RELWENDE réunit ...")."""
    for match in document.find(_members()):
        sentence = document.sentence_at(document.folded.offsets[match.start()])
        stop = min(match.end() + _REACH, document.folded.index(sentence.end))
        names = [name for name in organizations.reader.read_all(match.end(), stop) if is_organization(document, name)]
        for name in names if len(names) > 1 else ():
            organizations.add(name, "partner", "partner.consortium", 0.8, match.start())


@cache
def _memberships() -> re.Pattern[str]:
    gap = r"\s*[^\s.;:,(]+(?:\s+[^\s.;:,(]+){0,13}?\s*,?\s+"
    source = rf"{leading('organizations', 'member')}{gap}{branches('organizations', 'member_of')}"
    return opening(source, phrase_set("organizations", "member"))


def _networks(document: Document, organizations: Organizations) -> None:
    """ "member of several networks, such as X and Y", "membre de collectifs d'ONG dont X"."""
    for match in document.find(_memberships()):
        position = document.folded.offsets[match.start()]
        if not pattern("organizations", "network_words").search(document.folded.text, *match.span()):
            continue
        stop = document.folded.index(document.sentence_at(position).end)
        for name in organizations.reader.read_all(match.end(), max(match.end(), min(match.end() + _REACH, stop))):
            if is_organization(document, name):
                organizations.add(name, "network", "network.listed", 0.75)


def _wholes(document: Document, organizations: Organizations) -> None:
    """Those that the employer is a branch of."""
    for start, name in branch_of(document, organizations):
        if is_organization(document, name):
            organizations.add(name, "network", "network.branch", 0.75, start)


def _is_network(document: Document, name: Name, cue: int) -> bool:
    """Whether what the post or employer is a member of is an organization: known, or with the word for one in or by its name."""
    word, folded = pattern("organizations", "network_words"), document.folded.text
    around = word.search(folded, cue, name.end) or word.match(folded, name.end + 1)
    return bool(name.entities) or around is not None


def _authorities(document: Document, organizations: Organizations) -> None:
    for match in document.find(pattern("organizations", "authority")):
        position = document.folded.offsets[match.start()]
        sentence = document.sentence_at(position)
        if is_aside(document, sentence, position):
            continue
        if any(start < match.start() < end for start, end in organizations.reader.known_within(match.start(), match.end())):
            continue  # known by a longer name ("Danish Ministry of Foreign Affairs")
        name = organizations.reader.read(match.start(), min(match.end() + 120, document.folded.index(sentence.end)))
        if name is None or name.start != match.start() or not _is_whole(name):
            continue
        span = Span(*original(document, name))
        if organizations.covers(*span) and not _stands_alone(organizations, name):
            continue
        if _is_gloss(document, organizations, span):
            continue
        if not document.text[original(document, name)[0]].isupper() and match.group() not in phrase_set(
            "organizations", "small_authority"
        ):
            continue
        authority = organizations.add(name, "authority", "authority.name", 0.75)
        if authority is not None and authority.relation == "authority" and authority.country is None:
            authority.country = _country_before(document, sentence, name)


def _is_whole(name: Name) -> bool:
    """Whether a name says which authority: more than "the Ministry" or "the government"."""
    return len(name.value.split()) >= 2 and not name_key(name.value).endswith(
        tuple(f" {word}" for word in phrase_set("organizations", "cut_behind"))
    )


def _country_before(document: Document, sentence: Span, name: Name) -> str | None:
    """The country that the sentence speaks of, last before the name or within it."""
    end = document.folded.offsets[name.end - 1] + 1
    countries = document.mentions_in(Span(max(sentence.start, end - _REACH), end), "country")
    codes = [
        entity.first("notation") or entity.slug
        for mention in countries
        for entity in mention.entities
        if entity.kind == "country"
    ]
    return codes[-1] if codes else None


def _boards(document: Document, organizations: Organizations) -> None:
    for match in document.find(pattern("organizations", "board")):
        name = organizations.reader.read(match.end(), match.end() + 80)
        if name is not None:
            organizations.add(name, "other", "organization.board", 0.9, match.start())


def _known(document: Document, organizations: Organizations) -> None:
    for name in known_names(organizations.reader):
        span = Span(document.folded.offsets[name.start], document.folded.offsets[name.end - 1] + 1)
        if is_aside(document, document.sentence_at(span.start), span.start) or _in_shouting(document, organizations, name):
            continue
        if organizations.covers(*span) and not organizations.is_employer(name) and not _stands_alone(organizations, name):
            continue
        if _is_currency(document, name) or _is_gloss(document, organizations, span):
            continue
        relation: Relation = "network" if organizations.is_parent(name) else "other"
        organizations.add(name, kind_of(name, relation), "organization.known", 0.7)


def _is_currency(document: Document, name: Name) -> bool:
    """Whether an acronym stands right behind a number ("650 000 FCFA")."""
    return " " not in name.value and re.search(r"\d\s?$", document.folded.text[max(0, name.start - 3) : name.start]) is not None


def _is_gloss(document: Document, organizations: Organizations, span: Span) -> bool:
    """Whether a name stands in the brackets right behind another organization's ("European Commission (DG INTPA)")."""
    before = document.text[max(0, span.start - 2) : span.start]
    alone = document.text[span.end : span.end + 1] == ")"
    return before == " (" and alone and organizations.covers(span.start - 3, span.start - 2)


def _stands_alone(organizations: Organizations, name: Name) -> bool:
    """Whether a covered name is one that was taken in by itself (further evidence), not a part of a longer name."""
    return any(name_key(name.value) in old.keys for old in organizations.found)


def _in_shouting(document: Document, organizations: Organizations, name: Name) -> bool:
    """Whether an acronym stands among capitals, where it may be any word ("CARE – INNOVATE – TOGETHER", "POUR UN POSTE")."""
    if " " in name.value or not name.value.isupper():
        return False
    known = organizations.reader.known
    after = _neighbour(document, read_tokens(document, name.end, name.end + _NEIGHBOURS, limit=2), name.end)
    if after is not None and not (after.shouted and after.start not in known):
        return False
    tokens = read_tokens(document, max(0, name.start - _NEIGHBOURS), name.start)[-2:]
    before = _neighbour(document, tokens[::-1], name.start)
    return after is not None if before is None else before.shouted and before.start not in known


def _neighbour(document: Document, tokens: list[Token], edge: int) -> Token | None:
    """The word next to a place on its line, over a dash if need be."""
    for token in tokens:
        between = document.folded.text[min(token.start, edge) : max(token.end, edge)]
        if "\n" in between or (token.sign and token.text not in "-–"):
            return None
        if not token.sign:
            return token
    return None
