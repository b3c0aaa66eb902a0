"""Two sides on one scale: the same thing counted for both, drawn to the left and to the right of its name; bands of pay.

A side is told by its place first and by its colour second.

>>> joined([("health", "Health", 3.0)], [("health", "Health", 1.0), ("wash", "Water", 2.0)])
[('health', 'Health', 3.0, 1.0), ('wash', 'Water', 0.0, 2.0)]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from organigram_viz.wording import number

__all__ = ["COLORS", "Band", "Counted", "bands_html", "joined", "pairs_html"]

#: The sides' colours: blue and vermilion of Okabe and Ito.
COLORS = ("#0072B2", "#D55E00")

#: A value's key (IRI or code), its label, its count.
Counted = tuple[str, str, float]


@dataclass(frozen=True, slots=True)
class Band:
    """Pay of one side: from, around, to, in how many vacancies."""

    low: float
    average: float
    high: float
    vacancies: int


def joined(left: Iterable[Counted], right: Iterable[Counted]) -> list[tuple[str, str, float, float]]:
    """What either side has: key, label, count of the left, count of the right; what is most common to both first."""
    sides = [{key: (label, value) for key, label, value in side} for side in (left, right)]
    keys = dict.fromkeys([*sides[0], *sides[1]])
    rows = [
        (key, (sides[0].get(key) or sides[1][key])[0], sides[0].get(key, ("", 0.0))[1], sides[1].get(key, ("", 0.0))[1])
        for key in keys
    ]
    return sorted(rows, key=lambda row: (-(row[2] + row[3]), row[1].casefold()))


def pairs_html(rows: Sequence[tuple[str, str, float, float]], names: tuple[str, str], opens: Callable[[int, str], str]) -> str:
    """Rows of :func:`joined` as HTML; ``opens`` gives the address of a side's (0, 1) count of a key, or nothing."""
    most = max((max(row[2], row[3]) for row in rows), default=0.0) or 1.0
    lines = [
        "<tr>"
        + _side(left, most, 0, opens(0, key), f"{names[0]}, {label}")
        + f'<th scope="row">{escape(label)}</th>'
        + _side(right, most, 1, opens(1, key), f"{names[1]}, {label}")
        + "</tr>"
        for key, label, left, right in rows
    ]
    return f'<table class="pairs">{_head(names)}<tbody>{"".join(lines)}</tbody></table>'


def _head(names: tuple[str, str]) -> str:
    left, right = (
        f'<th scope="col" class="side-{place}"><span class="swatch" style="background:{color}"></span>{escape(name)}</th>'
        for place, (name, color) in enumerate(zip(names, COLORS, strict=True))
    )
    return f"<thead><tr>{left}<td></td>{right}</tr></thead>"


def _side(value: float, most: float, place: int, target: str, told: str) -> str:
    fill = f'<span class="pair-fill" style="width:{80 * value / most:.2f}%;background:{COLORS[place]}"></span>'
    figure = f'<span class="pair-value">{number(value)}</span>'
    inner = figure + fill if place == 0 else fill + figure
    if value and target:
        said = escape(f"{told}: {number(value)}")
        inner = f'<a href="{escape(target)}" target="_self" aria-label="{said}">{inner}</a>'
    else:
        inner = f"<span>{inner}</span>"
    return f'<td class="side-{place}">{inner}</td>'


def bands_html(title: str, bands: Sequence[Band | None], names: Sequence[str], told: Callable[[Band | None], str]) -> str:
    """One kind of pay (currency, period, gross or net) of both sides, on one scale that begins at nothing.

    ``told`` says what a band is in words, or that there is none.
    """
    most = max((band.high for band in bands if band), default=0.0) or 1.0
    lines = "".join(
        f'<div class="band"><span class="band-name">{escape(name)}</span><span class="band-told">{escape(told(band))}</span>'
        f"{_band(band, most, color) if band else ''}</div>"
        for name, band, color in zip(names, bands, COLORS, strict=True)
    )
    return f'<div class="bands"><p class="bands-title">{escape(title)}</p>{lines}</div>'


def _band(band: Band, most: float, color: str) -> str:
    # A band of one amount is still seen.
    start, width = min(100 * band.low / most, 99.2), max(100 * (band.high - band.low) / most, 0.8)
    return (
        f'<span class="band-track"><span class="band-fill" style="left:{start:.2f}%;width:{width:.2f}%;'
        f'background:{color}"></span>'
        f'<span class="band-middle" style="left:{100 * band.average / most:.2f}%"></span></span>'
    )
