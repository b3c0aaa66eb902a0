"""Organigram, Quality and Vocabulary in a real browser: clicks that reach Python, addresses that restore a view."""

from __future__ import annotations

from urllib.parse import quote, unquote

import pytest
from benchmarks.walk.watching import settle
from browsing import Server, click_node, drawing, drawn, keep, until, visit
from playwright.sync_api import Page, expect

from organigram.namespaces import BASE, expand

pytestmark = pytest.mark.browser

HEAD, GOUNDAM = (f"{BASE}post/alima/ML/{name}" for name in ("head-of-mission", "goundam/project-coordinator"))
DIRECT = expand("ngo:reportsDirectlyTo")


def test_a_seat_is_chosen_its_branch_folded_and_the_address_restores_both(page: Page, server: Server) -> None:
    visit(page, server, "/organigram?lang=en&organization=organization/alima", "Organigram")
    referent = f"{BASE}post/alima/ML/goundam/medical-referent"
    assert {HEAD, GOUNDAM, referent} <= drawn(page)
    click_node(page, GOUNDAM)
    page.get_by_role("button", name="Fold this branch (2 seats)").click()
    until(page, lambda: referent not in drawn(page))
    until(page, lambda: "folded=post/alima/ML/goundam/project-coordinator" in unquote(page.url))
    page.reload()
    settle(page)
    assert referent not in drawn(page)
    page.get_by_role("button", name="Unfold all").click()
    until(page, lambda: referent in drawn(page))
    keep(page, "organigram-seat")


def test_the_table_of_a_chart_opens_the_sentence_of_a_line(page: Page, server: Server) -> None:
    visit(page, server, "/organigram?lang=fr&organization=organization/alima/ML", "Organigramme")
    page.get_by_text("La même chose en tableau").click()
    row = page.locator("table.chart tr", has_text="Coordinateur de projet, ALIMA, Goundam")
    row.get_by_role("link", name="Chef de mission").first.click()
    expect(page.locator("blockquote mark")).to_have_text("reports to the Head of Mission", timeout=30_000)
    drawing(page)


def test_a_term_is_found_as_one_types_chosen_and_restored(page: Page, server: Server) -> None:
    visit(page, server, "/vocabulary?lang=fr&scheme=properties", "Vocabulaire")
    page.get_by_role("searchbox", name="Filtrer la liste").fill("HIERARCHIQUE")
    found = page.locator(".tree-list button", has_text="sous la responsabilité hiérarchique de")
    expect(found).to_have_count(1)
    found.click()
    expect(page.get_by_text("Le lien hiérarchique : l’autre poste encadre celui-ci.")).to_be_visible(timeout=15_000)
    until(page, lambda: "concept=ontology#reportsDirectlyTo" in unquote(page.url))
    visit(page, server, f"/vocabulary?lang=en&scheme=properties&concept={quote('ontology#reportsDirectlyTo')}", "Vocabulary")
    expect(page.locator('.tree-list button[aria-current="true"]')).to_contain_text("reports directly to")
    keep(page, "vocabulary-term")


def test_the_parts_of_quality_are_chosen_by_keyboard(page: Page, server: Server) -> None:
    visit(page, server, "/quality?lang=en", "Quality")
    part = page.get_by_role("radio", name="How well facts are found")
    part.focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("Precision is the share of the facts found")).to_be_visible(timeout=15_000)
    until(page, lambda: "part=measures" in page.url)
    keep(page, "quality-measures")
