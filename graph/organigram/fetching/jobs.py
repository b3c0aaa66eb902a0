"""From the pages of the API into the folder: each item once, in its newest form; how far it came is kept after each page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from organigram.errors import FetchError
from organigram.fetching.folder import Folder, item_content, item_name, reached
from organigram.fetching.reliefweb import Jobs, before, changed, number_of
from organigram.fetching.report import FetchReport, Progress
from organigram.i18n import N_


def count_jobs(folder: Path, jobs: Jobs) -> int:
    """How many items a fetch into a folder would look at; nothing is fetched, the folder need not be there. Raises FetchError."""
    return jobs.count(_start(folder, jobs))


def fetch_jobs(folder: Folder, jobs: Jobs, report: FetchReport, progress: Progress, limit: int | None = None) -> None:
    """Fetch what is new or changed since the last time, at most ``limit`` items that are written.

    Raises FetchError where the API does not give it or the folder cannot keep it; a later call goes on from there.
    """
    key, seen, total = jobs.selection.key, set[int](), 0
    for page in jobs.pages(_start(folder.path, jobs)):
        total = total or page.total
        for item in page.items:
            _keep(folder, item, seen, report)
            progress("fetching", len(seen), min(total, limit) if limit else total)
            if limit and report.written >= limit:
                _reach(folder, jobs, key, item)
                return
        if page.items:
            _reach(folder, jobs, key, page.items[-1])


def _start(folder: Path, jobs: Jobs) -> str | None:
    moment = reached(folder, jobs.selection.key)
    return before(moment) if moment else None


def _reach(folder: Folder, jobs: Jobs, key: str, item: dict[str, Any]) -> None:
    if moment := changed(item):
        folder.reach(key, moment, {**jobs.selection.filter(), "closed": jobs.selection.closed})


def _keep(folder: Folder, item: dict[str, Any], seen: set[int], report: FetchReport) -> None:
    number = number_of(item)
    if number is None:
        report.problems.append(
            FetchError(
                N_("An item has no number of its own ({number}); it was left out."),
                N_("Tell ReliefWeb, or look at the API's answer yourself."),
                file=jobs_address(item),
                number=repr(item.get("id"))[:60],
            )
        )
        return
    kept = folder.keep(item_name(number), item_content(item))
    if kept != "same" or number not in seen:  # where pages overlap, an item comes again
        report.add(kept)
    seen.add(number)


def jobs_address(item: dict[str, Any]) -> str | None:
    """Where the API says that the item is."""
    address = item.get("href")
    return address if isinstance(address, str) else None
