"""Triples while they are gathered: those of a posting each with the words that support it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from organigram import nquads
from organigram.contacts import mask_contacts
from organigram.model import Item, Posting, Salary
from organigram.namespaces import BASE, graph
from organigram.namespaces import posting as posting_iri
from organigram.nquads import term

_TYPE = term("rdf:type")
_STATEMENT, _SUBJECT, _PREDICATE, _OBJECT = map(term, ("rdf:Statement", "rdf:subject", "rdf:predicate", "rdf:object"))
_ANNOTATION, _HAS_BODY, _HAS_TARGET = map(term, ("oa:Annotation", "oa:hasBody", "oa:hasTarget"))
_QUOTED_FROM, _CONFIDENCE, _RULE = map(term, ("prov:wasQuotedFrom", "itsrdf:taConfidence", "ngo:rule"))
_SPECIFIC_RESOURCE, _HAS_SOURCE, _HAS_SELECTOR = map(term, ("oa:SpecificResource", "oa:hasSource", "oa:hasSelector"))
_QUOTE_SELECTOR, _EXACT = map(term, ("oa:TextQuoteSelector", "oa:exact"))
_DISPUTE, _ABOUT, _DISPUTES, _TEXT_SAYS = map(term, ("ngo:Dispute", "schema:about", "ngo:disputes", "ngo:textSays"))
_POSITION_SELECTOR, _START, _END = map(term, ("oa:TextPositionSelector", "oa:start", "oa:end"))

#: Subject, predicate and object in the syntax of N-Quads.
Triple = tuple[str, str, str]


class Triples:
    """A set of triples, with labels of things and the ways in which their names are written.

    >>> triples = Triples()
    >>> triples.describe("https://example.org/a", {"en": "Blue Help"}, "org:FormalOrganization")
    >>> len(triples.quads("https://example.org/g"))
    2
    """

    def __init__(self) -> None:
        """Nothing is stated yet."""
        self._triples: set[Triple] = set()
        self._labels: dict[tuple[str, str], str] = {}
        self._spellings: dict[tuple[str, str], set[str]] = {}

    def add(self, subject: str, predicate: str, *objects: str) -> None:
        """State triples: an IRI, a prefixed name, and terms in the syntax of N-Quads."""
        whom, says = nquads.iri(subject), term(predicate)
        self._triples.update([(whom, says, value) for value in objects])

    def describe(self, subject: str, labels: Mapping[str, str], *classes: str) -> None:
        """State classes and labels. Of two labels in one language, written differently, the first in sorting order stays."""
        self.add(subject, "rdf:type", *(term(name) for name in classes))
        for language, text in labels.items():
            self._labels[subject, language] = min(text, self._labels.get((subject, language), text))

    def spell(self, subject: str, language: str, texts: Iterable[str]) -> None:
        """Note how a name is written: every way but the one that becomes its label is an alternative label."""
        self._spellings.setdefault((subject, language), set()).update(texts)

    def quads(self, name: str) -> list[str]:
        """The lines of a graph of that IRI, sorted, each once."""
        for (subject, language), text in self._labels.items():
            self.add(subject, "rdfs:label", nquads.literal(text, language))
        for (subject, language), texts in self._spellings.items():
            others = texts - {self._labels.get((subject, language), "")}
            self.add(subject, "skos:altLabel", *(nquads.literal(text, language) for text in others))
        end = f" {nquads.iri(name)} ."
        return sorted(f"{subject} {predicate} {value}{end}" for subject, predicate, value in self._triples)


class Draft(Triples):
    """The triples of one posting and their support.

    >>> draft = Draft(Posting("a", "a.txt", "en", "Logistician"))
    >>> draft.add("https://example.org/a", "schema:title", nquads.literal("Logistician", "en"))
    >>> len(draft.lines())
    1
    """

    def __init__(self, posting: Posting) -> None:
        """Nothing is stated yet."""
        super().__init__()
        self.key = posting.key
        self.posting = posting_iri(self.key)
        self._length = len(posting.text)
        self._masked = mask_contacts(posting.text)
        self._support: dict[tuple[int, int, str, str, float], set[Triple]] = {}
        self._disputes: dict[tuple[Triple, str], Item] = {}

    def state(self, item: Item | Salary, subject: str, predicate: str, *objects: str) -> None:
        """State triples that the item supports: each of its spans becomes evidence for all of them."""
        whom, says = nquads.iri(subject), term(predicate)
        triples = {(whom, says, value) for value in objects}
        self._triples |= triples
        for span in item.evidence:
            self._support.setdefault((span.start, span.end, span.quote, item.rule, item.confidence), set()).update(triples)

    def dispute(self, text: Item, stated: Triple, value: str) -> None:
        """Note that the text gives another value than a triple that the source states; it becomes no triple of its own."""
        self._disputes[stated, value] = text

    def lines(self) -> list[str]:
        """The lines of ``graph/posting/<key>``, sorted, each once."""
        name = graph("posting", self.key)
        lines = self.quads(name)
        self._add_evidence(lines, f" {nquads.iri(name)} .")
        lines.sort()
        return lines

    def _add_evidence(self, lines: list[str], end: str) -> None:
        """The lines of statements, disputes and annotations: most of a posting's graph, no two of them alike."""
        statements = sorted({stated for stated, _ in self._disputes}.union(*self._support.values()))
        names = {triple: f"<{BASE}statement/{self.key}/{number}>" for number, triple in enumerate(statements, 1)}
        for (subject, predicate, value), name in names.items():
            lines += (
                f"{name} {_TYPE} {_STATEMENT}{end}",
                f"{name} {_SUBJECT} {subject}{end}",
                f"{name} {_PREDICATE} {predicate}{end}",
                f"{name} {_OBJECT} {value}{end}",
            )
        bodies = {span: {names[triple] for triple in triples} for span, triples in self._support.items()}
        for number, ((stated, value), text) in enumerate(sorted(self._disputes.items(), key=lambda item: item[0]), 1):
            name = f"<{BASE}dispute/{self.key}/{number}>"
            lines += (
                f"{name} {_TYPE} {_DISPUTE}{end}",
                f"{name} {_ABOUT} <{self.posting}>{end}",
                f"{name} {_DISPUTES} {names[stated]}{end}",
                f"{name} {_TEXT_SAYS} {value}{end}",
            )
            for words in text.evidence:
                bodies.setdefault((words.start, words.end, words.quote, text.rule, text.confidence), set()).add(name)
        for number, (span, supports) in enumerate(sorted(bodies.items()), 1):
            self._add_annotation(lines, number, span, supports, end)

    def _add_annotation(
        self, lines: list[str], number: int, span: tuple[int, int, str, str, float], bodies: set[str], end: str
    ) -> None:
        start, stop, quote, rule, confidence = span
        evidence, target = f"<{BASE}evidence/{self.key}/{number}>", f"<{BASE}target/{self.key}/{number}>"
        selector = f"<{BASE}selector/{self.key}/{number}"
        source = f"<{self.posting}>"
        lines += [f"{evidence} {_HAS_BODY} {body}{end}" for body in bodies]
        if rule:
            lines.append(f"{evidence} {_RULE} {nquads.literal(rule)}{end}")
        lines += (
            f"{evidence} {_TYPE} {_ANNOTATION}{end}",
            f"{evidence} {_HAS_TARGET} {target}{end}",
            f"{evidence} {_QUOTED_FROM} {source}{end}",
            f"{evidence} {_CONFIDENCE} {nquads.decimal(confidence)}{end}",
            f"{target} {_TYPE} {_SPECIFIC_RESOURCE}{end}",
            f"{target} {_HAS_SOURCE} {source}{end}",
            f"{target} {_HAS_SELECTOR} {selector}/quote>{end}",
            f"{target} {_HAS_SELECTOR} {selector}/position>{end}",
            f"{selector}/quote> {_TYPE} {_QUOTE_SELECTOR}{end}",
            f"{selector}/quote> {_EXACT} {nquads.literal(self._quote(start, stop, quote))}{end}",
            f"{selector}/position> {_TYPE} {_POSITION_SELECTOR}{end}",
            f"{selector}/position> {_START} {nquads.integer(start)}{end}",
            f"{selector}/position> {_END} {nquads.integer(stop)}{end}",
        )

    def _quote(self, start: int, end: int, quote: str) -> str:
        """The quote without contact data: a number cut in half by the span is masked too."""
        return self._masked[start:end] if end <= self._length else mask_contacts(quote)
