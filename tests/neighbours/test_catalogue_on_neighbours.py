"""The whole catalogue, asked of every server: the embedded store's answers, but for the differences that are named."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from catalogue_answers import VALUES_ON_SEEDS
from differences import DIFFERENCES, difference, named
from servers import HERE, Server

from organigram.catalogue import Question, load_catalogue
from organigram.errors import OrganigramError
from organigram.i18n import LANGUAGES
from organigram.pushing import PushOptions, push
from organigram.querying import EmbeddedService, EndpointService, Result
from organigram.store import StoreVersion

CATALOGUE = load_catalogue()
KINDS = {"same", "order", "rows", "refused"}
_SECONDS = 60.0


@pytest.fixture(scope="module")
def embedded(seeds: StoreVersion) -> Iterator[EmbeddedService]:
    with EmbeddedService(seeds, processes=1, timeout=_SECONDS) as service:
        yield service


@pytest.fixture(scope="module")
def remote(server: Server, seeds: StoreVersion, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EndpointService]:
    options = PushOptions(state=tmp_path_factory.mktemp("pushed"))
    report = push(seeds, server.addresses, options, credentials=server.credentials)
    assert (report.refused, report.differing) == ([], {})
    assert report.rows == report.total == seeds.manifest.counts.quads
    with EndpointService(server.addresses.query, timeout=_SECONDS) as service:
        yield service


def plain(result: Result) -> list[str]:
    """The rows as text, in their order; triples have none."""
    if result.kind == "construct":
        return sorted(map(str, result.triples))
    return [repr([None if term is None else str(term) for term in row]) for row in result.rows] or [str(result.boolean)]


def kind_of_difference(question: Question, embedded: EmbeddedService, remote: EndpointService) -> tuple[str, str]:
    for language in LANGUAGES:
        sparql = question.bind(VALUES_ON_SEEDS.get(question.name), language)
        expected = plain(embedded.query(sparql))
        try:
            found = plain(remote.query(sparql))
        except OrganigramError as error:
            return "refused", str(error)
        kind, how = difference(expected, found)
        if kind != "same":
            return kind, f"{language}: {how}"
    return "same", ""


@pytest.mark.parametrize("question", CATALOGUE.values(), ids=lambda question: question.name)
def test_a_question_is_answered_as_by_the_embedded_store(
    question: Question, server: Server, embedded: EmbeddedService, remote: EndpointService
) -> None:
    found, how = kind_of_difference(question, embedded, remote)
    assert found == named(server.name, question.name), how


def test_every_difference_named_is_of_a_question_that_is_there_and_has_its_cause() -> None:
    for server, table in DIFFERENCES.items():
        for name, row in table.items():
            assert name in CATALOGUE, f"{server}: {name}"
            assert row["kind"] in KINDS - {"same"}, f"{server}: {name}"
            assert set(row["cause"]) == set(LANGUAGES), f"{server}: {name}"


@pytest.mark.parametrize("page", ["stores.md", "stores.fr.md"])
def test_the_page_tells_every_difference(page: str) -> None:
    text = (HERE.parents[1] / "docs" / page).read_text("utf-8")
    language = "fr" if page.endswith(".fr.md") else "en"
    for server, table in DIFFERENCES.items():
        for name, row in table.items():
            assert f"| {server} | `{name}` |" in text
            assert row["cause"][language] in text


def test_labels_are_ordered_by_their_text() -> None:
    """How texts with a language are ordered is each store's own choice; how plain texts are, is not."""
    orders = {q.name: line for q in CATALOGUE.values() for line in q.text.splitlines() if line.startswith("ORDER BY")}
    assert {name: line for name, line in orders.items() if re.search(r"[ (]\?\w*[lL]abel\b", line.replace("STR(?", "STR("))} == {}
