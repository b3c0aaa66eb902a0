"""What the pages about the ontology say, as plain values that templates write out."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import get_args

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, SH, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from organigram.catalogue import Question, load_catalogue
from organigram.i18n import Language
from organigram.namespaces import ONTOLOGY_IRI, expand, shorten
from organigram.ontology.terms import Kind, Term, load_ontology, load_shapes, read_terms, texts
from organigram.resources import ontology_dir, table

_NAME = re.compile(r"\b[a-z]+:[A-Za-z][A-Za-z0-9]*\b")


@dataclass(frozen=True, slots=True)
class Reference:
    """A term, shape or query as a page names it.

    ``code`` is what programs call it, ``anchor`` where the page tells of it, ``link`` where else; ``note`` goes before it.
    """

    code: str
    label: str = ""
    anchor: str = ""
    link: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An own term with everything that is said of it: rows of a label and references."""

    term: Term
    rows: tuple[tuple[str, tuple[Reference, ...]], ...]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that a shape asks: what is looked at, what must hold, what happens if not."""

    path: str
    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape in words."""

    name: str
    label: str
    targets: tuple[str, ...]
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a term stands to one of others, a row of the SSSOM table."""

    subject: str
    predicate: str
    object: str
    comment: Mapping[Language, str]


def words(key: str, language: Language) -> str:
    """A text of the pages, by its dotted key in ``pages.toml``."""
    found = table("ontology/pages.toml")
    for part in key.split("/"):
        found = found[part]
    return str(found[language])


def alignments() -> tuple[Alignment, ...]:
    """The rows of ``ontology/alignments.sssom.tsv``, prefixes opened."""
    with (ontology_dir() / "alignments.sssom.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return tuple(
        Alignment(
            expand(row["subject_id"]),
            row["predicate_id"],
            row["object_id"] if "://" in row["object_id"] else expand(row["object_id"]),
            {"en": row["comment"], "fr": row["comment_fr"]},
        )
        for row in rows
    )


def releases() -> dict[str, frozenset[str]]:
    """The own terms of each released version, oldest first, from ``ontology/releases``."""
    files = sorted((ontology_dir() / "releases").glob("*.txt"), key=lambda path: [int(part) for part in path.stem.split(".")])
    return {path.stem: frozenset(path.read_text("utf-8").split()) for path in files}


@cache
def terms_of_questions() -> Mapping[str, frozenset[str]]:
    """The terms, as prefixed names, that each question of the catalogue uses."""
    known = {term.curie for term in read_terms(load_ontology())}
    return {name: frozenset(_NAME.findall(question.text)) & known for name, question in load_catalogue().items()}


@cache
def scheme_sizes() -> Mapping[str, int]:
    """The concepts of each scheme of the vocabularies, by the scheme's IRI."""
    in_scheme = expand("skos:inScheme")
    files = sorted((ontology_dir() / "vocabulary").glob("*.ttl"))
    found = (triple for file in files for triple in ox.parse(path=file, format=ox.RdfFormat.TURTLE))
    return Counter(str(triple.object.value) for triple in found if triple.predicate.value == in_scheme)


@cache
def scheme_labels() -> Mapping[str, Mapping[str, str]]:
    """The labels of the schemes, by IRI and language."""
    found: dict[str, dict[str, str]] = {}
    sizes, labels = scheme_sizes(), (expand("skos:prefLabel"), expand("rdfs:label"))
    for file in sorted((ontology_dir() / "vocabulary").glob("*.ttl")):
        for triple in ox.parse(path=file, format=ox.RdfFormat.TURTLE):
            if triple.predicate.value in labels and triple.subject.value in sizes:
                found.setdefault(triple.subject.value, {})[triple.object.language] = triple.object.value
    return found


class Contents:
    """The whole page in one language."""

    def __init__(self, language: Language) -> None:
        """Read everything that the page tells of."""
        self.language = language
        self.graph = load_ontology()
        self.terms = {term.iri: term for term in read_terms(self.graph)}
        self.alignments = alignments()
        self.shapes = tuple(_read_shapes(load_shapes(), language))
        self._by_path = _shapes_by_term(load_shapes())

    def text(self, key: str) -> str:
        """A text of the pages."""
        return words(key, self.language)

    @property
    def header(self) -> Mapping[str, str]:
        """What the ontology says of itself: ``iri``, ``version``, ``prior``, ``licence``, ``description``."""
        self_iri = URIRef(ONTOLOGY_IRI)

        def value(predicate: URIRef) -> str:
            return str(self.graph.value(self_iri, predicate) or "")

        return {
            "iri": ONTOLOGY_IRI,
            "version": value(OWL.versionInfo),
            "prior": value(OWL.priorVersion).rpartition("/")[2],
            "licence": value(DCTERMS.license),
            "description": texts(self.graph, self_iri, DCTERMS.description)[self.language],
        }

    @property
    def groups(self) -> Sequence[tuple[Kind, tuple[Entry, ...]]]:
        """Own terms by kind."""
        kinds: tuple[Kind, ...] = get_args(Kind)
        own = [term for term in self.terms.values() if term.own]
        return [(kind, tuple(self._entry(term) for term in own if term.kind == kind)) for kind in kinds]

    @property
    def others(self) -> Sequence[Term]:
        """Terms of others."""
        return [term for term in self.terms.values() if not term.own]

    @property
    def schemes(self) -> Sequence[tuple[str, str, int]]:
        """Each scheme with its label and how many concepts it has."""
        labels = scheme_labels()
        return [(shorten(iri), labels[iri][self.language], size) for iri, size in sorted(scheme_sizes().items())]

    @property
    def questions(self) -> Sequence[tuple[Question, tuple[Reference, ...]]]:
        """Every question of the catalogue with the terms of the ontology that it uses."""
        used, catalogue = terms_of_questions(), load_catalogue()
        return [
            (question, tuple(self.reference(expand(name)) for name in sorted(used[name_]) if name.startswith(("ngo:", "org:"))))
            for name_, question in sorted(catalogue.items())
        ]

    @property
    def versions(self) -> Sequence[tuple[str, Sequence[str], Sequence[str], int]]:
        """Each version, newest first: its name, the terms added and removed since the one before, how many it has."""
        found: list[tuple[str, Sequence[str], Sequence[str], int]] = []
        before: frozenset[str] | None = None
        for version, own in releases().items():
            found.append((version, sorted(own - before) if before is not None else [], sorted((before or own) - own), len(own)))
            before = own
        return found[::-1]

    def reference(self, iri: str) -> Reference:
        """A term as the page names it."""
        term = self.terms.get(iri)
        if term is None:
            return Reference(shorten(iri), link=iri)
        return Reference(term.curie, term.label.get(self.language, ""), term.name if term.own else "", iri)

    def _entry(self, term: Term) -> Entry:
        every = self.terms.values()
        rows: list[tuple[str, Iterable[Reference]]] = [
            ("types", map(self.reference, term.types)),
            ("above", map(self.reference, term.above)),
            ("below", (self.reference(one.iri) for one in every if term.iri in one.above)),
            ("members", (self.reference(one.iri) for one in every if term.iri in one.types)),
            ("domain", map(self.reference, term.domain)),
            ("range", map(self.reference, term.range)),
            ("inverse", map(self.reference, term.inverse)),
            ("chains", (self._chain(chain) for chain in term.chains)),
            ("traits", (Reference("", self.text(f"traits/{trait}")) for trait in term.traits)),
            ("holders", (self.reference(one.iri) for one in every if term.iri in one.domain)),
            ("replaced_by", map(self.reference, term.replaced_by)),
            ("alignments", (self._elsewhere(one) for one in self.alignments if one.subject == term.iri)),
            ("shapes", self._checked_by(term)),
            ("questions", (Reference(name) for name, used in sorted(terms_of_questions().items()) if term.curie in used)),
        ]
        told = ((self.text(f"rows/{name}"), tuple(references)) for name, references in rows)
        return Entry(term, tuple((label, references) for label, references in told if references))

    def _chain(self, chain: Sequence[str]) -> Reference:
        return Reference(" / ".join(self.reference(link).code for link in chain))

    def _elsewhere(self, one: Alignment) -> Reference:
        return Reference(shorten(one.object), link=one.object, note=self.text(f"relations/{one.predicate}"))

    def _checked_by(self, term: Term) -> Iterator[Reference]:
        named = {shape.name: shape for shape in self.shapes}
        for name in self._by_path.get(term.iri, ()):
            if name in named:
                yield Reference("", named[name].label, f"shape-{name}")


def _read_shapes(shapes: Graph, language: Language) -> Iterator[Shape]:
    for subject in sorted(shapes.subjects(RDF.type, SH.NodeShape), key=str):
        targets = [shorten(str(kind)) for kind in sorted(shapes.objects(subject, SH.targetClass), key=str)]
        subjects_of = [shorten(str(name)) for name in sorted(shapes.objects(subject, SH.targetSubjectsOf), key=str)]
        if not targets and not subjects_of:
            continue  # a shape that others use
        parts = [*sorted(shapes.objects(subject, SH.property), key=str), *shapes.objects(subject, SH.sparql)]
        whole = [subject] if (subject, SH.message, None) in shapes else []
        checks = (_check(shapes, part, subject, language) for part in [*parts, *whole])
        yield Shape(
            _local(subject),
            texts(shapes, subject, RDFS.label)[language],
            (*targets, *(f"{words('subjects_of', language)} {name}" for name in subjects_of)),
            tuple(sorted(checks, key=lambda one: (one.path, one.message))),
        )


def _check(shapes: Graph, part: Node, shape: Node, language: Language) -> Check:
    path = shapes.value(part, SH.path)
    severity = shapes.value(part, SH.severity) or shapes.value(shape, SH.severity) or SH.Violation
    told = _path(shapes, path, language) if path is not None else words("the_thing", language)
    return Check(told, words(f"severity/{_local(severity)}", language), texts(shapes, part, SH.message)[language])


def _path(shapes: Graph, path: Node, language: Language) -> str:
    """A property path as a person reads it: SPARQL's signs, but an inverse in words."""
    if isinstance(path, URIRef):
        return shorten(str(path))
    if (inverse := shapes.value(path, SH.inversePath)) is not None:
        return f"{words('inverse_path', language)} {_path(shapes, inverse, language)}"
    for construct, sign in ((SH.zeroOrMorePath, "*"), (SH.oneOrMorePath, "+"), (SH.zeroOrOnePath, "?")):
        if (repeated := shapes.value(path, construct)) is not None:
            return f"({_path(shapes, repeated, language)}){sign}"
    if (first := shapes.value(path, SH.alternativePath)) is not None:
        return " | ".join(_path(shapes, one, language) for one in Collection(shapes, first))
    return " / ".join(_path(shapes, one, language) for one in Collection(shapes, path))


def _shapes_by_term(shapes: Graph) -> Mapping[str, list[str]]:
    """The node shapes that look at a property or at the properties of a class, by the term's IRI."""
    found: dict[str, set[str]] = {}
    for subject in {*shapes.subjects(SH.property), *shapes.subjects(SH.sparql)}:
        for kind in (*shapes.objects(subject, SH.targetClass), *shapes.objects(subject, SH.targetSubjectsOf)):
            found.setdefault(str(kind), set()).add(_local(subject))
        for part in shapes.objects(subject, SH.property):
            for path in shapes.objects(part, SH.path):
                if not isinstance(path, BNode):
                    found.setdefault(str(path), set()).add(_local(subject))
    return {iri: sorted(names) for iri, names in found.items()}


def _local(node: Node) -> str:
    return str(node).rpartition("#")[2]
