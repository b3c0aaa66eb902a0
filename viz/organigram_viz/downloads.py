"""Files of what a page shows, and the buttons that give them. A file is made when it is asked for: most never are.

>>> from organigram_viz.tables import Column
>>> csv_file([Column("Count", (2,), (None,))]).make()
b'\\xef\\xbb\\xbfCount\\r\\n2\\r\\n'
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from organigram.i18n import N_
from organigram.querying import Result
from organigram_viz.source import one_version
from organigram_viz.tables import Column, csv_of
from organigram_viz.wording import language, say, speaking

__all__ = ["File", "button", "buttons", "csv_file", "files_of", "later"]


@dataclass(frozen=True, slots=True)
class File:
    """A file to save: what the reader is told of its format, its name's ending, its media type, what makes it."""

    title: str
    ending: str
    kind: str
    make: Callable[[], bytes]


def csv_file(columns: Sequence[Column]) -> File:
    """A table as CSV that spreadsheets read: numbers are numbers, days are days, a label has its IRI beside it."""
    return File("CSV", "csv", "text/csv", partial(csv_of, columns))


def files_of(result: Result, columns: Sequence[Column] = ()) -> list[File]:
    """What a result can be saved as: rows as CSV (of ``columns``), JSON and TSV, a yes or no as JSON, triples as Turtle."""
    if result.kind == "construct":
        return [File("Turtle", "ttl", "text/turtle", result.to_turtle)]
    found = [File("JSON", "json", "application/sparql-results+json", result.to_json)]
    if result.kind == "ask":
        return found
    table = [csv_file(columns)] if columns else []
    return [*table, *found, File("TSV", "tsv", "text/tab-separated-values", partial(result.serialize, "tsv"))]


def later(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """What makes a file in the language of who reads now, and of one version: by then, no reader is known."""
    spoken = language()

    def made() -> bytes:
        with one_version(), speaking(spoken):
            return make()

    return made


def button(file: File, name: str, *, key: str = "", quiet: bool = False) -> None:
    """A button that saves a file as ``organigram-<name>.<ending>``; a ``quiet`` one is small and without a frame."""
    st.download_button(
        file.title if quiet else say(N_("Download {format}"), format=file.title),
        later(file.make),
        f"organigram-{name}.{file.ending}",
        file.kind,
        key=key or f"download:{name}:{file.ending}",
        icon=":material/download:",
        help=say(N_("Download {format}"), format=file.title) if quiet else None,
        type="tertiary" if quiet else "secondary",
        on_click="ignore",
    )


def buttons(files: Sequence[File], name: str) -> None:
    """Buttons for several files, side by side."""
    with st.container(horizontal=True):
        for file in files:
            button(file, name)
