"""Places: found, looked up, limited to countries; the kept file rebuilt when damaged."""

from __future__ import annotations

import os
from pathlib import Path

import pycountry
import pytest

from organigram.folding import fold
from organigram.namespaces import place as place_iri
from organigram.resources import table
from organigram.vocabulary import Vocabulary, load_vocabulary
from organigram.vocabulary import places as places_module
from organigram.vocabulary.name_filter import BEGINNING, NAME
from organigram.vocabulary.places import Places, largest


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.mark.parametrize(
    ("name", "country", "english", "french"),
    [
        ("Goundam", "ML", "Goundam", "Goundam"),
        ("Bruxelles", "BE", "Brussels", "Bruxelles"),
        ("Tombouctou", "ML", "Timbuktu", "Tombouctou"),
        ("Le Caire", "EG", "Cairo", "Le Caire"),
        ("mogadishu", "SO", "Mogadishu", "Mogadiscio"),
        ("Dar Es Salaam", "TZ", "Dar es Salaam", "Dar es Salaam"),
        ("Gorgol", "MR", "Gorgol", "Gorgol"),
        ("Adamawa", "NG", "Adamawa", "Adamawa"),
        ("Grand'Anse", "HT", "Grand'Anse", "Grand'Anse"),
        ("North Kivu", "CD", "North Kivu", "Nord-Kivu"),
        ("Nord Kivu", "CD", "North Kivu", "Nord-Kivu"),
        ("Extrême-Nord", "CM", "Far North", "Extrême-Nord"),
        ("Darfour du Sud", "SD", "South Darfur", "Darfour du Sud"),
        ("Alep", "SY", "Aleppo", "Alep"),
        ("Ouaga", "BF", "Ouagadougou", "Ouagadougou"),
        ("Somaliland", "SO", "Somaliland", "Somaliland"),
        ("Zaatari", "JO", "Zaatari camp", "Camp de Zaatari"),
        ("Rabouni", "DZ", "Rabouni", "Rabouni"),
        ("Androy", "MG", "Androy", "Androy"),
        ("Valence", "FR", "Valence", "Valence"),
        ("Valence", "ES", "Valencia", "Valence"),
        ("Wallonie", "BE", "Wallonia", "Wallonie"),
    ],
)
def test_lookup(vocabulary: Vocabulary, name: str, country: str, english: str, french: str) -> None:
    found = [place for place in vocabulary.lookup(name, "place") if place.first("country") == country]
    assert found[0].labels == {"en": english, "fr": french}
    assert vocabulary.places.get(found[0].iri) == found[0]


def test_what_the_table_names_is_in_the_lists_and_nothing_stands_twice() -> None:
    own, lists = table("vocabulary/places.toml"), Places()
    divisions = {region.code for region in pycountry.subdivisions if region.parent_code is None}
    assert set(own["regions"]) <= divisions
    assert all(lists.get(place_iri(number)) for number in own["also"])
    assert all(
        any(entity.first("country") == country and entity.labels["fr"] == french for entity in lists.lookup(french))
        for country, names in own["french"].items()
        for french in names.values()
    )
    for code, names in own["own"].items():
        assert {entity.slug for name in names for entity in lists.lookup(name) if entity.first("country") == code[:2]} == {code}


@pytest.mark.parametrize(
    ("name", "country", "expected"),
    [
        ("Tripoli", "LB", "266826"),
        ("Tripoli", "LY", "2210247"),
        ("Paris", "FR", "2988507"),
        ("Paris", "US", None),  # nine of them
        ("San José", "CR", "3621849"),
        ("Saint-Louis", "SN", "2246452"),
        ("Niger", "NG", "NG-NI"),
        ("Mali", "GN", "2417886"),
    ],
)
def test_the_country_settles_which_is_meant(vocabulary: Vocabulary, name: str, country: str, expected: str | None) -> None:
    found = largest([place for place in vocabulary.lookup(name, "place") if place.first("country") == country])
    assert (found and found.slug) == expected


def test_a_city_tells_where_it_lies(vocabulary: Vocabulary) -> None:
    (city,) = vocabulary.lookup("Goundam", "place")
    assert city.iri.endswith("/place/2456917")
    assert 16 < float(city.first("latitude") or 0) < 17
    assert -4 < float(city.first("longitude") or 0) < -3
    assert int(city.first("population") or 0) > 10_000


def test_the_largest_stands_first(vocabulary: Vocabulary) -> None:
    sizes = [int(place.first("population") or 0) for place in vocabulary.lookup("Tripoli", "place")]
    assert len(sizes) > 1
    assert sizes == sorted(sizes, reverse=True)


def test_mentions_in_the_duty_country_only(vocabulary: Vocabulary) -> None:
    text = "Poste basé à Niono avec des déplacements à Ségou et Dar es Salaam. Le siège est à Paris."
    mali = vocabulary.mentions(text, fold(text), ("place",), countries=("ML",))
    assert [text[mention.start : mention.end] for mention in mali] == ["Niono", "Ségou"]
    everywhere = vocabulary.mentions(text, fold(text), ("place",))
    assert {"Dar es Salaam", "Paris"} <= {text[mention.start : mention.end] for mention in everywhere}


def test_common_words_and_parts_of_names_are_no_places(vocabulary: Vocabulary) -> None:
    text = "Justice for all: we want justice. The University of Bordeaux and Bordeaux."
    found = vocabulary.mentions(text, fold(text), ("place",), countries=("FR", "US"))
    assert [(mention.start, text[mention.start : mention.end]) for mention in found] == [(text.rindex("Bordeaux"), "Bordeaux")]


def test_nothing_unknown(vocabulary: Vocabulary) -> None:
    assert vocabulary.lookup("Xyzzyville", "place") == ()
    assert vocabulary.places.get("https://w3id.org/organigram/place/0") is None


@pytest.mark.parametrize("damage", [b"", b"SQLite format 3\x00 and no more", None])
def test_a_damaged_file_is_built_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: bytes | None) -> None:
    monkeypatch.setenv("ORGANIGRAM_CACHE", str(tmp_path))
    monkeypatch.setattr(places_module, "_cities", lambda french: iter([(("1", "ML", "Here", "Ici", 1.0, 2.0, 5), ("There",))]))
    monkeypatch.setattr(places_module, "_regions", lambda: iter([]))
    assert [place.labels["fr"] for place in Places().lookup("there")] == ["Ici"]
    (kept,) = tmp_path.iterdir()
    good = kept.read_bytes()
    kept.write_bytes(good[: len(good) // 2] if damage is None else damage)
    assert [place.labels["fr"] for place in Places().lookup("Here")] == ["Ici"]
    assert kept.read_bytes() == good


def test_a_connection_does_not_cross_a_fork(vocabulary: Vocabulary) -> None:
    assert vocabulary.lookup("Bamako", "place")
    child = os.fork()
    if child == 0:
        os._exit(0 if vocabulary.lookup("Bamako", "place") else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_cache_that_sqlite_cannot_write_is_gone_without(tmp_path: Path) -> None:
    """SQLite has errors of its own for what the system refuses; a folder in the file's place is one for every user."""
    with pytest.raises(OSError, match="unable to open"):
        places_module._build_or_refuse(tmp_path)


def test_the_sieve_lets_every_name_through_and_few_other_words(vocabulary: Vocabulary) -> None:
    places = vocabulary.places
    names = [row[0] for row in places._query("SELECT DISTINCT key FROM name", [])]
    assert len(names) > 200_000
    assert all(places.sieve[name] & NAME for name in names[::7])
    longer = [name for name in names[::7] if " " in name]
    assert all(places.sieve[name.rpartition(" ")[0]] & BEGINNING for name in longer)
    others = [f"{name}qx" for name in names[::100]]
    assert sum(places.sieve[name] & NAME for name in others) < len(others) // 10
