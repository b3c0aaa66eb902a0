"""What is fuzzed: every reader, and the way from a posting to its graph. A target raises what must not happen to its bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial

import pyoxigraph

from benchmarks.fuzz.words import spelled, words
from organigram.contacts import mask_facts
from organigram.errors import ReadingError
from organigram.extraction import extract
from organigram.linking import link
from organigram.mapping import map_posting
from organigram.model import Facts, Posting
from organigram.reading.assembling import assemble
from organigram.reading.draft import Draft
from organigram.reading.formats import HEAD, Options, tell
from organigram.reading.limits import Limits
from organigram.review import Decisions
from organigram.vocabulary import Vocabulary, load_vocabulary

#: Nothing is refused for being short or for being no posting: every text goes all the way.
_OPTIONS = Options(Limits(max_bytes=200_000, max_whole_bytes=1_000_000, pdf_seconds=10.0, min_letters=0, min_signs=0))
_WORD_NAMES = """xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" """
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


class BrokenPromiseError(AssertionError):
    """What came out is not what is promised of it."""


def read(name: str, raw: bytes) -> None:
    """Read a file of some name; what it holds are postings that can be kept, or named errors."""
    with suppress(ReadingError):
        for one, _ in tell(name, raw[:HEAD]).read(io.BytesIO(raw), _OPTIONS):
            if isinstance(one, Draft):
                with suppress(ReadingError):
                    _check_posting(assemble(one, "a", name, _OPTIONS.limits))
            else:
                one.message("fr")


def read_spelled(name: str, vocabulary: str, data: bytes) -> None:
    """Read a text of words, or, where the first byte is odd, the bytes as they are."""
    read(name, data[1:] if data[:1] and data[0] & 1 else spelled(data[1:], words(vocabulary)).encode("utf-8", "replace"))


def read_html(data: bytes) -> None:
    """A page of tags and words."""
    read("a.html", b"<html>" + spelled(data, words("html")).encode("utf-8", "replace"))


def read_docx(data: bytes) -> None:
    """A Word document whose text is of tags and words; where the first byte is odd, a damaged file."""
    body = spelled(data[2:], words("word"))
    raw = _word_document(f"<w:document {_WORD_NAMES}><w:body>{body}</w:body></w:document>".encode("utf-8", "replace"))
    if data[:1] and data[0] & 1:
        place = len(raw) * data[1] // 256 if data[1:] else 0
        raw = raw[:place] + data[2:] + raw[place + len(data) :]
    read("a.docx", raw)


def _word_document(document: bytes) -> bytes:
    relation = f'<Relationship Id="r" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types"/>')
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{_PACKAGE}/relationships">{relation}</Relationships>')
        archive.writestr("word/document.xml", document)
    return buffer.getvalue()


def read_pdf(data: bytes) -> None:
    """A PDF of one page whose content is of operators and words; no table of objects, so that nothing need be counted."""
    content = spelled(data, words("pdf")).encode("latin-1", "replace")
    read("a.pdf", _PDF_HEAD + b"4 0 obj << /Length %d >> stream\n%b\nendstream endobj\n" % (len(content), content) + _PDF_END)


_PDF_HEAD = b"""%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >> endobj
5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj
"""
_PDF_END = b"trailer << /Root 1 0 R >>\n%%EOF\n"


def understand(data: bytes) -> None:
    """A posting of labels, cues and names, in the language that the first byte says, to facts, links and quads."""
    text = spelled(data[1:], words("postings")).encode("utf-8", "replace").decode()
    posting = Posting("a", "a.txt", "fr" if data[:1] and data[0] & 1 else "en", text)
    vocabulary = _vocabulary()
    facts = link(mask_facts(extract(posting, vocabulary)), vocabulary, Decisions())
    _check_facts(posting, facts)
    lines = map_posting(posting, facts, vocabulary)
    for _ in pyoxigraph.parse("\n".join(lines), pyoxigraph.RdfFormat.N_QUADS):
        pass


@cache
def _vocabulary() -> Vocabulary:
    return load_vocabulary()


def _check_posting(posting: Posting) -> None:
    posting.text.encode()
    for one in posting.stated:
        if posting.text[one.start : one.end] != one.value or one.end > posting.body:
            raise BrokenPromiseError(f"{one} is not where it is said to be")


def _check_facts(posting: Posting, facts: Facts) -> None:
    for kind, item in facts.items():
        if not item.evidence:
            raise BrokenPromiseError(f"{kind} without evidence: {item}")
        for evidence in item.evidence:
            if posting.text[evidence.start : evidence.end] != evidence.quote or not evidence.quote:
                raise BrokenPromiseError(f"{kind}: {evidence} is not in the text")
    if Facts.from_json(facts.to_json()) != facts:
        raise BrokenPromiseError("the facts do not come back from JSON")


TARGETS: dict[str, Callable[[bytes], None]] = {
    "text": partial(read, "a.txt"),
    "markdown": partial(read_spelled, "a.md", "records"),
    "html": read_html,
    "docx": read_docx,
    "pdf": read_pdf,
    "json": partial(read_spelled, "a.json", "records"),
    "jsonl": partial(read_spelled, "a.jsonl", "records"),
    "csv": partial(read_spelled, "a.csv", "records"),
    "xml": partial(read_spelled, "a.xml", "records"),
    "zip": partial(read, "a.zip"),
    "extraction": understand,
}
