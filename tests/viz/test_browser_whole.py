"""Every page in a real browser: nobody kept out (axe-core), no text untranslated, no label taken for anything but text."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hostile
import pyoxigraph as ox
import pytest
from asking import solutions
from benchmarks.walk import pseudo
from benchmarks.walk.addresses import TITLES, Subjects, chosen, named
from benchmarks.walk.watching import barriers, script
from benchmarks.walk.wording import blocks, marked_store, plain_words, untranslated
from browsing import Server, Walk, keep, start, stop, walking
from lxml import etree
from playwright.sync_api import BrowserContext, expect

from organigram.export import export_file
from organigram.i18n import LANGUAGES, Language, translate
from organigram.namespaces import BASE, PREFIXES
from organigram.store import open_store

pytestmark = pytest.mark.browser

#: Postings made by chance beside the traps: pages are to be full. ``make bench-explorer`` goes through 20,000.
NUMBER = 150
#: Where pages show something chosen, on the seeds.
CHOSEN = chosen(Subjects("alima", "organization/alima", "post/alima/ML/head-of-mission"))
PATHS = tuple(TITLES)


# --- nobody is kept out ----------------------------------------------------------------------------------------------------

_SCHEMES: tuple[tuple[Language, Any], ...] = (("en", "light"), ("fr", "dark"))


@pytest.fixture(scope="module", params=_SCHEMES, ids=["en-light", "fr-dark"])
def seeds_walk(
    request: pytest.FixtureRequest, context: BrowserContext, seeds_server: Server
) -> Iterator[tuple[Walk, Language, str]]:
    """A way through the views of the seeds, in a language and a scheme of colours."""
    language, scheme = request.param
    with walking(context, seeds_server) as walk:
        walk.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        yield walk, language, scheme


@pytest.mark.parametrize("path", [*PATHS, *CHOSEN], ids=named)
def test_a_page_of_the_seeds_keeps_nobody_out(seeds_walk: tuple[Walk, Language, str], path: str) -> None:
    walk, language, scheme = seeds_walk
    with walk.step() as page:
        walk.to(path, language)
        if path in TITLES:
            expect(page.get_by_role("heading", name=translate(TITLES[path], language), exact=True, level=1)).to_be_visible()
        keep(page, f"{named(path)}-{language}-{scheme}")
        assert barriers(page) == []


# --- no text that stands in one language only ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plain(seeds_store: Path) -> tuple[set[str], str]:
    """What the seeds say in no language, and the texts of the postings."""
    with open_store(seeds_store) as version:
        return plain_words(version)


@pytest.fixture(scope="module")
def pseudo_server(seeds_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The explorer in the third language, over the seeds with every label marked."""
    with open_store(seeds_store) as version:
        folder = marked_store(version, tmp_path_factory.mktemp("pseudo"))
    program = str(Path(pseudo.__file__))
    running = start(folder, "fr", lambda store, port: [sys.executable, program, str(store), str(port)])
    yield running
    stop(running, "⟦Organigram is open on")


@pytest.fixture(scope="module")
def pseudo_walk(context: BrowserContext, pseudo_server: Server) -> Iterator[Walk]:
    """A way through the views in the third language."""
    with walking(context, pseudo_server) as walk:
        yield walk


@pytest.mark.parametrize("path", [*PATHS, *CHOSEN], ids=named)
def test_every_text_of_a_page_comes_from_a_catalogue_or_the_graph(
    pseudo_walk: Walk, plain: tuple[set[str], str], path: str
) -> None:
    """Every address is opened here as by who comes from elsewhere; the other ways go on from view to view."""
    with pseudo_walk.step() as page:
        pseudo_walk.to(path, "fr", fresh=True)
        keep(page, f"pseudo-{named(path)}")
        texts = blocks(page)
        assert any(pseudo.OPEN in text for text in texts), "the third language is not spoken"
        assert untranslated(texts, plain) == []


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
            (row,) = solutions(version.engine, sparql, prefixes=PREFIXES)
            found[name] = [value.value.removeprefix(BASE) for value in row]
    return found


#: What a trap would leave in a page that took it for more than text.
_SPRUNG = script("""
  return [...all(
  'img[src="x"], [onmouseover], [onerror], a[href^="javascript:" i], a[href*="evil.example"], img[src*="evil.example"], .katex'
)].map((element) => element.outerHTML.slice(0, 200)).concat(
  all('[data-testid="stIconMaterial"]').filter((icon) => icon.textContent === 'sailing').map(String),
  all('strong, code, span[style*="color"], span[class*="red"]')
    .filter((element) => /^(bold2|code2|red2)$/.test(element.textContent)).map((element) => element.outerHTML));
""")


@pytest.fixture(scope="module")
def hostile_walk(context: BrowserContext, hostile_server: Server) -> Iterator[Walk]:
    """A way through the views of the generated graph."""
    with walking(context, hostile_server) as walk:
        yield walk


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [*PATHS, "find?q=trap"], ids=named)
def test_every_page_of_a_generated_graph_shows_labels_as_text(hostile_walk: Walk, path: str, language: Language) -> None:
    with hostile_walk.step() as page:
        hostile_walk.to(path, language)
        keep(page, f"generated-{named(path)}-{language}")
        assert page.evaluate(_SPRUNG) == []


@pytest.mark.parametrize("trap", hostile.TRAPS)
def test_a_hostile_label_is_text_where_it_is_the_subject(hostile_walk: Walk, trapped: dict[str, list[str]], trap: str) -> None:
    posting, employer, post, project, place, donor = trapped[trap]
    paths = [
        f"postings?posting={posting}",
        f"graph?focus={post}&entity={project}",
        f"organigram?organization={employer}",
        *(f"entity?entity={entity}" for entity in (employer, post, project, place, donor)),
    ]
    with hostile_walk.step() as page:
        for number, path in enumerate(paths):
            hostile_walk.to(path, LANGUAGES[number % 2], fresh=not number)
            assert page.evaluate(_SPRUNG) == [], path
            keep(page, f"hostile-{trap}-{number}-{path.partition('?')[0]}")


def test_every_file_of_the_graph_gives_hostile_labels_back_as_they_are(hostile_store: Path, tmp_path: Path) -> None:
    with open_store(hostile_store) as version:
        for name, format in (("out.ttl", "turtle"), ("out.graphml", "graphml"), ("csv", "csv")):
            export_file(version.engine, tmp_path / name, format)
    turtle = {triple.object.value for triple in ox.parse(path=str(tmp_path / "out.ttl"))}
    graphml = {element.text for element in etree.parse(tmp_path / "out.graphml").iter("{*}data")}
    files = (path.read_text("utf-8-sig") for path in (tmp_path / "csv").rglob("*.csv"))
    table = {cell for file in files for row in csv.reader(io.StringIO(file)) for cell in row}
    for trap in hostile.TRAPS.values():
        for found in (turtle, graphml, table):
            assert any(text and trap in text for text in found)
