"""The panel of a posting that says where its source's fields and its text disagree, with the sentence of each."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st
from pyoxigraph import NamedNode

from organigram.i18n import N_
from organigram.namespaces import expand
from organigram.values import written
from organigram_viz.details import line_name
from organigram_viz.entities import labels_of
from organigram_viz.evidence import Words, sentence_of
from organigram_viz.questions import panel
from organigram_viz.source import Row, Source, source
from organigram_viz.wording import language, say

#: Pay is several amounts and words in one, best told as it is written.
_PAY = expand("schema:baseSalary")


def show(posting: str, place: Source | None = None) -> None:
    """Draw the panel; nothing where fields and text agree, or where the source has no fields.

    ``place`` holds the posting, where it is not the source of all pages.
    """
    place = place or source()
    rows = place.rows(panel("disputes_of_posting", posting=[posting]))
    if not rows:
        return
    terms = [row[name] for row in rows for name in ("line", "stated", "said")]
    labels = labels_of(place, [term.value for term in terms if isinstance(term, NamedNode)], language())
    told: dict[tuple[str, Any, Any], Row] = {}
    for row in rows:
        told.setdefault((row["line"].value, row["stated"], row["said"]), row)
    with st.container(border=True):
        st.html(f"<strong>{escape(say(N_('The source’s fields and its text disagree')))}</strong>")
        kept = say(N_("The graph states what the fields say; what the text says is kept apart."))
        st.html(f'<p class="fact">{escape(kept)}</p>')
        for (line, stated, said), row in told.items():
            st.html(f'<p class="fact">{escape(line_name(line, labels))}</p>')
            sides = (
                (N_("Field of the source"), stated, _words(posting, row, "stated")),
                (N_("Text"), said, _words(posting, row, "said")),
            )
            for column, (name, value, words) in zip(st.columns(2), sides, strict=True):
                with column:
                    st.html(_side(say(name), words.quote if line == _PAY else _value(value, labels), sentence_of(words, place)))


def _words(posting: str, row: Row, side: str) -> Words:
    return Words(posting, row[f"{side}Quote"].value, int(row[f"{side}Start"].value), int(row[f"{side}End"].value))


def _value(term: Any, labels: dict[str, str]) -> str:
    return labels[term.value] if isinstance(term, NamedNode) else written(term, language())


def _side(name: str, value: str, sentence: tuple[str, str, str]) -> str:
    """What one side says, as HTML: its name and value, and the sentence that they stand in."""
    before, marked, after = sentence
    return (
        f'<p class="value">{escape(name)} · <strong>{escape(value)}</strong></p>'
        f'<blockquote class="quote">{escape(before)}<mark>{escape(marked)}</mark>{escape(after)}</blockquote>'
    )
