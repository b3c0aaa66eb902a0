"""Quality: what the shapes say, what was set aside, names to settle, and how well facts are found."""

from __future__ import annotations

from collections.abc import Callable

from organigram.i18n import N_
from organigram_viz import frame
from organigram_viz.counting import totals
from organigram_viz.quality import measures, set_aside, settling, shapes
from organigram_viz.source import source
from organigram_viz.wording import say, switch

NAME, TITLE, ICON = "quality", N_("Quality"), ":material/rule:"

#: The parts of the page, by what the address calls them: a heading, what draws it.
_PARTS: dict[str, tuple[str, Callable[[], None]]] = {
    "shapes": (N_("What the checks found"), shapes.show),
    "aside": (N_("Postings set aside"), set_aside.show),
    "names": (N_("Names to settle"), settling.show),
    "measures": (N_("How well facts are found"), measures.show),
}


def show() -> None:
    """Draw the page; only the part that the reader chose is asked for."""
    frame.heading(TITLE, N_("How far the graph can be trusted, what it could not take in, and what you can settle yourself."))
    if not totals(source())["postings"]:
        frame.empty(*frame.NOTHING_BUILT)
        return
    _PARTS[switch(say(N_("Part of the page")), {name: say(heading) for name, (heading, _) in _PARTS.items()}, "part")][1]()
