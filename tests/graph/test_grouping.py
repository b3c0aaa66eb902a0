"""Names brought together over postings: what joins, what is only offered, what stays apart; one decision for a group."""

from __future__ import annotations

import dataclasses
import itertools
import json
import random
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organigram.cli.app import run
from organigram.config import load_settings
from organigram.grouping import GROUPED, Likeness, Names
from organigram.likeness import halves, spelling
from organigram.linking import link
from organigram.model import Evidence, Facts, Item, OrganizationItem, Relation
from organigram.namespaces import BASE, expand, graph, unresolved
from organigram.pipeline import build
from organigram.review import Decisions, decide, keep_apart, load_decisions
from organigram.store import open_store
from organigram.undecided import alike_in, undecided, unresolved_entities
from organigram.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()


def told(name: str, *values: str, country: str = "ML", employer: str = "", relation: Relation = "partner") -> Facts:
    """The linked facts of a posting that names these organizations."""
    items = tuple(OrganizationItem(value, evidence=(Evidence(0, len(value), value),), relation=relation) for value in values)
    countries = (Item(country),) if country else ()
    facts = Facts(name, name, "fr", organizations=items, countries=countries, employer=Item(employer) if employer else None)
    return link(facts, VOCABULARY)


def likenesses(*postings: Facts, decisions: Decisions | None = None) -> dict[tuple[str, str], tuple[int, str]]:
    names = Names()
    for facts in postings:
        names.add(facts)
    found = names.likenesses(different=(decisions or Decisions()).different, countries=VOCABULARY.country_words)
    return {(_short(one), _short(other)): (like.score, like.reason) for (one, other), like in found.items()}


def _short(iri: str) -> str:
    return iri.rpartition("/")[2]


def iris(*values: str, country: str = "ML", relation: Relation = "partner") -> set[str]:
    return {
        str(item.iri)
        for number, value in enumerate(values)
        for item in told(str(number), value, country=country, relation=relation).organizations
    }


def test_the_spellings_of_one_name_are_one_entity_in_any_posting() -> None:
    names = [
        "ONG Solidarité Zorblaxienne (SOZO)",
        "Solidarité Zorblaxienne",
        "Solidarite zorblaxienne – ONG",
        "SOLIDARITÉS ZORBLAXIENNES",
    ]
    assert iris(*names) == {unresolved("organization", "solidarite-zorblaxienne")}


def test_within_a_posting_the_acronym_is_its_long_form() -> None:
    facts = told("a", "Solidarité Zorblaxienne (SOZO)", "SOZO")
    assert {item.iri for item in facts.organizations} == {unresolved("organization", "solidarite-zorblaxienne")}


def test_a_bare_acronym_joins_the_one_name_of_the_same_country() -> None:
    pair = ("solidarite-zorblaxienne", "sozo")
    long = told("a", "Solidarité Zorblaxienne (SOZO)")
    assert likenesses(long, told("b", "SOZO")) == {pair: (95, "acronym")}
    assert likenesses(long, told("b", "SOZO", country="NE")) == {pair: (70, "acronym-elsewhere")}


def test_a_common_partner_is_context_too() -> None:
    long = told("a", "Solidarité Zorblaxienne (SOZO)", employer="ALIMA")
    assert likenesses(long, told("b", "SOZO", country="NE", employer="ALIMA")) == {
        ("solidarite-zorblaxienne", "sozo"): (95, "acronym")
    }


def test_two_names_of_one_acronym_stay_apart_and_are_only_offered() -> None:
    """The acronym may mean either: no group, so that no decision makes the two one."""
    found = likenesses(told("a", "Comité Zorblax d'Appui (CZA)"), told("b", "Centre Zorgon d'Accueil (CZA)"), told("c", "CZA"))
    assert found == {
        ("comite-zorblax-de-appui", "cza"): (50, "acronym-shared"),
        ("centre-zorgon-de-accueil", "cza"): (50, "acronym-shared"),
    }
    assert all(score < GROUPED for score, _ in found.values())


def test_traps_are_not_even_likened() -> None:
    for one, other in [
        ("CIR", "CRI"),
        ("SAF/FJKM", "FJKM"),
        ("Zorblax Children Mali", "Zorblax Children Niger"),
        ("Zorblax Malian Fund", "Zorblax Nigerian Fund"),
        ("Radio Zorblax 1", "Radio Zorblax 2"),
        ("Zorblax Relief Trust", "Zorblax Relief Truck Drivers"),
        ("Centre de Zorblax Nord", "Centre de Zorblax Sud"),
    ]:
        assert likenesses(told("a", one), told("b", other)) == {}, (one, other)


def test_the_ministries_of_two_countries_are_two_and_never_likened() -> None:
    facts = [told(code, "Ministry of Zorblax", country=code, relation="authority") for code in ("ML", "NE")]
    assert len({item.iri for one in facts for item in one.organizations}) == 2
    assert likenesses(*facts) == {}
    same = [
        told(str(number), name, relation="authority")
        for number, name in enumerate(("Ministry of Zorblax", "the ministries of zorblax"))
    ]
    assert len({item.iri for one in same for item in one.organizations}) == 1


def test_a_ministry_with_a_country_in_its_name_needs_no_other() -> None:
    assert iris("Ministère danois du Zorblax") == {unresolved("organization", "ministere-danois-de-zorblax")}


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Solidarité Zorblaxienne", "SolidaritéZorblaxienne", "letters"),
        ("Zorblax Relief Trust", "Zorblax Releif Trust", "nearly"),
        ("Union Zorblaxienne du Centre", "Union Zorblaxiene du Centre", "nearly"),
        ("Zorblax Office in Bamba", "Zorblax Bamba Office", "order"),
        ("Association des Femmes de Zorblax", "Femmes de Zorblax", "order"),
    ],
)
def test_what_is_likely_is_offered(one: str, other: str, reason: str) -> None:
    (found,) = likenesses(told("a", one), told("b", other)).values()
    assert found[1] == reason
    assert found[0] >= GROUPED


def test_initials_count_nearby_only() -> None:
    assert likenesses(told("a", "Zorblax Relief Trust"), told("b", "ZRT")) == {("zorblax-relief-trust", "zrt"): (60, "initials")}
    assert likenesses(told("a", "Zorblax Relief Trust"), told("b", "ZRT", country="NE")) == {}
    assert likenesses(told("a", "Zorblax Relief Trust"), told("b", "Zorgon Reading Team"), told("c", "ZRT")) == {}


def test_the_order_of_postings_never_matters() -> None:
    postings = [
        told("a", "Solidarité Zorblaxienne (SOZO)"),
        told("b", "SOZO", "Zorblax Relief Trust"),
        told("c", "Zorblax Releif Trust"),
        told("d", "SOZO", country="NE"),
        told("e", "Comité Zorblax (SOZO)", country="TD"),
    ]
    expected = likenesses(*postings)
    assert len(expected) == 3
    for order in itertools.islice(itertools.permutations(postings), 1, 40, 7):
        assert likenesses(*order) == expected


def test_a_person_who_keeps_two_names_apart_is_not_asked_again(tmp_path: Path) -> None:
    file = tmp_path / "decisions.ttl"
    postings = (told("a", "Zorblax Relief Trust"), told("b", "Zorblax Releif Trust"))
    assert likenesses(*postings)
    keep_apart(file, [unresolved("organization", "zorblax-releif-trust"), unresolved("organization", "zorblax-relief-trust")])
    assert likenesses(*postings, decisions=load_decisions(file)) == {}


def test_one_decision_settles_a_group(tmp_path: Path) -> None:
    file = tmp_path / "decisions.ttl"
    long, short = (unresolved("organization", name) for name in ("solidarite-zorblaxienne", "sozo"))
    decide(file, long, labels={"fr": "Solidarité Zorblaxienne"}, together=[short])
    decisions = load_decisions(file)
    assert decisions.same == dict.fromkeys((long, short), f"{BASE}organization/solidarite-zorblaxienne")
    linked = link(Facts("b", "b", "fr", donors=(Item("SOZO"), Item("ONG Solidarités zorblaxiennes"))), VOCABULARY, decisions)
    assert {item.iri for item in linked.donors} == {f"{BASE}organization/solidarite-zorblaxienne"}


def test_a_decision_on_a_name_as_it_was_written_before_still_counts(tmp_path: Path) -> None:
    """Files of decisions from before names were brought together name the slug of one spelling."""
    file = tmp_path / "decisions.ttl"
    decide(file, unresolved("organization", "the-zorblax-relief-trusts"), same_as=f"{BASE}organization/alima")
    linked = link(Facts("b", "b", "en", donors=(Item("The Zorblax Relief Trusts"),)), VOCABULARY, load_decisions(file))
    assert linked.donors[0].iri == f"{BASE}organization/alima"


def test_groups_come_with_reasons_counts_and_sentences() -> None:
    text = "SOZO"
    postings = [(told("a", "Solidarité Zorblaxienne (SOZO)"), ""), (told("b", "SOZO"), f"Avec {text}. Puis rien.")]
    by_name = {_short(one.iri): one for one in unresolved_entities(postings, VOCABULARY)}
    assert {name: one.group for name, one in by_name.items()} == {"solidarite-zorblaxienne": 1, "sozo": 1}
    assert [(_short(iri), score, reason) for iri, score, reason in by_name["sozo"].like] == [
        ("solidarite-zorblaxienne", 95, "acronym")
    ]
    assert (by_name["sozo"].postings, by_name["sozo"].sentences) == (1, ("Avec SOZO.",))


def test_no_two_listed_organizations_become_one_by_their_spelling() -> None:
    """Were they in no list: names that differ today are not brought together, but where they are another's already."""
    meant: dict[str, dict[str, set[str]]] = {}
    for entity in VOCABULARY.entities.values():
        for name in entity.names if entity.kind == "organization" else ():
            meant.setdefault(spelling("organization", name), {}).setdefault(entity.iri, set()).add(
                " ".join(halves(name)[0].casefold().split())
            )
    shared = [by_entity for by_entity in meant.values() if len(by_entity) > 1]
    new = [by_entity for by_entity in shared if not set.intersection(*map(_plain, by_entity.values()))]
    assert len(meant) > 5000
    assert new == []


def _plain(names: set[str]) -> set[str]:
    return {spelling("role", name) for name in names}  # the slug


_NAMES = st.lists(st.text(alphabet="abcdeéABS -()/&'12", min_size=1, max_size=14), min_size=1, max_size=6)


@settings(max_examples=150, deadline=None)
@given(_NAMES, st.integers())
def test_any_names_group_the_same_in_any_order(values: list[str], seed: int) -> None:
    postings = [
        told(str(number), value, country=random.Random(seed + number).choice(["ML", "NE"])) for number, value in enumerate(values)
    ]
    shuffled = random.Random(seed).sample(postings, len(postings))
    assert likenesses(*postings) == likenesses(*shuffled)


def test_slips_are_found_among_many_names_that_begin_alike() -> None:
    """Blocks of names are compared, not all with all; what is too common to be a block is one with another word."""
    starts = ("sol", "bar", "ken", "lum", "tor", "vix", "nor", "pel", "gar", "dun")
    words = [start + end for start in starts for end in ("idar", "eman", "ova", "ites", "umbo", "anne", "elok")]
    chance = random.Random(3)
    values = sorted({" ".join(chance.choice(words).title() for _ in range(4)) for _ in range(1500)})
    slips = [f"{value[:-2]}q{value[-2:]}" for value in values[::50]]
    found = likenesses(*(told(str(number), value) for number, value in enumerate([*values, *slips])))
    pairs = {
        frozenset((spelling("organization", value), spelling("organization", slip)))
        for value, slip in zip(values[::50], slips, strict=True)
    }
    assert pairs <= {frozenset(pair) for pair in found}


# --- from files to the review ---------------------------------------------------------------------------------------------------

_HEAD = (
    "{title}\nOrganisation : Secours Zorgonien\nLieu : Bamako, Mali\nContrat à durée déterminée de six mois. Envoyez votre CV.\n"
)
TEXTS = {
    "a.txt": "Le projet est mené en partenariat avec l'ONG Solidarité Zorblaxienne (SOZO).\n",
    "b.txt": "Le projet est mené en partenariat avec SOZO.\n",
    "c.txt": "Le projet est mené en partenariat avec l'ONG Solidarités Zorblaxiennes.\n",
    "d.txt": "Le projet est mené en partenariat avec la Solidarité Zorblaxienne.\n",
}
TITLES = ["Logisticien", "Infirmier", "Chef de projet", "Comptable"]


@pytest.fixture(scope="module")
def postings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("postings")
    for (name, text), title in zip(TEXTS.items(), TITLES, strict=True):
        (folder / name).write_text(_HEAD.format(title=title) + text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def store(postings: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review")
    own = dataclasses.replace(load_settings({}, folder=folder), decisions=folder / "none.ttl", workers=1)
    build([postings], folder / "store", settings=own)
    return folder / "store"


def test_in_the_graph_one_entity_has_one_label_and_every_spelling(store: Path) -> None:
    name = unresolved("organization", "solidarite-zorblaxienne")
    with open_store(store) as version:
        lines = b"".join(version.nquads()).decode()
    labels = {line.split('"')[1] for line in lines.splitlines() if line.startswith(f"<{name}> <{expand('rdfs:label')}>")}
    others = {line.split('"')[1] for line in lines.splitlines() if line.startswith(f"<{name}> <{expand('skos:altLabel')}>")}
    assert labels == {"Solidarité Zorblaxienne"}
    assert others == {"SOZO", "Solidarités Zorblaxiennes"}
    short = unresolved("organization", "sozo")
    for one, other in ((name, short), (short, name)):
        assert f"<{one}> <{expand('ngo:maybeSameAs')}> <{other}> <{graph('likeness')}> ." in lines
    assert "sameAs>" not in lines.replace("maybeSameAs>", "")


@pytest.mark.parametrize(
    ("language", "reason"), [("en", "its acronym, by another posting"), ("fr", "son sigle, d’après une autre offre")]
)
def test_review_shows_the_group_and_one_decision_settles_it(
    store: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], language: str, reason: str
) -> None:
    where = ["--store", str(store), "--decisions", str(tmp_path / "decisions.ttl"), "--lang", language]
    assert run(["review", *where]) == 0
    shown = capfd.readouterr().out
    assert reason in shown
    assert "Le projet est mené en partenariat avec SOZO." in shown
    assert run(["review", "organization/sozo", "--group", "--new", "fr=Solidarité Zorblaxienne", *where]) == 0
    capfd.readouterr()
    assert run(["review", "--json", *where]) == 0
    waiting = {one["iri"] for one in json.loads(capfd.readouterr().out)}
    assert not {unresolved("organization", name) for name in ("sozo", "solidarite-zorblaxienne")} & waiting


def test_the_build_follows_a_decision_on_a_group(store: Path, postings: Path, tmp_path: Path) -> None:
    target, where = tmp_path / "settled", ["--decisions", str(tmp_path / "decisions.ttl")]
    group = ["organization/sozo", "--group", "--new", "fr=Solidarité Zorblaxienne"]
    assert run(["review", *group, "--store", str(store), *where]) == 0
    assert run(["build", str(postings), "--store", str(target), *where]) == 0
    with open_store(target) as version:
        named = {
            str(item.iri) for stored in version.postings() for item in stored.facts.organizations if item.relation == "partner"
        }
    assert named == {f"{BASE}organization/sozo"}


def test_a_group_can_be_parted_and_only_a_group_can(store: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    where = ["--store", str(store), "--decisions", str(tmp_path / "decisions.ttl"), "--lang", "en"]
    assert run(["review", "organization/sozo", "--apart", "--same-as", "organization/alima", *where]) == 2
    assert run(["review", "organization/sozo", "--apart", *where]) == 0
    capfd.readouterr()
    assert run(["review", "--json", *where]) == 0
    assert all(one["group"] == 0 for one in json.loads(capfd.readouterr().out))
    assert run(["review", "organization/sozo", "--group", "--same-as", "organization/alima", *where]) == 2
    assert "in no group" in capfd.readouterr().err
    assert run(["review", "--apart", *where]) == 2


def test_a_build_notes_what_the_review_finds_whatever_was_decided(store: Path, postings: Path, tmp_path: Path) -> None:
    own = dataclasses.replace(load_settings({}, folder=tmp_path), decisions=tmp_path / "decisions.ttl", workers=1)
    pair = tuple(unresolved("organization", name) for name in ("solidarite-zorblaxienne", "sozo"))
    keep_apart(own.decisions, pair)
    build([postings], tmp_path / "apart", settings=own)
    for folder in (store, tmp_path / "apart"):
        with open_store(folder) as version:
            noted = alike_in(version.manifest.extra)
        assert noted == {pair: Likeness(95, "acronym")}
    assert undecided(noted, load_decisions(own.decisions)) == {}


def test_what_was_decided_is_applied_to_the_store_as_a_build_of_all_would(store: Path, postings: Path, tmp_path: Path) -> None:
    own = dataclasses.replace(load_settings({}, folder=tmp_path), decisions=tmp_path / "decisions.ttl", workers=1)
    shutil.copytree(store, tmp_path / "store")
    where = ["--store", str(tmp_path / "store"), "--decisions", str(own.decisions)]
    assert run(["review", "organization/sozo", "--group", "--new", "fr=Solidarité Zorblaxienne", *where]) == 0
    assert run(["review", "--apply", *where]) == 0
    build([postings], tmp_path / "whole", settings=own)
    with open_store(tmp_path / "store") as applied, open_store(tmp_path / "whole") as whole:
        assert applied.manifest.digest == whole.manifest.digest
        assert applied.manifest.extra["decisions"] == whole.manifest.extra["decisions"] == load_decisions(own.decisions).state
        assert alike_in(applied.manifest.extra) == {}
    assert run(["review", "organization/sozo", "--apply", *where]) == 2
