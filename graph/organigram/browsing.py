"""Searching by words and facts together: a page of the entities found, and how many there are by kind, country, employer ...

>>> import tempfile
>>> from organigram.facets import Card
>>> from organigram.search import build
>>> folder = tempfile.TemporaryDirectory()
>>> path = Path(folder.name) / "search.sqlite"
>>> labels = [("x:1", "post", "en", "Nurse, ALIMA"), ("x:2", "role", "en", "Nurse"), ("x:ML", "country", "en", "Mali")]
>>> build(path, labels, [Card("x:1", "post", 1, {("kind", "post"), ("country", "x:ML")}, ("x:ML",))])
3
>>> found = browse(path, "nurs", "en")
>>> [(thing.label, thing.form, thing.postings, thing.near) for thing in found.things]
[('Nurse, ALIMA', 'post', 1, ('Mali',)), ('Nurse', 'role', 0, ())]
>>> found.choices["country"], browse(path, "", "en", {"country": ["x:ML"]}).things[0].iri
((Choice(value='x:ML', label='Mali', count=1),), 'x:1')
>>> folder.cleanup()
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from organigram.facets import FACETS
from organigram.i18n import Language
from organigram.search import BEGINS, begun, displayed, reading, spellings, without_slips, words_of

__all__ = ["Choice", "Found", "Thing", "browse"]

#: Values of one facet that are told, those with most entities.
_VALUES = 100
#: Letters of a label beyond which its length no longer counts.
_LONGEST = 1023

_HITS = "CREATE TEMP TABLE hit (thing INTEGER PRIMARY KEY, label INTEGER, score INTEGER)"
# The best label of each thing: one that is called just so, that begins so, that is preferred; then the thing that most postings
# tell of, the label in the reader's language, the shorter one. SQLite takes the other columns from the row of the least score.
_BY_WORDS = """
INSERT INTO hit
SELECT l.thing, l.id, min(
    ((l.folded NOT IN (:folded, :other)) << 30) + ((NOT BEGINS) << 29) + ((l.rank > 0) << 28)
    + ((31 - t.weight) << 20) + ((l.language NOT IN (:language, '')) << 16) + min(length(l.folded), :longest))
FROM words JOIN label AS l ON l.id = words.rowid JOIN thing AS t ON t.id = l.thing
WHERE words MATCH :words GROUP BY l.thing
""".replace("BEGINS", BEGINS.replace("LABEL", "l.folded"))
_ALL = "INSERT INTO hit SELECT id, 0, -postings FROM thing"
# Numbers of values come as a list in JSON; null where nothing of a facet is chosen.
_ONE = "(:FACET IS NULL OR hit.thing IN (SELECT thing FROM has WHERE has.value IN (SELECT value FROM json_each(:FACET))))"
_CHOSEN = " AND ".join(_ONE.replace("FACET", facet) for facet in FACETS)
_PAGE = """
SELECT t.iri, t.form, t.postings, t.near, l.label, l.language FROM hit JOIN thing AS t ON t.id = hit.thing
LEFT JOIN label AS l ON l.id = hit.label WHERE CHOSEN ORDER BY hit.score, t.iri LIMIT :limit OFFSET :offset
""".replace("CHOSEN", _CHOSEN)
_TOTAL = "SELECT count(*) FROM hit WHERE CHOSEN".replace("CHOSEN", _CHOSEN)
_COUNTS = """
SELECT has.value, count(*) FROM hit CROSS JOIN has ON has.thing = hit.thing WHERE CHOSEN GROUP BY has.value
""".replace("CHOSEN", _CHOSEN)
_NUMBERS = "SELECT id FROM value WHERE facet = ? AND value IN (SELECT value FROM json_each(?))"
_HAS_CARDS = "SELECT count(*) FROM sqlite_master WHERE name = 'has'"


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity found: what it is, its label, the label that matched, how many postings tell of it, labels of what it is near."""

    iri: str
    form: str
    label: str
    matched: str
    language: str
    postings: int | None = None
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that results can be narrowed by, its label (empty for what has none), and how many results have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found, how many there are in all, and by facet the values there are, most frequent first."""

    total: int
    things: tuple[Thing, ...]
    choices: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)


def browse(
    path: Path,
    words: str,
    language: Language,
    chosen: Mapping[str, Collection[str]] | None = None,
    *,
    limit: int = 20,
    offset: int = 0,
    seconds: float | None = None,
    counted: bool = True,
) -> Found | None:
    """The entities with a label in which every word begins a word and that have one of the values of every facet chosen.

    Without words all that have the values, those first that most postings tell of; without either none, but the choices that
    there are. The choices of a facet are counted as if nothing of it was chosen, so that another can be chosen in its place; not
    at all unless ``counted``. None for an index of an older version that has no facets. Raises StoreError where the index is
    absent or damaged, QueryTimeout after ``seconds``.
    """
    wanted = {facet: list(values) for facet, values in (chosen or {}).items() if facet in FACETS and values}
    with reading(path, seconds) as connection:
        if not connection.execute(_HAS_CARDS).fetchone()[0]:
            return None
        connection.execute("PRAGMA temp_store = MEMORY")
        folded = words_of(words)
        _gather(connection, words, folded, language)
        numbers = _numbers(connection, wanted)
        choices = _choices(connection, numbers, language) if counted else {}
        if not folded and not wanted:
            return Found(0, (), choices)
        things = _page(connection, {**numbers, "limit": limit, "offset": offset}, language)
        total = connection.execute(_TOTAL, numbers).fetchone()[0]
        return Found(total, things, choices)


def _gather(connection: sqlite3.Connection, query: str, words: list[str], language: Language) -> None:
    connection.execute(_HITS)
    if not words:
        connection.execute(_ALL)
        return
    values = {**spellings(query), "longest": _LONGEST, "language": language, "words": begun(words)}
    if not connection.execute(_BY_WORDS, values).rowcount and (meant := without_slips(connection, words)):
        connection.execute(_BY_WORDS, values | {"words": meant})


def _numbers(connection: sqlite3.Connection, wanted: Mapping[str, Collection[str]]) -> dict[str, str | None]:
    """The values chosen of each facet, as the index numbers them, in JSON; a value that no thing has is none of them."""
    found: dict[str, str | None] = dict.fromkeys(FACETS)
    for facet, values in wanted.items():
        rows = connection.execute(_NUMBERS, (facet, json.dumps(values)))
        found[facet] = json.dumps([number for (number,) in rows])
    return found


def _page(connection: sqlite3.Connection, values: Mapping[str, object], language: Language) -> tuple[Thing, ...]:
    things = []
    for iri, form, postings, near, matched, spoken in connection.execute(_PAGE, values).fetchall():
        label = displayed(connection, iri, language)
        beside = [displayed(connection, name, language) for name in near.split()]
        told = tuple(name for name in beside if name and name not in label)
        things.append(Thing(iri, form, label, matched or label, spoken or language, postings, told))
    return tuple(things)


def _choices(
    connection: sqlite3.Connection, numbers: Mapping[str, str | None], language: Language
) -> dict[str, tuple[Choice, ...]]:
    known = {number: (facet, value) for number, facet, value in connection.execute("SELECT id, facet, value FROM value")}
    chosen = [facet for facet in FACETS if numbers[facet] is not None]
    counts = {facet: connection.execute(_COUNTS, {**numbers, facet: None}).fetchall() for facet in chosen}
    every = connection.execute(_COUNTS, numbers).fetchall() if len(chosen) < len(FACETS) else []
    found: dict[str, tuple[Choice, ...]] = {}
    for facet in FACETS:
        of_facet = [(n, known[number][1]) for number, n in counts.get(facet, every) if known[number][0] == facet]
        first = sorted(of_facet, key=lambda one: (-one[0], one[1]))[:_VALUES]
        found[facet] = tuple(Choice(value, displayed(connection, value, language), n) for n, value in first)
    return found
