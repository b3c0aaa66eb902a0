"""What the shapes say of the graph, by shape and posting, in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import streamlit as st

from organigram.i18n import N_
from organigram.namespaces import expand
from organigram_viz.counting import totals
from organigram_viz.downloads import button, csv_file
from organigram_viz.drawing import Mark, number, table
from organigram_viz.entities import best_label, labels_of
from organigram_viz.links import entity_href, href
from organigram_viz.questions import panel
from organigram_viz.source import Row, source
from organigram_viz.tables import Column
from organigram_viz.wording import choose, language, say

#: How grave a finding is, the gravest first: its sign and its name.
_SEVERITIES = {
    expand("sh:Violation"): ("✖", N_("Violation: set aside")),
    expand("sh:Warning"): ("⚠", N_("Warning")),
    expand("sh:Info"): ("ℹ", N_("Note")),
}
#: How many findings of a shape are listed.
_ROWS = 100


@dataclass(frozen=True, slots=True)
class Found:
    """A finding: what it is about, where, the words of its shape."""

    focus: str
    severity: str
    shape: str = ""
    path: str = ""
    value: str = ""
    posting: str = ""
    messages: dict[str, str] = field(default_factory=dict)


def show() -> None:
    """Draw the part."""
    found = findings(source().rows(panel("validation")))
    if not found:
        count = totals(source())["postings"]
        st.success(say(N_("All {count} postings of the graph pass every check."), count=count), icon=":material/check_circle:")
        return
    counts = Counter(one.severity for one in found)
    number(*(Mark(say(message), counts[severity]) for severity, (_, message) in _SEVERITIES.items()))
    labels = _labels(found)
    shape = _shapes(found, labels)
    _of_shape([one for one in found if one.shape == shape or not shape], labels)


def findings(rows: Iterable[Row]) -> list[Found]:
    """Each finding once, the gravest first."""
    found: dict[str, Found] = {}
    for row in rows:
        told = {name: row[name].value for name in ("shape", "path", "value", "posting") if row[name] is not None}
        one = found.get(row["finding"].value) or Found(row["focus"].value, row["severity"].value, **told)
        if row["message"] is not None:
            one = replace(one, messages={**one.messages, (row["message"].language or "")[:2]: row["message"].value})
        found[row["finding"].value] = one
    order = list(_SEVERITIES)
    return sorted(
        found.values(), key=lambda one: (order.index(one.severity) if one.severity in order else 9, one.shape, one.focus)
    )


def _labels(found: Iterable[Found]) -> dict[str, str]:
    iris = [iri for one in found for iri in (one.focus, one.path, one.value, one.posting) if "://" in iri]
    return labels_of(source(), iris, language())


def _message(one: Found, labels: dict[str, str]) -> str:
    return best_label(one.messages, language(), "") if one.messages else labels.get(one.path, one.path)


def _shapes(found: list[Found], labels: dict[str, str]) -> str:
    """The shapes that found something, each with how much; the one that the reader chose."""
    counts = Counter((one.severity, one.shape) for one in found)
    words = {one.shape: _message(one, labels) for one in found}
    ranked = sorted(counts, key=lambda key: (list(_SEVERITIES).index(key[0]) if key[0] in _SEVERITIES else 9, -counts[key]))
    rows = [
        [
            (_SEVERITIES.get(severity, ("", N_("Note")))[0] + " " + say(_SEVERITIES.get(severity, ("", N_("Note")))[1]), ""),
            (words[shape], href("quality", part="shapes", shape=_name(shape))),
            (counts[severity, shape], ""),
        ]
        for severity, shape in ranked
    ]
    st.subheader(say(N_("By check")), anchor=False)
    table([say(N_("How grave")), say(N_("What is wrong")), say(N_("Findings"))], rows)
    names = {_name(shape): words[shape] for _, shape in ranked}
    chosen = choose(say(N_("Which check")), list(names), names, "shape", empty=say(N_("All checks")))
    return next((shape for _, shape in ranked if _name(shape) == chosen), "")


def _name(shape: str) -> str:
    return shape.rpartition("#")[2]


def _of_shape(found: list[Found], labels: dict[str, str]) -> None:
    st.subheader(say(N_("Where")), anchor=False)
    headings = [N_("What is wrong"), N_("Where"), N_("Value"), N_("Posting")]
    rows = [
        [
            (_message(one, labels), ""),
            (labels.get(one.focus, one.focus), entity_href(one.focus) if "://" in one.focus else ""),
            (labels.get(one.value, one.value), entity_href(one.value) if "://" in one.value else ""),
            _posting(one, labels),
        ]
        for one in found[:_ROWS]
    ]
    # A column that tells nothing of its own is left out; the file has all.
    kept = [0, 1]
    kept += [2] if any(one.value for one in found) else []
    kept += [3] if any(one.posting and one.posting != one.focus for one in found) else []
    table([say(headings[number]) for number in kept], [[row[number] for number in kept] for row in rows])
    if len(found) > _ROWS:
        st.caption(say(N_("The first {shown} of {count}; the file has them all."), shown=_ROWS, count=len(found)))
    columns = [
        _column(headings[0], [_message(one, labels) for one in found], [""] * len(found)),
        _column(headings[1], [labels.get(one.focus, one.focus) for one in found], [one.focus for one in found]),
        _column(headings[2], [labels.get(one.value, one.value) for one in found], [one.value for one in found]),
        _column(headings[3], [labels.get(one.posting, "") for one in found], [one.posting for one in found]),
        _column(N_("How grave"), [say(_SEVERITIES.get(one.severity, ("", N_("Note")))[1]) for one in found], [""] * len(found)),
    ]
    button(csv_file(columns), "validation")


def _posting(one: Found, labels: dict[str, str]) -> tuple[str, str]:
    """The posting's name and page; one that was set aside has neither in the graph, so the list of those is opened."""
    if one.posting and not source().labels.get(one.posting):
        return say(N_("set aside: {name}"), name=one.posting.rpartition("/")[2]), href("quality", part="aside")
    return labels.get(one.posting, ""), entity_href(one.posting) if one.posting else ""


def _column(heading: str, values: list[str], iris: list[str]) -> Column:
    return Column(say(heading), tuple(values), tuple(iri if "://" in iri else None for iri in iris))
