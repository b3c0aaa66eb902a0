"""Going through every page of the explorer over a store, in both languages and in the third one, and noting what is wrong."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Error, Page, ViewportSize, sync_playwright

from benchmarks.serving import CHROMIUM, explorer
from benchmarks.walk import pseudo
from benchmarks.walk.addresses import TITLES, chosen, further, named, subjects_of
from benchmarks.walk.watching import Watched, barriers, opened, void
from benchmarks.walk.wording import blocks, marked_store, plain_words, untranslated
from organigram.i18n import Language
from organigram.store import open_store

_SIZE = ViewportSize(width=1400, height=1000)
_Scheme = Literal["light", "dark"]
#: Each page is looked at in each language, once light and once dark.
_VIEWS: tuple[tuple[Language, _Scheme], ...] = (("en", "light"), ("fr", "dark"))
#: What is wrong with a page of an address, a line each.
Look = Callable[[Page, str], Iterable[str]]


@dataclass(frozen=True)
class Seen:
    """What a walk met: how many addresses, opened how often, and what was wrong, a line each."""

    addresses: int
    views: int
    wrong: tuple[str, ...]

    def told(self) -> str:
        """It as a sentence, and a list of what was wrong."""
        begin = f"{self.addresses} addresses, {self.views} views, {len(self.wrong)} findings."
        return "\n".join([begin, *(["", *(f"- {line}" for line in self.wrong)] if self.wrong else [])])


def _view(browser: Browser, address: str, path: str, language: Language, scheme: _Scheme, picture: Path, look: Look) -> list[str]:
    """What is wrong with one view; its picture is kept."""
    context = browser.new_context(viewport=_SIZE, color_scheme=scheme, reduced_motion="reduce")
    watched = Watched(context, address)
    found: list[str] = []
    try:
        opened(watched.page, address, path, language)
        found.extend(look(watched.page, path))
    except (AssertionError, Error) as error:
        found.append(f"not drawn: {' '.join(str(error).split())[:300]}")
    watched.page.screenshot(path=picture)
    context.close()
    return [f"{path} ({picture.stem.rpartition('-')[2]}): {what}" for what in (*watched.wrong, *found)]


def _marked(folder: Path, store: Path) -> Path:
    """The store of the third language under a folder; made anew where the store's version is another one."""
    marked, mark = folder / "marked", folder / "marked" / "made-from"
    with open_store(store) as version:
        if not mark.is_file() or mark.read_text("utf-8") != version.path.name:
            shutil.rmtree(marked, ignore_errors=True)
            marked_store(version, marked)
            mark.write_text(version.path.name, "utf-8")
    return marked / "store"


def _third(store: Path, port: int) -> list[str]:
    return [sys.executable, str(Path(pseudo.__file__)), str(store), str(port)]


def walk(store: Path, folder: Path, tell: Callable[[str], None]) -> Seen:
    """Open every page of the explorer over a store in both languages, then in the third; pictures go into ``folder/pages``."""
    pictures = folder / "pages"
    pictures.mkdir(parents=True, exist_ok=True)
    with open_store(store) as version:
        subjects, plain = subjects_of(version), plain_words(version)
    paths = [*TITLES, *chosen(subjects), *further(subjects)]
    wrong: list[str] = []

    def go(browser: Browser, address: str, language: Language, scheme: _Scheme, tongue: str, look: Look) -> None:
        for path in paths:
            found = _view(browser, address, path, language, scheme, pictures / f"{named(path)}-{tongue}.png", look)
            tell("\n".join(found or [f"{path} ({tongue}): nothing wrong"]))
            wrong.extend(found)

    def both(page: Page, path: str) -> Iterable[str]:
        return [*void(page, chosen="?" in path), *barriers(page)]

    def third(page: Page, path: str) -> Sequence[str]:
        texts = blocks(page)
        spoken = any(pseudo.OPEN in text for text in texts)
        return [f"untranslated: {text[:200]}" for text in untranslated(texts, plain)] if spoken else ["not in the third language"]

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        with explorer(store) as (address, _):
            for language, scheme in _VIEWS:
                go(browser, address, language, scheme, language, both)
        with explorer(_marked(folder, store), _third) as (address, _):
            go(browser, address, "fr", "light", "third", third)
        browser.close()
    return Seen(len(paths), len(paths) * (len(_VIEWS) + 1), tuple(wrong))
