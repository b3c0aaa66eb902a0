"""How far a build is that a reader began, on the page."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from organigram.errors import OrganigramError
from organigram.i18n import N_
from organigram_viz import frame
from organigram_viz.adding import Added
from organigram_viz.permission import refusal
from organigram_viz.wording import say

__all__ = ["new_version"]


def new_version(make: Callable[[Callable[[str], None]], Added], elsewhere: str, done: str, nothing: str) -> None:
    """Make a new version before the reader's eyes and show it; messages say where it can be made, that it was, or why not."""
    if why := refusal():
        frame.empty(why, elsewhere)
        return
    try:
        with st.status(say(N_("Building a new version; everyone goes on reading the last one…")), expanded=True) as status:
            made = make(_stages(status.empty()))
    except OrganigramError as error:
        frame.failed(error)
        return
    for problem in made.problems:
        st.warning(frame.plain(problem), icon=":material/warning:")
    if made.version:
        st.toast(say(done, version=made.version), icon=":material/check_circle:")
        st.rerun()
    frame.empty(nothing, N_("The store is as it was."))


def _stages(place: DeltaGenerator) -> Callable[[str], None]:
    """What shows the stages so far, the one that runs in bold."""
    past: list[str] = []

    def show(stage: str) -> None:
        now = frame.plain(stage)
        place.markdown(" → ".join([*past, f"**{now}** …"]))
        past.append(now)

    return show
