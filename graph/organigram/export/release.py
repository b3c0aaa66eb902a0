"""A release of the data: a folder that can be put on the web as it is.

It holds the graph in Turtle and N-Quads, tables in both languages, a description (VoID, DCAT, PROV) with the size and checksum of
every file, the checksums by themselves, and a page for people in each language. The same version gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, Triple

from organigram import nquads
from organigram.export import DEFAULT_LAYERS, export_file
from organigram.export.files import whole_folder
from organigram.export.statements import Part
from organigram.export.turtle import write_turtle
from organigram.folding import slug
from organigram.i18n import LANGUAGES, Language
from organigram.namespaces import BASE, entity, expand, graph, rebase
from organigram.resources import table
from organigram.store import StoreVersion

__all__ = ["release"]

SUMS = "SHA256SUMS"
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_SPDX = "http://spdx.org/rdf/terms#"
_TABLE = "export/release.toml"


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the release."""

    name: str
    told: Mapping[str, Any]
    size: int
    sha256: str

    @classmethod
    def of(cls, path: Path, told: Mapping[str, Any]) -> _File:
        with path.open("rb") as file:
            return cls(path.name, told, path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def release(
    version: StoreVersion,
    folder: Path,
    *,
    layers: Collection[str] = DEFAULT_LAYERS,
    decisions: Iterable[Triple] = (),
    licence: str = "",
) -> list[str]:
    """Write a release of a version into a new or empty folder, which appears whole or not at all; the names of its files.

    ``licence``: the IRI of the licence that the data is under; nothing is said of it where it is empty. Raises UsageError where
    the folder holds something, and OSError where it cannot be written.
    """
    base = version.manifest.extra.get("base", BASE)
    decided = tuple(decisions)
    with whole_folder(folder) as place:
        files = []
        for told in table(_TABLE)["file"]:
            language: Language = told.get("language", "en")
            path = place / told["name"]
            export_file(version.engine, path, told["format"], layers=layers, base=base, language=language, decisions=decided)
            files.append(_File.of(path, told))
        told = table(_TABLE)["description"]
        described = place / told["name"]
        described.write_bytes(_description(version, files, base, licence))
        files.append(_File.of(described, told))
        for language in LANGUAGES:
            page = place / ("README.md" if language == "en" else f"README.{language}.md")
            page.write_text(_page(version, files, licence, language), encoding="utf-8")
            files.append(_File.of(page, {}))
        sums = "".join(f"{file.sha256}  {file.name}\n" for file in sorted(files, key=lambda file: file.name))
        (place / SUMS).write_text(sums, encoding="ascii")
        return sorted([*(file.name for file in files), SUMS])


def _description(version: StoreVersion, files: Iterable[_File], base: str, licence: str) -> bytes:
    about = (
        version.engine.dump(format=RdfFormat.N_TRIPLES, from_graph=NamedNode(rebase(f"<{graph('about')}>", base)[1:-1])) or b""
    )
    said = {rebase(line, base).encode() for line in _said(version, files, licence)}
    out = io.BytesIO()
    write_turtle([Part(b"", sorted({*about.split(b"\n")} - {b""} | said))], out, base)
    return out.getvalue()


def _said(version: StoreVersion, files: Iterable[_File], licence: str) -> Iterator[str]:
    dataset, manifest = entity("dataset"), version.manifest
    yield _line(dataset, "dcterms:identifier", nquads.literal(f"sha256:{manifest.digest}"))
    yield _line(dataset, "dcterms:modified", _time(manifest.created))
    yield _line(dataset, "dcat:version", nquads.literal(version.name))
    for file in files:
        distribution = entity("distribution", slug(file.name))
        yield _line(dataset, "dcat:distribution", nquads.iri(distribution))
        yield from _distribution(distribution, file)
        if licence:
            yield _line(distribution, "dcterms:license", nquads.iri(licence))
    if licence:
        yield _line(dataset, "dcterms:license", nquads.iri(licence))


def _distribution(distribution: str, file: _File) -> Iterator[str]:
    checksum = entity("checksum", slug(file.name))
    yield _line(distribution, "rdf:type", nquads.term("dcat:Distribution"))
    yield _line(distribution, "dcterms:title", nquads.literal(file.name))
    for language in LANGUAGES:
        yield _line(distribution, "dcterms:description", nquads.literal(file.told[language], language))
    yield _line(distribution, "dcat:mediaType", nquads.iri(_MEDIA_TYPES + file.told["media"]))
    if file.name.endswith(".gz"):
        yield _line(distribution, "dcat:compressFormat", nquads.iri(f"{_MEDIA_TYPES}application/gzip"))
    yield _line(distribution, "dcat:byteSize", nquads.integer(file.size))
    yield _triple(distribution, f"{_SPDX}checksum", nquads.iri(checksum))
    yield _triple(checksum, expand("rdf:type"), nquads.iri(f"{_SPDX}Checksum"))
    yield _triple(checksum, f"{_SPDX}algorithm", nquads.iri(f"{_SPDX}checksumAlgorithm_sha256"))
    yield _triple(checksum, f"{_SPDX}checksumValue", f'"{file.sha256}"^^{nquads.term("xsd:hexBinary")}')


def _line(subject: str, predicate: str, value: str) -> str:
    return _triple(subject, expand(predicate), value)


def _triple(subject: str, predicate: str, value: str) -> str:
    return f"{nquads.iri(subject)} {nquads.iri(predicate)} {value} ."


def _time(moment: str) -> str:
    return f'"{moment}"^^{nquads.term("xsd:dateTime")}'


def _page(version: StoreVersion, files: Iterable[_File], licence: str, language: Language) -> str:
    manifest, texts = version.manifest, table(_TABLE)
    return (
        str(texts["readme"][language])
        .lstrip()
        .format(
            version=version.name,
            created=manifest.created[:10],
            organigram=manifest.organigram,
            postings=manifest.counts.postings,
            triples=manifest.counts.triples,
            licence=f"<{licence}>" if licence else texts["no_licence"][language],
            files="\n".join(f"| `{file.name}` | {file.told[language]} |" for file in files if file.told),
        )
    )
