"""A store of the sector made by chance, built once and kept by what it was made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import organigram
from benchmarks.sector.making import Record, postings
from organigram.config import Settings
from organigram.pipeline import BuildReport, build
from organigram.resources import ontology_dir
from organigram.store import open_store


def write_postings(number: int, seed: int, file: Path) -> None:
    """So many postings as JSON Lines."""
    with file.open("w", encoding="utf-8") as lines:
        lines.writelines(_line(record) for record in postings(number, seed))


def _code() -> bytes:
    """Everything that decides on the graph besides the postings: the package and the ontology."""
    files = (path for folder in (Path(organigram.__file__).parent, ontology_dir()) for path in sorted(folder.rglob("*")))
    return b"".join(path.read_bytes() for path in files if path.suffix in (".py", ".toml", ".ttl", ".rq"))


def _line(record: Record) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"


def kept_store(
    folder: Path, number: int, *, seed: int = 1, workers: int = 0, tell: Callable[[BuildReport], None] = lambda _: None
) -> Path:
    """The store under ``folder`` of so many postings; built where there is none of the same postings and the same rules.

    ``tell`` hears the report of a build. Raises what :func:`organigram.pipeline.build` raises.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file, store, mark = folder / "postings.jsonl", folder / "store", folder / "made-from"
    write_postings(number, seed, file)
    made_from = hashlib.sha256(file.read_bytes() + _code()).hexdigest()
    if mark.is_file() and mark.read_text("utf-8") == made_from:
        open_store(store).close()
        return store
    settings = Settings(workers=workers, decisions=folder / "none.ttl", imports=folder / "none")
    tell(build([file], store, settings=settings))
    mark.write_text(made_from, "utf-8")
    return store
