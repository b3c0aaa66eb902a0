"""Postings of one vacancy side by side: in what they differ, as a table and in the two texts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape
from typing import Any

import streamlit as st
from pyoxigraph import NamedNode

from organigram.contacts import mask_contacts
from organigram.i18n import LANGUAGES, N_
from organigram.namespaces import expand
from organigram.vacancies.stating import COMPARED
from organigram.values import written
from organigram_viz import frame
from organigram_viz.details import line_name
from organigram_viz.drawing import framed
from organigram_viz.entities import key_of, labels_of, long, short
from organigram_viz.highlights import GROUPS, pieces
from organigram_viz.links import anchor, href
from organigram_viz.questions import panel
from organigram_viz.reader import Fact
from organigram_viz.source import Row, source
from organigram_viz.told import facts_of, names_of, tongue_of
from organigram_viz.wording import LANGUAGE_NAMES, address, language, say

__all__ = ["chosen", "show", "side_by_side"]

_SHOWN = 12
_REASONS = {
    "vacancy.text": N_("the same text"),
    "vacancy.translation": N_("a translation"),
    "vacancy.decision": N_("you said so"),
}
_TITLE = expand("schema:title")
_STYLE = """<style>
  .twins { display: grid; grid-template-columns: 1fr 1fr; gap: 1.2rem; }
  .twin h3 { font-size: 1rem; margin: 0 0 .4rem 0; padding: 0; }
  .twin-text { height: 620px; overflow-y: auto; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.6;
    font-size: .93rem; border: 1px solid var(--st-border-color, #DDD8CF); border-radius: 8px; padding: 1rem 1.2rem; }
  .twin-text mark { color: inherit; background: color-mix(in srgb, var(--mark) 26%, transparent); padding: 1px 0;
    border-radius: 2px; text-decoration: underline var(--line) var(--mark) 2px; text-underline-offset: 4px; font-weight: 600; }
  @media (max-width: 900px) { .twins { grid-template-columns: 1fr; } .twin-text { height: 360px; } }
</style>"""


def chosen() -> str:
    """The IRI of the twin that the address names; empty where it names none."""
    return long(address("twin")) if address("twin") else ""


def show(posting: str) -> None:
    """Draw the links to a posting's twins; nothing where it stands alone."""
    rows = {row["other"].value: row for row in reversed(source().rows(panel("twins", posting=[posting])))}
    if not rows:
        return
    labels = labels_of(source(), rows, language())
    with st.container(border=True):
        told = say(N_("The same vacancy in other postings: {count}. Choose one to see both side by side."), count=len(rows))
        st.html(f"<strong>{escape(told)}</strong>")
        links = [
            f"<li>{anchor(href('postings', posting=short(posting), twin=short(other)), labels[other])} "
            f'<span class="kind">{escape(_about(row))}</span></li>'
            for other, row in sorted(rows.items())[:_SHOWN]
        ]
        st.html(f'<ul class="plain-list">{"".join(links)}</ul>')
        if len(rows) > _SHOWN:
            st.caption(say(N_("and {count} more"), count=len(rows) - _SHOWN))


def _about(row: Row) -> str:
    tongue = row["tongue"].value if row["tongue"] is not None else ""
    parts = [next((LANGUAGE_NAMES[code] for code in LANGUAGES if code == tongue), tongue)]
    for name, message in (("published", N_("published {day}")), ("deadline", N_("deadline {day}"))):
        if row[name] is not None:
            parts.append(say(message, day=written(row[name], language())))
    rule = row["rule"].value if row["rule"] is not None else ""
    if rule in _REASONS:
        percent = round(100 * float(row["confidence"].value))
        parts.append(f"{say(_REASONS[rule])}, {say(N_('confidence {percent} %'), percent=percent)}")
    return " · ".join(part for part in parts if part)


def side_by_side(one: str, two: str) -> None:
    """Draw two postings: the table of what they state otherwise, and both texts with the words of what only one states."""
    labels = labels_of(source(), [one, two], language())
    st.subheader(say(N_("In what they differ")), anchor=False)
    _differences(one, two)
    st.subheader(say(N_("Both texts")), anchor=False)
    frame.lead(N_("Marked are the words of facts that only one of the two states; rest on them to read the fact."))
    facts = {iri: facts_of(source(), iri) for iri in (one, two)}
    _legend([fact for iri, other in ((one, two), (two, one)) for fact in _only(facts[iri], facts[other])])
    named = ((one, two, say(N_("This posting"))), (two, one, say(N_("The other posting"))))
    sides = "".join(_side(iri, f"{name} · {labels[iri]}", _only(facts[iri], facts[other])) for iri, other, name in named)
    st.html(f'{_STYLE}<div class="twins">{sides}</div>')


def _only(own: Sequence[Fact], other: Sequence[Fact]) -> list[Fact]:
    """The facts of one that the other does not state; entities have one label whatever language the text is in."""
    known = {(fact.line, fact.value) for fact in other}
    return [fact for fact in own if (fact.line, fact.value) not in known]


def _side(iri: str, label: str, facts: Sequence[Fact]) -> str:
    text = source().texts(key_of(iri))
    shown = escape(say(N_("The text is not here: an endpoint holds facts only."))) if text is None else _marked(text, facts)
    box = f'<div class="twin-text" lang="{escape(tongue_of(source(), iri))}" tabindex="0">{shown}</div>'
    return f'<section class="twin"><h3>{escape(label)}</h3>{box}</section>'


def _marked(text: str, facts: Sequence[Fact]) -> str:
    groups = {group.name: group for group in GROUPS}
    made = []
    for piece in pieces(mask_contacts(text), ((start, end, n) for n, fact in enumerate(facts) for start, end in fact.spans)):
        if not piece.facts:
            made.append(escape(piece.text))
            continue
        told = " · ".join(f"{facts[n].line}: {facts[n].value}" for n in piece.facts)
        group = groups[facts[piece.facts[0]].group]
        style = f"--mark:{group.color};--line:{group.underline}"
        made.append(f'<mark style="{style}" title="{escape(told)}">{escape(piece.text)}</mark>')
    return "".join(made)


def _legend(facts: Collection[Fact]) -> None:
    present = {fact.group for fact in facts}
    shown = [
        f'<span style="text-decoration: underline {group.underline} {group.color} 3px; text-underline-offset: 4px">'
        f"{escape(say(group.label))}</span>"
        for group in GROUPS
        if group.name in present
    ]
    if shown:
        st.html(f'<p class="source">{" &emsp; ".join(shown)}</p>')


def _differences(one: str, two: str) -> None:
    rows = source().rows(panel("compared", posting=[one, two], line=map(expand, COMPARED)))
    values: dict[str, dict[str, set[Any]]] = {}
    for row in rows:
        values.setdefault(row["line"].value, {}).setdefault(row["posting"].value, set()).add(row["value"])
    tongues = {tongue_of(source(), iri) for iri in (one, two)}
    differing = [
        line
        for line in map(expand, COMPARED)
        if line in values and values[line].get(one) != values[line].get(two) and not (line == _TITLE and len(tongues) > 1)
    ]
    if not differing:
        st.success(say(N_("They state the same in all that is compared.")), icon=":material/check_circle:")
        return
    terms = [term for line in differing for found in values[line].values() for term in found if isinstance(term, NamedNode)]
    labels = names_of(source(), [one, two, *differing, *(term.value for term in terms)])
    head = "".join(f"<th>{escape(text)}</th>" for text in ("", say(N_("This posting")), say(N_("The other posting"))))
    body = "".join(
        f"<tr><th>{escape(line_name(line, labels))}</th>"
        + "".join(f"<td>{_cell(values[line].get(iri, set()), labels)}</td>" for iri in (one, two))
        + "</tr>"
        for line in differing
    )
    st.html(framed(head, body))


def _cell(values: Collection[Any], labels: dict[str, str]) -> str:
    told = sorted(labels[value.value] if isinstance(value, NamedNode) else written(value, language()) for value in values)
    return "<br>".join(map(escape, told)) or "–"
