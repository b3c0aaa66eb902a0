"""Organizations that their own names tell: the word for their kind before them, or the mark of an organization within."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from organigram.extraction.document import Document, Span
from organigram.extraction.names import Name, name_key
from organigram.extraction.organizations import Organizations, known_names
from organigram.extraction.party_checks import is_aside, is_organization, kind_of, original
from organigram.extraction.patterns import pattern, phrase_set, small
from organigram.extraction.titles import has_head
from organigram.extraction.tokens import Token, read_tokens, value_of

#: Capitals before the word for a body that make a name of it.
_OF_BODY = 3
#: Characters that a name may go on for behind its mark, and of an acronym in brackets.
_NAME = 90
_ACRONYM = 18
#: What may stand between the word for a kind and a name: an adjective.
#: Between the capitals of a name, and where it goes on behind its mark.
_BETWEEN = phrase_set("organizations", "and_of_units") | {"&"}
_INNER = phrase_set("organizations", "mark_inner") | {"-", "–"}
_FOLLOWS = re.compile(r"\s(?:(?:locale?|nationale?|internationale?|[a-z]+(?:ien|ienne|ais|aise|ois|oise))\s)?[«“\"]?\s?")


def by_kind(document: Document, organizations: Organizations, spots: Mapping[int, int]) -> None:
    """Names right behind the word for their kind ("le syndicat italien CISL", "the local NGO Terra Verda")."""
    for match in document.find(pattern("organizations", "of_kind")):
        position = document.folded.offsets[match.start()]
        line = document.folded.text.find("\n", match.end(), match.end() + 90)
        capital = document.text[position].isupper() and not document.text[position + 1].isupper()
        end = line if line > 0 else match.end() + 90
        name = organizations.reader.read(match.start(), end) if capital else None
        if name is None or name.start != match.start() or name.end <= match.end():
            name = organizations.reader.read(match.end(), end)
        if name is None or name.start in spots:
            continue
        if name.start > match.end() and not _FOLLOWS.fullmatch(document.folded.text[match.end() : name.start]):
            continue
        if document.section_of(position) == "requirements" or is_aside(document, document.sentence_at(position), position):
            continue
        if capital and name.start > match.start():
            name = Name(match.start(), name.end, value_of(document, match.start(), name.end))
        own = read_tokens(document, name.start, name.end)
        named = any(token.mixed and len(token.text) > 2 for token in own) or sum(token.capital for token in own) > 1
        if named and is_organization(document, name) and not organizations.covers(*original(document, name)):
            organizations.add(name, kind_of(name, "other"), "organization.kind", 0.6)


def by_mark(document: Document, organizations: Organizations, spots: Mapping[int, int]) -> None:
    """Names that hold the mark of an organization ("Nedworc Foundation", "University of Burao")."""
    told = ((*run, True) for run in (*_bodies(document), *_headed(document, organizations)))
    for start, end, whole in (*((*run, False) for run in _runs(document)), *told):
        longer = organizations.reader.read(start, end + _NAME)
        name = longer if longer and longer.acronym and longer.end > end else organizations.reader.read(start, end)
        if whole and name is not None and not name.entities:
            name = Name(start, end, value_of(document, start, end))
        if name is None or name.end < end or name.entities or not is_organization(document, name) or _of_site(document, name):
            continue
        if any(first <= name.start < last for first, last in spots.items()) or _is_common(document, name):
            continue
        tokens = read_tokens(document, name.start, name.end + 20, limit=len(name.value.split()) + 1)
        if any(token.text in phrase_set("organizations", "mark_stops") for token in tokens):
            continue
        if any(start <= name.start < end for start, end in organizations.employer_spans):
            continue
        if not organizations.covers(*original(document, name)) and len(name.value.split()) >= 2:
            relation = "unit" if _is_of_countries(document, name) else kind_of(name, "other")
            if _joins_employer(organizations, name):
                relation = "partner"
                for other in known_names(organizations.reader, name.start, name.end):
                    organizations.add(other, relation, "partner.joint", 0.6)
            organizations.add(name, relation, "organization.mark", 0.6)


def _of_site(document: Document, name: Name) -> bool:
    """Whether a name begins with what a job board writes before it ("Website Hill Trust")."""
    return document.folded.text.startswith(("website ", "site "), name.start)


def by_bracket(document: Document, organizations: Organizations, spots: Mapping[int, int]) -> None:
    """Names that their acronym in brackets closes and whose first or last word is a body's ("Regional Health Bureau (RHB)")."""
    for start, end in organizations.reader.closed_by_bracket():
        name = organizations.reader.read(start, end + _ACRONYM)
        if name is None or name.end != end or name.entities or any(first <= start < last for first, last in spots.items()):
            continue
        own = read_tokens(document, start, end)
        several = name.acronym.endswith("s") or name_key(name.acronym) in phrase_set("organizations", "kinds")
        ends = {own[0].text, own[-1].text} if not several else set()
        if not ends & _body_words() or ends & phrase_set("organizations", "departments") or _is_common(document, name):
            continue
        position = document.folded.offsets[start]
        if document.section_of(position) == "requirements" or is_aside(document, document.sentence_at(position), position):
            continue
        if is_organization(document, name) and not organizations.covers(*original(document, name)):
            organizations.add(name, kind_of(name, "other"), "organization.bracket", 0.65)


@cache
def _body_words() -> frozenset[str]:
    """Words that begin or end the name of a body that is no unit, project or event."""
    tables = ("institutions", "bodies", "joined", "marks", "public_bodies", "bodies_too")
    words = frozenset().union(*(phrase_set("organizations", table) for table in tables))
    return words - {"service", "department", "direction", "coordination", "directorate", "office", "committee", "comite"}


def _is_common(document: Document, name: Name) -> bool:
    """Whether a name says no more than a kind ("Public Association", "ABOUT THE FOUNDATION")."""
    common = phrase_set("organizations", "kinds") | phrase_set("organizations", "marks") | phrase_set("organizations", "bare")
    return all(token.text in common for token in read_tokens(document, name.start, name.end))


def _is_of_countries(document: Document, name: Name) -> bool:
    """Whether a cluster is named by countries only, and so is a part of the employer ("Malawi-Zimbabwe Cluster")."""
    rest, last = name.value.rpartition(" ")[::2]
    if not pattern("organizations", "network_marks").fullmatch(name_key(last)):
        return False
    countries = document.mentions_in(Span(*original(document, name)), "country")
    return bool(countries) and sum(m.end - m.start for m in countries) + len(countries) - 1 >= len(rest)


def _joins_employer(organizations: Organizations, name: Name) -> bool:
    """Whether a name holds the employer's ("Chaire Santé ULB-MDM-BE"): a body that both belong to."""
    if organizations.names_employer(name.start, name.end):
        return True
    return any(organizations.is_employer(other) for other in known_names(organizations.reader, name.start, name.end))


def _runs(document: Document) -> Iterator[tuple[int, int]]:
    """Runs of capitals around a mark, in the folded text."""
    for match in document.find(pattern("organizations", "marks")):
        if not document.text[document.folded.offsets[match.start()]].isupper():
            continue
        floor = document.folded.index(document.sentence_at(document.folded.offsets[match.start()]).start)
        start = match.start()
        for token in reversed(read_tokens(document, max(floor, start - 70), start)):
            if token.sign or not token.capital:
                break
            start = token.start
        end = _run_end(document, match.end(), start == match.start())
        yield start, end


def _bodies(document: Document) -> Iterator[tuple[int, int]]:
    """Runs of three capitals or more that end with the word for a public body ("Regional Social Services Agency")."""
    for match in document.find(pattern("organizations", "public_bodies")):
        if not document.text[document.folded.offsets[match.start()]].isupper():
            continue
        floor = document.folded.index(document.sentence_at(document.folded.offsets[match.start()]).start)
        before = read_tokens(document, max(floor, match.start() - 70), match.start())
        size = 0
        while size < len(before) and _is_of_body(before, len(before) - 1 - size):
            size += 1
        own = before[len(before) - size :]
        while own and (own[0].text in phrase_set("phrases", "articles") or not own[0].capital):
            own = own[1:]
        kind = before[: len(before) - len(own)][-1:]
        if kind and kind[0].text in phrase_set("organizations", "a_kind"):
            continue  # what an organization is, not what it is called
        shouted = all(token.shouted for token in own)
        if sum(token.capital for token in own) >= _OF_BODY and not (shouted or has_head(own)):
            yield own[0].start, match.end()


def _headed(document: Document, organizations: Organizations) -> Iterator[tuple[int, int]]:
    """Names of three capitals or more that begin with the word for a body ("Agence Régionale pour l'Alimentation")."""
    for match in document.find(pattern("organizations", "told_by_first")):
        if not document.text[document.folded.offsets[match.start()]].isupper():
            continue
        name = organizations.reader.read(match.start(), match.end() + _NAME)
        opens = name is not None and name.start == match.start() and name.start not in organizations.reader.known
        own = read_tokens(document, name.start, name.end) if name and opens else []
        capitals = sum(token.capital and not token.shouted for token in own)
        if name and capitals >= _OF_BODY and not has_head(own[1:]):
            yield name.start, name.end


def _is_of_body(tokens: list[Token], position: int) -> bool:
    """Whether a word before the word for a body may be of its name: a capital, or one "and" between two."""
    token = tokens[position]
    between = 0 < position < len(tokens) - 1 and tokens[position - 1].capital and tokens[position + 1].capital
    return (token.capital and not token.sign) or (token.text in _BETWEEN and between)


def _run_end(document: Document, end: int, first: bool) -> int:
    """Where a run goes on to after its mark: "of X", or, where the mark is its first word, more capitals."""
    rest = read_tokens(document, end, end + 70, limit=8)
    linked = len(rest) > 1 and rest[0].text in small("of")
    if not (linked or first) and not (rest and rest[0].text in phrase_set("organizations", "marks")):
        return end
    for token in rest[1 if linked else 0 :]:
        inner = token.text in _INNER
        if (
            (token.sign and not inner)
            or not (token.capital or inner)
            or "\n" in document.folded.text[end : token.start].strip(" ")
        ):
            break
        if token.capital:
            end = token.end
    return end
