"""Tables that a person opens in a spreadsheet: a file of CSV a kind of thing, in the language asked.

Which there are, and their columns, stands in ``tables.toml``. Files are UTF-8 with a byte order mark, lists stand in one cell
(``; `` between), every row ends in the thing's IRI, and no text is taken for a formula.

>>> cell("=1+1"), cell("Mali")
("'=1+1", 'Mali')
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from typing import Any, BinaryIO

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from organigram.export.statements import Part, has_union
from organigram.i18n import Language
from organigram.namespaces import expand
from organigram.nquads import literal_parts, term
from organigram.resources import table

__all__ = ["cell", "write_tables"]

#: What makes a spreadsheet take a text for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
#: Characters that a cell of the usual spreadsheets holds.
_LONGEST = 32_000
_BETWEEN = "; "
_TYPE = term("rdf:type")
_LABEL = NamedNode(expand("rdfs:label"))
Said = Mapping[str, list[str]]


def cell(text: str) -> str:
    """A text as a cell: on one line, not too long, with an apostrophe before what would be a formula."""
    plain = " ".join(text.split("\0")).replace("\r\n", "\n").replace("\r", "\n")[:_LONGEST]
    return f"'{plain}" if plain.lstrip(" \n").startswith(_FORMULA) else plain


class _Graph:
    """What the cells are taken from: the row's own statements, and the store for what is further away."""

    def __init__(self, store: Store, language: Language) -> None:
        self._store, self._language = store, language
        self._spoken: Mapping[str, str] = table("export/tables.toml")["language"][language]
        self._read = DefaultGraph() if has_union(store) else None  # one graph is read three times as fast as all
        self.label = lru_cache(maxsize=100_000)(self._label)
        self._step = lru_cache(maxsize=10_000)(self._walk)

    def values(self, subject: str, said: Said, path: list[str]) -> list[str]:
        """The terms at the end of a path, sorted, each once."""
        found = [subject]
        for number, step in enumerate(path):
            if number == 0 and not step.startswith("^"):
                found = said.get(term(step), [])
            else:
                found = [value for start in found if start.startswith("<") for value in self._step(start, step)]
        return sorted(set(found))

    def _walk(self, start: str, step: str) -> list[str]:
        node, property = NamedNode(start[1:-1]), NamedNode(expand(step.removeprefix("^")))
        if step.startswith("^"):
            return [str(quad.subject) for quad in self._quads(None, property, node)]
        return [str(quad.object) for quad in self._quads(node, property, None)]

    def _quads(self, subject: NamedNode | None, property: NamedNode, object: NamedNode | None) -> Iterable[Quad]:
        return self._store.quads_for_pattern(subject, property, object, self._read)

    def _label(self, iri: str) -> str:
        labels = sorted(
            (quad.object.language != self._language, quad.object.language or "", quad.object.value)
            for quad in self._quads(NamedNode(iri[1:-1]), _LABEL, None)
            if isinstance(quad.object, Literal)
        )
        return labels[0][2] if labels else iri[1:-1]

    def shown(self, value: str, form: str) -> str:
        """A term as a column shows it; empty where it is none of the kind that the column holds."""
        if value.startswith("<"):
            return value[1:-1] if form == "iri" else self.label(value) if form in ("label", "value") else ""
        text = literal_parts(value)[0]
        match form:
            case "number":
                return text.replace(".", self._spoken["decimal"])
            case "yes":
                return self._spoken["yes" if text in ("true", "1") else "no"]
            case "date":
                return text
            case "iri":
                return ""
            case _:
                return cell(text)


class _Table:
    """One file: its columns, and the rows that it takes."""

    def __init__(self, name: str, opened: Callable[[str], BinaryIO], language: Language, graph: _Graph) -> None:
        tables = table("export/tables.toml")
        self._told: Mapping[str, Any] = tables["table"][name]
        self._graph = graph
        self.rows = 0
        raw = opened(f"{self._told['name'][language]}.csv")
        raw.write(codecs.BOM_UTF8)
        self._text = io.TextIOWrapper(raw, "utf-8", newline="")
        self._writer = csv.writer(self._text, delimiter=tables["language"][language]["delimiter"], lineterminator="\r\n")
        self._writer.writerow([*(column[language] for column in self._columns()), "IRI", *(["IRI 2"] if self._between else [])])

    @property
    def _between(self) -> list[str]:
        properties: list[str] = self._told.get("between", [])
        return properties

    def _columns(self) -> list[Mapping[str, Any]]:
        columns: list[Mapping[str, Any]] = self._told.get("column") or [self._told[name] for name in ("from", "how", "to")]
        return columns

    def finish(self) -> None:
        """Hand the file back, open."""
        self._text.detach()

    def take(self, subject: str, said: Said) -> None:
        """Write the rows that a subject gives, if any."""
        for property in self._between:
            for value in said.get(term(property), ()):
                if value.startswith("<"):
                    self._row(
                        [*(cell(self._graph.label(one)) for one in (subject, term(property), value)), subject[1:-1], value[1:-1]]
                    )
        if "of" in self._told and term(self._told["of"]) in said.get(_TYPE, ()):
            self._thing(subject, said)

    def _thing(self, subject: str, said: Said) -> None:
        row = []
        for column in self._columns():
            values = self._graph.values(subject, said, column["path"])
            shown = [text for text in (self._graph.shown(value, column["as"]) for value in values) if text]
            if column.get("needed") and not shown:
                return
            row.append(_joined(shown, column["as"]))
        self._row([*row, subject[1:-1]])

    def _row(self, cells: list[str]) -> None:
        self._writer.writerow(cells)
        self.rows += 1


def _joined(shown: list[str], form: str) -> str:
    joined = _BETWEEN.join(shown)
    return joined if form == "number" else cell(joined)


def write_tables(
    store: Store, parts: Iterable[Part], opened: Callable[[str], BinaryIO], language: Language, layers: Collection[str]
) -> int:
    """Write each table into the file that ``opened`` gives for its name, rows in the order of IRIs; the number of rows.

    ``parts`` are what rows are made of; labels and what is further away are looked up in the store.
    """
    graph = _Graph(store, language)
    wanted = [name for name, told in table("export/tables.toml")["table"].items() if told.get("layer", "asserted") in layers]
    tables = [_Table(name, opened, language, graph) for name in wanted]
    for subject, said in _subjects(parts):
        for one in tables:
            one.take(subject, said)
    for one in tables:
        one.finish()
    return sum(one.rows for one in tables)


def _subjects(parts: Iterable[Part]) -> Iterator[tuple[str, dict[str, list[str]]]]:
    for _, lines in parts:
        for _, group in groupby(lines, key=lambda line: line.partition(b" ")[0]):
            said: dict[str, list[str]] = {}
            subject = ""
            for line in group:
                subject, predicate, rest = line.decode().split(" ", 2)
                said.setdefault(predicate, []).append(rest[:-2])
            yield subject, said
