"""Plain text and Markdown, one posting a file."""

from __future__ import annotations

from collections.abc import Iterator

from organigram.reading.draft import Draft
from organigram.reading.encoding import decode
from organigram.reading.formats.columns import draft_of_body


def read_text(raw: bytes) -> Iterator[Draft]:
    """The text as it is. Raises ReadingError where the bytes are no text.

    >>> [draft.text for draft in read_text(b"We seek a nurse.")]
    ['We seek a nurse.']
    """
    yield Draft(decode(raw))


def read_markdown(raw: bytes) -> Iterator[Draft]:
    r"""The text without Markdown's signs; what stands at its head as YAML becomes fields.

    >>> [draft] = read_markdown(b"---\ntitle: Nurse\ncountry: Mali\n---\nWe seek a **nurse**.")
    >>> draft.text, [field.value for field in draft.fields]
    ('We seek a nurse.', ['Nurse', 'Mali'])
    """
    yield draft_of_body(decode(raw), markdown=True)
