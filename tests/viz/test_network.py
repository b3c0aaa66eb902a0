"""The network that pyvis builds, the structure of an organigram, and the pieces of a text."""

from __future__ import annotations

import json
import re
from io import BytesIO

import networkx as nx
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.namespace import OWL, RDF

from organigram.namespaces import BASE, expand
from organigram.resources import ontology_dir
from organigram_viz import network
from organigram_viz.entities import calmer, network_of
from organigram_viz.exchange import graphml
from organigram_viz.highlights import pieces
from organigram_viz.kinds import FAMILIES, KINDS, LINES
from organigram_viz.layers import layers_of
from organigram_viz.source import Source

pytestmark = pytest.mark.usefixtures("source")

SCRIPT = '</script><script>alert("1")</script>'


@pytest.fixture
def small() -> nx.MultiDiGraph[str]:
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    made.add_node("a", label=f"{SCRIPT}, ALIMA (Mali)", kind="post")
    made.add_node("b", label="Nurse, ALIMA (Mali)", kind="post")
    made.add_node("c", label="ALIMA", kind="organization")
    made.add_edge("b", "a", key=expand("ngo:reportsTechnicallyTo"))
    made.add_edge("b", "c", key=expand("org:postIn"))
    return made


def test_pyvis_draws_kinds_by_colour_and_shape_and_lines_by_dashes(small: nx.MultiDiGraph[str]) -> None:
    parts = network.parts(network.build(small, expanded=["a"]))
    nodes = {node["id"]: node for node in parts["nodes"]}
    assert nodes["b"]["label"] == "Nurse"
    assert nodes["b"]["title"] == "Nurse, ALIMA (Mali)\nPost"
    assert (nodes["b"]["shape"], nodes["c"]["shape"]) == ("dot", "square")
    assert nodes["a"]["borderWidth"] > nodes["b"]["borderWidth"]
    edges = {json.loads(edge["id"])[1]: edge for edge in parts["edges"]}
    assert edges[expand("ngo:reportsTechnicallyTo")]["dashes"] == FAMILIES["technical"][1]
    assert edges[expand("org:postIn")]["dashes"] is False
    assert parts["options"]["physics"]["enabled"] is True


def test_a_hidden_kind_and_its_lines_are_left_out(small: nx.MultiDiGraph[str]) -> None:
    parts = network.parts(network.build(small, hidden=["organization"]))
    assert [node["id"] for node in parts["nodes"]] == ["a", "b"]
    assert len(parts["edges"]) == 1


def test_the_page_that_works_alone_asks_nobody_and_runs_no_label(small: nx.MultiDiGraph[str]) -> None:
    page = network.standalone(network.build(small), f"Title {SCRIPT}")
    own = page.replace(network.VIS_NETWORK.read_text(encoding="utf-8"), "")
    assert SCRIPT not in own
    assert not re.search(r'(?:src|href)\s*=\s*["\']?(?:https?:)?//', own)
    assert "new vis.Network" in own


def test_kinds_differ_in_more_than_colour() -> None:
    looks = [(kind.shape, kind.size) for kind in KINDS.values() if kind.name not in ("consortium", "other")]
    assert len(set(looks)) == len(looks)
    assert len({kind.color for kind in KINDS.values()}) == len(KINDS)
    assert {line.family for line in LINES.values()} <= set(FAMILIES)


def test_a_line_and_its_inverse_are_one_line(source: Source) -> None:
    triples = [("urn:a", expand("ngo:supervises"), "urn:b"), ("urn:b", expand("ngo:reportsDirectlyTo"), "urn:a")]
    assert list(network_of(source, triples, "en").edges(keys=True)) == [("urn:b", "urn:a", expand("ngo:reportsDirectlyTo"))]


def test_a_line_without_direction_is_drawn_once_without_an_arrow_and_written_from_both_ends(source: Source) -> None:
    line = expand("ngo:partnerOf")
    made = network_of(source, [("urn:b", line, "urn:a"), ("urn:a", line, "urn:b")], "en")
    (edge,) = network.parts(network.build(made))["edges"]
    assert edge["id"] == network.edge_id("urn:b", line, "urn:a") == json.dumps(["urn:a", line, "urn:b"])
    assert edge["arrows"] == {"to": {"enabled": False}}
    assert layers_of(made) == [["urn:a", "urn:b"]]
    written = nx.read_graphml(BytesIO(graphml(made, {line: "partner of"}, {("urn:a", line, "urn:b"): 0.7})))
    assert sorted(written.edges(data="confidence")) == [("urn:a", "urn:b", 0.7), ("urn:b", "urn:a", 0.7)]


def test_lines_that_have_no_direction_here_have_none_in_the_ontology() -> None:
    ontology = rdflib.Graph().parse(ontology_dir() / "organigram.ttl")
    symmetric = {str(iri) for iri in ontology.subjects(RDF.type, OWL.SymmetricProperty)}
    assert {iri for iri, line in LINES.items() if line.symmetric} == symmetric & set(LINES)


def test_what_a_mission_tells_is_not_drawn_again_for_each_post(source: Source) -> None:
    post, mission, mali = (f"{BASE}{name}" for name in ("post/alima/ML/head-of-mission", "organization/alima/ML", "country/ML"))
    triples = [
        (post, expand("ngo:dutyCountry"), mali),
        (post, expand("org:postIn"), mission),
        (mission, expand("ngo:operatesIn"), mali),
    ]
    assert sorted(calmer(network_of(source, triples, "en")).edges()) == sorted([(post, mission), (mission, mali)])


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-3, 70), st.integers(-3, 70), st.integers(0, 5)), max_size=12))
def test_the_pieces_of_a_text_make_it_up_whole(text: str, spans: list[tuple[int, int, int]]) -> None:
    made = pieces(text, spans)
    assert "".join(piece.text for piece in made) == text
    marked = {number for piece in made for number in piece.facts}
    assert marked == {number for start, end, number in spans if 0 <= start < end <= len(text)}
