"""The list of a version's postings: what it holds, how it is narrowed, that pages make up the whole."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pyoxigraph
import pytest

from organigram import listing
from organigram.errors import QueryTimeout, StoreError
from organigram.listing import Selection
from organigram.namespaces import BASE, PREFIXES

_HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()) + f"@base <{BASE}> .\n"
_NEEDS = """
<language-requirement/fr-required> ngo:language <language/fr> ; ngo:need ngo:Required .
<language-requirement/en-asset> ngo:language <language/en> ; ngo:need ngo:Asset .
<post/1> org:role <role/nurse> ; ngo:assignedTo <project/p> . <project/p> schema:funder <organization/gac> .
"""
_OFFERS = """
<posting/a> a schema:JobPosting ; rdfs:label "Nurse (ALIMA, Mali)"@en , "Infirmier·ère (ALIMA, Mali)"@fr ;
    schema:title "Soignant de nuit"@fr ;
    schema:datePosted "2025-03-01"^^xsd:date ; schema:validThrough "2025-04-01"^^xsd:date ; ngo:advertises <post/1> ;
    schema:hiringOrganization <organization/alima> ; ngo:dutyCountry <country/ML> , <country/NE> ; schema:inLanguage "fr" ;
    ngo:requiresLanguage <language-requirement/fr-required> , <language-requirement/en-asset> .
<posting/b> a schema:JobPosting ; rdfs:label "Cook (ALIMA)"@en ; schema:jobStartDate "2025-05"^^xsd:gYearMonth ;
    schema:hiringOrganization <organization/alima> ; schema:inLanguage "en" .
<posting/c> a schema:JobPosting ; rdfs:label "Guard"@en ; schema:validThrough "2024-01-31"^^xsd:date .
<posting/d> a schema:JobPosting ; rdfs:label "Driver"@en .
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    store = pyoxigraph.Store()
    store.load((_HEAD + _NEEDS + _OFFERS).encode(), format=pyoxigraph.RdfFormat.TURTLE)
    path = tmp_path / "postings.sqlite"
    assert listing.build(path, store) == 4
    return path


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), "bacd"),
        (Selection({"organization": f"{BASE}organization/alima"}), "ba"),
        (Selection({"organization": f"{BASE}organization/alima", "country": f"{BASE}country/NE"}), "a"),
        (Selection({"role": f"{BASE}role/nurse"}), "a"),
        (Selection({"donor": f"{BASE}organization/gac"}), "a"),
        (Selection({"language_required": f"{BASE}language/fr"}), "a"),
        (Selection({"language_required": f"{BASE}language/en"}), ""),
        (Selection({"written_in": "en"}), "b"),
        (Selection(since="2025-01-01"), "ba"),
        (Selection(since="2025-05-01", until="2025-05-31"), "b"),
        (Selection(until="2025-03-01"), "ac"),
        (Selection(since="2024-01-31", until="2024-01-31"), "c"),
        (Selection(open_on="2025-04-01"), "a"),
        (Selection(open_on="2025-04-02"), ""),
        (Selection(words="INFIRMIER mal"), "a"),
        (Selection(words="infirmière"), "a"),
        (Selection(words="soignant mali"), "a"),
        (Selection(words='alima" OR "'), ""),
        (Selection(words="?!"), "bacd"),
        (Selection({"country": "'; DROP TABLE posting"}), ""),
    ],
)
def test_a_list_is_narrowed(file: Path, selection: Selection, expected: str) -> None:
    found = listing.page(file, selection)
    assert "".join(one.iri[-1] for one in found.postings) == expected
    assert found.total == len(expected)


def test_a_vacancy_that_several_postings_announce_counts_once(tmp_path: Path) -> None:
    same = "<posting/a> ngo:ofVacancy <vacancy/a> . <posting/c> ngo:ofVacancy <vacancy/a> ."
    store = pyoxigraph.Store()
    store.load((_HEAD + _NEEDS + _OFFERS + same).encode(), format=pyoxigraph.RdfFormat.TURTLE)
    listing.build(tmp_path / "list", store)
    narrowed = Selection({"organization": f"{BASE}organization/alima"})
    found = [listing.page(tmp_path / "list", selection, 1) for selection in (Selection(), narrowed)]
    assert [(one.total, one.vacancies) for one in found] == [(4, 3), (2, 2)]


def test_a_list_of_an_older_version_counts_no_vacancies(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("ALTER TABLE posting DROP COLUMN vacancy")
        connection.commit()
    found = listing.page(file, Selection())
    assert (found.total, found.vacancies) == (4, None)


def test_pages_make_up_the_whole(file: Path) -> None:
    pages = [listing.page(file, Selection(), 2, offset) for offset in (0, 2, 4)]
    assert ["".join(one.iri[-1] for one in page.postings) for page in pages] == ["ba", "cd", ""]
    assert {page.total for page in pages} == {4}


def test_a_facet_is_counted_whatever_value_of_it_is_chosen(file: Path) -> None:
    chosen = Selection({"country": f"{BASE}country/ML", "organization": f"{BASE}organization/alima"})
    assert listing.counts(file, chosen, "country") == [(f"{BASE}country/ML", 1), (f"{BASE}country/NE", 1)]
    assert listing.counts(file, Selection(), "organization") == [(f"{BASE}organization/alima", 2)]


def test_a_search_is_ended_at_its_deadline_and_says_what_to_do(tmp_path: Path) -> None:
    store, schema = pyoxigraph.Store(), PREFIXES["schema"]
    many = (f"<x:{number}> a <{schema}JobPosting> ; <{schema}hiringOrganization> <x:o> ." for number in range(3000))
    store.load("\n".join(many).encode(), format=pyoxigraph.RdfFormat.TURTLE)
    path = tmp_path / "many.sqlite"
    listing.build(path, store)
    assert listing.page(path, Selection(), seconds=30.0).total == 3000
    chosen = Selection({"organization": "x:o"}, until="2025")
    for asked in (partial(listing.page, path, chosen), partial(listing.counts, path, Selection(), "organization")):
        with pytest.raises(QueryTimeout) as raised:
            asked(seconds=0.0)
        assert "Choisissez un pays, une organisation ou un rôle" in raised.value.message("fr")


def test_a_damaged_list_says_so(file: Path) -> None:
    file.write_bytes(b"no list" * 1000)
    with pytest.raises(StoreError, match="list of postings"):
        listing.page(file, Selection())
