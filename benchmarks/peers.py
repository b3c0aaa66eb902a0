"""What others take for the same work, on a sample small enough for them, in the same run."""

from __future__ import annotations

import io
from collections.abc import Iterator

import owlrl
import pyoxigraph
import pyshacl
import rdflib
from pyoxigraph import RdfFormat

from benchmarks.measuring import Peer, timed
from benchmarks.stages import Bench
from organigram.export import export
from organigram.reasoning import close_ontology, infer
from organigram.resources import ontology_dir
from organigram.validation import Validator


def compare(bench: Bench, sample: int, runs: int) -> Iterator[Peer]:
    """Loading, reasoning and export beside rdflib and owlrl; the export beside the engine's own dump, over everything."""
    block = bench.block(sample)
    size = f"{sample} postings, {len(block.splitlines()):,} triples"

    def loaded() -> pyoxigraph.Store:
        store = pyoxigraph.Store()
        store.bulk_load(block, RdfFormat.N_QUADS)
        return store

    def parsed() -> rdflib.Graph:
        triples = b"\n".join(line.rpartition(b" <")[0] + b" ." for line in block.splitlines())
        return rdflib.Graph().parse(data=triples, format="nt")

    yield Peer("loading", timed(loaded, runs), "rdflib's N-Triples parser", timed(parsed, 1), size)
    store, graph = loaded(), parsed()
    close_ontology()
    ours = timed(lambda: infer(store), runs, lambda: store.clear_graph(pyoxigraph.NamedNode(_INFERRED)))
    whole = rdflib.Graph().parse(ontology_dir() / "organigram.ttl") + graph
    theirs = timed(lambda: owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(whole), 1)
    yield Peer("reasoning", ours, "owlrl over the whole", theirs, size)
    written = timed(lambda: export(store, "turtle", io.BytesIO()), runs)
    yield Peer("export to Turtle", written, "rdflib's Turtle writer", timed(lambda: graph.serialize(format="turtle"), 1), size)
    yield _validated(bench, sample, runs, size)
    yield _dump(bench, runs)


_INFERRED = "https://w3id.org/organigram/graph/inferred"


def _validated(bench: Bench, sample: int, runs: int, size: str) -> Peer:
    postings = bench.lines_by_key(sample)
    validator = Validator(bench.vocabulary)
    graphs = [rdflib.Graph().parse(data=validator.triples(lines), format="nt") for lines in postings.values()]
    shapes = rdflib.Graph().parse(ontology_dir() / "shapes.ttl")
    ours = timed(lambda: validator.validate(postings), runs)
    theirs = timed(lambda: [pyshacl.validate(graph, shacl_graph=shapes) for graph in graphs], 1)
    return Peer("validation", ours, "pyshacl on every posting", theirs, size)


def _dump(bench: Bench, runs: int) -> Peer:
    block = bench.block()
    store = pyoxigraph.Store()
    store.bulk_load(block, RdfFormat.N_QUADS)
    ours = timed(lambda: export(store, "nquads", io.BytesIO()), runs)
    theirs = timed(lambda: store.dump(io.BytesIO(), RdfFormat.N_QUADS), runs)
    return Peer("export to N-Quads, sorted", ours, "the engine's own dump, unsorted", theirs, f"{len(store):,} triples")
