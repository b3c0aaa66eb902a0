"""What a validation found, and how it is written into the graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rdflib import SH, Graph, Literal, URIRef
from rdflib.term import Node

from organigram import nquads
from organigram.i18n import LANGUAGES
from organigram.namespaces import BASE, entity, graph, posting, rebase
from organigram.nquads import term

VIOLATION = "Violation"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One place that does not keep to a shape.

    ``shape``, ``focus`` and ``component`` are IRIs; ``path`` is the property's IRI, empty where the path is not a single
    property; ``value`` is a term of N-Triples or empty; ``severity`` is ``Violation``, ``Warning`` or ``Info``.
    """

    shape: str
    focus: str
    path: str
    value: str
    severity: str
    component: str
    messages: Mapping[str, str] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Report:
    """The findings by key of the posting, those without any left out."""

    findings: Mapping[str, tuple[Finding, ...]]
    base: str = BASE

    @property
    def conforms(self) -> bool:
        """Whether no posting is to be set aside."""
        return not self.rejected

    @property
    def rejected(self) -> dict[str, tuple[Finding, ...]]:
        """The violations of every posting that has one: these postings are set aside, whole."""
        found = {key: tuple(one for one in all_ if one.severity == VIOLATION) for key, all_ in self.findings.items()}
        return {key: violations for key, violations in found.items() if violations}

    def nquads(self) -> list[str]:
        """The lines of ``graph/validation``: a sh:ValidationReport a posting, sorted."""
        lines = [line for key, found in self.findings.items() for line in report_lines(key, found, about=posting(key))]
        return sorted({rebase(line, self.base) for line in lines})


def report_lines(key: str, findings: Iterable[Finding], *, about: str = "") -> list[str]:
    """The lines of one report under the house's own base, with an IRI for every node.

    >>> finding = Finding("ex:shape", "ex:focus", "", "", "Warning", "ex:component", {"en": "Look.", "fr": "Voyez."})
    >>> len(report_lines("all", [finding]))
    10
    """
    found = sorted(findings)
    report = entity("validation", key)
    triples = [(report, "rdf:type", term("sh:ValidationReport"))]
    triples.append((report, "sh:conforms", nquads.boolean(all(one.severity != VIOLATION for one in found))))
    if about:
        triples.append((report, "schema:about", nquads.iri(about)))
    for number, finding in enumerate(found, 1):
        result = entity("validation", key, str(number))
        triples.append((report, "sh:result", nquads.iri(result)))
        triples += [(result, predicate, value) for predicate, value in _result(finding)]
    name = nquads.iri(graph("validation"))
    return [nquads.line(nquads.iri(subject), term(predicate), value, name) for subject, predicate, value in triples]


def _result(finding: Finding) -> Iterable[tuple[str, str]]:
    yield "rdf:type", term("sh:ValidationResult")
    yield "sh:focusNode", nquads.iri(finding.focus)
    yield "sh:resultSeverity", term(f"sh:{finding.severity}")
    yield "sh:sourceShape", nquads.iri(finding.shape)
    yield "sh:sourceConstraintComponent", nquads.iri(finding.component)
    if finding.path:
        yield "sh:resultPath", nquads.iri(finding.path)
    if finding.value:
        yield "sh:value", finding.value
    for language, text in finding.messages.items():
        yield "sh:resultMessage", nquads.literal(text, language)


def read_findings(report: Graph, shapes: Graph) -> tuple[Finding, ...]:
    """The findings of a SHACL report, sorted. Nameless shapes are told by the named shape that they are part of."""
    return tuple(sorted({_finding(report, shapes, result) for result in report.objects(None, SH.result)}))


def _finding(report: Graph, shapes: Graph, result: Node) -> Finding:
    path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
    shape = report.value(result, SH.sourceShape)
    while shape is not None and not isinstance(shape, URIRef):
        shape = next(shapes.subjects(None, shape), None)
    told = {text.language: str(text) for text in _messages(report, shapes, result) if isinstance(text, Literal)}
    return Finding(
        str(shape or ""),
        str(report.value(result, SH.focusNode)),
        str(path) if isinstance(path, URIRef) else "",
        value_term(value),
        str(report.value(result, SH.resultSeverity)).removeprefix(str(SH)),
        str(report.value(result, SH.sourceConstraintComponent)),
        {language: told[language] for language in LANGUAGES if language in told},
    )


def _messages(report: Graph, shapes: Graph, result: Node) -> Iterator[Node]:
    """The result's messages, and those of its constraint in SPARQL, whose languages pyshacl does not hand on."""
    yield from report.objects(result, SH.resultMessage)
    constraint = report.value(result, SH.sourceConstraint)
    if constraint is not None:
        yield from shapes.objects(constraint, SH.message)


def value_term(value: Node | None) -> str:
    """A node as a term of N-Triples; nothing for none and for nameless ones."""
    if isinstance(value, URIRef):
        return nquads.iri(str(value))
    if isinstance(value, Literal):
        text = nquads.literal(str(value), value.language or "")
        return f"{text}^^{nquads.iri(str(value.datatype))}" if value.datatype and not value.language else text
    return ""
