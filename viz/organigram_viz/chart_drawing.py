"""An organigram as pyvis draws it: levels by colour and sign, what is odd in red, branches that can be folded."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from pyvis.network import Network

from organigram.i18n import N_
from organigram_viz.arranging import Arrangement, Point, arrange
from organigram_viz.charts import DIRECT, LEVELS, Chart, Seat
from organigram_viz.kinds import FAMILIES, INK, KINDS, LINES
from organigram_viz.network import NO_ARROW, OPTIONS, edge_id, empty, seat_title, shorten
from organigram_viz.structure import Structure, below, hidden_by
from organigram_viz.wording import say

#: What tells a level: the sign before a seat's title, and the ground of its box. Ink on each ground is readable (7:1 and more).
SIGNS: dict[str, tuple[str, str]] = dict(
    zip(LEVELS, (("▪", "#DDF1E4"), ("●", "#D6E9F8"), ("◆", "#FCE7C2"), ("▲", "#F3DDEB")), strict=True)
)
UNKNOWN = "#F3F4F6"
#: What is odd stands out by its colour, its width and its sign.
ODD, WARNING = "#C2410C", "⚠"
_QUIET = "#6B7280"
#: Signs of the drawing that are no entity have names that begin with a space: a click on one chooses nothing.
_NO_ENTITY = " "
#: Letters of a line in a box.
_LETTERS = 22


@dataclass(frozen=True, slots=True)
class View:
    """What of a chart is drawn and how: labels, the organization's names, folded branches, where everything stands.

    ``apart_hidden``: how many seats without a line are not drawn, because they are many.
    """

    chart: Chart
    structure: Structure
    labels: Mapping[str, str]
    names: Collection[str] = ()
    folded: Set[str] = frozenset()
    apart_hidden: int = 0
    arrangement: Arrangement = field(default_factory=lambda: Arrangement({}, {}))

    @property
    def shown(self) -> set[str]:
        """The seats that are drawn."""
        return set(self.chart.seats) & set(self.arrangement.places)


def arranged(whole: Chart, structure: Structure, folded: Collection[str], *, apart: bool = True) -> Arrangement:
    """Where the seats of the whole chart stand, those of folded branches left out: so a day's seats stay where they are.

    Those without a line only where ``apart``.
    """
    alone = set(structure.apart)
    shown = set(whole.seats) - alone - hidden_by(folded, structure.parents)
    parents = {seat: above for seat, above in structure.parents.items() if seat in shown}
    across = [(start, end) for start, line, end in whole.lines if line != DIRECT or parents.get(start) != end]
    return arrange(shown, parents, alone if apart else (), across, below(structure.parents))


def draw(view: View) -> Network:
    """The network to show."""
    drawn = empty()
    shown = view.shown
    under = below(view.structure.parents)
    rest = view.arrangement.apart
    if view.apart_hidden or any(view.arrangement.places[seat][1] >= rest[1] for seat in shown):
        _heading(drawn, view, rest)
    for iri in sorted(shown):
        drawn.add_node(iri, **_seat(view, view.chart.seats[iri], under.get(iri, 0)))
    for seat in view.structure.gaps:
        if seat in shown:
            _nobody(drawn, seat, view.arrangement.places[seat])
    _lines(drawn, view, shown)
    drawn.set_options(json.dumps({**OPTIONS, "physics": {"enabled": False}}))
    return drawn


def _heading(drawn: Network, view: View, place: Point) -> None:
    font = {"size": 14, "color": _QUIET, "align": "left"}
    count = view.apart_hidden
    message = say(N_("No line is stated for {count} seats; they are in the table."), count=count) if count else say(APART)
    drawn.add_node(_NO_ENTITY, label=message, shape="text", x=place[0] + 20, y=place[1] - 70, physics=False, font=font)


def _nobody(drawn: Network, seat: str, place: Point) -> None:
    """The manager whom nobody states."""
    name = f"{_NO_ENTITY}above {seat}"
    drawn.add_node(
        name,
        label="?",
        title=say(N_("Nobody states to whom this seat reports.")),
        shape="box",
        x=place[0] + 70,
        y=place[1] - 62,
        physics=False,
        font={"size": 14, "color": INK, "strokeWidth": 0},
        color={"background": "#FFFFFF", "border": _QUIET, "highlight": {"background": "#FFFFFF", "border": _QUIET}},
        shapeProperties={"borderDashes": [3, 3], "borderRadius": 10},
    )
    drawn.add_edge(seat, name, id=edge_id(name, "", ""), dashes=[2, 4], width=1.5, color=_QUIET, **_straight())


def _lines(drawn: Network, view: View, shown: set[str]) -> None:
    arrows: set[str] = set()
    for start, line, end in view.chart.lines:
        if not {start, end} <= shown:
            continue
        drawn_under = line == DIRECT and view.structure.parents.get(start) == end
        odd = _oddity(view.structure, start, end) if line == DIRECT else ""
        if drawn_under and start in view.arrangement.ways:
            _step(drawn, view.arrangement, (start, line, end), arrows, odd)
        else:
            _across(drawn, (start, line, end), odd)


def _oddity(structure: Structure, seat: str, manager: str) -> str:
    """What is odd about a direct line, in words; nothing where it is as it should be."""
    if structure.circular(seat, manager):
        return say(N_("part of a circle"))
    if seat in structure.shared:
        return say(N_("one of {count} direct managers"), count=len(structure.shared[seat]))
    return say(N_("passes over a level")) if (seat, manager) in structure.skips else ""


def _across(drawn: Network, line: tuple[str, str, str], odd: str) -> None:
    """A line to somebody whom a seat is not drawn under: thin, until it or one of its ends is chosen."""
    start, term, end = line
    color, dashes = FAMILIES[LINES[term].family]
    style = {"title": say(LINES[term].label), "dashes": dashes or False, "color": color, **_odd_style(term, odd)}
    smooth = {"enabled": True, "type": "cubicBezier", "forceDirection": "vertical", "roundness": 0.5}
    drawn.add_edge(start, end, id=edge_id(start, term, end), **style, width=1.5, smooth=smooth)


def _odd_style(term: str, odd: str) -> dict[str, Any]:
    return {"color": ODD, "title": f"{say(LINES[term].label)} · {odd}"} if odd else {}


def _step(drawn: Network, made: Arrangement, line: tuple[str, str, str], arrows: set[str], odd: str) -> None:
    """A line up to the manager a seat is drawn under: its own part first, then what it shares with others.

    What is odd about it is told on its own part.
    """
    start, term, end = line
    way = [_corner(drawn, end, point) for point in made.ways[start]]
    style = {"color": INK, "width": 2, "title": say(LINES[term].label), **_straight()}
    drawn.add_edge(start, way[0], id=edge_id(start, term, end), **{**style, "width": 3.5 if odd else 2, **_odd_style(term, odd)})
    for one, other in itertools.pairwise(way):
        name = edge_id(_NO_ENTITY, one, other)
        if one != other and name not in arrows:
            arrows.add(name)
            drawn.add_edge(one, other, id=name, **style)
    if end not in arrows:
        arrows.add(end)
        arrow = {"to": {"enabled": True, "scaleFactor": 0.6}}
        drawn.add_edge(way[-1], end, id=edge_id(_NO_ENTITY, end, ""), **{**style, "arrows": arrow})


def _corner(drawn: Network, manager: str, place: Point) -> str:
    """A point where lines meet, too small to be seen."""
    name = f"{_NO_ENTITY}{place[0]:.0f},{place[1]:.0f} {manager}"
    if name not in drawn.get_nodes():
        drawn.add_node(
            name, label=" ", shape="dot", size=0.5, borderWidth=0, color="rgba(0,0,0,0)", x=place[0], y=place[1], physics=False
        )
    return name


def _straight() -> dict[str, Any]:
    return {"smooth": {"enabled": False}, **NO_ARROW}


def chart_label(label: str, organizations: Collection[str]) -> str:
    """A post's label without organization and country, which the chart's heading says; a place stays, below the title.

    >>> chart_label("Coordinator, ALIMA, Goundam (Mali)", ["ALIMA"]), chart_label("Head of Mission, ALIMA (Mali)", ["ALIMA"])
    ('Coordinator\\nGoundam', 'Head of Mission')
    """
    title = seat_title(label, organizations)
    if title == label:
        return shorten(label, _LETTERS)
    rest = re.sub(r"\s*\([^()]*\)$", "", label.removeprefix(title)).strip(", ")
    place = next(
        (rest.removeprefix(name).strip(", ") for name in sorted(organizations, key=len, reverse=True) if rest.startswith(name)),
        "",
    )
    return "\n".join(part for part in (shorten(title, _LETTERS), place) if part)


def _seat(view: View, seat: Seat, under: int) -> dict[str, Any]:
    sign, ground = SIGNS.get(seat.level, ("", UNKNOWN))
    told, wrong = odd_seat(view.structure, seat.iri), contradicted(view.structure, seat.iri)
    border = ODD if wrong else KINDS["post"].color if seat.advertised else _QUIET
    fold = f"\n▸ +{under}" if under and seat.iri in view.folded else ""
    label = chart_label(view.labels[seat.iri], view.names)
    hints = [view.labels[seat.iri], view.labels.get(seat.level, ""), "" if seat.advertised else say(KNOWN_FROM_OTHERS), *told]
    x, y = view.arrangement.places[seat.iri]
    colors = {"background": ground, "border": border}
    return {
        "label": " ".join(part for part in (WARNING if wrong else "", sign, label) if part) + fold,
        "title": "\n".join(hint for hint in hints if hint),
        "x": x,
        "y": y,
        "shape": "box",
        "kind": "post",
        "physics": False,
        "margin": 7,
        "borderWidth": 3 if wrong else 1.5,
        "font": {"size": 17, "color": INK, "strokeWidth": 0},
        "widthConstraint": {"minimum": 140, "maximum": 198},
        "shapeProperties": {"borderDashes": False if seat.advertised else [6, 4], "borderRadius": 6},
        "color": {**colors, "highlight": {**colors, "border": INK}, "hover": {**colors, "border": INK}},
    }


APART = N_("No line is stated for these seats:")
KNOWN_FROM_OTHERS = N_("Known only from the lines of others")
#: What the boxes of seats mean, for the legend: message, ground and border, whether dashed.
MARKS = (
    (N_("Advertised by a posting"), "#E8F1F8", KINDS["post"].color, False),
    (KNOWN_FROM_OTHERS, "#FFFFFF", _QUIET, True),
)


def contradicted(structure: Structure, seat: str) -> bool:
    """Whether postings contradict each other on a seat's line; what is only missing is no contradiction."""
    return seat in structure.shared or seat in structure.circles


def odd_seat(structure: Structure, seat: str) -> list[str]:
    """What is odd about a seat, in words."""
    found = []
    if seat in structure.circles:
        found.append(say(N_("In a circle of direct lines")))
    if seat in structure.shared:
        found.append(say(N_("Direct managers: {count}"), count=len(structure.shared[seat])))
    if seat in structure.gaps:
        found.append(say(N_("Nobody states to whom this seat reports.")))
    if seat in structure.skipping:
        found.append(say(N_("Its direct line passes over a level")))
    return found
