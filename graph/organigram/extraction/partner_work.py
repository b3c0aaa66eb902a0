"""Partners told by shared work: who runs a project with whom, who is counted with the employer, of whom it is a branch.

"In collaboration with" is said of projects and of duties alike. It makes partners where something is done so ("implemented in
collaboration with"), or the employer, a project or another organization is the subject; what the post does with others does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from organigram.extraction.cues import opening
from organigram.extraction.document import Document
from organigram.extraction.names import Name, name_key
from organigram.extraction.organizations import Organizations
from organigram.extraction.patterns import branches, leading, pattern, phrase_set
from organigram.extraction.tokens import read_tokens

_REACH = 420
#: Characters between what is done and with whom, between the names and the subject behind them.
_DONE, _SUBJECT_BEHIND = 45, 60
#: Words before the first name of a list.
_NEAR = 5
_SHORT_CLAUSE = 90
#: Letters of a first word that may be any.
_SHORT = 3
_BULLET = " \t-–—•*·o:,;"
_DUTIES = frozenset({"requirements", "apply", "policy", "lines"})

#: Where the cue begins in the folded text, the names, the rule and how sure it is.
Found = tuple[int, list[Name], str, float]


def shared_work(document: Document, organizations: Organizations) -> Iterator[Found]:
    """ "implemented in collaboration with X and Y", "In cooperation with X, Relief runs ...": those who act with the employer."""
    for match in document.find(pattern("partners", "acting")):
        position = document.folded.offsets[match.start()]
        if document.section_of(position) in _DUTIES:
            continue
        names = [name for name in _names(document, organizations, match.end()) if _is_proper(document, name)]
        if names and _is_shared(document, organizations, match, names[-1].end):
            yield match.start(), names, "partner.acting", 0.75


def _is_proper(document: Document, name: Name) -> bool:
    """Whether a name is known, an acronym, or has two capitals."""
    tokens = read_tokens(document, name.start, name.end)
    return bool(name.entities) or any(t.mixed and len(t.text) > 2 for t in tokens) or sum(t.capital for t in tokens) > 1


def _names(document: Document, organizations: Organizations, start: int) -> list[Name]:
    stop = document.folded.index(document.sentence_at(document.folded.offsets[start - 1]).end)
    names = organizations.reader.read_all(start, max(start, min(start + _REACH, stop)))
    near = bool(names) and len(document.folded.text[start : names[0].start].split()) <= _NEAR
    return names if near else []


def _is_shared(document: Document, organizations: Organizations, cue: re.Match[str], end: int) -> bool:
    """Whether what is done with others is a project or the employer's work, and no duty of the post."""
    folded = document.folded.text
    floor = document.folded.index(document.sentence_at(document.folded.offsets[cue.start()]).start)
    before = folded[floor : cue.start()]
    if pattern("partners", "done").search(before[-_DONE:]):
        return True
    opens = not before.strip(_BULLET)
    if not opens and document.section_of(document.folded.offsets[cue.start()]) == "responsibilities":
        return False
    clause = folded[end : end + _SUBJECT_BEHIND] if opens else before[-_SHORT_CLAUSE:]
    if pattern("partners", "post").search(clause):
        return False
    low, high = (end, end + _SUBJECT_BEHIND) if opens else (max(floor, cue.start() - _SHORT_CLAUSE), cue.start())
    named = organizations.names_employer(low, high) or bool(pattern("partners", "we").search(folded, low, high))
    return named or bool(pattern("partners", "undertaking").search(folded, low, high)) or _ends_in_name(organizations, floor, cue)


def _ends_in_name(organizations: Organizations, floor: int, cue: re.Match[str]) -> bool:
    """Whether another organization stands right before the cue and its comma ("The Hill Office, in collaboration with")."""
    text = organizations.document.folded.text
    end = len(text[: cue.start()].rstrip(" ,"))
    return end < cue.start() - 1 and organizations.reader.read_before(max(floor, end - _SHORT_CLAUSE), end) is not None


@cache
def _counted() -> re.Pattern[str]:
    kinds = branches("partners", "counted_kinds")
    return opening(
        rf"{leading('partners', 'counts')}(?:\s+[^\s.;:,()]+){{0,2}}?\s+{kinds}(?:\s+[^\s.;:,()]+){{0,5}}?\s*[(:]",
        phrase_set("partners", "counts"),
    )


def counted(document: Document, organizations: Organizations) -> Iterator[Found]:
    """ "four NGOs (A, B, C and Relief) have joined forces": a list with a number before it that the employer stands in."""
    for match in document.find(_counted()):
        names = organizations.reader.read_all(match.end(), match.end() + _REACH)
        if len(names) > 1 and any(organizations.is_employer(name) for name in names):
            yield match.start(), names, "partner.counted", 0.75


@cache
def _branch() -> re.Pattern[str]:
    noun = branches("partners", "branch")
    return opening(
        rf"{leading('partners', 'being')}(?:\s+[^\s.;:,()]+){{0,3}}?\s+{noun}(?:\s+[^\s.;:,()]+)?\s+{branches('partners', 'of')}",
        phrase_set("partners", "being"),
    )


def branch_of(document: Document, organizations: Organizations) -> Iterator[tuple[int, Name]]:
    """ "Relief is the Kenyan branch of Relief International": the organization that the employer is a part of."""
    yield from _worldwide(document, organizations)
    for match in document.find(_branch()):
        floor = document.folded.index(document.sentence_at(document.folded.offsets[match.start()]).start)
        start, end = organizations.employer_before(match.start())
        name = organizations.reader.read(match.end(), match.end() + _REACH // 4) if start >= floor else None
        between = document.folded.text[end : match.start()]
        if name is not None and len(between.split()) <= _NEAR and name.start - match.end() <= _NEAR:
            yield match.start(), name


def _worldwide(document: Document, organizations: Organizations) -> Iterator[tuple[int, Name]]:
    """The name that all chapters share ("Relief Worldwide", where Relief Kenya hires)."""
    own = organizations.employer.value.split() if organizations.employer else []
    bases = [name_key(" ".join(own[:size])) for size in range(1, len(own))]
    names = [f"{base} {word}" for base in bases if len(base) > _SHORT for word in phrase_set("organizations", "worldwide")]
    for start, end in document.find_names(names)[:1] if names else ():
        name = organizations.reader.read(start, end)
        if name is not None and organizations.is_parent(name):
            yield start, name
