"""Tables: every sign between cells, old encodings, columns of our own and the user's, rows that are cut or shifted."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from reading_samples import ENGLISH, FRENCH, HTML, stated, told

from organigram.model import Posting
from organigram.reading import Limits, Options, read_postings


def table(rows: list[list[str]], delimiter: str = ",", **options: Any) -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, **options).writerows(rows)
    return file.getvalue()


ROWS = [
    ["Référence", "Intitulé du poste", "Organisme", "Pays", "Date limite", "Texte", "Comment postuler"],
    ["R1", "Coordinateur·trice santé", "Secours; aide", "ML", "15/02/2024", f"{FRENCH}\nDeuxième ligne.", "Par courriel"],
    ["", "", "", "", "", "", ""],
    ["R2", "Chargé de projet", "Secours", "Tchad", "", f"<p>{FRENCH}</p>", ""],
]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_what_spreadsheets_write(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = tmp_path / "offres.csv"
    path.write_bytes(table(ROWS, delimiter).encode(encoding, "replace"))
    first, second = (one for one in read_postings(path) if isinstance(one, Posting))
    assert (first.id, second.id) == ("offres-R1", "offres-R2")
    assert stated(first) == [
        ("title", "Coordinateur·trice santé"),
        ("employer", "Secours; aide"),
        ("country", "Mali"),
        ("deadline", "15/02/2024"),
        ("identifier", "R1"),
    ]
    assert first.text[first.body :] == f"{FRENCH}\nDeuxième ligne.\n\nPar courriel"
    assert first.stated[0].field == "Intitulé du poste"
    assert second.text[second.body :] == FRENCH


def test_a_row_in_another_encoding_than_the_first_rows(tmp_path: Path) -> None:
    path = tmp_path / "offres.csv"
    rows = [f'{number};"{FRENCH}"\n'.encode() for number in range(2000)]
    path.write_bytes(b"id;texte\n" + b"".join(rows) + f'last;"{FRENCH}"\n'.encode("cp1252"))
    *_, last = read_postings(path)
    assert isinstance(last, Posting)
    assert last.text == FRENCH


def test_excel_s_own_first_line(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text(f"sep=;\nid;body\n1;{ENGLISH}\n")
    assert told(path) == ["jobs"]


def test_places_are_lines_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text(table([["id", "body"], ["1", f"{ENGLISH}\nmore\nmore"], ["2", "short"], ["3", ENGLISH]]))
    said = told(path)
    assert (said[0], said[2]) == ("jobs-1", "jobs-3")
    assert said[1].startswith("line 5: The text is too short")


def test_a_shifted_row_is_told_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    text = ENGLISH.replace(",", "")
    path.write_text(f"id,country,body\n1,Mali,{text}\n2,Mali,Gao,{text}\n3,Mali,{text},,\n")
    said = told(path)
    assert (said[0], said[2]) == ("jobs-1", "jobs-3")
    assert said[1].startswith("line 3: The row has 4 cells, the heading 3: its values may stand in wrong columns.")


def test_a_quote_without_end_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text(f'id,body\n1,"{ENGLISH}"\n2,"{ENGLISH}\n3,cut')
    said = told(path)
    assert said[0] == "jobs-1"
    assert said[1].startswith("line 3: The row cannot be read (unexpected end of data): perhaps a quote in it has no end.")


def test_a_table_without_a_known_column_is_told_with_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text("a,b\n1,2\n")
    assert told(path)[0].startswith(
        "line 2: No column of it is known to hold the posting's text; its columns are: a, b. Name the column in organigram.toml"
    )
    path.write_text("title,body\n")
    assert told(path) == ["The file holds no posting. Check that this is the right file."]


def test_a_wrong_mapping_is_told_and_the_rest_read(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text(table([["Ref", "Poste occupé", "Annonce"], ["1", "Infirmier", FRENCH]]))
    said = told(path, Options(columns={"title": ("Post occupé", "Titel")}))
    assert said[1] == (
        "line 1: There is no column Post occupé, Titel, which the settings name for title. "
        "Correct [columns] in organigram.toml; the columns here are: Ref, Poste occupé, Annonce."
    )
    assert said[0] == "jobs-1"
    [posting] = read_postings(path, Options(columns={"title": ("POSTE OCCUPE",)}))
    assert isinstance(posting, Posting)
    assert ("title", "Infirmier") in stated(posting)


def test_line_ends_of_old_systems_are_told(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_bytes(b"id,body\r1,text\r2,text\r")
    assert told(path)[0].startswith("The row cannot be read (new-line character seen in unquoted field")


def test_cells_of_html_become_text(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text(table([["body"], [HTML]], quoting=csv.QUOTE_ALL))
    [posting] = read_postings(path)
    assert isinstance(posting, Posting)
    assert posting.text.splitlines()[-1] == "- Apply with a CV"


def test_a_cell_beyond_the_limit_is_told_and_the_next_row_read(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text(f"id,body\n1,{'x' * 5000}\n2,{ENGLISH.replace(',', '')}\n")
    said = told(path, Options(Limits(max_bytes=1000)))
    assert said[0].startswith("line 2: It is larger than the limit of 0.001 MB.")
    assert said[1] == "jobs-2"
