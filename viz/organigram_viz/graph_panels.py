"""What stands beside the drawing of the page Graph: a box to find, neighbours in pages, a path as text, facts and words."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from html import escape
from itertools import pairwise

import networkx as nx
import streamlit as st

from organigram.i18n import N_
from organigram_viz import evidence, frame
from organigram_viz.canvas import Click
from organigram_viz.details import entity_panel
from organigram_viz.entities import labels_of, long, short
from organigram_viz.graph_actions import FAILED, NO_WAY, chosen_entity, chosen_line, go, select
from organigram_viz.graph_view import View, after
from organigram_viz.kinds import KINDS, LINES
from organigram_viz.nearness import FRONTIER, PAGE, STEPS, counts_near, near
from organigram_viz.scene import lines_of
from organigram_viz.source import source
from organigram_viz.wording import language, say

#: How many entities with a name are offered.
_FOUND = 8
#: How many of a kind are drawn, of a number that is known and of one that may be larger.
_DRAWN = (N_("{kind}: {drawn} of {count} drawn"), N_("{kind}: {drawn} of at least {count} drawn"))
_BEGUN = N_("A path begins at {name}. Choose its other end, then **Path to here**.")
_NO_WAY = N_("No path was found of at most {steps} lines, with no more than {frontier} entities followed at each step.")


def beside(view: View, network: nx.MultiDiGraph[str]) -> None:
    """Show what stands beside the drawing of a network."""
    if FAILED in st.session_state:
        frame.failed(st.session_state.pop(FAILED))
    _find(view, network)
    if view.path:
        _path_panel(view, network)
    line, entity = chosen_line(), chosen_entity()
    if line:
        _line_panel(*line)
    elif entity:
        _near_panel(view, network, entity)
        chosen = entity_panel(entity)
        if chosen:
            go(lambda view: after(view, "expand", short(chosen)), short(chosen))
            st.rerun()
    else:
        frame.lead(N_("Nothing is selected. Click an entity or a line, or find one by its name."))
        counted = {"nodes": network.number_of_nodes(), "lines": network.number_of_edges()}
        st.caption(say(N_("Entities: {nodes} · lines: {lines}"), **counted))
    if view != View() or entity or line:
        st.button(say(N_("Begin again")), icon=":material/restart_alt:", on_click=lambda: go(lambda _: View(), ""))


def _find(view: View, network: nx.MultiDiGraph[str]) -> None:
    names = {iri: data["label"] for iri, data in network.nodes(data=True)}
    key = f"find:{language()}"
    st.session_state[key] = None
    st.selectbox(
        say(N_("Find an entity of this drawing")),
        sorted(names, key=lambda iri: names[iri].casefold()),
        index=None,
        format_func=lambda iri: f"{names[iri]} ({say(KINDS[network.nodes[iri]['kind']].one)})",
        key=key,
        on_change=lambda: select(Click(node=st.session_state[key] or "")),
        placeholder=say(N_("Type a name")),
    )
    with st.popover(say(N_("Add another entity")), icon=":material/add:"):
        words = st.text_input(say(N_("Words of its name, in either language")), key=f"add:{language()}")
        hits = source().find(words, language(), (), _FOUND) if words.strip() else []
        for hit in hits or []:
            name = short(hit.iri)
            st.button(
                frame.plain(hit.label),
                key=f"add:{name}",
                type="tertiary",
                on_click=lambda name=name: go(lambda view: after(view, "expand", name), name),
            )
        if words.strip() and not hits:
            st.caption(say(N_("Nothing has a name with these words.")))


def _near_panel(view: View, network: nx.MultiDiGraph[str], entity: str) -> None:
    """How many neighbours of each kind there are and are drawn, and the next page of each."""
    name, counts = short(entity), counts_near(source(), entity, lines_of(view))
    opened = name in view.expanded or name == view.focus
    drawn = _drawn_near(view, network, entity, opened)
    told = N_("Neighbours: at least {count}") if counts.cut else N_("Neighbours: {count}")
    with st.expander(say(told, count=counts.total), expanded=counts.total > len(drawn)):
        for kind, count in counts.of.items():
            there, several = sum(network.nodes[other]["kind"] == kind for other in drawn), say(KINDS[kind].several)
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.caption(say(_DRAWN[kind in counts.cut], kind=frame.plain(several), drawn=there, count=count))
                if opened and kind not in view.hidden and there < count:
                    asked = view.expanded.get(name, {}).get(kind, PAGE)
                    st.button(
                        say(N_("Add the next {count}: {kind}"), count=min(PAGE, count - there), kind=frame.plain(several)),
                        key=f"more:{kind}",
                        on_click=lambda kind=kind, asked=asked: go(
                            lambda view: after(view, "more", name, kind=kind, drawn=asked)
                        ),
                        type="tertiary",
                        icon=":material/add:",
                    )
                elif opened and kind in view.hidden:
                    st.button(
                        say(N_("Show this kind")),
                        key=f"show:{kind}",
                        on_click=lambda kind=kind: go(
                            lambda view: replace(view, hidden=tuple(name for name in view.hidden if name != kind))
                        ),
                        type="tertiary",
                        icon=":material/visibility:",
                    )
        if not opened:
            expand = partial(go, lambda view: after(view, "expand", name), name)
            st.button(say(N_("Draw its neighbours")), icon=":material/hub:", on_click=expand)


def _drawn_near(view: View, network: nx.MultiDiGraph[str], entity: str, opened: bool) -> set[str]:
    """The neighbours that are drawn, also those whose line is left out because another tells it."""
    joined = set(nx.all_neighbors(network, entity)) if entity in network else set()
    if opened:
        shown = [kind for kind in KINDS if kind not in view.hidden]
        pages = near(source(), entity, lines_of(view), shown, view.expanded.get(short(entity), {}))
        joined |= {other for others in pages.values() for other in others if other in network}
    return joined


def _path_panel(view: View, network: nx.MultiDiGraph[str]) -> None:
    entities = [long(name) for name in view.path]
    labels = labels_of(source(), entities, language())
    with st.container(border=True):
        if len(entities) == 1:
            st.markdown(say(_BEGUN, name=frame.plain(labels[entities[0]])))
            if st.session_state.pop(NO_WAY, False):
                st.warning(say(_NO_WAY, steps=STEPS, frontier=FRONTIER), icon=":material/route:")
        else:
            st.html(_steps(network, entities, labels))
        st.button(say(N_("Clear the path")), on_click=lambda: go(lambda view: replace(view, path=())), type="tertiary")


def _steps(network: nx.MultiDiGraph[str], entities: list[str], labels: dict[str, str]) -> str:
    """A path as text: every entity, and between two of them each line with its direction."""
    told = [f"<li>{escape(labels[entities[0]])}</li>"]
    for before, here in pairwise(entities):
        lines = [f"→ {say(LINES[line].label)}" for _, end, line in network.out_edges(before, keys=True) if end == here]
        lines += [f"← {say(LINES[line].label)}" for _, end, line in network.out_edges(here, keys=True) if end == before]
        between = " · ".join(lines) or say(N_("its line is hidden"))
        told.append(f"<li><small>{escape(between)}</small><br>{escape(labels[here])}</li>")
    return f"<ol>{''.join(told)}</ol>"


def _line_panel(start: str, line: str, end: str) -> None:
    labels = labels_of(source(), [start, end], language())
    st.subheader(say(LINES[line].label), anchor=False)
    st.html(f"<p>{escape(labels[start])}<br>→ {escape(labels[end])}</p>")
    evidence.show_line(start, line, end)
