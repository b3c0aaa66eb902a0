"""Numbers of the whole graph: those counted when it was built, and counted anew only where a graph came without them."""

from __future__ import annotations

from collections.abc import Sequence

from organigram.namespaces import entity, expand, rebase
from organigram_viz.questions import panel
from organigram_viz.source import Row, Source

_KINDS = {
    "postings": "schema:JobPosting",
    "posts": "org:Post",
    "projects": "schema:Project",
    "unresolved": "ngo:UnresolvedEntity",
}
#: What is counted by how many values a dimension has.
_NAMED = {
    "organizations": "vacancies-by-organization",
    "countries": "vacancies-by-country",
    "donors": "recipients-by-donor",
}


def largest(source: Source) -> Sequence[Row]:
    """The employers with most vacancies: ``key`` and ``count``, twelve rows at most, the largest first."""
    return _cube(source, _NAMED["organizations"], "organization") or source.rows(panel("by_organization"))


def totals(source: Source) -> dict[str, int]:
    """How many postings, posts, projects, organizations, countries, donors and unresolved names there are."""
    counted = {row["key"].value: int(row["count"].value) for row in _cube(source, "entities-by-kind", "kind")}
    if not counted:
        return _counted_anew(source)
    cubes = {name: _iri(source, "statistics", cube) for name, cube in _NAMED.items()}
    sizes = {row["cube"].value: int(row["count"].value) for row in source.rows(panel("cube_sizes", cube=cubes.values()))}
    kinds = {name: counted.get(expand(kind), 0) for name, kind in _KINDS.items()}
    return kinds | {name: sizes.get(cube, 0) for name, cube in cubes.items()}


def _cube(source: Source, cube: str, dimension: str) -> Sequence[Row]:
    terms = {
        "cube": _iri(source, "statistics", cube),
        "dimension": _iri(source, "dimension", dimension),
        "measure": _iri(source, "measure", "number"),
    }
    return source.rows(panel("cube", **{name: [iri] for name, iri in terms.items()}))


def _iri(source: Source, kind: str, name: str) -> str:
    return rebase(f"<{entity(kind, name)}>", source.base)[1:-1]


def _counted_anew(source: Source) -> dict[str, int]:
    counted = {row["type"].value: int(row["count"].value) for row in source.rows(panel("counts"))}
    (named,) = source.rows(panel("counts_named"))
    kinds = {name: counted.get(expand(kind), 0) for name, kind in _KINDS.items()}
    return kinds | {name: int(term.value) for name, term in named.items()}
