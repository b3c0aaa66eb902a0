"""The address of a page: each action changes it once, from what was written last, and can be gone back from."""

from __future__ import annotations

from typing import Any

import pytest
from benchmarks.walk.watching import settle
from browsing import Server, drawing, until, visit
from playwright.sync_api import Page, expect
from showing import run

from organigram_viz.source import Source


def test_a_filter_that_comes_with_the_address_of_before_another_undoes_none(source: Source) -> None:
    test: Any = run("postings", lang="en", turn="2")
    before = dict(test.query_params)
    choose(test, "Country", "country/ML")
    test.query_params.clear()
    test.query_params.update(before)
    choose(test, "Organization", "organization/alima")
    assert (address(test, "country"), address(test, "organization")) == ("country/ML", "organization/alima")
    assert address(test, "turn") == ""


def test_an_address_that_was_gone_back_to_counts_as_it_is(source: Source) -> None:
    test: Any = run("postings", lang="en")
    before = dict(test.query_params)
    choose(test, "Country", "country/ML")
    test.query_params.clear()
    test.query_params.update(before)
    test.run()
    choose(test, "Organization", "organization/alima")
    assert (address(test, "country"), address(test, "organization")) == ("", "organization/alima")


def choose(test: Any, label: str, value: str) -> None:
    """Choose a value in a box."""
    next(box for box in test.selectbox if box.label == label).set_value(value).run()
    assert not test.exception


def address(test: Any, name: str) -> str:
    """What the address says of a name."""
    return str(test.query_params.get(name, ""))


@pytest.mark.browser
def test_each_action_is_one_step_back(page: Page, server: Server) -> None:
    visit(page, server, "/graph?lang=en&focus=organization%2Falima%2FML&entity=country%2FML", "Graph")
    begun = page.evaluate("history.length")
    page.get_by_role("button", name="Begin again").click()
    until(page, lambda: "focus" not in page.url)
    page.get_by_role("link", name="Postings", exact=True).click()
    expect(page.get_by_role("heading", name="Postings", level=1)).to_be_visible(timeout=15_000)
    settle(page)
    page.get_by_role("link", name="Project Coordinator").first.click()
    facts = page.locator("button[data-fact]")
    for number in (1, 2):
        facts.nth(number).click()
        page.wait_for_url(f"**fact={number}*")
    assert page.evaluate("history.length") <= begun + 5
    page.go_back()
    expect(facts.nth(1)).to_have_attribute("aria-pressed", "true", timeout=15_000)
    for _ in range(3):
        page.go_back()
    until(page, lambda: "/graph?lang=en" in page.url and "focus" not in page.url)
    drawing(page)
    settle(page)
    page.go_back()
    until(page, lambda: "entity=country%2FML" in page.url)
    expect(page.get_by_role("heading", name="Mali", exact=True)).to_be_visible(timeout=15_000)


@pytest.mark.browser
def test_words_that_a_click_elsewhere_ends_are_kept_with_it(page: Page, server: Server) -> None:
    visit(page, server, "/postings?lang=en", "Postings")
    page.get_by_label("Words of the title").press_sequentially("coord")
    page.locator("label").filter(has_text="Open today").click()
    until(page, lambda: "q=coord" in page.url and "open=1" in page.url)
