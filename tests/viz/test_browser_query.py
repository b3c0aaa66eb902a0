"""The page Query in a real browser: the editor's keys, suggestions and marks, a question stopped, a link that restores, files."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from benchmarks.walk.watching import settle
from browsing import Server, keep, until, visit
from playwright.sync_api import Locator, Page, expect

from organigram.namespaces import BASE

pytestmark = pytest.mark.browser

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def editor(page: Page, server: Server, language: str = "en") -> Locator:
    visit(page, server, f"/query?lang={language}&question=own", {"en": "Query", "fr": "Requête"}[language])
    area = page.get_by_role("textbox", name={"en": "Query", "fr": "Requête"}[language])
    expect(area).to_be_visible(timeout=30_000)
    return area


def write(area: Locator, text: str) -> None:
    area.fill("")
    area.press_sequentially(text, delay=15)


def test_the_editor_colours_and_completes_what_the_graph_has(page: Page, server: Server) -> None:
    area = editor(page, server, "fr")
    write(area, "SELECT ?p WHERE {\n?p a org:Po")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("org:Post")
    expect(options.first).to_contain_text("poste")
    assert area.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    area.press("Enter")
    expect(options).to_have_count(0)
    area.press_sequentially(" ; ngo:dutyCountry country:mal", delay=15)
    expect(page.get_by_role("option", name="country:ML")).to_be_visible()
    keep(page, "query-completion")
    area.press("Enter")
    assert area.input_value() == "SELECT ?p WHERE {\n  ?p a org:Post ; ngo:dutyCountry country:ML"
    expect(page.locator(".editor-layer .t-keyword").first).to_have_text("SELECT")
    area.press_sequentially(" . ?p ", delay=15)
    area.press("Control+Space")
    expect(options.first).to_be_visible()
    area.press("Escape")
    expect(options).to_have_count(0)
    area.press("Control+Space")
    expect(options.first).to_be_visible()
    area.press("Tab")
    expect(options).to_have_count(0)
    expect(page.get_by_role("button", name="Lancer")).to_be_focused()


def test_a_mistake_is_marked_at_its_line_until_the_text_changes(page: Page, server: Server) -> None:
    area = editor(page, server)
    area.fill("SELECT ?p WHERE {\n  ?p a org:Post ;\n    ogr:role ?r .\n}")
    area.press("Control+Enter")
    expect(page.get_by_text("Line 3, column 5")).to_be_visible(timeout=20_000)
    expect(page.locator(".editor-layer .t-wrong")).to_have_text("ogr:")
    expect(page.locator(".editor-gutter b")).to_contain_text("3")
    expect(area).to_have_attribute("aria-invalid", "true")
    expect(area).to_be_focused()
    keep(page, "query-mistake")
    area.press_sequentially("x")
    expect(page.locator(".editor-layer .t-wrong")).to_have_count(0)
    expect(area).to_have_attribute("aria-invalid", "false")


def test_a_running_question_can_be_stopped_and_the_page_goes_on(page: Page, server: Server) -> None:
    area = editor(page, server)
    area.fill(ENDLESS)
    area.press("Control+Enter")
    page.get_by_role("button", name="Stop").click(timeout=20_000)
    expect(page.get_by_text("The query was stopped.")).to_be_visible(timeout=20_000)
    assert area.input_value() == ENDLESS
    area.fill("SELECT ?c (2.5 AS ?n) WHERE { ?c a schema:Country } ORDER BY ?c")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_text("Rows: 3")).to_be_visible(timeout=20_000)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    rows = list(csv.reader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
    assert rows[1:] == [
        [name, f"{BASE}country/{code}", "2.5"] for name, code in (("Belgium", "BE"), ("France", "FR"), ("Mali", "ML"))
    ]


def test_a_link_restores_a_long_query_and_its_answer(page: Page, server: Server) -> None:
    area = editor(page, server)
    long = "SELECT ?c WHERE { ?c a schema:Country }\n" + "# é and a word more\n" * 40
    area.fill(long)
    area.press("Control+Enter")
    expect(page.get_by_text("Rows: 3")).to_be_visible(timeout=20_000)
    until(page, lambda: "packed=" in page.url)
    page.get_by_role("button", name="Share").click()
    link = page.locator("code", has_text="/query?").first.text_content()
    assert link
    assert link.startswith(server.address)
    page.goto(link.strip())
    settle(page)
    expect(page.get_by_text("Rows: 3")).to_be_visible(timeout=20_000)
    assert page.get_by_role("textbox", name="Query").input_value() == long


def test_a_question_is_found_asked_and_drawn(page: Page, server: Server) -> None:
    visit(page, server, "/query?lang=fr", "Requête")
    page.get_by_role("textbox", name="Mots d’une question").fill("bailleurs projet")
    page.get_by_role("textbox", name="Mots d’une question").press("Enter")
    page.get_by_role("button", name="Bailleurs par projet").click()
    expect(page.locator(".canvas-frame[data-settled]")).to_be_visible(timeout=30_000)
    until(page, lambda: "question=donors-by-project" in page.url)
    page.get_by_role("button", name=re.compile("^Tableau")).or_(page.get_by_role("radio", name="Tableau")).first.click()
    until(page, lambda: "view=table" in page.url)
    expect(page.get_by_text("Lignes :").first).to_be_visible()
    keep(page, "query-answer")
