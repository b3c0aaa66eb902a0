"""Postings against the shapes: the fast engine for all, the thorough one for what it does not pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import pyshacl
import shacl
from rdflib import RDFS, Graph, URIRef

from organigram import resources
from organigram.errors import ValidationError
from organigram.i18n import N_
from organigram.namespaces import BASE, rebase
from organigram.nquads import iri, strip_graph, term
from organigram.reasoning import close_ontology
from organigram.validation.report import Finding, Report, read_findings
from organigram.vocabulary import Vocabulary

#: What a shape may ask of a thing of the vocabulary that a posting names.
_TOLD = frozenset(term(name) for name in ("rdf:type", "rdfs:label", "skos:inScheme"))
_NAMES = re.compile(r"<[^>]*>")


class Shapes:
    """A file of shapes, compiled for both engines; instances that shapes name stand under ``base``."""

    def __init__(self, path: Path, base: str = BASE) -> None:
        """Raises ValidationError, naming the file, where it is no Turtle or no shapes."""
        try:
            self.graph = Graph().parse(path, format="turtle")
            text = rebase(self.graph.serialize(format="nt"), base)
            self.graph = Graph().parse(data=text, format="nt") if base != BASE else self.graph
            self.compiled = shacl.Shapes.from_text(text, format="ntriples")
        except (SyntaxError, ValueError, OSError) as error:
            raise ValidationError(
                N_("The shapes cannot be read: {detail}."),
                N_("Correct the file, or take it as it was shipped."),
                file=str(path),
                detail=" ".join(str(error).split()),
            ) from error

    def suspects(self, triples: str) -> set[str]:
        """The things, as terms, in which the fast engine finds anything, a warning included, in lines of N-Triples."""
        return {result.focus_node for result in self.compiled.validate_text(triples, format="ntriples").results}

    def findings(self, triples: str) -> tuple[Finding, ...]:
        """All that the thorough engine finds in lines of N-Triples."""
        data = Graph().parse(data=triples, format="nt")
        _, report, _ = pyshacl.validate(data, shacl_graph=self.graph, inference="none", inplace=True, allow_warnings=True)
        if not isinstance(report, Graph):
            raise ValidationError(
                N_("The shapes cannot be applied: {detail}."), N_("Correct the shapes."), detail=" ".join(str(report).split())
            )
        return read_findings(report, self.graph)


@lru_cache(maxsize=8)
def load_shapes(path: Path, base: str, digest: int) -> Shapes:
    """Shapes compiled once for a path, base and content (``digest`` is its hash)."""
    return Shapes(path, base)


def shipped(name: str, base: str) -> Shapes:
    """The shipped shapes of a file's name."""
    path = resources.ontology_dir() / name
    return load_shapes(path, base, hash(path.read_bytes()) if path.is_file() else 0)


class Validator:
    """Judges postings one by one.

    ``vocabulary`` tells the types, labels and lists of the things that postings name; ``base`` is that of the lines.
    """

    def __init__(self, vocabulary: Vocabulary | None = None, *, base: str = BASE) -> None:
        """Compile the shapes and index what the vocabulary says. Raises ValidationError for wrong shapes."""
        self._base = base
        self._shapes = shipped("shapes.ttl", base)
        self._told: dict[str, list[str]] = {}
        for quad in vocabulary.nquads() if vocabulary else ():
            subject, predicate, _ = quad.split(" ", 2)
            if predicate in _TOLD:
                self._told.setdefault(rebase(subject, base), []).append(strip_graph(rebase(quad, base)))
        self._classes = [
            f"{iri(narrow)} {iri(RDFS.subClassOf)} {iri(wide)} ."
            for narrow, wide in sorted(close_ontology().subject_objects(RDFS.subClassOf))
            if isinstance(narrow, URIRef) and isinstance(wide, URIRef) and narrow != wide and "/owl#" not in narrow + wide
        ]

    def validate(self, postings: Mapping[str, Sequence[str]]) -> Report:
        """Findings on postings, each given by its key and the lines of its graph."""
        findings = {key: self._judge(lines) for key, lines in postings.items()}
        return Report({key: found for key, found in findings.items() if found}, self._base)

    def _judge(self, lines: Iterable[str]) -> tuple[Finding, ...]:
        triples = self.triples(lines)
        return self._shapes.findings(triples) if self._shapes.suspects(triples) else ()

    def triples(self, lines: Iterable[str]) -> str:
        """A posting as the shapes see it: its own triples, those of the vocabulary's things that it names, the classes."""
        own = "\n".join(map(strip_graph, lines))
        named = self._told.keys() & set(_NAMES.findall(own))
        return "\n".join([own, *self._classes, *(line for name in sorted(named) for line in self._told[name])])
