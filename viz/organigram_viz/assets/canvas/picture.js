// A picture of the whole drawing on white or dark ground, drawn apart so that the page's own drawing is left alone.
import { themed } from "./drawing.js";
import { label } from "./labels.js";
import { element } from "../elements.js";

const WIDTH = 2400, HEIGHT = 1600;
const GROUNDS = { false: ["#FFFFFF", "#1F2933"], true: ["#14181D", "#F1F3F5"] };

function line(context, x, color, dashes) {
  context.strokeStyle = color;
  context.lineWidth = 4;
  context.setLineDash(dashes);
  context.beginPath();
  context.moveTo(x, HEIGHT - 34);
  context.lineTo(x + 36, HEIGHT - 34);
  context.stroke();
  context.setLineDash([]);
}

function mark(context, x, { path, fill, border }) {
  const drawn = new Path2D(path);
  context.save();
  context.translate(x, HEIGHT - 46);
  context.scale(1.7, 1.7);
  context.fillStyle = fill;
  context.fill(drawn);
  if (border) { context.strokeStyle = border; context.lineWidth = 1.5; context.stroke(drawn); }
  context.restore();
}

function named(context, data, ink) {
  context.font = "24px sans-serif";
  context.textBaseline = "middle";
  let x = 30;
  const entries = [...data.kinds.filter((kind) => !data.hidden.includes(kind.name)), ...data.lines.filter((line) => line.shown !== false)];
  for (const entry of entries) {
    const wide = context.measureText(entry.label).width + 80;
    if (x + wide > WIDTH) break;
    if (entry.dashes) line(context, x, entry.color === data.ink ? ink : entry.color, entry.dashes);
    else mark(context, x + 8, entry.sign);
    context.fillStyle = ink;
    context.fillText(entry.label, x + 44, HEIGHT - 34);
    x += wide;
  }
}

function saved(canvas, name) {
  canvas.toBlob((blob) => {
    const link = element("a", { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }, "image/png");
}

export function picture(vis, drawing, data, dark) {
  const [ground, ink] = GROUNDS[dark], places = drawing.network.getPositions();
  const box = element("div", { style: `position:fixed;left:-10000px;top:0;width:${WIDTH}px;height:${HEIGHT - 70}px` });
  drawing.frame.append(box);
  const nodes = drawing.nodes.get().map((node) => ({ ...node, ...places[node.id], fixed: true }));
  const edges = drawing.edges.get().map((edge) => ({ ...edge, color: edge.color === data.ink ? ink : edge.color }));
  const network = new vis.Network(box, { nodes, edges }, { ...themed(data.options, ink, ground, "sans-serif"), physics: { enabled: false }, layout: { improvedLayout: false } });
  network.on("afterDrawing", (drawn) => label(drawn, network, drawing.ranked, { ink, halo: ground, face: "sans-serif", seen: box }));
  network.fit({ animation: false, maxZoomLevel: 3 });
  network.moveTo({ scale: network.getScale() * 0.94 });
  network.redraw();
  const made = element("canvas", { width: WIDTH, height: HEIGHT }), context = made.getContext("2d");
  context.fillStyle = ground;
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.drawImage(box.querySelector("canvas"), 0, 0, WIDTH, HEIGHT - 70);
  named(context, data, ink);
  network.destroy();
  box.remove();
  saved(made, "organigram-graph.png");
}
