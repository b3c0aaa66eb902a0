"""A bar for long work: on standard error, at a terminal only, gone when the work is done."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from organigram.cli.session import Session
from organigram.i18n import N_, translate

if TYPE_CHECKING:
    from organigram.intake import Progress

STAGES = {
    "fetching": N_("Fetching"),
    "reading": N_("Reading"),
    "extraction": N_("Reading postings"),
    "mapping": N_("Building the graph"),
    "imports": N_("Taking in others' data"),
    "vacancies": N_("Comparing postings"),
    "reasoning": N_("Reasoning"),
    "validation": N_("Validating"),
    "store": N_("Storing"),
    "statistics": N_("Counting"),
    "publishing": N_("Indexing and publishing"),
    "sending": N_("Sending"),
}


@contextmanager
def progress_lines(session: Session) -> Iterator[Progress]:
    """What to call as the work goes on, for a program that looks on: each stage once, as JSON, a line of standard error."""
    begun: set[str] = set()

    def show(stage: str, done: int, total: int | None) -> None:
        if stage not in begun:
            begun.add(stage)
            told = {"stage": translate(STAGES.get(stage, stage), session.language)}
            print(json.dumps(told, ensure_ascii=False), file=sys.stderr, flush=True)

    yield show


@contextmanager
def progress_bar(session: Session, *, results: bool = False) -> Iterator[Progress]:
    """What to call as the work goes on. ``results``: they appear meanwhile; at a terminal they show the progress themselves."""
    if not sys.stderr.isatty() or (results and sys.stdout.isatty()):
        yield lambda stage, done, total: None
        return
    from rich.console import Console  # a third of a second, for those who see it only
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # Standard output stays as it is: rich would send what is printed meanwhile to its own console, standard error.
    with Bars(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bars:
        tasks: dict[str, TaskID] = {}

        def show(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(translate(STAGES.get(stage, stage), session.language), total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield show
