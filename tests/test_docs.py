"""The pages for people who work on the code name what is there."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("docs/decisions/*.md")])


def found(name: str) -> bool:
    """Whether a dotted name is a module, or something in one."""
    parts = name.split(".")
    thing: object = importlib.import_module(parts[0])
    for end, part in enumerate(parts[1:], 2):
        if not hasattr(thing, part):
            try:
                importlib.import_module(".".join(parts[:end]))
            except ModuleNotFoundError:
                return False
        thing = getattr(thing, part)
    return True


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_name_of_the_code_is_there(page: Path) -> None:
    names = re.findall(r"`((?:organigram|organigram_viz)(?:\.\w+)+)`", page.read_text("utf-8"))
    assert [name for name in names if not name.endswith((".toml", ".ttl", ".json")) and not found(name)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_of_the_checkout_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    # `graph/inferred` and the like are names of graphs.
    tops = "graph/organigram|viz|ontology|queries|seeds|tests|benchmarks|docs"
    paths = re.findall(rf"`((?:{tops})/[\w./-]*)`", text) + re.findall(r"\]\(([\w./-]+)\)", text)
    missing = [path for path in paths if not ((page.parent / path).exists() or (ROOT / path).exists())]
    assert missing == []
