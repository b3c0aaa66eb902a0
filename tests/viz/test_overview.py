"""Overview and Compare: every number opens what it counts; nothing chosen and the same one twice are said."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from showing import run, words
from streamlit.testing.v1 import AppTest

from organigram.i18n import LANGUAGES, Language
from organigram.listing import Selection
from organigram_viz import views
from organigram_viz.entities import long
from organigram_viz.listings import page
from organigram_viz.opening import open_source
from organigram_viz.source import Source, set_source

BOTH = {"a": "organization/alima", "b": "organization/mdm-be"}


def targets(shown: str) -> list[str]:
    return [unescape(target) for target in re.findall(r'href="([^"]+)"', shown)]


def html(test: AppTest) -> str:
    return "".join(element.proto.body for element in test.get("html"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_and_bar_opens_a_page_in_the_language(language: Language, source: Source) -> None:
    test = run("overview", lang=language)
    shown = html(test)
    assert len(re.findall(r'<a class="figure"', shown)) == shown.count("figure-value")
    assert len(re.findall(r'<a class="bar"', shown)) == shown.count("bar-name") > 5
    pages = {module.NAME for module in views.PAGES}
    for target in targets(shown):
        address = urlsplit(target)
        assert address.path.removeprefix("./") in pages, target
        assert parse_qs(address.query)["lang"] == [language]


def test_a_bar_opens_as_many_as_it_counts(seeds_store: Path) -> None:
    """On the seeds, whose vacancies have one posting each: the lists behind the bars have as many lines as the bars say."""
    opened = open_source(seeds_store, None, "en")
    try:
        set_source(opened)
        shown = html(run("overview", lang="en"))
        counted = re.findall(r'class="bar" href="([^"]+)".*?bar-value">([\d,]+)<', shown)
        months = [(target, told) for target, told in re.findall(r'class="month" href="([^"]+)"[^>]* title="[^"]*: (\d+)"', shown)]
        assert len(counted) > 20
        assert len(months) == 5
        for target, told in [*counted, *months]:
            address = urlsplit(unescape(target))
            found = _found(opened, address.path, {name: value for name, (value,) in parse_qs(address.query).items()})
            assert found in (int(told.replace(",", "")), None), target
    finally:
        opened.close()


def _found(source: Source, path: str, values: dict[str, str]) -> int | None:
    """How many the page Postings or Search lists; None for another page."""
    del values["lang"]
    if path == "./postings":
        days = [values.pop(name, "") for name in ("from", "to")]
        return page(source, Selection({name: long(value) for name, value in values.items()}, *days), 1, 0).total
    if path == "./find":
        kind = values.pop("kind")
        found = source.browse("", "en", {"kind": [kind]} | {name: [long(value)] for name, value in values.items()}, 1)
        return found.total if found else 0
    return None


def test_a_month_opens_the_postings_of_its_days(source: Source) -> None:
    months = re.findall(r'<a class="month" href="([^"]+)"', html(run("overview", lang="en")))
    assert [parse_qs(urlsplit(unescape(target)).query) for target in months] == [
        {"from": ["2022-03-01"], "to": ["2022-03-31"], "lang": ["en"]}
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_organizations_stand_side_by_side(language: Language, source: Source) -> None:
    test = run("compare", lang=language, **BOTH)
    assert not test.exception
    assert not test.error
    assert [box.value for box in test.selectbox] == list(BOTH.values())
    assert {"en": "counts once", "fr": "compte une fois"}[language] in words(test)
    shown = html(test)
    assert {"en": "Vacancies: 3", "fr": "Vacances de poste\N{NO-BREAK SPACE}: 3"}[language] in shown
    assert 'aria-label="ALIMA, ' in shown
    projects = f"./find?organization=organization%2Fmdm-be&donor=organization%2Feuropean-union&kind=project&lang={language}"
    assert projects in targets(shown)


def test_two_countries_stand_side_by_side(source: Source) -> None:
    test = run("compare", lang="en", kind="country", a="country/ML", b="country/BE")
    assert not test.exception
    assert "./postings?country=country%2FML&lang=en" in targets(html(test))
    assert "./postings?country=country%2FML&sector=sector%2Fhealth&lang=en" in targets(html(test))


def test_nothing_chosen_and_the_same_one_twice_say_what_to_do(source: Source) -> None:
    nothing = run("compare", lang="en")
    assert "Choose one on each side" in nothing.info[0].value
    assert "./compare?kind=organization&a=organization%2Falima&b=organization%2Fmdm-be&lang=en" in targets(html(nothing))
    twice = run("compare", lang="fr", a="organization/alima", b="organization/alima")
    assert "Les deux côtés sont identiques" in twice.info[0].value
    assert "Vacances de poste" not in words(twice)


@pytest.mark.parametrize("wrong", ["organization/no-such", "<img src=x onerror=alert(1)>", "javascript:alert(1)"])
def test_an_address_that_names_nothing_is_no_error_page(wrong: str, source: Source) -> None:
    test = run("compare", lang="en", a=wrong, b="organization/alima")
    assert not test.exception
    assert wrong not in html(test) or "<" not in wrong


def test_choosing_writes_the_address(source: Source) -> None:
    test = run("compare", lang="en")
    test.selectbox[0].select("organization/alima").run()
    test.selectbox[1].select("organization/mdm-be").run()
    assert (test.query_params["a"], test.query_params["b"]) == ("organization/alima", "organization/mdm-be")
    assert "ALIMA" in html(test)
