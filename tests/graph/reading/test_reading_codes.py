"""Codes: the table of countries is what the vocabulary and the public list say."""

from __future__ import annotations

import csv
import importlib.util
from pathlib import Path

import pytest

from organigram.i18n import LANGUAGES
from organigram.reading.codes import name_of
from organigram.resources import table

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.corpus
def test_the_countries_are_made_from_their_sources(corpus_dir: Path) -> None:
    spec = importlib.util.spec_from_file_location("make_country_codes", ROOT / "ontology" / "tools" / "make_country_codes.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.TARGET.read_text("utf-8") == tool.main(corpus_dir / "vocab"), "run ontology/tools/make_country_codes.py"


@pytest.mark.corpus
def test_every_public_theme_and_type_has_its_id(corpus_dir: Path) -> None:
    known = {names["en"] for names in table("reading/codes/reliefweb.toml")["sector"].values()}
    known |= {names["en"] for names in table("reading/codes/reliefweb.toml")["contract"].values()}
    for name in ("rw-themes", "rw-job-theme", "rw-job-category", "rw-job-type"):
        with (corpus_dir / "vocab" / f"{name}.csv").open(encoding="utf-8") as file:
            assert {row[0].strip() for row in list(csv.reader(file))[1:] if row} <= known


def test_codes_of_one_kind_are_no_codes_of_another() -> None:
    for language in LANGUAGES:
        assert name_of("sector", "149", language) == "149"
        assert name_of("employer", "ML", language) == "ML"
    assert name_of("country", "MLI", "fr") == name_of("country", "149", "fr") == "Mali"
    assert (name_of("country", "CIV", "en"), name_of("country", "CI", "fr")) == ("Côte d'Ivoire", "Côte d'Ivoire")
