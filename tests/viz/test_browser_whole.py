"""Every page in a real browser: nobody kept out (axe-core), no text untranslated, no label taken for anything but text."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hostile
import pseudo
import pyoxigraph as ox
import pytest
from axe_playwright_python.sync_playwright import Axe
from babel import Locale
from browsing import Server, keep, settle, start, stop, watching
from lxml import etree
from playwright.sync_api import BrowserContext, Page, expect

from organigram.export import export_file
from organigram.i18n import LANGUAGES, Language, translate
from organigram.namespaces import BASE, PREFIXES
from organigram.resources import ontology_dir
from organigram.store import StoreWriter, open_store
from organigram_viz import views
from organigram_viz.wording import LANGUAGE_NAMES

pytestmark = pytest.mark.browser

#: Postings made by chance beside the traps: pages are to be full. ``make bench-explorer`` goes through 20,000.
NUMBER = 150
#: Where pages show something chosen, on the seeds.
CHOSEN = (
    "find?q=alima",
    "entity?entity=organization/alima",
    "entity?entity=post/alima/ML/head-of-mission",
    "graph?focus=organization/alima&entity=organization/alima",
    "organigram?organization=organization/alima",
    "query?question=donors-by-project",
)
TITLES = {module.NAME: module.TITLE for module in views.PAGES}
PATHS = tuple(TITLES)


def opened(page: Page, server: Server, path: str, language: Language) -> None:
    """Open an address and wait until its page is drawn whole."""
    page.goto(f"{server.address}/{path}{'&' if '?' in path else '?'}lang={language}")
    expect(page.get_by_role("heading", level=1).first).to_be_visible(timeout=30_000)
    settle(page)
    drawings = page.locator(".canvas-frame")
    for number in range(drawings.count()):
        expect(drawings.nth(number)).to_have_attribute("data-settled", "true", timeout=30_000)
    assert not page.locator('[data-testid="stException"]').count(), path


def named(path: str) -> str:
    """An address as a file's name."""
    return re.sub(r"\W+", "-", path)


# --- nobody is kept out ----------------------------------------------------------------------------------------------------

_SCHEMES: tuple[tuple[Language, Any], ...] = (("en", "light"), ("fr", "dark"))


def barriers(page: Page) -> list[str]:
    """What axe-core finds that is serious or critical: the rule, where, and the element."""
    found = Axe().run(page).response["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    return [
        f"{one['id']} ({one['impact']}, {len(one['nodes'])} times): {node['html'][:160]} {node.get('failureSummary', '')[:240]}"
        for one in serious
        for node in one["nodes"][:2]
    ]


@pytest.mark.parametrize(("language", "scheme"), _SCHEMES, ids=["en-light", "fr-dark"])
@pytest.mark.parametrize("path", [*PATHS, *CHOSEN], ids=named)
def test_a_page_of_the_seeds_keeps_nobody_out(
    seeds_page: Page, seeds_server: Server, path: str, language: Language, scheme: Any
) -> None:
    seeds_page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    opened(seeds_page, seeds_server, path, language)
    if path in TITLES:
        expect(seeds_page.get_by_role("heading", name=translate(TITLES[path], language), exact=True, level=1)).to_be_visible()
    keep(seeds_page, f"{named(path)}-{language}-{scheme}")
    assert barriers(seeds_page) == []


# --- no text that stands in one language only ------------------------------------------------------------------------------

#: The texts that a reader sees in what we draw, a block each. Apart: code, names that are said to be of another language, and
#: what Streamlit itself says within its widgets (how to upload, what a date is written like), which it says in English alone.
_BLOCKS = """() => {
  const ours = '[data-testid="stMainBlockContainer"], [data-testid="stSidebarContent"], [role="dialog"], [role="tooltip"]';
  const apart = 'code, pre, textarea, script, style, noscript, svg, canvas, [aria-hidden="true"], [translate="no"], '
    + '[lang="en"]:not(html), [data-testid="stIconMaterial"], .cm-editor, [role="progressbar"], '
    + '[data-testid="stFileUploaderDropzone"], [data-testid="stDateInput"] > :not(label)';
  const streamlit = '[data-testid="stElementToolbar"], [data-testid="stSidebarHeader"], [data-testid="stDateInput"], svg, '
    + '[data-testid="stTooltipIcon"], [data-testid="stTooltipHoverTarget"], [data-testid="stCodeCopyButton"], '
    + '[data-testid="stFileUploaderDropzone"], [data-testid="stSelectbox"] button, [data-testid="stMultiSelect"] button';
  const blocks = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.data.trim() || !parent.closest(ours) || parent.closest(apart)) continue;
    if (!parent.checkVisibility({ visibilityProperty: true })) continue;
    let block = parent;
    while (getComputedStyle(block).display.startsWith('inline') && block.parentElement) block = block.parentElement;
    blocks.set(block, (blocks.get(block) || '') + node.data);
  }
  const named = [...document.querySelectorAll('[placeholder], [aria-label], [title], [alt]')].flatMap((element) =>
    !element.closest(ours) || element.closest(streamlit) || element.closest('[lang="en"]:not(html)') ? []
      : ['placeholder', 'aria-label', 'title', 'alt'].map((name) => element.getAttribute(name)).filter(Boolean));
  return [...blocks.values(), ...named];
}"""
_WORD = re.compile(r"[^\W\d_]{2,}")
#: CSV, EUR, SPARQL: names in any language.
_NAME = re.compile(r"[A-Z]{2,6}")


def _dates(language: Language) -> set[str]:
    """Words that Babel puts into dates and numbers."""
    locale = Locale(language)
    tables = (locale.months["format"], locale.months["stand-alone"], locale.days["format"], locale.days["stand-alone"])
    return {word for table in tables for names in table.values() for name in names.values() for word in _WORD.findall(str(name))}


@pytest.fixture(scope="module")
def plain(seeds_store: Path) -> tuple[set[str], str]:
    """What the seeds say in no language (codes, quoted words, IRIs), and the texts of the postings."""
    with open_store(seeds_store) as version:
        texts = " ".join(" ".join(posting.posting.text.split()) for posting in version.postings())
        rows = version.engine.query("SELECT DISTINCT ?o { ?s ?p ?o FILTER(ISLITERAL(?o) && LANG(?o) = '') }")
        values = {" ".join(row["o"].value.split()) for row in rows}  # type: ignore[union-attr]
        names = {
            word for row in version.engine.query("SELECT DISTINCT ?s { ?s ?p ?o }") for word in _WORD.findall(row["s"].value)
        }  # type: ignore[union-attr]
    # Pages read what the ontology calls its terms from its file.
    terms = ox.parse(path=str(ontology_dir() / "organigram.ttl"))
    french = {word for one in terms if getattr(one.object, "language", None) == "fr" for word in _WORD.findall(one.object.value)}  # type: ignore[union-attr]
    formats = {format for format in vars(ox.RdfFormat).values() if isinstance(format, ox.RdfFormat)}
    named = {word for format in formats for word in _WORD.findall(format.name)}
    own = {"Organigram", "GraphML", "https", "http", *LANGUAGE_NAMES.values()}
    return values | names | french | named | set(PREFIXES) | _dates("fr") | own, texts


@pytest.fixture(scope="module")
def pseudo_server(seeds_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The explorer in the third language, over the seeds with every label marked."""
    folder = tmp_path_factory.mktemp("pseudo") / "store"
    with open_store(seeds_store) as version, StoreWriter.begin(folder) as writer:
        for posting in version.postings():
            writer.add_posting(posting.posting, posting.facts, ())
        writer.add_graph(pseudo.marked_lines(line for graph in version.nquads() for line in graph.decode().split("\n") if line))
        writer.publish({"base": BASE}).close()
    program = str(Path(pseudo.__file__))
    running = start(folder, "fr", lambda store, port: [sys.executable, program, str(store), str(port)])
    yield running
    stop(running, "⟦Organigram is open on")


def untranslated(blocks: list[str], plain: tuple[set[str], str]) -> list[str]:
    """The blocks in which words stand that neither the catalogue nor the graph gave."""
    values, texts = plain
    found = []
    for block in blocks:
        left = " ".join(pseudo.unmarked(block).split())
        if left in values or left in texts:
            continue
        if [word for word in _WORD.findall(left) if word not in values and not _NAME.fullmatch(word)]:
            found.append(f"{left!r} in {block!r}")
    return sorted(set(found))


@pytest.mark.parametrize("path", [*PATHS, *CHOSEN], ids=named)
def test_every_text_of_a_page_comes_from_a_catalogue_or_the_graph(
    context: BrowserContext, pseudo_server: Server, plain: tuple[set[str], str], path: str
) -> None:
    with watching(context, pseudo_server) as page:
        opened(page, pseudo_server, path, "fr")
        keep(page, f"pseudo-{named(path)}")
        blocks = page.evaluate(_BLOCKS)
        assert any(pseudo.OPEN in block for block in blocks), "the third language is not spoken"
        assert untranslated(blocks, plain) == []


def test_an_untranslated_text_is_found() -> None:
    plain = {"Bamako", "reports-to.cue"}, "The nurse reports to the Head of Mission."
    assert untranslated(["⟦Postes⟧: 3", "reports to the Head", "Bamako", "⟦Offres⟧ · 12 %"], plain) == []
    assert untranslated(["Show more", "⟦Postes⟧ by hand"], plain) == [
        "'Show more' in 'Show more'",
        "'by hand' in '⟦Postes⟧ by hand'",
    ]


# --- a label is text, whatever it holds ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Postings made by chance, and the traps among them."""
    folder = tmp_path_factory.mktemp("hostile")
    report = hostile.build_store(folder, NUMBER)
    assert report.postings > NUMBER
    return folder / "store"


@pytest.fixture(scope="module")
def hostile_server(hostile_store: Path) -> Iterator[Server]:
    """The explorer over them."""
    running = start(hostile_store)
    yield running
    stop(running, "Organigram is open on")


@pytest.fixture(scope="module")
def trapped(hostile_store: Path) -> dict[str, list[str]]:
    """By trap: a posting, its employer, its post, its project, its place, its donor, each as its address names it."""
    found = {}
    with open_store(hostile_store) as version:
        for name, trap in hostile.TRAPS.items():
            text = trap.replace("\\", "\\\\").replace('"', '\\"')
            sparql = f"""SELECT ?posting ?employer ?post ?project ?place ?donor {{
              ?posting schema:hiringOrganization ?employer ; ngo:advertises ?post ; schema:jobLocation ?place .
              ?employer rdfs:label ?label . ?post ngo:assignedTo ?project . ?project schema:funder ?donor .
              FILTER(STRSTARTS(STR(?label), "{text}")) }} LIMIT 1"""
            (row,) = version.engine.query(sparql, prefixes=PREFIXES)  # type: ignore[misc]
            found[name] = [value.value.removeprefix(BASE) for value in row]
    return found


#: What a trap would leave in a page that took it for more than text.
_SPRUNG = """() => [...document.querySelectorAll(
  'img[src="x"], [onmouseover], [onerror], a[href^="javascript:" i], a[href*="evil.example"], img[src*="evil.example"], .katex'
)].map((element) => element.outerHTML.slice(0, 200)).concat(
  [...document.querySelectorAll('[data-testid="stIconMaterial"]')].filter((icon) => icon.textContent === 'sailing').map(String),
  [...document.querySelectorAll('strong, code, span[style*="color"], span[class*="red"]')]
    .filter((element) => /^(bold2|code2|red2)$/.test(element.textContent)).map((element) => element.outerHTML))"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [*PATHS, "find?q=trap"], ids=named)
def test_every_page_of_a_generated_graph_shows_labels_as_text(
    context: BrowserContext, hostile_server: Server, path: str, language: Language
) -> None:
    with watching(context, hostile_server) as page:
        opened(page, hostile_server, path, language)
        keep(page, f"generated-{named(path)}-{language}")
        assert page.evaluate(_SPRUNG) == []


@pytest.mark.parametrize("trap", hostile.TRAPS)
def test_a_hostile_label_is_text_where_it_is_the_subject(
    context: BrowserContext, hostile_server: Server, trapped: dict[str, list[str]], trap: str
) -> None:
    posting, employer, post, project, place, donor = trapped[trap]
    paths = [
        f"postings?posting={posting}",
        f"graph?focus={post}&entity={project}",
        f"organigram?organization={employer}",
        *(f"entity?entity={entity}" for entity in (employer, post, project, place, donor)),
    ]
    with watching(context, hostile_server) as page:
        for number, path in enumerate(paths):
            opened(page, hostile_server, path, LANGUAGES[number % 2])
            assert page.evaluate(_SPRUNG) == [], path
            keep(page, f"hostile-{trap}-{number}-{path.partition('?')[0]}")


def test_every_file_of_the_graph_gives_hostile_labels_back_as_they_are(hostile_store: Path, tmp_path: Path) -> None:
    with open_store(hostile_store) as version:
        for name, format in (("out.ttl", "turtle"), ("out.graphml", "graphml"), ("csv", "csv")):
            export_file(version.engine, tmp_path / name, format)
    turtle = {triple.object.value for triple in ox.parse(path=str(tmp_path / "out.ttl"))}  # type: ignore[union-attr]
    graphml = {element.text for element in etree.parse(tmp_path / "out.graphml").iter("{*}data")}
    files = (path.read_text("utf-8-sig") for path in (tmp_path / "csv").rglob("*.csv"))
    table = {cell for file in files for row in csv.reader(io.StringIO(file)) for cell in row}
    for trap in hostile.TRAPS.values():
        for found in (turtle, graphml, table):
            assert any(text and trap in text for text in found)
