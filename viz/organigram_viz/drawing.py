"""What panels draw with: figures, bars, months, lists and tables in HTML whose parts are real links; a map of the world.

HTML follows the theme, is read by screen readers, is reached by the keyboard and needs no drawing library to be fetched first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from html import escape
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st
from babel.dates import format_date, format_skeleton
from babel.numbers import get_decimal_symbol, get_group_symbol

from organigram.i18n import N_
from organigram_viz.questions import panel
from organigram_viz.source import source
from organigram_viz.wording import language, say
from organigram_viz.wording import number as written_number

__all__ = [
    "ACCENT",
    "Mark",
    "bars",
    "bars_html",
    "framed",
    "listed",
    "number",
    "numbered",
    "on_land",
    "over_time",
    "table",
    "world",
]

#: The shapes of the world's countries, by M49 code (``docs/sources.md``).
WORLD = "world.json"
#: The colour of the house, as the theme has it (``frame.style``).
ACCENT = "var(--accent)"
#: More months than this are drawn as years; more years than this without their gaps.
_MONTHS, _YEARS = 72, 100
_TIME = re.compile(r"\d{4}(-\d{2})?")
_INK = {"light": "#1F2933", "dark": "#E6E8EA"}
#: From few to many: away from the ground, so that many stands out in both themes.
_SHADES = {"light": ("#BFD9E6", "#0B4F6C"), "dark": ("#24475C", "#7CC4E8")}
_LAND = {"light": "#E9E5DD", "dark": "#2A323A"}


@dataclass(frozen=True, slots=True)
class Mark:
    """Something counted: its label, its number, the address that it opens, the IRI of what it is, if it is an entity."""

    label: str
    value: float
    target: str = ""
    iri: str = ""


def _wrap(target: str, inner: str, kind: str, told: str = "") -> str:
    said = f' title="{escape(told)}" aria-label="{escape(told)}"' if told else ""
    if not target:
        role = ' role="img"' if told else ""  # what has no role can have no name
        return f'<span class="{kind}"{role}{said}>{inner}</span>'
    return f'<a class="{kind}" href="{escape(target)}" target="_self"{said}>{inner}</a>'


def number(*marks: Mark) -> None:
    """One figure, or several side by side, each with what it counts below it."""
    told = []
    for mark in marks:
        value, name = written_number(mark.value), escape(mark.label)
        inner = f'<span class="figure-value">{value}</span><span class="figure-name">{name}</span>'
        told.append(_wrap(mark.target, inner, "figure"))
    st.html(f'<div class="figures">{"".join(told)}</div>')


def bars_html(marks: Sequence[Mark], color: str, largest: float = 0.0) -> str:
    """Bars as HTML; ``largest`` is the number that a bar of full width stands for (the largest of them, if none is given)."""
    most = largest or max((mark.value for mark in marks), default=0.0) or 1.0
    lines = []
    for mark in marks:
        inner = (
            f'<span class="bar-name">{escape(mark.label)}</span><span class="bar-value">{written_number(mark.value)}</span>'
            f'<span class="bar-track"><span class="bar-fill" style="width:{100 * mark.value / most:.2f}%;background:{color}">'
            "</span></span>"
        )
        lines.append(f"<li>{_wrap(mark.target, inner, 'bar')}</li>")
    return f'<ol class="bars">{"".join(lines)}</ol>'


def bars(marks: Sequence[Mark], color: str) -> None:
    """A bar for each, in the order given; each opens what it counts."""
    st.html(bars_html(marks, color))


def listed(marks: Sequence[Mark]) -> None:
    """Labels below each other, each a link."""
    st.html(
        '<ul class="plain-list">' + "".join(f"<li>{_wrap(m.target, escape(m.label), 'entity')}</li>" for m in marks) + "</ul>"
    )


def table(headings: Sequence[str], lines: Sequence[Sequence[tuple[Any, str]]]) -> None:
    """A table of (value, address) cells; numbers stand to the right."""
    amounts = {place for line in lines for place, (value, _) in enumerate(line) if _is_amount(value)}
    head = "".join(
        f'<th class="amount">{escape(heading)}</th>' if place in amounts else f"<th>{escape(heading)}</th>"
        for place, heading in enumerate(headings)
    )
    body = "".join("<tr>" + "".join(_cell(value, target) for value, target in line) + "</tr>" for line in lines)
    st.html(framed(head, body))


def framed(head: str, body: str) -> str:
    """HTML of a table that scrolls where it is wider than the page; by the keyboard too, also where no link is in it.

    >>> framed("<th>Post</th>", "<tr><td>Nurse</td></tr>")[:36]
    '<div class="rows" tabindex="0"><tabl'
    """
    reached = "" if "<a " in body else ' tabindex="0"'
    return f'<div class="rows"{reached}><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _is_amount(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _cell(value: Any, target: str) -> str:
    if value is None:
        return "<td>–</td>"
    if isinstance(value, bool):
        return f"<td>{escape(say(N_('yes') if value else N_('no')))}</td>"
    if _is_amount(value):
        return f'<td class="amount">{written_number(float(value))}</td>'
    if isinstance(value, date | datetime):
        return f'<td class="day">{escape(format_date(value, "medium", locale=language()))}</td>'
    return f"<td>{_wrap(target, escape(str(value)), 'entity' if target else 'text')}</td>"


def over_time(marks: Sequence[Mark], color: str, opens: Callable[[str], str]) -> None:
    """A column a month (``YYYY-MM``) or, of many, a year; those without any are drawn as gaps.

    ``opens`` gives the address of a month or year.
    """
    found = {mark.label: mark for mark in marks if _TIME.fullmatch(mark.label)}
    if not found:
        listed(marks)
        return
    months = _between(min(found), max(found)) if all(len(label) == 7 for label in found) else []
    if not 0 < len(months) <= _MONTHS:
        found, months = _years(list(found.values()), opens)
    most = max(mark.value for mark in found.values()) or 1.0
    columns, ticks = [], _ticks(months)
    for label in months:
        mark = found.get(label, Mark(label, 0.0))
        told = _told(replace(mark, label=_when(label)))
        fill = f'<span class="month-fill" style="height:{100 * mark.value / most:.2f}%;background:{color}"></span>'
        tick = f'<span class="month-year">{label[:4]}</span>' if label in ticks else ""
        columns.append(f"<li>{_wrap(mark.target, fill, 'month', told)}{tick}</li>")
    top = f'<span class="months-top">{written_number(most)}</span>'
    st.html(f'<div class="months-frame">{top}<ol class="months">{"".join(columns)}</ol></div>')


def _ticks(labels: Sequence[str]) -> set[str]:
    """The months (or years) below which their year is written, so far apart that the names stand side by side.

    >>> sorted(_ticks(["2023-12", *(f"2024-{month:02}" for month in range(1, 13))]))
    ['2024-01']
    """
    if len(labels[0]) == 4:
        return {label for label in labels if not int(label) % -(-len(labels) // 20)}
    firsts = {label[:4]: label for label in reversed(labels)}
    begun = sum(label[:4] == labels[0][:4] for label in labels)
    return {label for label in firsts.values() if label != labels[0] or begun >= len(labels) / 9}


def _between(first: str, last: str) -> list[str]:
    start, end = (int(text[:4]) * 12 + int(text[5:7]) - 1 for text in (first, last))
    return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(start, end + 1)]


def _years(marks: Sequence[Mark], opens: Callable[[str], str]) -> tuple[dict[str, Mark], list[str]]:
    counted: dict[str, float] = {}
    for mark in marks:
        year = mark.label[:4]
        counted[year] = counted.get(year, 0.0) + mark.value
    found = {year: Mark(year, value, opens(year)) for year, value in counted.items()}
    first, last = int(min(found)), int(max(found))
    # Years far apart are a slip of some posting: they stand side by side.
    return found, [f"{year:04d}" for year in range(first, last + 1)] if last - first < _YEARS else sorted(found)


def _when(label: str) -> str:
    if len(label) < 7:
        return label
    return format_skeleton("yMMMM", date(int(label[:4]), int(label[5:7]), 1), locale=language())


def world(marks: Sequence[Mark]) -> None:
    """Countries of the world, the darker the more; a click opens one. Those too small to be drawn stand in the bars beside."""
    codes = {row["country"].value: row["code"].value for row in source().rows(panel("country_codes"))}
    data = pd.DataFrame(
        [
            {"id": codes[mark.iri], "name": mark.label, "count": mark.value, "href": mark.target, "told": _told(mark)}
            for mark in marks
            if mark.iri in codes
        ],
        columns=["id", "name", "count", "href", "told"],
    )
    theme, most = _theme(), max((mark.value for mark in marks), default=0.0)
    counted = (
        alt.Chart(_shapes())
        .transform_lookup(lookup="id", from_=alt.LookupData(data=data, key="id", fields=["name", "count", "href", "told"]))
        .transform_filter("isValid(datum.count)")
        .mark_geoshape(stroke=_LAND[theme], strokeWidth=0.4)
        .encode(
            color=alt.Color(
                "count:Q",
                scale=alt.Scale(type="sqrt", range=list(_SHADES[theme]), domainMin=0),
                legend=alt.Legend(
                    title=None,
                    orient="bottom-left",
                    values=[0, most],
                    labelExpr=f"datum.value ? '{written_number(most)}' : '0'",
                    gradientLength=120,
                    labelColor=_INK[theme],
                    aria=False,  # Vega would tell of it in English
                ),
            ),
            href="href:N",
            description="told:N",
            tooltip=[alt.Tooltip("name:N", title=say(N_("Country"))), alt.Tooltip("count:Q", title=say(N_("Number")))],
        )
    )
    on_land(counted, 330)


def on_land(drawn: alt.Chart, height: int) -> None:
    """Show what is drawn over a map of the world; the height is in pixels."""
    # Antarctica is left out: nobody works there, and it would take a fifth of the height.
    world = alt.Chart(_shapes()).transform_filter("datum.id != '010'")
    land = world.mark_geoshape(fill=_LAND[_theme()], stroke=None, aria=False)
    chart = (land + drawn).project("naturalEarth1").properties(height=height).configure_view(strokeWidth=0)
    st.altair_chart(chart, width="stretch", alt=say(N_("A map of the world; the bars beside it tell the same.")))


def _shapes() -> alt.UrlData:
    return alt.topo_feature(f"./assets/{WORLD}", "countries")


def _theme() -> str:
    return st.context.theme.type or "light"


def numbered(**options: Any) -> alt.Axis:
    """An axis with numbers as the reader's language writes them."""
    tongue = language()
    group, decimal = get_group_symbol(tongue), get_decimal_symbol(tongue)
    written = f"replace(replace(replace(format(datum.value, ',~f'), /,/g, '_'), '.', '{decimal}'), /_/g, '{group}')"
    return alt.Axis(labelExpr=written, **options)


def _told(mark: Mark) -> str:
    return say(N_("{name}: {count}"), name=mark.label, count=mark.value)
