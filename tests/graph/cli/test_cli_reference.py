"""The reference pages are what the code says."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from organigram.cli.app import organigram
from organigram.cli.reference import main, pages
from organigram.config import Settings

DOCS = Path(__file__).resolve().parents[3] / "docs"


@pytest.mark.parametrize(("name", "text"), list(pages()), ids=lambda value: value if value.endswith(".md") else "")
def test_a_page_is_what_the_code_says(name: str, text: str) -> None:
    assert (DOCS / name).read_text("utf-8") == text, "write it anew: python -m organigram.cli.reference"


def test_pages_name_every_command_and_every_setting() -> None:
    for name, text in pages():
        if name.startswith("cli"):
            assert all(f"## `organigram {command}`" in text for command in organigram.commands)
        else:
            assert all(f"| `{setting.name}` |" in text for setting in dataclasses.fields(Settings))


def test_pages_are_the_same_on_every_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    main(tmp_path)
    for name, text in pages():
        assert (tmp_path / name).read_text("utf-8") == text
        assert str(Path.home()) not in text
