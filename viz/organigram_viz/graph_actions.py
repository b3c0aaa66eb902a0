"""What a reader does on the page Graph: each action becomes a view in the address, and can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import networkx as nx
import streamlit as st

from organigram.errors import OrganigramError
from organigram_viz.canvas import Act, Click
from organigram_viz.entities import long, short
from organigram_viz.graph_view import View, after, is_entity
from organigram_viz.kinds import LINES
from organigram_viz.nearness import way
from organigram_viz.network import edge_id
from organigram_viz.scene import lines_of, scene
from organigram_viz.source import source
from organigram_viz.wording import address, address_list, heard, language, put_all

#: Views that can be gone back to; how many are kept.
_PAST, _FUTURE, _KEPT = "graph:past", "graph:future", 50
#: What is told at the next run: an error, or that there is no way.
FAILED, NO_WAY = "graph:failed", "graph:no-way"


def current() -> View:
    """The view that the address tells of."""
    return View.of(dict(st.query_params.items()))


def can_undo() -> bool:
    """Whether there is a view to go back to."""
    return bool(st.session_state.get(_PAST))


def can_redo() -> bool:
    """Whether a view was gone back from."""
    return bool(st.session_state.get(_FUTURE))


def go(change: Callable[[View], View], entity: str | None = None) -> None:
    """Change the view that the address tells of, and choose an entity; what was before can be come back to."""
    heard()
    before = current()
    view = change(before)
    put_all({**view.params(), **({} if entity is None else {"entity": entity, "line": ""})})
    if before != view:
        st.session_state[_PAST] = [*st.session_state.get(_PAST, []), before][-_KEPT:]
        st.session_state[_FUTURE] = []


def _back(here: str, there: str) -> None:
    if st.session_state.get(here):
        heard()
        now = current()
        put_all(st.session_state[here][-1].params())
        st.session_state.setdefault(there, []).append(now)
        st.session_state[here].pop()


def select(click: Click) -> None:
    """Choose an entity, a line or nothing."""
    line = [short(click.edge[0]), click.edge[1], short(click.edge[2])] if click.edge else ""
    put_all({"entity": short(click.node), "line": line})


def do(act: Act) -> None:
    """Do what a reader did on the canvas."""
    name = short(act.node)
    if act.click:
        select(act.click)
    elif act.name == "undo":
        _back(_PAST, _FUTURE)
    elif act.name == "redo":
        _back(_FUTURE, _PAST)
    elif act.name == "path":
        heard()
        _path(current(), name)
    else:
        chosen = "" if act.name == "hide" else name or None
        go(lambda view: after(view, act.name, name, kind=act.kind, place=act.place), chosen)


def _path(view: View, name: str) -> None:
    """Begin a path at an entity, or end it there: among what is drawn, or else as the store knows one."""
    if len(view.path) != 1 or view.path[0] == name:
        go(lambda view: replace(view, path=(name,)), name)
        return
    start, end = long(view.path[0]), long(name)
    try:
        drawn = nx.Graph(scene(source(), view, language()).network)
        if start in drawn and end in drawn and nx.has_path(drawn, start, end):
            found = nx.shortest_path(drawn, start, end)
        else:
            found = way(source(), start, end, lines_of(view))
    except OrganigramError as error:
        st.session_state[FAILED] = error
        return
    st.session_state[NO_WAY] = not found
    if found:
        go(lambda view: replace(view, path=tuple(map(short, found))), name)


def chosen_line() -> tuple[str, str, str] | None:
    """The line that the address names, where it names one."""
    told = address_list("line")
    if len(told) != 3 or told[1] not in LINES or not (is_entity(told[0]) and is_entity(told[2])):
        return None
    return long(told[0]), told[1], long(told[2])


def chosen_entity() -> str:
    """The entity that the address names, or nothing."""
    return long(address("entity")) if is_entity(address("entity")) else ""


def chosen_id() -> str:
    """What is chosen, as the canvas names it."""
    line = chosen_line()
    return edge_id(*line) if line else chosen_entity()
