"""How well facts are found, as measured against what careful readers wrote."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from organigram.i18n import LANGUAGES, N_
from organigram.resources import quality_file
from organigram_viz import frame
from organigram_viz.downloads import button, csv_file
from organigram_viz.drawing import numbered
from organigram_viz.tables import Column
from organigram_viz.wording import LANGUAGE_NAMES, choose, say

#: The postings that were measured on, by what the file calls them, the hardest first.
_SETS = {
    "unseen": N_("Postings that no rule was written with"),
    "dev": N_("Sixty postings to develop against"),
    "seeds": N_("The five postings that the project started from"),
}
#: What is measured, as the file calls it.
_RELATIONS = {
    "all": N_("All facts"),
    "contract": N_("Contract"),
    "country": N_("Country"),
    "deadline": N_("Deadline"),
    "donor": N_("Donor"),
    "duration": N_("Duration"),
    "employer": N_("Employer"),
    "language": N_("Languages asked for"),
    "organization": N_("Organizations named"),
    "partner": N_("Partner"),
    "place": N_("Place"),
    "project": N_("Project"),
    "project-donor": N_("Donor of a project"),
    "reports-to": N_("Reports to"),
    "salary": N_("Salary"),
    "start-date": N_("Start of work"),
    "supervises": N_("Supervises"),
    "title": N_("Title"),
}
_PRECISION, _RECALL = N_("Precision"), N_("Recall")
_COLORS = {_PRECISION: "#0072B2", _RECALL: "#D55E00"}
_ALL = "all"


@cache
def measured() -> dict[str, Any]:
    """The figures; none where they are not installed."""
    file = quality_file()
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}


def show() -> None:
    """Draw the part."""
    sets = [name for name in _SETS if measured().get(name, {}).get("scores")]
    if not sets:
        frame.empty(N_("No figures are installed."), N_("Measure anew: python -m benchmarks.quality CORPUS."))
        return
    with st.columns([5, 6])[0]:
        chosen = choose(say(N_("Measured on")), sets, {name: say(_SETS[name]) for name in sets}, "measured")
    frame.lead(
        N_(
            "Precision is the share of the facts found that are right, recall the share of the readers' facts that were found. "
            "Two careful readers agree to about 0.96 in English and 0.92 in French. "
            "Few facts make a figure uncertain: mind the counts."
        )
    )
    rows = _rows(measured()[chosen]["scores"])
    _dots(rows)
    _table(rows)


def _rows(scores: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for name, score in scores.items():
        language, _, relation = name.partition("/")
        if score["gold"] or score["found"]:
            found.append({"language": language, "relation": relation, **score})
    order = list(_RELATIONS)
    return sorted(found, key=lambda row: (order.index(row["relation"]) if row["relation"] in order else 99, row["language"]))


def _relation(name: str) -> str:
    return say(_RELATIONS[name]) if name in _RELATIONS else name


def _dots(rows: list[dict[str, Any]]) -> None:
    told = {"value": say(N_("Value")), "gold": say(N_("Facts of the readers")), "found": say(N_("Facts found"))}
    data = pd.DataFrame(
        [
            {
                "relation": _relation(row["relation"]),
                "language": LANGUAGE_NAMES[row["language"]],
                "measure": say(measure),
                "value": row[key],
                "gold": row["gold"],
                "found": row["found"],
            }
            for row in rows
            if row["language"] in LANGUAGES
            for measure, key in ((_PRECISION, "precision"), (_RECALL, "recall"))
            if row[key] is not None
        ]
    )
    measures = [say(measure) for measure in _COLORS]
    lowest = min(0.5, float(data["value"].min())) if len(data) else 0.0
    chart = (
        alt.Chart(data)
        .mark_point(filled=True, size=85, opacity=0.9)
        .encode(
            x=alt.X("value:Q", title=None, scale=alt.Scale(domain=[lowest, 1]), axis=numbered()),
            y=alt.Y(
                "relation:N", title=None, sort=[_relation(name) for name in _RELATIONS], axis=alt.Axis(grid=True, labelLimit=240)
            ),
            color=alt.Color("measure:N", title=None, scale=alt.Scale(domain=measures, range=list(_COLORS.values()))),
            shape=alt.Shape("measure:N", title=None, scale=alt.Scale(domain=measures, range=["circle", "diamond"])),
            column=alt.Column("language:N", title=None, header=alt.Header(labelFontSize=14)),
            tooltip=["relation:N", "measure:N", *(alt.Tooltip(f"{name}:Q", title=title) for name, title in told.items())],
        )
        .properties(width=330, height=alt.Step(22))
        .configure_legend(orient="top")
    )
    st.altair_chart(chart, width="content")


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _table(rows: list[dict[str, Any]]) -> None:
    named = {_ALL: say(N_("Both languages"))} | {str(name): label for name, label in LANGUAGE_NAMES.items()}
    shown: dict[str, list[Any]] = {
        say(N_("Fact")): [_relation(row["relation"]) for row in rows],
        say(N_("Language")): [named[row["language"]] for row in rows],
        say(_PRECISION): [_rounded(row["precision"]) for row in rows],
        say(_RECALL): [_rounded(row["recall"]) for row in rows],
        "F1": [_rounded(row["f1"]) for row in rows],
        say(N_("Facts of the readers")): [row["gold"] for row in rows],
        say(N_("Facts found")): [row["found"] for row in rows],
    }
    figures = {name: st.column_config.NumberColumn(format="localized") for name in (say(_PRECISION), say(_RECALL), "F1")}
    st.dataframe(pd.DataFrame(shown), hide_index=True, height=420, placeholder="–", column_config=figures)
    button(csv_file([Column(name, tuple(values), (None,) * len(rows)) for name, values in shown.items()]), "quality")
