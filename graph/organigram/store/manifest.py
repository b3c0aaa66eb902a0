"""What a version says of itself: counts, digests, the size and checksum of every file.

The manifest is the only place with wall-clock time; the graph has none.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from organigram.files import write_atomically
from organigram.i18n import N_
from organigram.store.layout import MANIFEST_FILE, damaged, unreadable


@dataclass(frozen=True, slots=True)
class Counts:
    """Postings; named graphs; quads in named graphs; different triples over all graphs; labels in the text index."""

    postings: int
    graphs: int
    quads: int
    triples: int
    labels: int


@dataclass(frozen=True, slots=True)
class FileMark:
    """Size in bytes and SHA-256 of a file."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A version's manifest.

    ``digest`` is the SHA-256 of the version's N-Quads: equal graphs have equal digests, on any machine. ``created`` is in
    UTC, ISO 8601. ``extra`` is what the builder adds (vocabulary and rules digests, seconds a stage, ...), plain JSON.
    """

    name: str
    created: str
    organigram: str
    pyoxigraph: str
    digest: str
    counts: Counts
    files: Mapping[str, FileMark]
    extra: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The plain form for :func:`json.dumps`."""
        return dataclasses.asdict(self)


def mark_files(folder: Path) -> dict[str, FileMark]:
    """Size and checksum of every file under a folder but the manifest, by path relative to the folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST_FILE)
    return {path.relative_to(folder).as_posix(): FileMark(path.stat().st_size, _sha256(path)) for path in files}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _readable(file: Path) -> None:
    """Raise StoreError where the system does not let this user read a file."""
    try:
        file.open("rb").close()
    except OSError as error:
        raise unreadable(file, error) from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest into the version's folder, sealed with a checksum of its own."""
    content = manifest.to_json()
    write_atomically(folder / MANIFEST_FILE, json.dumps({**content, "seal": _seal(content)}, indent=1, ensure_ascii=False) + "\n")


def _seal(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a version's folder. Raises StoreError where it is absent or not as it was written."""
    file = folder / MANIFEST_FILE
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        seal = content.pop("seal")
        if seal == _seal(content):
            counts, files = Counts(**content.pop("counts")), content.pop("files")
            return Manifest(counts=counts, files={name: FileMark(**mark) for name, mark in files.items()}, **content)
    except FileNotFoundError as error:
        raise damaged(file, N_("The version's manifest is missing.")) from error
    except OSError as error:
        raise unreadable(file, error) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged(file, N_("The version's manifest cannot be read.")) from error
    raise damaged(file, N_("The version's manifest was changed after it was written."))


def check_sizes(folder: Path, manifest: Manifest) -> None:
    """Raise StoreError for the first file that is missing, of another size or not to be read."""
    for name, mark in manifest.files.items():
        file = folder / name
        if not file.is_file():
            raise damaged(file, N_("A file of the version is missing."))
        size = file.stat().st_size
        if size != mark.size:
            raise damaged(
                file, N_("A file of the version has {size} bytes; it was written with {expected}."), size=size, expected=mark.size
            )
        _readable(file)  # the engine would only say that it broke


def check_files(folder: Path, manifest: Manifest) -> None:
    """Raise StoreError for the first file that is missing or differs from its checksum."""
    check_sizes(folder, manifest)
    for name, mark in manifest.files.items():
        if _sha256(folder / name) != mark.sha256:
            raise damaged(folder / name, N_("A file of the version differs from its checksum."))
