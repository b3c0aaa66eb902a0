"""What is said of one entity, as text: the panel beside a drawing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import streamlit as st
from pyoxigraph import NamedNode

from organigram.i18n import N_
from organigram.namespaces import expand
from organigram.values import written
from organigram_viz import evidence, frame
from organigram_viz.entities import kinds_of, labels_of, readable
from organigram_viz.kinds import KINDS, LINES
from organigram_viz.links import entity_link
from organigram_viz.questions import panel
from organigram_viz.source import Row, source
from organigram_viz.wording import language, say

#: What a panel does not repeat: names, classes, and what only links to another vocabulary.
_SILENT = {
    expand(term)
    for term in ("rdfs:label", "skos:prefLabel", "rdf:type", "skos:inScheme", "schema:title", "owl:sameAs", "schema:baseSalary")
}
#: How many values of one line are listed.
_SHOWN = 12


def entity_panel(iri: str) -> str:
    """Show the facts of an entity; the IRI of a neighbour that the reader chose, or nothing."""
    rows = [row for row in source().rows(panel("facts", entity=[iri])) if row["line"].value not in _SILENT]
    told = _told(rows)
    values = [value.value for found in told.values() for value in found if isinstance(value, NamedNode)]
    labels = labels_of(source(), [iri, *values, *told], language())
    with st.container(gap=None):
        st.subheader(frame.plain(labels[iri]), anchor=False)
        kind = say(KINDS[kinds_of(source(), [iri])[iri]].one)
        st.html(f'<span class="kind">{frame.html(kind)} · {entity_link(iri, say(N_("Open its page")))}</span>')
        if not told:
            frame.empty(N_("Nothing more is said of this entity."), N_("Choose another one."))
        chosen = ""
        for line in sorted(told, key=lambda term: (list(LINES).index(term) if term in LINES else 99, line_name(term, labels))):
            chosen = _fact(iri, line, told[line], labels) or chosen
    evidence.show_entity(iri)
    return chosen


def _told(rows: Iterable[Row]) -> dict[str, dict[Any, bool]]:
    """The values of each line, and whether they only follow; what follows is left out where a line states it already."""
    stated = {row["value"] for row in rows if row["inferred"].value == "false"}
    found: dict[str, dict[Any, bool]] = {}
    for row in rows:
        follows = row["inferred"].value == "true"
        if not (follows and row["value"] in stated):
            found.setdefault(row["line"].value, {})[row["value"]] = follows
    return {line: _of_language(values) for line, values in found.items()}


def _of_language(values: dict[Any, bool]) -> dict[Any, bool]:
    """Texts in the reader's language, where there are any; else all values."""
    own = {value: follows for value, follows in values.items() if getattr(value, "language", None) in (None, language())}
    return own or values


def line_name(term: str, labels: dict[str, str]) -> str:
    """The name of a property: ours, or the ontology's, or words made of it."""
    return say(LINES[term].label) if term in LINES else labels.get(term, readable(term))


def _fact(iri: str, line: str, found: dict[Any, bool], labels: dict[str, str]) -> str:
    name = line_name(line, labels)
    if all(found.values()):
        name += " · " + say(N_("follows from the facts"))
    st.html(f'<p class="fact">{frame.html(name)}</p>')
    chosen = ""
    for value in sorted(found, key=str)[:_SHOWN]:
        if isinstance(value, NamedNode):
            if st.button(frame.plain(labels[value.value]), key=f"go:{iri}:{line}:{value.value}", type="tertiary"):
                chosen = value.value
        else:
            st.html(f'<p class="value">{frame.html(written(value, language()))}</p>')
    if len(found) > _SHOWN:
        st.caption(say(N_("and {count} more"), count=len(found) - _SHOWN))
    return chosen
