"""The component that runs vis-network in the page and sends clicks back to Python."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from organigram.i18n import N_
from organigram_viz.kinds import FAMILIES, FAMILY_NAMES, KINDS
from organigram_viz.wording import say

_ASSETS = Path(__file__).parent / "assets"


@dataclass(frozen=True, slots=True)
class Click:
    """What was clicked: a node (its IRI), an edge (start, line, end), or neither: the empty ground."""

    node: str = ""
    edge: tuple[str, str, str] | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What a reader did to the canvas since the last run of the page; None where nothing."""

    click: Click | None = None
    hidden: list[str] | None = None


def _renderer() -> Any:
    # Registered at each run: a session may begin in another thread, and registering the same text again changes nothing.
    return st.components.v2.component(
        "organigram_canvas",
        css=(_ASSETS / "canvas.css").read_text(encoding="utf-8"),
        js=(_ASSETS / "canvas.js").read_text(encoding="utf-8"),
    )


def canvas(
    parts: dict[str, Any],
    *,
    key: str,
    identity: str,
    kinds: Collection[str],
    families: Collection[str],
    hidden: Collection[str] = (),
    marks: Collection[tuple[str, str, bool]] = (),
    selected: str = "",
    physics: bool = True,
    height: int = 640,
) -> Event:
    """Draw a network (:func:`organigram_viz.network.parts`). The layout is kept for as long as ``identity`` stays the same.

    ``kinds`` and ``families`` present are the legend, where kinds can be hidden; ``marks`` are entries of it that only explain:
    shape, message, whether dashed.
    """
    data = {
        **parts,
        "identity": identity,
        "hidden": sorted(hidden),
        "selected": selected,
        "physics": physics,
        "height": height,
        "kinds": [
            {"name": k.name, "label": say(k.several), "color": k.color, "shape": k.shape}
            for k in KINDS.values()
            if k.name in kinds
        ],
        "lines": [
            {"label": say(FAMILY_NAMES[name]), "color": color, "dashes": dashes}
            for name, (color, dashes) in FAMILIES.items()
            if name in families
        ],
        "marks": [
            {"shape": shape, "label": say(label), "dashed": dashed, "color": KINDS["post"].color}
            for shape, label, dashed in marks
        ],
        "words": {
            "fit": say(N_("Show all")),
            "filter": say(N_("Show or hide")),
            "picture": say(N_("A drawing of the graph; the same facts stand beside it as text.")),
        },
    }
    result = _renderer()(data=data, key=key, on_clicked_change=lambda: None, on_hidden_change=lambda: None)
    return Event(_click(result.clicked), result.hidden)


def _click(value: dict[str, Any] | None) -> Click | None:
    if value is None:
        return None
    if value.get("edge"):
        start, line, end = json.loads(value["edge"])
        return Click(edge=(start, line, end))
    return Click(node=value.get("node", ""))
