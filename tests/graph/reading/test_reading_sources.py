"""Sources: folders walked in order, and everything that a file system has instead of a readable file."""

from __future__ import annotations

import io
import json
import os
import socket
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from organigram.errors import ReadingError
from organigram.model import Posting
from organigram.reading import Limits, Options, find_sources, read, read_postings
from organigram.reading.sources import displayed

TEXT = "Vacancy: nurse, Bamako. Reports to the Head of Mission. Contract of six months; please apply with a CV."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b").mkdir()
    for name in ("b/2.txt", "b/1.MD", "c.txt", "a.txt", "README.md", ".hidden.txt", "facts.json", "graph.ttl", "offer.odt"):
        (tmp_path / name).write_text('{"title": null, "countries": []}' if name == "facts.json" else TEXT)
    return tmp_path


def test_a_folder_is_walked_in_the_order_of_names(folder: Path) -> None:
    found, errors = find_sources([folder])
    assert [path.relative_to(folder).as_posix() for path in found] == ["a.txt", "b/1.MD", "b/2.txt", "c.txt"]
    assert [error.file for error in errors] == [str(folder / "offer.odt")]


def test_named_files_are_taken_whatever_their_ending(folder: Path) -> None:
    named = [folder / "facts.json", folder / "README.md", Path("-")]
    assert find_sources(named) == (named, [])


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    found, errors = find_sources([tmp_path])
    assert found == []
    assert errors[0].message().startswith(f"{tmp_path}: The folder holds no posting.")


def test_a_loop_of_links_ends(folder: Path) -> None:
    (folder / "b" / "loop").symlink_to(folder)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    found, _ = find_sources([folder])
    assert [path.name for path in found] == ["a.txt", "1.MD", "2.txt", "c.txt", "self.txt"]
    with pytest.raises(ReadingError, match=r"self\.txt: It cannot be read \(Too many levels of symbolic links\)"):
        read(folder / "self.txt")


def test_a_dangling_link_and_an_absent_file_are_told(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    for name in ("gone.txt", "absent.txt"):
        with pytest.raises(ReadingError, match=rf"{name}: It cannot be read \(No such file or directory\)\. Check"):
            read(tmp_path / name)


def test_a_file_that_vanishes_between_walk_and_reading_is_told(folder: Path) -> None:
    found, _ = find_sources([folder])
    found[0].unlink()
    with pytest.raises(ReadingError, match="No such file"):
        read(found[0])


def test_pipes_sockets_devices_and_folders_are_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    os.mkfifo("pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.txt")
        for path in (Path("pipe.txt"), Path("socket.txt"), Path("/dev/zero")):
            with pytest.raises(ReadingError, match="neither a file nor a folder"):
                read(path)
    with pytest.raises(ReadingError, match="This is a folder"):
        read(Path("folder.txt"))


def test_a_name_that_is_not_utf_8_is_told_printably(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    path.write_text(TEXT)
    found, errors = find_sources([tmp_path])
    assert (found, errors) == ([path], [])
    with pytest.raises(ReadingError) as caught:
        read(path)
    assert caught.value.message().encode("utf-8").endswith(rb"caf\xe9.txt: The file's name is not UTF-8. Rename it.")


def test_fifty_megabytes_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(ReadingError, match=r"huge\.txt: It is larger than the limit of 5 MB\."):
        read(path)


def test_standard_input_is_read_up_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    posting = read(Path("-"))
    assert (posting.id, posting.source, posting.text) == ("stdin", "-", TEXT)
    stream = io.BytesIO(b"x" * 1000)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
    with pytest.raises(ReadingError, match="larger than the limit"):
        read(Path("-"), Limits(max_bytes=10))
    assert stream.tell() < 1000 or stream.closed or len(stream.getvalue()) == 1000


def test_a_nul_in_a_name_is_told() -> None:
    with pytest.raises(ReadingError, match="cannot be the name"):
        read(Path("a\0b.txt"))


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user may enter, and this process without root's rights while the test runs."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)
        os.seteuid(os.getuid())


def test_missing_rights_are_told(open_folder: Path) -> None:
    closed, folder = open_folder / "closed.txt", open_folder / "closed"
    closed.write_text(TEXT)
    closed.chmod(0)
    folder.mkdir(mode=0)
    if os.geteuid() == 0:
        os.seteuid(65534)
    found, errors = find_sources([open_folder])
    assert found == [closed]
    end = "It cannot be read (Permission denied). Check that it exists and that you may read it."
    assert [str(error) for error in errors] == [f"{folder}: {end}"]
    with pytest.raises(ReadingError) as caught:
        read(closed)
    assert str(caught.value) == f"{closed}: {end}"


def test_displayed_paths_are_printable() -> None:
    assert displayed(Path("é.txt")) == "é.txt"


def test_a_pattern_takes_the_files_that_fit_sorted(folder: Path) -> None:
    found, errors = find_sources([folder / "**" / "*.txt"])
    assert [path.relative_to(folder).as_posix() for path in found] == ["a.txt", "b/2.txt", "c.txt"]
    assert errors == []
    assert find_sources([folder / "[ab].*"])[0] == [folder / "a.txt"]


def test_a_pattern_that_nothing_fits_is_told(folder: Path) -> None:
    found, [error] = find_sources([folder / "*.html"])
    assert found == []
    assert str(error).startswith(f"{folder}/*.html: No file fits this pattern.")


def test_a_file_whose_name_looks_like_a_pattern_is_the_file(tmp_path: Path) -> None:
    (tmp_path / "offer [1].txt").write_text(TEXT)
    assert read(find_sources([tmp_path / "offer [1].txt"])[0][0]).text == TEXT


def test_data_that_holds_no_postings_is_passed_over_in_a_folder_and_told_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "jobs.csv").write_text(f"title,body\nNurse,{TEXT.replace(',', '')}\n")
    (tmp_path / "prices.csv").write_text("item,price\nrice,3\n")
    (tmp_path / "page.json").write_text('{"data": [{"id": "1", "fields": {"title": "Nurse", "body": "short"}}]}')
    (tmp_path / "broken.json").write_text('{"data": [')
    (tmp_path / "sheet.xml").write_text("<rows><row><a>1</a></row></rows>")
    found, errors = find_sources([tmp_path], Options(columns={"body": ("a",)}))
    assert [path.name for path in found] == ["broken.json", "jobs.csv", "page.json", "sheet.xml"]
    found, errors = find_sources([tmp_path])
    assert [path.name for path in found] == ["broken.json", "jobs.csv", "page.json"]
    assert errors == []
    with pytest.raises(ReadingError, match="No column of it is known to hold the posting's text; its columns are: item, price"):
        read(tmp_path / "prices.csv")


def test_prose_in_columns_that_nobody_knows_is_told_in_a_folder_and_in_an_archive(tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text(f"ref;libelle long\n1;{TEXT.replace(';', ',')}\n")
    (tmp_path / "export.jsonl").write_text(json.dumps({"ref": 1, "libelle long": TEXT}) + "\n")
    found, errors = find_sources([tmp_path])
    assert [path.name for path in found] == ["export.csv", "export.jsonl"]
    assert errors == []
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.write(found[0], "export.csv")
    for path in (*found, archive):
        with pytest.raises(ReadingError, match="the posting's text; most words of it stand in: libelle long"):
            read(path)


def test_standard_input_may_be_of_any_format(monkeypatch: pytest.MonkeyPatch) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    for raw in (f'[{{"id": 1, "text": "{TEXT}"}}, {{"text": "{TEXT}"}}]', f"ref;body\n1;{TEXT}\n2;{TEXT}\n".replace("; ", " ")):
        monkeypatch.setattr(sys, "stdin", type("In", (), {"buffer": Pipe(raw.encode())}))
        assert [one.id for one in read_postings(Path("-")) if isinstance(one, Posting)] == ["stdin-1", "stdin-2"]
