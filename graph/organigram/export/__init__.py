"""The graph in the formats that others read; the same graph always gives the same bytes.

A build's graphs are all named; what they hold is chosen by layer: ``asserted`` (postings and vocabulary), ``imported`` (what
others publish), ``evidence`` (the sentences that facts stand on), ``inferred``, ``about`` (the description and the statistics),
``validation``, and ``decisions``: what a person settled.

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

import shutil
import tempfile
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack
from io import BufferedReader
from pathlib import Path
from typing import IO, BinaryIO, Literal, cast, get_args

from pyoxigraph import RdfFormat, Store, Triple, parse, serialize

from organigram.errors import UsageError
from organigram.export.files import PACKED, Lines, packing, whole_file, whole_folder
from organigram.export.graphml import write_graphml
from organigram.export.rdfxml import write_rdfxml
from organigram.export.statements import Part, each_statement, sorted_parts
from organigram.export.tables import write_tables
from organigram.export.turtle import write_trig, write_turtle
from organigram.i18n import N_, Language
from organigram.namespaces import BASE, rebase

__all__ = ["DEFAULT_LAYERS", "FORMATS", "LAYERS", "Layer", "export", "export_file", "format_of", "packing"]

Layer = Literal["asserted", "imported", "evidence", "inferred", "about", "validation", "decisions"]
LAYERS: tuple[Layer, ...] = get_args(Layer)
DEFAULT_LAYERS: tuple[Layer, ...] = ("asserted", "imported", "evidence", "inferred", "about")

#: The formats by name, with the ending of their files.
FORMATS: Mapping[str, str] = {
    "turtle": ".ttl",
    "trig": ".trig",
    "nquads": ".nq",
    "ntriples": ".nt",
    "rdfxml": ".rdf",
    "jsonld": ".jsonld",
    "graphml": ".graphml",
    "csv": ".zip",
}
#: Those that keep the named graphs; in the others, what several graphs say is said once.
DATASET_FORMATS = frozenset({"trig", "nquads", "jsonld"})
#: The time of every file in an archive: the first that the format knows.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def export(
    store: Store,
    format: str,
    out: BinaryIO,
    *,
    layers: Collection[str] = DEFAULT_LAYERS,
    base: str = BASE,
    language: Language = "en",
    decisions: Iterable[Triple] = (),
    folder: Path | None = None,
) -> int:
    """Write the graph, and return the number of statements written (for GraphML, of nodes and edges; for tables, of rows).

    ``base`` is the instances' base that the graph was built with, ``language`` that of the tables' headings and labels,
    ``decisions`` what a person settled (:class:`organigram.review.Decisions`), which the layer of that name holds. All formats
    but GraphML are written as a stream, at a memory that does not grow with the graph: what is larger than that is sorted in
    files, which stand in ``folder`` if one is given. Raises :class:`UsageError` for an unknown format or layer, and OSError where
    a disk is full.
    """
    _check(format, FORMATS)
    _check_layers(layers)
    parts = _parts(store, format, layers, base, decisions, folder)
    match format:
        case "turtle":
            return write_turtle(parts, out, base)
        case "trig":
            return write_trig(parts, out, base)
        case "rdfxml":
            return write_rdfxml(parts, out)
        case "graphml":
            return write_graphml(each_statement(parts), out)
        case "jsonld":
            return _write_json_ld(parts, out)
        case "csv":
            return _write_archive(store, parts, out, language, layers, folder)
        case _:
            return _write_lines(parts, out)


def _parts(
    store: Store, format: str, layers: Collection[str], base: str, decisions: Iterable[Triple], folder: Path | None
) -> Iterator[Part]:
    chosen = frozenset(layers) - ({"evidence"} if format == "graphml" else frozenset())
    more = "".join(rebase(f"{triple} .\n", base) for triple in decisions).encode() if "decisions" in chosen else b""
    by_graph = format in DATASET_FORMATS
    return sorted_parts(store, chosen, by_graph=by_graph, folder=folder, more={f"{base}graph/decisions": more} if more else {})


def export_file(
    store: Store,
    path: Path,
    format: str | None = None,
    *,
    layers: Collection[str] = DEFAULT_LAYERS,
    base: str = BASE,
    language: Language = "en",
    decisions: Iterable[Triple] = (),
    packed: bool | None = None,
) -> int:
    """:func:`export` into a file, which appears whole or not at all; the format is that of its ending if none is given.

    A file whose name ends in .gz is packed, and any if ``packed``. Tables are written into a new or empty folder where the path
    has no ending.
    """
    name = format or format_of(path)
    if name == "csv" and path.suffix not in ("", FORMATS["csv"], PACKED):
        reason, remedy = N_("The tables are several files."), N_("Name an archive that ends in .zip, or a new folder.")
        raise UsageError(reason, remedy, file=str(path))
    if name == "csv" and not path.suffix:
        _check_layers(layers)
        with whole_folder(path) as place, ExitStack() as stack:
            parts = _parts(store, name, layers, base, decisions, place.parent)
            return write_tables(store, parts, lambda name: stack.enter_context((place / name).open("wb")), language, layers)
    with whole_file(path, packed=packed) as out:
        place = path.absolute().parent
        return export(store, name, out, layers=layers, base=base, language=language, decisions=decisions, folder=place)


def format_of(path: Path) -> str:
    """The format that a file's ending stands for. Raises :class:`UsageError` where it stands for none.

    >>> format_of(Path("graph.ttl")), format_of(Path("graph.nq.gz"))
    ('turtle', 'nquads')
    """
    ending = path.with_suffix("").suffix if path.suffix == PACKED else path.suffix
    for name, own in FORMATS.items():
        if ending in (own, f".{name}"):
            return name
    reason, remedy = N_("The ending of this file stands for no format."), N_("Use one of: {names}.")
    raise UsageError(reason, remedy, file=str(path), names=", ".join(FORMATS.values()))


def _check(name: str, known: Collection[str]) -> None:
    if name not in known:
        raise UsageError(
            N_("“{name}” is not known to the export."), N_("Use one of: {names}."), name=name, names=", ".join(known)
        )


def _check_layers(layers: Collection[str]) -> None:
    for layer in layers:
        _check(layer, LAYERS)


def _texts(parts: Iterable[Part]) -> Iterator[bytes]:
    for graph, lines in parts:
        if lines:
            text = b"\n".join([*lines, b""])
            yield text.replace(b" .\n", b" %b .\n" % graph) if graph else text  # a literal's own line ends are escaped


def _write_lines(parts: Iterable[Part], out: BinaryIO) -> int:
    number = 0
    for text in _texts(parts):
        out.write(text)
        number += text.count(b"\n")
    return number


def _write_json_ld(parts: Iterable[Part], out: BinaryIO) -> int:
    number = 0

    def counted() -> Iterator[bytes]:
        nonlocal number
        for text in _texts(parts):
            number += text.count(b"\n")
            yield text

    with BufferedReader(Lines(counted())) as lines:
        serialize(parse(lines, RdfFormat.N_QUADS), out, RdfFormat.JSON_LD)
    return number


class _Forward:
    """What is only written to: an archive in a file then has the bytes of one on standard output."""

    def __init__(self, out: BinaryIO) -> None:
        self.write, self.flush = out.write, out.flush


def _write_archive(
    store: Store, parts: Iterable[Part], out: BinaryIO, language: Language, layers: Collection[str], folder: Path | None
) -> int:
    """The tables in an archive, with no time of day: the same bytes each time."""
    files: dict[str, BinaryIO] = {}
    with ExitStack() as stack:

        def opened(name: str) -> BinaryIO:
            files[name] = stack.enter_context(tempfile.TemporaryFile(dir=folder))
            return files[name]

        number = write_tables(store, parts, opened, language, layers)
        archive = stack.enter_context(zipfile.ZipFile(cast(IO[bytes], _Forward(out)), "w"))
        for name, file in sorted(files.items()):
            told = zipfile.ZipInfo(name, _NO_TIME)
            told.compress_type, told.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            file.seek(0)
            with archive.open(told, "w", force_zip64=True) as member:
                shutil.copyfileobj(file, member)
    return number
