"""Sectors: what the post works in, not words that only look like it."""

from __future__ import annotations

import pytest

from organigram.extraction import extract
from organigram.i18n import Language
from organigram.model import Posting
from organigram.vocabulary import Vocabulary, load_vocabulary


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def sectors(vocabulary: Vocabulary, text: str, language: Language = "en") -> set[object]:
    return {item.value for item in extract(Posting("a", "a", language, text), vocabulary).sectors}


@pytest.mark.parametrize(
    ("text", "language", "other"),
    [
        ("You enjoy a busy working environment.\nWe offer a learning environment.", "en", "environment"),
        ("Un environnement de travail exigeant.\nDes normes propres à un environnement multiculturel.", "fr", "environment"),
        ("Backups and data protection.\nYou see to the protection of the data.", "en", "protection"),
        ("La protection des données et la protection des biens vous reviennent.", "fr", "protection"),
        ("You write about our corporate culture and a culture of learning.", "en", "culture"),
        ("Recherche de fonds, recherche de partenaires.", "fr", "research"),
    ],
)
def test_a_word_in_another_sense_is_no_sector(vocabulary: Vocabulary, text: str, language: Language, other: str) -> None:
    head = {"en": "Post: Clerk\nDuties:\n", "fr": "Poste : Commis\nMissions :\n"}[language]
    assert other not in sectors(vocabulary, head + text, language)


@pytest.mark.parametrize(
    ("text", "language", "sector"),
    [
        (
            "You plant trees with villages and protect the environment.\nReports on the environment too.",
            "en",
            "environment",
        ),
        ("Vous suivez les cas de protection.\nVous formez les équipes à la protection.", "fr", "protection"),
        ("La recherche médicale est votre métier ; vous publiez cette recherche.", "fr", "research"),
    ],
)
def test_a_word_in_its_own_sense_is_one(vocabulary: Vocabulary, text: str, language: Language, sector: str) -> None:
    head = {"en": "Post: Clerk\nDuties:\n", "fr": "Poste : Commis\nMissions :\n"}[language]
    assert sector in sectors(vocabulary, head + text, language)


def test_what_only_the_candidate_must_know_is_no_sector(vocabulary: Vocabulary) -> None:
    text = "Post: Driver\nDuties:\nYou drive.\nRequirements:\nKnowledge of nutrition.\nExperience in nutrition."
    assert sectors(vocabulary, text) == set()
