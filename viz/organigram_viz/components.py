"""Components of our own that run in the page: a script and a style of ``assets/``, sent with the page."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

__all__ = ["component"]

_ASSETS = Path(__file__).parent / "assets"


@cache
def _read(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


def component(name: str, *before: str) -> Any:
    """What draws the component of ``assets/<name>.js`` and ``<name>.css``; scripts that it uses stand ``before`` its own."""
    scripts = "".join(_read(f"{script}.js") for script in (*before, name))
    return st.components.v2.component(f"organigram_{name}", css=_read(f"{name}.css"), js=scripts)
