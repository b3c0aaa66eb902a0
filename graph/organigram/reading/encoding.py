"""Bytes to text: Unicode where the bytes are Unicode, else one of a few old encodings, else a refusal that says why.

>>> decode("Référent·e".encode("utf-8-sig"))
'Référent·e'
>>> decode("Chargé de projet – santé\\r\\nL’équipe".encode("cp1252"))
'Chargé de projet – santé\\nL’équipe'
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from organigram.errors import ReadingError
from organigram.i18n import N_
from organigram.reading.data import reading_data

_SAVE_AS_TEXT = N_("Save its text as a UTF-8 text file (.txt) and read that.")
# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Line and page ends become line ends; other control characters a space, so that XML and RDF can hold the text.
_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\x80-\x9f\ufeff\ufffe\uffff]")
#: What any of these patterns begins with: most texts have none of it.
_ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_HALVES = re.compile(r"[\ud800-\udfff]")
#: A text with more control characters than this share is no text.
MOST_CONTROLS = 0.01
#: A text with more garbled characters than this share of its characters is not read: names in it would be wrong.
MOST_GARBLED = 0.005
#: charset-normalizer's measure of disorder (0 none, 1 all); its own default. Real postings stay under 0.17.
MOST_DISORDER = 0.2
#: So many bytes of lines that are not ASCII tell an encoding.
_ENOUGH = 100_000


def decode(raw: bytes) -> str:
    r"""The text of the bytes, its line ends ``\n``, without byte order mark or control characters.

    Raises ReadingError for binary data, an encoding that cannot be told, and text spoilt by an earlier wrong decoding.
    """
    _refuse_known_formats(raw)
    return clean(to_text(raw))


@lru_cache(maxsize=1)
def clean(text: str) -> str:
    r"""The text with line ends ``\n`` and without control characters.

    Raises ReadingError where it is binary data, or spoilt by an earlier wrong decoding.

    >>> clean("One\r\nTwo")
    'One\nTwo'
    """
    odd = _ODD.search(text) is not None
    text = _HALVES.sub("\ufffd", text) if odd else text
    if odd and len(_CONTROLS.findall(text)) > MOST_CONTROLS * len(text):
        raise _binary()
    if len(reading_data().garbled.findall(text)) > max(3, MOST_GARBLED * len(text)):
        raise ReadingError(
            N_("Many of its characters are garbled: a program has read the text in a wrong encoding and saved it so."),
            N_("Take the text from its source again and save it as UTF-8."),
        )
    return _CONTROLS.sub(" ", _LINE_ENDS.sub("\n", text)) if odd else text


def one_line(text: str) -> str:
    r"""The text on one line, its words apart by single spaces, without control characters.

    >>> one_line(" Head of\n Mission\x07 ")
    'Head of Mission'
    """
    return " ".join(_CONTROLS.sub(" ", _HALVES.sub(" ", text)).split())


def to_text(raw: bytes) -> str:
    """The text of the bytes, nothing taken out but a byte order mark. Raises ReadingError where the encoding cannot be told."""
    text = _unicode(raw)
    return raw.decode(old_encoding(raw), "replace") if text is None else text


def _binary() -> ReadingError:
    return ReadingError(N_("The file holds binary data, not text."), _SAVE_AS_TEXT)


def _refuse_known_formats(raw: bytes) -> None:
    for begins, name in reading_data().signatures:
        if raw.startswith(begins):
            raise ReadingError(N_("The file is {kind}, which is not read."), _SAVE_AS_TEXT, kind=name)


def _unicode(raw: bytes) -> str | None:
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), None)
    try:
        return raw.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding:
            raise ReadingError(
                N_("The file's first bytes say {encoding}, but byte {position} is not."),
                _SAVE_AS_TEXT,
                encoding=encoding.upper().removesuffix("-SIG"),
                position=error.start,
            ) from error
        return None


def old_encoding(raw: bytes) -> str:
    """The likely encoding of bytes that are not Unicode. Raises ReadingError where it cannot be told."""
    if b"\0" in raw:
        raise _binary()
    from charset_normalizer import from_bytes  # only the few files that need it pay for it

    data = reading_data()
    telling = _telling(raw)
    matches = from_bytes(telling, cp_isolation=list(data.encodings), threshold=MOST_DISORDER)
    best = matches.best()
    if best is None:
        raise ReadingError(N_("The encoding of its characters cannot be told."), _SAVE_AS_TEXT)
    possible = {name for match in matches for name in match.could_be_from_charset}
    typical = {name: len(data.typical.findall(telling.decode(name, "replace"))) for name in data.encodings if name in possible}
    likely = max(typical, key=typical.__getitem__, default=best.encoding)  # the first of equals
    return likely if typical.get(likely) else best.encoding


def _telling(raw: bytes) -> bytes:
    """Lines that are not ASCII, enough of them, from just before the first byte that is not."""
    lines = b"\n".join(line for line in raw.splitlines() if not line.isascii())
    first = re.search(rb"[\x80-\xff]", lines)
    start = max(0, first.start() - 100) if first else 0
    return lines[start : start + _ENOUGH]
