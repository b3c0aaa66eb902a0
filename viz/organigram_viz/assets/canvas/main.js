// Draws what pyvis built with the vis-network file of the pyvis package, keeps the layout while data changes, and tells
// Python what the reader does. All text reaches the page as text, never as markup.
import { draw, update } from "./drawing.js";
import { element } from "../elements.js";
import { library } from "./dom.js";
import { legend } from "./legend.js";
import { remember } from "./memory.js";
import { choose, listen } from "./pointing.js";
import { tools } from "./tools.js";

const drawings = new WeakMap();
let acted = 0;

// What pyvis drew in ink is drawn in the theme's own.
function inked(data, root) {
  const style = getComputedStyle(root), of = (name, otherwise) => style.getPropertyValue(name).trim() || otherwise;
  const ink = of("--st-text-color", data.ink);
  const again = (item) => ({ ...item, color: item.color === data.ink ? ink : item.color });
  return { ...data, ink, halo: of("--st-background-color", "#FFFFFF"), face: of("--st-font", "sans-serif"), edges: data.edges.map(again), lines: data.lines.map(again) };
}

function begin(parent) {
  const style = element("link", { rel: "stylesheet", href: new URL("canvas.css", import.meta.url).href });
  const canvas = element("div", { class: "canvas", tabindex: "0", role: "application" });
  const frame = element("div", { class: "canvas-frame" },
    element("div", { class: "canvas-actions", role: "toolbar" }),
    element("div", { class: "canvas-stage" }, canvas, element("div", { class: "canvas-tools", role: "toolbar" })),
    element("div", { class: "canvas-legend", role: "group" }), element("div", { class: "canvas-told", role: "status" }));
  const styled = new Promise((done) => { style.onload = style.onerror = done; });
  parent.append(style, frame);
  const drawing = { frame, canvas, added: 0, acts: [], memory: { at: {} }, ready: Promise.all([library(), styled.then(() => roomy(canvas))]) };
  // Where each node stands on the screen, for tests and for readers who do not use a mouse.
  frame.locate = (id) => drawing.network.canvasToDOM(drawing.network.getPosition(id));
  frame.place = (id) => drawing.network.getPosition(id);
  frame.ids = () => drawing.nodes.getIds();
  frame.labelled = () => drawing.labelled.map((box) => box.id);
  frame.view = () => ({ scale: drawing.network.getScale(), ...drawing.network.getViewPosition() });
  // Of two events that wait Streamlit keeps the later one; a state goes with whatever is told. So what is not yet known to be done is one.
  drawing.act = (value) => {
    acted = Math.max(acted + 1, Date.now());
    drawing.acts.push({ ...value, number: acted });
    drawing.keep("acted", [...drawing.acts]);
  };
  drawing.choose = (value) => drawing.latest.actions ? drawing.act({ do: "choose", ...value }) : drawing.tell("clicked", value);
  drawings.set(parent, drawing);
  return drawing;
}

// A drawing needs room to be put in the middle of; a page that is being laid out has none yet.
function roomy(canvas) {
  return canvas.clientWidth ? Promise.resolve() : new Promise((done) => {
    const watch = new ResizeObserver(() => { if (canvas.clientWidth) { watch.disconnect(); done(); } });
    watch.observe(canvas);
  });
}

function named(drawing, data) {
  drawing.frame.style.setProperty("--canvas-height", `${data.height}px`);
  for (const [selector, name] of [[".canvas", "picture"], [".canvas-actions", "actions"], [".canvas-tools", "tools"], [".canvas-legend", "legend"]]) {
    drawing.frame.querySelector(selector).setAttribute("aria-label", data.words[name]);
  }
}

export default function (component) {
  const { parentElement, setStateValue, setTriggerValue } = component;
  const drawing = drawings.get(parentElement) ?? begin(parentElement);
  const data = inked(component.data, drawing.frame);
  [drawing.keep, drawing.tell] = [setStateValue, setTriggerValue];
  drawing.acts = drawing.acts.filter((act) => act.number > data.done);
  drawing.latest = data;
  named(drawing, data);
  drawing.ready.then(([vis]) => {
    const now = drawing.latest;
    if (now !== data || drawings.get(parentElement) !== drawing) return;
    const same = drawing.network && drawing.identity === now.identity;
    if (now.base && !(same && [now.base, now.revision].includes(drawing.revision))) { drawing.tell("lost", true); return; }
    if (same) update(drawing, now);
    else { if (drawing.network) { remember(drawing); drawing.network.destroy(); } draw(vis, drawing, now); listen(drawing); }
    legend(drawing, now);
    tools(vis, drawing, now);
    choose(drawing, now.selected);
  });
  return () => end(parentElement);
}

function end(parent) {
  const drawing = drawings.get(parent);
  if (!drawing) return;
  if (drawing.network) remember(drawing);
  for (const timer of [drawing.timer, drawing.clicking, drawing.keeping, drawing.showing]) clearTimeout(timer);
  drawing.network?.destroy();
  drawings.delete(parent);
  drawing.frame.remove();
}
