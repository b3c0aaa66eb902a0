"""Search and entity in a real browser: results as one types, arrows and Enter, the address, why; nothing foreign, no error."""

from __future__ import annotations

import re

import pytest
from benchmarks.walk.watching import settle
from browsing import Server, keep, visit
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_results_come_while_one_types_and_arrow_keys_lead_to_a_page(page: Page, server: Server) -> None:
    visit(page, server, "/find?lang=en", "Search")
    box = page.get_by_role("searchbox")
    box.press_sequentially("medec")
    first = page.locator(".search-list a").first
    expect(first).to_have_text("Médecins du Monde network")
    expect(page).to_have_url(re.compile("q=medec"))
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Médecins du Monde network", level=1)).to_be_visible(timeout=30_000)
    expect(page).to_have_url(re.compile("entity=organization(/|%2F)mdm"))


def test_what_streamlit_calls_its_widgets_follows_the_language(page: Page, server: Server) -> None:
    visit(page, server, "/postings?lang=fr", "Offres")
    expect(page.get_by_label("Aide : Du", exact=True)).to_be_visible()
    expect(page.get_by_label("Barre latérale", exact=True)).to_be_visible()
    page.get_by_role("radio", name="English").click()
    expect(page.get_by_label("Help for From", exact=True)).to_be_visible()
    expect(page.get_by_label("Sidebar", exact=True)).to_be_visible()


def test_a_label_is_text_in_the_results_and_one_of_the_other_language_is_said_to_be(page: Page, server: Server) -> None:
    visit(page, server, "/find?lang=en&q=reseau", "Search")
    expect(page.locator(".search-also").first).to_have_text("Réseau Médecins du Monde")
    expect(page.locator(".search-also").first).to_have_attribute("lang", "fr")
    visit(page, server, "/find?lang=fr&q=img+src", "Recherche")
    expect(page.locator(".search-list a").first).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator(".search-list img").count() == 0


def test_facets_narrow_and_the_address_restores_the_view(page: Page, server: Server) -> None:
    visit(page, server, "/find?lang=en&q=a", "Search")
    page.get_by_role("button", name=re.compile("^Posts ")).click()
    expect(page).to_have_url(re.compile("kind=post"))
    settle(page)
    shown = page.locator(".search-list a").all_inner_texts()
    assert shown
    keep(page, "search-en")
    page.reload()
    expect(page.locator(".search-list a").first).to_be_visible(timeout=30_000)
    settle(page)
    assert page.locator(".search-list a").all_inner_texts() == shown
    page.get_by_role("searchbox").fill("goundam")
    expect(page.locator(".search-list a").first).to_contain_text("Goundam")
    expect(page.locator(".search-told").first).to_contain_text("Post")


def test_back_restores_the_words_and_what_was_found(page: Page, server: Server) -> None:
    visit(page, server, "/find?lang=en", "Search")
    box, first = page.get_by_role("searchbox"), page.locator(".search-list a").first
    for words, found in (("medec", "Médecins du Monde network"), ("goundam ", "Goundam")):
        box.fill(words)
        expect(first).to_contain_text(found)
        expect(page).to_have_url(re.compile(f"q={words.strip()}"))
        settle(page)
    expect(box).to_have_value("goundam ")  # what the address has no room for stays as it is written
    page.go_back()
    expect(box).to_have_value("medec")
    expect(first).to_have_text("Médecins du Monde network")
    settle(page)
    expect(page).to_have_url(re.compile("q=medec"))
    page.go_forward()
    expect(box).to_have_value("goundam")
    expect(first).to_contain_text("Goundam")
    box.press_sequentially("x")
    expect(page).to_have_url(re.compile("q=goundamx"))
    settle(page)
    expect(box).to_have_value("goundamx")


def test_an_inferred_fact_tells_why_and_the_address_keeps_it(page: Page, server: Server) -> None:
    visit(
        page,
        server,
        "/entity?lang=fr&entity=post/alima/ML/goundam/project-coordinator",
        "Coordinateur de projet, ALIMA, Goundam (Mali)",
    )
    page.get_by_role("button", name="Pourquoi ?").first.click()
    expect(page.locator(".why mark").first).to_have_text("reports to the Head of Mission", timeout=30_000)
    expect(page).to_have_url(re.compile("why="))
    page.locator("summary").first.click()
    keep(page, "entity-fr")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Turtle").last.click()
    assert saved.value.suggested_filename.endswith(".ttl")
