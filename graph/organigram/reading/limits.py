"""How much a source may hold before it is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What is read at most: bytes of a posting (a file of its own, or a record) and of a file that is read whole, postings of a
    file, bytes that an archive may unpack to, how many times its size; pages of a PDF, seconds that it may take; letters that a
    posting has and signs that it shows at least.
    """

    max_bytes: int = 5_000_000
    max_whole_bytes: int = 100_000_000
    max_records: int = 1_000_000
    max_unpacked_bytes: int = 20_000_000_000
    max_ratio: int = 200
    max_pages: int = 300
    pdf_seconds: float = 20.0
    min_letters: int = 40
    min_signs: int = 2


DEFAULT_LIMITS = Limits()
