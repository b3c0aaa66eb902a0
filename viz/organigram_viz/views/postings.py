"""Postings: a list that can be narrowed, and the text of one with every fact marked in place."""

from __future__ import annotations

import json
from html import escape

import streamlit as st

from organigram.catalogue import load_catalogue
from organigram.contacts import mask_contacts
from organigram.i18n import N_
from organigram.model import Facts
from organigram_viz import disputes, frame, posting_list, twins
from organigram_viz.downloads import File, buttons
from organigram_viz.entities import key_of, labels_of, long
from organigram_viz.links import entity_link
from organigram_viz.questions import panel
from organigram_viz.reader import reader
from organigram_viz.source import source
from organigram_viz.told import evidence_rows, facts_of, following_of, tongue_of
from organigram_viz.wording import address, language, put_all, say

NAME, TITLE, ICON = "postings", N_("Postings"), ":material/article:"

#: How many things are listed that follow.
_SHOWN = 40


def show() -> None:
    """Draw the page."""
    if address("posting"):
        _posting(long(address("posting")))
    else:
        _list()


def _list() -> None:
    frame.heading(TITLE, N_("Choose a posting to read it with every fact marked in its text."))
    posting_list.show()


def _posting(iri: str) -> None:
    twin = twins.chosen()
    back = N_("This posting alone") if twin else N_("All postings")
    left = {"twin": ""} if twin else {"posting": "", "fact": ""}
    st.button(say(back), icon=":material/arrow_back:", type="tertiary", on_click=put_all, args=(left,))
    st.title(frame.plain(labels_of(source(), [iri], language())[iri]), anchor=False)
    if not evidence_rows(source(), iri):
        frame.empty(N_("The graph holds no fact of this posting."), N_("Go back to all postings and choose another one."))
        return
    if twin:
        twins.side_by_side(iri, twin)
        return
    frame.lead(N_("Choose a fact to see its words, or words to see their fact."))
    twins.show(iri)
    disputes.show(iri)
    text = source().texts(key_of(iri))
    if text is None:
        _quotes(iri)
        return
    reader(
        mask_contacts(text),
        facts_of(source(), iri),
        key=f"reader:{iri}:{language()}",
        tongue=tongue_of(source(), iri),
    )
    _following(iri)
    _files(iri)


def _following(iri: str) -> None:
    found = following_of(source(), iri)
    if not found:
        return
    with st.expander(say(N_("What follows, and no posting states: {count}"), count=len(found))):
        st.html(
            "".join(
                f"<p class='value'>{escape(line)}: {entity_link(target, label)}</p>" for line, target, label in found[:_SHOWN]
            )
        )
        if len(found) > _SHOWN:
            st.caption(say(N_("and {count} more"), count=len(found) - _SHOWN))


def _files(iri: str) -> None:
    """The facts as JSON, as `organigram extract` writes them, and the posting's graph as Turtle."""
    key = key_of(iri)
    facts = source().facts(key)
    files = [] if facts is None else [File("JSON", "json", "application/json", lambda: _json(facts))]
    question = load_catalogue()["posting-as-graph"]
    asked = question.bind({"posting": iri}, language(), base=source().base)
    buttons([*files, File("Turtle", "ttl", "text/turtle", lambda: source().ask(asked).to_turtle())], f"posting-{key}")


def _json(facts: Facts) -> bytes:
    return json.dumps(facts.to_json(), ensure_ascii=False, indent=2).encode()


def _quotes(iri: str) -> None:
    st.info(say(N_("The text of this posting is not here: an endpoint holds facts and quotes only.")), icon=":material/info:")
    for row in source().rows(panel("quotes_of_posting", posting=[iri])):
        st.html(f'<blockquote class="quote"><mark>{escape(row["quote"].value)}</mark></blockquote>')
