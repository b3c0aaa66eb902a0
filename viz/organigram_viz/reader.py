"""The component that shows a posting's text beside its facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from organigram_viz.components import component
from organigram_viz.highlights import GROUPS, pieces
from organigram_viz.wording import address, put, say


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a posting as a reader reads it: group, line, value, a note (how sure), and the spans of its words."""

    group: str
    line: str
    value: str
    note: str
    spans: tuple[tuple[int, int], ...]


def reader(text: str, facts: Sequence[Fact], *, key: str, tongue: str, height: int = 720) -> None:
    """Show the text and its facts; the number of the one that is chosen stands in the address, as ``fact``."""
    made = pieces(text, ((start, end, number) for number, fact in enumerate(facts) for start, end in fact.spans))
    data = {
        "identity": key,
        "tongue": tongue,
        "chosen": address("fact"),
        "height": height,
        "groups": [{"name": g.name, "label": say(g.label), "color": g.color, "underline": g.underline} for g in GROUPS],
        "facts": [
            {"id": str(number), "group": fact.group, "line": fact.line, "value": fact.value, "note": fact.note}
            for number, fact in enumerate(facts)
        ],
        "pieces": [[piece.text, [str(number) for number in piece.facts]] for piece in made],
    }
    component("reader")(data=data, key=key, on_chosen_change=lambda: put("fact", st.session_state[key].chosen or ""))
