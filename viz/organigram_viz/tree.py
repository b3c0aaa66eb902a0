"""The component that shows a list of terms as a tree: it opens branch by branch, and is filtered as one types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from organigram.i18n import LANGUAGES, N_
from organigram_viz.components import component
from organigram_viz.wording import language, say


@dataclass(frozen=True, slots=True)
class Node:
    """A term of a tree: what the address calls it, under which other, its label in both languages, how often used."""

    id: str
    parent: str
    label: str
    other: str = ""
    count: str = ""


def tree(nodes: Sequence[Node], *, key: str, identity: str, chosen: str = "", height: int = 640) -> str:
    """Show the tree; the term that the reader chose last, or nothing. ``identity`` tells one list from another."""
    data = {
        "identity": identity,
        "chosen": chosen,
        "height": height,
        "tongue": next(other for other in LANGUAGES if other != language()),
        "nodes": [asdict(node) for node in nodes],
        "words": {
            "filter": say(N_("Filter the list")),
            "none": say(N_("Nothing in this list has such a name. Write less of it, or in the other language.")),
            "more": say(N_("More than these are found: write more of the name.")),
            "tree": say(N_("The list as a tree")),
        },
    }
    result = component("tree")(data=data, key=key, on_chosen_change=lambda: None)
    return str(result.chosen or "")
