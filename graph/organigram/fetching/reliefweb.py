"""ReliefWeb's jobs, page by page, in the order in which they were changed.

A page is asked for by time ("changed at or after"), not by its number: what is changed while we page moves to the end and comes
once more, and nothing moves past us. Where more items than a page holds were changed in one second, the page after is asked for
with one item of overlap; if that is not where it was, the second is read again from its beginning.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from organigram.errors import FetchError, UsageError
from organigram.fetching.client import PoliteClient, checked_address
from organigram.fetching.selection import Selection
from organigram.i18n import N_

#: ReliefWeb gives 1,000 items a call at most; fewer lose less where a line breaks, and reach all of its jobs in a day.
PAGE = 250
#: A later call goes back so far: what was changed then may not have been in the index yet.
OVERLAP = timedelta(hours=1)
_RESTARTS = 10


@dataclass(frozen=True, slots=True)
class Page:
    """Items, and how many the API has in all from the time that was asked for."""

    items: list[dict[str, Any]]
    total: int


@dataclass(frozen=True, slots=True)
class Jobs:
    """The jobs of a selection. ``api`` is the address of the API with its version, ``page`` the items of a call (2 to 1000)."""

    client: PoliteClient
    api: str
    appname: str
    selection: Selection
    page: int = PAGE

    def __post_init__(self) -> None:
        if not self.appname.strip():
            raise UsageError(
                N_("ReliefWeb asks for an application name."),
                N_(
                    "Ask for one at https://apidoc.reliefweb.int/parameters#appname, then give it by --appname or the setting "
                    "reliefweb_appname. Without one, --rss fetches the newest vacancies."
                ),
            )

    def count(self, since: str | None) -> int:
        """How many there are, of those changed since a time. Raises FetchError."""
        return self._ask(since, 0, 0).total

    def pages(self, since: str | None) -> Iterator[Page]:
        """Pages of items changed since a time, earliest first; an item may come twice. Raises FetchError."""
        start, offset, restarts = since, 0, 0
        anchor: str | None = None
        while True:
            page = self._ask(start, offset, self.page)
            if anchor and (not page.items or _identifier(page.items[0]) != anchor):
                restarts += 1
                if restarts > _RESTARTS:
                    raise self._disorder()
                offset, anchor = 0, None
                continue
            if not _in_order(page.items):
                raise self._disorder()
            yield page
            if offset + len(page.items) >= page.total:
                return
            if not page.items:
                raise self._disorder()
            last = changed(page.items[-1])
            if last and _later(last, start):
                start, offset, anchor = last, 0, None
            elif len(page.items) == 1:
                offset, anchor = offset + 1, None
            else:
                offset, anchor = offset + len(page.items) - 1, _identifier(page.items[-1])

    def _ask(self, since: str | None, offset: int, limit: int) -> Page:
        filters = self.selection.filter()
        if since:
            filters["conditions"].append({"field": "date.changed", "value": {"from": since}})
        query: dict[str, Any] = {
            "limit": limit,
            "offset": offset,
            "profile": "full",
            "preset": "analysis" if self.selection.closed else "minimal",
            "sort": ["date.changed:asc", "id:asc"],
        }
        if filters["conditions"]:
            query["filter"] = filters
        address = checked_address(self.api, "reliefweb_api")
        answer = self.client.json(f"{address}/jobs", query, appname=self.appname)
        items, total = answer.get("data"), answer.get("totalCount")
        if not isinstance(items, list) or not isinstance(total, int) or not all(isinstance(item, dict) for item in items):
            raise FetchError(
                N_("The answer has not the form of ReliefWeb's API (data and totalCount)."),
                N_("Check the setting reliefweb_api."),
                file=address,
            )
        return Page(items, total)

    def _disorder(self) -> FetchError:
        return FetchError(
            N_("The pages do not fit together: items that must be there are not."),
            N_("Run the same command again later: it goes on where it stopped."),
            file=self.api,
        )


def _identifier(item: dict[str, Any]) -> str:
    return str(item.get("id", ""))


def number_of(item: dict[str, Any]) -> int | None:
    """The item's number, if it has one; nothing else may become the name of a file.

    >>> number_of({"id": "4012345"}), number_of({"id": 7}), number_of({"id": "../7"}), number_of({})
    (4012345, 7, None, None)
    """
    identifier = _identifier(item)
    return int(identifier) if identifier.isascii() and identifier.isdecimal() and len(identifier) < 16 else None


def changed(item: dict[str, Any]) -> str | None:
    """When the item was last changed, as the API writes it; None where it does not say.

    >>> changed({"fields": {"date": {"changed": "2024-05-01T10:00:00+00:00"}}})
    '2024-05-01T10:00:00+00:00'
    """
    fields = item.get("fields")
    dates = fields.get("date") if isinstance(fields, dict) else None
    moment = dates.get("changed") if isinstance(dates, dict) else None
    return moment if isinstance(moment, str) and _moment(moment) else None


def _moment(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _later(moment: str, other: str | None) -> bool:
    one, two = _moment(moment), _moment(other)
    return one is not None and (two is None or one > two)


def _in_order(items: list[dict[str, Any]]) -> bool:
    """Whether the server has sorted them; paging by time would lose items of one that has not."""
    moments = [moment for item in items if (moment := changed(item))]
    return not any(_later(one, two) for one, two in itertools.pairwise(moments))


def before(moment: str) -> str:
    """The time from which a later call asks.

    >>> before("2024-05-01T00:30:00+00:00")
    '2024-04-30T23:30:00+00:00'
    """
    found = _moment(moment)
    return (found - OVERLAP).isoformat() if found else moment
