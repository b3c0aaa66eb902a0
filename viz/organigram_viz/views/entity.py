"""Entity: what is known of one thing, with the words behind it, what is near, and the same for programs."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from organigram.i18n import N_
from organigram.namespaces import BASE
from organigram_viz import frame
from organigram_viz.details import entity_panel, line_name
from organigram_viz.entities import labels_of, long, short, triples_of
from organigram_viz.kinds import LINES
from organigram_viz.questions import panel
from organigram_viz.source import source
from organigram_viz.wording import address, language, put, say

#: How many things are listed by line.
_SHOWN = 12

NAME, TITLE, ICON = "entity", N_("Entity"), ":material/label:"


def address_of(iri: str) -> str:
    """The address of the page of an entity."""
    return f"/{NAME}?{urlencode({'entity': short(iri), 'lang': language()})}"


def link(iri: str, label: str) -> None:
    """A link to the page of an entity."""
    st.html(f'<a class="entity" href="{frame.html(address_of(iri))}" target="_self">{frame.html(label)}</a>', width="content")


def show() -> None:
    """Draw the page."""
    chosen = address("entity")
    if not chosen:
        frame.heading(TITLE, N_("What is known of one thing, and the words that it was read in."))
        frame.empty(N_("No entity is chosen."), N_("Find one on the page Search."))
        return
    iri = long(chosen)
    if nearer := entity_panel(iri):
        put("entity", short(nearer))
        st.rerun()
    _incoming(iri)
    _elsewhere(iri)


def _incoming(iri: str) -> None:
    """What speaks of the entity, by line; a line that the entity's own facts tell the other way round is left out."""
    found: dict[str, list[str]] = {}
    for start, line, end in triples_of(source().rows(panel("neighbours", entity=[iri], line=LINES))):
        if end == iri and start != iri:
            found.setdefault(line, []).append(start)
    if not found:
        return
    labels = labels_of(source(), [*found, *(name for names in found.values() for name in names)], language())
    st.subheader(say(N_("What speaks of it")), anchor=False)
    for line in sorted(found, key=lambda term: line_name(term, labels)):
        names = sorted(set(found[line]), key=lambda name: (labels[name], name))
        st.html(f'<p class="fact">← {frame.html(line_name(line, labels))}</p>')
        for name in names[:_SHOWN]:
            link(name, labels[name])
        if len(names) > _SHOWN:
            st.caption(say(N_("and {count} more"), count=len(names) - _SHOWN))


def _elsewhere(iri: str) -> None:
    """Links to the drawing around the entity and, where this server has its page, to what programs read."""
    st.divider()
    with st.container(horizontal=True, gap="medium"):
        drawing = f"/graph?{urlencode({'focus': short(iri), 'lang': language()})}"
        _plain_link(drawing, say(N_("Draw what is near")))
        if source().base == BASE or iri.startswith(source().base):
            path = iri.removeprefix(source().base)
            for name, ending in (("Turtle", "ttl"), ("JSON-LD", "jsonld"), ("N-Triples", "nt")):
                _plain_link(f"/{path}.{ending}", name)
    st.caption(frame.plain(iri))


def _plain_link(target: str, label: str) -> None:
    st.html(f'<a class="entity" href="{frame.html(target)}" target="_self">{frame.html(label)}</a>', width="content")
