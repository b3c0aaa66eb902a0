"""Stated fields: labelled lines above the body, in the posting's language, spans exact; what is no value is left out."""

from __future__ import annotations

from typing import get_args

import pytest
from reading_samples import ENGLISH, FRENCH, stated

from organigram.errors import ReadingError
from organigram.i18n import LANGUAGES
from organigram.model import StatedKey
from organigram.reading.assembling import LONGEST_VALUE, assemble
from organigram.reading.draft import Draft, Field
from organigram.reading.limits import Limits
from organigram.resources import table


def test_labels_are_in_the_language_of_the_body() -> None:
    fields = (Field("country", "MLI", "pays"), Field("deadline", "15/02/2024", "fin"), Field("sector", "4595", "theme"))
    english = assemble(Draft(ENGLISH, fields), "a", "a", Limits())
    french = assemble(Draft(FRENCH, fields), "a", "a", Limits())
    assert english.text == f"Country: Mali\nClosing date: 15/02/2024\nSector: Health\n\n{ENGLISH}"
    assert french.text == f"Pays : Mali\nDate limite de candidature : 15/02/2024\nSecteur : Santé\n\n{FRENCH}"
    assert french.text[french.body :] == FRENCH
    assert stated(french) == [("country", "Mali"), ("deadline", "15/02/2024"), ("sector", "Santé")]
    assert [one.field for one in french.stated] == ["pays", "fin", "theme"]


def test_every_key_has_a_label_in_both_languages() -> None:
    labels = table("reading/head.toml")["label"]
    assert set(labels) == set(get_args(StatedKey))
    assert all(label[language].strip() for label in labels.values() for language in LANGUAGES)


def test_without_fields_the_text_is_the_body() -> None:
    posting = assemble(Draft(ENGLISH), "a", "a", Limits())
    assert (posting.text, posting.body, posting.stated) == (ENGLISH, 0, ())


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("employer", "2865"),
        ("title", ">-"),
        ("title", "Offres d’emploi"),
        ("title", "  VACANCIES "),
        ("contract", "263"),
        ("country", "N/A"),
        ("salary", "Not specified"),
        ("place", "x" * (LONGEST_VALUE + 1)),
        ("place", ""),
        ("employer", "Ask Jane Doe, jane.doe@example.org"),
        ("place", "Gao, tel. +223 70 12 34 56"),
        ("url", "mailto:jobs@example.org"),
    ],
)
def test_what_states_nothing_or_is_a_person_s_is_left_out(key: StatedKey, value: str) -> None:
    assert assemble(Draft(ENGLISH, (Field(key, value, "x"),)), "a", "a", Limits()).text == ENGLISH


@pytest.mark.parametrize(
    ("key", "value", "written"),
    [
        ("title", "Head of\n Mission\x07 (Mali)", "Head of Mission (Mali)"),
        ("identifier", "0612345678", "0612345678"),
        ("url", "https://example.org/0612345678", "https://example.org/0612345678"),
        ("country", "149", "Mali"),
        ("country", "ML", "Mali"),
        ("country", "République du Mali", "République du Mali"),
        ("deadline", "2024-02-15T00:00:00+00:00", "2024-02-15T00:00:00+00:00"),
        ("salary", "1 963,64 – 2 097,09 €", "1 963,64 – 2 097,09 €"),
    ],
)
def test_values_are_as_the_source_writes_them_on_one_line(key: StatedKey, value: str, written: str) -> None:
    assert stated(assemble(Draft(ENGLISH, (Field(key, value, "x"),)), "a", "a", Limits())) == [(key, written)]


def test_a_value_is_written_once() -> None:
    fields = (Field("title", "Nurse", "title"), Field("title", "NURSE", "name"), Field("employer", "Nurse", "source"))
    assert stated(assemble(Draft(ENGLISH, fields), "a", "a", Limits())) == [("title", "Nurse"), ("employer", "Nurse")]


def test_the_language_is_the_body_s_not_the_fields() -> None:
    fields = tuple(Field("sector", f"Health programmes and the protection of children, part {n}", "s") for n in range(30))
    assert assemble(Draft(FRENCH, fields), "a", "a", Limits()).language == "fr"


def test_fields_alone_are_no_posting() -> None:
    with pytest.raises(ReadingError, match="There is no text"):
        assemble(Draft("", (Field("title", "Nurse", "t"),)), "a", "a", Limits())
