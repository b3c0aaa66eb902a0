"""Units of the employer: its missions, its name and a country ("MdM Tanzania"), and units told with their acronyms."""

from __future__ import annotations

from organigram.extraction.document import Document, Span
from organigram.extraction.names import Name, name_key
from organigram.extraction.organizations import Organizations
from organigram.extraction.patterns import phrase_set
from organigram.extraction.tokens import Token, read_tokens, value_of


def find_units(document: Document, organizations: Organizations) -> None:
    """Take the units that the text names into ``organizations``."""
    _spelt_out(document, organizations)
    employer = organizations.employer
    if employer is None:
        return
    folded = document.folded.text
    own = tuple({key.split()[-1] for key in employer.keys})
    for mention in document.mentions:
        country = next((entity for entity in mention.entities if entity.kind == "country"), None)
        if country is None:
            continue
        start, end = document.folded.index(mention.start), document.folded.index(mention.end)
        if not folded[max(0, start - 70) : start].rstrip().endswith(own):
            continue
        before = read_tokens(document, max(0, start - 70), start)
        if not before or before[-1].sign or before[-1].text not in own or not _ends_name(document, end, folded):
            continue
        size = _employer_words(before, employer.keys)
        if size:
            value = value_of(document, before[-size].start, end)
            name = Name(before[-size].start, end, value, acronym=f"{name_key(employer.value)} {country.slug}")
            if not organizations.is_employer(name) and not _names_home(employer.value, value):
                unit = organizations.add(name, "unit", "unit.country", 0.75)
                if unit is not None:
                    unit.country = country.first("notation") or country.slug


def _spelt_out(document: Document, organizations: Organizations) -> None:
    """Units that the text names in full with their acronym ("the Resettlement Division (RMD)")."""
    for acronym, long in organizations.acronyms.items():
        words = name_key(long).split()
        unit, body = _has_word(words, "unit"), _has_word(words, "body")
        at = document.text.find(long)
        if not (unit or body) or at < 0 or document.mentions_in(Span(at, at + len(long)), "organization"):
            continue
        name = Name(*document.folded_span(Span(at, at + len(long))), long, acronym=acronym)
        if document.section_of(at) != "requirements" and not organizations.covers(at, at + len(long)):
            organizations.add(name, "unit" if unit else "other", "unit.acronym", 0.65)


def _has_word(words: list[str], kind: str) -> bool:
    """Whether a name begins or ends as units do (``kind`` "unit"), or other bodies ("body")."""
    first, last = phrase_set("organizations", f"{kind}_first"), phrase_set("organizations", f"{kind}_last")
    return words[0] in first or words[-1] in last


def _names_home(employer: str, value: str) -> bool:
    return name_key(value).split()[-1] in name_key(employer).split()


def _employer_words(before: list[Token], keys: set[str]) -> int:
    """How many of the tokens before a country are the employer's name."""
    for size in range(min(8, len(before)), 0, -1):
        if not before[-size].sign and name_key(" ".join(token.text for token in before[-size:])) in keys:
            return size
    return 0


def _ends_name(document: Document, end: int, folded: str) -> bool:
    """Whether what follows a country leaves the name at that: a sign, or a word that opens something else."""
    following = read_tokens(document, end, min(len(folded), end + 40), limit=1)
    return (
        not following
        or following[0].sign
        or following[0].text in phrase_set("phrases", "stops") | phrase_set("phrases", "joiners")
    )
