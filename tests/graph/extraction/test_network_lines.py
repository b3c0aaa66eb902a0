"""Who is above, below and beside a post: what makes a line, and what only looks like one."""

from __future__ import annotations

import pytest
from network_samples import network_of

ABOVE = [
    ("He/She reports to the Head of Mission based in the capital.", [("Head of Mission", "hierarchical")]),
    ("You lead it, reporting to the general coordinator and ensuring its quality.", [("general coordinator", "hierarchical")]),
    ("Under the direct supervision of the Chief of Party, plans and organizes the work.", [("Chief of Party", "hierarchical")]),
    ("Report to\nHead of Admin and Finance\nLocation\nArusha", [("Head of Admin and Finance", "hierarchical")]),
    ("Title: NurseReports to: Ward ManagerTerms: Fixed Term", [("Ward Manager", "hierarchical")]),
    ("Superviseur Programme Quality Manager\nLieu Bamako", [("Programme Quality Manager", "hierarchical")]),
    ("N+1 : Coordinateur médical", [("Coordinateur médical", "hierarchical")]),
    ("Vous êtes sous le management du Directeur Général et vous dirigez un service.", [("Directeur Général", "hierarchical")]),
    (
        "Le poste est subordonné au Responsable des opérations au siège, et a des liens.",
        [("Responsable des opérations", "hierarchical")],
    ),
    (
        "Sous la supervision de la Direction des programmes, la personne suit le projet.",
        [("Direction des programmes", "hierarchical")],
    ),
    (
        "Le/la Chef.fe sera sous la responsabilité hiérarchique du/de la Coordinateur.trice Médical.e et sous la responsabilité "
        "technique du/de la Référent.e MEAL Siège.",
        [("Coordinateur.trice Médical.e", "hierarchical"), ("Référent.e MEAL Siège", "technical")],
    ),
    (
        "Le poste est rattaché hiérarchiquement au Directeur Pays et fonctionnellement au Responsable Plaidoyer.",
        [("Directeur Pays", "hierarchical"), ("Responsable Plaidoyer", "functional")],
    ),
    (
        "Reports directly to the Country Director with a dotted line to the Regional Finance Manager.",
        [("Country Director", "hierarchical"), ("Regional Finance Manager", "functional")],
    ),
    (
        "Under the overall supervision of National Director, UN Coordinator and the direct supervision of the Project Manager, "
        "the Clerk will file.",
        [("National Director", "hierarchical"), ("UN Coordinator", "hierarchical"), ("Project Manager", "hierarchical")],
    ),
    (
        "- Report on the progress of work to the Executive Director and Press Officer;",
        [("Executive Director", "hierarchical"), ("Press Officer", "hierarchical")],
    ),
    ("The consultant will report to Tana Community working closely with others.", [("Tana Community", "hierarchical")]),
    (
        "Elle rend compte au Coordinateur médical (lien hiérarchique) et suit les avis de la Référente MHPSS (lien technique).",
        [("Coordinateur médical", "hierarchical"), ("Référente MHPSS", "technical")],
    ),
    ("You will help the Communications Manager, who will be your supervisor.", [("Communications Manager", "hierarchical")]),
    ("Your manager is the Global Head of Security.", [("Global Head of Security", "hierarchical")]),
]

NO_LINE = [
    "Submit monthly reports to the Finance Manager.",
    "Issue the laboratory reports to MMT doctors.",
    "Build the skills of staff reporting to this position.",
    "Other tasks assigned by the supervisor(s).",
    "Ability to work under the supervision of a Project Manager.",
    "Expérience de travail sous l'autorité d'un chef de projet.",
    "The Deputy Director, who reports to the Country Director, keeps the keys.",
    "Report to: N/A",
    "Représenter l'ONG auprès des autorités locales.",
]


@pytest.mark.parametrize(("text", "expected"), ABOVE, ids=[text[:40] for text, _ in ABOVE])
def test_lines_that_the_text_states(text: str, expected: list[tuple[str, str]]) -> None:
    network = network_of(text, title="Clerk")
    assert [(item.value, item.line) for item in network.reports_to] == expected


@pytest.mark.parametrize("text", NO_LINE)
def test_nothing_is_invented(text: str) -> None:
    assert network_of(text, title="Accountant").reports_to == ()


def test_a_line_told_again_is_further_evidence() -> None:
    text = "She reports to the Head of Mission.\nUnder the supervision of the Head of Mission, she plans."
    (line,) = network_of(text, title="Planner").reports_to
    assert [e.quote for e in line.evidence] == ["reports to the Head of Mission", "Under the supervision of the Head of Mission"]


def test_a_line_to_the_post_itself_is_read_the_other_way_round() -> None:
    text = "À la tête de chaque équipe se trouve un.e responsable de programme, encadré par un.e directeur·rice pays."
    network = network_of(text, title="Directrice pays")
    assert network.reports_to == ()
    assert [item.value for item in network.supervises] == ["responsable de programme"]


BELOW = [
    ("SUPERVISES: Data Specialists and Technicians", ["Data Specialists", "Technicians"]),
    (
        "She supervises the management team (for example the Medical Referent, the Store Manager and the Head Nurse) and others.",
        ["Medical Referent", "Store Manager", "Head Nurse"],
    ),
    (
        "The Manager will manage a team of three people (two health coordinators and an assistant).",
        ["health coordinators", "assistant"],
    ),
    ("Soutenir et coordonner le travail des différents référents et coordinateurs santé", ["référents", "coordinateurs santé"]),
    (
        "Elle a sous sa supervision directe (management hiérarchique) un.e Chargé.e administratif.ve et Financier.ère.",
        ["Chargé.e administratif.ve et Financier.ère"],
    ),
    (
        "Vous encadrez une équipe de 12 personnes (dont 2 Responsables de base et 1 Logisticien).",
        ["Responsables de base", "Logisticien"],
    ),
    ("Directly supervise WARA staff and sign contracts.", ["WARA staff"]),
    (
        "The coordinator supervises four people: Nurse, Logistics Manager, Cashier and Driver.",
        ["Nurse", "Logistics Manager", "Cashier", "Driver"],
    ),
    ("Your own team has two people: a Policy Adviser and a Campaigner.", ["Policy Adviser", "Campaigner"]),
    ("Manager l'équipe : 2 chefs de projet, 1 comptable", ["chefs de projet", "comptable"]),
]

NO_ONE_BELOW = [
    "Placé sous la supervision directe Directeur Pays, il tient les comptes.",
    "Placed under the direct supervision of the Country Director, she keeps the books.",
    "Supervises the team.",
    "Supervise the planning of activities and the quality of services.",
    "Superviser les activités de l'association.",
    "Manages a staff of professional, technical employees.",
    "Experience in supervising Project Officers.",
    "Coordinate with the lead translator as appropriate.",
    "Under direct supervision of the Project Manager.",
]


@pytest.mark.parametrize(("text", "expected"), BELOW, ids=[text[:40] for text, _ in BELOW])
def test_posts_below(text: str, expected: list[str]) -> None:
    assert [item.value for item in network_of(text, title="Director").supervises] == expected


@pytest.mark.parametrize("text", NO_ONE_BELOW)
def test_activities_and_teams_are_no_posts(text: str) -> None:
    assert network_of(text, title="Accountant").supervises == ()


def test_who_stands_beside() -> None:
    text = (
        "En tant que membre du Comité de Direction, vous travaillez en collaboration avec le coordinateur médical national.\n"
        "In close coordination with the MEAL Manager and HR Officer, the Clerk files."
    )
    found = [item.value for item in network_of(text, title="Clerk").collaborates_with]
    assert found == ["coordinateur médical national", "MEAL Manager", "HR Officer", "Comité de Direction"]
