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

import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from organigram.facets import FACETS
from organigram.folding import fold_name
from organigram.i18n import Language
from organigram.search import begun, displayed, reading, without_slips, words_of

__all__ = ["Choice", "Found", "Thing", "browse"]

#: Values of one facet that are told, those with most entities.
_VALUES = 100
#: Letters of a label beyond which length no longer counts, and postings likewise (as powers of two).
_LONGEST, _MOST = 1023, 15

_HITS = "CREATE TEMP TABLE hit (thing INTEGER PRIMARY KEY, label INTEGER, score INTEGER)"
# The best label of each thing: one that is called just so, that begins so, that is preferred; then the thing that most postings
# tell of, the label in the reader's language, the shorter one. SQLite takes the other columns from the row of the least score.
_BY_WORDS = f"""
INSERT INTO hit
SELECT l.thing, l.id, min(
    ((l.folded <> :folded) << 30) + ((substr(l.folded, 1, :length) <> :folded) << 29) + ((l.rank > 0) << 28)
    + (({_MOST} - t.weight) << 20) + ((l.language NOT IN (:language, '')) << 16) + min(length(l.folded), {_LONGEST}))
FROM words JOIN label AS l ON l.id = words.rowid JOIN weighed AS t ON t.id = l.thing
WHERE words MATCH :words GROUP BY l.thing
"""
_WEIGHED = f"""
CREATE TEMP VIEW weighed AS SELECT id, CASE {" ".join(f"WHEN postings < {2**n - 1} THEN {n - 1}" for n in range(1, _MOST + 1))}
ELSE {_MOST} END AS weight FROM main.thing
"""
_ALL = "INSERT INTO hit SELECT id, 0, -postings FROM thing"
_PAGE = """
SELECT t.iri, t.form, t.postings, t.near, l.label, l.language FROM hit JOIN thing AS t ON t.id = hit.thing
LEFT JOIN label AS l ON l.id = hit.label WHERE {chosen} ORDER BY hit.score, t.iri LIMIT :limit OFFSET :offset
"""
_TOTAL = "SELECT count(*) FROM hit WHERE {chosen}"
_COUNTS = "SELECT has.value, count(*) FROM hit CROSS JOIN has ON has.thing = hit.thing WHERE {chosen} GROUP BY has.value"
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
) -> Found | None:
    """The entities with a label in which every word begins a word and that have one of the values of every facet chosen.

    Without words all that have the values, those first that most postings tell of; without either, none. The choices of a facet
    are counted as if nothing of it was chosen, so that another can be chosen in its place. None for an index of an older version
    that has no facets. Raises StoreError where the index is absent or damaged, QueryTimeout after ``seconds``.
    """
    wanted = {facet: list(values) for facet, values in (chosen or {}).items() if facet in FACETS and values}
    with reading(path, seconds) as connection:
        if not connection.execute(_HAS_CARDS).fetchone()[0]:
            return None
        connection.execute("PRAGMA temp_store = MEMORY")
        folded = words_of(words)
        if folded or wanted:
            _gather(connection, words, folded, language)
        else:
            connection.execute(_HITS)
        numbers = _numbers(connection, wanted)
        things = _page(connection, numbers, language, limit, offset)
        total = connection.execute(_TOTAL.format(chosen=_where(numbers))).fetchone()[0]
        return Found(total, things, _choices(connection, numbers, language))


def _gather(connection: sqlite3.Connection, query: str, words: list[str], language: Language) -> None:
    connection.execute(_HITS)
    if not words:
        connection.execute(_ALL)
        return
    connection.execute(_WEIGHED)
    folded = fold_name(query)
    values = {"folded": folded, "length": len(folded), "language": language, "words": begun(words)}
    if not connection.execute(_BY_WORDS, values).rowcount and (meant := without_slips(connection, words)):
        connection.execute(_BY_WORDS, values | {"words": meant})


def _numbers(connection: sqlite3.Connection, wanted: Mapping[str, Collection[str]]) -> dict[str, list[int]]:
    """The values chosen, as the index numbers them; one that no thing has is none of them."""
    found = {}
    for facet, values in wanted.items():
        asked = ", ".join("?" * len(values))
        rows = connection.execute(f"SELECT id FROM value WHERE facet = ? AND value IN ({asked})", (facet, *values))
        found[facet] = [number for (number,) in rows]
    return found


def _where(numbers: Mapping[str, Collection[int]], but: str = "") -> str:
    """The condition that a thing has one of the values of every facet, one facet left out."""
    parts = [
        f"hit.thing IN (SELECT thing FROM has WHERE value IN ({', '.join(map(str, values))}))"
        for facet, values in numbers.items()
        if facet != but
    ]
    return " AND ".join(parts) or "1"


def _page(
    connection: sqlite3.Connection, numbers: Mapping[str, Collection[int]], language: Language, limit: int, offset: int
) -> tuple[Thing, ...]:
    rows = connection.execute(_PAGE.format(chosen=_where(numbers)), {"limit": limit, "offset": offset}).fetchall()
    things = []
    for iri, form, postings, near, matched, spoken in rows:
        label = displayed(connection, iri, language)
        beside = (displayed(connection, name, language) for name in near.split())
        things.append(
            Thing(iri, form, label, matched or label, spoken or language, postings, tuple(n for n in beside if n and n not in label))
        )
    return tuple(things)


def _choices(
    connection: sqlite3.Connection, numbers: Mapping[str, Collection[int]], language: Language
) -> dict[str, tuple[Choice, ...]]:
    known = {number: (facet, value) for number, facet, value in connection.execute("SELECT id, facet, value FROM value")}
    counts = {"": connection.execute(_COUNTS.format(chosen=_where(numbers))).fetchall()}
    for facet in numbers:
        counts[facet] = connection.execute(_COUNTS.format(chosen=_where(numbers, facet))).fetchall()
    found: dict[str, tuple[Choice, ...]] = {}
    for facet in FACETS:
        of_facet = [(n, known[number][1]) for number, n in counts[facet if facet in counts else ""] if known[number][0] == facet]
        first = sorted(of_facet, key=lambda one: (-one[0], one[1]))[:_VALUES]
        found[facet] = tuple(Choice(value, displayed(connection, value, language), n) for n, value in first)
    return found
