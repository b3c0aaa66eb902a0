"""The organigram: its structure, where seats stand, its files, the page in words."""

from __future__ import annotations

import csv
import io
import json
import math
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from showing import run, words

from organigram.i18n import LANGUAGES, Language
from organigram.namespaces import BASE, expand
from organigram_viz.arranging import arrange
from organigram_viz.chart_drawing import ODD, View, arranged, draw
from organigram_viz.chart_table import lines_csv, seats_csv, table
from organigram_viz.charts import DIRECT, LEVELS, Chart, Seat, Told, choices, load_chart, told_of
from organigram_viz.source import Source
from organigram_viz.structure import below, fold_to, hidden_by, structure_of
from organigram_viz.views import chart as chart_page

pytestmark = pytest.mark.usefixtures("source")

HEAD, GOUNDAM = (f"{BASE}post/alima/ML/{name}" for name in ("head-of-mission", "goundam/project-coordinator"))
TECHNICAL = expand("ngo:reportsTechnicallyTo")


def view_of(lines: list[tuple[str, str]], ranks: dict[str, int] | None = None, folded: list[str] | None = None) -> View:
    """A view of a chart told by its direct lines."""
    seats = {end for pair in lines for end in pair}
    levels = {seat: LEVELS[rank] for seat, rank in (ranks or {}).items()}
    chart = Chart(
        {seat: Seat(seat, level=levels.get(seat, ""), advertised=seat < "m") for seat in sorted(seats)},
        tuple((start, DIRECT, end) for start, end in lines),
    )
    made = chart.structure()
    labels = {name: name for name in (*seats, *LEVELS)}
    return View(chart, made, labels, (), frozenset(folded or ()), 0, arranged(chart, made, folded or []))


def test_a_seat_stands_under_the_nearest_of_two_managers_and_both_are_told() -> None:
    made = structure_of("abcd", [("b", "a"), ("c", "b"), ("c", "a"), ("d", "c")])
    assert made.shared == {"c": ("a", "b")}
    assert made.parents == {"b": "a", "c": "b", "d": "c"}


def test_a_seat_that_reports_to_itself_is_a_cycle() -> None:
    assert structure_of("a", [("a", "a")]).cycles == (("a",),)
    assert structure_of("a", [("a", "a")]).parents == {}


def test_a_gap_is_where_nobody_states_who_is_above_but_at_the_top() -> None:
    lines = [("b", "a"), ("c", "b"), ("e", "d")]
    assert structure_of("abcde", lines).gaps == {"d": 1}
    assert structure_of("abcde", lines, ranks={"d": 3, "a": 1}).gaps == {"a": 2}


def test_a_line_from_the_field_past_the_mission_passes_over_a_level() -> None:
    ranks = {"field": 0, "mission": 1, "region": 2, "office": 3}
    lines = [("field", "mission"), ("mission", "office"), ("field", "region")]
    assert structure_of(ranks, lines, ranks=ranks).skips == (("field", "region"),)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=40), st.sets(st.integers(0, 12)))
def test_every_seat_has_one_place_of_its_own_whatever_the_lines(pairs: list[tuple[int, int]], folded: set[int]) -> None:
    seats = [str(number) for number in range(13)]
    lines = [(str(seat), str(manager)) for seat, manager in pairs]
    made = structure_of(seats, lines)
    shown = set(seats) - hidden_by(map(str, folded), made.parents)
    arrangement = arrange(shown, made.parents, made.apart, lines)
    assert set(arrangement.places) == shown
    places = sorted(arrangement.places.values())
    assert all(abs(a[0] - b[0]) >= 200 or abs(a[1] - b[1]) >= 85 for i, a in enumerate(places) for b in places[i + 1 :])
    assert set(arrangement.ways) == {seat for seat in shown if made.parents.get(seat) in shown}


def test_three_hundred_seats_stay_within_a_few_screens_and_open_folded() -> None:
    lines = [(f"m{number:02}", "top") for number in range(12)]
    lines += [(f"s{number:03}", f"m{number % 12:02}") for number in range(287)]
    view = view_of(lines)
    xs, ys = zip(*view.arrangement.places.values(), strict=True)
    assert max(xs) - min(xs) < 5000
    assert max(ys) < 4500
    folded = fold_to(40, view.structure.parents, 300)
    assert len(set(view.chart.seats) - hidden_by(folded, view.structure.parents)) <= 40
    assert below(view.structure.parents)["top"] == 299


def test_the_largest_part_comes_first_and_is_open_however_many_the_others_are() -> None:
    lines = [(f"d{number}", "z") for number in range(6)] + [(f"n{number}", "d0") for number in range(6)]
    lines += [(f"below {number}", f"a{number}") for number in range(9)]
    whole = view_of(lines)
    folded = fold_to(5, whole.structure.parents, len(whole.chart.seats))
    assert folded == [*(f"a{number}" for number in range(9)), "d0"]
    places = view_of(lines, folded=folded).arrangement.places
    assert [name for name in sorted(places, key=lambda name: places[name][::-1]) if name[0] in "az"][:2] == ["z", "a0"]


def test_branches_with_lines_between_them_stand_beside_each_other() -> None:
    parents = dict.fromkeys("abcdefgh", "top") | {f"{name} below": name for name in "abcdefgh"}
    across = [("a below", "d"), ("e below", "h")]

    def length(lines: list[tuple[str, str]]) -> float:
        at = arrange(["top", *parents], parents, across=lines).places
        return sum(math.dist(at[one], at[other]) for one, other in across)

    assert length(across) < 0.6 * length([])


class Counted(str):
    """A name that counts how often it is compared with others."""

    compared = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        return str.__eq__(self, other)


def test_a_large_chart_is_drawn_without_comparing_each_seat_with_every_other() -> None:
    seats = [Counted(f"seat {number}") for number in range(1200)]
    chart = view_of([(seat, seats[number // 4]) for number, seat in enumerate(seats[1:])])
    Counted.compared = 0
    drawn = draw(chart)
    assert len([node for node in drawn.nodes if node["id"] in chart.chart.seats]) == 1200
    assert Counted.compared < 40 * 1200


def test_the_chart_is_drawn_once_and_its_files_when_they_are_asked_for(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: Counter[str] = Counter()

    def counting(name: str) -> Callable[..., Any]:
        real = getattr(chart_page, name)

        def called(*given: Any) -> Any:
            calls[name] += 1
            return real(*given)

        return called

    for name in ("draw", "standalone", "seats_csv", "lines_csv"):
        monkeypatch.setattr(chart_page, name, counting(name))
    assert not run("organigram", lang="en", organization="organization/alima").exception
    assert calls == {"draw": 1}


def test_what_is_odd_is_odd_in_the_drawing() -> None:
    lines = [("b", "a"), ("a", "b"), ("c", "a"), ("c", "b"), ("x", "w"), ("y", "x"), ("z", "x"), ("q", "p")]
    drawn = draw(view_of(lines, {"p": 3}))
    nodes, edges = {node["id"]: node for node in drawn.nodes}, {edge["id"]: edge for edge in drawn.edges}
    assert all(nodes[seat]["label"].startswith("⚠") for seat in "abc")
    assert not any(nodes[seat]["label"].startswith("⚠") for seat in "wy")
    assert nodes["w"]["title"].endswith("Nobody states to whom this seat reports.")
    assert not nodes["y"]["label"].startswith("⚠")
    assert nodes[" above w"]["label"] == "?"
    assert edges[json.dumps(["b", DIRECT, "a"])]["color"] == ODD
    under, beside = (edges[json.dumps(["c", DIRECT, manager])] for manager in "ab")
    assert under["title"] == beside["title"] == "reports to · one of 2 direct managers"
    assert (under["to"][0], beside["to"]) == (" ", "b")  # with the others of the one, by itself to the other
    assert under["width"] > beside["width"]
    assert "circle" in edges[json.dumps(["a", DIRECT, "b"])]["title"]
    assert edges[json.dumps(["y", DIRECT, "x"])]["to"].startswith(" ")  # through the corners of its way
    assert {json.loads(name)[0] for name in edges if json.loads(name)[1] == DIRECT} == set("abcxyzq")


def test_a_folded_branch_says_how_many_it_holds_and_draws_none_of_them() -> None:
    drawn = draw(view_of([("b", "a"), ("c", "b"), ("d", "b")], folded=["b"]))
    assert {node["id"] for node in drawn.nodes if not node["id"].startswith(" ")} == {"a", "b"}
    assert next(node["label"] for node in drawn.nodes if node["id"] == "b").endswith("▸ +2")


def test_the_chart_grows_with_the_days_of_postings() -> None:
    chart = Chart({name: Seat(name) for name in "abc"}, (("b", DIRECT, "a"), ("c", DIRECT, "a")))
    seats = {"a": Told("2020-01-01", 1, 1), "b": Told("2021-01-01", 1, 1), "c": Told("", 1, 0)}
    lines = {("b", DIRECT, "a"): Told("2021-01-01", 1, 1), ("c", DIRECT, "a"): Told("", 1, 0)}
    early = chart.by("2020-06-01", seats, lines)
    assert set(early.seats) == {"a", "c"}
    assert early.lines == (("c", DIRECT, "a"),)
    assert chart.by("2021-01-01", seats, lines) == chart


def test_a_chart_is_found_by_organization_country_and_mission(source: Source) -> None:
    found = {one.iri.removeprefix(BASE): one for one in choices(source, "fr")}
    assert found["organization/alima"].seats == found["organization/alima/ML"].seats == 6
    assert found["organization/alima/ML"].parent == f"{BASE}organization/alima"
    whole = load_chart(source, f"{BASE}organization/alima", f"{BASE}country/ML")
    assert whole == load_chart(source, f"{BASE}organization/alima/ML")
    assert (GOUNDAM, DIRECT, HEAD) in whole.lines
    assert not load_chart(source, f"{BASE}organization/alima", f"{BASE}country/BE").seats
    seats, lines = told_of(source, whole)
    assert seats[GOUNDAM].since == lines[GOUNDAM, DIRECT, HEAD].since == "2022-03-30"


def test_the_files_hold_every_seat_and_line_and_no_formula() -> None:
    view = view_of([("=b", "a"), ("c", "a")])
    seats = list(csv.DictReader(io.StringIO(seats_csv(view, {}).decode("utf-8-sig"))))
    assert [row["Seat"] for row in seats] == ["a", "'=b", "c"]
    lines = list(csv.DictReader(io.StringIO(lines_csv(view, {("c", DIRECT, "a"): Told("2020", 1, 1)}).decode("utf-8-sig"))))
    assert [(row["Seat (IRI)"], row["Manager (IRI)"], row["Told of since"]) for row in lines] == [
        ("=b", "a", ""),
        ("c", "a", "2020"),
    ]


def test_the_table_runs_no_label() -> None:
    view = view_of([("<img src=x>", "javascript:alert(1)")])
    made = table(view, lambda seat: "/organigram", lambda line: "/organigram")
    assert "<img" not in made
    assert 'href="javascript' not in made
    assert made.count("<tr>") == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_tells_what_is_missing_in_words(language: Language) -> None:
    test = run("organigram", lang=language, organization="organization/alima")
    assert not test.exception
    shown = words(test)
    assert {"en": "no line is stated (1)", "fr": "aucun lien n’est indiqué (1)"}[language] in shown
    assert {"en": "Known only from the lines of others", "fr": "Connu seulement par les liens"}[language] in shown


def test_the_address_restores_the_day_and_the_mission() -> None:
    test = run("organigram", lang="en", organization="organization/alima/ML", day="2022-03-30")
    assert not test.exception
    assert test.selectbox[0].value == "organization/alima/ML"
    assert test.toggle[0].value
    assert "A mission or unit of ALIMA" in words(test)
    assert "less than two dates" in words(test)


def test_of_thousands_of_organizations_one_is_found_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("organigram_viz.views.chart._LISTED", 1)
    test = run("organigram", lang="fr")
    assert test.selectbox[0].options == ["ALIMA"]
    test.text_input(key="chart_find").set_value("BELGIQUE mdm").run()
    assert test.query_params["organization"] == "organization/mdm-be"
    assert test.selectbox[0].value == "organization/mdm-be"
    test.text_input(key="chart_find").set_value("nothing like it").run()
    assert not test.exception
    assert "Aucune organisation" in words(test)
