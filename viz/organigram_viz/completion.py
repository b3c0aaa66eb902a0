"""What the editor offers while one writes: SPARQL's words, prefixes, the terms of this graph and, by the text index, its names.

>>> prefixes_of("https://example.org/")["role"]
'https://example.org/role/'
>>> with_prefixes("SELECT ?s WHERE { ?s a org:Post ; org:role role:nurse }").splitlines()[0][:49]
'PREFIX org: <http://www.w3.org/ns/org#> PREFIX ro'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from organigram.i18n import N_, Language
from organigram.namespaces import BASE, KINDS, PREFIXES, shorten
from organigram.ontology.terms import load_ontology, read_terms
from organigram_viz.entities import labels_of
from organigram_viz.questions import panel
from organigram_viz.source import Source

__all__ = ["SPARQL_WORDS", "Suggestion", "prefix_lines", "prefixes_of", "suggestions", "with_prefixes"]

#: Words of SPARQL 1.1 that a question may hold, and its functions.
SPARQL_WORDS = tuple((Path(__file__).parent / "assets" / "sparql-words.txt").read_text(encoding="utf-8").split())
_DECLARED = re.compile(r"\bPREFIX\s+([\w.-]*):", re.IGNORECASE)
_USED = re.compile(r"(?<![\w-])([a-z][a-z-]*):")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What is written, the label beside it, its sort (keyword, prefix, class, property, concept), how often the graph uses it."""

    insert: str
    label: str
    sort: str
    count: int = 0


#: What each sort of suggestion is called.
SORTS: Mapping[str, str] = {
    "keyword": N_("word of SPARQL"),
    "prefix": N_("prefix"),
    "class": N_("class"),
    "property": N_("property"),
    "concept": N_("list entry"),
}


def prefixes_of(base: str = BASE) -> dict[str, str]:
    """The prefixes that a question need not declare: those of the terms, and one for each kind of entity (``role:nurse``)."""
    return {**PREFIXES, **{kind: f"{base}{kind}/" for kind in KINDS}}


def prefix_lines(sparql: str, base: str = BASE) -> list[str]:
    """The prefixes that a question uses and does not declare, each as SPARQL declares it."""
    known = prefixes_of(base)
    declared = {match.casefold() for match in _DECLARED.findall(sparql)}
    used = {match for match in _USED.findall(sparql) if match in known}
    return [f"PREFIX {name}: <{known[name]}>" for name in sorted(used - declared)]


def with_prefixes(sparql: str, base: str = BASE) -> str:
    """The question with those prefixes, on its first line so that mistakes keep their line.

    >>> with_prefixes("SELECT ?s WHERE { ?s a org:Post }")
    'PREFIX org: <http://www.w3.org/ns/org#> SELECT ?s WHERE { ?s a org:Post }'
    """
    return "".join(f"{line} " for line in prefix_lines(sparql, base)) + sparql


def suggestions(source: Source, language: Language) -> list[Suggestion]:
    """Everything that is offered without asking the text index, in the reader's language."""
    return [
        *(Suggestion(word, "", "keyword") for word in SPARQL_WORDS),
        *(Suggestion(f"{name}:", iri, "prefix") for name, iri in prefixes_of(source.base).items()),
        *_terms(source, language),
        *(() if source.indexed else _concepts(source, language)),
    ]


def _terms(source: Source, language: Language) -> Iterator[Suggestion]:
    """The classes and properties of the graph; those of the ontology where the graph does not tell."""
    counted = [(row["term"].value, row["kind"].value, int(row["count"].value)) for row in source.rows(panel("terms"))]
    if not counted:
        declared = [term for term in read_terms(load_ontology()) if term.kind != "individual"]
        counted = [(term.iri, "class" if term.kind == "class" else "property", 0) for term in declared]
    labels = labels_of(source, (iri for iri, _, _ in counted), language)
    for iri, sort, count in counted:
        curie = shorten(iri)
        yield Suggestion(f"<{iri}>" if curie == iri else curie, labels[iri], sort, count)


def _concepts(source: Source, language: Language) -> Iterator[Suggestion]:
    """The entries of the lists (roles, sectors, contracts, languages), which an endpoint has no index of."""
    iris = [row["concept"].value for row in source.rows(panel("concepts"))]
    labels = labels_of(source, iris, language)
    for iri in iris:
        kind, _, name = iri.removeprefix(source.base).partition("/")
        short = kind in KINDS and re.fullmatch(r"\w[\w-]*", name)
        yield Suggestion(f"{kind}:{name}" if short else f"<{iri}>", labels[iri], "concept")
