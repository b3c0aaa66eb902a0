// Labels that can be read at every zoom: of a size on the screen that does not fall below a least one, the more important ones
// first, and none over another. The others come as the reader draws nearer; the whole label is what a pointer's hint says.
const LEAST = 12, MOST = 20, FONT = 15; // pixels on the screen, and in the drawing
const SETTLED = 400, MOVING = 60; // labels at most, at rest and while forces move the nodes
const ABOVE = 12, HUB = 5; // so many of the most important stand also where they cover signs, if they have so many lines
const widths = new Map();

// vis-network writes the labels of boxes, which are as large as their words; all others are written here.
export function bare(node) {
  return node.shape === "box" || node.shape === "text" ? node : { ...node, name: node.label, label: undefined };
}

// Nodes in the order of their importance: many lines first, then the larger sign.
export function ranked(nodes, edges) {
  const lines = new Map();
  for (const edge of edges) for (const end of [edge.from, edge.to]) lines.set(end, (lines.get(end) ?? 0) + 1);
  const worth = (node) => node.lines + node.size / 100;
  return nodes.filter((node) => node.name).map((node) => ({ ...node, lines: lines.get(node.id) ?? 0 })).sort((one, other) => worth(other) - worth(one) || (one.id < other.id ? -1 : 1));
}

function wide(context, line, face) {
  const key = `${face}\n${line}`;
  if (!widths.has(key)) {
    context.font = `100px ${face}`;
    widths.set(key, context.measureText(line).width / 100);
  }
  return widths.get(key);
}

// Where a label may stand beside its sign: below, above, right, left.
function places({ x, y }, room, width, height) {
  const beside = room + 0.3 * height;
  return [[x, y + room + height / 2], [x, y - room - height / 2], [x + beside + width / 2, y], [x - beside - width / 2, y]]
    .map(([across, down]) => ({ left: across - width / 2, right: across + width / 2, top: down - height / 2, bottom: down + height / 2 }));
}

const apart = (one, other) => one.right < other.left || other.right < one.left || one.bottom < other.top || other.bottom < one.top;

function write(context, lines, box, size, { ink, halo }) {
  Object.assign(context, { textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: size / 4, strokeStyle: halo, fillStyle: ink });
  lines.forEach((line, number) => {
    const at = [(box.left + box.right) / 2, box.top + (number + 0.5) * 1.15 * size];
    context.strokeText(line, ...at);
    context.fillText(line, ...at);
  });
}

const within = (box, room) => box.left >= room.left && box.right <= room.right && box.top >= room.top && box.bottom <= room.bottom;

function ground(node, { x, y }, part = 0.7) {
  return { id: node.id, left: x - part * node.size, right: x + part * node.size, top: y - part * node.size, bottom: y + part * node.size };
}

// Part of the page (in pixels of the drawing's own box) as a part of the drawing.
function part(network, { left, top, right, bottom }) {
  const [begin, end] = [network.DOMtoCanvas({ x: left, y: top }), network.DOMtoCanvas({ x: right, y: bottom })];
  return { left: begin.x, top: begin.y, right: end.x, bottom: end.y };
}

// Writes the labels that have room onto what vis-network has drawn, and says whose and where. ``seen`` is how large the drawing is on the
// screen, ``covered`` a part of it; the labels of the nodes ``first`` stand whatever is in their way.
export function label(context, network, nodes, { ink, halo, face, seen, covered, first = [], settled = true }) {
  const scale = network.getScale(), size = Math.min(Math.max(FONT * scale, LEAST), MOST) / scale, at = network.getPositions();
  const room = part(network, { left: 0, top: 0, right: seen.clientWidth, bottom: seen.clientHeight });
  const visible = nodes.filter((node) => at[node.id] && !apart(ground(node, at[node.id]), room)), signs = visible.map((node) => ground(node, at[node.id]));
  const taken = covered ? [part(network, covered)] : [], shown = [], important = new Set(nodes.slice(0, ABOVE).filter((node) => node.lines >= HUB).map((node) => node.id));
  for (const node of [...visible.filter((one) => first.includes(one.id)), ...visible.filter((one) => !first.includes(one.id))]) {
    if (shown.length >= (settled ? SETTLED : MOVING)) break;
    const lines = node.name.split("\n"), width = size * Math.max(...lines.map((line) => wide(context, line, face)));
    const possible = places(at[node.id], node.size + 0.2 * size, width, 1.15 * size * lines.length);
    const free = (box) => within(box, room) && taken.every((other) => apart(box, other));
    const clear = (box) => free(box) && signs.every((sign) => sign.id === node.id || apart(box, sign));
    const box = possible.find(clear) ?? (important.has(node.id) ? possible.find(free) : null) ?? (first.includes(node.id) ? possible[0] : null);
    if (!box) continue;
    taken.push(box);
    shown.push({ id: node.id, ...box });
    context.font = `${size}px ${face}`;
    write(context, lines, box, size, { ink, halo });
  }
  return shown;
}
