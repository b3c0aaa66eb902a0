"""What the shapes say of one posting that was tried, in plain words, and what else is worth a look."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from organigram.i18n import N_
from organigram.labels import best_label
from organigram.trial import Tried
from organigram.validation import Finding
from organigram_viz import frame
from organigram_viz.details import line_name
from organigram_viz.entities import labels_of
from organigram_viz.questions import panel
from organigram_viz.source import Source
from organigram_viz.wording import language, say

#: In order of weight: the name, an icon.
_SEVERITIES = {"Violation": (N_("Violation"), "⛔"), "Warning": (N_("Warning"), "⚠"), "Info": (N_("Note"), "ℹ")}


def _show(findings: Sequence[Finding], place: Source) -> None:
    """Draw each finding in a line: how grave, what is wrong, of what."""
    order = list(_SEVERITIES)
    for finding in sorted(findings, key=lambda one: (order.index(one.severity), one)):
        labels = labels_of(place, [name for name in (finding.focus, finding.path) if name], language())
        name, sign = _SEVERITIES[finding.severity]
        told = best_label(finding.messages, language(), "") or line_name(finding.path, labels)
        st.html(
            f'<p class="value">{sign} <strong>{frame.html(say(name))}</strong> · {frame.html(told)}'
            f' <span class="kind">{frame.html(labels[finding.focus])}</span></p>'
        )


def report(tried: Tried, here: Source) -> None:
    """What the shapes say, and what else a reader should know before the posting is kept."""
    if tried.conforms:
        st.success(say(N_("It passes every check: a build would take it in.")), icon=":material/check_circle:")
    else:
        st.error(say(N_("It violates a shape: a build would set it aside, whole.")), icon=":material/block:")
    _show(tried.findings, here)
    facts = tried.facts
    wanting = [
        message
        for message, there in (
            (N_("No title was found: put it into a line of its own at the top."), facts.title),
            (N_("No employer was found: name it in the text, or in a line “Organization: …”."), facts.employer),
            (N_("No country was found: name the place of work."), facts.countries),
            (
                N_("No line to another post was found: the text names no superior and no team."),
                facts.reports_to or facts.supervises,
            ),
        )
        if not there
    ]
    unknown = _unknown(here)
    if wanting or unknown:
        with st.container(border=True):
            st.html(f"<strong>{frame.html(say(N_('Worth a look')))}</strong>")
            for message in wanting:
                st.html(f'<p class="value">{frame.html(say(message))}</p>')
            if unknown:
                told = say(N_("Names that the lists do not know, kept as written: {names}"), names=", ".join(unknown))
                st.html(f'<p class="value">{frame.html(told)}</p>')


def _unknown(here: Source) -> list[str]:
    found = [row["entity"].value for row in here.rows(panel("unsettled"))]
    labels = labels_of(here, found, language())
    return sorted({labels[iri] for iri in found}, key=str.casefold)
