"""Which entity a name means: values of questions may be names as people know them, in place of IRIs.

A name means an entity where exactly one has it as a label, case, accents, inclusive endings and gender apart. It is looked up in
the text index of a store's version, or by a query where only an endpoint is there.

>>> from organigram.catalogue import load_catalogue
>>> from organigram.search import Hit
>>> mali = Hit("https://w3id.org/organigram/country/ML", "country", "Mali", "Mali", "fr")
>>> question = load_catalogue()["posts-by-role-and-country"]
>>> resolve(question, {"country": "mali"}, lambda name, kind: [mali], lambda iri: iri == mali.iri)
{'country': 'https://w3id.org/organigram/country/ML'}
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from pyoxigraph import NamedNode

from organigram.catalogue import ANY_KIND, Parameter, Question, string_term
from organigram.errors import UsageError
from organigram.folding import fold_name, same_but_gender
from organigram.i18n import N_, Language
from organigram.namespaces import BASE, PREFIXES, rebase
from organigram.querying import Result
from organigram.search import KINDS, Hit, search

__all__ = ["Find", "finder", "is_known", "resolve"]


class Service(Protocol):
    """What is needed of a query service."""

    def query(self, sparql: str) -> Result:
        """The result of a query."""


#: Gives the entities of a kind that a name may mean, best first.
Find = Callable[[str, str], Sequence[Hit]]

#: Entities that are looked at for one name, and named in an error.
_MOST, _NAMED = 200, 5
#: What the entities of a kind are.
_PATTERNS: Mapping[str, str] = {
    ANY_KIND: "",
    "contract": "?entity skos:inScheme <{base}scheme/contracts> .",
    "country": "?entity a schema:Country .",
    "language": "?entity skos:inScheme <{base}scheme/languages> .",
    "organization": "?entity a ?class . VALUES ?class {{ org:FormalOrganization org:OrganizationalUnit }}",
    "place": "?entity a schema:Place .",
    "post": "?entity a org:Post .",
    "posting": "?entity a schema:JobPosting .",
    "project": "?entity a schema:Project .",
    "role": "?entity a org:Role .",
    "role-family": "?entity skos:topConceptOf <{base}scheme/roles> .",
    "sector": "?entity skos:inScheme <{base}scheme/sectors> .",
}
_QUERY = """{prefixes}
SELECT DISTINCT ?entity ?label WHERE {{
  {pattern}
  ?entity rdfs:label|skos:prefLabel|skos:altLabel ?label .
  FILTER(REGEX(STR(?label), {expression}, "i"))
}}
LIMIT {most}"""
#: Letters as labels may write what folding leaves.
_ACCENTS = {"a": "aàáâäãåæ", "c": "cç", "e": "eéèêëæœ", "i": "iìíîï", "n": "nñ", "o": "oòóôöõøœ", "u": "uùúûü", "y": "yÿý"}
#: So many letters of a word are compared by the endpoint: what follows may be an inclusive ending.
_BEGINNING = 5


def resolve(
    question: Question, values: Mapping[str, str], find: Find, known: Callable[[str], bool], *, base: str = BASE
) -> dict[str, str]:
    """The values with names replaced by the IRIs that they mean; IRIs, prefixed names and values of other types stay.

    ``known`` says whether the graph tells of an IRI, so that ``ML`` is the country and ``mali`` its name. Raises
    :class:`UsageError`, with the entities near it, where a name means none or several.
    """
    found = dict(values)
    for name, value in values.items():
        parameter = question.parameters.get(name)
        if parameter is None or parameter.type != "iri" or not parameter.kind or parameter.choices or not value.strip():
            continue
        found[name] = _meant(parameter, value.strip(), find, known, base)
    return found


def _meant(parameter: Parameter, text: str, find: Find, known: Callable[[str], bool], base: str) -> str:
    if parameter.is_explicit(text):
        return text
    iri = parameter.iri(text)
    if _is_iri(iri) and known(rebase(f"<{iri}>", base)[1:-1]):
        return text
    hits = find(text, parameter.kind)
    exact = {hit.iri: hit for hit in hits if fold_name(hit.matched) == fold_name(text)}
    exact = exact or {hit.iri: hit for hit in hits if same_but_gender(hit.matched, text)}
    if len(exact) == 1:
        return next(iter(exact))
    if exact:
        reason, remedy = N_("“{value}” names several: {found}."), N_("Give the IRI of the one that you mean.")
        raise UsageError(reason, remedy, place=parameter.name, value=text, found=_listed(list(exact.values())))
    reason = N_("Nothing of this kind is called “{value}” in the graph.")
    remedy = N_("Near it: {found}.") if hits else N_("Give a name as the graph has it, an IRI, or the last part of one.")
    raise UsageError(reason, remedy, place=parameter.name, value=text, found=_listed(hits))


def _listed(hits: Sequence[Hit]) -> str:
    more = ["…"] if len(hits) > _NAMED else []
    return "; ".join([*(f"{hit.label} <{hit.iri}>" for hit in hits[:_NAMED]), *more])


def _is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def is_known(service: Service) -> Callable[[str], bool]:
    """Whether the graph behind a service tells of an IRI."""
    return lambda iri: bool(service.query(f"ASK {{ <{iri}> ?predicate ?object }}").boolean)


def finder(service: Service, language: Language, *, index: Path | None = None, base: str = BASE) -> Find:
    """Finds by the text index of a store's version, if there is one and it holds the kind; else by a query of labels."""

    def find(name: str, kind: str) -> Sequence[Hit]:
        if index is not None and kind in (*KINDS, ANY_KIND):
            return search(index, name, language, () if kind == ANY_KIND else (kind,), limit=_MOST)
        return _by_labels(service, name, kind, language, base)

    return find


def _by_labels(service: Service, name: str, kind: str, language: Language, base: str) -> list[Hit]:
    """The entities whose labels begin words as the name does, those that are called just so first."""
    words = re.findall(r"[^\W_]+", fold_name(name))
    if not words or kind not in _PATTERNS:
        return []
    expression = ".*".join("".join(f"[{_ACCENTS.get(letter, letter)}]" for letter in word[:_BEGINNING]) for word in words)
    sparql = _QUERY.format(
        prefixes="\n".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>" for prefix in ("org", "rdfs", "schema", "skos")),
        pattern=_PATTERNS[kind].format(base=base),
        expression=string_term(expression),
        most=_MOST,
    )
    hits: dict[str, Hit] = {}
    labels = sorted(
        ((str(entity), label) for entity, label in service.query(sparql).rows),
        key=lambda row: (_text(row[1]).casefold() != name.casefold(), _language(row[1]) != language, len(_text(row[1])), row[0]),
    )
    for entity, label in labels:
        hits.setdefault(entity, Hit(entity.strip("<>"), kind, _text(label), _text(label), _language(label)))
    called = [
        Hit(entity.strip("<>"), kind, hits[entity].label, _text(label), _language(label))
        for entity, label in labels
        if fold_name(_text(label)) == fold_name(name)
    ]
    return [*called, *hits.values()]


def _text(term: object) -> str:
    return str(getattr(term, "value", ""))


def _language(term: object) -> str:
    return str(getattr(term, "language", None) or "")
