"""What the sentences around a project's name say of it: who pays, where, when, how much, in which programme."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from organigram.extraction.calendar import dates_in
from organigram.extraction.document import Document, Span
from organigram.extraction.donors import Payment
from organigram.extraction.header import Header
from organigram.extraction.organizations import Organizations
from organigram.extraction.patterns import branches, pattern, spaced
from organigram.extraction.project_items import Project
from organigram.extraction.tokens import read_tokens, value_of
from organigram.folding import fold_name
from organigram.model import Budget, ProjectItem

_NEAR = 80
#: How far from the start of a sentence a project's name may stand for the rest of the paragraph to be about it.
_OPENING = 24
_SENTENCE = 600
_SHORTEST = 3  # letters of a name that is looked for again
#: What stands before a label on its line, and a label with what follows it.
_BULLETS = " \t-–—•*·|0123456789.)"
_LABEL = re.compile(r"[^\n:|.]{3,40}[:|]")
_CURRENCY = {
    "euros": "EUR",
    "euro": "EUR",
    "€": "EUR",
    "eur": "EUR",
    "usd": "USD",
    "dollars": "USD",
    "$": "USD",
    "us$": "USD",
    "gbp": "GBP",
    "£": "GBP",
    "chf": "CHF",
    "cad": "CAD",
}


def details(
    document: Document,
    header: Header,
    project: Project,
    projects: list[Project],
    payments: list[Payment],
    organizations: Organizations,
) -> ProjectItem:
    """The fact of one project."""
    scope = _scope(document, project, projects)
    start, end = _dates(document, scope)
    countries = _countries(document, header, project)
    paid = [payment for payment in payments if _pays_for(document, payment, project, projects, scope)]
    consortium = any(document.search(pattern("projects", "consortium"), *span) for span in scope)
    return ProjectItem(
        project.value,
        evidence=tuple(project.evidence),
        confidence=project.confidence,
        rule=project.rule,
        partners=tuple(
            dict.fromkeys([*(n for p in paid for n in p.through), *_partners(document, project, organizations, projects)])
        ),
        donors=tuple(dict.fromkeys(p.donor.value for p in paid)),
        countries=countries,
        places=_places(document, scope, countries),
        start=start,
        end=end,
        budget=_budget(document, scope),
        programme=_programme(document, scope, project),
        consortium=consortium,
        lead=_lead(document, scope, organizations) if consortium else None,
        assigned=_is_assigned(document, header, project, projects),
    )


def _partners(document: Document, project: Project, organizations: Organizations, projects: list[Project]) -> Iterator[str]:
    """Partners that a sentence with the project's name tells, where no other project's name is nearer."""
    for partner in organizations.found:
        for evidence in partner.evidence if partner.relation == "partner" else ():
            spot = document.folded.index(evidence.end)
            sentence = document.folded_span(document.sentence_at(evidence.start))
            rivals = [(abs(a - spot), other) for other in projects for a, _ in other.spots if sentence[0] <= a < sentence[1]]
            if rivals and min(rivals, key=lambda rival: rival[0])[1] is project:
                yield partner.value
                break


def _lead(document: Document, scope: list[tuple[int, int]], organizations: Organizations) -> str | None:
    """The one organization by whose name the sentences about a project say that it leads; None where they say so of several."""
    text, leading = document.folded.text, set()
    for organization in organizations.found:
        keys = sorted((key for key in organization.keys if len(key) >= _SHORTEST), key=lambda key: (-len(key), key))
        for start, end in document.find_names(keys) if keys else ():
            inside = any(a <= start and end <= b for a, b in scope)
            if inside and (_leads_after().match(text, end) or _leads_before().search(text, max(0, start - _NEAR), start)):
                leading.add(organization.value)
    return leading.pop() if len(leading) == 1 else None


@cache
def _leads_after() -> re.Pattern[str]:
    beside = rf"[(,]\s*{branches('projects', 'lead', 'beside')}(?:\s+{branches('projects', 'lead', 'of')})?\s*[),;.]"
    return re.compile(rf"\s*{beside}|,?\s+{branches('projects', 'lead', 'after')}")


@cache
def _leads_before() -> re.Pattern[str]:
    return re.compile(rf"\b{branches('projects', 'lead', 'before')}\s*\Z")


def _scope(document: Document, project: Project, projects: list[Project]) -> list[tuple[int, int]]:
    """The stretches of the folded text that speak of a project: its sentences, and those after them that go on about it."""
    starts = [sentence.start for sentence in document.sentences]
    found: dict[tuple[int, int], None] = {}
    for spot in project.spots:
        index = bisect_right(starts, document.folded.offsets[spot[0]]) - 1
        if index < 0:
            continue
        first = document.folded_span(document.sentences[index])
        opens_item = spot[0] - first[0] <= _OPENING
        found[first] = None
        for sentence in document.sentences[index + 1 : index + 4]:
            span = document.folded_span(sentence)
            named = any(span[0] <= a < span[1] for other in projects if other is not project for a, _ in other.spots)
            goes_on = pattern("projects", "anaphora").match(document.folded.text, span[0]) or (
                opens_item and "\n" not in document.folded.text[first[0] : span[0]]
            )
            if named:
                break
            if goes_on:
                found[span] = None
    return list(found)


def _pays_for(
    document: Document, payment: Payment, project: Project, projects: list[Project], scope: list[tuple[int, int]]
) -> bool:
    """Whether a payment is for a project: in a sentence about it, the nearest name there; or the only project there is."""
    inside = [span for span in scope if span[0] <= payment.start < span[1]]
    if inside:
        span = inside[0]
        rivals = [(spot, other) for other in projects for spot in other.spots if span[0] <= spot[0] < span[1]]
        if not rivals:
            return True
        before = [rival for rival in rivals if rival[0][0] <= payment.start]
        nearest = max(before, key=lambda r: r[0][0]) if before else min(rivals, key=lambda r: r[0][0])
        apart = ";" in document.folded.text[nearest[0][1] : payment.start]
        return nearest[1] is project and not apart
    if _at_label(document, payment) and project is _labelled_before(projects, payment.start):
        return True
    if len(projects) != 1:
        return False
    if any(item.label.start <= document.folded.offsets[payment.start] < item.value.end for item in document.fields_of("donor")):
        return True
    start, end = document.folded_span(document.sentence_at(document.folded.offsets[payment.start]))
    start, end = max(start, payment.start - _SENTENCE), min(end, payment.start + _SENTENCE)
    text = document.folded.text
    said = (match.group() for table in ("before", "after") for match in pattern("projects", table).finditer(text, start, end))
    return any(not word.endswith("s") for word in said)


def _at_label(document: Document, payment: Payment) -> bool:
    """Whether a payment is told by a label at the head of a line ("Donor: ...", "Bailleur | ...")."""
    text = document.folded.text
    opens = not text[text.rfind("\n", 0, payment.start) + 1 : payment.start].strip(_BULLETS)
    return opens and _LABEL.match(text, payment.start) is not None


def _labelled_before(projects: list[Project], position: int) -> Project | None:
    """The project that a label names last before a place; the only one that stands before it where none has a label."""
    before = [project for project in projects if min(project.spots)[0] < position]
    labelled = [project for project in before if project.rule == "project.label"] or (before if len(before) == 1 else [])
    return max(labelled, key=lambda project: min(project.spots)) if labelled else None


def _countries(document: Document, header: Header, project: Project) -> tuple[str, ...]:
    """The country that stands by the name, else the only one of the post."""
    for start, end in project.spots:
        sentence = document.sentence_at(document.folded.offsets[start])
        first = document.folded.offsets[end - 1] + 1
        for mention in document.mentions_in(Span(first, min(sentence.end, first + _NEAR)), "country"):
            codes = [entity.first("notation") or entity.slug for entity in mention.entities if entity.kind == "country"]
            if codes:
                return (codes[0],)
    codes = [str(item.value) for item in header.countries]
    return (codes[0],) if len(codes) == 1 else ()


def _places(document: Document, scope: list[tuple[int, int]], countries: tuple[str, ...]) -> tuple[str, ...]:
    """The places of its countries that the sentences about a project name."""
    spans = [document.original(*span) for span in scope]
    found = [
        document.text[place.start : place.end]
        for place in document.places
        if any(span.start <= place.start and place.end <= span.end for span in spans)
        and any(entity.first("country") in countries for entity in place.entities)
    ]
    return tuple(dict.fromkeys(found))


@cache
def _between() -> re.Pattern[str]:
    return re.compile(rf"^\s*(?:{branches('projects', 'to')}|[-–])(?:\s+\w+){{0,2}}\s*$")


def _dates(document: Document, scope: list[tuple[int, int]]) -> tuple[str | None, str | None]:
    """Beginning and end of a project where its sentences give both, one after the other."""
    folded = document.folded.text
    for start, end in scope:
        dates = [date for date in dates_in(document, start, end) if not date.yearless or date.readings]
        for first, second in pairwise(dates):
            if second.yearless or second.start - first.end > 20 or not _between().match(folded[first.end : second.start]):
                continue
            finish = second.readings[0]
            begin = first.readings[0] if not first.yearless else f"{finish[:4]}-{first.readings[0]}"
            if begin <= finish:
                return begin, finish
    return None, None


@cache
def _money() -> re.Pattern[str]:
    currency = "|".join(sorted(map(re.escape, _CURRENCY), key=len, reverse=True))
    number = r"\d{1,3}(?:[ .,]\d{3})*(?:[.,]\d{1,2})?"
    return re.compile(
        rf"(?:(?P<before>€|\$|us\$|£|eur|usd|gbp)\s?)?(?<![\w.,])(?P<number>{number})"
        rf"\s?(?P<million>{branches('projects', 'million')})?"
        rf"(?:\s*{spaced('projects', 'of_amount')})?\s*(?P<after>{currency})?(?!\w)"
    )


def _budget(document: Document, scope: list[tuple[int, int]]) -> Budget | None:
    """An amount in a currency, in millions, that the sentences about a project give."""
    for start, end in scope:
        for match in _money().finditer(document.folded.text, start, end):
            currency = match["after"] or match["before"]
            if currency and match["million"]:
                return Budget(round(_number(match["number"]) * 1_000_000, 2), _CURRENCY.get(currency, currency.upper()))
    return None


def _number(text: str) -> float:
    plain = text.replace(" ", "")
    if len(re.findall("[.,]", plain)) > 1:
        plain = re.sub(r"[.,](?=\d{3}(?:[.,]|$))", "", plain)
    return float(plain.replace(",", "."))


def _programme(document: Document, scope: list[tuple[int, int]], project: Project) -> str | None:
    folded = document.folded.text
    for start, end in scope:
        for match in pattern("projects", "programme").finditer(folded, start, end):
            tokens = read_tokens(document, match.end(), end, limit=6)
            own = []
            for token in tokens:
                if token.sign or not token.capital:
                    break
                own.append(token)
            if own and match.group().startswith(("dans", "composantes", "au titre")) and "programme" in match.group():
                value = value_of(document, own[0].start, own[-1].end)
                if fold_name(value) not in project.keys:
                    return value
    return None


def _is_assigned(document: Document, header: Header, project: Project, projects: list[Project]) -> bool:
    """Whether the post works for a project: its title says so, a cue in the project's sentence does, or there is no other."""
    title = fold_name(str(header.title.value)) if header.title else ""
    if any(key in title for key in project.keys if len(key) > 3):
        return True
    for start, _ in project.spots[:3]:
        sentence = document.folded.index(document.sentence_at(document.folded.offsets[start]).start)
        if document.search(pattern("projects", "assigned"), sentence, start):
            return True
    return len(projects) == 1
