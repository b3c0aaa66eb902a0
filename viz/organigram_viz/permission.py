"""Who may change the store from a page: a reader on the machine that the explorer runs on, and nobody else.

A page that changes something asks :func:`refusal` each time before it does.
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

import streamlit as st

from organigram.i18n import N_
from organigram_viz.source import source

__all__ = ["is_loopback", "is_own", "refusal"]

#: Headers by which a proxy says that it speaks for somebody else.
_PROXIED = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Forwarded", "Via")


def is_loopback(host: str) -> bool:
    """Whether an address is reached from its own machine alone.

    >>> [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "example.org")]
    [True, True, True, False, False]
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_own(headers: Mapping[str, str]) -> bool:
    """Whether a request's headers are those of a browser on this machine that is on a page of this server.

    Another page that a reader has open may not speak for them, nor one whose name was made to point here; and who comes through
    a proxy may be anybody.

    >>> is_own({"Host": "127.0.0.1:8501", "Origin": "http://127.0.0.1:8501"})
    True
    >>> is_own({"Host": "127.0.0.1:8501", "Origin": "https://example.org"}), is_own({"Host": "127.0.0.1:8501"})
    (False, False)
    """
    told = {name.casefold(): value for name, value in headers.items()}
    if any(name.casefold() in told for name in _PROXIED):
        return False
    host, origin = told.get("host", ""), told.get("origin", "")
    try:
        return is_loopback(urlsplit(f"//{host}").hostname or "") and urlsplit(origin).netloc == host
    except ValueError:
        return False


def refusal() -> str:
    """Why this reader may not change the store, as a message; empty where nothing speaks against it."""
    here = source()
    if here.store is None:
        return N_("An endpoint is shown here, which is not this program’s to change.")
    if not here.changeable:
        return N_("This explorer does not change its store: it is open to other machines, or was set so.")
    if st.context.ip_address is not None or not is_own(st.context.headers):
        return N_("Only a reader on the machine that the explorer runs on may change the store.")
    return ""
