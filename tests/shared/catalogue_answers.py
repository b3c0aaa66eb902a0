"""Answers of the catalogue as lists of text, how two engines' are compared, and where expected ones are kept."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyoxigraph
import rdflib
from rdflib.term import Node

from organigram.catalogue import Question
from organigram.i18n import Language

DATA = Path(__file__).resolve().parents[1] / "data" / "catalogue"
BASE = "https://w3id.org/organigram/"

#: A role list, and all that follows, would fill pages: these are asked of one thing of the seeds.
VALUES_ON_SEEDS: dict[str, dict[str, str]] = {
    "role-titles": {"role": "head-of-mission"},
    "inferred-facts": {"predicate": "ngo:paidBy", "subject": "post:medecins-du-monde-belgique/BE/project-lead/mhpss"},
    "everything-about": {"entity": "post:alima/ML/head-of-mission"},
    "pay-bands": {"of": "country/BE"},
    "networks": {"network": "medecins-du-monde"},
    "facts-below-confidence": {"limit": "0.6"},
    "employers-of-a-role": {"role": "head-of-mission"},
    "posting-as-graph": {"posting": "8c6f0f02685d764f"},
}

Row = list[str | None]
#: What is asked of each question: its parameters' values, and the answer by language.
Kept = Mapping[str, object]


def rows(store: pyoxigraph.Store, sparql: str, *, union: bool = True) -> list[Row]:
    """A result as text, in its order; triples, which have none, sorted. ``union``: the default graph is that of all graphs."""
    result = store.query(sparql, use_default_graph_as_union=union)
    if isinstance(result, pyoxigraph.QueryTriples):
        return sorted(([text_of(term) for term in triple] for triple in result), key=repr)
    assert isinstance(result, pyoxigraph.QuerySolutions)
    return [[None if term is None else text_of(term) for term in solution] for solution in result]


def rows_of_rdflib(dataset: rdflib.Dataset, sparql: str) -> list[Row]:
    """The same by rdflib, which keeps numbers as they were written; sorted, as its order of equal texts is its own."""
    answer = dataset.query(sparql)
    if answer.graph is not None:
        return sorted(([_plain(term) for term in triple] for triple in answer.graph), key=repr)
    variables = answer.vars or []
    return sorted(([_plain(row[v]) if v in row else None for v in variables] for row in answer.bindings), key=repr)


def text_of(term: object) -> str:
    """A term's text, instances without their base."""
    return str(getattr(term, "value", term)).replace(BASE, "")


def _plain(term: Node) -> str:
    return re.sub(r"^(-?\d+)\.0+$", r"\1", str(term)).replace(BASE, "")


def known(file: str) -> Mapping[str, Kept]:
    """The answers kept in a file of tests/data/catalogue, by question."""
    path = DATA / file
    kept: Mapping[str, Kept] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return kept


def keep(file: str, question: Question, found: Mapping[Language, object] | Kept, catalogue: Iterable[str]) -> None:
    """Write an answer into the file, a row a line, questions by name: only where ORGANIGRAM_UPDATE_GOLDEN asks for it."""
    if os.environ.get("ORGANIGRAM_UPDATE_GOLDEN") != "1":
        return
    asked = set(catalogue)
    answers = {one: answer for one, answer in {**known(file), question.name: found}.items() if one in asked}
    blocks = []
    for one, answer in sorted(answers.items()):
        parts = [f'  "{key}": {_lines(value)}' for key, value in answer.items()]
        blocks.append(f' "{one}": {{\n' + ",\n".join(parts) + "\n }")
    (DATA / file).write_text("{\n" + ",\n".join(blocks) + "\n}\n", "utf-8")


def _lines(value: object) -> str:
    if not isinstance(value, Sequence) or isinstance(value, str) or not value:
        return json.dumps(value, ensure_ascii=False)
    return "[\n" + ",\n".join(f"   {json.dumps(row, ensure_ascii=False)}" for row in value) + "\n  ]"
