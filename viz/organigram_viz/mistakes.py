"""A mistake in a query, in plain words and at its place; what the engine says itself is kept for those who want it.

>>> wrong = mistake_in("SELECT ?s WHERE {\\n  ?s a org:Post", QueryError("", place="2:16"))
>>> wrong.line, wrong.column, wrong.reason
(1, 17, 'The bracket {sign} that opens here is never closed.')
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from organigram.errors import QueryError
from organigram.i18n import N_
from organigram_viz.completion import prefixes_of

__all__ = ["Mistake", "mistake_in"]

_CLOSED_BY = {"{": "}", "(": ")", "[": "]"}
_OPENED_BY = {closing: opening for opening, closing in _CLOSED_BY.items()}
#: Long strings, strings (their end may be missing), IRIs, comments, brackets.
_TOKEN = re.compile(
    r"""(?P<long>\"{3}|'{3})(?:(?!(?P=long)).)*(?P<end>(?P=long))?|(?P<short>["'])(?:\\.|(?!(?P=short))[^\\\n])*(?P<stop>(?P=short))?"""
    r"""|<[^<>"{}|^`\\\s]*>|\#[^\n]*|(?P<bracket>[{}()\[\]])""",
    re.DOTALL,
)
_PREFIX = re.compile(r"([\w.-]*):")
#: Words that stand behind every group: before them all brackets are closed.
_AFTER_GROUPS = re.compile(r"(?:GROUP\s+BY|ORDER\s+BY|HAVING|LIMIT|OFFSET)\b", re.IGNORECASE)
_WORD = re.compile(r"\S[\w:.?$-]*")


@dataclass(frozen=True, slots=True)
class Mistake:
    """Where a mistake is (offsets into the text; line and column count from 1), what is wrong, what to do, the engine's words."""

    start: int
    end: int
    line: int
    column: int
    reason: str
    remedy: str
    values: Mapping[str, object] = field(default_factory=dict)
    engine: str = ""


def mistake_in(text: str, error: QueryError, *, shift: int = 0) -> Mistake | None:
    """What is wrong in a text, by the place that the error tells; None where it tells none.

    ``shift`` is how many characters stood before the text on its first line when it was asked.
    """
    offset = _offset(text, error, shift)
    if offset is None:
        return None
    engine = str(error.values.get("engine", ""))
    for start, end, reason, remedy, values in _causes(text, offset):
        return _at(text, start, end, reason, remedy, values, engine)
    word = _WORD.match(text, offset)
    return _at(text, offset, word.end() if word else offset, error.reason, error.remedy, error.values, engine)


def _offset(text: str, error: QueryError, shift: int) -> int | None:
    found = re.fullmatch(r"(\d+):(\d+)", str(error.place or ""))
    if not found:
        return None
    line, column = int(found[1]), int(found[2])
    if line == 1:
        column = max(1, column - shift)
    before = text.split("\n")[: line - 1]
    return min(sum(len(part) + 1 for part in before) + column - 1, len(text))


def _at(text: str, start: int, end: int, reason: str, remedy: str, values: Mapping[str, object], engine: str) -> Mistake:
    line = text.count("\n", 0, start) + 1
    return Mistake(start, end, line, start - text.rfind("\n", 0, start), reason, remedy, values, engine)


_Cause = tuple[int, int, str, str, Mapping[str, object]]


def _causes(text: str, offset: int) -> Iterator[_Cause]:
    """What the place where the engine gave up comes from: it is often further up."""
    yield from _strings_and_brackets(text, offset)
    prefix = _PREFIX.match(text, offset)
    if prefix and not re.search(rf"\bPREFIX\s+{re.escape(prefix[1])}:", text, re.IGNORECASE) and prefix[1] not in prefixes_of():
        near = get_close_matches(prefix[1], prefixes_of(), 3, 0.5)
        remedy = _NEAR if near else _DECLARE
        yield offset, prefix.end(), _UNKNOWN, remedy, {"prefix": prefix[1], "near": ", ".join(f"{name}:" for name in near)}


def _strings_and_brackets(text: str, offset: int) -> Iterator[_Cause]:
    """A string without an end, a bracket that closes nothing or is never closed, up to where the engine gave up."""
    opened: list[tuple[str, int]] = []
    ends = _AFTER_GROUPS.match(text, offset) is not None or not text[offset:].strip()
    for found in _TOKEN.finditer(text):
        sign, start = found["bracket"], found.start()
        if ends and start >= offset:
            break
        quote = found["long"] or found["short"]
        if quote and not (found["end"] or found["stop"]):
            yield start, found.end(), _NO_END, _END_IT, {"sign": quote}
        elif sign in _CLOSED_BY:
            opened.append((sign, start))
        elif sign and opened and opened[-1][0] == _OPENED_BY[sign]:
            opened.pop()
        elif sign and start <= offset:
            if opened:
                yield start, start + 1, _OTHER, _CLOSE_FIRST, {"sign": sign, "expected": _CLOSED_BY[opened[-1][0]]}
            else:
                yield start, start + 1, _NOTHING_OPEN, _TAKE_OUT, {"sign": sign, "opening": _OPENED_BY[sign]}
    if opened and ends:
        sign, start = opened[-1]
        yield start, start + 1, _NEVER_CLOSED, _CLOSE, {"sign": sign, "closing": _CLOSED_BY[sign]}


_NO_END, _END_IT = N_("The text that begins here has no end."), N_("Write {sign} where it ends.")
_NEVER_CLOSED, _CLOSE = N_("The bracket {sign} that opens here is never closed."), N_("Write {closing} where it ends.")
_NOTHING_OPEN, _TAKE_OUT = N_("The bracket {sign} closes nothing."), N_("Take it out, or write {opening} where its group begins.")
_OTHER, _CLOSE_FIRST = N_("The bracket {sign} closes another one than was opened last."), N_("Write {expected} before it.")
_UNKNOWN = N_("The prefix “{prefix}:” is unknown.")
_NEAR = N_("Near it: {near}. Any other has to be declared at the top: PREFIX {prefix}: <https://…>")
_DECLARE = N_("Declare it at the top, PREFIX {prefix}: <https://…>, or choose one from the list (Ctrl+Space).")
