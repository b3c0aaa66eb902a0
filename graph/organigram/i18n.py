"""The two languages of every text that a user sees.

English templates are the message ids; French stands in gettext catalogues (``locale/fr/LC_MESSAGES/<domain>.po``), read by
Babel as they are, so that there is no compiled file to forget. A package registers the folder of its catalogue once.

>>> translate("The file is empty.", "en")
'The file is empty.'
>>> resolve_language("fr_BE.UTF-8")
'fr'
>>> resolve_language("de_DE")
'en'
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from babel.messages.pofile import read_po

Language = Literal["en", "fr"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_CATALOGUES: list[Path] = [Path(__file__).parent / "locale"]


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for a marked message
    """Mark a message id for extraction; it is translated later."""
    return message


def register(folder: Path) -> None:
    """Add a folder that holds ``<language>/LC_MESSAGES/*.po``."""
    if folder not in _CATALOGUES:
        _CATALOGUES.append(folder)
        _messages.cache_clear()


@cache
def _messages(language: Language) -> dict[str, str]:
    found: dict[str, str] = {}
    for folder in _CATALOGUES:
        for path in sorted((folder / language / "LC_MESSAGES").glob("*.po")):
            with path.open("rb") as file:
                for message in read_po(file, locale=language, abort_invalid=True):
                    if isinstance(message.id, str) and message.id and isinstance(message.string, str) and message.string:
                        found[message.id] = message.string
    return found


def translate(message: str, language: Language) -> str:
    """The message in the language, or the message itself where the catalogue has none."""
    return message if language == "en" else _messages(language).get(message, message)


def resolve_language(wish: str | None = None) -> Language:
    """``en`` or ``fr`` from a wish such as ``fr_BE``, or else from the locale's environment variables.

    The order is gettext's: ``LANGUAGE``, ``LC_ALL``, ``LC_MESSAGES``, ``LANG``; English where none says French.
    """
    if wish is None:
        wish = next((os.environ[name] for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "en")
    return "fr" if wish.casefold().startswith("fr") else "en"
