"""Places in a source, for errors: a line, a record, the member of an archive; in both languages.

>>> inside("jobs.jsonl", numbered(LINE, 12))
{'en': 'jobs.jsonl, line 12', 'fr': 'jobs.jsonl, ligne 12'}
"""

from __future__ import annotations

from collections.abc import Mapping

from organigram.i18n import LANGUAGES, N_, Language, translate

Place = Mapping[Language, str]

LINE = N_("line {number}")
RECORD = N_("record {number}")


def numbered(kind: str, number: int) -> Place:
    """The place of a number: :data:`LINE` or :data:`RECORD`."""
    return {language: translate(kind, language).format(number=number) for language in LANGUAGES}


def inside(outer: str, inner: Place | str | None) -> Place:
    """A place within a named part."""
    if inner is None:
        return dict.fromkeys(LANGUAGES, outer)
    return {language: f"{outer}, {inner if isinstance(inner, str) else inner[language]}" for language in LANGUAGES}
