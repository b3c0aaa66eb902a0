"""The five seed postings with linked facts made from seeds/facts, and a small vocabulary: mapping without extraction."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from organigram import resources
from organigram.model import Evidence, Facts, Posting
from organigram.vocabulary import Vocabulary, load_vocabulary

BASE = "https://w3id.org/organigram/"

PREFIXES = """
@base <https://w3id.org/organigram/> .
@prefix ngo: <https://w3id.org/organigram/ontology#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
"""
#: IRI, classes, English label, French label, more (Turtle).
_ROLE = "org:Role , skos:Concept"
_FIELD, _MISSION, _REGION, _SEAT = (f"ngo:level ngo:{level}Level" for level in ("Field", "Mission", "Regional", "Headquarters"))
_CONTRACTS = "skos:inScheme <scheme/contracts>"
_ENTITIES = [
    ("role/head-of-mission", _ROLE, "Head of Mission", "Chef de mission", _MISSION),
    ("role/regional-director", _ROLE, "Regional Director", "Directeur régional", _REGION),
    ("role/general-coordinator", _ROLE, "General Coordinator", "Coordinateur général", _MISSION),
    ("role/medical-coordinator", _ROLE, "Medical Coordinator", "Coordinateur médical", _MISSION),
    ("role/project-coordinator", _ROLE, "Project Coordinator", "Coordinateur de projet", _FIELD),
    ("role/project-manager", _ROLE, "Project Manager", "Chef de projet", _FIELD),
    ("role/medical-referent", _ROLE, "Medical Referent", "Référent médical", _FIELD),
    ("role/logistics-manager", _ROLE, "Logistics Manager", "Responsable logistique", _FIELD),
    ("role/mhpss-referent", _ROLE, "MHPSS Referent", "Référent MHPSS", _MISSION),
    ("role/health-director", _ROLE, "Health Director", "Directeur Santé", _SEAT),
    ("role/executive-director", _ROLE, "Executive Director", "Directeur général", _SEAT),
    ("role/harm-reduction-coordinator", _ROLE, "Harm Reduction Coordinator", "Coordinateur réduction des risques",
     _MISSION),
    ("organization/alima", "org:FormalOrganization", "ALIMA", "ALIMA", "ngo:homeCountry <country/FR>"),
    ("organization/amcp-sp", "org:FormalOrganization", "AMCP-SP", "AMCP-SP", "ngo:homeCountry <country/ML>"),
    ("organization/mdm-france", "org:FormalOrganization", "Médecins du Monde France", "Médecins du Monde France",
     "ngo:homeCountry <country/FR> ; org:memberOf <organization/mdm-network>"),
    ("organization/mdm-belgium", "org:FormalOrganization", "Doctors of the World Belgium", "Médecins du Monde Belgique",
     "ngo:homeCountry <country/BE> ; org:memberOf <organization/mdm-network>"),
    ("organization/mdm-network", "org:FormalOrganization , ngo:Network", "Médecins du Monde International Network",
     "Réseau international Médecins du Monde", ""),
    ("organization/usaid-bha", "org:FormalOrganization , ngo:Donor", "BHA", "BHA", ""),
    ("organization/global-fund", "org:FormalOrganization , ngo:Donor", "Global Fund", "Fonds mondial", ""),
    ("organization/aecid", "org:FormalOrganization , ngo:Donor", "AECID", "AECID", ""),
    ("organization/european-union", "org:FormalOrganization , ngo:Donor", "European Union", "Union européenne", ""),
    ("organization/unhcr", "org:FormalOrganization", "UNHCR", "HCR", ""),
    *((f"country/{code}", "schema:Country", english, french, f'skos:notation "{code}"') for code, english, french in [
        ("ML", "Mali", "Mali"), ("BE", "Belgium", "Belgique"), ("FR", "France", "France"), ("TZ", "Tanzania", "Tanzanie"),
        ("RW", "Rwanda", "Rwanda"), ("BI", "Burundi", "Burundi"), ("SN", "Senegal", "Sénégal"), 
        ("BF", "Burkina Faso", "Burkina Faso"),
        ("CF", "Central African Republic", "République centrafricaine"), ("NG", "Nigeria", "Nigéria"), ("NE", "Niger", "Niger"),
        ("TD", "Chad", "Tchad"), ("CD", "Democratic Republic of the Congo", "République démocratique du Congo"),
        ("CM", "Cameroon", "Cameroun"), ("GN", "Guinea", "Guinée"), ("SS", "South Sudan", "Soudan du Sud"),
        ("MR", "Mauritania", "Mauritanie"), ("SD", "Sudan", "Soudan"),
    ]),
    ("contract/fixed-term", "skos:Concept", "Fixed-term contract", "Contrat à durée déterminée", _CONTRACTS),
    ("contract/permanent", "skos:Concept", "Permanent contract", "Contrat à durée indéterminée", _CONTRACTS),
    ("sector/health", "skos:Concept", "Health", "Santé", "skos:inScheme <scheme/sectors>"),
    ("language/en", "skos:Concept", "English", "Anglais", "skos:inScheme <scheme/languages>"),
    ("language/fr", "skos:Concept", "French", "Français", "skos:inScheme <scheme/languages>"),
    ("organisation-role/4", "skos:Concept", "Implementing", "Mise en œuvre", "skos:inScheme <scheme/organisation-roles>"),
]  # fmt: skip
#: What linking finds for names in the five postings.
IRIS = {
    "ALIMA": "organization/alima",
    "AMCP – SP": "organization/amcp-sp",
    "AMCP-SP": "organization/amcp-sp",
    "Médecins du Monde": "organization/mdm-france",
    "MdM Tanzania": "organization/mdm-france/TZ",
    "Médecins du Monde Belgique": "organization/mdm-belgium",
    "BHA": "organization/usaid-bha",
    "Fonds Mondial": "organization/global-fund",
    "AECID": "organization/aecid",
    "Union Européenne": "organization/european-union",
    "UNHCR": "organization/unhcr",
    "OptiMA": "project/alima/optima-ml",
    "Projet d’optimisation du traitement de la malnutrition aiguë": "project/alima/optima-ml",
    "Migration in Mind": "project/mdm-belgium/migration-in-mind-be",
    "Goundam": "place/2456917",
    "Bamako": "place/2460596",
    "Bruxelles": "place/2800866",
    "Dar es Salaam": "place/160263",
    "Head of Mission": "role/head-of-mission",
    "General Coordinator": "role/general-coordinator",
    "Directeur Général": "role/executive-director",
    "Medical Referent": "role/medical-referent",
    "Logistics Manager": "role/logistics-manager",
    "Coordinateur.trice Médical.e des Opérations Belges": "role/medical-coordinator",
    "coordinateur médical national": "role/medical-coordinator",
    "Référent.e MHPSS Siège": "role/mhpss-referent",
}  # fmt: skip
_LABELS = {"place/2456917": "Goundam", "place/2460596": "Bamako", "place/160263": "Dar es Salaam"}
_ASSIGNED = {"Migration in Mind", "CUTTS", "TUBITEHO"}
_MANY = ("organizations", "countries", "countries_mentioned", "places", "projects", "donors", "reports_to", "supervises",
         "collaborates_with", "languages")  # fmt: skip
_ONE = ("title", "employer", "start_date", "end_date", "deadline", "contract", "duration_months", "working_time")


def write_vocabulary(folder: Path) -> Vocabulary:
    """The small vocabulary, from a file in the folder."""
    entries = [
        f'<{iri}> a {classes} ; skos:prefLabel "{english}"@en , "{french}"@fr ; rdfs:label "{english}"@en , "{french}"@fr'
        f"{f' ; {more}' if more else ''} ."
        for iri, classes, english, french, more in _ENTITIES
    ]
    folder.joinpath("small.ttl").write_text(PREFIXES + "\n".join(entries), encoding="utf-8")
    return load_vocabulary(folder)


@cache
def seed(name: str) -> tuple[Posting, Facts]:
    """A seed posting and its linked facts; names begin like the files of seeds/."""
    path = next(resources.seeds_dir().glob(f"facts/{name}*.json"))
    gold = json.loads(path.read_text(encoding="utf-8"))["gold"]
    text = next(resources.seeds_dir().glob(f"{name}*.txt")).read_text(encoding="utf-8")
    data: dict[str, Any] = {"id": path.stem, "source": str(path), "language": gold["lang"]}
    for field in _ONE:
        value = gold.get(field)
        data[field] = None if value is None else _item(value, text)
    if data["contract"]:
        data["contract"]["iri"] = f"{BASE}contract/{gold['contract']}"
    data["role"] = {**_item(gold["title"], text), "iri": f"{BASE}role/{gold['role'].partition(' ')[0]}"}
    for field in _MANY:
        data[field] = [_item(value, text) for value in gold.get(field) or ()]
    data["salary"] = [
        {name: pay.get(name) for name in ("amount_min", "amount_max", "currency", "period")} for pay in gold.get("salary") or ()
    ]
    return Posting(path.stem, str(path), gold["lang"], text), Facts.from_json(data)


NAMES = ("alima-goundam", "alima-mali", "mdm-belgium-health", "mdm-belgium-mhpss", "mdm-tanzania")


def _item(value: Any, text: str) -> dict[str, Any]:
    row = dict(value) if isinstance(value, dict) else {"value": value}
    name = row.pop("name", None) or row.pop("title", None) or row.pop("code", None) or row.get("value")
    start = text.find(str(name))
    spans = [Evidence(start, start + len(str(name)), str(name))] if start >= 0 else []
    local = IRIS.get(str(name))
    if "donors" in row:
        row |= {"countries": [row.pop("country")], "assigned": name in _ASSIGNED}
    return {
        **row,
        "value": name,
        "iri": BASE + local if local else None,
        "labels": {"en": _LABELS[local], "fr": _LABELS[local]} if local in _LABELS else {},
        "evidence": [{"start": span.start, "end": span.end, "quote": span.quote} for span in spans],
        "confidence": 0.9,
        "rule": "sample",
    }
