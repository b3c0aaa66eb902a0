"""How an answer differs from the embedded store's, and which differences have a name."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

#: By server and question: ``kind`` (order, rows, refused) and ``cause`` (en, fr).
DIFFERENCES: Mapping[str, Mapping[str, Any]] = tomllib.loads(Path(__file__).with_name("differences.toml").read_text("utf-8"))


def named(server: str, question: str) -> str:
    """The kind of the difference that has a name, else ``same``."""
    return str(DIFFERENCES.get(server, {}).get(question, {}).get("kind", "same"))


def difference(expected: Sequence[str], found: Sequence[str]) -> tuple[str, str]:
    """``same``, ``order`` or ``rows``, and what differs."""
    if list(found) == list(expected):
        return "same", ""
    missing = [row for row in expected if row not in set(found)]
    surplus = [row for row in found if row not in set(expected)]
    kind = "order" if sorted(found) == sorted(expected) else "rows"
    return kind, f"not there {missing[:3]}, surplus {surplus[:3]}"
