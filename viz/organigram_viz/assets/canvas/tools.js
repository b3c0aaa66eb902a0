// The buttons of a drawing: what can be done with the chosen node, and with the drawing as a whole.
import { arrange, show } from "./drawing.js";
import { element } from "./dom.js";
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
  const { words } = data, node = drawing.chosen && drawing.nodes.get(drawing.chosen);
  const state = data.actions, open = node && state.expanded.includes(node.id);
  const on = (name, text) => button(text, () => act(drawing, name), !node);
  return [
    button(words.undo, () => drawing.tell("acted", { do: "undo" }), !state.undo),
    button(words.redo, () => drawing.tell("acted", { do: "redo" }), !state.redo),
    element("span", { class: "gap" }),
    open ? on("collapse", words.collapse) : on("expand", words.expand),
    on("hide", words.hide),
    on("pin", node?.pinned ? words.unpin : words.pin),
    on("path", state.begun && state.begun !== node?.id ? words.pathTo : words.pathFrom),
    on("center", words.center),
  ];
}

function whole(vis, drawing, data) {
  const { words } = data;
  const zoom = (factor) => drawing.network.moveTo({ scale: drawing.network.getScale() * factor, animation: { duration: 150 } });
  const made = [button("+", () => zoom(1.3), false, words.nearer), button("−", () => zoom(1 / 1.3), false, words.farther), button(words.fit, () => { show(drawing); remember(drawing); })];
  if (!data.actions) return made;
  return [
    ...made,
    ...(data.options.layout.hierarchical?.enabled ? [] : [button(words.arrange, () => arrange(drawing))]),
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
  drawing.tools = () => fill(".canvas-actions", data.actions ? actions(drawing, data) : []);
  drawing.tools();
  fill(".canvas-tools", whole(vis, drawing, data));
}
