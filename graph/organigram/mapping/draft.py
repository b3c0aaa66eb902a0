"""The quads of one posting while they are gathered, each with the words that support it."""

from __future__ import annotations

from collections.abc import Mapping

from organigram import nquads
from organigram.contacts import mask_contacts
from organigram.model import Evidence, Item, Posting, Salary
from organigram.namespaces import BASE, graph
from organigram.namespaces import posting as posting_iri
from organigram.nquads import term

#: Subject, predicate and object in the syntax of N-Quads.
Triple = tuple[str, str, str]


class Draft:
    """A set of triples and their support.

    >>> draft = Draft(Posting("a", "a.txt", "en", "Logistician"))
    >>> draft.add("https://example.org/a", "schema:title", nquads.literal("Logistician", "en"))
    >>> len(draft.lines())
    1
    """

    def __init__(self, posting: Posting) -> None:
        """Nothing is stated yet."""
        self.key = posting.key
        self.posting = posting_iri(posting.key)
        self._length = len(posting.text)
        self._masked = mask_contacts(posting.text)
        self._triples: set[Triple] = set()
        self._labels: dict[tuple[str, str], str] = {}
        self._support: dict[tuple[int, int, str, str, float], set[Triple]] = {}
        self._disputes: dict[tuple[Triple, str], Item] = {}

    def add(self, subject: str, predicate: str, *objects: str) -> None:
        """State triples: an IRI, a prefixed name, and terms in the syntax of N-Quads."""
        self._triples.update((nquads.iri(subject), term(predicate), value) for value in objects)

    def describe(self, subject: str, labels: Mapping[str, str], *classes: str) -> None:
        """State classes and labels. Of two labels in one language, written differently, the first in sorting order stays."""
        self.add(subject, "rdf:type", *(term(name) for name in classes))
        for language, text in labels.items():
            self._labels[subject, language] = min(text, self._labels.get((subject, language), text))

    def state(self, item: Item | Salary, subject: str, predicate: str, *objects: str) -> None:
        """State triples that the item supports: each of its spans becomes evidence for all of them."""
        triples = {(nquads.iri(subject), term(predicate), value) for value in objects}
        self._triples |= triples
        for span in item.evidence:
            self._support.setdefault((span.start, span.end, span.quote, item.rule, item.confidence), set()).update(triples)

    def dispute(self, text: Item, stated: Triple, value: str) -> None:
        """Note that the text gives another value than a triple that the source states; it becomes no triple of its own."""
        self._disputes[stated, value] = text

    def lines(self) -> list[str]:
        """The lines of ``graph/posting/<key>``, sorted, each once."""
        self._write_evidence()
        for (subject, language), text in self._labels.items():
            self.add(subject, "rdfs:label", nquads.literal(text, language))
        name = nquads.iri(graph("posting", self.key))
        return sorted(nquads.line(*triple, name) for triple in self._triples)

    def _write_evidence(self) -> None:
        supported = {triple for triples in self._support.values() for triple in triples}
        statements = sorted(supported | {stated for stated, _ in self._disputes})
        names = {triple: self._statement(number, triple) for number, triple in enumerate(statements, 1)}
        bodies = {span: {names[triple] for triple in triples} for span, triples in self._support.items()}
        for number, ((stated, value), text) in enumerate(sorted(self._disputes.items(), key=lambda item: item[0]), 1):
            name = self._write_dispute(number, names[stated], value)
            for words in text.evidence:
                bodies.setdefault((words.start, words.end, words.quote, text.rule, text.confidence), set()).add(name)
        for number, (span, supports) in enumerate(sorted(bodies.items()), 1):
            self._annotate(number, span, sorted(supports))
        self._support, self._disputes = {}, {}

    def _write_dispute(self, number: int, statement: str, value: str) -> str:
        name = f"<{BASE}dispute/{self.key}/{number}>"
        self._put(name, "rdf:type", term("ngo:Dispute"))
        self._put(name, "schema:about", f"<{self.posting}>")
        self._put(name, "ngo:disputes", statement)
        self._put(name, "ngo:textSays", value)
        return name

    def _statement(self, number: int, triple: Triple) -> str:
        name = f"<{BASE}statement/{self.key}/{number}>"
        self._put(name, "rdf:type", term("rdf:Statement"))
        for predicate, value in zip(("rdf:subject", "rdf:predicate", "rdf:object"), triple, strict=True):
            self._put(name, predicate, value)
        return name

    def _annotate(self, number: int, span: tuple[int, int, str, str, float], bodies: list[str]) -> None:
        start, end, quote, rule, confidence = span
        evidence, target = (f"<{BASE}{kind}/{self.key}/{number}>" for kind in ("evidence", "target"))
        quoted, position = (f"<{BASE}selector/{self.key}/{number}/{kind}>" for kind in ("quote", "position"))
        source = f"<{self.posting}>"
        self._put(evidence, "rdf:type", term("oa:Annotation"))
        for body in bodies:
            self._put(evidence, "oa:hasBody", body)
        self._put(evidence, "oa:hasTarget", target)
        self._put(evidence, "prov:wasQuotedFrom", source)
        self._put(evidence, "itsrdf:taConfidence", nquads.decimal(confidence))
        if rule:
            self._put(evidence, "ngo:rule", nquads.literal(rule))
        self._put(target, "rdf:type", term("oa:SpecificResource"))
        self._put(target, "oa:hasSource", source)
        self._put(target, "oa:hasSelector", quoted)
        self._put(target, "oa:hasSelector", position)
        self._put(quoted, "rdf:type", term("oa:TextQuoteSelector"))
        self._put(quoted, "oa:exact", nquads.literal(self._quote(Evidence(start, end, quote))))
        self._put(position, "rdf:type", term("oa:TextPositionSelector"))
        self._put(position, "oa:start", nquads.integer(start))
        self._put(position, "oa:end", nquads.integer(end))

    def _put(self, subject: str, predicate: str, value: str) -> None:
        """State a triple whose subject is a term already: evidence is most of a posting's graph, and its names are safe."""
        self._triples.add((subject, term(predicate), value))

    def _quote(self, span: Evidence) -> str:
        """The quote without contact data: a number cut in half by the span is masked too."""
        return self._masked[span.start : span.end] if span.end <= self._length else mask_contacts(span.quote)
