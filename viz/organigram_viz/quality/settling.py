"""What a person can settle, one way of deciding at a time, and what was decided; all of it is kept in the review file."""

from __future__ import annotations

from collections.abc import Callable

from organigram.errors import OrganigramError
from organigram.i18n import N_
from organigram_viz import frame
from organigram_viz.quality import applying, decided, groups, names, projects, vacancies
from organigram_viz.quality.deciding import Review, decisions_in, kept
from organigram_viz.source import source
from organigram_viz.wording import say, switch

#: What can be settled, by what the address calls it: a heading, what draws it.
_VIEWS: dict[str, tuple[str, Callable[[Review], None]]] = {
    "names": (N_("Name by name"), names.show),
    "groups": (N_("Names that may be one"), groups.show),
    "projects": (N_("Published projects"), projects.show),
    "vacancies": (N_("Postings of one vacancy"), vacancies.show),
    "decided": (N_("What was decided"), decided.show),
}


def show() -> None:
    """Draw the part."""
    file = source().decisions
    if file is None:
        frame.empty(
            N_("Names are settled in a file beside a store; a SPARQL endpoint has none."),
            N_("Open the store itself, or write decisions with: organigram review."),
        )
        return
    try:
        review = Review(file, decisions_in(file))
    except OrganigramError as error:
        frame.failed(error)
        return
    applying.show(review)
    chosen = switch(say(N_("What to settle")), {name: say(heading) for name, (heading, _) in _VIEWS.items()}, "settle")
    kept()
    _VIEWS[chosen][1](review)
