"""Search by words and facts together: facets gathered from a graph, their counts, order, and what an index of old lacks."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organigram.browsing import Found, browse
from organigram.errors import StoreError
from organigram.facets import Card, cards_of
from organigram.search import build, labels_of

GRAPH = """
@prefix org: <http://www.w3.org/ns/org#> . @prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ngo: <https://w3id.org/organigram/ontology#> . @prefix : <x:> .
:ML a schema:Country ; rdfs:label "Mali"@en . :NE a schema:Country ; rdfs:label "Niger"@en .
:gao a schema:Place ; rdfs:label "Gao"@en ; schema:containedInPlace :ML .
:helpers a org:FormalOrganization ; rdfs:label "Helpers United"@en ; ngo:homeCountry :NE .
:mission a org:OrganizationalUnit ; rdfs:label "Helpers United Mali"@en ; org:unitOf :helpers .
:payer a org:FormalOrganization ; rdfs:label "Payer Fund"@en .
:health a skos:Concept ; skos:inScheme <x:scheme/roles> ; rdfs:label "Health"@en .
:nurse a org:Role ; rdfs:label "Nurse"@en , "Infirmier·ère"@fr ; skos:broader :health .
:wells a schema:Project ; rdfs:label "Wells"@en ; ngo:implementedBy :helpers ; schema:funder :payer ; ngo:takesPlaceIn :NE .
:seat a org:Post ; rdfs:label "Nurse, Helpers United (Mali)"@en ; org:role :nurse ; org:postIn :mission ; ngo:dutyCountry :ML ;
  ngo:dutyStation :gao ; ngo:assignedTo :wells .
:boss a org:Post ; rdfs:label "Head Nurse, Helpers United (Niger)"@en ; org:postIn :helpers ; ngo:dutyCountry :NE .
:p1 a schema:JobPosting ; rdfs:label "Nurse (Helpers United, Mali)"@en ; schema:hiringOrganization :helpers ;
  ngo:dutyCountry :ML ; ngo:advertises :seat ; schema:datePosted "2021-12-30" ; schema:validThrough "2022-01-30" .
:p2 a schema:JobPosting ; rdfs:label "Nurse again (Helpers United, Mali)"@en ; schema:hiringOrganization :helpers ;
  ngo:dutyCountry :ML ; ngo:advertises :seat ; schema:validThrough "2023-01-30" .
"""


#: A seat in one country that works for two projects of two donors in two countries, and whose posting names both.
TWO_PROJECTS = """
@prefix org: <http://www.w3.org/ns/org#> . @prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix ngo: <https://w3id.org/organigram/ontology#> . @prefix : <x:> .
:ML a schema:Country . :NE a schema:Country . :gao a schema:Place ; schema:containedInPlace :ML .
:helpers a org:FormalOrganization ; schema:funder :club . :others a org:FormalOrganization .
:mission a org:OrganizationalUnit ; org:unitOf :helpers . :nurse a org:Role ; skos:broader :health .
:red a org:FormalOrganization . :blue a org:FormalOrganization . :club a org:FormalOrganization . :ally a org:FormalOrganization .
:wells a schema:Project ; ngo:implementedBy :helpers ; schema:funder :red ; ngo:takesPlaceIn :ML .
:roads a schema:Project ; ngo:implementedBy :others ; schema:funder :blue ; ngo:takesPlaceIn :NE ; ngo:hasPartner :ally .
:seat a org:Post ; org:role :nurse ; org:postIn :mission ; ngo:dutyCountry :ML ; ngo:dutyStation :gao ;
  ngo:assignedTo :wells , :roads .
:p a schema:JobPosting ; schema:hiringOrganization :helpers ; ngo:dutyCountry :ML ; ngo:advertises :seat ;
  ngo:sector :water ; schema:validThrough "2022-01-30" .
"""
#: By thing: its countries, organizations, donors and families.
STATED = {
    "wells": ("ML", "helpers", "red", "health"),
    "roads": ("NE", "others", "blue", "health"),
    "seat": ("ML", "helpers", "blue red", "health"),
    "p": ("ML", "helpers", "blue red", "health"),
    "water": ("ML", "helpers", "blue red", "health"),
    "nurse": ("ML", "helpers", "blue red", "health"),
    "red": ("ML", "helpers red", "red", "health"),
    "blue": ("NE", "blue others", "blue", "health"),
    "club": ("", "club helpers", "club", ""),
    "ally": ("NE", "ally others", "", ""),
    "helpers": ("ML", "helpers", "club red", "health"),
    "others": ("NE", "others", "blue", ""),
    "mission": ("ML", "helpers", "red", "health"),
    "ML": ("ML", "helpers", "red", "health"),
    "NE": ("NE", "others", "blue", ""),
    "gao": ("ML", "helpers", "red", "health"),
}


@pytest.mark.parametrize("thing", STATED)
def test_a_thing_has_what_is_stated_of_itself_and_not_what_its_post_tells_of_another(thing: str) -> None:
    made = pyoxigraph.Store()
    made.load(TWO_PROJECTS.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    card = {card.iri: card for card in cards_of(made)}[f"x:{thing}"]
    told = [
        " ".join(sorted(value.removeprefix("x:") for found, value in card.values if found == facet))
        for facet in ("country", "organization", "donor", "family")
    ]
    assert tuple(told) == STATED[thing]
    assert (("year", "2022") in card.values) == (thing != "club"), "no posting tells of the club"


@pytest.fixture(scope="module")
def engine() -> pyoxigraph.Store:
    made = pyoxigraph.Store()
    made.load(GRAPH.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    return made


@pytest.fixture(scope="module")
def index(engine: pyoxigraph.Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index") / "search.sqlite"
    build(path, labels_of(engine), cards_of(engine))
    return path


@pytest.mark.parametrize("words", ["infirmière", "infirmier", "Infirmier·ère", "infirmieres"])
def test_a_role_is_found_in_either_gender(index: Path, words: str) -> None:
    answer = browse(index, words, "fr")
    assert answer is not None
    assert [thing.label for thing in answer.things] == ["Infirmier·ère"]


def found(index: Path, words: str = "", **chosen: str) -> Found:
    answer = browse(index, words, "en", {facet: [value] for facet, value in chosen.items()})
    assert answer is not None
    return answer


def names(index: Path, words: str = "", **chosen: str) -> set[str]:
    return {thing.label for thing in found(index, words, **chosen).things}


def test_a_posting_and_all_that_it_tells_of_is_found_by_each_of_its_facts(index: Path) -> None:
    told = {"Nurse", "Helpers United", "Nurse, Helpers United (Mali)", "Nurse (Helpers United, Mali)"}
    for facet, value in (("country", "x:ML"), ("organization", "x:helpers"), ("donor", "x:payer"), ("family", "x:health")):
        assert told <= names(index, **{facet: value}), facet
    assert "Head Nurse, Helpers United (Niger)" not in names(index, country="x:ML")
    assert "Wells" in names(index, country="x:NE")


def test_the_year_is_that_of_the_day_of_publication_else_of_the_deadline(index: Path) -> None:
    assert "Nurse (Helpers United, Mali)" in names(index, year="2021")
    assert "Nurse (Helpers United, Mali)" not in names(index, year="2022")
    assert "Nurse again (Helpers United, Mali)" in names(index, year="2023")


def test_a_unit_is_found_with_its_organization_and_a_donor_is_an_organization_too(index: Path) -> None:
    assert "Helpers United Mali" in names(index, organization="x:helpers", kind="mission")
    assert {"Helpers United", "Payer Fund"} == names(index, kind="organization")
    assert names(index, kind="donor") == {"Payer Fund"}
    assert found(index, "payer").things[0].form == "donor"


def test_facts_and_words_narrow_together_and_unknown_values_find_nothing(index: Path) -> None:
    assert names(index, "nurs", country="x:NE") == {"Head Nurse, Helpers United (Niger)"}
    assert found(index, "nurs", country="x:XX").total == 0
    assert found(index, "infirm", kind="role").things[0].label == "Nurse"
    assert names(index, "nrs") == set(), "three letters and a slip are too little to guess"
    assert "Nurse" in names(index, "nurze")


def test_results_tell_how_many_postings_tell_of_them_and_what_they_are_near(index: Path) -> None:
    by_label = {thing.label: thing for thing in found(index, country="x:ML").things}
    assert by_label["Nurse"].postings == 2
    assert by_label["Nurse"].near == ("Health",)
    assert by_label["Gao"].near == ("Mali",)
    assert by_label["Nurse, Helpers United (Mali)"].near == (), "its label tells both already"


def test_a_facet_is_counted_as_if_nothing_of_it_was_chosen(index: Path) -> None:
    chosen = found(index, country="x:NE", kind="post")
    countries = {choice.label: choice.count for choice in chosen.choices["country"]}
    assert countries == {"Mali": 1, "Niger": 1}
    assert chosen.total == 1
    whole = found(index)
    assert (whole.total, whole.things) == (0, ())
    assert {choice.value: choice.count for choice in whole.choices["kind"]}["posting"] == 2


def test_pages_hold_each_result_once(index: Path) -> None:
    def pages() -> Iterator[str]:
        for start in range(0, 20, 3):
            page = browse(index, "", "en", {"organization": ["x:helpers"]}, limit=3, offset=start)
            assert page is not None
            yield from (thing.iri for thing in page.things)

    shown = list(pages())
    assert len(shown) == len(set(shown)) == found(index, organization="x:helpers").total


def test_the_order_is_exact_then_begun_then_most_told_of(tmp_path: Path) -> None:
    labels = [("x:a", "role", "en", "Aid worker"), ("x:b", "role", "en", "Aid"), ("x:c", "role", "en", "Aid officer")]
    build(tmp_path / "i", [*labels, ("x:d", "role", "en", "First Aid")], [Card("x:c", "role", 900), Card("x:d", "role", 9000)])
    assert [thing.iri for thing in found(tmp_path / "i", "aid").things] == ["x:b", "x:c", "x:a", "x:d"]


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="\"*():^-+ANDORTNEcmé{}\\'%_;,.") | st.text(), st.text())
def test_nothing_that_is_asked_is_syntax(index: Path, words: str, value: str) -> None:
    found(index, words, country=value)


def test_an_index_without_facts_says_so_and_a_damaged_one_fails(index: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "old")) as connection:
        connection.execute("CREATE TABLE label (id INTEGER)")
    assert browse(tmp_path / "old", "a", "en") is None
    (tmp_path / "bad").write_bytes(b"no index" * 1000)
    with pytest.raises(StoreError, match="text index cannot be read"):
        browse(tmp_path / "bad", "a", "en")


def test_the_same_graph_gives_the_same_index(engine: pyoxigraph.Store, index: Path, tmp_path: Path) -> None:
    again = pyoxigraph.Store()
    again.extend(sorted(engine, key=str, reverse=True))
    build(tmp_path / "i", labels_of(again), cards_of(again))
    assert (tmp_path / "i").read_bytes() == index.read_bytes()
