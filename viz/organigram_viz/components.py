"""The components of the pages: what Streamlit itself has nothing for, drawn by scripts of our own (``assets``).

Streamlit runs a component's script from an address that knows no other files. So each is registered as a few lines that fetch the
real script from this server, where scripts import each other; browsers load them once, and a rerun sends data alone.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import streamlit as st

__all__ = ["component", "script_of", "served"]

_ASSETS = Path(__file__).parent / "assets"
#: A component that has left the page before its script came is not begun.
_LOADER = """
const module = () => import(new URL("assets/%s/%s", document.baseURI));
export default function (component) {
  let left = false, leave;
  module().then((loaded) => { if (!left) leave = loaded.default(component); });
  return () => { left = true; leave?.(); };
}
"""


@cache
def _files() -> dict[str, Path]:
    return {
        path.relative_to(_ASSETS).as_posix(): path for path in sorted(_ASSETS.rglob("*.*s")) if path.suffix in (".js", ".css")
    }


@cache
def _folder() -> str:
    """What the server calls the folder: another name where any file changes, so that browsers may keep them for ever."""
    return f"components-{sha256(b''.join(path.read_bytes() for path in _files().values())).hexdigest()[:12]}"


def served() -> dict[str, Path]:
    """The files that components are made of, by their place below ``/assets/``."""
    return {f"{_folder()}/{name}": path for name, path in _files().items()}


def script_of(name: str) -> str:
    """The address of one of our scripts, as a page of this server may import it."""
    return f"./assets/{_folder()}/{name}.js"


@cache
def _style(name: str) -> str | None:
    file = _files().get(f"{name}.css")
    return file.read_text(encoding="utf-8") if file else None


def component(name: str, script: str = "") -> Any:
    """What mounts a component: its script is ``NAME.js`` where no other is told, its style ``NAME.css`` where there is one."""
    # Registered at each run: a session may begin in another thread, and registering the same text again changes nothing.
    js = _LOADER % (_folder(), script or f"{name}.js")
    return st.components.v2.component(f"organigram_{name}", css=_style(name), js=js)
