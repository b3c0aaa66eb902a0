"""The name of who hires in its longest form: an acronym's long form, a unit's organization, a name with its country behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from organigram.extraction.document import Document, Span
from organigram.extraction.introductions import Candidate, cue
from organigram.extraction.names import name_key
from organigram.extraction.subjects import words_of
from organigram.extraction.tokens import tidy
from organigram.folding import fold_name

#: Where the head of a posting names the employer, it does so in full.
_HEADED_RULES = frozenset({"employer.label", "employer.first-line", "employer.headline", "employer.heading"})

#: The long form in the bracket behind an acronym, and the bounds of words.
_BEHIND = re.compile(r"\s?\((?:[Tt]he |[Ll][ea]s? |[Ll]['’])?([^(),]{8,110})")
_BOUND = re.compile(r"\b")


def whole_name(document: Document, best: Candidate, others: Iterator[Candidate]) -> Candidate:
    """The best candidate by the longest form of its name that the text has."""
    return _of_unit(document, _long_form(document, best, others))


def _long_form(document: Document, best: Candidate, others: Iterator[Candidate]) -> Candidate:
    """The best candidate, or what it is short for: its acronym's long form, or the same name with more words of its own."""
    name = tidy(document.quote(best.span))
    acronym = name.split()[0]
    if len(name.split()) <= 2 and sum(character.isupper() for character in acronym) >= 2:
        long = document.acronyms.get(acronym)
        position = document.text.find(long) if long else -1
        if long and position >= 0:
            return best._replace(span=Span(position, position + len(long)))
        spelled = _spelled_behind(document, name) if best.rule not in _HEADED_RULES else None
        if spelled is not None:
            return best._replace(span=spelled)
        meant = {fold_name(name), fold_name(acronym) + "i"}
        bracketed = best.rule not in _HEADED_RULES and any(
            _ends_bracket(document.text, start + len(acronym)) for start in _places_of(document.text, acronym)
        )
        spelt = any(letters in _initials(document) for letters in meant)
        for other in others if bracketed or spelt else ():  # to look for others takes as long as all the rest
            if bracketed and _bracket_holds(document, other.span.end, acronym):
                return best._replace(span=other.span)
            words = [word for word in re.findall(r"\w+", fold_name(document.quote(other.span))) if word not in words_of("small")]
            if len(words) > 1 and "".join(word[0] for word in words) in meant:
                return best._replace(span=other.span)
    if best.rule in _HEADED_RULES:
        return best
    return best._replace(span=_with_chapter(document, best.span))


def _spelled_behind(document: Document, acronym: str) -> Span | None:
    """The long form in the brackets behind an acronym ("ONUDC (Office des Nations Unies ..., ou UNODC en anglais)")."""
    for start in _places_of(document.text, acronym):
        match = _BEHIND.match(document.text, start + len(acronym)) if _BOUND.match(document.text, start) else None
        if match is not None:
            initials = "".join(word[0] for word in re.findall(r"\w+", fold_name(match[1])) if word not in words_of("small"))
            if initials[:3] == fold_name(acronym)[:3]:
                return Span(*match.span(1))
    return None


def _places_of(text: str, name: str) -> Iterator[int]:
    """Where a name stands in a text, whole or as a part of a word."""
    start = text.find(name)
    while start >= 0:
        yield start
        start = text.find(name, start + 1)


def _ends_bracket(text: str, end: int) -> bool:
    return text[end : end + 2].lstrip()[:1] == ")"


def _bracket_holds(document: Document, end: int, acronym: str) -> bool:
    """Whether an acronym stands in brackets right behind a name ("World Nature Fund (WWF)")."""
    behind = document.text[end : end + len(acronym) + 6].lstrip()
    start = behind.find(acronym)
    return behind[:1] == "(" and start > 0 and behind[1:start].strip() == "" and _ends_bracket(behind, start + len(acronym))


def _initials(document: Document) -> str:
    """The first letters of the text's words, small ones left out: without an acronym's letters none is spelt out in it."""
    small = words_of("small")
    return "".join([word[0] for word in document.folded.words.texts if word not in small])


def _of_unit(document: Document, best: Candidate) -> Candidate:
    """The organization whose unit a name is ("Bureau régional de l'ONUDC"), where it is known or an acronym."""
    if not (opens := cue("unit").match(fold_name(document.quote(best.span)))):
        return best
    known = [m for m in document.mentions_in(best.span, "organization") if m.end == best.span.end and m.start > best.span.start]
    start = known[0].start if known else document.text.rfind(" ", *best.span) + 1
    start = max(start, document.text.rfind("'", *best.span) + 1, document.text.rfind("’", *best.span) + 1) if not known else start
    last = document.text[start : best.span.end]
    if start <= best.span.start + opens.end() - 1 or not (known or (len(last) > 1 and last.isupper())):
        return best
    return _long_form(document, best._replace(span=Span(start, best.span.end)), iter(()))


def _with_chapter(document: Document, span: Span) -> Span:
    """The place where the same name goes on with its country or another organization of the vocabulary has it as its start."""
    name = fold_name(document.quote(span))
    for low, high in document.find_names([name_key(name)]):
        if document.folded.text[high : high + 1] not in {" ", "-"}:
            continue
        start, end = document.original(low, high)
        longer = [
            m for m in document.mentions if m.start == start and m.end > end and any(e.kind == "organization" for e in m.entities)
        ]
        country = [m for m in document.mentions_in(Span(end, end + 40), "country") if m.start == end + 1]
        if longer and len(document.text[end : longer[0].end].split()) == 1:
            return Span(longer[0].start, longer[0].end)
        if country:
            return Span(start, country[0].end)
    return span
