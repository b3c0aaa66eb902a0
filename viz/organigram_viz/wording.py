"""The pages' words in the reader's language, and the address that restores what the reader sees.

English templates are the message ids; French stands in ``locale/fr``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

import streamlit as st
from babel.numbers import format_decimal
from streamlit.runtime.scriptrunner import get_script_run_ctx

from organigram.i18n import LANGUAGES, N_, Language, translate
from organigram_viz.source import source

#: How each language names itself.
LANGUAGE_NAMES: dict[Language, str] = {"en": "English", "fr": "Français"}
#: What an empty box says; Streamlit would say it in English.
CHOOSE = N_("Choose one")
#: Where a language has a space between a word and a sign that must not stand at the beginning of a line, or at its end.
_JOINED: dict[Language, re.Pattern[str]] = {"fr": re.compile(r" (?=[:;?!»%](?!\w))|(?<=«) ")}
#: The addresses that the browser may still tell, how many are kept, and the one that was written last.
_WRITTEN, _KEPT = "written", 50
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
    put_all({name: value})


def put_all(values: Mapping[str, str | Iterable[str]]) -> None:
    """Write the values of several names into the address at once: one step of the browser's Back."""
    if _called_back():
        heard()
    before = dict(st.query_params.items())
    texts = {name: value if isinstance(value, str) else "~".join(value) for name, value in values.items()}
    now = {name: text for name, text in {**before, **texts}.items() if text}
    if now != before:
        earlier, _ = _written()
        st.session_state[_WRITTEN] = ([*earlier, before][-_KEPT:], now)
        st.query_params.from_dict(now)


def _called_back() -> bool:
    """Whether a reader's action is being answered; the page runs after it."""
    run = get_script_run_ctx()
    return run is not None and not run.has_script_started


def _written() -> tuple[list[dict[str, str]], dict[str, str]]:
    written: tuple[list[dict[str, str]], dict[str, str]] = st.session_state.get(_WRITTEN, ([], {}))
    return written


def heard() -> None:
    """Let the address that was written last count.

    The browser sends its address with everything it tells; with what it tells before it has heard of a change, an older one.
    """
    earlier, latest = _written()
    if dict(st.query_params.items()) != latest and dict(st.query_params.items()) in earlier:
        st.query_params.from_dict(latest)


def arrive(page: str) -> None:
    """A reader who comes from another page, chooses it in the menu or goes back in the browser: the address counts as it is."""
    if st.session_state.get("page") != page or dict(st.query_params.items()) != _written()[1]:
        st.session_state.pop(_WRITTEN, None)


def remember(page: str) -> None:
    """Keep a page's view: the menu leads back to it (:func:`left`)."""
    arrive(page)
    st.session_state["page"] = page
    put("lang", language())
    st.session_state.setdefault("views", {})[page] = {name: value for name, value in st.query_params.items() if name != "lang"}


def left(page: str) -> dict[str, str]:
    """The view in which the reader left a page for another one; that of the page itself is as it begins."""
    return {} if page == st.session_state["page"] else dict(st.session_state["views"].get(page, {}))


def meant(told: str, names: Mapping[str, str]) -> str | None:
    """The value that a select box tells, or nothing: in its place Streamlit tells words that are no longer those of any value.

    What changes in words is the count behind a name.

    >>> meant("ML", {"ML": "Mali (3)"}), meant("Mali (12)", {"ML": "Mali (3)"}), meant("Chad (1)", {"ML": "Mali (3)"})
    ('ML', 'ML', None)
    """
    if told in names:
        return told
    fitting = [value for value, words in names.items() if words.rpartition(" (")[0] == told.rpartition(" (")[0] != ""]
    return fitting[0] if len(fitting) == 1 else None


def choose(
    label: str,
    options: Sequence[str],
    names: dict[str, str],
    param: str,
    *,
    empty: str = "",
    with_it: Mapping[str, str] | None = None,
    chosen: str | None = None,
    told: str | None = None,
) -> str:
    """A select box whose value (not its words) stands in the address, so that it outlives a change of language.

    ``with_it``: what else is written into the address with another choice; ``chosen``: the value, where the address alone
    does not say it; ``told``: the help.
    """
    values = ["", *options] if empty else list(options)
    wish = address(param) if chosen is None else chosen
    key = f"{param}:{language()}:{st.session_state.get('page')}"
    st.session_state[key] = wish if wish in values else values[0]

    def changed() -> None:
        value = meant(st.session_state[key], {value: names.get(value, value) if value else empty for value in values})
        if value is not None:
            put_all({**(with_it or {}), param: value})

    return str(
        st.selectbox(
            label,
            values,
            format_func=lambda value: names.get(value, value) if value else empty,
            key=key,
            on_change=changed,
            placeholder=say(CHOOSE),
            help=told,
        )
    )


def switch(label: str, names: Mapping[str, str], param: str) -> str:
    """Parts of a page of which one is shown: its name stands in the address, and the first one's where it names none."""
    key = f"{param}:switch"
    first = next(iter(names))
    st.session_state[key] = address(param) if address(param) in names else first
    st.segmented_control(
        label,
        list(names),
        format_func=lambda name: names[name],
        key=key,
        on_change=lambda: put(param, st.session_state[key] or ""),
        label_visibility="collapsed",
    )
    return str(st.session_state[key] or first)
