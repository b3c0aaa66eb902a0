"""The shape of a kind, drawn as it is in the graph: a kind is told by its shape as well as by its colour."""

from __future__ import annotations

from organigram_viz.kinds import KINDS, Kind

#: Shapes as paths in a square of 14 pixels.
_PATHS = {
    "dot": "M7 1.5a5.5 5.5 0 1 0 .01 0z",
    "square": "M1.5 1.5h11v11h-11z",
    "box": "M.8 3h12.4v8H.8z",
    "diamond": "M7 .5 13.5 7 7 13.5.5 7z",
    "triangle": "M7 1l6.5 11.5H.5z",
    "triangleDown": "M7 13 .5 1.5h13z",
    "star": "M7 .5 9 5l4.8.2-3.8 3.2 1.3 4.8L7 10.5l-4.3 2.7L4 8.4.2 5.2 5 5z",
    "hexagon": "M3.6 1h6.8l3.4 6-3.4 6H3.6L.2 7z",
}


def sign(kind: str) -> str:
    """The sign of a kind as HTML; beside it stands the kind's name, so it is hidden from readers of screens.

    >>> sign("post")[:43]
    '<span class="sign" aria-hidden="true" style'
    """
    drawn = KINDS.get(kind, KINDS["other"])
    style = f"background:{drawn.color};clip-path:path('{_PATHS[drawn.shape]}')"
    return f'<span class="sign" aria-hidden="true" style="{style}"></span>'


def shape(kind: Kind) -> dict[str, str]:
    """The same for what is drawn in the page: path, ground and border of a kind's sign.

    >>> shape(KINDS["project"])["path"], shape(KINDS["posting"])["border"]
    ('M7 .5 13.5 7 7 13.5.5 7z', '#8A7F00')
    """
    border = {"border": kind.color} if kind.ground != kind.color else {}
    return {"path": _PATHS[kind.shape], "fill": kind.ground, **border}


def box(ground: str, border: str, *, dashed: bool) -> dict[str, object]:
    """The sign of a box that is no kind's."""
    return {"path": _PATHS["box"], "fill": ground, "border": border, "dashed": dashed}
