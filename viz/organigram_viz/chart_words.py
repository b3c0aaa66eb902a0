"""What stands around an organigram: the legend of its levels, and what is missing or contradictory, in words."""

from __future__ import annotations

from html import escape

import streamlit as st

from organigram.i18n import N_
from organigram_viz.chart_drawing import SIGNS, UNKNOWN, View
from organigram_viz.wording import say

#: How many names one sentence has; more sentences than this begin folded.
_NAMED = 6
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


def legend(view: View) -> None:
    """The levels that the chart has."""
    present = {seat.level for seat in view.chart.seats.values()}
    entries = [(sign, ground, view.labels[level]) for level, (sign, ground) in SIGNS.items() if level in present]
    if present - set(SIGNS):
        entries.insert(0, ("", UNKNOWN, say(N_("level not known"))))
    boxes = "".join(
        f'<span class="level"><span class="ground" style="background:{ground}">{sign}</span>{escape(label)}</span>'
        for sign, ground, label in reversed(entries)
    )
    st.html(f'<p class="levels">{boxes}</p>{_STYLE}')


def oddities(view: View) -> None:
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
            say(N_("Seats for which no line is stated ({count}): {names}"), count=len(made.apart), names=_names(made.apart, view))
        )
    if told:
        title = say(N_("What is missing or contradictory ({count})"), count=len(told))
        with st.expander(title, icon=":material/report:", expanded=len(told) <= _NAMED):
            st.html("".join(f'<p class="odd">{escape(sentence)}</p>' for sentence in told))


def _names(seats: tuple[str, ...], view: View) -> str:
    more = say(N_(" and {count} more"), count=len(seats) - _NAMED) if len(seats) > _NAMED else ""
    return ", ".join(view.labels[seat] for seat in seats[:_NAMED]) + more
