"""Validation: what the shapes say of the graph, in the reader's language."""

from __future__ import annotations

from typing import Any

import pandas as pd  # type: ignore[import-untyped]
import streamlit as st
from pyoxigraph import NamedNode

from organigram.i18n import N_
from organigram.namespaces import expand
from organigram_viz import frame
from organigram_viz.counting import totals
from organigram_viz.entities import best_label, labels_of
from organigram_viz.questions import panel
from organigram_viz.source import source
from organigram_viz.wording import language, say

NAME, TITLE, ICON = "validation", N_("Validation"), ":material/rule:"

_SEVERITIES = {
    expand("sh:Violation"): N_("Violation: set aside"),
    expand("sh:Warning"): N_("Warning"),
    expand("sh:Info"): N_("Note"),
}


def show() -> None:
    """Draw the page."""
    frame.heading(
        TITLE, N_("What the shapes say of the graph. A posting that violates one is set aside whole; the others are built.")
    )
    findings = _findings(source().rows(panel("validation")))
    if not findings:
        _conforms()
        return
    counts = pd.Series([finding["severity"] for finding in findings]).value_counts()
    for column, (severity, message) in zip(st.columns(len(_SEVERITIES)), _SEVERITIES.items(), strict=True):
        column.metric(say(message), say("{count}", count=int(counts.get(severity, 0))))
    table = pd.DataFrame(
        [
            {
                say(N_("What is wrong")): finding["message"],
                say(N_("Where")): finding["focus"],
                say(N_("Value")): finding["value"],
                say(N_("How grave")): say(_SEVERITIES.get(finding["severity"], N_("Note"))),
            }
            for finding in findings
        ]
    )
    st.dataframe(table, hide_index=True, height="auto", placeholder="–")
    st.download_button(
        say(N_("Download {format}"), format="CSV"),
        table.to_csv(index=False).encode("utf-8-sig"),
        "organigram-validation.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _conforms() -> None:
    postings = totals(source())["postings"]
    if postings:
        st.success(
            say(N_("All {count} postings of the graph conform to every shape."), count=postings), icon=":material/check_circle:"
        )
    else:
        frame.empty(*frame.NOTHING_BUILT)


def _findings(rows: Any) -> list[dict[str, str]]:
    """Each finding once, its message in the reader's language; the gravest first."""
    named = [row[name].value for row in rows for name in ("focus", "value", "path") if isinstance(row[name], NamedNode)]
    labels = labels_of(source(), named, language())
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        finding = found.setdefault(str(row["finding"]), {"messages": {}, "severity": row["severity"].value})
        finding["focus"] = labels.get(row["focus"].value, str(row["focus"].value))
        value = row["value"]
        finding["value"] = None if value is None else labels.get(value.value, str(value.value))
        if row["message"] is not None:
            finding["messages"][(row["message"].language or "")[:2]] = row["message"].value
        path = row["path"].value if isinstance(row["path"], NamedNode) else ""
        finding["fallback"] = labels.get(path, "")
    for finding in found.values():
        finding["message"] = best_label(finding["messages"], language(), "") if finding["messages"] else finding["fallback"]
    order = list(_SEVERITIES)
    return sorted(
        found.values(), key=lambda one: (order.index(one["severity"]) if one["severity"] in order else 9, one["message"])
    )
