"""What is fuzzed: every reader, and the way from a posting to its graph. A target raises what must not happen to its bytes."""

from __future__ import annotations

import io
import re
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
_WORD_NAMES = b"""xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" """
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


LANGUAGE = re.compile(r"posting.*\.(en|fr)\.txt")
#: A file's name and bytes.
File = tuple[str, bytes]


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


def attempt(name: str, raw: bytes) -> None:
    """What every run tries on a file: ``posting.en.txt`` is understood, as English; any other is read."""
    language = LANGUAGE.fullmatch(name)
    if language:
        understand(Posting("a", name, "fr" if language[1] == "fr" else "en", raw.decode("utf-8", "replace")))
    else:
        read(name, raw)


def _records(name: str, data: bytes) -> File:
    """A text of words, or, where the first byte is odd, the bytes as they are."""
    return name, data[1:] if data[:1] and data[0] & 1 else _spelled(data[1:], "records")


def _page(data: bytes) -> File:
    return "a.html", b"<html>" + _spelled(data, "html")


def _posting(data: bytes) -> File:
    return f"posting.{'fr' if data[:1] and data[0] & 1 else 'en'}.txt", _spelled(data[1:], "postings")


def _spelled(data: bytes, name: str) -> bytes:
    return spelled(data, words(name)).encode("utf-8", "replace")


def _docx(data: bytes) -> File:
    """A Word document whose text is of tags and words; where the first byte is odd, a damaged file."""
    body = _spelled(data[2:], "word")
    raw = _word_document(b"<w:document %b><w:body>%b</w:body></w:document>" % (_WORD_NAMES, body))
    if data[:1] and data[0] & 1:
        place = len(raw) * data[1] // 256 if data[1:] else 0
        raw = raw[:place] + data[2:] + raw[place + len(data) :]
    return "a.docx", raw


def _word_document(document: bytes) -> bytes:
    relation = f'<Relationship Id="r" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types"/>')
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{_PACKAGE}/relationships">{relation}</Relationships>')
        archive.writestr("word/document.xml", document)
    return buffer.getvalue()


def _pdf(data: bytes) -> File:
    """A PDF of one page whose content is of operators and words; no table of objects, so that nothing need be counted."""
    content = spelled(data, words("pdf")).encode("latin-1", "replace")
    return "a.pdf", _PDF_HEAD + b"4 0 obj << /Length %d >> stream\n%b\nendstream endobj\n" % (len(content), content) + _PDF_END


_PDF_HEAD = b"""%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >> endobj
5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj
"""
_PDF_END = b"trailer << /Root 1 0 R >>\n%%EOF\n"


def understand(posting: Posting) -> None:
    """A posting to facts, links and quads; every fact stands in the text, every quad can be read."""
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


#: What is fuzzed: the file that some bytes stand for.
TARGETS: dict[str, Callable[[bytes], File]] = {
    "text": lambda data: ("a.txt", data),
    "markdown": partial(_records, "a.md"),
    "html": _page,
    "docx": _docx,
    "pdf": _pdf,
    "json": partial(_records, "a.json"),
    "jsonl": partial(_records, "a.jsonl"),
    "csv": partial(_records, "a.csv"),
    "xml": partial(_records, "a.xml"),
    "zip": lambda data: ("a.zip", data),
    "extraction": _posting,
}
