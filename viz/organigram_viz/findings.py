"""What the shapes say of one posting, in plain words."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from organigram.i18n import N_
from organigram.labels import best_label
from organigram.validation import Finding
from organigram_viz import frame
from organigram_viz.details import line_name
from organigram_viz.entities import labels_of
from organigram_viz.source import Source
from organigram_viz.wording import language, say

#: In order of weight: the name, an icon.
_SEVERITIES = {"Violation": (N_("Violation"), "⛔"), "Warning": (N_("Warning"), "⚠"), "Info": (N_("Note"), "ℹ")}


def show_findings(findings: Sequence[Finding], place: Source) -> None:
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
