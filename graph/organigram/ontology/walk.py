"""One seed posting from its words to an answer, as a page: built by the program each time, so that it is true."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from organigram.catalogue import load_catalogue
from organigram.config import Settings
from organigram.i18n import LANGUAGES, Language
from organigram.namespaces import BASE, PREFIXES, entity, graph, shorten
from organigram.resources import seeds_dir

#: The posting, the seat that it advertises, and the questions that are asked of that seat.
SEED = "alima-goundam-project-coordinator.en.txt"
SEAT = entity("post", "alima", "ML", "goundam", "project-coordinator")
QUESTIONS = ("reporting-line", "evidence-of-lines")

_FACTS = """
SELECT DISTINCT ?predicateLabel ?object ?objectLabel ?quote ?rule ?confidence WHERE {
  VALUES ?subject { $seat $posting }
  GRAPH $graph {
    ?statement rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object .
    ?evidence oa:hasBody ?statement ; oa:hasTarget/oa:hasSelector ?selector ; ngo:rule ?rule ; itsrdf:taConfidence ?confidence .
    ?selector oa:exact ?quote
  }
  ?predicate rdfs:label ?predicateLabel FILTER(LANG(?predicateLabel) = $language)
  OPTIONAL { ?object rdfs:label ?wanted FILTER(LANG(?wanted) = $language) }
  OPTIONAL { ?object rdfs:label ?any FILTER(LANG(?any) != $language) }
  BIND(COALESCE(?wanted, ?any) AS ?objectLabel)
} ORDER BY ?predicateLabel ?objectLabel ?object ?quote"""
_FOLLOWS = """
SELECT ?predicate ?predicateLabel ?object ?objectLabel WHERE {
  GRAPH $inferred { $seat ?predicate ?object }
  ?predicate rdfs:label ?predicateLabel FILTER(LANG(?predicateLabel) = $language)
  OPTIONAL { ?object rdfs:label ?wanted FILTER(LANG(?wanted) = $language) }
  OPTIONAL { ?object rdfs:label ?any FILTER(LANG(?any) != $language) }
  BIND(COALESCE(?wanted, ?any) AS ?objectLabel)
} ORDER BY ?predicateLabel ?objectLabel ?object"""


@dataclass(frozen=True, slots=True)
class Walk:
    """What the page shows in one language: rows of texts, the Turtle, and each question with its headings and rows."""

    facts: Sequence[tuple[str, ...]]
    turtle: str
    follows: Sequence[tuple[str, ...]]
    answers: Sequence[tuple[str, str, Sequence[str], Sequence[tuple[str, ...]]]]


@cache
def walks() -> dict[Language, Walk]:
    """The seeds built into a store of their own, looked at in each language."""
    from organigram.pipeline import build  # the whole way, which imports this package's lines
    from organigram.store import open_store

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        build([seeds_dir()], place / "store", settings=Settings(workers=1, decisions=place / "none.ttl"))
        with open_store(place / "store") as version:
            return {language: _walk(version.engine, language) for language in LANGUAGES}


def _walk(store: ox.Store, language: Language) -> Walk:
    advertises = ox.NamedNode(f"{PREFIXES['ngo']}advertises")
    posting = next(str(quad.subject)[1:-1] for quad in store.quads_for_pattern(None, advertises, ox.NamedNode(SEAT)))
    own = graph("posting", posting.rpartition("/")[2])
    names = {
        "$seat": f"<{SEAT}>",
        "$posting": f"<{posting}>",
        "$graph": f"<{own}>",
        "$inferred": f"<{graph('inferred')}>",
        "$language": f'"{language}"',
    }
    facts = [
        (row[0], row[2] or row[1].removeprefix(BASE), _one_line(row[3]), f"`{row[4]}`", f"{float(row[5]):.2f}")
        for row in _rows(store, _FACTS, names)
    ]
    follows = [
        (f"{row[1]} {row[3] or shorten(row[2])}", f"`{_axiom(store, row[0], row[2])}`") for row in _rows(store, _FOLLOWS, names)
    ]
    answers = [_answer(store, name, language) for name in QUESTIONS]
    return Walk(facts, _turtle(store, (posting, SEAT), own), follows, answers)


def _rows(store: ox.Store, query: str, names: dict[str, str]) -> list[list[str]]:
    for name, value in names.items():
        query = query.replace(name, value)
    found = store.query(query, prefixes=PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    return [["" if term is None else str(getattr(term, "value", term)) for term in solution] for solution in found]


def _axiom(store: ox.Store, predicate: str, value: str) -> str:
    from organigram.reasoning import explain

    step = explain(store, ox.Triple(ox.NamedNode(SEAT), ox.NamedNode(predicate), ox.NamedNode(value)))
    return str(step.rule) if step and step.rule else ""


def _turtle(store: ox.Store, subjects: Sequence[str], own: str) -> str:
    from organigram.export.statements import Part
    from organigram.export.turtle import write_turtle

    quads = [quad for name in subjects for quad in store.quads_for_pattern(ox.NamedNode(name), None, None, ox.NamedNode(own))]
    out = io.BytesIO()
    write_turtle([Part(b"", sorted(f"{quad.triple} .".encode() for quad in quads))], out, BASE)
    heading, _, body = out.getvalue().decode().partition("\n\n")
    used = [line for line in heading.splitlines() if not line.startswith("@prefix") or line.split()[1] in body]
    return "\n".join([*used, "", body.rstrip()])


def _answer(store: ox.Store, name: str, language: Language) -> tuple[str, str, Sequence[str], Sequence[tuple[str, ...]]]:
    from organigram.catalogue import column_label

    question = load_catalogue()[name]
    found = store.query(question.bind({"post": SEAT}, language))
    assert isinstance(found, ox.QuerySolutions)
    columns = [variable.value for variable in found.variables]
    shown = [column for column in columns if f"{column}Label" not in columns]
    rows = [tuple(_cell(solution[column]) for column in shown) for solution in found]
    return name, question.title[language], [column_label(column, language) for column in shown], rows


def _cell(term: object) -> str:
    value = str(getattr(term, "value", term or ""))
    short = shorten(value) if value.startswith("http") else value
    return _one_line(short.removeprefix(BASE))


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
