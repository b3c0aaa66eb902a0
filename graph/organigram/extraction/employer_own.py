"""Who hires, told by what is its own: its team, its mission, its careers page, its rules for applicants.

Where no sentence says who hires or presents it, postings still name the employer in passing ("As part of the Relief team",
"Chez Relief, nous ..."). Each such way is weak alone; the name that most of them give is taken.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from organigram.extraction.document import Document, Span
from organigram.extraction.introductions import Candidate, cue
from organigram.extraction.names import Name, NameReader, name_key
from organigram.extraction.patterns import pattern
from organigram.extraction.titles import has_head
from organigram.extraction.tokens import read_tokens, span_of
from organigram.model import Item

_REACH, _ARTICLE, _GAP = 90, 4, 2
_ALONE = 0.72
_SEVERAL = 0.75
_LEADS = 0.6


def own_things(document: Document, title: Item | None) -> Iterator[Candidate]:
    """The names that words for an employer's own things stand beside, the one that stands so most often first."""
    found: dict[str, list[Span]] = defaultdict(list)
    for name in (*_after(document), *_before(document)):
        if _may_hire(document, name):
            found[name_key(name.value)].append(span_of(document, name.start, name.end))
    counts = Counter({key: len(spans) for key, spans in found.items()})
    for key in sorted(found, key=lambda key: (-counts[key], found[key][0].start)):
        yield Candidate(found[key][0], _SEVERAL if counts[key] > 1 else _ALONE, "employer.own")


def _after(document: Document) -> Iterator[Name]:
    """Names right behind the words ("careers at Relief", "la mission de Relief")."""
    reader = NameReader(document)
    for match in document.find(cue("own_before")):
        if any(map(str.isupper, document.quote(Span(*document.original(*match.span())))[1:])):
            continue  # part of a name ("la Direction du Développement")
        end = document.folded.text.find("\n", match.end())
        stop = min(end if end >= 0 else len(document.folded.text), match.end() + _REACH)
        name = reader.read(match.end(), stop)
        if name is not None and name.start - match.end() <= _ARTICLE:
            yield name


def _before(document: Document) -> Iterator[Name]:
    """Names right before the words ("the Relief team", "Relief's mission", "Relief is an equal opportunity employer")."""
    reader = NameReader(document)
    folded = document.folded.text
    owned = (m for m in document.find(cue("possessed")) if folded[max(0, m.start() - _GAP - 1) : m.start()] == "'s ")
    for match in (*document.find(cue("own_behind")), *owned):
        floor = document.folded.index(document.sentence_at(document.folded.offsets[match.start()]).start)
        end = len(document.folded.text[: match.start()].rstrip(" -–|:"))
        if end <= floor or "\n" in document.folded.text[end : match.start()]:
            continue
        if document.folded.text[end - _GAP : end] == "'s":
            end -= _GAP
        name = reader.read_before(max(floor, end - _REACH), end)
        if name is not None:
            yield name


def leading(document: Document, title: Item | None) -> Iterator[Candidate]:
    """The one of several that leads them ("a consortium of Relief as lead and Terra"), where no other is told to hire."""
    reader = NameReader(document)
    for match in document.find(pattern("partners", "leads")):
        floor = document.folded.index(document.sentence_at(document.folded.offsets[match.start()]).start)
        end = len(document.folded.text[: match.start()].rstrip(" ,(–-"))
        name = reader.read_before(max(floor, end - _REACH), end) if end > floor else None
        if name is not None and (name.entities or not has_head(read_tokens(document, name.start, name.end))):
            yield Candidate(span_of(document, name.start, name.end), _LEADS, "employer.leading")


def _may_hire(document: Document, name: Name) -> bool:
    """Whether a name may be an organization's: no title, place, language, unit or common word."""
    tokens = read_tokens(document, name.start, name.end)
    if has_head(tokens) and not name.entities:
        return False
    if cue("no_owner").search(document.folded.text, name.start, name.end):
        return False
    span = span_of(document, name.start, name.end)
    others = document.mentions_in(span, "country", "language", "role", "sector", "place")
    if any(m.start == span.start for m in others) and not name.entities:
        return False
    town = any(place.start == span.start and place.end == span.end for place in document.places)
    return bool(name.entities) or not town
