"""Partners: those whom the employer works with, in verbs, in lists of partners, under labels and as hosts.

"Works with" makes a partner only where the employer is its subject; whom the post works with is no partner yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from organigram.extraction.cues import opening
from organigram.extraction.document import Document
from organigram.extraction.names import Name
from organigram.extraction.organizations import Organizations
from organigram.extraction.partner_items import labelled, read_items
from organigram.extraction.partner_sides import apposed, heading_names, is_telling, leading_names
from organigram.extraction.partner_work import counted, shared_work
from organigram.extraction.patterns import branches, either, leading, pattern, phrase_set, small, spaced
from organigram.extraction.tokens import read_tokens

_REACH = 420
_NEAR = 5
#: Words between the employer and the verb that it is the subject of ("Relief, founded in 1990, works with").
_SUBJECT = 6
_TOGETHER = 30
#: Characters of a clause that says when.
_OPENING = 160
#: Characters of an article and its spaces.
_ARTICLE = 5
_PREPOSITIONS = small("prepositions")
#: After these, and a colon, a list of items stands; after others names may be part of a sentence that goes on.
_LISTS = (":", *phrase_set("partners", "are"))
_GAP = r"(?:\s+[^\s.;:()]+)"

_Found = tuple[int, list[Name], str, float]


def find_partners(document: Document, organizations: Organizations) -> Iterator[_Found]:
    """Where a cue begins in the folded text, the names after it, the rule and how sure it is. Names are not yet checked."""
    for way in (
        labelled,
        _of_employer,
        _supported,
        _supporting,
        _sending,
        _beside,
        _allied,
        _listed,
        _of_groups,
        _called,
        _alliances,
        _together,
        apposed,
        leading_names,
        heading_names,
        shared_work,
        counted,
    ):
        yield from way(document, organizations)


def _near(document: Document, end: int, names: list[Name]) -> bool:
    return bool(names) and len(document.folded.text[end : names[0].start].split()) <= _NEAR


def _read(document: Document, organizations: Organizations, start: int) -> list[Name]:
    stop = document.folded.index(document.sentence_at(document.folded.offsets[max(0, start - 1)]).end)
    names = organizations.reader.read_all(start, min(start + _REACH, max(start, stop)))
    return names if _near(document, start, names) else []


@cache
def _verb() -> re.Pattern[str]:
    return opening(
        rf"{leading('partners', 'verb')},?{_GAP}{{0,6}}?\s+{branches('partners', 'with')}", phrase_set("partners", "verb")
    )


def _of_employer(document: Document, organizations: Organizations) -> Iterator[_Found]:
    """ "Relief works with the NGO X", "ce projet que nous menons avec X": the employer is the subject."""
    for match in document.find(_verb()):
        if _is_employers(document, organizations, match.start()):
            names = [
                n for n in _read(document, organizations, match.end()) if is_telling(document, organizations, n, match.end())
            ]
            yield match.start(), names, "partner.verb", 0.75


def _supported(document: Document, organizations: Organizations) -> Iterator[_Found]:
    """ "Relief supports the NGO X": the employer is the subject, the word for a kind stands before the name."""
    for match in document.find(pattern("partners", "supports")):
        if _is_employers(document, organizations, match.start()):
            names = _read(document, organizations, match.end())
            before = read_tokens(document, match.end(), names[0].start) if names else []
            if any(organizations.reader.is_kind(token) for token in before):
                yield match.start(), names, "partner.supported", 0.7


def _supporting(document: Document, organizations: Organizations) -> Iterator[_Found]:
    """ "KARO supports Relief in ...": the name before the verb, where the employer stands right behind it."""
    folded = document.folded.text
    for match in document.find(pattern("partners", "supports")):
        helped = organizations.reader.read(match.end(), match.end() + _REACH // 4)
        behind = helped is not None and helped.start <= match.end() + _ARTICLE and organizations.is_employer(helped)
        floor = document.folded.index(document.sentence_at(document.folded.offsets[match.start()]).start)
        end = len(folded[: match.start()].rstrip())
        name = organizations.reader.read_before(max(floor, end - _REACH // 4), end) if behind else None
        if name is not None and is_telling(document, organizations, name, floor):
            yield name.start, [name], "partner.supporting", 0.75


def _sending(document: Document, organizations: Organizations) -> Iterator[_Found]:
    """ "KARO, in its work of sending volunteers, seeks for Relief ...": who opens the sentence recruits for the employer."""
    folded = document.folded.text
    for match in document.find(pattern("partners", "for_whom")):
        start = document.folded.index(document.sentence_at(document.folded.offsets[match.start()]).start)
        if not document.search(pattern("partners", "recruits"), start, match.start()):
            continue  # most often: no name has to be read then
        helped = organizations.reader.read(match.end(), match.end() + _REACH // 4)
        if helped is None or helped.start > match.end() + 2 * _ARTICLE or not organizations.is_employer(helped):
            continue
        name = organizations.reader.read(start, match.start())
        recruits = pattern("partners", "recruits").search(folded, name.end, match.start()) if name else None
        if (
            name
            and folded[name.end : name.end + 2].strip() != ":"
            and recruits
            and name.start - start <= _ARTICLE
            and is_telling(document, organizations, name, start)
        ):
            yield name.start, [name], "partner.sending", 0.75


_BRACKET = re.compile(r"\s?\([^()\n]{2,20}\)")
_AND = re.compile(rf"(?:\s?\([^()\n]{{2,20}}\))?\s(?:{either('small', 'and')}|&)\s{spaced('small', 'one_article')}?")


def _beside(document: Document, organizations: Organizations) -> Iterator[_Found]:
    """ "Relief and X jointly run ...": another name joined to the employer's, and the word for acting together."""
    folded = document.folded.text
    for start, end in organizations.employer_spans:
        joined = _AND.match(folded, end)
        name = organizations.reader.read(joined.end(), joined.end() + _REACH // 4) if joined else None
        bracket = _BRACKET.match(folded, name.end) if name else None
        end = bracket.end() if bracket else name.end if name else 0
        if name and pattern("partners", "jointly").search(folded, end, min(len(folded), end + _TOGETHER)):
            yield start, [name], "partner.beside", 0.75


def _vouched(document: Document, organizations: Organizations, names: list[Name], floor: int) -> list[Name]:
    """The names of a list that are telling; all of them where two besides the employer's are, one word or more."""
    telling = [name for name in names if is_telling(document, organizations, name, floor)]
    own = sum(organizations.is_employer(name) for name in telling)
    return names if len(telling) - own > 1 or (own and len(names) > 2) else telling


def _allied(document: Document, organizations: Organizations) -> Iterator[_Found]:
    """ "KARO (KA), Relief and Terra have formed a consortium": a list that opens a sentence, the employer in it."""
    for match in document.find(pattern("partners", "allied")):
        floor = document.folded.index(document.sentence_at(document.folded.offsets[match.start()]).start)
        if match.start() - floor > _REACH or not organizations.names_employer(floor, match.start()):
            continue
        comma = document.folded.text.find(", ", floor, min(match.start(), floor + _OPENING))
        for start in (floor, *([comma + 2] if comma > 0 else ())):  # behind "Since 2020," too
            names = organizations.reader.read_all(start, match.start())
            near = bool(names) and match.start() - names[-1].end <= _TOGETHER
            if near and len(names) > 1 and any(organizations.is_employer(name) for name in names):
                yield match.start(), _vouched(document, organizations, names, floor), "partner.allied", 0.75
                break


def _is_employers(document: Document, organizations: Organizations, position: int) -> bool:
    """Whether the employer's name or "we" stands a few words before a verb, no other subject between."""
    folded = document.folded.text
    floor = document.folded.index(document.sentence_at(document.folded.offsets[position]).start)
    last = max((m.end() for m in pattern("partners", "we").finditer(folded, floor, position)), default=-1)
    start, end = organizations.employer_before(position)
    if start >= floor and not _is_governed(document, floor, start):
        last = max(last, end)
    return last >= 0 and len(folded[last:position].split()) <= _SUBJECT


def _is_governed(document: Document, floor: int, start: int) -> bool:
    """Whether a preposition stands before the employer's name, so that it is no subject ("report to Relief, working with")."""
    before = read_tokens(document, max(floor, start - 40), start)
    while before and (before[-1].text in phrase_set("phrases", "articles") - _PREPOSITIONS or before[-1].text in _kinds()):
        before.pop()
    return bool(before) and before[-1].text in _PREPOSITIONS


@cache
def _kinds() -> frozenset[str]:
    return phrase_set("organizations", "always_kinds") | phrase_set("partners", "kinds_too")


@cache
def _opener() -> str:
    return rf"(?:[:(]|{branches('partners', 'opener')})"


@cache
def _noun_and_opener() -> re.Pattern[str]:
    noun = branches("partners", "noun")
    opener = rf"{_GAP}{{0,6}}?\s*,?\s*{_opener()}"
    words = phrase_set("partners", "own") | phrase_set("partners", "noun")
    behind = rf"(?:(?P<opener>{opener}|\s?[-–](?=\s))|\s*,?\s+(?=\S))"
    return opening(rf"(?<!\w)(?:(?P<own>{branches('partners', 'own')})\s+)?(?P<noun>{noun}){behind}", words)


def _listed(document: Document, organizations: Organizations) -> Iterator[_Found]:
    """ "its local partner X", "nos partenaires sont X et Y", "partners, among them X"."""
    folded = document.folded.text
    for match in document.find(_noun_and_opener()):
        if not (match["own"] or match["opener"]) or pattern("partners", "money").search(folded, *match.span()):
            continue
        if _is_of_name(document, match):
            continue
        before = _names_before_bracket(document, match) if match["opener"] else False
        if before and (names := _read(document, organizations, match.start("opener"))):
            yield match.start(), names, "partner.listed", 0.8
            continue
        if match["opener"] and match["opener"].endswith(_LISTS):
            stop = document.folded.index(document.sentence_at(document.folded.offsets[match.end() - 1]).end)
            names = list(read_items(document, organizations, match.end(), max(stop, match.end())))
            names = names if _near(document, match.end(), names) else []
        else:
            names = _read(document, organizations, match.end())
            if not match["opener"] and names and not is_telling(document, organizations, names[0], match.end()):
                continue
        yield match.start(), names, "partner.listed", 0.8


def _is_of_name(document: Document, match: re.Match[str]) -> bool:
    """Whether "partner" is a word of a name ("through the Multi Partner Trust Fund")."""
    written = document.text[document.folded.offsets[match.start("noun")] : document.folded.offsets[match.end("noun") - 1] + 1]
    return not match["opener"] and written[-len("partner") - 1 :].strip()[:1].isupper() and not written.isupper()


def _names_before_bracket(document: Document, match: re.Match[str]) -> bool:
    """Whether the bracket that seems to open a list belongs to its first name ("its partners Karo (Kenya) and Terra (Mali)")."""
    between = read_tokens(document, match.start("opener"), match.end("opener"))
    return between[-1:] != [] and between[-1].text == "(" and any(token.capital for token in between)


@cache
def _group() -> re.Pattern[str]:
    source = rf"{leading('partners', 'group_verb')}{_GAP}{{0,3}}?\s+{branches('partners', 'group')}"
    return opening(rf"{source}{_GAP}{{0,4}}?\s*,?\s*{_opener()}", phrase_set("partners", "group_verb"))


def _of_groups(document: Document, organizations: Organizations) -> Iterator[_Found]:
    """ "with local organizations such as X and Y", said of the employer."""
    for match in document.find(_group()):
        if _is_employers(document, organizations, match.start()):
            yield match.start(), _read(document, organizations, match.end()), "partner.group", 0.75


def _called(document: Document, organizations: Organizations) -> Iterator[_Found]:
    for match in document.find(pattern("partners", "called")):
        yield match.start(), _read(document, organizations, match.end())[:1], "partner.called", 0.7


@cache
def _alliance() -> re.Pattern[str]:
    gap = r"(?:\s+[^\s.;:(]+){0,9}?"
    return opening(
        rf"{leading('partners', 'alliance')}{gap}\s*(?:\(|{branches('partners', 'members')})", phrase_set("partners", "alliance")
    )


def _alliances(document: Document, organizations: Organizations) -> Iterator[_Found]:
    """The members of a consortium; of another alliance those only that it joins to the employer."""
    for match in document.find(_alliance()):
        names = _read(document, organizations, match.end())
        sure = match.group().startswith("consortium") and len(names) > 1
        if sure or any(organizations.is_employer(name) for name in names):
            yield match.start(), names, "partner.alliance", 0.8


def _together(document: Document, organizations: Organizations) -> Iterator[_Found]:
    """A list that the employer stands in, after "by", "between": those who act together."""
    for match in document.find(pattern("partners", "together")):
        if not any(match.end() <= start <= match.end() + _REACH // 4 for start, _ in organizations.employer_spans):
            continue
        between = match.group() in {"between", "entre"}
        if between and document.section_of(document.folded.offsets[match.start()]) == "responsibilities":
            continue
        names = _read(document, organizations, match.end())
        if len(names) > 1 and any(organizations.is_employer(name) for name in names):
            yield match.start(), _vouched(document, organizations, names, match.end()), "partner.together", 0.7
