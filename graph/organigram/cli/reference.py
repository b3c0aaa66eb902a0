"""The reference pages, made from the code: ``docs/cli.md``, ``docs/settings.md`` and their French.

``python -m organigram.cli.reference`` writes them; a test compares them with the code.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_type_hints

import click
import platformdirs

from organigram.cli.app import make_app
from organigram.cli.session import Session
from organigram.config import COLUMN_KEYS, ENVIRONMENT_PREFIX, FILE_NAME, ColumnTable, Settings
from organigram.i18n import LANGUAGES, N_, Language, translate

WIDTH = 100

_STATUSES = (
    ("0", N_("all was done")),
    ("1", N_("some postings were set aside (each named with its reason), or a check found something")),
    ("2", N_("the call is wrong: a command, an option, a value, a setting, a query")),
    ("3", N_("it could not be done: a damaged store, a query that ran too long, an endpoint that does not answer")),
    ("70", N_("the program itself failed; `ORGANIGRAM_DEBUG=1` shows where")),
    ("130", N_("interrupted by Ctrl-C")),
)


def pages() -> Iterator[tuple[str, str]]:
    """The name and text of every reference page."""
    for language in LANGUAGES:
        ending = "" if language == "en" else f".{language}"
        yield f"cli{ending}.md", command_page(language)
        yield f"settings{ending}.md", settings_page(language)


def command_page(language: Language) -> str:
    """The help of the program and of every command, and the exit statuses, as Markdown."""
    app = make_app(language)
    parts = [f"# {translate(_CLI, language)}", translate(_MADE, language), _help(app, "organigram", language)]
    for name in sorted(app.commands):
        parts += [f"## `organigram {name}`", _help(app.commands[name], f"organigram {name}", language)]
    rows = [f"| {status} | {translate(meaning, language)} |" for status, meaning in _STATUSES]
    status, meaning = translate(_STATUS, language), translate(_MEANING, language)
    parts += [f"## {status}", "\n".join([f"| {status} | {meaning} |", "| --- | --- |", *rows])]
    return "\n\n".join(parts) + "\n"


def settings_page(language: Language) -> str:
    """Every setting with its variable, kind, default and meaning, as Markdown."""
    kinds = get_type_hints(Settings)
    headings = (N_("Setting"), N_("Variable"), N_("Kind"), N_("Default"), N_("Meaning"))
    rows = [
        (
            f"`{setting.name}`",
            f"`{ENVIRONMENT_PREFIX}{setting.name.upper()}`",
            translate(_KINDS[kinds[setting.name]], language),
            _default(getattr(Settings(), setting.name)),
            _description(setting, language),
        )
        for setting in dataclasses.fields(Settings)
    ]
    table = [tuple(translate(heading, language) for heading in headings), ("---",) * len(headings), *rows]
    parts = [
        f"# {translate(_SETTINGS, language)}",
        translate(_MADE, language),
        translate(_ORDER, language).format(file=FILE_NAME, prefix=ENVIRONMENT_PREFIX),
        "\n".join(f"| {' | '.join(cells)} |" for cells in table),
        f"## {translate(_COLUMNS, language)}",
        translate(_COLUMNS_SAY, language).format(file=FILE_NAME),
        _COLUMNS_EXAMPLE,
        translate(_COLUMNS_KEYS, language).format(keys=", ".join(f"`{key}`" for key in COLUMN_KEYS)),
    ]
    return "\n\n".join(parts) + "\n"


_CLI, _SETTINGS = N_("The command line"), N_("Settings")
_STATUS, _MEANING = N_("Exit status"), N_("Meaning")
_MADE = N_("Made from the code by `python -m organigram.cli.reference`; edit the code, not this page.")
_ORDER = N_(
    "A setting comes from the command line's option, else from the environment (`{prefix}...`), else from `{file}` in the "
    "working folder (or the file that `{prefix}CONFIG` names), else it is the default. In the file a setting is a line "
    "`name = value`; relative paths in it are relative to the file."
)
_COLUMNS = N_("Columns of tables and records")
_COLUMNS_SAY = N_(
    "Rows of CSV files, records of JSON and elements of XML are read by the names of their columns. Common names in English and "
    "French need no setting. For others, `{file}` ends in a table `[columns]`: what is held, and the column or columns that hold "
    "it. Case, accents and signs in names do not matter; a name with dots is a path in a record. Several columns of `body` are "
    "put one after the other; of any other key, each column that has a value counts."
)
_COLUMNS_EXAMPLE = """\
```toml
[columns]
title = "Intitulé du poste"
employer = "company.name"
body = ["Missions", "Profil recherché", "Comment postuler"]
```"""
_COLUMNS_KEYS = N_(
    "The keys are {keys}. `body` is the posting's text, `id` its name in the file, `language` the languages that the post needs: "
    "the language that a posting is written in is told from its text."
)
_KINDS = {
    str: N_("text"),
    int: N_("whole number"),
    float: N_("number"),
    Path: N_("path"),
    ColumnTable: N_("table"),
}


def _description(setting: dataclasses.Field[Any], language: Language) -> str:
    message: str = setting.metadata["description"]
    return translate(message, language)


def _default(value: object) -> str:
    """A default as every machine writes it: the user's own folders by what they are."""
    folders = {
        platformdirs.user_data_path("organigram"): "<user data>/organigram",
        platformdirs.user_cache_path("organigram"): "<user cache>/organigram",
    }
    if isinstance(value, Path):
        for folder, name in folders.items():
            if value.is_relative_to(folder):
                return f"`{(Path(name) / value.relative_to(folder)).as_posix()}`"
    return f"`{value}`" if value not in ("", {}) else ""


def _help(command: click.Command, name: str, language: Language) -> str:
    context = click.Context(
        command, info_name=name, terminal_width=WIDTH, obj=Session(language, Settings()), help_option_names=["-h", "--help"]
    )
    return f"```\n{command.get_help(context).rstrip()}\n```"


def main(folder: Path | None = None) -> None:
    """Write the pages into ``docs/`` of the checkout, or another folder."""
    target = folder or Path(__file__).resolve().parents[3] / "docs"
    for name, text in pages():
        (target / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
