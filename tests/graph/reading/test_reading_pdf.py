"""PDF: labels, columns and paragraphs of pages that reportlab makes; scans, locked, broken and hostile files."""

from __future__ import annotations

import io
import os
import signal
import time
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Table

from organigram.errors import ReadingError
from organigram.reading.draft import Draft
from organigram.reading.formats import Options, pdf
from organigram.reading.formats.pdf import read_pdf
from organigram.reading.limits import Limits

STYLES = getSampleStyleSheet()
BODY, HEADING = STYLES["Normal"], STYLES["Heading2"]
SPACED = ParagraphStyle("Spaced", BODY, spaceAfter=5)
PROSE = (
    "The coordinator plans the work of project {0} with the team and the partners of the region, follows its budget, trains the "
    "people who join the team and writes the reports that the donor asks for twice a year."
)


def made(story: Sequence[Flowable], *, columns: int = 1, frame: Callable[[Canvas, int], None] | None = None) -> bytes:
    buffer = io.BytesIO()
    width = 480 / columns
    document = BaseDocTemplate(buffer, pagesize=A4)
    frames = [Frame(57 + number * width, 57, width - 10, 720) for number in range(columns)]
    document.addPageTemplates(PageTemplate(frames=frames, onPage=lambda canvas, page: frame and frame(canvas, page.page)))
    document.build(list(story))
    return buffer.getvalue()


def drawn(draw: Callable[[Canvas], None], encrypt: StandardEncryption | None = None) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, encrypt=encrypt)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def text_of(raw: bytes, limits: Limits | None = None) -> str:
    ((draft, _),) = read_pdf(io.BytesIO(raw), Options(limits or Limits()))
    assert isinstance(draft, Draft)
    return draft.text


def head_and_foot(canvas: Canvas, page: int) -> None:
    canvas.drawString(57, 815, "Relief Works – Terms of reference")
    canvas.drawString(57, 25, "12 Example Street, Bamako")
    canvas.drawRightString(530, 25, f"Page {page} of 9")


def test_a_table_of_labels_becomes_lines_of_labels_and_values() -> None:
    rows = [
        ("<b>Job title</b>", "Coordinateur·trice de projet"),
        ("Duty station", "Kaya, with many visits to the towns and the villages of the whole Centre-Nord region of Burkina Faso"),
        ("Line manager:", "Country Director"),
        ("Duration of the<br/>contract", "12 months"),
        ("Grade", "7"),
    ]
    table = Table(
        [[Paragraph(one, BODY) for one in row] for row in rows], colWidths=[110, 300], style=[("VALIGN", (0, 0), (-1, -1), "TOP")]
    )
    text = text_of(made([Paragraph("Vacancy", HEADING), table, Paragraph("Apply with a CV.", BODY)]))
    assert [line for line in text.splitlines() if line] == [
        "Vacancy",
        "Job title: Coordinateur·trice de projet",
        "Duty station: Kaya, with many visits to the towns and the villages of the whole Centre-Nord region of Burkina Faso",
        "Line manager: Country Director",
        "Duration of the contract: 12 months",
        "Grade: 7",
        "Apply with a CV.",
    ]


def test_labels_and_values_set_by_tabs_and_spaces() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "Location :")
        canvas.drawString(180, 700, "Mopti")
        canvas.drawString(60, 680, "Reports to:          Head of Mission")
        canvas.drawString(60, 660, "Contract: CDD of six months")

    assert text_of(drawn(draw)).splitlines() == ["Location : Mopti", "Reports to: Head of Mission", "Contract: CDD of six months"]


@pytest.mark.parametrize("columns", [1, 2])
def test_paragraphs_are_whole_and_heads_and_feet_stand_once(columns: int) -> None:
    story = [Paragraph("Duties", HEADING), *(Paragraph(PROSE.format(number), SPACED) for number in range(40))]
    lines = text_of(made(story, columns=columns, frame=head_and_foot)).splitlines()
    assert lines[0] == "Relief Works – Terms of reference"
    assert lines[-1] == "12 Example Street, Bamako"
    assert [line for line in lines[1:-1] if line] == ["Duties", *(PROSE.format(number) for number in range(40))]


def test_lists_keep_their_items() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 720, "Responsibilities")
        canvas.drawString(60, 700, "•")
        canvas.drawString(80, 700, "Plan the work of the project with the team and all of its many partners in the")
        canvas.drawString(80, 686, "region")
        canvas.drawString(60, 670, "-")
        canvas.drawString(80, 670, "Lead the team")

    assert text_of(drawn(draw)).splitlines()[1:] == [
        "• Plan the work of the project with the team and all of its many partners in the region",
        "- Lead the team",
    ]


def test_words_are_joined_again_where_the_document_is_hyphenated() -> None:
    lines = ["The post holder is respon-", "sible for the mana-", "gement of a well-known", "long-", "term project."]

    def draw(canvas: Canvas) -> None:
        for number, line in enumerate(lines):
            canvas.drawString(60, 700 - 14 * number, line)

    assert "responsible for the management of a well-known" in text_of(drawn(draw))
    lines = [PROSE.format(1)[:60]] * 40 + ["We seek an officer for a long-", "term project"]
    assert "a long-term project" in text_of(drawn(draw))


def test_pages_without_words_are_told_as_a_scan() -> None:
    with pytest.raises(ReadingError) as caught:
        text_of(drawn(lambda canvas: canvas.rect(50, 50, 400, 600, fill=1)))
    assert "no text layer" in caught.value.message("en")
    assert "ocrmypdf" in caught.value.message("en")
    assert "couche de texte" in caught.value.message("fr")


def test_a_password_is_asked_for() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "Nurse")

    with pytest.raises(ReadingError, match="encrypted and asks for a password"):
        text_of(drawn(draw, StandardEncryption("secret")))
    assert text_of(drawn(draw, StandardEncryption("", ownerPassword="secret"))) == "Nurse"


def objects(*bodies: bytes) -> bytes:
    parts = [b"%PDF-1.4\n", *(b"%d 0 obj %b endobj\n" % (number, body) for number, body in enumerate(bodies, 1))]
    return b"".join(parts) + b"trailer << /Root 1 0 R >>\n%%EOF\n"


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %b >> stream\n%b\nendstream" % (len(content), more, content)


PAGES = b"<< /Type /Catalog /Pages 2 0 R >>"
RESOURCES = b"<< /Font << /F 5 0 R >> /XObject << /X 4 0 R >> >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources %b >>" % RESOURCES
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
ONE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"%PDF-1.7", "broken or cut off"),
        (b"no PDF at all", "broken or cut off"),
        (objects(PAGES, b"<< /Type /Pages /Kids [2 0 R] /Count 3 >>"), "no text layer"),
        (objects(PAGES, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000 >>"), "pages; the limit"),
        (objects(PAGES, b"<< /Type /Pages /Kids [" + b"3 0 R " * 100_000 + b"] /Count 100000 >>", PAGE), "pages; the limit"),
        (objects(PAGES, ONE, PAGE, stream(b"BT /F 1 Tf 1 TL " + b"(nurse) ' " * 250_000 + b"ET"), FONT), "too much|not read in"),
        (
            objects(PAGES, ONE, PAGE, stream(zlib.compress(bytes(400_000_000), 9), b"/Filter /FlateDecode"), FONT),
            "no text layer|not read in|broken",
        ),
        (objects(PAGES, ONE, PAGE, stream(b"/X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"), FONT), "no text layer"),
    ],
    ids=["head", "other", "loop", "loop counted", "pages", "text", "bomb", "self"],
)
def test_broken_and_hostile_files_are_refused_in_time(raw: bytes, reason: str) -> None:
    started = time.monotonic()
    with pytest.raises(ReadingError, match=reason):
        text_of(raw, Limits(pdf_seconds=5.0))
    assert time.monotonic() - started < 30


def test_the_deadline_ends_one_file_and_no_other() -> None:
    slow = objects(PAGES, ONE, PAGE, stream(b"BT /F 1 Tf 1 TL " + b"(nurse) ' " * 100_000 + b"ET"), FONT)
    with pytest.raises(ReadingError, match=r"not read in 0\.001 seconds"):
        text_of(slow, Limits(pdf_seconds=0.001))
    assert text_of(drawn(lambda canvas: canvas.drawString(60, 700, "Nurse"))) == "Nurse"


def test_a_process_that_was_killed_is_replaced() -> None:
    nurse = drawn(lambda canvas: canvas.drawString(60, 700, "Nurse"))
    assert text_of(nurse) == "Nurse"
    assert pdf._reader._child is not None
    os.kill(pdf._reader._child.process.pid, signal.SIGKILL)
    pdf._reader._child.process.wait()
    assert text_of(nurse) == "Nurse"


NURSE = drawn(lambda canvas: canvas.drawString(60, 700, "Nurse"))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(NURSE) - 1), st.binary(min_size=1, max_size=30), st.integers(0, 40))
def test_a_damaged_file_gives_a_text_or_a_named_error(place: int, put: bytes, taken: int) -> None:
    with suppress(ReadingError):
        text_of(NURSE[:place] + put + NURSE[place + taken :])
