"""The page Graph in Chromium: double clicks, undo, pins, paths, layers, keys, pictures; the layout outlives reruns and pages."""

from __future__ import annotations

import struct
from base64 import b64encode
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import networkx as nx
import pytest
import viz_example
from benchmarks.walk.watching import settle
from browsing import Server, click_node, drawing, drawn, keep, until, visit
from playwright.sync_api import Locator, Page, expect

from organigram.namespaces import BASE
from organigram_viz.components import served

pytestmark = pytest.mark.browser

ALIMA, MISSION, MALI = f"{BASE}organization/alima", f"{BASE}organization/alima/ML", f"{BASE}country/ML"
COORDINATOR, HEAD = f"{BASE}post/alima/ML/medical-coordinator", f"{BASE}post/alima/ML/head-of-mission"


#: What is written into canvases from here on stays known.
_WRITING = """() => {
  window.written = [];
  const write = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {
    window.written.push(text);
    return write.call(this, text, ...at);
  };
}"""
#: Labels of so many nodes in a drawing as large as a page's: what label() says of each.
_CROWDED = """async ([url, number]) => {
  const { bare, label, ranked } = await import(url);
  const places = {}, nodes = [], edges = [];
  for (let i = 0; i < number; i += 1) {
    places[i] = { x: 60 * Math.sqrt(i) * Math.cos(2.4 * i), y: 60 * Math.sqrt(i) * Math.sin(2.4 * i) };
    nodes.push(bare({ id: String(i), size: 14, label: `Coordinator of the team ${i}\\nGoundam (Mali)` }));
    if (i) edges.push({ from: String(i), to: i % 10 ? "0" : "1" });
  }
  const scale = 290 / Math.max(...Object.values(places).flatMap((at) => [Math.abs(at.x), Math.abs(at.y)]));
  const DOMtoCanvas = ({ x, y }) => ({ x: (x - 350) / scale, y: (y - 320) / scale });
  const network = { getScale: () => scale, getPositions: () => places, DOMtoCanvas };
  const context = new OffscreenCanvas(700, 640).getContext("2d"), seen = { clientWidth: 700, clientHeight: 640 };
  const style = { ink: "#000", halo: "#fff", face: "sans-serif", seen, first: [String(number - 1)] };
  return { scale, boxes: label(context, network, ranked(nodes, edges), style) };
}"""


@pytest.fixture
def begun(page: Page, server: Server) -> Page:
    """The page, begun at a post."""
    visit(page, server, "/graph?lang=en&focus=post/alima/ML/medical-coordinator", "Graph")
    drawing(page)
    return page


def act(page: Page, name: str) -> Locator:
    """A button of the canvas."""
    return page.locator(".canvas-frame").get_by_role("button", name=name, exact=True)


def told(page: Page, name: str) -> str:
    """What the address says of a name."""
    return parse_qs(urlsplit(page.url).query).get(name, [""])[0]


def looks(page: Page, node: str) -> dict[str, Any]:
    """Where an entity is seen, and what of the drawing is in sight."""
    found = drawing(page).evaluate("(f, node) => ({ at: f.locate(node), view: f.view() })", node)
    return {"at": [round(found["at"][axis]) for axis in "xy"], "scale": round(found["view"]["scale"], 3)}


def at_rest(page: Page, node: str) -> dict[str, Any]:
    """:func:`looks`, once the drawing moves no more."""
    seen: list[dict[str, Any]] = [looks(page, node)]

    def same() -> bool:
        page.wait_for_timeout(300)
        seen.append(looks(page, node))
        return seen[-1] == seen[-2]

    until(page, same)
    return seen[-1]


def test_a_click_selects_and_a_double_click_expands_what_undo_takes_back(begun: Page) -> None:
    before = drawn(begun)
    assert HEAD not in before
    click_node(begun, MISSION)
    expect(begun.get_by_role("heading", name="ALIMA Mali", exact=True)).to_be_visible(timeout=15_000)
    assert drawn(begun) == before
    click_node(begun, MISSION, times=2)
    until(begun, lambda: HEAD in drawn(begun))
    act(begun, "Undo").click()
    until(begun, lambda: drawn(begun) == before)
    act(begun, "Do again").click()
    until(begun, lambda: HEAD in drawn(begun))
    act(begun, "Hide").click()
    until(begun, lambda: MISSION not in drawn(begun))
    assert told(begun, "gone") == "organization/alima/ML"
    keep(begun, "graph-hidden")


def test_what_is_done_quickly_is_all_done_in_order(begun: Page) -> None:
    before = drawn(begun)
    for name in ("Projects", "Countries", "Missions and units"):
        begun.get_by_role("button", name=name).evaluate("button => button.click()")
    until(begun, lambda: told(begun, "hidden").endswith("project~country~mission"))
    expect(act(begun, "Undo")).to_be_enabled(timeout=15_000)
    for _ in range(3):
        act(begun, "Undo").evaluate("button => button.click()")
    until(begun, lambda: drawn(begun) == before)
    assert told(begun, "hidden") == ""


def test_what_is_chosen_meanwhile_loses_no_action(begun: Page) -> None:
    click_node(begun, MISSION)
    until(begun, lambda: told(begun, "entity") == "organization/alima/ML")
    drawing(begun).evaluate("""async frame => {
      const wait = () => new Promise((done) => setTimeout(done, 15));
      const kinds = [...frame.querySelectorAll(".canvas-legend button")];
      const press = (name) => kinds.find((one) => one.textContent === name).click();
      const key = (name) => frame.querySelector(".canvas").dispatchEvent(new KeyboardEvent("keydown", { key: name }));
      press("Projects"); await wait(); press("Countries"); await wait(); press("Missions and units"); await wait();
      key("ArrowUp"); key("Enter");
    }""")
    until(begun, lambda: told(begun, "hidden").endswith("project~country~mission"))
    until(begun, lambda: told(begun, "entity") not in ("", "organization/alima/ML"))


def test_layout_and_zoom_outlive_a_rerun_another_page_and_the_other_language(begun: Page) -> None:
    before = looks(begun, MISSION)
    act(begun, "Nearer").click()
    until(begun, lambda: looks(begun, MISSION) != before)
    seen = at_rest(begun, MISSION)
    click_node(begun, MISSION)
    until(begun, lambda: told(begun, "entity") != "")
    settle(begun)
    assert looks(begun, MISSION) == seen
    begun.get_by_role("radio", name="Français").click()
    expect(begun.get_by_role("heading", name="Graphe", exact=True)).to_be_visible()
    settle(begun)
    assert looks(begun, MISSION) == seen
    begun.get_by_role("link", name="Requête").click()
    expect(begun.get_by_role("heading", name="Requête", exact=True)).to_be_visible(timeout=15_000)
    begun.get_by_role("link", name="Graphe").click()
    expect(begun.get_by_role("heading", name="Graphe", exact=True)).to_be_visible(timeout=15_000)
    assert looks(begun, MISSION) == seen


def test_a_pin_holds_and_the_address_restores_it_all(begun: Page, server: Server) -> None:
    click_node(begun, MISSION, times=2)
    until(begun, lambda: HEAD in drawn(begun))
    drawing(begun)
    act(begun, "Pin").click()
    until(begun, lambda: told(begun, "pinned") != "")
    _, x, y = told(begun, "pinned").split("|")
    begun.get_by_role("button", name="Countries").click()
    until(begun, lambda: MALI not in drawn(begun))
    there, address = drawn(begun), begun.url
    begun.evaluate("sessionStorage.clear()")
    begun.goto("about:blank")
    begun.goto(address)
    until(begun, lambda: drawn(begun) == there)
    expect(act(begun, "Unpin")).to_be_visible()
    place = drawing(begun).evaluate("(f, node) => f.place(node)", MISSION)
    assert (round(place["x"]), round(place["y"])) == (int(x), int(y))


def test_a_path_between_two_entities_is_drawn_and_told(begun: Page) -> None:
    click_node(begun, COORDINATOR)
    act(begun, "Path from here").click()
    expect(begun.get_by_text("A path begins at")).to_be_visible(timeout=15_000)
    until(begun, lambda: told(begun, "path") != "")
    click_node(begun, MALI)
    until(begun, lambda: told(begun, "entity") == "country/ML")
    settle(begun)
    act(begun, "Path to here").click()
    until(begun, lambda: len(told(begun, "path").split("~")) == 3)
    expect(begun.locator("ol li")).to_have_count(3, timeout=15_000)
    keep(begun, "graph-path")


def test_arrow_keys_go_from_entity_to_entity_and_enter_selects(begun: Page) -> None:
    begun.locator(".canvas").focus()
    begun.keyboard.press("ArrowRight")
    begun.keyboard.press("ArrowDown")
    expect(begun.locator(".canvas-told")).not_to_be_empty()
    begun.keyboard.press("Enter")
    until(begun, lambda: told(begun, "entity") != "")
    chosen = told(begun, "entity")
    settle(begun)
    begun.locator(".canvas").focus()
    begun.keyboard.press("h")
    until(begun, lambda: BASE + chosen not in drawn(begun))
    begun.keyboard.press("Control+z")
    until(begun, lambda: BASE + chosen in drawn(begun))


def test_layers_put_what_lines_lead_to_above(begun: Page) -> None:
    begun.get_by_text("In layers").click()
    until(begun, lambda: told(begun, "layout") == "layers")
    settle(begun)
    assert looks(begun, MISSION)["at"][1] < looks(begun, COORDINATOR)["at"][1]
    keep(begun, "graph-layers")


def test_a_right_click_offers_what_the_buttons_do(begun: Page) -> None:
    place = drawing(begun).evaluate("(f, node) => f.locate(node)", MISSION)
    begun.locator(".canvas").click(position=place, button="right")
    menu = begun.get_by_role("menu", name="What to do with the chosen entity")
    menu.get_by_role("menuitem", name="Draw its neighbours").click()
    until(begun, lambda: HEAD in drawn(begun))
    assert not menu.count()


@pytest.mark.parametrize("number", [20, 80, 300])
def test_labels_can_be_read_and_none_covers_another(page: Page, server: Server, number: int) -> None:
    page.goto(f"{server.address}/health")
    (script,) = (name for name in served() if name.endswith("canvas/labels.js"))
    told = page.evaluate(_CROWDED, [f"/assets/{script}", number])
    boxes = {box["id"]: box for box in told["boxes"]}
    assert {"0", "1", str(number - 1)} <= set(boxes), "a hub, or what is chosen, has no name"
    assert len(boxes) > 10
    for one, other in combinations([boxes[name] for name in boxes if name != str(number - 1)], 2):
        across = min(one["right"], other["right"]) - max(one["left"], other["left"])
        assert across < 0 or min(one["bottom"], other["bottom"]) < max(one["top"], other["top"])
    assert min((box["bottom"] - box["top"]) * told["scale"] for box in boxes.values()) > 2 * 12


def test_pictures_and_data_are_downloaded(page: Page, server: Server, tmp_path: Path) -> None:
    visit(page, server, "/graph?lang=en", "Graph")
    drawing(page)
    page.evaluate(_WRITING)
    for name, ground in (("Picture on white", (255, 255, 255)), ("Picture on dark", (20, 24, 29))):
        with page.expect_download() as download:
            act(page, name).click()
        data = Path(download.value.path()).read_bytes()
        assert data[:8] == b"\x89PNG\r\n\x1a\n"
        assert struct.unpack(">II", data[16:24]) == (2400, 1600)
        pixel = page.evaluate(
            """async (text) => {
              const image = await createImageBitmap(await (await fetch("data:image/png;base64," + text)).blob());
              const canvas = new OffscreenCanvas(image.width, image.height), context = canvas.getContext("2d");
              context.drawImage(image, 0, 0);
              return [...context.getImageData(3, 3, 1, 1).data];
            }""",
            b64encode(data).decode(),
        )
        assert tuple(pixel[:3]) == ground
    assert viz_example.HOSTILE in " ".join(page.evaluate("window.written"))
    with page.expect_download() as download:
        page.get_by_role("button", name="Download its data (GraphML)").click()
    read = nx.read_graphml(download.value.path())
    assert set(read) == drawn(page)
    assert viz_example.HOSTILE in read.nodes[f"{BASE}post/alima/ML/trap"]["label"]
