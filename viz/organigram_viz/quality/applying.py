"""Where decisions are kept, whether this version was built with all of them, and a new one that is."""

from __future__ import annotations

import streamlit as st

from organigram.i18n import N_
from organigram_viz import adding, frame
from organigram_viz.counting import totals
from organigram_viz.permission import refusal
from organigram_viz.progress import new_version
from organigram_viz.quality.deciding import Review
from organigram_viz.questions import panel
from organigram_viz.source import source
from organigram_viz.wording import say

__all__ = ["show"]


def show(review: Review) -> None:
    """Tell it; a reader who may change the store can have a version built at once."""
    told = say(N_("Decisions are kept in {file}. Every build applies them."), file=review.file)
    st.html(f'<p class="lead">{frame.html(told)}</p>')
    if review.decided.state == source().notes().get("decisions", ""):
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        told = say(N_("This version of the graph does not follow all that was decided yet."))
        st.html(f'<p class="value">{frame.html(told)}</p>', width="stretch")
        if refusal():
            st.html('<p class="value"><code>organigram review --apply</code></p>', width="content")
            return
        wanted = st.button(say(N_("Apply the decisions")), icon=":material/published_with_changes:", help=frame.plain(_help()))
    if wanted:
        elsewhere = N_("Apply them on the machine of the store: organigram review --apply.")
        done = N_("Applied. The store’s version is now {version}.")
        new_version(adding.apply_decisions, elsewhere, done, N_("No posting is left that could be built."))


def _help() -> str:
    told = [say(N_("A new version is built of all postings: {count}."), count=totals(source())["postings"])]
    if source().rows(panel("published")):
        told.append(say(N_("What others publish stays as it was taken in, until it is built from its files.")))
    return " ".join(told)
