"""Postings: a list that can be narrowed, and the text of one with every fact marked in place."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd  # type: ignore[import-untyped]
import streamlit as st
from pyoxigraph import NamedNode

from organigram.contacts import mask_contacts
from organigram.i18n import LANGUAGES, N_
from organigram.namespaces import expand
from organigram.values import plain_value, written
from organigram_viz import disputes, frame
from organigram_viz.details import line_name
from organigram_viz.entities import key_of, labels_of, long, short
from organigram_viz.highlights import GROUPS, group_of
from organigram_viz.questions import panel
from organigram_viz.reader import Fact, reader
from organigram_viz.source import Row, source
from organigram_viz.wording import LANGUAGE_NAMES, address, choose, language, put, say

NAME, TITLE, ICON = "postings", N_("Postings"), ":material/article:"

_ADVERTISES = expand("ngo:advertises")
#: Facts that only point to what other facts say in full.
_SILENT = {expand(term) for term in ("schema:baseSalary", "schema:funding", "schema:amount", "rdf:type", "ngo:advertises")}


def show() -> None:
    """Draw the page."""
    if address("posting"):
        _posting(long(address("posting")))
    else:
        _list()


def _list() -> None:
    frame.heading(TITLE, N_("Choose a posting to read it with every fact marked in its text."))
    organization, country = _filters()
    rows = source().rows(panel("postings", organization=organization, country=country))
    if not rows:
        frame.empty(N_("No posting fits."), N_("Choose another organization or country, or all of them."))
        return
    table = _table(rows)
    chosen = st.dataframe(
        table.drop(columns="posting"),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-cell",
        placeholder="–",
        key=f"postings:{language()}",
        height="auto",
        column_config={
            "title": st.column_config.TextColumn(say(N_("Posting")), width=430),
            "organization": st.column_config.TextColumn(say(N_("Organization")), width=230),
            "country": st.column_config.TextColumn(say(N_("Country")), width=120),
            "deadline": st.column_config.DateColumn(say(N_("Deadline")), format="YYYY-MM-DD", width=100),
            "published": st.column_config.DateColumn(say(N_("Published")), format="YYYY-MM-DD", width=100),
            "tongue": st.column_config.TextColumn(say(N_("Written in")), width=90),
        },
    )
    st.caption(say(N_("Postings: {count}"), count=len(table)))
    if chosen.selection.cells:
        put("posting", short(table.iloc[chosen.selection.cells[0][0]]["posting"]))
        st.rerun()


def _filters() -> tuple[list[str], list[str]]:
    facets: dict[str, list[str]] = {"organization": [], "country": []}
    for row in source().rows(panel("posting_facets")):
        facets[row["facet"].value].append(row["value"].value)
    labels = labels_of(source(), [iri for values in facets.values() for iri in values], language())
    names = {short(iri): label for iri, label in labels.items()}
    options = {
        facet: sorted((short(iri) for iri in values), key=lambda name: names[name].casefold()) for facet, values in facets.items()
    }
    left, right, _ = st.columns([3, 2, 2])
    with left:
        organization = choose(
            say(N_("Organization")), options["organization"], names, "organization", empty=say(N_("All organizations"))
        )
    with right:
        country = choose(say(N_("Country")), options["country"], names, "country", empty=say(N_("All countries")))
    return [long(name) for name in (organization,) if name], [long(name) for name in (country,) if name]


def _table(rows: Any) -> pd.DataFrame:
    """One line a posting; several countries are written beside each other."""
    named = [term.value for row in rows for term in (row["posting"], row["organization"], row["country"]) if term is not None]
    labels = labels_of(source(), named, language())
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        line = found.setdefault(
            row["posting"].value, {"posting": row["posting"].value, "title": labels[row["posting"].value], "country": []}
        )
        line["organization"] = labels[row["organization"].value] if row["organization"] is not None else ""
        if row["country"] is not None and labels[row["country"].value] not in line["country"]:
            line["country"].append(labels[row["country"].value])
        for name in ("deadline", "published"):
            value = plain_value(row[name]) if row[name] is not None else None
            line[name] = pd.Timestamp(str(value)) if value is not None else pd.NaT
        tongue = row["tongue"].value if row["tongue"] is not None else ""
        line["tongue"] = next((LANGUAGE_NAMES[name] for name in LANGUAGES if name == tongue), tongue)
    columns = ["posting", "title", "organization", "country", "deadline", "published", "tongue"]
    lines = [{**line, "country": ", ".join(line["country"])} for line in found.values()]
    return pd.DataFrame(sorted(lines, key=lambda line: line["title"].casefold()), columns=columns).dropna(
        axis="columns", how="all"
    )


def _posting(iri: str) -> None:
    if st.button(say(N_("All postings")), icon=":material/arrow_back:", type="tertiary"):
        put("posting", "")
        put("fact", "")
        st.rerun()
    rows = source().rows(panel("evidence_of_posting", posting=[iri]))
    st.title(frame.plain(labels_of(source(), [iri], language())[iri]), anchor=False)
    if not rows:
        frame.empty(N_("The graph holds no fact of this posting."), N_("Go back to all postings and choose another one."))
        return
    frame.lead(N_("Choose a fact to see its words, or words to see their fact."))
    disputes.show(iri)
    text = source().texts(key_of(iri))
    facts = _facts(rows, iri)
    if text is None:
        _quotes(iri)
        return
    chosen = reader(mask_contacts(text), facts, key=f"reader:{iri}:{language()}", tongue=_tongue(iri), chosen=address("fact"))
    if chosen:
        put("fact", chosen)


def _tongue(iri: str) -> str:
    rows = [row for row in source().rows(panel("facts", entity=[iri])) if row["line"].value == expand("schema:inLanguage")]
    return str(rows[0]["value"].value) if rows else ""


def _facts(rows: Any, posting: str) -> list[Fact]:
    """Facts as a reader reads them, by group: the same line to the same value once, with all its words.

    What is said of something else than the posting and its post begins with that thing's name.
    """
    own = {posting, *(row["value"].value for row in rows if row["line"].value == _ADVERTISES)}
    shown = [row for row in rows if row["line"].value not in _SILENT]
    named = [term.value for row in shown for term in (row["subject"], row["line"], row["value"]) if isinstance(term, NamedNode)]
    labels = labels_of(source(), named, language())
    found: dict[tuple[str, str, str], list[Row]] = {}
    for row in shown:
        subject, line = row["subject"].value, row["line"].value
        value = labels[row["value"].value] if isinstance(row["value"], NamedNode) else written(row["value"], language())
        name = line_name(line, labels)
        if subject not in own and source().labels.get(subject):
            name = f"{labels[subject]} · {name}"
        found.setdefault((group_of(line), name, value), []).append(row)
    order = [group.name for group in GROUPS]
    facts = [
        Fact(group, line, value, _note(these), tuple(dict.fromkeys((int(r["start"].value), int(r["end"].value)) for r in these)))
        for (group, line, value), these in found.items()
    ]
    return sorted(facts, key=lambda fact: (order.index(fact.group), fact.spans))


def _note(rows: list[Row]) -> str:
    sure = max((float(row["confidence"].value) for row in rows if row["confidence"] is not None), default=None)
    return "" if sure is None else say(N_("confidence {percent} %"), percent=round(100 * sure))


def _quotes(iri: str) -> None:
    st.info(say(N_("The text of this posting is not here: an endpoint holds facts and quotes only.")), icon=":material/info:")
    for row in source().rows(panel("quotes_of_posting", posting=[iri])):
        st.html(f'<blockquote class="quote"><mark>{escape(row["quote"].value)}</mark></blockquote>')
