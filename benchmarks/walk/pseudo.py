"""A third language: French whose every message and label stands between marks, so that any other text shows itself.

Run as a program (``pseudo.py STORE PORT``) it is the explorer in that language. Messages are marked in the catalogue, texts
of data files where they are read, labels in the graph (:func:`marked_lines`). An English label stays unmarked where there is a
French one: shown on a French page, it is in the wrong language.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from organigram import i18n

OPEN, CLOSE = "⟦", "⟧"
_LITERAL = re.compile(r'^(\S+ \S+) "((?:[^"\\]|\\.)*)"@(en|fr)( .*)$')
_MARKED = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")


def mark(text: str) -> str:
    """A text between marks.

    >>> mark("Offre")
    '⟦Offre⟧'
    """
    return f"{OPEN}{text}{CLOSE}"


def unmarked(text: str) -> str:
    """What is left of a text without its marked parts, which may stand in each other; a cut end belongs to its mark.

    >>> unmarked("⟦Postes de ⟦ALIMA⟧ (2)⟧: Save · ⟦Coordin…")
    ': Save · '
    """
    while _MARKED.search(text):
        text = _MARKED.sub("", text)
    return text.partition(OPEN)[0]


def in_french(lines: Iterable[str]) -> set[str]:
    """What has a French text among N-Quads: subjects with their property.

    >>> in_french(['<a> <label> "Poste"@fr .', '<a> <label> "Post"@en .', '<b> <label> "Other"@en .'])
    {'<a> <label>'}
    """
    return {found[1] for line in lines if '"@fr ' in line and (found := _LITERAL.match(line))}


def marked_lines(lines: Iterable[str], french: Container[str]) -> Iterator[str]:
    """N-Quads whose texts are marked, but for the English ones of what has a French one (:func:`in_french`)."""

    def one(found: re.Match[str]) -> str:
        start, text, language, rest = found.groups()
        return f'{start} "{text if language == "en" and start in french else mark(text)}"@{language}{rest}'

    return (_LITERAL.sub(one, line) if '"@' in line else line for line in lines)


class _Catalogue(Mapping[str, str]):
    """The French catalogue, that says each English message between marks; what it lacks stays as it is."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known

    def __getitem__(self, message: str) -> str:
        if message not in self._known:
            raise KeyError(message)
        return mark(message)

    def __iter__(self) -> Any:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def marked_data(data: Any, french: bool = False) -> Any:
    """What a data file holds, every French text between marks: what stands under ``fr``, however deep.

    >>> marked_data({"title": {"en": "Posts", "fr": "Postes"}, "fr": {"summary": "Combien ?"}, "limit": 5})
    {'title': {'en': 'Posts', 'fr': '⟦Postes⟧'}, 'fr': {'summary': '⟦Combien ?⟧'}, 'limit': 5}
    """
    if isinstance(data, Mapping):
        return {key: marked_data(value, french or key == "fr") for key, value in data.items()}
    if isinstance(data, list):
        return [marked_data(value, french) for value in data]
    return mark(data) if french and isinstance(data, str) else data


def patch() -> None:
    """From here on this process speaks the third language where it would speak French."""
    known, loads, safe_load = i18n._messages, tomllib.loads, yaml.safe_load
    vars(i18n).update(_messages=lambda language: _Catalogue(known(language)))
    vars(tomllib).update(loads=lambda text: marked_data(loads(text)))
    vars(yaml).update(safe_load=lambda text: marked_data(safe_load(text)))


if __name__ == "__main__":
    import organigram_viz  # noqa: F401 - it tells of its catalogue, so it comes before the catalogues are marked

    patch()
    from organigram_viz.serve import main

    main(store=Path(sys.argv[1]), port=int(sys.argv[2]), language="fr")
