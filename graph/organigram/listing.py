"""The postings of a version as a list that can be narrowed and paged: a small SQLite file beside the engine.

A graph answers "the newest twenty of these" by looking at all postings; the list holds them in that order already. It is made
when a version is published, of what the graph says; it holds IRIs and dates, no labels but the words to look for.

>>> import tempfile
>>> store = pyoxigraph.Store()
>>> offer = "<x:1> a <https://schema.org/JobPosting> ; <http://www.w3.org/2000/01/rdf-schema#label> 'Chargé·e de projet'@fr ."
>>> store.load(offer.encode(), format=pyoxigraph.RdfFormat.TURTLE)
>>> folder = tempfile.TemporaryDirectory()
>>> file = Path(folder.name) / "postings.sqlite"
>>> build(file, store)
1
>>> page(file, Selection(words="charge proj")).total, page(file, Selection(open_on="2026-01-01")).total
(1, 0)
>>> folder.cleanup()
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph
from pyoxigraph import DefaultGraph, Literal, NamedNode

from organigram.folding import fold_name
from organigram.i18n import N_
from organigram.lookup_files import opened
from organigram.namespaces import expand
from organigram.search import begun, words_of

__all__ = ["FACETS", "Listed", "Page", "Selection", "build", "counts", "page"]

_SCHEMA = """
CREATE TABLE posting (place INTEGER PRIMARY KEY, iri TEXT NOT NULL, day TEXT NOT NULL, published TEXT NOT NULL,
                      deadline TEXT NOT NULL, vacancy INTEGER NOT NULL);
CREATE TABLE facet (name TEXT NOT NULL, value TEXT NOT NULL, place INTEGER NOT NULL,
                    PRIMARY KEY (name, value, place)) WITHOUT ROWID;
CREATE INDEX facet_place ON facet (place, name);
CREATE VIRTUAL TABLE words USING fts5 (folded, content='', tokenize='unicode61', prefix='1 2 3');
"""
#: What a list can be narrowed by: the way from a posting to the values.
FACETS: Mapping[str, tuple[str, ...]] = {
    "organization": ("schema:hiringOrganization",),
    "country": ("ngo:dutyCountry",),
    "role": ("ngo:advertises", "org:role"),
    "donor": ("ngo:advertises", "ngo:assignedTo", "schema:funder"),
    "sector": ("ngo:sector",),
    "contract": ("schema:employmentType",),
    "language_required": ("ngo:requiresLanguage", "ngo:language"),
    "written_in": ("schema:inLanguage",),
}
_DATES = ("schema:datePosted", "schema:validThrough", "schema:jobStartDate")
#: Questions to the list: each ends in the conditions of a selection (:func:`_where`), and what stands behind them.
_TOTAL = "SELECT count(*) FROM posting AS p WHERE"
_TOTALS = "SELECT count(*), count(DISTINCT vacancy) FROM posting AS p WHERE"
_HAS_VACANCIES = "SELECT count(*) FROM pragma_table_info('posting') WHERE name = 'vacancy'"
_PAGE, _IN_ORDER = "SELECT place, iri, published, deadline FROM posting AS p WHERE", "ORDER BY place LIMIT ? OFFSET ?"
_COUNTS = "SELECT f.value, count(*) FROM facet AS f JOIN posting AS p USING (place) WHERE f.name = ? AND"
_LARGEST = "GROUP BY f.value ORDER BY count(*) DESC, f.value LIMIT ?"

Values = Mapping[str, set[str]]


@dataclass(frozen=True)
class Selection:
    """Which postings are wanted: every filter that is given has to hold.

    ``facets``: a value (IRI; ``written_in``: a code) by the name of a facet. ``since`` and ``until`` (ISO days, both included):
    the day of publication, else the deadline, else the start of work. ``open_on``: a deadline on this day or later. ``words``:
    each begins a word of the posting's label in either language, or of its title as written, whatever its gender.
    """

    facets: Mapping[str, str] = field(default_factory=dict)
    since: str = ""
    until: str = ""
    open_on: str = ""
    words: str = ""

    def without(self, facet: str) -> Selection:
        """The same without one facet."""
        kept = {name: value for name, value in self.facets.items() if name != facet}
        return Selection(kept, self.since, self.until, self.open_on, self.words)


@dataclass(frozen=True, slots=True)
class Listed:
    """A posting of the list: its IRI, its dates as they are stated (empty where they are not), its values by facet."""

    iri: str
    published: str
    deadline: str
    values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Page:
    """Some postings of a list, and how many it holds; None where nobody counted and there are more.

    ``vacancies``: how many vacancies these are in all (several postings may announce one); None where nobody counted.
    """

    postings: tuple[Listed, ...]
    total: int | None
    vacancies: int | None = None


def build(path: Path, engine: pyoxigraph.Store) -> int:
    """Write the list of all postings of an engine's default graph, newest first; how many there are.

    ``path`` must not exist yet. Raises :class:`sqlite3.Error` where it cannot be written.
    """
    scan = _Scan(engine)
    postings = scan.subjects("rdf:type", NamedNode(expand("schema:JobPosting")))
    dates = [scan.objects(term) for term in _DATES]
    labels, titles = scan.objects("rdfs:label"), scan.objects("schema:title")
    shared, numbers = scan.objects("ngo:ofVacancy"), dict[str, int]()
    facets = {name: scan.along(way, postings) for name, way in FACETS.items()}
    required = scan.subjects("ngo:need", NamedNode(expand("ngo:Required")))
    facets["language_required"] = scan.along(FACETS["language_required"], postings, required.__contains__)

    def day(iri: str) -> str:
        return next((min(found[iri]) for found in dates if iri in found), "")

    ordered = sorted(sorted(postings), key=day, reverse=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_SCHEMA} BEGIN;")
        for place, iri in enumerate(ordered):
            stated = (min(found.get(iri, {""})) for found in dates[:2])
            vacancy = numbers.setdefault(min(shared.get(iri, {iri})), place)
            connection.execute("INSERT INTO posting VALUES (?, ?, ?, ?, ?, ?)", (place, iri, day(iri), *stated, vacancy))
            rows = [(name, value, place) for name, found in facets.items() for value in sorted(found.get(iri, ()))]
            connection.executemany("INSERT INTO facet VALUES (?, ?, ?)", rows)
            folded = " ".join(fold_name(label) for label in sorted(labels.get(iri, set()) | titles.get(iri, set())))
            connection.execute("INSERT INTO words (rowid, folded) VALUES (?, ?)", (place, folded))
        connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        connection.execute("COMMIT")
    return len(ordered)


class _Scan:
    """Reads a property of all things at once, which is far quicker than thing by thing."""

    def __init__(self, engine: pyoxigraph.Store) -> None:
        self._engine = engine

    def subjects(self, predicate: str, value: NamedNode) -> set[str]:
        quads = self._engine.quads_for_pattern(None, NamedNode(expand(predicate)), value, DefaultGraph())
        return {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}

    def objects(self, predicate: str, wanted: Callable[[str], bool] = lambda _: True) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for quad in self._engine.quads_for_pattern(None, NamedNode(expand(predicate)), None, DefaultGraph()):
            subject, value = quad.subject, quad.object
            if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal) and wanted(subject.value):
                found[subject.value].add(value.value)
        return found

    def along(self, way: tuple[str, ...], starts: set[str], last: Callable[[str], bool] = lambda _: True) -> dict[str, set[str]]:
        """What a way of properties leads to; only from things that ``last`` holds for in its last step, where it has several."""
        found = {iri: {iri} for iri in starts}
        for number, predicate in enumerate(way):
            step = self.objects(predicate, last if number and number == len(way) - 1 else lambda _: True)
            found = {iri: set().union(*(step.get(one, ()) for one in ends)) for iri, ends in found.items()}
        return {iri: ends for iri, ends in found.items() if ends}


def page(path: Path, selection: Selection, limit: int = 25, offset: int = 0, *, seconds: float | None = None) -> Page:
    """Some postings of a selection, newest first.

    Raises StoreError where the list is damaged, QueryTimeout after ``seconds``.
    """
    where, values = _where(selection)
    with _opened(path, seconds) as connection:
        counted = connection.execute(_HAS_VACANCIES).fetchone()[0]  # a list of an older version has none
        totals = connection.execute(" ".join((_TOTALS if counted else _TOTAL, where)), values).fetchone()
        rows = connection.execute(" ".join((_PAGE, where, _IN_ORDER)), (*values, limit, offset)).fetchall()
        found = (Listed(iri, published, deadline, _values(connection, place)) for place, iri, published, deadline in rows)
        return Page(tuple(found), *totals)


def counts(
    path: Path, selection: Selection, facet: str, limit: int = 400, *, seconds: float | None = None
) -> list[tuple[str, int]]:
    """How many postings of a selection have each value of a facet, whatever value of it is selected; the largest first.

    Raises as :func:`page` does.
    """
    where, values = _where(selection.without(facet))
    with _opened(path, seconds) as connection:
        return connection.execute(" ".join((_COUNTS, where, _LARGEST)), (facet, *values, limit)).fetchall()


def _values(connection: sqlite3.Connection, place: int) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, value in connection.execute("SELECT name, value FROM facet WHERE place = ? ORDER BY name, value", (place,)):
        found[name] = (*found.get(name, ()), value)
    return found


def _where(selection: Selection) -> tuple[str, list[str]]:
    """The selection as a condition on ``posting AS p``, and the values in it."""
    parts: list[tuple[str, Iterable[str]]] = [("1", ())]
    for name, value in selection.facets.items():
        parts.append(("p.place IN (SELECT place FROM facet WHERE name = ? AND value = ?)", (name, value)))
    if selection.since:
        # A month alone is as late as its days: 2025-05 is not before 2025-05-01.
        parts.append(("p.day <> '' AND p.day >= SUBSTR(?, 1, LENGTH(p.day))", (selection.since,)))
    if selection.until:
        parts.append(("p.day <> '' AND p.day <= ?", (selection.until,)))
    if selection.open_on:
        parts.append(("p.deadline >= ?", (selection.open_on,)))
    if words := words_of(selection.words):
        parts.append(("p.place IN (SELECT rowid FROM words WHERE words MATCH ?)", (begun(words),)))
    return " AND ".join(part for part, _ in parts), [value for _, values in parts for value in values]


def _opened(path: Path, seconds: float | None) -> AbstractContextManager[sqlite3.Connection]:
    damaged = N_("The list of postings cannot be read: {error}.")
    return opened(path, damaged, N_("Choose a country, an organization or a role, or look for longer words."), seconds=seconds)
