"""Compiled rules against owlrl over the whole: equal, once owlrl's surplus is taken off."""

from __future__ import annotations

from pathlib import Path

import owlrl
import pyoxigraph as ox
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from mapping_samples import BASE, NAMES, seed, write_vocabulary
from rdflib import OWL, RDF, Graph, Literal, URIRef
from rdflib.term import Node

from organigram import resources
from organigram.errors import VocabularyError
from organigram.mapping import map_posting
from organigram.namespaces import expand, graph
from organigram.reasoning import close_ontology, compile_rules, explain, infer, inferred
from organigram.reasoning.closure import without_surplus
from organigram.reasoning.explaining import Step

INFERRED = inferred()
ERROR_MESSAGE = URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")
RULES = compile_rules(close_ontology())


def load(lines: list[str]) -> ox.Store:
    store = ox.Store()
    store.load("\n".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
    return store


def triples(store: ox.Store, *, inferred: bool) -> Graph:
    """The inferred triples, or all others, read by another store: rdflib refuses a literal subject."""
    quads = [quad for quad in store if (quad.graph_name == INFERRED) == inferred]
    return Graph().parse(data="\n".join(f"{quad.triple} ." for quad in quads), format="nt")


def _ontology() -> Graph:
    """The shipped ontology without its texts, which owlrl would be busy with and nothing follows from."""
    whole = Graph().parse(resources.ontology_dir() / "organigram.ttl")
    for triple in [triple for triple in whole if isinstance(triple[2], Literal)]:
        whole.remove(triple)
    return whole


ONTOLOGY = _ontology()


def closed_by_owlrl(*parts: Graph) -> set[tuple[Node, Node, Node]]:
    """The closure without owlrl's surplus.

    Taken off: its messages on contradictions (validation reports these), reflexive sameAs, literal subjects, statements about
    datatypes (``without_surplus``), that a thing is an owl:Thing, and what is said of properties that only the data uses (that
    ``rdfs:label`` is an annotation property).
    """
    whole = Graph()
    for part in parts:
        whole += part
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(whole)
    without_surplus(whole)
    messages = set(whole.subjects(RDF.type, ERROR_MESSAGE))
    return {triple for triple in whole if triple[1:] != (RDF.type, OWL.Thing) and triple[0] not in messages}


CLOSED = closed_by_owlrl(ONTOLOGY)


def assert_equal_to_owlrl(lines: list[str]) -> ox.Store:
    store = load(lines)
    asserted = triples(store, inferred=False)
    written = infer(store, RULES)
    new = triples(store, inferred=True)
    assert written == len(new)
    assert set(new) - CLOSED == closed_by_owlrl(ONTOLOGY, asserted) - CLOSED - set(asserted)
    return store


def test_the_seeds_are_closed_as_owlrl_closes_them(tmp_path: Path) -> None:
    vocabulary = write_vocabulary(tmp_path)
    lines = [line for name in NAMES for line in map_posting(*seed(name), vocabulary)]
    store = assert_equal_to_owlrl([*lines, *vocabulary.nquads()])

    def follows(subject: str, predicate: str, value: str) -> bool:
        quad = ox.Quad(ox.NamedNode(BASE + subject), ox.NamedNode(expand(predicate)), ox.NamedNode(BASE + value), INFERRED)
        return quad in store

    lead = "post/mdm-belgium/BE/brussels/project-manager/mhpss"
    assert follows(lead, "ngo:paidBy", "organization/european-union")
    assert follows("post/alima/ML/goundam/medical-referent", "ngo:reportsUpTo", "post/alima/ML/head-of-mission")
    assert follows("post/alima/ML/head-of-mission", "ngo:supervises", "post/alima/ML/goundam/project-coordinator")
    assert follows("post/alima/ML/head-of-mission", "ngo:postOf", "organization/alima")
    assert follows("organization/amcp-sp", "ngo:partnerOf", "organization/alima")
    assert follows("organization/mdm-france/TZ", "ngo:partOfNetwork", "organization/mdm-network")
    assert follows("organization/alima", "ngo:fundedBy", "organization/global-fund")
    assert not follows(lead, "ngo:reportsUpTo", "post/mdm-belgium/BE/mhpss-referent/headquarters")
    assert infer(store, RULES) == 0


_THINGS = [f"<{BASE}{name}>" for name in "abcde"]
_PROPERTIES = sorted({pattern[1] for rule in RULES for pattern in (rule.head, *rule.body)} - {str(RDF.type)})
_CLASSES = sorted({pattern[2] for rule in RULES for pattern in (rule.head, *rule.body) if pattern[1] == str(RDF.type)})
_LINES = st.one_of(
    st.builds(
        "{} <{}> {}".format,
        st.sampled_from(_THINGS),
        st.sampled_from(_PROPERTIES),
        st.one_of(
            st.sampled_from(_THINGS), st.sampled_from(['"text"@en', '"2025-01-01"^^<http://www.w3.org/2001/XMLSchema#date>'])
        ),
    ),
    st.builds("{} a <{}>".format, st.sampled_from(_THINGS), st.sampled_from(_CLASSES)),
).map(lambda text: text.replace(" a <", f" <{RDF.type}> <"))


@settings(max_examples=20, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(st.lists(st.tuples(_LINES, st.sampled_from(["posting/1", "posting/2", "vocabulary"])), min_size=1, max_size=14))
def test_any_small_graph_is_closed_as_owlrl_closes_it(lines: list[tuple[str, str]]) -> None:
    assert_equal_to_owlrl([f"{text} <{graph(name)}> ." for text, name in lines])


def test_nothing_inferred_is_asserted_elsewhere_and_no_literal_is_a_subject() -> None:
    text = f"<{BASE}a> <{expand('ngo:supervises')}> <{BASE}b> <{graph('posting', '1')}> ."
    post = f"<{BASE}a> <{RDF.type}> <{expand('org:Post')}> <{graph('vocabulary')}> ."
    wrong = f'<{BASE}b> <{expand("org:memberOf")}> "a name" <{graph("posting", "1")}> .'
    store = load([text, post, wrong])
    infer(store, RULES)
    new = {quad.triple for quad in store.quads_for_pattern(None, None, None, INFERRED)}
    assert new
    assert new.isdisjoint(quad.triple for quad in store if quad.graph_name != INFERRED)
    assert not any(isinstance(triple.subject, ox.Literal | Literal) for triple in new)


def test_a_line_three_steps_up_is_explained_by_the_steps() -> None:
    supervises = expand("ngo:supervises")
    store = load([f"<{BASE}{a}> <{supervises}> <{BASE}{b}> <{graph('posting', a)}> ." for a, b in ("ab", "bc", "cd")])
    infer(store, RULES)
    line = ox.Triple(*(ox.NamedNode(iri) for iri in (f"{BASE}d", expand("ngo:reportsUpTo"), f"{BASE}a")))
    step = explain(store, line, RULES)
    assert step is not None

    def leaves_of(step: Step) -> list[Step]:
        return [leaf for premise in step.premises for leaf in leaves_of(premise)] or [step]

    leaves = leaves_of(step)
    assert {name for leaf in leaves for name in leaf.graphs} == {graph("posting", key) for key in "abc"}
    assert all(leaf.triple.predicate.value == supervises for leaf in leaves)
    nothing = ox.Triple(*(ox.NamedNode(iri) for iri in (f"{BASE}a", expand("ngo:reportsUpTo"), f"{BASE}d")))
    assert explain(store, nothing, RULES) is None


@pytest.mark.parametrize("axiom", ["a owl:FunctionalProperty", "owl:propertyDisjointWith ngo:supervises"])
def test_an_axiom_without_a_rule_is_refused(tmp_path: Path, axiom: str) -> None:
    path = tmp_path / "other.ttl"
    text = (resources.ontology_dir() / "organigram.ttl").read_text(encoding="utf-8")
    path.write_text(f"{text}\nngo:assignedTo {axiom} .", encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"ngo:assignedTo: The ontology uses owl:"):
        compile_rules(close_ontology(path))


def test_a_damaged_cache_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from organigram.reasoning import closure

    monkeypatch.setenv("ORGANIGRAM_CACHE", str(tmp_path))
    closure._closed.cache_clear()
    first = set(close_ontology())
    (kept,) = tmp_path.glob("ontology-*.nt")
    kept.write_bytes(kept.read_bytes()[:-200])
    closure._closed.cache_clear()
    assert len(set(close_ontology())) == len(first)
    closure._closed.cache_clear()
    assert len(set(close_ontology())) == len(first)  # this time from the repaired file


def test_an_ontology_that_is_no_turtle_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("<a> <b", encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"broken\.ttl: This is not Turtle"):
        close_ontology(path)
    with pytest.raises(VocabularyError, match="cannot be read"):
        close_ontology(tmp_path / "none.ttl")
