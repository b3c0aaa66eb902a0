"""Words of a posting shown in the sentence that they stand in."""

from __future__ import annotations

import re

#: No sentence is shown longer than this many characters on either side of the words.
_REACH = 240
_END = re.compile(r"[.!?…](?=\s)|\n")


def sentence(text: str, start: int, end: int) -> tuple[str, str, str]:
    """What stands before the words, the words, and what stands after, within their sentence.

    >>> sentence("One. She reports to the Director. Two.", 9, 32)
    ('She ', 'reports to the Director', '.')
    """
    before = text[max(0, start - _REACH) : start]
    after = text[end : end + _REACH]
    ends = [match.end() for match in _END.finditer(before)]
    stop = _END.search(after)
    return before[ends[-1] if ends else 0 :].lstrip(), text[start:end], after[: stop.end() if stop else len(after)].rstrip()
