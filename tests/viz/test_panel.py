"""Panels, links and drawings: what a panel says, opens and gives as a file, and what it says when the graph does not answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
import viz_example
from streamlit.testing.v1 import AppTest

from organigram.catalogue import load_catalogue
from organigram.errors import QueryTimeout
from organigram.i18n import LANGUAGES, Language
from organigram.namespaces import BASE
from organigram_viz import drawing
from organigram_viz.drawing import Mark, bars_html
from organigram_viz.pairs import joined, pairs_html
from organigram_viz.source import Source, set_source

#: The seats under the head of mission: one of them has a hostile label.
UNDER = {"superior": "post/alima/ML/head-of-mission"}


def run(
    view: str, question: str = "statistics-table", values: Mapping[str, str] = {}, page: str = "", language: Language = "en"
) -> AppTest:
    """A page of one panel; ``page`` is what its rows open, with the country that they count."""
    test = AppTest.from_function(_panel, default_timeout=30, args=(view, question, dict(values), page))
    test.query_params["lang"] = language
    return test.run()


def html(test: AppTest) -> str:
    return "".join(element.proto.body for element in test.get("html"))


def _panel(view: str, question: str, values: dict[str, str], page: str) -> None:
    import collections.abc

    from organigram_viz.links import href
    from organigram_viz.panel import Panel, show

    def opens(row: collections.abc.Mapping[str, str]) -> str:
        return href(page, country=row["value"].rpartition("/")[2])

    show(Panel(question, view, values, opens=opens if page else None))


def test_a_bar_opens_what_it_counts_and_has_its_number(source: Source) -> None:
    test = run("bar", values={"table": "vacancies-by-country"}, page="postings")
    assert not test.exception
    found = re.findall(r'<a class="bar" href="([^"]+)".*?bar-name">([^<]+)<.*?bar-value">([^<]+)<', html(test))
    assert found == [
        ("./postings?country=ML&amp;lang=en", "Mali", "3"),
        ("./postings?country=BE&amp;lang=en", "Belgium", "1"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_panel_has_the_questions_title_a_file_and_a_way_to_the_query_page(language: Language, source: Source) -> None:
    test = run("table", "direct-reports", UNDER, language=language)
    assert not test.exception
    assert test.subheader[0].value == load_catalogue()["direct-reports"].title[language]
    assert [button.proto.label for button in test.get("download_button")] == ["CSV"]
    query = f"./query?question=direct-reports&amp;p.superior=post%2Falima%2FML%2Fhead-of-mission&amp;lang={language}"
    assert f'href="{query}"' in html(test)
    assert f'href="./entity?entity=post%2Falima%2FML%2Fgoundam%2Fproject-coordinator&amp;lang={language}"' in html(test)


@pytest.mark.parametrize("view", ["bar", "line", "map", "table", "list", "number"])
def test_a_hostile_label_is_text_in_every_view(view: str, source: Source) -> None:
    test = run(view, "direct-reports", UNDER)
    assert not test.exception
    assert viz_example.HOSTILE not in html(test)


@pytest.mark.parametrize("view", ["bar", "line", "map", "table", "list", "number"])
def test_a_panel_without_rows_says_so(view: str, source: Source) -> None:
    test = run(view, values={"table": "unresolved-by-kind"})
    assert not test.exception
    assert "No posting says this." in html(test)


def test_a_time_out_says_how_to_narrow_and_the_page_goes_on(source: Source) -> None:
    class Slow:
        def query(self, sparql: str, *, timeout: float | None = None, max_rows: int | None = None) -> Any:
            raise QueryTimeout("The query ran for {seconds} seconds.", "Narrow it.", seconds="5")

    set_source(replace(source, service=Slow(), answers={}))
    test = run("bar")
    assert not test.exception
    assert "Narrow it" in test.error[0].value
    assert 'href="./query?question=statistics-table&amp;lang=en"' in html(test)


def test_bars_share_a_scale_and_escape() -> None:
    told = bars_html([Mark("<b>", 2.0, "./find?q=a&b"), Mark("c", 1.0)], "#000", largest=4.0)
    assert re.findall(r"width:([\d.]+)%", told) == ["50.00", "25.00"]
    assert "&lt;b&gt;" in told
    assert 'href="./find?q=a&amp;b"' in told


def test_months_without_any_are_gaps_and_many_months_are_years() -> None:
    assert drawing._between("2023-11", "2024-02") == ["2023-11", "2023-12", "2024-01", "2024-02"]
    marks = [Mark("2019-03", 2.0, "march"), Mark("2019-07", 1.0), Mark("2021-01", 4.0)]
    found, years = drawing._years(marks, lambda year: f"of {year}")
    assert years == ["2019", "2020", "2021"]
    assert found["2019"] == Mark("2019", 3.0, "of 2019")
    assert drawing._years([*marks, Mark("0202-01", 1.0)], str)[1] == ["0202", "2019", "2021"]


def test_both_sides_stand_on_one_scale_and_nothing_opens_nothing() -> None:
    rows = joined([("a", "A", 8.0)], [("a", "A", 4.0), ("b", "<B>", 2.0)])
    told = pairs_html(rows, ("left", "right"), lambda side, key: f"./find?side={side}&of={key}")
    assert re.findall(r"width:([\d.]+)%", told) == ["80.00", "40.00", "0.00", "20.00"]
    assert "&lt;B&gt;" in told
    assert "side=0&amp;of=b" not in told
    assert f"{BASE}" not in told
