"""What a reader sees on the page Graph, as the address holds it, and what each action makes of it.

>>> view = View.of({"expanded": "organization/alima|post.50~country/ML", "sure": "70"})
>>> view.expanded, view.sure
({'organization/alima': {'post': 50}, 'country/ML': {}}, 70)
>>> view.params()["expanded"]
'organization/alima|post.50~country/ML'
>>> after(view, "hide", "country/ML").gone
('country/ML',)
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from organigram_viz.entities import is_iri, long
from organigram_viz.kinds import KINDS, LINES
from organigram_viz.nearness import PAGE

#: Kinds that a drawing begins without, so that it stays calm.
HIDDEN = ("posting", "role", "place")
#: How nodes are laid out: by forces, or in layers along the lines.
LAYOUTS = ("force", "layers")
#: So many nodes are drawn at most, and so many more each time that the reader asks for more.
NODES = 300
#: What an address may ask for at most: nodes drawn, neighbours of a kind, entities named.
_MOST, _DEEPEST, _NAMED = 3000, 1000, 60
_NONE = "none"
#: What no IRI can hold.
_FORBIDDEN = re.compile(r"[\x00-\x20<>\"{}|\\^`]")
_Value = TypeVar("_Value")
_TERMS = {line.term for line in LINES.values()}


@dataclass(frozen=True)
class View:
    """A drawing: entities by their short names. What stands in an address and cannot be read is left out.

    ``expanded``: entities drawn with their neighbours, and how many of a kind where not the first page of them.
    ``hidden`` kinds, ``off`` lines (terms), ``gone`` nodes are not drawn. ``pinned`` nodes stay at their place (x, y).
    ``path``: the entities of a way, or its beginning alone. ``sure``: percent of confidence that a line needs.
    """

    focus: str = ""
    expanded: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    hidden: tuple[str, ...] = HIDDEN
    off: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    pinned: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    path: tuple[str, ...] = ()
    layout: str = LAYOUTS[0]
    sure: int = 0
    most: int = NODES

    @classmethod
    def of(cls, params: Mapping[str, str]) -> View:
        """The view that an address tells of."""
        listed = {name: [part for part in text.split("~") if part][:_NAMED] for name, text in params.items()}
        chosen = [part for part in listed.get("hidden", HIDDEN) if part in KINDS]
        layout, focus = params.get("layout", ""), params.get("focus", "")
        return cls(
            focus=focus if is_entity(focus) else "",
            expanded=dict(filter(None, map(_expansion, listed.get("expanded", [])))),
            hidden=tuple(chosen),
            off=tuple(part for part in listed.get("off", []) if part in _TERMS),
            gone=tuple(filter(is_entity, listed.get("gone", []))),
            pinned=dict(filter(None, map(_pin, listed.get("pinned", [])))),
            path=tuple(filter(is_entity, listed.get("path", []))),
            layout=layout if layout in LAYOUTS else LAYOUTS[0],
            sure=min(_number(params.get("sure", ""), 0), 100),
            most=min(max(_number(params.get("most", ""), NODES), 1), _MOST),
        )

    def params(self) -> dict[str, str]:
        """The view as values of an address; empty where it is as a drawing begins."""
        pages = {name: "".join(f"|{kind}.{count}" for kind, count in more.items()) for name, more in self.expanded.items()}
        return {
            "focus": self.focus,
            "expanded": "~".join(name + more for name, more in pages.items()),
            "hidden": "" if self.hidden == HIDDEN else "~".join(self.hidden) or _NONE,
            "off": "~".join(self.off),
            "gone": "~".join(self.gone),
            "pinned": "~".join(f"{name}|{x}|{y}" for name, (x, y) in self.pinned.items()),
            "path": "~".join(self.path),
            "layout": "" if self.layout == LAYOUTS[0] else self.layout,
            "sure": str(self.sure) if self.sure else "",
            "most": str(self.most) if self.most != NODES else "",
        }

    @property
    def kept(self) -> tuple[str, ...]:
        """The entities that are drawn whatever kinds are hidden: the reader named each of them."""
        return tuple(dict.fromkeys([*([self.focus] if self.focus else []), *self.expanded, *self.path]))


def is_entity(name: str) -> bool:
    """Whether an address can name an entity so.

    >>> is_entity("country/ML"), is_entity("a b"), is_entity("")
    (True, False, False)
    """
    return bool(name) and not _FORBIDDEN.search(name) and is_iri(long(name))


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise


def _expansion(text: str) -> tuple[str, dict[str, int]] | None:
    name, *pages = text.split("|")
    counts = {kind: min(_number(count, PAGE), _DEEPEST) for kind, _, count in (page.partition(".") for page in pages)}
    return (name, {kind: count for kind, count in counts.items() if kind in KINDS}) if is_entity(name) else None


def _pin(text: str) -> tuple[str, tuple[int, int]] | None:
    name, _, place = text.partition("|")
    x, _, y = place.partition("|")
    numbers = [_number(part.removeprefix("-"), 0) * (-1 if part.startswith("-") else 1) for part in (x, y)]
    return (name, (numbers[0], numbers[1])) if is_entity(name) else None


def _toggled(names: tuple[str, ...], *changed: str) -> tuple[str, ...]:
    if all(name in names for name in changed):
        return tuple(name for name in names if name not in changed)
    return (*names, *(name for name in changed if name not in names))


def _without(names: Mapping[str, _Value], name: str) -> dict[str, _Value]:
    return {other: value for other, value in names.items() if other != name}


def after(
    view: View, action: str, name: str = "", *, kind: str = "", place: tuple[float, float] = (0, 0), drawn: int = 0
) -> View:
    """The view after an action on an entity (``name``), a kind or a line; the same where the action is none.

    ``drawn``: how many of a kind the reader saw who asks for more, so that two clicks on one button ask for the same.
    """
    expanded = dict(view.expanded)
    if action == "expand":
        return replace(
            view, expanded={**expanded, name: expanded.get(name, {})}, gone=tuple(other for other in view.gone if other != name)
        )
    if action == "more":
        return replace(view, expanded={**expanded, name: {**expanded.get(name, {}), kind: max(drawn, PAGE) + PAGE}})
    if action == "collapse":
        return replace(view, expanded=_without(view.expanded, name))
    if action == "hide":
        path = () if name in view.path else view.path
        return replace(view, gone=(*(other for other in view.gone if other != name), name), path=path)
    if action == "pin" and name in view.pinned:
        return replace(view, pinned=_without(view.pinned, name))
    if action == "pin" and all(map(math.isfinite, place)):
        return replace(view, pinned={**view.pinned, name: (round(place[0]), round(place[1]))})
    if action == "kind":
        return replace(view, hidden=_toggled(view.hidden, kind))
    if action == "lines":
        return replace(view, off=_toggled(view.off, *kind.split("~")))
    if action == "center":
        # What is hidden stays so: kinds and lines are the reader's taste, nodes were those of another drawing.
        return replace(view, focus=name, expanded={}, path=(), gone=(), pinned={}, most=NODES)
    return view
