"""The five postings that the project started from, as one graph: what has to meet meets, and nothing else."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from organigram.config import load_settings
from organigram.namespaces import BASE, PREFIXES
from organigram.pipeline import build
from organigram.store import StoreVersion, open_store


@pytest.fixture(scope="module", params=["retold", "real"])
def graph(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreVersion]:
    """The version built from the seeds as retold here, and from the real ones."""
    if request.param == "retold":
        store: Path = request.getfixturevalue("seeds_store")
    else:
        store = tmp_path_factory.mktemp("real") / "store"
        settings = dataclasses.replace(load_settings({}, folder=store.parent), decisions=store.parent / "none.ttl")
        build([request.getfixturevalue("corpus_dir") / "seeds"], store, settings=settings)
    with open_store(store) as version:
        assert version.manifest.counts.postings == 5
        yield version


def ask(graph: StoreVersion, pattern: str) -> bool:
    answer = graph.engine.query(f"ASK {{ {pattern} }}", prefixes=PREFIXES, base_iri=BASE)
    assert isinstance(answer, ox.QueryBoolean)
    return bool(answer)


def values(graph: StoreVersion, pattern: str) -> set[str]:
    """The local names of ``?x``."""
    solutions = graph.engine.query(f"SELECT DISTINCT ?x WHERE {{ {pattern} }}", prefixes=PREFIXES, base_iri=BASE)
    assert isinstance(solutions, ox.QuerySolutions)
    return {solution["x"].value.removeprefix(BASE) for solution in solutions}


def test_belgian_postings_meet_in_one_chapter_of_the_network(graph: StoreVersion) -> None:
    belgian = "organization/medecins-du-monde-belgique"
    assert values(graph, f"?p schema:hiringOrganization <{belgian}> BIND(?p AS ?x)") == values(
        graph, "?x a schema:JobPosting ; ngo:dutyCountry <country/BE>"
    )
    assert len(values(graph, f"?x schema:hiringOrganization <{belgian}>")) == 2
    assert ask(graph, f"<{belgian}> org:memberOf <organization/medecins-du-monde>")


def test_tanzania_mission_is_of_the_french_chapter(graph: StoreVersion) -> None:
    mission = "organization/medecins-du-monde-france/TZ"
    assert ask(graph, f"?post org:postIn <{mission}> ; org:role <role/harm-reduction-coordinator>")
    assert ask(graph, f"<{mission}> org:unitOf <organization/medecins-du-monde-france>")
    assert not ask(graph, "?a owl:sameAs ?b")
    assert not ask(graph, f"<{mission}> org:unitOf <organization/medecins-du-monde-belgique>")


def test_alima_postings_meet(graph: StoreVersion) -> None:
    both = values(graph, "?x schema:hiringOrganization <organization/alima>")
    assert len(both) == 2
    assert len(values(graph, "?x schema:hiringOrganization <organization/alima> ; ngo:dutyCountry <country/ML>")) == 2
    partner = "GRAPH ?x { <organization/alima> ngo:partnerOf ?p } ?p rdfs:label ?name FILTER(CONTAINS(STR(?name), 'AMCP'))"
    assert len({name for name in values(graph, partner) if name.startswith("graph/posting/")}) == 2
    optima = values(graph, "GRAPH ?x { <project/alima/optima-ml> ngo:implementedBy <organization/alima> }")
    assert len({name for name in optima if name.startswith("graph/posting/")}) == 2


def test_the_line_of_goundam_runs_to_the_head_of_mission(graph: StoreVersion) -> None:
    post, above = "post/alima/ML/goundam/project-coordinator", "post/alima/ML/head-of-mission"
    assert ask(graph, f"<{post}> ngo:reportsDirectlyTo <{above}> . <{above}> a org:Post ; org:postIn <organization/alima/ML>")
    below = values(graph, f"<{post}> ngo:supervises ?x")
    assert below == {
        f"post/alima/ML/goundam/{role}"
        for role in ("medical-referent", "administration-manager", "logistics-manager", "nursing-manager")
    }
    for seat in below:
        assert ask(graph, f"GRAPH <graph/inferred> {{ <{seat}> ngo:reportsUpTo <{above}> }}")


def test_projects_are_where_their_sentences_say(graph: StoreVersion) -> None:
    """OptiMA in Bamako, the project with a grant in Niono; no place of one at the other."""
    bamako, niono = "place/2460596", "place/2452655"
    assert values(graph, "<project/alima/optima-ml> ngo:takesPlaceIn ?x") == {"country/ML", bamako}
    aid = "?project schema:funding ?grant ; ngo:takesPlaceIn ?x"
    assert niono in values(graph, aid)
    assert bamako not in values(graph, aid)


def test_nothing_is_invented_above_the_medical_coordinator(graph: StoreVersion) -> None:
    assert ask(graph, "<post/alima/ML/medical-coordinator> a org:Post")
    assert not ask(graph, "<post/alima/ML/medical-coordinator> org:reportsTo ?anyone")


def test_two_lines_of_the_mhpss_lead(graph: StoreVersion) -> None:
    post = "?post org:role ?role . ?posting ngo:advertises ?post ; schema:validThrough '2024-12-02'^^xsd:date ."
    assert len(values(graph, f"{post} ?post ngo:reportsDirectlyTo ?x")) == 1
    assert len(values(graph, f"{post} ?post ngo:reportsTechnicallyTo ?x")) == 1
    assert values(graph, f"{post} GRAPH <graph/inferred> {{ ?post ngo:paidBy ?x }}") == {"organization/european-union"}


def test_every_line_opens_its_sentence(graph: StoreVersion) -> None:
    line = "VALUES ?p { ngo:reportsDirectlyTo ngo:reportsTechnicallyTo ngo:supervises } GRAPH ?g { ?x ?p ?above }"
    asserted = "FILTER(STRSTARTS(STR(?g), STR(<graph/posting/>)))"
    told = (
        "FILTER NOT EXISTS { ?s rdf:subject ?x ; rdf:predicate ?p ; rdf:object ?above . ?a oa:hasBody ?s ; oa:hasTarget ?t . "
        "?t oa:hasSelector/oa:exact ?words }"
    )
    assert values(graph, f"{line} {asserted}")
    assert not values(graph, f"{line} {asserted} {told}")


def test_evidence_points_into_the_kept_text(graph: StoreVersion) -> None:
    found = 0
    for stored in graph.postings():
        for span in (span for _, item in stored.facts.items() for span in item.evidence):
            assert stored.posting.text[span.start : span.end] == span.quote
            found += 1
    assert found > 100


def test_folder_is_not_in_the_graph(graph: StoreVersion, tmp_path: Path) -> None:
    text = b"".join(graph.nquads())
    assert b"goundam-project-coordinator.en" not in text
    assert str(Path.cwd()).encode() not in text
