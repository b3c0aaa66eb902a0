"""Small files of others' data, made up: no activity, flow or sum in them exists."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from organigram.importing import Importer, Kept, Records
from organigram.importing.records import Record
from organigram.model import Facts
from organigram.review import Decisions
from organigram.vocabulary import load_vocabulary

BASE = "https://w3id.org/organigram/"

ACTIVITY = """
<iati-activity xml:lang="en" default-currency="EUR" last-updated-datetime="2024-05-20T10:00:00+02:00">
  <iati-identifier>XX-EXAMPLE-77</iati-identifier>
  <reporting-org ref="XX-EXAMPLE" type="40"><narrative>World Food Programme</narrative></reporting-org>
  <title><narrative>Meals for Goundam</narrative><narrative xml:lang="fr">Des repas pour Goundam</narrative></title>
  <participating-org role="1"><narrative>Government of Germany</narrative></participating-org>
  <participating-org role="3" ref="XM-DAC-41122"/>
  <participating-org role="4"><narrative>ALIMA</narrative></participating-org>
  <participating-org role="4"><narrative>Blue Lake Help</narrative></participating-org>
  <activity-date type="1" iso-date="2024-01-01"/><activity-date type="2" iso-date="2024-02-01"/>
  <activity-date type="3" iso-date="2025-12-31"/>
  <contact-info><person-name><narrative>Ada Example</narrative></person-name><email>ada@example.org</email></contact-info>
  <recipient-country code="ML" percentage="80"/><recipient-country code="NE" percentage="20"/>
  <location><name><narrative>Goundam</narrative></name><point><pos>16.41 -3.67</pos></point></location>
  <sector vocabulary="1" code="12220"/><sector vocabulary="99" code="72040"/><sector code="12261"/>
  <budget type="1"><period-start iso-date="2024-01-01"/><period-end iso-date="2024-12-31"/><value>1000</value></budget>
  <budget type="2"><period-start iso-date="2024-01-01"/><period-end iso-date="2024-12-31"/><value>1,200</value></budget>
  <budget type="1"><period-start iso-date="2025-01-01"/><period-end iso-date="2025-12-31"/><value>300</value></budget>
  <transaction><transaction-type code="1"/><value currency="USD">400.5</value></transaction>
  <transaction><transaction-type code="1"/><value currency="USD">100</value></transaction>
  <transaction><transaction-type code="2"/><value>50</value></transaction>
  <transaction><transaction-type code="3"/><provider-org><narrative>ALIMA</narrative></provider-org><value>7</value></transaction>
  <transaction><transaction-type code="4"/><value>9</value></transaction>
  <x:title><narrative>Not ours</narrative></x:title>
</iati-activity>"""


def iati(*activities: str, version: str = "2.03") -> str:
    """A file of activities."""
    own = 'generated-datetime="2024-06-01T00:00:00Z" xmlns:x="https://example.org/x"'
    return f'<iati-activities version="{version}" {own}>{"".join(activities)}</iati-activities>'


def activity(identifier: str, more: str = "", **attributes: str) -> str:
    """A short activity."""
    told = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f"<iati-activity{told}><iati-identifier>{identifier}</iati-identifier>{more}</iati-activity>"


def flow(identifier: int = 90001, **changes: Any) -> dict[str, Any]:
    """A flow as FTS answers it."""
    plain = {
        "id": str(identifier),
        "amountUSD": 250000,
        "status": "paid",
        "flowType": "Standard",
        "date": "2024-02-03T00:00:00Z",
        "updatedAt": "2024-03-01T00:00:00Z",
        "description": "Wells of Gao",
        "sourceObjects": [
            {"type": "Organization", "id": "1", "name": "Germany, Government of"},
            {"type": "Location", "id": "2", "name": "Germany"},
        ],
        "destinationObjects": [
            {"type": "Organization", "id": "3", "name": "Norwegian Refugee Council"},
            {"type": "Location", "id": "4", "name": "Mali"},
            {"type": "GlobalCluster", "id": "5", "name": "Protection - Child Protection"},
            {"type": "Plan", "id": "6", "name": "Mali Plan 2024"},
        ],
    }
    return {**plain, **changes}


def answer(*flows: dict[str, Any]) -> str:
    """What the API of FTS answers."""
    return json.dumps({"status": "ok", "data": {"flows": list(flows)}, "meta": {"count": len(flows)}})


TABLE = """date,amountUSD,srcOrganization,destPlan,destOrganization,destGlobalClusters,destLocations,destProject,destProjectCode,\
flowType,status,id,description,updatedAt
#date,#value,#org,#plan,#org,#sector,#country,#project,#project,#type,#status,#id,#description,#date
2024-02-03,1500,"Germany, Government of",,ALIMA,Health,"MLI,NER",Clinics of Mopti,ML-24,Standard,commitment,81,,2024-03-01
2024-02-03,20,Blue Lake Help,,ALIMA,,MLI,,,Carryover,paid,82,"Rest, of 2023",2024-03-01
"""


def records(folder: Path, text: str, name: str = "file") -> list[Record | str]:
    """The records of one file, and the problems of what is none in English."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    with Records() as found:
        problems = found.read([path])
        return [*(kept.record for kept in found), *(problem.message().removeprefix(f"{path}: ") for problem in problems)]


def told(folder: Path, text: str, decisions: Decisions | None = None) -> tuple[list[Facts], set[str]]:
    """The linked names and the triples of a file, the base left out of IRIs."""
    path = folder / "file"
    path.write_text(text, encoding="utf-8")
    importer = Importer(load_vocabulary(), decisions or Decisions())
    with Records() as found:
        assert found.read([path]) == []
        made = [importer.work(kept) for kept in found]
    lines = {line.rsplit(" <", 1)[0].replace(f"<{BASE}", "<") for _, own in made for line in own}
    return [facts for facts, _ in made], lines


def kept_of(folder: Path, *texts: str) -> list[Kept]:
    """What is kept of several files."""
    paths = []
    for number, text in enumerate(texts):
        paths.append(folder / f"{number}.json")
        paths[-1].write_text(text, encoding="utf-8")
    with Records() as found:
        assert found.read(paths) == []
        return list(found)


def text_of(term: object) -> str:
    """A term as people read it, without the base."""
    return str(getattr(term, "value", term)).removeprefix(BASE)
