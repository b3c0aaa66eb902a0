"""What a page says of one entity: facts with their sentences, stated or following; what speaks of it; names in one language."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import Literal, NamedNode

from organigram.contacts import mask_contacts
from organigram.i18n import Language
from organigram.labels import best_label, ontology_labels
from organigram.namespaces import expand
from organigram.querying.embedded import EmbeddedService, Reply
from organigram.querying.turns import Turn
from organigram.quoting import sentence
from organigram.service.questions import question
from organigram.store import StoreVersion

#: How many things that speak of an entity stand on a page.
PAGE = 50
#: How many values of one line are shown, and how many sentences of one value.
VALUES, _SENTENCES = 40, 3
#: What is told at the head of a page, or is a name that is shown anyway.
_SILENT = frozenset(map(expand, ("rdfs:label", "skos:prefLabel", "skos:hiddenLabel", "rdf:type")))
#: The lines that a reader looks for first.
_FIRST = tuple(
    map(
        expand,
        (
            "skos:altLabel",
            "schema:title",
            "schema:hiringOrganization",
            "ngo:advertises",
            "org:role",
            "org:postIn",
            "ngo:postOf",
            "ngo:reportsDirectlyTo",
            "ngo:reportsTechnicallyTo",
            "ngo:reportsFunctionallyTo",
            "ngo:supervises",
            "ngo:assignedTo",
            "ngo:implementedBy",
            "schema:funder",
            "ngo:paidBy",
            "ngo:dutyCountry",
            "ngo:dutyStation",
        ),
    )
)
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """The words that state a fact, in their sentence, the posting that they stand in, how sure they are (0 to 1)."""

    before: str
    quote: str
    after: str
    posting: str
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Fact:
    """A value, whether it only follows from what is stated, and the words that state it."""

    value: Any
    follows: bool
    words: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of an entity, by line; a page of what speaks of it, by line; whether there is more of either."""

    types: tuple[str, ...]
    lines: dict[str, list[Fact]]
    incoming: dict[str, list[str]]
    more_facts: bool
    more_incoming: bool
    labels: Mapping[str, str] = field(default_factory=dict)


class Reader:
    """Asks a version's questions for one page, within one turn and one deadline."""

    def __init__(self, service: EmbeddedService, turn: Turn, seconds: float) -> None:
        """``seconds``: for all questions together."""
        self._service, self._turn, self._end = service, turn, time.monotonic() + seconds

    @property
    def version(self) -> StoreVersion:
        """The version that is read."""
        return self._service.version

    def rows(self, sparql: str) -> list[Row]:
        """The solutions of a question."""
        result = self._ask(sparql)
        return [dict(zip(result.variables, row, strict=True)) for row in result.rows]

    def known(self, entity: NamedNode) -> bool:
        """Whether the graph says anything of an entity."""
        return bool(self._ask(question("known", entity=entity)).boolean)

    def reply(self, sparql: str, form: str, max_bytes: int) -> Reply:
        """The answer to a question as it is sent on."""
        left = max(self._end - time.monotonic(), 0.001)
        return self._service.reply(sparql, form, turn=self._turn, timeout=left, max_bytes=max_bytes)

    def _ask(self, sparql: str) -> Any:
        left = max(self._end - time.monotonic(), 0.001)
        return self._service.query(sparql, timeout=left, turn=self._turn)

    def labels(self, iris: Iterable[str], language: Language) -> dict[str, str]:
        """A label for every entity."""
        wanted = list(dict.fromkeys(iris))
        found: dict[str, dict[str, str]] = {iri: dict(ontology_labels().get(iri, {})) for iri in wanted}
        for row in self.rows(question("labels", entities=map(NamedNode, wanted))) if wanted else ():
            texts, tag = found[row["entity"].value], (row["label"].language or "")[:2]
            texts[tag] = min(filter(None, (texts.get(tag), row["label"].value)))
        return {iri: best_label(texts, language, iri) for iri, texts in found.items()}


def describe(reader: Reader, entity: NamedNode, language: Language, base: str, page: int = 1) -> Description:
    """What a page says of an entity; ``base`` is what instances stand under."""
    rows = reader.rows(question("facts", entity=entity))
    incoming = reader.rows(
        question("incoming", entity=entity, dimensions=Literal(f"{base}dimension/"), offset=(page - 1) * PAGE, limit=PAGE + 1)
    )
    lines = _lines(rows, _sentences(reader, entity), language)
    spoken: dict[str, list[str]] = {}
    for row in incoming[:PAGE]:
        if isinstance(row["from"], NamedNode):
            spoken.setdefault(row["line"].value, []).append(row["from"].value)
    types = tuple(sorted({row["value"].value for row in rows if row["line"].value == expand("rdf:type")}))
    named = {
        entity.value,
        *types,
        *lines,
        *spoken,
        *(iri for iris in spoken.values() for iri in iris),
        *(fact.value.value for facts in lines.values() for fact in facts if isinstance(fact.value, NamedNode)),
        *(words.posting for facts in lines.values() for fact in facts for words in fact.words),
    }
    labels = reader.labels(sorted(named), language)
    ordered = sorted(lines, key=lambda line: (_FIRST.index(line) if line in _FIRST else len(_FIRST), labels[line].casefold()))
    return Description(
        types,
        {line: lines[line] for line in ordered},
        {line: spoken[line] for line in sorted(spoken, key=lambda line: labels[line].casefold())},
        more_facts=len(rows) >= _LIMIT or any(len(facts) > VALUES for facts in lines.values()),
        more_incoming=len(incoming) > PAGE,
        labels=labels,
    )


#: The limit in ``questions/facts.rq``.
_LIMIT = 600


def _lines(rows: list[Row], words: Mapping[tuple[str, Any], list[Words]], language: Language) -> dict[str, list[Fact]]:
    stated = {(row["line"], row["value"]) for row in rows if row["inferred"].value == "false"}
    found: dict[str, list[Fact]] = {}
    for row in rows:
        line, value, follows = row["line"].value, row["value"], row["inferred"].value == "true"
        if line in _SILENT or (follows and (row["line"], value) in stated):
            continue
        found.setdefault(line, []).append(Fact(value, follows, tuple(words.get((line, value), ())[:_SENTENCES])))
    return {line: sorted(_of_language(facts, language), key=_order) for line, facts in found.items()}


def _of_language(facts: list[Fact], language: Language) -> list[Fact]:
    """Texts in the reader's language where there are any; else all."""
    return [fact for fact in facts if getattr(fact.value, "language", None) in (None, language)] or facts


def _order(fact: Fact) -> tuple[bool, str]:
    return fact.follows, str(fact.value)


def _sentences(reader: Reader, entity: NamedNode) -> dict[tuple[str, Any], list[Words]]:
    """The words behind every fact, the surest first."""
    rows = sorted(reader.rows(question("evidence", entity=entity)), key=_surest)
    text = _texts(reader)
    found: dict[tuple[str, Any], list[Words]] = {}
    for row in rows:
        told = found.setdefault((row["line"].value, row["value"]), [])
        if len(told) < _SENTENCES:
            told.append(_words(row, text))
    return found


def _surest(row: Row) -> tuple[float, str, int]:
    return -_sure(row), row["posting"].value, int(row["start"].value)


def _sure(row: Row) -> float:
    return float(row["confidence"].value) if row["confidence"] is not None else 0.0


def _texts(reader: Reader) -> Callable[[str], str]:
    kept: dict[str, str] = {}

    def text(key: str) -> str:
        if key not in kept:
            stored = reader.version.posting(key)
            kept[key] = mask_contacts(stored.posting.text) if stored else ""
        return kept[key]

    return text


def _words(row: Row, text: Callable[[str], str]) -> Words:
    posting, quote = row["posting"].value, row["quote"].value
    start, end = int(row["start"].value), int(row["end"].value)
    whole = text(posting.rpartition("/")[2])
    before, words, after = sentence(whole, start, end) if whole[start:end] == quote else ("", quote, "")
    return Words(before, words, after, posting, _sure(row) or None)
