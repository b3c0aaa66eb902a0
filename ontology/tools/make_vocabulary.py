#!/usr/bin/env python3
"""Make ``ontology/vocabulary/*.ttl`` from the tables beside this script and the public lists in a folder.

usage: make_vocabulary.py LISTS_FOLDER [OUTPUT_FOLDER]

LISTS_FOLDER holds ``ocha_countries_territories.csv``, ``iati_codelists.csv``, ``fts_organisations.csv`` and
``esco_occupations.csv`` (see docs/sources.md).
The same tables and lists give the same bytes.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Container, Iterator
from pathlib import Path

import pycountry
from babel import Locale
from concepts import HEAD, Concept, literal, many, rows, scheme
from name_forms import agreed, french, in_number, joined, plurals, spelled, table

from organigram.folding import slug

LEVELS = {"H": "ngo:HeadquartersLevel", "R": "ngo:RegionalLevel", "M": "ngo:MissionLevel", "F": "ngo:FieldLevel"}
#: The tables of organizations, all of the same columns.
ORGANIZATIONS = (
    "organizations",
    *(f"organizations-{part}" for part in ("multilateral", "funders", "chapters", "red-cross", "ngos")),
)
#: First words of countries' names that English gives an article.
ARTICLED = frozenset(
    ["United", "Netherlands", "Philippines", "Comoros", "Democratic", "Republic", "Central", "Gambia", "Dominican", "Bahamas",
     "Maldives", "Marshall", "Solomon", "Cook", "Holy"]
)  # fmt: skip
#: Countries beside OCHA's independent ones whose governments postings name.
STATES = frozenset(["EH", "PS", "TW", "XK"])


def roles(lists: Path) -> Iterator[Concept]:
    """Role families and roles, with ESCO's occupation and ISCO-08's unit group."""
    esco = {row["label_en"].strip(): row for row in rows(lists, "esco_occupations.csv")}
    yield scheme("scheme/roles", "Roles", "Rôles")
    for row in table("role-families"):
        family = Concept(f"role-family/{row['slug']}", ("skos:Concept",), {"en": row["en"], "fr": row["fr"]})
        family.statements += [("skos:inScheme", "<scheme/roles>"), ("skos:topConceptOf", "<scheme/roles>")]
        yield family
    for row in table("roles"):
        labels = {"en": row["en"], "fr": row["fr"]}
        role = Concept(f"role/{row['slug'] or slug(row['en'])}", ("org:Role", "skos:Concept"), labels)
        role.name("skos:altLabel", "en", spelled([row["en"], *many(row["alt_en"])]))
        role.name("skos:altLabel", "fr", french([row["fr"], *many(row["alt_fr"])]))
        role.name("skos:hiddenLabel", "en", plurals(spelled([row["en"], *many(row["alt_en"])]), "en"))
        masculine = [row["fr"], *many(row["alt_fr"])]
        role.name("skos:hiddenLabel", "fr", plurals(joined([*masculine, *agreed(masculine, "feminine")]), "fr"))
        role.name("ngo:acronym", "en", many(row["acronym_en"]))
        role.name("ngo:acronym", "fr", many(row["acronym_fr"]))
        role.name("ngo:ambiguousName", "", many(row["ambiguous"]))
        role.statements += [("skos:inScheme", "<scheme/roles>"), ("skos:broader", f"<role-family/{row['family']}>")]
        if row["level"]:
            role.statements.append(("ngo:level", LEVELS[row["level"]]))
        occupation = esco[row["esco"]] if row["esco"] else None
        code = row["isco"] or (occupation["code"].split(".")[0] if occupation else "")
        if code:
            role.statements.append(("skos:notation", literal(code)))
        if occupation:
            role.statements.append(("skos:closeMatch", f"<{occupation['uri']}>"))
        yield role


def concepts(name: str, kind: str, title: tuple[str, str], codes: Container[str] = ()) -> Iterator[Concept]:
    """The concepts of a simple table: sectors, contracts. Raises ValueError where a code is none of these DAC ``codes``."""
    yield scheme(f"scheme/{name}", *title)
    for row in table(name):
        concept = Concept(f"{kind}/{row['slug']}", ("skos:Concept",), {"en": row["en"], "fr": row["fr"]})
        for language in ("en", "fr"):
            names = many(row[f"alt_{language}"])
            concept.name("skos:altLabel", language, spelled(names) if language == "en" else names)
            concept.name("ngo:acronym", language, many(row[f"acronym_{language}"]))
        concept.name("ngo:ambiguousName", "", many(row["ambiguous"]))
        concept.statements.append(("skos:inScheme", f"<scheme/{name}>"))
        if row.get("broader"):
            concept.statements.append(("skos:broader", f"<{kind}/{row['broader']}>"))
        if row.get("dac"):
            if row["dac"] not in codes:
                raise ValueError(f"{name}.psv: {row['en']}: no DAC code {row['dac']}")
            concept.statements.append(("skos:notation", literal(row["dac"])))
        yield concept


def countries(lists: Path) -> Iterator[Concept]:
    """OCHA's countries and territories that have an alpha-2 code, with everyday names, adjectives and CLDR's names."""
    own = {row["code"]: row for row in table("countries")}
    territories = {language: Locale(language).territories for language in ("en", "fr")}
    for row in sorted(rows(lists, "ocha_countries_territories.csv"), key=lambda row: code_of(row)):
        code = code_of(row)
        if not code or row["Deprecated"] == "Y":
            continue
        extra = own.get(code, dict.fromkeys(("label_en", "label_fr", "alt_en", "alt_fr"), ""))
        listed = {"en": row["English Short"] or row["Preferred Term"], "fr": row["French Short"] or row["M49 French"]}
        labels = {tag: extra[f"label_{tag}"] or listed[tag] or territories[tag][code] for tag in ("en", "fr")}
        labels = {tag: label.replace("’", "'") for tag, label in labels.items()}
        country = Concept(f"country/{code}", ("schema:Country",), labels)
        for tag in ("en", "fr"):
            country.name(
                "skos:altLabel", tag, [plain(listed[tag]), *many(extra[f"alt_{tag}"]), plain(territories[tag].get(code, ""))]
            )
            country.name("ngo:acronym", tag, many(extra.get(f"acronym_{tag}", "")))
            country.name("ngo:adjective", tag, in_number(many(extra.get(f"adjective_{tag}", "")), tag))
        country.name("ngo:ambiguousName", "", many(extra.get("ambiguous", "")))
        country.statements.append(("skos:notation", literal(code)))
        if alpha_3 := row["ISO 3166-1 Alpha 3-Codes"] or row["x Alpha3 codes"]:
            country.statements.append(("ngo:alpha3", literal(alpha_3)))
        if number := row["m49 numerical code"]:
            country.statements.append(("ngo:m49", literal(number.zfill(3))))
        yield country


def code_of(row: dict[str, str]) -> str:
    """The alpha-2 code of a row of OCHA's list: ISO's, or Kosovo's user-assigned one."""
    return row["ISO 3166-1 Alpha 2-Codes"] or (row["x Alpha2 codes"] if row["x Alpha2 codes"] == "XK" else "")


def plain(name: str) -> str:
    """A listed name as a posting would write it, or "" where the list writes it for sorting or in brackets."""
    return "" if re.search(r"[(\[,]| - ", name) else name.replace("’", "'")


def organization_types(lists: Path) -> Iterator[Concept]:
    """IATI's OrganisationType."""
    french_names = {row["code"]: row["fr"] for row in table("organization-types")}
    yield scheme("scheme/organization-types", "Organization types", "Types d'organisation")
    for row in rows(lists, "iati_codelists.csv"):
        if row["codelist"] == "OrganisationType":
            code = row["code"]
            labels = {"en": row["name_en"], "fr": french_names.get(code) or row["name_fr"].replace("regionale", "régionale")}
            concept = Concept(f"organization-type/{code}", ("skos:Concept",), labels)
            concept.statements += [("skos:inScheme", "<scheme/organization-types>"), ("skos:notation", literal(code))]
            yield concept


def organizations(lists: Path) -> Iterator[Concept]:
    """Governments, and the organizations of the tables with their networks and known units."""
    channels = {row["code"] for row in rows(lists, "iati_codelists.csv") if row["codelist"] == "CRSChannelCode"}
    yield from governments(lists)
    found = [organization(row, channels) for name in ORGANIZATIONS for row in table(name)]
    join_networks({concept.path.removeprefix("organization/"): concept for concept in found})
    yield from found


def join_networks(found: dict[str, Concept]) -> None:
    """State the memberships of ``memberships.psv``. Raises ValueError where it names an organization that no table has."""
    for row in table("memberships"):
        for member in many(row["members"]):
            if unknown := {member, row["network"]} - set(found):
                raise ValueError(f"memberships.psv: {row['network']}: no organization {', '.join(sorted(unknown))}")
            statement = ("org:memberOf", f"<organization/{row['network']}>")
            if statement not in found[member].statements:
                found[member].statements.append(statement)


def governments(lists: Path) -> Iterator[Concept]:
    """The governments of states; donors are those that OCHA's FTS tells of. An adjective that two states share names neither."""
    paying = {row["name"].partition(", Government")[0].partition(" (")[0] for row in rows(lists, "fts_organisations.csv")}
    listed = {code_of(row): row for row in rows(lists, "ocha_countries_territories.csv")}
    states = [row for row in table("countries") if listed[row["code"]]["Independent"] == "Y" or row["code"] in STATES]
    states = [row for row in states if row["adjective_en"] and row["adjective_fr"]]
    told = Counter(adjective for row in states for tag in ("en", "fr") for adjective in many(row[f"adjective_{tag}"]))
    for row in states:
        english, adjectives = ([a for a in many(row[f"adjective_{tag}"]) if told[a] == 1] for tag in ("en", "fr"))
        entry, code = listed[row["code"]], row["code"]
        name = row["label_en"] or entry["English Short"]
        the = "the " if name.split()[0] in ARTICLED else ""
        labels = {"en": f"Government of {the}{name}", "fr": f"Gouvernement {row['of_fr'] or adjectives[0]}"}
        donor = {entry["English Short"], entry["Preferred Term"], name} & paying
        types = ("org:FormalOrganization", "ngo:Donor") if donor else ("org:FormalOrganization",)
        government = Concept(f"organization/government-{code.lower()}", types, labels)
        formal = entry["English Formal"]
        government.name("skos:altLabel", "en", [f"{word} Government" for word in english])
        government.name("skos:altLabel", "en", [f"Government of {formal}" if formal else "", f"{name} Government"])
        government.name("skos:altLabel", "fr", [f"État {adjective}" for adjective in adjectives[:1]])
        short = [form for name in many(row["acronym_en"]) for form in (name, name.replace(".", ""))]
        government.name("skos:altLabel", "en", [f"{name} Government" for name in short])
        government.statements += [
            ("org:classification", "<organization-type/10>"), ("ngo:homeCountry", f"<country/{code}>"),
        ]  # fmt: skip
        yield government


def organization(row: dict[str, str], channels: set[str]) -> Concept:
    """One organization or unit of a row. Raises ValueError where its channel code is not in IATI's list."""
    unit = row["type"] == "unit"
    types = ["org:OrganizationalUnit", "ngo:Mission"] if unit else ["org:FormalOrganization"]
    types += [name for flag, name in (("D", "ngo:Donor"), ("N", "ngo:Network")) if flag in row["flags"]]
    labels = {"en": row["en"], "fr": row["fr"] or row["en"]}
    path = "/".join([slug(row["slug"].partition("/")[0] or row["en"]), *row["slug"].split("/")[1:]])
    concept = Concept(f"organization/{path}", tuple(types), labels)
    concept.name("skos:altLabel", "en", spelled([row["en"], *many(row["alt_en"])]))
    concept.name("skos:altLabel", "fr", joined([labels["fr"], *many(row["alt_fr"])]))
    concept.name("ngo:acronym", "", many(row["acronym"]))
    concept.name("skos:hiddenLabel", "", many(row["hidden"]))
    concept.name("ngo:ambiguousName", "", many(row["ambiguous"]))
    if unit:
        concept.statements += [
            ("org:unitOf", f"<organization/{row['member']}>"),
            ("ngo:operatesIn", f"<country/{row['country']}>"),
        ]
        return concept
    concept.statements.append(("org:classification", f"<organization-type/{row['type']}>"))
    if row["country"]:
        concept.statements.append(("ngo:homeCountry", f"<country/{row['country']}>"))
    for member in many(row["member"]):
        predicate = "org:subOrganizationOf" if member.startswith("^") else "org:memberOf"
        concept.statements.append((predicate, f"<organization/{member.removeprefix('^')}>"))
    if row["channel"]:
        if row["channel"] not in channels:
            raise ValueError(f"organizations.psv: {row['en']}: no channel code {row['channel']}")
        concept.statements.append(("skos:notation", literal(row["channel"])))
    return concept


def languages() -> Iterator[Concept]:
    """ISO 639-1 languages and those of ``languages.psv``, named by CLDR."""
    extra = {row["code"]: row for row in table("languages")}
    english, french_names = Locale("en").languages, Locale("fr").languages
    codes = {language.alpha_2 for language in pycountry.languages if hasattr(language, "alpha_2")} | set(extra)
    yield scheme("scheme/languages", "Languages", "Langues")
    for code in sorted(codes & set(english) & set(french_names) | set(extra)):
        row = extra.get(code, {"alt_en": "", "alt_fr": ""})
        en, fr = (names.get(code) or many(row[f"alt_{tag}"])[0] for tag, names in (("en", english), ("fr", french_names)))
        concept = Concept(f"language/{code}", ("skos:Concept",), {"en": en, "fr": fr})
        concept.name("skos:altLabel", "en", many(row["alt_en"]))
        concept.name("skos:altLabel", "fr", many(row["alt_fr"]))
        concept.statements += [("skos:inScheme", "<scheme/languages>"), ("skos:notation", literal(code))]
        yield concept


def main() -> None:
    """Write every file."""
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    lists = Path(sys.argv[1])
    out = Path(sys.argv[2]) if len(sys.argv) == 3 else Path(__file__).parent.parent / "vocabulary"
    dac = {row["code"] for row in rows(lists, "iati_codelists.csv") if row["codelist"] in ("Sector", "SectorCategory")}
    dac |= {f"{code[:2]}0" for code in dac}  # the DAC's groups of categories, 120 of 121 and 122
    files = {
        "roles": roles(lists),
        "sectors": concepts("sectors", "sector", ("Sectors", "Secteurs"), dac),
        "contracts": concepts("contracts", "contract", ("Contracts", "Contrats")),
        "countries": countries(lists),
        "organization-types": organization_types(lists),
        "organizations": organizations(lists),
        "languages": languages(),
    }
    for name, made in files.items():
        found = list(made)
        (out / f"{name}.ttl").write_text(HEAD + "".join(line for concept in found for line in concept.lines()), encoding="utf-8")
        print(f"{name}: {len(found)}")


if __name__ == "__main__":
    main()
