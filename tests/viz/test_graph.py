"""The page Graph without a browser: what stands near, views and addresses, pages of a hub, paths, layers, what is downloaded."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import networkx as nx
import pytest
import viz_example
from hypothesis import given
from hypothesis import strategies as st
from showing import run, words
from streamlit.testing.v1 import AppTest

from organigram.i18n import LANGUAGES, Language, translate
from organigram.namespaces import BASE, expand
from organigram_viz import nearness
from organigram_viz.exchange import graphml
from organigram_viz.graph_view import LAYOUTS, View, after
from organigram_viz.kinds import KINDS, LINES
from organigram_viz.layers import layers_of, places
from organigram_viz.network import build, parts
from organigram_viz.opening import open_source
from organigram_viz.scene import scene
from organigram_viz.source import Source, set_source

ALIMA, MISSION, MALI = f"{BASE}organization/alima", f"{BASE}organization/alima/ML", f"{BASE}country/ML"
HEAD, GOUNDAM = f"{BASE}post/alima/ML/head-of-mission", f"{BASE}post/alima/ML/goundam/project-coordinator"
TRAP = f"{BASE}post/alima/ML/trap"
DIRECT, TECHNICAL = expand("ngo:reportsDirectlyTo"), expand("ngo:reportsTechnicallyTo")
#: A hub with this many seats.
SEATS = 5000


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    """The example with one organization more, of five thousand seats and sixty projects."""
    folder = tmp_path_factory.mktemp("hub") / "store"
    graph = f"<{BASE}graph/vocabulary>"
    label = expand("rdfs:label")

    def lines() -> Iterator[str]:
        yield f'<{BASE}organization/hub> <{label}> "Hub"@en {graph} .'
        yield f"<{BASE}organization/hub> <{expand('rdf:type')}> <{expand('org:FormalOrganization')}> {graph} ."
        for name, count, kind, line in (
            ("post", SEATS, "org:Post", "org:postIn"),
            ("project", 60, "schema:Project", "ngo:implementedBy"),
        ):
            for number in range(count):
                one = f"<{BASE}{name}/hub/{number:05}>"
                yield f"{one} <{expand('rdf:type')}> <{expand(kind)}> {graph} ."
                yield f'{one} <{label}> "{name} {number}"@en {graph} .'
                yield f"{one} <{expand(line)}> <{BASE}organization/hub> {graph} ."

    viz_example.build_store(folder, lines())
    opened = open_source(folder, None, "en")
    yield opened
    opened.close()


def shown(source: Source, **params: str) -> nx.MultiDiGraph[str]:
    return scene(source, View.of(params), "en").network


# Views


def test_an_address_that_cannot_be_read_is_a_view_all_the_same() -> None:
    params = {
        "focus": "<x> y",
        "expanded": "|post.x~a b~ok|post.50|ship.3",
        "hidden": "ships",
        "off": "x:y",
        "pinned": "a|b|c~d|-4|5",
    }
    view = View.of({**params, "layout": "sideways", "sure": "4e9", "most": "-3", "path": "<~fine"})
    assert (view.focus, view.expanded, view.hidden, view.off, view.layout) == ("", {"ok": {"post": 50}}, (), (), LAYOUTS[0])
    assert (view.pinned, view.sure, view.most, view.path) == ({"a": (0, 0), "d": (-4, 5)}, 0, View().most, ("fine",))


NAMES = st.sampled_from(["organization/alima", "country/ML", "post/a/b", "http://example.org/x"])
ACTIONS = st.tuples(
    st.sampled_from(["expand", "more", "collapse", "hide", "pin", "kind", "lines", "center", "nothing"]),
    NAMES,
    st.sampled_from([*KINDS]),
    st.tuples(st.floats(-5000, 5000), st.floats(-5000, 5000)),
)


@given(st.lists(ACTIONS, max_size=12))
def test_whatever_was_done_the_address_restores_it(done: list[tuple[str, str, str, tuple[float, float]]]) -> None:
    view = View()
    for action, name, kind, place in done:
        view = after(view, action, name, kind="org:postIn" if action == "lines" else kind, place=place)
    assert View.of({name: value for name, value in view.params().items() if value}) == view


def test_to_expand_shows_again_what_was_hidden_and_to_hide_ends_a_path() -> None:
    view = after(View(path=("a", "b")), "hide", "b")
    assert (view.gone, view.path) == (("b",), ())
    assert after(view, "expand", "b").gone == ()
    assert after(after(view, "pin", "a", place=(1.6, 2)), "pin", "a").pinned == {}


# What is drawn


def test_a_small_graph_is_drawn_whole_without_hidden_kinds(source: Source) -> None:
    network = shown(source)
    kinds = {data["kind"] for _, data in network.nodes(data=True)}
    assert {"post", "mission", "organization", "country"} <= kinds
    assert not kinds & {"posting", "role", "place"}
    assert "role" in {data["kind"] for _, data in shown(source, hidden="posting~place").nodes(data=True)}


def test_an_entity_is_drawn_with_its_neighbours_and_the_lines_among_them(source: Source) -> None:
    network = shown(source, focus="post/alima/ML/goundam/project-coordinator")
    assert {HEAD, MISSION, MALI} <= set(network)
    assert network.has_edge(GOUNDAM, HEAD, DIRECT)
    assert network.has_edge(HEAD, MISSION, expand("org:postIn"))
    assert network.has_edge(f"{BASE}post/alima/ML/goundam/medical-referent", GOUNDAM, DIRECT)


def test_a_hidden_entity_and_a_hidden_line_are_not_drawn(source: Source) -> None:
    assert MALI not in shown(source, gone="country/ML")
    lines = {line for _, _, line in shown(source, off="ngo:reportsDirectlyTo").edges(keys=True)}
    assert lines
    assert DIRECT not in lines
    assert expand("ngo:supervises") not in lines
    assert not shown(source, off="~".join(line.term for line in LINES.values()), focus="country/ML").edges


def test_an_unsure_line_goes_and_what_no_posting_says_stays(source: Source) -> None:
    assert shown(source).has_edge(TRAP, HEAD, DIRECT)
    sure = shown(source, sure="60")
    assert not sure.has_edge(TRAP, HEAD, DIRECT)
    assert sure.has_edge(GOUNDAM, HEAD, DIRECT)
    assert sure.has_edge(GOUNDAM, MISSION, expand("org:postIn"))
    told_from_above = (f"{BASE}post/alima/ML/goundam/medical-referent", DIRECT, GOUNDAM)
    assert nearness.confidences(source, [told_from_above]) == {told_from_above: pytest.approx(0.9, abs=0.2)}


def test_a_hub_expands_by_kind_in_pages(hub: Source) -> None:
    assert nearness.counts_near(hub, f"{BASE}organization/hub", list(LINES)) == ({"post": SEATS, "project": 60}, frozenset())
    first = shown(hub, focus="organization/hub")
    assert len(first) == 1 + 2 * nearness.PAGE
    more = after(View(focus="organization/hub", expanded={"organization/hub": {}}), "more", "organization/hub", kind="post")
    assert after(more, "more", "organization/hub", kind="post", drawn=nearness.PAGE) == more, "a second click on one button"
    second = scene(hub, more, "en").network
    assert set(first) < set(second)
    assert len(second) == 1 + 3 * nearness.PAGE
    many = dataclasses.replace(more, expanded={"organization/hub": {"post": 4000}})
    cut = scene(hub, many, "en")
    assert (len(cut.network), cut.cut) == (many.most, 4000 + 1 + nearness.PAGE - many.most)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_panel_of_a_hub_says_how_many_and_adds_the_next(language: Language, hub: Source) -> None:
    set_source(hub)
    test = run("graph", lang=language, focus="organization/hub", entity="organization/hub")
    posts = translate("Posts", language)
    told, count = translate("{kind}: {drawn} of {count} drawn", language), {"en": "5,000", "fr": "5\u202f000"}[language]
    assert told.format(kind=posts, drawn=25, count=count) in words(test)
    label = translate("Add the next {count}: {kind}", language).format(count=25, kind=posts)
    next(button for button in test.button if button.label.replace("\N{NO-BREAK SPACE}", " ") == label).click().run()
    assert test.query_params["expanded"] == "organization/hub|post.50"
    assert not test.exception


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_count_that_ends_says_that_there_are_more(language: Language, source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = nearness.counts_near(source, MALI, list(LINES))
    assert not whole.cut
    assert whole.of["post"] > 2 < whole.of["posting"], "seats and adverts share the line to a country"
    monkeypatch.setattr(nearness, "LOOKED_AT", 2)
    some = nearness.counts_near(source, MALI, list(LINES))
    assert (some.of["post"], some.of["posting"], some.cut >= {"post", "posting"}) == (2, 2, True)
    shown = words(run("graph", lang=language, focus="country/ML", entity="country/ML"))
    for message, name in (("Neighbours: at least {count}", ""), ("{kind}: {drawn} of at least {count} drawn", "Posts")):
        told = translate(message, language).format(kind=translate(name, language), drawn="2", count="#").rpartition("#")[0]
        assert told in shown


# Paths


def test_a_path_is_found_in_the_store_and_has_a_limit(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = list(LINES)
    found = nearness.way(source, f"{BASE}post/alima/ML/goundam/logistics-manager", HEAD, lines)
    assert found[0].endswith("logistics-manager")
    assert found[-1] == HEAD
    assert len(found) == 3
    assert nearness.way(source, HEAD, HEAD, lines) == [HEAD]
    assert nearness.way(source, HEAD, f"{BASE}nothing/here", lines) == []
    monkeypatch.setattr(nearness, "STEPS", 1)
    assert nearness.way(source, found[0], HEAD, lines) == []


# Layers


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=40))
def test_every_entity_has_a_place_of_its_own_in_the_layers_whatever_the_lines(pairs: list[tuple[int, int]]) -> None:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph([(str(start), str(end)) for start, end in pairs])
    placed = places(network)
    assert set(placed) == set(network)
    assert len(set(placed.values())) == len(placed)
    level = {node: number for number, layer in enumerate(layers_of(network)) for node in layer}
    for start, end in network.edges():
        assert level[end] < level[start] or nx.has_path(network, end, start)


def test_a_pin_and_a_path_are_drawn() -> None:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for name in "abc":
        network.add_node(name, label=name, kind="post")
    network.add_edge("a", "b", key=DIRECT)
    network.add_edge("b", "c", key=TECHNICAL)
    drawn = parts(build(network, pinned={"a": (3, -4)}, path=["b", "a"], layers=True))
    nodes = {node["id"]: node for node in drawn["nodes"]}
    assert (nodes["a"]["x"], nodes["a"]["y"], nodes["a"]["fixed"], nodes["b"]["fixed"]) == (3, -4, True, False)
    assert nodes["c"]["y"] < nodes["b"]["y"]
    assert [edge["width"] > 3 for edge in drawn["edges"]] == [True, False]
    assert drawn["options"]["physics"]["enabled"] is False


# Downloads


def test_graphml_holds_labels_kinds_terms_and_confidence_and_reads_back(source: Source) -> None:
    network = shown(source)
    edges = [(start, line, end) for start, end, line in network.edges(keys=True)]
    names = {iri: line.label for iri, line in LINES.items()}
    read = nx.read_graphml(BytesIO(graphml(network, names, nearness.confidences(source, edges))), force_multigraph=True)
    assert set(read) == set(network)
    assert viz_example.HOSTILE in read.nodes[TRAP]["label"]
    assert (read.nodes[MALI]["label"], read.nodes[MALI]["kind"], read.nodes[MALI]["iri"]) == ("Mali", "country", MALI)
    (told,) = [data for data in read.get_edge_data(TRAP, HEAD).values() if data["iri"] == DIRECT]
    assert (told["term"], told["family"], told["label"], told["confidence"]) == (
        "ngo:reportsDirectlyTo",
        "hierarchical",
        "reports to",
        0.5,
    )


def test_graphml_writes_no_sign_that_xml_cannot_hold() -> None:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    network.add_node("urn:a", label="a\x00\x0b\ufffe]]>", kind="post")
    assert (
        nx.read_graphml(BytesIO(graphml(network, {}, {}))).nodes["urn:a"]["label"]
        == "a\N{REPLACEMENT CHARACTER}" + "\N{REPLACEMENT CHARACTER}" * 2 + "]]>"
    )


# The page


@pytest.mark.parametrize(
    "address",
    [
        {"entity": "<b>", "line": "a~b"},
        {"line": "post/a~nothing~post/b"},
        {"focus": "nobody/knows", "entity": "nobody/knows"},
        {"path": "post/alima/ML/trap", "pinned": "x|1|2", "layout": "layers"},
        {"hidden": "none", "sure": "100", "off": "org:postIn", "gone": "organization/alima"},
    ],
)
def test_any_address_gives_a_page(address: dict[str, str], source: Source) -> None:
    test = run("graph", lang="fr", **address)
    assert not test.exception
    assert not test.error


def test_begin_again_can_be_reached_from_any_view(source: Source) -> None:
    test = run("graph", lang="en", focus="organization/alima", expanded="country/ML", sure="50")
    next(button for button in test.button if button.label == "Begin again").click().run()
    assert not {"focus", "expanded", "sure"} & set(test.query_params)


def test_a_kind_that_is_hidden_can_be_shown_where_its_neighbours_are_counted(source: Source) -> None:
    test = run("graph", lang="en", focus="organization/alima", entity="organization/alima", hidden="~".join(KINDS))
    shows = [button for button in test.button if button.label == "Show this kind"]
    assert len(shows) > 1
    shows[0].click().run()
    assert set(str(test.query_params["hidden"]).split("~")) < set(KINDS)
    assert len([button for button in test.button if button.label == "Show this kind"]) == len(shows) - 1


def test_the_slider_and_the_layout_stand_in_the_address(source: Source) -> None:
    test: Any = run("graph", lang="en")
    test.slider[0].set_value(70).run()
    assert test.query_params["sure"] == "70"
    assert not test.exception


def _quick() -> None:
    """A script in which actions come with the address of before the first, and one after the browser went back."""
    from dataclasses import replace

    import streamlit as st

    from organigram_viz.canvas import Act
    from organigram_viz.graph_actions import current, do, go
    from organigram_viz.wording import arrive, heard

    before = dict(st.query_params.items())
    do(Act("kind", 1, kind="project"))
    st.query_params.from_dict(before)
    do(Act("kind", 2, kind="country"))
    st.query_params.from_dict(before)
    go(lambda view: replace(view, sure=50))
    st.query_params.from_dict(before)
    heard()
    st.text(",".join(current().hidden))
    st.text(str(current().sure))
    do(Act("undo", 3))
    st.text(str(current().sure))
    st.query_params.from_dict(before)
    arrive("graph")
    do(Act("kind", 4, kind="mission"))
    st.text(",".join(current().hidden))


def test_an_action_that_comes_with_an_older_address_undoes_none(source: Source) -> None:
    test = AppTest.from_function(_quick).run()
    assert not test.exception
    hidden, sure, undone, gone_back = (text.value for text in test.text)
    assert {"project", "country"} <= set(hidden.split(","))
    assert (sure, undone) == ("50", "0")
    assert "mission" in gone_back
    assert not {"project", "country"} & set(gone_back.split(","))


def _ended() -> None:
    """A script in which the second of three actions is ended halfway, as Streamlit ends what a newer event overtakes."""
    import streamlit as st

    from organigram_viz.canvas import Act, deliver

    class Ended(BaseException):
        """As Streamlit's own, no Exception."""

    def show(act: Act) -> None:
        st.text(str(act.number))

    def again(act: Act) -> None:
        st.text("again")

    def end(act: Act) -> None:
        if act.number == 2:
            raise Ended
        show(act)

    st.session_state["done:here"] = 0
    st.session_state["here"] = {"acted": [{"do": "pin", "number": number} for number in (1, 2, 3)]}
    try:
        deliver("here", end)
    except Ended:
        deliver("here", show)
    deliver("here", again)


def test_actions_are_done_once_each_and_in_order_also_after_an_end_halfway(source: Source) -> None:
    test = AppTest.from_function(_ended).run()
    assert not test.exception
    assert [text.value for text in test.text] == ["1", "2", "3"]
