"""The catalogues: every message of the code has its French, nothing is left over, placeholders agree."""

from __future__ import annotations

import ast
import re
import string
from collections import Counter
from pathlib import Path

import click
import pytest
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.pofile import read_po

from organigram.i18n import LANGUAGES, resolve_language, translate

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS = {"N_", "translate", "_"}
PACKAGES = [ROOT / "graph" / "organigram", ROOT / "viz" / "organigram_viz"]
#: The catalogue of click's own words: its ids stand in click's code, not in ours.
CLICK = "click.po"


def marked(package: Path) -> set[str]:
    """The messages that a package's code marks: every text that one of the keywords is given first.

    Babel's own extractor does not look into f-strings before Python 3.12; the syntax tree has them.
    """
    found = set()
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
                found |= {arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)}
    return found


def test_every_message_that_babel_finds_is_found() -> None:
    for package in PACKAGES:
        extracted = extract_from_dir(package, method_map=[("**.py", "python")], keywords=dict.fromkeys(KEYWORDS), comment_tags=())
        plain = {message for _, _, message, _, _ in extracted if isinstance(message, str)}
        assert plain - marked(package) == set()


def catalogue(package: Path, language: str = "fr") -> dict[str, list[tuple[str, str]]]:
    """Message id -> (file, translation) for every entry of the package's catalogues."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path in sorted((package / "locale" / language / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, abort_invalid=True):
                if message.id:
                    ids = message.id if isinstance(message.id, tuple) else (message.id,)
                    texts = message.string if isinstance(message.string, tuple) else (message.string,)
                    for one, text in zip(ids, texts, strict=True):
                        found.setdefault(str(one), []).append((path.name, str(text or "")))
    return found


def placeholders(template: str) -> Counter[str]:
    return Counter(name for _, name, _, _ in string.Formatter().parse(template) if name is not None)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_every_message_has_its_french(package: Path) -> None:
    known = catalogue(package)
    if package != PACKAGES[0]:
        known |= catalogue(PACKAGES[0])
    assert sorted(message for message in marked(package) if not any(text for _, text in known.get(message, []))) == []


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_no_french_is_left_over(package: Path) -> None:
    used = marked(package)
    left = {message: entries for message, entries in catalogue(package).items() if message not in used}
    assert {message: entries[0][0] for message, entries in left.items() if entries[0][0] != CLICK} == {}


def test_click_s_words_are_click_s() -> None:
    folder = Path(click.__file__).parent
    own = {
        str(one)
        for path in folder.glob("*.py")
        for _, message, _, _ in extract_from_file("python", path, keywords={"_": None, "ngettext": (1, 2)})
        for one in (message if isinstance(message, tuple) else (message,))
    }
    mine = {message for message, entries in catalogue(PACKAGES[0]).items() if entries[0][0] == CLICK}
    assert mine - own == set()
    # What click says when it loads plug-ins, edits or pages is never reached; what it says of a call is all there.
    assert {
        message for message in own - mine if message.startswith(("No such", "Missing", "Invalid", "Usage", "Try", "Option"))
    } == set()


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_one_message_has_one_french(package: Path) -> None:
    several = {message: entries for message, entries in catalogue(package).items() if len({text for _, text in entries}) > 1}
    assert several == {}


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_placeholders_agree(package: Path) -> None:
    for message, entries in catalogue(package).items():
        for file, text in entries:
            if file == CLICK:
                assert set(re.findall(r"\{(\w+)", text)) <= set(re.findall(r"\{(\w+)", message)), message
            else:
                assert placeholders(text) == placeholders(message), (file, message)


def test_a_message_without_french_stays_english() -> None:
    assert {translate("No catalogue has this.", language) for language in LANGUAGES} == {"No catalogue has this."}


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_BE.UTF-8"}, "fr"),
        ({"LANG": "fr_FR", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_GB", "LANGUAGE": "fr:en"}, "fr"),
        ({"LANG": "de_DE"}, "en"),
    ],
)
def test_the_locale_says_the_language(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert resolve_language() == language
