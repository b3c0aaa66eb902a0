"""Word documents: what people write them with comes through as lines; hostile ones are refused."""

from __future__ import annotations

import io
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from word_documents import box, document, paragraph, table

from organigram.errors import ReadingError
from organigram.reading.draft import Draft
from organigram.reading.formats import Options
from organigram.reading.formats.docx import read_docx


def text_of(raw: bytes) -> str:
    ((draft, _),) = read_docx(io.BytesIO(raw), Options())
    assert isinstance(draft, Draft)
    return draft.text


def test_headings_lists_tables_boxes_and_frames_become_lines() -> None:
    raw = document(
        paragraph("Chargé·e de projet", style="T"),
        table(("Lieu", "Mopti"), ("Responsable :", "Cheffe de mission"), ("Pays", "Mali\nNiger")),
        paragraph("Duties", style="H"),
        paragraph("Plan the work", item=True),
        paragraph("Lead the team", item=True),
        box("Deadline: 3 May 2026"),
        paragraph("You report to the\tDirector.\nIn Bamako."),
        table(("Language", "Need"), ("French", "required"), ("Bambara", "asset"), bold_head=True),
        header1=paragraph("Relief Works – Human resources"),
        footer1=paragraph("12 Example Street") + paragraph("Page 2"),
        footer2=paragraph("12 Example Street"),
    )
    assert text_of(raw).splitlines() == [
        "Relief Works – Human resources", "",
        "Chargé·e de projet", "",
        "Lieu: Mopti", "Responsable : Cheffe de mission", "Pays: Mali, Niger", "",
        "Duties", "",
        "- Plan the work", "- Lead the team", "",
        "Deadline: 3 May 2026", "",
        "You report to the Director.", "In Bamako.", "",
        "Language: French", "Need: required", "",
        "Language: Bambara", "Need: asset", "",
        "12 Example Street",
    ]  # fmt: skip


def test_forms_corrections_and_links_are_read() -> None:
    raw = document(
        f"<w:sdt><w:sdtContent>{paragraph('Title: Nurse')}</w:sdtContent></w:sdt>",
        "<w:p><w:ins><w:r><w:t>Country: Chad</w:t></w:r></w:ins><w:del><w:r><w:delText>Niger</w:delText></w:r></w:del></w:p>",
        "<w:p><w:hyperlink><w:r><w:t>Apply here</w:t></w:r></w:hyperlink></w:p>",
    )
    assert text_of(raw).split("\n\n") == ["Title: Nurse", "Country: Chad", "Apply here"]


@pytest.mark.parametrize(
    ("raw", "reason", "raison"),
    [
        (b"PK\x03\x04", "no whole Word document", "pas un document Word entier"),
        (b"", "no whole Word document", "pas un document Word entier"),
        (document(paragraph("Nurse"))[:-100], "no whole Word document", "pas un document Word entier"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted, or in Word's old format", "ancien format"),
        (document(), "holds no text", "aucun texte"),
        (document(paragraph("Nurse"), more={"word/media/a.bin": bytes(150_000_000)}), "unpacks to 150 MB", "fait 150 Mo"),
        (document(paragraph("nurse " * 1_000_000)), "unpacks to 6", "fait 6"),
        (
            document(f"{'<w:sdt><w:sdtContent>' * 30_000}{paragraph('Nurse')}{'</w:sdtContent></w:sdt>' * 30_000}"),
            "nested too deep",
            "trop imbriqués",
        ),
        (
            document("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", doctype='<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'),
            "no whole Word document",
            "pas un document Word entier",
        ),
        (
            document("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", doctype='<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/hostname">]>'),
            "no whole Word document",
            "pas un document Word entier",
        ),
    ],
    ids=["cut", "empty", "half", "old", "nothing", "bomb", "long", "deep", "entities", "file"],
)
def test_what_cannot_be_read_is_told(raw: bytes, reason: str, raison: str) -> None:
    started = time.process_time()
    with pytest.raises(ReadingError) as caught:
        text_of(raw)
    assert reason in caught.value.message("en")
    assert raison in caught.value.message("fr")
    assert time.process_time() - started < 10


NURSE = document(paragraph("Nurse", style="H"), table(("a", "b")), box("c"), header1=paragraph("d"))
TAGS = ["w:p", "w:r", "w:t", "w:tbl", "w:tr", "w:tc", "w:sdt", "w:pPr", "w:numPr", "w:ilvl", "w:br", "w:fldChar", "w:hyperlink"]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(NURSE) - 1), st.binary(min_size=1, max_size=20), st.integers(0, 40))
def test_a_damaged_file_gives_a_text_or_a_named_error(place: int, put: bytes, taken: int) -> None:
    with suppress(ReadingError):
        text_of(NURSE[:place] + put + NURSE[place + taken :])


@settings(max_examples=100, deadline=None)
@given(st.recursive(st.just("word"), lambda inner: st.tuples(st.sampled_from(TAGS), st.lists(inner, max_size=4)), max_leaves=20))
def test_any_elements_give_a_text_or_a_named_error(tree: object) -> None:
    def write(node: object) -> str:
        if not isinstance(node, tuple):
            return str(node)
        return f"<{node[0]}>{''.join(map(write, node[1]))}</{node[0]}>"

    with suppress(ReadingError):
        text_of(document(write(tree)))
