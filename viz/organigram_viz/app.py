"""The script that Streamlit runs for every reader at every change: the house of pages, and the switch of languages."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from organigram.errors import OrganigramError
from organigram.i18n import LANGUAGES, N_
from organigram_viz import frame, views
from organigram_viz.source import one_version
from organigram_viz.widgets import spoken
from organigram_viz.wording import LANGUAGE_NAMES, language, left, put, remember, say

_ASSETS = Path(__file__).parent / "assets"
#: The width of the menu, in pixels.
_SIDEBAR = 236


def _drawn(name: str) -> str:
    """One of the house's signs, in its colour on the ground of the reader's theme."""
    return (_ASSETS / name).read_text(encoding="utf-8").replace(frame.accent("light"), frame.accent())


def _switch() -> None:
    put("lang", st.session_state["language_switch"] or language())


def _sidebar(places: dict[str, StreamlitPage]) -> None:
    # The pages have no icon of their own: Streamlit would fetch it from another host to show it on the browser's tab.
    st.html(f'<a class="skip" href="#page">{frame.html(say(N_("Skip the menu")))}</a>')
    for title, modules in views.GROUPS:
        with st.container(gap="xxsmall"):
            st.html(f'<p class="menu">{frame.html(say(title))}</p>')
            for module in modules:
                view = {**left(module.NAME), "lang": language()}
                st.page_link(places[module.NAME], label=say(module.TITLE), icon=module.ICON, query_params=view)
    st.session_state["language_switch"] = language()
    st.segmented_control(
        say(N_("Language")),
        LANGUAGES,
        format_func=lambda name: LANGUAGE_NAMES[name],
        key="language_switch",
        on_change=_switch,
        label_visibility="collapsed",
        width="stretch",
    )


@one_version()
def main() -> None:
    """Show the page that the address names."""
    st.set_page_config(page_title="Organigram", layout="wide", initial_sidebar_state=_SIDEBAR)
    st.logo(_drawn("logo.svg"), icon_image=_drawn("icon.svg"), size="large")
    try:
        places = {
            module.NAME: st.Page(module.show, title=f"{say(module.TITLE)} · Organigram", url_path=module.NAME, default=not number)
            for number, module in enumerate(views.PAGES)
        }
        page = st.navigation(list(places.values()), position="hidden")
        remember(page.url_path or views.PAGES[0].NAME)
        frame.style()
        with st.sidebar:
            _sidebar(places)
        # Where the link that skips the menu leads; and the page's language, for those whom a program reads it to.
        st.html(f'<span id="page" tabindex="-1"></span>{spoken()}', unsafe_allow_javascript=True)
        page.run()
    except OrganigramError as error:
        frame.failed(error)


if __name__ == "__main__":
    main()
