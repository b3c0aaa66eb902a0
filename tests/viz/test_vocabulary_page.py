"""The page Vocabulary: lists with both languages and counts, what is said of a term, the questions that use it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from showing import run, words

from organigram.i18n import LANGUAGES, Language
from organigram.namespaces import BASE, expand
from organigram_viz.source import Source, set_source
from organigram_viz.terms import SCHEMES, concepts

pytestmark = pytest.mark.usefixtures("source")

DIRECT = expand("ngo:reportsDirectlyTo")


def test_a_list_has_both_names_and_how_often_each_is_used(source: Source) -> None:
    found = concepts(source, SCHEMES["classes"])
    assert found[expand("ngo:Mission")].labels == {"en": "mission", "fr": "mission"}
    assert found[expand("ngo:Mission")].above == expand("org:OrganizationalUnit")
    properties = concepts(source, SCHEMES["properties"])
    assert properties[DIRECT].label("fr") == "sous la responsabilité hiérarchique de"
    assert properties[DIRECT].other("fr") == "reports directly to"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_address_restores_list_and_term(language: Language) -> None:
    test = run("vocabulary", lang=language, scheme="properties", concept=DIRECT.removeprefix(BASE))
    assert not test.exception
    assert test.selectbox[0].value == "properties"
    shown = words(test)
    assert {"en": "The hierarchical line: the other post manages this one.", "fr": "Le lien hiérarchique"}[language] in shown
    assert "ngo:reportsDirectlyTo" in shown
    assert "question=two-direct-superiors" in shown


def test_a_list_that_the_graph_does_not_hold_says_what_to_do() -> None:
    assert run("vocabulary", lang="en", scheme="sectors").info[0].value.startswith("The graph holds nothing of this list")


def test_an_unknown_list_or_term_of_an_address_breaks_nothing(source: Source) -> None:
    for address in (
        {"scheme": "x"},
        {"scheme": "classes", "concept": "<img src=x>"},
        {"scheme": "classes", "concept": "javascript:1"},
    ):
        assert not run("vocabulary", lang="fr", **address).exception
    set_source(replace(source, lasting=False))
    assert not run("vocabulary", lang="fr", scheme="countries", concept="country/ML").exception
