// What all components share: elements that hold text and never markup, the sign of a kind, letters without their accents.
function attributed(made, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function element(name, attributes = {}, ...children) {
  return attributed(document.createElement(name), attributes, children);
}

export function vector(name, attributes, ...children) {
  return attributed(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

// A kind's sign as the page's Python has it: a path in a square of 14, with its colours.
export function sign({ path, fill, border, dashed }) {
  const line = border ? { stroke: border, "stroke-width": 1.5, ...(dashed ? { "stroke-dasharray": "3 2" } : {}) } : {};
  return vector("svg", { width: 14, height: 14, viewBox: "0 0 14 14", "aria-hidden": "true" }, vector("path", { d: path, fill, ...line }));
}

export function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
