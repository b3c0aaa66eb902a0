"""What others say in English (the system, SQLite, parsers) in the language of the sentence that it stands in.

>>> in_language("Permission denied", "fr"), in_language("Permission denied", "en")
('droits insuffisants [Permission denied]', 'Permission denied')
>>> in_language("Extra data: line 2 column 5 (char 9)", "fr")
'texte de trop après la fin à la ligne 2, colonne 5 [Extra data: line 2 column 5 (char 9)]'
>>> in_language("Mali", "fr")
'Mali'
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from organigram.resources import table

if TYPE_CHECKING:
    from organigram.i18n import Language

#: What is left out of a message where a group that it names holds nothing.
_OPTIONAL = re.compile(r"\{([^{}]*)\}")


@cache
def _messages(language: Language) -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = table("foreign_messages.toml")["messages"]
    return tuple(
        (re.compile(f"(?:{row['is']})\\.?", re.IGNORECASE | re.DOTALL), row[language]) for row in rows if language in row
    )


def in_language(value: object, language: Language) -> object:
    """A value of an error as it is shown: what is known of others' messages is said in the language, the original in brackets.

    Everything else is given back as it is.
    """
    if not isinstance(value, str | Exception):
        return value
    said = " ".join(str(value).split())
    for pattern, message in _messages(language):
        if found := pattern.fullmatch(said):
            whole = _OPTIONAL.sub(r" \1" if found.lastindex else "", message)
            return f"{found.expand(whole)} [{said}]"
    return value
