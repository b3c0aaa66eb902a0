"""Statistics and the graph's description of itself: right counts, the same bytes, another base."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import NamedNode, RdfFormat

from organigram.about import about_lines
from organigram.i18n import LANGUAGES
from organigram.namespaces import BASE, PREFIXES, expand, graph, rebase
from organigram.statistics import statistics_lines

SMALL = Path(__file__).resolve().parent.parent / "data" / "catalogue" / "small.trig"


@pytest.fixture
def small() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load(path=str(SMALL))
    for name in ("statistics", "validation", "about"):  # what is written after the counts, and not counted
        store.remove_graph(NamedNode(graph(name)))
    return store


def loaded(lines: list[str]) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load("\n".join(lines).encode(), RdfFormat.N_QUADS)
    return store


def ask(store: pyoxigraph.Store, pattern: str, variables: str = "*") -> list[tuple[str, ...]]:
    solutions = store.query(
        f"SELECT DISTINCT {variables} WHERE {{ {pattern} }}", prefixes=PREFIXES, use_default_graph_as_union=True
    )
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    return sorted(tuple(term.value for term in solution) for solution in solutions)


def cube(store: pyoxigraph.Store, name: str, *dimensions: str) -> dict[tuple[str, ...], int]:
    asked = " ".join(f"<{BASE}dimension/{dimension}> ?d{number} ;" for number, dimension in enumerate(dimensions))
    pattern = f"[] qb:dataSet <{BASE}statistics/{name}> ; {asked} <{BASE}measure/number> ?number"
    variables = " ".join(f"?d{number}" for number in range(len(dimensions)))
    rows = ask(store, pattern, f"{variables} ?number")
    return {tuple(value.rpartition("/")[2] for value in row[:-1]): int(row[-1]) for row in rows}


def test_counts_are_of_different_things(small: pyoxigraph.Store) -> None:
    # The head of mission stands in two postings' graphs, and is one post.
    store = loaded(statistics_lines(small))
    assert cube(store, "vacancies-by-country", "country") == {("ML",): 1, ("TD",): 2}
    assert cube(store, "vacancies-by-year", "year") == {("2022",): 1, ("2023",): 2}
    assert cube(store, "posts-by-role-family", "role-family") == {("management",): 4, ("health",): 3}
    by_two = {("ML", "management"): 2, ("ML", "health"): 1, ("TD", "health"): 2, ("TD", "management"): 1}
    assert cube(store, "posts-by-country-and-role-family", "country", "role-family") == by_two
    assert cube(store, "organizations-by-donor", "donor") == {("blue-fund",): 1, ("green-fund",): 2}


def test_every_cube_and_dimension_is_named_in_both_languages(small: pyoxigraph.Store) -> None:
    store = loaded(statistics_lines(small))
    for kind in ("qb:DataSet", "qb:DimensionProperty", "qb:MeasureProperty"):
        named = ask(store, f"?thing a {kind} ; rdfs:label ?label BIND(LANG(?label) AS ?language)", "?thing ?language")
        things = {row[0] for row in ask(store, f"?thing a {kind}")}
        assert {(thing, language) for thing in things for language in LANGUAGES} == set(named)


def test_cubes_are_well_formed(small: pyoxigraph.Store) -> None:
    """The integrity constraints of RDF Data Cube that can be broken here: 1, 2, 3, 11, 12, 14."""
    store = loaded(statistics_lines(small))
    assert ask(store, "?o a qb:Observation FILTER NOT EXISTS { ?o qb:dataSet ?d }") == []
    assert ask(store, "?d a qb:DataSet FILTER NOT EXISTS { ?d qb:structure ?s }") == []
    assert ask(store, "?s a qb:DataStructureDefinition FILTER NOT EXISTS { ?s qb:component/qb:measure ?m }") == []
    missing = "?o qb:dataSet/qb:structure/qb:component/(qb:dimension|qb:measure) ?p FILTER NOT EXISTS { ?o ?p ?v }"
    assert ask(store, missing) == []
    assert ask(store, "?o a qb:Observation ; ?p ?a, ?b . ?p a qb:DimensionProperty FILTER(STR(?a) < STR(?b))") == []


def test_the_description_counts_each_triple_once(small: pyoxigraph.Store) -> None:
    store = loaded(about_lines(small, version="1.0"))
    triples = {quad.triple for quad in small}
    subjects = {triple.subject for triple in triples}
    dataset = f"<{BASE}dataset>"
    assert ask(store, f"{dataset} void:triples ?n ; void:distinctSubjects ?s", "?n ?s") == [
        (str(len(triples)), str(len(subjects)))
    ]
    posts = {triple.subject for triple in triples if triple.object == NamedNode(expand("org:Post"))}
    assert ask(store, f"{dataset} void:classPartition [ void:class org:Post ; void:entities ?n ]") == [(str(len(posts)),)]
    assert ask(store, f"<{BASE}partition/layer/inferred> void:triples ?n") == [("43",)]


def test_neither_has_time_nor_order_in_it(small: pyoxigraph.Store) -> None:
    turned = pyoxigraph.Store()
    turned.extend(reversed(list(small)))
    assert statistics_lines(turned) == statistics_lines(small)
    assert about_lines(turned, version="1.0") == about_lines(small, version="1.0")


def test_a_second_run_over_a_graph_that_has_them_changes_nothing(small: pyoxigraph.Store) -> None:
    statistics, about = statistics_lines(small), about_lines(small, version="1.0", digests={"rules": "00"})
    small.load("\n".join([*statistics, *about]).encode(), RdfFormat.N_QUADS)
    assert statistics_lines(small) == statistics
    assert about_lines(small, version="1.0", digests={"rules": "00"}) == about


def test_another_base_gives_the_same_under_it(small: pyoxigraph.Store) -> None:
    base = "https://example.org/kg/"
    moved = loaded([rebase(f"{quad} .", base) for quad in small])
    assert statistics_lines(moved, base=base) == sorted(rebase(line, base) for line in statistics_lines(small))
    about = about_lines(moved, version="1.0", base=base)
    assert f'"{base}"' in "\n".join(about)
    assert f"<{BASE}dataset>" not in "\n".join(about)
