"""Names of the postings of one file: none for the only one, its own id or number for one of many, each once."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from organigram.errors import ReadingError
from organigram.i18n import N_
from organigram.reading.draft import Draft
from organigram.reading.formats import Found


def named(found: Iterable[Found], most: int) -> Iterator[tuple[str, Found]]:
    """The name of every draft of a file. Raises ReadingError where there is none, or are more than ``most``.

    >>> [name for name, _ in named([Found(Draft("a"))], 9)]
    ['']
    >>> [name for name, _ in named([Found(Draft("a", name="x")), Found(Draft("b")), Found(Draft("c", name="x"))], 9)]
    ['x', '2', 'x-2']
    """
    waiting = iter(found)
    first = next(waiting, None)
    if first is None:
        raise ReadingError(N_("The file holds no posting."), N_("Check that this is the right file."))
    ahead = _ahead(waiting)
    if ahead is None:
        yield "", first
        return
    names: set[str] = set()
    for number, one in enumerate(itertools.chain([first], ahead), 1):
        if number > most:
            raise ReadingError(
                N_("It holds more than {most} postings; the rest is not read."),
                N_("Part the file, or raise the setting max_records."),
                most=most,
            )
        if isinstance(one.one, Draft):
            yield _unique(one.one.name or str(number), names), one
        else:
            yield str(number), one


def _ahead(waiting: Iterator[Found]) -> Iterator[Found] | None:
    """What comes second and after; None where nothing does. An error there is not to cost what came first."""
    try:
        second = next(waiting, None)
    except ReadingError as error:
        return _raising(error)
    return None if second is None else itertools.chain([second], waiting)


def _raising(error: ReadingError) -> Iterator[Found]:
    yield from ()
    raise error


def _unique(name: str, names: set[str]) -> str:
    """The name, with a number behind it where the file has had it before."""
    others = (f"{name}-{number}" for number in itertools.count(2))
    free = next(one for one in itertools.chain([name], others) if one not in names)
    names.add(free)
    return free
