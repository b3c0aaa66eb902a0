"""What is said of one entity, as text: the panel beside a drawing."""

from __future__ import annotations

from html import escape

import streamlit as st
from pyoxigraph import NamedNode

from organigram.i18n import N_
from organigram.namespaces import expand
from organigram_viz import frame
from organigram_viz.entities import kinds_of, labels_of, readable
from organigram_viz.kinds import KINDS, LINES
from organigram_viz.questions import panel
from organigram_viz.source import source
from organigram_viz.values import written
from organigram_viz.wording import language, say

#: What a panel does not repeat: names, classes, and what only follows in the roundabout way of the reasoner.
_SILENT = {expand(term) for term in ("rdfs:label", "skos:prefLabel", "rdf:type", "skos:inScheme", "schema:title", "owl:sameAs")}
#: How many values of one line are listed.
_SHOWN = 12


def entity_panel(iri: str) -> str:
    """Show the facts of an entity; the IRI of a neighbour that the reader chose, or nothing."""
    rows = [row for row in source().rows(panel("facts", entity=[iri])) if row["line"].value not in _SILENT]
    values = [row["value"].value for row in rows if isinstance(row["value"], NamedNode)]
    lines = [row["line"].value for row in rows]
    labels = labels_of(source(), [iri, *values, *lines], language())
    st.subheader(frame.plain(labels[iri]), anchor=False)
    st.html(f'<span class="kind">{escape(say(KINDS[kinds_of(source(), [iri])[iri]].one))}</span>')
    if not rows:
        frame.empty(N_("Nothing more is said of this entity."), N_("Choose another one."))
    chosen = ""
    for line in sorted(set(lines), key=lambda term: (term not in LINES, line_name(term, labels))):
        found = {row["value"]: row["inferred"].value == "true" for row in sorted(rows, key=lambda r: r["inferred"].value, reverse=True) if row["line"].value == line}
        chosen = _fact(iri, line, found, labels) or chosen
    return chosen


def line_name(term: str, labels: dict[str, str]) -> str:
    """The name of a property: ours, or the ontology's, or words made of it."""
    return say(LINES[term].label) if term in LINES else labels.get(term, readable(term))


def _fact(iri: str, line: str, found: dict[object, bool], labels: dict[str, str]) -> str:
    follows = f" · {say(N_('follows from the facts'))}" if all(found.values()) else ""
    st.html(f'<p class="fact">{escape(line_name(line, labels) + follows)}</p>')
    chosen = ""
    for value in sorted(found, key=str)[:_SHOWN]:
        if isinstance(value, NamedNode):
            if st.button(frame.plain(labels[value.value]), key=f"go:{iri}:{line}:{value.value}", type="tertiary"):
                chosen = value.value
        else:
            st.html(f'<p style="margin:.5rem 0 0 0">{escape(written(value, language()))}</p>')
    if len(found) > _SHOWN:
        st.caption(say(N_("and {count} more"), count=len(found) - _SHOWN))
    return chosen
