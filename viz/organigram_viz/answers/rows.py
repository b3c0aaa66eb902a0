"""An answer as a table: an entity is a link to its page, numbers and days stay what they are.

Streamlit's columns of links hold addresses, show of each what a pattern finds in it, and are put in order by the addresses. So an
address begins with the label, in a folder that a browser goes out of again: ``./=ALIMA/../entity?entity=organization/alima``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any
from urllib.parse import quote

import streamlit as st

from organigram.i18n import N_
from organigram_viz.answers.plots import is_day
from organigram_viz.links import entity_href, entity_link
from organigram_viz.tables import Column, frame_of
from organigram_viz.wording import language, say

__all__ = ["draw", "linked"]

#: The height of a table's row, and of the highest table, in pixels.
_ROW, _TALLEST = 35, 560
_DAY_FORMAT = {"en": "YYYY-MM-DD", "fr": "DD/MM/YYYY"}
_LABEL = r"^\./=([^/]*)/"
#: What would end a part of an address, or not come through it as it is.
_SIGNS = re.compile(r"[^\w .,:;()'’·–-]")


def linked(label: str, target: str) -> str:
    """The address of a page (``./entity?…``) with the label before it, for a column of links.

    >>> linked("Chargé·e d'eau / WASH", "./entity?entity=role/wash")
    "./=Chargé·e d'eau %2F WASH/../entity?entity=role/wash"
    """
    return f"./={_SIGNS.sub(lambda sign: quote(sign[0], safe=''), label)}/../{target.removeprefix('./')}"


def draw(columns: Sequence[Column]) -> None:
    """The table; where a column holds other things than entities too, the link of a chosen cell stands below."""
    data, mixed = frame_of([_links(column) for column in columns]), {}
    config: dict[str, Any] = {}
    for heading, column in zip(data.columns, columns, strict=True):
        if is_day(column):
            config[heading] = st.column_config.DateColumn(format=_DAY_FORMAT[language()])
        elif _all_entities(column):
            config[heading] = st.column_config.LinkColumn(display_text=_LABEL, alignment="left")
        elif any(column.iris):
            mixed[heading] = column
    event: Any = st.dataframe(
        data,
        hide_index=True,
        height=min(_ROW * (len(data) + 1) + 3, _TALLEST),
        placeholder="–",
        column_config=config,
        on_select="rerun" if mixed else "ignore",
        selection_mode="single-cell",
        key=f"answer:{language()}:{bool(mixed)}",
        alt=say(N_("The answer as a table")),
    )
    if mixed:
        _chosen(mixed, event.selection.cells)
    elif any(_all_entities(column) for column in columns):
        st.caption(say(N_("A name opens its page in a tab of its own; this answer stays in this one.")))


def _all_entities(column: Column) -> bool:
    return any(column.iris) and all(iri or value is None for value, iri in zip(column.values, column.iris, strict=True))


def _links(column: Column) -> Column:
    """The column with addresses in the place of labels, if all that it holds are entities."""
    if not _all_entities(column):
        return column
    target = cache(entity_href)
    told = zip(column.values, column.iris, strict=True)
    return Column(column.heading, tuple(linked(str(value), target(iri)) if iri else None for value, iri in told), column.iris)


def _chosen(mixed: dict[str, Column], cells: Sequence[tuple[int, str]]) -> None:
    for row, heading in cells:
        column = mixed.get(heading)
        # What was chosen may be a cell of the answer before.
        if column and row < len(column.iris) and (iri := column.iris[row]):
            st.html(entity_link(iri, str(column.values[row])))
            return
    st.caption(say(N_("Choose a cell to get the link to its page.")))
