"""Organizations, donors and projects: who is taken for what, and what is taken for nothing."""

from __future__ import annotations

import pytest
from network_samples import network_of

from organigram.model import Budget

PAID = [
    ("Le projet est financé par la Fondation Wara et le gouvernement français.", ["Fondation Wara", "gouvernement français"]),
    ("The Birds NGO with funding from the Tuli Foundation seeks a clerk.", ["Tuli Foundation"]),
    ("An upcoming USAID-funded agribusiness program in Ghana.", ["USAID"]),
    (
        "Grâce au soutien financier de l'Ambassade du Royaume de Belgique au Mali, il avance.",
        ["Ambassade du Royaume de Belgique"],
    ),
    ("This scheme is sponsored by the Government of the Netherlands and is open.", ["Government of the Netherlands"]),
    ("Budget : BHA, AECID, Fonds Mondial", ["BHA", "AECID", "Fonds Mondial"]),
    ("Bailleurs de fonds : Fondation Tuli", ["Fondation Tuli"]),
    ("Cofinancé par l'AFD, Oxfam recrute un.e volontaire.", ["AFD"]),
    ("Projet financé par la Suède.", ["Suède"]),
    ("CIR le finance depuis 2024.", ["CIR"]),
    ("It prepares the statement for Misereor, which finances the project.", ["Misereor"]),
    ("Projet d'aide aux communautés (financement CIR : 2,5 millions d'euros, 12 mois).", ["CIR"]),
    ("The Clean Cups project (UNICEF, 2023-2025) reaches forty schools.", ["UNICEF"]),
    ("The centre is supported by Misereor, the Ford Foundation and many givers.", ["Misereor", "Ford Foundation"]),
    ("Camps run thanks to the support of Sida and of UN Women.", ["Sida", "UN Women"]),
    ("Nos principaux bailleurs de fonds sont ECHO et les agences des nations unies (UNICEF, OIM).", ["ECHO", "UNICEF", "OIM"]),
    ("Oxfam works through the support of the Ford Foundation.", ["Ford Foundation"]),
    ("Son financement vient de l'apport budgétaire de l'AFD.", ["AFD"]),
    ("The donors include the EU, ECHO, USAID, BHA and Sida.", ["EU", "ECHO", "USAID", "BHA", "Sida"]),
    ("Subvention de la Fédération des acteurs de la solidarité.", ["Fédération des acteurs de la solidarité"]),
]

NOT_PAID = [
    "The officer will liaise with USAID and the Ministry of Education.",
    "Au moins 5 ans d'expérience de projets financés par l'USAID.",
    "Previous experience of working in USAID funded grants.",
    "Experience with donor funded projects; funding opportunities are welcome.",
    "Toolkit soutenu par la référente santé.",
    "Poste basé à Bamako, Mali.",
    "The team is supported by Nepal Rising in the field.",
    "Experience of the Clean Cups project (UNICEF) is useful.",
    "It is launched with the World Food Programme (WFP).",
]


@pytest.mark.parametrize(("text", "donors"), PAID, ids=[text[:40] for text, _ in PAID])
def test_donors_pay(text: str, donors: list[str]) -> None:
    network = network_of(text, employer="Oxfam")
    assert [item.value for item in network.donors] == donors
    assert [item.value for item in network.organizations if item.relation == "donor"] == donors


@pytest.mark.parametrize("text", NOT_PAID)
def test_others_do_not(text: str) -> None:
    assert network_of(text).donors == ()


def test_each_of_two_that_pay_has_words_of_its_own() -> None:
    text = "Wara works in Mali.\nLake Foundation and River Fund funds the project Clear Wells."
    donors = [one for one in network_of(text, employer="Wara").organizations if one.relation == "donor"]
    assert [one.value for one in donors] == ["Lake Foundation", "River Fund"]
    for donor in donors:
        assert all(str(donor.value) in evidence.quote for evidence in donor.evidence)


def relations(text: str, employer: str = "") -> dict[str, str]:
    return {str(item.value): item.relation for item in network_of(text, employer=employer).organizations}


def test_one_organization_by_two_names_is_one_item() -> None:
    text = (
        "Ce projet est financé par la coopération espagnole.\nBudget : AECID, Fonds Mondial\nAussi financé par le Fond Mondiale."
    )
    network = network_of(text)
    assert [item.value for item in network.donors] == ["AECID", "Fonds Mondial"]
    assert [e.quote.split()[-1] for e in network.donors[0].evidence[:2]] == ["espagnole", "AECID"]


def test_an_acronym_with_two_letters_swapped_stays_one_unknown_donor() -> None:
    text = "Le projet Wara est financé par XIQ.\nLe projet Tuli est financé par XIQ.\nBudget : BHA, XQI"
    assert [item.value for item in network_of(text).donors] == ["XIQ", "BHA"]


def test_the_employer_is_itself_by_its_short_names() -> None:
    text = "Grand Nord Solidarités pour le Développement (Grandev) recrute. Grandev et GNSD travaillent avec le HCR."
    assert relations(text, "Grand Nord Solidarités pour le Développement") == {
        "Grand Nord Solidarités pour le Développement": "employer",
        "HCR": "partner",
    }


@pytest.mark.parametrize(
    ("employer", "text"),
    [
        (
            "AO “ClaireSource”",
            "AO “ClaireSource” is hiring. In partnership with the Public Association ClaireSource, water flows.",
        ),
        ("ClaireSource asbl", "ClaireSource asbl recrute. En partenariat avec l’association ClaireSource, l’eau coule."),
    ],
)
def test_the_employer_is_itself_by_its_own_word_with_another_kind(employer: str, text: str) -> None:
    assert [item.value for item in network_of(text, employer=employer).organizations] == [employer]


@pytest.mark.parametrize("text", ["ABOUT THE FOUNDATION:\nWara helps.", "Our Association, and The Foundation."])
def test_a_heading_of_a_kind_is_no_organization(text: str) -> None:
    assert network_of(text).organizations == ()


def test_partners_are_read_from_lists_with_their_kinds() -> None:
    text = (
        "Wara works alongside the Malian NGO TUL – SP. Teams work on behalf of other organizations such as the medical NGOs "
        "KARO, SANTÉ Plus, SOS Soins / MIRA, the research organizations ZENO and the NGO Terra Verda and many others."
    )
    assert relations(text) == dict.fromkeys(
        ["TUL – SP", "KARO", "SANTÉ Plus", "SOS Soins / MIRA", "ZENO", "Terra Verda"], "partner"
    )


def test_a_mission_of_the_employer_an_authority_and_a_job_board() -> None:
    text = (
        "Wara Aid has helped for years. Wara Aid Tanzania is to help Burundi, offering support to the Ministry of Health. "
        "Please say that you learned of this job opportunity through Career Center."
    )
    network = network_of(text, employer="Wara Aid")
    assert [(item.value, item.relation, item.country) for item in network.organizations] == [
        ("Wara Aid", "employer", None),
        ("Wara Aid Tanzania", "unit", "TZ"),
        ("Ministry of Health", "authority", "BI"),
        ("Career Center", "other", None),
    ]


def test_words_in_capitals_and_sanctions_lists_name_no_organization() -> None:
    text = "CARE – INNOVATE – TOGETHER\nScreening uses sanctions lists of the United Nations and the European Union."
    assert relations(text) == {}


NAMED = [
    ("Le projet Migration en Paix, consortium, commence.", ["Migration en Paix"]),
    ("Chef de projet « Elle Mène » Mali", ["Elle Mène"]),
    ("Cadre : Projet de Renforcement des Organisations Paysannes (PROPAY) au Nord.", ["PROPAY"]),
    ("She oversees the KUTTO research project in Tanzania.", ["KUTTO"]),
    ('Training Officer for "Clean Water for All" Project in Gorgol.', ["Clean Water for All"]),
    ("The Armenia Social Change Program (ASCP) began.", ["Armenia Social Change Program"]),
    ("Children's Green Village is a 3 year project of ours.", ["Children's Green Village"]),
    ("the regional water project “Tone La Bahari” goes on", ["Tone La Bahari"]),
    ("with a research project: AIRA (better care for children)", ["AIRA"]),
]

UNNAMED = [
    "The Project Manager leads the Project Unit and Project Cycle Management.",
    "Chef.fe de Projet WASH recherché.e",
    "OUR PROJECT THEMES: Malnutrition, Health",
    "The project is funded. This Program grows. Experience of the World Food Programme.",
    "Project Harmony runs courses.",
]


@pytest.mark.parametrize(("text", "names"), NAMED, ids=[text[:40] for text, _ in NAMED])
def test_projects_are_named(text: str, names: list[str]) -> None:
    assert [item.value for item in network_of(text).projects] == names


@pytest.mark.parametrize("text", UNNAMED)
def test_work_without_a_name_is_no_project(text: str) -> None:
    assert network_of(text, employer="Project Harmony").projects == ()


def test_each_project_of_a_list_has_its_own_donor_time_and_money() -> None:
    text = (
        "La mission compte deux projets :\n\n"
        "  • Projet d'accès aux soins dans le Nord. Ce projet est financé par BHA et vise les enfants.\n\n"
        "  • Projet Lumière, financé par le Fonds Mondial via WARA MALI pour 2,5 millions d’euros "
        "(d’avril 2025 à fin mars 2026).\n"
    )
    first, second = network_of(text, country="ML").projects
    assert (first.value, first.donors) == ("Projet d'accès aux soins dans le Nord", ("BHA",))
    assert (second.value, second.donors, second.partners) == ("Lumière", ("Fonds Mondial",), ("WARA MALI",))
    assert (second.start, second.end, second.budget) == ("2025-04", "2026-03", Budget(2_500_000, "EUR"))


def test_programme_consortium_and_assignment() -> None:
    text = (
        "Cette fonction s’inscrit dans le projet Migration en Paix, consortium financé par l’Union Européen dans le cadre du "
        "programme EU4Wara."
    )
    (project,) = network_of(text, country="BE").projects
    assert (project.programme, project.consortium, project.assigned, project.countries) == ("EU4Wara", True, True, ("BE",))
    assert project.donors == ("Union Européen",)


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("Le consortium du projet Migration en Paix réunit Wara (cheffe de file), Oxfam et Acted.", "Wara"),
        ("Le consortium du projet Migration en Paix compte trois membres, et Wara en est cheffe de file.", "Wara"),
        ("Le projet Migration en Paix est porté par un consortium mené par Oxfam, avec Wara.", "Oxfam"),
        ("Le consortium du projet Migration en Paix réunit Wara, chef de file du projet, Oxfam et Acted.", "Wara"),
        ("Consortium du projet Migration en Paix : Wara, chef de file ; Oxfam, chef de file.", None),
        ("The project “Clear Wells” is run by a consortium led by Oxfam with Wara and Acted.", "Oxfam"),
        ("The consortium of the project “Clear Wells” (Wara, the lead agency; Oxfam) begins.", "Wara"),
        ("The project “Clear Wells” is run by a consortium of Wara and Oxfam.", None),
        ("The project “Clear Wells” is led by Oxfam.", None),
    ],
)
def test_who_leads_a_consortium(text: str, lead: str | None) -> None:
    (project,) = network_of(text, employer="Wara").projects
    assert project.lead == lead


def test_a_project_takes_the_country_and_the_time_that_stand_by_it() -> None:
    text = "Wara is part of the TUBIKO harm reduction project in Rwanda, which will run from October 2023 to September 2026."
    (project,) = network_of(text, employer="Wara", country="TZ").projects
    assert (project.value, project.countries, project.start, project.end) == ("TUBIKO", ("RW",), "2023-10", "2026-09")


def test_members_of_a_consortium_are_partners() -> None:
    found = relations("The RISE consortium (Olive Aid, Danish Refugee Council, Search for Common Ground) works.", "Olive Aid")
    assert found == {"Olive Aid": "employer", "Danish Refugee Council": "partner", "Search for Common Ground": "partner"}


def test_a_ministry_among_partners_is_an_authority() -> None:
    found = relations("Partenaires : l'ONG Jigi Tugu et le ministère de la santé.")
    assert found == {"Jigi Tugu": "partner", "ministère de la santé": "authority"}


def test_a_chair_that_bears_the_employers_name_is_joint() -> None:
    found = relations("MdM-Be recrute. Animer la Chaire Santé-Précarité ULB-MDM-BE.", "MdM-Be")
    assert found == {"MdM-Be": "employer", "Chaire Santé-Précarité ULB-MDM-BE": "partner", "ULB": "partner"}


@pytest.mark.parametrize(
    ("text", "projects"),
    [
        ("- KALANSO – accès à l'école. Bailleurs : UNICEF", ["KALANSO"]),
        ('* "Maji": water supply, funded by Norad', ["Maji"]),
        ("relire les enquêtes d’AGIR+, programme financé par l’Union européenne", ["AGIR"]),
        ('Two grants: "Skills4Youth", financed by the Mastercard Foundation.', ["Skills4Youth"]),
        ("GCN carries out the Lishe Bora programme, which is funded by FCDO.", ["Lishe Bora programme"]),
        ("- Budget – financé par l'AFD", []),
        ("- Mali – project funded by ECHO", []),
    ],
)
def test_projects_of_lists_and_appositions(text: str, projects: list[str]) -> None:
    assert [item.value for item in network_of(text).projects] == projects


@pytest.mark.parametrize(
    ("text", "units"),
    [
        (
            "You support the Water Unit in its plans and give guidance to Finance Department staff.",
            ["Water Unit", "Finance Department"],
        ),
        ("You advise the Country Director and Water Unit on wells.", ["Water Unit"]),
        ("Send your letter to the Finance Department by e-mail.", []),
        ("PART OF THE WORK of the PRIU Unit is hers.", []),
        ("She leads the Mali-Niger Cluster, which has three teams.", ["Mali-Niger Cluster"]),
    ],
)
def test_units_that_the_work_is_for(text: str, units: list[str]) -> None:
    network = network_of(text, employer="Wara Aid")
    assert [item.value for item in network.organizations if item.relation == "unit"] == units


@pytest.mark.parametrize(
    "text",
    [
        "The KISIMA project feeds schools. The work is done in three towns. The project is funded by the EU.",
        "Le projet KISIMA nourrit les écoles. Le travail se fait en trois lieux. Le projet est financé par l’Union européenne.",
    ],
)
def test_money_told_two_sentences_later_is_the_projects(text: str) -> None:
    (project,) = network_of(text, employer="Wara Aid").projects
    assert len(project.donors) == 1


def test_public_bodies_are_told_by_three_capitals_and_their_last_word() -> None:
    network = network_of(
        "She trains staff of the State Pension Savings Fund, the Regional Health and Labour Agency and the Commission of Elders. "
        "The Training Center and the RURAL HEALTH CARE FUND are not meant, nor is a Senior Policy Officer Agency. "
        "Wara Aid is a Rural Harbour and Garden Agency.",
        employer="Wara Aid",
    )
    assert [item.value for item in network.organizations if item.relation != "employer"] == [
        "State Pension Savings Fund",
        "Regional Health and Labour Agency",
        "Commission of Elders",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She meets the Regional Water Bureau (RWB) every week.", {"Regional Water Bureau": "other"}),
        (
            "Elle voit l'Organisme Public de la Pêche et des Lacs (OPPL).",
            {"Organisme Public de la Pêche et des Lacs": "other"},
        ),
        ("She follows the Standard Operating Procedures (SOP) and the Mobile Medical Teams (MMT).", {}),
    ],
)
def test_a_body_that_its_bracket_closes_is_an_organization(text: str, expected: dict[str, str]) -> None:
    found = {str(item.value): item.relation for item in network_of(text, employer="Wara Aid").organizations}
    assert {name: relation for name, relation in found.items() if relation != "employer"} == expected


def test_what_stands_behind_a_semicolon_is_paid_by_another() -> None:
    text = (
        "Le projet « Puits du Nord » est soutenu par la Fondation Lune ; des stages de jeunes (soutenus par la Fondation Soleil) "
        "ont lieu."
    )
    assert [project.donors for project in network_of(text, employer="Wara Aid").projects] == [("Fondation Lune",)]


def test_partners_of_a_project_are_those_that_its_sentence_tells() -> None:
    text = (
        "Wara Aid runs the project “Clean Wells” in partnership with Jigi Tugu. "
        "The project “Green Hills” is run in partnership with the Valley Water Trust."
    )
    projects = network_of(text, employer="Wara Aid").projects
    assert {project.value: project.partners for project in projects} == {
        "Clean Wells": ("Jigi Tugu",),
        "Green Hills": ("Valley Water Trust",),
    }


@pytest.mark.parametrize(
    "label", ["Donor: Tuli Foundation", "Co-financer (line): Tuli Foundation", "Bailleur | Tuli Foundation |"]
)
def test_a_label_pays_for_the_labelled_project(label: str) -> None:
    network = network_of(f'Project title: Clean Cups\nDuration: two years\n{label}\nThe project "Dry Land" is another one.')
    assert {item.value: item.donors for item in network.projects} == {"Clean Cups": ("Tuli Foundation",), "Dry Land": ()}


def test_chapters_of_other_countries_are_others() -> None:
    network = network_of("Karo Nepal works in partnership with Karo Norway.", employer="Karo Nepal")
    assert [(item.value, item.relation) for item in network.organizations] == [
        ("Karo Nepal", "employer"),
        ("Karo Norway", "partner"),
    ]


def test_the_whole_of_which_the_employer_is_a_chapter_is_a_network() -> None:
    network = network_of("Karo Worldwide was founded in 1970. Karo Kenya has its office in Kisumu.", employer="Karo Kenya")
    assert [(item.value, item.relation) for item in network.organizations] == [
        ("Karo Kenya", "employer"),
        ("Karo Worldwide", "network"),
    ]
