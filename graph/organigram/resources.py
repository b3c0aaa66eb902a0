"""Where data files are: the checkout, the installed package, or beside the code. The only module that knows.

>>> ontology_dir().joinpath("organigram.ttl").name
'organigram.ttl'
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "data"
_CHECKOUT = _PACKAGE.parent.parent


def _folder(name: str) -> Path:
    installed = _INSTALLED / name
    return installed if installed.is_dir() else _CHECKOUT / name


def ontology_dir() -> Path:
    """The folder of the ontology, the shapes and ``vocabulary/``."""
    return _folder("ontology")


def queries_dir() -> Path:
    """The folder of the catalogue's questions."""
    return _folder("queries")


def seeds_dir() -> Path:
    """The folder of the five postings told in our own words."""
    return _folder("seeds")


def quality_file() -> Path:
    """What was measured of the quality of extraction, for programs."""
    return _folder("docs") / "quality.json"


@cache
def table(name: str) -> Mapping[str, Any]:
    """What a TOML file of the package holds, by its path in the package; read once, so not to be changed.

    >>> table("mapping/qualifiers.toml")["untitled"]["label"]
    {'en': 'Post', 'fr': 'Poste'}
    """
    data: Mapping[str, Any] = tomllib.loads((_PACKAGE / name).read_text(encoding="utf-8"))
    return data
