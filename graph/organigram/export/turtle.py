"""Turtle and TriG: grouped by subject, with prefixes, in names that every parser reads.

Prefixed names are written without escapes, instances relative to ``@base``: rdflib stumbles over the escaped names that the
engine's own writer gives (``docs/decisions/export.md``).

>>> shorten('"2022-03-30"^^<http://www.w3.org/2001/XMLSchema#date>', _short_iri("https://example.org/"))
'"2022-03-30"^^xsd:date'
>>> shorten("<https://example.org/post/a/ML/nurse>", _short_iri("https://example.org/"))
'<post/a/ML/nurse>'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import BinaryIO

from organigram.export.statements import Statement
from organigram.namespaces import PREFIXES
from organigram.nquads import term

_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_PATH = re.compile(r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*")
_TYPE = term("rdf:type")
# What Turtle reads as a number or a truth without quotes.
_BARE = {
    term("xsd:integer"): re.compile(r"[+-]?[0-9]+"),
    term("xsd:decimal"): re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    term("xsd:boolean"): re.compile(r"true|false"),
}
Shorten = Callable[[str], str]


def _short_iri(base: str) -> Shorten:
    spaces = {iri: prefix for prefix, iri in PREFIXES.items()}

    @lru_cache(maxsize=65_536)
    def short(iri: str) -> str:
        bare = iri[1:-1]
        if bare.startswith(base) and _PATH.fullmatch(bare, len(base)):
            return f"<{bare[len(base) :]}>"
        cut = max(bare.rfind("#"), bare.rfind("/")) + 1
        prefix = spaces.get(bare[:cut])
        return f"{prefix}:{bare[cut:]}" if prefix and _LOCAL.fullmatch(bare, cut) else iri

    return short


def shorten(term: str, short_iri: Shorten) -> str:
    """A term of N-Quads as Turtle writes it."""
    if term.startswith("<"):
        return short_iri(term)
    text, mark, datatype = term.rpartition("^^")
    if not mark or not text.endswith('"') or not datatype.startswith("<"):
        return term
    bare = _BARE.get(datatype)
    return text[1:-1] if bare and bare.fullmatch(text, 1, len(text) - 1) else f"{text}^^{short_iri(datatype)}"


def write_turtle(statements: Iterable[Statement], out: BinaryIO, base: str) -> int:
    """Write sorted statements as Turtle; the number of them."""
    out.write(_heading(base))
    return _write_subjects(statements, out, _short_iri(base))


def write_trig(statements: Iterable[Statement], out: BinaryIO, base: str) -> int:
    """Write statements sorted by graph as TriG; the number of them."""
    out.write(_heading(base))
    short = _short_iri(base)
    number = 0
    for graph, group in groupby(statements, key=attrgetter("graph")):
        out.write(f"\n{short(graph)} {{\n".encode())
        number += _write_subjects(group, out, short)
        out.write(b"}\n")
    return number


def _heading(base: str) -> bytes:
    lines = [f"@base <{base}> .", *(f"@prefix {prefix}: <{iri}> ." for prefix, iri in sorted(PREFIXES.items()))]
    return ("\n".join(lines) + "\n").encode()


def _write_subjects(statements: Iterable[Statement], out: BinaryIO, short: Shorten) -> int:
    number = 0
    subject = predicate = ""
    for statement in statements:
        verb = "a" if statement.predicate == _TYPE else short(statement.predicate)
        value = shorten(statement.object, short)
        if statement.subject != subject:
            end = " .\n" if subject else ""
            text = f"{end}\n{shorten(statement.subject, short)} {verb} {value}"
        elif statement.predicate != predicate:
            text = f" ;\n    {verb} {value}"
        else:
            text = f" , {value}"
        subject, predicate = statement.subject, statement.predicate
        out.write(text.encode())
        number += 1
    if subject:
        out.write(b" .\n")
    return number
