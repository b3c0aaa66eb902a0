"""RDF/XML: grouped by subject, with prefixes, in XML that every parser reads.

The engine's own writer leaves control characters and lone carriage returns in the text, which other parsers refuse or change.

>>> import io
>>> out = io.BytesIO()
>>> label = b'<https://x.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "A & B"@en .'
>>> write_rdfxml([Part(b"", [label])], out)
1
>>> print(out.getvalue().decode().partition('XMLSchema#">\\n')[2])
<rdf:Description rdf:about="https://x.org/a">
  <rdfs:label xml:lang="en">A &amp; B</rdfs:label>
</rdf:Description>
</rdf:RDF>
<BLANKLINE>
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import BinaryIO
from xml.sax.saxutils import escape

from organigram.errors import UsageError
from organigram.export.statements import Part
from organigram.i18n import N_
from organigram.namespaces import PREFIXES
from organigram.nquads import literal_parts

__all__ = ["NOT_XML", "write_rdfxml"]

#: What XML 1.0 cannot hold, escaped or not.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")
_SPACES = {iri: prefix for prefix, iri in PREFIXES.items()}
_LINE_END = {"\r": "&#13;"}  # a parser makes a line feed of one that stands there as it is


@lru_cache(maxsize=4096)
def _element(predicate: str) -> tuple[str, str]:
    """An element's name, and its name with what declares its prefix."""
    iri = predicate[1:-1]
    found = _LOCAL.search(iri)
    if not found:
        raise UsageError(
            N_("RDF/XML cannot write the property {property}: its IRI does not end in a name."),
            N_("Choose another format, such as turtle."),
            property=iri,
        )
    space = iri[: found.start()]
    if prefix := _SPACES.get(space):
        return f"{prefix}:{found[0]}", f"{prefix}:{found[0]}"
    return f"own:{found[0]}", f'own:{found[0]} xmlns:own="{_attribute(space)}"'


def _attribute(iri: str) -> str:
    return escape(iri, {'"': "&quot;"})


def _property(predicate: str, value: str) -> str:
    name, start = _element(predicate)
    if value.startswith("<"):
        return f'  <{start} rdf:resource="{_attribute(value[1:-1])}"/>\n'
    text, language, datatype = literal_parts(value)
    shown = escape(NOT_XML.sub("\ufffd", text), _LINE_END)
    said = f' xml:lang="{language}"' if language else f' rdf:datatype="{_attribute(datatype)}"' if datatype else ""
    return f"  <{start}{said}>{shown}</{name}>\n"


def write_rdfxml(parts: Iterable[Part], out: BinaryIO) -> int:
    """Write sorted statements as RDF/XML; the number of them. Raises UsageError for a property that XML has no name for.

    Characters that XML 1.0 cannot hold become U+FFFD.
    """
    spaces = "".join(f'\n  xmlns:{prefix}="{iri}"' for prefix, iri in sorted(PREFIXES.items()))
    out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{spaces}>\n'.encode())
    number = 0
    for _, lines in parts:
        out.writelines(text.encode() for text in _descriptions(lines))
        number += len(lines)
    out.write(b"</rdf:RDF>\n")
    return number


def _descriptions(lines: list[bytes]) -> Iterator[str]:
    subject = ""
    for line in lines:
        following, predicate, rest = line.decode().split(" ", 2)
        if following != subject:
            end = "</rdf:Description>\n" if subject else ""
            yield f'{end}<rdf:Description rdf:about="{_attribute(following[1:-1])}">\n'
            subject = following
        yield _property(predicate, rest[:-2])
    if subject:
        yield "</rdf:Description>\n"
