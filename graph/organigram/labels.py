"""Which of a thing's labels a reader sees, and words for what has none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from organigram.i18n import LANGUAGES, Language
from organigram.namespaces import expand
from organigram.resources import ontology_dir

_LABEL = NamedNode(expand("rdfs:label"))


def readable(iri: str) -> str:
    """Words made of an IRI's last part, for what has no label.

    >>> readable("http://www.w3.org/ns/org#reportsTo"), readable("https://w3id.org/organigram/organization/amcp-sp")
    ('reports to', 'amcp sp')
    """
    last = re.split(r"[/#]", iri.rstrip("/#"))[-1]
    return re.sub(r"(?<=[a-z])(?=[A-Z])|[-_]+", " ", last).strip().lower() or iri


def best_label(labels: Mapping[str, str], language: Language, iri: str) -> str:
    """The label in the language, or in the other one, or in none, or else words made of the IRI.

    >>> best_label({"fr": "Projet Oxygène"}, "en", "x")
    'Projet Oxygène'
    """
    for wish in (language, *LANGUAGES, ""):
        if labels.get(wish):
            return labels[wish]
    return next(iter(labels.values()), "") or readable(iri)


@cache
def ontology_labels() -> Mapping[str, Mapping[str, str]]:
    """The labels of the ontology's terms by IRI and language: an endpoint may hold the data without the ontology."""
    found: dict[str, dict[str, str]] = {}
    for triple in parse(path=str(ontology_dir() / "organigram.ttl"), format=RdfFormat.TURTLE):
        if triple.predicate == _LABEL and isinstance(triple.object, Literal):
            found.setdefault(str(triple.subject.value), {})[triple.object.language or ""] = triple.object.value
    return found
