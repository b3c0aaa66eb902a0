"""The pages of entities and of the ontology: what the templates show, made of facts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from organigram.i18n import N_, Language, translate
from organigram.labels import readable
from organigram.namespaces import ONTOLOGY_IRI, shorten
from organigram.service.facts import PAGE, VALUES, Description, Fact, Reader, Words
from organigram.service.media import GRAPH_FORMS
from organigram.service.pages import page
from organigram.service.questions import question
from organigram.values import written

if TYPE_CHECKING:
    from organigram.service.entities import Wanted
    from organigram.service.state import State


@dataclass(frozen=True, slots=True)
class Link:
    """Words, and where they lead (empty: nowhere)."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in their sentence, the posting that says so, how sure they are (percent, empty if unknown)."""

    words: Words
    posting: Link
    sure: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A value, whether it only follows, and the sentences that state it."""

    value: Link
    follows: bool
    quotations: tuple[Quotation, ...]


def entity_page(state: State, node: NamedNode, address: str, told: Description, wanted: Wanted) -> str:
    """The page of an entity."""
    language, labels = wanted.language, told.labels

    def link(iri: str) -> Link:
        return Link(labels.get(iri) or readable(iri), address_of(state, iri, language))

    def shown(fact: Fact) -> Shown:
        value = link(fact.value.value) if isinstance(fact.value, NamedNode) else Link(_literal(fact.value, language))
        return Shown(value, fact.follows, tuple(Quotation(w, link(w.posting), _percent(w)) for w in fact.words))

    return page(
        "entity.html",
        language,
        labels[node.value],
        address=f"{address}?",
        iri=node.value,
        kinds=[link(iri) for iri in told.types],
        lines=[(link(line), list(map(shown, facts[:VALUES])), len(facts) > VALUES) for line, facts in told.lines.items()],
        more_facts=told.more_facts,
        incoming=[(link(line), list(map(link, iris))) for line, iris in told.incoming.items()],
        forms=[Link(form.title, f"{address}.{form.ending}") for form in GRAPH_FORMS],
        alternates=[(form.types[0], f"{address}.{form.ending}") for form in GRAPH_FORMS],
        page=wanted.page,
        size=PAGE,
        before=f"{address}?page={wanted.page - 1}&lang={language}" if wanted.page > 1 else "",
        after=f"{address}?page={wanted.page + 1}&lang={language}" if told.more_incoming else "",
        explorer=f"/graph?entity={quote(node.value, safe='')}&lang={language}" if state.explorer else "",
    )


#: Signs of an IRI's path that an address keeps: an IRI may hold escapes itself.
KEPT = "/%"


def address_of(state: State, iri: str, language: Language) -> str:
    """Where a link to a thing leads: the thing's own page here, or its IRI; nowhere for what is no web address."""
    if iri.startswith(f"{ONTOLOGY_IRI}#"):
        return f"/ontology?lang={language}#{quote(iri.rpartition('#')[2])}"
    if iri.startswith(state.base):
        return f"/{quote(iri.removeprefix(state.base), safe=KEPT)}?lang={language}"
    return iri if iri.startswith(("http://", "https://")) else ""


def _literal(value: Any, language: Language) -> str:
    return written(value, language) if isinstance(value, Literal) else str(value)


def _percent(words: Words) -> str:
    return f"{round(100 * words.confidence)}" if words.confidence else ""


def ontology_page(state: State, reader: Reader, language: Language) -> str:
    """The terms of the ontology, by what they are; a term's fragment leads to it."""
    rows = reader.rows(question("terms", entity=NamedNode(f"{state.base}graph/ontology"), language=Literal(language)))
    terms: dict[str, dict[str, Any]] = {}
    for row in rows:
        iri = row["term"].value
        kind = _KINDS.get(shorten(row["kind"].value), _OTHER)
        term = terms.setdefault(
            iri,
            {
                "iri": iri,
                "name": shorten(iri),
                "anchor": iri.rpartition("#")[2] if iri.startswith(f"{ONTOLOGY_IRI}#") else shorten(iri).replace(":", "-"),
                "label": row["label"].value,
                "definition": row["definition"].value if row["definition"] else "",
                "kind": kind,
            },
        )
        term["kind"] = min(term["kind"], kind)
    ordered = sorted(terms.values(), key=lambda term: (term["kind"], term["label"].casefold()))
    groups = [
        (translate(_NAMES[kind], language), list(members)) for kind, members in groupby(ordered, key=lambda term: term["kind"])
    ]
    return page(
        "ontology.html",
        language,
        translate(N_("The ontology of Organigram"), language),
        address="/ontology?",
        iri=ONTOLOGY_IRI,
        groups=groups,
        forms=[Link(form.title, f"/ontology.{form.ending}") for form in GRAPH_FORMS],
        alternates=[(form.types[0], f"/ontology.{form.ending}") for form in GRAPH_FORMS],
    )


_KINDS = {"owl:Class": 0, "owl:ObjectProperty": 1, "owl:DatatypeProperty": 2}
_OTHER = 3
_NAMES = (N_("Classes"), N_("Lines between things"), N_("Values of things"), N_("Other terms"))
