"""The lists that a reader browses: the ontology's terms and the concepts of the vocabularies, with how often each is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from organigram.i18n import LANGUAGES, N_, Language
from organigram.labels import best_label
from organigram.namespaces import entity, expand, rebase
from organigram.ontology.terms import Term, load_ontology, read_terms
from organigram_viz.questions import panel
from organigram_viz.source import Row, Source


@dataclass(frozen=True, slots=True)
class Scheme:
    """A list: its name in the address, its heading, where its concepts are found, the cubes that count them, what is counted.

    ``parameter`` is the kind of parameter by which questions of the catalogue ask for one of them.
    """

    name: str
    title: str
    found: tuple[str, str] = ("", "")
    cubes: tuple[tuple[str, str], ...] = ()
    counted: str = N_("vacancies")
    parameter: str = ""
    terms: tuple[str, ...] = ()


SCHEMES: dict[str, Scheme] = {
    one.name: one
    for one in (
        Scheme(
            "roles",
            N_("Roles"),
            ("scheme", "roles"),
            (("posts-by-role", "role"), ("posts-by-role-family", "role-family")),
            N_("posts"),
            "role",
        ),
        Scheme("sectors", N_("Sectors"), ("scheme", "sectors"), (("vacancies-by-sector", "sector"),), parameter="sector"),
        Scheme(
            "contracts", N_("Contracts"), ("scheme", "contracts"), (("vacancies-by-contract", "contract"),), parameter="contract"
        ),
        Scheme(
            "organizations",
            N_("Organizations, by type"),
            ("class", "org:FormalOrganization"),
            (("vacancies-by-organization", "organization"),),
            parameter="organization",
        ),
        Scheme("organization-types", N_("Organization types"), ("scheme", "organization-types")),
        Scheme("organisation-roles", N_("Roles in a consortium"), ("scheme", "organisation-roles")),
        Scheme(
            "countries", N_("Countries"), ("class", "schema:Country"), (("vacancies-by-country", "country"),), parameter="country"
        ),
        Scheme(
            "languages",
            N_("Languages"),
            ("scheme", "languages"),
            (("vacancies-by-language-required", "required-language"),),
            parameter="language",
        ),
        Scheme("classes", N_("Classes of the ontology"), counted=N_("things"), terms=("class",)),
        Scheme(
            "properties",
            N_("Properties of the ontology"),
            counted=N_("statements"),
            terms=("object-property", "datatype-property", "annotation-property"),
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Concept:
    """A term of a list: labels by language, what it stands under (IRI, or nothing), how often it is used."""

    iri: str
    labels: Mapping[str, str] = field(default_factory=dict)
    above: str = ""
    count: int = 0

    def label(self, language: Language) -> str:
        """Its name as the reader sees it."""
        return best_label(self.labels, language, self.iri)

    def other(self, language: Language) -> str:
        """Its name in the other languages, where it is another."""
        own = self.label(language)
        return " · ".join(self.labels[one] for one in LANGUAGES if one != language and self.labels.get(one, own) != own)


def concepts(source: Source, scheme: Scheme) -> dict[str, Concept]:
    """The concepts of a list by IRI."""
    counts = _counts(source, scheme)
    if scheme.terms:
        return {
            term.iri: Concept(
                term.iri, {str(tongue): text for tongue, text in term.label.items()}, _above(term), counts.get(term.iri, 0)
            )
            for term in terms(scheme)
        }
    kind, name = scheme.found
    if kind == "class":
        rows = source.rows(panel("concepts_of_class", **{"class": [expand(name)]}))
    else:
        rows = source.rows(panel("concepts", scheme=[_iri(source, "scheme", name)]))
    found = _read(rows)
    heads = {one.above for one in found.values()} - {"", *found}
    # What organizations are arranged under is of a list of its own.
    if heads:
        types = _read(source.rows(panel("concepts", scheme=[_iri(source, "scheme", "organization-types")])))
        found |= {iri: Concept(iri, types[iri].labels) for iri in heads if iri in types}
    return {iri: Concept(iri, one.labels, one.above, counts.get(iri, 0)) for iri, one in found.items()}


def _iri(source: Source, kind: str, name: str) -> str:
    return rebase(f"<{entity(kind, name)}>", source.base)[1:-1]


def _read(rows: Iterable[Row]) -> dict[str, Concept]:
    labels: dict[str, dict[str, str]] = {}
    above: dict[str, str] = {}
    for row in rows:
        iri = row["concept"].value
        labels.setdefault(iri, {}).setdefault((row["label"].language or "")[:2], row["label"].value)
        if row["broader"] is not None:
            above[iri] = min(above.get(iri, row["broader"].value), row["broader"].value)
    return {iri: Concept(iri, texts, above.get(iri, "")) for iri, texts in labels.items()}


def terms(scheme: Scheme) -> list[Term]:
    """The ontology's terms that a list holds."""
    return [term for term in read_terms(load_ontology()) if term.kind in scheme.terms]


def _above(term: Term) -> str:
    return next((iri for iri in term.above if iri != term.iri), "")


def _counts(source: Source, scheme: Scheme) -> dict[str, int]:
    if scheme.terms:
        found: dict[str, int] = {}
        for row in source.rows(panel("partitions")):
            found[row["term"].value] = max(found.get(row["term"].value, 0), int(row["count"].value))
        return found
    counted: dict[str, int] = {}
    for cube, dimension in scheme.cubes:
        iris = {
            "cube": _iri(source, "statistics", cube),
            "dimension": _iri(source, "dimension", dimension),
            "measure": _iri(source, "measure", "number"),
        }
        rows = source.rows(panel("cube_whole", **{name: [iri] for name, iri in iris.items()}))
        counted |= {row["key"].value: int(row["count"].value) for row in rows}
    return counted
