"""``python -m benchmarks.explorer FOLDER``: how long a reader of the explorer waits, and what memory ten readers take.

The graph is that of 20,000 postings made by chance (:mod:`benchmarks.sector`), built where FOLDER has none; the reader is
Chromium. Every time is taken in the page, from the reader's deed to what is drawn. Then every page is gone through in both
languages (:mod:`benchmarks.walk`). What was measured and found is written into docs/performance-explorer.md, pictures of the
pages into FOLDER/pages; the code is not zero where something is wrong.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks.memory import tree_memory
from benchmarks.report import BEGIN, END, machine
from benchmarks.sector import kept_store
from benchmarks.serving import CHROMIUM, explorer
from benchmarks.walk.going import walk
from organigram.namespaces import BASE, PREFIXES
from organigram.store import StoreVersion, open_store

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance-explorer.md"
_WAIT = 60_000
_SEEN, _SEEN_END = "<!-- seen: begin -->", "<!-- seen: end -->"
#: The page is drawn: its heading is there, the server has nothing more to tell, nothing is a placeholder.
_DRAWN = """() => document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"]')
  && document.querySelector('h1') && !document.querySelector('[data-testid="stSkeleton"]') && performance.now()"""
#: Milliseconds from the second click of a double click until the drawing has more entities than before; null after ten seconds.
_EXPANDED = """(frame, before) => new Promise((done) => {
  const started = performance.now();
  const look = () => {
    if (frame.ids().length > before) done(performance.now() - window.clicked);
    else if (performance.now() - started > 10000) done(null);
    else requestAnimationFrame(look);
  };
  look();
})"""
_CLICKS = "() => document.addEventListener('pointerdown', () => { window.clicked = performance.now(); }, true)"
#: Milliseconds from the last key until the results are those of what is written.
_FOUND = """(root, words) => new Promise((done) => {
  const input = root.querySelector('input'), list = root.querySelector('ol');
  input.value = words.slice(0, -1);
  input.dispatchEvent(new Event('input'));
  setTimeout(() => {
    const before = list.textContent, started = performance.now();
    input.value = words;
    input.dispatchEvent(new Event('input'));
    root.dataset.asking = 'true';
    const look = () => {
      if (!root.dataset.asking) done(performance.now() - started);
      else if (performance.now() - started > 10000) done(null);
      else requestAnimationFrame(look);
    };
    look();
  }, 700);
})"""


@dataclass(frozen=True)
class Times:
    """What was waited for, the target in seconds, and the seconds of every time."""

    what: str
    target: float
    seconds: tuple[float, ...]

    @property
    def p95(self) -> float:
        """The time that 95 in 100 stay under."""
        return statistics.quantiles(self.seconds, n=20, method="inclusive")[-1]

    def row(self) -> list[str]:
        """The cells of a line of the table."""
        kept = "yes" if self.p95 < self.target else "no"
        median = statistics.median(self.seconds)
        return [self.what, str(len(self.seconds)), f"{median:.2f}", f"{self.p95:.2f}", f"{self.target:g}", kept]


def first_views(browser: Browser, address: str, runs: int) -> Times:
    """A new reader's first page, each with a browser that keeps nothing."""

    def once(_: int) -> float:
        context = browser.new_context(viewport={"width": 1400, "height": 1000})
        page = context.new_page()
        page.goto(f"{address}/?lang=en")
        taken = _drawn(page)
        context.close()
        return taken

    return Times("first view of the overview, nothing kept in the browser", 2.5, tuple(map(once, range(runs))))


def _drawn(page: Page) -> float:
    return float(page.wait_for_function(_DRAWN, timeout=_WAIT).json_value()) / 1000


def expansions(page: Page, address: str, pairs: list[tuple[str, str]], runs: int) -> Times:
    """A double click until neighbours are drawn; ``pairs`` are what is in the middle of a drawing, and what is clicked."""
    seconds: list[float] = []
    for focus, clicked in pairs:
        page.goto(f"{address}/graph?lang=en&focus={focus}")
        _drawn(page)
        frame = page.locator(".canvas-frame[data-settled]")
        frame.wait_for(timeout=_WAIT)
        page.evaluate(_CLICKS)
        before = frame.evaluate("frame => frame.ids()")
        if BASE + clicked not in before:
            continue
        place = frame.evaluate("(frame, iri) => frame.locate(iri)", BASE + clicked)
        frame.locator(".canvas").dblclick(position={"x": place["x"], "y": place["y"]})
        taken = frame.evaluate(_EXPANDED, len(before))
        if taken is not None:  # nothing hangs on some that is not drawn yet
            seconds.append(taken / 1000)
        if len(seconds) == runs:
            break
    return Times("double click on an entity until its neighbours are drawn", 1.0, tuple(seconds))


def searches(page: Page, address: str, words: list[str]) -> Times:
    """The last letter of a name until its results are shown."""
    page.goto(f"{address}/find?lang=en")
    _drawn(page)
    box = page.locator(".search")
    taken = [box.evaluate(_FOUND, text) for text in words]
    return Times(
        "last letter in the search box until its results are shown", 0.3, tuple(one / 1000 for one in taken if one is not None)
    )


def readers(browser: Browser, address: str, paths: list[str]) -> list[BrowserContext]:
    """So many readers, each with a page of their own."""
    found = []
    for path in paths:
        context = browser.new_context(viewport={"width": 1400, "height": 1000})
        page = context.new_page()
        page.goto(f"{address}/{path}")
        _drawn(page)
        found.append(context)
    return found


_MISSIONS = "SELECT DISTINCT ?post ?unit { ?unit a ngo:Mission . ?post org:postIn ?unit ; org:role ?role } LIMIT 20000"
_NAMES = "SELECT DISTINCT ?label { ?posting schema:hiringOrganization/rdfs:label ?label FILTER(LANG(?label) = 'en') } LIMIT 20000"
_HUB = "SELECT ?hub (COUNT(?posting) AS ?n) { ?posting schema:hiringOrganization ?hub } GROUP BY ?hub ORDER BY DESC(?n) LIMIT 1"


def _asked(version: StoreVersion, sparql: str) -> list[list[str]]:
    rows = version.engine.query(sparql, prefixes=PREFIXES)
    assert isinstance(rows, ox.QuerySolutions)
    return sorted([term.value for term in row] for row in rows)


def measure(store: Path, runs: int, tell: Callable[[str], None]) -> tuple[list[Times], str]:
    """Every figure: the times, and a sentence on memory."""
    chance = random.Random(1)
    with open_store(store) as version:
        pairs = [(post.removeprefix(BASE), unit.removeprefix(BASE)) for post, unit in _asked(version, _MISSIONS)]
        names = [label for (label,) in _asked(version, _NAMES)]
        ((hub, _),) = _asked(version, _HUB)
        counts = version.manifest.counts
    tell(f"{counts.postings:,} postings, {counts.triples:,} triples")
    words = [chance.choice(names)[: chance.randint(3, 12)].strip() for _ in range(runs)]
    hub = hub.removeprefix(BASE)
    with explorer(store) as (address, process), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        times = []
        posts = [(hub, hub), *chance.sample(pairs, min(len(pairs), runs * 3))]
        parts: list[Callable[[], Times]] = [
            lambda: first_views(browser, address, runs),
            lambda: searches(page, address, words),
            lambda: expansions(page, address, posts, runs),
        ]
        for measured in parts:
            times.append(measured())
            tell(" | ".join(times[-1].row()))
        paths = ["?lang=en", "?lang=fr", "find?q=health", "postings?lang=en", "query?lang=en", f"graph?focus={hub}"]
        paths += [f"entity?entity={hub}", f"organigram?organization={hub}", *(f"graph?focus={post}" for post, _ in pairs[:2])]
        kept = readers(browser, address, paths)
        own, shared, number = tree_memory(process)
        memory = (
            f"With {len(kept)} sessions open, the server and its {number - 1} workers hold {own / 1e6:,.0f} MB "
            f"(resident sizes added up: {shared / 1e6:,.0f} MB); the target is 1,500 MB."
        )
        tell(memory)
        browser.close()
    return times, f"{counts.postings:,} postings, {counts.triples:,} different triples. {memory}"


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.explorer", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the generated store is kept: FOLDER/store")
    parser.add_argument("--postings", type=int, default=20_000, help="how many (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=30, help="how often each is measured (default: %(default)s)")
    parser.add_argument("--as-it-is", action="store_true", help="take the store of FOLDER whatever it was made from")
    parser.add_argument("--keep", action="store_true", help="leave docs/performance-explorer.md as it is")
    parser.add_argument("--no-times", action="store_true", help="only go through the pages")
    options = parser.parse_args()
    store = options.folder / "store" if options.as_it_is else kept_store(options.folder, options.postings)
    if not options.no_times:
        figures = figures_of(*measure(store, options.runs, tell))
        if not options.keep:
            write(figures, BEGIN, END)
    seen = walk(store, options.folder, tell)
    tell(seen.told())
    if not options.keep:
        write(seen.told(), _SEEN, _SEEN_END)
    if seen.wrong:
        sys.exit(1)


def tell(line: str) -> None:
    """Say how far it is."""
    print(line, flush=True)


def figures_of(times: list[Times], told: str) -> str:
    """The figures as the page has them."""
    head = ["What is waited for", "Times", "Median, s", "p95, s", "Target, s", "Kept"]
    lines = [head, ["---"] * len(head), *(one.row() for one in times)]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"{table}\n\n{told} {machine()}"


def write(text: str, begin: str, end: str) -> None:
    """Put a text between markers of the page."""
    before, _, rest = PAGE.read_text("utf-8").partition(begin)
    PAGE.write_text(f"{before}{begin}\n\n{text}\n\n{end}{rest.partition(end)[2]}", "utf-8")


if __name__ == "__main__":
    main()
