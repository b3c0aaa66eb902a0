"""Tables for people, drawn by rich; as wide as the terminal, or as their content where output is no terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

_WIDEST = 100_000


def show_table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, title: str = "", numbers: Sequence[int] = ()) -> None:
    """Draw a table on standard output; ``numbers`` are the columns that stand to the right."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD)
    for index, heading in enumerate(headings):
        table.add_column(heading, justify="right" if index in numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        # No line is broken, so that the output of one row is one line.
        console.width = console.measure(table, options=console.options.update(width=_WIDEST)).maximum
    console.print(table)
