// What kinds and lines look like; a click hides or shows them.
import { element, sign } from "../elements.js";
import { stroke } from "./dom.js";

function toggle(entry, mark, hint, act) {
  const button = element("button", { type: "button", "aria-pressed": String(entry.shown), title: hint }, mark, entry.label);
  button.onclick = act;
  return button;
}

function lines(drawing, data) {
  const act = (terms) => () => drawing.act({ do: "lines", kind: terms.join("~") });
  const families = data.lines.map((entry) => entry.terms
    ? toggle(entry, stroke(entry), data.words.filter, act(entry.shown ? entry.terms.filter((term) => term.shown).map((term) => term.name) : entry.terms.map((term) => term.name)))
    : element("span", { class: "line" }, stroke(entry), entry.label));
  const single = data.lines.flatMap((entry) => (entry.terms ?? []).map((term) => ({ ...entry, ...term })));
  if (single.length <= families.length) return families;
  const open = drawing.frame.querySelector(".canvas-legend details")?.open;
  const more = element("details", open ? { open: "" } : {}, element("summary", {}, data.words.lines));
  const rows = element("div", { class: "canvas-lines" });
  for (const term of single) rows.append(toggle(term, stroke(term), data.words.filter, act([term.name])));
  more.append(rows);
  return [...families, more];
}

export function legend(drawing, data) {
  const bar = drawing.frame.querySelector(".canvas-legend");
  const within = [...bar.querySelectorAll("button")].indexOf(bar.getRootNode().activeElement);
  const made = data.kinds.map((entry) => {
    const shown = !data.hidden.includes(entry.name);
    const others = shown ? [...data.hidden, entry.name] : data.hidden.filter((name) => name !== entry.name);
    return toggle({ ...entry, shown }, sign(entry.sign), data.words.filter, () => (data.actions ? drawing.act({ do: "kind", kind: entry.name }) : drawing.tell("hidden", others)));
  });
  made.push(...data.marks.map((entry) => element("span", { class: "line" }, sign(entry.sign), entry.label)));
  made.push(...lines(drawing, data));
  bar.replaceChildren(...made);
  if (within >= 0) bar.querySelectorAll("button")[within]?.focus();
}
