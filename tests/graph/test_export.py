"""The export: the same bytes each time, the same statements in every reader, nothing lost by hostile text."""

from __future__ import annotations

import gzip
import io
import re
import shutil
import signal
import subprocess
import sys
import warnings
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple

from organigram.errors import UsageError
from organigram.export import DEFAULT_LAYERS, FORMATS, LAYERS, export, export_file, sorting, statements
from organigram.export.rdfxml import NOT_XML
from organigram.namespaces import BASE, expand, graph

SMALL = Path(__file__).resolve().parent.parent / "data" / "catalogue" / "small.trig"
RAPPER = shutil.which("rapper")
#: What rdflib calls formats.
RDFLIB = {"ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld"}
LABEL = NamedNode(expand("rdfs:label"))
VOCABULARY = NamedNode(graph("vocabulary"))

# What breaks writers: quotes, escapes, every kind of line end, controls, direction marks, what XML refuses, other planes.
HOSTILE = [
    'a "quoted" \\ back\\\\slash \\u0022 \\n',
    "line\nline\r\nline\rline\x0bline\x0cline\x85line\u2028line\u2029end",
    "tab\tand controls \x01\x02\x08\x1b\x1f\x7f",
    "]]> <b>&amp; <![CDATA[ <!-- --> ?>",
    "\u202eright to left\u202c \u200d \ufeff",
    "😀 𝔘 \U0010fffd",
    "^^<http://x.org/> @en . <a> <b> <c> .",
    '"""',
    "ends in a backslash\\",
    "",
]


def store_of(*quads: Quad) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.extend(quads)
    return store


@pytest.fixture
def small() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load(path=str(SMALL))
    return store


def written(store: pyoxigraph.Store, format: str, layers: tuple[str, ...] = DEFAULT_LAYERS) -> bytes:
    out = io.BytesIO()
    export(store, format, out, layers=layers)
    return out.getvalue()


def triples_of(store: pyoxigraph.Store) -> set[pyoxigraph.Triple]:
    return {quad.triple for quad in store}


def test_the_small_graph_comes_back_whole_from_each_format(small: pyoxigraph.Store) -> None:
    for format, read_as in [
        ("turtle", RdfFormat.TURTLE),
        ("ntriples", RdfFormat.N_TRIPLES),
        ("rdfxml", RdfFormat.RDF_XML),
    ]:
        back = list(pyoxigraph.parse(written(small, format, LAYERS), read_as))
        assert len(back) == len(set(back))
        assert {quad.triple for quad in back} == triples_of(small)
    for format, read_as in [("trig", RdfFormat.TRIG), ("nquads", RdfFormat.N_QUADS), ("jsonld", RdfFormat.JSON_LD)]:
        assert set(pyoxigraph.parse(written(small, format, LAYERS), read_as)) == set(small)


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_graph_gives_the_same_bytes_in_whatever_order_it_came(format: str, small: pyoxigraph.Store) -> None:
    turned = store_of(*reversed(list(small)))
    assert written(turned, format) == written(small, format)


@pytest.mark.parametrize("format", FORMATS)
def test_sorting_in_files_gives_the_same_bytes(format: str, small: pyoxigraph.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = written(small, format)
    monkeypatch.setattr(sorting, "RUN", 3000)
    assert written(small, format) == whole


def test_turtle_is_grouped_and_readable(small: pyoxigraph.Store) -> None:
    text = written(small, "turtle").decode()
    subjects = re.findall(r"^<\S+>(?= )", text, re.MULTILINE)
    assert len(subjects) == len(set(subjects)) > 20
    assert '\n<country/ML> a schema:Country ;\n    rdfs:label "Mali"@en , "Mali"@fr ;\n    skos:notation "ML" .\n' in text


@pytest.mark.skipif(RAPPER is None, reason="Raptor reads the export: install raptor2-utils for /usr/bin/rapper")
def test_three_readers_count_the_same_triples(small: pyoxigraph.Store, tmp_path: Path) -> None:
    for text in HOSTILE:
        small.add(Quad(NamedNode(BASE + "posting/hostile"), LABEL, Literal(text, language="fr"), VOCABULARY))
    path = tmp_path / "graph.ttl"
    number = export_file(small, path)
    assert len(rdflib.Graph().parse(data=path.read_text("utf-8"), format="turtle")) == number
    assert len({quad.triple for quad in pyoxigraph.parse(path=path)}) == number
    assert RAPPER
    run = subprocess.run([RAPPER, "-c", "-i", "turtle", path], capture_output=True, text=True, check=True)
    assert f"Parsing returned {number} triples" in run.stderr


@pytest.mark.skipif(RAPPER is None, reason="Raptor reads the export: install raptor2-utils for /usr/bin/rapper")
@pytest.mark.parametrize("format", ["ntriples", "nquads", "trig", "rdfxml", "jsonld"])
def test_other_readers_count_the_same(format: str, small: pyoxigraph.Store, tmp_path: Path) -> None:
    for text in HOSTILE:
        small.add(Quad(NamedNode(BASE + "posting/hostile"), LABEL, Literal(text, language="fr"), VOCABULARY))
    path = tmp_path / f"graph{FORMATS[format]}"
    number = export_file(small, path)
    assert len(set(pyoxigraph.parse(path=path))) == number
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's Dataset warns of itself
        read = rdflib.Dataset().parse(data=path.read_bytes(), format=RDFLIB.get(format, format))
        assert len(list(read.quads())) == number
    if format == "jsonld":  # which Raptor does not read
        return
    assert RAPPER
    run = subprocess.run([RAPPER, "-c", "-i", format, path], capture_output=True, text=True, check=True)
    assert f"Parsing returned {number} triples" in run.stderr


@pytest.mark.parametrize("text", [*HOSTILE, "null \x00 not a character \ufffe\uffff", " ", "\r"])
def test_rdf_xml_holds_all_that_xml_can(text: str) -> None:
    data = written(store_of(Quad(NamedNode("https://x.org/s?a=1&b='2'"), LABEL, Literal(text), VOCABULARY)), "rdfxml")
    ((_, _, value),) = rdflib.Graph().parse(data=data, format="xml")
    assert str(value) == NOT_XML.sub("\ufffd", text)
    (quad,) = pyoxigraph.parse(data, RdfFormat.RDF_XML)
    assert quad.object == Literal(str(value))


def test_a_property_that_xml_has_no_name_for_is_told() -> None:
    store = store_of(Quad(LABEL, NamedNode("https://x.org/p/"), LABEL, VOCABULARY))
    with pytest.raises(UsageError, match=re.escape("https://x.org/p/")):
        written(store, "rdfxml")
    other = Quad(LABEL, NamedNode("urn:own:p-1"), Literal("x"), VOCABULARY)
    assert set(pyoxigraph.parse(written(store_of(other), "rdfxml"), RdfFormat.RDF_XML)) == {Quad(*other.triple)}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("format", ["turtle", "ntriples"])
def test_hostile_text_comes_back_from_two_readers(format: str, text: str) -> None:
    data = written(store_of(Quad(NamedNode("https://x.org/s"), LABEL, Literal(text), VOCABULARY)), format)
    (quad,) = pyoxigraph.parse(data, RdfFormat.TURTLE)
    assert quad.object == Literal(text)
    ((_, _, value),) = rdflib.Graph().parse(data=data, format="turtle")
    assert str(value) == text


@pytest.mark.parametrize(
    "iri",
    [
        "https://x.org/a(b)'c,d;e=f%20g@h!$&*~",
        "https://x.org/é/ü?q=1#f",
        f"{BASE}post/a%2Fb/é",
        f"{BASE}post/../x",
        f"{BASE}",
        f"{BASE}a//b",
        f"{BASE}place/2.5",
        "https://schema.org/",
        "https://schema.org/a.b-",
        "urn:isbn:0451450523",
        "mailto:a",
    ],
)
def test_odd_iris_come_back_from_two_readers(iri: str) -> None:
    node = NamedNode(iri)
    data = written(store_of(Quad(node, LABEL, node, VOCABULARY)), "turtle")
    (quad,) = pyoxigraph.parse(data, RdfFormat.TURTLE)
    assert (quad.subject, quad.object) == (node, node)
    ((subject, _, value),) = rdflib.Graph().parse(data=data, format="turtle")
    assert (str(subject), str(value)) == (iri, iri)


_TEXT = st.text(alphabet=st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from('"\\\n\r\t.<>@^ \x00')))
_OBJECT = st.one_of(
    _TEXT.map(Literal),
    st.tuples(_TEXT, st.sampled_from(["en", "fr-be"])).map(lambda pair: Literal(pair[0], language=pair[1])),
    st.tuples(_TEXT, st.sampled_from(["decimal", "integer", "boolean", "date"])).map(
        lambda pair: Literal(pair[0], datatype=NamedNode(expand(f"xsd:{pair[1]}")))
    ),
    st.sampled_from(["1.", ".5", "-0.50", "+7", "true", "1"]).map(
        lambda text: Literal(text, datatype=NamedNode(expand("xsd:decimal")))
    ),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_OBJECT, max_size=8))
def test_any_literals_come_back(values: list[Literal]) -> None:
    store = store_of(*(Quad(NamedNode(f"{BASE}place/{n % 2}"), LABEL, value, VOCABULARY) for n, value in enumerate(values)))
    back = list(pyoxigraph.parse(written(store, "turtle"), RdfFormat.TURTLE))
    assert {quad.triple for quad in back} == triples_of(store)
    assert len(back) == len(store)
    assert set(pyoxigraph.parse(written(store, "nquads"), RdfFormat.N_QUADS)) == set(store)


def test_layers_choose_what_is_written(small: pyoxigraph.Store) -> None:
    asserted = written(small, "nquads", ("asserted",)).decode()
    assert "graph/inferred>" not in asserted
    assert "oa#" not in asserted
    assert "graph/posting/aaaa>" in asserted
    inferred = written(small, "nquads", ("inferred",)).decode()
    assert inferred.count("\n") == inferred.count("graph/inferred>") > 10
    small.add(Quad(NamedNode(BASE + "x"), LABEL, Literal("x"), NamedNode(graph("validation"))))
    assert b"graph/validation>" not in written(small, "nquads")
    assert b"graph/validation>" in written(small, "nquads", LAYERS)


def test_graphml_is_xml_whatever_the_labels_hold(small: pyoxigraph.Store, tmp_path: Path) -> None:
    for number, text in enumerate([*HOSTILE, "null \x00 not a character \ufffe\uffff"]):
        small.add(Quad(NamedNode(f"{BASE}posting/hostile-{number}"), LABEL, Literal(text, language="en"), VOCABULARY))
    path = tmp_path / "graph.graphml"
    number = export_file(small, path)
    ElementTree.parse(path)
    network = nx.read_graphml(path)
    assert number == network.number_of_nodes() + network.number_of_edges()
    nurse, coordinator = (f"{BASE}post/lumina/ML/somewhere/{name}" for name in ("nurse", "project-coordinator"))
    assert network.nodes[nurse]["kind"] == "org:Post"
    assert network.nodes[nurse]["label_fr"] == "Infirmier, Lumina, Somewhere (Mali)"
    assert network.nodes[f"{BASE}place/1"] == {
        "kind": "schema:Place",
        "label": "Somewhere",
        "label_en": "Somewhere",
        "label_fr": "",
    }
    edges = {data["predicate"] for data in network.get_edge_data(nurse, coordinator).values()}
    assert edges == {"ngo:reportsDirectlyTo", "org:reportsTo", "ngo:reportsUpTo"}


def test_a_file_appears_whole_or_not_at_all(small: pyoxigraph.Store, tmp_path: Path) -> None:
    path = tmp_path / "graph.nq"
    path.write_text("old", "utf-8")
    with pytest.raises(UsageError, match="layer-that-is-none"):
        export_file(small, path, layers=["layer-that-is-none"])
    assert path.read_text("utf-8") == "old"
    assert export_file(small, path, layers=LAYERS) == len(small)
    assert [child.name for child in tmp_path.iterdir()] == ["graph.nq"]


@pytest.mark.parametrize("layers", [DEFAULT_LAYERS, LAYERS, ("asserted",), ("inferred",), ("asserted", "inferred", "about")])
@pytest.mark.parametrize("format", FORMATS)
def test_the_union_of_a_finished_version_changes_nothing(format: str, layers: tuple[str, ...], small: pyoxigraph.Store) -> None:
    place = Quad(NamedNode(BASE + "place/1"), LABEL, Literal("Somewhere"), NamedNode(graph("validation")))
    small.add(place)  # asserted too
    small.add(Quad(NamedNode(BASE + "validation/1"), LABEL, Literal("only there"), NamedNode(graph("validation"))))
    apart = written(small, format, layers)
    for quad in list(small):
        small.add(Quad(*quad.triple))
    assert written(small, format, layers) == apart


def test_what_is_left_out_may_be_too_much_to_look_through(small: pyoxigraph.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    asserted = written(small, "turtle", ("asserted",))
    small.extend([Quad(*quad.triple) for quad in small])
    monkeypatch.setattr(statements, "_FEW", 3)
    assert written(small, "turtle", ("asserted",)) == asserted


def test_many_runs_of_many_subjects_are_sorted_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorting, "RUN", 500)
    monkeypatch.setattr(sorting, "FILES", 3)
    lines = [b"<x:%d> <x:p> <x:%d> ." % (number % 97, number) for number in range(5000)]
    with sorting.Sorter() as sorter:
        for line in [*lines, *lines[:100]]:
            sorter.write(line[:9])
            sorter.write(line[9:] + b"\n")
        parts = list(sorter.parts())
    assert [line for part in parts for line in part] == sorted(lines)
    first = [part[0].split()[0] for part in parts]
    assert len(first) == len(set(first)) > 3
    assert all(part[-1].split()[0] < following[0].split()[0] for part, following in pairwise(parts))


def test_packed_files_have_neither_name_nor_time(small: pyoxigraph.Store, tmp_path: Path) -> None:
    one, two = tmp_path / "one.nq.gz", tmp_path / "two"
    assert export_file(small, one) == export_file(small, two, "nquads", packed=True) > 400
    assert one.read_bytes() == two.read_bytes()
    assert gzip.decompress(one.read_bytes()) == written(small, "nquads")


def test_what_a_person_decided_is_written_if_asked(small: pyoxigraph.Store) -> None:
    decided = [
        Triple(
            NamedNode(BASE + "unresolved/organization/a"), NamedNode(expand("ngo:settledAs")), NamedNode(BASE + "organization/a")
        )
    ]
    for layers, expected in [(DEFAULT_LAYERS, False), (("decisions",), True)]:
        for format in ("turtle", "trig"):
            out = io.BytesIO()
            export(small, format, out, layers=layers, decisions=decided, base="https://example.org/")
            assert (b"settledAs" in out.getvalue()) == expected
            back = list(pyoxigraph.parse(out.getvalue(), RdfFormat.TRIG))
            if expected:
                assert [quad.subject.value for quad in back] == ["https://example.org/unresolved/organization/a"]
                assert str(back[0].graph_name) == ("<https://example.org/graph/decisions>" if format == "trig" else "DEFAULT")


LIMITED = """
import resource, signal, sys
from pathlib import Path
import pyoxigraph
from organigram.export import export_file
store = pyoxigraph.Store()
store.load(path=sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
try:
    export_file(store, Path(sys.argv[2]))
except OSError as error:
    print(error.strerror)
"""


@pytest.mark.parametrize("name", ["graph.ttl", "graph.nt.gz", "graph.jsonld", "graph.rdf", "graph.zip", "graph.graphml"])
def test_a_full_disk_is_told_and_leaves_the_old_file(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("old")
    run = subprocess.run([sys.executable, "-c", LIMITED, SMALL, tmp_path / name], capture_output=True, text=True, check=True)
    assert run.stdout == "File too large\n"
    assert [(child.name, child.read_text()) for child in tmp_path.iterdir()] == [(name, "old")]


KILLED = """
import os, signal, sys
from pathlib import Path
from organigram.export.files import whole_file
with whole_file(Path(sys.argv[1])) as out:
    out.write(b"half")
    out.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_export_left_goes_with_the_next(small: pyoxigraph.Store, tmp_path: Path) -> None:
    path = tmp_path / "graph.nq"
    assert subprocess.run([sys.executable, "-c", KILLED, path]).returncode == -signal.SIGKILL
    assert not path.exists()
    assert len(list(tmp_path.iterdir())) == 1
    export_file(small, path)
    assert [child.name for child in tmp_path.iterdir()] == ["graph.nq"]


def test_unknown_formats_are_told_in_both_languages(small: pyoxigraph.Store) -> None:
    with pytest.raises(UsageError) as caught:
        export(small, "docx", io.BytesIO())
    assert "turtle, trig" in caught.value.message("en")
    assert (
        caught.value.message("fr")
        == "L’export ne connaît pas « docx ». Employez l’un de : turtle, trig, nquads, ntriples, rdfxml, jsonld, graphml, csv."
    )
    with pytest.raises(UsageError, match=re.escape("graph.docx")):
        export_file(small, Path("graph.docx"))
