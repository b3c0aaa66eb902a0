"""Facts to quads: the five seeds as the model tells them, and what must hold for any facts."""

from __future__ import annotations

import pytest
from mapping_samples import BASE, NAMES, seed, write_vocabulary
from organigram.mapping import map_posting
from organigram.namespaces import expand
from organigram.vocabulary import Vocabulary


@pytest.fixture(scope="session")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    return write_vocabulary(tmp_path_factory.mktemp("vocabulary"))


@pytest.fixture(scope="session")
def graphs(vocabulary: Vocabulary) -> dict[str, set[str]]:
    return {name: set(map_posting(*seed(name), vocabulary)) for name in NAMES}


def has(lines: set[str], subject: str, predicate: str, object_: str) -> bool:
    start = f"<{BASE}{subject}> <{expand(predicate)}> {object_ if object_[0] == chr(34) else f'<{BASE}{object_}>'}"
    return any(line.startswith(start) for line in lines)


LINKS = [
    ("alima-goundam", "post/alima/ML/goundam/project-coordinator", "ngo:reportsDirectlyTo", "post/alima/ML/head-of-mission"),
    ("alima-goundam", "post/alima/ML/goundam/project-coordinator", "ngo:supervises", "post/alima/ML/goundam/medical-referent"),
    ("alima-goundam", "post/alima/ML/goundam/project-coordinator", "ngo:supervises", "post/alima/ML/goundam/_nursing-manager"),
    ("alima-goundam", "post/alima/ML/goundam/project-coordinator", "org:postIn", "organization/alima/ML"),
    ("alima-goundam", "post/alima/ML/goundam/project-coordinator", "ngo:dutyStation", "place/2456917"),
    ("alima-goundam", "post/alima/ML/head-of-mission", "org:role", "role/head-of-mission"),
    ("alima-goundam", "organization/alima/ML", "org:unitOf", "organization/alima"),
    ("alima-goundam", "organization/alima", "ngo:partnerOf", "organization/amcp-sp"),
    ("alima-goundam", "project/alima/optima-ml", "ngo:implementedBy", "organization/alima"),
    ("alima-mali", "organization/alima", "ngo:partnerOf", "organization/amcp-sp"),
    ("alima-mali", "post/alima/ML/medical-coordinator", "org:postIn", "organization/alima/ML"),
    ("alima-mali", "project/alima/optima-ml", "schema:funder", "unresolved/organization/cir"),
    ("alima-mali", "project/alima/projet-oxygene-ml", "schema:funder", "organization/global-fund"),
    ("alima-mali", "project/alima/projet-oxygene-ml", "ngo:hasPartner", "unresolved/organization/umrrs-mali"),
    ("mdm-belgium-mhpss", "post/mdm-belgium/BE/brussels/project-manager/mhpss", "ngo:reportsDirectlyTo",
     "post/mdm-belgium/BE/medical-coordinator/operations-belges"),
    ("mdm-belgium-mhpss", "post/mdm-belgium/BE/brussels/project-manager/mhpss", "ngo:reportsTechnicallyTo",
     "post/mdm-belgium/BE/mhpss-referent/headquarters"),
    ("mdm-belgium-mhpss", "post/mdm-belgium/BE/brussels/project-manager/mhpss", "org:postIn", "organization/mdm-belgium"),
    ("mdm-belgium-mhpss", "post/mdm-belgium/BE/brussels/project-manager/mhpss", "ngo:assignedTo", "project/mdm-belgium/migration-in-mind-be"),
    ("mdm-belgium-mhpss", "project/mdm-belgium/migration-in-mind-be", "schema:funder", "organization/european-union"),
    ("mdm-belgium-mhpss", "consortium/mdm-belgium/migration-in-mind-be", "ngo:runs", "project/mdm-belgium/migration-in-mind-be"),
    ("mdm-belgium-health", "post/mdm-belgium/BE/health-director", "ngo:reportsDirectlyTo", "post/mdm-belgium/BE/executive-director"),
    ("mdm-belgium-health", "post/mdm-belgium/BE/health-director", "org:postIn", "organization/mdm-belgium"),
    ("mdm-tanzania", "post/mdm-france/TZ/harm-reduction-coordinator", "ngo:reportsDirectlyTo", "post/mdm-france/TZ/general-coordinator"),
    ("mdm-tanzania", "organization/mdm-france/TZ", "org:unitOf", "organization/mdm-france"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "subject", "predicate", "object_"), LINKS)
def test_the_seeds_say_what_the_model_says(
    graphs: dict[str, set[str]], name: str, subject: str, predicate: str, object_: str
) -> None:
    assert has(graphs[name], subject, predicate, object_)


def test_nothing_is_invented(graphs: dict[str, set[str]]) -> None:
    assert not any("reports" in line.split(" ")[1] for line in graphs["alima-mali"])
    assert not any("sameAs" in line for lines in graphs.values() for line in lines)
    assert not any("/mdm-belgium" in line for line in graphs["mdm-tanzania"])
