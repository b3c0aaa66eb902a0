"""Links lead to pages that there are; what a reader asks for through an address has bounds; files speak the reader's language."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import organigram_viz
from organigram_viz import views
from organigram_viz.graph_view import NODES, View
from organigram_viz.source import Source
from organigram_viz.wording import say, speaking

CODE = Path(organigram_viz.__file__).parent


def test_every_link_leads_to_a_page() -> None:
    named = {name for path in CODE.rglob("*.py") for name in re.findall(r"\bhref\(\s*\"([^\"]*)\"", path.read_text("utf-8"))}
    assert len(named) > 5
    assert named <= {page.NAME for page in views.PAGES}


def test_an_address_asks_for_no_more_than_a_page_can_bear() -> None:
    many = "~".join(f"country/{number}|post.99999" for number in range(5000))
    view = View.of({"most": "99999", "expanded": many, "gone": many})
    assert view.most < 10 * NODES + 1
    assert len(view.expanded) < 100
    assert len(view.gone) < 100
    assert max(count for pages in view.expanded.values() for count in pages.values()) <= 1000


def test_a_file_that_is_made_later_speaks_the_language_of_who_asked(source: Source) -> None:
    told: list[str] = []

    def make() -> None:
        with speaking("fr"):
            told.append(say("Posting"))
        told.append(say("Posting"))

    thread = threading.Thread(target=make)
    thread.start()
    thread.join()
    assert told == ["Offre", "Posting"]
