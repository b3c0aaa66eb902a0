"""Turtle and TriG: grouped by subject, with prefixes, in names that every parser reads.

Prefixed names are written without escapes, instances relative to ``@base``: rdflib stumbles over the escaped names that the
engine's own writer gives (``docs/decisions/export.md``).

>>> terms = Terms("https://example.org/")
>>> terms.value(b'"2022-03-30"^^<http://www.w3.org/2001/XMLSchema#date>')
b'"2022-03-30"^^xsd:date'
>>> terms.value(b"<https://example.org/post/a/ML/nurse>")
b'<post/a/ML/nurse>'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import BinaryIO

from organigram.export.statements import Part
from organigram.namespaces import PREFIXES
from organigram.nquads import term

_LOCAL = re.compile(rb"[A-Za-z_][A-Za-z0-9_-]*")
#: What a name relative to the base may hold besides single slashes inside it.
_PLAIN = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-/"
_SPACES = {iri.encode(): prefix.encode() for prefix, iri in PREFIXES.items()}
_TYPE = term("rdf:type").encode()
# What Turtle reads as a number or a truth without quotes.
_BARE = {
    term("xsd:integer").encode(): re.compile(rb"[+-]?[0-9]+"),
    term("xsd:decimal").encode(): re.compile(rb"[+-]?[0-9]*\.[0-9]+"),
    term("xsd:boolean").encode(): re.compile(rb"true|false"),
}
_LESS_THAN, _GREATER_THAN, _SLASH = b"<>/"
#: Pieces of text that are joined and written at a time.
_PIECES = 20_000


class _Names(dict[bytes, bytes]):
    """IRIs that are no instances, shortened by a prefix; the latest are kept."""

    def __missing__(self, iri: bytes) -> bytes:
        bare = iri[1:-1]
        cut = max(bare.rfind(b"#"), bare.rfind(b"/")) + 1
        prefix = _SPACES.get(bare[:cut])
        if len(self) >= 65_536:
            self.clear()
        self[iri] = name = b"%b:%b" % (prefix, bare[cut:]) if prefix and _LOCAL.fullmatch(bare, cut) else iri
        return name


class Terms:
    """Terms of N-Quads as Turtle writes them."""

    def __init__(self, base: str) -> None:
        """``base``: what instances are written relative to."""
        self._base = f"<{base}".encode()
        self._names = _Names()

    def iri(self, term: bytes) -> bytes:
        """An IRI."""
        if term.startswith(self._base):
            local = term[len(self._base) : -1]
            plain = local and not local.translate(None, _PLAIN) and local[0] != _SLASH != local[-1] and b"//" not in local
            if plain:
                return b"<%b>" % local
        return self._names[term]

    def verb(self, term: bytes) -> bytes:
        """A predicate."""
        return b"a" if term == _TYPE else self._names[term]

    def value(self, term: bytes) -> bytes:
        """An object."""
        if term[0] == _LESS_THAN:
            return self.iri(term)
        if term[-1] == _GREATER_THAN:
            text, mark, datatype = term.rpartition(b"^^")
            bare = _BARE.get(datatype)
            return text[1:-1] if bare and bare.fullmatch(text, 1, len(text) - 1) else text + mark + self._names[datatype]
        return term


def write_turtle(parts: Iterable[Part], out: BinaryIO, base: str) -> int:
    """Write sorted statements as Turtle; the number of them."""
    out.write(_heading(base))
    return _write_subjects(parts, out, Terms(base))


def write_trig(parts: Iterable[Part], out: BinaryIO, base: str) -> int:
    """Write statements sorted by graph as TriG; the number of them."""
    out.write(_heading(base))
    terms = Terms(base)
    number = 0
    for graph, group in groupby(parts, key=attrgetter("graph")):
        out.write(b"\n%b {\n" % terms.iri(graph))
        number += _write_subjects(group, out, terms)
        out.write(b"}\n")
    return number


def _heading(base: str) -> bytes:
    lines = [f"@base <{base}> .", *(f"@prefix {prefix}: <{iri}> ." for prefix, iri in sorted(PREFIXES.items()))]
    return ("\n".join(lines) + "\n").encode()


def _write_subjects(parts: Iterable[Part], out: BinaryIO, terms: Terms) -> int:
    number = 0
    for _, lines in parts:
        for start in range(0, len(lines), _PIECES):
            pieces = _subjects(lines, start, terms)
            out.write(b"".join(pieces))
        if lines:
            out.write(b" .\n")
        number += len(lines)
    return number


def _subjects(lines: list[bytes], start: int, terms: Terms) -> Iterator[bytes]:
    """The text of some lines but for the full stop at the end of the last subject; a part ends with its last subject."""
    subject = predicate = b""
    if start:
        subject, predicate, _ = lines[start - 1].split(b" ", 2)
    iri, verb, value = terms.iri, terms.verb, terms.value
    for line in lines[start : start + _PIECES]:
        following, linked, rest = line.split(b" ", 2)
        if following != subject:
            end = b" .\n" if subject else b""
            yield b"%b\n%b %b %b" % (end, iri(following), verb(linked), value(rest[:-2]))
            subject, predicate = following, linked
        elif linked != predicate:
            yield b" ;\n    %b %b" % (verb(linked), value(rest[:-2]))
            predicate = linked
        else:
            yield b" , " + value(rest[:-2])
