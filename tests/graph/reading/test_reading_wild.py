"""Wild input: whatever the bytes are, reading gives postings and named errors, and every span holds."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_samples import ENGLISH, FRENCH, HTML, reliefweb_item

from organigram.errors import ReadingError
from organigram.model import Posting
from organigram.reading import Limits, Options, read_postings
from organigram.reading.formats import endings

LIMITS = Limits(
    max_bytes=20_000, max_whole_bytes=100_000, max_records=50, max_unpacked_bytes=1_000_000, min_letters=0, min_signs=0
)
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

words = st.sampled_from(
    ["title", "body", "Texte", "id", "pays", ENGLISH, FRENCH, HTML, "---\ntitle: x\n---\n", "\ud800", "\0", "é"]
)
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), words)
values = st.recursive(
    scalars, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(words, inner, max_size=5)), max_leaves=15
)


def check(path: Path, raw: bytes) -> None:
    """Read some bytes as a file; what comes out holds together."""
    path.write_bytes(raw)
    names = set()
    found = list(read_postings(path, Options(LIMITS, {"employer": ("a.b", "é")})))
    assert found
    for one in found:
        if isinstance(one, ReadingError):
            assert one.file == str(path)
            for language in ("en", "fr"):
                assert one.message(language).encode("utf-8", "surrogatepass")
            continue
        assert isinstance(one, Posting)
        assert one.id not in names
        names.add(one.id)
        one.text.encode("utf-8")
        assert one.text[one.body :].strip()
        assert all(one.text[fact.start : fact.end] == fact.value and "\n" not in fact.value for fact in one.stated)
        assert len(one.key) == 16


def as_json(value: object) -> bytes:
    return json.dumps(value).encode()


def as_lines(value: object) -> bytes:
    return b"\n".join(json.dumps(one).encode() for one in (value if isinstance(value, list) else [value]))


def as_api(value: object) -> bytes:
    return json.dumps({"data": [reliefweb_item(1, title=value, country=value, body=value), {"fields": {"body": value}}]}).encode()


def as_posting(value: object) -> bytes:
    return json.dumps({"@type": "JobPosting", "title": value, "jobLocation": value, "description": [value, HTML]}).encode()


FORMS: dict[str, Callable[[object], bytes]] = {
    "a.json": as_json,
    "a.jsonl": as_lines,
    "api.json": as_api,
    "a.jsonld": as_posting,
}


@pytest.mark.parametrize("name", FORMS)
@QUICK
@given(value=values, cut=st.integers(0, 50))
def test_any_value_of_json(tmp_path: Path, name: str, value: object, cut: int) -> None:
    raw = FORMS[name](value)
    check(tmp_path / name, raw[: len(raw) - cut] if cut < 25 else raw)


@QUICK
@given(
    rows=st.lists(st.lists(st.one_of(words, st.text(max_size=30)), min_size=1, max_size=5), min_size=1, max_size=6),
    sign=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-16", "cp1252", "utf-8-sig"]),
)
def test_any_table(tmp_path: Path, rows: list[list[str]], sign: str, encoding: str) -> None:
    check(tmp_path / "a.csv", "\n".join(sign.join(row) for row in rows).encode(encoding, "replace"))


SIGNS = "<item> </item> <body> </body> <title/> <channel> </channel> &lt;p&gt; &nbsp; & <![CDATA[ ]]> <?x?> <!-- --> \x01"
DOCTYPE = "<!DOCTYPE a [<!ENTITY b 'c'>]>"
markup = st.sampled_from([*SIGNS.split(" "), DOCTYPE, "<field_country>ML</field_country>", ENGLISH, FRENCH, HTML])


@QUICK
@given(parts=st.lists(markup, max_size=15), name=st.sampled_from(["a.xml", "a.rss", "a.md", "a.txt"]))
def test_any_markup(tmp_path: Path, parts: list[str], name: str) -> None:
    check(tmp_path / name, f"<channel>{''.join(parts)}".encode())
    check(tmp_path / name, "".join(parts).encode("cp1252", "replace"))


@QUICK
@given(front=st.text(max_size=60), body=st.one_of(words, st.text(max_size=60)))
def test_any_front_matter(tmp_path: Path, front: str, body: str) -> None:
    check(tmp_path / "a.md", f"---\n{front}\n---\n{body}".encode("utf-8", "replace"))


@QUICK
@given(
    members=st.lists(
        st.tuples(st.text(max_size=12), st.sampled_from([".txt", ".json", ".zip", "/", ""]), st.binary(max_size=80))
    ),
    damage=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=4),
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_any_archive(tmp_path: Path, members: list[tuple[str, str, bytes]], damage: list[tuple[int, int]]) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", ENGLISH)
        for name, ending, content in members:
            archive.writestr(f"m{name}{ending}", content)
    raw = bytearray(file.getvalue())
    for place, value in damage:
        if place < len(raw):
            raw[place] = value
    check(tmp_path / "a.zip", bytes(raw))


@QUICK
@given(raw=st.binary(max_size=300), name=st.sampled_from(["a", *(f"a{ending}" for ending in sorted(endings()))]))
def test_any_bytes(tmp_path: Path, raw: bytes, name: str) -> None:
    check(tmp_path / name, raw)
