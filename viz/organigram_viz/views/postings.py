"""Postings: a list that can be narrowed, and the text of one with every fact marked in place."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd  # type: ignore[import-untyped]
import streamlit as st

from organigram.contacts import mask_contacts
from organigram.i18n import LANGUAGES, N_
from organigram.values import plain_value
from organigram_viz import disputes, frame
from organigram_viz.entities import key_of, labels_of, long, short
from organigram_viz.questions import panel
from organigram_viz.reader import reader
from organigram_viz.source import source
from organigram_viz.told import evidence_rows, facts_of, tongue_of
from organigram_viz.wording import LANGUAGE_NAMES, address, choose, language, put, say

NAME, TITLE, ICON = "postings", N_("Postings"), ":material/article:"


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
    st.title(frame.plain(labels_of(source(), [iri], language())[iri]), anchor=False)
    if not evidence_rows(source(), iri):
        frame.empty(N_("The graph holds no fact of this posting."), N_("Go back to all postings and choose another one."))
        return
    frame.lead(N_("Choose a fact to see its words, or words to see their fact."))
    disputes.show(iri)
    text = source().texts(key_of(iri))
    if text is None:
        _quotes(iri)
        return
    chosen = reader(
        mask_contacts(text),
        facts_of(source(), iri),
        key=f"reader:{iri}:{language()}",
        tongue=tongue_of(source(), iri),
        chosen=address("fact"),
    )
    if chosen:
        put("fact", chosen)


def _quotes(iri: str) -> None:
    st.info(say(N_("The text of this posting is not here: an endpoint holds facts and quotes only.")), icon=":material/info:")
    for row in source().rows(panel("quotes_of_posting", posting=[iri])):
        st.html(f'<blockquote class="quote"><mark>{escape(row["quote"].value)}</mark></blockquote>')
