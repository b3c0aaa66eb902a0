"""Every shape against a planted violation, by both engines; what is set aside and what is only told."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from mapping_samples import BASE, NAMES, PREFIXES, seed, write_vocabulary
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.collection import Collection

from organigram import resources
from organigram.errors import ValidationError
from organigram.i18n import LANGUAGES
from organigram.mapping import map_posting
from organigram.namespaces import expand, graph, rebase
from organigram.reasoning import infer
from organigram.validation import Validator, validate_whole
from organigram.validation.checking import Shapes, shipped
from organigram.validation.whole import disjoint_kinds
from organigram.vocabulary import Vocabulary

MORE = """
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix itsrdf: <http://www.w3.org/2005/11/its/rdf#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
#: A posting that keeps to every shape.
SOUND = """
<posting/1> a schema:JobPosting ; rdfs:label "Nurse"@en , "Infirmier"@fr ; schema:title "Nurse"@en ; schema:inLanguage "en" ;
    ngo:advertises <post/1> ; schema:hiringOrganization <organization/alima> ; ngo:dutyCountry <country/ML> ;
    schema:jobLocation <place/1> ; schema:employmentType <contract/permanent> ; ngo:sector <sector/health> ;
    ngo:requiresLanguage <language-requirement/fr-required> ; schema:baseSalary <salary/1> ; ngo:startsAsSoonAsPossible true ;
    schema:datePosted "2024-01-01"^^xsd:date ; schema:validThrough "2024-02-01"^^xsd:date ; ngo:durationInMonths 6.0 ;
    schema:jobStartDate "2024-03-01"^^xsd:date ; ngo:contractEndDate "2024-09-01"^^xsd:date ; ngo:workingTime 0.5 ;
    prov:wasDerivedFrom <https://example.org/jobs/1> ; schema:identifier "4012345" .
<post/1> a org:Post ; rdfs:label "Nurse, ALIMA"@en ; org:role <role/medical-referent> ; org:postIn <organization/alima/ML> ;
    ngo:dutyCountry <country/ML> ; ngo:dutyStation <place/1> ; ngo:assignedTo <project/1> ; ngo:reportsDirectlyTo <post/2> ;
    ngo:supervises <post/3> ; ngo:collaboratesWith <organization/unhcr> .
<post/2> a org:Post ; rdfs:label "Head of Mission"@en .
<post/3> a org:Post ; rdfs:label "Assistant"@en .
<organization/alima/ML> a org:OrganizationalUnit , ngo:Mission ; rdfs:label "ALIMA Mali"@en , "ALIMA Mali"@fr ;
    org:unitOf <organization/alima> ; ngo:operatesIn <country/ML> .
<organization/alima> ngo:partnerOf <organization/amcp-sp> ; org:memberOf <organization/unhcr> ;
    schema:funder <organization/amcp-sp> ; ngo:worksWithAuthority <organization/unhcr> .
<project/1> a schema:Project ; rdfs:label "Oxygène"@fr ; ngo:implementedBy <organization/alima> ;
    schema:funder <organization/amcp-sp> ; ngo:takesPlaceIn <country/ML> , <place/1> ;
    schema:startDate "2024-01-01"^^xsd:date ; schema:endDate "2025-01-01"^^xsd:date ;
    ngo:programme "EU4Health" ; schema:funding <grant/1> .
<grant/1> a schema:MonetaryGrant ; schema:amount <grant-amount/1> ; schema:funder <organization/amcp-sp> .
<grant-amount/1> a schema:MonetaryAmount ; schema:value 2500000.0 ; schema:currency "EUR" .
<salary/1> a schema:MonetaryAmount ; schema:minValue 1000.0 ; schema:maxValue 2000.0 ; schema:currency "EUR" ;
    schema:unitText "month" .
<language-requirement/fr-required> a ngo:LanguageRequirement ; ngo:language <language/fr> ; ngo:need ngo:Required .
<consortium/1> a org:OrganizationalCollaboration ; rdfs:label "Consortium"@en ; ngo:runs <project/1> .
<membership/1> a org:Membership ; org:organization <consortium/1> ; org:member <organization/alima> ;
    ngo:organisationRole <organisation-role/4> .
<place/1> a schema:Place ; rdfs:label "Goundam"@en ; schema:containedInPlace <country/ML> ; geo:lat 16.4 ; geo:long -3.6 .
<unresolved/role/x> a org:Role , ngo:UnresolvedEntity ; rdfs:label "X"@en .
<evidence/1> a oa:Annotation ; oa:hasBody <statement/1> ; oa:hasTarget <target/1> ; itsrdf:taConfidence 0.9 .
<statement/1> a rdf:Statement ; rdf:subject <post/1> ; rdf:predicate ngo:reportsDirectlyTo ; rdf:object <post/2> .
<target/1> a oa:SpecificResource ; oa:hasSource <posting/1> ; oa:hasSelector <selector/1> , <selector/2> .
<selector/1> a oa:TextQuoteSelector ; oa:exact "reports to" .
<selector/2> a oa:TextPositionSelector ; oa:start 10 ; oa:end 20 .
<dispute/1> a ngo:Dispute ; schema:about <posting/1> ; ngo:disputes <statement/1> ; ngo:textSays <post/3> .
<evidence/2> a oa:Annotation ; oa:hasBody <dispute/1> ; oa:hasTarget <target/1> ; itsrdf:taConfidence 0.9 .
<posting/2> a schema:JobPosting ; rdfs:label "Nurse"@en ; ngo:advertises <post/1> ; schema:inLanguage "en" ;
    schema:hiringOrganization <organization/alima> ; ngo:ofVacancy <vacancy/1> .
<posting/1> ngo:ofVacancy <vacancy/1> .
<vacancy/1> a ngo:Vacancy ; rdfs:label "Nurse"@en .
<comparison/1> a ngo:Comparison ; ngo:earlierPosting <posting/1> ; ngo:laterPosting <posting/2> ; ngo:rule "vacancy.text" ;
    itsrdf:taConfidence 0.9 ; ngo:agreesIn schema:inLanguage ; ngo:hasDifference <difference/1> .
<difference/1> a ngo:Difference ; ngo:differsIn schema:validThrough ; ngo:earlierValue "2024-05-01"^^xsd:date .
<readvertisement/1> a ngo:Readvertisement ; ngo:seat <post/1> ; ngo:earlierPosting <posting/1> ;
    ngo:laterPosting <posting/2> ; ngo:daysBetween 200 .
"""
#: Shape, where, and what is planted: a triple taken out (``- ``) or put in (``+ ``).
PLANTED = [
    ("posting-label", "posting/1", '+ rdfs:label "Midwife"@en'),
    ("posting-advertises", "posting/1", "+ ngo:advertises <post/2>"),
    ("posting-advertises", "posting/1", "- ngo:advertises"),
    ("posting-employer", "posting/1", "+ schema:hiringOrganization <country/ML>"),
    ("posting-employer-known", "posting/1", "- schema:hiringOrganization"),
    ("posting-language", "posting/1", '+ schema:inLanguage "es"'),
    ("posting-title", "posting/1", '+ schema:title "Nurse"'),
    ("posting-country", "posting/1", "+ ngo:dutyCountry <country/XX>"),
    ("posting-place", "posting/1", "+ schema:jobLocation <post/1>"),
    ("posting-contract", "posting/1", "+ schema:employmentType <sector/health>"),
    ("posting-sector", "posting/1", "+ ngo:sector <contract/permanent>"),
    ("posting-requires", "posting/1", "+ ngo:requiresLanguage <language/fr>"),
    ("posting-salary", "posting/1", "+ schema:baseSalary <grant/1>"),
    ("posting-posted", "posting/1", '+ schema:datePosted "yesterday"'),
    ("posting-deadline", "posting/1", '+ schema:validThrough "2024-13-45"^^xsd:date'),
    ("posting-start", "posting/1", '+ schema:jobStartDate "June"'),
    ("posting-end", "posting/1", '+ ngo:contractEndDate "2030-02-30"^^xsd:date'),
    ("posting-soon", "posting/1", '+ ngo:startsAsSoonAsPossible "yes"'),
    ("posting-duration", "posting/1", "+ ngo:durationInMonths -1.0"),
    ("posting-time", "posting/1", "+ ngo:workingTime 39.0"),
    ("posting-source", "posting/1", '+ prov:wasDerivedFrom "example.org"'),
    ("posting-identifier", "posting/1", "+ schema:identifier 4012345"),
    ("StartBeforeEnd", "posting/1", '~ ngo:contractEndDate "2024-02-15"^^xsd:date'),
    ("PostedBeforeDeadline", "posting/1", '~ schema:datePosted "2024-02-15"^^xsd:date'),
    ("DeadlineBeforeEnd", "posting/1", '~ schema:validThrough "2025-02-15"^^xsd:date'),
    ("ProjectStartBeforeEnd", "project/1", '~ schema:endDate "2023-02-15"^^xsd:date'),
    ("post-label", "post/1", '+ rdfs:label "Infirmier"@en'),
    ("post-role", "post/1", "+ org:role <sector/health>"),
    ("post-in", "post/1", "+ org:postIn <project/1>"),
    ("post-country", "post/1", "+ ngo:dutyCountry <place/1>"),
    ("post-station", "post/1", "+ ngo:dutyStation <post/2>"),
    ("post-project", "post/1", "+ ngo:assignedTo <organization/alima>"),
    ("post-line", "post/1", "+ ngo:reportsTechnicallyTo <organization/alima>"),
    ("post-colleague", "post/1", "+ ngo:collaboratesWith <country/ML>"),
    ("line-cycle", "post/1", "+ ngo:reportsDirectlyTo <post/1>"),
    ("line-cycle", "post/2", "+ ngo:reportsDirectlyTo <post/3>"),
    ("line-cycle-above", "post/3", "+ ngo:supervises <post/2>"),
    ("organization-label", "organization/alima/ML", '+ rdfs:label "ALIMA au Mali"@fr'),
    ("organization-whole", "organization/alima/ML", "+ org:unitOf <country/ML>"),
    ("organization-network", "organization/alima", "+ org:memberOf <project/1>"),
    ("organization-partner", "organization/alima", "+ ngo:partnerOf <post/1>"),
    ("organization-donor", "organization/alima", "+ schema:funder <country/ML>"),
    ("organization-authority", "organization/alima", "+ ngo:worksWithAuthority <country/ML>"),
    ("organization-country", "organization/alima/ML", "+ ngo:operatesIn <place/1>"),
    ("unit-circle", "organization/alima", "+ org:unitOf <organization/alima/ML>"),
    ("project-label", "project/1", "- rdfs:label"),
    ("project-organization", "project/1", "+ ngo:hasPartner <post/1>"),
    ("project-donor", "project/1", "+ schema:funder <country/ML>"),
    ("project-place", "project/1", "+ ngo:takesPlaceIn <organization/alima>"),
    ("project-start", "project/1", '+ schema:startDate "soon"'),
    ("project-end", "project/1", '+ schema:endDate "2024"'),
    ("project-grant", "project/1", "+ schema:funding <salary/1>"),
    ("project-programme", "project/1", "+ ngo:programme <organization/amcp-sp>"),
    ("grant-amount", "grant/1", "- schema:amount"),
    ("grant-donor", "grant/1", "+ schema:funder <country/ML>"),
    ("amount-range", "salary/1", "~ schema:maxValue 999.0"),
    ("amount-upper", "salary/1", "+ schema:value -5.0"),
    ("amount-currency", "salary/1", '+ schema:currency "euros"'),
    ("amount-period", "salary/1", '+ schema:unitText "fortnight"'),
    ("requirement-language", "language-requirement/fr-required", "- ngo:language"),
    ("requirement-need", "language-requirement/fr-required", "+ ngo:need <country/ML>"),
    ("consortium-project", "consortium/1", "- ngo:runs"),
    ("membership-of", "membership/1", "+ org:organization <organization/alima>"),
    ("membership-member", "membership/1", "- org:member"),
    ("membership-role", "membership/1", "+ ngo:organisationRole <country/ML>"),
    ("place-label", "place/1", '+ rdfs:label "Gundam"@en'),
    ("place-in", "place/1", "+ schema:containedInPlace <post/1>"),
    ("place-latitude", "place/1", "~ geo:lat 116.4"),
    ("place-longitude", "place/1", "~ geo:long -203.6"),
    ("Named", "unresolved/role/x", "- a"),
    ("no-same-as", "organization/alima", "+ owl:sameAs <organization/unhcr>"),
    ("evidence-fact", "evidence/1", "- oa:hasBody"),
    ("evidence-passage", "evidence/1", "+ oa:hasTarget <post/1>"),
    ("evidence-confidence", "evidence/1", "~ itsrdf:taConfidence 1.2"),
    ("dispute-posting", "dispute/1", "- schema:about"),
    ("dispute-statement", "dispute/1", "~ ngo:disputes <post/1>"),
    ("dispute-value", "dispute/1", "+ ngo:textSays <post/2>"),
    ("dispute-evidence", "dispute/2", "+ a ngo:Dispute"),
    ("vacancy-label", "vacancy/1", "- rdfs:label"),
    ("vacancy-postings", "vacancy/2", "+ a ngo:Vacancy"),
    ("comparison-earlier", "comparison/1", "~ ngo:earlierPosting <posting/2>"),
    ("comparison-later", "comparison/1", "- ngo:laterPosting"),
    ("comparison-rule", "comparison/1", "- ngo:rule"),
    ("comparison-confidence", "comparison/1", "~ itsrdf:taConfidence 1.2"),
    ("comparison-difference", "comparison/1", "+ ngo:hasDifference <post/1>"),
    ("difference-value", "difference/1", "- ngo:earlierValue"),
    ("difference-property", "difference/1", "- ngo:differsIn"),
    ("again-seat", "readvertisement/1", "~ ngo:seat <posting/1>"),
    ("again-earlier", "readvertisement/1", "- ngo:earlierPosting"),
    ("again-later", "readvertisement/1", "+ ngo:laterPosting <posting/1>"),
    ("again-days", "readvertisement/1", "~ ngo:daysBetween 0"),
    ("statement-subject", "statement/1", "- rdf:subject"),
    ("statement-predicate", "statement/1", "+ rdf:predicate ngo:supervises"),
    ("statement-object", "statement/1", "- rdf:object"),
    ("passage-source", "target/1", "+ oa:hasSource <post/1>"),
    ("passage-quote", "target/1", "+ oa:hasSelector <selector/3>"),
    ("passage-position", "target/1", "+ oa:hasSelector <selector/4>"),
    ("quote-words", "selector/1", '~ oa:exact ""'),
    ("position-start", "selector/2", "~ oa:start 20"),
    ("position-end", "selector/2", "+ oa:end 30"),
]  # fmt: skip
#: What a planted triple may need beside it.
BESIDE = {
    "dispute-evidence": "<dispute/2> schema:about <posting/1> ; ngo:disputes <statement/1> ; ngo:textSays <post/2> .",
    "vacancy-postings": '<vacancy/2> rdfs:label "Nurse"@en . <posting/2> ngo:ofVacancy <vacancy/2> .',
    "Named": "<unresolved/role/x> a org:Role .",
    "passage-quote": '<selector/3> a oa:TextQuoteSelector ; oa:exact "other" .',
    "passage-position": "<selector/4> a oa:TextPositionSelector ; oa:start 1 ; oa:end 2 .",
}


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    return write_vocabulary(tmp_path_factory.mktemp("vocabulary"))


@pytest.fixture(scope="module")
def validator(vocabulary: Vocabulary) -> Validator:
    return Validator(vocabulary)


def quads(turtle: str) -> list[str]:
    name = graph("posting", "1")
    parsed = ox.parse((PREFIXES + MORE + turtle).encode(), format=ox.RdfFormat.TURTLE, base_iri=BASE)
    return sorted({f"{quad.triple} <{name}> ." for quad in parsed})


def planted(shape: str, subject: str, change: str) -> list[str]:
    """The sound posting with one change."""
    sign, rest = change.split(" ", 1)
    predicate = rest.split(" ")[0]
    start = f"<{BASE}{subject}> <{RDF.type if predicate == 'a' else expand(predicate)}>"
    lines = quads(SOUND)
    if sign in "-~":
        kept = [line for line in lines if not line.startswith(start)]
        assert len(kept) < len(lines)
        lines = kept
    added = f"<{subject}> {rest} ." if sign in "+~" else ""
    return sorted({*lines, *quads(f"{added} {BESIDE.get(shape, '')}")})


def test_the_sound_posting_keeps_to_every_shape(validator: Validator) -> None:
    report = validator.validate({"1": quads(SOUND)})
    assert report.conforms
    assert report.findings == {}
    assert report.nquads() == []


@pytest.mark.parametrize(("shape", "subject", "change"), PLANTED)
def test_both_engines_find_what_is_planted_and_it_is_told_in_both_languages(
    validator: Validator, shape: str, subject: str, change: str
) -> None:
    lines = planted(shape, subject, change)
    report = validator.validate({"1": lines, "2": quads(SOUND)})
    assert set(report.findings) == {"1"}
    found = report.findings["1"]
    assert (f"https://w3id.org/organigram/ontology/shapes#{shape}", BASE + subject) in {(one.shape, one.focus) for one in found}
    assert {f"<{one.focus}>" for one in found} == shipped("shapes.ttl", BASE).suspects(validator.triples(lines))
    for finding in found:
        assert list(finding.messages) == list(LANGUAGES)
        assert finding.messages["en"] != finding.messages["fr"]
    warned = shape in {"posting-employer-known", "PostedBeforeDeadline", "DeadlineBeforeEnd"}
    assert report.conforms == warned
    assert set(report.rejected) == (set() if warned else {"1"})


def test_every_shape_has_a_planted_violation() -> None:
    shapes = shipped("shapes.ttl", BASE).graph
    named = {str(shape).rpartition("#")[2] for shape in shapes.subjects(RDF.type, SH.PropertyShape) if isinstance(shape, URIRef)}
    alone = {str(shape).rpartition("#")[2] for shape in (*shapes.subjects(SH["or"], None), *shapes.subjects(SH.sparql, None))}
    assert {shape for shape, _, _ in PLANTED} == (named | alone) - {""}


def test_days_and_months_are_compared_by_what_both_say(validator: Validator) -> None:
    def judged(start: str, end: str) -> bool:
        kept = [line for line in quads(SOUND) if "/project/1> <https://schema.org/startDate" not in line]
        kept = [line for line in kept if "/project/1> <https://schema.org/endDate" not in line]
        return validator.validate(
            {"1": [*kept, *quads(f"<project/1> schema:startDate {start} ; schema:endDate {end} .")]}
        ).conforms

    assert judged('"2024-05"^^xsd:gYearMonth', '"2024-05"^^xsd:gYearMonth')
    assert not judged('"2024-05"^^xsd:gYearMonth', '"2024-04"^^xsd:gYearMonth')
    assert judged('"2024-05-31"^^xsd:date', '"2024-05"^^xsd:gYearMonth')
    assert not judged('"2024-05-01"^^xsd:date', '"2024-04"^^xsd:gYearMonth')
    assert not judged('"2024-05"^^xsd:gYearMonth', '"2024-04-30"^^xsd:date')
    assert not judged('"2024-05-02"^^xsd:date', '"2024-05-01"^^xsd:date')


@pytest.mark.parametrize("name", NAMES)
def test_the_seeds_keep_to_every_shape(validator: Validator, vocabulary: Vocabulary, name: str) -> None:
    report = validator.validate({"1": map_posting(*seed(name), vocabulary)})
    assert [finding.shape.rpartition("#")[2] for found in report.findings.values() for finding in found] == []


def test_the_report_is_written_into_the_graph_as_shacl_says(validator: Validator) -> None:
    report = validator.validate({"1": planted("line-cycle", "post/1", "+ ngo:reportsDirectlyTo <post/1>")})
    lines = report.nquads()
    assert lines == sorted(set(lines))
    assert all(line.endswith(f"<{graph('validation')}> .") for line in lines)
    data = Graph().parse(data="\n".join(line.rsplit(" <", 1)[0] + " ." for line in lines), format="nt")
    (result,) = data.objects(None, SH.result)
    assert data.value(result, SH.sourceShape) == URIRef("https://w3id.org/organigram/ontology/shapes#line-cycle")
    messages = list(data.objects(result, SH.resultMessage))
    assert {message.language for message in messages if isinstance(message, Literal)} == set(LANGUAGES)
    assert not any(line.startswith("_:") for line in lines)


def test_another_base_is_judged_alike(vocabulary: Vocabulary) -> None:
    base = "https://example.org/graph/"
    validator = Validator(vocabulary, base=base)
    assert validator.validate({"1": [rebase(line, base) for line in quads(SOUND)]}).conforms
    lines = [rebase(line, base) for line in planted("posting-sector", "posting/1", "+ ngo:sector <contract/permanent>")]
    report = validator.validate({"1": lines})
    assert report.rejected["1"][0].focus == f"{base}posting/1"
    assert all(BASE not in re.sub(r"<https://w3id.org/organigram/ontology[^>]*>", "", line) for line in report.nquads())


def store_of(*postings: str) -> ox.Store:
    store = ox.Store()
    for number, turtle in enumerate(postings):
        lines = [line.replace("graph/posting/1>", f"graph/posting/{number}>") for line in quads(turtle)]
        store.load("\n".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
    return store


def test_postings_that_draw_a_circle_together_are_warned_of_and_not_thrown_out() -> None:
    store = store_of(
        "<post/a> ngo:reportsDirectlyTo <post/b> . <post/x> ngo:reportsDirectlyTo <post/a> .",
        "<post/b> ngo:reportsDirectlyTo <post/c> .",
        "<post/a> ngo:supervises <post/c> .",
    )
    lines = "\n".join(validate_whole(store))
    for post in "ab":  # c says nothing of its own
        assert f"focusNode> <{BASE}post/{post}>" in lines
    assert f"focusNode> <{BASE}post/x>" not in lines
    assert "#Warning" in lines
    assert "#Violation" not in lines
    assert f'<{SH.conforms}> "true"' in lines


def test_lines_without_a_circle_and_labels_of_one_form_are_passed() -> None:
    store = store_of(
        '<post/a> ngo:reportsDirectlyTo <post/b> ; rdfs:label "A"@en , "A"@fr .',
        '<post/b> ngo:reportsDirectlyTo <post/c> . <post/a> rdfs:label "A"@en . <post/a> ngo:reportsTechnicallyTo <post/c> .',
    )
    assert validate_whole(store) == []


def test_a_name_written_in_several_ways_is_told() -> None:
    lines = validate_whole(
        store_of('<unresolved/organization/a> rdfs:label "A b"@en .', '<unresolved/organization/a> rdfs:label "A B"@en .')
    )
    assert sum("focusNode" in line for line in lines) == 1


def test_a_thing_of_two_disjoint_kinds_is_told_also_where_one_is_inferred() -> None:
    store = store_of(
        "<a> a org:Post .", "<b> ngo:implementedBy <a> .", "<c> a org:Post . <d> a org:Organization , org:FormalOrganization ."
    )
    assert validate_whole(store) == []
    infer(store)
    lines = "\n".join(validate_whole(store))
    assert f"focusNode> <{BASE}a>" in lines
    assert lines.count("focusNode") == 1
    assert "WholeKind" in lines
    assert "sortes de choses" in lines


def test_shape_and_ontology_name_the_same_disjoint_kinds() -> None:
    shapes = Graph().parse(resources.ontology_dir() / "whole-shapes.ttl")
    shape = URIRef("https://w3id.org/organigram/ontology/shapes#WholeKind")
    listed = {
        str(kind)
        for members in shapes.objects(shape, SH.xone)
        for one in Collection(shapes, members)
        for kind in shapes.objects(one, SH["class"])
    }
    assert listed == {str(kind) for kind in shapes.objects(shape, SH.targetClass)} == set(disjoint_kinds())


@pytest.mark.parametrize("name", ["organigram.ttl", "shapes.ttl", "whole-shapes.ttl", "meta-shapes.ttl"])
def test_ontology_and_shapes_are_named_and_explained_in_both_languages(name: str) -> None:
    folder = resources.ontology_dir()
    data = Graph().parse(folder / name)
    conforms, _, text = pyshacl.validate(data, shacl_graph=Graph().parse(folder / "meta-shapes.ttl"), inference="none")
    assert conforms, text


@pytest.mark.parametrize(
    "wrong",
    [
        'ngo:thing a owl:Class ; rdfs:label "thing"@en , "chose"@fr .',
        'ngo:thing a owl:Class ; rdfs:isDefinedBy <https://w3id.org/organigram/ontology> ; rdfs:label "thing"@en , "chose"@fr .',
        'org:Post rdfs:label "seat"@en .',
        'ngo:Asset skos:definition "Something else."@en .',
    ],
)
def test_the_meta_shapes_find_what_is_not_explained(wrong: str) -> None:
    folder = resources.ontology_dir()
    data = Graph().parse(folder / "organigram.ttl").parse(data=PREFIXES + MORE + wrong, format="turtle")
    conforms, _, _ = pyshacl.validate(data, shacl_graph=Graph().parse(folder / "meta-shapes.ttl"), inference="none")
    assert not conforms


def test_shapes_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("<a> <b", encoding="utf-8")
    with pytest.raises(ValidationError, match=r"broken\.ttl: The shapes cannot be read"):
        Shapes(path)
