"""JSON and JSON lines: records by their keys, ReliefWeb's API, schema.org's JobPosting; one bad record never stops the rest."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from reading_samples import ENGLISH, FRENCH, HTML, read_one, reliefweb_item, stated, told

from organigram.errors import ReadingError
from organigram.model import Posting
from organigram.reading import Limits, Options, read_postings
from organigram.reading.formats.json_files import read_json, read_json_lines


def write(path: Path, value: Any, **options: Any) -> Path:
    path.write_text(json.dumps(value, ensure_ascii=False, **options), encoding="utf-8")
    return path


@pytest.mark.corpus
def test_every_record_of_the_corpus_is_read_as_it_is(corpus_dir: Path) -> None:
    read, refused = 0, []
    for path in sorted((corpus_dir / "corpus" / "unlabelled").glob("*.jsonl")):
        records = {record["id"]: record for record in map(json.loads, path.read_text("utf-8").splitlines())}
        for one in read_postings(path):
            if isinstance(one, ReadingError):
                refused.append((path.name, str(one)))
                continue
            read += 1
            record = records[one.id.removeprefix(f"{path.stem}-")]
            assert one.language == record["lang"]
            assert one.text[: one.body].count("\n") == len(one.stated) + bool(one.stated)
            assert ("employer", " ".join(record.get("organisation", "").split())) in [*stated(one), ("employer", "")]
    assert read == 150
    assert [(name, "in Spanish" in error, "line 3" in error) for name, error in refused] == [
        ("reliefweb-import.jsonl", True, True)
    ]


class TestReliefWeb:
    EXPECTED = (
        ("title", "Project Coordinator"),
        ("employer", "Relief Aid"),
        ("country", "Mali"),
        ("place", "Goundam"),
        ("sector", "Health"),
        ("sector", "Water Sanitation Hygiene"),
        ("sector", "Program/Project Management"),
        ("contract", "Consultancy"),
        ("date_posted", "2024-01-15T00:00:00+00:00"),
        ("deadline", "2024-02-15T00:00:00+00:00"),
    )

    def test_version_2_lists(self, tmp_path: Path) -> None:
        envelope = {"time": 5, "href": "x", "links": {"self": {}}, "took": 2, "totalCount": 2, "count": 2}
        path = write(tmp_path / "page.json", envelope | {"data": [reliefweb_item(11), reliefweb_item(12)]})
        postings = [one for one in read_postings(path) if isinstance(one, Posting)]
        assert [one.id for one in postings] == ["page-11", "page-12"]
        assert stated(postings[0]) == [*self.EXPECTED, ("url", "https://reliefweb.int/job/11/project-coordinator")]
        assert postings[0].stated[1].field == "fields.source.0.name"
        body = postings[0].text[postings[0].body :]
        assert body.startswith("We seek a coordinator for our health project in Goundam & Gao.")
        assert body.endswith("Write to us before Friday.")

    def test_version_1_gives_an_item_in_a_list_of_one(self, tmp_path: Path) -> None:
        path = write(tmp_path / "12.json", {"href": "x", "time": 1, "data": [reliefweb_item(12)]}, indent=2)
        assert read_one(path).id == "12"

    def test_an_item_alone(self, tmp_path: Path) -> None:
        assert stated(read_one(write(tmp_path / "12.json", reliefweb_item(12))))[:10] == list(self.EXPECTED)

    def test_what_is_not_asked_for_is_not_there(self, tmp_path: Path) -> None:
        item = {
            "id": "7",
            "fields": {
                "title": "Coordinator",
                "body": "## Duties\n\nWe seek a **coordinator** for our project; apply with a CV.",
            },
        }
        posting = read_one(write(tmp_path / "7.json", {"data": [item]}))
        assert posting.text == "Job title: Coordinator\n\nDuties\n\nWe seek a coordinator for our project; apply with a CV."


class TestJobPosting:
    POSTING: ClassVar[dict[str, Any]] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": "Coordinator",
        "identifier": {"@type": "PropertyValue", "value": "R-7"},
        "hiringOrganization": {"@type": "Organization", "name": "Relief Aid"},
        "jobLocation": {"address": {"addressLocality": "Goundam", "addressCountry": "ML"}},
        "validThrough": "2024-02-15",
        "description": HTML,
    }

    @pytest.mark.parametrize("form", ["alone", "list", "graph", "items"])
    def test_every_form_of_a_file(self, tmp_path: Path, form: str) -> None:
        value = {
            "alone": self.POSTING,
            "list": [self.POSTING],
            "graph": {"@graph": [{"@type": "WebPage"}, self.POSTING]},
            "items": {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": self.POSTING}]},
        }[form]
        found = stated(read_one(write(tmp_path / "a.jsonld", value)))
        assert {("title", "Coordinator"), ("employer", "Relief Aid"), ("country", "Mali"), ("deadline", "2024-02-15")} <= {*found}


RECORDS = [
    {"id": "a", "Intitulé du poste": "Coordinateur", "Pays": "Mali", "Texte": FRENCH},
    {"id": "a", "Texte": "trop court"},
    {"id": "", "title": "Coordinator", "company": {"name": "Relief Aid"}, "description": ENGLISH},
]
SAID = [
    "jobs-a",
    "{}: The text is too short to be a posting (fewer than 40 letters). Put the whole posting into the file.",
    "jobs-3",
]


@pytest.mark.parametrize("form", ["list", "envelope", "lines", "pretty list", "lines called json", "list called lines", "utf-16"])
def test_records_in_every_form(tmp_path: Path, form: str) -> None:
    lines = "\n".join(json.dumps(record) for record in RECORDS)
    text = {
        "list": json.dumps(RECORDS),
        "envelope": json.dumps({"count": 3, "jobs": RECORDS}),
        "pretty list": json.dumps(RECORDS, indent=4, ensure_ascii=False),
        "list called lines": json.dumps(RECORDS),
    }.get(form, f"{lines}\n\n")
    path = tmp_path / ("jobs.jsonl" if form in ("lines", "list called lines", "utf-16") else "jobs.json")
    path.write_text(text, encoding="utf-16" if form == "utf-16" else "utf-8")
    place = "line 2" if form in ("lines", "lines called json", "utf-16") else "record 2"
    assert told(path) == [line.format(place) for line in SAID]


def test_ids_are_unique_and_stable(tmp_path: Path) -> None:
    records = [
        {"id": name, "text": f"{ENGLISH} {number}"} for number, name in enumerate(["x", "x", "", "https://a.org/jobs/9/", 7])
    ]
    path = write(tmp_path / "jobs.json", records)
    assert told(path) == told(path) == ["jobs-x", "jobs-x-2", "jobs-3", "jobs-9", "jobs-7"]
    assert [one.source for one in read_postings(path) if isinstance(one, Posting)][1] == f"{path}#x-2"


def test_a_half_written_file_gives_what_is_whole(tmp_path: Path) -> None:
    lines = [json.dumps({"id": str(number), "text": ENGLISH}) for number in range(3)]
    path = tmp_path / "jobs.jsonl"
    path.write_text("\n".join(lines)[:-20])
    said = told(path)
    assert said[:2] == ["jobs-0", "jobs-1"]
    assert said[2].startswith("line 3: It is not JSON (Unterminated string")
    path = tmp_path / "jobs.json"
    path.write_text(f"[{', '.join(lines)}"[:-20])
    assert told(path)[:2] == ["jobs-0", "jobs-1"]
    assert told(path)[2].startswith("record 3: It is not JSON (Unterminated string")
    path.write_text(f"[{', '.join(lines)}")
    assert told(path)[3].startswith("record 4: The list has no end: the file was cut off.")


@pytest.mark.parametrize("name", ["deep.json", "deep.jsonl"])
@pytest.mark.parametrize("text", ["[" * 10_000, '{"a":' * 10_000, "[" * 10_000 + "]" * 10_000, '{"text": ' + "[" * 100_000])
def test_nesting_without_end_is_refused(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    assert len(said := told(path)) == 1
    assert "nested too deep" in said[0] or "not JSON" in said[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "The file holds no posting."),
        ("{}", "No column of it is known to hold the posting's text; its columns are: -."),
        ('{"a": 1, "b": 2}', "its columns are: a, b. Name the column in organigram.toml"),
        ('[1, "x", null]', "It is no record: an object with named values is wanted."),
        ('{"text": ' + "9" * 5000 + "}", "A number in it is too long."),
        ('{"text": ""}', "There is no text in it."),
        ('{\n"text": oops}', "line 2: It is not JSON (Expecting value)."),
    ],
)
def test_what_is_no_record_is_told(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "jobs.json"
    path.write_text(text)
    assert said in told(path)[0]


class Endless(io.RawIOBase):
    """A gigabyte of one line, made as it is read; what was read is counted."""

    def __init__(self, head: bytes, size: int, tail: bytes) -> None:
        self._pieces: Iterator[bytes] = iter([head, *[b"x" * 65_536] * (size // 65_536), tail])
        self._piece = b""
        self.most_asked = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.most_asked = max(self.most_asked, len(buffer))
        self._piece = self._piece or next(self._pieces, b"")
        piece, self._piece = self._piece[: len(buffer)], self._piece[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


def test_a_line_of_a_gigabyte_is_passed_over_in_pieces() -> None:
    tail = b'"}\n' + json.dumps({"id": "after", "text": ENGLISH}).encode()
    raw = Endless(b'{"text": "', 1_000_000_000, tail)
    found = list(read_json_lines(io.BufferedReader(raw), Options()))
    assert [type(one.one).__name__ for one in found] == ["ReadingError", "Draft"]
    assert found[0].place == {"en": "line 1", "fr": "ligne 1"}
    assert raw.most_asked <= Limits().max_bytes + 100_000


def test_an_object_of_a_gigabyte_is_refused_at_the_limit() -> None:
    raw = Endless(b'{"text": "', 1_000_000_000, b'"}')
    with pytest.raises(ReadingError, match="larger than the limit of 1 MB"):
        list(read_json(io.BufferedReader(raw), Options(Limits(max_whole_bytes=1_000_000))))


def test_the_user_s_columns_go_before_ours(tmp_path: Path) -> None:
    record = {
        "title": "no",
        "offre": {"nom": "Coordinatrice"},
        "text": "no",
        "Missions": FRENCH,
        "Profil_recherché": "Un diplôme.",
    }
    path = write(tmp_path / "jobs.json", record)
    options = Options(columns={"title": ("offre.nom",), "body": ("missions", "profil recherche")})
    posting = read_one(path, options)
    assert stated(posting) == [("title", "Coordinatrice")]
    assert posting.text[posting.body :] == f"{FRENCH}\n\nUn diplôme."


def test_more_records_than_the_limit_are_told(tmp_path: Path) -> None:
    path = write(tmp_path / "jobs.json", [{"text": ENGLISH}] * 5)
    said = told(path, Options(Limits(max_records=3)))
    assert said[:3] == ["jobs-1", "jobs-2", "jobs-3"]
    assert said[3].startswith(
        "It holds more than 3 postings; the rest is not read. Part the file, or raise the setting max_records"
    )
