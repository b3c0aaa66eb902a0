"""The graph in the formats that others read; the same graph always gives the same bytes.

A build's graphs are all named; what they hold is chosen by layer: ``asserted`` (postings and vocabulary), ``evidence`` (the
sentences that facts stand on), ``inferred``, ``about`` (the description and the statistics), ``validation``.

>>> import io, pyoxigraph
>>> store = pyoxigraph.Store()
>>> base = "https://w3id.org/organigram/"
>>> store.load(
...     f'<{base}country/ML> <http://www.w3.org/2000/01/rdf-schema#label> "Mali"@fr <{base}graph/vocabulary> .'.encode(),
...     format=pyoxigraph.RdfFormat.N_QUADS,
... )
>>> out = io.BytesIO()
>>> export(store, "turtle", out)
1
>>> print(out.getvalue().decode().splitlines()[-1])
<country/ML> rdfs:label "Mali"@fr .
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import BinaryIO, Literal, get_args

from pyoxigraph import RdfFormat, Store, parse, serialize

from organigram.errors import UsageError
from organigram.export.graphml import write_graphml
from organigram.export.statements import Part, each_statement, sorted_parts
from organigram.export.turtle import write_trig, write_turtle
from organigram.i18n import N_
from organigram.namespaces import BASE

__all__ = ["DEFAULT_LAYERS", "FORMATS", "LAYERS", "Layer", "export", "export_file", "format_of"]

Layer = Literal["asserted", "evidence", "inferred", "about", "validation"]
LAYERS: tuple[Layer, ...] = get_args(Layer)
DEFAULT_LAYERS: tuple[Layer, ...] = ("asserted", "evidence", "inferred", "about")

#: The formats by name, with the ending of their files.
FORMATS: Mapping[str, str] = {
    "turtle": ".ttl",
    "trig": ".trig",
    "nquads": ".nq",
    "ntriples": ".nt",
    "jsonld": ".jsonld",
    "graphml": ".graphml",
}
#: Those that keep the named graphs; in the others, what several graphs say is said once.
DATASET_FORMATS = frozenset({"trig", "nquads", "jsonld"})


def export(
    store: Store,
    format: str,
    out: BinaryIO,
    *,
    layers: Collection[str] = DEFAULT_LAYERS,
    base: str = BASE,
    folder: Path | None = None,
) -> int:
    """Write the graph, and return the number of statements written (for GraphML, of nodes and edges).

    ``base`` is the instances' base that the graph was built with. All formats but GraphML are written as a stream, at a memory
    that does not grow with the graph: what is larger than that is sorted in files. Raises :class:`UsageError` for an unknown
    format or layer.
    """
    _check(format, FORMATS)
    for layer in layers:
        _check(layer, LAYERS)
    chosen = frozenset(layers) - ({"evidence"} if format == "graphml" else frozenset())
    parts = sorted_parts(store, chosen, by_graph=format in DATASET_FORMATS, folder=folder)
    match format:
        case "turtle":
            return write_turtle(parts, out, base)
        case "trig":
            return write_trig(parts, out, base)
        case "graphml":
            return write_graphml(each_statement(parts), out)
        case "jsonld":
            return _write_json_ld(parts, out)
        case _:
            return _write_lines(parts, out)


def export_file(
    store: Store, path: Path, format: str | None = None, *, layers: Collection[str] = DEFAULT_LAYERS, base: str = BASE
) -> int:
    """:func:`export` into a file, which appears whole or not at all; the format is that of its ending if none is given."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    name = format or format_of(path)
    try:
        with part.open("wb") as out:
            number = export(store, name, out, layers=layers, base=base, folder=path.absolute().parent)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return number


def format_of(path: Path) -> str:
    """The format that a file's ending stands for. Raises :class:`UsageError` where it stands for none.

    >>> format_of(Path("graph.ttl"))
    'turtle'
    """
    for name, ending in FORMATS.items():
        if path.suffix == ending:
            return name
    reason, remedy = N_("The ending of this file stands for no format."), N_("Use one of: {names}.")
    raise UsageError(reason, remedy, file=str(path), names=", ".join(FORMATS.values()))


def _check(name: str, known: Collection[str]) -> None:
    if name not in known:
        raise UsageError(
            N_("“{name}” is not known to the export."), N_("Use one of: {names}."), name=name, names=", ".join(known)
        )


def _write_lines(parts: Iterable[Part], out: BinaryIO) -> int:
    number = 0
    for graph, lines in parts:
        if lines:
            text = b"\n".join([*lines, b""])
            out.write(text.replace(b" .\n", b" %b .\n" % graph) if graph else text)  # a literal's own line ends are escaped
        number += len(lines)
    return number


def _write_json_ld(parts: Iterable[Part], out: BinaryIO) -> int:
    with tempfile.TemporaryFile() as lines:
        number = _write_lines(parts, lines)
        lines.seek(0)
        serialize(parse(lines, RdfFormat.N_QUADS), out, RdfFormat.JSON_LD)
    return number
