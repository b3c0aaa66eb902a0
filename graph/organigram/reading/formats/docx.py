"""Word documents (.docx): mammoth makes HTML of them, the house's own rendering makes lines of that.

What mammoth leaves out is read beside it: the heads and feet of pages, which often hold the organization's name.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers.expat import ExpatError

from lxml import etree

from organigram.errors import ReadingError
from organigram.i18n import N_
from organigram.reading.documents import document_words
from organigram.reading.draft import Draft
from organigram.reading.formats import Found, Options
from organigram.reading.limits import Limits
from organigram.reading.markup import html_to_text, squeeze
from organigram.reading.streams import at_most

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN = "word/document.xml"
_FRAME = re.compile(r"word/(?:header|footer)\d*\.xml")
#: Old Office files and encrypted new ones begin so.
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0"
_STYLES = "\n".join(
    f"p[style-name='{name}'] => h1:fresh" for name in ("Title", "Titre", "Subtitle", "Sous-titre", "heading 7", "heading 8")
)
#: What a file that is no whole Word document makes of zipfile, expat and mammoth.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError,
    ExpatError, etree.LxmlError, AttributeError, KeyError, IndexError, TypeError, ValueError,
)  # fmt: skip


def read_docx(stream: BinaryIO, options: Options) -> Iterator[Found]:
    """The posting in a Word document.

    Raises ReadingError where it is encrypted, broken, without text, or unpacks to more than the limits allow.
    """
    raw = at_most(stream, options.limits.max_whole_bytes)
    if raw.startswith(_COMPOUND_FILE):
        raise ReadingError(
            N_("The document is encrypted, or in Word's old format (.doc)."),
            N_("Open it in a word processor, save it as .docx without a password and read that file."),
        )
    try:
        text = _text(raw, options.limits)
    except RecursionError as error:
        raise ReadingError(
            N_("The document's parts are nested too deep."), N_("Save its text as a UTF-8 text file (.txt) and read that.")
        ) from error
    except _BROKEN as error:
        raise ReadingError(
            N_("It is no whole Word document; it cannot be opened."),
            N_("Open it in a word processor, save it as .docx again and read that file."),
        ) from error
    if not text:
        raise ReadingError(
            N_("The document holds no text; it may hold pictures of it."),
            N_("Have its text recognized first, and save that as a UTF-8 text file (.txt)."),
        )
    yield Found(Draft(text))


def _text(raw: bytes, limits: Limits) -> str:
    import mammoth  # only Word documents pay for it

    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        _refuse_bombs(archive, limits)
        parts = {name: archive.read(name) for name in sorted(archive.namelist()) if name.endswith((".xml", ".rels"))}
    if _MAIN not in parts or any(b"<!DOCTYPE" in part.replace(b"\0", b"") for part in parts.values()):
        raise ValueError(_MAIN)  # the format knows no document type, so no entities
    frames = {name: _paragraphs(part) for name, part in parts.items() if _FRAME.fullmatch(name)}
    result = mammoth.convert_to_html(
        io.BytesIO(raw), convert_image=lambda _: [], style_map=_STYLES, include_embedded_style_map=False
    )
    body = html_to_text(result.value) if result.value else ""
    head, foot = (_frame(frames, kind, body) for kind in ("header", "footer"))
    return "\n\n".join(filter(None, (head, body, foot)))


def _refuse_bombs(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Sizes are those that the archive states; zipfile unpacks no more of a part than that."""
    parts = archive.infolist()
    xml = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    if xml > limits.max_bytes or sum(part.file_size for part in parts) > limits.max_whole_bytes:
        raise ReadingError(
            N_("The document unpacks to {size} MB, more than is read."),
            N_("Save its text as a UTF-8 text file (.txt), or raise the setting max_bytes."),
            size=f"{sum(part.file_size for part in parts) / 1_000_000:.3g}",
        )


def _frame(frames: dict[str, list[str]], kind: str, body: str) -> str:
    """The lines of all heads or feet of pages, once each, without page numbers and what the body says itself."""
    number = document_words().page_number
    lines = dict.fromkeys(line for name, lines in frames.items() if kind in name for line in lines)
    return "\n".join(line for line in lines if line not in body and not number.fullmatch(line))


def _paragraphs(part: bytes) -> list[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    texts = []
    for paragraph in etree.fromstring(part, parser).iter(f"{_WORD}p"):
        words = "".join(
            node.text or "" if node.tag == f"{_WORD}t" else " " for node in paragraph.iter(f"{_WORD}t", f"{_WORD}tab")
        )
        texts.append(squeeze(words).strip())
    return [text for text in texts if text]
