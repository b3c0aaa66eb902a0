// The buttons of a drawing: what can be done with the chosen node, and with the drawing as a whole.
import { arrange, show } from "./drawing.js";
import { element } from "../elements.js";
import { remember } from "./memory.js";
import { picture } from "./picture.js";
import { act } from "./pointing.js";

function button(text, run, disabled = false, hint = text) {
  const made = element("button", { type: "button", title: hint, ...(text.length === 1 ? { "aria-label": hint } : {}) }, text);
  made.disabled = disabled;
  made.onclick = run;
  return made;
}

function actions(drawing, data) {
  const { words, actions: state } = data;
  return [
    button(words.undo, () => drawing.act({ do: "undo" }), !state.undo),
    button(words.redo, () => drawing.act({ do: "redo" }), !state.redo),
    element("span", { class: "gap" }),
    ...ofNode(drawing, data),
  ];
}

function ofNode(drawing, data) {
  const { words, actions: state } = data, node = drawing.chosen && drawing.nodes.get(drawing.chosen);
  const open = node && state.expanded.includes(node.id);
  const on = (name, text) => button(text, () => act(drawing, name), !node);
  return [
    open ? on("collapse", words.collapse) : on("expand", words.expand),
    on("hide", words.hide),
    on("pin", node?.pinned ? words.unpin : words.pin),
    on("path", state.begun && state.begun !== node?.id ? words.pathTo : words.pathFrom),
    on("center", words.center),
  ];
}

// The same actions where the pointer is, for a right click or the menu key; Escape and a click elsewhere close it.
export function menu(drawing, at) {
  const old = drawing.frame.querySelector(".canvas-menu"), data = drawing.latest;
  old?.remove();
  if (!at || !data.actions || !drawing.nodes.get(drawing.chosen)) return;
  const items = ofNode(drawing, data);
  const list = element("div", { class: "canvas-menu", role: "menu", "aria-label": data.words.actions, style: `left:${at.x}px;top:${at.y}px` }, ...items);
  for (const item of items) { item.setAttribute("role", "menuitem"); item.addEventListener("click", () => menu(drawing)); }
  list.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], here = items.indexOf(list.getRootNode().activeElement);
    if (step) items[(here + step + items.length) % items.length].focus();
    else if (event.key === "Escape") { menu(drawing); drawing.canvas.focus(); } else return;
    event.preventDefault();
  };
  drawing.frame.querySelector(".canvas-stage").append(list);
  items[0].focus();
}

function whole(vis, drawing, data) {
  const { words } = data;
  const zoom = (factor) => drawing.network.moveTo({ scale: drawing.network.getScale() * factor, animation: { duration: 150 } });
  const made = [button("+", () => zoom(1.3), false, words.nearer), button("−", () => zoom(1 / 1.3), false, words.farther), button(words.fit, () => { show(drawing); remember(drawing); })];
  if (!data.actions) return made;
  return [
    ...made,
    ...(data.physics ? [button(words.arrange, () => arrange(drawing))] : []),
    button(words.pictureLight, () => picture(vis, drawing, data, false)),
    button(words.pictureDark, () => picture(vis, drawing, data, true)),
  ];
}

export function tools(vis, drawing, data) {
  const fill = (selector, made) => {
    const bar = drawing.frame.querySelector(selector);
    const within = [...bar.querySelectorAll("button")].indexOf(bar.getRootNode().activeElement);
    bar.replaceChildren(...made);
    if (within >= 0) bar.querySelectorAll("button")[within]?.focus();
  };
  drawing.menu = (at) => menu(drawing, at);
  drawing.tools = () => fill(".canvas-actions", data.actions ? actions(drawing, data) : []);
  drawing.tools();
  fill(".canvas-tools", whole(vis, drawing, data));
}
