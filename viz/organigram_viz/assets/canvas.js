// Draws what pyvis built with the vis-network file of the pyvis package, keeps the layout while data changes, and tells
// Python which node or edge was clicked. All text reaches the page as text, never as markup.
const SCRIPT = "vis-network.min.js";
const drawings = new WeakMap();
let loading;

function library() {
  if (window.vis && window.vis.Network) return Promise.resolve(window.vis);
  loading ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = new URL(`assets/${SCRIPT}`, document.baseURI).href;
    script.onload = () => done(window.vis);
    script.onerror = () => failed(new Error(`${SCRIPT} could not be loaded`));
    document.head.append(script);
  });
  return loading;
}

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function vector(name, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

const SHAPES = {
  dot: ["circle", { cx: 7, cy: 7, r: 5.5 }],
  square: ["rect", { x: 1.5, y: 1.5, width: 11, height: 11 }],
  box: ["rect", { x: 0.75, y: 3, width: 12.5, height: 8, rx: 2 }],
  diamond: ["polygon", { points: "7,0.5 13.5,7 7,13.5 0.5,7" }],
  triangle: ["polygon", { points: "7,1 13.5,12.5 0.5,12.5" }],
  triangleDown: ["polygon", { points: "7,13 13.5,1.5 0.5,1.5" }],
  star: ["polygon", { points: "7,0.5 9,5 13.8,5.2 10,8.4 11.3,13.2 7,10.5 2.7,13.2 4,8.4 0.2,5.2 5,5" }],
  hexagon: ["polygon", { points: "3.6,1 10.4,1 13.8,7 10.4,13 3.6,13 0.2,7" }],
};

function swatch(entry) {
  const [shape, attributes] = SHAPES[entry.shape] ?? SHAPES.dot;
  const svg = vector("svg", { width: 14, height: 14, viewBox: "0 0 14 14", "aria-hidden": "true" });
  const box = entry.shape === "box";
  svg.append(vector(shape, { ...attributes, fill: entry.dashed === undefined ? (box ? "#FBF6C8" : entry.color) : entry.dashed ? "#FFFFFF" : "#E8F1F8",
    stroke: entry.dashed ? "#6B7280" : entry.color, "stroke-width": box ? 1.5 : 0, ...(entry.dashed ? { "stroke-dasharray": "3 2" } : {}) }));
  return svg;
}

function stroke(entry) {
  const svg = vector("svg", { width: 28, height: 8, viewBox: "0 0 28 8", "aria-hidden": "true" });
  svg.append(vector("line", { x1: 0, y1: 4, x2: 28, y2: 4, stroke: entry.color, "stroke-width": 2, "stroke-dasharray": entry.dashes.join(" ") }));
  return svg;
}

function legend(drawing, data, tell) {
  const bar = drawing.frame.querySelector(".canvas-legend");
  bar.replaceChildren();
  for (const entry of data.kinds) {
    const shown = !data.hidden.includes(entry.name);
    const button = element("button", { type: "button", "aria-pressed": String(shown), title: data.words.filter }, swatch(entry), entry.label);
    button.onclick = () => tell("hidden", shown ? [...data.hidden, entry.name] : data.hidden.filter((name) => name !== entry.name));
    bar.append(button);
  }
  for (const entry of data.marks) bar.append(element("span", { class: "line" }, swatch(entry), entry.label));
  for (const entry of data.lines) bar.append(element("span", { class: "line" }, stroke(entry), entry.label));
}

// What is new stands beside what it hangs on, so that the eye keeps its place.
function placed(drawing, node, edges) {
  if (node.x !== undefined) return node;
  for (const edge of edges) {
    const other = edge.from === node.id ? edge.to : edge.to === node.id ? edge.from : null;
    if (other === null || !drawing.nodes.get(other)) continue;
    const at = drawing.network.getPosition(other);
    const turn = (drawing.added++ * 137.5 * Math.PI) / 180;
    return { ...node, x: at.x + 90 * Math.cos(turn), y: at.y + 90 * Math.sin(turn) };
  }
  return node;
}

function merge(set, fresh, prepare) {
  const kept = new Set(fresh.map((item) => item.id));
  set.remove(set.getIds().filter((id) => !kept.has(id)));
  const before = new Set(set.getIds());
  const added = fresh.filter((item) => !before.has(item.id));
  set.update(fresh.filter((item) => before.has(item.id)));
  set.add(added.map(prepare));
}

// Only what is new moves, and not for long: what the reader knows stays where it was.
function settle(drawing, fresh, milliseconds) {
  const hold = (fixed) => drawing.nodes.update(drawing.nodes.getIds().filter((id) => !fresh.has(id)).map((id) => ({ id, fixed })));
  clearTimeout(drawing.timer);
  hold(true);
  drawing.network.setOptions({ physics: { ...drawing.physics, enabled: true, stabilization: false } });
  drawing.timer = setTimeout(() => {
    drawing.network.setOptions({ physics: { enabled: false } });
    hold(false);
    drawing.frame.dataset.settled = "true";
  }, milliseconds);
}

function update(drawing, data) {
  const known = new Set(drawing.nodes.getIds());
  const fresh = new Set(data.nodes.map((node) => node.id).filter((id) => !known.has(id)));
  merge(drawing.nodes, data.nodes, (node) => placed(drawing, node, data.edges));
  merge(drawing.edges, data.edges, (edge) => edge);
  if (fresh.size && data.physics) {
    delete drawing.frame.dataset.settled;
    settle(drawing, fresh, 1500);
  }
}

// Labels in the theme's colours, with a halo that keeps them apart from the lines behind.
function themed(drawing, options) {
  const style = getComputedStyle(drawing.frame);
  const color = style.getPropertyValue("--st-text-color").trim() || "#1F2933";
  const halo = style.getPropertyValue("--st-background-color").trim() || "#FFFFFF";
  const face = style.getPropertyValue("--st-font").trim() || "sans-serif";
  const font = { color, face, strokeColor: halo, strokeWidth: 4 };
  return { ...options, nodes: { ...options.nodes, font: { ...options.nodes.font, ...font } }, edges: { ...options.edges, font: { ...options.edges.font, ...font } } };
}

// All of it in sight, with room for the labels at the rim.
function show(drawing, animation = false) {
  drawing.network.fit({ animation: false, maxZoomLevel: 1.15 });
  drawing.network.moveTo({ scale: drawing.network.getScale() * 0.92, animation });
}

function draw(vis, drawing, data) {
  drawing.nodes = new vis.DataSet(data.nodes);
  drawing.edges = new vis.DataSet(data.edges);
  drawing.physics = data.options.physics;
  drawing.network = new vis.Network(drawing.canvas, { nodes: drawing.nodes, edges: drawing.edges }, themed(drawing, data.options));
  const still = () => {
    drawing.network.setOptions({ physics: { enabled: false } });
    show(drawing);
    drawing.frame.dataset.settled = "true";
  };
  if (data.physics) drawing.network.once("stabilizationIterationsDone", still); else still();
  drawing.network.on("click", (event) => {
    if (event.nodes.length) drawing.tell("clicked", { node: event.nodes[0] });
    else if (event.edges.length) drawing.tell("clicked", { edge: event.edges[0] });
    else drawing.tell("clicked", {});
  });
  drawing.network.on("hoverNode", () => { drawing.canvas.style.cursor = "pointer"; });
  drawing.network.on("blurNode", () => { drawing.canvas.style.cursor = "default"; });
  drawing.canvas.onmouseleave = () => { for (const hint of drawing.canvas.querySelectorAll(".vis-tooltip")) hint.style.visibility = "hidden"; };
  // Where each node stands on the screen, for tests and for readers who do not use a mouse.
  drawing.frame.locate = (id) => drawing.network.canvasToDOM(drawing.network.getPosition(id));
  drawing.frame.ids = () => drawing.nodes.getIds();
}

function select(drawing, data) {
  drawing.network.unselectAll();
  if (data.selected && drawing.nodes.get(data.selected)) drawing.network.selectNodes([data.selected]);
  else if (data.selected && drawing.edges.get(data.selected)) drawing.network.selectEdges([data.selected]);
}

function tools(drawing, data) {
  const bar = drawing.frame.querySelector(".canvas-tools");
  bar.replaceChildren();
  const add = (text, act) => { const button = element("button", { type: "button", title: text, "aria-label": text }, text); button.onclick = act; bar.append(button); };
  const zoom = (factor) => drawing.network.moveTo({ scale: drawing.network.getScale() * factor, animation: { duration: 150 } });
  add("+", () => zoom(1.3));
  add("−", () => zoom(1 / 1.3));
  add(data.words.fit, () => show(drawing));
}

// What pyvis drew in ink is drawn in the theme's own.
const INK = "#1F2933";

function inked(data, root) {
  const ink = getComputedStyle(root).getPropertyValue("--st-text-color").trim() || INK;
  const again = (item) => ({ ...item, color: item.color === INK ? ink : item.color });
  return { ...data, edges: data.edges.map(again), lines: data.lines.map(again) };
}

export default function (component) {
  const { parentElement, setTriggerValue } = component;
  let drawing = drawings.get(parentElement);
  if (!drawing) {
    const frame = element("div", { class: "canvas-frame" },
      element("div", { class: "canvas-stage" }, element("div", { class: "canvas" }), element("div", { class: "canvas-tools" })),
      element("div", { class: "canvas-legend" }));
    parentElement.append(frame);
    drawing = { frame, canvas: frame.querySelector(".canvas"), added: 0 };
    drawings.set(parentElement, drawing);
  }
  const data = inked(component.data, drawing.frame);
  drawing.tell = setTriggerValue;
  drawing.latest = data;
  drawing.frame.style.setProperty("--canvas-height", `${data.height}px`);
  drawing.canvas.setAttribute("role", "img");
  drawing.canvas.setAttribute("aria-label", data.words.picture);
  library().then((vis) => {
    const now = drawing.latest;
    if (drawing.network && drawing.identity === now.identity) update(drawing, now);
    else { drawing.network?.destroy(); draw(vis, drawing, now); drawing.identity = now.identity; }
    legend(drawing, now, drawing.tell);
    tools(drawing, now);
    select(drawing, now);
  });
  return () => { clearTimeout(drawing.timer); drawing.network?.destroy(); drawings.delete(parentElement); drawing.frame.remove(); };
}
