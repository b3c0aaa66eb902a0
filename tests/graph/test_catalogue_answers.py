"""Every question answers something, on the seeds or on a few postings of our own; two engines give the same answers.

The postings stand in tests/data/catalogue/postings: an organization that does not exist, over two years, in both languages, with
a seat advertised again, lines that run in a circle, and fields that the text contradicts; beside them, what others publish of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from catalogue_answers import BASE, DATA, VALUES_ON_SEEDS, keep, known, rows, rows_of_rdflib
from rdflib.collection import Collection

from organigram.catalogue import Question, load_catalogue
from organigram.config import Settings
from organigram.i18n import LANGUAGES, Language
from organigram.namespaces import expand, shorten
from organigram.pipeline import build
from organigram.resources import ontology_dir
from organigram.store import open_store

CATALOGUE = load_catalogue()
EMPLOYER = "https://w3id.org/organigram/unresolved/organization/rive-solidaire"
#: What is asked of our own postings: the questions that the seeds leave without an answer, and some that need two years.
VALUES: dict[str, dict[str, str]] = {
    "consortia": {},
    "chart-changes": {"organization": EMPLOYER, "from": "2023-12-31", "to": "2024-12-31"},
    "deadlines": {"from": "2024-02-12", "to": "2024-02-18"},
    "fields-and-text-disagree": {},
    "names-that-may-be-one": {},
    "organizations-sharing-donors": {},
    "organizations-sharing-partners": {},
    "postings-disagree": {},
    "published-funding-by-country": {},
    "published-projects": {},
    "reporting-cycles": {},
    "reporting-line": {"post": "post:_rive-solidaire/ML/mopti/field-officer"},
    "same-vacancies": {},
    "seats-advertised-again": {},
    "shape-violations": {},
    "two-direct-superiors": {},
    "vacancies-in-both-languages": {},
}


def in_memory(store: Path) -> pyoxigraph.Store:
    """The whole graph of a store; its default graph holds the union already, every triple once."""
    with open_store(store) as version:
        found = pyoxigraph.Store()
        found.bulk_extend(pyoxigraph.Store.read_only(str(version.engine_path)))
    return found


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> pyoxigraph.Store:
    folder = tmp_path_factory.mktemp("own")
    settings = Settings(workers=1, decisions=folder / "none.ttl")
    build([DATA / "postings"], folder / "store", settings=settings, imports=[DATA / "imports"])
    return in_memory(folder / "store")


@pytest.fixture(scope="module")
def seeds(seeds_store: Path) -> pyoxigraph.Store:
    return in_memory(seeds_store)


@pytest.fixture(scope="module")
def seeds_in_rdflib(seeds: pyoxigraph.Store) -> Iterator[rdflib.Dataset]:
    """The seeds' graph in another engine: named graphs, and their union as default."""
    dataset = rdflib.Dataset(default_union=True)
    named = (quad for quad in seeds if isinstance(quad.graph_name, pyoxigraph.NamedNode))
    dataset.parse(data=pyoxigraph.serialize(named, format=pyoxigraph.RdfFormat.N_QUADS), format="nquads")
    yield dataset
    dataset.close()


def ask(store: pyoxigraph.Store, question: Question, values: dict[str, str], language: Language) -> list[list[str | None]]:
    return rows(store, question.bind(values, language), union=False)


@pytest.mark.parametrize("name", VALUES)
def test_answers_on_our_own_postings_are_as_they_were(name: str, own: pyoxigraph.Store) -> None:
    question = CATALOGUE[name]
    found: dict[str, object] = {language: ask(own, question, VALUES[name], language) for language in LANGUAGES}
    found["values"] = VALUES[name]
    keep("postings.json", question, found, VALUES)
    assert known("postings.json")[name] == found


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_question_is_answered_somewhere(name: str) -> None:
    answers = [known(file).get(name, {}) for file in ("seeds.json", "postings.json")]
    assert any(answer.get("en") and answer.get("fr") for answer in answers), (
        f"{name} is empty on the seeds and on our own postings"
    )


# rdflib warns of names that its own parsers and its query engine still use.
@pytest.mark.filterwarnings("ignore:Dataset.(default_context|contexts) is deprecated:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("question", CATALOGUE.values(), ids=lambda question: question.name)
def test_rdflib_answers_on_the_seeds_as_oxigraph_does(
    question: Question, seeds: pyoxigraph.Store, seeds_in_rdflib: rdflib.Dataset
) -> None:
    values = VALUES_ON_SEEDS.get(question.name, {})
    found = ask(seeds, question, values, "fr")
    assert rows_of_rdflib(seeds_in_rdflib, question.bind(values, "fr")) == sorted(found, key=repr)


def test_every_inferred_relation_has_its_reason(seeds: pyoxigraph.Store) -> None:
    question = CATALOGUE["inferred-facts"]
    layer = seeds.quads_for_pattern(None, None, None, pyoxigraph.NamedNode(f"{BASE}graph/inferred"))
    inferred = Counter(quad.predicate.value for quad in layer if isinstance(quad.object, pyoxigraph.NamedNode))
    for predicate in inferred.keys() - {expand("rdf:type")}:
        told = ask(seeds, question, {"predicate": predicate}, "en")
        assert len({(row[0], row[4]) for row in told}) == inferred[predicate], predicate


def test_the_chains_told_as_reasons_are_those_of_the_ontology() -> None:
    ontology = rdflib.Graph().parse(ontology_dir() / "organigram.ttl")
    chains = {
        tuple(shorten(str(term)) for term in (name, *Collection(ontology, first)))
        for name, first in ontology.subject_objects(rdflib.OWL.propertyChainAxiom)
    }
    told = re.findall(r"\((\w+:\w+) (\w+:\w+) (\w+:\w+)\)", CATALOGUE["inferred-facts"].text)
    assert set(told) == chains
