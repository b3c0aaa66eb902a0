"""Settings: file, environment, defaults; every setting documented, every wrong value told with its source."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import get_type_hints

import pytest

from organigram.config import FILE_NAME, ColumnTable, Settings, load_settings
from organigram.errors import UsageError


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('port = 9000\nhost = "::1"\nquery_timeout = 5\nstore = "graph"\n')
    settings = load_settings({"ORGANIGRAM_PORT": "9001"}, folder=tmp_path)
    assert (settings.port, settings.host, settings.query_timeout, settings.store) == (9001, "::1", 5.0, tmp_path / "graph")
    assert isinstance(settings.query_timeout, float)


def test_without_file_and_environment_there_are_the_defaults(tmp_path: Path) -> None:
    assert load_settings({}, folder=tmp_path) == Settings()


def test_a_file_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("workers = 3\n")
    assert load_settings({"ORGANIGRAM_CONFIG": str(tmp_path / "own.toml")}, folder=Path("/")).workers == 3
    with pytest.raises(UsageError, match=r"no\.toml: The settings cannot be read"):
        load_settings({"ORGANIGRAM_CONFIG": str(tmp_path / "no.toml")})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("prot = 9000", "There is no setting prot. The settings are: language, base, store"),
        ("port = 70000", "70000 is no value for the setting port. It must be 1 to 65535."),
        ("port = 80.5", "80.5 is no value for the setting port."),
        ("port = true", "True is no value for the setting port."),
        ("max_bytes = 0", "It must be a number greater than 0."),
        ("workers = -1", "It must be 0 or a number greater than 0."),
        ('base = "example.org"', "It must be an http or https IRI that ends in a slash."),
        ('base = "https://example.org/a b/"', "It must be an http or https IRI"),
        ('language = "de"', "It must be en, fr or nothing."),
        ("query_timeout = nan", "It must be a number greater than 0."),
        ("store = 3", "It must be a path."),
        (
            'columns = {titel = "Titre"}',
            "{'titel': 'Titre'} is no value for the setting columns. It must be a table of what is held (title,",
        ),
        ("columns = 3", "is no value for the setting columns."),
        ("columns = {title = 3}", "is no value for the setting columns."),
        ("columns = {title = [3]}", "is no value for the setting columns."),
        ("port = [1]", "[1] is no value for the setting port."),
        ("port =", "The settings cannot be read"),
    ],
)
def test_what_is_wrong_is_told_with_its_file(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / FILE_NAME).write_text(line)
    with pytest.raises(UsageError) as caught:
        load_settings({}, folder=tmp_path)
    assert caught.value.message().startswith(f"{tmp_path / FILE_NAME}: ")
    assert said in caught.value.message()


def test_a_wrong_variable_is_told_in_french() -> None:
    with pytest.raises(UsageError) as caught:
        load_settings({"ORGANIGRAM_WORKERS": "two"}, folder=Path("/"))
    message = caught.value.message("fr").replace("\u00a0", " ")
    assert message.startswith("ORGANIGRAM_WORKERS: 'two' n’est pas une valeur pour le réglage workers. Ce doit être 0 ou")


def test_every_setting_can_be_set_from_the_environment(tmp_path: Path) -> None:
    values = {str: "", int: "7", float: "7.5", Path: str(tmp_path), ColumnTable: 'body = ["Missions", "Profil"]'}
    kinds = get_type_hints(Settings)
    for setting in dataclasses.fields(Settings):
        text = {"base": "https://example.org/", "additions": "nobody"}.get(setting.name, values[kinds[setting.name]])
        loaded = load_settings({f"ORGANIGRAM_{setting.name.upper()}": text}, folder=tmp_path)
        read = ColumnTable.parse if kinds[setting.name] is ColumnTable else kinds[setting.name]
        assert getattr(loaded, setting.name) == read(text)


def test_every_setting_is_used(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    code = "".join(path.read_text("utf-8") for folder in ("graph", "viz") for path in (root / folder).rglob("*.py"))
    assert [s.name for s in dataclasses.fields(Settings) if f"settings.{s.name}" not in code] == []


def test_columns_are_a_table_of_the_file(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('port = 9000\n[columns]\ntitle = "Poste"\nbody = ["Missions", "Profil"]\n')
    assert load_settings({}, folder=tmp_path).columns == {"title": ("Poste",), "body": ("Missions", "Profil")}
