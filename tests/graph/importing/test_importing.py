"""Others' records in the graph: linked, in graphs of their own, with where they are from; beside postings in a build."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path

import pytest
from import_samples import ACTIVITY, BASE, TABLE, activity, answer, flow, iati, kept_of, text_of, told

from organigram.catalogue import load_catalogue
from organigram.config import Settings, load_settings
from organigram.errors import UsageError, VocabularyError
from organigram.export import export_file
from organigram.importing import Importer, Records
from organigram.pipeline import BuildReport, build
from organigram.querying import EmbeddedService
from organigram.review import Decisions, check, decide, load_decisions
from organigram.store import open_store
from organigram.vocabulary import load_vocabulary

RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
SCHEMA = "https://schema.org/"
PROJECT = "<project/iati/XX-EXAMPLE-77>"


def objects(triples: set[str], subject: str, predicate: str) -> set[str]:
    start = f"{subject} {predicate} "
    return {triple.removeprefix(start) for triple in triples if triple.startswith(start)}


def test_a_project_is_linked_to_what_the_vocabulary_knows(tmp_path: Path) -> None:
    _, triples = told(tmp_path, iati(ACTIVITY))
    ngo = "ontology#"
    assert objects(triples, PROJECT, f"<{ngo}implementedBy>") == {
        "<organization/alima>",
        "<unresolved/organization/blue-lake-help>",
    }
    assert objects(triples, PROJECT, f"<{SCHEMA}funder>") == {"<organization/government-de>", "<organization/wfp>"}
    assert objects(triples, PROJECT, f"<{ngo}hasPartner>") == {"<organization/unicef>"}
    assert objects(triples, PROJECT, f"<{ngo}takesPlaceIn>") == {"<country/ML>", "<country/NE>", "<place/2456917>"}
    assert objects(triples, PROJECT, f"<{SCHEMA}about>") == {"<sector/primary-health-care>", "<sector/health>"}
    assert objects(triples, PROJECT, f"<{SCHEMA}identifier>") == {'"XX-EXAMPLE-77"'}


def test_every_fact_leads_to_its_record_and_file(tmp_path: Path) -> None:
    _, triples = told(tmp_path, iati(ACTIVITY))
    derived = "<http://www.w3.org/ns/prov#wasDerivedFrom>"
    (record,) = objects(triples, PROJECT, derived)
    assert record == "<record/iati/XX-EXAMPLE-77>"
    (file,) = objects(triples, record, derived)
    assert file.startswith("<import/iati-")
    assert objects(triples, record, "<http://www.w3.org/ns/prov#wasAttributedTo>") == {"<organization/wfp>"}
    (moment,) = objects(triples, record, "<http://www.w3.org/ns/prov#generatedAtTime>")
    assert moment.startswith('"2024-05-20T08:00:00Z"^^')
    grants = objects(triples, PROJECT, f"<{SCHEMA}funding>")
    assert len(grants) == 3
    assert all(objects(triples, grant, derived) == {record} for grant in grants)


def test_names_are_told_in_both_languages_or_as_they_are(tmp_path: Path) -> None:
    spanish = activity("A", '<title><narrative xml:lang="es">Pozos</narrative></title>')
    _, triples = told(tmp_path, iati(spanish))
    labels = objects(triples, "<project/iati/A>", "<http://www.w3.org/2000/01/rdf-schema#label>")
    assert labels == {'"IATI activity A"@en', '"Activité IITA A"@fr'}
    assert objects(triples, "<project/iati/A>", "<http://www.w3.org/2004/02/skos/core#altLabel>") == {'"Pozos"@es'}


def test_an_identifier_of_any_signs_is_one_part_of_an_iri(tmp_path: Path) -> None:
    _, triples = told(tmp_path, iati(activity("GB/1 &lt;x&gt;"), activity("GB%2F1")))
    assert {triple.split(" ")[0] for triple in triples if f"<{SCHEMA}Project>" in triple} == {
        "<project/iati/GB%2F1%20%3Cx%3E>",
        "<project/iati/GB%252F1>",
    }


def test_contact_details_in_names_are_masked(tmp_path: Path) -> None:
    text = activity("A", "<title><narrative>Wells, write to ada@example.org</narrative></title>")
    _, triples = told(tmp_path, iati(text))
    assert not [triple for triple in triples if "ada@" in triple]


def test_a_flow_is_a_grant_of_its_project(tmp_path: Path) -> None:
    facts, triples = told(tmp_path, answer(flow()))
    project = "<project/fts/flow/90001>"
    assert objects(triples, project, "<ontology#implementedBy>") == {"<organization/norwegian-refugee-council>"}
    assert objects(triples, project, f"<{SCHEMA}about>") == {"<sector/child-protection>"}
    assert [item.value for item in facts[0].countries] == ["ML"]
    (grant,) = objects(triples, project, f"<{SCHEMA}funding>")
    assert objects(triples, grant, f"<{SCHEMA}funder>") == {"<organization/government-de>"}
    assert objects(triples, grant, "<http://purl.org/dc/terms/type>") == {"<funding-kind/payment>"}


def test_countries_are_told_by_code_or_name(tmp_path: Path) -> None:
    facts, _ = told(tmp_path, TABLE)
    assert [[item.value for item in one.countries] for one in facts] == [["ML", "NE"], ["ML"]]


def test_a_project_is_that_of_postings_only_if_a_person_says_so(tmp_path: Path) -> None:
    decided = Decisions({f"{BASE}project/iati/XX-EXAMPLE-77": f"{BASE}project/alima/optima-ml"})
    _, triples = told(tmp_path, iati(ACTIVITY), decided)
    assert "<organization/government-de>" in objects(triples, "<project/alima/optima-ml>", f"<{SCHEMA}funder>")
    assert not objects(triples, PROJECT, RDF_TYPE)


def test_a_project_of_the_vocabulary_is_met_by_its_identifier(tmp_path: Path) -> None:
    lists = tmp_path / "lists"
    lists.mkdir()
    (lists / "projects.ttl").write_text(
        f"""@base <{BASE}> . @prefix schema: <https://schema.org/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <project/alima/optima-ml> a schema:Project ; skos:prefLabel "OptiMA"@en ; schema:identifier "XX-EXAMPLE-77" ."""
    )
    importer = Importer(load_vocabulary(lists), Decisions())
    (tmp_path / "a.xml").write_text(iati(ACTIVITY, activity("XX-EXAMPLE-78")))
    with Records() as found:
        found.read([tmp_path / "a.xml"])
        iris = [importer.project(kept.record).removeprefix(BASE) for kept in found]
    assert iris == ["project/alima/optima-ml", "project/iati/XX-EXAMPLE-78"]


def test_the_newer_state_of_a_record_counts_whatever_the_order(tmp_path: Path) -> None:
    texts = [answer(flow(description=f"State {day}", updatedAt=f"2024-03-0{day}")) for day in (1, 2, 3)]
    for _ in range(3):
        random.shuffle(texts)
        (kept,) = kept_of(tmp_path, *texts)
        assert kept.record.titles == {"en": "State 3"}


# --- in a build -----------------------------------------------------------------------------------------------------------

POSTING = """Vacancy: Project Coordinator
Employer: ALIMA
Country: Mali
Start: 1 May 2024

ALIMA seeks a Project Coordinator for the OptiMA project in Goundam, Mali, funded by the Government of Germany. The Project
Coordinator reports to the Head of Mission and supervises the Logistics Manager. Please apply before 15 April 2024.
"""
MORE = activity(
    "YY-5",
    '<title><narrative>OptiMA, second phase</narrative></title><recipient-country code="ML"/>'
    '<participating-org role="1"><narrative>Government of Germany</narrative></participating-org>'
    '<participating-org role="4"><narrative>ALIMA</narrative></participating-org>'
    '<transaction><transaction-type code="11"/><value currency="EUR">4000</value></transaction>',
)
LESS = activity("LESS", "<budget><value currency='EUR'>-5</value></budget>")
TEXTS = {
    "a.xml": iati(ACTIVITY, LESS, MORE),
    "b.json": answer(flow(), flow(90002, amountUSD=7)),
    "c.csv": TABLE,
    "old.xml": iati(activity("A"), version="1.04"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("imports")
    (folder / "posting.txt").write_text(POSTING, encoding="utf-8")
    for place in ("given", "imports"):
        (folder / place).mkdir()
        for name, text in TEXTS.items():
            (folder / place / name).write_text(text, encoding="utf-8")
    (folder / "imports" / "README.txt").write_text("Not ours.")
    return folder


def settings(folder: Path) -> Settings:
    return dataclasses.replace(
        load_settings({}, folder=folder), decisions=folder / "none.ttl", imports=folder / "none", workers=1
    )


@pytest.fixture(scope="module")
def report(folder: Path) -> BuildReport:
    files = sorted((folder / "given").iterdir(), reverse=True)
    return build([folder / "posting.txt"], folder / "store", settings=settings(folder), imports=files)


def graphs(store: Path) -> dict[str, list[bytes]]:
    """The lines of the graphs of imports, by the last part of their names."""
    found: dict[str, list[bytes]] = {}
    with open_store(store) as version:
        for line in b"".join(version.nquads()).splitlines():
            name = line.rsplit(b"<", 1)[1].decode().removesuffix("> .").removeprefix(f"{BASE}graph/")
            if name.startswith("import/"):
                found.setdefault(name, []).append(line)
    return found


def asked(folder: Path, name: str, **values: str) -> list[list[str]]:
    """What a question of the catalogue answers, in English."""
    with open_store(folder / "store") as version, EmbeddedService(version, processes=1) as service:
        result = service.query(load_catalogue()[name].bind(values, "en"))
        return [[text_of(term) if term else "" for term in row] for row in result.rows]


def test_a_build_takes_in_what_conforms_and_tells_the_rest(folder: Path, report: BuildReport) -> None:
    assert (report.postings, report.imported) == (1, 6)
    problems = [error.message().removeprefix(f"{folder}/given/") for error in report.set_aside]
    assert len(problems) == 2
    assert problems[0].startswith("old.xml: It is IATI of version 1.04")
    assert problems[1].startswith("a.xml: record 2: The amount is one number, not negative.")
    kinds = sorted(name.split("-")[0] for name in graphs(folder / "store"))
    assert kinds == ["import/fts", "import/fts", "import/iati"]


def test_the_folder_of_the_settings_gives_the_same_bytes_at_every_build(folder: Path, report: BuildReport) -> None:
    own = dataclasses.replace(settings(folder), imports=folder / "imports")
    again = build([folder / "posting.txt"], folder / "other", settings=own)
    assert again.imported == report.imported
    assert graphs(folder / "other") == graphs(folder / "store")


def test_what_follows_leads_from_donor_to_organization(folder: Path, report: BuildReport) -> None:
    pattern = f"<{BASE}organization/alima> ngo:fundedBy <{BASE}organization/wfp>"
    with open_store(folder / "store") as version:
        found = f"PREFIX ngo: <{BASE}ontology#> ASK {{ GRAPH <{BASE}graph/inferred> {{ {pattern} }} }}"
        assert bool(version.engine.query(found))


def test_the_graph_says_what_it_is_derived_from(folder: Path, report: BuildReport) -> None:
    with open_store(folder / "store") as version:
        lines = b"".join(version.nquads()).decode().splitlines()
    told = [line for line in lines if line.startswith(f"<{BASE}dataset> <http://www.w3.org/ns/prov#wasDerivedFrom>")]
    assert {line.split(" ")[2] for line in told} == {f"<{BASE}{name}>" for name in graphs(folder / "store")}


def test_what_is_imported_is_a_layer_of_exports(folder: Path, report: BuildReport) -> None:
    subjects = {}
    for layer in ("asserted", "imported"):
        with open_store(folder / "store") as version:
            export_file(version.engine, folder / f"{layer}.nt", layers=[layer])
        lines = (folder / f"{layer}.nt").read_text("utf-8").splitlines()
        subjects[layer] = {line.split(" ")[0].removeprefix(f"<{BASE}") for line in lines}
    assert "project/iati/YY-5>" in subjects["imported"]
    assert not [one for one in subjects["asserted"] if one.startswith(("project/iati/", "record/", "import/"))]
    assert not [one for one in subjects["imported"] if one.startswith(("posting/", "post/"))]


def test_a_question_sets_published_money_beside_seats(folder: Path, report: BuildReport) -> None:
    rows = asked(folder, "published-funding-by-country", donor="government-de")
    assert [row[3:] for row in rows] == [
        ["Mali", "Commitment", "4000", "EUR", "1", "1"],
        ["Mali", "Payment", "250007", "USD", "2", "1"],
    ]


def test_a_project_of_postings_is_offered_the_published_one_that_may_be_it(folder: Path, report: BuildReport) -> None:
    rows = asked(folder, "published-projects", organization="alima", country="ML")
    offered = {(row[1], row[8]) for row in rows}
    assert ("project/iati/YY-5", "project/alima/optima-ml") in offered
    assert ("project/iati/XX-EXAMPLE-77", "") in offered


def test_a_person_settles_a_published_project_as_one_of_postings(folder: Path, report: BuildReport) -> None:
    file = folder / "own.ttl"
    decide(file, f"{BASE}project/iati/YY-5", same_as=f"{BASE}project/alima/optima-ml")
    decisions = load_decisions(file)
    check(decisions, load_vocabulary(), file)
    _, triples = told(folder, iati(MORE), decisions)
    assert objects(triples, "<project/alima/optima-ml>", f"<{SCHEMA}identifier>") == {'"YY-5"'}


def test_a_project_is_settled_as_nothing_but_a_project(tmp_path: Path) -> None:
    file = tmp_path / "own.ttl"
    with pytest.raises(UsageError, match="A project is the same as another project, or not"):
        decide(file, f"{BASE}project/iati/YY-5", same_as=f"{BASE}organization/alima")
    with pytest.raises(VocabularyError, match="which is not known"):
        check(Decisions({f"{BASE}project/iati/YY-5": f"{BASE}organization/alima"}), load_vocabulary(), file)
