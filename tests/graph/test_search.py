from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organigram.errors import StoreError
from organigram.search import Hit, build, labels_of, search

LABELS = [
    ("x:medco", "role", "en", "Medical Coordinator"),
    ("x:medco", "role", "fr", "Coordinateur.trice médical.e"),
    ("x:coordo", "role", "en", "Coordinator"),
    ("x:coordo", "role", "fr", "Coordinateur"),
    ("x:chief", "role", "fr", "Chef·fe de mission"),
    ("x:nurse", "role", "fr", "Infirmier·ère"),
    ("x:nurse", "role", "en", "Nurse"),
    ("x:seen", "post", "fr", "Directrice administrative, Oasis"),
    ("x:theirs", "post", "fr", "Infirmière et animatrice, Oasis"),
    ("x:chief", "role", "en", "Head of Mission"),
    ("x:chief", "role", "en", "HoM"),
    ("x:base", "role", "en", "Head of the Big Base"),
    ("x:hr", "role", "en", "People Manager"),
    ("x:hr", "role", "en", "Head of HR"),
    ("x:mdm", "organization", "fr", "Médecins du Monde"),
    ("x:mdm", "organization", "en", "Médecins du Monde"),
    ("x:oe", "organization", "fr", "Œuvre d'Orient"),
    ("x:ivory", "country", "fr", "Côte d’Ivoire"),
    ("x:ivory", "country", "en", "Ivory Coast"),
    ("x:amcp", "organization", "", "AMCP-SP"),
]


@pytest.fixture(scope="module")
def find(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[str]]:
    path = tmp_path_factory.mktemp("index") / "search.sqlite"
    assert build(path, LABELS) == len(LABELS)
    return lambda query, language="en", **options: [hit.iri for hit in search(path, query, language, **options)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("medecins du monde", ["x:mdm"]),
        ("MÉDECINS DU MONDE", ["x:mdm"]),
        ("monde médecins", ["x:mdm"]),
        ("du med m", ["x:mdm"]),
        ("coordinateur medical", ["x:medco"]),
        ("Coordinateur·trice médical·e", ["x:medco"]),
        ("coordinateur(trice) médical(e)", ["x:medco"]),
        ("chef de mission", ["x:chief"]),
        ("chef.fe", ["x:chief"]),
        ("cote d'ivoire", ["x:ivory"]),
        ("COTE D’IV", ["x:ivory"]),
        ("oeuvre", ["x:oe"]),
        ("infirmière", ["x:nurse", "x:theirs"]),
        ("infirmières", ["x:nurse", "x:theirs"]),
        ("infirmier", ["x:nurse", "x:theirs"]),
        ("Infirmier·ère", ["x:nurse", "x:theirs"]),
        ("coordinatrice médicale", ["x:medco"]),
        ("cheffe de mission", ["x:chief"]),
        ("directeur administratif", ["x:seen"]),
        ("Directeur/trice administratif.ve", ["x:seen"]),
        ("animateur oasis", ["x:theirs"]),
        ("amcp sp", ["x:amcp"]),
        ("amcpsp", []),
        ("dinator", []),
        ("medcal", ["x:medco"]),
        ("medecin du mnode", ["x:mdm"]),
        ("coordinatuer medicla", ["x:medco"]),
        ("chif de misson", ["x:chief"]),
        ("mdn", []),
        ("xyzzyxyzzy", []),
        ("", []),
        (" \n ", []),
        ("··· ?!", []),
    ],
)
def test_folded_words_find_by_their_beginning(find: Callable[..., list[str]], query: str, expected: list[str]) -> None:
    assert find(query) == expected


def test_best_first(find: Callable[..., list[str]]) -> None:
    assert find("coordinat", "fr") == ["x:coordo", "x:medco"]
    assert find("coordinator") == ["x:coordo", "x:medco"]
    assert find("medical coordinator") == ["x:medco"]
    assert find("head of") == ["x:chief", "x:base", "x:hr"], "preferred labels before others, even if longer"
    assert find("m", kinds={"organization"}) == ["x:mdm"]
    assert find("c", limit=1) == ["x:coordo"]
    assert find("c", kinds=("country", "role"), limit=5) == ["x:coordo", "x:ivory", "x:chief", "x:medco"]
    assert find("c", kinds=("countr",)) == []


def test_hit_shows_the_language_asked_for_and_what_matched(tmp_path: Path) -> None:
    build(tmp_path / "i", LABELS)
    assert search(tmp_path / "i", "hom", "fr") == [Hit("x:chief", "role", "Chef·fe de mission", "HoM", "en")]
    assert search(tmp_path / "i", "hom", "en") == [Hit("x:chief", "role", "Head of Mission", "HoM", "en")]


@settings(max_examples=200, deadline=None)
@given(st.text() | st.text(alphabet="\"*():^-+ANDORTNEcmé{}\\'%_;,."))
def test_no_question_is_syntax(find: Callable[..., list[str]], query: str) -> None:
    assert len(find(query)) <= len(LABELS)


def test_order_of_labels_of_different_things_does_not_matter(tmp_path: Path) -> None:
    by_thing = [list(group) for _, group in itertools.groupby(LABELS, key=lambda label: label[0])]
    indexes = set()
    for number in range(4):
        random.Random(number).shuffle(by_thing)
        build(tmp_path / str(number), itertools.chain.from_iterable(by_thing))
        indexes.add((tmp_path / str(number)).read_bytes())
    assert len(indexes) == 1


def test_damaged_and_absent_index_are_told(tmp_path: Path) -> None:
    (tmp_path / "bad").write_bytes(b"no index" * 1000)
    for name in ("bad", "absent"):
        with pytest.raises(StoreError, match="text index cannot be read") as caught:
            search(tmp_path / name, "a", "en")
        assert caught.value.file == str(tmp_path / name)


def test_labels_of_a_graph_by_kind() -> None:
    engine = pyoxigraph.Store()
    engine.load(
        b"""
        @prefix org: <http://www.w3.org/ns/org#> . @prefix schema: <https://schema.org/> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        <x:role> a org:Role, skos:Concept ; skos:prefLabel "Nurse"@en, "Infirmier"@fr ; skos:altLabel "RN"@en .
        <x:role> rdfs:label "Nurse"@en .
        <x:mission> a org:OrganizationalUnit, org:Organization ; rdfs:label "ALIMA Mali"@fr .
        <x:mali> a schema:Country, schema:Place ; rdfs:label "Mali"@en .
        <x:health> a skos:Concept ; skos:inScheme <https://example.org/scheme/sectors> ; skos:prefLabel "Health"@en .
        <x:other> rdfs:label "Not looked for"@en .
        """,
        format=pyoxigraph.RdfFormat.TURTLE,
    )
    assert set(labels_of(engine)) == {
        ("x:role", "role", "en", "Nurse"),
        ("x:role", "role", "fr", "Infirmier"),
        ("x:role", "role", "en", "RN"),
        ("x:mission", "organization", "fr", "ALIMA Mali"),
        ("x:mali", "country", "en", "Mali"),
        ("x:health", "sector", "en", "Health"),
    }
