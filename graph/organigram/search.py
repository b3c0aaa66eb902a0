"""Finding entities by the beginning of words in their labels, in both languages: a SQLite FTS5 index.

Labels and questions are folded alike (:mod:`organigram.folding`), so case, accents and French inclusive endings do not matter,
nor does the gender of a French word; every word of the question has to begin a word of the label. Where nothing is found, slips
of the keyboard are forgiven.

>>> import tempfile
>>> folder = tempfile.TemporaryDirectory()
>>> path = Path(folder.name) / "search.sqlite"
>>> build(path, [("x:1", "role", "fr", "Coordinateur.trice médical.e"), ("x:1", "role", "en", "Medical Coordinator")])
2
>>> search(path, "COORDINATEUR med", "en")
[Hit(iri='x:1', kind='role', label='Medical Coordinator', matched='Coordinateur.trice médical.e', language='fr')]
>>> [hit.label for asked in ("cordinateur", "coordinatrice médicale") for hit in search(path, asked, "fr")]
['Coordinateur.trice médical.e', 'Coordinateur.trice médical.e']
>>> folder.cleanup()
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph
from pyoxigraph import DefaultGraph, Literal, NamedNode
from rapidfuzz import process
from rapidfuzz.distance import OSA

from organigram.facets import Card
from organigram.folding import fold_name, other_gender
from organigram.i18n import N_, Language
from organigram.lookup_files import opened
from organigram.namespaces import expand

#: What an entity is, by its class; the first that fits. Concepts are told apart by the end of their scheme's IRI.
_KIND_BY_CLASS = (
    ("schema:JobPosting", "posting"),
    ("org:Post", "post"),
    ("org:Role", "role"),
    ("org:FormalOrganization", "organization"),
    ("org:OrganizationalUnit", "organization"),
    ("org:OrganizationalCollaboration", "organization"),
    ("org:Organization", "organization"),
    ("schema:Project", "project"),
    ("schema:Country", "country"),
    ("schema:Place", "place"),
)
_KIND_BY_SCHEME = {
    "sectors": "sector",
    "contracts": "contract",
    "languages": "language",
    "organization-types": "organization-type",
    "roles": "role-family",
}
#: What may be looked for by its kind.
KINDS: tuple[str, ...] = tuple(dict.fromkeys([*(kind for _, kind in _KIND_BY_CLASS), *_KIND_BY_SCHEME.values()]))
_LABELS = tuple(NamedNode(expand(name)) for name in ("rdfs:label", "skos:prefLabel", "skos:altLabel"))

_SCHEMA = """
CREATE TABLE label (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind TEXT NOT NULL, language TEXT NOT NULL, label TEXT NOT NULL,
                    folded TEXT NOT NULL, rank INTEGER NOT NULL, thing INTEGER NOT NULL);
CREATE INDEX label_iri ON label (iri, language, rank);
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, form TEXT NOT NULL, postings INTEGER NOT NULL,
                    weight INTEGER NOT NULL, near TEXT NOT NULL);
CREATE TABLE value (id INTEGER PRIMARY KEY, facet TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (facet, value));
CREATE TABLE has (thing INTEGER NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (thing, value)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (folded, content='label', content_rowid='id', tokenize='unicode61', prefix='1 2 3');
"""
_INSERT_LABEL = "INSERT INTO label (iri, kind, language, label, folded, rank, thing) VALUES (?, ?, ?, ?, ?, ?, ?)"
#: Whether a label LABEL begins as the question does, or as it does in the other gender (``:other``).
BEGINS = "(substr(LABEL, 1, length(:folded)) = :folded OR substr(LABEL, 1, length(:other)) = :other)"
_SEARCH = """
SELECT iri, kind, label, language FROM (
    SELECT l.*, row_number() OVER (
        PARTITION BY l.iri ORDER BY l.folded NOT IN (:folded, :other), NOT BEGUN,
                                    l.language <> :language, l.rank, l.folded, l.label, l.language) AS place
    FROM words JOIN label AS l ON l.id = words.rowid
    WHERE words MATCH :words AND (:kinds = '' OR instr(:kinds, '|' || l.kind || '|')))
WHERE place = 1
ORDER BY folded NOT IN (:folded, :other), NOT BEGINS, rank > 0, language <> :language, length(folded),
         folded, iri
LIMIT :limit
""".replace("BEGINS", BEGINS.replace("LABEL", "folded")).replace("BEGUN", BEGINS.replace("LABEL", "l.folded"))
_TERMS = "CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, words, row)"
_DISPLAYED = "SELECT label FROM label WHERE iri = ? ORDER BY language <> ?, rank, language, label LIMIT 1"

#: A slip of the keyboard: letters that a word has at least, and at how many letters how many slips are forgiven; and how many
#: words of the index one may stand for.
_SHORTEST, _SLIPS, _MEANT = 4, ((8, 2), (0, 1)), 64
#: Words of a question up to which slips are looked for: each costs some hundredths of a second in a large index.
_MOST_WORDS = 6

#: How far the number of postings counts when results are put in order: as a power of two, up to this.
_HEAVIEST = 31

Label = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity found: its ``label`` in the language asked for (if it has one), and the label that matched with its language."""

    iri: str
    kind: str
    label: str
    matched: str
    language: str


def build(path: Path, labels: Iterable[Label], cards: Iterable[Card] = ()) -> int:
    """Write the index of (iri, kind, language, label) and return how many different ones it holds.

    The first label that a thing has in a language is its preferred one there. ``cards`` are what :mod:`organigram.browsing`
    narrows and shows results with; a thing may have none.

    ``path`` must not exist yet. Raises :class:`sqlite3.Error` where it cannot be written.
    """
    ranks: Counter[tuple[str, str]] = Counter()
    rows = []
    for iri, kind, language, label in dict.fromkeys(labels):
        rows.append((iri, kind, language, label, fold_name(label), ranks[iri, language]))
        ranks[iri, language] += 1
    rows.sort()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_SCHEMA} BEGIN;")
        numbers = _write_cards(connection, {row[0]: row[1] for row in rows}, {card.iri: card for card in cards})
        connection.executemany(_INSERT_LABEL, ((*row, numbers[row[0]]) for row in rows))
        for statement in (
            "INSERT INTO words (words) VALUES ('rebuild')",
            "INSERT INTO words (words) VALUES ('optimize')",
            "CREATE INDEX has_value ON has (value, thing)",
            "COMMIT",
        ):
            connection.execute(statement)
    return len(rows)


def _write_cards(connection: sqlite3.Connection, kinds: Mapping[str, str], cards: Mapping[str, Card]) -> dict[str, int]:
    """Write the cards of things with a label, or an empty one; the number of each thing."""
    numbers = {iri: number for number, iri in enumerate(sorted(kinds), 1)}
    known = {iri: cards.get(iri) or Card(iri) for iri in numbers}
    for iri, card in known.items():
        if card.form == "other":
            known[iri] = replace(card, form=kinds[iri], values=card.values | {("kind", kinds[iri])})
    of_value = {value: n for n, value in enumerate(sorted({value for card in known.values() for value in card.values}), 1)}
    things = (
        (numbers[iri], iri, card.form, card.postings, min(_HEAVIEST, card.postings.bit_length()), " ".join(card.near))
        for iri, card in known.items()
    )
    connection.executemany("INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?)", things)
    connection.executemany("INSERT INTO value VALUES (?, ?, ?)", ((number, *value) for value, number in of_value.items()))
    pairs = ((numbers[iri], number) for iri, card in known.items() for number in sorted(of_value[value] for value in card.values))
    connection.executemany("INSERT INTO has VALUES (?, ?)", pairs)
    return numbers


def labels_of(engine: pyoxigraph.Store) -> Iterator[Label]:
    """The labels of everything in an engine's default graph that a person may look for, preferred ones first."""
    seen: set[str] = set()
    for subject, kind in _entities(engine):
        if subject.value in seen:
            continue
        seen.add(subject.value)
        for predicate in _LABELS:
            found = [quad.object for quad in engine.quads_for_pattern(subject, predicate, None, DefaultGraph())]
            texts = sorted((t.language or "", t.value) for t in found if isinstance(t, Literal))
            yield from ((subject.value, kind, language, text) for language, text in texts)


def _entities(engine: pyoxigraph.Store) -> Iterator[tuple[NamedNode, str]]:
    for name, kind in _KIND_BY_CLASS:
        yield from ((s, kind) for s in _subjects(engine, expand("rdf:type"), NamedNode(expand(name))))
    scheme = NamedNode(expand("skos:inScheme"))
    for quad in engine.quads_for_pattern(None, scheme, None, DefaultGraph()):
        kind = _KIND_BY_SCHEME.get(str(getattr(quad.object, "value", "")).rpartition("/")[2], "")
        if kind and isinstance(quad.subject, NamedNode):
            yield quad.subject, kind


def _subjects(engine: pyoxigraph.Store, predicate: str, value: NamedNode) -> Iterator[NamedNode]:
    for quad in engine.quads_for_pattern(None, NamedNode(predicate), value, DefaultGraph()):
        if isinstance(quad.subject, NamedNode):
            yield quad.subject


def search(
    path: Path, query: str, language: Language, kinds: Collection[str] = (), limit: int = 20, *, seconds: float | None = None
) -> list[Hit]:
    """The entities with a label in which every word of the query begins a word, best first, each once.

    Exact labels come first, then those that begin with the query, preferred ones, those in ``language``, and the shorter ones.
    Where there is none, a word of four letters or more may be one letter off, one of eight or more two.
    ``kinds``: posting, post, role, organization, project, country, place, sector, contract, language; all if empty.
    An empty query finds nothing. Raises StoreError where the index is absent or damaged, QueryTimeout after ``seconds``.
    """
    words = words_of(query)
    if not words:
        return []
    values = {
        **spellings(query),
        "words": begun(words),
        "language": language,
        "kinds": "|" + "|".join(sorted(kinds)) + "|" if kinds else "",
        "limit": limit,
    }
    with reading(path, seconds) as connection:
        rows = connection.execute(_SEARCH, values).fetchall()
        if not rows and (meant := without_slips(connection, words)):
            rows = connection.execute(_SEARCH, values | {"words": meant}).fetchall()
        return [Hit(iri, kind, displayed(connection, iri, language), matched, spoken) for iri, kind, matched, spoken in rows]


def words_of(query: str) -> list[str]:
    """The folded words of a question.

    >>> words_of("Côte d’Ivoire")
    ['cote', 'd', 'ivoire']
    """
    return re.findall(r"[^\W_]+", fold_name(query))


def displayed(connection: sqlite3.Connection, iri: str, language: Language) -> str:
    """The label of a thing in a language, or in the other one; nothing where it has none."""
    found = connection.execute(_DISPLAYED, (iri, language)).fetchone()
    return str(found[0]) if found else ""


def reading(path: Path, seconds: float | None = None) -> AbstractContextManager[sqlite3.Connection]:
    """An index, open for reading. Raises StoreError where it is absent or damaged, QueryTimeout after ``seconds``."""
    return opened(path, N_("The text index cannot be read: {error}."), N_("Look for longer words."), seconds=seconds)


def spellings(query: str) -> dict[str, str]:
    """A question as labels are folded (``folded``), and in the other gender (``other``; the same where it has none)."""
    folded = fold_name(query)
    others = re.sub(r"[^\W_]+", lambda found: next(iter(other_gender(found[0])), found[0]), folded)
    return {"folded": folded, "other": others}


def _any_of(words: Sequence[str]) -> str:
    """Words of which one begins a word of a label, or is one of it in the other gender, as FTS5 is asked for them."""
    others = dict.fromkeys(other for word in words for other in other_gender(word))
    asked = [*(f'"{word}"*' for word in words), *(f'"{other}"' for other in others)]
    return f"({' OR '.join(asked)})"


def begun(words: Sequence[str]) -> str:
    """The question, as FTS5 is asked, for labels where each of these words begins one, or is one in the other gender."""
    return " AND ".join(_any_of([word]) for word in words)


def without_slips(connection: sqlite3.Connection, words: Sequence[str]) -> str:
    """The question with, for each word, also those of the index that it may be a slip of; nothing where there is none."""
    if len(words) > _MOST_WORDS:
        return ""
    connection.execute(_TERMS)
    terms = [term for (term,) in connection.execute("SELECT term FROM temp.terms")]
    meant = [dict.fromkeys([word, *_meant(word, terms)]) for word in words]
    if all(len(found) == 1 for found in meant):
        return ""
    return " AND ".join(_any_of(list(found)) for found in meant)


def _meant(word: str, terms: Sequence[str]) -> list[str]:
    """The terms of the index that a word is a slip of, whole or as far as it is written; the nearest first."""
    if len(word) < _SHORTEST:
        return []
    slips = next(number for length, number in _SLIPS if len(word) >= length)
    near: list[tuple[int, str]] = []
    for written in (terms, [term[: len(word)] for term in terms if len(term) > len(word)]):
        found = process.extract(word, written, scorer=OSA.distance, score_cutoff=slips, limit=_MEANT)
        near += [(distance, term) for term, distance, _ in found]
    return list(dict.fromkeys(term for _, term in sorted(near)))[:_MEANT]
