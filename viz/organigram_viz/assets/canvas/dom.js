// The vis-network file of the pyvis package, and how a line looks in the legend.
import { vector } from "../elements.js";

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

export function stroke(entry) {
  const line = vector("line", { x1: 0, y1: 4, x2: 28, y2: 4, stroke: entry.color, "stroke-width": 2, "stroke-dasharray": entry.dashes.join(" ") });
  return vector("svg", { width: 28, height: 8, viewBox: "0 0 28 8", "aria-hidden": "true" }, line);
}
