"""Projects, each once however often it is named, with what the sentences around its names say of it.

A project is the text's, not the reader's: "the project" without a name is none, except where a list of projects tells each by
what it does ("Projet d'optimisation du traitement de la malnutrition aiguë").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from organigram.extraction.document import Document
from organigram.extraction.donors import Payment
from organigram.extraction.header import Header
from organigram.extraction.names import name_key
from organigram.extraction.organizations import Organizations
from organigram.extraction.patterns import either, phrase_set
from organigram.extraction.project_details import details
from organigram.extraction.project_items import Candidate, Project
from organigram.extraction.project_names import find_names
from organigram.extraction.tokens import span_of
from organigram.model import ProjectItem

_MOST_EVIDENCE, _MOST_SPOTS = 8, 24
#: More projects than any posting names.
_MOST = 40
_MOST_WORDS = 12
#: Words that make two names one where the other has them too.
_TELLING, _SHARE = 3, 0.6
_COUNT = re.compile(rf"\d\w*|[ivx]+|{either('projects', 'phase_number')}|{either('projects', 'part')}")
#: Words of a name that begins with a code and stands before a dash.
_FEW = 3


def find_projects(document: Document, organizations: Organizations, payments: Sequence[Payment] = ()) -> list[Project]:
    """The projects that a posting names, in the order of the text; ``payments`` tell items of a list that are projects."""
    projects: list[Project] = []
    for candidate in find_names(document, organizations, [payment.start for payment in payments]):
        _add(document, projects, candidate)
    projects.sort(key=lambda project: min(project.spots))
    for project in projects:
        _again(document, project)
    return projects


def describe(
    document: Document, header: Header, organizations: Organizations, projects: list[Project], payments: list[Payment]
) -> list[ProjectItem]:
    """The facts of the projects; one that turns out to be the programme of another is left out."""
    items = [details(document, header, project, projects, payments, organizations) for project in projects]
    programmes = {name_key(item.programme) for item in items if item.programme}
    return [item for item in items if name_key(str(item.value)) not in programmes]


def _add(document: Document, projects: list[Project], new: Candidate) -> None:
    keys = _keys(new.value)
    if not keys:
        return
    evidence = document.evidence(*span_of(document, new.start, new.end))
    for old in projects:
        if (
            keys & old.keys
            or _plural(keys, old.keys)
            or _within(keys, old.keys)
            or any(a < new.end and new.start < b for a, b in old.spots)
        ):
            if len(new.value) > len(old.value) and name_key(old.value) in _keys(new.value) and "(" not in old.value:
                old.value, old.rule, old.confidence = new.value, new.rule, max(old.confidence, new.confidence)
            old.keys |= keys
            if len(old.spots) < _MOST_SPOTS and evidence not in old.evidence:
                old.evidence.append(evidence)
                old.spots.append((new.start, new.end))
            return
    if len(projects) >= _MOST:
        return
    projects.append(Project(new.value, new.rule, new.confidence, keys, [(new.start, new.end)], [evidence]))


def _plural(one: set[str], other: set[str]) -> bool:
    """Whether two codes differ by a last "s" only, as a slip ("STRIDE", "STRIDES")."""
    return any(f"{a}s" == b or f"{b}s" == a for a in one for b in other if len(a) > 4 and " " not in a)


def _within(one: set[str], other: set[str]) -> bool:
    """Whether all that tells one name is in the other, three words at least, and what is more there counts no phases."""
    for few, many in (sorted((_telling(a), _telling(b)), key=len) for a in one for b in other if " " in a and " " in b):
        if (
            len(few) >= max(_TELLING, _SHARE * len(many))
            and few <= many
            and not any(_COUNT.fullmatch(word) for word in many - few)
        ):
            return True
    return False


def _telling(key: str) -> set[str]:
    """The words of a name by which it is known."""
    return {word for word in key.split() if word not in phrase_set("phrases", "small")}


def _keys(value: str) -> set[str]:
    """What a project is met by: its name, its parts outside and inside brackets, the code before a colon or after a dash."""
    parts = [value, re.sub(r"\([^()]*\)", " ", value), *re.findall(r"\(([^()]+)\)", value)]
    parts += [part for part in re.split(r"\s*:\s+|\s+[–—-]\s*|-\s", value) if " " not in part.strip() and part.strip().isupper()]
    parts += [
        part
        for part in re.split(r"\s+[–—-]\s", value)[:1]
        if part.strip() and part.split()[0].isupper() and len(part.split()) <= _FEW
    ]
    parts += value.split("=")[:1]
    return {key for key in map(_plain_key, parts) if len(key) > 2}


def _plain_key(part: str) -> str:
    words = name_key(part).split()
    edge = phrase_set("projects", "before") | phrase_set("projects", "after")
    while words and words[0] in edge:
        words = words[1:]
    while words and words[-1] in edge:
        words = words[:-1]
    return " ".join(words)


def _again(document: Document, project: Project) -> None:
    """Find the names once more where nothing says "project", as further evidence."""
    for key in sorted(project.keys):
        if len(key) < 4 or len(key.split()) > _MOST_WORDS:
            continue
        for start, end in document.find_names([key]):
            if len(project.evidence) >= _MOST_EVIDENCE:
                break
            capital = document.text[document.folded.offsets[start]].isupper()
            if capital and not any(a < end and start < b for a, b in project.spots):
                project.spots.append((start, end))
                project.evidence.append(document.evidence(*span_of(document, start, end)))
    project.spots.sort()
