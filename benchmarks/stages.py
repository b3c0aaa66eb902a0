"""Every stage by itself, each fed with what the one before gave, then the whole build."""

from __future__ import annotations

import dataclasses
import io
import os
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path

import pyoxigraph
from pyoxigraph import RdfFormat

from benchmarks.measuring import Figure, timed
from organigram.about import about_lines
from organigram.config import Settings
from organigram.errors import ReadingError
from organigram.export import export
from organigram.extraction import extract
from organigram.linking import link
from organigram.mapping import map_posting
from organigram.model import Posting
from organigram.reading import read
from organigram.reasoning import infer
from organigram.statistics import statistics_lines
from organigram.validation import Validator
from organigram.vocabulary import load_vocabulary


def readable(paths: list[Path]) -> list[Posting]:
    """The postings; what the reader refuses (a posting in a third language, say) is left out."""
    found = []
    for path in paths:
        try:
            found.append(read(path))
        except ReadingError:
            continue
    return found


class Bench:
    """The stages in order, over the postings in some files; ``tell`` hears every figure as it comes."""

    def __init__(self, paths: list[Path], runs: int, tell: Callable[[Figure], None]) -> None:
        """``runs``: how often each stage is run."""
        self.paths, self.runs, self.tell = paths, runs, tell
        self.vocabulary = load_vocabulary()
        self.lines: list[list[str]] = []
        self._folder = tempfile.TemporaryDirectory()

    def run(self) -> None:
        """All stages."""
        self._texts()
        self._graph()
        self._whole()
        self._folder.cleanup()

    def _texts(self) -> None:
        vocabulary, runs = self.vocabulary, self.runs
        reading = timed(lambda: readable(self.paths), runs)
        postings = reading.result
        number = len(postings)
        self.tell(Figure("reading", reading, number))
        extraction = timed(lambda: [extract(posting, vocabulary) for posting in postings], runs)
        self.tell(Figure("extraction", extraction, number))
        linking = timed(lambda: [link(facts, vocabulary) for facts in extraction.result], runs)
        self.tell(Figure("linking", linking, number))
        pairs = list(zip(postings, linking.result, strict=True))
        mapping = timed(lambda: [map_posting(posting, facts, vocabulary) for posting, facts in pairs], runs)
        self.lines = mapping.result
        total = sum(map(len, self.lines))
        self.tell(Figure("mapping", mapping, number, total))
        validator, by_key = Validator(vocabulary), self.lines_by_key()
        self.tell(Figure("validation", timed(lambda: validator.validate(by_key), runs), number, total))

    def _graph(self) -> None:
        number = len(self.lines)
        block = self.block()
        stores = self._stores()
        current = next(stores)

        def fresh() -> None:
            nonlocal current
            current = next(stores)

        def load() -> int:
            current.bulk_load(block, RdfFormat.N_QUADS)
            current.optimize()
            return len(current)

        loading = timed(load, self.runs, fresh)
        self.tell(Figure("load", loading, number, loading.result))

        def loaded() -> None:
            fresh()
            load()

        reasoning = timed(lambda: infer(current), self.runs, loaded)
        total = len(current)
        self.tell(Figure("reasoning", reasoning, number, total))
        self.tell(Figure("statistics", timed(lambda: statistics_lines(current), self.runs), number, total))
        self.tell(Figure("description", timed(lambda: about_lines(current, version="0"), self.runs), number, total))
        for format in ("turtle", "nquads"):
            written = timed(partial(_exported, current, format), self.runs)
            self.tell(Figure(f"export, {format}", written, number, written.result))

    def lines_by_key(self, number: int | None = None) -> dict[str, list[str]]:
        """The lines of so many postings (all, if none is said), by a name for each."""
        return {f"{position:016x}": lines for position, lines in enumerate(self.lines[:number])}

    def block(self, number: int | None = None) -> bytes:
        """The vocabulary and so many postings (all, if none is said) as N-Quads."""
        lines = [*self.vocabulary.nquads(), *(line for posting in self.lines[:number] for line in posting)]
        return ("\n".join(lines) + "\n").encode()

    def _stores(self) -> Iterator[pyoxigraph.Store]:
        number = 0
        while True:
            number += 1
            yield pyoxigraph.Store(str(Path(self._folder.name) / f"store-{number}"))

    def _build(self, settings: Settings, numbers: Iterator[int]) -> int:
        from organigram.pipeline import build

        store = Path(self._folder.name) / f"build-{settings.workers}-{next(numbers)}"
        return build(self.paths, store, settings=settings).quads

    def _whole(self) -> None:
        for workers in sorted({1, os.cpu_count() or 1}):
            settings = dataclasses.replace(Settings(), workers=workers)
            built = timed(partial(self._build, settings, count()), 1)
            self.tell(
                Figure(f"whole build, {workers} process{'es' if workers > 1 else ''}", built, len(self.lines), built.result)
            )


def _exported(store: pyoxigraph.Store, format: str) -> int:
    return export(store, format, io.BytesIO())
