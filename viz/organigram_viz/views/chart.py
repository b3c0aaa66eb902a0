"""Organigram: an organization in a country, or a mission, put together from all its postings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from urllib.parse import urlencode

import streamlit as st
from babel.dates import format_date

from organigram.catalogue import load_catalogue
from organigram.i18n import N_
from organigram_viz import evidence, frame
from organigram_viz.canvas import canvas
from organigram_viz.chart_drawing import SIGNS, UNKNOWN, View, arranged, draw
from organigram_viz.chart_table import ROWS, lines_csv, seats_csv, table
from organigram_viz.charts import Chart, Choice, Line, Told, choices, load_chart, told_of
from organigram_viz.details import entity_panel
from organigram_viz.entities import labels_of, long, short
from organigram_viz.kinds import FAMILIES, LINES
from organigram_viz.network import edge_id, parts, standalone
from organigram_viz.source import source
from organigram_viz.structure import Structure, below, fold_to
from organigram_viz.wording import address, address_list, choose, language, put, say

NAME, TITLE, ICON = "organigram", N_("Organigram"), ":material/account_tree:"

_LEAD = N_(
    "The seats of an organization in a country, put together from all its postings. "
    "Click a line to read the sentence that states it."
)
#: In the address: every country; every branch open.
_EVERY, _ALL = "every", "all"
#: More seats than this are not drawn at first: the deepest branches are folded.
_SHOWN = 80
#: How many names one sentence of what is odd has.
_NAMED = 6


@dataclass(frozen=True, slots=True)
class _Time:
    """The day that the reader moved to (nothing: now), and since when everything is told of (nothing where not asked)."""

    day: str
    seats: Mapping[str, Told]
    lines: Mapping[Line, Told]


def show() -> None:
    """Draw the page."""
    frame.heading(TITLE, _LEAD)
    found = choices(source(), language())
    if not found:
        frame.empty(*frame.NOTHING_BUILT)
        return
    organization, country = _choice(found)
    whole = load_chart(source(), organization.iri, country)
    if not whole.seats:
        frame.empty(N_("No posting tells of a seat here."), N_("Choose another country or organization."))
        return
    time = _time(whole)
    view = _view(whole, time, organization)
    left, right = st.columns([7, 3], gap="medium")
    with left:
        _drawing(view, organization, country)
    with right:
        _beside(view)
    _odd(view)
    with st.expander(say(N_("The same as a table")), icon=":material/table:"):
        _table(view)
    _downloads(view, time, organization, country)


def _choice(found: list[Choice]) -> tuple[Choice, str]:
    by_name = {short(one.iri): one for one in found}
    names = {name: one.label for name, one in by_name.items()}
    left, right, told = st.columns([4, 3, 5], vertical_alignment="bottom")
    with left:
        organization = by_name[choose(say(N_("Organization")), list(by_name), names, "organization")]
    labels = labels_of(source(), organization.countries, language())
    countries = {
        short(iri): labels[iri] for iri in sorted(organization.countries, key=lambda iri: (-organization.countries[iri], iri))
    }
    with right:
        options = [*countries, _EVERY] if len(countries) > 1 else list(countries)
        country = choose(say(N_("Country")), options, countries | {_EVERY: say(N_("Every country"))}, "country")
    if organization.parent:
        parent = labels_of(source(), [organization.parent], language())[organization.parent]
        told.caption(say(N_("A mission or unit of {name}."), name=frame.plain(parent)))
    return organization, "" if country == _EVERY else long(country)


def _time(whole: Chart) -> _Time:
    """The slider over the days of postings, once the reader wants it: it takes some time to find since when all is told of."""
    left, right = st.columns([3, 9], vertical_alignment="center")
    st.session_state["chart_time"] = bool(address("day"))
    with left:
        st.toggle(say(N_("Move through time")), key="chart_time", on_change=_switch_time)
    if not address("day"):
        return _Time("", {}, {})
    seats, lines = told_of(source(), whole)
    days = sorted({told.since for told in (*seats.values(), *lines.values()) if told.since})
    undated = sum(not seats[seat].since for seat in whole.seats if seat in seats)
    with right:
        day = _slider(days)
        if undated:
            st.caption(say(N_("Seats that only postings without a date tell of: {count}. They are always shown."), count=undated))
    return _Time(day, seats, lines)


def _switch_time() -> None:
    put("day", _ALL if st.session_state["chart_time"] else "")


def _slider(days: list[str]) -> str:
    if len(days) < 2:
        frame.empty(N_("The postings of this chart have less than two dates."), N_("There is nothing to move through."))
        return ""
    wish = address("day")
    st.session_state["chart_day"] = max((day for day in days if day <= wish), default=days[0]) if wish != _ALL else days[-1]
    st.select_slider(
        say(N_("Postings up to")),
        days,
        key="chart_day",
        format_func=_day,
        on_change=lambda: put("day", st.session_state["chart_day"]),
        help=say(N_("A posting counts from the day it was published, else from its deadline, else from the start of work.")),
    )
    return str(st.session_state["chart_day"])


def _day(text: str) -> str:
    """A day as the reader's language writes it; a month or year as it stands."""
    try:
        return str(format_date(date.fromisoformat(text), "medium", locale=language()))
    except ValueError:
        return text


def _view(whole: Chart, time: _Time, organization: Choice) -> View:
    structure = whole.structure()
    folded = _folded(whole, structure)
    now, made = whole, structure
    if time.day:
        now = whole.by(time.day, time.seats, time.lines)
        made = replace(now.structure(), parents=structure.parents)  # a seat stays where it stands, whatever is told of already
        _new(now, time)
    seats = whole.seats.values()
    wanted = [
        *whole.seats,
        organization.iri,
        organization.parent,
        *(seat.level for seat in seats),
        *(seat.role for seat in seats),
    ]
    iris = dict.fromkeys(filter(None, wanted))
    labels = labels_of(source(), iris, language())
    owners = filter(None, (organization.iri, organization.parent))
    names = {name for iri in owners for name in source().labels[iri].values() if name}
    return View(now, made, labels, names, folded, arranged(whole, structure, folded))


def _folded(whole: Chart, structure: Structure) -> list[str]:
    opened = address_list("open")
    first = [] if opened == [_ALL] else fold_to(_SHOWN, structure.parents, len(whole.seats) - len(structure.apart))
    closed = {long(name) for name in address_list("folded")}
    return sorted(({*first} - {long(name) for name in opened}) | closed)


def _new(now: Chart, time: _Time) -> None:
    fresh = [seat for seat in now.seats if seat in time.seats and time.seats[seat].since == time.day]
    lines = sum(told.since == time.day for told in time.lines.values())
    labels = labels_of(source(), fresh, language())
    names = ", ".join(labels[seat] for seat in fresh[:_NAMED]) + (" …" if len(fresh) > _NAMED else "")
    st.caption(
        say(N_("New on {day}: seats {seats}, lines {lines}."), day=_day(time.day), seats=len(fresh), lines=lines)
        + (f" {frame.plain(names)}" if names else "")
    )


def _drawing(view: View, organization: Choice, country: str) -> None:
    drawn = draw(view)
    line = address_list("line")
    selected = (
        edge_id(long(line[0]), line[1], long(line[2])) if len(line) == 3 else long(address("entity")) if address("entity") else ""
    )
    event = canvas(
        parts(drawn),
        key="chart",
        identity=f"chart:{organization.iri}:{country}:{'~'.join(view.folded)}",
        kinds=(),
        families={LINES[term].family for _, term, _ in view.chart.lines} & set(FAMILIES),
        marks=(("box", N_("Advertised by a posting"), False), ("box", N_("Known only from the lines of others"), True)),
        selected=selected,
        physics=False,
        height=620,
    )
    _legend(view)
    _folding(view)
    if event.click:
        _select(event.click.node, event.click.edge)


def _legend(view: View) -> None:
    present = {seat.level for seat in view.chart.seats.values()}
    entries = [(sign, ground, view.labels[level]) for level, (sign, ground) in SIGNS.items() if level in present]
    if present - set(SIGNS):
        entries.append(("", UNKNOWN, say(N_("level not known"))))
    boxes = "".join(
        f'<span class="level"><span class="ground" style="background:{ground}">{sign}</span>{escape(label)}</span>'
        for sign, ground, label in reversed(entries)
    )
    st.html(f'<p class="levels">{boxes}</p>{_STYLE}')


_STYLE = """<style>
  .levels { display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; margin: 0; font-size: .86rem; }
  .levels .level { display: inline-flex; align-items: center; gap: .4rem; }
  .levels .ground { display: inline-block; width: 1.5rem; height: 1.1rem; line-height: 1.1rem; text-align: center; color: #1F2933;
    border: 1px solid #0072B2; border-radius: 3px; font-size: .8rem; }
  table.chart { border-collapse: collapse; width: 100%; font-size: .9rem; }
  table.chart th, table.chart td { text-align: left; vertical-align: top; padding: .3rem .5rem; font-weight: 400;
    border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent); }
  table.chart thead th { font-weight: 600; }
  table.chart a { color: var(--st-link-color, #0B6B74); text-underline-offset: .15em; }
  .odd { margin: .2rem 0; }
</style>"""


def _folding(view: View) -> None:
    hidden = len(view.chart.seats) - len(view.shown & set(view.chart.seats))
    if not hidden and not view.folded:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.caption(say(N_("Branches are folded: {count} seats are not drawn."), count=hidden), width="content")
        if st.button(say(N_("Unfold all")), icon=":material/unfold_more:", type="tertiary"):
            put("open", _ALL)
            put("folded", "")
            st.rerun()


def _select(node: str, edge: tuple[str, str, str] | None) -> None:
    if node.startswith(" ") or (edge and (edge[0].startswith(" ") or not edge[1])):
        return  # a sign of the drawing, no entity
    before = dict(st.query_params)
    put("entity", short(node))
    put("line", [short(edge[0]), edge[1], short(edge[2])] if edge else "")
    if dict(st.query_params) != before:
        st.rerun()


def _beside(view: View) -> None:
    line = address_list("line")
    if len(line) == 3 and line[1] in LINES:
        start, end = long(line[0]), long(line[2])
        labels = labels_of(source(), [start, end], language())
        st.subheader(say(LINES[line[1]].label), anchor=False)
        st.html(f"<p>{escape(labels[start])}<br>→ {escape(labels[end])}</p>")
        evidence.show_line(start, line[1], end)
    elif address("entity"):
        _fold_button(view, long(address("entity")))
        chosen = entity_panel(long(address("entity")))
        if chosen:
            _select(chosen, None)
    else:
        frame.lead(N_("Click a seat to see what is said of it, a line to read the sentence that states it."))
        seats = view.chart.seats.values()
        st.caption(
            say(
                N_("Seats: {seats} · known only from the lines of others: {unadvertised}"),
                seats=len(seats),
                unadvertised=sum(not seat.advertised for seat in seats),
            )
        )


def _fold_button(view: View, seat: str) -> None:
    under = below(view.structure.parents).get(seat, 0)
    if not under or seat not in view.chart.seats:
        return
    folded, opened = address_list("folded"), address_list("open")
    if seat in view.folded:
        if st.button(say(N_("Unfold this branch ({count} seats)"), count=under), icon=":material/unfold_more:"):
            put("folded", [name for name in folded if name != short(seat)])
            put("open", [*opened, short(seat)] if opened != [_ALL] else opened)
            st.rerun()
    elif st.button(say(N_("Fold this branch ({count} seats)"), count=under), icon=":material/unfold_less:"):
        put("folded", [*folded, short(seat)])
        put("open", [name for name in opened if name != short(seat)])
        st.rerun()


def _odd(view: View) -> None:
    """What is odd or missing, in words."""
    made, labels = view.structure, view.labels
    told = [say(N_("These seats report to each other in a circle: {names}"), names=_names(cycle, view)) for cycle in made.cycles]
    told += [
        say(N_("{seat} has more than one direct manager: {names}"), seat=labels[seat], names=_names(managers, view))
        for seat, managers in made.shared.items()
    ]
    told += [
        say(N_("Nobody states to whom {seat} reports; seats below: {count}"), seat=labels[seat], count=count)
        for seat, count in sorted(made.gaps.items(), key=lambda one: (-one[1], labels[one[0]]))
    ]
    told += [
        say(N_("A level is missing between {seat} and {manager}"), seat=labels[seat], manager=labels[manager])
        for seat, manager in made.skips
    ]
    if made.apart:
        told.append(
            say(N_("No line is stated for {count} seats: {names}"), count=len(made.apart), names=_names(made.apart, view))
        )
    if told:
        title = say(N_("What is missing or contradictory ({count})"), count=len(told))
        with st.expander(title, icon=":material/report:", expanded=len(told) <= _NAMED):
            st.html("".join(f'<p class="odd">{escape(sentence)}</p>' for sentence in told))


def _names(seats: tuple[str, ...], view: View) -> str:
    more = say(N_(" and {count} more"), count=len(seats) - _NAMED) if len(seats) > _NAMED else ""
    return ", ".join(view.labels[seat] for seat in seats[:_NAMED]) + more


def _here(**values: str) -> str:
    kept = {
        name: st.query_params[name] for name in ("organization", "country", "day", "open", "folded") if name in st.query_params
    }
    return f"/{NAME}?{urlencode({**kept, 'lang': language(), **values})}"


def _table(view: View) -> None:
    if len(view.chart.seats) > ROWS:
        st.caption(say(N_("The first {shown} of {count} seats; the files have all."), shown=ROWS, count=len(view.chart.seats)))
    st.html(
        table(
            view,
            lambda seat: _here(entity=short(seat)),
            lambda line: _here(line="~".join((short(line[0]), line[1], short(line[2])))),
        )
    )


def _downloads(view: View, time: _Time, organization: Choice, country: str) -> None:
    place = labels_of(source(), [country], language())[country] if country else say(N_("Every country"))
    title, drawn = f"{organization.label} · {place}", draw(view)
    sparql = load_catalogue()["chart-as-graph"].bind(
        {"organization": organization.iri, "country": country}, language(), base=source().base
    )
    asked = source().service
    files = (
        (
            say(N_("Download this drawing (HTML, works offline)")),
            lambda: standalone(drawn, title),
            "organigram.html",
            "text/html",
        ),
        (say(N_("Seats (CSV)")), seats_csv(view, time.seats), "organigram-seats.csv", "text/csv"),
        (say(N_("Lines (CSV)")), lines_csv(view, time.lines), "organigram-lines.csv", "text/csv"),
        (say(N_("W3C ORG (Turtle)")), lambda: asked.query(sparql).to_turtle(), "organigram.ttl", "text/turtle"),
    )
    with st.container(horizontal=True):
        for label, content, name, kind in files:
            st.download_button(label, content, name, kind, icon=":material/download:", on_click="ignore")
