"""Postings whose source states fields, as readers write them: labelled lines above the body."""

from __future__ import annotations

from organigram.i18n import Language
from organigram.model import Posting, Stated, StatedKey

Fields = tuple[tuple[StatedKey, str], ...]


def posting(body: str, *fields: tuple[StatedKey, str], language: Language = "en", name: str = "a") -> Posting:
    """A posting with a line for each field, ``Key: value``, and a blank line before its body."""
    head, stated = "", []
    for number, (key, value) in enumerate(fields):
        start = len(head) + len(key) + 2
        head += f"{key}: {value}\n"
        stated.append(Stated(key, value, f"fields.{number}.{key}", start, start + len(value)))
    head += "\n" if fields else ""
    return Posting(name, f"{name}.json", language, head + body, tuple(stated), len(head))
