"""Overview and Compare in a real browser: keyboard, the map, links that open, an address that restores both sides."""

from __future__ import annotations

import re

import pytest
from benchmarks.walk.watching import settle
from browsing import Server, keep, visit
from playwright.sync_api import Page, expect

from organigram.i18n import LANGUAGES, Language

pytestmark = pytest.mark.browser


def test_the_menu_is_skipped_and_a_bar_opened_by_the_keyboard(page: Page, server: Server) -> None:
    visit(page, server, "/?lang=en", "Overview")
    skip = page.get_by_role("link", name="Skip the menu")
    skip.focus()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "figure"
    bar = page.locator("a.bar", has_text="Belgium").first
    bar.focus()
    assert bar.evaluate("bar => getComputedStyle(bar).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/postings\?country=country%2FBE&lang=en"))
    expect(page.get_by_role("heading", name="Postings", level=1)).to_be_visible(timeout=30_000)


def test_the_map_is_drawn_from_local_shapes(seeds_page: Page, seeds_server: Server) -> None:
    page = seeds_page
    visit(page, seeds_server, "/?lang=fr", "Vue d’ensemble")
    shapes = page.locator(".stVegaLiteChart canvas, .stVegaLiteChart svg").first
    expect(shapes).to_be_visible(timeout=30_000)
    keep(page, "overview-fr")
    assert [one for one in page.evaluate("performance.getEntriesByType('resource').map(one => one.name)") if "world.json" in one]


def test_the_switch_of_languages_keeps_both_sides(page: Page, server: Server) -> None:
    visit(page, server, "/compare?lang=en&kind=organization&a=organization/alima&b=organization/mdm-be", "Compare")
    expect(page.get_by_role("link", name="ALIMA, Health: 2")).to_be_visible()
    page.get_by_role("radio", name="Français").or_(page.get_by_role("button", name="Français")).first.click()
    expect(page.get_by_role("heading", name="Comparer", level=1)).to_be_visible(timeout=30_000)
    settle(page)
    expect(page.get_by_role("link", name="ALIMA, Santé: 2")).to_be_visible()
    keep(page, "compare-fr")
    page.reload()
    expect(page.get_by_role("link", name="ALIMA, Santé: 2")).to_be_visible(timeout=30_000)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_browser_is_told_the_language_of_the_page(page: Page, server: Server, language: Language) -> None:
    page.goto(f"{server.address}/?lang={language}")
    expect(page.locator("html")).to_have_attribute("lang", language, timeout=30_000)
