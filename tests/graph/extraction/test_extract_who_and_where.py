"""Who hires, for what and where, in ways of writing that no label tells: whole lines, clauses, what is one's own, headlines."""

from __future__ import annotations

from typing import Any

import pytest

from organigram.extraction import extract
from organigram.i18n import Language
from organigram.model import Facts, Posting
from organigram.vocabulary import load_vocabulary

LONG_EN = "Centre for Research, Training and Farming in the Hills"
LONG_FR = "Comité de coordination pour l'eau et la santé des villages"

WHO: list[tuple[Language, str, str | None]] = [
    # Long names, the clause before a verb or a description being the name.
    ("en", f"{LONG_EN} is seeking a Project Officer.", LONG_EN),
    ("en", f"About us\n{LONG_EN} is a non-profit organization that works in five counties.\nPosition: Officer", LONG_EN),
    ("fr", f"Le {LONG_FR} recrute un chargé de projet.", LONG_FR),
    ("fr", f"Qui sommes-nous ?\nLe {LONG_FR}, association loi 1901, agit depuis 1998.\nPoste : animateur", LONG_FR),
    (
        "fr",
        "Dans le cadre de son projet, l'Organisation Humanitaire pour le Développement Local (OHDL) recrute un animateur.",
        "Organisation Humanitaire pour le Développement Local",
    ),
    # Parts of the headline, and the lines around it.
    ("en", "The Green Basin Trust | Project Officer\nLocation: Lodwar", "Green Basin Trust"),
    ("en", "Project Officer - The Green Basin Trust\nLocation: Lodwar", "Green Basin Trust"),
    (
        "en",
        "Project Officer\nNetwork of Farmers' Groups in the Plains\nLocation: Lodwar",
        "Network of Farmers' Groups in the Plains",
    ),
    ("fr", "Chargé de projet | Réseau d'appui aux initiatives locales | CDD", "Réseau d'appui aux initiatives locales"),
    ("fr", "Chargé de projet\nCollectif des Femmes Rurales\nLieu : Kayes", "Collectif des Femmes Rurales"),
    # What is the employer's own.
    ("en", "Project Officer\nAs part of the KAPA team, you train farmers.", "KAPA"),
    ("en", "Project Officer\nKAPA reserves the right to close the call early.", "KAPA"),
    ("en", "Careers at Terra Verda\nProject Officer\nThe officer keeps the plan.", "Terra Verda"),
    ("fr", "Chargé de projet\nChez KAPA, nous formons des maraîchers.", "KAPA"),
    ("fr", "Chargé de projet\nLa mission de Terra Verda est de former des maraîchers.", "Terra Verda"),
    # What is said beside the subject, before its verb or a new subject.
    ("en", "Field Officer\nKAPA through the support of Terra Verda wishes to recruit a Field Officer.", "KAPA"),
    ("en", "Field Officer\nKAPA Inc., an international Training Firm, is seeking a Field Officer.", "KAPA Inc"),
    ("fr", "KAPA, en partenariat avec Terra Verda, recrute un animateur.", "KAPA"),
    ("fr", "Dans le cadre d'un projet mené en consortium avec Terra Verda, l'association KAPA recrute un animateur.", "KAPA"),
    ("fr", "Animateur\nCette mission est proposée par KAPA\nDurée : 12 mois", "KAPA"),
    ("fr", "Animateur\nLe projet d'eau, mis en œuvre par KAPA et ses partenaires, forme des maraîchers.", "KAPA"),
    ("en", "Field Officer\nKAPA is currently implementing a project of irrigation.", "KAPA"),
    # None of these hires: a part, a call, a project, what is done to it, a source of rules.
    ("fr", "Animateur\nLe Service Achats (SA), intégré à la direction, a pour mission de suivre les achats.", None),
    ("en", "Call for Expression of Interest (EOI)\nField Officer", None),
    ("en", "Field Officer\nThe Clean Cups Project is seeking a Field Officer.", None),
    ("en", "Field Officer\nImplemented in the hills, it has trained 400 people.", None),
    ("en", "Field Officer\nThe officer buys goods in line with the rules of UNICEF.", None),
    ("fr", "Animateur\nLes achats suivent les procédures de l'UNICEF.", None),
]


def facts(language: Language, text: str) -> Facts:
    return extract(Posting("a", "a.txt", language, text), load_vocabulary())


@pytest.mark.parametrize(("language", "text", "employer"), WHO, ids=[text[:60] for _, text, _ in WHO])
def test_who_hires(language: Language, text: str, employer: str | None) -> None:
    found = facts(language, text).employer
    assert (str(found.value) if found else None) == employer


WHAT: list[tuple[Language, str, dict[str, Any]]] = [
    ("en", "Home | Jobs | Project Officer | Green Basin Trust", {"title": "Project Officer"}),
    ("fr", "Réseau d'appui aux initiatives locales | Chargé de projet\nLieu : Kayes", {"title": "Chargé de projet"}),
    (
        "en",
        "Togo: Green Basin is recruiting (15 October 2021)\nPosition: Clerk\nBenin is near. So are Ghana and Benin.",
        {"countries": ["TG"]},
    ),
    (
        "fr",
        "Togo : Bassin Vert recrute (15 octobre 2021)\nPoste : comptable\nLe Bénin est voisin. Au Bénin aussi, on forme.",
        {"countries": ["TG"]},
    ),
    (
        "en",
        "Clerk\nHill Aid Kenya is seeking a Clerk in Nairobi, Kenya.\nIt works with Terra (Uganda).",
        {"countries": ["KE"], "places": ["Nairobi"]},
    ),
    (
        "fr",
        "Vert Delta recrute un comptable à Kayes, au Mali.\nElle travaille avec Terra (Sénégal).",
        {"countries": ["ML"], "places": ["Kayes"]},
    ),
    ("en", "Clerk - Quebec\nThe office keeps the books.", {"countries": ["CA"]}),
    ("fr", "Animateur\nLe poste est basé au Québec.", {"countries": ["CA"]}),
    (
        "en",
        "Clerk\nApplication closing date\n\n1 December 2027\n\nStart date\n\n8 January 2028",
        {"deadline": "2027-12-01", "start_date": "2028-01-08"},
    ),
    (
        "fr",
        "Comptable\nDate d'échéance de candidature\n\n01/12/2027\n\nDate de début d'embauche\n\n08/01/2028",
        {"deadline": "2027-12-01", "start_date": "2028-01-08"},
    ),
    ("en", "Clerk\nType of contract: annual, renewable", {"contract": "fixed-term"}),
    ("fr", "Comptable\nType de contrat : annuel, renouvelable", {"contract": "fixed-term"}),
    ("en", "Clerk\nIt is a maternity cover.", {"contract": "fixed-term"}),
    ("fr", "Comptable\nStatut : travailleur indépendant", {"contract": "consultancy"}),
    # The month of a date is no town of that name.
    ("en", "Clerk\nCountry: Afghanistan\n\nStarting date: 1 March 2025\nYou keep the books.", {"places": []}),
    ("fr", "Comptable\nPays : Mali\n\nDate de début : 3 Mars 2025\nVous tenez les comptes.", {"places": []}),
]


@pytest.mark.parametrize(("language", "text", "expected"), WHAT, ids=[text[:60] for _, text, _ in WHAT])
def test_title_place_days_and_contract(language: Language, text: str, expected: dict[str, Any]) -> None:
    found = facts(language, text)
    for key, wanted in expected.items():
        value = getattr(found, key)
        assert [item.value for item in value] == wanted if isinstance(wanted, list) else value and value.value == wanted, key


def test_a_name_of_three_letters_is_the_employers_only_in_capitals() -> None:
    found = facts(
        "en", "Hill Aid Trust (HAT) is hiring a Clerk.\nHAT works with the NGO Karo Verda. A hat works with the NGO Terra Nova."
    )
    assert [item.value for item in found.organizations if item.relation == "partner"] == ["Karo Verda"]
