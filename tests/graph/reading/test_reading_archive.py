"""Archives: members of every format, and everything that archives are made to do harm with."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from pathlib import Path

import pytest
from reading_samples import ENGLISH, FRENCH, HTML, OPTIONS, stated, told

from organigram.model import Posting
from organigram.reading import Limits, Options, read_postings


def pack(path: Path, members: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


MEMBERS: dict[str, str | bytes] = {
    "offers/Offre n° 1.fr.txt": FRENCH.encode("cp1252"),
    "offers/a.html": f"<html><body><main><h1>Coordinator</h1>{HTML}<p>{ENGLISH}</p></main></body></html>",
    "offers/b.md": f"---\ntitle: Coordinator\ncountry: Mali\n---\n**{ENGLISH}**",
    "all.jsonl": "\n".join(json.dumps({"id": number, "text": ENGLISH}) for number in (7, 8)),
    "README.md": ENGLISH,
    "__MACOSX/offers/._a.html": b"\0",
    ".hidden/a.txt": ENGLISH,
    "photo.png": b"\x89PNG",
    "facts/a.json": '{"title": null}',
    "empty.txt": "",
    "old.rtf": "{\\rtf1",
    "inner.zip": b"PK\x05\x06" + bytes(18),
}
SAID = [
    "offers-Offre-n-1.fr",
    "offers-a",
    "offers-b",
    "all-7",
    "all-8",
    "empty.txt: The file is empty. Remove it, or put the posting's text into it.",
    "old.rtf: Files that end in .rtf are not read. Save its text as a UTF-8 text file (.txt) and read that.",
    "inner.zip: An archive in an archive is not read. Unpack it, and read what is in it.",
]


def said(path: Path, options: Options = OPTIONS) -> list[str]:
    return [line.removeprefix(f"{path.stem}-") for line in told(path, options)]


def test_members_of_every_format(tmp_path: Path) -> None:
    path = pack(tmp_path / "box.zip", MEMBERS)
    assert said(path) == SAID
    third = [*read_postings(path)][2]
    assert isinstance(third, Posting)
    assert stated(third) == [("title", "Coordinator"), ("country", "Mali")]
    assert third.source == f"{path}#offers-b"


def test_an_archive_from_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    raw = pack(tmp_path / "box.zip", MEMBERS).read_bytes()
    monkeypatch.setattr(sys, "stdin", type("In", (), {"buffer": Pipe(raw)}))
    found = [one.id if isinstance(one, Posting) else "" for one in read_postings(Path("-"))]
    assert found[:5] == [f"stdin-{name}" for name in SAID[:5]]


def test_a_bomb_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    lines = b'{"text": "' + b"a" * 40_000_000
    path = pack(tmp_path / "box.zip", {"bomb.jsonl": lines, "bomb.txt": b"a" * 40_000_000, "a.txt": ENGLISH})
    bomb, text, last = said(path)
    assert bomb.startswith("bomb.jsonl: It unpacks to far more than it is packed to: it may be made to do harm.")
    assert text.startswith("bomb.txt: It is larger than the limit of 5 MB.")
    assert last == "a"


def test_more_than_may_be_unpacked_ends_the_reading(tmp_path: Path) -> None:
    path = pack(tmp_path / "box.zip", {f"{number}.txt": f"{ENGLISH} {number}" for number in range(9)})
    lines = said(path, Options(Limits(max_unpacked_bytes=3 * (len(ENGLISH) + 2))))
    assert lines[:3] == ["0", "1", "2"]
    assert lines[3].startswith("3.txt: It unpacks to more than the limit of")
    assert len(lines) == 4


def test_more_members_than_the_limit_are_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "box.zip", {f"{number}.txt": ENGLISH for number in range(9)})
    assert said(path, Options(Limits(max_records=8))) == [
        "It holds more than 8 postings; the rest is not read. Part the file, or raise the setting max_records."
    ]


def test_a_locked_or_damaged_archive_is_told(tmp_path: Path) -> None:
    path = pack(tmp_path / "box.zip", {"a.txt": ENGLISH, "b.txt": FRENCH}, zipfile.ZIP_STORED)
    whole = path.read_bytes()
    path.write_bytes(whole[:-30])
    assert said(path)[0].startswith("The archive is damaged, locked, or packed in an unknown way (")
    path.write_bytes(whole.replace(b"Goundam", b"Gxundam", 1))
    assert said(path)[0].startswith("a.txt: The archive is damaged, locked, or packed in an unknown way (Bad CRC-32")
    assert said(path)[1] == "b"
    locked = bytearray(whole)
    locked[6] |= 1  # the flag of encryption, in both headers
    locked[whole.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(locked)
    assert "encrypted" in said(path)[0]


def test_an_archive_of_nothing_is_told(tmp_path: Path) -> None:
    assert said(pack(tmp_path / "box.zip", {})) == ["The file holds no posting. Check that this is the right file."]
    assert said(pack(tmp_path / "box.zip", {"photo.png": b"x"})) == [
        "The file holds no posting. Check that this is the right file."
    ]


def test_a_member_without_a_name_is_passed_over(tmp_path: Path) -> None:
    path = pack(tmp_path / "box.zip", {"a.txt": ENGLISH, "X": "other"}, zipfile.ZIP_STORED)
    raw = path.read_bytes()
    start = raw.index(b"PK\x01\x02", raw.index(b"PK\x01\x02") + 1)
    entry = bytearray(raw[start : raw.index(b"PK\x05\x06")])
    entry[28:30] = b"\0\0"  # the length of the name
    end = bytearray(raw[raw.index(b"PK\x05\x06") :])
    size = int.from_bytes(end[12:16], "little") - 1
    end[12:16] = size.to_bytes(4, "little")
    path.write_bytes(raw[:start] + entry[:46] + end)
    found = list(read_postings(path))
    assert [one.id for one in found if isinstance(one, Posting)] == ["box"]
