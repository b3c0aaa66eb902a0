"""Dates, contract, languages and pay of short postings."""

from __future__ import annotations

import pytest
from extraction_samples import read, stands_in

from organigram.extraction.conditions import find_conditions
from organigram.extraction.dates import find_dates_of
from organigram.extraction.document import Document
from organigram.extraction.languages import find_languages
from organigram.extraction.salary import find_salary
from organigram.extraction.title import find_title
from organigram.model import Item, Posting, Stated


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("APPLICATION DEADLINE:  22 April 2004", "2004-04-22"),
        ("APPLICATION DEADLINE:  Friday, 18 June 2004.", "2004-06-18"),
        ("Closing Date\nWednesday 15th January 2014", "2014-01-15"),
        ("Date limite de candidature\n17/11/2025 23:55", "2025-11-17"),
        ("Merci d’adresser votre candidature avant le 02/12/2024.", "2024-12-02"),
        ("Merci d’adresser votre candidature d'ici le 20/08/2025.", "2025-08-20"),
        ("Please send your CV online before 03/30/2022 via this link", "2022-03-30"),
        ("Date de publication 04/02/2026, 07:46\n- Postuler avant 02/12/2026, 23:59", "2026-02-12"),
        ("Application deadline\n21st Feb, 2026.", "2026-02-21"),
        ("Applications are open until Feb, 13.", None),  # no year, no deadline
        ("APPLICATION DEADLINE:   N/A", None),
        ("Closing Date for Application: 31 October {$year}", None),
        ("The interviews will take place on 19 May 2004.", None),
        ("Apply before 31/02/2024", None),  # no such day
        ("APPLICATION DEADLINE:  14 May 04", "2004-05-14"),
        ("Date de clôture de l’appel d’offres7 octobre 2024 – 23:59 GMT", "2024-10-07"),  # glued to its label
        ("The deadline for the submission of the whole proposal is 23 July 2021", "2021-07-23"),
        ("Date limite pour la facturation (fin du contrat) : 30/11/2014", None),
        ("Closing date for bids7 October 2024, 17:00 CET", "2024-10-07"),
        ("Applications close at 23:59 GMT on 7 October 2024.", "2024-10-07"),
        ("Postulez plus tard : 22 February 2026", "2026-02-22"),
    ],
)
def test_deadlines(text: str, deadline: str | None) -> None:
    document = read(text)
    found = find_dates_of(document).deadline
    assert (found and found.value) == deadline
    assert found is None or stands_in(document, found)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("START DATE:   March 2004", "2004-03"),
        ("Starting Date: Feb 2026Type of Contract: Fixed Term", "2026-02"),
        ("June 2024 is the start date.", "2024-06"),
        ("Prise de poste : ASAP", "ASAP"),
        ("START DATE:   Immediately", "ASAP"),
        ("Prise de poste : juillet 2023", "2023-07"),
        ("Statut : CDD 11 mois, à compter du 1er août 2025.", "2025-08-01"),
        ("Durée : 06 mois renouvelables, à partir d’octobre 2023", "2023-10"),
        ("Candidature avant le 20/08/2025.\nPrise de poste : début octobre", "2025-10"),
        ("Prise de poste : début octobre", None),  # no year to be had
        ("Candidature avant le 20/11/2025.\nPrise de poste : début février", "2026-02"),
        ("Apply before 03/30/2022.\nStarting date : 01/05/2022", "2022-05-01"),
        ("Le projet court de décembre 2023 à février 2026.", None),
        ("Send your CV as soon as possible.", None),
        ("The second phase of the project will start in January 2022.", None),
        ("La deuxième phase du projet commencera en janvier 2022.", None),
        ("The post is in the project; the contract will start in January 2022.", "2022-01"),
        ("Le projet débutera en janvier 2024 dans la région.", None),
        ("Une deuxième phase commencera en mars 2025.", None),
        ("The second phase of the programme will start in March 2025.", None),
        ("Le contrat débutera le lundi 3 juin 2024.", "2024-06-03"),
        ("Contrat étalé sur une période allant du 14 octobre au 15 décembre 2024", "2024-10-14"),
        ("The assignment covers a period running from 14 October to 15 December 2024.", "2024-10-14"),
    ],
)
def test_starts(text: str, start: str | None) -> None:
    document = read(text)
    found = find_dates_of(document).start_date
    assert (found and found.value) == start
    assert found is None or stands_in(document, found)


def test_a_day_of_publication_from_the_source_settles_the_order() -> None:
    text = "Apply by 02/12/2026."
    document = read(text)
    assert find_dates_of(document).deadline is not None
    posting = Posting("a", "a", "en", text, (Stated("date_posted", "2026-02-04", "date", 0, 0),))
    deadline = find_dates_of(Document(posting, document.vocabulary)).deadline
    assert deadline is not None
    assert deadline.value == "2026-02-12"


def test_ends() -> None:
    found = find_dates_of(read("Contrat à durée déterminée à 50% jusqu'au 28.02.2027")).end_date
    assert found is not None
    assert found.value == "2027-02-28"
    assert find_dates_of(read("The strategy of 2020 runs until 31 December 2030.")).end_date is None


@pytest.mark.parametrize(
    ("text", "contract", "months", "share"),
    [
        ("Duration and type of contract : CDD under French law for 06 months", "fixed-term", 6, None),
        ("Type de contrat : CDD 24 mois avec possibilité CDI", "fixed-term", 24, None),
        ("Contract type: Contrat à durée indéterminée (CDI) avec une période d’essai de 6 mois", "permanent", None, None),
        ("- Un contrat de durée indéterminée à temps plein (100% - 5 jours semaine – 39h)", "permanent", None, 1.0),
        ("- Contrat à durée déterminée à 50% (19h30/semaine)", "fixed-term", None, 0.5),
        ("Type of Contract: Fixed TermDuration: 3 Months", "fixed-term", 3, None),
        ("Duration\n1 Year\nHours of Work\nFull Time", None, 12, 1.0),
        ("DURATION:  08.04-08.05 , renewable contract", None, 12, None),
        ("DURATION:   24 May - 21 August 2004", None, 3, None),
        ("Au moins 3 ans d'expérience ; permanent residence is not required", None, None, None),
        ("Le projet dure 27 mois.", None, None, None),
        ("TITLE: Programmatic Intern", "internship", None, None),
        ("TITLE: Coordinator - Training of Volunteers", None, None, None),
        ("Titre : Formatrice des volontaires", None, None, None),
        ("Durée du projet : 48 mois", None, None, None),
        ("Project duration: 5 years", None, None, None),
        ("Requirements:\n- Experience of managing CDD and fixed-term contracts", None, None, None),
        ("Durée du projet : 48 mois\nDurée du contrat : 12 mois", None, 12, None),
        ("Project duration: 48 months\nOther: none", None, None, None),
        ("Project duration: 3 months\nOther: none", None, 3, None),
        ("Contract type: Project-based, 18 months", None, 18, None),
        ("TITLE: Coordinator of Volunteers\nWhere: anywhere", None, None, None),
        ("TITLE: Volunteer English Teacher\nWhere: anywhere", "volunteer", None, None),
        ("Titre : Responsable des bénévoles\nLieu : ici", None, None, None),
        ("Titre : Assistante en communication, stagiaire\nLieu : ici", "internship", None, None),
        ("About us:\nOur NGO offers internship opportunities to students.", None, None, None),
        ("Les ONG ont un programme commun, financé pour une durée de 5 ans.", None, None, None),
        ("The NGOs share one programme, paid for, of a duration of 5 years.", None, None, None),
        ("Contract: fixed term, one year 10 months", "fixed-term", 22, None),
        ("Contract duration: 24 months (preferably 36 months)", None, 24, None),
        ("Durée du contrat24 mois, prolongeables", None, 24, None),
        ("Contract type: Short term contract", "fixed-term", None, None),
        ("Type de contrat : Personnel non permanent", "fixed-term", None, None),
        ("Titre : Responsable suivi, évaluation et apprentissage", None, None, None),
        ("Contrat : en apprentissage", "apprenticeship", None, None),
        ("Durée du projet : 30 mois\nLieu : ici", None, None, None),
        ("Duration: long-term (12 months, renewable up to 48 months)", None, 12, None),
        ("Durée : douze mois (12) renouvelables dans la limite de 36 mois", None, 12, None),
        ("Durée : 1 an et 6 mois", None, 18, None),
    ],
)
def test_contracts(text: str, contract: str | None, months: int | None, share: float | None) -> None:
    document = read(text)
    found = find_conditions(document, find_title(document))
    assert (found.contract and found.contract.value) == contract
    assert (found.duration_months and found.duration_months.value) == months
    assert (found.working_time and found.working_time.value) == share
    assert all(stands_in(document, item) for item in found if item is not None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "- Fluency in written and spoken English, Russian and Armenian.",
            {"en": "required", "ru": "required", "hy": "required"},
        ),
        (
            "- Armenian language proficiency is a must, fluency in Russian and English is an asset",
            {"hy": "required", "ru": "asset", "en": "asset"},
        ),
        (
            "- Fluency in Armenian and in Russian, knowledge of English preferred, but not required.",
            {"hy": "required", "ru": "required", "en": "asset"},
        ),
        (
            "Spoken and written English is required, although proficiency in French is considered an advantage.",
            {"en": "required", "fr": "asset"},
        ),
        (
            "La maîtrise de l’anglais est indispensable, et la connaissance du malgache serait un atout.",
            {"en": "required", "mg": "asset"},
        ),
        (
            "Superb writing skills for English and Armenian. Russian would be a plus.",
            {"en": "required", "hy": "required", "ru": "asset"},
        ),
        ("Very beneficial:\n- Excellent oral and written English language skills;", {"en": "asset"}),
        (
            "**Sont un plus :**\n\n* Parler et écrire en anglais, néerlandais ou allemand.",
            {"en": "asset", "nl": "asset", "de": "asset"},
        ),
        ("Langues obligatoires Français", {"fr": "required"}),
        ("Fluent in Swahili and English", {"sw": "required", "en": "required"}),
        ("Please send a cover letter in English.", {}),
        ("Translation from Armenian into English.", {}),
        ("The French Embassy is a good partner.", {}),
        ("Proficiency in English and Wolof, French is an asset.", {"en": "required", "wo": "required", "fr": "asset"}),
        ("Maîtrise du français et du wolof, anglais souhaité.", {"fr": "required", "wo": "required", "en": "asset"}),
        ("Knowledge of English, French and Wolof is an asset.", {"en": "asset", "fr": "asset", "wo": "asset"}),
        (
            "Requirements:\n- Fluency in French and English, Arabic is an asset.",
            {"fr": "required", "en": "required", "ar": "asset"},
        ),
        ("Profil :\n- Maîtrise du français, l’arabe serait un atout.", {"fr": "required", "ar": "asset"}),
        ("Requirements:\n- Knowledge of Swahili, Lingala or Arabic is an asset.", {"sw": "asset", "ln": "asset", "ar": "asset"}),
    ],
)
def test_languages(text: str, expected: dict[str, str]) -> None:
    document = read(text)
    found = find_languages(document)
    assert {item.value: item.need for item in found} == expected
    assert all(stands_in(document, item) for item in found)


@pytest.mark.parametrize(
    ("text", "low", "high", "currency", "period"),
    [
        ("Salary: 3,570 euros per month", 3570.0, 3570.0, "EUR", "month"),
        ("Salary range is $25-30 K per year.", 25000.0, 30000.0, "USD", "year"),
        (
            "- salaire brut mensuel de 3.300 € à 4.000 € selon l’expérience\n- Perdiem mensuel 600 €",
            3300.0,
            4000.0,
            "EUR",
            "month",
        ),
        (
            "- Un salaire brut de 5 657,73 € pour 10 années ; un salaire brut de 6 172,07 € pour 20 années",
            5657.73,
            6172.07,
            "EUR",
            None,
        ),
        ("Traitement annuel de base : A partir de 43 154 euros, selon l’expérience", 43154.0, None, "EUR", "year"),
        ("HybrideTemps plein67 716 $ - 82 389 $ CAD par an", 67716.0, 82389.0, "CAD", "year"),
        ("Salary: CHF 5'200 to 6'100 monthly", 5200.0, 6100.0, "CHF", "month"),
        ("Salary: MZN 3 035 820.00 metical per annum", 3035820.0, 3035820.0, "MZN", "year"),
        ("Salary: 450 000 FCFA par mois", 450000.0, 450000.0, "XOF", "month"),
        ("Salaire : 2&nbsp;310,75&nbsp;€ brut par mois", 2310.75, 2310.75, "EUR", "month"),
        ("Salary: USD&nbsp;45&nbsp;000 per year", 45000, 45000, "USD", "year"),
    ],
)
def test_salaries(text: str, low: float, high: float | None, currency: str, period: str | None) -> None:
    document = read(text)
    [pay] = find_salary(document)
    assert (pay.amount_min, pay.amount_max, pay.currency, pay.period) == (low, high, currency, period)
    assert all(document.text[e.start : e.end] == e.quote for e in pay.evidence)


@pytest.mark.parametrize(
    "text",
    [
        "EUR 40 000 - 60 000",  # an amount that nobody says is pay
        "The unit manages a €30m budget.",
        "Annual Salary\nCompetitive",
        "Tickets restaurants (8€ dont 1,09€ par employé)",
        "Salary: GB6 Step 1",
    ],
)
def test_no_salary_is_made_up(text: str) -> None:
    assert find_salary(read(text)) == ()


@pytest.mark.parametrize(
    ("text", "country", "currency"),
    [
        ("Salaire : 81 267 $ par an", "CA", "CAD"),
        ("Salary: $81,267 a year", "AU", "AUD"),
        ("Salary: US$ 81,267 a year", "CA", "USD"),
        ("Salary: $1,200 a month", "KE", "USD"),
        ("Salaire : 40 000 € par an", "CA", "EUR"),
    ],
)
def test_a_dollar_sign_alone_is_of_the_country(text: str, country: str, currency: str) -> None:
    [pay] = find_salary(read(text), [Item(country)])
    assert pay.currency == currency
