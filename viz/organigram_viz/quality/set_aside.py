"""What the build could not take in, each with its reason and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

import streamlit as st

from organigram.i18n import LANGUAGES, N_
from organigram_viz import frame
from organigram_viz.downloads import button, csv_file
from organigram_viz.drawing import table
from organigram_viz.entities import labels_of
from organigram_viz.facts import is_web
from organigram_viz.source import source
from organigram_viz.tables import Column
from organigram_viz.wording import language, say

#: How many are listed.
_ROWS = 100


def show() -> None:
    """Draw the part."""
    if source().decisions is None:
        frame.empty(
            N_("A SPARQL endpoint does not tell what its build set aside."),
            N_("Open the store itself: organigram explore --store DIR."),
        )
        return
    told = list(source().set_aside())[LANGUAGES.index(language()) :: len(LANGUAGES)]
    if not told:
        st.success(say(N_("Nothing was set aside: the graph holds all that was read.")), icon=":material/check_circle:")
        return
    frame.lead(
        N_(
            "What cannot be read, or fails a check, is set aside whole; the rest is built. "
            "Nothing of it is lost: correct it and build again."
        )
    )
    reasons = Counter((str(one["reason"]), str(one["remedy"] or "")) for one in told)
    st.subheader(say(N_("By reason")), anchor=False)
    table(
        [say(N_("Reason")), say(N_("What to do")), say(N_("Count"))],
        [[(reason, ""), (remedy, ""), (count, "")] for (reason, remedy), count in reasons.most_common(_ROWS)],
    )
    st.subheader(say(N_("One by one")), anchor=False)
    headings = (N_("File"), N_("Place in it"), N_("Reason"), N_("What to do"))
    labels = labels_of(source(), (place for one in told if is_web(place := one["place"] or "")), language())
    rows = [_row(one, labels) for one in told]
    # What to do is told above, once for each reason.
    table([say(name) for name in headings[:3]], [[(cell, "") for cell in row[:3]] for row in rows[:_ROWS]])
    if len(rows) > _ROWS:
        st.caption(say(N_("The first {shown} of {count}; the file has them all."), shown=_ROWS, count=len(rows)))
    nothing = (None,) * len(rows)
    columns = [Column(say(name), tuple(row[number] for row in rows), nothing) for number, name in enumerate(headings)]
    button(csv_file(columns), "set-aside")


def _row(one: Mapping[str, Any], labels: Mapping[str, str]) -> tuple[str, str, str, str]:
    """The file by its name: readers from elsewhere need not know the folders of this machine."""
    place = one["place"] or ""
    return PurePath(one["file"] or "").name, labels.get(place, place), one["reason"], one["remedy"] or ""
