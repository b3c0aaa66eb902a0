"""What must hold of the shipped lists."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import Graph
from rdflib.namespace import SH

from organigram.resources import ontology_dir, table
from organigram.vocabulary import Vocabulary, key, load_vocabulary
from organigram.vocabulary.entities import read_triples

TOOLS = ontology_dir() / "tools"
KINDS = ("role", "organization", "country", "sector", "contract", "language")


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(ontology_dir() / "meta-shapes.ttl")


def test_they_are_large_enough(vocabulary: Vocabulary) -> None:
    counts = Counter(entity.kind for entity in vocabulary.entities.values())
    donors = [entity for entity in vocabulary.entities.values() if "donor" in entity.attributes]
    assert counts["role"] >= 650
    assert counts["organization"] >= 2800
    assert counts["country"] >= 249
    assert counts["language"] >= 180
    assert counts["sector"] >= 90
    assert len(donors) >= 650


def test_the_table_of_counts_is_true() -> None:
    counted = subprocess.run(
        [sys.executable, str(TOOLS / "count_vocabulary.py")], check=True, capture_output=True, text=True
    ).stdout
    page = (ontology_dir().parent / "docs" / "sources.md").read_text(encoding="utf-8")
    assert counted in page, "run ontology/tools/count_vocabulary.py and put its table into docs/sources.md"


def test_the_vocabularies_keep_to_their_shapes(vocabulary: Vocabulary, shapes: Graph) -> None:
    data = Graph()
    for file in vocabulary.files:
        data.parse(file)
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    assert conforms, text


@pytest.mark.parametrize(
    ("wrong", "shape"),
    [
        ('<a> skos:prefLabel "Alone"@en ; rdfs:label "Alone"@en .', "listed-label-fr"),
        ('<a> skos:prefLabel "One"@en , "Two"@en , "Un"@fr ; rdfs:label "One"@en , "Two"@en , "Un"@fr .', "listed-label-en"),
        ('<a> skos:prefLabel "One"@en , "Un"@fr ; rdfs:label "Other"@en , "Un"@fr .', "listed-labels-agree"),
        ('<a> skos:prefLabel "One"@en , "Un"@fr ; rdfs:label "One"@en , "Un"@fr ; skos:altLabel "One"@en .', "listed-names"),
        ("<a> skos:inScheme <nowhere> .", "listed-scheme"),
        ("<a> a org:Role ; skos:broader <role-family/none> ; skos:notation '12' .", "role-group"),
        ("<a> a org:Role ; skos:closeMatch <http://example.org/nurse> .", "role-occupation"),
        ("<a> a org:Role .", "role-family"),
        ("<a> a org:FormalOrganization .", "organization-kind"),
        ("<a> a org:FormalOrganization ; org:memberOf <b> . <b> a org:FormalOrganization .", "organization-network"),
        ("<a> a org:FormalOrganization ; ngo:homeCountry <country/ZZ> .", "organization-home"),
        ("<a> a org:OrganizationalUnit .", "unit-of"),
        ("<a> a schema:Country ; skos:notation 'Mali' .", "country-code"),
    ],
)
def test_the_shapes_find_what_is_wrong(shapes: Graph, wrong: str, shape: str) -> None:
    prefixes = """@base <https://w3id.org/organigram/> . @prefix ngo: <https://w3id.org/organigram/ontology#> .
        @prefix org: <http://www.w3.org/ns/org#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix schema: <https://schema.org/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> ."""
    data = Graph().parse(data=f"{prefixes}\n{wrong}", format="turtle")
    conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    assert not conforms
    assert any(str(source).endswith(f"#{shape}") for source in report.objects(None, SH.sourceShape))


def test_every_theme_of_reliefweb_is_a_sector(vocabulary: Vocabulary) -> None:
    sectors = table("reading/codes/reliefweb.toml")["sector"]
    themes = [term for number, term in sectors.items() if int(number) < 4605 or int(number) == 12033]
    assert len(themes) == 19
    for term in themes:
        assert vocabulary.lookup(term["en"], "sector"), term
        assert vocabulary.lookup(term["fr"], "sector"), term


def test_every_entity_has_one_label_in_each_language(vocabulary: Vocabulary) -> None:
    for entity in vocabulary.entities.values():
        assert set(entity.labels) == {"en", "fr"}, entity.iri
        assert all(label == label.strip() and label for label in entity.labels.values()), entity.iri


def test_no_label_stands_twice_in_one_language_and_both_label_terms_agree(vocabulary: Vocabulary) -> None:
    said: dict[str, list[tuple[str, str]]] = {"prefLabel": [], "label": []}
    for triple in read_triples(vocabulary.files):
        term = triple.predicate.value.rpartition("#")[2]
        if term in said:
            assert isinstance(triple.object, ox.Literal)
            said[term].append((str(triple.subject), f"{triple.object.value}@{triple.object.language}"))
    assert sorted(said["prefLabel"]) == sorted(said["label"])
    tags = Counter((subject, text.rpartition("@")[2]) for subject, text in said["label"])
    assert [subject for subject, count in tags.items() if count > 1] == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_entities_share_a_name_unless_it_is_marked(vocabulary: Vocabulary, kind: str) -> None:
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entity in vocabulary.entities.values():
        for name in entity.names if entity.kind == kind else ():
            if not vocabulary.is_weak(name, entity):
                exact = name in entity.attributes.get("acronym", ())
                owners["acronym" if exact else "name", name if exact else key(name)].add(entity.slug)
    assert {name: slugs for name, slugs in owners.items() if len(slugs) > 1} == {}


def test_every_link_leads_somewhere(vocabulary: Vocabulary) -> None:
    links = ("member_of", "unit_of", "part_of", "home_country", "operates_in", "classification", "broader")
    for entity in vocabulary.entities.values():
        for attribute in links:
            for target in entity.attributes.get(attribute, ()):
                assert target in vocabulary.entities, f"{entity.slug} {attribute} {target}"


def test_members_are_members_of_networks_and_nothing_is_the_same_as_another(vocabulary: Vocabulary) -> None:
    for entity in vocabulary.entities.values():
        for network in entity.attributes.get("member_of", ()):
            assert "network" in vocabulary.entities[network].attributes, f"{entity.slug}: {network}"
    assert not any(triple.predicate.value.endswith("sameAs") for triple in read_triples(vocabulary.files))


def test_roles_have_a_feminine_and_countries_their_codes(vocabulary: Vocabulary) -> None:
    for name in ("Directrice pays", "Infirmière", "Cheffe de projet", "Responsable administrative et financière"):
        assert vocabulary.lookup(name, "role"), name
    for entity in vocabulary.entities.values():
        if entity.kind == "country":
            assert entity.first("notation") == entity.slug
            assert entity.first("alpha_3") is not None, entity.slug
            assert entity.slug == "XK" or len(entity.first("m49") or "") == 3, entity.slug


def test_the_tables_and_the_lists_make_these_very_files(tmp_path: Path, vocabulary: Vocabulary) -> None:
    folder = os.environ.get("ORGANIGRAM_CORPUS")
    if not folder or not (Path(folder) / "vocab").is_dir():
        pytest.skip("public lists: set ORGANIGRAM_CORPUS to a folder that holds vocab/")
    maker = ontology_dir() / "tools" / "make_vocabulary.py"
    subprocess.run([sys.executable, str(maker), str(Path(folder) / "vocab"), str(tmp_path)], check=True, capture_output=True)
    made = sorted(tmp_path.iterdir())
    assert {file.name for file in made} <= {file.name for file in vocabulary.files}
    assert len(made) == 7
    for file in made:
        assert file.read_bytes() == (ontology_dir() / "vocabulary" / file.name).read_bytes(), file.name
