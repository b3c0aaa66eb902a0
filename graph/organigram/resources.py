"""Where data files are: the checkout, or the installed package. The only module that knows.

>>> ontology_dir().joinpath("organigram.ttl").name
'organigram.ttl'
"""

from __future__ import annotations

from pathlib import Path

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
