"""Files of what a page shows, and the buttons that give them.

>>> from organigram_viz.tables import Column
>>> csv_file([Column("Count", (2,), (None,))])
File(title='CSV', ending='csv', kind='text/csv', content=b'\\xef\\xbb\\xbfCount\\r\\n2\\r\\n')
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from organigram.i18n import N_
from organigram.querying import Result
from organigram_viz.tables import Column, csv_of
from organigram_viz.wording import say

__all__ = ["File", "button", "buttons", "csv_file", "files_of"]


@dataclass(frozen=True, slots=True)
class File:
    """A file to save: what the reader is told of its format, its name's ending, its media type, its bytes."""

    title: str
    ending: str
    kind: str
    content: bytes


def csv_file(columns: Sequence[Column]) -> File:
    """A table as CSV that spreadsheets read: numbers are numbers, days are days, a label has its IRI beside it."""
    return File("CSV", "csv", "text/csv", csv_of(columns))


def files_of(result: Result, columns: Sequence[Column] = ()) -> list[File]:
    """What a result can be saved as: rows as CSV (of ``columns``), JSON and TSV, a yes or no as JSON, triples as Turtle."""
    if result.kind == "construct":
        return [File("Turtle", "ttl", "text/turtle", result.to_turtle())]
    found = [File("JSON", "json", "application/sparql-results+json", result.to_json())]
    if result.kind == "ask":
        return found
    table = [csv_file(columns)] if columns else []
    return [*table, *found, File("TSV", "tsv", "text/tab-separated-values", result.serialize("tsv"))]


def button(file: File, name: str, *, key: str = "", quiet: bool = False) -> None:
    """A button that saves a file as ``organigram-<name>.<ending>``; a ``quiet`` one is small and without a frame."""
    st.download_button(
        file.title if quiet else say(N_("Download {format}"), format=file.title),
        file.content,
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
