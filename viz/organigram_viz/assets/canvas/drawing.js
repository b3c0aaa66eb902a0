// The vis-network drawing: what is new comes in beside what it hangs on, what was there stays where it was, physics stop.
import { bare, label, ranked } from "./labels.js";
import { recall, remember } from "./memory.js";

const SETTLING = 1500;
// What stands no lower than this below the highest stands beside it.
const ROW = 70;

// What is new stands where it stood once, or beside what it hangs on, so that the eye keeps its place.
function placed(drawing, node, edges) {
  if (node.x !== undefined && node.x !== null) return node;
  const known = drawing.memory.at[node.id];
  if (known) return { ...node, x: known[0], y: known[1] };
  for (const edge of edges) {
    const other = edge.from === node.id ? edge.to : edge.to === node.id ? edge.from : null;
    if (other === null || !drawing.nodes.get(other)) continue;
    const at = drawing.network.getPosition(other);
    const turn = (drawing.added * 137.5 * Math.PI) / 180, far = 90 + 22 * Math.sqrt(drawing.added++);
    return { ...node, x: at.x + far * Math.cos(turn), y: at.y + far * Math.sin(turn) };
  }
  return node;
}

// What differs between what is drawn and what the page holds, from the whole or from changes to what was sent before.
function merge(set, fresh, lost, whole, prepare) {
  const kept = whole && new Set(fresh.map((item) => item.id));
  set.remove(whole ? set.getIds().filter((id) => !kept.has(id)) : lost);
  const before = new Set(set.getIds());
  set.update(fresh.filter((item) => before.has(item.id)));
  set.add(fresh.filter((item) => !before.has(item.id)).map(prepare));
}

function still(drawing) {
  drawing.network.setOptions({ physics: { enabled: false } });
  drawing.frame.dataset.settled = "true";
  remember(drawing);
}

// Only what is new moves, and not for long: what the reader knows stays where it was.
function settle(drawing, fresh, milliseconds) {
  const pinned = new Set(drawing.nodes.getIds({ filter: (node) => node.pinned }));
  const hold = (fixed) => drawing.nodes.update(drawing.nodes.getIds().filter((id) => !fresh.has(id) && !pinned.has(id)).map((id) => ({ id, fixed })));
  clearTimeout(drawing.timer);
  delete drawing.frame.dataset.settled;
  hold(true);
  drawing.network.setOptions({ physics: { ...drawing.physics, enabled: true, stabilization: false } });
  drawing.timer = setTimeout(() => { hold(false); still(drawing); }, milliseconds);
}

export function update(drawing, data) {
  if (drawing.revision === data.revision) return;
  const known = new Set(drawing.nodes.getIds());
  drawing.added = 0;
  merge(drawing.nodes, data.nodes.map(bare), data.lostNodes, !data.base, (node) => placed(drawing, node, data.edges));
  merge(drawing.edges, data.edges, data.lostEdges, !data.base, (edge) => edge);
  drawing.revision = data.revision;
  rank(drawing);
  const fresh = new Set(data.nodes.map((node) => node.id).filter((id) => !known.has(id) && !drawing.memory.at[id]));
  if (fresh.size && data.physics) settle(drawing, fresh, SETTLING);
  else remember(drawing);
}

function rank(drawing) {
  drawing.ranked = ranked(drawing.nodes.get(), drawing.edges.get());
}

// Labels in the colours of the page (or of a picture's ground), with a halo that keeps them apart from the lines behind.
export function themed(options, ink, halo, face) {
  const font = { color: ink, face, strokeColor: halo, strokeWidth: 4 };
  return { ...options, nodes: { ...options.nodes, font: { ...options.nodes.font, ...font } }, edges: { ...options.edges, font: { ...options.edges.font, ...font } } };
}

function labelled(drawing, context) {
  const { ink, halo, face } = drawing.latest, seen = drawing.canvas, settled = Boolean(drawing.frame.dataset.settled);
  const bar = drawing.frame.querySelector(".canvas-tools"), { offsetLeft, offsetTop, offsetWidth, offsetHeight } = bar;
  const covered = { left: offsetLeft, top: offsetTop, right: offsetLeft + offsetWidth, bottom: offsetTop + offsetHeight };
  const first = [drawing.chosen, drawing.over];
  drawing.labelled = label(context, drawing.network, drawing.ranked, { ink, halo, face, seen, covered, first, settled });
}

// All of it in sight, with room for the labels at the rim.
export function show(drawing, animation = false) {
  drawing.network.fit({ animation: false, maxZoomLevel: 1.15 });
  drawing.network.moveTo({ scale: drawing.network.getScale() * 0.9, animation });
}

// A drawing that could not be read if all of it were in sight begins at its top, as large as it needs to be.
function begin(drawing, least) {
  show(drawing);
  if (drawing.network.getScale() >= least) return;
  const { clientWidth, clientHeight } = drawing.canvas, wide = clientWidth / least / 2, high = clientHeight / least / 2;
  const places = Object.values(drawing.network.getPositions()), across = places.map((place) => place.x);
  const highest = Math.min(...places.map((place) => place.y)), first = places.filter((place) => place.y < highest + ROW);
  const top = first.reduce((one, other) => (other.x < one.x ? other : one));
  const left = Math.min(...across) + wide - 130, right = Math.max(...across) - wide + 130;
  drawing.network.moveTo({ scale: least, position: { x: left > right ? (left + right) / 2 : Math.min(Math.max(top.x, left), right), y: highest + high - 90 } });
}

// Let everything that is not pinned find its place anew.
export function arrange(drawing) {
  settle(drawing, new Set(drawing.nodes.getIds()), 2 * SETTLING);
  clearTimeout(drawing.showing);
  drawing.showing = setTimeout(() => show(drawing), 2 * SETTLING + 50);
}

// A drawing that forces moved comes back as it was left; one whose places the page gives stands there.
function recalled(drawing, data) {
  drawing.memory = recall(data.identity);
  const at = drawing.memory.at, back = data.nodes.filter((node) => at[node.id]).length;
  const nodes = data.physics && back ? data.nodes.map((node) => ({ x: at[node.id]?.[0], y: at[node.id]?.[1], ...node })) : data.nodes;
  return { nodes, whole: back === data.nodes.length && Boolean(drawing.memory.scale) };
}

export function draw(vis, drawing, data) {
  const { nodes, whole } = recalled(drawing, data), options = themed(data.options, data.ink, data.halo, data.face), moving = data.physics && !whole;
  Object.assign(drawing, { nodes: new vis.DataSet(nodes.map(bare)), edges: new vis.DataSet(data.edges), physics: data.options.physics, identity: data.identity, revision: data.revision });
  delete drawing.frame.dataset.settled;
  drawing.network = new vis.Network(drawing.canvas, { nodes: drawing.nodes, edges: drawing.edges },
    { ...options, physics: moving ? options.physics : { enabled: false } });
  rank(drawing);
  drawing.network.on("afterDrawing", (context) => labelled(drawing, context));
  const ready = () => {
    drawing.network.setOptions({ physics: { enabled: false } });
    if (whole) drawing.network.moveTo({ scale: drawing.memory.scale, position: drawing.memory.centre });
    else begin(drawing, data.least);
    still(drawing);
  };
  // vis-network knows its own size once it has drawn for the first time.
  drawing.network.once(moving ? "stabilizationIterationsDone" : "afterDrawing", ready);
  for (const moved of ["dragEnd", "zoom"]) drawing.network.on(moved, () => { clearTimeout(drawing.keeping); drawing.keeping = setTimeout(() => remember(drawing), 400); });
}
