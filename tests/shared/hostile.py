"""Postings whose every name is a trap for whoever writes it into a page, a drawing or a file, among postings made by chance."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

from benchmarks.sector.building import write_postings

from organigram.config import Settings
from organigram.intake import quiet, read_all
from organigram.linking import link
from organigram.mapping import map_posting
from organigram.model import Evidence, Facts, Item, LineItem, OrganizationItem, Posting, ProjectItem
from organigram.pipeline import BuildReport, build
from organigram.store import layout
from organigram.worklog import WorkLog
from organigram.workshop import Workshop

#: What no page and no file may take for anything but text. Each holds the word ``trap`` and its number.
TRAPS = {
    "html": '<img src=x onerror=alert(1)></script><script>alert(1)</script>" onmouseover="alert(1)" x=\'trap1',
    "markdown": "[trap2](https://evil.example/a) ![x](https://evil.example/b.png) **bold2** $x_2$ :material/sailing: "
    ":red[red2] `code2`",
    "link": "javascript:alert(3)//trap3 \u202eevitcerid\u202c \u05d0\u05d1",
    "long": "Trap4" + "verylongword" * 14,
}
_BODY = "The donor, the project, the place and the line of this post are all called alike. Keep the files in good order, please."


def _record(number: int, name: str, trap: str) -> dict[str, str]:
    dates = {"date posted": f"2026-0{number + 1}-10", "deadline": f"2026-0{number + 1}-28"}
    return {"id": name, "title": f"Nurse {trap}", "employer": f"{trap} Relief", "country": "Mali", **dates, "body": _BODY}


def _facts(posting: Posting, facts: Facts) -> Facts:
    """The facts with a place, a project, a donor, a partner and lines of the trap's name: rules would not read such names."""
    assert facts.title
    trap = str(facts.title.value).removeprefix("Nurse ")
    start = posting.text.index(trap)
    seen: dict[str, Any] = {"evidence": (Evidence(start, start + len(trap), trap),), "confidence": 0.9, "rule": "trap"}
    named = {name: f"{trap} {name}" for name in ("fund", "partner", "project")}
    return dataclasses.replace(
        facts,
        organizations=(*facts.organizations, OrganizationItem(named["partner"], relation="partner", **seen)),
        places=(Item(trap, **seen),),
        donors=(Item(named["fund"], **seen),),
        projects=(
            ProjectItem(
                named["project"], donors=(named["fund"],), partners=(named["partner"],), countries=("ML",), assigned=True, **seen
            ),
        ),
        reports_to=(LineItem(f"{trap} chief", **seen), LineItem(f"{trap} adviser", line="technical", **seen)),
        supervises=(Item(f"{trap} helper", **seen),),
    )


def build_store(folder: Path, number: int) -> BuildReport:
    """A store under a folder: so many postings made by chance, and the traps; the whole way but for their extraction."""
    records = [_record(place, *pair) for place, pair in enumerate(TRAPS.items())]
    traps, store = folder / "traps.jsonl", folder / "store"
    traps.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    write_postings(number, 1, folder / "postings.jsonl")
    settings = Settings(workers=1, decisions=folder / "none.ttl", imports=folder / "none")
    layout.create_store(store)
    with Workshop(settings) as workshop, WorkLog(store / layout.WORK_FILE, workshop.rules) as log:
        for posting in read_all([traps], settings, quiet):
            assert isinstance(posting, Posting), posting
            facts = link(_facts(posting, workshop.facts(posting)), workshop.vocabulary, workshop.decisions)
            log.put(posting, facts, map_posting(posting, facts, workshop.vocabulary))
    return build([traps, folder / "postings.jsonl"], store, settings=settings)
