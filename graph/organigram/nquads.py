"""Lines of N-Quads, written as strings: terms in, one line out.

The forms are those that Oxigraph gives back (decimals without a trailing zero, say), so that what went in comes out.

>>> line(iri("https://example.org/a"), iri("https://example.org/p"), literal("Référent", "fr"), iri("https://example.org/g"))
'<https://example.org/a> <https://example.org/p> "Référent"@fr <https://example.org/g> .'
>>> decimal(1963.640)
'"1963.64"^^<http://www.w3.org/2001/XMLSchema#decimal>'
>>> date("2025-04")
'"2025-04"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache

from organigram.namespaces import expand

_XSD = {name: f"^^<{expand('xsd:' + name)}>" for name in ("boolean", "date", "dateTime", "decimal", "gYearMonth", "integer")}
#: What may not stand in a quoted literal, and the control characters and line separators that line readers trip over.
_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
#: What may not stand in an IRI as it is: all but the characters of RFC 3987, a per cent sign that escapes nothing, and the
#: spaces beyond ASCII, which rdflib refuses.
_FORBIDDEN_IN_IRI = re.compile(
    r"[^A-Za-z0-9!#$%&'()*+,\-./:;=?@_~"
    "\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    + "".join(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 14))
    + r"]|\s|%(?![0-9A-Fa-f]{2})"
)


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if "\ud800" <= character <= "\udfff":
        return "\ufffd"  # half a character: UTF-8 has no form for it
    return _SHORT.get(character) or f"\\u{ord(character):04X}"


@lru_cache(maxsize=8192)
def iri(value: str) -> str:
    """An IRI as a term. Characters that may not stand in one are percent-encoded.

    >>> iri("https://example.org/a b")
    '<https://example.org/a%20b>'
    """
    return f"<{_FORBIDDEN_IN_IRI.sub(lambda m: ''.join(f'%{b:02X}' for b in m[0].encode('utf-8', 'replace')), value)}>"


@lru_cache(maxsize=1024)
def term(curie: str) -> str:
    """A prefixed name as a term. Raises KeyError for an unknown prefix.

    >>> term("rdf:type")
    '<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>'
    """
    return iri(expand(curie))


def literal(value: str, language: str = "") -> str:
    """A string, with its language where it has one.

    >>> literal('say "no"')
    '"say \\\\"no\\\\""'
    """
    text = f'"{_ESCAPED.sub(_escape, value)}"'
    return f"{text}@{language}" if language else text


@lru_cache(maxsize=1024)
def decimal(value: float | Decimal) -> str:
    """A number as xsd:decimal, in its shortest form and never with an exponent."""
    plain = format(Decimal(str(value or 0)), "f")  # there is no zero below zero
    return f'"{plain.rstrip("0").rstrip(".") if "." in plain else plain}"{_XSD["decimal"]}'


def integer(value: int) -> str:
    """A count or an offset as xsd:integer: what Oxigraph makes of all kinds of integers."""
    return f'"{value}"{_XSD["integer"]}'


def boolean(value: bool) -> str:
    """A truth value as xsd:boolean."""
    return f'"{"true" if value else "false"}"{_XSD["boolean"]}'


def date(value: str) -> str:
    """``YYYY-MM-DD`` as xsd:date and ``YYYY-MM`` as xsd:gYearMonth; anything else stays a string, which the shapes refuse."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return f'"{value}"{_XSD["date"]}'
    return f'"{value}"{_XSD["gYearMonth"]}' if re.fullmatch(r"\d{4}-\d\d", value) else literal(value)


def moment(value: str) -> str:
    """A moment of ISO 8601 as xsd:dateTime, to the second, in UTC where its zone is told; a day as xsd:date; else a string.

    >>> moment("2024-05-01T10:00:00.123+02:00")
    '"2024-05-01T08:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>'
    """
    try:
        found = datetime.fromisoformat(value)
        found = found.astimezone(UTC) if found.tzinfo else found
    except (ValueError, OverflowError):
        return literal(value)
    if "T" not in value:
        return date(found.date().isoformat())
    text = found.isoformat(timespec="seconds").replace("+00:00", "Z")
    return f'"{text}"{_XSD["dateTime"]}'


def line(subject: str, predicate: str, object_: str, graph: str) -> str:
    """One line (without its end) of four terms."""
    return f"{subject} {predicate} {object_} {graph} ."


_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_LONG = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def _unescape(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _LONG.get(match[3], match[3])


def literal_parts(term: str) -> tuple[str, str, str]:
    """The text of a literal, its language and its datatype's IRI; empty where it has none.

    >>> literal_parts('"say \\\\"no\\\\""@en')
    ('say "no"', 'en', '')
    >>> literal_parts(integer(7))
    ('7', '', 'http://www.w3.org/2001/XMLSchema#integer')
    """
    end = term.rindex('"')
    text, after = term[1:end], term[end + 1 :]
    value = _ESCAPE.sub(_unescape, text) if "\\" in text else text
    return value, after[1:] if after.startswith("@") else "", after[3:-1] if after.startswith("^^") else ""


def strip_graph(quad: str) -> str:
    """The line without its graph: N-Triples.

    >>> strip_graph('<a:s> <a:p> "o" <a:g> .')
    '<a:s> <a:p> "o" .'
    """
    return quad[: quad.rindex(" <", 0, -2)] + " ."
