"""Counts made once, at build time, and kept in the graph as RDF Data Cube: pages read them where they would scan the store.

What is counted stands in ``statistics.toml``. A cube is a ``qb:DataSet`` under ``statistics/``, its observations are under
``observation/``; each counts different things (vacancies, posts, projects) for a value of one dimension, or for two.

>>> store = pyoxigraph.Store()
>>> posting = f"{BASE}posting/a"
>>> store.load(
...     f'''<{posting}> a <https://schema.org/JobPosting> ; <https://schema.org/inLanguage> "fr" .'''.encode(),
...     format=pyoxigraph.RdfFormat.TURTLE,
...     to_graph=pyoxigraph.NamedNode(posting.replace("posting", "graph/posting")),
... )
>>> [line for line in statistics_lines(store) if "measure/" in line and "observation/vacancies" in line]  # doctest: +ELLIPSIS
['<https://w3id.org/organigram/observation/vacancies-by-language/fr> <https://w3id.org/organigram/measure/number> "1"^^...> .']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyoxigraph

from organigram import nquads
from organigram.export.statements import has_union
from organigram.folding import slug
from organigram.i18n import LANGUAGES
from organigram.namespaces import BASE, PREFIXES, entity, graph, rebase, shorten
from organigram.resources import table

__all__ = ["statistics_lines"]


_TABLE = "statistics.toml"


def statistics_lines(engine: pyoxigraph.Store, *, base: str = BASE) -> list[str]:
    """The lines of ``graph/statistics``, sorted, for what the named graphs of a store hold.

    ``base`` is the instances' base in the store. Counts of nothing are not written: a cube without observations says zero.
    """
    found = {*_vocabulary()}
    for cube in table(_TABLE)["cubes"]:
        found.update(_describe(cube))
        found.update(_observe(cube, engine, base))
    return sorted(rebase(line, base) for line in found)


def _line(subject: str, predicate: str, value: str) -> str:
    return nquads.line(nquads.iri(subject), nquads.term(predicate), value, nquads.iri(graph("statistics")))


def _labels(subject: str, texts: Mapping[str, str]) -> Iterator[str]:
    for language in LANGUAGES:
        yield _line(subject, "rdfs:label", nquads.literal(texts[language], language))


def _vocabulary() -> Iterator[str]:
    """The measure and the dimensions."""
    measure = entity("measure", "number")
    yield _line(measure, "rdf:type", nquads.term("qb:MeasureProperty"))
    yield from _labels(measure, table(_TABLE)["measure"])
    for name, texts in table(_TABLE)["dimensions"].items():
        yield _line(entity("dimension", name), "rdf:type", nquads.term("qb:DimensionProperty"))
        yield from _labels(entity("dimension", name), texts)


def _describe(cube: Mapping[str, Any]) -> Iterator[str]:
    """The cube and its structure; components have names, as everything in the graph has."""
    iri, structure = entity("statistics", cube["name"]), entity("statistics", cube["name"], "structure")
    yield _line(iri, "rdf:type", nquads.term("qb:DataSet"))
    yield from _labels(iri, cube)
    yield _line(iri, "qb:structure", nquads.iri(structure))
    yield _line(structure, "rdf:type", nquads.term("qb:DataStructureDefinition"))
    parts = [("qb:dimension", entity("dimension", name), name) for name in cube["dimensions"]]
    for predicate, property_, name in [*parts, ("qb:measure", entity("measure", "number"), "number")]:
        component = entity("statistics", cube["name"], "structure", name)
        yield _line(structure, "qb:component", nquads.iri(component))
        yield _line(component, "rdf:type", nquads.term("qb:ComponentSpecification"))
        yield _line(component, predicate, nquads.iri(property_))


def _observe(cube: Mapping[str, Any], engine: pyoxigraph.Store, base: str) -> Iterator[str]:
    variables = [name.replace("-", "_") for name in cube["dimensions"]]
    listed = " ".join(f"?{variable}" for variable in variables)
    sparql = f"SELECT {listed} (COUNT(DISTINCT ?counted) AS ?number) WHERE {{ {_where(cube)} }} GROUP BY {listed}"
    solutions = engine.query(sparql, prefixes=PREFIXES, use_default_graph_as_union=not has_union(engine))
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    for solution in solutions:
        values = [solution[variable] for variable in variables]
        observation = entity("observation", cube["name"], *(_part(value, base) for value in values))
        yield _line(observation, "rdf:type", nquads.term("qb:Observation"))
        yield _line(observation, "qb:dataSet", nquads.iri(entity("statistics", cube["name"])))
        for name, value in zip(cube["dimensions"], values, strict=True):
            # entity() gives the property under the house's base, like everything here; the store's own terms keep theirs.
            predicate = nquads.iri(entity("dimension", name))
            yield nquads.line(nquads.iri(observation), predicate, str(value), nquads.iri(graph("statistics")))
        number = nquads.integer(int(solution["number"].value))
        measure = nquads.iri(entity("measure", "number"))
        yield nquads.line(nquads.iri(observation), measure, number, nquads.iri(graph("statistics")))


def _where(cube: Mapping[str, Any]) -> str:
    """The engine's union gives a triple once a graph that holds it, so patterns are joined only after DISTINCT."""
    counted = [table(_TABLE)["of"][cube["of"]]] if "of" in cube else []
    different = (
        " ".join(f"{{ SELECT DISTINCT * WHERE {{ {pattern} }} }}" for pattern in (*counted, *patterns))
        for patterns in cube["alternatives"]
    )
    return " UNION ".join(f"{{ {joined} }}" for joined in different)


def _part(value: pyoxigraph.NamedNode | pyoxigraph.Literal, base: str) -> str:
    """What stands for a value in the observation's IRI."""
    if isinstance(value, pyoxigraph.Literal):
        return slug(value.value)
    short = shorten(value.value)
    if ":" in short and "://" not in short:  # a term of an ontology
        return slug(short)
    local = value.value.removeprefix(base)
    return local.partition("/")[2] if local != value.value else slug(value.value)
