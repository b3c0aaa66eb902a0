"""Bytes of a file in, a posting out.

>>> import tempfile
>>> folder = Path(tempfile.mkdtemp())
>>> _ = (folder / "post.en.txt").write_text("Vacancy: Nurse, Bamako. Reports to the Head of Mission. Contract: 6 months.")
>>> posting = read(folder / "post.en.txt")
>>> posting.id, posting.language, posting.text[:14]
('post.en', 'en', 'Vacancy: Nurse')
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from organigram.errors import ReadingError
from organigram.folding import fold
from organigram.i18n import LANGUAGES, N_, Language
from organigram.model import Posting
from organigram.reading.data import reading_data
from organigram.reading.encoding import decode
from organigram.reading.languages import detect, language_name
from organigram.reading.sources import STANDARD_INPUT, displayed, find_sources, read_bytes, unknown_format

__all__ = ["STANDARD_INPUT", "Limits", "displayed", "find_sources", "read", "read_text"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a posting may be: bytes of its file at most, letters of its text at least, weight of signs that it must show."""

    max_bytes: int = 5_000_000
    min_letters: int = 40
    min_signs: int = 2


DEFAULT_LIMITS = Limits()
#: Signs of a posting are looked for in this many characters from the start; the longest real posting has 28,000.
_HEAD = 30_000


def read(path: Path, limits: Limits = DEFAULT_LIMITS) -> Posting:
    """The posting in a file (``-``: standard input).

    Its ``id`` is the file's name without the last ending, its language the one that most of the text is in. Raises
    ReadingError, with the file's name, where the file cannot be read, is too large, empty, binary, in an encoding that
    cannot be told, in a language that is not read, or no posting.
    """
    try:
        return _read(path, limits)
    except ReadingError as error:
        error.file = error.file or displayed(path)
        raise


def _read(path: Path, limits: Limits) -> Posting:
    if path == STANDARD_INPUT:
        return read_text(read_bytes(path, limits.max_bytes), "stdin", "-", limits)
    try:
        os.fspath(path).encode("utf-8")
    except UnicodeEncodeError as error:
        raise ReadingError(N_("The file's name is not UTF-8."), N_("Rename it.")) from error
    if path.suffix.lower() in reading_data().document_endings and path.is_file():
        raise unknown_format(path)
    return read_text(read_bytes(path, limits.max_bytes), path.stem, os.fspath(path), limits)


def read_text(raw: bytes, identifier: str, source: str, limits: Limits = DEFAULT_LIMITS) -> Posting:
    """The posting in some bytes, wherever they come from. Raises ReadingError without a file's name.

    >>> read_text("Offre d’emploi : chef de projet au Mali, contrat de six mois.".encode(), "a", "a.txt").language
    'fr'
    """
    if not raw:
        raise ReadingError(N_("The file is empty."), N_("Remove it, or put the posting's text into it."))
    text = decode(raw)
    if not text.strip():
        raise ReadingError(N_("The file holds white space only."), N_("Remove it, or put the posting's text into it."))
    if sum(map(str.isalpha, text[:_HEAD])) < limits.min_letters:
        raise ReadingError(
            N_("The text is too short to be a posting (fewer than {letters} letters)."),
            N_("Put the whole posting into the file."),
            letters=limits.min_letters,
        )
    language = _language(text)
    _refuse_other_texts(text, limits)
    return Posting(identifier, source, language, text)


def _language(text: str) -> Language:
    code = detect(text)
    if code not in LANGUAGES:
        raise ReadingError(
            N_("The text is in {language}; postings are read in English and French."),
            N_("Leave it out, or give its English or French version."),
            language={language: language_name(code, language) for language in LANGUAGES},
        )
    return code


def _refuse_other_texts(text: str, limits: Limits) -> None:
    folded = fold(text[:_HEAD]).text
    signs = sum(weight for weight, pattern in reading_data().signs if pattern.search(folded))
    if signs < limits.min_signs:
        raise ReadingError(
            N_("The text does not look like a posting: it names no post, duties, profile, contract or application."),
            N_("Check that this is the right file, and that it holds the whole posting."),
        )
