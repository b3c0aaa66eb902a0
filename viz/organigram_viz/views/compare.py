"""Compare: two organizations or two countries side by side, each panel one question asked of both."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import streamlit as st

from organigram.i18n import N_
from organigram_viz import frame
from organigram_viz.downloads import button, csv_file
from organigram_viz.entities import labels_of, long, short
from organigram_viz.links import anchor, entity_link, href, question_href
from organigram_viz.pairs import COLORS, Band, Counted, bands_html, joined, pairs_html
from organigram_viz.panel import Panel, asked
from organigram_viz.source import source
from organigram_viz.tables import Column
from organigram_viz.wording import address, language, number, put, put_all, say

NAME, TITLE, ICON = "compare", N_("Compare"), ":material/compare_arrows:"

_KINDS = {"organization": N_("Two organizations"), "country": N_("Two countries")}
_TABLES = {"organization": "vacancies-by-organization", "country": "vacancies-by-country"}
_CHOOSE = {"organization": N_("Choose an organization"), "country": N_("Choose a country")}
#: So many of those with most vacancies are offered; another one is named in the address.
_OFFERED = 400
#: Rows of a chart.
_SHOWN = 10

#: Charts of the answer to vacancy-profile, by its aspect: the heading, the parameter of the page Postings, if it has one.
_ASPECTS = (
    ("role-family", N_("Families of roles"), ""),
    ("sector", N_("Sectors"), "sector"),
    ("contract", N_("Contracts"), "contract"),
    ("language", N_("Languages required"), "language_required"),
)


def show() -> None:
    """Draw the page."""
    frame.heading(TITLE, N_("Two organizations or two countries side by side, on the same scale."))
    kind = _kind()
    sides = _sides(kind)
    if sides is None:
        return
    labels = labels_of(source(), [long(side) for side in sides], language())
    names = (labels[long(sides[0])], labels[long(sides[1])])
    _heads(sides, names, kind)
    st.caption(
        say(N_("A vacancy that several postings announce counts once; the list that a bar opens holds all of these postings."))
    )
    profile = _both("vacancy-profile", sides)
    for pair in (_ASPECTS[:2], _ASPECTS[2:]):
        for column, (aspect, title, parameter) in zip(st.columns(2, gap="medium"), pair, strict=True):
            with column:
                counted = [_counted(columns, "value", "vacancies", aspect) for columns in profile]
                _chart(title, counted, names, "vacancy-profile", sides, _opens(kind, sides, parameter))
    left, right = st.columns(2, gap="medium")
    with left:
        lines = _both("lines-by-kind", sides)
        counted = [_counted(columns, "line", "posts") for columns in lines]
        _chart(N_("Seats by kind of line"), counted, names, "lines-by-kind", sides, _lines(sides))
    with right:
        donors = _both("donors-of", sides)
        counted = [_counted(columns, "donor", "projects") for columns in donors]
        _chart(N_("Donors, by projects paid for"), counted, names, "donors-of", sides, _projects(kind, sides))
    _pay(sides, names)


def _kind() -> str:
    key = f"compare-kind:{language()}"
    st.session_state[key] = address("kind") if address("kind") in _KINDS else "organization"

    def changed() -> None:
        put_all({"kind": st.session_state[key] or "organization", "a": "", "b": ""})

    st.segmented_control(
        say(N_("What to compare")),
        list(_KINDS),
        format_func=lambda kind: say(_KINDS[kind]),
        key=key,
        on_change=changed,
        label_visibility="collapsed",
        required=True,
    )
    return str(st.session_state[key])


def _sides(kind: str) -> tuple[str, str] | None:
    """The two that are chosen; nothing where one is missing or both are the same, which is said."""
    offered = asked(Panel("statistics-table", values={"table": _TABLES[kind]}))
    largest = [short(iri) for iri in offered[0].iris[:_OFFERED] if iri] if offered else []
    options = list(dict.fromkeys([*largest, *(name for side in "ab" if (name := address(side)))]))
    labels = labels_of(source(), map(long, options), language())
    names = {option: labels[long(option)] for option in options}
    options.sort(key=lambda option: names[option].casefold())
    left, right = st.columns(2, gap="medium")
    with left:
        first = _choose(N_("Left"), options, names, kind, "a")
    with right:
        second = _choose(N_("Right"), options, names, kind, "b")
    if not options:
        frame.empty(*frame.NOTHING_BUILT)
    elif not (first and second):
        frame.empty(
            N_("Nothing is compared yet."), N_("Choose one on each side; the address keeps both, so that you can share it.")
        )
        _offer(kind, largest, names)
    elif first == second:
        frame.empty(N_("Both sides are the same one."), N_("Choose another one on the left or on the right."))
    else:
        return first, second
    return None


def _choose(label: str, options: Sequence[str], names: Mapping[str, str], kind: str, side: str) -> str:
    key = f"compare:{kind}:{side}:{language()}"
    st.session_state[key] = address(side) or None
    chosen = st.selectbox(
        say(label),
        options,
        index=None,
        format_func=lambda option: names.get(option, option),
        key=key,
        placeholder=say(_CHOOSE[kind]),
        on_change=lambda: put(side, st.session_state[key] or ""),
    )
    return str(chosen or "")


def _offer(kind: str, largest: Sequence[str], names: Mapping[str, str]) -> None:
    """A way to begin: the two that have most vacancies."""
    if len(largest) > 1:
        told = say(N_("For example: {left} and {right}"), left=names[largest[0]], right=names[largest[1]])
        st.html(anchor(href(NAME, kind=kind, a=largest[0], b=largest[1]), told))


def _both(question: str, sides: Sequence[str]) -> list[list[Column]]:
    return [asked(Panel(question, values={"of": long(side)})) for side in sides]


def _heads(sides: Sequence[str], names: Sequence[str], kind: str) -> None:
    """Who stands on which side, with the share of vacancies that say nothing of pay."""
    for column, side, name, color in zip(st.columns(2, gap="medium"), sides, names, COLORS, strict=True):
        counts = {one.name: int(one.values[0]) for one in asked(Panel("silence-on-pay", values={"of": long(side)}))}
        with column, st.container(border=True):
            swatch = f'<span class="swatch" style="background:{color}"></span>'
            st.html(f'<h2 class="side">{swatch}{entity_link(long(side), name)}</h2>')
            if not counts["vacancies"]:
                st.html(f'<p class="fact">{frame.html(say(N_("No vacancy of it is in the graph.")))}</p>')
                continue
            share = round(100 * counts["silent"] / counts["vacancies"])
            told = say(N_("Vacancies: {count}"), count=counts["vacancies"])
            silent = say(N_("Silent on pay: {percent} % ({count})"), percent=share, count=counts["silent"])
            st.html(
                f'<p class="facts-line">{anchor(href("postings", **{kind: side}), told)} · '
                f"{anchor(question_href('silence-on-pay', {'of': side}), silent)}</p>"
            )


def _counted(columns: Sequence[Column], key: str, measure: str, aspect: str = "") -> list[Counted]:
    by = {column.name: column for column in columns}
    if not columns:
        return []
    return [
        (by[key].iris[row] or str(by[key].values[row]), str(by[key].values[row]), float(by[measure].values[row]))
        for row in range(len(by[key].values))
        if by[measure].values[row] and (not aspect or by["aspectCode"].values[row] == aspect)
    ]


def _opens(kind: str, sides: Sequence[str], parameter: str) -> Callable[[int, str], str]:
    if parameter:
        return lambda side, iri: href("postings", **{kind: sides[side], parameter: short(iri)})
    return lambda side, iri: href("find", **{kind: sides[side], "family": short(iri)}, kind="posting")


def _lines(sides: Sequence[str]) -> Callable[[int, str], str]:
    """What is counted, of all countries of an organization: its organigram is drawn for one country at a time."""
    return lambda side, iri: question_href("lines-by-kind", {"of": sides[side]})


def _projects(kind: str, sides: Sequence[str]) -> Callable[[int, str], str]:
    return lambda side, iri: href("find", **{kind: sides[side], "donor": short(iri)}, kind="project")


def _chart(
    title: str,
    counted: Sequence[Sequence[Counted]],
    names: tuple[str, str],
    question: str,
    sides: Sequence[str],
    opens: Callable[[int, str], str],
) -> None:
    """What one question counts, for both sides on one scale."""
    rows = joined(*counted)
    with st.container(border=True, height="stretch", key=f"compare-{title}"):
        st.subheader(say(title), anchor=False)
        if not rows:
            frame.quiet(N_("Neither side says this."), N_("It fills as postings that do are added."))
            return
        st.html(pairs_html(rows[:_SHOWN], names, opens))
        if len(rows) > _SHOWN:
            st.caption(say(N_("The first {shown} of {count}; the file has them all."), shown=_SHOWN, count=len(rows)))
        iris = tuple(key if "://" in key else None for key, *_ in rows)
        none = (None,) * len(rows)
        table = [
            Column(say(title), tuple(row[1] for row in rows), iris),
            *(Column(name, tuple(row[2 + place] for row in rows), none) for place, name in enumerate(names)),
        ]
        _foot(table, title, question, sides, names)


def _foot(table: Sequence[Column], title: str, question: str, sides: Sequence[str], names: Sequence[str]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        button(csv_file(table), f"compare-{question}", key=f"file:{title}", quiet=True)
        for side, name in zip(sides, names, strict=True):
            told = say(N_("{name} in Query"), name=name)
            st.html(anchor(question_href(question, {"of": side}), told, kind="quiet"), width="content")


def _pay(sides: Sequence[str], names: tuple[str, str]) -> None:
    """Bands of pay, each currency, period and kind by itself: nothing is converted."""
    answers = _both("pay-bands", sides)
    bands = [_bands(columns) for columns in answers]
    title = N_("Pay bands")
    with st.container(border=True, key="compare-pay"):
        st.subheader(say(title), anchor=False)
        st.caption(
            say(N_("Currencies, periods, gross and net each stand apart; nothing is converted. The stroke is the average."))
        )
        if not any(bands):
            frame.quiet(N_("Neither side states any pay."), N_("It fills as postings that do are added."))
            return
        order = sorted({*bands[0], *bands[1]}, key=lambda kind: (-sum(kind in side for side in bands), kind))
        for kind in order:
            both = (bands[0].get(kind), bands[1].get(kind))
            st.html(bands_html(" · ".join(kind), both, names, _told))
        _foot(_pay_table(order, bands, names), title, "pay-bands", sides, names)


def _told(band: Band | None) -> str:
    if band is None:
        return say(N_("no vacancy states such pay"))
    amounts = number(band.low) if band.low == band.high else f"{number(band.low)} – {number(band.high)}"
    return f"{amounts} · {say(N_('vacancies: {count}'), count=band.vacancies)}"


#: Currency, period, gross or net.
_Kind = tuple[str, ...]


def _bands(columns: Sequence[Column]) -> dict[_Kind, Band]:
    """The bands of a side by currency, period, gross or net, those that are stated."""
    by = {column.name: column.values for column in columns}
    found: dict[_Kind, Band] = {}
    for row in range(len(columns[0].values) if columns else 0):
        kind = tuple(str(by[name][row]) for name in ("currency", "period", "payKind") if by[name][row] is not None)
        low, average, high = (by[name][row] for name in ("amountMin", "average", "amountMax"))
        if isinstance(low, int | float | Decimal) and isinstance(high, int | float | Decimal):
            found[kind] = Band(float(low), float(average or low), float(high), int(by["vacancies"][row]))
    return found


def _pay_table(order: Sequence[_Kind], bands: Sequence[Mapping[_Kind, Band]], names: Sequence[str]) -> list[Column]:
    rows = [(kind, name, side[kind]) for kind in order for name, side in zip(names, bands, strict=True) if kind in side]
    none = (None,) * len(rows)
    told: Sequence[tuple[str, Callable[[tuple[_Kind, str, Band]], object]]] = (
        (N_("Side"), lambda row: row[1]),
        (N_("Pay"), lambda row: " · ".join(row[0])),
        (N_("Vacancies"), lambda row: row[2].vacancies),
        (N_("At least"), lambda row: row[2].low),
        (N_("Average"), lambda row: row[2].average),
        (N_("At most"), lambda row: row[2].high),
    )
    return [Column(say(heading), tuple(value(row) for row in rows), none) for heading, value in told]
