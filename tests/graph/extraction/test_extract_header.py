"""Title, employer and places of short postings."""

from __future__ import annotations

import pytest
from extraction_samples import read, stands_in

from organigram.extraction import read_header


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Harm reduction coordinator at Médecins du Monde - March, 2024\n\nWe care.", "Harm reduction coordinator"),
        ("Project Coordinator – Goundam – Mali\n\nClosing date:\n\nALIMA, the NGO", "Project Coordinator"),
        ("Coordinateur.trice Médical.e - Mali - H/F STEPH\n\nBamako, Mali", "Coordinateur.trice Médical.e"),
        ("JOB TITLE:  Translator/ Interpreter (AVET3)", "Translator/ Interpreter"),
        ("JOB TITLE:   Health Coordinators (two positions are open)", "Health Coordinators"),
        ("Titre du Poste : 05 Postes\n\nPOSTE : Chargé (e) de Programme, Projet Alpha", "Chargé (e) de Programme, Projet Alpha"),
        ("[OFFRE DE CDD] Chargé∙e de protection\n\nNotre association cherche.", "Chargé∙e de protection"),
        (
            "Lieu\nYaoundéFonctions\nTerrainDate de validité\n15/09/2025COORDINATEUR.RICE GÉNÉRAL.E – CAMEROUN – 100 %",
            "COORDINATEUR.RICE GÉNÉRAL.E",
        ),
        ("Le texte parle.\nEn tant que Directeur.trice santé, vous pilotez la stratégie.", "Directeur.trice santé"),
        ("Le/la Chef.fe de projet sera sous la responsabilité de la direction.", "Chef.fe de projet"),
        ("The Logistics Senior Manager provides leadership.", "Logistics Senior Manager"),
        ("Relief Aid is currently seeking an experienced Programme Manager to lead the team.", "Programme Manager"),
        ("L'association recrute un.e Chargé.e de mission pour son siège.", "Chargé.e de mission"),
        ("Poste : Directeur-trice Pays – RCA", "Directeur-trice Pays"),
        ("TITLE: Field Nurse in the 3-year Hill Teams (HT) Project", "Field Nurse"),
        ("Titre : Infirmière dans le cadre du projet KISIMA", "Infirmière"),
        ("Titre du poste : Plusieurs postes\n\nOn recrute ainsi :\n\nPoste 1 : Un.e (1) Comptable (basé à Kayes)", "Comptable"),
        (
            "Appel d’offre : Consultance pour l’évaluation du projet Eau\n\nContexte",
            "Consultance pour l’évaluation du projet Eau",
        ),
        ("Termes de référence - Évaluation finale du projet Eau\n\nContexte", "Évaluation finale du projet Eau"),
        ("Terms of Reference - WASH Final Evaluation\n\nThe project aims.", "WASH Final Evaluation"),
        (
            "Nous avons ces postes :\n\nPoste 1 : Un.e (1) Technicien/ne Eau (basé à Pala)\n\nPoste 2 : Comptable",
            "Technicien/ne Eau",
        ),
        ("Relief recrute 01 expatrié(e) spécialiste en nutrition\n\nNous agissons.", "expatrié(e) spécialiste en nutrition"),
        ("Relief is hiring an expert in rural finance.", "expert in rural finance"),
        ("Two posts are open.\n\nPosition 1: Field Coordinator (based in Goma)\n\nPosition 2: Driver", "Field Coordinator"),
        ("Pour ce projet, Relief recrute :\n- Un (01) Comptable ;\n- Deux (02) animateurs.", "Comptable"),
        ("For this work Relief is recruiting:\n- One (1) Project Accountant;\n- Two (2) drivers.", "Project Accountant"),
        ("TITLE:  Doctor of Eyes in the 5-year Mobile Teams Project\nLOCATION: Lori", "Doctor of Eyes"),
        ("Titre : Chargée de suivi dans le cadre du projet Eau\nLieu : Dakar", "Chargée de suivi"),
        (
            "CHARGÉE DE MISSION (H/F) – Jeunesse et Éducation\n\nNous agissons.",
            "CHARGÉE DE MISSION (H/F) – Jeunesse et Éducation",
        ),
        ("Relief recrute un(e) adjoint(e) au directeur pays, Kayes, Mali", "adjoint(e) au directeur pays"),
        ("Hill Aid is hiring an assistant to the director in Mali.", "assistant to the director"),
        ("Relief recrute un(e) assistant(e) administratif(ve) chargé(e) de tenir les comptes.", "assistant(e) administratif(ve)"),
        ("Relief recrute 01 chargée de mission appui au plaidoyer", "chargée de mission appui au plaidoyer"),
        ("Relief recherche une personne motivée pour le poste de comptable en chef.", "comptable en chef"),
        ("The Hill Mission in Goma, Congo is seeking eligible and qualified applicants for the Senior Nurse.", "Senior Nurse"),
        ("Recruitment: Nurse, Dakar, 3 months, Work from home\n\nWe help.", "Nurse"),
        ("Infirmière - 6 mois - Dakar\n\nNous aidons.", "Infirmière"),
        ("Fonction\nRelief cherche un.e comptable, qui aime les chiffres.", "comptable"),
        ("OFFRE D’EMPLOI D’UN(E) (01) AGENT DE SAISIE\n\nNous aidons.", "AGENT DE SAISIE"),
        ("Internship in hill medicine\n\nWe help.", "Internship in hill medicine"),
        ("Stage dans l’unité Eau\n\nNous aidons.", "Stage dans l’unité Eau"),
        ("Mali: CHARGÉ DE COLLECTE & VEILLE (Kayes, Mali) Ref. 12/15-16\n\nNous aidons.", "CHARGÉ DE COLLECTE & VEILLE"),
        ("Generic Vacancy Announcement – Field Nurse, NOB, Mali, Multiple Locations\n\nWe help.", "Field Nurse"),
        ("Driver - Kayes Office\n\nWe help.", "Driver"),
        ("2.0. FIELD NURSE\n\nWe help.", "FIELD NURSE"),
        ("L’équipe Eau recherche : un.e chargé·e de collecte.", "chargé·e de collecte"),
        (
            "Supérieure directe : Déléguée de Pont Vert\nAutour du poste: la comptable et le chauffeur\n\nChargée de projet",
            "Chargée de projet",
        ),
        (
            "Relief recrute un(e) Responsable en Collecte et Animation du réseau des villages, Mali.",
            "Responsable en Collecte et Animation du réseau des villages",
        ),
        ("Titre du poste : Comptable basé(e) à Kayes", "Comptable"),
        ("Job title: Nurse based in Lori", "Nurse"),
        ("TITRE DU MANDAT : Conseillère en eau", "Conseillère en eau"),
        ("The Associate Nurse (AN) supports the team.", "Associate Nurse"),
        ("Chargée de collecte en CDD de 6 mois\n\nNous aidons.", "Chargée de collecte"),
        ("Chargée de projet H/F - Dakar\n\nNous agissons.", "Chargée de projet"),
        ("RECRUTEMENT CHARGÉE DE COLLECTE\n\nNous agissons.", "CHARGÉE DE COLLECTE"),
        ("Hill Aid (HA) Vacancy for Field Nurse\n\nWe help.", "Field Nurse"),
        ("Mali – Un(e) Comptable\n\nNous agissons.", "Comptable"),
        ("Mali: Field Nurse\n\nWe help.", "Field Nurse"),
        ("Pont Vert recrute : Cheffe de sous-délégation – H/F – Kayes (Mali)", "Cheffe de sous-délégation"),
        ("Relief recrute un.e coordinateur·ice pour son équipe.", "coordinateur·ice"),
        (
            "Pont Vert recrute un consultant pour mener l’évaluation finale du projet Eau.\n\nÉVALUATION FINALE DU PROJET EAU",
            "consultant pour mener l’évaluation finale du projet Eau",
        ),
        (
            "Hill Aid is hiring a consultant to conduct the final evaluation of the Water project.",
            "consultant to conduct the final evaluation of the Water project",
        ),
        (
            "Termes de référence pour le recrutement d’un cabinet pour l’évaluation du projet « Eau »\n\nContexte",
            "cabinet pour l’évaluation du projet « Eau »",
        ),
    ],
)
def test_titles(text: str, title: str) -> None:
    document = read(text)
    header = read_header(document)
    assert header.title is not None
    assert header.title.value == title
    assert stands_in(document, header.title)
    assert header.role is not None
    assert header.role.value == title
    assert stands_in(document, header.role)


@pytest.mark.parametrize(
    "text",
    [
        "Training workshop on advocacy for project managers\n\nHill Aid will hold a workshop.",
        "Atelier de formation pour les coordinateurs de projets\n\nPont Vert organise un atelier.",
        "",
        "As the consortium leader, UNICEF will help.",
        "- Il faut un Master et cinq ans à un poste semblable.",
        "Bonjour à tous.",
        "Prix du pain : 3 euros",
    ],
)
def test_no_title_is_made_up(text: str) -> None:
    assert read_header(read(text)).title is None


@pytest.mark.parametrize(
    ("text", "employer"),
    [
        ("Valley Relief Trust\nTITLE:  Nurse\nLOCATION:  Lori", "Valley Relief Trust"),
        ("Harmony of Hills, Vermont\nTITLE:  Coordinator\nLOCATION:  Yerevan, Armenia", "Harmony of Hills"),
        ("Job Title: Youth CoachOrganization: Shaqo OrganizationReports to: Officer", "Shaqo Organization"),
        ("A vacancy for a Finance Coordinator is now available at Concern Worldwide, Mogadishu.", "Concern Worldwide"),
        ("Join BARWAAQO as a Consultant for research. BARWAAQO was established in 2007 as an NGO.", "BARWAAQO"),
        (
            "Pour ses activités au Bénin, La Chaîne des Soins (La CDS) recrute :\nIntitulé du poste : Assistant",
            "Chaîne des Soins",
        ),
        (
            "Pains et Roses, dans le cadre de sa mission, recherche, pour Semences Solidaires (SS), un·e volontaire.",
            "Semences Solidaires",
        ),
        (
            "EU Project in Armenia\nJOB TITLE: Clerk\nJOB DESCRIPTION:  NORDIA the consulting company which has been awarded "
            "the contract by the delegation of the Commission in Yerevan seeks to fill the post of Clerk.",
            "NORDIA",
        ),
        ("Les Sentiers de la Mémoire sont un centre d'éducation.\nTitre : Assistant", "Sentiers de la Mémoire"),
        ("Finance Manager\nApply at:\njobs@hillaid.org\nThe standards of Hill Aid are high.", "Hill Aid"),
        ("Présentation de Pont Vert\nNotre association agit.\nPoste : Comptable", "Pont Vert"),
        ("USAID/WARADO Rural Roads Program\nTITLE:  Trainer\nLOCATION:  Lori", "WARADO"),
        (
            "Plusieurs postes à pourvoir à l’ONG Pont Vert\nTitre du poste : Comptable\nPONT VERT recrute un comptable.",
            "PONT VERT",
        ),
        ("Several positions at Hill Aid\nTITLE: Nurse\nHill Aid is seeking a nurse.", "Hill Aid"),
        ("Un stage à part.\nNous, c’est Pont Vert, une fondation qui bouge. Le Forum Bleu est une rencontre.", "Pont Vert"),
        (
            "Finance Coordinator\nContract duration: 24 months (better 36)\nLocation: Kabul\nHill Aid is an NGO with nurses.",
            "Hill Aid",
        ),
        ("Nurse (N)\n\nHillMed Association\n\nLocation: Lori", "HillMed Association"),
        ("Relief Lab Mali: Avis de candidature\n\nTitre du poste : Comptable", "Relief Lab Mali"),
        ("Hill Lab Mali: Vacancy announcement\n\nJob title: Nurse", "Hill Lab Mali"),
        ("The Hill Mission in Goma, Congo is seeking a nurse.", "Hill Mission in Goma"),
        ("JURISTE (H/F) – KAYES\nCDI (temps partiel)\nLe Pont Vert est une association.", "Pont Vert"),
        ("Title: Nurse\nHill Aid currently helps people in Lori.", "Hill Aid"),
        ("Titre : Comptable\nPont Vert aide actuellement les villages.", "Pont Vert"),
        (
            "Pour ce projet, l’Organisation Humaine pour le Progrès (OHP) recrute :\nTitre : Comptable",
            "Organisation Humaine pour le Progrès",
        ),
        (
            "Suite à un départ, le Conseil d’administration de l’Association des Verts Prés recrute un cadre.",
            "Association des Verts Prés",
        ),
        ("The Board of the Hill Valley Trust is seeking a nurse.", "Hill Valley Trust"),
        ("Vacancy title:\nNurse\nJobs at:\nHill Valley Trust\nDeadline of this Job:\n3 June 2022", "Hill Valley Trust"),
        (
            "Titre : Comptable\nAu pays, le travail est long. Les Prés aident.\nPlan International intervient partout.",
            "Plan International",
        ),
        ("Pour son projet, OHPV renforce son équipe et recrute un comptable.", "OHPV"),
        ("IFVE: nurse (7) for the hills\nTITLE: Nurse\nLOCATION: Lori", "IFVE"),
        ("L’ASBL « Vent ! » recrute un chargé de projet.", "Vent !"),
        ('Le réseau "Cesser le feu" est une fédération de groupes. Il recrute.', "Cesser le feu"),
        (
            "Comptable\nType de contrat\nCDD\nStructure qui embauche\nLES HALLES VERTES\nLieu\nDax\n"
            "Date limite\n01/12/2017\nDate d'embauche\n08/01/2018",
            "LES HALLES VERTES",
        ),
        ("VWT seeks a Nurse.\nThe World Valley Fund (VWT) requires a nurse.", "World Valley Fund"),
        ("VWT recrute un comptable.\nLe Fonds des Vallées (VWT) recherche un comptable.", "Fonds des Vallées"),
        ("Job Title: Nurse\n\nAO “ClaireSource” is hiring a Nurse", "AO “ClaireSource”"),
        # The heading of a page in a third language is nobody's name where the text says who hires.
        ("Ofertas Varias\n\nVerde Alto is hiring a Nurse\n\nJob Title: Nurse\nDuty Station: Yerevan", "Verde Alto"),
    ],
)
def test_employers(text: str, employer: str) -> None:
    document = read(text)
    header = read_header(document)
    assert header.employer is not None
    assert header.employer.value == employer
    assert stands_in(document, header.employer)


def test_an_acronym_gives_way_to_its_long_form() -> None:
    header = read_header(
        read("Hill Aid Network is looking for help.\nThe Valley Water Trust (VWT) helps. VWT is seeking a Nurse.")
    )
    assert header.employer is not None
    header = read_header(read("VWT is seeking a Nurse. The Valley Water Trust (VWT) helps."))
    assert header.employer is not None
    assert header.employer.value == "Valley Water Trust"


@pytest.mark.parametrize(
    "text",
    [
        "About the Hill Water Activity:\nCorruption is high.",
        "Évaluation du projet\nFinancé par\nAgence des Collines\nLe consultant propose.",
        "AccueilActualitésLe Réseau\nComptable\nOn écrit.",
        "31 Jan, 2024\n\nTITLE: Nurse\nLOCATION: Lori",
        "Titre : Comptable\nSelon l’UNICEF, il y a un enfant sur deux.",
        "Title: Nurse\nAccording to UNICEF, it is one child of two.",
        "WHO WE ARE\nOne of our goals is health.",
        "Titre : Conseillère\nFinancé par Affaires des Collines (AC), le projet a commencé.",
        "Titre : Comptable\nEn raison d’un congé, à compter d’avril 2020, l’association recrute un animateur.",
        "Title: Clerk\nThe Hill Care, Learning and Health (HCLH) Manager helps.",
        "L’ASBL recrute.",
        "Nurse\nAll is done in time. S/he supports the team. He/she helps others.",
        # What an item of a list begins with is a part, a duty or a demand.
        "Comptable\n1. Avoir un diplôme.\n2. Avoir accompagné pendant 7 ans des équipes.\n\nOn agit au Mali.",
        "Nurse\n• Part 1 water,\n• Part 2 promotes local aid in the hills.\n\nAll is done in time.",
        "Comptable\nDurée\nUn an\nStatut d’accompagné\nN/A\nGrade\nOn agit au Mali depuis 2001.",
        "Nurse\nLocation Lori\nSalary Sector NGO\n\nAll is done in time.",
        "The NGO seeks a nurse.",
        "Date d'embauche\n3 mai 2025",
        "Solicitation for Nurses is open.",
        "Title: Nurse\nRivers for All (RFA) is a project in Mali.",
        "Titre : Infirmière\nDes Rivières pour Tous (DRT) est un projet au Mali.",
        "Title: Nurse\nShe joins the Green River Valleys (GRV) Project.",
        "Titre : Infirmière\nLe Programme d'Appui aux Rivières (PAR) commence.",
    ],
)
def test_a_kind_is_no_name(text: str) -> None:
    assert read_header(read(text)).employer is None


@pytest.mark.parametrize("text", ["La personne aura un Master. Une expérience de projets est demandée.", "Apply now.", ""])
def test_no_employer_is_made_up(text: str) -> None:
    assert read_header(read(text)).employer is None


@pytest.mark.parametrize(
    ("text", "countries", "places"),
    [
        ("LOCATION:  Yerevan, Armenia", ["AM"], ["Yerevan"]),
        ("POSITION LOCATION: Gyumri, Shirak Region, permanent residence is not\nrequired", [], ["Gyumri", "Shirak Region"]),
        ("Pays : RCA – poste basé à Bangui. Déplacements dans la Vakaga.", ["CF"], ["Bangui"]),
        ("Lieu d’affectation : Mali, Mauritanie, Sénégal (ville à discuter)", ["ML", "MR", "SN"], []),
        ("Lieu du stage : Adakié/Côte d’Ivoire", ["CI"], ["Adakié"]),
        ("Duty Station: 1 position in Bosaso, 1 in Badhan, and 1 in Qardho", [], ["Bosaso", "Badhan", "Qardho"]),
        ("Project Coordinator – Goundam – Mali\n\nWe help.", ["ML"], ["Goundam"]),
        ("Coordinateur.trice Médical.e - H/F\n\nBamako, Mali", ["ML"], ["Bamako"]),
        ("Titre : Comptable\nPoste situé à Bujumbura, au Burundi ; il faut se rendre à Gitega.", ["BI"], ["Bujumbura"]),
        ("LOCATION:  Central Office; Yerevan, Armenia", ["AM"], ["Yerevan"]),
        ("Duty station: Bamako with frequent travels to Kayes, Mopti and Sikasso", [], ["Bamako"]),
        ("Lieu d’affectation : Bamako, avec voyages fréquents vers Kayes, Mopti et Sikasso", [], ["Bamako"]),
        (
            "TITLE: Coordinator\nLOCATION: Yerevan, Armenia\nThis position is based in Waitsfield, Vermont. "
            "We work in the United States.",
            ["US"],
            ["Waitsfield", "Vermont"],
        ),
        ("Lieu d’affectation : Goma, avec voyages fréquents vers Beni et Masisi", [], ["Goma"]),
        ("Location: Goma, with frequent travels to Beni and Masisi", [], ["Goma"]),
        ("Lieu d’affection : Miragoâne, Gonaïves", [], ["Miragoâne", "Gonaïves"]),
        ("Titre : Juriste\nLe travail se fait au nord du Laos, dans la province de Phongsaly.", ["LA"], ["Phongsaly"]),
        ("TITLE: Nurse\nThe work is in the north of Laos, in the province of Phongsaly.", ["LA"], ["Phongsaly"]),
        ("Mali : Comptable\n\nNous agissons.", ["ML"], []),
        (
            "Relief Lab Mali : Avis de candidature\nTitre du poste : Comptable\nLieu : Relief Lab Mali, Bureau de Kayes",
            ["ML"],
            ["Kayes"],
        ),
        ("Title: Nurse\nLocations\nWest and Central Africa Region\nDuty station: Dakar", [], ["Dakar"]),
        ("Titre : Comptable\nPoste basé à : Sud de Madagascar", ["MG"], []),
        ("Title: Nurse\nDuty station: Tororo District, Eastern Uganda", ["UG"], ["Tororo District"]),
        ("Titre : Comptable\nLieu de travail principal : Kayes et Nioro\nPays : Mali", ["ML"], ["Kayes", "Nioro"]),
        ("Titre : Comptable\nPays\nMali\nLieu (ville/région)\nKayes", ["ML"], ["Kayes"]),
        ("Title: Nurse\nCountry: Mali\nThe post is initially based in Kayes, close to the river.", ["ML"], ["Kayes"]),
        ("Titre : Comptable\nLieu : Montreuil 93100, France", ["FR"], ["Montreuil"]),
        (
            "Titre : Agent au Congo-Kinshasa\nLieu : Mbandaka, Gbadolite (Equateur)\nNous aidons la RDC.",
            ["CD"],
            ["Mbandaka", "Gbadolite"],
        ),
        ("Titre : Juriste\nLe réseau aide la province de l'Equateur.", [], []),
        ("Title: Nurse\nWe help in Niger State.", [], []),
        ("Titre : Juriste\nAu Mali, le projet agit à Kayes, Mopti et Sikasso.", ["ML"], []),
        ("Title: Nurse\nIn Mali we help in the west (Kayes), Mopti and Sikasso.", ["ML"], []),
        ("Titre : Comptable\nLieux d’affectation\n01 Comptable & Caissier (ère) – Kayes (Mali)", ["ML"], ["Kayes"]),
        ("Title: Nurse\nLocation: North-Western Province of Zambia", ["ZM"], ["North-Western Province"]),
        ("Title: Nurse\nThe position is based at the Hill Aid offices in Lusaka, Zambia.", ["ZM"], ["Lusaka"]),
        ("Titre : Comptable\nEmplacement\nBasé(e)s à Tunis, Tunisie", ["TN"], ["Tunis"]),
        ("Mali : juriste\nAu Mali, on va à Kayes. On va aussi à Mopti. Et on va à Sikasso.", ["ML"], []),
        ("Mali: lawyer\nIn Mali we go to Kayes. We go to Mopti too. And we go to Sikasso.", ["ML"], []),
        ("Titre : Comptable\nDate limite : 30 juin 2025 (à 12 h, heure de Guadeloupe)", [], []),
        ("Title: Nurse\nThe place of work is the Geneva office of Hill Aid.", [], ["Geneva"]),
        ("Titre : Conseillère\nLieu du volontariat : Porto-Novo, Bénin", ["BJ"], ["Porto-Novo"]),
        ("Title: Nurse\nBased: HAV office in Monrovia, with regular travels within Liberia", ["LR"], ["Monrovia"]),
        ("Titre : Comptable\nLieu : Boffa (1 Commune Urbaine et 7 Communes Rurales)", [], ["Boffa"]),
        ("Title: Nurse\nIn Mali the project helps people of Kayes, Mopti and Sikasso.", ["ML"], []),
        ("TITLE: Nurse\nWork in Laos: in the province of Xaquala and the province of Yquala.", ["LA"], []),
    ],
)
def test_countries_and_places(text: str, countries: list[str], places: list[str]) -> None:
    document = read(text)
    header = read_header(document)
    assert [item.value for item in header.countries] == countries
    assert [item.value for item in header.places] == places
    assert all(stands_in(document, item) for item in (*header.countries, *header.places, *header.countries_mentioned))


def test_other_countries_are_only_mentioned() -> None:
    header = read_header(read("TITLE: Nurse\nLOCATION: Bamako, Mali\nWe also work in Niger and in Senegal."))
    assert [item.value for item in header.countries] == ["ML"]
    assert sorted(str(item.value) for item in header.countries_mentioned) == ["NE", "SN"]


@pytest.mark.parametrize(
    "text",
    [
        "TITLE: Nurse\nLOCATION: Bamako",  # a town does not make a country
        "Titre : Juriste\nLe projet est soutenu par l'Ambassade du Royaume des Pays-Bas.",
        "Titre : Juriste\nUne équipe de 22 personnes, en France, au siège de Poitiers, soutient le terrain.",
    ],
)
def test_no_country_is_made_up(text: str) -> None:
    assert read_header(read(text)).countries == ()


def test_a_line_with_an_address_is_no_title() -> None:
    title = read_header(read("Hill Aid works in Mali.\nWrite to coordinator@hillaid.org\nThe nurse treats children.")).title
    assert title is None or "@" not in str(title.value)
