// Clicks, and the keys that do the same: arrows go from node to node, Enter selects, letters act.
const DOUBLE = 230;
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function choose(drawing, id) {
  drawing.chosen = id ?? "";
  drawing.network.unselectAll();
  if (id && drawing.nodes.get(id)) drawing.network.selectNodes([id]);
  else if (id && drawing.edges.get(id)) drawing.network.selectEdges([id]);
  drawing.tools?.();
}

export function act(drawing, name) {
  const node = drawing.chosen && drawing.nodes.get(drawing.chosen);
  if (!node) return;
  const at = drawing.network.getPosition(node.id);
  drawing.act({ do: name, node: node.id, x: at.x, y: at.y });
}

function clicks(drawing) {
  const send = (value) => {
    clearTimeout(drawing.clicking);
    // A page that expands on a double click waits for the second one before it asks Python for the facts.
    drawing.clicking = setTimeout(() => drawing.choose(value), drawing.latest.actions ? DOUBLE : 0);
  };
  drawing.network.on("click", (event) => {
    const [node, edge] = [event.nodes[0], event.nodes.length ? undefined : event.edges[0]];
    choose(drawing, node ?? edge);
    send(node ? { node } : edge ? { edge } : {});
  });
  drawing.network.on("doubleClick", (event) => {
    if (!drawing.latest.actions || !event.nodes.length) return;
    clearTimeout(drawing.clicking);
    choose(drawing, event.nodes[0]);
    act(drawing, "expand");
  });
  drawing.network.on("oncontext", (event) => {
    const node = drawing.network.getNodeAt(event.pointer.DOM);
    if (!drawing.latest.actions || !node) return;
    event.event.preventDefault();
    choose(drawing, node);
    drawing.menu(event.pointer.DOM);
  });
  for (const moved of ["click", "dragStart", "zoom"]) drawing.network.on(moved, () => drawing.menu?.());
  drawing.network.on("hoverNode", (event) => { drawing.canvas.style.cursor = "pointer"; drawing.over = event.node; });
  drawing.network.on("blurNode", () => { drawing.canvas.style.cursor = "default"; drawing.over = ""; });
  drawing.canvas.onmouseleave = () => { for (const hint of drawing.canvas.querySelectorAll(".vis-tooltip")) hint.style.visibility = "hidden"; };
}

// The nearest node in a direction: far along it counts once, far beside it twice.
function nearest(drawing, [right, down]) {
  const places = drawing.network.getPositions(), here = places[drawing.chosen];
  if (!here) return Object.keys(places)[0];
  let found = drawing.chosen, least = Infinity;
  for (const [id, place] of Object.entries(places)) {
    const along = (place.x - here.x) * right + (place.y - here.y) * down;
    const beside = Math.abs((place.x - here.x) * down) + Math.abs((place.y - here.y) * right);
    if (along > 1 && along + 2 * beside < least) { least = along + 2 * beside; found = id; }
  }
  return found;
}

function go(drawing, way) {
  choose(drawing, nearest(drawing, way));
  const node = drawing.nodes.get(drawing.chosen);
  if (!node) return;
  const at = drawing.network.canvasToDOM(drawing.network.getPosition(node.id)), room = drawing.canvas.getBoundingClientRect();
  if (at.x < 30 || at.y < 30 || at.x > room.width - 30 || at.y > room.height - 30) drawing.network.focus(node.id, { scale: drawing.network.getScale() });
  drawing.frame.querySelector(".canvas-told").textContent = node.title ?? node.label;
}

function keys(drawing) {
  const letters = { e: "expand", h: "hide", p: "pin", Delete: "hide" };
  drawing.canvas.onkeydown = (event) => {
    if (event.altKey || event.metaKey || (event.ctrlKey && event.key !== "z" && event.key !== "y")) return;
    if (WAYS[event.key]) go(drawing, WAYS[event.key]);
    else if ((event.key === "Enter" || event.key === " ") && drawing.chosen) drawing.choose({ node: drawing.chosen });
    else if (event.key === "+" || event.key === "-") drawing.network.moveTo({ scale: drawing.network.getScale() * (event.key === "+" ? 1.3 : 1 / 1.3) });
    else if (!drawing.latest.actions) return;
    else if (drawing.nodes.get(drawing.chosen) && (event.key === "ContextMenu" || (event.shiftKey && event.key === "F10"))) drawing.menu(drawing.network.canvasToDOM(drawing.network.getPosition(drawing.chosen)));
    else if (event.ctrlKey) drawing.act({ do: event.key === "z" ? "undo" : "redo" });
    else if (letters[event.key] && drawing.chosen) act(drawing, letters[event.key]);
    else return;
    event.preventDefault();
  };
}

export function listen(drawing) {
  clicks(drawing);
  keys(drawing);
}
