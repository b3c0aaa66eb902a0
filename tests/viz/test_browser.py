"""The explorer in a real browser: its own server, clicks that reach Python, a download."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest
import viz_example
from benchmarks.walk.watching import settle
from browsing import Server, click_node, command, drawing, drawn, keep, until, visit
from playwright.sync_api import Browser, Dialog, Page, expect

from organigram.namespaces import BASE, expand

pytestmark = pytest.mark.browser

HEAD, GOUNDAM = (f"{BASE}post/alima/ML/{name}" for name in ("head-of-mission", "goundam/project-coordinator"))


def test_a_new_user_meets_the_language_of_the_machine_and_a_click_expands_the_seeds(
    seeds_page: Page, seeds_server: Server
) -> None:
    visit(seeds_page, seeds_server, "/graph?focus=organization/alima", "Graphe")
    mali = f"{BASE}organization/alima/ML"
    before = drawn(seeds_page)
    assert mali in before
    click_node(seeds_page, mali)
    expect(seeds_page.get_by_role("heading", name="ALIMA Mali", exact=True)).to_be_visible(timeout=15_000)
    seeds_page.get_by_role("button", name="Dessiner ses voisines").first.click()
    until(seeds_page, lambda: HEAD in drawn(seeds_page))
    assert before < drawn(seeds_page)


def test_the_switch_to_french_keeps_page_and_choice(page: Page, server: Server) -> None:
    visit(page, server, "/organigram?lang=en&organization=organization/mdm-be", "Organigram")
    page.get_by_role("radio", name="Français").click()
    expect(page.get_by_role("heading", name="Organigramme", exact=True)).to_be_visible()
    until(page, lambda: "lang=fr" in page.url)
    assert re.search(r"/organigram\?.*organization=organization(%2F|/)mdm-be", page.url)
    expect(page.get_by_role("combobox", name="Organisation")).to_have_value("MdM Belgique")
    page.get_by_role("link", name="Graphe").click()
    expect(page.get_by_role("heading", name="Graphe", exact=True)).to_be_visible()


def test_a_double_click_on_a_node_reaches_python_and_expands_it(page: Page, server: Server) -> None:
    visit(page, server, "/graph?lang=fr&focus=post/alima/ML/medical-coordinator", "Graphe")
    mission = f"{BASE}organization/alima/ML"
    before = drawn(page)
    assert mission in before
    assert HEAD not in before
    where = drawing(page).evaluate("(frame, iri) => frame.locate(iri)", mission)
    click_node(page, mission, times=2)
    expect(page.get_by_role("heading", name="ALIMA Mali", exact=True)).to_be_visible(timeout=15_000)
    until(page, lambda: HEAD in drawn(page))
    assert before < drawn(page)
    until(page, lambda: "expanded=organization/alima/ML" in unquote(page.url))
    moved = drawing(page).evaluate("(frame, iri) => frame.locate(iri)", mission)
    assert abs(moved["x"] - where["x"]) + abs(moved["y"] - where["y"]) < 4
    keep(page, "graph-expanded")


def test_the_address_restores_entity_and_sentence(page: Page, server: Server) -> None:
    line = "~".join((GOUNDAM.removeprefix(BASE), expand("ngo:reportsDirectlyTo").replace("#", "%23"), HEAD.removeprefix(BASE)))
    visit(page, server, f"/graph?lang=en&line={line}", "Graph")
    expect(page.locator("blockquote mark")).to_have_text("reports to the Head of Mission")
    keep(page, "graph-line")


def test_a_kind_can_be_hidden_and_shown(page: Page, server: Server) -> None:
    visit(page, server, "/graph?lang=en", "Graph")
    mali = f"{BASE}country/ML"
    assert mali in drawn(page)
    page.get_by_role("button", name="Countries").click()
    until(page, lambda: mali not in drawn(page))
    until(page, lambda: "hidden=" in page.url)
    page.get_by_role("button", name="Countries").click()
    until(page, lambda: mali in drawn(page))


def test_a_question_is_run_and_its_result_downloaded(page: Page, server: Server) -> None:
    visit(page, server, "/query?lang=fr&question=donors-by-project", "Requête")
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger CSV").click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
    found = {value for row in rows for value in row.values()}
    assert {"Projet Oxygène", "Fonds mondial", f"{BASE}organization/global-fund"} <= found
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger JSON").click()
    assert '"bindings"' in Path(download.value.path()).read_text("utf-8")


def test_ones_own_query_is_written_and_run(page: Page, server: Server) -> None:
    visit(page, server, "/query?lang=en&question=own", "Query")
    page.get_by_role("textbox", name="Query").fill("SELECT (COUNT(?p) AS ?count) WHERE { ?p a schema:JobPosting }")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_text("Rows: 1")).to_be_visible(timeout=15_000)
    page.get_by_role("textbox", name="Query").fill("SELECT ?p WHERE { ?p a ")
    page.get_by_role("button", name="Run").click()
    expect(page.locator('[data-testid="stAlert"]')).to_be_visible(timeout=15_000)
    keep(page, "query-error")


def test_words_and_facts_of_a_posting_find_each_other(page: Page, server: Server) -> None:
    key = viz_example.ADVERTS["a" * 16].key
    visit(page, server, f"/postings?lang=en&posting=posting/{key}", "Project Coordinator (ALIMA, Mali)")
    page.get_by_role("button", name="reports to Head of Mission").click()
    expect(page.locator("mark.chosen")).to_have_text("reports to the Head of Mission")
    page.locator("mark", has_text="AMCP-SP").click()
    expect(page.locator("button[aria-pressed=true][data-fact]")).to_contain_text("AMCP-SP")
    until(page, lambda: "fact=" in page.url)
    keep(page, "posting")


@pytest.mark.parametrize(
    "path",
    [
        "/postings?lang=en&posting=posting/" + viz_example.ADVERTS["d" * 16].key,
        "/postings?lang=en",
        "/graph?lang=en&entity=post/alima/ML/trap",
        "/organigram?lang=en&entity=post/alima/ML/trap",
        "/query?lang=en&question=own&query=SELECT+%3Fl+WHERE+%7B%3Fs+rdfs%3Alabel+%3Fl%7D",
    ],
)
def test_a_hostile_label_runs_nothing(page: Page, server: Server, path: str) -> None:
    page.goto(server.address + path)
    expect(page.locator("h1").first).to_be_visible(timeout=30_000)
    settle(page)
    page.wait_for_timeout(800)
    assert not page.locator("img[src=x]").count()


def test_the_drawing_downloaded_works_alone(page: Page, server: Server, browser: Browser, tmp_path: Path) -> None:
    visit(page, server, "/graph?lang=en", "Graph")
    shown = drawn(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download this drawing").click()
    file = tmp_path / "drawing.html"
    download.value.save_as(file)
    context = browser.new_context(offline=True)
    alone = context.new_page()
    wrong: list[str] = []
    alone.on("request", lambda request: wrong.append(request.url) if not request.url.startswith(("file:", "data:")) else None)
    alone.on("pageerror", lambda error: wrong.append(str(error)))

    def dismiss(dialog: Dialog) -> None:
        wrong.append(dialog.message)
        dialog.dismiss()

    alone.on("dialog", dismiss)
    context.route("**", lambda route: route.continue_() if route.request.url == file.as_uri() else route.abort())
    alone.goto(file.as_uri())
    network = alone.locator("#network")
    until(alone, lambda: network.evaluate("(one) => one.labelled?.length > 3"))
    assert set(network.evaluate("(one) => one.ids()")) == shown
    drawn_on = "(one) => one.getContext('2d').getImageData(0, 0, one.width, one.height).data.filter(Boolean).length"
    assert alone.locator("canvas").evaluate(drawn_on) > 10_000, "nothing is drawn"
    assert not alone.locator("img").count()
    assert not wrong
    context.close()


def test_a_taken_port_is_told(server: Server, example_store: Path) -> None:
    port = server.address.rpartition(":")[2]
    environment = {**os.environ, "LANGUAGE": "en"}
    done = subprocess.run(command(example_store, port), capture_output=True, text=True, env=environment, timeout=60, check=False)
    assert done.returncode == 2
    assert f"Port {port} of 127.0.0.1 is taken. Choose another one with --port" in done.stderr
    assert "Traceback" not in done.stderr
