// Elements made with text only, the small signs of the legend, and the vis-network file of the pyvis package.
const SCRIPT = "vis-network.min.js";
let loading;

export function library() {
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

export function element(name, attributes = {}, ...children) {
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

export function swatch(entry) {
  const [shape, attributes] = SHAPES[entry.shape] ?? SHAPES.dot;
  const svg = vector("svg", { width: 14, height: 14, viewBox: "0 0 14 14", "aria-hidden": "true" });
  const box = entry.shape === "box";
  const mark = entry.dashed === undefined ? (box ? "#FBF6C8" : entry.color) : entry.dashed ? "#FFFFFF" : "#E8F1F8";
  svg.append(vector(shape, { ...attributes, fill: mark, stroke: entry.dashed ? "#6B7280" : entry.color,
    "stroke-width": box ? 1.5 : 0, ...(entry.dashed ? { "stroke-dasharray": "3 2" } : {}) }));
  return svg;
}

export function stroke(entry) {
  const svg = vector("svg", { width: 28, height: 8, viewBox: "0 0 28 8", "aria-hidden": "true" });
  svg.append(vector("line", { x1: 0, y1: 4, x2: 28, y2: 4, stroke: entry.color, "stroke-width": 2, "stroke-dasharray": entry.dashes.join(" ") }));
  return svg;
}
