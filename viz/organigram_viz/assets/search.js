// A box that tells Python what is written while it is written, and the results below it as links that arrow keys go through.
// All text reaches the page as text, never as markup.
const boxes = new WeakMap();
// Milliseconds without a key after which what is written is looked for.
const PAUSE = 120;

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

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function sign(shape, color) {
  const space = "http://www.w3.org/2000/svg";
  const [name, attributes] = SHAPES[shape] ?? SHAPES.dot;
  const svg = document.createElementNS(space, "svg");
  for (const [key, value] of Object.entries({ width: 14, height: 14, viewBox: "0 0 14 14", "aria-hidden": "true" })) svg.setAttribute(key, value);
  const drawn = document.createElementNS(space, name);
  for (const [key, value] of Object.entries({ ...attributes, fill: color })) drawn.setAttribute(key, value);
  svg.append(drawn);
  return svg;
}

function results(box, data) {
  const items = data.results.map((found) => {
    const link = element("a", { href: found.address, target: "_self" }, found.label);
    const name = element("span", { class: "search-name" }, link, ...(found.matched ? [element("span", { class: "search-also" }, found.matched)] : []));
    return element("li", {}, sign(found.shape, found.color), name, element("span", { class: "search-told" }, found.told));
  });
  box.list.replaceChildren(...items);
}

function move(box, step) {
  const links = [...box.list.querySelectorAll("a")];
  const at = links.indexOf(box.root.getRootNode().activeElement);
  const next = at + step;
  if (next < 0) box.input.focus();
  else links[Math.min(next, links.length - 1)]?.focus();
}

function listen(box) {
  let timer;
  const tell = () => {
    clearTimeout(timer);
    if (box.told === box.input.value) return;
    box.told = box.input.value;
    box.root.dataset.asking = "true";
    box.tell("words", box.told);
  };
  box.input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(tell, PAUSE); });
  box.root.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") move(box, 1);
    else if (event.key === "ArrowUp") move(box, -1);
    else if (event.key === "Escape" && event.target !== box.input) box.input.focus();
    else if (event.key === "Enter" && event.target === box.input) { tell(); return; }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return () => clearTimeout(timer);
}

function made(parent) {
  const input = element("input", { type: "search", autocomplete: "off", spellcheck: "false", maxlength: "200" });
  const status = element("p", { class: "search-status", role: "status" });
  const list = element("ol", { class: "search-list" });
  const root = element("div", { class: "search" }, input, status, list);
  parent.append(root);
  const box = { root, input, status, list };
  box.stop = listen(box);
  return box;
}

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  let box = boxes.get(parentElement);
  if (!box) {
    box = made(parentElement);
    boxes.set(parentElement, box);
    box.input.value = box.told = data.words;
    if (data.focus) box.input.focus({ preventScroll: true });
  }
  box.tell = setStateValue;
  box.input.setAttribute("aria-label", data.say.label);
  box.input.placeholder = data.say.placeholder;
  // An answer to letters written before is not shown: another is on its way.
  if (data.words.trim() === box.told.trim()) {
    delete box.root.dataset.asking;
    box.status.textContent = data.say.status;
    results(box, data);
  }
  return () => { box.stop(); boxes.delete(parentElement); box.root.remove(); };
}
