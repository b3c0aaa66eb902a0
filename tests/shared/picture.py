"""Take the pictures of the explorer that the READMEs show, of a graph built from the seeds, in each language.

Run it from the checkout: ``PYTHONPATH=. .venv/bin/python tests/shared/picture.py docs/images``. Chromium is looked for as the
browser tests do (``ORGANIGRAM_CHROMIUM``). A picture has the colours it needs and no more, so that it stays small.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from benchmarks.walk.watching import settle
from browsing import CHROMIUM, FLAGS, click_node, drawing, start, stop
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from organigram.i18n import LANGUAGES
from organigram.namespaces import BASE, expand

#: What the picture of the graph shows chosen.
_POST = f"{BASE}post/alima/ML/goundam/project-coordinator"
#: The line whose sentence the organigram shows.
_LINE = quote("~".join((_POST.removeprefix(BASE), expand("ngo:reportsDirectlyTo"), "post/alima/ML/head-of-mission")))
#: The pictures, and the page that each shows.
_SHOWN = {
    "explorer": "graph",
    "overview": "overview",
    "organigram": f"organigram?organization=organization/alima&country=country/ML&line={_LINE}",
}


def _drawn(page: Page, name: str) -> Image.Image:
    page.locator("h1").first.wait_for()
    settle(page)
    if name == "explorer":
        click_node(page, _POST)
        page.get_by_role("heading", level=3).first.wait_for()
        page.mouse.move(5, 5)
        settle(page)
    if name != "overview":
        drawing(page)
    page.wait_for_timeout(2_500)
    return Image.open(io.BytesIO(page.screenshot()))


def take(folder: Path) -> None:
    """Start the explorer over the seeds, open each page in each language, and write its picture into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as store, sync_playwright() as playwright:
        server = start(Path(store) / "store")
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        page = browser.new_page(viewport={"width": 1360, "height": 900})
        for name, path in _SHOWN.items():
            for language in LANGUAGES:
                page.goto(f"{server.address}/{path}{'&' if '?' in path else '?'}lang={language}")
                picture = _drawn(page, name)
                picture.convert("RGB").quantize(128).save(folder / f"{name}.{language}.png", optimize=True)
        browser.close()
        stop(server, "Organigram is open on")


if __name__ == "__main__":
    take(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images"))
