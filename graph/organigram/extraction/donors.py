"""Who pays: donors by cue ("financé par", "USAID-funded"), by label ("Donors: ...") and by a budget that lists them.

A donor is one only where the text says that it pays. A wish ("seek funding from"), someone else's money ("experience with
USAID-funded projects") and being liaised with make none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from organigram.extraction.cues import needing, opening
from organigram.extraction.document import Document, Span
from organigram.extraction.names import Name, NameReader, name_key
from organigram.extraction.organizations import Organization, Organizations
from organigram.extraction.party_checks import is_common, is_place
from organigram.extraction.patterns import branches, either, leading, pattern, phrase_set, spaced
from organigram.extraction.payers import (
    Cue,
    before_funded,
    before_pays,
    beside,
    by_grant,
    in_bracket,
    is_payer,
    money_bracket,
    near,
    speaks_of_others,
    supporting,
)
from organigram.extraction.titles import has_head
from organigram.extraction.tokens import Token, read_tokens
from organigram.folding import fold_name

_REACH = 400
_LIST_REACH = 240
#: Characters of an article with its space.
_ARTICLE = 4
_BRACKET = re.compile(r"\s?\([^()\n]{2,20}\)")
#: Characters behind the employer's name that tell whether a list goes on, and the signs and words that go on with one.
_ACTS = 40
_LIST_GOES_ON = re.compile(rf"\s*(?:,|;|\.|\)|\n|{spaced('small', 'and')}|$)")
_STROKE = re.compile(r"\s/\s")
#: More payments than any posting tells of.
_MOST = 60


@dataclass(frozen=True, slots=True)
class Payment:
    """A donor that a cue names, where the cue stands in the folded text, and through whom the money goes, if the text says so."""

    donor: Organization
    start: int
    end: int
    through: tuple[str, ...] = ()


def find_payments(document: Document, organizations: Organizations) -> list[Payment]:
    """Every place where the text says who pays; the donors are taken into ``organizations``."""
    reader = organizations.reader
    found: list[Payment] = []
    sure = (_by_label, _by_cue, _by_verb, _by_funders, _by_bracket, _adjectival, before_funded, before_pays)
    said = sorted(
        (cue for way in (*sure, beside, in_bracket, money_bracket, supporting, by_grant) for cue in way(document, reader)),
        key=_start,
    )
    for start, names, rule, confidence in said:
        for name in (_of_delegation(reader, name) for name in _before_employer(document, organizations, names)):
            can_pay = _can_pay(document, name) and not _is_own(document, organizations, name)
            donor = organizations.add(name, "donor", rule, confidence, start) if can_pay else None
            if donor is not None and len(found) < _MOST:
                found.append(Payment(donor, start, name.end, _channel(document, organizations, name.end)))
    return found


def _is_own(document: Document, organizations: Organizations, name: Name) -> bool:
    """Whether a name holds the employer's; a chapter of it in another country may pay ("WWF Belgique")."""
    if not organizations.names_employer(name.start, name.end):
        return False
    end = document.folded.offsets[name.end - 1] + 1
    lands = document.mentions_in(Span(document.folded.offsets[name.start], end), "country")
    own = fold_name(organizations.employer.value) if organizations.employer else ""
    return not any(m.end == end and fold_name(document.text[m.start : m.end]) not in own for m in lands)


def _before_employer(document: Document, organizations: Organizations, names: list[Name]) -> list[Name]:
    """The names of a list up to the employer's where a new clause begins with it ("paid by X, Relief and its partners run")."""
    for number, name in enumerate(names):
        if _is_own(document, organizations, name):
            after = _BRACKET.sub("", document.folded.text[name.end : name.end + _ACTS], count=1)
            if not _LIST_GOES_ON.match(after) or pattern("partners", "own").search(after):
                return names[:number]
    return names


def _of_delegation(reader: NameReader, name: Name) -> Name:
    """For the delegation of a known organization, the organization, whose money it is ("délégation de l'Union européenne")."""
    if not fold_name(name.value).startswith("delegation"):
        return name
    inner = next((start for start, end in reader.known_within(name.start, name.end) if start > name.start), None)
    return (reader.read(inner, name.end) or name) if inner is not None else name


def _channel(document: Document, organizations: Organizations, end: int) -> tuple[str, ...]:
    """Who passes the money on ("financé par le Fonds mondial via UMRRS MALI")."""
    bracket = _BRACKET.match(document.folded.text, end)
    via = pattern("donors", "through").match(document.folded.text, (bracket.end() if bracket else end) + 1)
    name = organizations.reader.read(via.end(), via.end() + 90) if via else None
    channel = (
        organizations.add(name, "other", "organization.channel", 0.8) if name and not has_head(_tokens(document, name)) else None
    )
    return (channel.value,) if channel is not None else ()


def _tokens(document: Document, name: Name) -> list[Token]:
    return read_tokens(document, name.start, name.end)


def _start(cue: Cue) -> int:
    return cue[0]


def _by_cue(document: Document, reader: NameReader) -> Iterator[Cue]:
    folded = document.folded.text
    for match in document.find(pattern("donors", "pays")):
        position = document.folded.offsets[match.start()]
        sentence = document.sentence_at(position)
        if speaks_of_others(document, sentence, match.start()):
            continue
        stop = min(match.end() + _REACH, max(document.folded.index(sentence.end), _line_after(folded, match.end())))
        names = reader.read_all(match.end(), stop)
        if names and near(folded, match.end(), names[0].start):
            yield match.start(), names, "donor.cue", 0.93 if _is_plain_payment(match.group()) else 0.8


@cache
def _verb_gap() -> re.Pattern[str]:
    gap = rf"(?:\s+{branches('donors', 'verb_gap')}(?:\s+[^\s.;:,]+){{0,6}}?)"
    return opening(rf"{leading('donors', 'verb')}{gap}\s+{branches('donors', 'by')}", phrase_set("donors", "verb"))


@cache
def _again() -> re.Pattern[str]:
    return re.compile(rf"\s*,?\s*(?:{either('small', 'and')}|,)(?:\s+[^\s.;:,]+){{0,5}}?\s+{branches('donors', 'by')}")


def _by_verb(document: Document, reader: NameReader) -> Iterator[Cue]:
    """ "financé à 80 % par X et à 20 % par Y": the names after each "by" of a verb that other words part from it."""
    folded = document.folded.text
    for match in document.find(_verb_gap()):
        sentence = document.sentence_at(document.folded.offsets[match.start()])
        if speaks_of_others(document, sentence, match.start()):
            continue
        stop, begin = document.folded.index(sentence.end), match.end()
        while names := reader.read_all(begin, min(begin + _REACH, stop)):
            if not near(folded, begin, names[0].start):
                break
            yield match.start(), names, "donor.verb", 0.9
            again = _again().match(folded, names[-1].end, stop)
            if again is None:
                break
            begin = again.end()


@cache
def _funders() -> re.Pattern[str]:
    own, kind, link = branches("donors", "funders_own"), branches("donors", "funders_kind"), branches("donors", "funders_link")
    funders = rf"{branches('donors', 'funders')}(?:\s+{kind})*"
    words = phrase_set("donors", "funders_own")
    return opening(rf"(?<!\w){own}\s+(?:{kind}\s+)*{funders}(?:,?\s+[^\s.;:(]+){{0,9}}?\s*(?:[:(]|{link})", words)


def _by_funders(document: Document, reader: NameReader) -> Iterator[Cue]:
    """ "In terms of donors, Relief works mainly with ...", "nos principaux bailleurs sont ..."."""
    for match in document.find(_funders()):
        sentence = document.sentence_at(document.folded.offsets[match.start()])
        if speaks_of_others(document, sentence, match.start()):
            continue
        names = reader.read_all(match.end(), min(match.end() + _REACH, document.folded.index(sentence.end)))
        if names and near(document.folded.text, match.end(), names[0].start):
            yield match.start(), names, "donor.funders", 0.85


@cache
def _in_brackets() -> re.Pattern[str]:
    return needing(
        rf"(?<!\w){either('donors', 'before_funders')}\s+{branches('donors', 'funders')}\s*\(", phrase_set("donors", "funders")
    )


def _by_bracket(document: Document, reader: NameReader) -> Iterator[Cue]:
    """ "le bailleur (ECHO)", "the donors (Sida and Norad)": names in the bracket right behind the word."""
    for match in document.find(_in_brackets()):
        sentence = document.sentence_at(document.folded.offsets[match.start()])
        if speaks_of_others(document, sentence, match.start()):
            continue
        names = reader.read_all(match.end(), min(match.end() + _LIST_REACH, document.folded.index(sentence.end)))
        if names and names[0].start - match.end() <= _ARTICLE:
            yield match.start(), names, "donor.bracket", 0.8


def _adjectival(document: Document, reader: NameReader) -> Iterator[Cue]:
    """ "sur financement AFD", "le projet DGD": the acronym of one that is known to pay, right behind the word."""
    for match in document.find(pattern("donors", "adjectival")):
        names = reader.read_all(match.end(), match.end() + _LIST_REACH // 4)
        names = list(takewhile(lambda name: name.value.isupper() and is_payer(name), names))
        if not names or names[0].start != match.end() + 1:
            continue
        if not speaks_of_others(document, document.sentence_at(document.folded.offsets[match.start()]), match.start()):
            yield match.start(), names, "donor.adjectival", 0.7


def _line_after(folded: str, position: int) -> int:
    """The end of the next line where the cue ends its own ("Programme financé par" / "Agence ...")."""
    end = folded.find("\n", position)
    if end < 0 or folded[position:end].strip():
        return position
    following = folded.find("\n", end + 1)
    return following if following >= 0 else len(folded)


def _is_plain_payment(cue: str) -> bool:
    return re.search(r"financ|fund|sponsor|subvention", cue) is not None


def _by_label(document: Document, reader: NameReader) -> Iterator[Cue]:
    for field in document.fields_of("donor"):
        start, end = document.folded_span(field.value)
        names = [n for low, high in _sides(document, start, min(end, start + _LIST_REACH)) for n in reader.read_all(low, high)]
        if names and names[0].start - start <= 12:
            yield document.folded.index(field.label.start), names, "donor.label", 0.9
    for match in document.find(_line_label()):
        line_end = document.folded.text.find("\n", match.end())
        end = line_end if line_end >= 0 else len(document.folded.text)
        names = [
            n
            for low, high in _sides(document, match.end(), min(end, match.end() + _LIST_REACH))
            for n in reader.read_all(low, high)
        ]
        counted = re.search(r"\d(?!\d*\s?%)", document.folded.text[match.end() : names[-1].end]) if names else None
        if len(names) >= (2 if match["budget"] else 1) and not counted:
            yield match.start("cue"), names, "donor.budget" if match["budget"] else "donor.label", 0.85


def _sides(document: Document, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of a label's value that strokes part ("ECHO / AFD")."""
    low = start
    for stroke in _STROKE.finditer(document.folded.text, start, end):
        yield low, stroke.start()
        low = stroke.end()
    yield low, end


@cache
def _line_label() -> re.Pattern[str]:
    budget, label = branches("donors", "budget"), branches("donors", "label")
    words = phrase_set("donors", "budget") | phrase_set("donors", "label")
    return needing(rf"(?m)^[^\w\n]*(?P<cue>(?P<budget>{budget})|{label})(?:\s?\([^()\n]{{1,20}}\))?\s*[:|][^\S\n]*", words)


def _can_pay(document: Document, name: Name) -> bool:
    """Whether a name may be a donor's: no title of a post, no word that only opens a sentence."""
    if not name.entities and (
        has_head(_tokens(document, name)) or name_key(name.value) in phrase_set("organizations", "no_names")
    ):
        return False
    if is_common(name, _tokens(document, name)) or is_place(document, name):
        return False
    return len(name.value) >= 2 and any(character.isalpha() for character in name.value)
