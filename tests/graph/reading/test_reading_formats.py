"""The table of formats: every row works, and a format is told by what the file is before what it is called."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest
from reading_samples import ENGLISH, HTML, read_one

from organigram.reading.data import reading_data
from organigram.reading.formats import Format, endings, formats, tell


@pytest.mark.parametrize("row", formats(), ids=lambda row: row.name)
def test_the_reader_of_every_row_is_there(row: Format) -> None:
    module, _, name = row.reader.partition(":")
    assert callable(getattr(importlib.import_module(module), name))


def test_no_ending_belongs_to_two_formats() -> None:
    assert len(endings()) == sum(len(row.endings) for row in formats())


@pytest.mark.parametrize(
    ("name", "head", "format_"),
    [
        ("a.txt", b"We seek a nurse", "text"),
        ("a", b"We seek a nurse", "text"),
        ("-", b"title,body\nNurse,...", "csv"),
        ("-", b"\xef\xbb\xbfref;Intitul\xc3\xa9;lieu;Texte\n", "csv"),
        ("-", b"Title, body, soul and spirit\nWe seek", "text"),
        ("a.MD", b"# Nurse", "markdown"),
        ("a.txt", b"<!DOCTYPE html><html>", "html"),
        ("a.doc", b"\xef\xbb\xbf<html><body>", "html"),
        ("a.xml", b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">', "html"),
        ("a.htm", b"<p>We seek", "html"),
        ("feed", b'<?xml version="1.0"?><rss version="2.0">', "xml"),
        ("feed.txt", b"<feed xmlns='http://www.w3.org/2005/Atom'>", "xml"),
        ("jobs.xml", b"<jobs><job>", "xml"),
        ("jobs", b'{"data": [', "json"),
        ("jobs.txt", b'[\n  {"title"', "json"),
        ("jobs.jsonl", b'{"title": 1}\n', "jsonl"),
        ("jobs.json", b'{"title": 1}\n', "json"),
        ("jobs.csv", b"title,body\n", "csv"),
        ("jobs.tsv", b"[x]\tbody\n", "csv"),
        ("jobs.csv", b"PK\x03\x04", "zip"),
        ("a.txt", b"[Vacancy] Nurse", "text"),
        ("a.txt", b"{Nurse}", "text"),
    ],
)
def test_a_format_is_told_by_what_the_file_is(name: str, head: bytes, format_: str) -> None:
    assert tell(name, head).name == format_


def test_a_page_that_is_called_text_is_read_as_a_page(tmp_path: Path) -> None:
    path = tmp_path / "saved.txt"
    path.write_text(f"<!DOCTYPE html><html><body><main><h1>Coordinator</h1>{HTML}</main></body></html>")
    assert "Goundam & Gao" in read_one(path).text
    assert "<p>" not in read_one(path).text


def test_plain_text_is_not_touched_whatever_signs_are_in_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    text = f"# Coordinator\n\n{ENGLISH}\n<b>Fewer</b> than < 5 &amp; more than > 3 **years**\n"
    path.write_text(text)
    assert read_one(path).text == text


def test_no_ending_that_is_read_is_also_told_as_unread() -> None:
    unread = reading_data().document_endings - {".pdf", ".docx", ".htm", ".html"}
    assert not endings() & unread


def test_reading_text_loads_no_heavy_library() -> None:
    code = (
        "import sys, io; sys.stdin = io.TextIOWrapper(io.BytesIO(b'We seek a nurse. Please apply with a CV and a letter.'));"
        "from pathlib import Path; from organigram.reading import read; read(Path('-'));"
        "assert not {'lxml', 'trafilatura', 'docx', 'markdown_it', 'pypdfium2'} & set(sys.modules), sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
