"""An organigram as text: a table for readers of screens and keyboards, and as CSV of seats and of lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape

from organigram.i18n import N_
from organigram_viz.chart_drawing import KNOWN_FROM_OTHERS, SIGNS, View, odd_seat
from organigram_viz.charts import Line, Told
from organigram_viz.kinds import LINES
from organigram_viz.tables import Column, csv_of
from organigram_viz.wording import say

#: How many seats the table on the page has; the files have all.
ROWS = 400


def ordered(view: View) -> list[tuple[str, int]]:
    """The seats and how deep they stand, each below its manager."""
    known = set(view.chart.seats)
    children: dict[str, list[str]] = {}
    for seat in sorted(known, key=lambda one: (view.labels[one].casefold(), one), reverse=True):
        above = view.structure.parents.get(seat, "")
        children.setdefault(above if above in known else "", []).append(seat)
    alone = set(view.structure.apart)
    found, waiting = [], [(seat, 0) for seat in sorted(children.get("", ()), key=lambda one: one in alone, reverse=True)]
    while waiting:
        seat, depth = waiting.pop()
        found.append((seat, depth))
        waiting += [(child, depth + 1) for child in children.get(seat, ())]
    return found


def table(view: View, seat_link: Callable[[str], str], line_link: Callable[[Line], str]) -> str:
    """The chart as a table of HTML, everything escaped; a link of a line opens its sentences."""
    lines = _by_seat(view.chart.lines)
    headings = (N_("Seat"), N_("Level"), N_("Lines up"), N_("Known from"), N_("To check"))
    head = "".join(f'<th scope="col">{escape(say(name))}</th>' for name in headings)
    rows = [_row(view, seat, depth, lines.get(seat, ()), seat_link, line_link) for seat, depth in ordered(view)[:ROWS]]
    return f'<table class="chart"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


def _by_seat(lines: Iterable[Line]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line[0], []).append(line)
    return found


def _row(
    view: View,
    seat: str,
    depth: int,
    lines: Iterable[Line],
    seat_link: Callable[[str], str],
    line_link: Callable[[Line], str],
) -> str:
    known = view.chart.seats[seat]
    up = "<br>".join(f"{escape(say(LINES[line[1]].label))} {_link(line_link(line), view.labels[line[2]])}" for line in lines)
    name = _link(seat_link(seat), view.labels[seat])
    sign = SIGNS.get(known.level, ("", ""))[0]
    cells = (
        f"{sign} {escape(view.labels.get(known.level, ''))}",
        up,
        escape(say(source_of(known.advertised))),
        escape("; ".join(odd_seat(view.structure, seat))),
    )
    return (
        f'<tr><th scope="row" style="padding-left:{0.5 + 1.3 * min(depth, 12):.1f}rem">{name}</th>'
        + "".join(f"<td>{cell}</td>" for cell in cells)
        + "</tr>"
    )


def _link(target: str, label: str) -> str:
    return f'<a href="{escape(target)}" target="_self">{escape(label)}</a>'


def source_of(advertised: bool) -> str:
    """How a seat is known, as a message."""
    return N_("A posting of its own") if advertised else KNOWN_FROM_OTHERS


def seats_csv(view: View, told: Mapping[str, Told]) -> bytes:
    """The seats as CSV."""
    seats = [view.chart.seats[seat] for seat, _ in ordered(view)]
    columns = [
        _entities(N_("Seat"), [seat.iri for seat in seats], view.labels),
        _entities(N_("Role"), [seat.role for seat in seats], view.labels),
        _entities(N_("Level"), [seat.level for seat in seats], view.labels),
        _texts(N_("Known from"), [say(source_of(seat.advertised)) for seat in seats]),
        _texts(N_("To check"), ["; ".join(odd_seat(view.structure, seat.iri)) for seat in seats]),
    ]
    if told:
        columns.append(_texts(N_("Told of since"), [told[seat.iri].since if seat.iri in told else "" for seat in seats]))
    return csv_of(columns)


def lines_csv(view: View, told: Mapping[Line, Told]) -> bytes:
    """The lines as CSV."""
    lines = view.chart.lines
    columns = [
        _entities(N_("Seat"), [line[0] for line in lines], view.labels),
        _texts(N_("Line"), [say(LINES[line[1]].label) for line in lines]),
        _entities(N_("Manager"), [line[2] for line in lines], view.labels),
    ]
    if told:
        columns.append(_texts(N_("Told of since"), [told[line].since if line in told else "" for line in lines]))
    return csv_of(columns)


def _entities(heading: str, iris: Iterable[str], labels: Mapping[str, str]) -> Column:
    known = tuple(iris)
    return Column(say(heading), tuple(labels.get(iri) if iri else None for iri in known), tuple(iri or None for iri in known))


def _texts(heading: str, texts: Iterable[str]) -> Column:
    values = tuple(text or None for text in texts)
    return Column(say(heading), values, (None,) * len(values))
