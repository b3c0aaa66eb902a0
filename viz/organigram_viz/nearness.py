"""What stands near an entity in the store, looked up in bounds: how many of each kind, a page of them, lines, ways between two.

A hub may have many thousand neighbours; nothing here reads them all into the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from pyoxigraph import Literal

from organigram.namespaces import expand
from organigram_viz.entities import triples_of
from organigram_viz.kinds import KINDS, LINES
from organigram_viz.questions import panel
from organigram_viz.source import Row, Source

#: A line as the store states it: from, property, to.
Triple = tuple[str, str, str]

#: How many neighbours of one kind are drawn at a time.
PAGE = 25
#: Kinds with no more neighbours than this are asked for together.
_FEW = 100
#: So many neighbours are looked at to count those of each kind.
LOOKED_AT = 5000
#: Lines that thousands may lead to one entity by, and the kinds of what they lead from.
_OWNED: dict[str, frozenset[str]] = {
    "schema:hiringOrganization": frozenset({"posting"}),
    "ngo:advertises": frozenset({"posting"}),
    "schema:jobLocation": frozenset({"posting"}),
    "org:postIn": frozenset({"post"}),
    "org:role": frozenset({"post"}),
    "ngo:dutyStation": frozenset({"post"}),
    "ngo:dutyCountry": frozenset({"post", "posting"}),
}
_SEATED = frozenset({"post", "posting"})
_NO_LINE = "urn:none"
#: How many entities one question is asked about at a time.
_BATCH = 100
#: A way is looked for up to this many lines long, from at most so many entities at each step.
STEPS, FRONTIER = 6, 40


@cache
def _kind_of() -> str:
    """The kind of ``?other`` as an expression of SPARQL, in the precedence of :data:`organigram_viz.kinds.KINDS`."""
    told = '"other"'
    for kind in reversed([kind for kind in KINDS.values() if kind.types]):
        name = f'"{kind.name}"'
        if kind.name == "organization":
            name = f'IF(EXISTS {{ ?paid <{expand("schema:funder")}> ?other }}, "donor", {name})'
        classes = " || ".join(f"EXISTS {{ ?other a <{expand(term)}> }}" for term in kind.types)
        told = f"IF({classes}, {name}, {told})"
    return told


def _rows(
    source: Source, question: str, entities: Iterable[str], lines: Collection[str], into: Collection[str], **words: str
) -> Sequence[Row]:
    """The answer to a question about lines that begin at some entities (``lines``) or end there (``into``)."""
    text = panel(question, entity=entities, into=into or [_NO_LINE])
    listed = ", ".join(f"<{line}>" for line in lines or [_NO_LINE])
    for name, value in {"line": listed, "kindof": _kind_of(), **words}.items():
        text = text.replace(f"${name}", value)
    return source.rows(text)


def _into(lines: Collection[str], *kinds: str) -> list[str]:
    """Of some lines, those that lead from entities of some kinds; the many that only seats and adverts have, for these alone."""
    only = {expand(term): owners for term, owners in _OWNED.items()}
    return [line for line in lines if line not in only or only[line] & set(kinds)]


class Counts(NamedTuple):
    """How many neighbours of each kind an entity has, in the order of the kinds; of the kinds ``cut``, at least so many."""

    of: dict[str, int]
    cut: frozenset[str]

    @property
    def total(self) -> int:
        """How many neighbours there are, or at least are."""
        return sum(self.of.values())


def counts_near(source: Source, entity: str, lines: Collection[str]) -> Counts:
    """How many neighbours of each kind an entity has, by some lines (IRIs).

    Where kinds have to be told apart, no more than :data:`LOOKED_AT` neighbours are looked at.
    """
    owned = {expand(term): owners for term, owners in _OWNED.items() if expand(term) in lines}
    told = {row["line"].value: int(row["count"].value) for row in _rows(source, "near_counts", [entity], [], list(owned))}
    found: Counter[str] = Counter()
    for line, count in told.items():
        found.update(dict.fromkeys(owned[line], count) if len(owned[line]) == 1 else {})
    seated, cut = _seated(source, entity, {line: count for line, count in told.items() if owned[line] == _SEATED})
    found.update(seated)
    rows = _rows(source, "near_kinds", [entity], lines, _into(lines), most=str(LOOKED_AT))
    others = Counter({row["kind"].value: int(row["count"].value) for row in rows})
    cut |= set(others) if others.total() == LOOKED_AT else set()
    found.update(others)
    return Counts({kind: found[kind] for kind in KINDS if found[kind]}, frozenset(cut))


def _seated(source: Source, entity: str, told: Mapping[str, int]) -> tuple[dict[str, int], set[str]]:
    """How many seats and adverts there are by lines that both have (how many each), and the kinds of which there may be more.

    What is no advert is a seat: seats are counted themselves only where there are too many adverts to count them all.
    """
    found: dict[str, int] = {}
    for kind in ("posting", "post") if told else ():
        words = {"class": f"<{expand(KINDS[kind].types[0])}>", "most": str(LOOKED_AT)}
        (row,) = _rows(source, "near_owned", [entity], [], list(told), **words)
        found[kind] = int(row["count"].value)
        if found[kind] < LOOKED_AT and kind == "posting":
            return {"posting": found[kind], "post": sum(told.values()) - found[kind]}, set()
    return found, {kind for kind, count in found.items() if count == LOOKED_AT}


def near(
    source: Source, entity: str, lines: Collection[str], kinds: Collection[str], wanted: Mapping[str, int]
) -> dict[str, list[str]]:
    """Some neighbours of some kinds, by IRI: :data:`PAGE` of each, or as many as are ``wanted``; more hold the fewer."""
    counts = {kind: count for kind, count in counts_near(source, entity, lines).of.items() if kind in kinds}
    few = [kind for kind, count in counts.items() if count <= _FEW and kind not in _SEATED]
    found: dict[str, list[str]] = {kind: [] for kind in counts}
    for together in [*([few] if few else []), *([kind] for kind in counts if kind not in few)]:
        total = sum(counts[kind] for kind in together)
        limit = total if together == few else min(wanted.get(together[0], PAGE), total)
        named = ", ".join(str(Literal(kind)) for kind in together)
        asked = _rows(source, "near_page", [entity], lines, _into(lines, *together), wanted=named, limit=str(limit))
        for row in sorted(asked, key=lambda row: row["other"].value) if together == few else asked:
            kind = row["kind"].value
            if len(found[kind]) < wanted.get(kind, PAGE):
                found[kind].append(row["other"].value)
    return found


def lines_among(source: Source, entities: Collection[str], lines: Collection[str]) -> list[Triple]:
    """Every line between two of some entities."""
    there, listed = set(entities), list(entities)
    return sorted(triple for triple in _lines_from(source, listed, lines) if triple[2] in there)


def _lines_from(source: Source, entities: Sequence[str], lines: Collection[str]) -> list[Triple]:
    found: list[Triple] = []
    for start in range(0, len(entities), _BATCH):
        found += triples_of(_rows(source, "lines_from", entities[start : start + _BATCH], lines, []))
    return found


def confidences(source: Source, edges: Iterable[Triple]) -> dict[Triple, float]:
    """How sure the surest reading of each edge is (0..1); edges that no posting states in words are left out.

    An edge may stand in the postings the other way round: a superior supervises who reports to them.
    """
    wanted = {edge: edge for edge in edges}
    for start, line, end in list(wanted):
        if LINES[line].inverse:
            wanted[end, expand(LINES[line].inverse), start] = (start, line, end)
    starts = sorted({start for start, _, _ in wanted})
    found: dict[Triple, float] = {}
    for first in range(0, len(starts), _BATCH):
        for row in _rows(source, "confidence", starts[first : first + _BATCH], list(LINES), []):
            told = (row["from"].value, row["line"].value, row["to"].value)
            if told in wanted and row["confidence"] is not None:
                edge = wanted[told]
                found[edge] = max(found.get(edge, 0.0), float(row["confidence"].value))
    return found


def way(source: Source, start: str, end: str, lines: Collection[str]) -> list[str]:
    """The entities on a short way between two, both among them; nothing where none of :data:`STEPS` lines was found.

    Looked for from both ends at once, breadth first; of an entity with very many lines only some are followed.
    """
    if start == end:
        return [start]
    before: tuple[dict[str, str], dict[str, str]] = ({start: ""}, {end: ""})
    edge = [[start], [end]]
    for _ in range(STEPS):
        side = 0 if 0 < len(edge[0]) <= len(edge[1]) or not edge[1] else 1
        edge[side] = _further(source, edge[side], before[side], lines)
        meeting = next((entity for entity in edge[side] if entity in before[1 - side]), "")
        if meeting:
            return [*reversed(_back(before[0], meeting)), *_back(before[1], meeting)[1:]]
    return []


def _further(source: Source, entities: list[str], before: dict[str, str], lines: Collection[str]) -> list[str]:
    reached: list[str] = []
    asked = entities[:FRONTIER]
    triples = _lines_from(source, asked, lines)
    for entity in asked:
        triples += triples_of(_rows(source, "lines_to", [entity], [], lines))
    known = set(asked)
    for start, _, end in sorted(set(triples)):
        for here, there in ((start, end), (end, start)):
            if here in known and there not in before:
                before[there] = here
                reached.append(there)
    return reached


def _back(before: Mapping[str, str], entity: str) -> list[str]:
    found = [entity]
    while before[found[-1]]:
        found.append(before[found[-1]])
    return found
