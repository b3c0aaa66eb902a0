"""Units of the employer: its missions, its name and a country ("MdM Tanzania"), and units told with their acronyms."""

from __future__ import annotations

from organigram.extraction.document import Document, Span
from organigram.extraction.names import Name, name_key
from organigram.extraction.organizations import Organizations
from organigram.extraction.patterns import pattern, phrase_set
from organigram.extraction.titles import has_head
from organigram.extraction.tokens import Token, read_tokens, value_of

#: Characters before the word for a unit in which its name stands.
_BEFORE = 70
_JOINING = phrase_set("organizations", "and_of_units") | {"&", "/"}


def find_units(document: Document, organizations: Organizations) -> None:
    """Take the units that the text names into ``organizations``."""
    _spelt_out(document, organizations)
    _departments(document, organizations)
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


def _departments(document: Document, organizations: Organizations) -> None:
    """Units that the work is for or with ("support the Operations Unit"), and offices of the employer's that support it."""
    for match in document.find(pattern("organizations", "departments")):
        last = document.folded.offsets[match.end() - 1]
        sentence = document.sentence_at(last)
        floor = document.folded.index(sentence.start)
        tokens = read_tokens(document, max(floor, match.start() - _BEFORE), match.start())
        supports = "support" in match.group()
        own = _last_of(_capitals(tokens), supports)
        written = document.text[document.folded.offsets[match.start()]].isupper()
        if not own or not (supports or written) or _is_elsewhere(document, sentence) or not _is_one(own):
            continue
        name = Name(own[0].start, match.end(), value_of(document, own[0].start, match.end()))
        if supports:
            whose = Name(own[0].start, own[-1].end, value_of(document, own[0].start, own[-1].end))
            if organizations.is_employer(whose) or _is_short(own, organizations):
                organizations.add(name, "partner", "partner.offices", 0.75)
            continue
        before = tokens[: len(tokens) - len(own)]
        before = before[:-1] if before and before[-1].text in phrase_set("phrases", "articles") else before
        if before and before[-1].text in phrase_set("organizations", "of_several") and has_head(before[-3:-1]):
            continue  # a post's title ("the Head of the Water Unit")
        led = bool(before) and before[-1].text in phrase_set("organizations", "beside_units")
        span = document.original(name.start, name.end)
        if led and not (has_head(own) or organizations.covers(*span) or document.mentions_in(span, "organization")):
            organizations.add(name, "unit", "unit.department", 0.65)


def _capitals(tokens: list[Token]) -> list[Token]:
    """The words with capitals that tokens end with, "and" and "&" between them, no article or small word first."""
    start = len(tokens)
    while start and (tokens[start - 1].capital or (tokens[start - 1].text in _JOINING and start < len(tokens))):
        start -= 1
    while start < len(tokens) and (not tokens[start].capital or tokens[start].text in phrase_set("phrases", "articles")):
        start += 1
    return tokens[start:]


def _last_of(own: list[Token], apart: bool) -> list[Token]:
    """What stands behind an "and", if that parts two names or a post comes before it ("Operations Director and Water Unit")."""
    joint = max((n for n, token in enumerate(own) if token.text in phrase_set("organizations", "and_of_units")), default=-1)
    return own[joint + 1 :] if joint >= 0 and (apart or has_head(own[:joint])) else own


def _is_one(own: list[Token]) -> bool:
    """Whether words name one unit: no list of several, no acronym that has the word for a unit in it ("PRIU Unit")."""
    joined = sum(not token.capital for token in own if token.text not in "/&")
    return joined <= 1 and not (len(own) == 1 and own[0].shouted and own[0].text.endswith(("u", "d")))


def _is_short(own: list[Token], organizations: Organizations) -> bool:
    """Whether one word before "support offices" is the initials of the employer's name."""
    words = organizations.employer.value.split() if organizations.employer else []
    return len(own) == 1 and own[0].shouted and own[0].text == "".join(word[0] for word in words).lower()[: len(own[0].text)]


def _is_elsewhere(document: Document, sentence: Span) -> bool:
    """Whether a sentence is of how to apply or of what is asked for, rather than of the work."""
    if document.section_of(sentence.start) in {"requirements", "apply"}:
        return True
    return document.search(pattern("organizations", "applying"), *document.folded_span(sentence)) is not None


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
