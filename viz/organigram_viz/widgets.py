"""What Streamlit calls its own widgets, in English alone: said in the reader's language by a script (``assets/words.js``)."""

from __future__ import annotations

import json

from organigram.i18n import N_
from organigram_viz.components import script_of
from organigram_viz.wording import language, say

__all__ = ["WIDGETS", "spoken"]

#: What Streamlit calls its own widgets; each is a message of ours too.
WIDGETS = (
    N_("Skip to main content"),
    N_("Sidebar"),
    N_("Collapse sidebar"),
    N_("Expand sidebar"),
    N_("Logo"),
    N_("Navigate to home page"),
    N_("Open"),
    N_("Close"),
    N_("Clear value"),
    N_("Help"),
    N_("Help for {name}"),
    N_("year, {name}"),
    N_("month, {name}"),
    N_("day, {name}"),
    N_("Empty"),
    N_("Choose date"),
    N_("Clear date"),
    N_("file upload"),
    N_("Copy to clipboard"),
    N_("Show/hide columns"),
    N_("Show/hide columns: {name}"),
    N_("Download as CSV"),
    N_("Download as CSV: {name}"),
    N_("Search"),
    N_("Search: {name}"),
    N_("Fullscreen"),
    N_("Fullscreen: {name}"),
    N_("Close fullscreen"),
    N_("Close fullscreen: {name}"),
    N_("Copy Vega-Lite spec"),
    N_("Copy Vega-Lite spec: {name}"),
    N_("Show data"),
    N_("Show data: {name}"),
    N_("Show chart"),
    N_("Show chart: {name}"),
    N_("Download as PNG"),
    N_("Download as PNG: {name}"),
    N_("Sort ascending"),
    N_("Sort descending"),
    N_("Format"),
    N_("Autosize"),
    N_("Pin column"),
    N_("Unpin column"),
    N_("Hide column"),
)


def spoken() -> str:
    """A script that says in which language the page is, and says what Streamlit calls its widgets in that language."""
    words = json.dumps({text: say(text) for text in WIDGETS}, ensure_ascii=False).replace("<", "\\u003c")
    run = f'import(new URL("{script_of("words")}", document.baseURI)).then((module) => module.default({words}));'
    return f'<script>document.documentElement.lang = "{language()}"; {run}</script>'
