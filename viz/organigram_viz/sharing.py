"""A question as a link: short ones stand in the address as they are written, long ones packed.

>>> long = "SELECT * WHERE { ?s ?p ?o }" + "\\n# a word about it" * 200
>>> unpack(pack(long)) == long, len(pack(long)) < 120
(True, True)
>>> unpack("no such thing") is None
True
"""

from __future__ import annotations

import base64
import binascii
import zlib
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from organigram.querying.checks import MAX_QUERY_LENGTH
from organigram_viz.wording import address, put_all

__all__ = ["LONGEST_LINK", "asked_by_link", "fits", "keep_in_address", "link", "pack", "unpack"]

#: A query longer than this is packed.
_PLAIN = 400
#: Programs that pass links on cut longer ones.
LONGEST_LINK = 6000


def pack(text: str) -> str:
    """A text in letters that an address may hold as they are."""
    return base64.urlsafe_b64encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii").rstrip("=")


def unpack(packed: str) -> str | None:
    """The text again; None for what is no packed text, or one longer than a query may be."""
    try:
        reader = zlib.decompressobj()
        text = reader.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)), 4 * MAX_QUERY_LENGTH)
        return text.decode("utf-8") if reader.eof else None
    except (binascii.Error, zlib.error, UnicodeDecodeError, ValueError):
        return None


def keep_in_address(query: str) -> None:
    """Write a query into the address."""
    put_all(in_address(query))


def in_address(query: str) -> dict[str, str]:
    """A query as values of an address, in the form that suits its length; one that is too long for any link stays out."""
    packed = pack(query) if len(query) > _PLAIN else ""
    return {"query": "" if packed else query, "packed": packed if len(packed) < LONGEST_LINK else ""}


def fits(query: str) -> bool:
    """Whether a query is short enough for a link."""
    return len(query) <= _PLAIN or len(pack(query)) < LONGEST_LINK


def asked_by_link() -> str:
    """The query that the address holds, its lines ended as an editor ends them."""
    packed = address("packed")
    text = (unpack(packed) or "") if packed else address("query")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def link() -> str:
    """The whole address of what is shown now."""
    place = urlsplit(str(st.context.url or ""))
    return urlunsplit((place.scheme, place.netloc, place.path, urlencode(dict(st.query_params)), ""))
