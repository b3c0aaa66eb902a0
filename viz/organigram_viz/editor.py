"""The component in which a reader writes SPARQL: words in colour, suggestions, a mark at a mistake (``assets/editor.js``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from organigram.i18n import N_
from organigram.namespaces import KINDS as PREFIXED
from organigram.search import KINDS as FINDABLE
from organigram_viz.completion import SORTS, Suggestion
from organigram_viz.components import component
from organigram_viz.kinds import kind_name
from organigram_viz.mistakes import Mistake
from organigram_viz.source import source
from organigram_viz.wording import language, say

_HINT = N_("Ctrl+Enter runs it, Ctrl+Space completes. Prefixes need not be declared.")


@dataclass(frozen=True, slots=True)
class Written:
    """What the reader did since the last run of the page: the text as it is now, the text to be run; None where nothing."""

    text: str | None = None
    run: str | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """A mistake in the text that was run; ``number`` tells one run from the next."""

    text: str
    mistake: Mistake
    number: int


def editor(text: str, identity: int, offered: Sequence[Suggestion], marked: Marked | None, *, key: str) -> Written:
    """Show the editor. What it holds stays its own until another ``identity`` says that ``text`` is to be put into it."""
    result = component("editor")(
        data={
            "text": text,
            "identity": identity,
            "items": [{**asdict(item), "kind": say(SORTS[item.sort])} for item in offered],
            "mistake": _mark(marked),
            "search": "search" if source().indexed else "",
            "base": source().base,
            "kinds": list(PREFIXED),
            "language": language(),
            "dark": st.context.theme.type == "dark",
            "words": {
                "title": say(N_("Query")),
                "run": say(N_("Run")),
                "hint": say(_HINT),
                "suggestions": say(N_("Suggestions")),
                "found": say(N_("Suggestions: {count}. Arrow keys choose, Enter takes, Escape closes.")),
                "variable": say(N_("variable")),
                "kinds": {kind: kind_name(kind) for kind in FINDABLE},
            },
        },
        key=key,
        on_text_change=lambda: None,
        on_run_change=lambda: None,
    )
    return Written(result.text, result.run)


def _mark(marked: Marked | None) -> dict[str, Any] | None:
    if marked is None:
        return None
    found = marked.mistake
    start, end = (units(marked.text[:offset]) for offset in (found.start, found.end))
    return {"text": marked.text, "number": marked.number, "start": start, "end": end, "line": found.line}


def units(text: str) -> int:
    """How long a text is as browsers count.

    >>> units("é"), units("\U0001f600")
    (1, 2)
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
