"""The command ``query`` over an endpoint: names as values, and the answers of the store itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from organigram.cli.app import run


@pytest.mark.parametrize("country", ["ML", "mali"])
def test_a_question_with_a_name_as_value(country: str, url: str, store: Path, capfd: pytest.CaptureFixture[str]) -> None:
    asked = ["query", "posts-by-role-and-country", "--param", f"country={country}", "--format", "csv"]
    assert run([*asked, "--endpoint", f"{url}/sparql"]) == 0
    over_endpoint = capfd.readouterr().out
    assert run([*asked, "--store", str(store)]) == 0
    assert sorted(over_endpoint.splitlines()) == sorted(capfd.readouterr().out.splitlines())
    assert "Mali" in over_endpoint


def test_a_name_that_means_nothing_there(url: str, capfd: pytest.CaptureFixture[str]) -> None:
    asked = ["query", "posts-by-role-and-country", "--param", "country=Malia", "--endpoint", f"{url}/sparql", "--lang", "fr"]
    assert run(asked) == 2
    assert "Rien de ce type ne se nomme « Malia » dans le graphe." in capfd.readouterr().err.replace("\u00a0", " ")
