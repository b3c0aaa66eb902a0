"""The network that a view of the page Graph shows: what is drawn, by which lines, and how much more there is."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import networkx as nx

from organigram.i18n import Language
from organigram_viz.counting import largest, totals
from organigram_viz.entities import calmer, kinds_of, labels_of, long, triples_of
from organigram_viz.graph_view import View
from organigram_viz.kinds import KINDS, LINES, one_way
from organigram_viz.nearness import Triple, confidences, lines_among, near
from organigram_viz.questions import panel
from organigram_viz.source import Source

#: The busiest organization's drawing begins with so many of its missions expanded.
_MISSIONS = 3


@dataclass(frozen=True)
class Scene:
    """A network of labelled entities (``label``, ``kind``; a line's IRI is its edge's key), and what it was begun from.

    ``start`` is the entity that a graph too large for one drawing opens on; ``cut`` entities are left out for want of room.
    """

    network: nx.MultiDiGraph[str]
    start: str = ""
    cut: int = 0


def lines_of(view: View) -> list[str]:
    """The lines (IRIs) that a view asks for; a line and its inverse are one."""
    return [iri for iri, line in LINES.items() if line.term not in view.off and (line.inverse or line.term) not in view.off]


def scene(source: Source, view: View, language: Language) -> Scene:
    """What a view shows of the store. Raises :class:`organigram.errors.QueryError` where that cannot be asked."""
    lines, gone = lines_of(view), {long(name) for name in view.gone}
    named = [long(name) for name in view.kept]
    start, begun = "", [] if view.focus else _whole(source, view, lines)
    if begun is None:
        start = next((row["key"].value for row in largest(source)), "")
        begun = [start] if start else _ends(source, lines)  # nobody is named who hires: some of what there is
    roots = dict.fromkeys([*([start] if start else []), *named])
    opened = [long(name) for name in dict.fromkeys([view.focus or start, *view.expanded]) if name]
    kinds = _around(source, opened, view, lines)
    if start:
        missions = [iri for iri, kind in kinds.items() if kind == "mission"][:_MISSIONS]
        kinds |= _around(source, missions, view, lines)
    kinds = kinds_of(source, [iri for iri in [*roots, *begun] if iri not in kinds]) | kinds
    shown = [iri for iri in dict.fromkeys([*roots, *begun, *kinds]) if iri in roots or kinds[iri] not in view.hidden]
    shown = [iri for iri in shown if iri not in gone]
    drawn = shown[: max(view.most, len(roots))]
    network = _network(source, {iri: kinds[iri] for iri in drawn}, lines_among(source, drawn, lines), language)
    if view.sure:
        _keep_sure(source, network, view.sure / 100, roots)
    return Scene(network, start, len(shown) - len(drawn))


def _around(source: Source, entities: Iterable[str], view: View, lines: Collection[str]) -> dict[str, str]:
    """Some entities' neighbours, as far as the view draws them, with their kinds."""
    expanded = {long(name): pages for name, pages in view.expanded.items()}
    shown = [kind for kind in KINDS if kind not in view.hidden]
    found: dict[str, str] = {}
    for entity in entities:
        for kind, others in near(source, entity, lines, shown, expanded.get(entity, {})).items():
            found |= dict.fromkeys(others, kind)
    return found


def _whole(source: Source, view: View, lines: Collection[str]) -> list[str] | None:
    """Every entity that postings draw lines between, where there is room for all; None where there is not."""
    if totals(source)["postings"] > view.most:
        return None
    ends = _ends(source, lines)
    kinds = kinds_of(source, ends)
    return ends if sum(kinds[end] not in view.hidden for end in ends) <= view.most else None


def _ends(source: Source, lines: Collection[str]) -> list[str]:
    triples = triples_of(source.rows(panel("edges", line=lines))) if lines else []
    return list(dict.fromkeys(end for start, _, other in sorted(triples) for end in (start, other)))


def _network(source: Source, kinds: dict[str, str], triples: Iterable[Triple], language: Language) -> nx.MultiDiGraph[str]:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    labels = labels_of(source, kinds, language)
    for iri, kind in kinds.items():
        network.add_node(iri, label=labels[iri], kind=kind)
    for start, line, end in (one_way(*triple) for triple in triples):
        network.add_edge(start, end, key=line)
    return calmer(network)


def _keep_sure(source: Source, network: nx.MultiDiGraph[str], limit: float, kept: Collection[str]) -> None:
    """Take out the lines read with less confidence than a limit, and the entities that are then left alone.

    What no posting states in words (a list says it, or it follows) has no confidence and stays.
    """
    edges = [(start, line, end) for start, end, line in network.edges(keys=True)]
    found = confidences(source, edges)
    joined = {end for start, _, other in edges for end in (start, other)}
    network.remove_edges_from([(start, end, line) for start, line, end in edges if found.get((start, line, end), 1.0) < limit])
    network.remove_nodes_from([iri for iri in joined if not network.degree(iri) and iri not in kept])
