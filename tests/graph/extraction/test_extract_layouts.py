"""Heads of postings laid out in the ways that boards, aggregators and letters lay them out, each in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from organigram.extraction import extract
from organigram.i18n import Language
from organigram.model import Facts, Posting
from organigram.vocabulary import load_vocabulary

CASES: list[tuple[Language, str, dict[str, Any]]] = [
    # A board's line of navigation, then the title; the employer only says what it does.
    (
        "fr",
        "Aller au contenu principal\n\nChargé·e de plaidoyer H/F/X\n\nLieu : 4000 - Liège\n"
        "Type de contrat : Durée indéterminée\n\n"
        "Le Collectif des Deux Rives regroupe des associations de quartier.\n",
        {"title": "Chargé·e de plaidoyer", "employer": "Collectif des Deux Rives", "places": ["Liège"], "contract": "permanent"},
    ),
    (
        "en",
        "Skip to main content\n\nAdvocacy Officer (m/f)\n\nLocation: Leeds\nContract type: Permanent\n\n"
        "Two Rivers Alliance brings together neighbourhood groups.\n",
        {"title": "Advocacy Officer", "employer": "Two Rivers Alliance", "places": ["Leeds"], "contract": "permanent"},
    ),
    # An announcement before the name, the name before "recruits".
    (
        "fr",
        "Offre d'emploi – Source Vive International recrute deux Animatrices de santé à Kaolack\n\nPoste en CDD de 8 mois.\n",
        {"title": "Animatrices de santé", "employer": "Source Vive International", "places": ["Kaolack"], "duration_months": 8},
    ),
    (
        "en",
        "Vacancy - Living Spring International is looking to hire two Health Educators in Kisumu\n\nAn 8-month contract.\n",
        {"title": "Health Educators", "employer": "Living Spring International", "places": ["Kisumu"], "duration_months": 8},
    ),
    # The aggregator hides who it is; the text says so further down.
    (
        "fr",
        "Une ONG internationale recrute (3 mai 2024)\n\nTitre du Poste : Comptable\n\nLieu du Travail : Bangassou, RCA\n\n"
        "Née en 1998, Terre d'Appui est une organisation d'entraide.\n",
        {"title": "Comptable", "employer": "Terre d'Appui", "countries": ["CF"], "deadline": None},
    ),
    (
        "en",
        "An international NGO is recruiting (3 May 2024)\n\nJob title: Accountant\n\n"
        "Location: Bangassou, Central African Republic\n\n"
        "Founded in 1998, Land of Support is a relief organisation.\n",
        {"title": "Accountant", "employer": "Land of Support", "countries": ["CF"], "deadline": None},
    ),
    # An adverbial before the subject; two subjects.
    (
        "fr",
        "Dans le cadre du projet Racines, Agir pour les semences recrute un·e agronome.\n",
        {"title": "agronome", "employer": "Agir pour les semences"},
    ),
    (
        "fr",
        "Le Front de l'eau et le Chantier Rivières sont à la recherche d'une animatrice pour le printemps.\n",
        {"employer": "Front de l'eau"},
    ),
    ("en", "As part of the Roots project, Seeds for All is seeking an Agronomist.\n", {"employer": "Seeds for All"}),
    # A unit recruits for the organization that it is of.
    (
        "fr",
        "Le Bureau régional de l'OMVR recrute un chauffeur.\n"
        "L'OMVR (Office des Marais et des Vallées du Rivage) est un organisme.\n",
        {"employer": "Office des Marais et des Vallées du Rivage"},
    ),
    # The legal form beside the name, sender and host.
    (
        "fr",
        "Animateur.trice de rue\n\nLe secteur jeunesse de la Maison Ouverte asbl accueille 40 jeunes.\n",
        {"employer": "Maison Ouverte"},
    ),
    (
        "fr",
        "Intitulé du poste : Chargée d'appui au maraîchage\nPays de mission : Togo\n"
        "Localisation de la mission : ville de Sokodé\n"
        "Organisme d'envoi : Semeurs Sans Frontière\nPartenaire d'accueil : association Jardins Plus\n"
        "Type de contrat : VSI\nDébut de la mission : septembre/octobre 2022\n",
        {
            "employer": "Semeurs Sans Frontière",
            "countries": ["TG"],
            "places": ["Sokodé"],
            "contract": "volunteer",
            "start_date": "2022-09",
        },
    ),
    # A title that goes on in the next line, one behind an opening clause, one at the place.
    (
        "fr",
        "AVIS DE CONSULTANCE\npour l'évaluation finale du projet Rizières\n\nL'étude dure 30 jours.\n",
        {"title": "CONSULTANCE pour l'évaluation finale du projet Rizières", "contract": "consultancy"},
    ),
    (
        "en",
        "Consultancy\nfor the final evaluation of the Rice Fields project\n\nThe study takes 30 days.\n",
        {"title": "Consultancy for the final evaluation of the Rice Fields project", "contract": "consultancy"},
    ),
    (
        "fr",
        "CDI à temps plein\n"
        "Sous la responsabilité du directeur, le ou la chargé.e de projet local aura pour missions :\n- accueillir\n",
        {"title": "chargé.e de projet local", "contract": "permanent"},
    ),
    (
        "en",
        "Within the Lyon team, the Project Officer will welcome people.\n",
        {"title": "Project Officer"},
    ),
    ("fr", "Chargé(e) de mission Bruxelles\n\nLe poste est à mi-temps.\n", {"places": ["Bruxelles"], "working_time": 0.5}),
    (
        "fr",
        "Offre d'emploi : Organisation des ateliers et accueil\n\nUne équipe de six.\n",
        {"title": "Organisation des ateliers et accueil"},
    ),
    (
        "fr",
        "Logisticienne de base\nRivages en RCA\nDepuis 1974 Rivages travaille en RCA.\n"
        "Programme\nTitre : Reconstruction des puits de la Kotto\n",
        {"title": "Logisticienne de base", "employer": "Rivages", "countries": ["CF"]},
    ),
    ("fr", "L'ONG internationale RIVAGES recrute une comptable.\n", {"employer": "RIVAGES", "title": "comptable"}),
    ("en", "The international NGO RIVAGES is recruiting an accountant.\n", {"employer": "RIVAGES", "title": "accountant"}),
    (
        "fr",
        "Le poste\n\nL'animatrice qui sera basée à Malebo, Territoire de Bolobo, suit les écoles.\n",
        {"places": ["Malebo", "Bolobo"]},
    ),
    # Glued by an aggregator; a region of the title.
    (
        "fr",
        "Recrutement d'une Coordonnatrice de la RecherchepourSecours Montagne| Annonces.example\n\nLire la suite.\n",
        {"title": "Coordonnatrice de la Recherche", "employer": "Secours Montagne"},
    ),
    ("fr", "Relief recrute un·e Référent·e pour le département de la Grand'Anse.\n", {"places": ["Grand'Anse"]}),
    # Sentences and other words that look like titles.
    ("fr", "But principal\n\nPlanifier la logistique.\n", {"title": None}),
    ("fr", "Les personnes intéressées peuvent lire le dossier au bureau\n\nMerci.\n", {"title": None}),
    ("en", "Interested candidates must read the file at the office\n\nThanks.\n", {"title": None}),
    # Who one answers to, on a line of its own, is not the title.
    (
        "fr",
        "Niveau 7\n\nResponsabilité hiérarchique\n\nCoordinatrice de terrain\n\nBut : tenir les stocks de la base.\n",
        {"title": None},
    ),
]


@pytest.mark.parametrize(("language", "text", "expected"), CASES, ids=[text[:30].strip() for _, text, _ in CASES])
def test_heads(language: Language, text: str, expected: dict[str, Any]) -> None:
    facts = extract(Posting("sample", "sample.txt", language, text), load_vocabulary())
    assert {name: _plain(facts, name) for name in expected} == expected


def _plain(facts: Facts, name: str) -> Any:
    value = getattr(facts, name)
    if isinstance(value, tuple):
        return [item.value for item in value]
    plain = value.value if value else None
    return plain.removesuffix(" asbl") if name == "employer" and plain else plain


@pytest.mark.parametrize(
    ("language", "text", "country", "place"),
    [
        # Towns of a country that the text names settle which of two it is; the seat counts for little.
        (
            "fr",
            "Relief Belgique est une ONG de Belgique.\n\nAu Niger, Relief Belgique soigne à Agadez, à Tahoua et à Niamey.\n\n"
            "La coordinatrice suit les projets menés à Tahoua.\n",
            "NE",
            None,
        ),
        (
            "en",
            "Relief Sweden is a charity from Sweden.\n\nIn Niger, Relief Sweden runs clinics in Agadez, Tahoua and Niamey.\n",
            "NE",
            None,
        ),
        # The name of an office ends in its town.
        ("fr", "Lieu de travail : Bureau Relief Ziguinchor, Quartier Boucotte\nLe Sénégal est vaste.\n", "SN", "Ziguinchor"),
        ("en", "Duty station: Relief Field Office Ziguinchor, Plot 4\nSenegal is large.\n", "SN", "Ziguinchor"),
        ("fr", "Lieu : Montreuil (siège), France – missions à prévoir en Espagne\n", "FR", "Montreuil"),
        ("en", "Location: Mutare, Zimbabwe, with missions to Mozambique\n", "ZW", "Mutare"),
    ],
)
def test_duty_stations(language: Language, text: str, country: str, place: str | None) -> None:
    facts = extract(Posting("sample", "sample.txt", language, text), load_vocabulary())
    assert [item.value for item in facts.countries] == [country]
    assert place is None or [item.value for item in facts.places] == [place]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Dates du stage : du 7 mars au 2 septembre 2022\n", "2022-03-07", "2022-09-02"),
        ("Duration: 24 May - 21 August 2004\n", "2004-05-24", "2004-08-21"),
        ("Volontaire à Lomé, du 12 novembre au 6 juin 2025.\n", "2024-11-12", None),
        ("The position starts in September or October 2023.\n", "2023-09", None),
        ("Mission à partir de septembre/octobre 2022, contrat VSI.\n", "2022-09", None),
    ],
)
def test_a_date_shares_the_year_of_the_one_that_it_leads_to(text: str, start: str, end: str | None) -> None:
    facts = extract(Posting("sample", "sample.txt", "fr", text), load_vocabulary())
    assert facts.start_date is not None
    assert facts.start_date.value == start
    assert end is None or (facts.end_date is not None and facts.end_date.value == end)


@pytest.mark.parametrize(
    "text",
    [
        "Date limite : 17/11/2018\n\nNous sommes onze.\n\nDate limite d'introduction des candidatures : le 18 novembre 2018\n",
        "Deadline: 17/11/2018\n\nWe are eleven.\n\nDeadline for submission of applications: 18 November 2018\n",
    ],
)
def test_a_deadline_that_says_for_what_counts_before_a_bare_one(text: str) -> None:
    facts = extract(Posting("sample", "sample.txt", "fr", text), load_vocabulary())
    assert facts.deadline is not None
    assert facts.deadline.value == "2018-11-18"


@pytest.mark.parametrize("text", ["Durée du contrat : 12 mois, renouvelable.\n", "Renewable contract of two years.\n"])
def test_a_length_is_no_kind_of_contract(text: str) -> None:
    assert extract(Posting("sample", "sample.txt", "fr", text), load_vocabulary()).contract is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sont un plus :\\\n\\\n• Parler l'anglais ou l'allemand.\n", {"en": "asset", "de": "asset"}),
        ("Requirements:\n- A Georgian university degree\n- Strong English Skills\n", {"en": "required"}),
        ("Profil :\n- diplôme français exigé\n- connaît le malgache\n", {"mg": "required"}),
    ],
)
def test_languages_and_adjectives(text: str, expected: dict[str, str]) -> None:
    facts = extract(Posting("sample", "sample.txt", "fr", text), load_vocabulary())
    assert {item.value: item.need for item in facts.languages} == expected


@pytest.mark.parametrize(
    ("text", "amounts", "currency", "period"),
    [
        ("CDI\n2350€ brut (Mensuel)\nPubliée hier\n", (2350.0, 2350.0), "EUR", "month"),
        ("Permanent\n£31,000 gross per annum\nPosted yesterday\n", (31000.0, 31000.0), "GBP", "year"),
        ("Indemnité mensuelle : 700 €\n", (700.0, 700.0), "EUR", "month"),
        ("Allocation financière : 13 000,00 $ CA à 15 000,00 $ CA\n", (13000.0, 15000.0), "CAD", None),
    ],
)
def test_pay_without_a_sentence(text: str, amounts: tuple[float, float], currency: str, period: str | None) -> None:
    [pay] = extract(Posting("sample", "sample.txt", "fr", text), load_vocabulary()).salary
    assert (pay.amount_min, pay.amount_max, pay.currency, pay.period) == (*amounts, currency, period)
