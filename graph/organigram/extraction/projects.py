"""Projects: names in quotes or capitals by the word "project", described ones in lists, values of labels; who pays for which.

A project is the text's, not the reader's: "the project" without a name is none, except where a list of projects tells each by what
it does ("Projet d'optimisation du traitement de la malnutrition aiguë").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from organigram.extraction.document import Document, Span
from organigram.extraction.donors import Payment
from organigram.extraction.header import Header
from organigram.extraction.organizations import Organizations, name_key
from organigram.extraction.patterns import branches, pattern, phrase_set
from organigram.extraction.project_details import details
from organigram.extraction.titles import has_head
from organigram.extraction.tokens import Token, read_tokens, span_of, tidy, value_of
from organigram.model import Evidence, ProjectItem

_QUOTED = re.compile(r"\s*[“«\"]\s*([^“”«»\"\n][^“”«»\"]{2,160}?)\s*[”»\"]")
_BRACKET = re.compile(r"\s*\(\s?([A-Z][\w-]{2,14})\s?\)")
_LONGEST = 12
_DESCRIBED = 190
_SMALL = frozenset("of the for and on in to a de du des d' l' la le les et en pour aux au & - – / ' ’ à".split())


@dataclass(slots=True)
class Project:
    """One project while a posting is read; ``spots`` are the places of its name in the folded text."""

    value: str
    rule: str
    confidence: float
    keys: set[str]
    spots: list[tuple[int, int]] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)


def find_projects(document: Document, header: Header, organizations: Organizations, payments: list[Payment]) -> list[ProjectItem]:
    """The projects of a posting with their donors, partners, places and times, in the order of the text."""
    projects: list[Project] = []
    for value, start, end, rule, confidence in _candidates(document, organizations):
        _add(document, projects, value, start, end, rule, confidence)
    projects.sort(key=lambda project: project.spots[0])
    _again(document, projects)
    return [details(document, header, project, projects, payments) for project in projects]


_Candidate = tuple[str, int, int, str, float]


def _candidates(document: Document, organizations: Organizations) -> Iterator[_Candidate]:
    yield from _described(document)
    yield from _named_after_word(document, organizations)
    yield from _named_before_word(document, organizations)
    yield from _by_label(document)


def _add(document: Document, projects: list[Project], value: str, start: int, end: int, rule: str, confidence: float) -> None:
    keys = _keys(value)
    if not keys:
        return
    evidence = document.evidence(*span_of(document, start, end))
    for old in projects:
        if _same(old.keys, keys) or any(a < end and start < b for a, b in old.spots):
            old.keys |= keys
            if evidence not in old.evidence:
                old.evidence.append(evidence)
                old.spots.append((start, end))
            return
    projects.append(Project(value, rule, confidence, keys, [(start, end)], [evidence]))


def _keys(value: str) -> set[str]:
    """What a project is met by: its name, its parts outside and inside brackets, before and after a colon or a long dash."""
    parts = [
        value,
        re.sub(r"\([^()]*\)", " ", value),
        *re.findall(r"\(([^()]+)\)", value),
        *re.split(r"\s*:\s+|\s+[–—-]\s*|-\s", value),
    ]
    keys = {_plain_key(part) for part in parts}
    return {key for key in keys if len(key) > 2}


def _plain_key(part: str) -> str:
    words = [
        word for word in name_key(part).split() if word not in phrase_set("projects", "before") | phrase_set("projects", "after")
    ]
    return " ".join(words)


def _same(one: set[str], other: set[str]) -> bool:
    return bool(one & other)


def _named_after_word(document: Document, organizations: Organizations) -> Iterator[_Candidate]:
    folded, text = document.folded.text, document.text
    for match in pattern("projects", "before").finditer(folded):
        end = document.folded.offsets[match.end() - 1] + 1
        quoted = _QUOTED.match(text, end) or _QUOTED.match(text, end + 2 if text[end : end + 2] == " :" else end)
        if quoted:
            start = document.folded.index(quoted.start(1))
            yield tidy(quoted[1]), start, document.folded.index(quoted.end(1)), "project.quoted", 0.93
            continue
        yield from _capitals_after(document, organizations, match)


def _capitals_after(document: Document, organizations: Organizations, match: re.Match[str]) -> Iterator[_Candidate]:
    sentence = document.sentence_at(document.folded.offsets[match.start()])
    stop = max(match.end(), document.folded.index(sentence.end))
    tokens = read_tokens(document, match.end(), stop, limit=30)
    colon = bool(tokens) and tokens[0].text in {":", "-", "–"}
    tokens = tokens[1:] if colon else tokens
    size = _run(tokens)
    own = tokens[:size]
    described = _described_acronym(document, match, stop)
    if described:
        yield described
        return
    english = match.group() in phrase_set("projects", "after") or "project" in match.group().split()
    if not own or not _is_name(document, organizations, own) or (english and not _is_code(own[:1])):
        return
    if has_head(own) or own[0].text in phrase_set("projects", "not_after") or (colon and not _is_code(own)):
        return
    end = own[-1].end
    value = value_of(document, own[0].start, end)
    bracket = _BRACKET.match(document.text, document.folded.offsets[end - 1] + 1)
    if bracket:
        value = f"{value} ({bracket[1]})"
        end = document.folded.index(bracket.end())
    yield value, own[0].start, end, "project.named", 0.88


def _described_acronym(document: Document, match: re.Match[str], stop: int) -> _Candidate | None:
    """ "Projet de Renforcement des Organisations ... (PROCACAO)": the acronym is its name."""
    text = document.text
    start = document.folded.offsets[match.start()]
    end = document.folded.offsets[stop] if stop < len(document.folded.offsets) else len(text)
    following = read_tokens(document, match.end(), stop, limit=1)
    if not text[start].isupper() or not following or following[0].text not in {"de", "d'", "du", "des"}:
        return None
    for bracket in _BRACKET.finditer(text, start, min(end, start + 130)):
        if sum(c.isupper() for c in bracket[1]) >= 3 and not re.search(r"[.;:,(]", text[start : bracket.start()]):
            return (
                bracket[1],
                document.folded.index(bracket.start(1)),
                document.folded.index(bracket.end(1)),
                "project.acronym",
                0.9,
            )
    return None


def _run(tokens: list[Token]) -> int:
    """How many tokens from the first on are a name: capitals and numbers, small words between them."""
    size = 0
    position = 0
    while position < len(tokens) and position < _LONGEST:
        token = tokens[position]
        if token.sign and token.text not in "-–/&'’":
            break
        if token.capital or (size and token.text.isdigit()):
            size = position + 1
        elif not size or not (token.text in _SMALL or token.sign):
            break
        position += 1
    return size


def _is_code(tokens: list[Token]) -> bool:
    """Whether a name is like a code: capitals inside a word ("OptiMA", "CUTTS")."""
    return any(token.shouted and len(token.text) > 2 for token in tokens)


def _is_name(document: Document, organizations: Organizations, own: list[Token]) -> bool:
    telling = [token for token in own if token.capital and token.text not in phrase_set("projects", "plain")]
    if not telling:
        return False
    value = value_of(document, own[0].start, own[-1].end)
    if organizations.employer is not None and name_key(value) in organizations.employer.keys:
        return False
    known = [n for n in organizations.reader.known if own[0].start <= n < own[-1].end]
    covered = {t.start for n in known for t in own if n <= t.start < document.folded.index(organizations.reader.known[n].end)}
    return any(token.start not in covered for token in telling)


def _named_before_word(document: Document, organizations: Organizations) -> Iterator[_Candidate]:
    folded = document.folded.text
    for match in _after_word().finditer(folded):
        position = document.folded.offsets[match.start()]
        following = read_tokens(document, match.end(), match.end() + 30, limit=2)
        if following and (following[0].text in phrase_set("projects", "not_after") or following[0].text in {'"', "“", "«"}):
            continue
        if organizations.covers(position, position + 1):
            continue
        floor = max(document.folded.index(document.sentence_at(position).start), match.start() - 110)
        own = _before(read_tokens(document, floor, match.start(), limit=40))
        if not own or not _is_name(document, organizations, own):
            continue
        if not _tells_enough(own, document.text[position].isupper()):
            continue
        start, end = own[0].start, match.end()
        value = value_of(document, start, end)
        if _is_code(own[:1]) and not own[-1].capital:
            value, end = value_of(document, own[0].start, own[0].end), own[0].end
        yield value, start, end, "project.before", 0.8


@cache
def _after_word() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){branches('projects', 'after')}")


def _before(tokens: list[Token]) -> list[Token]:
    """The tokens right before "project" that may be its name, small fillers after a code among them."""
    start = len(tokens)
    fillers = 0
    while start > 0:
        token = tokens[start - 1]
        if token.capital and not (token.text in phrase_set("projects", "plain") and start - 1 == 0):
            start -= 1
        elif (
            token.text in {"and", "of", "for", "&", "the", "in", "to", "'s"}
            and start > 1
            and tokens[start - 2].capital
            and start < len(tokens)
        ):
            start -= 1
        elif not token.sign and fillers < 2 and start - 1 > 0 and start + fillers >= len(tokens):
            start, fillers = start - 1, fillers + 1
        else:
            break
    own = tokens[start:]
    while own and (not own[0].capital or own[0].text in phrase_set("projects", "plain")):
        own = own[1:]
    return own


def _tells_enough(own: list[Token], capital: bool) -> bool:
    """Whether tokens before "project" are more than a common word or two."""
    capitals = [token for token in own if token.capital and token.text not in phrase_set("projects", "plain")]
    if has_head(own):
        return False
    if own[-1].capital:
        return (
            (len(capitals) >= 2 and (capital or len(capitals) >= 3))
            or (capital and len(own) >= 2)
            or _is_code(own[-1:])
            and len(own[-1].text) > 3
        )
    fillers = len(own) - 1 - max(n for n, token in enumerate(own) if token.capital)
    return (_is_code(own[:1]) and len(own[0].text) >= 4 and fillers == len(own) - 1) or (len(capitals) >= 3 and fillers == 1)


def _described(document: Document) -> Iterator[_Candidate]:
    """Items of a list that begin with "Projet", each told by what it does."""
    folded = document.folded.text
    for sentence in document.sentences:
        start = document.folded.index(sentence.start)
        match = pattern("projects", "before").match(folded, start)
        if not match or not document.text[sentence.start].isupper():
            continue
        following = read_tokens(document, match.end(), document.folded.index(sentence.end), limit=1)
        if not following or following[0].text not in {"de", "d'", "du", "finance", "pour"}:
            continue
        end = _description_end(
            document, match.end(), min(document.folded.index(sentence.end), start + _DESCRIBED), following[0].text
        )
        value = value_of(document, start, end)
        if len(value.split()) >= 4 and "(" not in value:
            yield value, start, end, "project.described", 0.75


def _description_end(document: Document, start: int, stop: int, first: str) -> int:
    folded = document.folded.text
    sign = re.compile(r"[.;:,(]").search(folded, start, stop)
    end = sign.start() if sign else stop
    word = pattern("projects", "ends").search(folded, start, end)
    return word.start() if word and first != "finance" else end


def _by_label(document: Document) -> Iterator[_Candidate]:
    for item in document.fields_of("project"):
        value = tidy(document.quote(item.value))
        start, end = document.folded_span(item.value)
        quoted = _QUOTED.match(document.text, item.value.start)
        if quoted:
            value, start = tidy(quoted[1]), document.folded.index(quoted.start(1))
            end = document.folded.index(quoted.end(1))
        tokens = read_tokens(document, start, end, limit=40)
        verbs = any(token.text in {"is", "are", "will", "est", "sont", "vise", "has", "was", "aims"} for token in tokens)
        if 1 < len(value) <= 160 and not verbs and tokens and tokens[0].capital and not has_head(tokens[:6]):
            yield value, start, end, "project.label", 0.85


def _again(document: Document, projects: list[Project]) -> None:
    """Find the names once more where nothing says "project", as further evidence."""
    folded = document.folded.text
    for project in projects:
        for key in sorted(project.keys):
            if len(key) < 4 or (" " not in key and not key.isalpha()):
                continue
            words = r"\W{1,3}".join(map(re.escape, key.split()))
            for match in re.compile(rf"(?<!\w){words}(?!\w)").finditer(folded):
                if not document.text[document.folded.offsets[match.start()]].isupper():
                    continue
                if not any(a <= match.start() < b for a, b in project.spots) and len(project.evidence) < 8:
                    project.spots.append(match.span())
                    project.evidence.append(document.evidence(*span_of(document, *match.span())))
        project.spots.sort()


def sentence_of(document: Document, spot: tuple[int, int]) -> Span:
    """The sentence that a name stands in."""
    return document.sentence_at(document.folded.offsets[spot[0]])
