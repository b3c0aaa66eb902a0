"""A project while a posting is read, and a place where one may be named."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from organigram.model import Evidence


@dataclass(slots=True)
class Project:
    """One project while a posting is read; ``spots`` are the places of its name in the folded text."""

    value: str
    rule: str
    confidence: float
    keys: set[str]
    spots: list[tuple[int, int]] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)


class Candidate(NamedTuple):
    """A name that may be a project's: what is written, its place in the folded text, how it was found."""

    value: str
    start: int
    end: int
    rule: str
    confidence: float
