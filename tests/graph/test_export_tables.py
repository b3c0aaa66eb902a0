"""The tables for spreadsheets, and the release: what a person opens without knowing RDF."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import pandas
import pyoxigraph
import pytest
import rdflib
from asking import value_of
from pyoxigraph import Literal, NamedNode, Quad

from organigram.errors import UsageError
from organigram.export import export, export_file
from organigram.export.release import release
from organigram.export.tables import cell
from organigram.i18n import LANGUAGES, Language
from organigram.namespaces import BASE, PREFIXES, expand, graph
from organigram.resources import table
from organigram.store import StoreVersion, StoreWriter

SMALL = Path(__file__).resolve().parent.parent / "data" / "catalogue" / "small.trig"
POSTING = f"{BASE}posting/pay"
PAID = f"""
<{POSTING}> a schema:JobPosting ; schema:title "=HYPERLINK(1)"@en ; rdfs:label "Nurse; \\"ward\\""@en , "Infirmière"@fr ;
  schema:baseSalary <{BASE}salary/pay/1> ; schema:validThrough "2022-03-30"^^xsd:date ; ngo:durationInMonths 6.5 ;
  ngo:startsAsSoonAsPossible true ; ngo:dutyCountry <{BASE}country/ML> .
<{BASE}salary/pay/1> a schema:MonetaryAmount ; schema:minValue 1963.64 ; schema:currency "EUR" ; schema:unitText "month" .
<{BASE}grant-amount/1> a schema:MonetaryAmount ; schema:value 5 .
"""


@pytest.fixture
def small() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load(path=str(SMALL))
    prefixes = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    store.load((prefixes + PAID).encode(), pyoxigraph.RdfFormat.TURTLE, to_graph=NamedNode(graph("posting", "pay")))
    return store


def tables(store: pyoxigraph.Store, language: Language, **options: Any) -> dict[str, list[dict[str, str]]]:
    out = io.BytesIO()
    export(store, "csv", out, language=language, **options)
    found = {}
    with zipfile.ZipFile(out) as archive:
        for name in archive.namelist():
            raw = archive.read(name)
            assert raw.startswith(b"\xef\xbb\xbf")
            text = io.StringIO(raw.decode("utf-8-sig"), newline="")
            found[name] = list(csv.DictReader(text, delimiter="," if language == "en" else ";", strict=True))
    return found


def test_a_row_says_what_the_graph_says_in_the_language_asked(small: pyoxigraph.Store) -> None:
    (english,) = (row for row in tables(small, "en")["postings.csv"] if row["IRI"] == POSTING)
    assert english["Title"] == "'=HYPERLINK(1)"
    assert (english["Deadline"], english["Months"], english["As soon as possible"]) == ("2022-03-30", "6.5", "yes")
    assert english["Country"] == "Mali"
    french = tables(small, "fr")
    (row,) = (row for row in french["offres.csv"] if row["IRI"] == POSTING)
    assert (row["Date limite"], row["Mois"], row["Dès que possible"]) == ("2022-03-30", "6,5", "oui")
    (pay,) = (row for row in french["salaires.csv"] if row["Offre (IRI)"] == POSTING)
    assert (pay["Offre"], pay["Offre (IRI)"], pay["De"], pay["Devise"]) == ("Infirmière", POSTING, "1963,64", "EUR")


def test_lines_are_rows_with_both_ends(small: pyoxigraph.Store) -> None:
    rows = tables(small, "fr")["liens.csv"]
    nurse, coordinator = (f"{BASE}post/lumina/ML/somewhere/{name}" for name in ("nurse", "project-coordinator"))
    assert any(
        (row["Poste"], row["IRI"], row["IRI 2"]) == ("Infirmier, Lumina, Somewhere (Mali)", nurse, coordinator) for row in rows
    )
    said = {
        (value_of(quad.subject), quad.predicate.value, value_of(quad.object))
        for name in table("export/tables.toml")["table"]["lines"]["between"]
        for quad in small.quads_for_pattern(None, NamedNode(expand(name)), None)
        if not str(quad.graph_name).endswith("inferred>")
    }
    assert len(rows) >= len({(subject, value) for subject, _, value in said})


def test_evidence_is_a_table_of_its_own_that_its_layer_gives(small: pyoxigraph.Store) -> None:
    assert tables(small, "en")["evidence.csv"]
    assert "evidence.csv" not in tables(small, "en", layers=("asserted",))


def test_numbers_and_days_are_such_for_a_program_too(small: pyoxigraph.Store, tmp_path: Path) -> None:
    export_file(small, tmp_path / "tables", "csv", language="fr")
    pay = pandas.read_csv(tmp_path / "tables" / "salaires.csv", sep=";", decimal=",", encoding="utf-8-sig")
    assert 1963.64 in pay["De"].tolist()
    assert sorted(path.suffix for path in (tmp_path / "tables").iterdir()) == [".csv"] * 9


def test_a_folder_that_holds_something_is_left_alone(small: pyoxigraph.Store, tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "mine.csv").write_text("mine")
    with pytest.raises(UsageError, match="tables"):
        export_file(small, tmp_path / "tables", "csv")
    assert [path.name for path in tmp_path.rglob("*")] == ["tables", "mine.csv"]


def test_one_file_of_csv_is_refused_with_what_to_do(small: pyoxigraph.Store, tmp_path: Path) -> None:
    for format in (None, "csv"):
        with pytest.raises(UsageError, match="zip"):
            export_file(small, tmp_path / "postings.csv", format)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("start", ["=1", "+1", "-1", "@SUM", "\t=1", "\r=1", "＝1"])
def test_no_text_is_a_formula(start: str) -> None:
    assert cell(start).startswith("'")
    assert len(cell("x" * 100_000)) <= 32_767


def test_headings_are_in_both_languages_and_no_two_files_or_columns_are_called_the_same() -> None:
    told = table("export/tables.toml")["table"]
    for language in LANGUAGES:
        names = [one["name"][language] for one in told.values()]
        assert len(names) == len(set(names))
        for one in told.values():
            headings = [column[language] for column in one.get("column") or [one[name] for name in ("from", "how", "to")]]
            assert len(headings) == len(set(headings))


@pytest.fixture
def version(small: pyoxigraph.Store, tmp_path: Path) -> StoreVersion:
    lines = [f"{quad} ." for quad in small]
    lines.append(
        f"{Quad(NamedNode(BASE + 'dataset'), NamedNode(expand('void:triples')), Literal(7), NamedNode(graph('about')))} ."
    )
    with StoreWriter.begin(tmp_path / "store") as writer:
        writer.add_graph(lines)
        return writer.publish()


def test_a_release_holds_what_it_says(version: StoreVersion, tmp_path: Path) -> None:
    folder = tmp_path / "release"
    names = release(version, folder, licence="https://creativecommons.org/licenses/by/4.0/")
    assert sorted(path.name for path in folder.iterdir()) == names
    sums = {name: digest for digest, name in (line.split("  ") for line in (folder / "SHA256SUMS").read_text().splitlines())}
    assert {*sums, "SHA256SUMS"} == set(names)
    for name, expected in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == expected
    described = rdflib.Graph().parse(folder / "description.ttl")
    dcat, dcterms = rdflib.Namespace(PREFIXES["dcat"]), rdflib.Namespace(PREFIXES["dcterms"])
    dataset = rdflib.URIRef(BASE + "dataset")
    for distribution in described.objects(dataset, dcat.distribution):
        name = str(described.value(distribution, dcterms.title))
        assert described.value(distribution, dcat.byteSize) == rdflib.Literal((folder / name).stat().st_size)
        checksum = described.value(distribution, rdflib.URIRef("http://spdx.org/rdf/terms#checksum"))
        found = described.value(checksum, rdflib.URIRef("http://spdx.org/rdf/terms#checksumValue"))
        assert str(found).lower() == sums[name]
    assert described.value(dataset, dcterms.license) == rdflib.URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert described.value(dataset, rdflib.URIRef(expand("void:triples"))) == rdflib.Literal(7)
    assert "creativecommons" in (folder / "README.fr.md").read_text("utf-8")


def test_no_licence_is_asserted_where_none_is_set_and_the_bytes_are_the_same(version: StoreVersion, tmp_path: Path) -> None:
    for name in ("one", "two"):
        release(version, tmp_path / name)
    assert "license" not in (tmp_path / "one" / "description.ttl").read_text("utf-8")
    assert "none is given" in (tmp_path / "one" / "README.md").read_text("utf-8")
    assert (tmp_path / "one" / "SHA256SUMS").read_bytes() == (tmp_path / "two" / "SHA256SUMS").read_bytes()
    with pytest.raises(UsageError):
        release(version, tmp_path / "one")
