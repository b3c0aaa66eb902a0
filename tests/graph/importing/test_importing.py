"""Others' records in the graph: linked, in graphs of their own, with where they are from; beside postings in a build."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from import_samples import ACTIVITY, BASE, TABLE, activity, answer, flow, iati, kept_of, told

from organigram.config import load_settings
from organigram.pipeline import BuildReport, build
from organigram.resources import seeds_dir
from organigram.review import Decisions
from organigram.store import open_store

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


def test_the_newer_state_of_a_record_counts_whatever_the_order(tmp_path: Path) -> None:
    texts = [answer(flow(description=f"State {day}", updatedAt=f"2024-03-0{day}")) for day in (1, 2, 3)]
    for _ in range(3):
        random.shuffle(texts)
        (kept,) = kept_of(tmp_path, *texts)
        assert kept.record.titles == {"en": "State 3"}


# --- in a build -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., BuildReport]:
    settings = dataclasses.replace(
        load_settings({}, folder=tmp_path), decisions=tmp_path / "decisions.ttl", imports=tmp_path / "imports", workers=1
    )
    posting = next(seeds_dir().glob("*.txt"))
    return lambda *imports, store="store": build([posting], tmp_path / store, settings=settings, imports=imports)


def write(folder: Path, **texts: str) -> list[Path]:
    folder.mkdir(exist_ok=True)
    paths = [folder / name.replace("_", ".") for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def graphs(store: Path) -> dict[str, bytes]:
    """The lines of the graphs of imports, by the last part of their names."""
    with open_store(store) as version:
        lines = b"".join(version.nquads()).splitlines()
    found: dict[str, bytes] = {}
    for line in lines:
        name = line.rsplit(b"<", 1)[1].decode().removesuffix("> .").removeprefix(f"{BASE}graph/")
        if name.startswith("import/"):
            found[name] = found.get(name, b"") + line
    return found


def test_a_build_takes_in_what_conforms_and_tells_the_rest(tmp_path: Path, make: Callable[..., BuildReport]) -> None:
    files = write(
        tmp_path / "given",
        a_xml=iati(ACTIVITY, activity("LESS", "<budget><value currency='EUR'>-5</value></budget>")),
        b_json=answer(flow(), flow(90002, amountUSD=7)),
        old_xml=iati(activity("A"), version="1.04"),
    )
    report = make(*files)
    assert report.imported == 3
    problems = [error.message() for error in report.set_aside]
    assert len(problems) == 2
    assert "old.xml: It is IATI of version 1.04" in problems[0]
    assert "a.xml: record 2: The amount is one number, not negative." in problems[1]
    assert sorted(name.split("-")[0] for name in graphs(tmp_path / "store")) == ["import/fts", "import/iati"]


def test_what_follows_leads_from_donor_to_organization(tmp_path: Path, make: Callable[..., BuildReport]) -> None:
    make(*write(tmp_path / "given", a_xml=iati(ACTIVITY)))
    asked = f"""PREFIX ngo: <{BASE}ontology#>
        ASK {{ GRAPH <{BASE}graph/inferred> {{ <{BASE}organization/alima> ngo:fundedBy <{BASE}organization/government-de> }} }}"""
    with open_store(tmp_path / "store") as version:
        assert version.engine.query(asked)


def test_the_folder_of_the_settings_is_taken_in_by_every_build(tmp_path: Path, make: Callable[..., BuildReport]) -> None:
    write(tmp_path / "imports", a_xml=iati(ACTIVITY), README_txt="not ours")
    assert [make().imported, make().imported] == [1, 1]
    assert len(graphs(tmp_path / "store")) == 1


def test_the_same_files_give_the_same_bytes(tmp_path: Path, make: Callable[..., BuildReport]) -> None:
    texts = {"a_xml": iati(ACTIVITY), "b_json": answer(flow(), flow(2)), "c_csv": TABLE}
    make(*write(tmp_path / "given", **texts))
    make(*reversed(write(tmp_path / "elsewhere", **texts)), store="other")
    assert graphs(tmp_path / "store") == graphs(tmp_path / "other")
