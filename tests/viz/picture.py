"""Take the picture of the explorer that the README shows, of a graph built from the seeds.

Run it from the checkout: ``.venv/bin/python tests/viz/picture.py docs/images/explorer.png``. Chromium is looked for as the
browser tests do (``ORGANIGRAM_CHROMIUM``). The picture has the colours it needs and no more, so that it stays small.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from browsing import CHROMIUM, FLAGS, click_node, settle, start, stop, visit
from PIL import Image
from playwright.sync_api import sync_playwright

from organigram.namespaces import BASE

#: What the picture shows chosen.
ENTITY = f"{BASE}post/alima/ML/goundam/project-coordinator"


def take(target: Path) -> None:
    """Start the explorer over the seeds, choose a post in the graph, and write the picture."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = start(Path(folder) / "store")
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        page = browser.new_page(viewport={"width": 1360, "height": 900})
        visit(page, server, "/graph?lang=en", "Graph")
        click_node(page, ENTITY)
        page.get_by_role("heading", name="Project Coordinator").wait_for()
        page.mouse.move(5, 5)
        settle(page)
        page.wait_for_timeout(2_500)
        picture = Image.open(io.BytesIO(page.screenshot()))
        browser.close()
        stop(server, "Organigram is open on")
    target.parent.mkdir(parents=True, exist_ok=True)
    picture.convert("RGB").quantize(128).save(target, optimize=True)


if __name__ == "__main__":
    take(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images/explorer.png"))
