"""A panel: a question of the catalogue, and a way to show its answer. A page is a short list of them.

A panel has the question's own title in the reader's language (unless told another), what it holds as a file, and a link that
opens the same question with the same values in the query page. Where a question cannot be answered it says why, and the page
goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import streamlit as st

from organigram.catalogue import load_catalogue
from organigram.errors import OrganigramError, QueryTimeout, QueryTooLarge
from organigram.finding import finder, is_known, resolve
from organigram.i18n import N_
from organigram_viz import drawing, frame
from organigram_viz.downloads import button, csv_file
from organigram_viz.drawing import Mark
from organigram_viz.entities import labels_of
from organigram_viz.links import anchor, entity_href, question_href
from organigram_viz.source import source
from organigram_viz.tables import Column, columns_of
from organigram_viz.wording import language, say

__all__ = ["Panel", "asked", "show"]

#: What a row opens: an address (see :mod:`organigram_viz.links`), or nothing, by the row's IRIs and plain values.
Opens = Callable[[Mapping[str, str]], str]

#: The catalogue's views that are drawn otherwise here: as they need a page of their own, their rows are shown.
_AS_TABLE = ("network", "organigram")


@dataclass(frozen=True)
class Panel:
    """A question of ``queries/`` (``values`` by parameter) and how its answer is shown.

    ``view`` is ``number``, ``bar``, ``line`` (over time), ``map``, ``table`` or ``list``; without one, what the question's header
    says. ``by`` are the variables whose values make the label of a bar, a point or a line of a list, ``measure`` the one that is
    counted; without them, what stands before the first number, and that number. ``opens`` says what a row opens (the page
    of its first entity, if nothing else is said). ``limit`` rows are shown at most; all are in the file and in the query page.

    >>> Panel("silence-on-pay-by-employer", measure="silent", values={"country": "ML"}).view
    ''
    """

    question: str
    view: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    by: Sequence[str] = ()
    measure: str = ""
    opens: Opens | None = None
    color: str = drawing.ACCENT
    limit: int = 12
    empty: tuple[str, str] = (N_("No posting says this."), N_("It fills as postings that do are added."))

    @property
    def key(self) -> str:
        """What tells the panel from others of a page."""
        return "-".join([self.question, *(f"{name}={value}" for name, value in sorted(self.values.items())), self.view])


def asked(panel: Panel) -> list[Column]:
    """The answer to a panel's question, as columns. Raises :class:`OrganigramError` where there is none."""
    question, here = load_catalogue()[panel.question], source()
    values = dict(panel.values)
    if values:
        values = resolve(
            question, values, finder(here.service, language(), base=here.base), is_known(here.service), base=here.base
        )
    return columns_of(here.ask(question.bind(values, language(), base=here.base)), here, language())


def show(panel: Panel) -> None:
    """Draw a panel where the page stands."""
    question = load_catalogue()[panel.question]
    with st.container(border=True, height="stretch", key=f"panel-{abs(hash(panel.key))}"):
        st.subheader(say(panel.title) if panel.title else frame.plain(question.title[language()]), anchor=False)
        try:
            columns = asked(panel)
        except OrganigramError as error:
            _failed(panel, error)
            return
        if not columns or not columns[0].values:
            frame.quiet(*panel.empty)
            return
        _draw(panel, panel.view or question.view, columns)
        _foot(panel, columns)


def _failed(panel: Panel, error: OrganigramError) -> None:
    frame.failed(error)
    if isinstance(error, QueryTimeout | QueryTooLarge):
        target = question_href(panel.question, panel.values)
        st.html(
            anchor(target, say(N_("Open it in Query and give a country, an organization or a role, so that it asks for less.")))
        )


def _foot(panel: Panel, columns: Sequence[Column]) -> None:
    """The file, the way to the query page, and how many rows are not shown."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        button(csv_file(columns), panel.question, key=f"file:{panel.key}", quiet=True)
        st.html(anchor(question_href(panel.question, panel.values), say(N_("Open in Query")), kind="quiet"), width="content")


def _draw(panel: Panel, view: str, columns: Sequence[Column]) -> None:
    if view in ("table", *_AS_TABLE):
        _table(panel, columns)
        return
    marks = _marks(panel, columns)
    if view == "number":
        drawing.number(marks[0])
    elif view == "line":
        time = columns[0].name
        drawing.over_time(marks, panel.color, lambda told: panel.opens({time: told}) if panel.opens else "")
    elif view == "map":
        drawing.world(marks)
    elif view == "list":
        drawing.listed(marks[: panel.limit])
    else:
        drawing.bars(marks[: panel.limit], panel.color)
    if view in ("list", "bar"):
        _more(len(marks), panel.limit)


def _more(count: int, limit: int) -> None:
    if count > limit:
        st.caption(say(N_("The first {shown} of {count}; the file has them all."), shown=limit, count=count))


def _marks(panel: Panel, columns: Sequence[Column]) -> list[Mark]:
    """What is drawn: a label, a count and what it opens, for every row."""
    counted = _measure(panel, columns)
    by = [column for column in columns if column.name in panel.by] if panel.by else _labels(columns, counted)
    found = []
    for row in range(len(columns[0].values)):
        label = " · ".join(str(column.values[row]) for column in by if column.values[row] is not None)
        value = counted.values[row] if counted else None
        found.append(Mark(label, float(value) if value is not None else 0.0, _opens(panel, columns, row), _first_iri(by, row)))
    return found


def _measure(panel: Panel, columns: Sequence[Column]) -> Column | None:
    if panel.measure:
        return next(column for column in columns if column.name == panel.measure)
    numbers = (c for c in columns if any(isinstance(value, int | float | Decimal) for value in c.values))
    return next(numbers, None)


def _labels(columns: Sequence[Column], counted: Column | None) -> Sequence[Column]:
    before = columns[: columns.index(counted)] if counted else columns
    return [column for column in before if any(value is not None for value in column.values)] or columns[:1]


def _first_iri(columns: Sequence[Column], row: int) -> str:
    return next((iri for column in columns if (iri := column.iris[row])), "")


def _opens(panel: Panel, columns: Sequence[Column], row: int) -> str:
    if panel.opens is None:
        iri = _first_iri(columns, row)
        return entity_href(iri) if iri else ""
    return panel.opens({column.name: column.iris[row] or _text(column.values[row]) for column in columns})


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _table(panel: Panel, columns: Sequence[Column]) -> None:
    shown = [column for column in columns if any(value is not None for value in column.values) and not _repeats(panel, column)]
    count = len(columns[0].values)
    lines = [
        [(column.values[row], entity_href(iri) if (iri := column.iris[row]) else "") for column in shown]
        for row in range(min(count, panel.limit))
    ]
    drawing.table([column.heading for column in shown], lines)
    _more(count, panel.limit)


def _repeats(panel: Panel, column: Column) -> bool:
    """Whether a column says nothing but what the panel was asked about, on every row."""
    asked_about = [value for value in panel.values.values() if "://" in value]
    names = labels_of(source(), asked_about, language()).values()
    return set(column.iris) <= {None, *asked_about} and set(column.values) <= set(names)
