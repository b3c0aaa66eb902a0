// A list of terms as a tree of native elements. Branches are filled when they are opened, so thousands of terms cost nothing
// until one looks at them. All text is put in as text, never as markup.
import { element, folded } from "./elements.js";

const trees = new WeakMap();
const MOST = 200; // terms that a filter shows at once

function button(tree, node) {
  const made = element("button", { type: "button", "data-id": node.id }, node.label);
  if (node.other) made.append(" ", element("span", { class: "other", lang: tree.tongue }, node.other));
  if (node.count) made.append(element("span", { class: "count" }, node.count));
  if (node.id === tree.chosen) made.setAttribute("aria-current", "true");
  made.onclick = () => {
    choose(tree, node.id);
    tree.tell("chosen", node.id);
  };
  return made;
}

function choose(tree, id) {
  tree.chosen = id;
  for (const other of tree.list.querySelectorAll("button")) {
    if (other.dataset.id === id) other.setAttribute("aria-current", "true");
    else other.removeAttribute("aria-current");
  }
}

function branch(tree, nodes, open) {
  const list = element("ul");
  for (const node of nodes) {
    const below = (tree.children.get(node.id) ?? []).filter((child) => !tree.found || tree.found.has(child.id));
    if (!below.length) { list.append(element("li", { class: "leaf" }, button(tree, node))); continue; }
    list.append(folding(tree, node, below, open));
  }
  return list;
}

// A term with others below it: one button unfolds them, the other chooses the term.
function folding(tree, node, below, open) {
  const opener = element("button", { type: "button", class: "fold", "aria-label": node.label, "aria-expanded": "false" });
  const item = element("li", {}, opener, button(tree, node));
  const show = (opened) => {
    opener.setAttribute("aria-expanded", String(opened));
    if (opened && !item.querySelector("ul")) item.append(branch(tree, below, open));
    const list = item.querySelector("ul");
    if (list) list.hidden = !opened;
  };
  opener.onclick = () => show(opener.getAttribute("aria-expanded") !== "true");
  if (open(node.id)) show(true);
  return item;
}

// What is above a term; a list that goes in a circle ends it.
function above(tree, id) {
  const found = new Set();
  for (let at = tree.byId.get(id)?.parent; at && tree.byId.has(at) && !found.has(at); at = tree.byId.get(at).parent) found.add(at);
  return found;
}

function draw(tree) {
  const words = folded(tree.input.value).split(/\s+/).filter(Boolean);
  const hits = words.length ? tree.nodes.filter((node) => words.every((word) => node.folded.includes(word))) : null;
  tree.found = hits && new Set(hits.slice(0, MOST).flatMap((node) => [node.id, ...above(tree, node.id)]));
  const path = above(tree, tree.chosen);
  const roots = tree.roots.filter((node) => !tree.found || tree.found.has(node.id));
  tree.list.replaceChildren(branch(tree, roots, (id) => (tree.found ? true : path.has(id))));
  if (hits && !hits.length) tree.list.replaceChildren(element("p", { class: "tree-told" }, tree.words.none));
  if (hits && hits.length > MOST) tree.list.append(element("p", { class: "tree-told" }, tree.words.more));
}

// The list is scrolled to what is chosen, the page is not.
function reveal(tree) {
  const at = tree.list.querySelector('[aria-current="true"]');
  if (at) tree.list.scrollTop += at.getBoundingClientRect().top - tree.list.getBoundingClientRect().top - tree.list.clientHeight / 2;
}

function take(tree, data) {
  tree.nodes = data.nodes.map((node) => ({ ...node, folded: folded(`${node.label} ${node.other}`) }));
  tree.byId = new Map(tree.nodes.map((node) => [node.id, node]));
  tree.children = new Map();
  tree.roots = [];
  for (const node of tree.nodes) {
    if (!tree.byId.has(node.parent) || node.parent === node.id) { tree.roots.push(node); continue; }
    if (!tree.children.has(node.parent)) tree.children.set(node.parent, []);
    tree.children.get(node.parent).push(node);
  }
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  let tree = trees.get(parentElement);
  if (!tree) {
    const input = element("input", { type: "search" });
    const list = element("div", { class: "tree-list" });
    const frame = element("div", { class: "tree-frame" }, input, list);
    parentElement.append(frame);
    tree = { input, list, frame };
    input.oninput = () => draw(tree);
    trees.set(parentElement, tree);
  }
  tree.tell = setTriggerValue;
  tree.words = data.words;
  tree.tongue = data.tongue;
  tree.frame.style.setProperty("--tree-height", `${data.height}px`);
  tree.input.placeholder = data.words.filter;
  tree.input.setAttribute("aria-label", data.words.filter);
  tree.list.setAttribute("aria-label", data.words.tree);
  tree.list.setAttribute("role", "group");
  if (tree.identity !== data.identity) {
    tree.identity = data.identity;
    tree.chosen = data.chosen;
    tree.input.value = "";
    take(tree, data);
    draw(tree);
    reveal(tree);
  } else if (tree.chosen !== data.chosen) {
    tree.chosen = data.chosen;
    draw(tree);
    reveal(tree);
  }
  return () => { trees.delete(parentElement); tree.frame.remove(); };
}
