"""What waits for a person to settle it: names that nothing settles, and what each may mean.

>>> candidates(["Catholique Relief Services"], {"catholic relief services": "crs", "relief international": "ri"})
(('crs', 92.0),)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from organigram import nquads
from organigram.grouping import Likeness, Names, groups
from organigram.model import Facts
from organigram.namespaces import graph
from organigram.review import Decisions
from organigram.vocabulary import Vocabulary, key

__all__ = [
    "Unresolved",
    "alike_in",
    "candidates",
    "likeness_lines",
    "likenesses",
    "names_by_kind",
    "undecided",
    "unresolved_entities",
    "unresolved_names",
]

_LIKELY = 70  # out of 100, from which a name is offered as a candidate
_OFFERED = 5


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A name that nothing settles: how it is written, in how many postings, and which entities it may mean (IRI, 0..100).

    ``group``: the number of the names that may all be one, 0 for none; ``like``: other unresolved names that this one is like
    (IRI, 0..100, a :data:`organigram.grouping.Reason`); ``sentences``: some that it stands in.
    """

    iri: str
    kind: str
    labels: tuple[str, ...]
    postings: int
    candidates: tuple[tuple[str, float], ...] = ()
    group: int = 0
    like: tuple[tuple[str, int, str], ...] = ()
    sentences: tuple[str, ...] = ()


def unresolved_entities(
    postings: Iterable[tuple[Facts, str]], vocabulary: Vocabulary, decisions: Decisions | None = None
) -> list[Unresolved]:
    """What nothing settles in linked facts, with the entities and the other names that it may mean.

    ``postings``: linked facts with the text that they were read from (``""`` where it is not at hand). The most frequent come
    first; what a person has settled is left out, and names that the decisions say are different are not likened.
    """
    decisions = decisions or Decisions()
    found = Names()
    for facts, text in postings:
        found.add(facts, text)
    names = [name for name in found if name.iri not in decisions.same]
    open_ = undecided(likenesses(found, vocabulary), decisions)
    numbers = {iri: number for number, members in enumerate(groups(open_), 1) for iri in members}
    like: dict[str, list[tuple[str, int, str]]] = {}
    for (one, other), likeness in open_.items():
        like.setdefault(one, []).append((other, *likeness))
        like.setdefault(other, []).append((one, *likeness))
    known = names_by_kind(vocabulary)
    listed = [
        Unresolved(
            name.iri,
            name.kind,
            tuple(sorted(name.written)),
            len(name.postings),
            candidates(name.written, known.get(name.kind, {})),
            numbers.get(name.iri, 0),
            tuple(sorted(like.get(name.iri, ()), key=lambda one: (-one[1], one[0]))),
            tuple(name.sentences),
        )
        for name in names
    ]
    return sorted(listed, key=lambda one: (-one.postings, one.iri))


def likenesses(names: Names, vocabulary: Vocabulary) -> dict[tuple[str, str], Likeness]:
    """Which unresolved names (IRIs) may be names of one thing, whatever was decided of them."""
    return names.likenesses(countries=vocabulary.country_words)


def alike_in(extra: Mapping[str, Any]) -> dict[tuple[str, str], Likeness]:
    """The likenesses that a build noted in a version's manifest (``extra["alike"]``).

    >>> alike_in({"alike": [["a", "b", 95, "acronym"]]})
    {('a', 'b'): Likeness(score=95, reason='acronym')}
    """
    return {(one, other): Likeness(score, reason) for one, other, score, reason in extra.get("alike", ())}


def undecided(found: Mapping[tuple[str, str], Likeness], decisions: Decisions) -> dict[tuple[str, str], Likeness]:
    """The likenesses of names that no decision settles or parts.

    >>> decisions = Decisions(different=frozenset({("b", "a")}))
    >>> undecided({("a", "b"): Likeness(95, "acronym"), ("b", "c"): Likeness(97, "letters")}, decisions)
    {('b', 'c'): Likeness(score=97, reason='letters')}
    """
    apart = {tuple(sorted(pair)) for pair in decisions.different}
    return {pair: like for pair, like in found.items() if pair not in apart and not decisions.same.keys() & set(pair)}


def likeness_lines(found: Mapping[tuple[str, str], Likeness], decisions: Decisions) -> Iterator[str]:
    """Lines of ``graph/likeness``: which unresolved names may be names of one thing, either way round. They are no facts."""
    name, predicate = nquads.iri(graph("likeness")), nquads.term("ngo:maybeSameAs")
    pairs = {pair for one, other in undecided(found, decisions) for pair in ((one, other), (other, one))}
    yield from (nquads.line(nquads.iri(one), predicate, nquads.iri(other), name) for one, other in sorted(pairs))


def unresolved_names(facts: Iterable[Facts]) -> set[str]:
    """The IRIs of what nothing settles in linked facts."""
    found = Names()
    for one in facts:
        found.add(one)
    return {name.iri for name in found}


def names_by_kind(vocabulary: Vocabulary) -> dict[str, dict[str, str]]:
    """The names that the vocabulary knows: by kind, a name as it is compared and whose it is (IRI); for :func:`candidates`."""
    names: dict[str, dict[str, str]] = {}
    for one in vocabulary.entities.values():
        for name in one.names:
            names.setdefault(one.kind, {}).setdefault(key(name), one.iri)
    return names


def candidates(texts: Iterable[str], names: Mapping[str, str]) -> tuple[tuple[str, float], ...]:
    """The entities whose names are most like one of the texts: (IRI, likeness 0..100), the likest first, five at most.

    Likeness is the mean of two: of all words, and of those that both have (a longer name may hold the shorter one).
    """
    best: dict[str, float] = {}
    for text in sorted(map(key, texts)):
        for name, shared, _ in process.extract(text, names.keys(), scorer=fuzz.token_set_ratio, limit=50, score_cutoff=_LIKELY):
            likeness = (shared + fuzz.token_sort_ratio(text, name)) / 2
            if likeness >= _LIKELY:
                best[names[name]] = max(likeness, best.get(names[name], 0.0))
    ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
    return tuple((iri, round(score, 1)) for iri, score in ranked[:_OFFERED])
