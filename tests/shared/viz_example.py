"""A small graph told by hand, after docs/model.md: two postings of ALIMA in Mali, one of MdM Belgique, one hostile one."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph

from organigram import namespaces as ns
from organigram.i18n import Language
from organigram.model import Facts, Posting
from organigram.statistics import statistics_lines
from organigram.store import StoreWriter

HOSTILE = "<img src=x onerror=alert(1)>"

TEXTS: dict[str, str] = {
    "aaaaaaaaaaaaaaaa": (
        "PROJECT COORDINATOR, Goundam\n\nALIMA looks for a Project Coordinator in Goundam, Mali.\n"
        "The Project Coordinator reports to the Head of Mission. The Medical Referent and the Logistics Manager answer to the "
        "Project Coordinator.\nPartner of the project OptiMA: AMCP-SP. Apply before 30 March 2022.\nFrench is required.\n"
    ),
    "bbbbbbbbbbbbbbbb": (
        "Coordinateur.trice Médical.e, Bamako\n\nALIMA recrute au Mali. Le projet Oxygène est payé par le Fonds Mondial : "
        "2,5 millions EUR, d'avril 2025 à mars 2026.\nLe projet est mené avec AMCP-SP.\nLe français est exigé.\n"
    ),
    "cccccccccccccccc": (
        "Chef.fe de projet santé mentale\n\nMédecins du Monde Belgique cherche un.e chef.fe de projet à Bruxelles.\n"
        "Lien hiérarchique : Coordinateur.trice Belgique. Lien technique : Référent.e santé mentale.\n"
        "Financé par l'Union européenne.\n"
    ),
    "dddddddddddddddd": f"{HOSTILE} officer\n\nA posting whose title is a trap: {HOSTILE}. ALIMA, Mali.\n",
}

#: A posting as a reader pastes it.
OFFER = (
    "Nurse Supervisor, Gao\n\nALIMA seeks a Nurse Supervisor for Gao, Mali. The Nurse Supervisor reports to the Medical "
    "Coordinator.\nContract: 6 months. Apply before 30 March 2026: jobs@example.org.\n<img src=x onerror=alert(1)>\n"
)

PREFIXES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in ns.PREFIXES.items()) + f"@base <{ns.BASE}> .\n"

VOCABULARY = """
<role/project-coordinator> a org:Role , skos:Concept ; rdfs:label "Project Coordinator"@en , "Coordinateur de projet"@fr .
<role/medical-coordinator> a org:Role , skos:Concept ; rdfs:label "Medical Coordinator"@en , "Coordinateur médical"@fr .
<role/head-of-mission> a org:Role , skos:Concept ; rdfs:label "Head of Mission"@en , "Chef de mission"@fr .
<role/project-manager> a org:Role , skos:Concept ; rdfs:label "Project Manager"@en , "Chef de projet"@fr .
<organization/alima> a org:FormalOrganization ; rdfs:label "ALIMA"@en , "ALIMA"@fr ; ngo:homeCountry <country/FR> .
<organization/amcp-sp> a org:FormalOrganization ; rdfs:label "AMCP-SP"@en , "AMCP-SP"@fr .
<organization/global-fund> a org:FormalOrganization ; rdfs:label "The Global Fund"@en , "Fonds mondial"@fr .
<organization/european-union> a org:FormalOrganization ; rdfs:label "European Union"@en , "Union européenne"@fr .
<organization/mdm> a org:FormalOrganization ; rdfs:label "Médecins du Monde network"@en , "Réseau Médecins du Monde"@fr .
<organization/mdm-be> a org:FormalOrganization ; rdfs:label "MdM Belgium"@en , "MdM Belgique"@fr ;
    org:memberOf <organization/mdm> ; ngo:homeCountry <country/BE> .
<country/ML> a schema:Country ; rdfs:label "Mali"@en , "Mali"@fr ; skos:notation "ML" .
<country/BE> a schema:Country ; rdfs:label "Belgium"@en , "Belgique"@fr ; skos:notation "BE" .
<country/FR> a schema:Country ; rdfs:label "France"@en , "France"@fr ; skos:notation "FR" .
<place/2457161> a schema:Place ; rdfs:label "Goundam"@en , "Goundam"@fr ; schema:containedInPlace <country/ML> .
<contract/fixed-term> a skos:Concept ; rdfs:label "Fixed term"@en , "Durée déterminée"@fr .
<sector/health> a skos:Concept ; rdfs:label "Health"@en , "Santé"@fr .
"""

MISSION = """
<organization/alima/ML> a org:OrganizationalUnit , ngo:Mission ; rdfs:label "ALIMA Mali"@en , "ALIMA Mali"@fr ;
    org:unitOf <organization/alima> ; ngo:operatesIn <country/ML> .
"""

POSTINGS: dict[str, str] = {
    "aaaaaaaaaaaaaaaa": MISSION
    + """
<posting/aaaaaaaaaaaaaaaa> a schema:JobPosting ; schema:title "Project Coordinator"@en ;
    rdfs:label "Project Coordinator (ALIMA, Mali)"@en , "Coordinateur de projet (ALIMA, Mali)"@fr ; schema:inLanguage "en" ;
    schema:hiringOrganization <organization/alima> ; ngo:advertises <post/alima/ML/goundam/project-coordinator> ;
    schema:jobLocation <place/2457161> ; ngo:dutyCountry <country/ML> ; schema:validThrough "2022-03-30"^^xsd:date ;
    schema:employmentType <contract/fixed-term> ; ngo:sector <sector/health> .
<post/alima/ML/goundam/project-coordinator> a org:Post ; rdfs:label "Project Coordinator, ALIMA, Goundam (Mali)"@en ,
        "Coordinateur de projet, ALIMA, Goundam (Mali)"@fr ; org:role <role/project-coordinator> ;
    org:postIn <organization/alima/ML> ; ngo:dutyCountry <country/ML> ; ngo:dutyStation <place/2457161> ;
    ngo:assignedTo <project/alima/optima-ml> ; ngo:reportsDirectlyTo <post/alima/ML/head-of-mission> ;
    ngo:supervises <post/alima/ML/goundam/medical-referent> , <post/alima/ML/goundam/logistics-manager> .
<post/alima/ML/head-of-mission> a org:Post ; rdfs:label "Head of Mission, ALIMA (Mali)"@en , "Chef de mission, ALIMA (Mali)"@fr ;
    org:role <role/head-of-mission> ; org:postIn <organization/alima/ML> ; ngo:dutyCountry <country/ML> .
<post/alima/ML/goundam/medical-referent> a org:Post ; rdfs:label "Medical Referent, ALIMA, Goundam (Mali)"@en ,
        "Référent médical, ALIMA, Goundam (Mali)"@fr ; org:postIn <organization/alima/ML> ; ngo:dutyCountry <country/ML> .
<post/alima/ML/goundam/logistics-manager> a org:Post ; rdfs:label "Logistics Manager, ALIMA, Goundam (Mali)"@en ,
        "Responsable logistique, ALIMA, Goundam (Mali)"@fr ; org:postIn <organization/alima/ML> ; ngo:dutyCountry <country/ML> .
<organization/alima> ngo:partnerOf <organization/amcp-sp> .
<project/alima/optima-ml> a schema:Project ; rdfs:label "OptiMA"@en ; ngo:implementedBy <organization/alima> ;
    ngo:hasPartner <organization/amcp-sp> ; ngo:takesPlaceIn <country/ML> .
""",
    "bbbbbbbbbbbbbbbb": MISSION
    + """
<posting/bbbbbbbbbbbbbbbb> a schema:JobPosting ; schema:title "Coordinateur.trice Médical.e"@fr ;
    rdfs:label "Medical Coordinator (ALIMA, Mali)"@en , "Coordinateur médical (ALIMA, Mali)"@fr ; schema:inLanguage "fr" ;
    schema:hiringOrganization <organization/alima> ; ngo:advertises <post/alima/ML/medical-coordinator> ;
    ngo:dutyCountry <country/ML> ; ngo:sector <sector/health> .
<post/alima/ML/medical-coordinator> a org:Post ; rdfs:label "Medical Coordinator, ALIMA (Mali)"@en ,
        "Coordinateur médical, ALIMA (Mali)"@fr ; org:role <role/medical-coordinator> ; org:postIn <organization/alima/ML> ;
    ngo:dutyCountry <country/ML> ; ngo:assignedTo <project/alima/oxygene-ml> .
<project/alima/oxygene-ml> a schema:Project ; rdfs:label "Projet Oxygène"@fr ; ngo:implementedBy <organization/alima> ;
    schema:funder <organization/global-fund> ; ngo:hasPartner <organization/amcp-sp> ; ngo:takesPlaceIn <country/ML> ;
    schema:startDate "2025-04"^^xsd:gYearMonth ; schema:endDate "2026-03"^^xsd:gYearMonth .
""",
    "cccccccccccccccc": """
<posting/cccccccccccccccc> a schema:JobPosting ; schema:title "Chef.fe de projet santé mentale"@fr ;
    rdfs:label "Project Manager (MdM Belgium, Belgium)"@en , "Chef de projet (MdM Belgique, Belgique)"@fr ;
    schema:inLanguage "fr" ; schema:hiringOrganization <organization/mdm-be> ;
    ngo:advertises <post/mdm-be/BE/project-manager/mental-health> ; ngo:dutyCountry <country/BE> .
<post/mdm-be/BE/project-manager/mental-health> a org:Post ; rdfs:label "Project Manager, MdM Belgium (Belgium)"@en ,
        "Chef de projet, MdM Belgique (Belgique)"@fr ; org:role <role/project-manager> ; org:postIn <organization/mdm-be> ;
    ngo:dutyCountry <country/BE> ; ngo:reportsDirectlyTo <post/mdm-be/BE/coordinator> ;
    ngo:reportsTechnicallyTo <post/mdm-be/BE/mental-health-referent> ; ngo:assignedTo <project/mdm-be/migration-in-mind> .
<post/mdm-be/BE/coordinator> a org:Post ; rdfs:label "Coordinateur Belgique, MdM Belgique (Belgique)"@fr ;
    org:postIn <organization/mdm-be> ; ngo:dutyCountry <country/BE> .
<post/mdm-be/BE/mental-health-referent> a org:Post ; rdfs:label "Référent santé mentale, MdM Belgique (Belgique)"@fr ;
    org:postIn <organization/mdm-be> ; ngo:dutyCountry <country/BE> .
<project/mdm-be/migration-in-mind> a schema:Project ; rdfs:label "Migration in Mind"@en ;
    ngo:implementedBy <organization/mdm-be> ; schema:funder <organization/european-union> .
""",
    "dddddddddddddddd": MISSION
    + f"""
<posting/dddddddddddddddd> a schema:JobPosting ; schema:title "{HOSTILE} officer"@en ; schema:inLanguage "en" ;
    rdfs:label "{HOSTILE} (ALIMA, Mali)"@en ; schema:hiringOrganization <organization/alima> ;
    ngo:advertises <post/alima/ML/trap> ; ngo:dutyCountry <country/ML> .
<post/alima/ML/trap> a org:Post ; rdfs:label "{HOSTILE}, ALIMA (Mali)"@en ; org:postIn <organization/alima/ML> ;
    ngo:dutyCountry <country/ML> ; ngo:reportsDirectlyTo <post/alima/ML/head-of-mission> .
""",
}

#: (posting, subject, predicate, object, the words, confidence, rule)
EVIDENCE: list[tuple[str, str, str, str, str, float, str]] = [
    ("a", "posting/aaaaaaaaaaaaaaaa", "schema:hiringOrganization", "organization/alima", "ALIMA", 0.95, "employer"),
    ("a", "posting/aaaaaaaaaaaaaaaa", "ngo:dutyCountry", "country/ML", "Mali", 0.9, "country"),
    ("a", "posting/aaaaaaaaaaaaaaaa", "schema:jobLocation", "place/2457161", "Goundam", 0.9, "place"),
    ("a", "posting/aaaaaaaaaaaaaaaa", "schema:validThrough", '"2022-03-30"^^xsd:date', "30 March 2022", 0.9, "deadline"),
    (
        "a",
        "post/alima/ML/goundam/project-coordinator",
        "org:role",
        "role/project-coordinator",
        "Project Coordinator",
        0.9,
        "role",
    ),
    (
        "a",
        "post/alima/ML/goundam/project-coordinator",
        "ngo:reportsDirectlyTo",
        "post/alima/ML/head-of-mission",
        "reports to the Head of Mission",
        0.9,
        "line",
    ),
    (
        "a",
        "post/alima/ML/goundam/project-coordinator",
        "ngo:supervises",
        "post/alima/ML/goundam/medical-referent",
        "The Medical Referent and the Logistics Manager answer to the Project Coordinator",
        0.8,
        "line",
    ),
    ("a", "project/alima/optima-ml", "ngo:hasPartner", "organization/amcp-sp", "AMCP-SP", 0.9, "partner"),
    ("b", "project/alima/oxygene-ml", "schema:funder", "organization/global-fund", "payé par le Fonds Mondial", 0.9, "donor"),
    ("b", "posting/bbbbbbbbbbbbbbbb", "ngo:dutyCountry", "country/ML", "Mali", 0.9, "country"),
    (
        "c",
        "post/mdm-be/BE/project-manager/mental-health",
        "ngo:reportsDirectlyTo",
        "post/mdm-be/BE/coordinator",
        "Lien hiérarchique : Coordinateur.trice Belgique",
        0.9,
        "line",
    ),
    (
        "c",
        "post/mdm-be/BE/project-manager/mental-health",
        "ngo:reportsTechnicallyTo",
        "post/mdm-be/BE/mental-health-referent",
        "Lien technique : Référent.e santé mentale",
        0.9,
        "line",
    ),
    ("d", "post/alima/ML/trap", "ngo:reportsDirectlyTo", "post/alima/ML/head-of-mission", f"{HOSTILE} officer", 0.5, "line"),
]


def _annotation(number: int, row: tuple[str, str, str, str, str, float, str]) -> str:
    letter, subject, predicate, target, words, confidence, rule = row
    key = letter * 16
    start = TEXTS[key].index(words)
    quote = words.replace('"', '\\"')
    obj = target if target.startswith('"') else f"<{target}>"
    return f"""
<evidence/{key}/{number}> a oa:Annotation ; oa:hasBody <statement/{key}/{number}> ; oa:hasTarget <target/{key}/{number}> ;
    itsrdf:taConfidence {confidence} ; ngo:rule "{rule}" .
<statement/{key}/{number}> a rdf:Statement ; rdf:subject <{subject}> ; rdf:predicate {predicate} ; rdf:object {obj} .
<target/{key}/{number}> a oa:SpecificResource ; oa:hasSource <posting/{key}> ;
    oa:hasSelector <selector/{key}/{number}/quote> , <selector/{key}/{number}/position> .
<selector/{key}/{number}/quote> a oa:TextQuoteSelector ; oa:exact "{quote}" .
<selector/{key}/{number}/position> a oa:TextPositionSelector ; oa:start {start} ; oa:end {start + len(words)} .
"""


def _inferred() -> str:
    edges = [
        ("post/alima/ML/goundam/project-coordinator", "ngo:reportsUpTo", "post/alima/ML/head-of-mission"),
        ("post/alima/ML/goundam/medical-referent", "ngo:reportsDirectlyTo", "post/alima/ML/goundam/project-coordinator"),
        ("post/alima/ML/goundam/logistics-manager", "ngo:reportsDirectlyTo", "post/alima/ML/goundam/project-coordinator"),
        ("post/alima/ML/medical-coordinator", "ngo:paidBy", "organization/global-fund"),
    ]
    return "".join(f"<{s}> {p} <{o}> .\n" for s, p, o in edges)


LANGUAGES: dict[str, Language] = {"a": "en", "b": "fr", "c": "fr", "d": "en"}

#: Every posting of the example; its key is a function of its text, and stands in the graph in the place of ``aaaa...``.
ADVERTS: dict[str, Posting] = {
    key: Posting(f"example-{key[0]}", f"example-{key[0]}.txt", LANGUAGES[key[0]], text) for key, text in TEXTS.items()
}


def graphs() -> dict[str, str]:
    """Turtle by graph name (``posting/<key>``, ``vocabulary``, ``inferred``)."""
    found = {f"posting/{key}": text for key, text in POSTINGS.items()}
    for number, row in enumerate(EVIDENCE, 1):
        found[f"posting/{row[0] * 16}"] += _annotation(number, row)
    return {**found, "vocabulary": VOCABULARY, "inferred": _inferred()}


def quads() -> Iterator[pyoxigraph.Quad]:
    """Every quad of the example."""
    for name, turtle in graphs().items():
        for key, posting in ADVERTS.items():
            turtle, name = turtle.replace(key, posting.key), name.replace(key, posting.key)
        graph = pyoxigraph.NamedNode(ns.graph(*name.split("/")))
        triples = pyoxigraph.parse(PREFIXES + turtle, format=pyoxigraph.RdfFormat.TURTLE)
        yield from (pyoxigraph.Quad(t.subject, t.predicate, t.object, graph) for t in triples)


def nquads() -> list[str]:
    """The same as sorted lines of N-Quads, each once."""
    lines = pyoxigraph.serialize(quads(), format=pyoxigraph.RdfFormat.N_QUADS)
    assert lines is not None
    return sorted(set(itertools.filterfalse(lambda line: not line, lines.decode().split("\n"))))


def build_store(folder: Path, more: Iterable[str] = (), **extra: object) -> None:
    """The example, and more lines of N-Quads, as a store on disk; its manifest says ``extra`` besides."""
    lines: dict[str, list[str]] = {}
    for line in nquads():
        lines.setdefault(line.rsplit(" ", 2)[1], []).append(line)
    with StoreWriter.begin(folder) as writer:
        for posting in ADVERTS.values():
            facts = Facts(posting.id, posting.source, posting.language)
            writer.add_posting(posting, facts, lines.pop(f"<{ns.graph('posting', posting.key)}>"))
        writer.add_graph(line for rest in lines.values() for line in rest)
        writer.add_graph(more)
        writer.add_graph(statistics_lines(writer.engine))
        writer.publish(extra).close()
