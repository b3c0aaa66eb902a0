"""The language of a text: by small words where they leave no doubt, by the detector where they do."""

from __future__ import annotations

import pytest

from organigram.reading import languages
from organigram.reading.languages import detect

ENGLISH = "The officer will work with the team and report to the head of the clinic, by whom the plan is made, for this year. "
FRENCH = "La personne travaille avec les équipes et rend compte au chef de la clinique, par qui le plan est fait pour une année. "
SPANISH = "La persona trabaja con los equipos y rinde cuentas al jefe de la clínica, que hace el plan para un año entero. "


@pytest.mark.parametrize(("text", "code"), [(ENGLISH, "en"), (FRENCH, "fr")])
def test_small_words_settle_a_plain_text(monkeypatch: pytest.MonkeyPatch, text: str, code: str) -> None:
    monkeypatch.setattr(languages, "_identifier", None)  # not to be asked
    assert detect(text * 3) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [(SPANISH * 4, "es"), (ENGLISH + FRENCH * 6, "fr"), (FRENCH + ENGLISH * 6, "en"), ("Head of Mission, Bamako", "en")],
)
def test_the_detector_settles_what_small_words_do_not(text: str, code: str) -> None:
    assert detect(text) == code
