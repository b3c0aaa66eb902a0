"""The component that tells Python what is written as it is written, and shows what was found as links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from organigram.i18n import N_
from organigram_viz.wording import say

_ASSETS = Path(__file__).parent / "assets"


@dataclass(frozen=True, slots=True)
class Result:
    """A result: the address it opens, its label, the other name that matched, what is told beside it, its shape and colour."""

    address: str
    label: str
    matched: str
    told: str
    shape: str
    color: str


def search_box(words: str, results: Sequence[Result], status: str, *, key: str) -> str:
    """Draw the box with ``words`` in it and the results below; what the reader has written by now."""
    component = st.components.v2.component(
        "organigram_search",
        css=(_ASSETS / "search.css").read_text(encoding="utf-8"),
        js=(_ASSETS / "search.js").read_text(encoding="utf-8"),
    )
    data = {
        "words": words,
        "focus": not words,
        "results": [
            {
                "address": found.address,
                "label": found.label,
                "matched": found.matched,
                "told": found.told,
                "shape": found.shape,
                "color": found.color,
            }
            for found in results
        ],
        "say": {
            "label": say(N_("Words of a name")),
            "placeholder": say(N_("A role, an organization, a project, a place…")),
            "status": status,
        },
    }
    component(data=data, key=key, on_words_change=lambda: None)
    return words


def written(key: str, otherwise: str) -> str:
    """What the reader has written into the box of a key, or what stands there before anything was."""
    value = getattr(st.session_state.get(key), "words", None)
    return otherwise if value is None else str(value)
