"""Lines of N-Quads: whatever goes in, two parsers read the same terms out."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import example, given
from hypothesis import strategies as st

from organigram import nquads

SUBJECT, PREDICATE, GRAPH = (nquads.iri(f"https://example.org/{name}") for name in "spg")
#: Any text but half characters, which UTF-8 cannot hold.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


def by_oxigraph(line: str) -> ox.Quad:
    (quad,) = ox.parse(line.encode(), format=ox.RdfFormat.N_QUADS)
    assert isinstance(quad, ox.Quad)
    return quad


def by_rdflib(line: str) -> rdflib.term.Node:
    ((_, _, value),) = rdflib.Graph().parse(data=nquads.strip_graph(line).encode(), format="nt")
    return value


@given(TEXTS, st.sampled_from(["", "en", "fr"]))
def test_a_text_comes_out_of_both_parsers_as_it_went_in(text: str, language: str) -> None:
    line = nquads.line(SUBJECT, PREDICATE, nquads.literal(text, language), GRAPH)
    assert len(line.splitlines()) == 1
    quad = by_oxigraph(line).object
    assert isinstance(quad, ox.Literal)
    assert (quad.value, quad.language or "") == (text, language)
    value = by_rdflib(line)
    assert isinstance(value, rdflib.Literal)
    assert (str(value), value.language or "") == (text, language)


@given(TEXTS)
def test_any_text_after_a_base_makes_an_iri_that_both_parsers_read(text: str) -> None:
    line = nquads.line(SUBJECT, PREDICATE, nquads.iri(f"https://example.org/{text}"), GRAPH)
    assert len(line.splitlines()) == 1
    read = by_oxigraph(line).object
    assert isinstance(read, ox.NamedNode)
    assert str(by_rdflib(line)) == read.value


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers())
@example(-0.0)
def test_a_number_comes_back_from_a_store_in_the_same_letters(number: float) -> None:
    line = nquads.line(SUBJECT, PREDICATE, nquads.decimal(number), GRAPH)
    value = by_oxigraph(line).object
    assert isinstance(value, ox.Literal)
    assert float(value.value) == float(number)
    store = ox.Store()
    store.load(line.encode(), format=ox.RdfFormat.N_QUADS)
    (quad,) = store
    if abs(number) < 1e15 and round(float(number), 6) == float(number):  # what Oxigraph's decimals hold
        assert f"{quad} ." == line


def test_half_a_character_is_written_as_the_replacement_character() -> None:
    assert nquads.literal("a\ud800b") == '"a\ufffdb"'


@pytest.mark.parametrize(
    ("value", "term"),
    [
        ("2024-06-01", '"2024-06-01"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("2024-06", '"2024-06"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'),
        ("June", '"June"'),
        ("2024-6-1", '"2024-6-1"'),
    ],
)
def test_a_date_says_how_exact_it_is(value: str, term: str) -> None:
    assert nquads.date(value) == term


@given(TEXTS)
def test_the_graph_is_taken_off_and_nothing_else(text: str) -> None:
    triple = f"{SUBJECT} {PREDICATE} {nquads.literal(text)} ."
    assert nquads.strip_graph(nquads.line(SUBJECT, PREDICATE, nquads.literal(text), GRAPH)) == triple
