"""Search: everything that has a name, in either language, by words of it. It stands at ``/find``: ``/search`` is for programs."""

from __future__ import annotations

import streamlit as st
from pyoxigraph import Literal

from organigram.i18n import N_
from organigram.search import Hit
from organigram_viz import frame
from organigram_viz.entities import kinds_of, labels_of
from organigram_viz.kinds import KINDS
from organigram_viz.questions import panel
from organigram_viz.source import source
from organigram_viz.views import entity
from organigram_viz.wording import address, address_list, language, put, say

NAME, TITLE, ICON = "find", N_("Search"), ":material/search:"

#: How many are shown at once.
_SHOWN = 60


def show() -> None:
    """Draw the page."""
    frame.heading(
        TITLE, N_("Find an organization, a role, a post, a project or a place by any of its names, in either language.")
    )
    words = _words()
    if not words.strip():
        frame.empty(
            N_("Accents, capitals and inclusive endings do not matter, and a slip of the keyboard is forgiven."),
            N_("Write some letters of a name, such as: medecins, coord, Tombouctou."),
        )
        return
    hits = _find(words)
    kinds = kinds_of(source(), (hit.iri for hit in hits))
    hits = _of_kinds(hits, kinds)
    if not hits:
        frame.empty(N_("Nothing has a name with these words."), N_("Write fewer letters, or take out a word."))
        return
    st.caption(say(N_("Found: {count}"), count=len(hits)) if len(hits) < _SHOWN else say(N_("The {count} nearest"), count=_SHOWN))
    for hit in hits:
        _show(hit, kinds[hit.iri])


def _words() -> str:
    key = f"search:{language()}"
    st.session_state[key] = address("q")
    return str(
        st.text_input(
            say(N_("Words of a name")),
            key=key,
            on_change=lambda: put("q", st.session_state[key]),
            icon=":material/search:",
            placeholder=say(N_("A role, an organization, a project, a place…")),
            label_visibility="collapsed",
        )
    )


def _find(words: str) -> list[Hit]:
    found = source().find(words, language(), (), _SHOWN)
    if found is not None:
        return found
    asked = panel("labels_like").replace("$words", str(Literal(words.strip().lower())))
    entities = dict.fromkeys(row["entity"].value for row in source().rows(asked))
    labels = labels_of(source(), entities, language())
    return [Hit(iri, "", labels[iri], labels[iri], language()) for iri in entities]


def _of_kinds(hits: list[Hit], kinds: dict[str, str]) -> list[Hit]:
    """The hits of the kinds that the reader chose, of those that there are; the choice stands in the address."""
    there = [name for name in KINDS if name in kinds.values()]
    if len(there) < 2:
        return hits
    key = f"search-kinds:{language()}"
    st.session_state[key] = [name for name in address_list("kinds") if name in there]
    chosen = st.pills(
        say(N_("Kinds")),
        there,
        selection_mode="multi",
        format_func=lambda name: say(KINDS[name].several),
        key=key,
        on_change=lambda: put("kinds", st.session_state[key]),
        label_visibility="collapsed",
    )
    return [hit for hit in hits if not chosen or kinds[hit.iri] in chosen]


def _show(hit: Hit, kind: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<span class="dot" style="background:{KINDS[kind].color}"></span>', width="content")
        entity.link(hit.iri, hit.label)
        told = say(KINDS[kind].one)
        if hit.matched != hit.label:
            told += f" · {hit.matched}"
        st.html(f'<span class="kind">{frame.html(told)}</span>')
