"""What a vocabulary file is made of: concepts with names, and the rows of tables and public lists."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

HEAD = """\
# Made by ontology/tools/make_vocabulary.py; change the tables beside it, not this file. Sources: docs/sources.md.
@base <https://w3id.org/organigram/> .
@prefix ngo: <https://w3id.org/organigram/ontology#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


@dataclass
class Concept:
    """One entity to be written: its IRI's path, its types, statements, and names by language."""

    path: str
    types: tuple[str, ...]
    labels: dict[str, str]
    statements: list[tuple[str, str]] = field(default_factory=list)
    names: dict[tuple[str, str], dict[str, None]] = field(default_factory=dict)

    def name(self, kind: str, language: str, names: Iterable[str]) -> None:
        """Add names of a kind (``altLabel`` ...) in a language ("" for none), without the label itself and repetitions."""
        kept = self.names.setdefault((kind, language), {})
        kept.update((name, None) for name in names if name and name != self.labels.get(language))

    def lines(self) -> Iterator[str]:
        """Its Turtle."""
        yield f"\n<{self.path}> a {' , '.join(self.types)}"
        for predicate in ("skos:prefLabel", "rdfs:label"):
            yield f" ;\n    {predicate} " + " , ".join(literal(text, tag) for tag, text in self.labels.items())
        for kind in ("skos:altLabel", "skos:hiddenLabel", "ngo:acronym", "ngo:ambiguousName", "ngo:adjective"):
            texts = [
                literal(text, tag) for (own, tag), names in sorted(self.names.items()) if own == kind for text in sorted(names)
            ]
            if texts:
                yield f" ;\n    {kind} " + " , ".join(texts)
        for predicate, value in self.statements:
            yield f" ;\n    {predicate} {value}"
        yield " .\n"


def literal(text: str, language: str = "") -> str:
    """A Turtle literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' + (f"@{language}" if language else "")


def many(cell: str) -> list[str]:
    """The values of a cell."""
    return [value.strip() for value in cell.split(";") if value.strip()]


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of a public list."""
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def scheme(path: str, en: str, fr: str) -> Concept:
    """A SKOS concept scheme."""
    return Concept(path, ("skos:ConceptScheme",), {"en": en, "fr": fr})
