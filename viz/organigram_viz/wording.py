"""The pages' words in the reader's language, and the address that restores what the reader sees.

English templates are the message ids; French stands in ``locale/fr``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

import streamlit as st
from babel.numbers import format_decimal

from organigram.i18n import LANGUAGES, N_, Language, translate
from organigram_viz.source import source

#: How each language names itself.
LANGUAGE_NAMES: dict[Language, str] = {"en": "English", "fr": "Français"}
#: What an empty box says; Streamlit would say it in English.
CHOOSE = N_("Choose one")
#: Where a language has a space between a word and a sign that must not stand at the beginning of a line, or at its end.
_JOINED: dict[Language, re.Pattern[str]] = {"fr": re.compile(r" (?=[:;?!»%](?!\w))|(?<=«) ")}
_SPOKEN: ContextVar[Language | None] = ContextVar("spoken", default=None)


def language() -> Language:
    """The reader's language: of the address, of the session, or else of the server."""
    if spoken := _SPOKEN.get():
        return spoken
    for wish in (st.query_params.get("lang"), st.session_state.get("lang")):
        if wish in LANGUAGES:
            st.session_state["lang"] = wish
            return wish
    return source().language


@contextmanager
def speaking(spoken: Language) -> Iterator[None]:
    """Speak a reader's language where Streamlit knows of no reader: in what makes a file once it is asked for."""
    token = _SPOKEN.set(spoken)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def say(message: str, /, **values: object) -> str:
    """A message in the reader's language, with values put in; numbers are written as the language writes them."""
    shown = {name: number(value) if isinstance(value, int | float) else value for name, value in values.items()}
    text = _joined(message, language())
    return text.format(**shown) if shown else text


@cache
def _joined(message: str, spoken: Language) -> str:
    """A message in a language, with the spaces in it that no line may be broken at."""
    text = translate(message, spoken)
    return _JOINED[spoken].sub("\N{NO-BREAK SPACE}", text) if spoken in _JOINED else text


def number(value: float) -> str:
    """A number as the reader's language writes it."""
    return format_decimal(value, locale=language())


def address(name: str, default: str = "") -> str:
    """What the address says of a name."""
    return str(st.query_params.get(name, default))


def address_list(name: str) -> list[str]:
    """What the address says of a name that may hold several values."""
    return [value for value in address(name).split("~") if value]


def put(name: str, value: str | Iterable[str]) -> None:
    """Write a value, or several, into the address; nothing takes the name out of it."""
    text = value if isinstance(value, str) else "~".join(value)
    if text:
        st.query_params[name] = text
    elif name in st.query_params:
        del st.query_params[name]


def remember(page: str) -> None:
    """Keep a page's view while the reader is on another: restore it on return, unless the address says something itself."""
    views = st.session_state.setdefault("views", {})
    own = {name: value for name, value in st.query_params.items() if name != "lang"}
    if st.session_state.get("page") != page and not own:
        for name, value in views.get(page, {}).items():
            st.query_params[name] = value
    st.session_state["page"] = page
    put("lang", language())
    views[page] = {name: value for name, value in st.query_params.items() if name != "lang"}


def choose(label: str, options: Sequence[str], names: dict[str, str], param: str, *, empty: str = "") -> str:
    """A select box whose value (not its words) stands in the address, so that it outlives a change of language."""
    values = ["", *options] if empty else list(options)
    wish = address(param)
    key = f"{param}:{language()}:{st.session_state.get('page')}"
    st.session_state[key] = wish if wish in values else values[0]
    return str(
        st.selectbox(
            label,
            values,
            format_func=lambda value: names.get(value, value) if value else empty,
            key=key,
            on_change=lambda: put(param, st.session_state[key]),
            placeholder=say(CHOOSE),
        )
    )
