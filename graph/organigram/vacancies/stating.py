"""``graph/vacancies``: which postings are of one vacancy, why, in what they differ, and which seats were advertised again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise

import pyoxigraph as ox

from organigram import nquads
from organigram.namespaces import BASE, entity, graph, posting, rebase
from organigram.nquads import term
from organigram.vacancies.cards import Card
from organigram.vacancies.deciding import days_apart
from organigram.vacancies.grouping import Link

#: What two postings of one vacancy are compared in; what is not the same is a difference, what is tells why they are one.
COMPARED = (
    "schema:inLanguage",
    "schema:title",
    "schema:hiringOrganization",
    "schema:datePosted",
    "schema:validThrough",
    "schema:jobStartDate",
    "ngo:startsAsSoonAsPossible",
    "ngo:contractEndDate",
    "ngo:durationInMonths",
    "schema:employmentType",
    "ngo:workingTime",
    "ngo:dutyCountry",
    "schema:jobLocation",
    "ngo:sector",
    "ngo:requiresLanguage",
    "ngo:advertises",
    "schema:identifier",
    "prov:wasDerivedFrom",
)
#: Every two postings of a vacancy with so many are stated; of a larger one, each with its first.
_ALL_PAIRS = 20
_TITLE = "schema:title"


class Statements:
    """Reads what postings state from a store, under its base, and writes lines under the house's."""

    def __init__(self, engine: ox.Store, base: str) -> None:
        self._engine, self._base = engine, base

    def values(self, key: str, predicate: str) -> frozenset[str]:
        """The objects of a posting's statements, as terms."""
        subject = ox.NamedNode(posting(key).replace(BASE, self._base, 1))
        quads = self._stated(subject, predicate)
        return frozenset(str(quad.object).replace(f"<{self._base}", f"<{BASE}", 1) for quad in quads)

    def _stated(self, subject: ox.NamedNode | None, predicate: str) -> Iterator[ox.Quad]:
        start = f"{graph('posting')}/".replace(BASE, self._base, 1)
        quads = self._engine.quads_for_pattern(subject, ox.NamedNode(term(predicate)[1:-1]), None)
        return (q for q in quads if isinstance(q.graph_name, ox.NamedNode) and q.graph_name.value.startswith(start))

    def posts(self) -> Mapping[str, list[str]]:
        """The keys of the postings that advertise each post, by the post's IRI."""
        posts: dict[str, list[str]] = {}
        for quad in self._stated(None, "ngo:advertises"):
            seat = str(quad.object)[1:-1].replace(self._base, BASE, 1)
            posts.setdefault(seat, []).append(str(quad.subject)[1:-1].rpartition("/")[2])
        return posts


def vacancy_lines(groups: Sequence[Sequence[Card]], links: Sequence[Link], cards: Sequence[Card], source: Statements) -> set[str]:
    """The lines of ``graph/vacancies`` under the house's base."""
    found: set[str] = set()
    for members in groups:
        found.update(_vacancy(members, source))
    for link in links:
        found.update(_comparison(link, source))
    found.update(_advertised_again(groups, cards, source))
    return found


def _line(subject: str, predicate: str, value: str) -> str:
    return nquads.line(nquads.iri(subject), term(predicate), value, nquads.iri(graph("vacancies")))


def _vacancy(members: Sequence[Card], source: Statements) -> Iterator[str]:
    first = members[0].key
    vacancy = entity("vacancy", first)
    yield _line(vacancy, "rdf:type", term("ngo:Vacancy"))
    yield from (_line(vacancy, "rdfs:label", label) for label in source.values(first, "rdfs:label"))
    for member in members:
        yield _line(posting(member.key), "ngo:ofVacancy", nquads.iri(vacancy))
    pairs = combinations(members, 2) if len(members) <= _ALL_PAIRS else ((members[0], other) for other in members[1:])
    for one, two in pairs:
        for subject, other in ((one, two), (two, one)):
            yield _line(posting(subject.key), "ngo:sameVacancyAs", nquads.iri(posting(other.key)))


def _comparison(link: Link, source: Statements) -> Iterator[str]:
    pair = f"{link.one.key}-{link.two.key}"
    comparison = entity("comparison", pair)
    yield _line(comparison, "rdf:type", term("ngo:Comparison"))
    yield _line(comparison, "ngo:earlierPosting", nquads.iri(posting(link.one.key)))
    yield _line(comparison, "ngo:laterPosting", nquads.iri(posting(link.two.key)))
    yield _line(comparison, "ngo:rule", nquads.literal(link.verdict.rule))
    yield _line(comparison, "itsrdf:taConfidence", nquads.decimal(link.verdict.confidence))
    for words in link.verdict.shared:
        yield _line(comparison, "ngo:sharedWord", nquads.literal(words))
    for predicate in COMPARED:
        earlier, later = source.values(link.one.key, predicate), source.values(link.two.key, predicate)
        if earlier and earlier == later:
            yield _line(comparison, "ngo:agreesIn", term(predicate))
        elif earlier != later and not (predicate == _TITLE and link.one.language != link.two.language):
            yield from _difference(comparison, pair, predicate, earlier - later, later - earlier)


def _difference(comparison: str, pair: str, predicate: str, earlier: frozenset[str], later: frozenset[str]) -> Iterator[str]:
    """What only one of the two states, by a property; a side that states nothing of it has no value."""
    difference = entity("difference", pair, predicate.partition(":")[2])
    yield _line(comparison, "ngo:hasDifference", nquads.iri(difference))
    yield _line(difference, "rdf:type", term("ngo:Difference"))
    yield _line(difference, "ngo:differsIn", term(predicate))
    yield from (_line(difference, "ngo:earlierValue", value) for value in earlier)
    yield from (_line(difference, "ngo:laterValue", value) for value in later)


def _advertised_again(groups: Sequence[Sequence[Card]], cards: Sequence[Card], source: Statements) -> Iterator[str]:
    """A seat's vacancies one after another, where dates of one kind tell how many days lie between."""
    by_key = {card.key: card for card in cards}
    first = {member.key: members[0].key for members in groups for member in members}
    for seat, keys in source.posts().items():
        vacancies = sorted({first.get(key, key) for key in keys if key in by_key}, key=lambda key: _when(by_key[key]))
        for earlier, later in pairwise(vacancies):
            days = _days_between(by_key[earlier], by_key[later])
            if days:
                again = entity("readvertisement", f"{earlier}-{later}")
                yield _line(again, "rdf:type", term("ngo:Readvertisement"))
                yield _line(again, "ngo:seat", nquads.iri(seat))
                yield _line(again, "ngo:earlierPosting", nquads.iri(posting(earlier)))
                yield _line(again, "ngo:laterPosting", nquads.iri(posting(later)))
                yield _line(again, "ngo:daysBetween", nquads.integer(days))


def _when(card: Card) -> tuple[str, str]:
    return card.posted or card.deadline or card.start or "9", card.key


def _days_between(earlier: Card, later: Card) -> int | None:
    for name in ("posted", "deadline", "start"):
        days = days_apart(getattr(earlier, name), getattr(later, name))
        if days is not None:
            return days
    return None


def stated(lines: set[str], base: str) -> list[str]:
    """Lines sorted, under a base."""
    return sorted(rebase(line, base) for line in lines)
