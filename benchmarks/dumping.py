"""Turtle of a large graph beside the engine's own dump of the same statements to Turtle: time, processor time, peak memory.

``python -m benchmarks.dumping 10000 100000`` makes, once for each number, a graph of so many postings' size from real postings
(``ORGANIGRAM_CORPUS``), keeps it in ``--folder``, and measures. Each side runs in a process of its own, one after the other.
Copies of a posting have a key, seats, projects and unresolved names of their own; the vocabulary is there once.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from time import perf_counter, process_time

import pyoxigraph
from pyoxigraph import DefaultGraph, RdfFormat

from benchmarks.corpus import bodies, corpus_dir, write_postings
from benchmarks.stages import readable
from organigram.export import export_file
from organigram.extraction import extract
from organigram.linking import link
from organigram.mapping import map_posting
from organigram.namespaces import BASE
from organigram.nquads import strip_graph
from organigram.vocabulary import load_vocabulary

_OWN = re.compile(rf"<{re.escape(BASE)}(post|project|unresolved/\w+|grant|grant-amount|consortium|membership)/")
#: Bytes that are loaded at a time.
_LOAD = 128 << 20
SIDES = ("engine", "organigram")


def _postings(number: int) -> Iterator[str]:
    """N-Triples of each posting; from the second round on, of a copy that shares no posting and no seat with others."""
    vocabulary, texts = load_vocabulary(), bodies(corpus_dir())
    yield "".join(f"{strip_graph(line)}\n" for line in vocabulary.nquads())
    with tempfile.TemporaryDirectory() as folder:
        postings = readable(write_postings(texts, len(texts), Path(folder)))
    mapped = []
    for posting in postings:
        lines = map_posting(posting, link(extract(posting, vocabulary), vocabulary), vocabulary)
        mapped.append((posting.key, "".join(f"{strip_graph(line)}\n" for line in lines)))
    for position in range(number):
        key, text = mapped[position % len(mapped)]
        copy = position // len(mapped)
        if copy:
            text = text.replace(key, hashlib.sha256(f"{key} {copy}".encode()).hexdigest()[:16])
            text = _OWN.sub(rf"<{BASE}\1/copy-{copy}-", text)
        yield text


def make(folder: Path, number: int) -> None:
    """A graph of so many postings' size as a finished version keeps it: the union of all graphs, optimized."""
    store = pyoxigraph.Store(str(folder))
    pending, size = [], 0
    for text in chain(_postings(number), [""]):
        pending.append(text)
        size += len(text)
        if size >= _LOAD or not text:
            store.bulk_load("".join(pending).encode(), RdfFormat.N_TRIPLES)
            pending, size = [], 0
    store.flush()
    store.optimize()


def measure(side: str, folder: Path) -> dict[str, float]:
    """One side, in this process: statements, seconds, processor seconds, megabytes at the peak."""
    store = pyoxigraph.Store.read_only(str(folder))
    out = folder.with_name(f"{folder.name}-{side}.ttl")
    start, used = perf_counter(), process_time()
    number = 0
    if side == "engine":
        with out.open("wb") as file:
            store.dump(file, RdfFormat.TURTLE, from_graph=DefaultGraph())
            os.fsync(file.fileno())
    else:
        number = export_file(store, out)
    told = {
        "seconds": perf_counter() - start,
        "processor": process_time() - used,
        "statements": number,
        "bytes": out.stat().st_size,
    }
    out.unlink()
    return {**told, "megabytes": _peak()}


def _peak() -> float:
    """The most memory that this process held; what the parent held counts in the figure that getrusage gives."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _apart(side: str, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.dumping", "--side", side, "--folder", str(folder)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def main() -> None:
    """Make what is not there yet, measure, and print a row of Markdown for each graph."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dumping", description=__doc__)
    parser.add_argument("postings", type=int, nargs="*", default=[10_000])
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "organigram-dumping")
    parser.add_argument("--side", choices=SIDES, help="measure one side on the graph in --folder, and print JSON")
    options = parser.parse_args()
    if options.side:
        print(json.dumps(measure(options.side, options.folder)))
        return
    print("| Postings | Statements | Engine, s (processor) | Here, s (processor) | Times | Engine, MB | Here, MB |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for number in options.postings:
        folder = options.folder / str(number)
        if not folder.exists():
            folder.parent.mkdir(parents=True, exist_ok=True)
            make(folder, number)
        theirs, ours = (_apart(side, folder) for side in SIDES)
        times = [f"{side['seconds']:.0f} ({side['processor']:.0f})" for side in (theirs, ours)]
        ratio = f"{ours['seconds'] / theirs['seconds']:.2f} ({ours['processor'] / theirs['processor']:.2f})"
        memory = [f"{side['megabytes']:.0f}" for side in (theirs, ours)]
        print("| " + " | ".join([f"{number:,}", f"{ours['statements']:,}", *times, ratio, *memory]) + " |", flush=True)


if __name__ == "__main__":
    main()
