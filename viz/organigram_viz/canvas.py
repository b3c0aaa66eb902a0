"""The component that runs vis-network in the page and tells Python what the reader does there.

A rerun sends data alone, and of these, in the rerun of a fragment, only what changed since the last one.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from organigram.i18n import N_
from organigram_viz.components import component
from organigram_viz.kinds import FAMILIES, FAMILY_NAMES, INK, KINDS, LINES
from organigram_viz.signs import box, shape
from organigram_viz.wording import say

_WORDS = {
    "fit": N_("Show all"),
    "filter": N_("Show or hide"),
    "picture": N_("A drawing of the graph; the same facts stand beside it as text."),
    "nearer": N_("Nearer"),
    "farther": N_("Farther"),
    "tools": N_("The drawing as a whole"),
    "legend": N_("What signs and lines mean; each can be hidden"),
    "actions": N_("What to do with the chosen entity"),
    "lines": N_("Every kind of line"),
    "undo": N_("Undo"),
    "redo": N_("Do again"),
    "expand": N_("Draw its neighbours"),
    "collapse": N_("Take its neighbours back"),
    "hide": N_("Hide"),
    "pin": N_("Pin"),
    "unpin": N_("Unpin"),
    "pathFrom": N_("Path from here"),
    "pathTo": N_("Path to here"),
    "center": N_("Draw it alone"),
    "arrange": N_("Arrange anew"),
    "pictureLight": N_("Picture on white"),
    "pictureDark": N_("Picture on dark"),
}


@dataclass(frozen=True, slots=True)
class Click:
    """What was clicked: a node (its IRI), an edge (start, line, end), or neither: the empty ground."""

    node: str = ""
    edge: tuple[str, str, str] | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """What a reader wants done, and with what: a node (its IRI, where it stands), a kind, lines, a click. Numbers grow."""

    name: str
    number: int = 0
    node: str = ""
    place: tuple[float, float] = (0.0, 0.0)
    kind: str = ""
    click: Click | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What a reader did to a canvas without :class:`Actions` since the last run of the page; None where nothing."""

    click: Click | None = None
    hidden: list[str] | None = None


@dataclass(frozen=True, slots=True)
class Actions:
    """What the buttons of a canvas that can be worked on know: what can be undone, what is expanded, where a path begins."""

    undo: bool = False
    redo: bool = False
    expanded: Collection[str] = ()
    begun: str = ""


def canvas(
    parts: dict[str, Any],
    *,
    key: str,
    identity: str,
    kinds: Collection[str],
    families: Collection[str],
    hidden: Collection[str] = (),
    lines: Mapping[str, bool] | None = None,
    marks: Collection[tuple[str, str, str, bool]] = (),
    selected: str = "",
    physics: bool = True,
    height: int = 640,
    least: float = 0.0,
    actions: Actions | None = None,
    changes: bool = False,
    on_act: Callable[[Act], None] | None = None,
) -> Event:
    """Draw a network (:func:`organigram_viz.network.parts`). The layout is kept for as long as ``identity`` stays the same.

    ``kinds`` and ``families`` present are the legend, where kinds can be hidden, and ``lines`` (properties, whether shown) too
    where they are given; ``marks`` are entries of it that only explain: message, ground and border of a box, whether dashed.
    Where there are ``actions``, a double click expands, and ``on_act`` is called with each thing the reader does, in order,
    before the page runs again: none is lost, however quickly they come, where the page says :func:`deliver` before it draws.
    Where all of it in sight would be smaller than ``least`` (1: a letter is as large as the page's) it begins at its top. With
    ``changes`` only what changed is sent; a page that may be new to the browser says :func:`forget` first.
    """
    if not changes:
        forget(key)
    data = {
        **_changes(key, identity, parts),
        "hidden": sorted(hidden),
        "selected": selected,
        "physics": physics,
        "height": height,
        "least": least,
        "kinds": [
            {"name": k.name, "label": say(k.several), "color": k.color, "sign": shape(k)}
            for k in KINDS.values()
            if k.name in kinds
        ],
        "lines": [_family(name, lines) for name in FAMILIES if name in families],
        "marks": [{"label": say(label), "sign": box(ground, border, dashed=dashed)} for label, ground, border, dashed in marks],
        "done": st.session_state.get(f"done:{key}", 0),
        "ink": INK,
        "words": {name: say(words) for name, words in _WORDS.items()},
        "actions": actions
        and {"undo": actions.undo, "redo": actions.redo, "expanded": list(actions.expanded), "begun": actions.begun},
    }

    callbacks: dict[str, Any] = {f"on_{name}_change": lambda: None for name in ("clicked", "hidden")}
    callbacks["on_acted_change"] = lambda: deliver(key, on_act) if on_act else None
    result = component("canvas", "canvas/main.js")(data=data, key=key, on_lost_change=lambda: forget(key), **callbacks)
    # A browser that comes back to a server begun anew still tells what it had told the one before: that is done.
    st.session_state.setdefault(f"done:{key}", max((act["number"] for act in result.get("acted") or ()), default=0))
    return Event(_click(result.get("clicked")), result.get("hidden"))


def deliver(key: str, on_act: Callable[[Act], None]) -> None:
    """Call a function with each act that a canvas has told and that is not yet done.

    Streamlit ends a call before the page runs (``on_change``) halfway where the reader has done something else meanwhile.
    """
    if f"done:{key}" not in st.session_state:
        return
    for act in map(_act, st.session_state.get(key, {}).get("acted") or ()):
        if act.number > st.session_state[f"done:{key}"]:
            on_act(act)
            st.session_state[f"done:{key}"] = act.number


def forget(key: str) -> None:
    """Send the whole drawing at the next run: what the browser holds is not known."""
    st.session_state.pop(f"sent:{key}", None)


def _changes(key: str, identity: str, parts: dict[str, Any]) -> dict[str, Any]:
    """What the browser needs to draw these parts: all, or what differs from what was sent before (``base``)."""
    now = {name: {item["id"]: item for item in parts[name]} for name in ("nodes", "edges")}
    before = st.session_state.get(f"sent:{key}")
    if before is None or before["identity"] != identity:
        before = {"identity": identity, "revision": "", "nodes": {}, "edges": {}}
    revision = secrets.token_hex(6)
    st.session_state[f"sent:{key}"] = {"identity": identity, "revision": revision, **now}
    return {
        "identity": identity,
        "base": before["revision"],
        "revision": revision,
        "options": parts["options"],
        "nodes": [item for name, item in now["nodes"].items() if before["nodes"].get(name) != item],
        "edges": [item for name, item in now["edges"].items() if before["edges"].get(name) != item],
        "lostNodes": [name for name in before["nodes"] if name not in now["nodes"]],
        "lostEdges": [name for name in before["edges"] if name not in now["edges"]],
    }


def _family(name: str, lines: Mapping[str, bool] | None) -> dict[str, Any]:
    color, dashes = FAMILIES[name]
    entry = {"label": say(FAMILY_NAMES[name]), "color": color, "dashes": dashes}
    if lines is None:
        return entry
    own = [
        {"name": LINES[line].term, "label": say(LINES[line].label), "shown": shown}
        for line, shown in lines.items()
        if LINES[line].family == name
    ]
    return {**entry, "shown": any(line["shown"] for line in own), "terms": own}


def _click(value: dict[str, Any] | None) -> Click | None:
    if value is None:
        return None
    if value.get("edge"):
        start, line, end = json.loads(value["edge"])
        return Click(edge=(start, line, end))
    return Click(node=value.get("node", ""))


def _act(value: dict[str, Any]) -> Act:
    place = (value.get("x", 0.0), value.get("y", 0.0))
    click = _click(value) if value["do"] == "choose" else None
    return Act(value["do"], value["number"], value.get("node", ""), place, value.get("kind", ""), click)
