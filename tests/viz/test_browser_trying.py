"""Try a posting in a browser: a file goes in, its facts are marked, a fact and its words find each other."""

from __future__ import annotations

import pytest
from benchmarks.walk.watching import settle
from browsing import Server, keep, visit
from playwright.sync_api import Page, expect
from viz_example import OFFER

pytestmark = pytest.mark.browser


def test_a_file_is_tried(page: Page, server: Server) -> None:
    visit(page, server, "/try?lang=fr", "Essayer une offre")
    page.locator('input[type="file"]').set_input_files({"name": "offre.txt", "mimeType": "text/plain", "buffer": OFFER.encode()})
    expect(page.get_by_text("offre.txt")).to_be_visible()
    page.get_by_role("button", name="Lire", exact=True).click()
    expect(page.get_by_role("heading", level=2).first).to_be_visible(timeout=90_000)
    settle(page)
    page.locator("mark", has_text="reports to the Medical Coordinator").first.click()
    expect(page.locator('.reader-facts button[aria-pressed="true"]')).to_contain_text("Coordinateur médical")
    page.locator(".reader-facts button", has_text="Mali").last.click()
    expect(page.locator("mark.chosen").last).to_have_text("Mali")
    expect(page.get_by_text("jobs@example.org")).to_have_count(0)
    keep(page, "try-fr")


def test_postings_are_narrowed_and_read(page: Page, server: Server) -> None:
    visit(page, server, "/postings?lang=en&country=country/BE", "Postings")
    page.get_by_role("link", name="Project Manager (MdM Belgium, Belgium)").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Project Manager (MdM Belgium, Belgium)", timeout=30_000)
    settle(page)
    page.get_by_role("button", name="All postings").click()
    expect(page.get_by_text("Postings: 1 · 1 to 1")).to_be_visible(timeout=30_000)
    keep(page, "postings-en")
