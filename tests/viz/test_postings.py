"""The page Postings, without a browser: the list and its filters, a posting, its twins, the files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
import viz_example
from showing import run, words

from organigram.listing import FACETS, Page, Selection
from organigram.namespaces import BASE, PREFIXES
from organigram_viz import listings, posting_list
from organigram_viz.opening import open_source
from organigram_viz.source import Source, set_source
from organigram_viz.tables import csv_of

KEYS = {letter: posting.key for letter, posting in ((key[0], posting) for key, posting in viz_example.ADVERTS.items())}
SELECTIONS = (
    Selection(),
    Selection({"country": f"{BASE}country/ML"}),
    Selection({"organization": f"{BASE}organization/alima", "written_in": "fr"}),
    Selection({"role": f"{BASE}role/project-coordinator"}),
    Selection({"donor": f"{BASE}organization/global-fund"}),
    Selection({"sector": f"{BASE}sector/health"}),
    Selection(since="2022-01-01", until="2022-12-31"),
    Selection(open_on="2022-03-30"),
    Selection(words="coord"),
)


@pytest.fixture(scope="module")
def _twins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    """The example with two of its postings taken for one vacancy."""
    same = f"<{PREFIXES['ngo']}sameVacancyAs>"
    one, two = (f"<{BASE}posting/{KEYS[letter]}>" for letter in "ab")
    folder = tmp_path_factory.mktemp("twins") / "store"
    shared = f"<{PREFIXES['ngo']}ofVacancy> <{BASE}vacancy/a>"
    lines = [f"{one} {same} {two}", f"{two} {same} {one}", f"{one} {shared}", f"{two} {shared}"]
    viz_example.build_store(folder, [f"{line} <{BASE}graph/vacancies> ." for line in lines])
    opened = open_source(folder, None, "en")
    yield opened
    opened.close()


@pytest.fixture
def twins(_twins: Source) -> Source:
    set_source(_twins)
    return _twins


@pytest.mark.parametrize("selection", SELECTIONS)
def test_the_list_and_the_questions_in_its_place_say_the_same(selection: Selection, source: Source) -> None:
    kept = listings.page(source, selection, 25, 0)
    assert listings.page(replace(source, listing=None), selection, 25, 0) == replace_values(kept)
    assert kept.total is not None


def replace_values(page: Page) -> Page:
    """What questions tell of each posting: not all facets, but those that the list shows."""
    shown = ("organization", "country", "written_in")
    found = tuple(replace(one, values={n: v for n, v in one.values.items() if n in shown}) for one in page.postings)
    return replace(page, postings=found, vacancies=None)


@pytest.mark.parametrize("facet", FACETS)
def test_the_values_of_a_facet_are_the_same_both_ways(facet: str, source: Source) -> None:
    asked = listings.counts(replace(source, listing=None), Selection(), facet)
    assert sorted(value for value, _ in listings.counts(source, Selection(), facet)) == [value for value, _ in asked]


def test_the_list_says_how_many_vacancies_it_is_where_postings_share_one(twins: Source) -> None:
    assert "Postings: 4 · vacancies: 3 · 1 to 4" in words(run("postings", lang="en"))
    assert "Offres : 4 · vacances de poste : 3 · 1 à 4" in words(run("postings", lang="fr"))


def test_the_list_is_narrowed_by_the_address(source: Source) -> None:
    assert "Postings: 4 · 1 to 4" in words(run("postings", lang="en"))
    shown = words(run("postings", lang="fr", country="country/BE"))
    assert "Chef de projet (MdM Belgique, Belgique)" in shown
    assert "Offres : 1" in shown
    assert "ALIMA, Mali" not in shown


def test_what_an_address_cannot_mean_harms_nothing(source: Source) -> None:
    for address in ({"from": "yesterday"}, {"turn": "-1"}, {"turn": "9" * 30}, {"organization": "<b>"}, {"q": '" OR 1'}):
        test = run("postings", lang="en", **address)
        assert not test.exception, address


def test_a_filter_begins_on_the_first_page(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting_list, "_SHOWN", 2)
    test = run("postings", lang="en", turn="2")
    assert "3 to 4" in words(test)
    next(box for box in test.selectbox if box.label == "Country").select("country/BE").run()
    assert "Postings: 1 · 1 to 1" in words(test)
    assert test.query_params["country"] == "country/BE"
    assert "turn" not in test.query_params


def test_the_file_holds_the_whole_list(source: Source) -> None:
    rows = list(
        csv.DictReader(
            io.StringIO(csv_of(posting_list._columns(listings.page(source, Selection(), 99, 0).postings)).decode("utf-8-sig"))
        )
    )
    assert len(rows) == 4
    assert rows[0]["Deadline"] == "2022-03-30"
    assert rows[0]["Organization (IRI)"] == f"{BASE}organization/alima"


def test_a_hostile_title_is_text(source: Source) -> None:
    assert viz_example.HOSTILE not in words(run("postings", lang="en"))


@pytest.mark.parametrize(("language", "told"), [("en", "The same vacancy in other postings: 1"), ("fr", "d’autres offres : 1")])
def test_a_posting_links_to_its_twin(language: str, told: str, twins: Source) -> None:
    shown = words(run("postings", lang=language, posting=f"posting/{KEYS['a']}"))
    assert told in shown
    assert f"twin=posting%2F{KEYS['b']}" in shown


def test_twins_stand_side_by_side(twins: Source) -> None:
    shown = words(run("postings", lang="en", posting=f"posting/{KEYS['a']}", twin=f"posting/{KEYS['b']}"))
    assert "This posting" in shown
    assert "March 30, 2022" in shown
    assert 'reports to: Head of Mission, ALIMA (Mali)">reports to the Head of Mission</mark>' in shown
    assert "Le français est exigé" in shown


def test_what_follows_is_told_apart(source: Source) -> None:
    assert "What follows, and no posting states: 1" in words(run("postings", lang="en", posting=f"posting/{KEYS['b']}"))
