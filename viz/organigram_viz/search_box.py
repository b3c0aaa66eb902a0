"""The component that looks for what is written as it is written, and shows what was found as links.

Where this server has the text index it is asked by the page itself, at ``/search``; Python hears of the words a little later, for
the facets and the address. Over an endpoint Python alone is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

import streamlit as st

from organigram.browsing import Found
from organigram.i18n import N_
from organigram.namespaces import BASE
from organigram_viz.components import component
from organigram_viz.entities import readable
from organigram_viz.kinds import KINDS
from organigram_viz.links import href
from organigram_viz.signs import shape
from organigram_viz.wording import language, say

#: What a message holds in the place of a number that is put in by the page.
_COUNT = "{count}"


def search_box(
    words: str,
    found: Found | None,
    names: Mapping[str, str],
    ask: Mapping[str, object] | None,
    tell: Callable[[str], None],
) -> None:
    """Draw the box with ``words`` in it and what was found below; without anything found, a hint.

    ``names`` are those of the kinds. ``ask`` is what ``/search`` is asked with beside the words, or None where there is no such
    address. ``tell`` is called with what the reader has written.
    """
    key = f"search:{language()}"
    data = {
        "words": words,
        "turn": _told(key)[0],
        "focus": not words and not found,
        "ask": "" if ask is None else f"./search?{urlencode({**ask, 'lang': language()}, doseq=True)}",
        "base": BASE,
        "entity": href("entity"),
        "language": language(),
        "found": None if found is None else {"total": found.total, "hits": _hits(found)},
        "kinds": {name: {"label": label, **shape(KINDS.get(name, KINDS["other"]))} for name, label in names.items()},
        "say": {
            "label": say(N_("Words of a name")),
            "placeholder": say(N_("A role, an organization, a project, a place…")),
            "hint": say(N_("Accents, capitals and inclusive endings do not matter, and a slip of the keyboard is forgiven.")),
            "found": say(N_("Found: {count}"), count=_COUNT),
            "none": say(N_("Nothing has a name with these words. Write fewer letters, take out a word, or choose less.")),
            "postings": say(N_("{count} postings"), count=_COUNT),
            "posting": say(N_("1 posting")),
            "failed": say(N_("The search failed. Write another letter to try again.")),
        },
    }
    component("search")(data=data, key=key, on_words_change=lambda: tell(_told(key)[1]))


def _hits(found: Found) -> list[dict[str, object]]:
    return [
        {
            "iri": thing.iri,
            "kind": thing.form,
            "label": thing.label or readable(thing.iri),
            "matched": thing.matched,
            "language": thing.language,
            "postings": thing.postings,
            "near": thing.near,
        }
        for thing in found.things
    ]


def _told(key: str) -> tuple[int, str]:
    """What the box has told last, and how often it has told something: so it knows which of its words an address is of."""
    match getattr(st.session_state.get(key), "words", None):
        case {"turn": int(turn), "text": str(text)}:
            return turn, text
    return 0, ""
